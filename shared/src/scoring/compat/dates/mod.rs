//! Dates as the published method reads and compares them.
//!
//! Reading is that of Python's `dateutil` in fuzzy mode (`reader`), with the missing parts taken from the matcher's
//! `today` setting, never from a clock. Comparing: an unknown certainty or an unreadable date matches all; a certain
//! 1 January means "some time that year"; otherwise 730 days if either side is approximate (or has no certainty), else
//! 7. Days are floored before the sign is dropped, so with times of day the difference is not symmetric.

mod lexer;
mod number;
mod reader;
mod words;
mod ymd;

use std::fmt;

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};

use crate::family::DateCertainty;

pub use reader::read;

const DAY: i64 = 86_400_000_000;
const CERTAIN_DAYS: i64 = 7;
const YEAR_DAYS: i64 = 365;
const APPROXIMATE_DAYS: i64 = 730;

/// A date as read: the written day and time, and the written offset from UTC if there was one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Days since 1 January of year 1, as written.
    day: i32,
    /// Microseconds since midnight, as written.
    micros: i64,
    year: i32,
    first_of_january: bool,
    /// Seconds east of UTC.
    offset: Option<i32>,
}

/// Two dates that cannot be compared; the published method gives up on the whole score then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// One date has an offset from UTC and the other has none.
    #[error(
        "one of two dates says its time zone and the other does not, and the published method cannot compare them; \
         write both with or both without the zone, or use the matcher \"fair\""
    )]
    OneZoneOnly,
    /// The offset from UTC is a day or more.
    #[error("a date has a time zone that cannot be, 24 hours or more from UTC; correct the date")]
    ImpossibleOffset,
}

impl Moment {
    fn new(written: NaiveDateTime, offset: Option<i32>) -> Self {
        let (date, time) = (written.date(), written.time());
        Moment {
            day: date.num_days_from_ce(),
            micros: i64::from(time.num_seconds_from_midnight()) * 1_000_000 + i64::from(time.nanosecond() / 1000),
            year: date.year(),
            first_of_january: date.ordinal() == 1,
            offset,
        }
    }

    fn midnight(date: NaiveDate) -> Self {
        Moment {
            day: date.num_days_from_ce(),
            micros: 0,
            year: date.year(),
            first_of_january: date.ordinal() == 1,
            offset: None,
        }
    }

    /// Whole days from `other` to `self`, rounded down, without the sign.
    fn days_from(&self, other: &Moment) -> Result<i64, DateError> {
        let mut micros = self.micros - other.micros;
        match (self.offset, other.offset) {
            (a, b) if a == b => {}
            (Some(a), Some(b)) => {
                if a.abs().max(b.abs()) >= 86_400 {
                    return Err(DateError::ImpossibleOffset);
                }
                micros -= i64::from(a - b) * 1_000_000;
            }
            _ => return Err(DateError::OneZoneOnly),
        }
        Ok((i64::from(self.day - other.day) + micros.div_euclid(DAY)).abs())
    }

    /// ISO 8601 as Python writes it: seconds always, microseconds and offset where there are any.
    pub fn iso(&self) -> Result<String, DateError> {
        let date = NaiveDate::from_num_days_from_ce_opt(self.day).unwrap_or_default();
        let (seconds, fraction) = (self.micros / 1_000_000, self.micros % 1_000_000);
        let mut text = format!("{date}T{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
        if fraction > 0 {
            text.push_str(&format!(".{fraction:06}"));
        }
        if let Some(offset) = self.offset {
            if offset.abs() >= 86_400 {
                return Err(DateError::ImpossibleOffset);
            }
            let sign = if offset < 0 { '-' } else { '+' };
            text.push_str(&format!("{sign}{:02}:{:02}", offset.abs() / 3600, offset.abs() / 60 % 60));
        }
        Ok(text)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso().unwrap_or_default())
    }
}

/// A date with its certainty, read once per event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodedDate {
    /// The date, if it could be read.
    pub moment: Option<Moment>,
    /// The certainty; none counts as approximate.
    pub certainty: Option<DateCertainty>,
}

impl CodedDate {
    fn is_year_only(&self, moment: &Moment) -> bool {
        self.certainty == Some(DateCertainty::Certain) && moment.first_of_january
    }
}

/// How alike two dates are: `None` if too far apart, else from 0.5 (at the edge of the tolerance) to 1.
///
/// The first is the scored side's: the difference is taken from it.
pub fn closeness(ai: &CodedDate, truth: &CodedDate) -> Result<Option<f64>, DateError> {
    let unknown = Some(DateCertainty::Unknown);
    if ai.certainty == unknown || truth.certainty == unknown {
        return Ok(Some(1.0));
    }
    let (Some(a), Some(b)) = (&ai.moment, &truth.moment) else { return Ok(Some(1.0)) };
    let tolerance = if ai.is_year_only(a) || truth.is_year_only(b) {
        if a.year != b.year {
            return Ok(None);
        }
        YEAR_DAYS
    } else if ai.certainty == Some(DateCertainty::Certain) && truth.certainty == Some(DateCertainty::Certain) {
        CERTAIN_DAYS
    } else {
        APPROXIMATE_DAYS
    };
    let days = a.days_from(b)?;
    if days > tolerance {
        return Ok(None);
    }
    Ok(Some(1.0 - days as f64 / (2 * tolerance) as f64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 6, 15).unwrap()
    }

    fn coded(text: &str, certainty: Option<DateCertainty>) -> CodedDate {
        CodedDate { moment: read(text, today()), certainty }
    }

    #[test]
    fn with_times_of_day_the_difference_is_not_symmetric() {
        let certain = Some(DateCertainty::Certain);
        let (noon, later) = (coded("1990-06-15 12:00", certain), coded("1990-06-23 00:00", certain));
        assert_eq!(closeness(&noon, &later).unwrap(), None);
        assert_eq!(closeness(&later, &noon).unwrap(), Some(0.5));
    }

    #[test]
    fn a_certain_first_of_january_is_that_year_and_an_approximate_one_is_a_day() {
        let certain = Some(DateCertainty::Certain);
        let end = coded("1990-12-31", certain);
        assert!(closeness(&coded("1990-01-01", certain), &end).unwrap().is_some());
        assert_eq!(closeness(&coded("1991-01-01", certain), &end).unwrap(), None);
        assert!(closeness(&coded("1991-01-01", Some(DateCertainty::Approximate)), &end).unwrap().is_some());
    }

    #[test]
    fn a_zone_on_one_side_only_is_an_error_unless_the_dates_need_no_comparing() {
        let certain = Some(DateCertainty::Certain);
        let (zoned, plain) = (coded("1990-06-15T00:00:00Z", certain), coded("1990-06-15", certain));
        assert_eq!(closeness(&zoned, &plain), Err(DateError::OneZoneOnly));
        assert_eq!(closeness(&zoned, &coded("1990-06-15", Some(DateCertainty::Unknown))), Ok(Some(1.0)));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_not_without_a_crash(text in "\\PC{0,30}") {
            let _ = read(&text, today());
        }

        #[test]
        fn any_mix_of_date_words_is_read_or_not_without_a_crash(
            words in proptest::collection::vec(
                prop_oneof![
                    "[0-9]{1,9}", "[-/.: ,']", "Jan|march|Sept|sun|am|p|h|m|s|T|Z|EST|of|GMT|\\+|nan|\\(|\\)|[0-9]{1,3}[.,][0-9]{1,3}",
                ],
                0..12,
            ),
        ) {
            let _ = read(&words.concat(), today());
        }

        #[test]
        fn an_iso_date_is_itself_whatever_the_day_today(days in 1i32..3_000_000) {
            let date = NaiveDate::from_num_days_from_ce_opt(days).unwrap();
            let read = read(&date.format("%Y-%m-%d").to_string(), today()).unwrap();
            prop_assert_eq!(read.iso().unwrap(), format!("{date}T00:00:00"));
        }
    }
}
