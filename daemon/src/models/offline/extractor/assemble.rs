//! From what the world was before a statement and what it is after it to sparse deltas: new items under new ids, changed
//! fields of known items under theirs, deletes of people who turned out to be others.

use std::collections::{BTreeMap, BTreeSet};

use sarf_shared::family::{Event, Family, ItemId, PairBond, Person};
use sarf_shared::pdp::{Deltas, Pdp};

use super::export::{self, Ids, Key, Naming, Rows};
use super::world::World;

/// What is needed to assemble the deltas of a statement.
pub struct Situation<'a> {
    /// The world after the statement.
    pub world: &'a World,
    /// The rows of the world before it, under the ids of `ids`.
    pub before: &'a Rows,
    /// The ids earlier statements are expected to have used.
    pub ids: &'a Ids,
    /// The number of the statement.
    pub statement: usize,
    /// The day of the talk.
    pub today: Option<chrono::NaiveDate>,
    /// The committed family.
    pub family: &'a Family,
    /// What is pending.
    pub pdp: &'a Pdp,
}

/// The ids items really have in the pool.
struct Actual {
    ids: BTreeMap<Key, ItemId>,
}

impl Naming for Actual {
    fn id(&self, key: Key) -> Option<ItemId> {
        self.ids.get(&key).copied()
    }
}

/// Makes the deltas.
pub fn deltas(situation: &Situation<'_>) -> Deltas {
    let Situation { world, before, ids, statement, today, family, pdp } = *situation;
    let expected = export::rows(world, ids, statement, today);
    let mut actual = Actual { ids: BTreeMap::new() };
    find_known(before, family, pdp, &mut actual);
    let missing: BTreeSet<Key> = all_keys(before).into_iter().filter(|key| !actual.ids.contains_key(key)).collect();
    let mut next = lowest(pdp);
    let mut new = BTreeSet::new();
    for key in all_keys(&expected) {
        if missing.contains(&key) || actual.ids.contains_key(&key) {
            continue;
        }
        next -= 1;
        actual.ids.insert(key, ItemId(next));
        new.insert(key);
    }
    // An item that was proposed before and is not there any more was turned down: it comes back only if something new
    // stands on it.
    let first = export::rows(world, &actual, statement, today);
    for key in needed(&expected, ids, &new).intersection(&missing) {
        next -= 1;
        actual.ids.insert(*key, ItemId(next));
        new.insert(*key);
    }
    let after = if missing.is_empty() { first } else { export::rows(world, &actual, statement, today) };
    let was = Rebased { before, actual: &actual };
    let mut deltas = Deltas::default();
    for (key, row) in &after.people {
        let old = was.person(key).filter(|_| !new.contains(key));
        deltas.people.extend(changed_person(row, old.as_ref()));
    }
    for (key, row) in &after.bonds {
        let old = was.bond(key).filter(|_| !new.contains(key));
        deltas.pair_bonds.extend(changed_bond(row, old.as_ref()));
    }
    let removed: BTreeSet<ItemId> = before
        .people
        .keys()
        .filter(|key| !after.people.contains_key(key))
        .filter_map(|key| actual.ids.get(key).copied())
        .filter(|id| id.is_pending())
        .collect();
    for (key, row) in &after.events {
        let old = was.event(key).filter(|_| !new.contains(key));
        let Some(old) = old else {
            deltas.events.push(row.clone());
            continue;
        };
        let moved = [old.person, old.spouse, old.child].into_iter().flatten().any(|id| removed.contains(&id));
        if moved {
            // An event of somebody who is deleted is told anew; the rules allow no event without its person.
            next -= 1;
            deltas.delete.push(row.id);
            deltas.events.push(Event { id: ItemId(next), ..row.clone() });
        } else {
            deltas.events.extend(changed_event(row, &old));
        }
    }
    for key in before.events.keys().filter(|key| !after.events.contains_key(key)) {
        deltas.delete.extend(actual.ids.get(key).filter(|id| id.is_pending()));
    }
    deltas.delete.extend(removed);
    deltas.delete.sort_unstable();
    deltas.delete.dedup();
    deltas
}

fn all_keys(rows: &Rows) -> Vec<Key> {
    let people = rows.people.iter().filter(|(_, row)| row.id.is_pending()).map(|(key, _)| *key);
    people.chain(rows.bonds.keys().copied()).chain(rows.events.keys().copied()).collect()
}

fn lowest(pdp: &Pdp) -> i64 {
    let people = pdp.people.iter().map(|p| p.id.0);
    let events = pdp.events.iter().map(|e| e.id.0);
    let bonds = pdp.pair_bonds.iter().map(|b| b.id.0);
    people.chain(events).chain(bonds).chain([0]).min().unwrap_or(0).min(0)
}

/// Finds earlier items in the pool (or, committed since, in the family): under the expected id if the item there can be
/// it, else by content.
fn find_known(before: &Rows, family: &Family, pdp: &Pdp, actual: &mut Actual) {
    let mut taken: BTreeSet<ItemId> = BTreeSet::new();
    let pool: Vec<&Person> = pdp.people.iter().chain(&family.people).filter(|p| p.id != ItemId::SUBJECT).collect();
    for (key, row) in before.people.iter().filter(|(_, row)| row.id.is_pending()) {
        let by_id = pool.iter().find(|p| p.id == row.id && may_be(p, row));
        let found = by_id.or_else(|| pool.iter().find(|p| !taken.contains(&p.id) && same_name(p, row)));
        if let Some(found) = found.filter(|p| !taken.contains(&p.id)) {
            taken.insert(found.id);
            actual.ids.insert(*key, found.id);
        }
    }
    let people: BTreeMap<ItemId, ItemId> = before
        .people
        .iter()
        .filter_map(|(key, row)| Some((row.id, if row.id.is_committed() { row.id } else { actual.id(*key)? })))
        .collect();
    let real = |id: Option<ItemId>| id.map(|id| people.get(&id).copied().unwrap_or(id));
    for (key, row) in &before.bonds {
        let ends = (real(row.person_a), real(row.person_b));
        let same = |bond: &&PairBond| (bond.person_a, bond.person_b) == ends || (bond.person_b, bond.person_a) == ends;
        if let Some(found) = pdp.pair_bonds.iter().chain(&family.pair_bonds).find(same) {
            actual.ids.insert(*key, found.id);
        }
    }
    for (key, row) in &before.events {
        let same = |event: &Event| {
            event.kind == row.kind
                && if row.kind.is_offspring() {
                    event.child == real(row.child)
                } else {
                    event.person == real(row.person)
                }
        };
        let by_id = pdp.events.iter().find(|e| e.id == row.id && same(e));
        let dated =
            |e: &&Event| same(e) && !taken.contains(&e.id) && (e.date_time == row.date_time || row.kind.is_offspring());
        let found = by_id.or_else(|| pdp.events.iter().chain(&family.events).find(dated));
        if let Some(found) = found {
            taken.insert(found.id);
            actual.ids.insert(*key, found.id);
        }
    }
}

fn text(value: &Option<String>) -> String {
    value.as_deref().unwrap_or_default().trim().to_lowercase()
}

fn same_name(pool: &Person, row: &Person) -> bool {
    text(&pool.name) == text(&row.name) && !sarf_shared::family::Gender::contradicts(pool.gender, row.gender)
}

/// Whether the person in the pool under the expected id can be the one that was proposed: the name may have been
/// corrected since, a gender that contradicts may not.
fn may_be(pool: &Person, row: &Person) -> bool {
    same_name(pool, row)
        || (!sarf_shared::family::Gender::contradicts(pool.gender, row.gender)
            && pool.parents.is_some() == row.parents.is_some())
}

/// The keys new rows refer to.
fn needed(expected: &Rows, ids: &Ids, new: &BTreeSet<Key>) -> BTreeSet<Key> {
    let by_id: BTreeMap<ItemId, Key> =
        all_keys(expected).into_iter().filter_map(|key| Some((ids.id(key)?, key))).collect();
    let mut needed: BTreeSet<Key> = BTreeSet::new();
    let mut todo: Vec<Key> = new.iter().copied().collect();
    while let Some(key) = todo.pop() {
        let mut refer: Vec<Option<ItemId>> = Vec::new();
        if let Some(person) = expected.people.get(&key) {
            refer.push(person.parents);
        }
        if let Some(bond) = expected.bonds.get(&key) {
            refer.extend([bond.person_a, bond.person_b]);
        }
        if let Some(event) = expected.events.get(&key) {
            refer.extend([event.person, event.spouse, event.child]);
            refer.extend(event.relationship_targets.iter().chain(&event.relationship_triangles).map(|id| Some(*id)));
        }
        for key in refer.into_iter().flatten().filter_map(|id| by_id.get(&id).copied()) {
            if needed.insert(key) {
                todo.push(key);
            }
        }
    }
    needed
}

/// The earlier rows under the ids they really have.
struct Rebased<'a> {
    before: &'a Rows,
    actual: &'a Actual,
}

impl Rebased<'_> {
    fn map(&self, id: Option<ItemId>) -> Option<ItemId> {
        let id = id?;
        if id.is_committed() {
            return Some(id);
        }
        let people = self.before.people.iter().find(|(_, row)| row.id == id).map(|(key, _)| *key);
        let bonds = || self.before.bonds.iter().find(|(_, row)| row.id == id).map(|(key, _)| *key);
        self.actual.id(people.or_else(bonds)?)
    }

    fn person(&self, key: &Key) -> Option<Person> {
        let row = self.before.people.get(key)?;
        Some(Person { parents: self.map(row.parents), ..row.clone() })
    }

    fn bond(&self, key: &Key) -> Option<PairBond> {
        let row = self.before.bonds.get(key)?;
        Some(PairBond { person_a: self.map(row.person_a), person_b: self.map(row.person_b), ..row.clone() })
    }

    fn event(&self, key: &Key) -> Option<Event> {
        let row = self.before.events.get(key)?;
        let list = |ids: &[ItemId]| ids.iter().filter_map(|id| self.map(Some(*id))).collect();
        Some(Event {
            person: self.map(row.person),
            spouse: self.map(row.spouse),
            child: self.map(row.child),
            relationship_targets: list(&row.relationship_targets),
            relationship_triangles: list(&row.relationship_triangles),
            ..row.clone()
        })
    }
}

fn differs<T: Clone + PartialEq>(new: &Option<T>, old: &Option<T>) -> Option<T> {
    if new == old { None } else { new.clone() }
}

fn changed_person(row: &Person, old: Option<&Person>) -> Option<Person> {
    let Some(old) = old else { return Some(row.clone()) };
    let sparse = Person {
        name: differs(&row.name, &old.name),
        last_name: differs(&row.last_name, &old.last_name),
        gender: differs(&row.gender, &old.gender),
        parents: differs(&row.parents, &old.parents),
        ..Person::new(row.id)
    };
    let changed = sparse != Person::new(row.id);
    changed.then(|| Person { confidence: row.confidence, evidence: row.evidence.clone(), ..sparse })
}

fn changed_bond(row: &PairBond, old: Option<&PairBond>) -> Option<PairBond> {
    let Some(old) = old else { return Some(row.clone()) };
    let same = row.person_a == old.person_a && row.person_b == old.person_b && row.married == old.married;
    (!same).then(|| row.clone())
}

fn changed_event(row: &Event, old: &Event) -> Option<Event> {
    let plain = |event: &Event| Event {
        id: row.id,
        evidence: Vec::new(),
        confidence: None,
        description: None,
        relationship_targets: {
            let mut ids = event.relationship_targets.clone();
            ids.sort_unstable();
            ids
        },
        ..event.clone()
    };
    (plain(row) != plain(old)).then(|| row.clone())
}

/// Drops what the rules complained of, by the ids the complaints name, and whatever stands on it.
pub fn without_named(mut deltas: Deltas, errors: &[String]) -> Deltas {
    let mut bad: BTreeSet<ItemId> = BTreeSet::new();
    for error in errors {
        for piece in error.split(|c: char| !(c.is_ascii_digit() || c == '-')) {
            bad.extend(piece.parse::<i64>().ok().filter(|id| *id < 0).map(ItemId));
        }
    }
    if bad.is_empty() {
        return deltas;
    }
    let is_bad = |id: Option<ItemId>, bad: &BTreeSet<ItemId>| id.is_some_and(|id| bad.contains(&id));
    deltas.people.retain(|p| !bad.contains(&p.id));
    let bonds: BTreeSet<ItemId> = deltas
        .pair_bonds
        .iter()
        .filter(|b| bad.contains(&b.id) || is_bad(b.person_a, &bad) || is_bad(b.person_b, &bad))
        .map(|b| b.id)
        .collect();
    deltas.pair_bonds.retain(|b| !bonds.contains(&b.id));
    bad.extend(bonds);
    for person in &mut deltas.people {
        if is_bad(person.parents, &bad) {
            person.parents = None;
        }
    }
    deltas
        .events
        .retain(|e| !bad.contains(&e.id) && ![e.person, e.spouse, e.child].into_iter().any(|id| is_bad(id, &bad)));
    for event in &mut deltas.events {
        event.relationship_targets.retain(|id| !bad.contains(id));
        event.relationship_triangles.retain(|id| !bad.contains(id));
    }
    deltas.delete.retain(|id| !bad.contains(id));
    deltas
}
