//! Looks through a committed family from the client's place: its parents, siblings, partners, children. Reads only
//! what bonds and parent links say; infers nothing.

use std::collections::HashMap;

use crate::family::{Family, Gender, ItemId, PairBond, Person};

/// A family seen from one person.
pub(super) struct Kin<'a> {
    family: &'a Family,
    people: HashMap<ItemId, &'a Person>,
    bonds: HashMap<ItemId, &'a PairBond>,
    subject: ItemId,
}

impl<'a> Kin<'a> {
    /// The family as `subject` sees it. Where an id stands twice, the later item counts.
    pub fn of(family: &'a Family, subject: ItemId) -> Self {
        Kin {
            family,
            people: family.people.iter().map(|person| (person.id, person)).collect(),
            bonds: family.pair_bonds.iter().map(|bond| (bond.id, bond)).collect(),
            subject,
        }
    }

    /// The subject, if the family has it.
    pub fn subject(&self) -> Option<&'a Person> {
        self.person(self.subject)
    }

    /// A person by id.
    pub fn person(&self, id: ItemId) -> Option<&'a Person> {
        self.people.get(&id).copied()
    }

    /// The bond a person comes from, if the family has it.
    pub fn birth_bond(&self, person: &Person) -> Option<&'a PairBond> {
        self.bonds.get(&person.parents?).copied()
    }

    /// The first end of a bond with that gender.
    pub fn end(&self, bond: &PairBond, gender: Gender) -> Option<&'a Person> {
        let ends = [bond.person_a, bond.person_b].into_iter().flatten();
        ends.filter_map(|id| self.person(id)).find(|person| person.gender == Some(gender))
    }

    /// Everybody else with the same parents, whether or not their bond is there.
    pub fn siblings(&self, person: &Person) -> impl Iterator<Item = &'a Person> {
        let (id, parents) = (person.id, person.parents);
        self.family.people.iter().filter(move |other| parents.is_some() && other.parents == parents && other.id != id)
    }

    /// The subject's bonds, in their order.
    pub fn own_bonds(&self) -> impl Iterator<Item = &'a PairBond> {
        let subject = self.subject().map(|person| person.id);
        let own = move |bond: &&PairBond| subject.is_some() && [bond.person_a, bond.person_b].contains(&subject);
        self.family.pair_bonds.iter().filter(own)
    }

    /// Who the subject is or was bonded with, bond by bond.
    pub fn partners(&self) -> impl Iterator<Item = &'a Person> {
        self.own_bonds().filter_map(|bond| self.person(other_end(bond, self.subject)?))
    }

    /// The children of any of the subject's bonds, in the order of the people.
    pub fn children(&self) -> impl Iterator<Item = &'a Person> {
        let bonds: Vec<ItemId> = self.own_bonds().map(|bond| bond.id).collect();
        self.family.people.iter().filter(move |person| person.parents.is_some_and(|parents| bonds.contains(&parents)))
    }
}

/// The other end of a bond that has `one` at an end.
pub(super) fn other_end(bond: &PairBond, one: ItemId) -> Option<ItemId> {
    if bond.person_a == Some(one) { bond.person_b } else { bond.person_a }
}
