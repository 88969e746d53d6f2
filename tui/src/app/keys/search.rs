//! Searching in the talk being read: the words being typed, and from one statement in which they occur to the next.

use crossterm::event::{KeyCode, KeyEvent};

use crate::app::overlay::Overlay;
use crate::app::state::{State, Tone};
use crate::screens;
use crate::widgets::Input;

/// Asks for the words.
pub(super) fn ask(state: &mut State) {
    if let Some(reading) = &state.reading {
        let (before, from) = (reading.search.words().to_owned(), reading.at());
        state.overlay = Some(Overlay::Search { input: Input::default(), before, from });
    }
}

/// A key while the words are typed: what is found is gone to at once.
pub(super) fn key(state: &mut State, mut input: Input, before: String, from: usize, key: &KeyEvent) {
    match key.code {
        KeyCode::Esc => {
            look(state, &before, from);
            if let Some(reading) = &mut state.reading {
                reading.go(from);
            }
            return;
        }
        KeyCode::Enter => {
            let search = state.reading.as_ref().map(|reading| &reading.search);
            if search.is_some_and(|search| search.is_on() && search.count() == 0) {
                state.say(Tone::Plain, format!("\"{}\" is not said here", input.text().trim()));
            }
            return;
        }
        KeyCode::Down | KeyCode::Up => go_on(state, key.code == KeyCode::Up),
        _ => {
            if input.key(key) {
                look(state, input.text(), from);
            }
        }
    }
    state.overlay = Some(Overlay::Search { input, before, from });
}

/// Searches for words, from the statement at `from` on.
pub(super) fn look(state: &mut State, words: &str, from: usize) {
    let Some(reading) = &mut state.reading else { return };
    reading.look_for(words);
    reading.go(reading.search.from(from).unwrap_or(from));
    bring_into_view(state);
}

/// To the next statement in which the words occur, or to the one before.
pub(super) fn go_on(state: &mut State, back: bool) {
    let Some(reading) = &mut state.reading else { return };
    match reading.search.next(reading.at(), back) {
        None => {
            let words = format!("\"{}\" is not said here", reading.search.words());
            state.say(Tone::Plain, words);
        }
        Some((at, round)) => {
            reading.go(at);
            if round {
                let end = if back { "end" } else { "beginning" };
                state.say(Tone::Plain, format!("the search goes on from the {end}"));
            }
            bring_into_view(state);
        }
    }
}

/// In a long statement the words may be far below its beginning.
fn bring_into_view(state: &mut State) {
    let scroll = screens::scroll_to_found(state);
    if let Some(reading) = &mut state.reading {
        reading.scroll[crate::app::Pane::Talk as usize] = scroll;
    }
}
