//! Where answers of the `pdp` room on diagrams differ from the recorded ones on purpose: predicates over the input.

use std::collections::BTreeSet;

use sarf_shared::family::{ItemId, PairBond};
use sarf_shared::pdp::Diagram;
use serde_json::Value;

use super::deviations::Predicate;
use super::pdp::read;
use super::pdp_predicates::{Read, mentions};

/// Every predicate on diagrams, by its name in `deviations.toml`.
pub const PREDICATES: &[Predicate] = &[
    ("birth_named_after_a_committed_person", |_, input| named_after_committed(input).unwrap_or(false)),
    ("childless_birth_of_a_committed_pair", |_, input| childless_birth(input).unwrap_or(false)),
    ("commits_a_bond_with_nobody", |_, input| bond_with_nobody(input).unwrap_or(false)),
    ("commits_a_two_digit_year", |_, input| two_digit_year(input).unwrap_or(false)),
    ("edit_leaves_list_or_certainty_out", |_, input| edit_leaves_out(input).unwrap_or(false)),
    ("deleted_item_is_pending_elsewhere", |_, input| deleted_is_pending(input).unwrap_or(false)),
];

/// The births and adoptions among the items to commit, with their slots (zero is nobody).
fn births(diagram: &Diagram, input: &Value) -> Read<Vec<[Option<ItemId>; 3]>> {
    let ids: Vec<ItemId> = read(input, "item_ids")?;
    let named = |slot: Option<ItemId>| slot.filter(|id| id.0 != 0);
    let events = ids.iter().filter_map(|id| diagram.pdp.events.iter().rev().find(|event| event.id == *id));
    let births = events.filter(|event| event.kind.is_offspring());
    Ok(births.map(|event| [named(event.person), named(event.spouse), named(event.child)]).collect())
}

/// D13: somebody inferred from a birth is named after a person who is not pending, or only as a nameless edit.
fn named_after_committed(input: &Value) -> Read<bool> {
    let diagram: Diagram = read(input, "diagram")?;
    let pending = |id: ItemId| {
        let row = diagram.pdp.people.iter().rev().find(|person| person.id == id);
        row.is_some_and(|row| id.is_pending() || row.name.as_deref().is_some_and(|name| !name.is_empty()))
    };
    let bonded = |id: ItemId| {
        let bonds = diagram.pdp.pair_bonds.iter().chain(&diagram.family.pair_bonds);
        bonds.into_iter().any(|bond| match (bond.person_a, bond.person_b) {
            (Some(a), Some(b)) => (a == id && b.0 != 0) || (b == id && a.0 != 0),
            _ => false,
        })
    };
    Ok(births(&diagram, input)?.into_iter().any(|slots| match slots {
        [None, None, Some(child)] => !pending(child),
        [Some(parent), None, child] => !pending(parent) && (child.is_none() || !bonded(parent)),
        [Some(parent), Some(_), None] => !pending(parent),
        _ => false,
    }))
}

/// D14: a birth names two parents whose bond is only committed, and no child.
fn childless_birth(input: &Value) -> Read<bool> {
    let diagram: Diagram = read(input, "diagram")?;
    Ok(births(&diagram, input)?.into_iter().any(|slots| match slots {
        [Some(a), Some(b), None] => {
            let dyad = Some((a.min(b), a.max(b)));
            let holds = |bonds: &[PairBond]| bonds.iter().any(|bond| bond.dyad() == dyad);
            holds(&diagram.family.pair_bonds) && !holds(&diagram.pdp.pair_bonds)
        }
        _ => false,
    }))
}

/// D15: a bond with an end that is nobody is among what is committed.
fn bond_with_nobody(input: &Value) -> Read<bool> {
    let diagram: Diagram = read(input, "diagram")?;
    let ids: Vec<ItemId> = read(input, "item_ids")?;
    let pool = &diagram.pdp;
    let mut open = ids.clone();
    for event in pool.events.iter().filter(|event| ids.contains(&event.id) && event.kind.is_pair_bond()) {
        if let (Some(a), Some(b)) = (event.person, event.spouse) {
            let dyad = Some((a.min(b), a.max(b)));
            open.extend(pool.pair_bonds.iter().filter(|bond| bond.dyad() == dyad).map(|bond| bond.id));
        }
        // A missing partner is taken from the actor's first bond.
        if let (true, Some(person), None) = (event.kind.is_offspring(), event.person, event.spouse) {
            let own = |bond: &&PairBond| [bond.person_a, bond.person_b].contains(&Some(person));
            open.extend(pool.pair_bonds.iter().find(own).map(|bond| bond.id));
        }
    }
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !id.is_pending() || !seen.insert(id) {
            continue;
        }
        open.extend(pool.people.iter().filter(|row| row.id == id).filter_map(|row| row.parents));
        let bonds = pool.pair_bonds.iter().filter(|row| row.id == id);
        open.extend(bonds.flat_map(|row| [row.person_a, row.person_b]).flatten());
        for event in pool.events.iter().filter(|row| row.id == id) {
            open.extend([event.person, event.spouse, event.child].into_iter().flatten());
            open.extend(event.relationship_targets.iter().chain(&event.relationship_triangles));
        }
    }
    let exists = |id: ItemId| id.is_pending() || diagram.family.people.iter().any(|row| row.id == id);
    let whole = |bond: &PairBond| bond.dyad().is_some_and(|(a, b)| exists(a) && exists(b));
    Ok(pool.pair_bonds.iter().any(|bond| seen.contains(&bond.id) && !whole(bond)))
}

/// D1: an event to commit is dated by month, day and a year of two digits.
fn two_digit_year(input: &Value) -> Read<bool> {
    let diagram: Diagram = read(input, "diagram")?;
    let ids: Vec<ItemId> = read(input, "item_ids")?;
    let short = |text: &String| {
        let parts: Vec<&str> = text.trim().split(['/', '-', '.']).collect();
        let digits = |part: &&str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        parts.len() == 3 && parts.iter().all(digits)
    };
    let events = diagram.pdp.events.iter().filter(|event| ids.contains(&event.id));
    Ok(events.flat_map(|event| [&event.date_time, &event.end_date_time]).flatten().any(short))
}

/// D16: the accepted edit of an event leaves out a list or a certainty that the committed event has.
fn edit_leaves_out(input: &Value) -> Read<bool> {
    let diagram: Diagram = read(input, "diagram")?;
    let id = input.get("item_id").and_then(Value::as_i64).map(ItemId);
    let edit = diagram.pdp.events.iter().find(|row| Some(row.id) == id);
    let known = diagram.family.events.iter().find(|row| Some(row.id) == id);
    let (Some(edit), Some(known)) = (edit, known) else { return Ok(false) };
    let loses = |edit: &[ItemId], known: &[ItemId]| edit.is_empty() && !known.is_empty();
    let mut after = known.clone();
    after.take_set_fields(edit);
    Ok(loses(&edit.relationship_targets, &known.relationship_targets)
        || loses(&edit.relationship_triangles, &known.relationship_triangles)
        || after.date_certainty != edit.date_certainty)
}

/// D17: what is deleted, or goes with it, is named in the pool.
fn deleted_is_pending(input: &Value) -> Read<bool> {
    let diagram: Diagram = read(input, "diagram")?;
    let Some(id) = input.get("item_id").and_then(Value::as_i64).map(ItemId) else { return Ok(false) };
    let family = &diagram.family;
    let mut gone = BTreeSet::from([id]);
    loop {
        let before = gone.len();
        let hit = |ids: &[Option<ItemId>]| ids.iter().flatten().any(|id| gone.contains(id));
        let events = family.events.iter().filter(|row| hit(&mentions(row))).map(|row| row.id);
        let bonds = family.pair_bonds.iter().filter(|row| hit(&[row.person_a, row.person_b])).map(|row| row.id);
        let people = family.people.iter().filter(|row| hit(&[row.parents])).map(|row| row.id);
        let more: Vec<ItemId> = events.chain(bonds).chain(people).collect();
        gone.extend(more);
        if gone.len() == before {
            break;
        }
    }
    let pool = &diagram.pdp;
    let hit =
        |id: ItemId, ids: &[Option<ItemId>]| gone.contains(&id) || ids.iter().flatten().any(|id| gone.contains(id));
    Ok(pool.people.iter().any(|row| hit(row.id, &[row.parents]))
        || pool.events.iter().any(|row| hit(row.id, &mentions(row)))
        || pool.pair_bonds.iter().any(|row| hit(row.id, &[row.person_a, row.person_b]))
        || pool.delete.iter().any(|other| *other != id && gone.contains(other)))
}
