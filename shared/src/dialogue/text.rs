//! How the rules read text: white space, words, lower case, sentences and a form in which phrases are looked for.
//!
//! The published figures were made with Python's notions of these, which differ from Rust's at the edges: U+001C to
//! U+001F are white space, and a "word character" is a letter, a number or an underscore but no combining mark.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// White space as Python's `str.split` sees it.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

/// The words of a text: whatever white space separates, punctuation included.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_space).filter(|word| !word.is_empty())
}

/// How many words.
pub fn count_words(text: &str) -> usize {
    words(text).count()
}

/// The text without white space at its ends.
pub fn strip(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// The first `n` words, joined by single spaces.
pub fn first_words(text: &str, n: usize) -> String {
    words(text).take(n).collect::<Vec<_>>().join(" ")
}

/// Sentences: cut after `.`, `!` or `?` where white space and an ASCII capital follow. Ends are stripped; there is no
/// empty sentence.
pub fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut gap: Option<usize> = None;
    let mut before = None;
    for (at, c) in text.char_indices() {
        if is_space(c) {
            if gap.is_none() && matches!(before, Some('.' | '!' | '?')) {
                gap = Some(at);
            }
        } else {
            if let (Some(end), 'A'..='Z') = (gap, c) {
                found.extend(text.get(start..end));
                start = at;
            }
            gap = None;
        }
        before = Some(c);
    }
    found.extend(text.get(start..));
    found.into_iter().map(strip).filter(|sentence| !sentence.is_empty()).collect()
}

/// A text in which phrases can be looked for: one ASCII byte stands for each character, so that patterns written in
/// ASCII find what Python's case-insensitive search finds (`ſ` is an s, the Kelvin sign a k, `İ` and `ı` an i) and `\b`
/// has Python's meaning.
#[derive(Debug)]
pub struct Searchable<'a> {
    text: &'a str,
    ascii: String,
    /// Where each character begins in `text`; absent while both are the same.
    starts: Option<Vec<usize>>,
}

/// Stands for a word character that is not ASCII. No pattern names it.
const OTHER_WORD: char = '_';
/// Stands for any other character that is not ASCII.
const OTHER: char = '\u{1}';

impl<'a> Searchable<'a> {
    /// Prepares a text.
    pub fn new(text: &'a str) -> Self {
        let starts = (!text.is_ascii()).then(|| text.char_indices().map(|(at, _)| at).collect());
        Searchable { text, ascii: text.chars().map(stand_in).collect(), starts }
    }

    /// The words that match `pattern` first, as they stand in the text. Patterns are lower-case ASCII.
    pub fn find(&self, pattern: &Regex) -> Option<&'a str> {
        let Range { start, end } = pattern.find(&self.ascii)?.range();
        self.text.get(self.place(start)..self.place(end))
    }

    /// Whether `pattern` matches anywhere.
    pub fn contains(&self, pattern: &Regex) -> bool {
        pattern.is_match(&self.ascii)
    }

    fn place(&self, index: usize) -> usize {
        match &self.starts {
            None => index,
            Some(starts) => starts.get(index).copied().unwrap_or(self.text.len()),
        }
    }
}

fn stand_in(c: char) -> char {
    match c {
        '\u{1c}'..='\u{1f}' => '\n',
        c if c.is_ascii() => c.to_ascii_lowercase(),
        'ſ' => 's',
        '\u{212a}' => 'k',
        'İ' | 'ı' => 'i',
        c if c.is_whitespace() => '\n',
        c if is_word(c) => OTHER_WORD,
        _ => OTHER,
    }
}

/// A letter, a number or an underscore; no combining mark.
fn is_word(c: char) -> bool {
    static WORD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^[\p{L}\p{N}_]$").ok());
    match &*WORD {
        Some(class) => class.is_match(c.encode_utf8(&mut [0; 4])),
        None => c.is_alphanumeric() || c == '_',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_that_only_python_calls_white_space_part_words() {
        assert_eq!(
            words("one\u{1c}two \u{a0}three\u{200b}four").collect::<Vec<_>>(),
            ["one", "two", "three\u{200b}four"]
        );
        assert_eq!(strip("\u{1f} a \u{3000}"), "a");
    }

    #[test]
    fn a_sentence_ends_only_before_an_ascii_capital() {
        assert_eq!(sentences("Yes.  No? maybe! Ömer. He left"), ["Yes.", "No? maybe! Ömer.", "He left"]);
        assert_eq!(sentences("one. Then\u{1c}what? Ok"), ["one.", "Then\u{1c}what?", "Ok"]);
        assert!(sentences(" \n").is_empty());
        assert_eq!(sentences("He said so…  We left"), ["He said so…  We left"]);
    }

    #[test]
    fn case_is_ignored_as_python_ignores_it_and_the_span_is_the_text_itself() {
        let pattern = Regex::new(r"\bthis is risk\b").unwrap();
        let text = "Ω thıS İſ riſ\u{212a}!";
        assert_eq!(Searchable::new(text).find(&pattern), Some("thıS İſ riſ\u{212a}"));
    }

    #[test]
    fn a_combining_mark_ends_a_word_and_a_superscript_does_not() {
        let pattern = Regex::new(r"\btoxic\b").unwrap();
        assert!(Searchable::new("toxic\u{301}").contains(&pattern));
        assert!(!Searchable::new("toxic²").contains(&pattern));
        assert!(!Searchable::new("étoxic").contains(&pattern));
        assert!(Searchable::new("—toxic—").contains(&pattern));
    }
}
