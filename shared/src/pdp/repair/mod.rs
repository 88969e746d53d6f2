//! Repairs: what is put right in a model's deltas without asking it again.
//!
//! Each rule has a file, changes only what its name says, never invents a person, and reports every change as a
//! [`Repair`], which is stored with the extraction and shown. Which rule runs when is in `attempt`.

mod births;
mod bonds;
mod committed;
mod ids;
mod self_reference;
mod unresolved;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ItemKind;
use crate::family::ItemId;

pub use births::{drop_repeated_births, infer_parents};
pub use bonds::drop_repeated_bonds;
pub use committed::drop_committed;
pub use ids::separate_ids;
pub(crate) use self_reference::bond_with_self;
pub use self_reference::{clear_births_of_self, clear_own_parents};
pub use unresolved::{drop_unresolved, drop_unresolved_targets};

/// The rule by which something was repaired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RepairRule {
    /// A new person was one of the committed people.
    CommittedPerson,
    /// A bond or event was already committed.
    AlreadyCommitted,
    /// Something named a person who is nowhere.
    Unresolved,
    /// A child was born more than once.
    RepeatedBirth,
    /// A child's parents follow from the birth.
    ParentsFromBirth,
    /// Items shared an id.
    SharedIds,
    /// A pair was joined more than once.
    RepeatedBond,
    /// Somebody was born of themselves.
    BornOfSelf,
    /// Somebody was among their own parents.
    OwnParent,
}

/// One thing that a repair changed or dropped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Repair {
    /// The rule that asked for it.
    pub rule: RepairRule,
    /// What kind of item.
    pub kind: ItemKind,
    /// The item, by the id it had before.
    pub item: ItemId,
    /// What was done, for people.
    pub words: String,
}

impl Repair {
    fn new(rule: RepairRule, kind: ItemKind, item: ItemId, words: impl Into<String>) -> Self {
        Repair { rule, kind, item, words: words.into() }
    }
}
