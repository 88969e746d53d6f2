//! Reads a date from free text the way Python's `dateutil.parser.parse(text, fuzzy=True)` answers.
//!
//! What is not part of a date is skipped; parts that are missing come from `today` at midnight; a two-digit year is
//! the one within fifty years of `today`. A text that contradicts itself ("1985 or 1986", "Feb 30") is no date at all.

use std::borrow::Cow;

use chrono::{Datelike, Days, NaiveDate};

use super::Moment;
use super::lexer::tokens;
use super::number::{Number, integer, seconds};
use super::words::{Half, Unit, half, is_filler, is_not_finite, is_utc, looks_like_zone, month, unit, weekday};
use super::ymd::{NoDate, Ymd, days_in_month};
use crate::scoring::compat::python_text::is_digit;

/// Reads a date, or nothing if the text holds none.
pub fn read(text: &str, today: NaiveDate) -> Option<Moment> {
    if let Some(answer) = read_plain(text) {
        return answer;
    }
    let tokens = tokens(text);
    let mut reading = Reading { tokens: &tokens, today, ymd: Ymd::default(), found: Found::default(), flip: None };
    reading.run().ok()?;
    reading.finish()
}

/// `YYYY-MM-DD` alone, the usual case: what the general way answers for it, without the general way.
fn read_plain(text: &str) -> Option<Option<Moment>> {
    let &[a, b, c, d, b'-', e, f, b'-', g, h] = text.as_bytes() else { return None };
    let mut number = 0i64;
    for digit in [a, b, c, d, e, f, g, h] {
        number = number * 10 + i64::from(digit.is_ascii_digit().then(|| digit - b'0')?);
    }
    Some(calendar_date(number / 10_000, number / 100 % 100, number % 100).map(Moment::midnight))
}

fn calendar_date(year: i64, month: i64, day: i64) -> Option<NaiveDate> {
    let year = i32::try_from(year).ok().filter(|year| (1..=9999).contains(year))?;
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

/// Parts of the answer found so far, beside year, month and day.
#[derive(Debug, Default)]
struct Found {
    hour: Option<i64>,
    minute: Option<i64>,
    second: Option<i64>,
    micros: Option<i64>,
    weekday: Option<u32>,
    half: Option<Half>,
    zone: Option<String>,
    offset: Option<i64>,
}

struct Reading<'a, 't> {
    tokens: &'a [Cow<'t, str>],
    today: NaiveDate,
    ymd: Ymd,
    found: Found,
    /// Place of a sign whose meaning is turned round ("GMT+3" is three hours *behind*).
    flip: Option<usize>,
}

/// The place of the last token a step used.
type Step = Result<usize, NoDate>;

impl<'a> Reading<'a, '_> {
    fn token(&self, at: usize) -> Option<&'a str> {
        self.tokens.get(at).map(AsRef::as_ref)
    }

    fn need(&self, at: usize) -> Result<&'a str, NoDate> {
        self.token(at).ok_or(NoDate)
    }

    fn run(&mut self) -> Result<(), NoDate> {
        let mut at = 0;
        while at < self.tokens.len() {
            at = self.step(at)? + 1;
        }
        Ok(())
    }

    fn step(&mut self, at: usize) -> Step {
        let token = self.need(at)?;
        if is_not_finite(token) {
            return Err(NoDate);
        }
        if let Some(number) = Number::read(token) {
            return self.number(at, token, number);
        }
        if let Some(day) = weekday(token) {
            self.found.weekday = Some(day);
        } else if let Some(month) = month(token) {
            return self.month(at, month);
        } else if let Some(half) = half(token) {
            if self.found.half.is_none()
                && let Some(hour) = self.found.hour.filter(|hour| (0..=12).contains(hour))
            {
                self.found.hour = Some(half.hour(hour));
                self.found.half = Some(half);
            }
        } else if self.could_be_zone(token) && self.found.offset.is_none() {
            self.found.zone = Some(token.to_owned());
            if matches!(self.token(at + 1), Some("+" | "-")) {
                self.flip = Some(at + 1);
                if is_utc(token) {
                    self.found.zone = None;
                }
            }
        } else if self.found.hour.is_some() && matches!(token, "+" | "-") {
            let east = (token == "+") != (self.flip == Some(at));
            return self.offset(at, east);
        }
        Ok(at)
    }

    fn could_be_zone(&self, token: &str) -> bool {
        self.found.hour.is_some() && self.found.zone.is_none() && looks_like_zone(token)
    }

    /// A month in words: "Jan-01[-99]", "Jan of 01", or alone.
    fn month(&mut self, at: usize, month: i64) -> Step {
        self.ymd.push_month(month)?;
        let next = self.token(at + 1);
        if let Some(sign @ ("-" | "/")) = next {
            self.push_text(at + 2)?;
            if self.token(at + 3) == Some(sign) {
                self.push_text(at + 4)?;
                return Ok(at + 4);
            }
            return Ok(at + 2);
        }
        if next == Some(" ")
            && self.token(at + 3) == Some(" ")
            && self.token(at + 2).is_some_and(|word| word.eq_ignore_ascii_case("of"))
            && let Some(year) = self.token(at + 4)
        {
            if year.chars().all(is_digit) {
                let year = self.full_year(integer(year).ok_or(NoDate)?);
                self.ymd.push_year(year, true)?;
            }
            return Ok(at + 4);
        }
        Ok(at)
    }

    /// A token that must be a whole number, as a part of the date.
    fn push_text(&mut self, at: usize) -> Result<(), NoDate> {
        let token = self.need(at)?;
        let digits = if token.chars().all(is_digit) { token.chars().count() } else { 0 };
        self.ymd.push_text(integer(token), digits)
    }

    fn number(&mut self, at: usize, token: &str, number: Number<'_>) -> Step {
        let next = self.token(at + 1);
        let piece = |from, to| integer(number.slice(from, to)).ok_or(NoDate);
        let time_after_date = self.ymd.len() == 3
            && matches!(number.length, 2 | 4)
            && self.found.hour.is_none()
            && next.is_none_or(|next| next != ":" && unit(next).is_none());
        if time_after_date {
            self.found.hour = Some(piece(0, 2)?);
            if number.length == 4 {
                self.found.minute = Some(piece(2, 4)?);
            }
        } else if number.length == 6 || (number.length > 6 && number.point_at() == Some(6)) {
            if self.ymd.len() == 0 && !number.has_point() {
                for from in [0, 2, 4] {
                    self.ymd.push_text(integer(number.slice(from, from + 2)), 2)?;
                }
            } else {
                (self.found.hour, self.found.minute) = (Some(piece(0, 2)?), Some(piece(2, 4)?));
                self.seconds(number.slice(4, number.length))?;
            }
        } else if matches!(number.length, 8 | 12 | 14) {
            let year = number.slice(0, 4);
            self.ymd.push_year(integer(year).ok_or(NoDate)?, year.chars().all(is_digit))?;
            self.ymd.push_text(integer(number.slice(4, 6)), 2)?;
            self.ymd.push_text(integer(number.slice(6, 8)), 2)?;
            if number.length > 8 {
                (self.found.hour, self.found.minute) = (Some(piece(8, 10)?), Some(piece(10, 12)?));
            }
            if number.length > 12 {
                self.found.second = Some(piece(12, 14)?);
            }
        } else if let Some((last, unit)) = self.unit_of(at) {
            self.time_in_unit(token, number, unit)?;
            return Ok(last);
        } else if next == Some(":") && self.token(at + 2).is_some() {
            return self.clock(at, number);
        } else if let Some(sign @ ("-" | "/" | ".")) = next {
            return self.signed_parts(at, sign);
        } else if next.is_none_or(is_filler) {
            match self.token(at + 2).and_then(half) {
                Some(half) => {
                    self.found.hour = Some(half.hour(number.whole));
                    return Ok(at + 2);
                }
                None => self.ymd.push_value(number.whole, number.is_above(100))?,
            }
            return Ok(at + 1);
        } else if let Some(half) = next.and_then(half).filter(|_| number.whole < 24) {
            self.found.hour = Some(half.hour(number.whole));
            return Ok(at + 1);
        } else if self.ymd.could_be_day(number.whole)
            && self.ymd.could_be_day(number.whole + i64::from(number.has_fraction()))
        {
            self.ymd.push_value(number.whole, number.is_above(100))?;
        }
        Ok(at)
    }

    /// The unit of the number at `at`, and the last token it takes: the word after it, else the one after the unit
    /// before it.
    fn unit_of(&self, at: usize) -> Option<(usize, Option<Unit>)> {
        let unit_at = |place: usize| self.token(place).and_then(unit);
        if let Some(unit) = unit_at(at + 1) {
            return Some((at + 1, Some(unit)));
        }
        if self.token(at + 1) == Some(" ")
            && let Some(unit) = unit_at(at + 2)
        {
            return Some((at + 2, Some(unit)));
        }
        if let Some(unit) = at.checked_sub(1).and_then(unit_at) {
            return Some((at, unit.next()));
        }
        if at > 1
            && at + 1 == self.tokens.len()
            && self.token(at - 1) == Some(" ")
            && let Some(unit) = unit_at(at - 2)
        {
            return Some((at, unit.next()));
        }
        None
    }

    fn time_in_unit(&mut self, token: &str, number: Number<'_>, unit: Option<Unit>) -> Result<(), NoDate> {
        match unit {
            Some(Unit::Hour) => {
                self.found.hour = Some(number.whole);
                if number.has_fraction() {
                    self.found.minute = Some(number.sixtieths());
                }
            }
            Some(Unit::Minute) => self.minutes(number),
            Some(Unit::Second) => self.seconds(token)?,
            None => {}
        }
        Ok(())
    }

    fn minutes(&mut self, number: Number<'_>) {
        self.found.minute = Some(number.whole);
        self.found.second = number.has_fraction().then(|| number.sixtieths());
    }

    fn seconds(&mut self, text: &str) -> Result<(), NoDate> {
        let (second, micros) = seconds(text).ok_or(NoDate)?;
        (self.found.second, self.found.micros) = (Some(second), Some(micros));
        Ok(())
    }

    /// "HH:MM[:SS[.ss]]".
    fn clock(&mut self, at: usize, hour: Number<'_>) -> Step {
        self.found.hour = Some(hour.whole);
        self.minutes(Number::read(self.need(at + 2)?).ok_or(NoDate)?);
        if self.token(at + 3) == Some(":")
            && let Some(second) = self.token(at + 4)
        {
            self.seconds(second)?;
            return Ok(at + 4);
        }
        Ok(at + 2)
    }

    /// "01-01[-01]" or "01-Jan[-01]", with "-", "/" or ".".
    fn signed_parts(&mut self, at: usize, sign: &str) -> Step {
        self.push_text(at)?;
        let Some(second) = self.token(at + 2).filter(|token| !is_filler(token)) else { return Ok(at + 1) };
        if second.chars().all(is_digit) {
            self.push_text(at + 2)?;
        } else {
            self.ymd.push_month(month(second).ok_or(NoDate)?)?;
        }
        if self.token(at + 3) != Some(sign) {
            return Ok(at + 2);
        }
        match month(self.need(at + 4)?) {
            Some(month) => self.ymd.push_month(month)?,
            None => self.push_text(at + 4)?,
        }
        Ok(at + 4)
    }

    /// "+0300", "+03:00" or "+3", with the zone's name in brackets after it or not.
    fn offset(&mut self, at: usize, east: bool) -> Step {
        let digits = self.need(at + 1)?;
        let length = digits.chars().count();
        let cut = digits.char_indices().nth(2).map_or(digits.len(), |(place, _)| place);
        let (front, back) = digits.split_at(cut);
        let mut last = at;
        let (hours, minutes) = if length == 4 {
            (integer(front), integer(back))
        } else if self.token(at + 2) == Some(":") {
            last += 2;
            (integer(digits), integer(self.need(at + 3)?))
        } else if length <= 2 {
            (integer(front), Some(0))
        } else {
            return Err(NoDate);
        };
        let seconds =
            hours.ok_or(NoDate)?.saturating_mul(3600).saturating_add(minutes.ok_or(NoDate)?.saturating_mul(60));
        self.found.offset = Some(if east { seconds } else { -seconds });
        if self.token(last + 2).is_some_and(is_filler)
            && self.token(last + 3) == Some("(")
            && self.token(last + 5) == Some(")")
            && let Some(name) = self.token(last + 4)
            && name.chars().count() >= 3
            && self.could_be_zone(name)
        {
            self.found.zone = Some(name.to_owned());
            last += 4;
        }
        Ok(last + 1)
    }

    /// A year of two digits is the one within fifty years of today.
    fn full_year(&self, year: i64) -> i64 {
        if year >= 100 {
            return year;
        }
        let now = i64::from(self.today.year());
        let year = year + now / 100 * 100;
        if year >= now + 50 {
            year - 100
        } else if year < now - 50 {
            year + 100
        } else {
            year
        }
    }

    fn finish(self) -> Option<Moment> {
        let (year, month, day) = self.ymd.resolve().ok()?;
        let found = &self.found;
        let nothing = [year, month, day, found.hour, found.minute, found.second, found.micros, found.offset]
            .iter()
            .all(Option::is_none)
            && found.weekday.is_none()
            && found.zone.is_none();
        if nothing {
            return None;
        }
        let year = year.map(|year| if self.ymd.century { year } else { self.full_year(year) });
        let (y, m) = (year.unwrap_or(self.today.year().into()), month.unwrap_or(self.today.month().into()));
        let d = match day {
            Some(day) => day,
            None => i64::from(self.today.day()).min(days_in_month(y, m)?),
        };
        let mut date = calendar_date(y, m, d)?;
        if let Some(weekday) = found.weekday.filter(|_| day.is_none()) {
            let ahead = (weekday + 7 - date.weekday().num_days_from_monday()) % 7;
            date = date.checked_add_days(Days::new(ahead.into())).filter(|date| date.year() <= 9999)?;
        }
        let part = |value: Option<i64>| u32::try_from(value.unwrap_or(0)).ok();
        let (hour, minute, second) = (part(found.hour)?, part(found.minute)?, part(found.second)?);
        let written = date.and_hms_micro_opt(hour, minute, second, part(found.micros)?)?;
        let offset = match &found.zone {
            Some(zone) if is_utc(zone) => Some(0),
            _ => found.offset,
        };
        Some(Moment::new(written, offset.map(|offset| offset.clamp(-i64::from(i32::MAX), i32::MAX.into()) as i32)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str, today: (i32, u32, u32)) -> Option<String> {
        let today = NaiveDate::from_ymd_opt(today.0, today.1, today.2).unwrap();
        read(text, today).map(|moment| moment.to_string())
    }

    fn answer(text: &str) -> Option<String> {
        on(text, (2025, 6, 15))
    }

    fn is(text: &str, expected: &str) {
        assert_eq!(answer(text).as_deref(), Some(expected), "{text}");
    }

    #[test]
    fn missing_parts_come_from_the_day_today() {
        is("1990", "1990-06-15T00:00:00");
        is("June", "2025-06-15T00:00:00");
        is("3pm", "2025-06-15T15:00:00");
        assert_eq!(on("Feb 1990", (2025, 1, 31)).as_deref(), Some("1990-02-28T00:00:00"));
    }

    #[test]
    fn a_two_digit_year_is_the_one_within_fifty_years() {
        is("6/5/74", "2074-06-05T00:00:00");
        is("6/5/75", "1975-06-05T00:00:00");
        assert_eq!(on("6/5/75", (2026, 6, 15)).as_deref(), Some("2075-06-05T00:00:00"));
        is("June of 75", "1975-06-15T00:00:00");
    }

    #[test]
    fn words_around_a_date_are_skipped() {
        is("she died on March 3, 2001 at home", "2001-03-03T00:00:00");
        is("second week of May 1985", "1985-05-15T00:00:00");
        assert_eq!(answer("when she was little"), None);
    }

    #[test]
    fn what_contradicts_itself_is_no_date() {
        for text in ["1985 or 1986", "1985-1987", "June 31 1990", "the 90s", "1990-??-??", "Nan was born in 1930"] {
            assert_eq!(answer(text), None, "{text}");
        }
    }

    #[test]
    fn times_zones_and_halves_of_the_day_are_read() {
        is("1990-06-05 10:00 PM", "1990-06-05T22:00:00");
        is("1990-06-05 12 am", "1990-06-05T00:00:00");
        is("1990-06-05 10h30", "1990-06-05T10:30:00");
        is("1990-06-05 10.5h", "1990-06-05T10:30:00");
        is("20200605T101010.25", "2020-06-05T10:10:10.250000");
        is("1990-06-05 10:00 GMT+3", "1990-06-05T10:00:00-03:00");
        is("1990-06-05 10:00 -0300 (BRST)", "1990-06-05T10:00:00-03:00");
        is("1990-06-05 10:00 EST", "1990-06-05T10:00:00");
        assert_eq!(answer("1990-06-05T24:00:00"), None);
    }

    #[test]
    fn a_weekday_alone_is_the_next_one() {
        is("Monday", "2025-06-16T00:00:00");
        is("Sunday", "2025-06-15T00:00:00");
    }
}
