//! What a birth, an adoption or another event of a pair implies and nobody said: parents, partner, child, bond.
//!
//! Inferred items are put into the pool as pending items, named after the people they belong to ("Ann's child").

use super::super::diagram::Diagram;
use super::pair;
use crate::family::{Event, ItemId, PairBond, Person};

/// Completes the events among `ids`, births and adoptions first; returns the pending ids of what was added.
pub(super) fn complete(diagram: &mut Diagram, ids: &[ItemId]) -> Vec<ItemId> {
    let mut added = Vec::new();
    let mut scribe = Scribe { diagram, added: &mut added };
    for id in ids {
        if let Some(event) = scribe.event(*id).filter(|event| event.kind.is_offspring()) {
            scribe.offspring(event);
        }
    }
    for id in ids {
        if let Some(event) = scribe.event(*id).filter(|event| !event.kind.is_offspring())
            && let Some((a, b)) = pair(&event)
        {
            scribe.bond(a, b);
        }
    }
    added
}

struct Scribe<'a> {
    diagram: &'a mut Diagram,
    added: &'a mut Vec<ItemId>,
}

impl Scribe<'_> {
    fn event(&self, id: ItemId) -> Option<Event> {
        self.diagram.pdp.events.iter().rev().find(|event| event.id == id).cloned()
    }

    fn person(&self, id: ItemId) -> Option<&Person> {
        let (pending, committed) = (&self.diagram.pdp.people, &self.diagram.family.people);
        let people = if id.is_pending() { pending } else { committed };
        people.iter().find(|person| person.id == id)
    }

    /// How somebody is called in a placeholder: "Ann", or `otherwise` if nameless.
    /// A name that is being given to a committed person goes before the one they have.
    fn called(&self, id: ItemId, otherwise: &str) -> String {
        let pending = self.diagram.pdp.people.iter().rev().find(|person| person.id == id);
        let committed = self.diagram.family.people.iter().find(|person| person.id == id);
        let mut names = [pending, committed].into_iter().flatten().filter_map(|person| person.name.as_deref());
        names.find(|name| !name.is_empty()).unwrap_or(otherwise).to_owned()
    }

    fn offspring(&mut self, mut event: Event) {
        let names = |slot: Option<ItemId>| slot.filter(|id| !id.is_nothing());
        match (names(event.person), names(event.spouse), names(event.child)) {
            (None, None, Some(child)) => {
                let called = self.called(child, "Child");
                let mother = self.add(format!("{called}'s mother"));
                let father = self.add(format!("{called}'s father"));
                let bond = self.add_bond(mother, father);
                (event.person, event.spouse) = (Some(mother), Some(father));
                self.set_parents(child, Some(bond));
            }
            (Some(parent), None, child) => {
                let called = self.called(parent, "Person");
                let partner = match self.partner(parent) {
                    Some(partner) => partner,
                    None => self.add(format!("{called}'s spouse")),
                };
                event.spouse = Some(partner);
                let bond = self.bond(parent, partner);
                match child {
                    Some(child) => self.set_parents(child, bond),
                    None => event.child = Some(self.add_child(&called, bond)),
                }
            }
            (Some(a), Some(b), None) => {
                let called = self.called(a, "Person");
                let bond = self.bond(a, b);
                event.child = Some(self.add_child(&called, bond));
            }
            (Some(a), Some(b), Some(child)) => {
                if self.person(child).is_none_or(|child| child.parents.is_none()) {
                    let bond = self.bond(a, b);
                    self.set_parents(child, bond);
                }
            }
            (None, _, _) => {}
        }
        if let Some(row) = self.diagram.pdp.events.iter_mut().rev().find(|row| row.id == event.id) {
            *row = event;
        }
    }

    /// The other one in the first bond of `person` that has one, pending bonds before committed.
    fn partner(&self, person: ItemId) -> Option<ItemId> {
        let bonds = self.diagram.pdp.pair_bonds.iter().chain(&self.diagram.family.pair_bonds);
        let partner = |bond: &PairBond| match (bond.person_a, bond.person_b) {
            (Some(a), other) if a == person => other,
            (other, Some(b)) if b == person => other,
            _ => None,
        };
        bonds.into_iter().filter_map(partner).find(|id| !id.is_nothing())
    }

    /// The bond of two people: pending, else committed, else a new one if both exist.
    fn bond(&mut self, a: ItemId, b: ItemId) -> Option<ItemId> {
        let dyad = Some((a.min(b), a.max(b)));
        let committed = || self.diagram.family.pair_bonds.iter().find(|bond| bond.dyad() == dyad).map(|bond| bond.id);
        let known = self.diagram.pdp.bond_of(a, b).or_else(committed);
        let both_exist = self.person(a).is_some() && self.person(b).is_some();
        match known {
            None if both_exist => Some(self.add_bond(a, b)),
            known => known,
        }
    }

    fn add(&mut self, name: String) -> ItemId {
        let id = self.diagram.pdp.next_id();
        self.diagram.pdp.people.push(Person { name: Some(name), ..Person::new(id) });
        self.added.push(id);
        id
    }

    fn add_child(&mut self, parent: &str, bond: Option<ItemId>) -> ItemId {
        let child = self.add(format!("{parent}'s child"));
        self.set_parents(child, bond);
        child
    }

    fn add_bond(&mut self, a: ItemId, b: ItemId) -> ItemId {
        let id = self.diagram.pdp.next_id();
        self.diagram.pdp.pair_bonds.push(PairBond::new(id, a, b));
        self.added.push(id);
        id
    }

    /// A pending child takes the parents of its birth; a committed one keeps those it has.
    fn set_parents(&mut self, child: ItemId, bond: Option<ItemId>) {
        if bond.is_none() {
            return;
        }
        if child.is_pending() {
            if let Some(row) = self.diagram.pdp.people.iter_mut().find(|row| row.id == child) {
                row.parents = bond;
            }
        } else if let Some(row) = self.diagram.family.people.iter_mut().find(|row| row.id == child) {
            row.parents = row.parents.or(bond);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::{EventKind, Family};
    use crate::pdp::Pdp;

    fn person(id: i64, name: &str) -> Person {
        Person { name: Some(name.into()), ..Person::new(ItemId(id)) }
    }

    fn with_birth(family: Family, slots: [Option<i64>; 3]) -> Diagram {
        let [person, spouse, child] = slots.map(|slot| slot.map(ItemId));
        let birth = Event { person, spouse, child, ..Event::new(ItemId(-1), EventKind::Birth) };
        Diagram { family, pdp: Pdp { events: vec![birth], ..Pdp::default() }, last_item_id: 10 }
    }

    fn names(diagram: &Diagram) -> Vec<&str> {
        diagram.family.people.iter().filter_map(|person| person.name.as_deref()).collect()
    }

    #[test]
    fn people_inferred_from_a_birth_are_named_after_committed_people() {
        let family = Family { people: vec![person(7, "Kid")], ..Family::default() };
        let (after, done) = with_birth(family, [None, None, Some(7)]).commit(&[ItemId(-1)]).unwrap();
        assert_eq!(names(&after), ["Kid", "Kid's father", "Kid's mother"]);
        assert_eq!(after.family.people[0].parents, Some(after.family.pair_bonds[0].id));
        assert_eq!(done.inferred.len(), 3);

        let family = Family { people: vec![person(7, "Ann")], ..Family::default() };
        let (after, _) = with_birth(family, [Some(7), None, None]).commit(&[ItemId(-1)]).unwrap();
        assert_eq!(names(&after), ["Ann", "Ann's child", "Ann's spouse"]);
    }

    #[test]
    fn a_child_inferred_for_a_committed_pair_has_their_bond_as_parents() {
        let family = Family {
            people: vec![person(7, "Ann"), person(8, "Bo")],
            pair_bonds: vec![PairBond::new(ItemId(9), ItemId(7), ItemId(8))],
            ..Family::default()
        };
        let (after, _) = with_birth(family, [Some(7), Some(8), None]).commit(&[ItemId(-1)]).unwrap();
        let child = after.family.people.iter().find(|person| person.id.0 > 10).unwrap();
        assert_eq!((child.name.as_deref(), child.parents), (Some("Ann's child"), Some(ItemId(9))));
        assert_eq!(after.family.events[0].child, Some(child.id));
        assert_eq!(after.family.pair_bonds.len(), 1, "no second bond");
    }

    #[test]
    fn a_committed_child_keeps_the_parents_it_has() {
        let kid = Person { parents: Some(ItemId(3)), ..person(7, "Kid") };
        let family = Family { people: vec![kid], ..Family::default() };
        let (after, _) = with_birth(family, [None, None, Some(7)]).commit(&[ItemId(-1)]).unwrap();
        assert_eq!(after.family.people[0].parents, Some(ItemId(3)));
    }
}
