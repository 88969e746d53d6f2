//! What is kept of every model call: who was asked for what, what it cost, how it ended. Never any text.
//!
//! The runner stores these beside the step they belong to; this file holds the shape only.

use serde::{Deserialize, Serialize};

use super::{ModelFailure, Role, Usage};

/// One model call, without any text of prompt or reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallRecord {
    /// Which role was played.
    pub role: Role,
    /// Provider, `offline` for the built-in rules.
    pub provider: String,
    /// Model, empty for `offline`.
    pub model: String,
    /// Hash of the role's prompt text; `None` for `offline`.
    pub prompt_hash: Option<String>,
    /// Tokens read, as far as the provider said.
    pub prompt_tokens: u64,
    /// Tokens written, as far as the provider said.
    pub completion_tokens: u64,
    /// Milliseconds from asking to the last word or to the failure.
    pub ms: u64,
    /// Which try of the step, from 1.
    pub attempt: u32,
    /// Class of failure (`ModelFailure::class`); `None` when it went well.
    pub failure: Option<String>,
}

impl CallRecord {
    /// Adds how the call ended: its cost, or the class of its failure.
    pub fn ended(mut self, ms: u64, outcome: Result<Usage, &ModelFailure>) -> Self {
        self.ms = ms;
        let usage = outcome.unwrap_or_else(ModelFailure::usage);
        self.prompt_tokens = usage.prompt_tokens;
        self.completion_tokens = usage.completion_tokens;
        self.failure = outcome.err().map(|failure| failure.class().to_owned());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_call_keeps_its_class_and_no_words() {
        let record = CallRecord {
            role: Role::Coach,
            provider: "lab".into(),
            model: "m".into(),
            prompt_hash: None,
            prompt_tokens: 0,
            completion_tokens: 0,
            ms: 0,
            attempt: 2,
            failure: None,
        };
        let failure = ModelFailure::Refused { status: Some(401), why: "secret words".into() };
        let ended = record.clone().ended(12, Err(&failure));
        assert_eq!(ended.failure.as_deref(), Some("refused"));
        assert!(!serde_json::to_string(&ended).unwrap().contains("secret words"));
        let failure = ModelFailure::Invalid { problems: Vec::new(), truncated: true, usage: Usage::default() };
        let ended = record.clone().ended(12, Err(&failure.paid(Usage { prompt_tokens: 5, completion_tokens: 6 })));
        assert_eq!((ended.prompt_tokens, ended.completion_tokens), (5, 6), "what was paid for is told");
        let ended = record.ended(12, Ok(Usage { prompt_tokens: 3, completion_tokens: 4 }));
        assert_eq!((ended.prompt_tokens, ended.completion_tokens, ended.failure), (3, 4, None));
    }
}
