//! What is committed already and told again.

use std::collections::HashMap;

use super::{Repair, RepairRule};
use crate::family::ItemId;
use crate::pdp::{Deltas, ItemKind, Names, Surroundings, committed, identity};

/// Drops new people who are committed (references follow to the committed person), then pair bonds of committed pairs
/// (parents then point to the committed bond) and events that are committed.
///
/// People are compared again until nobody more is found: with one person gone, another can fit better.
pub fn drop_committed(around: &Surroundings<'_>, deltas: &mut Deltas) -> Vec<Repair> {
    let Some(family) = around.family else { return Vec::new() };
    let names = Names::of(around, deltas);
    let mut repairs = Vec::new();
    loop {
        let found: HashMap<ItemId, ItemId> = identity::repeated_people(family, deltas).into_iter().collect();
        if found.is_empty() {
            break;
        }
        for person in deltas.people.iter().filter(|row| found.contains_key(&row.id)) {
            let known = found.get(&person.id).map(|id| names.person(*id)).unwrap_or_default();
            let words = format!("{} is {known}, who is already committed.", names.person(person.id));
            repairs.push(Repair::new(RepairRule::CommittedPerson, ItemKind::Person, person.id, words));
        }
        deltas.people.retain(|row| !found.contains_key(&row.id));
        follow(deltas, &found);
    }
    let mut instead: HashMap<ItemId, ItemId> = HashMap::new();
    deltas.pair_bonds.retain(|bond| {
        let Some(known) = committed::bond_of_pair(family, bond) else { return true };
        instead.insert(bond.id, known.id);
        let words = format!("Left out {}, which is already committed.", names.bond(bond.id));
        repairs.push(Repair::new(RepairRule::AlreadyCommitted, ItemKind::PairBond, bond.id, words));
        false
    });
    for person in &mut deltas.people {
        if let Some(bond) = person.parents.and_then(|bond| instead.get(&bond)) {
            person.parents = Some(*bond);
        }
    }
    deltas.events.retain(|event| {
        let new = committed::repeated_event(family, event).is_none();
        if !new {
            let words = format!("Left out {}, which is already committed.", names.the_event(event));
            repairs.push(Repair::new(RepairRule::AlreadyCommitted, ItemKind::Event, event.id, words));
        }
        new
    });
    repairs
}

/// References to people follow to who they turned out to be.
fn follow(deltas: &mut Deltas, found: &HashMap<ItemId, ItemId>) {
    let id = |id: &mut ItemId| *id = found.get(id).copied().unwrap_or(*id);
    let slot = |slot: &mut Option<ItemId>| slot.iter_mut().for_each(id);
    for person in &mut deltas.people {
        slot(&mut person.parents);
    }
    for bond in &mut deltas.pair_bonds {
        slot(&mut bond.person_a);
        slot(&mut bond.person_b);
    }
    for event in &mut deltas.events {
        for slot_of in [&mut event.person, &mut event.spouse, &mut event.child] {
            slot(slot_of);
        }
        event.relationship_targets.iter_mut().chain(&mut event.relationship_triangles).for_each(id);
    }
    deltas.delete.iter_mut().for_each(id);
}
