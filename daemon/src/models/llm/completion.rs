//! Puts a chat completion together, from pieces or whole: words, how it ended, what it cost.

use serde::Deserialize;
use serde_json::Value;

use super::refusal;
use crate::models::{ModelFailure, TransientFault, Usage};

/// Most bytes of words a reply may have; longer than anything asked for.
pub(super) const LARGEST_REPLY: usize = 512 * 1024;

/// A finished reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Completion {
    /// The words.
    pub text: String,
    /// What it cost, as far as the server said.
    pub usage: Usage,
}

#[derive(Deserialize)]
struct Chunk {
    #[serde(default)]
    choices: Vec<Choice>,
    #[serde(default)]
    usage: Option<Tokens>,
    #[serde(default)]
    error: Option<Value>,
}

#[derive(Deserialize)]
struct Choice {
    #[serde(default, alias = "message")]
    delta: Option<Message>,
    #[serde(default)]
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    content: Option<Value>,
    #[serde(default)]
    refusal: Option<String>,
}

#[derive(Deserialize)]
struct Tokens {
    #[serde(default)]
    prompt_tokens: Option<u64>,
    #[serde(default)]
    completion_tokens: Option<u64>,
}

/// Collects a reply.
pub(super) struct Collector<'a> {
    provider: &'a str,
    text: String,
    usage: Usage,
    finish: Option<String>,
    refused: bool,
    done: bool,
}

impl<'a> Collector<'a> {
    /// An empty one.
    pub fn new(provider: &'a str) -> Self {
        Collector { provider, text: String::new(), usage: Usage::default(), finish: None, refused: false, done: false }
    }

    /// Takes the data of one event; hands on the words in it.
    pub fn event(&mut self, data: &[u8], words: &mut dyn FnMut(&str)) -> Result<(), ModelFailure> {
        if data.trim_ascii() == b"[DONE]" {
            self.done = true;
            return Ok(());
        }
        let chunk: Chunk = serde_json::from_slice(data).map_err(|_| self.no_completion())?;
        self.take(chunk, words)
    }

    /// Takes a whole completion.
    pub fn whole(&mut self, body: &[u8], words: &mut dyn FnMut(&str)) -> Result<(), ModelFailure> {
        let chunk: Chunk = serde_json::from_slice(body).map_err(|_| self.no_completion())?;
        if chunk.choices.is_empty() && chunk.error.is_none() {
            return Err(self.no_completion());
        }
        self.take(chunk, words)?;
        self.done = true;
        Ok(())
    }

    fn take(&mut self, chunk: Chunk, words: &mut dyn FnMut(&str)) -> Result<(), ModelFailure> {
        if let Some(error) = chunk.error.filter(|error| !error.is_null()) {
            return Err(refusal::in_stream(self.provider, &error));
        }
        if let Some(tokens) = chunk.usage {
            self.usage.prompt_tokens = tokens.prompt_tokens.unwrap_or(self.usage.prompt_tokens);
            self.usage.completion_tokens = tokens.completion_tokens.unwrap_or(self.usage.completion_tokens);
        }
        let Some(choice) = chunk.choices.into_iter().next() else { return Ok(()) };
        if let Some(message) = choice.delta {
            self.refused |= message.refusal.is_some_and(|refusal| !refusal.is_empty());
            let piece = plain(message.content);
            if self.text.len() + piece.len() > LARGEST_REPLY {
                return Err(too_large());
            }
            if !piece.is_empty() {
                words(&piece);
                self.text.push_str(&piece);
            }
        }
        if let Some(finish) = choice.finish_reason.filter(|finish| !finish.is_empty()) {
            self.finish = Some(finish);
        }
        Ok(())
    }

    /// The reply, or why it is none. `limit` is the number of tokens it was allowed.
    pub fn finish(self, limit: Option<u32>) -> Result<Completion, ModelFailure> {
        let reason = self.finish.as_deref().unwrap_or_default();
        if self.refused {
            let why = format!("the model at \"{}\" declines to answer; use another model for this role", self.provider);
            return Err(ModelFailure::Refused { status: None, why });
        }
        if matches!(reason, "content_filter" | "safety" | "SAFETY") {
            return Err(ModelFailure::Refused { status: None, why: refusal::policy(self.provider) });
        }
        if matches!(reason, "length" | "max_tokens" | "MAX_TOKENS") {
            let at = limit.map(|limit| format!(" of {limit} tokens")).unwrap_or_default();
            let problem = format!(
                "the reply was cut off at the limit{at}; answer more briefly (or raise max_tokens of the role, or turn its \
                 thinking off)"
            );
            return Err(ModelFailure::Invalid { problems: vec![problem], truncated: true, usage: self.usage });
        }
        if reason.is_empty() && !self.done {
            return Err(ModelFailure::Transient(TransientFault::StreamStopped));
        }
        let text = without_thoughts(&self.text);
        if text.trim().is_empty() {
            return Err(invalid("the reply was empty").paid(self.usage));
        }
        Ok(Completion { text: text.to_owned(), usage: self.usage })
    }

    fn no_completion(&self) -> ModelFailure {
        let why = format!(
            "\"{}\" answers, but not with a chat completion; check base_url, which usually ends in /v1",
            self.provider
        );
        ModelFailure::Refused { status: Some(200), why }
    }
}

/// A reply that cannot be used, in one sentence.
pub(super) fn invalid(problem: impl Into<String>) -> ModelFailure {
    ModelFailure::Invalid { problems: vec![problem.into()], truncated: false, usage: Usage::default() }
}

/// A reply without an end.
pub(super) fn too_large() -> ModelFailure {
    invalid(format!("the reply was larger than {} KB; answer briefly", LARGEST_REPLY / 1024))
}

/// The words of a message's content: a string, or a list of parts of which those of type `text` count.
fn plain(content: Option<Value>) -> String {
    match content {
        Some(Value::String(text)) => text,
        Some(Value::Array(parts)) => parts
            .iter()
            .filter(|part| part.get("type").and_then(Value::as_str) == Some("text"))
            .filter_map(|part| part.get("text").and_then(Value::as_str))
            .collect(),
        _ => String::new(),
    }
}

/// The text after the thoughts some servers leave in front of it.
fn without_thoughts(text: &str) -> &str {
    let trimmed = text.trim_start();
    let Some(thoughts) = trimmed.strip_prefix("<think>") else { return text };
    thoughts.split_once("</think>").map_or("", |(_, rest)| rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn collect(events: &[&str]) -> Result<Completion, ModelFailure> {
        let mut collector = Collector::new("lab");
        for event in events {
            collector.event(event.as_bytes(), &mut |_| ())?;
        }
        collector.finish(Some(9))
    }

    #[test]
    fn thoughts_before_the_words_are_no_words() {
        let text = |content: &str| {
            collect(&[&format!("{{\"choices\":[{{\"delta\":{{\"content\":{content:?}}}}}]}}"), "[DONE]"])
        };
        assert_eq!(text("<think>hm</think>\nYes.").unwrap().text, "Yes.");
        assert_eq!(text("Yes <think>.").unwrap().text, "Yes <think>.");
        assert_eq!(text("<think>for ever").unwrap_err().class(), "invalid_output");
    }

    #[test]
    fn a_stream_is_whole_with_a_reason_or_a_done_and_not_otherwise() {
        let piece = r#"{"choices":[{"delta":{"content":"Hello there."}}]}"#;
        let stop =
            r#"{"choices":[{"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":2}}"#;
        assert_eq!(collect(&[piece]).unwrap_err(), ModelFailure::Transient(TransientFault::StreamStopped));
        assert!(collect(&[piece, "[DONE]"]).is_ok());
        assert_eq!(collect(&[piece, stop]).unwrap().usage, Usage { prompt_tokens: 5, completion_tokens: 2 });
    }

    #[test]
    fn content_in_parts_and_errors_in_the_stream_are_understood() {
        let parts =
            r#"{"choices":[{"delta":{"content":[{"type":"thinking","thinking":"x"},{"type":"text","text":"Hi."}]}}]}"#;
        assert_eq!(collect(&[parts, "[DONE]"]).unwrap().text, "Hi.");
        let class = |event: &str| collect(&[event]).unwrap_err().class();
        assert_eq!(class(r#"{"error":{"code":429,"message":"x"}}"#), "rate_limited");
        assert_eq!(class(r#"{"error":{"code":502,"message":"x"}}"#), "transient");
        assert_eq!(class(r#"{"error":{"code":"content_filter","message":"x"}}"#), "refused");
    }
}
