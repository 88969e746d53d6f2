//! Decides about what a model wrote for the client: keep it, ask once more, or say a canned line (FACTS section 6).

use super::clean_reply;
use crate::dialogue::text::count_words;

/// A reply of fewer words is not one.
pub const LEAST_WORDS: usize = 8;
/// A client turn takes no more model calls than this.
pub const MOST_CALLS: u32 = 2;
/// Temperature of the client's calls.
pub const CLIENT_TEMPERATURE: f64 = 0.75;
/// Thinking tokens of the client's calls: a budget ate the words themselves (FACTS section 8, point 2).
pub const CLIENT_THINKING: u32 = 0;

/// What to do with a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Weighed {
    /// Say this: the reply, cleaned.
    Keep(String),
    /// Ask the model once more.
    AskAgain,
    /// Say a canned line ([`super::fallback_line`]).
    FallBack,
}

/// Weighs what the model wrote on its `call`-th call for this turn, counted from 1; no text is an empty one.
pub fn weigh(raw: &str, call: u32) -> Weighed {
    let text = clean_reply(raw);
    if count_words(&text) >= LEAST_WORDS {
        Weighed::Keep(text)
    } else if call < MOST_CALLS {
        Weighed::AskAgain
    } else {
        Weighed::FallBack
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_words_are_kept_and_seven_are_asked_for_again_once() {
        let eight = "one two three four five six seven eight.";
        assert_eq!(weigh(eight, 1), Weighed::Keep(eight.to_owned()));
        let seven = "one two three four five six seven.";
        assert_eq!((weigh(seven, 1), weigh(seven, 2)), (Weighed::AskAgain, Weighed::FallBack));
    }

    #[test]
    fn words_are_counted_after_cleaning() {
        assert_eq!(weigh("*looks away for a long long while* We left.", 1), Weighed::AskAgain);
    }
}
