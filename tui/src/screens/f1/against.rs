//! What the figures are against the runs before: the last column of the table, and the words on it.

use ratatui::style::Style;
use sarf_shared::rpc::AgainstPrevious;
use sarf_shared::scoring::f1::{Difference, Value};

use super::stamp::engine;
use super::words::plain;
use crate::app::State;
use crate::app::f1::{TableLine, decimals, signed};
use crate::app::words::day_and_clock;

/// From this p on a difference is no sign of anything but chance.
const CHANCE: f64 = 0.05;

/// The heading of the column: `vs run r11`, `vs previous`; nothing where nothing was before.
pub(super) fn heading(state: &State, width: usize) -> String {
    let Some(before) = state.f1.before() else {
        return if state.f1.previous.value().is_some() { String::new() } else { "vs ...".into() };
    };
    let words = match before.runs.as_slice() {
        [run] if width > 8 => format!("vs run {run}"),
        [run] => format!("vs {run}"),
        _ if width > 10 => "vs previous".into(),
        _ => "vs prev".to_owned(),
    };
    match state.f1.mean && width > words.len() + 1 {
        true => format!("{words}*"),
        false => words,
    }
}

/// The difference of a line.
pub(super) fn difference(before: &AgainstPrevious, line: TableLine) -> Option<&Difference> {
    let figure = line.figure()?;
    before.differences.iter().find(|one| one.figure == figure)
}

/// `+.061 ▲ p=.02` in a wide column, `+.061 ▲` in another; each part keeps its place.
pub(super) fn cell(state: &State, line: TableLine, wide: bool) -> (String, Style) {
    let theme = &state.theme;
    let Some(one) = state.f1.before().and_then(|before| difference(before, line)) else {
        return (String::new(), theme.dim());
    };
    let (difference, mark, style) = marked(state, one.difference, one.test.p());
    let p = match one.test.p() {
        Some(p) if p < 0.01 => "p<.01".to_owned(),
        Some(p) => format!("p={}", decimals(p, 2)),
        None => " ".repeat(5),
    };
    (if wide { format!("{difference} {mark} {p:<5}") } else { format!("{difference} {mark}") }, style)
}

/// A difference with its sign, the mark of one that is more than chance, and its style.
pub(super) fn marked(state: &State, difference: Value, p: Option<f64>) -> (String, &'static str, Style) {
    let theme = &state.theme;
    let Some(text) = signed(difference) else { return (theme.glyphs.none.to_owned(), " ", theme.dim()) };
    let sure = p.is_some_and(|p| p < CHANCE);
    match difference.figure() {
        Some(figure) if sure && figure > 0.0 => (text, theme.glyphs.change.0, theme.good()),
        Some(figure) if sure && figure < 0.0 => (text, theme.glyphs.change.1, theme.bad()),
        _ => (text, " ", theme.text()),
    }
}

/// The difference of a line in sentences.
pub(super) fn sentences(state: &State, line: TableLine) -> Vec<String> {
    let Some(before) = state.f1.before() else {
        return match state.f1.previous.shown() {
            Some((_, Ok(None))) => vec!["no run was made of these discussions before".into()],
            Some((_, Err(why))) => vec![format!("the runs before: {}", plain(state, why))],
            _ => Vec::new(),
        };
    };
    let runs: Vec<String> = before.runs.iter().map(ToString::to_string).collect();
    let mut lines = vec![format!(
        "against the runs before ({}, {}, finished {}), pooled over the {} in both:",
        engine(&before.engine),
        runs.join(" "),
        day_and_clock(before.last, state.zone),
        sarf_shared::plural::counted(before.discussions, "discussion", "discussions"),
    )];
    match difference(before, line) {
        Some(one) => {
            lines.push(format!("    {} before, {} now: {}", one.old, one.new, said(one)));
            lines.push(format!("    95 % interval of the difference: {}", one.interval));
            lines.push(format!("    {} (permutation over discussions)", one.test));
        }
        None => lines.push("    the truth is the same in both".into()),
    }
    let [better, worse] = [state.theme.glyphs.change.0, state.theme.glyphs.change.1];
    lines.push(format!("    {better} better and {worse} worse mark p below .05"));
    lines
}

fn said(one: &Difference) -> String {
    signed(one.difference).unwrap_or_else(|| one.difference.to_string())
}
