//! Dates in files of codings: days that do not exist are told from words that are no date.

use crate::pdp::dates;

/// What is wrong with the text of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BadDate {
    /// It is written as a day, but there is no such day.
    Impossible,
    /// It is no day at all, such as "around 1990".
    Words,
}

/// Looks at a date. The year 0 does not exist, in no form.
pub(super) fn look(text: &str) -> Result<(), BadDate> {
    let text = text.trim();
    let zoneless = text.strip_suffix('Z').or_else(|| text.strip_suffix("+00:00")).unwrap_or(text);
    match dates::read(zoneless) {
        Some(moment) if chrono::Datelike::year(&moment) > 0 => Ok(()),
        Some(_) => Err(BadDate::Impossible),
        None if text.contains(|c: char| c.is_ascii_digit())
            && text.chars().all(|c| c.is_ascii_digit() || "-/.: TZ+".contains(c)) =>
        {
            Err(BadDate::Impossible)
        }
        None => Err(BadDate::Words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_do_not_exist_are_told_from_words() {
        for good in ["2024-05-01", "2024-05-01T10:00:00", "2024-05-01T10:00:00Z", "2024-05", "1990", "May 2024"] {
            assert_eq!(look(good), Ok(()), "{good}");
        }
        for impossible in ["2026-02-30", "2026-13-01", "0000-01-01", "0000", "2026-00", "31/31/2020", "5"] {
            assert_eq!(look(impossible), Err(BadDate::Impossible), "{impossible}");
        }
        for words in ["around 1990", "last summer", ""] {
            assert_eq!(look(words), Err(BadDate::Words), "{words:?}");
        }
    }
}
