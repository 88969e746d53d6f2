//! What can be wrong with deltas: a closed list.
//!
//! `Display` is the established message, for a model that is asked again; `in_words` is for people.

use std::collections::BTreeSet;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Deltas, Names};
use crate::family::{EventKind, ItemId};

/// A slot of an event that names a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventRole {
    /// The actor.
    Person,
    /// The partner.
    Spouse,
    /// The child.
    Child,
    /// One of those the relationship move is aimed at.
    Target,
    /// One of the others of a triangle.
    Triangle,
}

impl EventRole {
    fn words(self) -> &'static str {
        match self {
            EventRole::Person => "person",
            EventRole::Spouse => "spouse",
            EventRole::Child => "child",
            EventRole::Target => "target",
            EventRole::Triangle => "triangle",
        }
    }
}

/// One of the two ends of a pair bond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BondEnd {
    /// `person_a`.
    A,
    /// `person_b`.
    B,
}

impl fmt::Display for BondEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BondEnd::A => "person_a",
            BondEnd::B => "person_b",
        })
    }
}

/// A reason why deltas cannot be applied as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "rule", rename_all = "snake_case")]
#[allow(missing_docs, reason = "the fields are the ids that the variant's sentence names")]
pub enum Violation {
    /// People, events and bonds of the deltas use the same ids.
    SharedIds { ids: BTreeSet<ItemId> },
    /// A person row edits a committed person who does not exist.
    PersonNotCommitted { person: ItemId },
    /// An event row edits a committed event that does not exist.
    EventNotCommitted { event: ItemId },
    /// A bond row edits a committed bond that does not exist.
    BondNotCommitted { bond: ItemId },
    /// A new person is one of the committed people.
    RepeatsCommittedPerson { person: ItemId, name: String, committed: ItemId },
    /// A new bond joins a committed pair again.
    RepeatsCommittedBond { bond: ItemId, person_a: ItemId, person_b: ItemId },
    /// A new event tells of a committed one again.
    RepeatsCommittedEvent { event: ItemId, kind: EventKind, people: Vec<ItemId> },
    /// A shift needs a description.
    EventNeedsDescription { event: ItemId, kind: EventKind },
    /// An event needs a date.
    EventNeedsDate { event: ItemId, kind: EventKind },
    /// Bonded, married, separated and divorced need both partners.
    EventNeedsSpouse { event: ItemId, kind: EventKind },
    /// Somebody gives birth to themselves.
    BornOfSelf { event: ItemId, kind: EventKind, person: ItemId },
    /// An event refers to a person who is nowhere.
    EventRefersToNobody { event: ItemId, role: EventRole, person: ItemId },
    /// A person's parents are a bond that is nowhere.
    ParentsNowhere { person: ItemId, bond: ItemId },
    /// A person is one of their own parents.
    OwnParent { person: ItemId, bond: ItemId, person_a: Option<ItemId>, person_b: Option<ItemId> },
    /// A bond lacks an end.
    BondLacksEnd { bond: ItemId, end: BondEnd },
    /// A bond's end is a person who is nowhere.
    BondEndNowhere { bond: ItemId, end: BondEnd, person: ItemId },
    /// Two bonds of the deltas join the same pair.
    RepeatsBond { bond: ItemId, dyad: (ItemId, ItemId) },
    /// A delete takes away a person whom a staying event names.
    DeleteOrphansEvent { person: ItemId, event: ItemId },
    /// A delete takes away the parents of a staying person.
    DeleteOrphansPerson { bond: ItemId, person: ItemId },
}

/// A tuple as the established messages print it: `(3,)`, `(3, 4)`.
fn tuple(ids: &[ItemId]) -> String {
    match ids {
        [one] => format!("({one},)"),
        ids => format!("({})", list(ids.iter())),
    }
}

fn list<'a>(ids: impl Iterator<Item = &'a ItemId>) -> String {
    ids.map(ItemId::to_string).collect::<Vec<_>>().join(", ")
}

fn or_none(id: Option<ItemId>) -> String {
    id.map_or_else(|| "None".to_owned(), |id| id.to_string())
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Violation::SharedIds { ids } => {
                write!(f, "Person, Event, and PairBond in delta share same ID(s): {{{}}}", list(ids.iter()))
            }
            Violation::PersonNotCommitted { person } => {
                write!(f, "Delta person has positive ID {person} not in committed diagram")
            }
            Violation::EventNotCommitted { event } => {
                write!(f, "Delta event has positive ID {event} not in committed diagram")
            }
            Violation::BondNotCommitted { bond } => {
                write!(f, "Delta pair_bond has positive ID {bond} not in committed diagram")
            }
            Violation::RepeatsCommittedPerson { person, name, committed } => {
                write!(f, "Delta person {person} '{name}' duplicates committed person {committed}")
            }
            Violation::RepeatsCommittedBond { bond, person_a, person_b } => {
                write!(f, "Delta pair_bond {bond} dyad ({person_a},{person_b}) duplicates a committed pair_bond")
            }
            Violation::RepeatsCommittedEvent { event, kind, people } => {
                write!(f, "Delta event {event} (kind={kind}) duplicates a committed event for {}", tuple(people))
            }
            Violation::EventNeedsDescription { event, kind } => {
                write!(f, "Event {event} (kind={kind}) requires description")
            }
            Violation::EventNeedsDate { event, kind } => write!(f, "Event {event} (kind={kind}) requires dateTime"),
            Violation::EventNeedsSpouse { event, kind } => {
                write!(f, "PairBond event {event} (kind={kind}) requires spouse")
            }
            Violation::BornOfSelf { event, kind, person } => {
                write!(f, "Event {event} (kind={kind}) has person==child=={person} (self-reference)")
            }
            Violation::EventRefersToNobody { event, role, person } => {
                let origin = if person.is_pending() { "PDP" } else { "committed" };
                match role {
                    EventRole::Triangle => {
                        write!(f, "Event {event} references non-existent {origin} person {person} in triangle")
                    }
                    EventRole::Target => {
                        write!(f, "Event {event} references non-existent {origin} relationship target {person}")
                    }
                    role => write!(f, "Event {event} references non-existent {origin} {} {person}", role.words()),
                }
            }
            Violation::ParentsNowhere { person, bond } => {
                write!(f, "Person {person} references non-existent PDP pair_bond {bond}")
            }
            Violation::OwnParent { person, bond, person_a, person_b } => {
                let (a, b) = (or_none(*person_a), or_none(*person_b));
                write!(f, "Person {person} parents=PairBond {bond} contains self (person_a={a}, person_b={b})")
            }
            Violation::BondLacksEnd { bond, end } => write!(f, "PairBond {bond} has null {end}"),
            Violation::BondEndNowhere { bond, end, person } => {
                let origin = if person.is_pending() { "PDP" } else { "committed" };
                write!(f, "PairBond {bond} references non-existent {origin} {end} {person}")
            }
            Violation::RepeatsBond { bond, dyad: (a, b) } => {
                write!(f, "Delta contains duplicate PairBond {bond} for dyad ({a}, {b})")
            }
            Violation::DeleteOrphansEvent { person, event } => {
                write!(f, "Delete of person {person} would orphan event {event}")
            }
            Violation::DeleteOrphansPerson { bond, person } => {
                write!(f, "Delete of pair_bond {bond} would orphan person {person}")
            }
        }
    }
}

impl Violation {
    /// The same for people: the item by name, and what can be done about it.
    pub fn in_words(&self, names: &Names, deltas: &Deltas) -> String {
        let event = |id: &ItemId| match deltas.events.iter().find(|event| event.id == *id) {
            Some(event) => names.event(event),
            None => format!("event {id}"),
        };
        match self {
            Violation::SharedIds { ids } => {
                format!("Several items share the number {}; give each its own.", list(ids.iter()))
            }
            Violation::PersonNotCommitted { person } => {
                format!("There is no committed person {person} to edit; add a new person instead.")
            }
            Violation::EventNotCommitted { event } => {
                format!("There is no committed event {event} to edit; add a new event instead.")
            }
            Violation::BondNotCommitted { bond } => {
                format!("There is no committed pair bond {bond} to edit; add a new pair bond instead.")
            }
            Violation::RepeatsCommittedPerson { name, committed, .. } => {
                format!("{name} seems to be {}, who is already committed; use that person.", names.person(*committed))
            }
            Violation::RepeatsCommittedBond { person_a, person_b, .. } => {
                let (a, b) = (names.person(*person_a), names.person(*person_b));
                format!("{a} and {b} already have a committed pair bond; leave this one out.")
            }
            Violation::RepeatsCommittedEvent { event: id, .. } => {
                format!("\"{}\" is already committed; leave it out or give it its own date.", event(id))
            }
            Violation::EventNeedsDescription { event: id, .. } => {
                format!("\"{}\" needs a short description.", event(id))
            }
            Violation::EventNeedsDate { event: id, .. } => {
                format!("\"{}\" needs a date; an unsure one is fine if its certainty says so.", event(id))
            }
            Violation::EventNeedsSpouse { event: id, .. } => {
                format!("\"{}\" concerns a pair and needs the other person.", event(id))
            }
            Violation::BornOfSelf { event: id, person, .. } => {
                format!("In \"{}\" {} is parent and child at once; clear the parent.", event(id), names.person(*person))
            }
            Violation::EventRefersToNobody { event: id, role, person } => {
                format!("\"{}\" names person {person} as {}, but there is no such person.", event(id), role.words())
            }
            Violation::ParentsNowhere { person, bond } => {
                format!("The parents of {} are pair bond {bond}, which does not exist.", names.person(*person))
            }
            Violation::OwnParent { person, .. } => {
                format!("{} is one of their own parents; clear the parents.", names.person(*person))
            }
            Violation::BondLacksEnd { bond, .. } => {
                format!("Somebody is missing in {}; a pair bond needs two people.", names.bond(*bond))
            }
            Violation::BondEndNowhere { bond, person, .. } => {
                format!("Pair bond {bond} joins person {person}, but there is no such person.")
            }
            Violation::RepeatsBond { bond, .. } => {
                format!("There is more than one of {}; keep one.", names.bond(*bond))
            }
            Violation::DeleteOrphansEvent { person, event: id } => {
                format!("{} cannot be deleted while event {id} names them; delete it too.", names.person(*person))
            }
            Violation::DeleteOrphansPerson { bond, person } => {
                format!(
                    "{} cannot be deleted while they are the parents of {}; clear those first.",
                    names.bond(*bond),
                    names.person(*person)
                )
            }
        }
    }
}
