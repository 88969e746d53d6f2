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

    /// Accepts the pending delete of a committed item. Everything committed that refers to it goes too, transitively:
    /// events that name a person, bonds that join them, people whose parents a bond is. What is pending for any of
    /// them goes as well, so that nothing pending refers to what is no more: pending events and bonds of theirs are
    /// dropped, pending parents and other mentions cleared. Returns the committed ids deleted, ascending.
    ///
    /// # Errors
    /// The id is not a committed one, or its delete is not pending.
    pub fn accept_delete(&mut self, id: ItemId) -> Result<Vec<ItemId>, DiagramError> {
        self.pending_delete(id)?;
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

    fn pending_delete(&self, id: ItemId) -> Result<(), DiagramError> {
        committed(id)?;
        if self.pdp.delete.contains(&id) { Ok(()) } else { Err(DiagramError::NoPendingDelete(id)) }
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
