//! A whole offline discussion without daemon or store: for `offline_score`, benchmarks and tests. The daemon's own job
//! makes the same calls one by one and stores each turn before the next is asked for.

use chrono::NaiveDate;
use sarf_shared::dialogue::{Speaker, Turn, transcript_coverage};
use sarf_shared::discussion::{FactId, Persona};
use sarf_shared::simulation::{ArcPhase, LengthMode};

use super::dice::{Dice, hash};
use super::{author, client, coach};
use crate::models::{AuthorBrief, ClientPrompt, CoachPrompt};

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

/// The discussion of a given persona.
pub fn talk_with(persona: &Persona, seed: u64, turns: u32) -> Vec<Said> {
    let opening =
        Said { speaker: Speaker::Subject, text: persona.presenting_problem.clone(), revealed: opening_facts(persona) };
    let mut said = vec![opening];
    let mut openers = vec![persona.presenting_problem.clone()];
    let mut revealed = opening_facts(persona);
    for turn in 1..=turns {
        let text = {
            let talk: Vec<Turn<'_>> = said.iter().map(|one| Turn { speaker: one.speaker, text: &one.text }).collect();
            let missing: Vec<_> = transcript_coverage(&talk, &persona.data_points).missed().collect();
            let date = Some(persona.as_of);
            let prompt =
                CoachPrompt { client_name: first_name(persona), date, talk: &talk, turn, turns, missing: &missing };
            coach::reply(&prompt, step_seed(seed, "coach", turn))
        };
        said.push(Said { speaker: Speaker::Coach, text, revealed: Vec::new() });
        if turn == turns {
            break;
        }
        let reply = {
            let talk: Vec<Turn<'_>> = said.iter().map(|one| Turn { speaker: one.speaker, text: &one.text }).collect();
            let mut dice = Dice::new(step_seed(seed, "length", turn + 1), "length");
            let (phase, length, target_words) = shape(&mut dice, turn + 1, &talk);
            let from = openers.len().saturating_sub(5);
            let prompt = ClientPrompt {
                persona,
                talk: &talk,
                turn: turn + 1,
                phase,
                length,
                target_words,
                openers: openers.get(from..).unwrap_or_default(),
                revealed: &revealed,
                retry: false,
            };
            client::reply(&prompt, step_seed(seed, "client", turn + 1))
        };
        let fresh = reply.revealed.unwrap_or_default();
        revealed.extend(fresh.iter().cloned());
        openers.push(reply.text.clone());
        said.push(Said { speaker: Speaker::Subject, text: reply.text, revealed: fresh });
    }
    said
}

/// The seed of a step.
fn step_seed(seed: u64, role: &str, turn: u32) -> u64 {
    hash(&format!("{seed} {role} {turn}"))
}

/// Phase, length mode and words to aim at (FACTS section 6).
fn shape(dice: &mut Dice, turn: u32, talk: &[Turn<'_>]) -> (ArcPhase, LengthMode, u32) {
    let phase = match turn {
        0..=5 => ArcPhase::Early,
        6..=15 => ArcPhase::Middle,
        _ => ArcPhase::Deep,
    };
    let (mut short, medium, mut long) = match phase {
        ArcPhase::Early => (400, 500, 100),
        ArcPhase::Middle => (200, 400, 400),
        ArcPhase::Deep => (300, 300, 400),
    };
    let before = talk
        .iter()
        .rev()
        .find(|turn| turn.speaker == Speaker::Subject)
        .map_or(0, |turn| turn.text.split_whitespace().count());
    if before > 100 {
        long /= 5;
        short += 300;
    }
    let throw = dice.below(short + medium + long);
    let (mode, low, high) = if throw < short {
        (LengthMode::Short, 15, 40)
    } else if throw < short + medium {
        (LengthMode::Medium, 60, 120)
    } else {
        (LengthMode::Long, 130, 220)
    };
    (phase, mode, dice.between(low, high).unsigned_abs())
}

#[cfg(test)]
mod tests;
