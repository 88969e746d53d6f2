//! A diagram: the committed family, the pending pool, and the last id given out. Reads and writes the established form.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Pdp;
use crate::family::{Family, ItemId};

/// The committed family with its pending pool.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Diagram {
    /// The committed items.
    #[serde(flatten)]
    pub family: Family,
    /// What is proposed and not yet committed.
    #[serde(default)]
    pub pdp: Pdp,
    /// The last committed id given out; never given out again, also after deletes.
    #[serde(default, rename = "lastItemId")]
    pub last_item_id: i64,
}

/// Why a change to a diagram is refused. The diagram is then as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DiagramError {
    /// A pending item was expected.
    #[error("item {0} is not a pending item (those have negative numbers); choose one from the pending list")]
    NotPending(ItemId),
    /// A committed item was expected.
    #[error("item {0} is not a committed item (those have positive numbers); choose one from the diagram")]
    NotCommitted(ItemId),
    /// A pending item refers to one that is not there.
    #[error("pending item {0} does not exist, but is named by what is to be committed; add it or clear the reference")]
    PendingItemMissing(ItemId),
    /// Nobody proposed to edit this item.
    #[error("there is no pending edit of item {0}; it may have been decided already")]
    NoPendingEdit(ItemId),
}

impl Diagram {
    /// The next committed id.
    pub(crate) fn next_id(&mut self) -> ItemId {
        self.last_item_id += 1;
        ItemId(self.last_item_id)
    }
}

impl Pdp {
    /// Every id in use in the pool, in no order.
    pub(crate) fn ids(&self) -> impl Iterator<Item = ItemId> {
        let people = self.people.iter().map(|row| row.id);
        let events = self.events.iter().map(|row| row.id);
        people.chain(events).chain(self.pair_bonds.iter().map(|row| row.id))
    }

    /// A pending id below all in use. New items must be numbered from here down: a row with an id that is in the pool is
    /// an update of what is there.
    pub fn next_id(&self) -> ItemId {
        ItemId(self.ids().map(|id| id.0).min().unwrap_or(0).min(0).saturating_sub(1))
    }

    /// The last bond of these two people.
    pub(crate) fn bond_of(&self, a: ItemId, b: ItemId) -> Option<ItemId> {
        let dyad = Some((a.min(b), a.max(b)));
        self.pair_bonds.iter().rev().find(|bond| bond.dyad() == dyad).map(|bond| bond.id)
    }
}

pub(crate) fn pending(id: ItemId) -> Result<ItemId, DiagramError> {
    if id.is_pending() { Ok(id) } else { Err(DiagramError::NotPending(id)) }
}

pub(crate) fn committed(id: ItemId) -> Result<ItemId, DiagramError> {
    if id.is_committed() { Ok(id) } else { Err(DiagramError::NotCommitted(id)) }
}
