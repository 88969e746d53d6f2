//! Pending edits and deletes of committed items: accepting and rejecting them.

use std::collections::BTreeSet;

use super::diagram::{Diagram, DiagramError, committed};
use super::{bonds, reject};
use crate::family::{ItemId, Person};

impl Diagram {
    /// Accepts the pending edit of a committed item: the fields that the (first) pending row sets are taken over, and
    /// the pending rows of this id are done with. An edit of an item that is no more is dropped.
    ///
    /// # Errors
    /// The id is not a committed one, or no edit of it is pending.
    pub fn accept_edit(&mut self, id: ItemId) -> Result<(), DiagramError> {
        committed(id)?;
        let pool = &self.pdp;
        let person = pool.people.iter().find(|row| row.id == id).cloned();
        let event = pool.events.iter().find(|row| row.id == id).cloned();
        let bond = pool.pair_bonds.iter().find(|row| row.id == id).cloned();
        if person.is_none() && event.is_none() && bond.is_none() {
            return Err(DiagramError::NoPendingEdit(id));
        }
        if let (Some(edit), Some(row)) = (person, self.family.people.iter_mut().find(|row| row.id == id)) {
            row.take_set_fields(&edit);
        }
        if let (Some(edit), Some(row)) = (event, self.family.events.iter_mut().find(|row| row.id == id)) {
            row.take_set_fields(&edit);
        }
        if let (Some(edit), Some(row)) = (bond, self.family.pair_bonds.iter_mut().find(|row| row.id == id)) {
            row.take_set_fields(&edit);
        }
        self.drop_edits(id);
        Ok(())
    }

    /// Rejects the pending edits of a committed item; nothing is pending for it afterwards, whatever there was.
    ///
    /// # Errors
    /// The id is not a committed one.
    pub fn reject_edit(&mut self, id: ItemId) -> Result<(), DiagramError> {
        committed(id)?;
        self.drop_edits(id);
        Ok(())
    }

    fn drop_edits(&mut self, id: ItemId) {
        self.pdp.people.retain(|row| row.id != id);
        self.pdp.events.retain(|row| row.id != id);
        self.pdp.pair_bonds.retain(|row| row.id != id);
    }

    /// Deletes a committed item, usually because its delete is pending. Everything committed that refers to it goes too,
    /// transitively: events that name a person, bonds that join them, people whose parents a bond is. What is pending
    /// for any of them goes as well, so that nothing pending refers to what is no more: pending events and bonds of
    /// theirs are dropped, pending parents and other mentions cleared. Returns the committed ids deleted, ascending
    /// (the id alone where there is no such item).
    ///
    /// # Errors
    /// The id is not a committed one.
    pub fn accept_delete(&mut self, id: ItemId) -> Result<Vec<ItemId>, DiagramError> {
        committed(id)?;
        let gone = self.dependents(id);
        let stays = |id: &ItemId| !gone.contains(id);
        self.family.people.retain(|row| stays(&row.id));
        self.family.events.retain(|row| stays(&row.id));
        self.family.pair_bonds.retain(|row| stays(&row.id));

        let pool = &mut self.pdp;
        pool.delete.retain(stays);
        pool.people.retain(|row| stays(&row.id));
        pool.events.retain(|row| stays(&row.id) && [row.person, row.spouse, row.child].iter().flatten().all(stays));
        for event in &mut pool.events {
            event.relationship_targets.retain(stays);
            event.relationship_triangles.retain(stays);
        }
        pool.pair_bonds.retain(|row| stays(&row.id));
        for bond in &mut pool.pair_bonds {
            bond.person_a = bond.person_a.filter(stays);
            bond.person_b = bond.person_b.filter(stays);
        }
        for person in &mut pool.people {
            person.parents = person.parents.filter(stays);
        }
        if pool.pair_bonds.iter().any(|bond| bond.dyad().is_none()) {
            bonds::clean_up(pool);
        }
        Ok(gone.into_iter().collect())
    }

    /// Rejects the pending delete of a committed item; nobody proposes it afterwards, whether or not anybody did.
    ///
    /// # Errors
    /// The id is not a committed one.
    pub fn reject_delete(&mut self, id: ItemId) -> Result<(), DiagramError> {
        committed(id)?;
        self.pdp.delete.retain(|other| *other != id);
        Ok(())
    }

    /// `id` and the committed items that refer to it, transitively.
    fn dependents(&self, id: ItemId) -> BTreeSet<ItemId> {
        let mut gone = BTreeSet::from([id]);
        loop {
            let before = gone.len();
            let lost = |id: &ItemId| gone.contains(id);
            let family = &self.family;
            let events = family.events.iter().filter(|event| reject::names(event, lost)).map(|event| event.id);
            let bonds = family.pair_bonds.iter().filter(|bond| bond.person_a.iter().chain(&bond.person_b).any(lost));
            let people = family.people.iter().filter(|person| person.parents.iter().any(lost));
            let more: Vec<ItemId> =
                events.chain(bonds.map(|bond| bond.id)).chain(people.map(|person| person.id)).collect();
            gone.extend(more);
            if gone.len() == before {
                return gone;
            }
        }
    }

    /// Takes over the pending edits that say nothing but whose child a committed person is, where the bond is committed
    /// and the person has no parents yet. All such edits are done with afterwards; returns how many were taken over.
    pub fn apply_parent_edits(&mut self) -> usize {
        let mut applied = 0;
        for edit in self.pdp.people.iter().filter(|row| is_parent_edit(row)) {
            let known = self.family.pair_bonds.iter().any(|bond| Some(bond.id) == edit.parents);
            let person = self.family.people.iter_mut().find(|row| row.id == edit.id && row.parents.is_none());
            if let (true, Some(person)) = (known, person) {
                person.parents = edit.parents;
                applied += 1;
            }
        }
        self.pdp.people.retain(|row| !is_parent_edit(row));
        applied
    }
}

fn is_parent_edit(row: &Person) -> bool {
    let bare = row.name.is_none() && row.last_name.is_none() && row.gender.is_none();
    row.id.is_committed() && row.parents.is_some() && bare
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::{DateCertainty, Event, EventKind, Family, PairBond};
    use crate::pdp::Pdp;

    fn person(id: i64, name: &str) -> Person {
        Person { name: Some(name.into()), ..Person::new(ItemId(id)) }
    }

    #[test]
    fn an_accepted_edit_takes_over_only_what_it_sets() {
        let known = Event {
            date_time: Some("1990-06-15".into()),
            date_certainty: Some(DateCertainty::Approximate),
            relationship_targets: vec![ItemId(1)],
            ..Event::new(ItemId(20), EventKind::Shift)
        };
        let edit = Event { description: Some("ended".into()), ..Event::new(ItemId(20), EventKind::Shift) };
        let mut diagram = Diagram {
            family: Family { events: vec![known.clone()], ..Family::default() },
            pdp: Pdp { events: vec![edit], ..Pdp::default() },
            last_item_id: 20,
        };
        diagram.accept_edit(ItemId(20)).unwrap();
        assert_eq!(diagram.family.events, [Event { description: Some("ended".into()), ..known }]);
        assert!(diagram.pdp.events.is_empty());
        assert_eq!(diagram.accept_edit(ItemId(20)), Err(DiagramError::NoPendingEdit(ItemId(20))));
    }

    #[test]
    fn nothing_pending_names_what_was_deleted() {
        let pair = |id, a, b| PairBond::new(ItemId(id), ItemId(a), ItemId(b));
        let event = |id, who: i64| Event { person: Some(ItemId(who)), ..Event::new(ItemId(id), EventKind::Shift) };
        let aimed = Event { relationship_targets: vec![ItemId(7), ItemId(8)], ..event(-6, 8) };
        let mut diagram = Diagram {
            family: Family {
                people: vec![
                    person(7, "Ann"),
                    person(8, "Bo"),
                    Person { parents: Some(ItemId(9)), ..person(6, "Kid") },
                ],
                pair_bonds: vec![pair(9, 7, 8)],
                events: vec![event(20, 6)],
            },
            pdp: Pdp {
                people: vec![
                    Person { parents: Some(ItemId(9)), ..person(-1, "Second kid") },
                    Person { parents: Some(ItemId(-3)), ..person(-2, "Third kid") },
                    person(7, "Anna"),
                ],
                pair_bonds: vec![pair(-3, 7, -1), pair(-4, 8, -1)],
                events: vec![event(-5, 6), aimed],
                delete: vec![ItemId(7), ItemId(20), ItemId(8)],
            },
            last_item_id: 20,
        };
        let gone = diagram.accept_delete(ItemId(7)).unwrap();
        assert_eq!(gone, [6, 7, 9, 20].map(ItemId));
        assert_eq!(diagram.family.people, [person(8, "Bo")]);
        assert_eq!(diagram.pdp.people, [person(-1, "Second kid"), person(-2, "Third kid")]);
        assert_eq!(diagram.pdp.pair_bonds, [pair(-4, 8, -1)]);
        assert_eq!(diagram.pdp.events.len(), 1);
        assert_eq!(diagram.pdp.events[0].relationship_targets, [ItemId(8)]);
        assert_eq!(diagram.pdp.delete, [ItemId(8)]);
    }

    #[test]
    fn only_committed_items_can_be_deleted() {
        let family = Family { people: vec![person(7, "Ann")], ..Family::default() };
        let mut diagram = Diagram { family, ..Diagram::default() };
        let before = diagram.clone();
        assert_eq!(diagram.accept_delete(ItemId(-7)), Err(DiagramError::NotCommitted(ItemId(-7))));
        assert_eq!(diagram, before);
    }

    #[test]
    fn rejected_edits_and_deletes_are_no_longer_pending() {
        let pdp = Pdp { people: vec![person(7, "Anna")], delete: vec![ItemId(7)], ..Pdp::default() };
        let mut diagram = Diagram { pdp, ..Diagram::default() };
        diagram.reject_edit(ItemId(7)).unwrap();
        diagram.reject_delete(ItemId(7)).unwrap();
        assert_eq!(diagram.pdp, Pdp::default());
    }

    #[test]
    fn a_bare_parent_edit_fills_in_missing_parents_only() {
        let edit = |id: i64, bond: i64| Person { parents: Some(ItemId(bond)), ..Person::new(ItemId(id)) };
        let mut diagram = Diagram {
            family: Family {
                people: vec![person(7, "Kid"), Person { parents: Some(ItemId(8)), ..person(6, "Other") }],
                pair_bonds: vec![PairBond::new(ItemId(9), ItemId(1), ItemId(2))],
                ..Family::default()
            },
            pdp: Pdp { people: vec![edit(7, 9), edit(6, 9), edit(7, 99), person(7, "Named")], ..Pdp::default() },
            last_item_id: 10,
        };
        assert_eq!(diagram.apply_parent_edits(), 1);
        let parents: Vec<_> = diagram.family.people.iter().map(|person| person.parents).collect();
        assert_eq!(parents, [Some(ItemId(9)), Some(ItemId(8))]);
        assert_eq!(diagram.pdp.people, [person(7, "Named")]);
    }
}
