//! Nobody is their own parent.

use super::{Repair, RepairRule};
use crate::family::{PairBond, Person};
use crate::pdp::{Deltas, ItemKind, Names, Surroundings};

/// Clears the parent of a birth or adoption in which parent and child are one person; the child is what was meant.
pub fn clear_births_of_self(around: &Surroundings<'_>, deltas: &mut Deltas) -> Vec<Repair> {
    let names = Names::of(around, deltas);
    let mut repairs = Vec::new();
    for event in deltas.events.iter_mut().filter(|event| event.kind.is_offspring()) {
        if event.person.is_some() && event.person == event.child {
            event.person = None;
            let words = format!("Cleared the parent in the {}: nobody is born of themselves.", names.event(event));
            repairs.push(Repair::new(RepairRule::BornOfSelf, ItemKind::Event, event.id, words));
        }
    }
    repairs
}

/// Clears the parents of a person who is one end of that very bond; the bond stays, it may be right.
pub fn clear_own_parents(around: &Surroundings<'_>, deltas: &mut Deltas) -> Vec<Repair> {
    let names = Names::of(around, deltas);
    let mut repairs = Vec::new();
    for index in 0..deltas.people.len() {
        let own = deltas.people.get(index).is_some_and(|person| bond_with_self(around, deltas, person).is_some());
        if let (true, Some(person)) = (own, deltas.people.get_mut(index)) {
            person.parents = None;
            let words = format!("Cleared the parents of {}, who was one of them.", names.person(person.id));
            repairs.push(Repair::new(RepairRule::OwnParent, ItemKind::Person, person.id, words));
        }
    }
    repairs
}

/// The bond given as a person's parents, if the person is one of its ends. The deltas' bonds go before the committed.
pub(crate) fn bond_with_self<'a>(
    around: &Surroundings<'a>,
    deltas: &'a Deltas,
    person: &Person,
) -> Option<&'a PairBond> {
    let parents = person.parents?;
    let committed = around.family.map_or(&[][..], |family| &family.pair_bonds);
    let bond = deltas.pair_bonds.iter().chain(committed).find(|bond| bond.id == parents)?;
    [bond.person_a, bond.person_b].contains(&Some(person.id)).then_some(bond)
}
