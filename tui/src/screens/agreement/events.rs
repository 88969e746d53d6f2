//! Lists of events: those behind a figure of two coders, those on which coders disagree; and one event with what every
//! coder says of it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use sarf_shared::plural::counted;
use sarf_shared::scoring::agreement::{Coder, Disagreement, Mark, Rated};

use super::words::{mark, plain, sign};
use super::{paragraphs, top};
use crate::app::State;
use crate::app::agreement::{AgreementLevel, Between, PairUnit, UnitSeen, short};
use crate::widgets::matrix::{Cell, Matrix, Row};
use crate::widgets::table::{self, Column, Side, left};
use crate::widgets::{fit, put, put_lines, rule};

fn between(between: Between) -> &'static str {
    match between {
        Between::OnlyFirst => "1st only",
        Between::OnlySecond => "2nd only",
        Between::Differs => "differ",
        Between::Same => "alike",
    }
}

/// The events behind the focused line of two coders.
pub(super) fn of_pair(buffer: &mut Buffer, state: &State, area: Rect) {
    let (agreement, theme) = (&state.agreement, &state.theme);
    let more = theme.glyphs.more;
    let Some(units) = agreement.pair_units() else {
        let words = match agreement.units.shown() {
            Some((_, Err(why))) => plain(state, why),
            Some((_, Ok(_))) => format!(
                "{}: counted, not listed one by one; only events are. Choose all items, events or a variable.",
                agreement.line().in_full()
            ),
            None => "Reading the events.".to_owned(),
        };
        return put_lines(buffer, area, &paragraphs(&[words], area.width, 0, theme.dim()), 0);
    };
    let number = |what: Between| units.iter().filter(|unit| unit.between == what).count();
    let dot = theme.glyphs.dot;
    let heading = format!(
        "{} {dot} alike {} {dot} differ {} {dot} 1st only {} {dot} 2nd only {}{}",
        plain(state, &agreement.line().in_full()),
        number(Between::Same),
        number(Between::Differs),
        number(Between::OnlyFirst),
        number(Between::OnlySecond),
        if agreement.units.is_settled() { "" } else { " (reading anew)" },
    );
    put(buffer, area, 0, 0, &fit(&heading, area.width.into(), more), theme.strong());
    let height = usize::from(area.height.saturating_sub(1));
    let at = agreement.item_at();
    let columns = columns(area.width);
    for (y, (place, unit)) in (1..area.height).zip(units.iter().enumerate().skip(top(at, height))) {
        let line = Rect { y: area.y + y, height: 1, ..area };
        table::row(buffer, line, 0, columns, &row(state, unit, columns.len()), more);
        if place == at && agreement.on_pane {
            buffer.set_style(line, theme.selected());
        }
    }
}

const WIDE: &[Column] = &[left("", 8), left("", 8), left("", 0), left("", 20)];
const NARROW: &[Column] = &[left("", 7), left("", 8), left("", 0)];

fn columns(width: u16) -> &'static [Column] {
    if width >= 72 { WIDE } else { NARROW }
}

fn row(state: &State, unit: &PairUnit, columns: usize) -> Vec<(String, Style)> {
    let theme = &state.theme;
    let style = if unit.between == Between::Same { theme.dim() } else { theme.text() };
    let said = match unit.said.each_ref().map(String::as_str) {
        ["", ""] => String::new(),
        [one, two] if one == two => one.to_owned(),
        [one, two] => format!("{one} / {two}"),
    };
    let label = plain(state, &unit.label);
    let mut cells = vec![(unit.id.to_string(), style), (between(unit.between).to_owned(), style)];
    match columns {
        0..=3 if said.is_empty() => cells.push((label, style)),
        0..=3 => cells.push((format!("{said}: {label}"), style)),
        _ => cells.extend([(label, style), (said, style)]),
    }
    cells
}

/// The events on which coders disagree, with what is said of the selected one.
pub(super) fn disagreements(buffer: &mut Buffer, state: &State, area: Rect) {
    let (agreement, theme) = (&state.agreement, &state.theme);
    let more = theme.glyphs.more;
    let all = agreement.disagreements();
    let below = (area.height / 3).clamp(2.min(area.height), 8);
    let line = u16::from(area.height > below + 4);
    let list = Rect { height: area.height - below - line, ..area };
    let heading = format!("{} of people, the gravest first", counted(all.len(), "disagreement", "disagreements"));
    put(buffer, list, 0, 0, &fit(&heading, list.width.into(), more), theme.strong());
    let at = agreement.item_at();
    let height = usize::from(list.height.saturating_sub(1));
    for (y, (place, one)) in (1..list.height).zip(all.iter().enumerate().skip(top(at, height))) {
        let here = Rect { y: list.y + y, height: 1, ..list };
        let about: Vec<&str> = one.about.iter().map(|(rated, _)| short(*rated)).collect();
        let cells = match list.width {
            72.. => vec![
                (one.unit.to_string(), theme.text()),
                (one.impact.as_str().to_owned(), theme.text()),
                (about.join(" "), theme.text()),
                (plain(state, &one.label), theme.text()),
            ],
            _ => vec![(one.unit.to_string(), theme.text()), (plain(state, &one.label), theme.text())],
        };
        let columns: &[Column] = match list.width {
            72.. => &[left("", 9), left("", 23), left("", 10), left("", 0)],
            _ => &[left("", 7), left("", 0)],
        };
        table::row(buffer, here, 0, columns, &cells, more);
        if place == at {
            buffer.set_style(here, theme.selected());
        }
    }
    let words = Rect { y: list.y + list.height + line, height: below, ..area };
    if line > 0 {
        rule(buffer, Rect { x: area.x - 1, y: list.y + list.height, width: area.width + 2, height: 1 }, theme);
    }
    let Some(selected) = all.get(at) else { return };
    let lines = paragraphs(&said(state, selected), area.width, 0, theme.text());
    put_lines(buffer, words, &lines, 0);
}

/// A disagreement in words: what about, then what each coder says.
pub(super) fn said(state: &State, one: &Disagreement) -> Vec<String> {
    let about: Vec<String> = (one.about.iter())
        .map(|(rated, impact)| format!("{}: {}", rated.as_str().replace('_', " "), impact.as_str()))
        .collect();
    let what = if about.is_empty() { one.impact.as_str().to_owned() } else { about.join(", ") };
    let mut lines = vec![format!("{} {}: {what}", one.unit, one.label)];
    lines.extend(one.said.iter().map(|said| format!("{}: {}", said.coder, mark(&said.mark))));
    lines.iter().map(|line| plain(state, line)).collect()
}

/// One event: coders by variables, those they differ in marked.
pub(super) fn one(buffer: &mut Buffer, state: &State, area: Rect) {
    let theme = &state.theme;
    let Some(unit) = state.agreement.unit() else {
        let words = "This event is not among the present figures any more; go back.".to_owned();
        return put_lines(buffer, area, &paragraphs(&[words], area.width, 0, theme.dim()), 0);
    };
    let heading = paragraphs(&[plain(state, &format!("{}  {}", unit.id, unit.label))], area.width, 0, theme.strong());
    put_lines(buffer, area, &heading, 0);
    let used = u16::try_from(heading.len() + 1).unwrap_or(u16::MAX).min(area.height);
    let rest = Rect { y: area.y + used, height: area.height - used, ..area };
    let matrix = matrix(state, &unit);
    if matrix.width() <= usize::from(area.width) && matrix.height() < usize::from(rest.height) {
        matrix.draw(buffer, rest, theme);
        let differ = differing(&unit);
        let words = match differ.as_slice() {
            [] => "The people who found it say the same of it.".to_owned(),
            some => {
                let names: Vec<String> = some.iter().map(|rated| rated.as_str().replace('_', " ")).collect();
                format!("! People differ in {}.", names.join(", "))
            }
        };
        let y = rest.y + u16::try_from(matrix.height() + 1).unwrap_or(u16::MAX).min(rest.height);
        let below = Rect { y, height: (rest.y + rest.height).saturating_sub(y), ..rest };
        return put_lines(buffer, below, &paragraphs(&[words], area.width, 0, theme.text()), 0);
    }
    let lines = paragraphs(&in_words(state, &unit), area.width, 0, theme.text());
    put_lines(buffer, rest, &lines, state.scroll);
}

/// What the people who found it differ in; a model makes no difference among them.
fn differing(unit: &UnitSeen) -> Vec<Rated> {
    let found = || unit.said.iter().filter(|(coder, _)| coder.is_human()).filter_map(|(_, mark)| mark.values());
    let differ = |rated: &&Rated| {
        let mut words = found().map(|values| values.word(**rated));
        let first = words.next();
        words.any(|word| Some(word) != first)
    };
    Rated::ALL.iter().filter(differ).copied().collect()
}

fn matrix(state: &State, unit: &UnitSeen) -> Matrix {
    let theme = &state.theme;
    let differ = differing(unit);
    let coders: Vec<&Coder> = unit.said.iter().map(|(coder, _)| coder).collect();
    let row = |(at, (coder, said)): (usize, &(Coder, Mark))| {
        let name = plain(state, &fit(&format!("{} {coder}", sign(&coders, at)), 30, theme.glyphs.more));
        let cells = match said {
            Mark::Found(values) => {
                let cell = |rated: &Rated| {
                    let style = if differ.contains(rated) { theme.strong() } else { theme.text() };
                    Cell::new(values.word(*rated).replace('_', " "), style)
                };
                Rated::ALL.iter().map(cell).collect()
            }
            Mark::NotFound => vec![Cell::new("not found", theme.attention())],
            Mark::NotCoded => vec![Cell::new("not coded", theme.dim())],
        };
        Row { name, cells }
    };
    Matrix {
        corner: "who".into(),
        columns: (Rated::ALL.iter())
            .map(|rated| {
                let name = rated.as_str().replace('_', " ");
                if differ.contains(rated) { format!("! {name}") } else { name }
            })
            .collect(),
        rows: unit.said.iter().enumerate().map(row).collect(),
        side: Side::Left,
        focus: None,
        focus_style: theme.text(),
    }
}

/// An event in words.
pub(super) fn in_words(state: &State, unit: &UnitSeen) -> Vec<String> {
    let coders: Vec<&Coder> = unit.said.iter().map(|(coder, _)| coder).collect();
    let differ: Vec<String> = differing(unit).iter().map(|rated| rated.as_str().replace('_', " ")).collect();
    let differ = (!differ.is_empty()).then(|| format!("! People differ in {}.", differ.join(", ")));
    let said = (unit.said.iter().enumerate())
        .map(|(at, (coder, said))| plain(state, &format!("{} {coder}: {}", sign(&coders, at), mark(said))));
    differ.into_iter().chain(said).collect()
}

/// What the list or the event is, for the page and for copying.
pub(super) fn page(state: &State) -> Option<(String, Vec<String>)> {
    let agreement = &state.agreement;
    match agreement.level() {
        AgreementLevel::Unit(_) => {
            let unit = agreement.unit()?;
            let mut lines = vec![plain(state, &format!("{}  {}", unit.id, unit.label))];
            lines.extend(in_words(state, &unit));
            Some(("the event".into(), lines))
        }
        AgreementLevel::Disagreements => {
            let one = agreement.disagreements().get(agreement.item_at())?;
            Some(("the disagreement".into(), said(state, one)))
        }
        AgreementLevel::Pair(..) if agreement.on_pane => {
            let units = agreement.pair_units()?;
            let unit = UnitSeen::of_units(agreement.units.value()?, &units.get(agreement.item_at())?.id)?;
            let mut lines = vec![plain(state, &format!("{}  {}", unit.id, unit.label))];
            lines.extend(in_words(state, &unit));
            Some(("the event".into(), lines))
        }
        AgreementLevel::Pair(..) | AgreementLevel::Table => None,
    }
}
