//! What each role is told and how its reply is read, one file each.

pub(super) mod author;
pub(super) mod client;
pub(super) mod coach;
pub(super) mod extractor;
pub(super) mod facts;
pub(super) mod judge;

use std::sync::LazyLock;

use sarf_shared::dialogue::{Speaker, Turn};
use sarf_shared::discussion::Persona;
use sarf_shared::pdp::Deltas;

use super::structure::Shape;
use crate::models::{ModelFailure, Role};

/// The shape of a role's replies; none where it answers in plain words.
///
/// Each is made once for the process: it follows from its type alone, and every job would make all of them again.
pub(super) fn shape(role: Role) -> Result<Option<&'static Shape>, ModelFailure> {
    type Made = LazyLock<Result<Shape, ModelFailure>>;
    static PERSONA: Made = LazyLock::new(Shape::of::<Persona>);
    static SAID: Made = LazyLock::new(Shape::of::<client::Said>);
    static DELTAS: Made = LazyLock::new(Shape::of::<Deltas>);
    static JUDGED: Made = LazyLock::new(Shape::of::<judge::Judged>);
    let made = match role {
        Role::Author => &PERSONA,
        Role::Client => &SAID,
        Role::Coach => return Ok(None),
        Role::Extractor => &DELTAS,
        Role::Judge => &JUDGED,
    };
    made.as_ref().map(Some).map_err(Clone::clone)
}

/// Name of a role's schema on the wire.
pub(super) fn schema_name(role: Role) -> &'static str {
    match role {
        Role::Author => "persona",
        Role::Client => "client_turn",
        Role::Coach => "coach_turn",
        Role::Extractor => "deltas",
        Role::Judge => "arc",
    }
}

/// The talk as a script, a line a turn.
fn script(talk: &[Turn<'_>], client: &str, coach: &str) -> String {
    let mut text = String::new();
    for turn in talk {
        let who = if turn.speaker == Speaker::Subject { client } else { coach };
        text.push_str(&format!("{who}: {}\n", turn.text.trim()));
    }
    text
}

/// Lines of a list.
fn bullets<T: std::fmt::Display>(items: impl IntoIterator<Item = T>) -> String {
    items.into_iter().map(|item| format!("- {item}")).collect::<Vec<_>>().join("\n")
}
