//! The dialog of the figures that says who is who.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::words::plain;
use crate::app::State;
use crate::app::f1::MapForm;
use crate::screens::paragraphs;
use crate::widgets::{dialog, fit, pad, put, put_lines};

/// Who is who.
pub(in crate::screens) fn map(buffer: &mut Buffer, state: &State, area: Rect, width: u16, form: &MapForm) {
    let theme = &state.theme;
    let more = theme.glyphs.more;
    let room = width.saturating_sub(4);
    let rows = form.rows();
    let undo = state.key(crate::keymap::Action::UndoMap);
    let ask = match form.chosen_name() {
        None => format!("Who of the scored side ({})? {undo} takes back what was said by hand.", form.sides.scored),
        Some(name) => format!("Who in the truth is {}?", plain(state, &name)),
    };
    let head = paragraphs(&[ask], room, 0, theme.strong());
    let words = match (&form.problem, &form.people, form.sent) {
        (Some(problem), _, _) => Some((format!("! {problem}"), theme.bad())),
        (None, None, _) => Some(("Reading the people.".to_owned(), theme.dim())),
        (None, _, true) => Some(("Sending it.".to_owned(), theme.dim())),
        (None, _, false) if rows.is_empty() => Some(("There is nobody but the client.".to_owned(), theme.dim())),
        _ => None,
    };
    let below = words.map(|(words, style)| paragraphs(&[words], room, 0, style)).unwrap_or_default();
    let wanted = head.len() + below.len() + rows.len();
    let height = u16::try_from(wanted).unwrap_or(u16::MAX).min(area.height.saturating_sub(2));
    let inner = dialog(buffer, area, width, height, &format!("who is who in {}", form.discussion), theme);
    put_lines(buffer, inner, &head, 0);
    let used = u16::try_from(head.len()).unwrap_or(0).min(inner.height);
    let tail = u16::try_from(below.len()).unwrap_or(0).min(inner.height - used);
    let list = Rect { y: inner.y + used, height: inner.height - used - tail, ..inner };
    let half = usize::from(inner.width.saturating_sub(4)) / 2;
    let first = super::top(form.at, list.height.into());
    for (y, (at, row)) in (0..list.height).zip(rows.iter().enumerate().skip(first)) {
        let with = row.with.as_deref().map_or_else(|| "nobody".to_owned(), |with| plain(state, with));
        let hand = if row.by_hand { " (by hand)" } else { "" };
        let line = match row.id {
            Some(_) => format!("{}  {} {with}{hand}", pad(&plain(state, &row.name), half, more), theme.glyphs.arrow.1),
            None => row.name.clone(),
        };
        put(buffer, list, 0, y, &fit(&line, list.width.into(), more), theme.text());
        if at == form.at {
            buffer.set_style(Rect { y: list.y + y, height: 1, ..list }, theme.selected());
        }
    }
    put_lines(buffer, Rect { y: list.y + list.height, height: tail, ..inner }, &below, 0);
}
