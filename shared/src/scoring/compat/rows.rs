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
    DateCertainty, Event, EventKind, Gender, ItemId, PairBond, Person, RelationshipKind, VariableShift,
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

/// An event as a row. Id and kind must be there (the id may be null); an unknown kind or certainty is refused.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventRow<'a> {
    /// Id; null happens, a missing field is an error.
    #[serde(deserialize_with = "present")]
    pub id: Option<i64>,
    /// What kind.
    pub kind: EventKind,
    /// The actor.
    #[serde(default)]
    pub person: Option<i64>,
    /// The partner.
    #[serde(default)]
    pub spouse: Option<i64>,
    /// The child born or adopted.
    #[serde(default)]
    pub child: Option<i64>,
    /// Description, used by the exact match only.
    #[serde(default, borrow)]
    pub description: Option<Text<'a>>,
    /// Notes; never scored.
    #[serde(default, borrow)]
    pub notes: Option<Text<'a>>,
    /// Location; never scored.
    #[serde(default, borrow)]
    pub location: Option<Text<'a>>,
    /// When, in any writing.
    #[serde(default, borrow, rename = "dateTime")]
    pub date_time: Option<Text<'a>>,
    /// Until when; used by the exact match only.
    #[serde(default, borrow, rename = "endDateTime")]
    pub end_date_time: Option<Text<'a>>,
    /// How sure the date is: missing = certain, null stays null (and counts as approximate).
    #[serde(default = "certain", rename = "dateCertainty")]
    pub date_certainty: Option<DateCertainty>,
    /// Shift in symptom, or an unknown word.
    #[serde(default, borrow)]
    pub symptom: Option<Word<'a, VariableShift>>,
    /// Shift in anxiety, or an unknown word.
    #[serde(default, borrow)]
    pub anxiety: Option<Word<'a, VariableShift>>,
    /// Relationship kind, or an unknown word.
    #[serde(default, borrow)]
    pub relationship: Option<Word<'a, RelationshipKind>>,
    /// Whom the move is aimed at: missing = none, null is an error where it is compared.
    #[serde(default = "no_ids", rename = "relationshipTargets")]
    pub targets: Option<Cow<'a, [ItemId]>>,
    /// The others of a triangle: missing = none, null is an error where it is compared.
    #[serde(default = "no_ids", rename = "relationshipTriangles")]
    pub triangles: Option<Cow<'a, [ItemId]>>,
    /// Shift in functioning, or an unknown word.
    #[serde(default, borrow)]
    pub functioning: Option<Word<'a, VariableShift>>,
    /// How sure the coder is; never scored.
    #[serde(default)]
    pub confidence: Option<f64>,
}

fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Option::<i64>::deserialize(deserializer)
}

fn certain() -> Option<DateCertainty> {
    Some(DateCertainty::Certain)
}

fn no_ids<'a>() -> Option<Cow<'a, [ItemId]>> {
    Some(Cow::Borrowed(&[]))
}

/// What one side proposes: deltas of a statement, or a pending data pool.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Rows<'a> {
    /// People.
    #[serde(default, borrow)]
    pub people: Vec<PersonRow<'a>>,
    /// Events.
    #[serde(default, borrow)]
    pub events: Vec<EventRow<'a>>,
    /// Pair bonds.
    #[serde(default)]
    pub pair_bonds: Vec<BondRow>,
    /// Ids to delete.
    #[serde(default)]
    pub delete: Vec<i64>,
}

impl Rows<'_> {
    /// Nothing proposed, nothing deleted.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty() && self.events.is_empty() && self.pair_bonds.is_empty() && self.delete.is_empty()
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

fn rows<'a>(people: &'a [Person], events: &'a [Event], bonds: &'a [PairBond], delete: &[ItemId]) -> Rows<'a> {
    Rows {
        people: people.iter().map(PersonRow::from).collect(),
        events: events.iter().map(EventRow::from).collect(),
        pair_bonds: bonds.iter().map(BondRow::from).collect(),
        delete: delete.iter().map(|ItemId(id)| *id).collect(),
    }
}

impl<'a> From<&'a Deltas> for Rows<'a> {
    fn from(deltas: &'a Deltas) -> Self {
        rows(&deltas.people, &deltas.events, &deltas.pair_bonds, &deltas.delete)
    }
}

impl<'a> From<&'a Pdp> for Rows<'a> {
    fn from(pdp: &'a Pdp) -> Self {
        rows(&pdp.people, &pdp.events, &pdp.pair_bonds, &pdp.delete)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_strict_item_and_the_row_read_from_its_json_are_the_same() {
        let mut event = Event::new(ItemId(-4), EventKind::Shift);
        event.person = Some(ItemId(-1));
        event.symptom = Some(VariableShift::Up);
        event.relationship_targets = vec![ItemId(-2)];
        event.date_time = Some("1990".into());
        let json = serde_json::to_value(&event).unwrap();
        assert_eq!(EventRow::deserialize(&json).unwrap(), EventRow::from(&event));
        let person = Person { name: Some("Ann".into()), gender: Some(Gender::Female), ..Person::new(ItemId(-1)) };
        let json = serde_json::to_value(&person).unwrap();
        assert_eq!(PersonRow::deserialize(&json).unwrap(), PersonRow::from(&person));
    }

    #[test]
    fn an_unknown_optional_word_stays_and_an_unknown_kind_or_certainty_is_refused() {
        let gender = json!({"id": null, "gender": "nonbinary"});
        assert_eq!(PersonRow::deserialize(&gender).unwrap().gender, Some(Word::Raw("nonbinary".into())));
        assert!(EventRow::deserialize(&json!({"id": 1, "kind": "graduated"})).is_err());
        assert!(EventRow::deserialize(&json!({"id": 1, "kind": "shift", "dateCertainty": "sorta"})).is_err());
        assert!(EventRow::deserialize(&json!({"kind": "shift"})).is_err());
        assert!(EventRow::deserialize(&json!({"id": 1})).is_err());
        assert!(EventRow::deserialize(&json!({"id": null, "kind": "shift"})).is_ok());
    }

    #[test]
    fn a_missing_field_is_the_default_and_a_null_stays_null() {
        let missing = json!({"id": 1, "kind": "shift"});
        let row = EventRow::deserialize(&missing).unwrap();
        assert_eq!(row.date_certainty, Some(DateCertainty::Certain));
        assert_eq!(row.targets.as_deref(), Some(&[][..]));
        let null = json!({"id": 1, "kind": "shift", "dateCertainty": null, "relationshipTargets": null});
        let row = EventRow::deserialize(&null).unwrap();
        assert_eq!((row.date_certainty, row.targets), (None, None));
    }
}
