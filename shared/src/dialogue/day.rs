//! Reads the day of an event's date as the published intake figures do: Python 3.11's `date.fromisoformat` on the first
//! ten characters. Extended and basic forms and ISO weeks are days; a year, a month, other separators, leading spaces
//! are not.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::family::Event;

/// The day an event happened, if its date names one.
pub(super) fn day_of(event: &Event) -> Option<NaiveDate> {
    day(event.date_time.as_deref()?)
}

/// Whether an event carries any date at all, readable or not.
pub(super) fn is_dated(event: &Event) -> bool {
    event.date_time.as_deref().is_some_and(|text| !text.is_empty())
}

/// The day a text begins with.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let end = text.char_indices().nth(10).map_or(text.len(), |(at, _)| at);
    let bytes = text.as_bytes().get(..end)?;
    // 7 is the shortest week form, 8 the basic form or a week, 10 the extended one. In ten bytes a form without dashes
    // leaves a rest, which is not looked at.
    if !matches!(bytes.len(), 7 | 8 | 10) {
        return None;
    }
    let mut rest = Reader { bytes };
    let year = i32::try_from(rest.number(4)?).ok()?;
    let dashes = rest.take(b'-');
    let date = if rest.take(b'W') { week_day(year, dashes, &mut rest)? } else { month_day(year, dashes, &mut rest)? };
    (1..=9999).contains(&date.year()).then_some(date)
}

fn month_day(year: i32, dashes: bool, rest: &mut Reader<'_>) -> Option<NaiveDate> {
    let month = rest.number(2)?;
    if dashes && !rest.take(b'-') {
        return None;
    }
    NaiveDate::from_ymd_opt(year, month, rest.number(2)?)
}

fn week_day(year: i32, dashes: bool, rest: &mut Reader<'_>) -> Option<NaiveDate> {
    let week = rest.number(2)?;
    let weekday = if rest.bytes.is_empty() {
        1
    } else {
        if dashes && !rest.take(b'-') {
            return None;
        }
        rest.number(1)?
    };
    let weekday = Weekday::try_from(u8::try_from(weekday.checked_sub(1)?).ok()?).ok()?;
    NaiveDate::from_isoywd_opt(year, week, weekday)
}

struct Reader<'a> {
    bytes: &'a [u8],
}

impl Reader<'_> {
    fn take(&mut self, wanted: u8) -> bool {
        let rest = self.bytes.strip_prefix(&[wanted]);
        self.bytes = rest.unwrap_or(self.bytes);
        rest.is_some()
    }

    fn number(&mut self, digits: usize) -> Option<u32> {
        let (head, rest) = self.bytes.split_at_checked(digits)?;
        self.bytes = rest;
        head.iter().try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0')))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_day_is_read() {
        for (text, read) in [
            ("2019-05-03", "2019-05-03"),
            ("2019-05-03T10:00:00", "2019-05-03"),
            ("2020-02-28 00:00", "2020-02-28"),
            ("20190501", "2019-05-01"),
            ("2019050112", "2019-05-01"),
            ("20190501T10:00", "2019-05-01"),
            ("20190501é", "2019-05-01"),
            ("2019-W05-3", "2019-01-30"),
            ("2019-W05", "2019-01-28"),
            ("2019W05", "2019-01-28"),
            ("2019W053", "2019-01-30"),
            ("2019W05312", "2019-01-30"),
            ("2020-W53-7", "2021-01-03"),
            ("0001-W01-1", "0001-01-01"),
        ] {
            assert_eq!(day(text).map(|day| day.to_string()).as_deref(), Some(read), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_day_is_none() {
        for text in [
            "",
            "2018",
            "2019-05",
            "2019-5-3",
            "2019-5-03",
            "2019/05/03",
            " 2019-05-03",
            "unknown",
            "2021-02-29",
            "0000-01-01",
            "2019-W53-1",
            "2019-W05-0",
            "2019-W05-8",
            "2019-W0531",
            "2019-W05-",
            "9999-W52-7",
            "2019050",
            "２０１９-05-01",
            "2019-053",
            "201905-1",
            "2019-05-0a",
            "+019-01-01",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
