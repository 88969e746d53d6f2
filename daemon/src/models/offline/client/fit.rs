//! How well each fact still in answers what was asked: asked people first, then themes, then what lies near in time or in
//! the family. Says which comes next; telling it is `choose`'s.

use chrono::NaiveDate;
use sarf_shared::discussion::{FactEvent, FactId, FactShift, Shifted};
use sarf_shared::family::{EventKind, Gender};

use super::hear::{Heard, Theme};
use super::lexicon::{Role, role};
use super::speech::{Speech, others};

/// Something a client can say next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Beat {
    Person(FactId),
    Event(FactId),
    Shift(FactId),
}

/// From this score on a fact is about what was asked; below, it only lies near what was said before.
pub(super) const ASKED: u32 = 20;

/// The best thing to say next and how well it answers.
pub(super) fn best(
    speech: &mut Speech<'_>,
    heard: &Heard,
    near: &[FactId],
    last_date: Option<NaiveDate>,
    chosen: &[Beat],
    deeds: bool,
) -> Option<(u32, Beat)> {
    let mut beats: Vec<(u32, Beat)> = Vec::new();
    for event in speech.events_in() {
        beats.push((score_event(speech, heard, near, last_date, event), Beat::Event(event.id.clone())));
    }
    for shift in speech.shifts_in() {
        beats.push((score_shift(speech, heard, near, last_date, shift), Beat::Shift(shift.id.clone())));
    }
    let nobody_asked = heard.people.is_empty() && heard.absent.is_empty() && !heard.back;
    for person in &speech.persona.family.people {
        if matches!(role(person), Role::Own | Role::Loss) || speech.is_named(&person.key) {
            continue;
        }
        let asked = heard.people.contains(&person.key);
        let score = match (asked, speech.is_out(&person.key)) {
            (true, true) if heard.themes.contains(&Theme::Names) => 70,
            (true, false) => 52,
            (true, true) => 18,
            (false, false) if heard.themes.contains(&Theme::Family) && nobody_asked => 24,
            (false, false) => 3,
            (false, true) => 0,
        };
        beats.push((score, Beat::Person(person.key.clone())));
    }
    if deeds {
        beats.retain(|(_, beat)| is_deed(speech, beat));
    }
    let mut best: Option<(u32, u32, Beat)> = None;
    for (score, beat) in beats {
        let noisy = score + speech.dice.below(9) as u32;
        if score > 0 && !chosen.contains(&beat) && best.as_ref().is_none_or(|(top, ..)| noisy > *top) {
            best = Some((noisy, score, beat));
        }
    }
    best.map(|(_, score, beat)| (score, beat))
}

/// Whether a beat tells something that happened, and not only who somebody is or how old.
pub(super) fn is_deed(speech: &Speech<'_>, beat: &Beat) -> bool {
    match beat {
        Beat::Person(_) => false,
        Beat::Shift(_) => true,
        Beat::Event(id) => speech.persona.family.events.iter().any(|event| {
            let ours =
                speech.is_own(&event.person) || event.spouse.as_ref().is_some_and(|spouse| speech.is_own(spouse));
            &event.id == id && (event.kind != EventKind::Birth || ours)
        }),
    }
}

fn around(heard: &Heard, last: Option<NaiveDate>, date: NaiveDate) -> u32 {
    match last {
        Some(last) if heard.themes.contains(&Theme::Around) => {
            let days = (date - last).num_days().abs();
            if days < 500 {
                34
            } else if days < 900 {
                14
            } else {
                0
            }
        }
        _ => 0,
    }
}

fn score_event(speech: &Speech<'_>, heard: &Heard, near: &[FactId], last: Option<NaiveDate>, event: &FactEvent) -> u32 {
    let offspring = event.child.as_ref();
    if event.kind == EventKind::Birth && offspring.is_some_and(|child| speech.is_own(child)) {
        // One's own birth comes up where ages do.
        let ages = [Theme::Ages, Theme::Births].iter().any(|theme| heard.themes.contains(theme));
        return if ages || heard.siblings { 30 } else { 2 };
    }
    let asked = |key: &FactId| heard.people.contains(key);
    let mut score = 4;
    score += match offspring {
        Some(child) if asked(child) => 42,
        Some(child) => {
            let lost = speech.person(child).is_some_and(|person| person.gender == Gender::Miscarriage);
            let ours =
                speech.is_own(&event.person) || event.spouse.as_ref().is_some_and(|spouse| speech.is_own(spouse));
            if heard.children && ours || lost && asked(&event.person) && !speech.is_own(&event.person) {
                30
            } else if near.contains(child) {
                12
            } else {
                0
            }
        }
        None => {
            let pair = asked(&event.person) && event.spouse.as_ref().is_some_and(asked);
            let one = asked(&event.person) || event.spouse.as_ref().is_some_and(asked);
            let by = near.contains(&event.person) || event.spouse.as_ref().is_some_and(|spouse| near.contains(spouse));
            if pair {
                44
            } else if one {
                36
            } else if by {
                10
            } else {
                0
            }
        }
    };
    let theme = match event.kind {
        EventKind::Death => Theme::Deaths,
        EventKind::Moved => Theme::Moves,
        EventKind::Married | EventKind::Bonded => Theme::Marriages,
        EventKind::Separated | EventKind::Divorced => Theme::Partings,
        _ => Theme::Births,
    };
    // A theme alone is an answer when nobody in particular was asked about.
    if heard.themes.contains(&theme) || (theme == Theme::Births && heard.themes.contains(&Theme::Ages)) {
        score += match (heard.people.is_empty(), heard.back) {
            (true, false) => 32,
            // What else there was of the kind is not what the question points back to.
            (true, true) => 8,
            (false, _) => 14,
        };
    }
    score += around(heard, last, event.date);
    if heard.people.is_empty() && heard.themes.is_empty() && (speech.persona.as_of - event.date).num_days() < 900 {
        score += 14;
    }
    score
}

fn score_shift(speech: &Speech<'_>, heard: &Heard, near: &[FactId], last: Option<NaiveDate>, shift: &FactShift) -> u32 {
    let own = speech.is_own(&shift.person);
    let mut score = 5;
    if heard.people.contains(&shift.person) && !own {
        score += 34;
    }
    if others(&shift.shifted).any(|other| heard.people.contains(other)) {
        score += 26;
    }
    if near.contains(&shift.person) && !own {
        score += 10;
    }
    let theme = match shift.shifted {
        Shifted::Symptom(_) => Theme::Symptoms,
        Shifted::Anxiety(_) => Theme::Anxiety,
        Shifted::Functioning(_) => Theme::Functioning,
        Shifted::Relationship { .. } => Theme::Relations,
    };
    let recent = (speech.persona.as_of - shift.date).num_days() < 900;
    if heard.themes.contains(&Theme::Onset) && own && recent && theme != Theme::Relations {
        score += 26;
    }
    if heard.themes.contains(&theme) {
        score += match (own || heard.people.is_empty(), heard.back && heard.people.is_empty()) {
            (_, true) => 8,
            (true, false) => 24,
            (false, false) => 14,
        };
    }
    score += around(heard, last, shift.date);
    if heard.people.is_empty() && heard.themes.is_empty() && (speech.persona.as_of - shift.date).num_days() < 900 {
        score += 16;
    }
    score
}
