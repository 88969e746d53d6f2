//! How much of a family hangs together: the share of its people in the largest connected part.
//!
//! Two people are connected by a pair bond, by being parent and child, and by an event that concerns a pair (from which
//! a commit would make the bond). The client connects but is not counted; the coach is dropped.

use std::collections::BTreeMap;

use crate::family::{Event, ItemId};
use crate::pdp::Pdp;

/// People of the largest connected part, and all people but the client and the coach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connected {
    /// People in the largest connected part.
    pub largest: usize,
    /// All people.
    pub people: usize,
}

/// Sets of ids, joined as links are found.
#[derive(Default)]
struct Groups {
    places: BTreeMap<ItemId, usize>,
    parents: Vec<usize>,
}

impl Groups {
    fn place(&mut self, id: ItemId) -> usize {
        let next = self.parents.len();
        let place = *self.places.entry(id).or_insert(next);
        if place == next {
            self.parents.push(next);
        }
        place
    }

    fn root(&mut self, id: ItemId) -> usize {
        let mut at = self.place(id);
        while let Some(parent) = self.parents.get(at).copied().filter(|parent| *parent != at) {
            // Halving the path keeps later look-ups short.
            let grandparent = self.parents.get(parent).copied().unwrap_or(parent);
            if let Some(slot) = self.parents.get_mut(at) {
                *slot = grandparent;
            }
            at = grandparent;
        }
        at
    }

    fn join(&mut self, a: Option<ItemId>, b: Option<ItemId>) {
        let (Some(a), Some(b)) = (a, b) else { return };
        if a == ItemId::COACH || b == ItemId::COACH {
            return;
        }
        let (a, b) = (self.root(a), self.root(b));
        if let Some(slot) = self.parents.get_mut(a) {
            *slot = b;
        }
    }
}

fn links(event: &Event) -> [(Option<ItemId>, Option<ItemId>); 3] {
    let of_pair = event.kind.is_pair_bond();
    let (person, spouse, child) = (event.person, event.spouse, event.child);
    [(person, spouse), (person, child), (spouse, child)].map(|(a, b)| if of_pair { (a, b) } else { (None, None) })
}

/// How much of a family hangs together.
pub fn connected(family: &Pdp) -> Connected {
    let mut groups = Groups::default();
    for bond in &family.pair_bonds {
        groups.join(bond.person_a, bond.person_b);
    }
    for person in &family.people {
        let bond = person.parents.and_then(|id| family.pair_bonds.iter().find(|bond| bond.id == id));
        if let Some(bond) = bond {
            groups.join(Some(person.id), bond.person_a);
            groups.join(Some(person.id), bond.person_b);
        }
    }
    family.events.iter().flat_map(links).for_each(|(a, b)| groups.join(a, b));
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    let counted = family.people.iter().map(|person| person.id);
    let counted: Vec<ItemId> = counted.filter(|id| *id != ItemId::SUBJECT && *id != ItemId::COACH).collect();
    for id in &counted {
        *sizes.entry(groups.root(*id)).or_default() += 1;
    }
    Connected { largest: sizes.into_values().max().unwrap_or(0), people: counted.len() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::{EventKind, PairBond, Person};

    fn family(ids: &[i64]) -> Pdp {
        Pdp { people: ids.iter().map(|id| Person::new(ItemId(*id))).collect(), ..Pdp::default() }
    }

    #[test]
    fn the_client_connects_without_being_counted_and_the_coach_does_neither() {
        let mut family = family(&[-1, -2, -3, -4, -5]);
        let bond = |id, a, b| PairBond::new(ItemId(id), ItemId(a), ItemId(b));
        // Client and -1 are a pair, client and -2 were one; -3 and -4 both "hang" on the coach; -5 on nobody.
        family.pair_bonds = vec![bond(-10, 1, -1), bond(-11, -2, 1), bond(-12, 2, -3), bond(-13, 2, -4)];
        assert_eq!(connected(&family), Connected { largest: 2, people: 5 });
    }

    #[test]
    fn parents_and_events_of_pairs_connect_and_shifts_do_not() {
        let mut family = family(&[-1, -2, -3, -4, -5]);
        family.pair_bonds = vec![PairBond::new(ItemId(-10), ItemId(-1), ItemId(-2))];
        family.people[2].parents = Some(ItemId(-10));
        let event = |id, kind, person, spouse| Event {
            person: Some(ItemId(person)),
            spouse: Some(ItemId(spouse)),
            ..Event::new(ItemId(id), kind)
        };
        family.events = vec![event(-11, EventKind::Married, -3, -4), event(-12, EventKind::Shift, -4, -5)];
        assert_eq!(connected(&family), Connected { largest: 4, people: 5 });
    }

    #[test]
    fn a_family_of_nobody_has_nobody_connected() {
        assert_eq!(connected(&family(&[1, 2])), Connected { largest: 0, people: 0 });
    }
}
