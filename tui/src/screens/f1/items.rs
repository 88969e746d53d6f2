//! The items behind the focused number, each with the reason why it stands there.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use sarf_shared::plural::counted;
use sarf_shared::rpc::{ItemPair, ItemsRequest, Outcome};

use super::top;
use super::words::{outcome, place, plain, reason, sentence};
use crate::app::State;
use crate::app::f1::Items;
use crate::widgets::{fit, put, put_line_cut};

pub(super) fn draw(buffer: &mut Buffer, state: &State, area: Rect) {
    let (f1, theme) = (&state.f1, &state.theme);
    let width = usize::from(area.width);
    let more = theme.glyphs.more;
    let (request, items) = match f1.items.shown() {
        Some((request, Ok(items))) => (request, items),
        Some((_, Err(why))) if f1.items.is_current() => {
            return put(buffer, area, 0, 0, &fit(&plain(state, why), width, more), theme.dim());
        }
        _ => return put(buffer, area, 0, 0, "Reading the items.", theme.dim()),
    };
    put_line_cut(buffer, area, 0, &heading(state, request, items, width), state.theme.glyphs.more);
    let list = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    if list.height == 0 {
        return;
    }
    if items.pairs.is_empty() {
        let words = if request.cell.is_some() {
            "No matched shift is in this cell."
        } else if request.outcomes == [Outcome::Found] {
            "No matched shift."
        } else {
            "Nothing: all of it was found, and nothing was invented."
        };
        return put(buffer, list, 0, 0, &fit(words, width, more), theme.dim());
    }
    let at = f1.item_at();
    for (y, (number, item)) in (0..list.height).zip(items.pairs.iter().enumerate().skip(top(at, list.height.into()))) {
        put(buffer, list, 0, y, &line(state, item, width), theme.text());
        let here = Rect { y: list.y + y, height: 1, ..list };
        if !f1.items.is_current() {
            buffer.set_style(here, theme.dim());
        }
        if number == at && f1.on_items {
            buffer.set_style(here, theme.selected());
        }
    }
}

/// "shift · 86 missed, 53 invented": what is shown is what was answered, also while the next is on its way.
fn heading<'a>(state: &State, request: &ItemsRequest, items: &Items, width: usize) -> Line<'a> {
    let theme = &state.theme;
    let mut words = request.line.items().to_owned();
    if request.cell.is_some()
        && state.f1.items.is_current()
        && let Some(cell) = super::confusion::cell_words(state)
    {
        words = cell;
    }
    match (request.discussion, request.statement) {
        (Some(id), Some(number)) => words.push_str(&format!(" of {id}/{number}")),
        (Some(id), None) => words.push_str(&format!(" of discussion {id}")),
        _ => {}
    }
    let count = |wanted: Outcome| items.pairs.iter().filter(|item| item.outcome == wanted).count();
    let all = items.pairs.len() >= items.total;
    let parts: Vec<String> = Outcome::ALL
        .iter()
        .filter(|one| request.outcomes.is_empty() || request.outcomes.contains(one))
        .map(|one| format!("{} {}", outcome(*one), count(*one)))
        .collect();
    let mut counts = format!(" · {}", parts.join(" · "));
    if request.cell.is_some() {
        counts = format!(" · {}", counted(items.total, "shift", "shifts"));
    }
    if !all {
        counts = format!(" · the first {} of {}; a filter narrows it", items.pairs.len(), items.total);
    }
    if request.discussion.is_none()
        && let Some(why) = half_defined(state, request)
    {
        counts.push_str(&format!(" · {why}"));
    }
    let head = fit(&words, width, theme.glyphs.more);
    Line::from(vec![Span::styled(head, theme.strong()), Span::styled(plain(state, &counts), theme.dim())])
}

/// Why a counted line with an F1 lacks its precision or recall.
fn half_defined(state: &State, request: &ItemsRequest) -> Option<String> {
    let line = state.f1.table.value()?.lines.iter().find(|line| line.line == request.line)?;
    line.pooled.f1.figure()?;
    [line.pooled.precision, line.pooled.recall]
        .into_iter()
        .find(|one| one.figure().is_none())
        .map(|one| one.to_string())
}

fn line(state: &State, item: &ItemPair, width: usize) -> String {
    let more = state.theme.glyphs.more;
    let told = crate::widgets::pad(&place(item), 7, more);
    let said = sentence(state, item);
    if width < 66 {
        let mark = match item.outcome {
            Outcome::Found => "=",
            Outcome::Invented => "+",
            Outcome::Missed => "-",
        };
        return fit(&format!("{told} {mark} {said}"), width, more);
    }
    let room = width.saturating_sub(7 + 2 + 8 + 2);
    let half = (room / 2).max(1);
    let said = crate::widgets::pad(&said, half, more);
    let why = fit(&reason(state, item), room.saturating_sub(half + 2), more);
    format!("{told}  {}  {said}  {why}", crate::widgets::pad(outcome(item.outcome), 8, more))
}
