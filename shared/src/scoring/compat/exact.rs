//! Whether two codings are the same once ids are renumbered.
//!
//! People are put in order of (name, family name), events of (kind, description, date), bonds of their people's ids;
//! people are renumbered in that order. Parents, certainty, notes, location, `married`, confidence and the ids of
//! events and bonds are not compared (a known weakness: a wrong parent goes unseen).

use std::collections::BTreeMap;

use super::CompatError;
use super::rows::{EventRow, PersonRow, Rows, Word};
use crate::family::{EventKind, Gender, ItemId, RelationshipKind, VariableShift};

type Shift<'r> = Option<&'r Word<'r, VariableShift>>;
type Person<'r> = (Option<&'r str>, Option<&'r str>, Option<&'r Word<'r, Gender>>);

#[derive(PartialEq)]
struct Event<'r> {
    kind: EventKind,
    links: [Option<usize>; 3],
    texts: [Option<&'r str>; 3],
    shifts: [Shift<'r>; 3],
    relationship: Option<&'r Word<'r, RelationshipKind>>,
    others: [Vec<Result<usize, i64>>; 2],
}

#[derive(PartialEq)]
struct Normal<'r> {
    people: Vec<Person<'r>>,
    events: Vec<Event<'r>>,
    bonds: Vec<[Option<usize>; 2]>,
    delete: Vec<i64>,
}

/// Whether the two sides are equal after renumbering.
pub(super) fn is_exact(ai: &Rows<'_>, truth: &Rows<'_>) -> Result<bool, CompatError> {
    let has_null =
        |rows: &Rows<'_>| rows.events.iter().any(|event| event.targets.is_none() || event.triangles.is_none());
    if has_null(ai) || has_null(truth) {
        return Err(CompatError::NullList);
    }
    let sizes = |rows: &Rows<'_>| [rows.people.len(), rows.events.len(), rows.pair_bonds.len(), rows.delete.len()];
    Ok(sizes(ai) == sizes(truth) && normal(ai) == normal(truth))
}

fn normal<'r>(rows: &'r Rows<'_>) -> Normal<'r> {
    let mut people: Vec<&PersonRow<'_>> = rows.people.iter().collect();
    people.sort_by_key(|person| {
        (person.name.as_deref().unwrap_or_default(), person.last_name.as_deref().unwrap_or_default())
    });
    let number: BTreeMap<Option<i64>, usize> = people.iter().enumerate().map(|(at, person)| (person.id, at)).collect();
    let of = |id: Option<i64>| number.get(&id).copied();

    let mut events: Vec<&EventRow<'_>> = rows.events.iter().collect();
    events.sort_by_key(|event| {
        (
            event.kind.as_str(),
            event.description.as_deref().unwrap_or_default(),
            event.date_time.as_deref().unwrap_or_default(),
        )
    });
    let events = events.into_iter().map(|event| event_of(event, &of)).collect();

    let mut bonds: Vec<_> = rows.pair_bonds.iter().collect();
    bonds.sort_by_key(|bond| (bond.person_a.unwrap_or(0), bond.person_b.unwrap_or(0)));
    let mut delete = rows.delete.clone();
    delete.sort_unstable();
    Normal {
        people: (people.iter())
            .map(|person| (person.name.as_deref(), person.last_name.as_deref(), person.gender.as_ref()))
            .collect(),
        events,
        bonds: bonds.iter().map(|bond| [of(bond.person_a), of(bond.person_b)]).collect(),
        delete,
    }
}

fn event_of<'r>(event: &'r EventRow<'_>, of: &impl Fn(Option<i64>) -> Option<usize>) -> Event<'r> {
    let others = |list: Option<&[ItemId]>| -> Vec<Result<usize, i64>> {
        list.unwrap_or_default().iter().map(|ItemId(id)| of(Some(*id)).ok_or(*id)).collect()
    };
    Event {
        kind: event.kind,
        links: [of(event.person), of(event.spouse), of(event.child)],
        texts: [event.description.as_deref(), event.date_time.as_deref(), event.end_date_time.as_deref()],
        shifts: [event.symptom.as_ref(), event.anxiety.as_ref(), event.functioning.as_ref()],
        relationship: event.relationship.as_ref(),
        others: [others(event.targets.as_deref()), others(event.triangles.as_deref())],
    }
}
