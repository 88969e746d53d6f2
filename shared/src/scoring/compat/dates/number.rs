//! A written number: whole part, decimals, and its digits by place.

use crate::scoring::compat::python_text::decimal_value;

/// A token that is a number: decimal digits of any script, at most one point.
#[derive(Debug, Clone, Copy)]
pub struct Number<'t> {
    text: &'t str,
    /// Characters.
    pub length: usize,
    /// The whole part; beyond nineteen digits the largest there is.
    pub whole: i64,
    decimals: &'t str,
}

impl<'t> Number<'t> {
    /// Reads a token as a number.
    pub fn read(text: &'t str) -> Option<Self> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| part.chars().all(|c| decimal_value(c).is_some());
        if (whole.is_empty() && decimals.is_empty()) || !digits(whole) || !digits(decimals) {
            return None;
        }
        Some(Number {
            text,
            length: text.chars().count(),
            whole: if whole.is_empty() { 0 } else { integer(whole)? },
            decimals,
        })
    }

    /// Whether it has a point.
    pub fn has_point(&self) -> bool {
        self.text.contains('.')
    }

    /// The place of the point, in characters.
    pub fn point_at(&self) -> Option<usize> {
        self.text.chars().position(|c| c == '.')
    }

    /// Whether anything but zeros stands after the point.
    pub fn has_fraction(&self) -> bool {
        self.decimals.chars().any(|c| decimal_value(c) != Some(0))
    }

    /// Whether the value is above a whole number.
    pub fn is_above(&self, limit: i64) -> bool {
        self.whole > limit || (self.whole == limit && self.has_fraction())
    }

    /// The fraction in sixtieths, rounded down: minutes of an hour, seconds of a minute.
    pub fn sixtieths(&self) -> i64 {
        let (mut value, mut scale) = (0u128, 1u128);
        for digit in self.decimals.chars().take(18).filter_map(decimal_value) {
            value = value * 10 + u128::from(digit);
            scale *= 10;
        }
        (value * 60 / scale) as i64
    }

    /// The characters from one place to another, as they are written.
    pub fn slice(&self, from: usize, to: usize) -> &'t str {
        let place = |at: usize| self.text.char_indices().nth(at).map_or(self.text.len(), |(place, _)| place);
        self.text.get(place(from)..place(to)).unwrap_or_default()
    }
}

/// A whole number written in decimal digits of any script; nothing else, and not nothing.
pub fn integer(text: &str) -> Option<i64> {
    if text.is_empty() {
        return None;
    }
    text.chars().try_fold(0i64, |value, c| Some(value.saturating_mul(10).saturating_add(i64::from(decimal_value(c)?))))
}

/// Seconds and microseconds of "5" or "5.25".
pub fn seconds(text: &str) -> Option<(i64, i64)> {
    let Some((whole, decimals)) = text.split_once('.') else { return Some((integer(text)?, 0)) };
    let padded: String = decimals.chars().chain("000000".chars()).take(6).collect();
    Some((integer(whole)?, integer(&padded)?))
}
