//! What kind of reply a coach's turn is: question, observation, bridge, normalisation, or a mixture (FACTS section 7).

use std::sync::LazyLock;

use regex::Regex;

use super::text::{Searchable, count_words, sentences};
use crate::vocabulary;

vocabulary! {
    /// The kind of a coach's turn.
    ResponseKind ("response kind") {
        /// Only asks, or says next to nothing.
        Question = "question",
        /// States something of at least four words, and asks nothing.
        Observation = "observation",
        /// Announces a change of topic.
        Bridge = "bridge",
        /// Says that many families are so.
        Normalization = "normalization",
        /// Asks, and does something else besides.
        Mixed = "mixed",
    }
}

/// Announces a change of topic; matches inside words too.
const BRIDGE: &str = r"that gives me|let me ask|now let'?s|moving on|shifting to|turning to";
/// Says that others are so too; matches inside words too.
const NORMALISING: &str =
    r"a lot of (?:families|people)|that'?s (?:common|normal|typical)|many families|it'?s not unusual";
/// A statement has at least so many words.
const STATEMENT_WORDS: usize = 4;

/// What a coach's turn does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Response {
    /// Its kind.
    pub kind: ResponseKind,
    /// Whether it is a single sentence, and that a question.
    pub only_a_question: bool,
}

/// Reads a coach's turn.
pub(super) fn response(text: &str) -> Response {
    let sentences = sentences(text);
    let asks = sentences.iter().any(|sentence| sentence.ends_with('?'));
    let states = sentences.iter().any(|sentence| !sentence.ends_with('?') && count_words(sentence) >= STATEMENT_WORDS);
    let searchable = Searchable::new(text);
    let says = |pattern: &LazyLock<Option<Regex>>| (**pattern).as_ref().is_some_and(|p| searchable.contains(p));
    let kind = match (says(&BRIDGES), says(&NORMALISES), asks, states) {
        (true, _, true, _) | (_, true, true, _) | (false, false, true, true) => ResponseKind::Mixed,
        (true, _, false, _) => ResponseKind::Bridge,
        (false, true, false, _) => ResponseKind::Normalization,
        (false, false, false, true) => ResponseKind::Observation,
        (false, false, _, false) => ResponseKind::Question,
    };
    Response { kind, only_a_question: asks && sentences.len() == 1 }
}

static BRIDGES: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(BRIDGE).ok());
static NORMALISES: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(NORMALISING).ok());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_phrase_lists_compile() {
        assert!(BRIDGES.is_some() && NORMALISES.is_some());
    }

    #[test]
    fn each_kind_has_its_turn() {
        for (text, kind) in [
            ("Who else knew?", ResponseKind::Question),
            ("OK.", ResponseKind::Question),
            ("", ResponseKind::Question),
            ("Three deaths in eight months.", ResponseKind::Observation),
            ("Three deaths in eight months. Who else knew?", ResponseKind::Mixed),
            ("Let me ask about your dad.", ResponseKind::Bridge),
            ("Moving on. Where was he?", ResponseKind::Mixed),
            ("Thats normal enough", ResponseKind::Normalization),
            ("Many families do. Did yours?", ResponseKind::Mixed),
        ] {
            assert_eq!(response(text).kind, kind, "{text}");
        }
    }

    #[test]
    fn a_question_mark_inside_quotes_at_the_end_asks_nothing() {
        assert_eq!(response("Who?\"").kind, ResponseKind::Question);
        assert!(!response("Who?\"").only_a_question);
        assert!(response("  Who? ").only_a_question);
    }
}
