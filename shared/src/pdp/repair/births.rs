//! Births: one a child, and what follows from one for the child's parents.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use super::{Repair, RepairRule};
use crate::family::{DateCertainty, Event, EventKind, ItemId};
use crate::pdp::{Deltas, ItemKind, Names, Surroundings};

/// Keeps one birth event a child: the one with the surest date, then the one that names more parents, then the first.
/// Adoptions are left alone, since a child may be adopted more than once.
pub fn drop_repeated_births(around: &Surroundings<'_>, deltas: &mut Deltas) -> Vec<Repair> {
    let mut best: HashMap<ItemId, (usize, Worth)> = HashMap::new();
    let mut seen = 0;
    for (index, event) in deltas.events.iter().enumerate() {
        let Some(child) = born(event) else { continue };
        seen += 1;
        let worth = worth(event);
        match best.get(&child) {
            Some((_, known)) if *known <= worth => {}
            _ => {
                best.insert(child, (index, worth));
            }
        }
    }
    if seen == best.len() {
        return Vec::new();
    }
    let names = Names::of(around, deltas);
    let kept: HashSet<usize> = best.values().map(|(index, _)| *index).collect();
    let mut repairs = Vec::new();
    let mut index = 0;
    deltas.events.retain(|event| {
        let keep = born(event).is_none() || kept.contains(&index);
        index += 1;
        if !keep {
            let words = format!("Left out a second {}; a person is born once.", names.event(event));
            repairs.push(Repair::new(RepairRule::RepeatedBirth, ItemKind::Event, event.id, words));
        }
        keep
    });
    repairs
}

fn born(event: &Event) -> Option<ItemId> {
    if event.kind == EventKind::Birth { event.child } else { None }
}

/// Less is better.
type Worth = (u8, Reverse<usize>);

fn worth(event: &Event) -> Worth {
    // A certainty given as null says no more than "about then", as in the scorer.
    let certainty = match event.date_certainty {
        Some(DateCertainty::Certain) => 0,
        Some(DateCertainty::Approximate) | None => 1,
        Some(DateCertainty::Unknown) => 2,
    };
    (certainty, Reverse([event.person, event.spouse].iter().flatten().count()))
}

/// Gives a child of the deltas who has no parents yet the pair bond of the two parents that a birth or adoption names,
/// where the deltas hold that bond (the last of it, should they hold several).
pub fn infer_parents(around: &Surroundings<'_>, deltas: &mut Deltas) -> Vec<Repair> {
    let mut bonds = HashMap::new();
    for bond in &deltas.pair_bonds {
        if let Some(dyad) = bond.dyad() {
            bonds.insert(dyad, bond.id);
        }
    }
    let names = Names::of(around, deltas);
    let mut repairs = Vec::new();
    for event in deltas.events.iter().filter(|event| event.kind.is_offspring()) {
        let (Some(a), Some(b), Some(child)) = (event.person, event.spouse, event.child) else { continue };
        let Some(bond) = bonds.get(&(a.min(b), a.max(b))) else { continue };
        let Some(person) = deltas.people.iter_mut().find(|person| person.id == child) else { continue };
        if person.parents.is_none() {
            person.parents = Some(*bond);
            let words = format!(
                "{} became the parents of {}, following the {}.",
                names.bond(*bond),
                names.person(child),
                names.event(event)
            );
            repairs.push(Repair::new(RepairRule::ParentsFromBirth, ItemKind::Person, child, words));
        }
    }
    repairs
}
