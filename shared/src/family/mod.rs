//! The family: people, pair bonds and events, the vocabularies they are coded in, and the committed diagram.
//!
//! Knows nothing of discussions, coders or scoring.

mod ids;
mod items;
pub mod kinship;
pub mod prose;
pub mod sentence;
mod update;
mod words;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use ids::ItemId;
pub use items::{Event, PairBond, Person};
pub use words::{DateCertainty, EventKind, Gender, RelationshipKind, UnknownWord, Variable, VariableShift};

/// The committed family (the diagram without its pending pool): every id is positive.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Family {
    /// Committed people.
    #[serde(default)]
    pub people: Vec<Person>,
    /// Committed pair bonds.
    #[serde(default)]
    pub pair_bonds: Vec<PairBond>,
    /// Committed events.
    #[serde(default)]
    pub events: Vec<Event>,
}
