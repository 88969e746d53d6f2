//! The four lists of a coding, read item by item.

use serde_json::Value;

use super::fields::Fields;
use crate::coding::Problems;
use crate::family::{DateCertainty, Event, ItemId, PairBond, Person};
use crate::pdp::Deltas;

/// Deltas as read, and whether the file says more of them than is understood.
pub(super) struct ReadDeltas {
    pub(super) deltas: Deltas,
    /// Fields were met that mean nothing here.
    pub(super) says_more: bool,
}

/// Reads deltas; whatever is wrong is noted, and the rest is read on.
pub(super) fn read(value: &Value, place: &str, problems: &mut Problems) -> ReadDeltas {
    let mut all = ReadDeltas { deltas: Deltas::default(), says_more: false };
    let Some(mut fields) = Fields::of(value, place, problems) else { return all };
    let mut says_more = false;
    let place = |list: &str, index: usize| format!("{}[{index}]", super::fields::join(place, list));
    for (index, value) in fields.list("people", problems).iter().enumerate() {
        let Some(mut fields) = Fields::of(value, place("people", index), problems) else { continue };
        all.deltas.people.extend(person(&mut fields, problems));
        says_more |= unknown(&fields, problems);
    }
    for (index, value) in fields.list("events", problems).iter().enumerate() {
        let Some(mut fields) = Fields::of(value, place("events", index), problems) else { continue };
        all.deltas.events.extend(event(&mut fields, problems));
        says_more |= unknown(&fields, problems);
    }
    for (index, value) in fields.list("pair_bonds", problems).iter().enumerate() {
        let Some(mut fields) = Fields::of(value, place("pair_bonds", index), problems) else { continue };
        all.deltas.pair_bonds.extend(bond(&mut fields, problems));
        says_more |= unknown(&fields, problems);
    }
    all.deltas.delete = fields.ids("delete", problems);
    all.says_more = says_more | unknown(&fields, problems);
    all
}

/// Warns of fields that mean nothing here: most are kept from another system, some are misspelt.
fn unknown(fields: &Fields<'_>, problems: &mut Problems) -> bool {
    let others = fields.others();
    for (key, _) in others.iter().filter(|(_, value)| !value.is_null()) {
        let key: String = key.chars().filter(|c| !c.is_control()).take(40).collect();
        problems.warn(fields.at(&key), "this field means nothing here; it is kept");
    }
    !others.is_empty()
}

fn own_id(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<ItemId> {
    if fields.value("id").is_none() {
        problems.error(fields.place.clone(), "it has no id");
        return None;
    }
    fields.id("id", problems)
}

fn owned(text: Option<&str>) -> Option<String> {
    text.map(str::to_owned)
}

fn evidence(fields: &mut Fields<'_>, problems: &mut Problems) -> Vec<String> {
    let list = fields.list("evidence", problems);
    let texts: Vec<String> = list.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect();
    if texts.len() < list.len() {
        problems.error(fields.at("evidence"), "a list of texts is wanted here");
    }
    texts
}

fn person(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<Person> {
    let id = own_id(fields, problems);
    let person = Person {
        name: owned(fields.text("name", problems)),
        last_name: owned(fields.text("last_name", problems)),
        gender: fields.word("gender", problems),
        parents: fields.id("parents", problems),
        confidence: fields.share("confidence", problems),
        evidence: evidence(fields, problems),
        // Who the subject is, is not a coder's to say; the mark is known and means nothing in a coding.
        primary: fields.boolean("primary", problems).is_some_and(|_| false),
        ..Person::new(id.unwrap_or(ItemId(0)))
    };
    id.map(|_| person)
}

fn bond(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<PairBond> {
    let id = own_id(fields, problems);
    let bond = PairBond {
        id: id.unwrap_or(ItemId(0)),
        person_a: fields.id("person_a", problems),
        person_b: fields.id("person_b", problems),
        married: fields.boolean("married", problems),
        confidence: fields.share("confidence", problems),
        evidence: evidence(fields, problems),
    };
    id.map(|_| bond)
}

fn event(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<Event> {
    let id = own_id(fields, problems);
    let before = problems.errors.len();
    let kind = fields.word("kind", problems);
    if kind.is_none() && problems.errors.len() == before {
        problems.error(fields.place.clone(), "it has no kind");
    }
    // A missing certainty is `certain`, an explicit null says nothing (see `Event::date_certainty`).
    let says_certainty = fields.others().contains_key("dateCertainty");
    let certainty = fields.word::<DateCertainty>("dateCertainty", problems);
    let event = Event {
        id: id.unwrap_or(ItemId(0)),
        kind: kind?,
        person: fields.id("person", problems),
        spouse: fields.id("spouse", problems),
        child: fields.id("child", problems),
        description: owned(fields.text("description", problems)),
        notes: owned(fields.text("notes", problems)),
        location: owned(fields.text("location", problems)),
        date_time: fields.date("dateTime", problems),
        end_date_time: fields.date("endDateTime", problems),
        date_certainty: if says_certainty { certainty } else { Some(DateCertainty::Certain) },
        symptom: fields.word("symptom", problems),
        anxiety: fields.word("anxiety", problems),
        relationship: fields.word("relationship", problems),
        relationship_targets: fields.ids("relationshipTargets", problems),
        relationship_triangles: fields.ids("relationshipTriangles", problems),
        functioning: fields.word("functioning", problems),
        confidence: fields.share("confidence", problems),
        evidence: evidence(fields, problems),
    };
    id.map(|_| event)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::{EventKind, RelationshipKind};

    fn read_text(text: &str) -> (ReadDeltas, Problems) {
        let mut problems = Problems::default();
        let read = read(&serde_json::from_str(text).unwrap(), "d", &mut problems);
        (read, problems)
    }

    #[test]
    fn what_is_written_as_the_types_write_it_is_read_as_they_read_it() {
        let text = r#"{"people":[{"id":-1,"name":"Irena","gender":"female","parents":-4,"confidence":0.9}],
            "events":[{"id":-2,"kind":"shift","person":1,"dateTime":"2024-05-01","dateCertainty":"approximate",
              "relationship":"away","relationshipTargets":[-1],"description":"Avoids","evidence":["w"]},
              {"id":-3,"kind":"death","dateCertainty":null},{"id":-5,"kind":"death"}],
            "pair_bonds":[{"id":-4,"person_a":1,"person_b":-1,"married":false}],"delete":[-9]}"#;
        let (read, problems) = read_text(text);
        assert_eq!(problems, Problems::default());
        assert_eq!(read.deltas, serde_json::from_str::<Deltas>(text).unwrap());
        assert_eq!(read.deltas.events[0].relationship, Some(RelationshipKind::Away));
        assert_eq!((read.deltas.events[1].date_certainty, read.deltas.events[1].kind), (None, EventKind::Death));
        assert!(!read.says_more);
    }

    #[test]
    fn every_problem_is_noted_with_its_path() {
        let text = r#"{"people":[{"name":"x"},{"id":"-1"},{"id":-1,"gender":"femal","confidence":7}],
            "events":[{"id":-2,"kind":"sift"},{"id":-3},{"id":-4,"kind":"shift","dateTime":"2026-02-30","person":"Tim"}],
            "pair_bonds":{}}"#;
        let listed: Vec<String> = read_text(text).1.errors.iter().map(ToString::to_string).collect();
        let expected = [
            "d.people[0]: it has no id",
            "d.people[1].id: an id (a whole number) is wanted here, not text",
            "d.people[2].gender: \"femal\" is not a known gender",
            "d.people[2].confidence: a number from 0 to 1 is wanted here",
            "d.events[0].kind: \"sift\" is not a known event kind",
            "d.events[1]: it has no kind",
            "d.events[2].person: an id (a whole number) is wanted here, not text",
            "d.events[2].dateTime: \"2026-02-30\" is written as a date, but there is no such day",
            "d.pair_bonds: a list is wanted here, not an object",
        ];
        assert_eq!(listed.len(), expected.len(), "{listed:#?}");
        for (told, wanted) in listed.iter().zip(expected) {
            assert!(told.starts_with(wanted), "{told} / {wanted}");
        }
    }

    #[test]
    fn a_field_that_means_nothing_is_a_warning() {
        let (read, problems) = read_text(r#"{"people":[{"id":-1,"nickname":"Rena"}]}"#);
        assert!(read.says_more && problems.errors.is_empty());
        assert_eq!(problems.warnings[0].place, "d.people[0].nickname");
    }
}
