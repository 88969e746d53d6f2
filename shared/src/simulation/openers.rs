//! How the client's last turns began, so that the next one begins otherwise (FACTS section 6).

use crate::dialogue::text::{first_words, words};
use crate::dialogue::{Speaker, Turn};

/// So many turns are remembered.
pub const OPENER_MEMORY: usize = 5;
/// Words of an opener.
const OPENER_WORDS: usize = 3;

/// The openers of the client's last turns, the newest first, in lower case and without punctuation. A turn without
/// words has none.
pub fn recent_openers(turns: &[Turn<'_>]) -> Vec<String> {
    let client = turns.iter().rev().filter(|turn| turn.speaker == Speaker::Subject);
    client.map(|turn| opener(turn.text)).filter(|opener| !opener.is_empty()).take(OPENER_MEMORY).collect()
}

/// Whether a text begins like one of `openers`.
pub fn repeats_opener(text: &str, openers: &[String]) -> bool {
    let opener = opener(text);
    !opener.is_empty() && openers.contains(&opener)
}

fn opener(text: &str) -> String {
    // Lower case first: it can add combining marks, which are not part of an opener.
    let lower = text.to_lowercase();
    let plain = |c: &char| c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}');
    let bare: Vec<String> = words(&lower).map(|word| word.chars().filter(plain).collect()).collect();
    first_words(&bare.join(" "), OPENER_WORDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_client_turns_are_remembered_and_the_coach_s_are_not() {
        let texts: Vec<String> = (0..7).map(|n| format!("Well, I{n} \u{2014} went away.")).collect();
        let mut turns: Vec<Turn<'_>> = texts.iter().map(|text| Turn::subject(text)).collect();
        turns.push(Turn::coach("And then you left?"));
        let openers = recent_openers(&turns);
        assert_eq!(openers.len(), OPENER_MEMORY);
        assert_eq!(openers[0], "well i6 went");
        assert!(repeats_opener("Well i6\u{2026} went home", &openers));
        assert!(!repeats_opener("Well, I1 went", &openers), "older than five turns");
        assert!(!repeats_opener("And then you left", &openers));
    }

    #[test]
    fn a_turn_without_words_neither_is_nor_repeats_an_opener() {
        assert!(recent_openers(&[Turn::subject("\u{2026}")]).is_empty());
        assert!(!repeats_opener(" ", &["".to_owned()]));
    }
}
