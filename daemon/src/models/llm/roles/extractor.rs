//! The extractor: deltas for the last statement of the talk. Only their form is checked here; the rules are `pdp`'s.

use sarf_shared::pdp::Deltas;
use serde::Serialize;
use serde_json::Value;

use crate::models::llm::{Inner, said};
use crate::models::{CallContext, ExtractPrompt, ModelFailure, Reply};

pub(in crate::models::llm) async fn propose(
    inner: &Inner,
    prompt: &ExtractPrompt<'_>,
    context: &CallContext,
) -> Result<Reply<Deltas>, ModelFailure> {
    let template = &inner.template;
    let Some((statement, before)) = prompt.talk.split_last() else {
        return Err(ModelFailure::Bug("there is no statement to code".to_owned()));
    };
    let subject = prompt.subject_name.map(|name| template.fill("subject", &[("name", name)])).unwrap_or_default();
    let date = match prompt.date {
        Some(day) => template.fill("date", &[("day", &day.to_string())]),
        None => template.fill("undated", &[]),
    };
    let talk = super::script(before, "Client", "Coach");
    let mut request = template.fill(
        "request",
        &[
            ("subject", &subject),
            ("date", &date),
            ("family", &sparse(prompt.family)?),
            ("pool", &sparse(prompt.pdp)?),
            ("talk", talk.trim_end()),
            ("statement", statement.text),
        ],
    );
    if !prompt.errors.is_empty() {
        let previous = match prompt.previous {
            Some(deltas) => sparse(deltas)?,
            None => "(it could not be read)".to_owned(),
        };
        let errors = super::bullets(prompt.errors);
        let again = template.fill("errors", &[("previous", &previous), ("errors", &errors)]);
        request = format!("{request}\n\n{again}");
    }
    let most = inner.chat.parameters.max_tokens;
    let completion = inner.ask(inner.system(&[]), vec![said(request)], most, context, &mut |_| ()).await?;
    let deltas = inner.shape()?.read::<Deltas>(&completion.text)?;
    Ok(inner.reply(deltas, &completion))
}

/// JSON without what is not set, a line an item: the pool is sent with every statement, so length is money.
fn sparse<T: Serialize>(value: &T) -> Result<String, ModelFailure> {
    let value = serde_json::to_value(value)
        .map_err(|_| ModelFailure::Bug("a family could not be written as JSON".to_owned()))?;
    let Value::Object(lists) = value else { return Ok(value.to_string()) };
    let mut lines = Vec::new();
    for (name, list) in lists {
        let Value::Array(items) = list else { continue };
        if items.is_empty() {
            continue;
        }
        lines.push(format!("{name}:"));
        lines.extend(items.into_iter().map(|item| without_nothing(item).to_string()));
    }
    Ok(if lines.is_empty() { "(nothing)".to_owned() } else { lines.join("\n") })
}

fn without_nothing(item: Value) -> Value {
    let Value::Object(fields) = item else { return item };
    let set = fields.into_iter().filter(|(name, value)| {
        !(value.is_null()
            || value.as_array().is_some_and(Vec::is_empty)
            || matches!(name.as_str(), "evidence" | "confidence"))
    });
    Value::Object(set.collect())
}
