//! The judge of the arc: its raw reply, which the caller reads.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::models::llm::{Inner, said};
use crate::models::{CallContext, ModelFailure, Reply};

/// What the judge is asked for; only the schema is used.
#[derive(Deserialize, JsonSchema)]
#[allow(dead_code, reason = "the fields are read from the schema, not from here")]
pub(in crate::models::llm) struct Judged {
    /// From 0.0 (flat) to 1.0 (as in a real talk).
    score: f64,
    /// One or two sentences that name the turns.
    evidence: String,
}

pub(in crate::models::llm) async fn arc(
    inner: &Inner,
    turns: &[&str],
    context: &CallContext,
) -> Result<Reply<String>, ModelFailure> {
    let numbered: Vec<String> =
        turns.iter().enumerate().map(|(index, turn)| format!("{}. {}", index + 1, turn.trim())).collect();
    let request = inner.template.fill("request", &[("turns", &numbered.join("\n\n"))]);
    let most = inner.chat.parameters.max_tokens;
    let completion = inner.ask(inner.system(&[]), vec![said(request)], most, context, &mut |_| ()).await?;
    let text = completion.text.clone();
    Ok(inner.reply(text, &completion))
}
