//! Applying deltas to the pending pool.
//!
//! Updates come first, then additions, then deletes, then the clean-up of pair bonds. Does not validate: deltas that
//! would not pass `validate` are applied as far as they make sense.

use super::{Deltas, Pdp, bonds};
use crate::family::{Event, ItemId, PairBond, Person};

/// An item of the shared namespace that a later row can update.
trait Row: Clone {
    fn id(&self) -> ItemId;
    fn take_from(&mut self, newer: &Self);
}

macro_rules! row {
    ($($kind:ty),+) => {
        $(impl Row for $kind {
            fn id(&self) -> ItemId {
                self.id
            }
            fn take_from(&mut self, newer: &Self) {
                self.take_set_fields(newer);
            }
        })+
    };
}

row!(Person, Event, PairBond);

/// The pool after `deltas`: a row whose id is already there updates the fields it sets, any other row is added,
/// a negative delete takes an item out, a positive one is queued (once) for the committed item; zero deletes nothing.
///
/// Ids repeated *within* one set of deltas are added as they stand: which of the two is meant is not for this rule to
/// guess (`repair::separate_ids` does, where a model is at work).
pub fn apply(pdp: &Pdp, deltas: &Deltas) -> Pdp {
    let mut pool = pdp.clone();
    upsert(&mut pool.people, &deltas.people);
    upsert(&mut pool.events, &deltas.events);
    upsert(&mut pool.pair_bonds, &deltas.pair_bonds);
    for id in &deltas.delete {
        if id.is_pending() {
            pool.people.retain(|person| person.id != *id);
            pool.events.retain(|event| event.id != *id);
            pool.pair_bonds.retain(|bond| bond.id != *id);
        } else if id.is_committed() && !pool.delete.contains(id) {
            pool.delete.push(*id);
        }
    }
    bonds::clean_up(&mut pool);
    pool
}

fn upsert<R: Row>(pool: &mut Vec<R>, rows: &[R]) {
    let staged = pool.len();
    for row in rows {
        match pool.iter_mut().take(staged).find(|known| known.id() == row.id()) {
            Some(known) => known.take_from(row),
            None => pool.push(row.clone()),
        }
    }
}
