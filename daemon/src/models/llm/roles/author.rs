//! The author: a persona as JSON. What is wrong with it is for the caller to say, field by field.

use crate::models::llm::structure::find_object;
use crate::models::llm::{Inner, said};
use crate::models::{AuthorBrief, CallContext, ModelFailure, Reply};

pub(in crate::models::llm) async fn draft(
    inner: &Inner,
    brief: &AuthorBrief,
    context: &CallContext,
) -> Result<Reply<serde_json::Value>, ModelFailure> {
    let template = &inner.template;
    let avoid = if brief.avoid.is_empty() {
        String::new()
    } else {
        template.fill("avoid", &[("names", &brief.avoid.join(", "))])
    };
    let mut request = template.fill("request", &[("as_of", &brief.as_of.to_string()), ("avoid", &avoid)]);
    if !brief.problems.is_empty() {
        let problems = super::bullets(&brief.problems);
        request = format!("{request}\n\n{}", template.fill("problems", &[("problems", &problems)]));
    }
    let most = inner.chat.parameters.max_tokens;
    let completion = inner.ask(inner.system(&[]), vec![said(request)], most, context, &mut |_| ()).await?;
    let value = find_object(&completion.text).map_err(|failure| failure.paid(completion.usage))?;
    Ok(inner.reply(value, &completion))
}
