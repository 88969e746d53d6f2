//! Who refers to whom: one namespace of ids, references that resolve, pairs of two, one client, three generations.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Parts, Problems};
use crate::discussion::{FactId, Shifted};
use crate::family::kinship::{Step, relation};
use crate::family::{EventKind, RelationshipKind};

/// The fewest generations a persona's family has.
const GENERATIONS: usize = 3;

/// Ids and references.
pub(super) fn references(parts: &Parts, value: &Value, problems: &mut Problems) {
    let mut seen: BTreeMap<&FactId, String> = BTreeMap::new();
    let all = parts
        .people
        .iter()
        .map(|(at, person)| (&person.key, format!("family.people[{at}].key")))
        .chain(parts.bonds.iter().map(|(at, bond)| (&bond.id, format!("family.pair_bonds[{at}].id"))))
        .chain(parts.events.iter().map(|(at, event)| (&event.id, format!("family.events[{at}].id"))))
        .chain(parts.shifts.iter().map(|(at, shift)| (&shift.id, format!("family.shifts[{at}].id"))));
    for (id, field) in all {
        if let Some(first) = seen.get(id) {
            problems.add(
                field,
                format!("\"{id}\" is already the id of {first}; every person, bond, event and shift has its own"),
            );
        } else {
            seen.insert(id, field);
        }
    }
    let mut person = |key: &FactId, field: String| {
        if parts.person(key).is_none() && !parts.broken.contains(key) {
            problems.add(field, format!("\"{key}\" is not a person of this family"));
        }
    };
    for (at, bond) in &parts.bonds {
        person(&bond.a, format!("family.pair_bonds[{at}].a"));
        person(&bond.b, format!("family.pair_bonds[{at}].b"));
    }
    for (at, event) in &parts.events {
        person(&event.person, format!("family.events[{at}].person"));
        for (key, name) in [(&event.spouse, "spouse"), (&event.child, "child")] {
            if let Some(key) = key {
                person(key, format!("family.events[{at}].{name}"));
            }
        }
    }
    for (at, shift) in &parts.shifts {
        person(&shift.person, format!("family.shifts[{at}].person"));
        if let Shifted::Relationship { targets, triangles, .. } = &shift.shifted {
            for (list, name) in [(targets, "targets"), (triangles, "triangles")] {
                for (index, key) in list.iter().enumerate() {
                    person(key, format!("family.shifts[{at}].shifted.relationship.{name}[{index}]"));
                }
            }
        }
    }
    // Items that could not be read in full are not known by id; then an opening fact may well be one of them.
    let whole = problems.0.is_empty();
    let opening = value.get("opening_facts").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    for (at, id) in opening.iter().enumerate() {
        if let Some(id) = id.as_str().filter(|id| whole && !seen.contains_key(&FactId::from(*id))) {
            problems.add(format!("opening_facts[{at}]"), format!("\"{id}\" is no fact of this family"));
        }
    }
}

/// Pairs, kinds and generations.
pub(super) fn family(parts: &Parts, problems: &mut Problems) {
    let mut dyads = BTreeSet::new();
    for (at, bond) in &parts.bonds {
        if bond.a == bond.b {
            problems.add(format!("family.pair_bonds[{at}].b"), "a pair bond joins two different people");
        }
        if !dyads.insert((bond.a.clone().min(bond.b.clone()), bond.a.clone().max(bond.b.clone()))) {
            problems.add(format!("family.pair_bonds[{at}]"), "these two have a pair bond already; keep one");
        }
    }
    for (at, event) in &parts.events {
        let field = |name: &str| format!("family.events[{at}].{name}");
        let kind = event.kind;
        if kind == EventKind::Shift {
            problems.add(field("kind"), "a shift belongs under family.shifts, not among the events");
        }
        if kind.needs_spouse() && event.spouse.is_none() {
            problems.add(field("spouse"), format!("is missing; {kind} concerns two people"));
        }
        if event.spouse.as_ref() == Some(&event.person) {
            problems.add(field("spouse"), "is the same as person");
        }
        if kind.is_offspring() && event.child.is_none() {
            problems
                .add(field("child"), format!("is missing; {kind} names the child, person and spouse are the parents"));
        }
        if kind.is_offspring()
            && event.child.is_some()
            && [Some(&event.person), event.spouse.as_ref()].contains(&event.child.as_ref())
        {
            problems.add(field("child"), "is one of its own parents");
        }
    }
    for (at, shift) in &parts.shifts {
        let Shifted::Relationship { kind, targets, triangles } = &shift.shifted else { continue };
        let field = |name: &str| format!("family.shifts[{at}].shifted.relationship.{name}");
        let mut others: Vec<&FactId> = targets.iter().chain(triangles).collect();
        if others.contains(&&shift.person) {
            problems.add(field("targets"), "names the acting person; a move is aimed at somebody else");
        }
        others.sort();
        others.dedup();
        match kind {
            RelationshipKind::Inside | RelationshipKind::Outside if others.len() < 2 => {
                problems.add(
                    field("triangles"),
                    "a triangle needs three people: the actor, one in targets, one in triangles",
                );
            }
            _ if targets.is_empty() => problems.add(field("targets"), "is empty; a move is aimed at somebody"),
            _ => {}
        }
    }
    // With people left out unread, a count would blame the file twice for one thing.
    if parts.broken.is_empty() {
        one_client(parts, problems);
        generations(parts, problems);
    }
}

fn one_client(parts: &Parts, problems: &mut Problems) {
    let own: Vec<usize> = parts
        .people
        .iter()
        .filter(|(_, person)| person.relation.trim().eq_ignore_ascii_case("self"))
        .map(|(at, _)| *at)
        .collect();
    match own.as_slice() {
        [_] => {}
        [] => problems.add("family.people", "nobody has the relation \"self\"; the client is one of the people"),
        [_, rest @ ..] => {
            for at in rest {
                problems.add(
                    format!("family.people[{at}].relation"),
                    "a second \"self\"; exactly one person is the client",
                );
            }
        }
    }
}

fn generations(parts: &Parts, problems: &mut Problems) {
    let mut levels: BTreeMap<&FactId, i32> = BTreeMap::new();
    for (_, person) in &parts.people {
        if let Some(path) = relation(&person.relation) {
            levels.insert(&person.key, path.iter().copied().map(Step::generation).map(i32::from).sum());
        }
    }
    // Whoever has no relation the table knows is placed by birth events, as far as they reach.
    for _ in 0..parts.people.len() {
        for (_, event) in parts.events.iter().filter(|(_, event)| event.kind.is_offspring()) {
            let Some(child) = &event.child else { continue };
            for parent in std::iter::once(&event.person).chain(&event.spouse) {
                if let Some(level) = levels.get(child).copied() {
                    levels.entry(parent).or_insert(level + 1);
                }
                if let Some(level) = levels.get(parent).copied() {
                    levels.entry(child).or_insert(level - 1);
                }
            }
        }
    }
    let count = levels.values().collect::<BTreeSet<_>>().len();
    if count < GENERATIONS {
        problems.add(
            "family.people",
            format!(
                "holds {count} generations as far as relations and births tell; a persona has at least {GENERATIONS}"
            ),
        );
    }
}
