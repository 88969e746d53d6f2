//! Numbers as people say them: digits, words, ordinals, "two and a half".

use super::text::{Kind, Token};

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const ORDINALS: [&str; 20] = [
    "",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
];

fn place(words: &[&str], word: &str) -> Option<u32> {
    words.iter().position(|w| !w.is_empty() && *w == word).and_then(|p| u32::try_from(p).ok())
}

/// A cardinal in one word ("seven", "thirty-eight", "42").
pub fn cardinal(word: &str) -> Option<u32> {
    if let Ok(n) = word.parse::<u32>() {
        return Some(n);
    }
    if let Some(n) = place(&SMALL, word) {
        return Some(n);
    }
    let (tens, ones) = word.split_once('-').unwrap_or((word, ""));
    let tens = place(&TENS, tens)?;
    let ones = if ones.is_empty() { 0 } else { place(&SMALL, ones).filter(|n| (1..10).contains(n))? };
    Some(tens * 10 + ones)
}

/// A day of the month in one word ("19th", "nineteenth", "twenty-first").
pub fn ordinal(word: &str) -> Option<u32> {
    if let Some(n) = ["st", "nd", "rd", "th"].iter().find_map(|s| word.strip_suffix(s)?.parse().ok()) {
        return Some(n);
    }
    if let Some(n) = place(&ORDINALS, word) {
        return Some(n);
    }
    match word {
        "twentieth" => Some(20),
        "thirtieth" => Some(30),
        _ => {
            let (tens, ones) = word.split_once('-')?;
            Some(place(&TENS, tens)? * 10 + place(&ORDINALS, ones).filter(|n| (1..10).contains(n))?)
        }
    }
}

/// A count at the front of the tokens and how many tokens it takes. "A" and "an" count as one, "a couple" as two, "a
/// few" as three, "several" as five; "two and a half" is 2.5.
pub fn count(tokens: &[Token]) -> Option<(f64, usize)> {
    let word = |i: usize| tokens.get(i).map_or("", |t| t.lower.as_str());
    let (n, mut used) = match word(0) {
        "a" | "an" | "one" if matches!(word(1), "couple") => (2.0, if word(2) == "of" { 3 } else { 2 }),
        "couple" => (2.0, if word(1) == "of" { 2 } else { 1 }),
        "a" if word(1) == "few" => (3.0, 2),
        "few" => (3.0, 1),
        "several" => (5.0, 1),
        "a" | "an" if word(1) == "half" => (0.5, 2),
        "half" if word(1) == "a" => (0.5, 2),
        "a" | "an" => (1.0, 1),
        first => {
            let token = tokens.first()?;
            if token.kind == Kind::Number && first.contains('.') {
                (first.parse().ok()?, 1)
            } else {
                let n = f64::from(cardinal(first)?);
                let tens = n >= 20.0 && n % 10.0 == 0.0;
                match cardinal(word(1)).filter(|ones| tens && (1..10).contains(ones)) {
                    Some(ones) => (n + f64::from(ones), 2),
                    None => (n, 1),
                }
            }
        }
    };
    let n = if word(used) == "and" && word(used + 1) == "a" && word(used + 2) == "half" {
        used += 3;
        n + 0.5
    } else {
        n
    };
    // "a" alone is a count only where a unit follows; the caller checks the unit.
    Some((n, used))
}

#[cfg(test)]
mod tests {
    use super::super::text::Text;
    use super::*;

    #[test]
    fn spoken_numbers_are_read() {
        for (said, n) in [
            ("eighty-six", 86.0),
            ("two and a half years", 2.5),
            ("a couple of weeks", 2.0),
            ("forty two", 42.0),
            ("12", 12.0),
            ("seven", 7.0),
        ] {
            assert_eq!(count(&Text::new(said).tokens).map(|c| c.0), Some(n), "{said}");
        }
        assert_eq!(ordinal("twenty-first"), Some(21));
        assert_eq!(ordinal("3rd"), Some(3));
        assert_eq!(cardinal("fortnight"), None);
    }
}
