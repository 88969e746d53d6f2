//! What is shown against other runs: the lines with difference, interval and tests, the discussions with the worst
//! regression first, and the items that broke or were fixed.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line as Text, Span};
use sarf_shared::discussion::DiscussionId;
use sarf_shared::rpc::CompareView;
use sarf_shared::scoring::f1::{Figure, InBoth, Line};
use sarf_shared::scoring::intervals::Interval;

use super::against::marked;
use super::stamp::{engine, runs};
use super::top;
use super::words::plain;
use crate::app::State;
use crate::app::f1::{Change, CompareRow, TableLine, probability, short, signed};
use crate::screens::paragraphs;
use crate::widgets::table::{self, Column, left, right};
use crate::widgets::{fit, pad, put, put_line_cut, put_lines};

const WIDE: &[Column] = &[
    left("F1", 0),
    right("old", 7),
    right("new", 7),
    right("diff", 9),
    right("95 % interval", 17),
    right("perm. p", 8),
    right("fixed", 6),
    right("broken", 7),
    right("McNemar p", 10),
];
const MEDIUM: &[Column] = &[
    left("F1", 0),
    right("old", 5),
    right("new", 5),
    right("diff", 7),
    right("95 % int.", 13),
    right("perm.", 6),
    right("fixed", 5),
    right("broken", 6),
    right("McN.", 6),
];
const NARROW: &[Column] = &[left("F1", 0), right("diff", 7), right("fixed", 5), right("broken", 6)];

/// How the table divides what it has: columns, and blanks between them.
fn columns(width: u16) -> (&'static [Column], u16) {
    match width {
        106.. => (WIDE, 2),
        72..106 => (MEDIUM, 1),
        _ => (NARROW, 1),
    }
}

/// Two lines: what was, and what is; a third where something has to be known.
pub(super) fn stamp<'a>(state: &State, body: Rect) -> Vec<Text<'a>> {
    let theme = &state.theme;
    let Some(view) = current(state) else { return Vec::new() };
    let width = usize::from(body.width);
    let named = ["old", "new"].iter().zip(&view.stamps).map(|(name, stamp)| {
        let engines: Vec<String> =
            stamp.engines.iter().map(|one| format!("{}, {}", engine(&one.engine), runs(one))).collect();
        let words = format!("{name}  {} · {}", engines.join("; "), stamp.filter);
        Text::styled(fit(&plain(state, &words), width, theme.glyphs.more), theme.dim())
    });
    let mut lines: Vec<Text<'a>> = named.collect();
    let warning = view.stamps[1].warnings.first();
    lines.extend(warning.filter(|_| body.height >= 16).map(|words| {
        Text::styled(fit(&plain(state, &format!("! {words}")), width, theme.glyphs.more), theme.attention())
    }));
    lines
}

fn current(state: &State) -> Option<&CompareView> {
    let asked = &state.f1.compare.asked;
    asked.value().filter(|_| asked.is_current()).map(|view| &**view)
}

pub(super) fn draw(buffer: &mut Buffer, state: &State, area: Rect) {
    let (f1, theme) = (&state.f1, &state.theme);
    let more = theme.glyphs.more;
    let Some(view) = current(state) else {
        let words = match f1.compare.asked.shown() {
            Some((_, Err(why))) if f1.compare.asked.is_current() => plain(state, why),
            _ => "Comparing item by item.".to_owned(),
        };
        return put_lines(buffer, area, &paragraphs(&[words], area.width, 0, theme.text()), 0);
    };
    let (columns, gap) = columns(area.width);
    table::headings_apart(buffer, area, columns, gap, theme.dim());
    let height = usize::from(area.height.saturating_sub(1));
    let at = f1.compare.row_at();
    for (y, (place, row)) in (1..area.height).zip(f1.compare.rows().iter().enumerate().skip(top(at, height))) {
        let here = Rect { y: area.y + y, height: 1, ..area };
        let cells = match row {
            CompareRow::Line(line) => of_line(state, view, *line, columns.len()),
            CompareRow::Discussion(one) => of_discussion(state, one, columns.len()),
        };
        table::row_apart(buffer, here, columns, gap, &cells, more);
        if place == at {
            buffer.set_style(here, if f1.on_items { theme.strong() } else { theme.selected() });
        }
    }
}

fn of_line(state: &State, view: &CompareView, line: Line, columns: usize) -> Vec<(String, Style)> {
    let theme = &state.theme;
    let name = TableLine::Counted(line);
    let name = (format!("{}{}", "  ".repeat(line.depth()), name.name()), theme.text());
    let Some(found) = view.differences.iter().find(|one| one.figure == Figure::F1(line)) else { return vec![name] };
    let items = view.mcnemar.iter().find(|test| test.line == line);
    let (difference, mark, style) = marked(state, found.difference, found.test.p());
    let none = || theme.glyphs.none.to_owned();
    let text = |text: Option<String>| (text.unwrap_or_else(none), theme.text());
    let count = |n: Option<u32>| (n.unwrap_or(0).to_string(), theme.text());
    let (fixed, broken) = (count(items.map(|test| test.fixed)), count(items.map(|test| test.broken)));
    let difference = (format!("{difference} {mark}"), style);
    if columns == NARROW.len() {
        return vec![name, difference, fixed, broken];
    }
    vec![
        name,
        text(short(found.old)),
        text(short(found.new)),
        difference,
        text(bounds(state, &found.interval, columns == WIDE.len())),
        text(found.test.p().map(probability)),
        fixed,
        broken,
        text(items.and_then(|test| test.p().ok()).map(probability)),
    ]
}

fn bounds(state: &State, interval: &Interval, wide: bool) -> Option<String> {
    let bounds = interval.bounds()?;
    let end = |figure: f64| {
        let text = signed(sarf_shared::scoring::f1::Value::Figure(figure)).unwrap_or_default();
        // Two decimals where there is room for no more.
        if wide { text } else { text.chars().take(text.len().saturating_sub(1)).collect() }
    };
    Some(plain(state, &format!("{} – {}", end(bounds.low), end(bounds.high))))
}

fn of_discussion(state: &State, one: &InBoth<DiscussionId>, columns: usize) -> Vec<(String, Style)> {
    let theme = &state.theme;
    let title = state.f1.table.value().and_then(|view| {
        let mut rows = view.discussions.items.iter();
        rows.find(|row| row.discussion.id == one.discussion).map(|row| row.discussion.title.clone())
    });
    let name = (format!("{} {}", one.discussion, title.unwrap_or_default()), theme.text());
    let text = |text: Option<String>| (text.unwrap_or_else(|| theme.glyphs.none.to_owned()), theme.text());
    let difference = text(signed(one.difference).map(|text| format!("{text}  ")));
    let (fixed, broken) = ((one.fixed.to_string(), theme.text()), (one.broken.to_string(), theme.text()));
    if columns == NARROW.len() {
        return vec![name, difference, fixed, broken];
    }
    let empty = || (String::new(), theme.text());
    vec![name, text(short(one.old)), text(short(one.new)), difference, empty(), empty(), fixed, broken]
}

/// The changed items of the selected row, what broke first.
pub(super) fn items(buffer: &mut Buffer, state: &State, area: Rect) {
    let (f1, theme) = (&state.f1, &state.theme);
    let Some(view) = current(state) else { return };
    let (width, more) = (usize::from(area.width), theme.glyphs.more);
    let changes = f1.compare.changes();
    let of = match f1.compare.row() {
        Some(CompareRow::Line(line)) => line.items().to_owned(),
        Some(CompareRow::Discussion(one)) => format!("discussion {}", one.discussion),
        None => String::new(),
    };
    let broken = changes.iter().filter(|change| !change.fixed).count();
    let mut words = format!(" · broken {broken} · fixed {}", changes.len() - broken);
    let had = view.broken.items.len() + view.fixed.items.len();
    let all = (view.broken.total + view.fixed.total) as usize;
    if had < all {
        words.push_str(&format!(" · of the first {had} of {all}; a filter narrows it"));
    }
    let head =
        vec![Span::styled(fit(&of, width, more), theme.strong()), Span::styled(plain(state, &words), theme.dim())];
    put_line_cut(buffer, area, 0, &Text::from(head), state.theme.glyphs.more);
    let list = Rect { y: area.y + 1.min(area.height), height: area.height.saturating_sub(1), ..area };
    if changes.is_empty() {
        return put(buffer, list, 0, 0, "Both runs found the same of these.", theme.dim());
    }
    let at = f1.item_at();
    let shown = changes.iter().enumerate().skip(top(at, list.height.into()));
    for (y, (number, change)) in (0..list.height).zip(shown) {
        put(buffer, list, 0, y, &fit(&line(state, change), width, more), theme.text());
        if number == at && f1.on_items {
            buffer.set_style(Rect { y: list.y + y, height: 1, ..list }, theme.selected());
        }
    }
}

/// `39/8`.
pub(super) fn place(change: &Change<'_>) -> String {
    let number = change.item.truth.statement.map_or_else(String::new, |number| format!("/{number}"));
    format!("{}{number}", change.item.discussion)
}

fn line(state: &State, change: &Change<'_>) -> String {
    let word = if change.fixed { "fixed" } else { "broken" };
    let sentence = plain(state, &change.item.truth.sentence);
    format!("{}  {}  {sentence}", pad(&place(change), 7, state.theme.glyphs.more), pad(word, 6, ""))
}

/// Everything the comparison rests on.
pub(super) fn page(state: &State) -> Option<Vec<String>> {
    let view = current(state)?;
    let mut lines = Vec::new();
    if let Some(CompareRow::Line(line)) = state.f1.compare.row()
        && let Some(found) = view.differences.iter().find(|one| one.figure == Figure::F1(line))
    {
        lines.push(format!("F1 of {}: {} before, {} now", line.items(), found.old, found.new));
        let difference = signed(found.difference).unwrap_or_else(|| found.difference.to_string());
        lines.push(format!("    difference {difference}, 95 % interval {}", found.interval));
        lines.push(format!("    permutation test over discussions: {}", found.test));
        if let Some(test) = view.mcnemar.iter().find(|test| test.line == line) {
            let p = test.p().map_or_else(|why| why.to_string(), |p| format!("p = {p:.3}"));
            lines.push(format!(
                "    items found by both {}, by the new only {}, by the old only {}, by neither {}",
                test.both, test.fixed, test.broken, test.neither
            ));
            lines.push(format!("    McNemar's exact test over items, which takes them for independent: {p}"));
        }
        lines.push(String::new());
    }
    for (name, stamp) in ["old", "new"].iter().zip(&view.stamps) {
        let engines: Vec<String> =
            stamp.engines.iter().map(|one| format!("{}, {}", engine(&one.engine), runs(one))).collect();
        lines.push(format!("{name}: {} · matcher {} · {}", engines.join("; "), stamp.ruler_words, stamp.filter));
        lines.extend(stamp.warnings.iter().map(|words| format!("! {words}")));
    }
    if !view.left_out.is_empty() {
        let ids: Vec<String> = view.left_out.iter().map(ToString::to_string).collect();
        lines.push(format!("scored in one of the two only, and left out: {}", ids.join(", ")));
    }
    let [better, worse] = [state.theme.glyphs.change.0, state.theme.glyphs.change.1];
    lines.push(format!("{better} better and {worse} worse mark p below .05 of the permutation test"));
    Some(lines.iter().map(|line| plain(state, line)).collect())
}
