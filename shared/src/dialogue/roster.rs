//! The roster: every named person of a committed family, as it is handed to the coach of a returning client, so that
//! what is known is not asked again (FACTS section 5). People without a name of their own are left out.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::day::day_of;
use super::kin::other_end;
use super::text::strip;
use crate::family::kinship::is_placeholder;
use crate::family::{EventKind, Family, Gender, ItemId, Person};

/// A roster names no more people than this.
pub const ROSTER_CAP: usize = 60;

/// Names, in lower case, that stand for nobody in particular.
const NOBODY: &[&str] = &["user", "assistant", "unknown", "new person"];

/// The people of a family.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Roster {
    /// The first [`ROSTER_CAP`] of them, in the order of the family.
    pub people: Vec<RosterEntry>,
    /// How many more there are.
    pub extra: usize,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RosterEntry {
    /// The name, without white space at its ends.
    pub name: String,
    /// Male or female; anything else is not told.
    pub gender: Option<Gender>,
    /// Whether this is the client.
    pub is_subject: bool,
    /// The first named partner; never told of the client, whose partners name the client.
    pub partner: Option<Partner>,
    /// Day of birth.
    pub born: Option<NaiveDate>,
    /// Day of death.
    pub died: Option<NaiveDate>,
}

/// Somebody's partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Partner {
    /// The client.
    Subject,
    /// Somebody else, by name.
    Named(String),
}

/// Whose birth a birth event tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Births {
    /// The child's; the person's only where no child is named.
    OfTheChild,
    /// The child's and the person's, though the person may be the parent: the method of the published figures.
    OfAnyoneNamed,
}

/// The roster of a family, seen from `subject` ([`ItemId::SUBJECT`] in sarf's own families).
pub fn roster(family: &Family, subject: ItemId, births: Births) -> Roster {
    let names: HashMap<ItemId, &str> =
        family.people.iter().filter_map(|person| Some((person.id, own_name(person)?))).collect();
    let days = Days::of(family, births);
    let partner = |person: &Person| {
        if person.id == subject {
            return None;
        }
        let bonds = family.pair_bonds.iter().filter(|bond| [bond.person_a, bond.person_b].contains(&Some(person.id)));
        let partner = bonds.filter_map(|bond| other_end(bond, person.id)).find_map(|id| Some((id, *names.get(&id)?)));
        partner.map(|(id, name)| if id == subject { Partner::Subject } else { Partner::Named(name.to_owned()) })
    };
    let entry = |person: &Person| {
        Some(RosterEntry {
            name: own_name(person)?.to_owned(),
            gender: person.gender.filter(|gender| matches!(gender, Gender::Male | Gender::Female)),
            is_subject: person.id == subject,
            partner: partner(person),
            born: days.born.get(&person.id).copied(),
            died: days.died.get(&person.id).copied(),
        })
    };
    let mut people: Vec<RosterEntry> = family.people.iter().filter_map(entry).collect();
    let extra = people.len().saturating_sub(ROSTER_CAP);
    people.truncate(ROSTER_CAP);
    Roster { people, extra }
}

/// Days of birth and death. Of several readable ones the last told counts.
#[derive(Default)]
struct Days {
    born: HashMap<ItemId, NaiveDate>,
    died: HashMap<ItemId, NaiveDate>,
}

impl Days {
    fn of(family: &Family, births: Births) -> Self {
        let mut days = Days::default();
        for event in &family.events {
            let Some(day) = day_of(event) else { continue };
            match event.kind {
                EventKind::Birth => {
                    let person = match births {
                        Births::OfAnyoneNamed => event.person,
                        Births::OfTheChild => event.person.filter(|_| event.child.is_none()),
                    };
                    days.born.extend([person, event.child].into_iter().flatten().map(|id| (id, day)));
                }
                EventKind::Death => days.died.extend(event.person.map(|id| (id, day))),
                _ => {}
            }
        }
        days
    }
}

/// A name that is a name: not empty, nobody in particular, nor a placeholder (whose kinship word is in lower case).
fn own_name(person: &Person) -> Option<&str> {
    let name = strip(person.name.as_deref()?);
    let placeholder =
        is_placeholder(name) && name.rsplit(['\'', '’']).next().is_some_and(|kin| kin == kin.to_lowercase());
    (!name.is_empty() && !placeholder && !NOBODY.contains(&name.to_lowercase().as_str())).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::{Event, PairBond};

    fn person(id: i64, name: &str) -> Person {
        Person { name: Some(name.into()), ..Person::new(ItemId(id)) }
    }

    fn birth(person: Option<i64>, child: Option<i64>, date: &str) -> Event {
        let mut event = Event::new(ItemId(90), EventKind::Birth);
        (event.person, event.child, event.date_time) = (person.map(ItemId), child.map(ItemId), Some(date.into()));
        event
    }

    #[test]
    fn people_without_a_name_of_their_own_are_left_out() {
        let names = [
            "Ann",
            "",
            " ",
            "User",
            "assistant",
            "Unknown",
            "New Person",
            "Ann's spouse",
            "Bo's Spouse",
            "Client's mother",
        ];
        let people = names.iter().zip(3..).map(|(name, id)| person(id, name)).collect();
        let roster = roster(&Family { people, ..Family::default() }, ItemId::SUBJECT, Births::OfTheChild);
        assert_eq!(roster.people.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["Ann", "Bo's Spouse"]);
    }

    #[test]
    fn a_mother_is_not_born_on_the_day_of_her_child() {
        let mut family = Family { people: vec![person(3, "Ann"), person(4, "Ben")], ..Family::default() };
        family.events.push(birth(Some(3), Some(4), "1990-01-02"));
        let born = |births| {
            roster(&family, ItemId::SUBJECT, births).people.iter().map(|p| p.born.is_some()).collect::<Vec<_>>()
        };
        assert_eq!(born(Births::OfTheChild), [false, true]);
        assert_eq!(born(Births::OfAnyoneNamed), [true, true]);
    }

    #[test]
    fn the_client_is_named_as_partner_and_has_none_itself() {
        let family = Family {
            people: vec![person(1, "Ann"), person(4, "Ben"), person(5, "Cid"), person(6, "")],
            pair_bonds: vec![
                PairBond::new(ItemId(10), ItemId(6), ItemId(4)),
                PairBond::new(ItemId(11), ItemId(4), ItemId(1)),
                PairBond::new(ItemId(12), ItemId(5), ItemId(4)),
            ],
            events: Vec::new(),
        };
        let partners: Vec<_> =
            roster(&family, ItemId::SUBJECT, Births::OfTheChild).people.into_iter().map(|p| p.partner).collect();
        assert_eq!(partners, [None, Some(Partner::Subject), Some(Partner::Named("Ben".into()))]);
    }

    #[test]
    fn sixty_people_are_named_and_the_rest_counted() {
        let people = (0..63).map(|n| person(n + 3, &format!("P{n}"))).collect();
        let roster = roster(&Family { people, ..Family::default() }, ItemId::SUBJECT, Births::OfTheChild);
        assert_eq!((roster.people.len(), roster.extra), (60, 3));
    }
}
