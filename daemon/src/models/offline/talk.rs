//! A whole offline discussion without daemon or store: for `offline_score`, benchmarks and tests. The daemon's own job
//! makes the same calls one by one and stores each turn before the next is asked for.

use chrono::NaiveDate;
use rand::RngExt;
use sarf_shared::dialogue::text::count_words;
use sarf_shared::dialogue::{Speaker, Turn, transcript_coverage};
use sarf_shared::discussion::{FactId, Persona};
use sarf_shared::seed;
use sarf_shared::simulation::{ArcPhase, LengthMode, MOST_CALLS, Weighed, fallback_line, recent_openers, weigh};

use super::{author, client, coach};
use crate::models::{AuthorBrief, ClientPrompt, CoachPrompt};

/// Parts of a step's seed: which length, which call (and which try of it), which canned line.
const LENGTH_PART: u64 = 1;
const CALL_PART: u64 = 2;
const FALLBACK_PART: u64 = 4;

/// A statement of an offline discussion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Who.
    pub speaker: Speaker,
    /// What.
    pub text: String,
    /// Facts of the persona first revealed here; empty for the coach.
    pub revealed: Vec<FactId>,
}

/// The facts the presenting problem lets out: those the persona names, else the relatives its words mention.
pub fn opening_facts(persona: &Persona) -> Vec<FactId> {
    if persona.opening_facts.is_empty() {
        client::mentioned(persona, &persona.presenting_problem)
    } else {
        persona.opening_facts.clone()
    }
}

/// The persona of a seed on a fixed day, with no name to avoid.
pub fn persona(seed: u64) -> Persona {
    let as_of = NaiveDate::from_ymd_opt(2026, 5, 18).unwrap_or_default();
    author::persona(seed, &AuthorBrief { as_of, avoid: Vec::new(), problems: Vec::new() })
}

/// The name a coach speaks to: what stands before the first blank.
fn first_name(persona: &Persona) -> &str {
    persona.name.split_whitespace().next().unwrap_or(&persona.name)
}

/// A persona and a whole discussion of it: `turns` turns of the client (the first is the presenting problem), each
/// answered by the coach. A pure function of seed and turns.
pub fn talk(seed: u64, turns: u32) -> (Persona, Vec<Said>) {
    let persona = persona(seed);
    let said = talk_with(&persona, seed, turns);
    (persona, said)
}

/// The discussion of a given persona. Seeds, lengths and clean-up follow the same rules as a generation job's.
pub fn talk_with(persona: &Persona, seed: u64, turns: u32) -> Vec<Said> {
    let opening = opening_facts(persona);
    let mut said =
        vec![Said { speaker: Speaker::Subject, text: persona.presenting_problem.clone(), revealed: opening }];
    for turn in 1..=turns {
        let text = coach_turn(persona, &said, step_seed(seed, said.len()), turn, turns);
        said.push(Said { speaker: Speaker::Coach, text, revealed: Vec::new() });
        if turn < turns {
            let (text, revealed) = client_turn(persona, &said, step_seed(seed, said.len()), turn + 1);
            said.push(Said { speaker: Speaker::Subject, text, revealed });
        }
    }
    said
}

fn turns_of(said: &[Said]) -> Vec<Turn<'_>> {
    said.iter().map(|one| Turn { speaker: one.speaker, text: &one.text }).collect()
}

/// The seed of the statement that follows `before` others.
fn step_seed(seed: u64, before: usize) -> u64 {
    seed::derive(seed, &[before as u64 + 1])
}

fn coach_turn(persona: &Persona, said: &[Said], step: u64, turn: u32, turns: u32) -> String {
    let talk = turns_of(said);
    let missing: Vec<_> = transcript_coverage(&talk, &persona.data_points).missed().collect();
    let date = Some(persona.as_of);
    let prompt = CoachPrompt { client_name: first_name(persona), date, talk: &talk, turn, turns, missing: &missing };
    coach::reply(&prompt, seed::derive(step, &[CALL_PART, 0]))
}

fn client_turn(persona: &Persona, said: &[Said], step: u64, turn: u32) -> (String, Vec<FactId>) {
    let talk = turns_of(said);
    let phase = ArcPhase::at(turn);
    let last = talk.iter().rev().find(|turn| turn.speaker == Speaker::Subject).map(|turn| count_words(turn.text));
    let mut draw = seed::generator(step, &[LENGTH_PART]);
    let length = LengthMode::pick(phase, last, &mut draw);
    let target_words = draw.random_range(length.words());
    let openers = recent_openers(&talk);
    let revealed: Vec<FactId> = said.iter().flat_map(|one| one.revealed.iter().cloned()).collect();
    for call in 1..=MOST_CALLS {
        let retry = call > 1;
        let prompt = ClientPrompt {
            persona,
            talk: &talk,
            turn,
            phase,
            length,
            target_words,
            openers: &openers,
            revealed: &revealed,
            retry,
        };
        let reply = client::reply(&prompt, seed::derive(step, &[CALL_PART, u64::from(call - 1)]));
        if let Weighed::Keep(text) = weigh(&reply.text, call) {
            return (text, reply.revealed.unwrap_or_default());
        }
    }
    // Nothing usable came twice: a canned line reveals nothing. (This engine's own replies are never that short.)
    let used: Vec<&str> =
        said.iter().filter(|one| one.speaker == Speaker::Subject).map(|one| one.text.as_str()).collect();
    let mut draw = seed::generator(step, &[FALLBACK_PART]);
    (fallback_line(persona.attachment_style, &used, &mut draw).to_owned(), Vec::new())
}

#[cfg(test)]
mod tests;
