//! Which facts an answer lets out, and in which order: what was asked first, then what lies near it.

use chrono::NaiveDate;
use sarf_shared::discussion::{FactEvent, FactId, FactShift, Shifted};
use sarf_shared::family::kinship::{Tie, relation};
use sarf_shared::family::{EventKind, Gender};
use sarf_shared::simulation::{ArcPhase, Trait};

use super::Manner;
use super::hear::{Absent, Heard, Theme};
use super::lexicon::{Role, first_name, role};
use super::speech::{Case, Speech, capital, others, pronoun};
use super::texture::{Place, saying};
use crate::models::ClientPrompt;

/// Something a client can say next.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Beat {
    Person(FactId),
    Event(FactId),
    Shift(FactId),
}

/// Speaks the answer.
pub(super) fn answer(
    speech: &mut Speech<'_>,
    heard: &Heard,
    previous: &[FactId],
    told: &str,
    prompt: &ClientPrompt<'_>,
    manner: &Manner,
) {
    let mut told_facts = denials(speech, heard, told);
    when_again(speech, heard, told, prompt);
    told_facts += groups(speech, heard);
    let last_date = last_date(speech, prompt.revealed);
    let mut since_texture = 0;
    let mut near: Vec<FactId> = previous.to_vec();
    while told_facts < manner.facts && speech.words() * 100 < manner.words * 88 {
        let Some((score, beat)) = best(speech, heard, &near, last_date) else { break };
        // Beyond what was asked a client volunteers a little, an oversharing one a lot, early on hardly anything.
        let sharing = speech.persona.traits.contains(&Trait::Oversharing);
        let wanted = match (told_facts, prompt.phase, sharing) {
            (0, _, _) | (_, _, true) => 0,
            (_, ArcPhase::Early, _) => 30,
            (1, _, _) => 15,
            _ => 22,
        };
        if score < wanted {
            break;
        }
        near = tell(speech, &beat);
        told_facts += 1;
        since_texture += 1;
        colour(speech, &near, told);
        if manner.texture && since_texture >= 2 && speech.words() * 100 < manner.words * 75 && speech.dice.chance(65) {
            texture(speech, told, prompt);
            since_texture = 0;
        }
    }
    let mut tries = 0;
    while manner.texture && speech.words() * 100 < manner.words * 65 && tries < 5 {
        tries += 1;
        texture(speech, told, prompt);
    }
    if told_facts == 0 && speech.words() < 9 {
        let now = speech.text();
        let nothing = [
            "I think I've told you all I know about that.",
            "I don't have anything more on that, I'm afraid.",
            "That's really as much as I can tell you there.",
            "I've come to the end of what I know about it.",
            "There isn't more to that, at least not that I was told.",
        ];
        let left: Vec<&str> =
            nothing.into_iter().filter(|words| !told.contains(words) && !now.contains(words)).collect();
        let words = speech.dice.text(&left).to_owned();
        speech.say(&words);
    }
}

fn texture(speech: &mut Speech<'_>, told: &str, prompt: &ClientPrompt<'_>) {
    let now = speech.text();
    if let Some(words) = saying(&mut speech.dice, Place::Within, prompt.phase, &speech.persona.traits, told, &now) {
        speech.say(words);
        speech.unfocus();
    }
}

/// Says that there is no such relative; counted as an answer.
fn denials(speech: &mut Speech<'_>, heard: &Heard, told: &str) -> usize {
    let mut said = 0;
    for absent in &heard.absent {
        let ways: &[&str] = match absent {
            Absent::Siblings => &[
                "No brothers or sisters, it was just me.",
                "I'm an only child.",
                "There's only me, I was the only one.",
            ],
            Absent::Children => &["I don't have kids.", "No children, no.", "I never had any kids."],
            Absent::Partner => &["There's nobody at the moment.", "I'm on my own these days.", "No, I live by myself."],
            Absent::AuntsUncles => &[
                "No aunts or uncles on that side that I knew.",
                "There weren't any, not that I ever met.",
                "No aunts, no uncles, it was a small family.",
            ],
        };
        let left: Vec<&str> = ways.iter().copied().filter(|words| !told.contains(words)).collect();
        if left.len() == ways.len() {
            let words = speech.dice.text(&left).to_owned();
            speech.say(&words);
            said += 1;
        }
    }
    said
}

/// Asked "when" about what was just told without a year: says it once more.
fn when_again(speech: &mut Speech<'_>, heard: &Heard, told: &str, prompt: &ClientPrompt<'_>) {
    if !heard.themes.contains(&Theme::When) || heard.themes.contains(&Theme::Ages) {
        return;
    }
    let last = prompt.revealed.iter().rev().find_map(|id| dated(speech, id));
    let Some((date, certainty)) = last else { return };
    let year = date.format("%Y").to_string();
    if told.contains(&year) || heard.people.len() > 1 || speech.dice.chance(40) {
        return;
    }
    if let Some(when) = speech.when(date, certainty).filter(|when| !when.starts_with("when")) {
        let words =
            speech.dice.text(&["That was", "That would have been", "I'd say that was", "It must have been"]).to_owned();
        speech.say(&format!("{words} {}.", when.trim_end_matches(',')));
    }
}

fn dated(speech: &Speech<'_>, id: &FactId) -> Option<(NaiveDate, sarf_shared::family::DateCertainty)> {
    let family = &speech.persona.family;
    family
        .events
        .iter()
        .find(|event| &event.id == id)
        .map(|event| (event.date, event.certainty))
        .or_else(|| family.shifts.iter().find(|shift| &shift.id == id).map(|shift| (shift.date, shift.certainty)))
}

fn last_date(speech: &Speech<'_>, revealed: &[FactId]) -> Option<NaiveDate> {
    revealed.iter().rev().find_map(|id| dated(speech, id)).map(|(date, _)| date)
}

/// Brothers and sisters or children in one sentence, when they are asked for as a group and not out yet.
fn groups(speech: &mut Speech<'_>, heard: &Heard) -> usize {
    let mut said = 0;
    for (asked, tie) in [(heard.siblings, Tie::Sibling), (heard.children, Tie::Child)] {
        if !asked {
            continue;
        }
        let all: Vec<FactId> = speech
            .persona
            .family
            .people
            .iter()
            .filter(|person| {
                person.gender != Gender::Miscarriage
                    && relation(&person.relation)
                        .is_some_and(|path| path.len() == 1 && path.iter().all(|step| step.tie == tie))
            })
            .map(|person| person.key.clone())
            .collect();
        let unnamed = all.iter().filter(|key| !speech.is_named(key)).count();
        if unnamed * 2 > all.len() && speech.tell_group(&all, tie == Tie::Child) {
            said += 1;
        }
    }
    said
}

/// The best thing to say next and how well it answers.
fn best(speech: &mut Speech<'_>, heard: &Heard, near: &[FactId], last_date: Option<NaiveDate>) -> Option<(u32, Beat)> {
    let mut beats: Vec<(u32, Beat)> = Vec::new();
    let events: Vec<&FactEvent> = speech.events_in().collect();
    for event in events {
        beats.push((score_event(speech, heard, near, last_date, event), Beat::Event(event.id.clone())));
    }
    let shifts: Vec<&FactShift> = speech.shifts_in().collect();
    for shift in shifts {
        beats.push((score_shift(speech, heard, near, last_date, shift), Beat::Shift(shift.id.clone())));
    }
    for person in &speech.persona.family.people {
        let named = speech.is_named(&person.key);
        if matches!(role(person), Role::Own | Role::Loss) || named {
            continue;
        }
        let asked = heard.people.contains(&person.key);
        let out = speech.is_out(&person.key);
        let score = match (asked, out) {
            (true, false) => 62,
            (true, true) if heard.themes.contains(&Theme::Names) => 70,
            (true, true) => 34,
            (false, false) if heard.themes.contains(&Theme::Family) => 24,
            (false, false) => 6,
            (false, true) => 0,
        };
        beats.push((score, Beat::Person(person.key.clone())));
    }
    let mut best: Option<(u32, Beat)> = None;
    for (score, beat) in beats {
        let score = if score == 0 { 0 } else { score + speech.dice.below(12) as u32 };
        if score > 0 && best.as_ref().is_none_or(|(top, _)| score > *top) {
            best = Some((score, beat));
        }
    }
    best
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
        score += if heard.people.is_empty() { 32 } else { 14 };
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
    if heard.themes.contains(&theme) {
        score += if own || heard.people.is_empty() { 24 } else { 14 };
    }
    score += around(heard, last, shift.date);
    if heard.people.is_empty() && heard.themes.is_empty() && (speech.persona.as_of - shift.date).num_days() < 900 {
        score += 16;
    }
    score
}

/// Tells a beat; the people it was about.
fn tell(speech: &mut Speech<'_>, beat: &Beat) -> Vec<FactId> {
    match beat {
        Beat::Person(key) => {
            speech.tell_person(key);
            vec![key.clone()]
        }
        Beat::Event(id) => {
            let Some(event) = speech.persona.family.events.iter().find(|event| &event.id == id) else {
                return Vec::new();
            };
            speech.tell_event(event);
            // Whatever the sentence was, the event is dealt with; a second telling would be the same again.
            speech.reveal(id);
            match &event.child {
                Some(child) => vec![child.clone()],
                None => std::iter::once(&event.person).chain(event.spouse.as_ref()).cloned().collect(),
            }
        }
        Beat::Shift(id) => {
            let Some(shift) = speech.persona.family.shifts.iter().find(|shift| &shift.id == id) else {
                return Vec::new();
            };
            speech.tell_shift(shift);
            std::iter::once(&shift.person).chain(others(&shift.shifted)).cloned().collect()
        }
    }
}

/// Words that would tell a fact; a sentence of the background that has one is not retold.
const TELLING: &[&str] = &[
    "born", "died", "death", "married", "divorc", "separat", "moved", "miscarr", "adopt", "diagnos", "cut off", "since",
];

/// Now and then, something one remembers of a person just spoken of: a sentence of the background, in the client's words.
fn colour(speech: &mut Speech<'_>, about: &[FactId], told: &str) {
    if !speech.dice.chance(38) {
        return;
    }
    let persona = speech.persona;
    for key in about {
        let Some(person) = speech.person(key) else { continue };
        if speech.is_own(key) {
            continue;
        }
        let name = first_name(person);
        let now = speech.text();
        let found = persona.background.split_inclusive(['.', '\n']).map(str::trim).find_map(|sentence| {
            let rest = sentence.strip_prefix(name)?.strip_prefix(' ')?.trim_end_matches('.');
            let lower = rest.to_lowercase();
            let plain = rest.split_whitespace().count() <= 16
                && !rest.contains(|c: char| c.is_ascii_digit() || c.is_uppercase() && c != 'I')
                && !TELLING.iter().any(|word| lower.contains(word));
            (plain && !told.contains(rest) && !now.contains(rest)).then(|| rest.to_owned())
        });
        if let Some(rest) = found {
            let who = match speech.dice.below(3) {
                0 => pronoun(person.gender, Case::Subject).to_owned(),
                _ => speech.mention(key, Case::Subject),
            };
            // "She" after a sentence about two people would be anybody.
            let who = if about.len() > 1 && ["she", "he"].contains(&who.as_str()) { speech.name_of(key) } else { who };
            speech.say(&format!("{} {rest}.", capital(&who)));
            return;
        }
    }
}
