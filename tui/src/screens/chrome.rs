//! Title, notice and hints: where am I, is it true, what can I do here.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use sarf_shared::rpc::StorageHealth;
use unicode_width::UnicodeWidthStr as _;

use crate::app::{Reading, Screen, State, Tone, words};
use crate::client::Link;
use crate::keymap::{Action, Place};
use crate::widgets::{self, Input, fit, put, put_line};

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

/// What is read; the status in words where there is `room` for them, else its sign.
fn reading_title<'a>(state: &State, reading: &Reading, room: usize) -> Vec<Span<'a>> {
    let theme = &state.theme;
    let dot = theme.glyphs.dot;
    let mut title = vec![Span::styled(format!("{}", reading.id), theme.focus())];
    let Some(row) = state.discussions.get(reading.id).or(reading.view.as_ref().map(|view| &view.row)) else {
        return title;
    };
    title.push(Span::styled(format!(" {}", row.title), theme.strong()));
    if !reading.statements.is_empty() {
        let place = format!(" {dot} statement {} of {}", reading.number(), row.statements);
        title.push(Span::raw(place));
    }
    let (sign, style) = words::status_sign(row, theme);
    title.push(Span::raw(format!(" {dot} ")));
    title.push(Span::styled(sign, style));
    let status = Span::styled(format!(" {}", words::status_text(row)), style);
    if state.area.width >= WIDE || title.iter().map(Span::width).sum::<usize>() + status.width() <= room {
        title.push(status);
    }
    title
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
        (Link::Refused { why }, _) => Some((Tone::Bad, format!("{why} ({} tries again)", words::restart(state)))),
        (Link::Connected { .. }, Some(StorageHealth::Paused { why } | StorageHealth::Stopped { why })) => {
            Some((Tone::Bad, why.clone()))
        }
        _ => None,
    }
}

/// What can be done here, from the key table: the keys of this place that make sense now, then those of wider places.
pub(super) fn hint_line(buffer: &mut Buffer, state: &State, area: Rect) {
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let room = usize::from(inner.width);
    let mut spans: Vec<Span<'_>> = Vec::new();
    // Help and leaving are always there; what does not fit before them is found through them.
    let always = |action, word| state.keys.label(state.place(), action).map(|key| (key, word));
    let last: Vec<(String, &str)> =
        [always(Action::Help, "help"), always(Action::Quit, "quit")].into_iter().flatten().collect();
    let width_of = |(key, word): &(String, &str)| key.width() + 1 + word.width() + 2;
    let mut left = room.saturating_sub(last.iter().map(width_of).sum::<usize>());
    let mut hints: Vec<(String, &str)> = Vec::new();
    for binding in state.keys.bindings(state.place()) {
        let fixed = binding.place == Place::Everywhere && matches!(binding.action, Action::Help | Action::Quit);
        let home = state.screen == Screen::Discussions && binding.action == Action::Back;
        if binding.hint.is_empty() || fixed || home || state.allows(binding.action).is_err() {
            continue;
        }
        if state.screen == Screen::Reading && matches!(binding.action, Action::Filter | Action::Sort) {
            continue;
        }
        let Some(key) = binding.keys.first() else { continue };
        let hint = (key.label(), state.hint_word(binding.action, binding.hint));
        if width_of(&hint) > left {
            break;
        }
        left -= width_of(&hint);
        hints.push(hint);
    }
    hints.extend(last);
    for (place, (key, word)) in hints.into_iter().enumerate() {
        let gap = if place == 0 { "" } else { "  " };
        spans.push(Span::raw(gap));
        spans.push(Span::styled(key, state.theme.key()));
        spans.push(Span::styled(format!(" {word}"), state.theme.dim()));
    }
    put_line(buffer, inner, 0, &Line::from(spans));
}

/// The filter being typed, in place of the hints.
pub(super) fn filter_line(buffer: &mut Buffer, state: &State, area: Rect, input: &Input) {
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    put(buffer, inner, 0, 0, "/", state.theme.focus());
    let aside = "  Enter keep  Esc undo";
    let aside_width = u16::try_from(aside.width()).unwrap_or(0).min(inner.width / 2);
    let field = Rect { x: inner.x + 1, width: inner.width.saturating_sub(aside_width + 1), ..inner };
    input.draw(buffer, field, state.theme.text(), true);
    put(buffer, inner, inner.width.saturating_sub(aside_width), 0, aside, state.theme.dim());
}
