//! What an endpoint understands. Servers that call themselves compatible differ; each call begins with everything and
//! gives up one thing at a time as the server says that it does not know it. What worked is remembered in memory.

use serde_json::{Value, json};

use crate::config::{Thinking, ThinkingField};

/// How structure is asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Format {
    /// `response_format: {type: json_schema}`.
    #[default]
    JsonSchema,
    /// `response_format: {type: json_object}`, the schema in the prompt.
    JsonObject,
    /// The schema in the prompt.
    Prompt,
}

/// What a model at an endpoint understands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Capabilities {
    /// How structure is asked for.
    pub format: Format,
    /// `max_completion_tokens` instead of `max_tokens`.
    pub completion_tokens: bool,
    /// Whether a temperature may be given.
    pub temperature: bool,
    /// Whether `stream_options` is known.
    pub stream_options: bool,
    /// Whether a seed may be given.
    pub seed: bool,
    /// Which word for little thinking is known: 0 none, 1 minimal, 2 low, 3 nothing is sent.
    pub thinking_step: u8,
}

impl Default for Capabilities {
    fn default() -> Self {
        Capabilities {
            format: Format::JsonSchema,
            completion_tokens: false,
            temperature: true,
            stream_options: true,
            seed: true,
            thinking_step: 0,
        }
    }
}

/// What a request held that a server may not know.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sent {
    /// A schema was asked for.
    pub structured: bool,
    /// The reply was asked for piece by piece.
    pub stream: bool,
    /// A seed was given.
    pub seed: bool,
    /// Something about thinking was said.
    pub thinking: bool,
}

impl Capabilities {
    /// With one thing less: what the server's complaint names first (some repeat the whole request after it). Where it
    /// names nothing, the format of the reply is the likely cause. `None` if nothing is left to give up.
    pub fn less(self, complaint: &str, sent: Sent) -> Option<Capabilities> {
        let words = complaint.to_lowercase();
        let named = |names: &[&str]| names.iter().filter_map(|name| words.find(name)).min();
        let plainer = self.plainer().filter(|_| sent.structured).map(|format| Capabilities { format, ..self });
        let mut found: Vec<(usize, Capabilities)> = Vec::new();
        let mut offer = |possible: bool, names: &[&str], less: Capabilities| {
            if let Some(at) = named(names).filter(|_| possible) {
                found.push((at, less));
            }
        };
        let tokens = Capabilities { completion_tokens: true, ..self };
        offer(!self.completion_tokens, &["max_completion_tokens"], tokens);
        let usage = Capabilities { stream_options: false, ..self };
        offer(sent.stream && self.stream_options, &["stream_options", "include_usage"], usage);
        let thinking = Capabilities { thinking_step: self.thinking_step.saturating_add(1), ..self };
        let names = ["reasoning", "chat_template_kwargs", "thinking"];
        offer(sent.thinking && self.thinking_step < 3, &names, thinking);
        if let Some(less) = plainer {
            offer(true, &FORMAT, less);
        }
        offer(self.temperature, &["temperature"], Capabilities { temperature: false, ..self });
        offer(sent.seed && self.seed, &["seed"], Capabilities { seed: false, ..self });
        found.into_iter().min_by_key(|(at, _)| *at).map(|(_, less)| less).or(plainer)
    }

    fn plainer(self) -> Option<Format> {
        match self.format {
            Format::JsonSchema => Some(Format::JsonObject),
            Format::JsonObject => Some(Format::Prompt),
            Format::Prompt => None,
        }
    }

    /// The field that says how much to think, if there is anything to say.
    pub fn thinking(self, wanted: Thinking, field: ThinkingField) -> Option<(&'static str, Value)> {
        if wanted == Thinking::Default || self.thinking_step >= 3 {
            return None;
        }
        let effort = match (wanted, self.thinking_step) {
            (Thinking::Off, 0) => "none",
            (Thinking::Off, 1) => "minimal",
            (Thinking::Medium, _) => "medium",
            (Thinking::High, _) => "high",
            _ => "low",
        };
        match field {
            ThinkingField::ReasoningEffort => Some(("reasoning_effort", json!(effort))),
            ThinkingField::ChatTemplateKwargs => {
                Some(("chat_template_kwargs", json!({"enable_thinking": wanted != Thinking::Off})))
            }
            ThinkingField::Reasoning if effort == "none" => Some(("reasoning", json!({"enabled": false}))),
            ThinkingField::Reasoning => Some(("reasoning", json!({"effort": effort}))),
            ThinkingField::None => None,
        }
    }
}

/// Words by which servers speak of the format of a reply.
const FORMAT: [&str; 6] = ["response_format", "json_schema", "json_object", "structured output", "grammar", "schema"];

/// Whether a complaint (in lower case) is about the format of the reply.
pub(super) fn names_format(words: &str) -> bool {
    FORMAT.iter().any(|name| words.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Sent = Sent { structured: true, stream: true, seed: true, thinking: true };

    #[test]
    fn each_complaint_gives_up_what_it_names_and_nothing_else() {
        let full = Capabilities::default();
        let less = |words: &str| full.less(words, ALL).unwrap();
        assert_eq!(less("Use 'max_completion_tokens' instead."), Capabilities { completion_tokens: true, ..full });
        assert_eq!(less("unknown field stream_options"), Capabilities { stream_options: false, ..full });
        assert_eq!(less("'temperature' does not support 0.45"), Capabilities { temperature: false, ..full });
        assert_eq!(less("extra input: seed"), Capabilities { seed: false, ..full });
        assert_eq!(less("Unrecognized argument: reasoning_effort"), Capabilities { thinking_step: 1, ..full });
        assert_eq!(less("response_format is not known").format, Format::JsonObject);
        assert_eq!(less("Bad Request").format, Format::JsonObject);
        let repeated = "seed: extra input. You sent {\"temperature\": 0, \"response_format\": {}}";
        assert_eq!(less(repeated), Capabilities { seed: false, ..full });
    }

    #[test]
    fn giving_up_comes_to_an_end() {
        for words in ["bad", "temperature seed schema reasoning stream_options max_completion_tokens"] {
            let (mut now, mut steps) = (Capabilities::default(), 0);
            while let Some(less) = now.less(words, ALL) {
                (now, steps) = (less, steps + 1);
                assert!(steps < 12, "{words}");
            }
        }
        let plain = Sent { structured: false, stream: false, seed: false, thinking: false };
        assert_eq!(Capabilities::default().less("bad", plain), None);
    }
}
