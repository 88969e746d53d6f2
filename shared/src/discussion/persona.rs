//! A persona: the synthetic client and its family as structured facts, so that what it may reveal is known.
//!
//! Shapes only; `persona_check` lists what is wrong with one.

use std::fmt;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::dialogue::DataPoint;
use crate::family::{DateCertainty, EventKind, Gender, RelationshipKind, VariableShift};
use crate::simulation::{AttachmentStyle, Trait};

/// Names a fact of a persona's family: a person by key (`mother`), a bond, event or shift by id (`e_move`).
/// People, bonds, events and shifts of one persona share one namespace.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct FactId(pub String);

impl fmt::Display for FactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for FactId {
    fn from(text: &str) -> Self {
        FactId(text.to_owned())
    }
}

/// A made-up client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Persona {
    /// The name the client goes by; unique among personas.
    pub name: String,
    /// How it talks.
    pub traits: Vec<Trait>,
    /// How it attaches.
    pub attachment_style: AttachmentStyle,
    /// Who they are, in prose; the client model reads it, the extractor never does.
    pub background: String,
    /// The first thing the client says, word for word.
    pub presenting_problem: String,
    /// Facts of the family that the presenting problem lets out. Empty: not said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opening_facts: Vec<FactId>,
    /// What a coach should ask about: intake category and the words that show it was asked.
    pub data_points: Vec<DataPoint>,
    /// The day on which ages hold and the discussion takes place.
    pub as_of: NaiveDate,
    /// The family as facts.
    pub family: FamilyFacts,
}

/// The family of a persona, as facts that can be revealed one by one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FamilyFacts {
    /// The people. Exactly one has relation `self`.
    pub people: Vec<FactPerson>,
    /// The pair bonds.
    pub pair_bonds: Vec<FactBond>,
    /// Structural events.
    pub events: Vec<FactEvent>,
    /// Shifts in SARF variables.
    pub shifts: Vec<FactShift>,
}

impl FamilyFacts {
    /// The ids of all facts: people, bonds, events, shifts.
    pub fn facts(&self) -> impl Iterator<Item = &FactId> {
        let people = self.people.iter().map(|person| &person.key);
        let bonds = self.pair_bonds.iter().map(|bond| &bond.id);
        let events = self.events.iter().map(|event| &event.id);
        people.chain(bonds).chain(events).chain(self.shifts.iter().map(|shift| &shift.id))
    }
}

/// A person of a persona's family.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactPerson {
    /// Key by which bonds, events and shifts name this person.
    pub key: FactId,
    /// First name (and, where told, family name).
    pub name: String,
    /// Relation to the client: `self`, `mother`, `maternal grandmother`, `husband`, ...
    pub relation: String,
    /// Gender.
    pub gender: Gender,
    /// Birth date; 1 January stands for "that year".
    #[serde(default)]
    pub birth: Option<NaiveDate>,
    /// Death date, if dead; 1 January stands for "that year".
    #[serde(default)]
    pub death: Option<NaiveDate>,
}

/// A pair bond of a persona's family.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactBond {
    /// Id.
    pub id: FactId,
    /// One partner.
    pub a: FactId,
    /// The other.
    pub b: FactId,
    /// Whether they are or were married.
    pub married: bool,
}

/// A dated structural event of a persona's family.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactEvent {
    /// Id.
    pub id: FactId,
    /// Kind; never `shift`.
    pub kind: EventKind,
    /// The actor; for births one parent.
    pub person: FactId,
    /// The partner, for kinds that concern a pair; for births the other parent.
    #[serde(default)]
    pub spouse: Option<FactId>,
    /// The child, for births and adoptions.
    #[serde(default)]
    pub child: Option<FactId>,
    /// When.
    pub date: NaiveDate,
    /// How sure the date is.
    pub certainty: DateCertainty,
    /// A short description.
    #[serde(default)]
    pub description: String,
}

/// What shifted. One variable a shift (coding rule 1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shifted {
    /// Symptom.
    Symptom(VariableShift),
    /// Anxiety.
    Anxiety(VariableShift),
    /// Functioning.
    Functioning(VariableShift),
    /// A relationship move.
    Relationship {
        /// Which kind.
        kind: RelationshipKind,
        /// Whom it is aimed at.
        targets: Vec<FactId>,
        /// The other people of a triangle.
        #[serde(default)]
        triangles: Vec<FactId>,
    },
}

/// A dated shift of a persona's family.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactShift {
    /// Id.
    pub id: FactId,
    /// The actor.
    pub person: FactId,
    /// When.
    pub date: NaiveDate,
    /// How sure the date is.
    pub certainty: DateCertainty,
    /// A short description.
    pub description: String,
    /// What shifted.
    pub shifted: Shifted,
}
