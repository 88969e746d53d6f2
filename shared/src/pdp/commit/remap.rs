//! References follow items to their committed ids.

use std::collections::{BTreeMap, HashSet};

use crate::family::{Event, ItemId, PairBond, Person};

/// Pending ids to committed ids, and the pending bonds that are no more.
pub(super) struct Remap<'a> {
    ids: &'a BTreeMap<ItemId, ItemId>,
    gone: HashSet<ItemId>,
}

impl<'a> Remap<'a> {
    pub(super) fn new(ids: &'a BTreeMap<ItemId, ItemId>, gone: &[ItemId]) -> Self {
        Remap { ids, gone: gone.iter().copied().collect() }
    }

    fn id(&self, id: ItemId) -> ItemId {
        self.ids.get(&id).copied().unwrap_or(id)
    }

    /// Zero, which names nothing, becomes no reference; so does a bond that was left out.
    pub(super) fn slot(&self, slot: &mut Option<ItemId>) {
        *slot = slot.filter(|id| !id.is_nothing() && !self.gone.contains(id)).map(|id| self.id(id));
    }

    pub(super) fn person(&self, mut row: Person) -> Person {
        row.id = self.id(row.id);
        self.slot(&mut row.parents);
        row
    }

    pub(super) fn bond(&self, mut row: PairBond) -> PairBond {
        row.id = self.id(row.id);
        self.slot(&mut row.person_a);
        self.slot(&mut row.person_b);
        row
    }

    pub(super) fn event(&self, mut row: Event) -> Event {
        row.id = self.id(row.id);
        for slot in [&mut row.person, &mut row.spouse, &mut row.child] {
            self.slot(slot);
        }
        for list in [&mut row.relationship_targets, &mut row.relationship_triangles] {
            list.retain(|id| !self.gone.contains(id));
            list.iter_mut().for_each(|id| *id = self.id(*id));
        }
        row
    }
}
