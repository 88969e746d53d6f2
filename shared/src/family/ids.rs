//! The one namespace of ids that people, pair bonds and events of a family share.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Id of a person, pair bond or event. People, bonds and events share one namespace:
/// positive ids are committed, negative ids are pending in the PDP.
///
/// Zero is no id; it can be read (other people's files hold it) but names nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ItemId(pub i64);

impl ItemId {
    /// The subject (the client), a committed person of every family.
    pub const SUBJECT: ItemId = ItemId(1);
    /// The coach, a committed person of every family.
    pub const COACH: ItemId = ItemId(2);

    /// Whether the id names a committed item.
    pub fn is_committed(self) -> bool {
        self.0 > 0
    }

    /// Whether the id names nothing.
    pub fn is_nothing(self) -> bool {
        self.0 == 0
    }

    /// Whether the id names a pending item.
    pub fn is_pending(self) -> bool {
        self.0 < 0
    }
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
