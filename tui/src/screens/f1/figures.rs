//! The table over all discussions: counted lines, variables, shares.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use sarf_shared::rpc::{F1Line, F1Variable, F1View, ShareLine};
use sarf_shared::scoring::f1::Value;
use unicode_width::UnicodeWidthStr as _;

use super::against;
use super::top;
use super::words::{interval, plain, stat};
use crate::app::State;
use crate::app::f1::{LineColumn, TableLine, short};
use crate::widgets::table::{self, Column, left, right};
use crate::widgets::{fit, put};

/// What stands beside the ratios: the way of summing up that they are not. The last column is the difference to the runs
/// before, whose heading names them.
const WIDE: [&[Column]; 2] = [
    &[
        left("pooled over discussions", 0),
        right("P", 7),
        right("R", 7),
        right("F1", 7),
        right("95 % interval", 15),
        right("mean F1", 9),
        right("TP", 6),
        right("FP", 6),
        right("FN", 6),
        right("", 14),
    ],
    &[
        left("mean over discussions", 0),
        right("P", 7),
        right("R", 7),
        right("F1", 7),
        right("95 % (pooled)", 15),
        right("pooled F1", 9),
        right("TP", 6),
        right("FP", 6),
        right("FN", 6),
        right("", 14),
    ],
];
const MEDIUM: [&[Column]; 2] = [
    &[
        left("pooled", 0),
        right("P", 5),
        right("R", 5),
        right("F1", 5),
        right("95 % int.", 10),
        right("mean", 6),
        right("TP", 4),
        right("FP", 4),
        right("FN", 4),
        right("", 7),
    ],
    &[
        left("mean", 0),
        right("P", 5),
        right("R", 5),
        right("F1", 5),
        right("(pooled)", 10),
        right("pooled", 6),
        right("TP", 4),
        right("FP", 4),
        right("FN", 4),
        right("", 7),
    ],
];
const ROOMY: [&[Column]; 2] = [
    &[
        left("pooled", 0),
        right("P", 5),
        right("R", 5),
        right("F1", 5),
        right("95 % int.", 11),
        right("mean", 6),
        right("TP", 5),
        right("FP", 5),
        right("FN", 5),
        right("", 14),
    ],
    &[
        left("mean", 0),
        right("P", 5),
        right("R", 5),
        right("F1", 5),
        right("(pooled)", 11),
        right("pooled", 6),
        right("TP", 5),
        right("FP", 5),
        right("FN", 5),
        right("", 14),
    ],
];
const NARROW: [&[Column]; 2] = [
    &[left("pooled", 0), right("F1", 5), right("TP", 3), right("FP", 3), right("FN", 3)],
    &[left("mean", 0), right("F1", 5), right("TP", 3), right("FP", 3), right("FN", 3)],
];

/// The columns of a table as wide as this, and the blanks between them.
struct Look {
    columns: &'static [Column],
    gap: u16,
    /// Columns of the terminal for the difference to the runs before; none on a narrow one.
    change: u16,
}

fn look(width: u16, mean: bool) -> Look {
    let (kind, gap) = match width {
        114.. => (&WIDE, 2),
        90..114 => (&ROOMY, 1),
        72..90 => (&MEDIUM, 1),
        _ => (&NARROW, 2),
    };
    let columns = kind[usize::from(mean)];
    let change = columns.last().filter(|column| column.heading.is_empty()).map_or(0, |column| column.width);
    Look { columns, gap, change }
}

pub(super) fn draw(buffer: &mut Buffer, state: &State, area: Rect) {
    let (f1, theme) = (&state.f1, &state.theme);
    let Some(view) = f1.table.value() else { return };
    let look = look(area.width, f1.mean);
    table::headings_apart(buffer, area, look.columns, look.gap, theme.dim());
    if look.change > 0 {
        let words = fit(&against::heading(state, look.change.into()), look.change.into(), theme.glyphs.more);
        let width = u16::try_from(words.width()).unwrap_or(0);
        put(buffer, area, area.width.saturating_sub(width), 0, &words, theme.dim());
    }
    let height = usize::from(area.height.saturating_sub(1));
    let all = f1.lines();
    let at = f1.line_at();
    for (y, (place, line)) in (1..area.height).zip(all.iter().enumerate().skip(top(at, height))) {
        let here = Rect { y: area.y + y, height: 1, ..area };
        draw_line(buffer, state, here, &look, view, *line);
        if place == at {
            buffer.set_style(here, if f1.on_items { theme.strong() } else { theme.selected() });
        }
    }
}

fn draw_line(buffer: &mut Buffer, state: &State, area: Rect, look: &Look, view: &F1View, line: TableLine) {
    let (theme, columns) = (&state.theme, look.columns);
    let name = match state.f1.lines_by.by {
        LineColumn::Report => format!("{}{}", "  ".repeat(line.depth()), line.name()),
        _ => line.whole_name(),
    };
    let first = table::widths_apart(columns, area.width, look.gap).first().copied().unwrap_or(0);
    let name = fit(&name, usize::from(first), theme.glyphs.more);
    put(buffer, area, 0, 0, &name, theme.text());
    let skip = first + look.gap;
    // What is said in words leaves the last column to the difference.
    let change = if look.change > 0 { look.change + look.gap } else { 0 };
    let rest = Rect { x: area.x + skip, width: area.width.saturating_sub(skip + change), ..area };
    let (difference, style) = against::cell(state, line, look.change >= 14);
    let differs = u16::try_from(difference.width()).unwrap_or(0);
    if look.change > 0 {
        put(buffer, area, area.width.saturating_sub(differs), 0, &difference, style);
    }
    let words = |buffer: &mut Buffer, text: &str, style: Style| {
        put(buffer, rest, 0, 0, &fit(&plain(state, text), usize::from(rest.width), theme.glyphs.more), style);
    };
    match line {
        TableLine::Counted(which) => {
            let Some(line) = view.lines.iter().find(|line| line.line == which) else { return };
            match line.pooled.f1 {
                Value::Undefined(why) => words(buffer, &why.to_string(), theme.dim()),
                Value::Figure(_) => {
                    let mut cells = vec![(name, theme.text())];
                    cells.extend(counted(state, line, columns.len()));
                    table::row_apart(buffer, area, columns, look.gap, &cells, theme.glyphs.more);
                }
            }
        }
        TableLine::Valued(which) => {
            let Some(one) = view.variables.iter().find(|one| one.variable == which) else { return };
            words(buffer, &valued(one), theme.text());
        }
        TableLine::Exact => words(buffer, &share(state, &view.exact, "statements"), theme.text()),
        TableLine::ConnectedScored => words(buffer, &share(state, &view.connectivity[0], "people"), theme.text()),
        TableLine::ConnectedTruth => words(buffer, &share(state, &view.connectivity[1], "people"), theme.text()),
    }
}

fn counted(state: &State, line: &F1Line, columns: usize) -> Vec<(String, Style)> {
    let theme = &state.theme;
    let pooled = [line.pooled.precision, line.pooled.recall, line.pooled.f1];
    let means = line.mean.map(|mean| mean.value);
    let (shown, beside) = if state.f1.mean { (means, pooled[2]) } else { (pooled, means[2]) };
    let optional = |text: Option<String>| match text {
        Some(text) => (text, theme.text()),
        None => (theme.glyphs.none.to_owned(), theme.dim()),
    };
    let counts = line.counts;
    let counts = [counts.tp, counts.fp, counts.fn_].map(|n| (n.to_string(), theme.text()));
    let mut cells = Vec::new();
    if columns > 5 {
        cells.extend([optional(short(shown[0])), optional(short(shown[1]))]);
    }
    let (f1, _) = optional(short(shown[2]));
    cells.push((f1, theme.strong()));
    if columns > 5 {
        cells.push(optional(interval(state, line.intervals.as_ref().map(|all| &all[2]))));
        let (beside, _) = optional(short(beside));
        cells.push((beside, theme.dim()));
    }
    cells.extend(counts);
    cells
}

/// `n=21  κ .58  α .57  AC1 .71  agree 81 %  macro F1 .545`; what is undefined for all of them is said once.
fn valued(one: &F1Variable) -> String {
    let parts = [("κ", &one.kappa), ("α", &one.alpha), ("AC1", &one.ac1)].map(|(name, one)| (name, stat(one)));
    let reasons: Vec<&String> = parts.iter().filter_map(|(_, part)| part.as_ref().err()).collect();
    let mut words = format!("n={}", one.n);
    if let [first, second, third] = reasons.as_slice()
        && first == second
        && second == third
    {
        words.push_str(&format!("  {first}"));
    } else {
        for (name, part) in parts {
            let figure = part.unwrap_or_else(|why| why);
            words.push_str(&format!("  {name} {figure}"));
        }
    }
    if let sarf_shared::rpc::Stat::Figure(percent) = one.percent {
        words.push_str(&format!("  agree {:.0} %", 100.0 * percent.value));
    }
    match short(one.macro_f1) {
        Some(figure) => words.push_str(&format!("  macro F1 {figure}")),
        None => words.push_str(&format!("  {}", one.macro_f1)),
    }
    words
}

fn share(state: &State, one: &ShareLine, of: &str) -> String {
    let (value, aside) = if state.f1.mean { (one.mean.value, "mean") } else { (one.value, "pooled") };
    let Some(figure) = short(value) else { return value.to_string() };
    let mut words = format!("{figure}  {} of {} {of}", one.part, one.whole);
    if let Some(interval) = interval(state, one.interval.as_ref()) {
        words.push_str(&format!("  95 % {interval}"));
    }
    let other = if state.f1.mean { one.value } else { one.mean.value };
    if let Some(other) = short(other) {
        words.push_str(&format!("  ({aside}; {} {other})", if state.f1.mean { "pooled" } else { "mean" }));
    }
    words
}
