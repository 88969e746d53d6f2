//! Title and notice: where am I, and is it true.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use sarf_shared::rpc::StorageHealth;
use unicode_width::UnicodeWidthStr as _;

use crate::app::{Reading, Screen, State, Tone, words};
use crate::client::Link;
use crate::keymap::Action;
use crate::widgets::{self, fit, put};

/// The tabs, with what leads to them.
const TABS: [(Screen, Action, &str); 5] = [
    (Screen::Discussions, Action::GoDiscussions, "Discussions"),
    (Screen::F1, Action::GoF1, "F1"),
    (Screen::Agreement, Action::GoAgreement, "Agreement"),
    (Screen::Jobs, Action::GoJobs, "Jobs"),
    (Screen::Personas, Action::GoPersonas, "Personas"),
];

/// Below this width only the present tab is named.
const NARROW: u16 = 70;

/// From this width on a title has room for the status in words.
const WIDE: u16 = 96;

pub(super) fn title_line(buffer: &mut Buffer, state: &State, area: Rect) {
    let theme = &state.theme;
    let mut left = vec![Span::styled("sarf", theme.strong())];
    let daemon = daemon_words(state, area.width < NARROW);
    match (state.screen, &state.reading) {
        (Screen::Reading, Some(reading)) => {
            // A column at each side, and two between the title and the words on the service.
            left = reading_title(state, reading, usize::from(area.width).saturating_sub(daemon.width() + 4));
        }
        (Screen::Generate, _) => left.push(Span::styled("  New discussion", theme.focus())),
        _ => {
            // All tabs are named in 80 columns, closer together.
            let gap = if area.width < WIDE { " " } else { "  " };
            left.push(Span::raw(" "));
            for (screen, action, word) in TABS {
                let key = state.keys.label(state.place(), action).map(|key| format!("{key} ")).unwrap_or_default();
                let here = screen == state.screen;
                if here || area.width >= NARROW {
                    let style = if here { theme.focus() } else { theme.dim() };
                    left.push(Span::styled(format!("{gap}{key}{word}"), style));
                }
            }
        }
    }
    widgets::title(buffer, area, &Line::from(left), &daemon, theme.glyphs.more);
}

/// What is read, in `room`: where one is in it and its sign always, the title as far as it goes, and the status in words
/// where there is room for them beside at least half of it.
fn reading_title<'a>(state: &State, reading: &Reading, room: usize) -> Vec<Span<'a>> {
    let theme = &state.theme;
    let dot = theme.glyphs.dot;
    let id = Span::styled(format!("{}", reading.id), theme.focus());
    let Some(row) = state.discussions.get(reading.id).or(reading.view.as_ref().map(|view| &view.row)) else {
        return vec![id];
    };
    let place = match (reading.statements.is_empty(), room < 40) {
        (true, _) => String::new(),
        // In a narrow terminal the title matters more than the word.
        (false, true) => format!(" {dot} {}/{}", reading.number(), row.statements),
        (false, false) => format!(" {dot} statement {} of {}", reading.number(), row.statements),
    };
    let (sign, style) = words::status_sign(row, theme);
    let status = format!(" {}", words::status_text(row));
    let left = room.saturating_sub(id.width() + 1 + place.width() + dot.width() + 2 + sign.width());
    let whole = row.title.width().min(left);
    let in_words = left >= whole + status.width() || (state.area.width >= WIDE && left >= 16 + status.width());
    let title = fit(&row.title, if in_words { left - status.width() } else { left }, theme.glyphs.more);
    vec![
        id,
        Span::styled(format!(" {title}"), theme.strong()),
        Span::raw(place),
        Span::raw(format!(" {dot} ")),
        Span::styled(sign, style),
        Span::styled(if in_words { status } else { String::new() }, style),
    ]
}

/// "3 running · daemon ok": short, and never more than is known.
fn daemon_words<'a>(state: &State, narrow: bool) -> Line<'a> {
    let theme = &state.theme;
    let dot = theme.glyphs.dot;
    let as_of = || {
        if state.discussions.is_loaded() && !narrow {
            format!(" {dot} as of {}", words::clock_seconds(state.fresh, state.zone))
        } else {
            String::new()
        }
    };
    match (&state.link, &state.daemon) {
        (Link::Reconnecting { .. }, _) if !state.discussions.is_loaded() => {
            Line::styled("! connecting", theme.attention())
        }
        (Link::Reconnecting { .. }, _) => Line::styled(format!("! reconnecting{}", as_of()), theme.attention()),
        (Link::Refused { .. }, _) => Line::styled(format!("! no service{}", as_of()), theme.bad()),
        (Link::Connected { .. }, Some(daemon)) if state.stale => {
            let _ = daemon;
            Line::styled(format!("! reading anew{}", as_of()), theme.attention())
        }
        (Link::Connected { .. }, None) => Line::styled("connected, loading", theme.dim()),
        (Link::Connected { .. }, Some(daemon)) => {
            let storage = match daemon.storage {
                StorageHealth::Writing => Span::styled(if narrow { "ok" } else { "daemon ok" }, theme.good()),
                StorageHealth::Paused { .. } => Span::styled("! storage paused", theme.bad()),
                StorageHealth::Stopped { .. } => Span::styled("! storage stopped", theme.bad()),
            };
            Line::from(vec![Span::raw(format!("{} running {dot} ", daemon.running_jobs)), storage])
        }
    }
}

/// The rule above the hints, or the latest notice in its place.
pub(super) fn notice_line(buffer: &mut Buffer, state: &State, area: Rect) {
    let theme = &state.theme;
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let notice = state.notice.as_ref().map(|notice| (notice.tone, notice.words.clone())).or_else(|| standing(state));
    let Some((tone, words)) = notice else { return widgets::rule(buffer, area, theme) };
    let (sign, style) = match tone {
        Tone::Plain => (theme.glyphs.dot, theme.attention()),
        Tone::Good => (theme.glyphs.ready, theme.good()),
        Tone::Bad => ("!", theme.bad()),
    };
    let width = usize::from(inner.width).saturating_sub(2);
    let one_line = words.replace('\n', " ");
    let cut = one_line.width() > width;
    let more = format!(" ({} for all)", state.key(Action::Messages));
    let shown =
        if cut { fit(&one_line, width.saturating_sub(more.width()), theme.glyphs.more) + &more } else { one_line };
    put(buffer, inner, 0, 0, &format!("{sign} {shown}"), style);
}

/// What must be seen as long as it lasts.
fn standing(state: &State) -> Option<(Tone, String)> {
    match (&state.link, state.daemon.as_ref().map(|daemon| &daemon.storage)) {
        (Link::Reconnecting { why }, _) => Some((Tone::Plain, why.clone())),
        (Link::Refused { why }, _) => Some((Tone::Bad, format!("{} tries again: {why}", words::restart(state)))),
        (Link::Connected { .. }, Some(StorageHealth::Paused { why } | StorageHealth::Stopped { why })) => {
            Some((Tone::Bad, why.clone()))
        }
        _ => None,
    }
}
