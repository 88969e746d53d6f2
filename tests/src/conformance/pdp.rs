//! The operations of the `pdp` room on deltas and the pending pool.

use sarf_shared::family::{Event, Family, ItemId, PairBond, Person};
use sarf_shared::pdp::{Deltas, Extraction, Pdp, Policy, Progress, Surroundings, apply, clean_up, repair, validate};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{Answer, Operation};

/// Operation name and the function that answers it.
pub const OPERATIONS: &[Operation] = &[
    ("apply_deltas", |input| Ok(json!({ "pdp": pdp_value(&apply(&read(input, "pdp")?, &read(input, "deltas")?)) }))),
    ("cleanup_pair_bonds", cleanup_pair_bonds),
    ("validate_pdp_deltas", validate_pdp_deltas),
    ("reassign_delta_ids", |input| repaired(input, repair::separate_ids)),
    ("dedup_pair_bonds", dedup_pair_bonds),
    ("fix_birth_event_self_references", |input| repaired(input, repair::clear_births_of_self)),
    ("dedup_birth_events", |input| repaired(input, repair::drop_repeated_births)),
    ("infer_parents_from_birth_events", |input| repaired(input, repair::infer_parents)),
    ("fix_unresolved_person_refs", |input| repaired(input, repair::drop_unresolved)),
    ("fix_self_parent_references", |input| repaired(input, repair::clear_own_parents)),
    ("fix_committed_person_duplicates", |input| repaired(input, repair::drop_committed)),
    ("extract_and_validate", extract_and_validate),
];

/// Stands for a null id, which vectors may hold and sarf's types refuse. No recorded id comes near it.
const NULL_ID: i64 = i64::MIN;

/// A member of the input; a missing or null one is the default.
pub(super) fn read<T: DeserializeOwned + Default>(input: &Value, key: &str) -> Result<T, serde_json::Error> {
    match input.get(key) {
        None | Some(Value::Null) => Ok(T::default()),
        Some(value) => serde_json::from_value(value.clone()),
    }
}

/// The family of a diagram; `None` if the diagram is null.
pub(super) fn family(input: &Value) -> Result<Option<Family>, serde_json::Error> {
    match input.get("diagram") {
        None | Some(Value::Null) => Ok(None),
        Some(diagram) => serde_json::from_value(diagram.clone()).map(Some),
    }
}

pub(super) fn person_value(person: &Person) -> Value {
    let Person { id, name, last_name, gender, parents, confidence, .. } = person;
    json!({ "id": id, "name": name, "last_name": last_name, "gender": gender, "parents": parents,
        "confidence": confidence })
}

pub(super) fn bond_value(bond: &PairBond) -> Value {
    let PairBond { id, person_a, person_b, married, confidence, .. } = bond;
    json!({ "id": id, "person_a": person_a, "person_b": person_b, "married": married, "confidence": confidence })
}

pub(super) fn event_value(event: &Event) -> Value {
    let mut value = serde_json::to_value(event).unwrap_or_default();
    if let Some(fields) = value.as_object_mut() {
        fields.remove("evidence");
    }
    value
}

pub(super) fn deltas_value(deltas: &Deltas) -> Value {
    let Deltas { people, events, pair_bonds, delete } = deltas;
    pool_value(people, events, pair_bonds, delete)
}

pub(super) fn pdp_value(pdp: &Pdp) -> Value {
    let Pdp { people, events, pair_bonds, delete } = pdp;
    pool_value(people, events, pair_bonds, delete)
}

fn pool_value(people: &[Person], events: &[Event], bonds: &[PairBond], delete: &[ItemId]) -> Value {
    json!({
        "people": people.iter().map(person_value).collect::<Vec<_>>(),
        "events": events.iter().map(event_value).collect::<Vec<_>>(),
        "pair_bonds": bonds.iter().map(bond_value).collect::<Vec<_>>(),
        "delete": delete,
    })
}

fn repaired<T>(input: &Value, rule: impl Fn(&Surroundings<'_>, &mut Deltas) -> T) -> Answer {
    let (family, pdp): (_, Pdp) = (family(input)?, read(input, "pdp")?);
    let mut deltas: Deltas = read(input, "deltas")?;
    rule(&Surroundings { family: family.as_ref(), pdp: &pdp }, &mut deltas);
    Ok(json!({ "deltas": deltas_value(&deltas) }))
}

fn validate_pdp_deltas(input: &Value) -> Answer {
    let (family, pdp): (_, Pdp) = (family(input)?, read(input, "pdp")?);
    let around = Surroundings { family: family.as_ref(), pdp: &pdp };
    let found = validate(&around, &read(input, "deltas")?, Policy::Model);
    Ok(json!({ "errors": found.iter().map(ToString::to_string).collect::<Vec<_>>() }))
}

/// A bond without an id is dropped here by the recorded rule.
fn cleanup_pair_bonds(input: &Value) -> Answer {
    let mut input = input.clone();
    if let Some(bonds) = input.pointer_mut("/pdp/pair_bonds").and_then(Value::as_array_mut) {
        bonds.retain(|bond| !bond.get("id").is_none_or(Value::is_null));
    }
    let mut pdp: Pdp = read(&input, "pdp")?;
    clean_up(&mut pdp);
    Ok(json!({ "pdp": pdp_value(&pdp) }))
}

/// Null is an id like any other to the recorded rule, for bonds and for parents: an id of its own stands for it.
fn dedup_pair_bonds(input: &Value) -> Answer {
    let lists = [("people", "parents"), ("pair_bonds", "id")];
    let swap = |deltas: &mut Value, from: Value, to: Value| {
        for (list, key) in lists {
            for row in deltas.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
                let Some(fields) = row.as_object_mut() else { continue };
                let value = fields.entry(key).or_insert(Value::Null);
                if *value == from {
                    *value = to.clone();
                }
            }
        }
    };
    let mut input = input.clone();
    if let Some(deltas) = input.get_mut("deltas") {
        swap(deltas, Value::Null, json!(NULL_ID));
    }
    let mut answer = repaired(&input, repair::drop_repeated_bonds)?;
    if let Some(deltas) = answer.get_mut("deltas") {
        swap(deltas, json!(NULL_ID), Value::Null);
    }
    Ok(answer)
}

fn extract_and_validate(input: &Value) -> Answer {
    let family = family(input)?;
    let pdp: Pdp = read(input.get("diagram").unwrap_or(&Value::Null), "pdp")?;
    let responses: Vec<Deltas> = read(input, "responses")?;
    let mut extraction = Extraction { as_recorded: true, ..Extraction::default() };
    loop {
        let calls = extraction.replies.len();
        match extraction.progress(family.as_ref(), &pdp) {
            Progress::Ask { .. } => {
                let Some(reply) = responses.get(calls).or(responses.last()) else {
                    return Err(super::Refused("no response to give".into()));
                };
                extraction.replies.push(reply.clone());
            }
            Progress::Accepted { calls, deltas, pdp, .. } => {
                return Ok(json!({ "calls": calls, "pdp": pdp_value(&pdp), "deltas": deltas_value(&deltas) }));
            }
            Progress::Failed { calls, errors, .. } => {
                let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
                return Ok(json!({ "calls": calls, "validation_errors": errors }));
            }
        }
    }
}
