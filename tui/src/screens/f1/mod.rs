//! The model against ground truth: what the figures rest on, the figures, and the items behind the focused one.

mod against;
mod chart;
mod compare;
mod confusion;
mod dialogs;
mod discussions;
mod figures;
mod history;
mod item;
mod items;
mod rows;
mod stamp;
mod statements;
mod words;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

pub(super) use dialogs::map;
pub(super) use words::plain;

use super::paragraphs;
use crate::app::State;
use crate::app::f1::Level;
use crate::keymap::Action;
use crate::widgets::{put_lines, put_lines_cut, rule};

/// How the body divides.
struct Parts {
    stamp: Rect,
    table: Rect,
    rule: Rect,
    items: Rect,
}

/// The stamp above, the items in the lower third; little of either on a small terminal.
fn parts(state: &State, body: Rect) -> Parts {
    let stamp = u16::try_from(stamp_lines(state, body).len()).unwrap_or(0).min(body.height);
    let left = body.height - stamp;
    let items = (body.height / 3).clamp(2.min(left), 8).min(left);
    let line = u16::from(left > items + 3);
    let table = left - items - line;
    let y = body.y + stamp;
    Parts {
        stamp: Rect { height: stamp, ..body },
        table: Rect { y, height: table, ..body },
        rule: Rect { y: y + table, height: line, ..body },
        items: Rect { y: y + table + line, height: items, ..body },
    }
}

/// The stamp, as far as a small terminal has room for it beside an item or a matrix; the reasons tell all of it.
fn stamp_lines<'a>(state: &State, body: Rect) -> Vec<Line<'a>> {
    let mut lines = stamp::lines(state, body);
    match state.f1.level() {
        _ if body.height >= 16 => {}
        Level::Item => lines.clear(),
        Level::Confusion(_) | Level::Comparison => lines.truncate(1),
        _ => {}
    }
    lines
}

pub(super) fn draw(buffer: &mut Buffer, state: &State, body: Rect) {
    let f1 = &state.f1;
    if f1.table.value().is_none() {
        let words = match f1.table.shown() {
            Some((_, Err(why))) => empty(state, why),
            _ => vec!["Reading the figures.".to_owned()],
        };
        let mut lines = vec![Line::default()];
        lines.extend(paragraphs(&words, body.width, 0, state.theme.text()));
        return put_lines_cut(buffer, body, &lines, 0, state.theme.glyphs.more);
    }
    let parts = parts(state, body);
    put_lines(buffer, parts.stamp, &stamp_lines(state, body), 0);
    if f1.level() == Level::Item {
        let whole = Rect { height: body.height - parts.stamp.height, ..parts.table };
        return item::draw(buffer, state, whole);
    }
    match f1.level() {
        Level::History => {
            let whole = Rect { height: body.height - parts.stamp.height, ..parts.table };
            return history::draw(buffer, state, whole);
        }
        Level::Discussions => discussions::draw(buffer, state, parts.table),
        Level::Statements(_) => statements::draw(buffer, state, parts.table),
        Level::Confusion(_) => confusion::draw(buffer, state, parts.table),
        Level::Comparison => compare::draw(buffer, state, parts.table),
        Level::Table | Level::Item => figures::draw(buffer, state, parts.table),
    }
    rule(buffer, Rect { x: body.x - 1, width: body.width + 2, ..parts.rule }, &state.theme);
    match f1.level() {
        Level::Comparison => compare::items(buffer, state, parts.items),
        _ => items::draw(buffer, state, parts.items),
    }
}

/// What to do where there is nothing to score.
fn empty(state: &State, why: &str) -> Vec<String> {
    use sarf_shared::rpc::TruthChoice;
    let mut lines = vec![words::plain(state, why), String::new()];
    if state.f1.filter.truth == TruthChoice::Constructed {
        lines.push(format!(
            "Only generated discussions have a constructed reference. {} goes back to ground truth of people.",
            state.key(Action::SwitchTruth)
        ));
    } else {
        lines
            .push(format!("{} takes the constructed references; no human coded them.", state.key(Action::SwitchTruth)));
        lines.push(
            "`sarf coding import FILE` reads codings of people, `sarf gt approve` makes them the truth.".to_owned(),
        );
    }
    lines
}

/// Lines of the item side by side, and lines in view of it.
pub(super) fn extent(state: &State, body: Rect) -> (usize, usize) {
    if state.f1.level() != Level::Item {
        return (0, 0);
    }
    let height = body.height - parts(state, body).stamp.height;
    (item::lines(state, Rect { height, ..body }).len(), height.into())
}

/// Lines of the list with its heading.
pub(super) fn list_rows(state: &State, body: Rect) -> u16 {
    parts(state, body).table.height
}

/// Why the selected item was not matched, or what the focused figure rests on.
pub fn why(state: &State) -> Option<(String, Vec<String>)> {
    match (state.f1.list_level(), state.f1.item()) {
        (Level::History, _) => Some(("this run".into(), history::page(state)?)),
        (Level::Comparison, _) => Some(("what this comparison rests on".into(), compare::page(state)?)),
        (_, Some(item)) if state.f1.on_items => Some(("why".into(), words::why(state, item))),
        _ => Some(("what this figure rests on".into(), stamp::page(state)?)),
    }
}

/// What is focused as text to copy, and what to call it.
pub(super) fn focused_text(state: &State) -> Option<(String, String)> {
    let (heading, lines) = why(state)?;
    Some((heading.replace("why", "the item"), lines.join("\n") + "\n"))
}

/// The first row in view so that the selected one is.
fn top(at: usize, height: usize) -> usize {
    (at + 1).saturating_sub(height.max(1))
}
