//! The client: its words, and which facts they tell for the first time. Plain words are taken too, then without facts.

use std::collections::BTreeSet;

use sarf_shared::discussion::FactId;
use sarf_shared::simulation::{BigFive, Factor, LengthMode, Level, Trait};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts;
use crate::config::Thinking;
use crate::models::llm::live_text::LiveText;
use crate::models::llm::structure::find_object;
use crate::models::llm::{Inner, said};
use crate::models::{CallContext, ClientPrompt, ClientReply, ModelFailure, Reply};

/// Tokens the structure around the words may take: field names and ids of facts.
const STRUCTURE_TOKENS: u32 = 200;
/// Tokens a client may take that thinks all the same.
const THINKING_TOKENS: u32 = 4096;

/// What the client model is asked for.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(in crate::models::llm) struct Said {
    /// The spoken words and nothing else.
    text: String,
    /// Ids of the facts these words tell for the first time.
    #[serde(default)]
    revealed: Vec<String>,
}

pub(in crate::models::llm) async fn reply(
    inner: &Inner,
    prompt: &ClientPrompt<'_>,
    context: &CallContext,
) -> Result<Reply<ClientReply>, ModelFailure> {
    let facts = facts::lines(prompt.persona);
    let (system, request) = words(inner, prompt, &facts);
    let live = context.live.clone();
    let mut shown = LiveText::default();
    let mut show = |piece: &str| {
        let words = shown.feed(piece);
        if !words.is_empty() {
            live.words(&words);
        }
    };
    let completion =
        inner.ask(system, vec![said(request)], most_tokens(inner, prompt.length), context, &mut show).await?;
    let known: BTreeSet<&FactId> = facts.iter().map(|(id, _)| id).collect();
    let value = match read(inner, &completion.text).map_err(|failure| failure.paid(completion.usage))? {
        Said { text, revealed } if text.trim().is_empty() => {
            let _ = revealed;
            let empty = crate::models::llm::completion::invalid("\"text\" is empty; it holds the spoken words");
            return Err(empty.paid(completion.usage));
        }
        Said { text, revealed } if find_object(&completion.text).is_ok() => {
            // An id that is none of the persona's, or out already, tells nothing; the words stand all the same.
            let out: BTreeSet<&FactId> = prompt.revealed.iter().collect();
            let mut new: Vec<FactId> = Vec::new();
            for id in revealed.into_iter().map(FactId) {
                if known.contains(&id) && !out.contains(&id) && !new.contains(&id) {
                    new.push(id);
                }
            }
            ClientReply { text, revealed: Some(new) }
        }
        Said { text, .. } => ClientReply { text, revealed: None },
    };
    Ok(inner.reply(value, &completion))
}

/// The structure, or plain words as they are. What begins as an object but is none is refused: it is no speech.
fn read(inner: &Inner, reply: &str) -> Result<Said, ModelFailure> {
    let plain = !reply.trim_start().starts_with(['{', '[', '`']);
    match inner.shape()?.read::<Said>(reply) {
        Err(ModelFailure::Invalid { .. }) if plain => Ok(Said { text: reply.trim().to_owned(), revealed: Vec::new() }),
        other => other,
    }
}

fn most_tokens(inner: &Inner, length: LengthMode) -> Option<u32> {
    let parameters = &inner.chat.parameters;
    if parameters.max_tokens.is_some() {
        return parameters.max_tokens;
    }
    let words = length.token_ceiling();
    let thinking = if parameters.thinking == Thinking::Off { 0 } else { THINKING_TOKENS };
    Some(words + STRUCTURE_TOKENS + thinking)
}

/// The part that says how a trait talks; the last two share one behaviour (FACTS section 6).
fn trait_part(own: Trait) -> &'static str {
    match own {
        Trait::Evasive => "trait.evasive",
        Trait::Oversharing => "trait.oversharing",
        Trait::ConfusedDates => "trait.confused_dates",
        Trait::Defensive => "trait.defensive",
        Trait::Tangential => "trait.tangential",
        Trait::Terse => "trait.terse",
        Trait::Emotional => "trait.emotional",
        Trait::Mature | Trait::HighFunctioning => "trait.mature",
    }
}

/// The big five in words; what is moderate is not spoken of.
fn temperament(inner: &Inner, prompt: &ClientPrompt<'_>) -> String {
    let persona = prompt.persona;
    let five = BigFive::of(&persona.traits, persona.attachment_style);
    let levels = [
        (Factor::Openness, five.openness),
        (Factor::Conscientiousness, five.conscientiousness),
        (Factor::Extraversion, five.extraversion),
        (Factor::Agreeableness, five.agreeableness),
        (Factor::Neuroticism, five.neuroticism),
    ];
    let said = levels.iter().filter(|(_, level)| *level != Level::Moderate);
    let words: Vec<String> =
        said.map(|(factor, level)| inner.template.fill(&format!("factor.{factor}.{level}"), &[])).collect();
    if words.is_empty() { inner.template.fill("factor.none", &[]) } else { words.join("\n") }
}

/// The system prompt and the request.
fn words(inner: &Inner, prompt: &ClientPrompt<'_>, facts: &[(FactId, String)]) -> (String, String) {
    let template = &inner.template;
    let persona = prompt.persona;
    let mut traits: Vec<String> = Vec::new();
    for own in &persona.traits {
        let words = template.fill(trait_part(*own), &[]);
        if !traits.contains(&words) {
            traits.push(words);
        }
    }
    let attachment = template.fill(&format!("attachment.{}", persona.attachment_style), &[]);
    let listed = super::bullets(facts.iter().map(|(id, line)| format!("[{id}] {line}")));
    let system = inner.system(&[
        ("name", &persona.name),
        ("background", &persona.background),
        ("traits", &traits.join("\n")),
        ("attachment", &attachment),
        ("temperament", &temperament(inner, prompt)),
        ("facts", &listed),
    ]);
    let openers = if prompt.openers.is_empty() {
        String::new()
    } else {
        let list: Vec<String> = prompt.openers.iter().map(|opener| format!("\"{opener}\"")).collect();
        template.fill("openers", &[("list", &list.join(", "))])
    };
    let revealed = if prompt.revealed.is_empty() {
        "none".to_owned()
    } else {
        prompt.revealed.iter().map(FactId::to_string).collect::<Vec<_>>().join(", ")
    };
    let length = template.fill(&format!("length.{}", prompt.length), &[("words", &prompt.target_words.to_string())]);
    let bends = persona.traits.iter().filter(|own| own.arc_modifier().is_some());
    let arc: Vec<String> = bends.map(|own| template.fill(&format!("arc.{own}"), &[])).collect();
    let talk = super::script(prompt.talk, "You", "Coach");
    let mut request = template.fill(
        "turn",
        &[
            ("name", &persona.name),
            ("talk", talk.trim_end()),
            ("phase", &template.fill(&format!("phase.{}", prompt.phase), &[])),
            ("arc", &arc.join("\n")),
            ("length", &length),
            ("openers", &openers),
            ("revealed", &revealed),
        ],
    );
    if prompt.retry {
        request = format!("{request}\n{}", template.fill("retry", &[]));
    }
    (system, request)
}

#[cfg(test)]
mod tests {
    use sarf_shared::simulation::{ArcPhase, AttachmentStyle};

    use super::*;
    use crate::models::Role;
    use crate::prompts;

    #[test]
    fn every_client_finds_its_words_in_the_prompt() {
        let template = prompts::parse(Role::Client, prompts::built_in(Role::Client)).unwrap();
        let mut parts: Vec<String> = Trait::ALL.iter().map(|own| trait_part(*own).to_owned()).collect();
        let bent = Trait::ALL.iter().filter(|own| own.arc_modifier().is_some());
        parts.extend(bent.map(|own| format!("arc.{own}")));
        parts.extend(AttachmentStyle::ALL.iter().map(|style| format!("attachment.{style}")));
        parts.extend(ArcPhase::ALL.iter().map(|phase| format!("phase.{phase}")));
        parts.extend(LengthMode::ALL.iter().map(|mode| format!("length.{mode}")));
        for factor in Factor::ALL {
            parts.extend([Level::Low, Level::High].map(|level| format!("factor.{factor}.{level}")));
        }
        for part in parts {
            assert!(!template.fill(&part, &[]).is_empty(), "{part}");
        }
        assert!(template.fill("trait.none", &[]).is_empty(), "control: a part that is not there is empty");
    }
}
