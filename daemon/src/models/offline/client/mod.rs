//! The offline client: answers what the coach asked with facts of its persona, in the manner of its traits, and says
//! which facts came out. Rules and seeded chance; it understands relatives and themes, nothing more.

mod aside;
mod choose;
mod fit;
mod hear;
mod lexicon;
mod musing;
mod speech;
mod tell_events;
mod tell_people;
mod tell_shifts;
mod texture;
mod time;

use futures::future::FutureExt;
use sarf_shared::dialogue::Speaker;
use sarf_shared::simulation::{ArcPhase, LengthMode, Trait};

pub(crate) use lexicon::{Role, first_name, role};
pub(crate) use speech::Speech;

use super::Offline;
use super::dice::Dice;
use super::live::stream;
use crate::models::{Call, CallContext, Client, ClientPrompt, ClientReply, Reply, Usage};
use choose::Answered;
use texture::{Place, saying};

impl Client for Offline {
    fn reply<'a>(&'a self, prompt: &'a ClientPrompt<'a>, context: &'a CallContext) -> Call<'a, ClientReply> {
        async move {
            let value = reply(prompt, context.seed);
            stream(&value.text, context.live.as_ref());
            Ok(Reply { value, usage: Usage::default(), prompt_hash: None })
        }
        .boxed()
    }
}

/// Fewest words of a turn: below eight the caller would throw it away (FACTS section 6).
const FEWEST: usize = 9;

/// The client's turn; a pure function of what it sees and the seed.
pub(crate) fn reply(prompt: &ClientPrompt<'_>, seed: u64) -> ClientReply {
    let persona = prompt.persona;
    let own: Vec<&str> =
        prompt.talk.iter().filter(|turn| turn.speaker == Speaker::Subject).map(|turn| turn.text).collect();
    let told = own.join(" ");
    let last = own.last().copied().unwrap_or_default();
    let coach = prompt.talk.iter().rev().find(|turn| turn.speaker == Speaker::Coach).map_or("", |turn| turn.text);
    let purpose = if prompt.retry { "client again" } else { "client" };
    let mut speech = Speech::new(persona, Dice::new(seed, purpose), &told, prompt.revealed);
    let previous = hear::hear(persona, last, &[]).people;
    let heard = hear::hear(persona, coach, &previous);

    let manner = Manner::of(prompt, &heard, &mut speech.dice);
    let answered = choose::answer(&mut speech, &heard, &previous, &told, prompt, &manner);
    let begin = Place::Open(answered);
    let now = speech.text();
    // Chosen when it is known what follows, so that it promises no more than that.
    if manner.open
        && answered != Answered::Aside
        && let Some(words) = saying(&mut speech.dice, begin, prompt.phase, &persona.traits, &told, &now)
    {
        speech.begin(words);
    }
    let mut tries = 0;
    while speech.words() < FEWEST && tries < 6 {
        tries += 1;
        let now = speech.text();
        if let Some(words) = saying(&mut speech.dice, Place::Close, prompt.phase, &persona.traits, &told, &now) {
            speech.say(words);
        } else {
            speech.say("I'd have to think about that one some more.");
        }
    }
    if manner.close {
        let now = speech.text();
        if let Some(words) = saying(&mut speech.dice, Place::Close, prompt.phase, &persona.traits, &told, &now) {
            speech.say(words);
        }
    }
    let text = opener(speech.text(), prompt, &mut speech.dice, &told, begin);
    ClientReply { text, revealed: Some(speech.fresh) }
}

/// How this turn is spoken.
pub(crate) struct Manner {
    /// Words to aim at.
    pub(crate) words: usize,
    /// Facts to let out at most.
    pub(crate) facts: usize,
    /// Whether to put sayings between facts.
    pub(crate) texture: bool,
    open: bool,
    close: bool,
}

impl Manner {
    fn of(prompt: &ClientPrompt<'_>, heard: &hear::Heard, dice: &mut Dice) -> Manner {
        let has = |wanted: Trait| prompt.persona.traits.contains(&wanted);
        let mut words = prompt.target_words as usize;
        let mut facts = match (prompt.length, prompt.phase) {
            (LengthMode::Short, _) => 2,
            (LengthMode::Medium, ArcPhase::Early) => 3,
            (LengthMode::Medium, _) => 4,
            (LengthMode::Long, ArcPhase::Early) => 5,
            (LengthMode::Long, _) => 7,
        };
        let mut open = dice.chance(34);
        let mut close = dice.chance(if prompt.length == LengthMode::Short { 12 } else { 26 });
        let mut texture = prompt.length != LengthMode::Short || dice.chance(15);
        if has(Trait::Oversharing) {
            facts += if prompt.phase == ArcPhase::Early { 3 } else { 1 };
            words = words * 11 / 10;
        }
        if has(Trait::Evasive) && !heard.themes.contains(&hear::Theme::Symptoms) && dice.chance(40) {
            facts = facts.min(2);
            words = words * 6 / 10;
            close = true;
        }
        if has(Trait::Defensive) && prompt.phase == ArcPhase::Early {
            facts = facts.min(3);
            open = true;
        }
        if has(Trait::Terse) {
            words = (words / 2).max(FEWEST);
            facts = facts.min(5);
            open = dice.chance(12);
            close = dice.chance(10);
            texture = dice.chance(25);
        }
        Manner { words, facts, texture, open, close }
    }
}

/// Puts another beginning before a turn that would begin like one of the last five.
fn opener(text: String, prompt: &ClientPrompt<'_>, dice: &mut Dice, told: &str, begin: Place) -> String {
    let begins = |text: &str| -> Vec<String> {
        text.split_whitespace()
            .take(3)
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
            .collect()
    };
    let used: Vec<Vec<String>> = prompt.openers.iter().map(|opener| begins(opener)).collect();
    let clash = |text: &str| {
        let own = begins(text);
        used.iter().any(|other| !other.is_empty() && own.iter().zip(other).take(2).all(|(a, b)| a == b))
    };
    if !clash(&text) {
        return text;
    }
    for _ in 0..8 {
        let Some(words) = saying(dice, begin, prompt.phase, &prompt.persona.traits, told, &text) else { break };
        if !clash(words) {
            return format!("{words} {text}");
        }
    }
    format!("Mm. {text}")
}

/// The relatives a text of the client mentions.
pub(crate) fn mentioned(
    persona: &sarf_shared::discussion::Persona,
    text: &str,
) -> Vec<sarf_shared::discussion::FactId> {
    hear::hear(persona, text, &[]).people
}
