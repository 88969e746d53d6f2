//! The pending data pool: deltas a coder or a model proposes, and the rules by which they are checked,
//! repaired, applied, replayed, committed and rejected.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::family::{Event, ItemId, PairBond, Person};

/// What one statement changes: new items (negative ids), edits of committed items (positive ids), and deletes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Deltas {
    /// People proposed or edited.
    #[serde(default)]
    pub people: Vec<Person>,
    /// Events proposed or edited.
    #[serde(default)]
    pub events: Vec<Event>,
    /// Pair bonds proposed or edited.
    #[serde(default)]
    pub pair_bonds: Vec<PairBond>,
    /// Ids to delete.
    #[serde(default)]
    pub delete: Vec<ItemId>,
}

impl Deltas {
    /// Whether nothing is proposed.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty() && self.events.is_empty() && self.pair_bonds.is_empty() && self.delete.is_empty()
    }
}

/// The pending data pool: everything proposed so far and not yet committed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Pdp {
    /// Pending people (negative ids) and pending edits of committed ones (positive ids).
    #[serde(default)]
    pub people: Vec<Person>,
    /// Pending events and edits.
    #[serde(default)]
    pub events: Vec<Event>,
    /// Pending pair bonds and edits.
    #[serde(default)]
    pub pair_bonds: Vec<PairBond>,
    /// Committed ids whose deletion is pending.
    #[serde(default)]
    pub delete: Vec<ItemId>,
}
