//! The facts of a persona's family as lines with their ids, for the actor to tell from.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use sarf_shared::discussion::{FactId, FamilyFacts, Persona, Shifted};
use sarf_shared::family::DateCertainty;

/// A line a fact, in the order of the persona, each with the id by which it is revealed.
pub(super) fn lines(persona: &Persona) -> Vec<(FactId, String)> {
    let FamilyFacts { people, pair_bonds, events, shifts } = &persona.family;
    let names: BTreeMap<&FactId, &str> = people.iter().map(|person| (&person.key, person.name.as_str())).collect();
    let name = |key: &FactId| names.get(key).map_or_else(|| key.to_string(), |name| (*name).to_owned());
    let list = |keys: &[FactId]| keys.iter().map(name).collect::<Vec<_>>().join(", ");
    let mut lines = Vec::new();
    for person in people {
        let mut line = format!("{}, your {}, {}", person.name, person.relation, person.gender);
        if person.relation == "self" {
            line = format!("{}: you yourself, {}", person.name, person.gender);
        }
        if let Some(birth) = person.birth {
            line.push_str(&format!(", born {}", day(birth)));
        }
        if let Some(death) = person.death {
            line.push_str(&format!(", died {}", day(death)));
        }
        lines.push((person.key.clone(), line));
    }
    for bond in pair_bonds {
        let kind = if bond.married { "married, now or once" } else { "a couple, never married" };
        lines.push((bond.id.clone(), format!("{} and {}: {kind}", name(&bond.a), name(&bond.b))));
    }
    for event in events {
        let mut line = format!("{}: {}, {}", dated(event.date, event.certainty), event.kind, name(&event.person));
        if let Some(spouse) = &event.spouse {
            line.push_str(&format!(" and {}", name(spouse)));
        }
        if let Some(child) = &event.child {
            line.push_str(&format!(", child {}", name(child)));
        }
        if !event.description.is_empty() {
            line.push_str(&format!(" ({})", event.description));
        }
        lines.push((event.id.clone(), line));
    }
    for shift in shifts {
        let what = match &shift.shifted {
            Shifted::Symptom(way) => format!("symptom {way}"),
            Shifted::Anxiety(way) => format!("anxiety {way}"),
            Shifted::Functioning(way) => format!("functioning {way}"),
            Shifted::Relationship { kind, targets, triangles } => {
                let mut move_ = format!("{kind}, concerning {}", list(targets));
                if !triangles.is_empty() {
                    move_.push_str(&format!(", with {} in it", list(triangles)));
                }
                move_
            }
        };
        let when = dated(shift.date, shift.certainty);
        lines.push((shift.id.clone(), format!("{when}: {}: {} ({what})", name(&shift.person), shift.description)));
    }
    lines
}

/// A date as people say it: 1 January stands for the year.
fn day(date: NaiveDate) -> String {
    if date.month() == 1 && date.day() == 1 { date.year().to_string() } else { date.to_string() }
}

fn dated(date: NaiveDate, certainty: DateCertainty) -> String {
    match certainty {
        DateCertainty::Unknown => "some time".to_owned(),
        DateCertainty::Approximate => format!("about {}", day(date)),
        DateCertainty::Certain => day(date),
    }
}
