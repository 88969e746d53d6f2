//! Reads a kinship word with the small words around it: "younger sister", "14-year-old daughter", "grandmother on my
//! dad's side". Knows words and their order only; whose relative it is and who that is, `mentions` finds.

use sarf_shared::family::Gender;
use sarf_shared::family::kinship::{self, Kin, Tie};

use super::mentions::low;
use super::name_words::name_at;
use super::numbers;
use super::text::{Kind, Text};

/// A kinship word and what was said around it.
#[derive(Debug, Clone)]
pub struct KinPhrase {
    /// The row of the table.
    pub row: &'static Kin,
    /// The form that was used.
    pub form: String,
    /// A plural form.
    pub plural: bool,
    /// The token after it.
    pub next: usize,
    /// Former, ex, first, late.
    pub former: bool,
    /// New, second, another.
    pub another: bool,
    /// An age among the adjectives.
    pub age: Option<f64>,
    /// Maternal or paternal among the adjectives.
    pub side: Option<Gender>,
    /// Used as a name ("Gram").
    pub address: bool,
    /// May stand before a first name.
    pub before_name: bool,
    /// Follows somebody's possessive.
    pub owned: bool,
}

const ADJECTIVES: [&str; 92] = [
    "older",
    "younger",
    "elder",
    "eldest",
    "oldest",
    "youngest",
    "middle",
    "big",
    "little",
    "baby",
    "kid",
    "twin",
    "late",
    "own",
    "dear",
    "poor",
    "sweet",
    "whole",
    "entire",
    "only",
    "other",
    "first",
    "second",
    "third",
    "new",
    "current",
    "former",
    "ex",
    "actual",
    "biological",
    "birth",
    "adopted",
    "adoptive",
    "estranged",
    "beautiful",
    "lovely",
    "crazy",
    "two",
    "three",
    "four",
    "five",
    "both",
    "all",
    "dead",
    "sick",
    "elderly",
    "teenage",
    "grown",
    "real",
    "future",
    "maternal",
    "paternal",
    "surviving",
    "remaining",
    "darling",
    "beloved",
    "old",
    "then",
    "favorite",
    "favourite",
    "very",
    "younger",
    "wee",
    "junior",
    "senior",
    "foster",
    "six",
    "seven",
    "eight",
    "stupid",
    "bloody",
    "damn",
    "grown-up",
    "teenaged",
    "adult",
    "unmarried",
    "married",
    "divorced",
    "widowed",
    "widower",
    "stubborn",
    "precious",
    "single",
    "pregnant",
    "identical",
    "fraternal",
    "long-suffering",
    "good",
    "blessed",
    "brave",
    "half-grown",
    "surviving",
];

/// Reads a kinship phrase at `at`.
pub fn read(text: &Text<'_>, at: usize, end: usize, owned: bool) -> Option<KinPhrase> {
    let mut k = at;
    let (mut former, mut another, mut age, mut side) = (false, false, None, None);
    let mut skipped = 0;
    loop {
        // "My youngest sister": the first of two kinship words only says which one.
        let which = matches!(low(text, k), "oldest" | "eldest" | "youngest" | "twin" | "firstborn")
            && kin_word(text, k + 1, end).is_some();
        if let Some((row, form, plural, next)) = kin_word(text, k, end).filter(|_| !which) {
            // "My late wife" and "her first husband" are other people than the present ones; "first child" is not.
            let partner = row.path.last().is_some_and(|s| super::relatives::is_partner(s.tie));
            let phrase = KinPhrase {
                row,
                plural,
                next,
                former: former && partner,
                another: another && partner,
                age,
                side,
                address: row.address && row.path.iter().all(|s| s.tie == Tie::Grandparent),
                before_name: row.before_name,
                owned,
                form,
            };
            return Some(phrase);
        }
        let word = low(text, k);
        if k >= end || skipped > 4 {
            return None;
        }
        match word {
            "ex" | "former" | "first" | "late" => former = true,
            "new" | "second" | "third" | "other" => another = true,
            "maternal" => side = Some(Gender::Female),
            "paternal" => side = Some(Gender::Male),
            _ => {}
        }
        if let Some(years) = word.split_once("-year-old").or_else(|| word.split_once("-years-old")) {
            age = numbers::cardinal(years.0).map(f64::from);
        } else if !ADJECTIVES.contains(&word) {
            return None;
        }
        skipped += 1;
        k += 1;
        // "my sweet, patient husband" is rare and not worth a comma.
    }
}

fn kin_word(text: &Text<'_>, at: usize, end: usize) -> Option<(&'static Kin, String, bool, usize)> {
    for length in (1..=3).rev() {
        if at + length > end {
            continue;
        }
        let words: Vec<&str> = (at..at + length).map(|i| low(text, i)).collect();
        let quoted = text.tokens.get(at).is_none_or(|t| t.quoted || t.kind == Kind::Mark);
        if quoted || words.contains(&"'s") {
            continue;
        }
        let joined = words.join(" ");
        // Several words only where the table has them whole; one adjective less is read by the caller.
        if let Some(row) = kinship::kin(&joined) {
            return Some((row, joined, false, at + length));
        }
        if let Some(row) = kinship::kin_plural(&joined) {
            return Some((row, joined, true, at + length));
        }
    }
    None
}

/// Whether a kinship word stands here as a name for the speaker's own relative: "Mom", "Gram", "Aunt Pam". In the
/// coach's mouth small letters do, too.
pub fn address(text: &Text<'_>, at: usize, end: usize, coach: bool) -> bool {
    let Some(token) = text.tokens.get(at).filter(|t| !t.quoted) else { return false };
    let Some((row, _, plural, next)) = kin_word(text, at, end) else { return false };
    if plural {
        return false;
    }
    let named = row.before_name && name_at(text, next, end, true).is_some();
    let alone = row.address && next == at + 1 && (token.capital || coach);
    // "a mom", "every mother", "good Dad": not a name.
    let before = at.checked_sub(1).map_or("", |i| low(text, i));
    let determined =
        matches!(before, "'s" | "a" | "an" | "every" | "any" | "no" | "some" | "the" | "that" | "this" | "your");
    (named && token.capital) || (alone && !determined)
}

/// Whether a sentence begins with a near relative's word and no "my" before it: "Wife said I should come", "Old man
/// drank". Only where a verb follows, so that "Husband material" and "Son of a gun" are none.
pub fn bare(text: &Text<'_>, at: usize, end: usize) -> bool {
    const VERBS: [&str; 44] = [
        "'s", "is", "was", "has", "had", "said", "says", "died", "left", "thinks", "thought", "wants", "wanted",
        "made", "makes", "told", "tells", "works", "worked", "lives", "lived", "moved", "got", "gets", "went", "goes",
        "took", "takes", "started", "starts", "stopped", "drank", "drinks", "came", "comes", "calls", "called",
        "don't", "doesn't", "didn't", "never", "won't", "passed", "raised",
    ];
    let Some(token) = text.tokens.get(at).filter(|t| !t.quoted && t.capital) else { return false };
    let first = at.checked_sub(1).is_none_or(|b| matches!(low(text, b), "." | "!" | "?" | "\n" | "..."));
    let Some((row, _, plural, next)) = kin_word(text, at, end) else { return false };
    let near = matches!(row.path, [step] if super::relatives::is_partner(step.tie)
        || matches!(step.tie, Tie::Parent | Tie::Sibling | Tie::Child));
    let loose = matches!(token.lower.as_str(), "girl" | "boy" | "kid" | "child" | "ex" | "partner" | "twin");
    first && near && !plural && !loose && VERBS.contains(&low(text, next))
}

/// "On my mom's side", "on the paternal side": gives the parent's gender and where the words end.
pub fn side(text: &Text<'_>, at: usize, end: usize) -> (Option<Gender>, usize) {
    let mut k = at;
    if low(text, k) == "," {
        k += 1;
    }
    if !matches!(low(text, k), "on" | "from") {
        return (None, at);
    }
    k += 1;
    if matches!(low(text, k), "my" | "the" | "his" | "her" | "your") {
        k += 1;
    }
    let gender = match low(text, k) {
        "maternal" => Some(Gender::Female),
        "paternal" => Some(Gender::Male),
        word => kinship::kin(word).filter(|row| row.path.len() == 1 && row.generation() == 1).and_then(Kin::gender),
    };
    k += 1;
    if low(text, k) == "'s" {
        k += 1;
    }
    if gender.is_some() && low(text, k) == "side" && k < end { (gender, k + 1) } else { (None, at) }
}
