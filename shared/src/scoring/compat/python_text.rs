//! What Python's string methods mean by letter, digit, word character and white space.
//!
//! The published method was computed with Python; its answers for a decomposed accent or an Indic vowel sign follow
//! from these classes, which differ from Rust's and from Unicode's `\w`.

use unicode_general_category::{GeneralCategory, get_general_category};

/// `str.isalpha`: the five letter categories; no marks, no letter numerals, no circled letters.
pub fn is_alpha(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    use GeneralCategory::*;
    matches!(
        get_general_category(c),
        UppercaseLetter | LowercaseLetter | TitlecaseLetter | ModifierLetter | OtherLetter
    )
}

/// A decimal digit of any script (category Nd).
pub fn is_decimal(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_digit() } else { get_general_category(c) == GeneralCategory::DecimalNumber }
}

/// `str.isdigit`: decimal digits and the digit forms (superscripts, circled digits, ...).
pub fn is_digit(c: char) -> bool {
    is_decimal(c) || DIGIT_FORMS.iter().any(|&(first, last)| (first..=last).contains(&c))
}

/// Characters of category No whose numeric type is "digit" (Unicode 14, DerivedNumericType).
const DIGIT_FORMS: &[(char, char)] = &[
    ('\u{b2}', '\u{b3}'),
    ('\u{b9}', '\u{b9}'),
    ('\u{1369}', '\u{1371}'),
    ('\u{19da}', '\u{19da}'),
    ('\u{2070}', '\u{2070}'),
    ('\u{2074}', '\u{2079}'),
    ('\u{2080}', '\u{2089}'),
    ('\u{2460}', '\u{2468}'),
    ('\u{2474}', '\u{247c}'),
    ('\u{2488}', '\u{2490}'),
    ('\u{24ea}', '\u{24ea}'),
    ('\u{24f5}', '\u{24fd}'),
    ('\u{24ff}', '\u{24ff}'),
    ('\u{2776}', '\u{277e}'),
    ('\u{2780}', '\u{2788}'),
    ('\u{278a}', '\u{2792}'),
    ('\u{10a40}', '\u{10a43}'),
    ('\u{10e60}', '\u{10e68}'),
    ('\u{11052}', '\u{1105a}'),
    ('\u{1f100}', '\u{1f10a}'),
];

/// `\w` of Python's `re` on text: `str.isalnum` or the underscore.
pub fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    use GeneralCategory::*;
    matches!(
        get_general_category(c),
        UppercaseLetter
            | LowercaseLetter
            | TitlecaseLetter
            | ModifierLetter
            | OtherLetter
            | DecimalNumber
            | LetterNumber
            | OtherNumber
    )
}

/// `str.isspace`, one character: Unicode white space and the four separators U+001C to U+001F.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// The value of a decimal digit of any script. Digits of one script lie in unbroken runs of ten.
pub fn decimal_value(c: char) -> Option<u32> {
    if let Some(value) = c.to_digit(10) {
        return Some(value);
    }
    if !is_decimal(c) {
        return None;
    }
    let mut first = c as u32;
    while char::from_u32(first.wrapping_sub(1)).is_some_and(is_decimal) {
        first -= 1;
    }
    Some((c as u32 - first) % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_combining_mark_is_no_word_character_but_a_numeral_is() {
        assert!(!is_word('\u{301}') && !is_word('\u{93f}') && !is_word('\u{e48}'));
        assert!(is_word('²') && is_word('½') && is_word('Ⅷ') && is_word('_') && is_word('é') && is_word('李'));
        assert!(!is_word('Ⓐ') && !is_word('‿') && !is_word('\u{200b}'));
    }

    #[test]
    fn separators_are_white_space_and_a_zero_width_space_is_not() {
        assert!(is_space('\u{1c}') && is_space('\u{1f}') && is_space('\u{a0}') && is_space('\u{3000}'));
        assert!(!is_space('\u{200b}') && !is_space('\u{1b}'));
    }

    #[test]
    fn a_superscript_is_a_digit_without_a_decimal_value() {
        assert!(is_digit('²') && is_digit('①') && !is_digit('½'));
        assert_eq!(decimal_value('²'), None);
        assert_eq!((decimal_value('٣'), decimal_value('९'), decimal_value('𝟗')), (Some(3), Some(9), Some(9)));
    }
}
