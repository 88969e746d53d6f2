//! Who coded: a human, or a model that is named by what it is and the prompt it had.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What stands before a model's name wherever coders are written as plain text.
const MODEL_MARK: &str = "model: ";

/// A coder. Humans sort before models, so that tables show them first and a model is never taken for one of them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "is", content = "name", rename_all = "snake_case")]
pub enum Coder {
    /// A person, by name.
    Human(String),
    /// A model with its prompt version, such as `gemini-x / prompt 3`: another prompt is another coder.
    Model(String),
}

impl Coder {
    /// A human coder.
    pub fn human(name: impl Into<String>) -> Self {
        Coder::Human(name.into())
    }

    /// A model as a coder, from the model's name and the version (or hash) of its prompt.
    pub fn model(model: &str, prompt: &str) -> Self {
        Coder::Model(format!("{model} / {prompt}"))
    }

    /// Whether a person coded.
    pub fn is_human(&self) -> bool {
        matches!(self, Coder::Human(_))
    }

    /// The coder as [`Coder`]'s `Display` writes it.
    pub fn parse(text: &str) -> Self {
        match text.strip_prefix(MODEL_MARK) {
            Some(label) => Coder::Model(label.to_owned()),
            None => Coder::Human(text.to_owned()),
        }
    }

    /// Whether the name can be told from a model's where both are plain text.
    pub(super) fn is_tellable(&self) -> bool {
        Coder::parse(&self.to_string()) == *self
    }
}

impl fmt::Display for Coder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Coder::Human(name) => f.write_str(name),
            Coder::Model(label) => write!(f, "{MODEL_MARK}{label}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coder_is_read_back_from_plain_text_and_humans_come_first() {
        let coders = [Coder::human("zoe"), Coder::model("gemini-x", "prompt 3")];
        assert!(coders[0] < coders[1]);
        assert_eq!(coders.each_ref().map(ToString::to_string), ["zoe", "model: gemini-x / prompt 3"]);
        assert_eq!(coders.each_ref().map(|coder| Coder::parse(&coder.to_string())), coders);
        assert!(!Coder::human("model: x").is_tellable());
    }
}
