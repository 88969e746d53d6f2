//! The three kinds of item a family is made of: person, pair bond, event.
//!
//! Field names on the outside are the established ones (`dateTime`, `relationshipTargets`, ...),
//! so existing exports load. Rules about them live in `pdp`; this file holds shapes only.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::{DateCertainty, EventKind, Gender, ItemId, RelationshipKind, VariableShift};

/// A person of the family.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Person {
    /// Id in the shared namespace.
    pub id: ItemId,
    /// First name, or a placeholder such as `Client's mother`.
    #[serde(default)]
    pub name: Option<String>,
    /// Family name.
    #[serde(default)]
    pub last_name: Option<String>,
    /// Gender, where known.
    #[serde(default)]
    pub gender: Option<Gender>,
    /// The pair bond this person is a child of.
    #[serde(default)]
    pub parents: Option<ItemId>,
    /// How sure the coder is, 0 to 1.
    #[serde(default)]
    pub confidence: Option<f64>,
    /// The subject of the diagram, where it says so. Only committed people are marked; no model is asked for it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[schemars(skip)]
    pub primary: bool,
    /// Verbatim words of the statement that support the item; empty means "no evidence".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
}

impl Person {
    /// A person of whom nothing is known but the id.
    pub fn new(id: ItemId) -> Self {
        Person {
            id,
            name: None,
            last_name: None,
            gender: None,
            parents: None,
            confidence: None,
            primary: false,
            evidence: Vec::new(),
        }
    }
}

/// A bond between two people, married or not. Its people are unordered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PairBond {
    /// Id in the shared namespace.
    pub id: ItemId,
    /// One of the two.
    #[serde(default)]
    pub person_a: Option<ItemId>,
    /// The other.
    #[serde(default)]
    pub person_b: Option<ItemId>,
    /// `None` unknown (committed as married), `false` never married.
    #[serde(default)]
    pub married: Option<bool>,
    /// How sure the coder is, 0 to 1.
    #[serde(default)]
    pub confidence: Option<f64>,
    /// Verbatim words of the statement that support the item; empty means "no evidence".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
}

impl PairBond {
    /// A bond between two people of whom nothing more is known.
    pub fn new(id: ItemId, person_a: ItemId, person_b: ItemId) -> Self {
        PairBond {
            id,
            person_a: Some(person_a),
            person_b: Some(person_b),
            married: None,
            confidence: None,
            evidence: Vec::new(),
        }
    }

    /// The two people, smaller id first; `None` while an end is missing.
    pub fn dyad(&self) -> Option<(ItemId, ItemId)> {
        let (a, b) = (self.person_a?, self.person_b?);
        Some((a.min(b), a.max(b)))
    }
}

/// Something that happened: a structural event or a shift in SARF variables.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// Id in the shared namespace.
    pub id: ItemId,
    /// What kind.
    pub kind: EventKind,
    /// The actor.
    #[serde(default)]
    pub person: Option<ItemId>,
    /// The partner, for the kinds that concern a pair.
    #[serde(default)]
    pub spouse: Option<ItemId>,
    /// The child born or adopted.
    #[serde(default)]
    pub child: Option<ItemId>,
    /// A short description; required for shifts.
    #[serde(default)]
    pub description: Option<String>,
    /// Free notes.
    #[serde(default)]
    pub notes: Option<String>,
    /// Where.
    #[serde(default)]
    pub location: Option<String>,
    /// When, ISO 8601.
    #[serde(default, rename = "dateTime")]
    pub date_time: Option<String>,
    /// Until when, ISO 8601.
    #[serde(default, rename = "endDateTime")]
    pub end_date_time: Option<String>,
    /// How sure the date is; a missing field is `certain`, an explicit null stays null.
    #[serde(default = "certain", rename = "dateCertainty")]
    pub date_certainty: Option<DateCertainty>,
    /// Shift in symptom.
    #[serde(default)]
    pub symptom: Option<VariableShift>,
    /// Shift in anxiety.
    #[serde(default)]
    pub anxiety: Option<VariableShift>,
    /// Relationship kind.
    #[serde(default)]
    pub relationship: Option<RelationshipKind>,
    /// People the relationship move is aimed at.
    #[serde(default, rename = "relationshipTargets", deserialize_with = "null_as_empty")]
    pub relationship_targets: Vec<ItemId>,
    /// The other people of a triangle.
    #[serde(default, rename = "relationshipTriangles", deserialize_with = "null_as_empty")]
    pub relationship_triangles: Vec<ItemId>,
    /// Shift in functioning.
    #[serde(default)]
    pub functioning: Option<VariableShift>,
    /// How sure the coder is, 0 to 1.
    #[serde(default)]
    pub confidence: Option<f64>,
    /// Verbatim words of the statement that support the item; empty means "no evidence".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
}

/// Models write `null` for an empty list; it means the same.
fn null_as_empty<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<ItemId>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

fn certain() -> Option<DateCertainty> {
    Some(DateCertainty::Certain)
}

impl Event {
    /// An event of which only id and kind are known.
    pub fn new(id: ItemId, kind: EventKind) -> Self {
        Event {
            id,
            kind,
            person: None,
            spouse: None,
            child: None,
            description: None,
            notes: None,
            location: None,
            date_time: None,
            end_date_time: None,
            date_certainty: certain(),
            symptom: None,
            anxiety: None,
            relationship: None,
            relationship_targets: Vec::new(),
            relationship_triangles: Vec::new(),
            functioning: None,
            confidence: None,
            evidence: Vec::new(),
        }
    }
}
