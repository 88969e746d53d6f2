//! The background in prose: who the people are, what happened, and small things one remembers of each.

use chrono::Datelike;
use sarf_shared::family::{EventKind, Gender};

use super::super::client::{Role, first_name, role};
use super::super::dice::Dice;
use super::colour::Colours;
use super::draft::{Draft, Key};
use super::household::Household;
use super::roots::Roots;

const CLIENT_WORK: &[&str] = &[
    "a dental hygienist",
    "a bus mechanic",
    "a school secretary",
    "a nurse on a surgical ward",
    "a land surveyor",
    "a line cook",
    "a librarian",
    "a software tester",
    "an electrician",
    "a paralegal",
    "a veterinary assistant",
    "a high school chemistry teacher",
    "a loan officer",
    "a physical therapist",
    "a warehouse manager",
    "a piano tuner",
    "a court reporter",
    "a florist",
];

/// Writes the background and keeps its sentences apart, a paragraph a generation.
pub(crate) fn background(dice: &mut Dice, draft: &mut Draft, roots: &Roots, home: &Household, first: &str) -> String {
    let mut colours = Colours::new(dice);
    let age = draft.as_of.years_since(roots.client_birth).unwrap_or(0);
    let work = dice.text(CLIENT_WORK);
    let place = home.place;
    let mut own = vec![format!("{first} is {age}, {work} living in {place}.")];
    if let Some(partner) = &home.partner {
        own.push(format!("{first} shares the house with {}.", draft.name(partner)));
        describe(&mut colours, draft, partner);
    }
    for child in &home.children {
        if draft.as_of.year() - draft.born(child) >= 3
            && let Some(way) = colours.child(draft.gender(child))
        {
            let name = draft.name(child);
            draft.notes.push((child.clone(), format!("{name} {way}.")));
        }
    }
    for key in roots.siblings.iter().chain([&roots.mother, &roots.father]) {
        describe(&mut colours, draft, key);
    }
    for key in [&roots.maternal.0, &roots.maternal.1, &roots.paternal.0, &roots.paternal.1]
        .into_iter()
        .chain(&roots.aunts_uncles)
    {
        describe(&mut colours, draft, key);
    }

    let mut elders: Vec<String> = Vec::new();
    let mut younger: Vec<String> = own;
    for (key, note) in &draft.notes {
        let Some(person) = draft.get(key) else { continue };
        if matches!(role(person), Role::Side(..)) { elders.push(note.clone()) } else { younger.push(note.clone()) }
    }
    let history: Vec<String> = draft
        .facts
        .events
        .iter()
        .filter(|event| !matches!(event.kind, EventKind::Birth))
        .map(|event| format!("{} ({}).", subject(draft, &event.person, &event.description), event.date.year()))
        .collect();
    let shifts: Vec<String> = draft
        .facts
        .shifts
        .iter()
        .map(|shift| {
            let mut letters = shift.description.chars();
            let lower: String =
                letters.next().map(|letter| letter.to_lowercase().chain(letters).collect()).unwrap_or_default();
            let name = draft.get(&shift.person).map(|person| first_name(person).to_owned()).unwrap_or_default();
            format!("In {} {name} {lower}.", shift.date.year())
        })
        .collect();
    [younger, elders, history, shifts]
        .iter()
        .filter(|part| !part.is_empty())
        .map(|part| part.join(" "))
        .collect::<Vec<_>>()
        .join("\n")
}

/// An event's description as a sentence that names its person.
fn subject(draft: &Draft, key: &Key, description: &str) -> String {
    if description.starts_with("Moved") {
        let name = draft.get(key).map(|person| first_name(person).to_owned()).unwrap_or_default();
        return format!("{name} m{}", description.trim_start_matches('M'));
    }
    description.to_owned()
}

/// A trade and a way for a grown person.
fn describe(colours: &mut Colours, draft: &mut Draft, key: &Key) {
    if draft.gender(key) == Gender::Miscarriage {
        return;
    }
    let name = draft.name(key);
    let notes = [colours.trade(), colours.way()];
    for note in notes.into_iter().flatten() {
        draft.notes.push((key.clone(), format!("{name} {note}.")));
    }
}
