//! The last line: what can be done here, now. From the key table, or, while something lies over the screen, what its own
//! keys do. A key that would do nothing, or would only be typed, is not named.

use crossterm::event::{KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

use super::page_lines;
use crate::app::{Fields, Overlay, Screen, State};
use crate::keymap::{Action, Binding, Key, Place};
use crate::widgets::{Input, put, put_line};

/// A key and what it does.
type Hint = (String, String);

/// What can be done now.
pub(super) fn hint_line(buffer: &mut Buffer, state: &State, area: Rect) {
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let room = usize::from(inner.width);
    let (hints, last) = match &state.overlay {
        Some(overlay) => (over(state, overlay), Vec::new()),
        None => (here(state), always(state)),
    };
    let mut spans: Vec<Span<'_>> = Vec::new();
    for (place, (key, word)) in fitting(hints, last, room).into_iter().enumerate() {
        let gap = if place == 0 { "" } else { "  " };
        spans.push(Span::raw(gap));
        spans.push(Span::styled(key, state.theme.key()));
        spans.push(Span::styled(format!(" {word}"), state.theme.dim()));
    }
    put_line(buffer, inner, 0, &Line::from(spans));
}

/// As many of the first as there is room for before the last, which are always there: what does not fit is found
/// through them.
fn fitting(hints: Vec<Hint>, last: Vec<Hint>, room: usize) -> Vec<Hint> {
    let width_of = |(key, word): &Hint| key.width() + 1 + word.width() + 2;
    let mut left = (room + 2).saturating_sub(last.iter().map(width_of).sum::<usize>());
    let mut shown: Vec<Hint> = Vec::new();
    for hint in hints {
        let Some(rest) = left.checked_sub(width_of(&hint)) else { break };
        left = rest;
        shown.push(hint);
    }
    shown.extend(last);
    shown
}

/// The keys of this place that make sense now, then those of wider places.
fn here(state: &State) -> Vec<Hint> {
    let wanted = |binding: &&Binding| {
        let fixed = binding.place == Place::Everywhere && matches!(binding.action, Action::Help | Action::Quit);
        let home = state.screen == Screen::Discussions && binding.action == Action::Back;
        !binding.hint.is_empty() && !fixed && !home && state.allows(binding.action).is_ok()
    };
    let hint = |binding: &Binding| {
        let key = working(state, &binding.keys)?;
        Some((key.label(), state.hint_word(binding.action, binding.hint).to_owned()))
    };
    state.keys.bindings(state.place()).filter(wanted).filter_map(hint).collect()
}

/// Help and leaving.
fn always(state: &State) -> Vec<Hint> {
    let hint = |action: Action, word: &str| {
        let binding = state.keys.bindings(state.place()).find(|binding| binding.action == action)?;
        Some((working(state, &binding.keys)?.label(), word.to_owned()))
    };
    [hint(Action::Help, "help"), hint(Action::Quit, "quit")].into_iter().flatten().collect()
}

/// The first of these keys that is not simply typed into the field one is in.
fn working(state: &State, keys: &[Key]) -> Option<Key> {
    let typed = |key: &Key| {
        let modifiers = if key.ctrl { KeyModifiers::CONTROL } else { KeyModifiers::NONE };
        Input::default().key(&KeyEvent::new(key.code, modifiers))
    };
    keys.iter().find(|key| !state.is_typing() || !typed(key)).copied()
}

/// What the keys do while something lies over the screen.
fn over(state: &State, overlay: &Overlay) -> Vec<Hint> {
    let hint = |key: &str, word: &str| (key.to_owned(), word.to_owned());
    let of = |action: Action, word: &str| state.keys.label(state.place(), action).map(|key| (key, word.to_owned()));
    let form = |sent: bool, word: &str| match sent {
        true => vec![hint("Esc", "close")],
        false => vec![hint("Enter", word), hint("Esc", "back"), hint("Tab", "next"), hint("Space", "choose")],
    };
    match overlay {
        Overlay::Commands(commands) if commands.rows(&state.keys).is_empty() => vec![hint("Esc", "close")],
        Overlay::Commands(_) => vec![hint("Enter", "do it"), hint("Esc", "close"), hint("Down", "next")],
        Overlay::Filter { .. } => vec![hint("Enter", "keep"), hint("Esc", "undo")],
        Overlay::Search { .. } => vec![hint("Enter", "stay"), hint("Esc", "undo")],
        Overlay::Delete { .. } => vec![hint("Enter", "delete"), hint("Esc", "keep it")],
        Overlay::Import(form_) => form(form_.is_sent(), "import"),
        Overlay::F1Filter(_) | Overlay::AgreementFilter(_) => form(false, "show"),
        Overlay::Page { lines, .. } => {
            let long = page_lines(state.area, lines).len() > usize::from(state.area.height).saturating_sub(4);
            let scroll = of(Action::Down, "scroll").filter(|_| long);
            [scroll, of(Action::Copy, "copy"), Some(hint("Esc", "close"))].into_iter().flatten().collect()
        }
        Overlay::F1Map(map) => {
            let undo = of(Action::UndoMap, "take back").filter(|_| map.chosen.is_none());
            let back = if map.chosen.is_none() { "close" } else { "back" };
            let all = [Some(hint("Enter", "choose")), of(Action::Down, "next"), undo, Some(hint("Esc", back))];
            all.into_iter().flatten().collect()
        }
        Overlay::F1Ask { .. } | Overlay::AgreementFile(_) => vec![hint("Enter", "do it"), hint("Esc", "back")],
        Overlay::AskRestart(_) => vec![hint("y", "restart it now"), hint("n", "leave it running")],
    }
}

/// The filter or what is searched for, in place of the hints, with what its keys do and what came of it.
pub(super) fn typed_line(buffer: &mut Buffer, state: &State, area: Rect, input: &Input, found: Option<String>) {
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    put(buffer, inner, 0, 0, "/", state.theme.focus());
    let keys = state.overlay.as_ref().map_or_else(Vec::new, |overlay| over(state, overlay));
    let keys = keys.into_iter().map(|(key, word)| format!("{key} {word}"));
    let aside = found.into_iter().chain(keys).map(|words| format!("  {words}")).collect::<String>();
    let aside_width = u16::try_from(aside.width()).unwrap_or(0).min(inner.width * 2 / 3);
    let field = Rect { x: inner.x + 1, width: inner.width.saturating_sub(aside_width + 1), ..inner };
    input.draw(buffer, field, state.theme.text(), true);
    put(buffer, inner, inner.width.saturating_sub(aside_width), 0, &aside, state.theme.dim());
}
