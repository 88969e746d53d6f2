//! The pending data pool: deltas a coder or a model proposes, and the rules by which they are checked,
//! repaired, applied, replayed, committed and rejected.

mod apply;
mod attempt;
mod bonds;
mod chat_defaults;
mod commit;
mod committed;
pub(crate) mod dates;
mod diagram;
mod edits;
mod evidence;
mod identity;
mod merge;
mod names;
#[cfg(test)]
mod properties;
mod reject;
pub mod repair;
mod replay;
mod restage;
mod validate;
mod violation;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::family::{Event, Family, ItemId, PairBond, Person};

pub use apply::apply;
pub use attempt::{Attempt, CALLS, Extraction, Progress};
pub use bonds::clean_up;
pub use chat_defaults::ChatPeople;
pub use commit::Committed;
pub use committed::repeated_event;
pub use dates::days;
pub use diagram::{Diagram, DiagramError};
pub use evidence::{DroppedEvidence, check_evidence};
pub use merge::{HasId, apply_local_changes};
pub use names::Names;
pub use repair::{Repair, RepairRule};
pub use replay::{replay, whole_rows};
pub use restage::restage_new_items;
pub use validate::{Policy, validate};
pub use violation::{BondEnd, EventRole, Violation};

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

/// What deltas are checked and repaired against: the committed family and the pending pool.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// The committed family; `None` where deltas are read outside of any, and committed ids are taken on trust.
    pub family: Option<&'a Family>,
    /// The pending pool the deltas would be applied to.
    pub pdp: &'a Pdp,
}

impl Surroundings<'_> {
    /// Whether `id` names a committed person; everything does where there is no family to ask.
    fn knows_committed_person(&self, id: ItemId) -> bool {
        self.family.is_none_or(|family| family.people.iter().any(|person| person.id == id))
    }
}

/// The kind of an item, for reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// A person.
    Person,
    /// An event.
    Event,
    /// A pair bond.
    PairBond,
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
