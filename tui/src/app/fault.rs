//! Faults on demand, for the tests of what happens after one. Not part of a release build.
#![expect(clippy::panic, reason = "it is what this file is for")]

use crossterm::event::KeyCode;

use super::message::Message;

/// What stands for the words a fault may carry: they must not be seen anywhere afterwards.
const WORDS: &str = "When he does, I get short with him";

/// With `SARF_FAULT=here` or `SARF_FAULT=task` set, the key F12 breaks the program off, in the loop or in a task.
pub(super) fn on_demand(message: &Message) {
    let Message::Key(key) = message else { return };
    if key.code != KeyCode::F(12) {
        return;
    }
    match std::env::var("SARF_FAULT").as_deref() {
        Ok("here") => std::panic::panic_any(WORDS),
        Ok("task") => drop(tokio::spawn(async { std::panic::panic_any(WORDS) })),
        _ => {}
    }
}
