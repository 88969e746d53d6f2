//! Which facts an answer lets out, and in which order: what was asked first, then what lies near it.

use chrono::NaiveDate;
use sarf_shared::discussion::{FactId, FactShift, Shifted};
use sarf_shared::family::Gender;
use sarf_shared::family::kinship::{Tie, relation};
use sarf_shared::simulation::{ArcPhase, Trait};

use super::Manner;
use super::fit::{ASKED, Beat, best, is_deed};
use super::hear::{Absent, Heard, Theme};
use super::lexicon::first_name;
use super::musing::musing;
use super::speech::{Case, Speech, capital, others, pronoun};
use super::texture::{Place, saying};
use crate::models::ClientPrompt;

/// Words a told fact takes with what belongs to it, about.
const WORDS_A_FACT: usize = 15;

/// What an answer came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answered {
    /// Something that happened, as asked.
    Story,
    /// Who there is, or that there is nobody.
    Plainly,
    /// Nothing that was asked, and it was said so.
    Aside,
    /// Nothing that was asked.
    No,
}

/// Speaks the answer.
pub(super) fn answer(
    speech: &mut Speech<'_>,
    heard: &Heard,
    previous: &[FactId],
    told: &str,
    prompt: &ClientPrompt<'_>,
    manner: &Manner,
) -> Answered {
    let denied = denials(speech, heard, told);
    when_again(speech, heard, told, prompt);
    let grouped = groups(speech, heard);
    let (beats, volunteered) = plan(speech, heard, previous, prompt, manner, denied + grouped);
    let mut answered = match beats.first() {
        _ if denied + grouped > 0 => Answered::Plainly,
        _ if volunteered => Answered::No,
        Some(beat) if is_deed(speech, beat) => Answered::Story,
        Some(_) => Answered::Plainly,
        None => Answered::No,
    };
    if beats.is_empty() && denied + grouped == 0 {
        muse(speech, heard, told, prompt, true);
    }
    let count = beats.len();
    for (at, beat) in beats.iter().enumerate() {
        let words = speech.words();
        if volunteered && at == 0 && lead(speech, told) {
            answered = Answered::Aside;
        }
        let about = tell(speech, beat);
        if speech.words() == words {
            continue;
        }
        let room = speech.words() + (count - at - 1) * WORDS_A_FACT < manner.words;
        let chance = if !manner.texture {
            12
        } else if room {
            72
        } else {
            25
        };
        if !(speech.dice.chance(chance) && aside(speech, beat, told)) && speech.dice.chance(chance / 2) {
            colour(speech, &about, told);
        }
    }
    // What is left of the target is filled with how it was, not with more facts.
    let mut tries = 0;
    while manner.texture && speech.words() * 100 < manner.words * 68 && tries < 3 {
        tries += 1;
        if tries < 3 { muse(speech, heard, told, prompt, false) } else { texture(speech, told, prompt) }
    }
    answered
}

/// What is told in this turn, in the order of telling.
fn plan(
    speech: &mut Speech<'_>,
    heard: &Heard,
    previous: &[FactId],
    prompt: &ClientPrompt<'_>,
    manner: &Manner,
    said: usize,
) -> (Vec<Beat>, bool) {
    let last = last_date(speech, prompt.revealed);
    let sharing = speech.persona.traits.contains(&Trait::Oversharing);
    let mut near: Vec<FactId> = previous.to_vec();
    let mut chosen: Vec<Beat> = Vec::new();
    // Those of them that are about what was asked.
    let mut fitting: Vec<Beat> = Vec::new();
    let mut volunteered = false;
    while chosen.len() + said < manner.facts && speech.words() + weight(&chosen) < manner.words {
        let first = chosen.is_empty() && said == 0;
        let found = best(speech, heard, &near, last, &chosen, false);
        // What one comes out with unasked is something that happened, not a name or a year of birth.
        let found = match found {
            Some((score, beat)) if first && score < ASKED && !is_deed(speech, &beat) => {
                best(speech, heard, &near, last, &chosen, true)
            }
            found => found,
        };
        let Some((score, beat)) = found else { break };
        // Beyond what was asked a client volunteers what lies near it, an oversharing one anything, early on hardly any.
        let wanted = match (chosen.len() + said, prompt.phase) {
            (0, _) if speech.dice.chance(if sharing { 70 } else { 45 }) => 4,
            (0, _) => ASKED,
            (_, _) if sharing && speech.dice.chance(60) => 8,
            (_, ArcPhase::Early) => 30,
            (_, _) if speech.dice.chance(45) => 14,
            _ => 24,
        };
        if score < wanted {
            break;
        }
        volunteered |= first && score < ASKED;
        near = people_of(speech, &beat);
        if score >= ASKED {
            fitting.push(beat.clone());
        }
        chosen.push(beat);
    }
    let first = chosen.first().cloned();
    let date = |beat: &Beat| match beat {
        Beat::Person(_) => None,
        Beat::Event(id) | Beat::Shift(id) => dated(speech, id).map(|(date, _)| date),
    };
    let mut ordered: Vec<(Option<NaiveDate>, Beat)> = chosen.into_iter().map(|beat| (date(&beat), beat)).collect();
    ordered.sort_by_key(|(date, _)| *date);
    let mut ordered: Vec<Beat> = ordered.into_iter().map(|(_, beat)| beat).collect();
    // In the order it happened half of the time, unless that would begin with something else than the answer.
    let begins = ordered.first().is_some_and(|beat| fitting.is_empty() || fitting.contains(beat));
    if let Some(first) = first
        && (speech.dice.chance(50) || !begins)
        && let Some(at) = ordered.iter().position(|beat| *beat == first)
    {
        ordered.remove(at);
        ordered.insert(0, first);
    }
    (ordered, volunteered)
}

/// Says that what follows is not quite what was asked; whether it did.
fn lead(speech: &mut Speech<'_>, told: &str) -> bool {
    const LEADS: &[&str] = &[
        "I don't know about that, but something else came to mind.",
        "This may not be what you're after.",
        "I can't say much to that, but I'll tell you what I keep coming back to.",
        "Let me go around it for a second.",
        "What I think of when you ask that is something else entirely.",
        "I skipped something earlier.",
        "There's one thing I left out before.",
        "It's sideways to your question, I know.",
        "I'd rather tell you another thing first.",
        "It brings up an older story, for some reason.",
        "That makes me think of something I haven't mentioned.",
        "You ask about that, and I end up somewhere else.",
        "I've got nothing there, but this I do remember.",
        "I'd have to pass on that one, so let me tell you this instead.",
        "My mind goes off in another direction when you ask.",
    ];
    let left: Vec<&str> = LEADS.iter().copied().filter(|words| !told.contains(words)).collect();
    if left.is_empty() {
        return false;
    }
    let words = speech.dice.text(&left).to_owned();
    speech.say(&words);
    true
}

/// Words that chosen beats will take, about; bringing a person in takes few.
fn weight(beats: &[Beat]) -> usize {
    beats.iter().map(|beat| if matches!(beat, Beat::Person(_)) { 5 } else { WORDS_A_FACT }).sum()
}

fn people_of(speech: &Speech<'_>, beat: &Beat) -> Vec<FactId> {
    let family = &speech.persona.family;
    match beat {
        Beat::Person(key) => vec![key.clone()],
        Beat::Event(id) => family
            .events
            .iter()
            .find(|event| &event.id == id)
            .map(|event| match &event.child {
                Some(child) => vec![child.clone()],
                None => std::iter::once(&event.person).chain(event.spouse.as_ref()).cloned().collect(),
            })
            .unwrap_or_default(),
        Beat::Shift(id) => family
            .shifts
            .iter()
            .find(|shift| &shift.id == id)
            .map(|shift| std::iter::once(&shift.person).chain(others(&shift.shifted)).cloned().collect())
            .unwrap_or_default(),
    }
}

/// Adds what belongs to a beat just told.
fn aside(speech: &mut Speech<'_>, beat: &Beat, told: &str) -> bool {
    let family = &speech.persona.family;
    match beat {
        Beat::Person(_) => false,
        Beat::Event(id) => {
            family.events.iter().find(|event| &event.id == id).is_some_and(|event| speech.aside_event(event, told))
        }
        Beat::Shift(id) => {
            family.shifts.iter().find(|shift| &shift.id == id).is_some_and(|shift| speech.aside_shift(shift, told))
        }
    }
}

fn muse(speech: &mut Speech<'_>, heard: &Heard, told: &str, prompt: &ClientPrompt<'_>, blank: bool) {
    let now = speech.text();
    if let Some(words) = musing(&mut speech.dice, heard, prompt.phase, told, &now, blank) {
        speech.say(words);
        speech.unfocus();
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
    let mut out = prompt.revealed.iter().rev();
    let last = if heard.themes.contains(&Theme::Onset) {
        // "When did it start?" means the trouble, not whatever was told last.
        out.find_map(|id| speech.persona.family.shifts.iter().find(|shift| &shift.id == id && trouble(speech, shift)))
            .map(|shift| (shift.date, shift.certainty))
    } else {
        out.find_map(|id| dated(speech, id))
    };
    let Some((date, certainty)) = last else { return };
    let only_when =
        heard.people.is_empty() && heard.themes.iter().all(|theme| matches!(theme, Theme::When | Theme::Onset));
    if !only_when {
        return;
    }
    let year = date.format("%Y").to_string();
    if told.contains(&year) {
        return;
    }
    if let Some(when) = speech.when(date, certainty).filter(|when| !when.starts_with("when")) {
        let words =
            speech.dice.text(&["That was", "That would have been", "I'd say that was", "It must have been"]).to_owned();
        speech.say(&format!("{words} {}.", when.trim_end_matches(',')));
    }
}

/// Whether a shift is what brought the client.
fn trouble(speech: &Speech<'_>, shift: &FactShift) -> bool {
    speech.is_own(&shift.person) && matches!(shift.shifted, Shifted::Symptom(_) | Shifted::Anxiety(_))
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
        } else if unnamed == 0 && !all.is_empty() {
            // How many there are is never a blank.
            speech.count_again(&all, tie == Tie::Child);
            said += 1;
        }
    }
    said
}

/// Tells a beat; the people it was about.
fn tell(speech: &mut Speech<'_>, beat: &Beat) -> Vec<FactId> {
    let family = &speech.persona.family;
    match beat {
        Beat::Person(key) => speech.tell_person(key),
        Beat::Event(id) => {
            if let Some(event) = family.events.iter().find(|event| &event.id == id) {
                speech.tell_event(event);
            }
        }
        Beat::Shift(id) => {
            if let Some(shift) = family.shifts.iter().find(|shift| &shift.id == id) {
                speech.tell_shift(shift);
            }
        }
    }
    people_of(speech, beat)
}

/// Words that would tell a fact; a sentence of the background that has one is not retold.
const TELLING: &[&str] = &[
    "born", "died", "death", "married", "divorc", "separat", "moved", "miscarr", "adopt", "diagnos", "cut off", "since",
];

/// Something one remembers of a person just spoken of: a sentence of the background, in the client's words.
fn colour(speech: &mut Speech<'_>, about: &[FactId], told: &str) {
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
            let who = match who.as_str() {
                "she" | "he" if about.len() > 1 && speech.is_named(key) => speech.name_of(key),
                "she" | "he" if about.len() > 1 => speech.kin_of(key),
                _ => who,
            };
            speech.say(&format!("{} {rest}.", capital(&who)));
            return;
        }
    }
}
