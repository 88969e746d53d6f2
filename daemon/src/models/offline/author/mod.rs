//! The offline author: draws a three-generation family with dates that agree, the shifts that run through it, and a client
//! who talks in some manner. Given the same seed and day it draws the same family; names to avoid change the client's
//! name and nothing else.

mod circle;
mod colour;
mod data_points;
mod deeds;
mod draft;
mod household;
mod names;
mod opening;
mod plot;
mod roots;
mod story;

use chrono::Datelike;
use futures::future::FutureExt;
use sarf_shared::discussion::Persona;
use sarf_shared::simulation::{AttachmentStyle, Trait};

use super::Offline;
use super::dice::Dice;
use super::live::stream;
use crate::models::{Author, AuthorBrief, Call, CallContext, ModelFailure, Reply, Usage};
use draft::Draft;

/// Stands for the client in descriptions until it has a name.
const CLIENT_MARK: &str = "{client}";

impl Author for Offline {
    fn draft<'a>(&'a self, brief: &'a AuthorBrief, context: &'a CallContext) -> Call<'a, serde_json::Value> {
        async move {
            let persona = persona(context.seed, brief);
            stream(&persona.background, context.live.as_ref());
            let value = serde_json::to_value(&persona)
                .map_err(|error| ModelFailure::Bug(format!("a persona could not be written as JSON: {error}")))?;
            Ok(Reply { value, usage: Usage::default(), prompt_hash: None })
        }
        .boxed()
    }
}

/// The persona of a seed; a pure function.
pub(crate) fn persona(seed: u64, brief: &AuthorBrief) -> Persona {
    let mut dice = Dice::new(seed, "family");
    let mut draft = Draft::new(brief.as_of);
    let roots = roots::roots(&mut dice, &mut draft);
    let mut home = household::household(&mut dice, &mut draft, &roots);
    let plot = plot::plot(&mut dice, &mut draft, &roots, &mut home);
    circle::circle(&mut Dice::new(seed, "circle"), &mut draft, &roots, &home);
    let traits = traits(&mut dice);
    let attachment_style = dice.one(AttachmentStyle::ALL).copied().unwrap_or(AttachmentStyle::Secure);

    let mut naming = Dice::new(seed, "client name");
    let born = roots.client_birth.year();
    let (first, full) = draft.register.client(
        &mut naming,
        (roots.culture, roots.fathers_culture),
        roots.client_gender,
        born,
        &brief.avoid,
    );
    name_client(&mut draft, &home.client, &first, &full);

    let mut telling = Dice::new(seed, "background");
    let background = story::background(&mut telling, &mut draft, &roots, &home, &first);
    // By date, so that a reader of the facts reads a history.
    draft.facts.events.sort_by_key(|event| event.date);
    draft.facts.shifts.sort_by_key(|shift| shift.date);
    let mut persona = Persona {
        name: full,
        traits,
        attachment_style,
        background,
        presenting_problem: String::new(),
        opening_facts: Vec::new(),
        data_points: Vec::new(),
        as_of: brief.as_of,
        family: draft.facts,
    };
    persona.data_points = data_points::data_points(&persona);
    let (words, facts) = opening::opening(Dice::new(seed, "opening"), &persona, &plot);
    persona.presenting_problem = words;
    persona.opening_facts = facts;
    persona
}

fn name_client(draft: &mut Draft, client: &sarf_shared::discussion::FactId, first: &str, full: &str) {
    if let Some(person) = draft.facts.people.iter_mut().find(|person| &person.key == client) {
        person.name = full.to_owned();
    }
    for event in &mut draft.facts.events {
        event.description = if event.child.as_ref() == Some(client) {
            format!("{first} born")
        } else {
            event.description.replace("Client and", &format!("{first} and")).replace("Client ", &format!("{first} "))
        };
    }
    for shift in &mut draft.facts.shifts {
        shift.description = shift.description.replace(CLIENT_MARK, first);
    }
}

/// One manner of talking for most, two that go together for some.
fn traits(dice: &mut Dice) -> Vec<Trait> {
    let first = dice.one(Trait::ALL).copied().unwrap_or(Trait::Mature);
    let mut traits = vec![first];
    if dice.chance(45) {
        let second = dice.one(Trait::ALL).copied().unwrap_or(first);
        let opposed = |a: Trait, b: Trait| {
            use Trait::{Defensive, Evasive, HighFunctioning, Mature, Oversharing, Tangential, Terse};
            matches!(
                (a, b),
                (Terse, Oversharing | Tangential)
                    | (Evasive, Oversharing)
                    | (Defensive, Mature)
                    | (Mature, HighFunctioning)
            )
        };
        if second != first && !opposed(first, second) && !opposed(second, first) {
            traits.push(second);
        }
    }
    traits
}

#[cfg(test)]
mod tests;
