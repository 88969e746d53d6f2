//! Cleans what a model wrote for the client: stage directions, a leading speaker name, a sentence that was cut off
//! (FACTS section 6). Whether enough is left is decided in `reply`.

use std::sync::LazyLock;

use regex::Regex;

use crate::dialogue::text::{is_space, strip};

/// What is deleted, in this order; white space after it goes too.
const DELETIONS: [&str; 3] = [
    // Anything between asterisks: stage directions, headings, emphasis.
    r"\*+[^*]+\*+:?",
    // A parenthesis at the start.
    r"\A\([^)]*\)",
    // A name at the start, as scripts have it.
    r"\A[A-Z][a-z]+:",
];

static DELETED: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let followed = |pattern: &&str| Regex::new(&format!(r"(?:{pattern})[\s\x1c-\x1f]*")).ok();
    DELETIONS.iter().filter_map(followed).collect()
});

/// The client's words in what a model wrote; empty if no complete sentence is left.
pub fn clean_reply(raw: &str) -> String {
    let [everywhere, at_start @ ..] = DELETED.as_slice() else { return trim_to_sentence(raw).to_owned() };
    let mut text = strip(&everywhere.replace_all(strip(raw), "")).to_owned();
    for leading in at_start {
        text = leading.replace(&text, "").into_owned();
    }
    trim_to_sentence(&text).to_owned()
}

/// Whether a character ends a sentence.
fn ends(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…')
}

/// Whether a character may stand between a sentence's end and white space. Curly quotes may not.
fn closes(c: char) -> bool {
    matches!(c, '"' | '\'' | ')' | ']')
}

/// The text up to its last complete sentence, without white space at its ends; empty if there is none.
pub fn trim_to_sentence(text: &str) -> &str {
    let text = strip(text);
    let mut kept = 0;
    let mut complete = false;
    for (at, c) in text.char_indices() {
        if is_space(c) && complete {
            kept = at;
        }
        complete = ends(c) || (complete && closes(c));
    }
    if complete { text } else { strip(text.get(..kept).unwrap_or_default()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_deletion_compiles() {
        assert_eq!(DELETED.len(), DELETIONS.len());
    }

    #[test]
    fn stage_directions_headings_and_the_speaker_go() {
        for (raw, clean) in [
            ("*sighs* It was fine.", "It was fine."),
            ("**Length: short**: It was *so* odd.", "It was odd."),
            ("***bold***: (pause) Tom: We left.", "We left."),
            ("(a) (b) We left.", "(b) We left."),
            ("Dr Smith: We left.", "Dr Smith: We left."),
            ("\u{c9}mile: We left.", "\u{c9}mile: We left."),
            ("sarah: We left.", "sarah: We left."),
            ("You:We left.", "We left."),
            ("5 * 3 is fifteen.", "5 * 3 is fifteen."),
        ] {
            assert_eq!(clean_reply(raw), clean, "{raw}");
        }
    }

    #[test]
    fn what_was_cut_off_goes_and_what_is_complete_stays() {
        for (text, trimmed) in [
            ("We left. Then my", "We left."),
            ("We left.\" Then my", "We left.\""),
            ("We left", ""),
            ("  We left?')]\n", "We left?')]"),
            ("We left.\u{201d}", ""),
            ("At 3.15 we left. And", "At 3.15 we left."),
            ("At 3.15 we", ""),
            ("Well\u{2026} I", "Well\u{2026}"),
            ("", ""),
        ] {
            assert_eq!(trim_to_sentence(text), trimmed, "{text}");
        }
    }
}
