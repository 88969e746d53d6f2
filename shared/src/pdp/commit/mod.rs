//! Committing pending items: they leave the pool, with all they refer to, and become part of the family.

mod infer;
mod remap;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::remap::Remap;
use super::diagram::{Diagram, DiagramError, pending};
use super::{Pdp, dates};
use crate::family::{Event, ItemId, PairBond};

/// What a commit did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Committed {
    /// Pending id to committed id. A bond of a pair that was committed already maps to that bond.
    pub id_mapping: BTreeMap<ItemId, ItemId>,
    /// Pending items that were inferred (parents, partners, children, bonds), by the pending id they had for a moment.
    pub inferred: Vec<ItemId>,
    /// Pending bonds that were left out because an end is nobody; parents that pointed to them are cleared.
    pub skipped_bonds: Vec<ItemId>,
}

impl Diagram {
    /// The diagram after committing the pending items `ids` and, transitively, the pending items they refer to.
    ///
    /// Births and adoptions are completed first: missing parents, partner, child and bond are inferred, as are the
    /// bonds of other events that concern a pair. New ids are given out from the most negative pending id upward; ids
    /// of bonds left out or already committed are used up all the same. Dates that can be read are written as
    /// `YYYY-MM-DDTHH:MM:SS`; others stay as they are. A bond of which it is not known is committed as married.
    ///
    /// # Errors
    /// An id is not pending, or something refers to a pending item that does not exist.
    pub fn commit(&self, ids: &[ItemId]) -> Result<(Diagram, Committed), DiagramError> {
        for id in ids {
            pending(*id)?;
        }
        let mut diagram = self.clone();
        let mut done = Committed::default();
        clear_dangling_parents(&mut diagram.pdp);
        done.inferred = infer::complete(&mut diagram, ids);
        let moving = closure(&diagram.pdp, ids)?;
        for id in &moving {
            let new = diagram.next_id();
            done.id_mapping.insert(*id, new);
        }
        let bonds = settle_bonds(&diagram, &moving, &mut done);
        let map = Remap::new(&done.id_mapping, &done.skipped_bonds);
        diagram.family.pair_bonds.extend(bonds.into_iter().map(|bond| map.bond(bond)));
        for id in &moving {
            if let Some(person) = diagram.pdp.people.iter().rev().find(|row| row.id == *id) {
                diagram.family.people.push(map.person(person.clone()));
            }
            if let Some(event) = diagram.pdp.events.iter().rev().find(|row| row.id == *id) {
                diagram.family.events.push(dated(map.event(event.clone())));
            }
        }
        for person in &mut diagram.family.people {
            map.slot(&mut person.parents);
        }
        let pool = &mut diagram.pdp;
        let stays = |id: ItemId| !moving.contains(&id);
        pool.people = take(&mut pool.people).filter(|row| stays(row.id)).map(|row| map.person(row)).collect();
        pool.events = take(&mut pool.events).filter(|row| stays(row.id)).map(|row| map.event(row)).collect();
        pool.pair_bonds = take(&mut pool.pair_bonds).filter(|row| stays(row.id)).map(|row| map.bond(row)).collect();
        Ok((diagram, done))
    }
}

fn take<T>(rows: &mut Vec<T>) -> impl Iterator<Item = T> {
    std::mem::take(rows).into_iter()
}

/// Parents that are a pending bond which does not exist are no parents.
fn clear_dangling_parents(pdp: &mut Pdp) {
    let bonds: HashSet<ItemId> = pdp.pair_bonds.iter().map(|bond| bond.id).collect();
    for person in &mut pdp.people {
        person.parents = person.parents.filter(|bond| !bond.is_pending() || bonds.contains(bond));
    }
}

/// The pending items to commit: `ids`, the bonds of their pairs, and everything pending these refer to, ascending.
fn closure(pdp: &Pdp, ids: &[ItemId]) -> Result<BTreeSet<ItemId>, DiagramError> {
    let known: HashSet<ItemId> = pdp.ids().collect();
    let mut open: Vec<ItemId> = ids.to_vec();
    for id in ids {
        let event = pdp.events.iter().rev().find(|event| event.id == *id);
        open.extend(event.and_then(pair).and_then(|(a, b)| pdp.bond_of(a, b)));
    }
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !id.is_pending() || found.contains(&id) {
            continue;
        }
        if !known.contains(&id) {
            return Err(DiagramError::PendingItemMissing(id));
        }
        found.insert(id);
        if let Some(person) = pdp.people.iter().rev().find(|row| row.id == id) {
            open.extend(person.parents);
        }
        if let Some(bond) = pdp.pair_bonds.iter().rev().find(|row| row.id == id) {
            open.extend([bond.person_a, bond.person_b].into_iter().flatten());
        }
        if let Some(event) = pdp.events.iter().rev().find(|row| row.id == id) {
            open.extend([event.person, event.spouse, event.child].into_iter().flatten());
            open.extend(event.relationship_targets.iter().chain(&event.relationship_triangles));
        }
    }
    Ok(found)
}

/// The two people of an event that concerns a pair.
fn pair(event: &Event) -> Option<(ItemId, ItemId)> {
    let names = |slot: Option<ItemId>| slot.filter(|id| !id.is_nothing());
    if event.kind.is_pair_bond() { Some((names(event.person)?, names(event.spouse)?)) } else { None }
}

/// The bonds to commit, still with their pending ids. A bond of a pair that is committed, or comes before it, gives
/// way to that one; a bond with an end that is nobody is left out.
fn settle_bonds(diagram: &Diagram, moving: &BTreeSet<ItemId>, done: &mut Committed) -> Vec<PairBond> {
    let people: HashSet<ItemId> = diagram.family.people.iter().map(|person| person.id).collect();
    let new_people: HashSet<ItemId> = diagram.pdp.people.iter().map(|person| person.id).collect();
    let mut settled: BTreeMap<(ItemId, ItemId), ItemId> = BTreeMap::new();
    for bond in &diagram.family.pair_bonds {
        if let Some(dyad) = bond.dyad() {
            settled.entry(dyad).or_insert(bond.id);
        }
    }
    let mut bonds = Vec::new();
    for id in moving {
        let Some(bond) = diagram.pdp.pair_bonds.iter().rev().find(|row| row.id == *id) else { continue };
        let exists = |person: ItemId| {
            if person.is_pending() { new_people.contains(&person) } else { people.contains(&person) }
        };
        let Some(dyad) = bond.dyad().filter(|(a, b)| exists(*a) && exists(*b)) else {
            done.id_mapping.remove(id);
            done.skipped_bonds.push(*id);
            continue;
        };
        if let Some(known) = settled.get(&dyad) {
            done.id_mapping.insert(*id, *known);
        } else if let Some(new) = done.id_mapping.get(id) {
            settled.insert(dyad, *new);
            bonds.push(PairBond { married: Some(bond.married.unwrap_or(true)), ..bond.clone() });
        }
    }
    bonds
}

fn dated(mut event: Event) -> Event {
    for slot in [&mut event.date_time, &mut event.end_date_time] {
        if let Some(moment) = slot.as_deref().and_then(dates::read) {
            *slot = Some(moment.format("%Y-%m-%dT%H:%M:%S").to_string());
        }
    }
    event
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::{EventKind, Family, Person};

    fn person(id: i64, name: &str) -> Person {
        Person { name: Some(name.into()), ..Person::new(ItemId(id)) }
    }

    #[test]
    fn a_bond_left_out_leaves_no_trace_in_mapping_or_parents() {
        let pdp = Pdp {
            people: vec![person(-1, "A"), Person { parents: Some(ItemId(-4)), ..person(-2, "Kid") }],
            pair_bonds: vec![PairBond::new(ItemId(-4), ItemId(-1), ItemId(99))],
            ..Pdp::default()
        };
        let diagram = Diagram { pdp, last_item_id: 10, ..Diagram::default() };
        let (after, done) = diagram.commit(&[ItemId(-2)]).unwrap();
        assert_eq!(done.skipped_bonds, [ItemId(-4)]);
        assert_eq!(done.id_mapping, BTreeMap::from([(ItemId(-2), ItemId(12)), (ItemId(-1), ItemId(13))]));
        assert!(after.family.people.iter().all(|person| person.parents.is_none()));
        assert!(after.family.pair_bonds.is_empty() && after.pdp.pair_bonds.is_empty());
    }

    #[test]
    fn what_is_referred_to_is_committed_too_and_the_rest_follows_to_the_new_ids() {
        let death = Event { person: Some(ItemId(-1)), ..Event::new(ItemId(-2), EventKind::Death) };
        let shift = Event { person: Some(ItemId(-1)), ..Event::new(ItemId(-3), EventKind::Shift) };
        let pdp = Pdp { people: vec![person(-1, "A")], events: vec![death, shift], ..Pdp::default() };
        let diagram = Diagram { pdp, last_item_id: 10, ..Diagram::default() };
        let (after, _) = diagram.commit(&[ItemId(-2)]).unwrap();
        assert_eq!(after.family.people[0].id, ItemId(12));
        assert_eq!(after.family.events[0].person, Some(ItemId(12)));
        assert_eq!(after.pdp.events[0].person, Some(ItemId(12)), "what stays pending refers to the committed person");
    }

    #[test]
    fn a_commit_that_cannot_be_done_changes_nothing_and_says_what_is_missing() {
        let death = Event { person: Some(ItemId(-77)), ..Event::new(ItemId(-2), EventKind::Death) };
        let diagram = Diagram { pdp: Pdp { events: vec![death], ..Pdp::default() }, ..Diagram::default() };
        assert_eq!(diagram.commit(&[ItemId(-2)]).unwrap_err(), DiagramError::PendingItemMissing(ItemId(-77)));
        assert_eq!(diagram.commit(&[ItemId(5)]).unwrap_err(), DiagramError::NotPending(ItemId(5)));
    }

    #[test]
    fn what_a_commit_did_can_be_stored_and_read_again() {
        let pdp = Pdp { people: vec![person(-1, "A"), person(-2, "B")], ..Pdp::default() };
        let (_, done) = Diagram { pdp, ..Diagram::default() }.commit(&[ItemId(-1), ItemId(-2)]).unwrap();
        let stored = serde_json::to_string(&done).unwrap();
        assert_eq!(serde_json::from_str::<Committed>(&stored).unwrap(), done);
    }

    #[test]
    fn words_that_are_no_date_are_kept_as_they_are() {
        let moved =
            |id: i64, date: &str| Event { date_time: Some(date.into()), ..Event::new(ItemId(id), EventKind::Moved) };
        let pdp = Pdp { events: vec![moved(-1, "around 1990"), moved(-2, "6 Oct 1953")], ..Pdp::default() };
        let (after, _) = Diagram { pdp, ..Diagram::default() }.commit(&[ItemId(-1), ItemId(-2)]).unwrap();
        let dates: Vec<_> = after.family.events.iter().filter_map(|event| event.date_time.as_deref()).collect();
        assert_eq!(dates, ["1953-10-06T00:00:00", "around 1990"]);
    }

    #[test]
    fn a_bond_of_a_committed_pair_gives_way_to_theirs() {
        let family = Family {
            people: vec![person(7, "A"), person(8, "B")],
            pair_bonds: vec![PairBond::new(ItemId(9), ItemId(8), ItemId(7))],
            ..Family::default()
        };
        let kid = Person { parents: Some(ItemId(-4)), ..person(-5, "Kid") };
        let pair_bonds = vec![PairBond::new(ItemId(-4), ItemId(7), ItemId(8))];
        let pdp = Pdp { people: vec![kid], pair_bonds, ..Pdp::default() };
        let (after, done) = Diagram { family, pdp, last_item_id: 10 }.commit(&[ItemId(-5)]).unwrap();
        assert_eq!(done.id_mapping.get(&ItemId(-4)), Some(&ItemId(9)));
        assert_eq!(after.family.people[2].parents, Some(ItemId(9)));
        assert_eq!(after.family.pair_bonds.len(), 1);
    }
}
