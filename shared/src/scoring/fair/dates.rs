//! When an event was, as far as its coding says, and whether two such times can be one.
//!
//! A date that names a month or a year is that whole month or year; nothing is filled in from a clock. A certain
//! 1 January is a year only, as coders write it (coding rule 8). A missing certainty is `certain`, as the types read it;
//! one that is expressly null says that the date is not sure, and counts as approximate.

use chrono::{Datelike, NaiveDate};

use super::FairSettings;
use crate::family::{DateCertainty, Event};
use crate::pdp::days;

/// A time as coded: days since the beginning of the calendar, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Span {
    from: i32,
    to: i32,
    year_only: bool,
    certain: bool,
    /// The day given or meant, for telling the closer of two.
    day: i32,
}

/// How two times compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compared {
    /// One of them is not known: they can be one, but never before two that are known.
    Undated,
    /// Near enough; days from one named day to the other.
    Near(u32),
    /// Too far.
    Far(Apart),
}

/// Two dates too far apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Apart {
    /// Days between the nearest days of the two.
    pub days: u32,
    /// Days allowed; 0 where one is a certain year only.
    pub limit: u32,
}

impl Span {
    /// The time of an event; `None`: no date, one that is no date, or one of which nothing is known.
    pub fn of(event: &Event) -> Option<Span> {
        if event.date_certainty == Some(DateCertainty::Unknown) {
            return None;
        }
        let (from, to) = iso_days(event.date_time.as_deref()?.trim())?;
        let certain = event.date_certainty == Some(DateCertainty::Certain);
        let whole_year = from.ordinal() == 1 && to == year_end(from)?;
        let first_day = from == to && from.ordinal() == 1;
        let year_only = certain && (whole_year || first_day);
        let to = if year_only { year_end(from)? } else { to };
        let (from, to) = (from.num_days_from_ce(), to.num_days_from_ce());
        Some(Span { from, to, year_only, certain, day: from })
    }

    /// Compares two times; symmetric.
    pub fn compare(one: Option<Span>, other: Option<Span>, settings: &FairSettings) -> Compared {
        let (Some(one), Some(other)) = (one, other) else { return Compared::Undated };
        let days = (one.from - other.to).max(other.from - one.to).max(0).unsigned_abs();
        let limit = match (one.certain && other.certain, one.year_only || other.year_only) {
            (true, true) => 0,
            (true, false) => settings.certain_days,
            (false, _) => settings.approximate_days,
        };
        if days <= limit { Compared::Near(one.day.abs_diff(other.day)) } else { Compared::Far(Apart { days, limit }) }
    }

    /// A number for the content.
    pub fn content(span: Option<Span>) -> u64 {
        span.map_or(0, |span| {
            let flags = u64::from(span.year_only) << 1 | u64::from(span.certain);
            (span.from as u64) << 34 ^ (span.to as u64) << 4 ^ flags ^ 1 << 63
        })
    }

    /// The year, for telling events roughly apart.
    pub fn year(self) -> i32 {
        NaiveDate::from_num_days_from_ce_opt(self.day).map_or(0, |day| day.year())
    }
}

fn year_end(day: NaiveDate) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(day.year(), 12, 31)
}

/// The form that nearly all dates have is read at once.
fn iso_days(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let bytes = text.as_bytes();
    let digits = |from: usize, to: usize| {
        bytes
            .get(from..to)?
            .iter()
            .try_fold(0u32, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0')))
    };
    let day_only = bytes.len() == 10;
    if (day_only || is_time(bytes.get(10..).unwrap_or_default()))
        && bytes.get(4) == Some(&b'-')
        && bytes.get(7) == Some(&b'-')
    {
        let numbers = (digits(0, 4), digits(5, 7), digits(8, 10));
        if let (Some(year), Some(month), Some(day)) = numbers
            && let Some(day) = i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, month, day))
        {
            return Some((day, day));
        }
        if day_only {
            return None;
        }
    }
    days(text)
}

/// Whether what follows a day is a time of it: `T10:00:00`, ` 10:00`.
fn is_time(bytes: &[u8]) -> bool {
    let two = |tens: &u8, ones: &u8, below: u8| {
        tens.is_ascii_digit() && ones.is_ascii_digit() && 10 * (tens - b'0') + (ones - b'0') < below
    };
    match bytes {
        [b'T' | b' ', h, hh, b':', m, mm] => two(h, hh, 24) && two(m, mm, 60),
        [b'T' | b' ', h, hh, b':', m, mm, b':', s, ss] => two(h, hh, 24) && two(m, mm, 60) && two(s, ss, 60),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::{EventKind, ItemId};

    fn span(text: &str, certainty: DateCertainty) -> Option<Span> {
        Span::of(&Event {
            date_time: Some(text.to_owned()),
            date_certainty: Some(certainty),
            ..Event::new(ItemId(-1), EventKind::Shift)
        })
    }

    fn certain(text: &str) -> Option<Span> {
        span(text, DateCertainty::Certain)
    }

    fn about(text: &str) -> Option<Span> {
        span(text, DateCertainty::Approximate)
    }

    fn compare(one: Option<Span>, other: Option<Span>) -> Compared {
        let there = Span::compare(one, other, &FairSettings::default());
        assert_eq!(there, Span::compare(other, one, &FairSettings::default()), "compared from the other side");
        there
    }

    #[test]
    fn two_certain_days_may_lie_seven_days_apart() {
        assert_eq!(compare(certain("1990-06-05"), certain("1990-06-12")), Compared::Near(7));
        assert_eq!(compare(certain("1990-06-05"), certain("1990-06-13")), Compared::Far(Apart { days: 8, limit: 7 }));
    }

    #[test]
    fn one_approximate_date_widens_the_limit_to_two_years() {
        assert_eq!(compare(about("1990-06-05"), certain("1992-06-04")), Compared::Near(730));
        assert_eq!(compare(about("1990-06-05"), about("1992-06-05")), Compared::Far(Apart { days: 731, limit: 730 }));
    }

    #[test]
    fn a_certain_year_is_every_day_of_it_and_no_other() {
        for year in ["1990-01-01", "1990"] {
            assert!(matches!(compare(certain(year), certain("1990-12-31")), Compared::Near(_)), "{year}");
            assert_eq!(compare(certain(year), certain("1991-01-02")), Compared::Far(Apart { days: 2, limit: 0 }));
        }
        assert_eq!(compare(certain("1990"), certain("1990-01-01")), Compared::Near(0));
        assert!(matches!(compare(certain("1990"), about("1992-06-01")), Compared::Near(_)));
    }

    #[test]
    fn a_month_is_every_day_of_it() {
        assert!(matches!(compare(certain("1990-06"), certain("1990-07-07")), Compared::Near(_)));
        assert_eq!(compare(certain("1990-06"), certain("1990-07-08")), Compared::Far(Apart { days: 8, limit: 7 }));
    }

    #[test]
    fn the_form_that_is_read_at_once_means_what_it_means_elsewhere() {
        for day in ["1990-06-05", "1990-01-01", "0099-12-31", "1990-06-31", "1990-13-05"] {
            for time in
                ["", "T00:00:00", "T23:59:59", " 10:30", "T10:30", " 24:00", "T10:60:00", "T10", " 1:30", "T10:30:60"]
            {
                let text = format!("{day}{time}");
                assert_eq!(iso_days(&text), days(&text), "{text}");
            }
        }
    }

    #[test]
    fn what_is_not_known_compares_as_undated() {
        for none in [None, span("1990-06-05", DateCertainty::Unknown), certain("last spring"), certain("1990-13-40")] {
            assert_eq!(compare(none, certain("1990-06-05")), Compared::Undated);
        }
    }
}
