//! What the figures were measured with, above them in short and as a page in full.

use ratatui::layout::Rect;
use ratatui::text::Line;
use sarf_shared::rpc::{EngineLabel, EngineRuns, F1Stamp};
use sarf_shared::scoring::intervals::Interval;

use super::words::{mean, plain};
use crate::app::State;
use crate::app::f1::{Level, TableLine};
use crate::keymap::Action;
use crate::widgets::{fit, wrap};

/// The lines above the table: stamp, then warnings; as many as the terminal has room for.
pub(super) fn lines<'a>(state: &State, body: Rect) -> Vec<Line<'a>> {
    match state.f1.list_level() {
        Level::Comparison => return super::compare::stamp(state, body),
        // The chart says itself with what its figures were measured.
        Level::History => return Vec::new(),
        _ => {}
    }
    let Some(stamp) = stamp(state) else { return Vec::new() };
    let theme = &state.theme;
    let width = usize::from(body.width).max(1);
    let more = theme.glyphs.more;
    let (most_stamp, most_warnings) = match body.height {
        24.. => (3, 3),
        16..24 => (2, 2),
        _ => (1, 1),
    };
    let clip = |mut lines: Vec<String>, most: usize| {
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                *last = fit(&format!("{last} {}", " ".repeat(width)), width, more);
            }
        }
        lines
    };
    let mut all: Vec<Line<'a>> = clip(wrap(&words(state, stamp), width), most_stamp)
        .into_iter()
        .map(|line| Line::styled(line, theme.dim()))
        .collect();
    let warnings: Vec<String> = stamp.warnings.iter().map(|words| format!("! {}", plain(state, words))).collect();
    for (at, warning) in warnings.iter().enumerate().take(most_warnings) {
        let hidden = warnings.len().saturating_sub(most_warnings);
        let last = at + 1 == most_warnings && hidden > 0;
        let aside = if last { format!(" ({hidden} more: {})", state.key(Action::Why)) } else { String::new() };
        let room = width.saturating_sub(aside.len());
        all.push(Line::styled(fit(warning, room, more) + &aside, theme.attention()));
    }
    all
}

fn stamp(state: &State) -> Option<&F1Stamp> {
    let one = match state.f1.scope() {
        Level::Statements(id) => state.f1.one.value().filter(|view| view.row.discussion.id == id),
        _ => None,
    };
    one.map(|view| &view.stamp).or(state.f1.table.value().map(|view| &view.stamp))
}

/// `model gemini-x (prompt ab12) · runs r7 r9 · matcher fair v1 · truth v9 (blind 31) · 6 discussions · ...`
fn words(state: &State, stamp: &F1Stamp) -> String {
    let constructed = stamp.truth.constructed;
    let truth = if constructed {
        format!("truth constructed ({} statements)", stamp.truth.statements)
    } else {
        let versions = match (stamp.truth.versions.first(), stamp.truth.versions.last()) {
            (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
            (Some(only), _) => only.to_string(),
            _ => "none".to_owned(),
        };
        format!("truth {versions} ({})", stamp.truth.provenance.words().replace('_', "-"))
    };
    let engines = match stamp.engines.as_slice() {
        [] => "no run".to_owned(),
        [one] => format!("model {}, {}", engine(&one.engine), runs(one)),
        many => format!("{} engines", many.len()),
    };
    let discussions = match stamp.discussions {
        1 => "1 discussion".to_owned(),
        n => format!("{n} discussions"),
    };
    let words =
        format!("{engines} · matcher {} · {truth} · {discussions} scored · {}", stamp.ruler_words, stamp.filter);
    plain(state, &words)
}

/// `gemini-x (prompt ab12cd34)`.
pub(super) fn engine(one: &EngineLabel) -> String {
    let name = if one.model.is_empty() { &one.provider } else { &one.model };
    if one.prompt_hash.is_empty() {
        return name.clone();
    }
    format!("{name} (prompt {})", one.prompt_hash.chars().take(8).collect::<String>())
}

/// `run r7`, `2 runs (r7 to r12)`.
pub(super) fn runs(one: &EngineRuns) -> String {
    match one.runs.as_slice() {
        [run] => format!("run {run}"),
        [first, .., last] => format!("{} runs ({first} to {last})", one.runs.len()),
        [] => "no run".to_owned(),
    }
}

/// Everything the focused figure rests on.
pub(super) fn page(state: &State) -> Option<Vec<String>> {
    let stamp = stamp(state)?;
    let view = state.f1.table.value()?;
    let mut lines = Vec::new();
    let line = state.f1.line();
    let share = match line {
        TableLine::Exact => Some(&view.exact),
        TableLine::ConnectedScored => Some(&view.connectivity[0]),
        TableLine::ConnectedTruth => Some(&view.connectivity[1]),
        _ => None,
    };
    let said = |interval: &Option<Interval>| interval.as_ref().map_or("none asked for".into(), ToString::to_string);
    match line {
        TableLine::Counted(which) => {
            if let Some(line) = view.lines.iter().find(|line| line.line == which) {
                let counts = line.counts;
                lines.push(format!(
                    "{}: {} found, {} invented, {} missed",
                    which.items(),
                    counts.tp,
                    counts.fp,
                    counts.fn_
                ));
                let pooled = [line.pooled.precision, line.pooled.recall, line.pooled.f1];
                for (at, name) in ["precision", "recall", "F1"].iter().enumerate() {
                    lines.push(format!("{name}:  pooled {}", pooled[at]));
                    let interval = line.intervals.as_ref().map(|all| all[at]);
                    lines.push(format!("    95 % interval of it: {}", said(&interval)));
                    lines.push(format!("    mean {}", mean(&line.mean[at])));
                }
                lines.extend(line.published.map(|figure| format!("published figure: {figure:.3}")));
            }
        }
        TableLine::Valued(which) => {
            if let Some(one) = view.variables.iter().find(|one| one.variable == which) {
                lines.push(format!("{which}: {} matched shifts, {} with it coded by either side", one.n, one.coded));
                for (name, stat) in
                    [("Cohen's kappa", &one.kappa), ("Krippendorff's alpha", &one.alpha), ("Gwet's AC1", &one.ac1)]
                {
                    lines.push(format!("{name}:  {stat}"));
                }
                lines.push(format!("share coded alike:  {}", one.percent));
                lines.push(format!("macro F1:  pooled {}, interval {}", one.macro_f1, said(&one.interval)));
                lines.push(format!("    mean {}", mean(&one.mean)));
                for one in &one.prevalence {
                    let value = one.value.replace('_', " ");
                    lines.push(format!("    {value}: {} times in the truth, {} times scored", one.truth, one.scored));
                }
            }
        }
        _ => {}
    }
    if let Some(share) = share {
        lines.push(format!("{}: {} ({} of {})", line.name(), share.value, share.part, share.whole));
        lines.push(format!("    95 % interval: {}", said(&share.interval)));
        lines.push(format!("    mean {}", mean(&share.mean)));
    }
    lines.extend(super::against::sentences(state, line));
    lines.push(String::new());
    lines.push(words(state, stamp));
    for one in &stamp.engines {
        let all: Vec<String> = one.runs.iter().map(ToString::to_string).collect();
        lines.push(format!("{}: runs {}", engine(&one.engine), all.join(" ")));
    }
    let coders: Vec<String> = stamp.truth.coders.iter().map(|(coder, n)| format!("{coder} {n}")).collect();
    if !coders.is_empty() {
        lines.push(format!("statements of the truth by coder: {}", coders.join(", ")));
    }
    lines.push(format!(
        "intervals: {} resamples of discussions, seed {}",
        stamp.resampling.replicates, stamp.resampling.seed
    ));
    lines.extend(stamp.warnings.iter().map(|words| format!("! {words}")));
    Some(lines.iter().map(|line| plain(state, line)).collect())
}
