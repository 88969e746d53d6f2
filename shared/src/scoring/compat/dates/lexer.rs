//! Splits a date text into words, numbers, spaces and single signs, as `dateutil` does.
//!
//! A dot belongs to the word or number it stands in until it turns out to be a separator ("31.12.1999", "Sept.");
//! a comma can be a decimal point after two digits or more ("12,5" is one number, "1,990" is three tokens).

use std::borrow::Cow;

use crate::scoring::compat::python_text::{is_alpha, is_digit, is_space};

#[derive(Clone, Copy, PartialEq)]
enum State {
    Word,
    Number,
    DottedWord,
    DottedNumber,
}

/// The tokens of a text. Every white space character is a token of its own, written as one blank.
pub fn tokens(text: &str) -> Vec<Cow<'_, str>> {
    let mut tokens = Vec::new();
    if text.contains('\0') {
        let cleaned = text.replace('\0', "");
        let mut rest = cleaned.as_str();
        while let Some(used) = next(rest, &mut |token| tokens.push(Cow::Owned(token.to_owned()))) {
            rest = rest.get(used..).unwrap_or_default();
        }
        return tokens;
    }
    let mut at = 0;
    while let Some(rest) = text.get(at..)
        && let Some(used) = next_borrowed(rest, &mut tokens)
    {
        at += used;
    }
    tokens
}

fn next_borrowed<'a>(rest: &'a str, tokens: &mut Vec<Cow<'a, str>>) -> Option<usize> {
    let (end, kind) = extent(rest)?;
    let token = rest.get(..end)?;
    match kind {
        Kind::Space => tokens.push(Cow::Borrowed(" ")),
        Kind::Whole => tokens.push(Cow::Borrowed(token)),
        Kind::Decimal => tokens.push(Cow::Owned(token.replace(',', "."))),
        Kind::Pieces => tokens.extend(pieces(token).map(Cow::Borrowed)),
    }
    Some(end)
}

fn next(rest: &str, push: &mut dyn FnMut(&str)) -> Option<usize> {
    let mut tokens = Vec::new();
    let used = next_borrowed(rest, &mut tokens)?;
    tokens.iter().for_each(|token| push(token));
    Some(used)
}

enum Kind {
    Space,
    Whole,
    /// A number whose comma is a decimal point.
    Decimal,
    /// Falls apart at its dots and commas.
    Pieces,
}

fn extent(text: &str) -> Option<(usize, Kind)> {
    let mut chars = text.char_indices();
    let (_, first) = chars.next()?;
    let mut state = match first {
        c if is_alpha(c) => State::Word,
        c if is_digit(c) => State::Number,
        c => return Some((c.len_utf8(), if is_space(c) { Kind::Space } else { Kind::Whole })),
    };
    let (mut length, mut last, mut letters) = (1usize, first, false);
    let mut end = text.len();
    for (at, c) in chars {
        let goes_on = match state {
            State::Word => {
                letters = true;
                if c == '.' {
                    state = State::DottedWord;
                }
                c == '.' || is_alpha(c)
            }
            State::Number => {
                let separator = c == '.' || (c == ',' && length >= 2);
                if separator {
                    state = State::DottedNumber;
                }
                separator || is_digit(c)
            }
            State::DottedWord => {
                letters = true;
                let number = last == '.' && is_digit(c);
                if number {
                    state = State::DottedNumber;
                }
                number || c == '.' || is_alpha(c)
            }
            State::DottedNumber => {
                let word = last == '.' && is_alpha(c);
                if word {
                    state = State::DottedWord;
                }
                word || c == '.' || is_digit(c)
            }
        };
        if !goes_on {
            end = at;
            break;
        }
        length += 1;
        last = c;
    }
    let token = text.get(..end)?;
    let dotted = matches!(state, State::DottedWord | State::DottedNumber);
    let dots = token.bytes().filter(|&b| b == b'.').count();
    let kind = if dotted && (letters || dots > 1 || matches!(last, '.' | ',')) {
        Kind::Pieces
    } else if state == State::DottedNumber && dots == 0 {
        Kind::Decimal
    } else {
        Kind::Whole
    };
    Some((end, kind))
}

/// The parts between dots and commas, and the dots and commas themselves.
fn pieces(token: &str) -> impl Iterator<Item = &str> {
    token.split_inclusive(['.', ',']).flat_map(|part| {
        let cut = part.strip_suffix(['.', ',']).map_or(part.len(), str::len);
        let (word, sign) = part.split_at(cut);
        [word, sign].into_iter().filter(|piece| !piece.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_and_commas_part_dates_but_not_fractions() {
        assert_eq!(tokens("31.12.1999"), ["31", ".", "12", ".", "1999"]);
        assert_eq!(tokens("Sept. 11, 2001"), ["Sept", ".", " ", "11", ",", " ", "2001"]);
        assert_eq!(tokens("00:00.5"), ["00", ":", "00.5"]);
        assert_eq!(tokens("12,5"), ["12.5"]);
        assert_eq!(tokens("1,990"), ["1", ",", "990"]);
    }

    #[test]
    fn letters_and_digits_are_parted_and_each_blank_is_a_token() {
        assert_eq!(tokens("5th\t 1e5"), ["5", "th", " ", " ", "1", "e", "5"]);
        assert_eq!(tokens("1990\0-06"), ["1990", "-", "06"]);
    }
}
