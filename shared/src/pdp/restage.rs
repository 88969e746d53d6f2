//! Re-staging: what a working copy of a family has beyond the original becomes pending again.

use std::collections::{HashMap, HashSet};

use super::Pdp;
use crate::family::{Family, ItemId, Person};

/// The pool that would turn `original` into `working`, as far as additions and parents go: items that only the working
/// copy has, numbered -1, -2, ... (people, then bonds, then events), references among them following; and for a
/// person of both whose parents differ, an edit that sets them. Parents that were cleared are no edit.
pub fn restage_new_items(working: &Family, original: &Family) -> Pdp {
    let people: HashSet<ItemId> = original.people.iter().map(|row| row.id).collect();
    let bonds: HashSet<ItemId> = original.pair_bonds.iter().map(|row| row.id).collect();
    let events: HashSet<ItemId> = original.events.iter().map(|row| row.id).collect();
    let mut pool = Pdp {
        people: working.people.iter().filter(|row| !people.contains(&row.id)).cloned().collect(),
        events: working.events.iter().filter(|row| !events.contains(&row.id)).cloned().collect(),
        pair_bonds: working.pair_bonds.iter().filter(|row| !bonds.contains(&row.id)).cloned().collect(),
        delete: Vec::new(),
    };

    let new = pool.people.iter().map(|row| row.id);
    let new = new.chain(pool.pair_bonds.iter().map(|row| row.id)).chain(pool.events.iter().map(|row| row.id));
    let pending: HashMap<ItemId, ItemId> = new.zip((1..).map(|n: i64| ItemId(-n))).collect();
    let follow = |id: &mut ItemId| *id = pending.get(id).copied().unwrap_or(*id);
    let follow_slot = |slot: &mut Option<ItemId>| slot.iter_mut().for_each(follow);
    for row in &mut pool.people {
        follow(&mut row.id);
        follow_slot(&mut row.parents);
    }
    for row in &mut pool.pair_bonds {
        follow(&mut row.id);
        follow_slot(&mut row.person_a);
        follow_slot(&mut row.person_b);
    }
    for row in &mut pool.events {
        follow(&mut row.id);
        for slot in [&mut row.person, &mut row.spouse, &mut row.child] {
            follow_slot(slot);
        }
        row.relationship_targets.iter_mut().chain(&mut row.relationship_triangles).for_each(follow);
    }

    for row in &working.people {
        let Some(before) = original.people.iter().find(|known| known.id == row.id) else { continue };
        let mut parents = row.parents.filter(|bond| !bond.is_nothing() && before.parents != Some(*bond));
        follow_slot(&mut parents);
        if parents.is_some() {
            pool.people.push(Person { parents, ..Person::new(row.id) });
        }
    }
    pool
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::PairBond;

    #[test]
    fn new_items_become_pending_and_known_ones_stay_committed() {
        let person = |id: i64, parents: Option<i64>| Person { parents: parents.map(ItemId), ..Person::new(ItemId(id)) };
        let original = Family { people: vec![person(1, None), person(2, None)], ..Family::default() };
        let working = Family {
            people: vec![person(1, Some(9)), person(2, None), person(5, Some(9))],
            pair_bonds: vec![PairBond::new(ItemId(9), ItemId(2), ItemId(5))],
            ..Family::default()
        };
        let pool = restage_new_items(&working, &original);
        assert_eq!(pool.people, [person(-1, Some(-2)), person(1, Some(-2))], "a new person, and an edit of person 1");
        assert_eq!(pool.pair_bonds, [PairBond::new(ItemId(-2), ItemId(2), ItemId(-1))]);
    }
}
