//! Names as the published method compares them: normalised, then the token-set ratio of the two.
//!
//! Normalising: lower case; everything that is no word character (Python's sense) becomes a space; leading titles and
//! kin words are dropped until a word is left that is neither. "Dr. Smith" is `smith`; "Mom" is empty, and an empty
//! name matches nothing, not even itself (a known defect of the method, kept because published figures contain it).

use std::borrow::Cow;

use rapidfuzz::distance::indel;

use super::python_text::{is_space, is_word};

/// Two names are the same person's from this similarity on.
pub const THRESHOLD: f64 = 0.60;

/// Titles and kin words that are dropped from the front of a name.
const TITLES: &[&str] = &[
    "aunt",
    "brother",
    "cousin",
    "dad",
    "dr",
    "father",
    "grandfather",
    "grandma",
    "grandmother",
    "grandpa",
    "madam",
    "miss",
    "mom",
    "mother",
    "mr",
    "mrs",
    "ms",
    "nana",
    "nephew",
    "niece",
    "papa",
    "pop",
    "sir",
    "sister",
    "uncle",
];

/// The one truth name that any person matches.
const SPEAKER: &str = "user";

/// A normalised name, made once per person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Name {
    /// The words joined by single spaces.
    text: String,
    /// The distinct words in code point order, joined by single spaces, where that is not `text` itself.
    sorted: Option<Box<str>>,
    /// Characters in the sorted form.
    length: usize,
    /// A bit for (the last six bits of) every character, and one for (a hash of) every word: no bit in common, nothing
    /// in common.
    letters: u64,
    words: u64,
}

impl Name {
    /// Normalises a name; no name is the empty name.
    pub fn new(name: Option<&str>) -> Self {
        let text = normalise(name.unwrap_or_default());
        let mut words = text.split(' ');
        let (mut is_sorted, mut last) = (true, words.next().unwrap_or_default());
        let mut word_bits = word_bit(last);
        for word in words {
            is_sorted &= last < word;
            last = word;
            word_bits |= word_bit(word);
        }
        let sorted = (!is_sorted).then(|| {
            let mut words: Vec<&str> = text.split(' ').collect();
            words.sort_unstable();
            words.dedup();
            words.join(" ").into_boxed_str()
        });
        let (mut length, mut letters) = (0, 0);
        for c in sorted.as_deref().unwrap_or(&text).chars() {
            length += 1;
            letters |= 1 << (u32::from(c) & 63);
        }
        Name { length, letters, words: word_bits, text, sorted }
    }

    /// The normalised text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Nothing is left after normalising.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// In the truth, "User" stands for the speaker and matches whoever is first.
    pub fn is_speaker(&self) -> bool {
        self.text == SPEAKER
    }

    fn sorted(&self) -> &str {
        self.sorted.as_deref().unwrap_or(&self.text)
    }

    fn tokens(&self) -> impl Iterator<Item = &str> {
        self.sorted().split(' ').filter(|token| !token.is_empty())
    }
}

fn word_bit(word: &str) -> u64 {
    let hash = word.bytes().fold(0u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte.into()));
    1 << (hash >> 3 & 63)
}

fn normalise(name: &str) -> String {
    let lower: Cow<'_, str> = if name.is_ascii() { name.into() } else { name.to_lowercase().into() };
    let mut text = String::with_capacity(lower.len());
    let mut may_be_title = true;
    for word in lower.split(|c: char| is_space(c) || !is_word(c)).filter(|word| !word.is_empty()) {
        let start = if text.is_empty() { 0 } else { text.len() + 1 };
        if start > 0 {
            text.push(' ');
        }
        text.extend(word.chars().map(|c| c.to_ascii_lowercase()));
        may_be_title &= start == 0;
        if may_be_title && TITLES.binary_search(&text.as_str()).is_ok() {
            text.clear();
        }
    }
    text
}

/// Whether two names are certainly less alike than the threshold; cheap, and `false` where it does not know.
fn is_far(a: &Name, b: &Name) -> bool {
    let unshared = (a.letters & !b.letters).count_ones() + (b.letters & !a.letters).count_ones();
    // Without a shared word the similarity is 1 - distance / length, and every unshared letter costs one.
    a.words & b.words == 0 && 10 * unshared as usize > 4 * (a.length + b.length)
}

/// The similarity, where it reaches the threshold.
pub fn similarity_if_alike(a: &Name, b: &Name) -> Option<f64> {
    if is_far(a, b) {
        return None;
    }
    Some(similarity(a, b)).filter(|similarity| *similarity >= THRESHOLD)
}

/// Token-set ratio of two normalised names, 0 to 1 (the definition of rapidfuzz' `token_set_ratio`).
///
/// An empty side is 0; one set of words inside the other is 1; otherwise the best of three indel ratios: of the words
/// not shared (each side sorted and joined, the shared words counted into the length), and of the shared words against
/// the shared plus either side's own.
pub fn similarity(a: &Name, b: &Name) -> f64 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    if a.sorted() == b.sorted() {
        return 1.0;
    }
    let mut shared = Joined::default();
    let (mut only_a, mut only_b) = (Joined::default(), Joined::default());
    let (mut left, mut right) = (a.tokens().peekable(), b.tokens().peekable());
    loop {
        match (left.peek(), right.peek()) {
            (Some(x), Some(y)) if x == y => {
                shared.add(x);
                left.next();
                right.next();
            }
            (Some(x), Some(y)) if x < y => {
                only_a.add(x);
                left.next();
            }
            (Some(x), None) => {
                only_a.add(x);
                left.next();
            }
            (_, Some(y)) => {
                only_b.add(y);
                right.next();
            }
            (None, None) => break,
        }
    }
    if shared.words == 0 {
        let distance = indel::distance(a.sorted().chars(), b.sorted().chars());
        return ratio(distance, a.length + b.length);
    }
    if only_a.words == 0 || only_b.words == 0 {
        return 1.0;
    }
    let with_a = shared.length + 1 + only_a.length;
    let with_b = shared.length + 1 + only_b.length;
    let own_a: String = own_words(a, b);
    let own_b: String = own_words(b, a);
    let rest = ratio(indel::distance(own_a.chars(), own_b.chars()), with_a + with_b);
    let of_a = ratio(1 + only_a.length, shared.length + with_a);
    let of_b = ratio(1 + only_b.length, shared.length + with_b);
    rest.max(of_a).max(of_b)
}

/// Words of `a` that `b` has not, sorted and joined.
fn own_words(a: &Name, b: &Name) -> String {
    let mut own = String::with_capacity(a.sorted().len());
    for token in a.tokens().filter(|token| !b.tokens().any(|other| other == *token)) {
        if !own.is_empty() {
            own.push(' ');
        }
        own.push_str(token);
    }
    own
}

/// Length in characters of words joined by single spaces.
#[derive(Default)]
struct Joined {
    words: usize,
    length: usize,
}

impl Joined {
    fn add(&mut self, word: &str) {
        self.length += word.chars().count() + usize::from(self.words > 0);
        self.words += 1;
    }
}

fn ratio(distance: usize, length: usize) -> f64 {
    if length == 0 { 1.0 } else { (100.0 - 100.0 * distance as f64 / length as f64) / 100.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn similar(a: &str, b: &str) -> f64 {
        similarity(&Name::new(Some(a)), &Name::new(Some(b)))
    }

    #[test]
    fn the_titles_are_sorted_for_the_search() {
        assert!(TITLES.is_sorted());
    }

    #[test]
    fn a_title_is_dropped_from_the_front_only() {
        assert_eq!(Name::new(Some("Uncle Dr. Bob")).as_str(), "bob");
        assert_eq!(Name::new(Some("Dmitri Grandpa")).as_str(), "dmitri grandpa");
        assert_eq!(Name::new(Some("Mom")).as_str(), "");
        assert_eq!(similar("Mom", "Mom"), 0.0);
    }

    #[test]
    fn a_contained_set_of_words_is_the_same_name() {
        assert_eq!(similar("John Paul Smith", "Smith John"), 1.0);
        assert!((similar("John Smith", "John Doe") - 2.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn a_decomposed_accent_splits_the_name() {
        assert_eq!(Name::new(Some("Tua\u{302}\u{301}n")).as_str(), "tua n");
    }

    proptest! {
        #[test]
        fn similarity_is_symmetric_and_between_zero_and_one(a in "[A-Za-zéß '.-]{0,20}", b in "[A-Za-zéß '.-]{0,20}") {
            let (there, back) = (similar(&a, &b), similar(&b, &a));
            prop_assert!((there - back).abs() < 1e-12);
            prop_assert!((0.0..=1.0).contains(&there));
        }

        #[test]
        fn the_short_cut_never_changes_whether_two_names_are_alike(a in "[A-Ea-eé .-]{0,9}", b in "[A-Ea-eé .-]{0,9}") {
            let (a, b) = (Name::new(Some(&a)), Name::new(Some(&b)));
            let alike = similarity(&a, &b);
            prop_assert_eq!(similarity_if_alike(&a, &b), (alike >= THRESHOLD).then_some(alike));
        }
    }
}
