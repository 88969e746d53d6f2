//! Ids that collide: models reuse numbers across people, bonds and events.

use std::collections::{HashMap, HashSet};

use super::{Repair, RepairRule};
use crate::family::ItemId;
use crate::pdp::{Deltas, ItemKind, Pdp, Surroundings};

/// Gives the pending items of the deltas ids of their own, below all in use, if any of them collide: within the deltas,
/// or with a pending item of *another* kind. References follow.
///
/// A row whose id is that of a pending item of its own kind is an update, keeps its id, and is no collision. Where two
/// rows of one kind have the same id, references follow to the first. People are numbered first, then bonds, then
/// events, in their order.
pub fn separate_ids(around: &Surroundings<'_>, deltas: &mut Deltas) -> Vec<Repair> {
    let staged = Ids::of_pool(around.pdp);
    let mine = Ids::of_deltas(deltas);
    if !collide(&staged, &mine) {
        return Vec::new();
    }
    let all = staged.all().chain(mine.all());
    let mut next = all.map(|id| id.0).min().unwrap_or(0).saturating_sub(1);
    let mut repairs = Vec::new();
    let mut renumber = |rows: Vec<&mut ItemId>, kept: &[ItemId], kind: ItemKind| {
        let mut map: HashMap<ItemId, ItemId> = HashMap::new();
        let mut updated = HashSet::new();
        for id in rows {
            let updates = kept.contains(id) && updated.insert(*id);
            if !id.is_pending() || updates {
                continue;
            }
            let own = ItemId(next);
            next = next.saturating_sub(1);
            repairs.push(Repair::new(RepairRule::SharedIds, kind, *id, format!("Renumbered {id} to {own}.")));
            if !kept.contains(id) {
                map.entry(*id).or_insert(own);
            }
            *id = own;
        }
        map
    };
    let people = renumber(deltas.people.iter_mut().map(|row| &mut row.id).collect(), &staged.people, ItemKind::Person);
    let bonds =
        renumber(deltas.pair_bonds.iter_mut().map(|row| &mut row.id).collect(), &staged.bonds, ItemKind::PairBond);
    let events = renumber(deltas.events.iter_mut().map(|row| &mut row.id).collect(), &staged.events, ItemKind::Event);

    for person in &mut deltas.people {
        follow_slot(&mut person.parents, &bonds);
    }
    for bond in &mut deltas.pair_bonds {
        follow_slot(&mut bond.person_a, &people);
        follow_slot(&mut bond.person_b, &people);
    }
    for event in &mut deltas.events {
        for slot in [&mut event.person, &mut event.spouse, &mut event.child] {
            follow_slot(slot, &people);
        }
        for id in event.relationship_targets.iter_mut().chain(&mut event.relationship_triangles) {
            *id = people.get(id).copied().unwrap_or(*id);
        }
    }
    for id in &mut deltas.delete {
        let own = events.get(id).or_else(|| bonds.get(id)).or_else(|| people.get(id));
        *id = own.copied().unwrap_or(*id);
    }
    repairs
}

fn follow_slot(slot: &mut Option<ItemId>, map: &HashMap<ItemId, ItemId>) {
    if let Some(own) = slot.and_then(|id| map.get(&id)) {
        *slot = Some(*own);
    }
}

struct Ids {
    people: Vec<ItemId>,
    bonds: Vec<ItemId>,
    events: Vec<ItemId>,
}

impl Ids {
    fn of_pool(pdp: &Pdp) -> Self {
        Ids {
            people: pdp.people.iter().map(|row| row.id).collect(),
            bonds: pdp.pair_bonds.iter().map(|row| row.id).collect(),
            events: pdp.events.iter().map(|row| row.id).collect(),
        }
    }

    fn of_deltas(deltas: &Deltas) -> Self {
        Ids {
            people: deltas.people.iter().map(|row| row.id).collect(),
            bonds: deltas.pair_bonds.iter().map(|row| row.id).collect(),
            events: deltas.events.iter().map(|row| row.id).collect(),
        }
    }

    fn all(&self) -> impl Iterator<Item = ItemId> {
        self.people.iter().chain(&self.bonds).chain(&self.events).copied()
    }
}

fn collide(staged: &Ids, mine: &Ids) -> bool {
    let mut seen = HashSet::new();
    let within = mine.all().any(|id| !seen.insert(id));
    let kinds = [(&mine.people, &staged.people), (&mine.bonds, &staged.bonds), (&mine.events, &staged.events)];
    let across = kinds.iter().any(|(rows, same_kind)| {
        rows.iter().any(|id| staged.all().any(|other| other == *id) && !same_kind.contains(id))
    });
    within || across
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::{Event, EventKind, Person};

    fn person(id: i64, name: &str) -> Person {
        Person { name: Some(name.into()), ..Person::new(ItemId(id)) }
    }

    fn death(id: i64, person: i64) -> Event {
        Event { person: Some(ItemId(person)), ..Event::new(ItemId(id), EventKind::Death) }
    }

    fn separated(pdp: &Pdp, mut deltas: Deltas) -> (Deltas, Vec<Repair>) {
        let repairs = separate_ids(&Surroundings { family: None, pdp }, &mut deltas);
        (deltas, repairs)
    }

    #[test]
    fn an_update_of_a_pending_item_is_no_collision() {
        let pdp = Pdp { people: vec![person(-1, "Old")], ..Pdp::default() };
        let deltas = Deltas { people: vec![person(-1, "Older")], events: vec![death(-5, -1)], ..Deltas::default() };
        let (after, repairs) = separated(&pdp, deltas.clone());
        assert_eq!((after, repairs), (deltas, vec![]));
    }

    #[test]
    fn an_update_keeps_its_id_while_others_are_separated() {
        let pdp = Pdp { people: vec![person(-1, "Old")], ..Pdp::default() };
        let deltas = Deltas {
            people: vec![person(-1, "Older"), person(-2, "New")],
            events: vec![death(-2, -2), death(-3, -1)],
            ..Deltas::default()
        };
        let (after, _) = separated(&pdp, deltas);
        assert_eq!(after.people, [person(-1, "Older"), person(-4, "New")]);
        assert_eq!(after.events, [death(-5, -4), death(-6, -1)]);
    }

    #[test]
    fn of_two_people_with_one_id_each_gets_its_own_and_references_follow_to_the_first() {
        let deltas =
            Deltas { people: vec![person(-1, "A"), person(-1, "B")], events: vec![death(-2, -1)], ..Deltas::default() };
        let (after, repairs) = separated(&Pdp::default(), deltas);
        assert_eq!(after.people, [person(-3, "A"), person(-4, "B")]);
        assert_eq!(after.events, [death(-5, -3)]);
        assert_eq!(repairs.len(), 3);
    }

    #[test]
    fn an_event_with_the_id_of_a_pending_person_collides() {
        let pdp = Pdp { people: vec![person(-1, "A")], ..Pdp::default() };
        let (after, _) = separated(&pdp, Deltas { events: vec![death(-1, -1)], ..Deltas::default() });
        assert_eq!(after.events, [death(-2, -1)], "the event moves; the person it names does not");
    }
}
