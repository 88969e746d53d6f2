//! Rows as lenient as the published method reads them: ids may be missing or null, lists null, optional words unknown.
//!
//! The strict types of `family` and `pdp` convert into rows without copying text, so both go through one matcher.
//! Rows hold no rule; unknown fields are ignored, evidence is not scored.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use crate::family::{
    DateCertainty, Event, EventKind, Gender, ItemId, PairBond, Person, RelationshipKind, UnknownWord, VariableShift,
};
use crate::pdp::{Deltas, Pdp};

/// Text borrowed from where it was read, if it can be.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text<'a>(pub Cow<'a, str>);

impl std::ops::Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Serialize for Text<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text")
            }
            fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
            fn visit_string<E: de::Error>(self, text: String) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text)))
            }
        }
        deserializer.deserialize_str(TextVisitor)
    }
}

/// A word of a vocabulary, or whatever else was written in its place.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Word<'a, T> {
    /// A word of the vocabulary.
    Known(T),
    /// Not in the vocabulary; equal only to the same text.
    Raw(Cow<'a, str>),
}

impl<T: Serialize> Serialize for Word<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Word::Known(value) => value.serialize(serializer),
            Word::Raw(text) => serializer.serialize_str(text),
        }
    }
}

impl<'de: 'a, 'a, T: FromStr> Deserialize<'de> for Word<'a, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(deserializer)?;
        Ok(T::from_str(&text).map(Word::Known).unwrap_or(Word::Raw(text.0)))
    }
}

impl<T: FromStr> Word<'_, T> {
    fn of(value: Option<T>) -> Option<Self> {
        value.map(Word::Known)
    }
}

/// A person as a row.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PersonRow<'a> {
    /// Id; null happens.
    #[serde(default)]
    pub id: Option<i64>,
    /// First name or placeholder: the only name that is compared.
    #[serde(default, borrow)]
    pub name: Option<Text<'a>>,
    /// Family name, used by the exact match only.
    #[serde(default, borrow)]
    pub last_name: Option<Text<'a>>,
    /// Gender or an unknown word.
    #[serde(default, borrow)]
    pub gender: Option<Word<'a, Gender>>,
    /// The pair bond this person is a child of.
    #[serde(default)]
    pub parents: Option<i64>,
    /// How sure the coder is; never scored.
    #[serde(default)]
    pub confidence: Option<f64>,
}

/// A pair bond as a row.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct BondRow {
    /// Id; null happens.
    #[serde(default)]
    pub id: Option<i64>,
    /// One of the two.
    #[serde(default)]
    pub person_a: Option<i64>,
    /// The other.
    #[serde(default)]
    pub person_b: Option<i64>,
    /// Married; never scored.
    #[serde(default)]
    pub married: Option<bool>,
    /// How sure the coder is; never scored.
    #[serde(default)]
    pub confidence: Option<f64>,
}

/// An event as a row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EventRow<'a> {
    /// Id; null happens.
    pub id: Option<i64>,
    /// What kind.
    pub kind: EventKind,
    /// The actor.
    pub person: Option<i64>,
    /// The partner.
    pub spouse: Option<i64>,
    /// The child born or adopted.
    pub child: Option<i64>,
    /// Description, used by the exact match only.
    pub description: Option<Text<'a>>,
    /// Notes; never scored.
    pub notes: Option<Text<'a>>,
    /// Location; never scored.
    pub location: Option<Text<'a>>,
    /// When, in any writing.
    #[serde(rename = "dateTime")]
    pub date_time: Option<Text<'a>>,
    /// Until when; used by the exact match only.
    #[serde(rename = "endDateTime")]
    pub end_date_time: Option<Text<'a>>,
    /// How sure the date is: missing = certain, null stays null (and counts as approximate).
    #[serde(rename = "dateCertainty")]
    pub date_certainty: Option<DateCertainty>,
    /// Shift in symptom, or an unknown word.
    pub symptom: Option<Word<'a, VariableShift>>,
    /// Shift in anxiety, or an unknown word.
    pub anxiety: Option<Word<'a, VariableShift>>,
    /// Relationship kind, or an unknown word.
    pub relationship: Option<Word<'a, RelationshipKind>>,
    /// Whom the move is aimed at: missing = none, null is an error where it is compared.
    #[serde(rename = "relationshipTargets")]
    pub targets: Option<Cow<'a, [ItemId]>>,
    /// The others of a triangle: missing = none, null is an error where it is compared.
    #[serde(rename = "relationshipTriangles")]
    pub triangles: Option<Cow<'a, [ItemId]>>,
    /// Shift in functioning, or an unknown word.
    pub functioning: Option<Word<'a, VariableShift>>,
    /// How sure the coder is; never scored.
    pub confidence: Option<f64>,
}

/// Why an event cannot be used. It is found when the rows are read and matters when they are scored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RowFault {
    /// The event has no field of that name.
    #[error("an event has no \"{0}\"; every event needs an id and a kind")]
    Missing(&'static str),
    /// The event's kind or certainty is not a word of the vocabulary.
    #[error(transparent)]
    UnknownWord(#[from] UnknownWord),
}

/// An event as it is written, before its kind and certainty are known to be words of the vocabulary.
#[derive(Deserialize)]
struct WrittenEvent<'a> {
    #[serde(default, deserialize_with = "present")]
    id: Option<Option<i64>>,
    #[serde(default, borrow)]
    kind: Option<Text<'a>>,
    #[serde(default)]
    person: Option<i64>,
    #[serde(default)]
    spouse: Option<i64>,
    #[serde(default)]
    child: Option<i64>,
    #[serde(default, borrow)]
    description: Option<Text<'a>>,
    #[serde(default, borrow)]
    notes: Option<Text<'a>>,
    #[serde(default, borrow)]
    location: Option<Text<'a>>,
    #[serde(default, borrow, rename = "dateTime")]
    date_time: Option<Text<'a>>,
    #[serde(default, borrow, rename = "endDateTime")]
    end_date_time: Option<Text<'a>>,
    #[serde(default = "certain", borrow, rename = "dateCertainty")]
    date_certainty: Option<Text<'a>>,
    #[serde(default, borrow)]
    symptom: Option<Word<'a, VariableShift>>,
    #[serde(default, borrow)]
    anxiety: Option<Word<'a, VariableShift>>,
    #[serde(default, borrow)]
    relationship: Option<Word<'a, RelationshipKind>>,
    #[serde(default = "no_ids", rename = "relationshipTargets")]
    targets: Option<Cow<'a, [ItemId]>>,
    #[serde(default = "no_ids", rename = "relationshipTriangles")]
    triangles: Option<Cow<'a, [ItemId]>>,
    #[serde(default, borrow)]
    functioning: Option<Word<'a, VariableShift>>,
    #[serde(default)]
    confidence: Option<f64>,
}

fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<i64>>, D::Error> {
    Option::<i64>::deserialize(deserializer).map(Some)
}

fn certain<'a>() -> Option<Text<'a>> {
    Some(Text(Cow::Borrowed(DateCertainty::Certain.as_str())))
}

fn no_ids<'a>() -> Option<Cow<'a, [ItemId]>> {
    Some(Cow::Borrowed(&[]))
}

impl<'a> TryFrom<WrittenEvent<'a>> for EventRow<'a> {
    type Error = RowFault;

    fn try_from(event: WrittenEvent<'a>) -> Result<Self, RowFault> {
        Ok(EventRow {
            id: event.id.ok_or(RowFault::Missing("id"))?,
            kind: event.kind.ok_or(RowFault::Missing("kind"))?.parse()?,
            person: event.person,
            spouse: event.spouse,
            child: event.child,
            description: event.description,
            notes: event.notes,
            location: event.location,
            date_time: event.date_time,
            end_date_time: event.end_date_time,
            date_certainty: event.date_certainty.map(|word| word.parse()).transpose()?,
            symptom: event.symptom,
            anxiety: event.anxiety,
            relationship: event.relationship,
            targets: event.targets,
            triangles: event.triangles,
            functioning: event.functioning,
            confidence: event.confidence,
        })
    }
}

/// What one side proposes: deltas of a statement, or a pending data pool.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "WrittenRows<'a>", bound(deserialize = "'de: 'a"))]
pub struct Rows<'a> {
    /// People.
    pub people: Vec<PersonRow<'a>>,
    /// Events that can be used.
    pub events: Vec<EventRow<'a>>,
    /// Pair bonds.
    pub pair_bonds: Vec<BondRow>,
    /// Ids to delete.
    pub delete: Vec<i64>,
    /// What is wrong with the first event that cannot be used; rows with a fault are not scored.
    #[serde(skip)]
    pub fault: Option<RowFault>,
}

#[derive(Deserialize)]
struct WrittenRows<'a> {
    #[serde(default, borrow)]
    people: Vec<PersonRow<'a>>,
    #[serde(default, borrow)]
    events: Vec<WrittenEvent<'a>>,
    #[serde(default)]
    pair_bonds: Vec<BondRow>,
    #[serde(default)]
    delete: Vec<i64>,
}

impl<'a> From<WrittenRows<'a>> for Rows<'a> {
    fn from(written: WrittenRows<'a>) -> Self {
        let mut fault = None;
        let mut events = Vec::with_capacity(written.events.len());
        for event in written.events {
            match EventRow::try_from(event) {
                Ok(event) => events.push(event),
                Err(error) => fault = fault.or(Some(error)),
            }
        }
        Rows { people: written.people, events, pair_bonds: written.pair_bonds, delete: written.delete, fault }
    }
}

fn id(id: Option<ItemId>) -> Option<i64> {
    id.map(|ItemId(id)| id)
}

fn text(text: &Option<String>) -> Option<Text<'_>> {
    text.as_deref().map(|text| Text(Cow::Borrowed(text)))
}

impl<'a> From<&'a Person> for PersonRow<'a> {
    fn from(person: &'a Person) -> Self {
        PersonRow {
            id: Some(person.id.0),
            name: text(&person.name),
            last_name: text(&person.last_name),
            gender: Word::of(person.gender),
            parents: id(person.parents),
            confidence: person.confidence,
        }
    }
}

impl From<&PairBond> for BondRow {
    fn from(bond: &PairBond) -> Self {
        BondRow {
            id: Some(bond.id.0),
            person_a: id(bond.person_a),
            person_b: id(bond.person_b),
            married: bond.married,
            confidence: bond.confidence,
        }
    }
}

impl<'a> From<&'a Event> for EventRow<'a> {
    fn from(event: &'a Event) -> Self {
        EventRow {
            id: Some(event.id.0),
            kind: event.kind,
            person: id(event.person),
            spouse: id(event.spouse),
            child: id(event.child),
            description: text(&event.description),
            notes: text(&event.notes),
            location: text(&event.location),
            date_time: text(&event.date_time),
            end_date_time: text(&event.end_date_time),
            date_certainty: event.date_certainty,
            symptom: Word::of(event.symptom),
            anxiety: Word::of(event.anxiety),
            relationship: Word::of(event.relationship),
            targets: Some(Cow::Borrowed(&event.relationship_targets)),
            triangles: Some(Cow::Borrowed(&event.relationship_triangles)),
            functioning: Word::of(event.functioning),
            confidence: event.confidence,
        }
    }
}

impl<'a> Rows<'a> {
    /// The rows of strict items.
    pub fn of(people: &'a [Person], events: &'a [Event], bonds: &'a [PairBond], delete: &[ItemId]) -> Self {
        Rows {
            people: people.iter().map(PersonRow::from).collect(),
            events: events.iter().map(EventRow::from).collect(),
            pair_bonds: bonds.iter().map(BondRow::from).collect(),
            delete: delete.iter().map(|ItemId(id)| *id).collect(),
            fault: None,
        }
    }
}

impl<'a> From<&'a Deltas> for Rows<'a> {
    fn from(deltas: &'a Deltas) -> Self {
        Rows::of(&deltas.people, &deltas.events, &deltas.pair_bonds, &deltas.delete)
    }
}

impl<'a> From<&'a Pdp> for Rows<'a> {
    fn from(pdp: &'a Pdp) -> Self {
        Rows::of(&pdp.people, &pdp.events, &pdp.pair_bonds, &pdp.delete)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn event(json: &Value) -> Result<EventRow<'_>, RowFault> {
        EventRow::try_from(WrittenEvent::deserialize(json).unwrap())
    }

    #[test]
    fn a_strict_item_and_the_row_read_from_its_json_are_the_same() {
        let mut shift = Event::new(ItemId(-4), EventKind::Shift);
        shift.person = Some(ItemId(-1));
        shift.symptom = Some(VariableShift::Up);
        shift.relationship_targets = vec![ItemId(-2)];
        shift.date_time = Some("1990".into());
        let json = serde_json::to_value(&shift).unwrap();
        assert_eq!(event(&json).unwrap(), EventRow::from(&shift));
        let person = Person { name: Some("Ann".into()), gender: Some(Gender::Female), ..Person::new(ItemId(-1)) };
        let json = serde_json::to_value(&person).unwrap();
        assert_eq!(PersonRow::deserialize(&json).unwrap(), PersonRow::from(&person));
    }

    #[test]
    fn an_unknown_optional_word_stays_and_an_unknown_kind_or_certainty_is_a_fault() {
        let gender = json!({"id": null, "gender": "nonbinary"});
        assert_eq!(PersonRow::deserialize(&gender).unwrap().gender, Some(Word::Raw("nonbinary".into())));
        assert!(matches!(event(&json!({"id": 1, "kind": "graduated"})), Err(RowFault::UnknownWord(_))));
        let sorta = json!({"id": 1, "kind": "shift", "dateCertainty": "sorta"});
        assert!(matches!(event(&sorta), Err(RowFault::UnknownWord(_))));
        assert_eq!(event(&json!({"kind": "shift"})), Err(RowFault::Missing("id")));
        assert_eq!(event(&json!({"id": 1})), Err(RowFault::Missing("kind")));
        assert!(event(&json!({"id": null, "kind": "shift"})).is_ok());
    }

    #[test]
    fn one_unusable_event_marks_all_rows_and_loses_no_other() {
        let json = json!({"events": [{"id": 1, "kind": "graduated"}, {"id": 2, "kind": "shift"}]});
        let rows = Rows::deserialize(&json).unwrap();
        assert_eq!((rows.events.len(), rows.fault.is_some()), (1, true));
    }

    #[test]
    fn a_missing_field_is_the_default_and_a_null_stays_null() {
        let missing = json!({"id": 1, "kind": "shift"});
        let row = event(&missing).unwrap();
        assert_eq!(row.date_certainty, Some(DateCertainty::Certain));
        assert_eq!(row.targets.as_deref(), Some(&[][..]));
        let null = json!({"id": 1, "kind": "shift", "dateCertainty": null, "relationshipTargets": null});
        let row = event(&null).unwrap();
        assert_eq!((row.date_certainty, row.targets), (None, None));
    }

    #[test]
    fn text_without_escapes_is_borrowed_from_where_it_was_read() {
        let rows: Rows<'_> = serde_json::from_str(r#"{"people": [{"id": 1, "name": "Ann"}]}"#).unwrap();
        assert!(matches!(&rows.people[0].name, Some(Text(Cow::Borrowed("Ann")))));
    }
}
