//! Rejecting a pending item: it leaves the pool, and so does everything that stands on it.

use std::collections::BTreeSet;

use super::Pdp;
use super::diagram::{DiagramError, pending};
use crate::family::{Event, ItemId};

impl Pdp {
    /// Takes a pending item out of the pool with everything that refers to it, transitively: events that name a person,
    /// bonds that join them, people whose parents a bond is. Returns the ids taken out, ascending.
    ///
    /// # Errors
    /// The id is not a pending one.
    pub fn reject(&mut self, id: ItemId) -> Result<Vec<ItemId>, DiagramError> {
        let mut gone = BTreeSet::from([pending(id)?]);
        loop {
            let before = gone.len();
            let lost = |id: &ItemId| gone.contains(id);
            let events = self.events.iter().filter(|event| names(event, lost)).map(|event| event.id);
            let bonds = self.pair_bonds.iter().filter(|bond| bond.person_a.iter().chain(&bond.person_b).any(lost));
            let people = self.people.iter().filter(|person| person.parents.iter().any(lost));
            let more: Vec<ItemId> =
                events.chain(bonds.map(|bond| bond.id)).chain(people.map(|person| person.id)).collect();
            gone.extend(more);
            if gone.len() == before {
                break;
            }
        }
        self.people.retain(|row| !gone.contains(&row.id));
        self.events.retain(|row| !gone.contains(&row.id));
        self.pair_bonds.retain(|row| !gone.contains(&row.id));
        Ok(gone.into_iter().collect())
    }
}

/// Whether an event names somebody of whom `lost` is true, in any slot.
pub(super) fn names(event: &Event, lost: impl Fn(&ItemId) -> bool) -> bool {
    let slots = [&event.person, &event.spouse, &event.child].into_iter().flatten();
    slots.chain(&event.relationship_targets).chain(&event.relationship_triangles).any(lost)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::{EventKind, PairBond, Person};

    #[test]
    fn what_stands_on_a_rejected_person_goes_too() {
        let mut pdp = Pdp {
            people: vec![
                Person::new(ItemId(-1)),
                Person::new(ItemId(-2)),
                Person { parents: Some(ItemId(-3)), ..Person::new(ItemId(-4)) },
            ],
            pair_bonds: vec![PairBond::new(ItemId(-3), ItemId(-1), ItemId(-2))],
            events: vec![Event { child: Some(ItemId(-4)), ..Event::new(ItemId(-5), EventKind::Birth) }],
            ..Pdp::default()
        };
        assert_eq!(pdp.reject(ItemId(-1)).unwrap(), [-5, -4, -3, -1].map(ItemId));
        assert_eq!(pdp, Pdp { people: vec![Person::new(ItemId(-2))], ..Pdp::default() });
        assert_eq!(pdp.reject(ItemId(2)), Err(DiagramError::NotPending(ItemId(2))));
    }
}
