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
        let Some(person) = deltas.people.iter_mut().rev().find(|person| person.id == child) else { continue };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::{PairBond, Person};
    use crate::pdp::Pdp;

    fn birth(id: i64, certainty: Option<DateCertainty>, parents: [Option<i64>; 2]) -> Event {
        let [person, spouse] = parents.map(|slot| slot.map(ItemId));
        let child = Some(ItemId(-5));
        Event { date_certainty: certainty, person, spouse, child, ..Event::new(ItemId(id), EventKind::Birth) }
    }

    fn kept(events: Vec<Event>) -> Vec<i64> {
        let mut deltas = Deltas { events, ..Deltas::default() };
        let before = deltas.events.len();
        let pdp = Pdp::default();
        let repairs = drop_repeated_births(&Surroundings { family: None, pdp: &pdp }, &mut deltas);
        assert_eq!(repairs.len(), before - deltas.events.len(), "each one left out is reported");
        deltas.events.iter().map(|event| event.id.0).collect()
    }

    #[test]
    fn a_certainty_of_null_counts_as_approximate() {
        use DateCertainty::{Certain, Unknown};
        assert_eq!(kept(vec![birth(-1, None, [None; 2]), birth(-2, Some(Certain), [None; 2])]), [-2]);
        assert_eq!(kept(vec![birth(-1, Some(Unknown), [None; 2]), birth(-2, None, [None; 2])]), [-2]);
    }

    #[test]
    fn the_surest_date_is_kept_then_the_one_with_more_parents_then_the_first() {
        use DateCertainty::{Approximate, Certain};
        let both = [Some(-1), Some(-2)];
        assert_eq!(kept(vec![birth(-1, Some(Approximate), both), birth(-2, Some(Certain), [None; 2])]), [-2]);
        assert_eq!(kept(vec![birth(-1, Some(Certain), [Some(-1), None]), birth(-2, Some(Certain), both)]), [-2]);
        assert_eq!(kept(vec![birth(-1, Some(Certain), both), birth(-2, Some(Certain), both)]), [-1]);
    }

    #[test]
    fn adoptions_are_left_alone() {
        let adopted = |id| Event { kind: EventKind::Adopted, ..birth(id, None, [None; 2]) };
        assert_eq!(kept(vec![adopted(-1), adopted(-2)]), [-1, -2]);
    }

    #[test]
    fn parents_follow_from_a_birth_only_where_there_are_none() {
        let bond = PairBond::new(ItemId(-3), ItemId(-2), ItemId(-1));
        let mut deltas = Deltas {
            people: vec![Person::new(ItemId(-5))],
            events: vec![birth(-6, None, [Some(-1), Some(-2)])],
            pair_bonds: vec![bond],
            ..Deltas::default()
        };
        let pdp = Pdp::default();
        let around = Surroundings { family: None, pdp: &pdp };
        assert_eq!(infer_parents(&around, &mut deltas).len(), 1);
        assert_eq!(deltas.people[0].parents, Some(ItemId(-3)));
        deltas.people[0].parents = Some(ItemId(-9));
        assert!(infer_parents(&around, &mut deltas).is_empty());
    }
}
