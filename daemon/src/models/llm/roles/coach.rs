//! The coach: plain words, in a talk in which the coach's turns are the model's own.

use sarf_shared::dialogue::Speaker;

use crate::models::llm::Inner;
use crate::models::llm::chat::Message;
use crate::models::{CallContext, CoachPrompt, ModelFailure, Reply};

pub(in crate::models::llm) async fn reply(
    inner: &Inner,
    prompt: &CoachPrompt<'_>,
    context: &CallContext,
) -> Result<Reply<String>, ModelFailure> {
    let template = &inner.template;
    let date = prompt.date.map(|day| template.fill("date", &[("day", &day.to_string())])).unwrap_or_default();
    let missing = if prompt.missing.is_empty() {
        template.fill("nothing_missing", &[])
    } else {
        let areas: Vec<String> = prompt.missing.iter().map(|c| template.fill(&format!("category.{c}"), &[])).collect();
        template.fill("missing", &[("areas", &areas.join("; "))])
    };
    let system = inner.system(&[
        ("client_name", prompt.client_name),
        ("date", &date),
        ("turn", &prompt.turn.to_string()),
        ("turns", &prompt.turns.to_string()),
        ("missing", &missing),
    ]);
    let mut messages: Vec<Message> = Vec::new();
    for turn in prompt.talk {
        let own = turn.speaker == Speaker::Coach;
        // Some servers insist that speakers take turns.
        match messages.last_mut() {
            Some(last) if last.own == own => {
                last.text.push('\n');
                last.text.push_str(turn.text);
            }
            _ => messages.push(Message { own, text: turn.text.to_owned() }),
        }
    }
    let live = context.live.clone();
    let most = inner.chat.parameters.max_tokens;
    let completion = inner.ask(system, messages, most, context, &mut |piece| live.words(piece)).await?;
    let text = completion.text.trim().to_owned();
    Ok(inner.reply(text, &completion))
}
