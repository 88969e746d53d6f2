//! References to people who are nowhere.

use std::collections::HashSet;

use super::{Repair, RepairRule};
use crate::family::ItemId;
use crate::pdp::{Deltas, ItemKind, Names, Surroundings};

/// Drops events and pair bonds that name a person who is nowhere (they would invent structure at commit) and clears
/// the parents that pointed to a dropped bond.
pub fn drop_unresolved(around: &Surroundings<'_>, deltas: &mut Deltas) -> Vec<Repair> {
    let names = Names::of(around, deltas);
    let pending: HashSet<ItemId> = around.pdp.people.iter().chain(&deltas.people).map(|person| person.id).collect();
    let committed: HashSet<ItemId> =
        around.family.iter().flat_map(|family| &family.people).map(|person| person.id).collect();
    let nowhere = |id: ItemId| if id.is_committed() { !committed.contains(&id) } else { !pending.contains(&id) };
    let mut repairs = Vec::new();

    deltas.events.retain(|event| {
        let missing = [event.person, event.spouse, event.child].into_iter().flatten().find(|id| nowhere(*id));
        if let Some(id) = missing {
            let words = format!("Left out {}: it names person {id}, who does not exist.", names.the_event(event));
            repairs.push(Repair::new(RepairRule::Unresolved, ItemKind::Event, event.id, words));
        }
        missing.is_none()
    });

    let mut dropped = HashSet::new();
    deltas.pair_bonds.retain(|bond| {
        let missing = [bond.person_a, bond.person_b].into_iter().flatten().find(|id| nowhere(*id));
        if let Some(id) = missing {
            dropped.insert(bond.id);
            let words = format!("Left out a pair bond that joins person {id}, who does not exist.");
            repairs.push(Repair::new(RepairRule::Unresolved, ItemKind::PairBond, bond.id, words));
        }
        missing.is_none()
    });
    for person in &mut deltas.people {
        if person.parents.is_some_and(|bond| dropped.contains(&bond)) {
            person.parents = None;
            let words = format!("Cleared the parents of {}: their pair bond was left out.", names.person(person.id));
            repairs.push(Repair::new(RepairRule::Unresolved, ItemKind::Person, person.id, words));
        }
    }
    repairs
}

/// Takes committed ids that name nobody out of targets and triangles; the events stay.
///
/// Pending ids that name nobody stay too: the model meant a person whom it forgot to add, and is asked again.
pub fn drop_unresolved_targets(around: &Surroundings<'_>, deltas: &mut Deltas) -> Vec<Repair> {
    let names = Names::of(around, deltas);
    let mut repairs = Vec::new();
    for event in &mut deltas.events {
        let stays = |id: &ItemId| id.is_pending() || (id.0 != 0 && around.knows_committed_person(*id));
        let before = event.relationship_targets.len() + event.relationship_triangles.len();
        event.relationship_targets.retain(stays);
        event.relationship_triangles.retain(stays);
        if event.relationship_targets.len() + event.relationship_triangles.len() < before {
            let words = format!("Took people who do not exist out of the {}.", names.event(event));
            repairs.push(Repair::new(RepairRule::Unresolved, ItemKind::Event, event.id, words));
        }
    }
    repairs
}
