//! The operations of the `pdp` room on diagrams: commit, reject, edits and deletes, re-staging, merging.

use std::collections::BTreeSet;

use sarf_shared::family::{Family, ItemId, Person};
use sarf_shared::pdp::{Diagram, DiagramError, HasId, Pdp, apply_local_changes as merge, restage_new_items as restage};
use serde_json::{Value, json};

use super::pdp::{bond_value, event_value, pdp_value, person_value, read};
use super::{Answer, Operation, Refused};

/// Operation name and the function that answers it.
pub const OPERATIONS: &[Operation] = &[
    ("commit_pdp_items", commit_pdp_items),
    ("reject_pdp_item", |input| changed(input, |diagram, id| diagram.pdp.reject(id).map(drop))),
    ("accept_committed_edit", |input| changed(input, Diagram::accept_edit)),
    ("reject_committed_edit", |input| changed(input, Diagram::reject_edit)),
    ("accept_committed_delete", |input| changed(input, |diagram, id| diagram.accept_delete(id).map(drop))),
    ("reject_committed_delete", |input| changed(input, Diagram::reject_delete)),
    ("apply_parent_edits", apply_parent_edits),
    ("ensure_chat_defaults", ensure_chat_defaults),
    ("restage_new_items", restage_new_items),
    ("apply_local_changes", apply_local_changes),
];

/// A diagram as recorded: committed lists sorted by id. `fresh` are the ids whose dates were just committed; there a
/// date that could not be read is recorded as `INVALID` (sarf keeps the words).
fn diagram_value(diagram: &Diagram, fresh: &BTreeSet<ItemId>) -> Value {
    let Diagram { family: Family { people, pair_bonds, events }, pdp, last_item_id } = diagram;
    let mut people: Vec<&Person> = people.iter().collect();
    people.sort_by_key(|row| row.id);
    let mut pair_bonds: Vec<_> = pair_bonds.iter().collect();
    pair_bonds.sort_by_key(|row| row.id);
    let mut events: Vec<_> = events.iter().collect();
    events.sort_by_key(|row| row.id);
    let event = |row: &&sarf_shared::family::Event| {
        let mut value = event_value(row);
        for key in ["dateTime", "endDateTime"] {
            let unread = value.get(key).and_then(Value::as_str).is_some_and(|text| !is_moment(text));
            if fresh.contains(&row.id) && unread {
                value[key] = json!("INVALID");
            }
        }
        value
    };
    json!({
        "people": people.into_iter().map(committed_person_value).collect::<Vec<_>>(),
        "events": events.iter().map(event).collect::<Vec<_>>(),
        "pair_bonds": pair_bonds.into_iter().map(bond_value).collect::<Vec<_>>(),
        "pdp": pdp_value(pdp),
        "lastItemId": last_item_id,
    })
}

fn committed_person_value(person: &Person) -> Value {
    let mut value = person_value(person);
    if person.primary {
        value["primary"] = json!(true);
    }
    value
}

fn is_moment(text: &str) -> bool {
    text.is_empty() || chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S").is_ok()
}

fn commit_pdp_items(input: &Value) -> Answer {
    let diagram: Diagram = read(input, "diagram")?;
    let ids: Vec<ItemId> = read(input, "item_ids")?;
    let (after, done) = diagram.commit(&ids)?;
    let mapping: Vec<_> = done.id_mapping.iter().collect();
    let fresh = done.id_mapping.values().copied().collect();
    Ok(json!({ "id_mapping": mapping, "diagram": diagram_value(&after, &fresh) }))
}

fn changed(input: &Value, change: impl Fn(&mut Diagram, ItemId) -> Result<(), DiagramError>) -> Answer {
    let mut diagram: Diagram = read(input, "diagram")?;
    let Some(id) = input.get("item_id").and_then(Value::as_i64) else {
        return Err(Refused("item_id is missing".into()));
    };
    change(&mut diagram, ItemId(id))?;
    Ok(json!({ "diagram": diagram_value(&diagram, &BTreeSet::new()) }))
}

fn apply_parent_edits(input: &Value) -> Answer {
    let mut diagram: Diagram = read(input, "diagram")?;
    let applied = diagram.apply_parent_edits();
    Ok(json!({ "diagram": diagram_value(&diagram, &BTreeSet::new()), "result": applied }))
}

fn ensure_chat_defaults(input: &Value) -> Answer {
    let mut diagram: Diagram = read(input, "diagram")?;
    let who = diagram.ensure_chat_people();
    let result = json!([who.subject, who.coach, who.added]);
    Ok(json!({ "diagram": diagram_value(&diagram, &BTreeSet::new()), "result": result }))
}

fn restage_new_items(input: &Value) -> Answer {
    let (working, original): (Diagram, Diagram) = (read(input, "working")?, read(input, "original")?);
    let pool: Pdp = restage(&working.family, &original.family);
    Ok(json!({ "pdp": pdp_value(&pool) }))
}

#[derive(Clone, PartialEq)]
struct Row(Value);

impl HasId for Row {
    type Id = String;

    fn id(&self) -> Option<String> {
        self.0.get("id").filter(|id| !id.is_null()).map(Value::to_string)
    }
}

fn apply_local_changes(input: &Value) -> Answer {
    let rows = |key: &str| -> Result<Vec<Row>, serde_json::Error> {
        Ok(read::<Vec<Value>>(input, key)?.into_iter().map(Row).collect())
    };
    let merged = merge(&rows("server")?, &rows("snapshot")?, &rows("local")?);
    Ok(json!({ "items": merged.into_iter().map(|row| row.0).collect::<Vec<_>>() }))
}
