//! Dates as people say them, absolute and counted back from the day of the discussion.
//!
//! A year alone is 1 January and certain, which the scorer reads as "that year"; a month is its first day, a season its
//! middle, both approximate; a phrase counted back is approximate. Without the day of the discussion, and nothing else
//! to count from, a relative phrase has no date. Ages are the matter of `ages`.

use chrono::{Datelike, NaiveDate};
use sarf_shared::family::DateCertainty;

use super::calendar::{day_alone, holiday, month_phrase, numeric_date, season};
use super::numbers;
use super::relative::{counted, last_or_this, neighbour};
use super::text::{Kind, Token};

/// A date and how sure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dated {
    /// The day.
    pub day: NaiveDate,
    /// How sure.
    pub certainty: DateCertainty,
    /// How fine it was said; finer ones replace coarser ones.
    pub grain: Grain,
    /// The year was not said: it is the most recent that fits.
    pub guessed: bool,
    /// The year was not said: it is that of the date spoken of before.
    pub lent: bool,
}

/// How fine a date was said, finest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grain {
    /// To the day.
    Day,
    /// To the month or season, or counted back by weeks or months.
    Month,
    /// To the year.
    Year,
    /// Counted from an age, or a decade.
    Rough,
}

impl Dated {
    /// A date.
    pub fn new(day: NaiveDate, certainty: DateCertainty, grain: Grain) -> Self {
        Dated { day, certainty, grain, guessed: false, lent: false }
    }

    pub(super) fn day(year: i32, month: u32, day: u32) -> Option<Self> {
        let date = NaiveDate::from_ymd_opt(year, month, day)?;
        // 1 January and certain would be read as "that year".
        let certainty = if (month, day) == (1, 1) { DateCertainty::Approximate } else { DateCertainty::Certain };
        Some(Dated::new(date, certainty, Grain::Day))
    }

    pub(super) fn month(year: i32, month: u32) -> Option<Self> {
        Some(Dated::new(NaiveDate::from_ymd_opt(year, month, 1)?, DateCertainty::Approximate, Grain::Month))
    }

    /// A year alone.
    pub fn year(year: i32) -> Option<Self> {
        Some(Dated::new(NaiveDate::from_ymd_opt(year, 1, 1)?, DateCertainty::Certain, Grain::Year))
    }

    pub(super) fn rough(day: NaiveDate, grain: Grain) -> Self {
        Dated::new(day, DateCertainty::Approximate, grain)
    }
}

/// A time phrase.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum When {
    /// A date.
    On(Dated),
    /// A span without a place in time: "for twelve years".
    Span {
        /// Years.
        years: f64,
    },
}

/// What relative phrases are counted from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clock {
    /// The day of the discussion.
    pub today: Option<NaiveDate>,
    /// The last date that was spoken of.
    pub anchor: Option<NaiveDate>,
    /// The last day or month that was spoken of, its year said or not: the month of "on the third".
    pub near: Option<NaiveDate>,
}

/// A year in one token ("2018", "'08").
pub fn year_token(token: &Token, clock: &Clock) -> Option<i32> {
    if token.kind != Kind::Number {
        return None;
    }
    if let Some(short) = token.lower.strip_prefix('\'') {
        let short: i32 = short.parse().ok()?;
        let this_year = clock.today.map_or(2030, |today| today.year());
        let year = 2000 + short;
        return Some(if year > this_year { year - 100 } else { year });
    }
    token.lower.parse().ok().filter(|y| (1850..2100).contains(y) && token.lower.len() == 4)
}

/// "In 88", "since 95": two digits that are no count and no age, of the century before.
fn short_year(rest: &[Token], before: &str, clock: &Clock) -> Option<i32> {
    let first = rest.first().filter(|t| t.kind == Kind::Number && t.lower.len() == 2)?;
    let year = 1900 + first.lower.parse::<i32>().ok().filter(|n| (25..100).contains(n))?;
    let ends = rest.get(1).is_none_or(|t| t.kind == Kind::Mark)
        || matches!(word(rest, 1), "and" | "when" | "but" | "he" | "she" | "they" | "we" | "i" | "to" | "with" | "so");
    let past = clock.today.is_none_or(|today| year < today.year());
    (matches!(before, "in" | "since") && ends && past).then_some(year)
}

/// A year spoken in two words ("nineteen ninety-eight", "twenty twelve").
pub(super) fn year_words(first: &str, second: &str) -> Option<i32> {
    let century = match first {
        "nineteen" => 1900,
        "twenty" => 2000,
        _ => return None,
    };
    let rest = i32::try_from(numbers::cardinal(second).filter(|n| (10..100).contains(n))?).ok()?;
    Some(century + rest)
}

fn decade(token: &Token, clock: &Clock) -> Option<i32> {
    const WORDS: [(&str, i32); 7] = [
        ("forties", 1940),
        ("fifties", 1950),
        ("sixties", 1960),
        ("seventies", 1970),
        ("eighties", 1980),
        ("nineties", 1990),
        ("aughts", 2000),
    ];
    if let Some((_, year)) = WORDS.iter().find(|(word, _)| *word == token.lower) {
        return Some(*year);
    }
    let digits = token.lower.strip_suffix('s').filter(|d| d.ends_with('0'))?;
    if digits.len() == 4 {
        return digits.parse().ok();
    }
    let two: i32 = digits.trim_start_matches('\'').parse().ok().filter(|n| (0..100).contains(n))?;
    let this_year = clock.today.map_or(2030, |today| today.year());
    Some(if 2000 + two > this_year { 1900 + two } else { 2000 + two })
}

/// Reads a time phrase that starts at token `at`; gives it and the number of tokens it takes.
pub fn parse(tokens: &[Token], at: usize, clock: &Clock) -> Option<(When, usize)> {
    parse_to(tokens, at, tokens.len(), clock)
}

/// As `parse`, in a sentence that ends before token `end`: only taking the date back may reach beyond it ("in '78. No.
/// '79").
pub fn parse_to(tokens: &[Token], at: usize, end: usize, clock: &Clock) -> Option<(When, usize)> {
    let rest = tokens.get(at..end)?;
    let first = rest.first()?;
    let before = at.checked_sub(1).and_then(|i| tokens.get(i)).map_or("", |t| t.lower.as_str());
    let mut found = numeric_date(rest)
        .or_else(|| month_phrase(rest, before, clock))
        .or_else(|| counted(rest, clock))
        .or_else(|| last_or_this(rest, clock))
        .or_else(|| neighbour(rest, clock))
        .or_else(|| holiday(rest, clock))
        .or_else(|| season(rest, before, clock))
        .or_else(|| day_alone(rest, before, clock));
    if found.is_none() {
        let second = rest.get(1).map_or("", |t| t.lower.as_str());
        if let Some(year) = year_token(first, clock) {
            found = Some((When::On(Dated::year(year)?), 1));
        } else if let Some(year) = short_year(rest, before, clock) {
            found = Some((When::On(Dated::year(year)?), 1));
        } else if let Some(year) = year_words(&first.lower, second) {
            found = Some((When::On(Dated::year(year)?), 2));
        } else if let Some(start) = decade(first, clock).filter(|_| first.kind == Kind::Number || before == "the") {
            let offset = match before {
                "early" => 2,
                "late" => 8,
                _ => 5,
            };
            let day = NaiveDate::from_ymd_opt(start + offset, 1, 2)?;
            found = Some((When::On(Dated::rough(day, Grain::Rough)), 1));
        }
    }
    let (when, used) = found?;
    if let When::On(first) = when
        && let Some((then, more)) = corrected(tokens, at + used, first, clock)
    {
        return Some((then, used + more));
    }
    Some((vague(when, tokens, at, used), used))
}

/// "2010, no, wait, 2011", "in November, or no, in October": the last word counts. Gives it and the tokens up to its
/// end. An event between the two ("no, he died in") ends the search.
fn corrected(tokens: &[Token], from: usize, first: Dated, clock: &Clock) -> Option<(When, usize)> {
    const TAKES_BACK: [&str; 8] = ["no", "wait", "sorry", "actually", "scratch", "rather", "correction", "hang"];
    const BETWEEN: [&str; 22] = [
        ",", ".", "-", "...", "or", "in", "it", "was", "i", "mean", "that", "on", "maybe", "must", "have", "been",
        "more", "like", "make", "think", "the", "of",
    ];
    let mut back = false;
    for k in from..from + 12 {
        let word = tokens.get(k)?.lower.as_str();
        if TAKES_BACK.contains(&word) {
            back = true;
            continue;
        }
        if back && let Some((when @ When::On(_), used)) = parse(tokens, k, &Clock { anchor: Some(first.day), ..*clock })
        {
            return Some((when, k + used - from));
        }
        if !BETWEEN.contains(&word) {
            return None;
        }
    }
    None
}

/// "Around 2008", "2008 or so", "2008, I think": the date is no longer certain.
fn vague(when: When, tokens: &[Token], at: usize, used: usize) -> When {
    const BEFORE: [&str; 9] =
        ["around", "about", "maybe", "like", "roughly", "probably", "circa", "or", "approximately"];
    let word = |i: usize| tokens.get(i).map_or("", |t| t.lower.as_str());
    let end = at + used;
    let hedged = (1..=2).any(|n| at.checked_sub(n).is_some_and(|i| BEFORE.contains(&word(i))))
        || (word(end) == "or" && matches!(word(end + 1), "so" | "something" | "thereabouts"))
        || word(end) == "ish"
        || matches!((word(end), word(end + 1), word(end + 2)), (",", "i", "think" | "guess" | "believe"))
        || matches!((word(end), word(end + 1)), ("i", "think" | "guess" | "believe") | (",", "maybe"));
    match when {
        When::On(dated) if hedged && dated.certainty == DateCertainty::Certain => {
            let middle = if dated.grain == Grain::Year {
                NaiveDate::from_ymd_opt(dated.day.year(), 7, 1).unwrap_or(dated.day)
            } else {
                dated.day
            };
            When::On(Dated { day: middle, certainty: DateCertainty::Approximate, ..dated })
        }
        other => other,
    }
}

pub(super) fn word(tokens: &[Token], i: usize) -> &str {
    tokens.get(i).map_or("", |t| t.lower.as_str())
}

#[cfg(test)]
mod tests {
    use super::super::text::Text;
    use super::*;

    fn read(said: &str, today: Option<&str>, anchor: Option<&str>) -> Option<String> {
        let day = |t: &str| t.parse().ok();
        let clock = Clock { today: today.and_then(day), anchor: anchor.and_then(day), near: None };
        let text = Text::new(said);
        let (when, _) = (0..text.tokens.len()).find_map(|at| parse(&text.tokens, at, &clock))?;
        Some(match when {
            When::On(d) => format!("{} {}", d.day, d.certainty),
            When::Span { years } => format!("{years:.2} years"),
        })
    }

    #[test]
    fn dates_are_read_as_said() {
        let today = Some("2026-04-22");
        for (said, expected) in [
            ("in June 2018", "2018-06-01 approximate"),
            ("on March 3rd, 2004", "2004-03-03 certain"),
            ("August of '99", "1999-08-01 approximate"),
            ("in '08", "2008-01-01 certain"),
            ("since 2013", "2013-01-01 certain"),
            ("around 2013", "2013-07-01 approximate"),
            ("in 2013 or so", "2013-07-01 approximate"),
            ("the nineteenth of March", "2026-03-19 certain"),
            ("March nineteenth", "2026-03-19 certain"),
            ("in October", "2025-10-01 approximate"),
            ("two weeks ago", "2026-04-08 approximate"),
            ("a year ago", "2025-04-22 approximate"),
            ("last year", "2025-07-01 approximate"),
            ("last Christmas", "2025-12-25 approximate"),
            ("last fall", "2025-10-15 approximate"),
            ("the summer of 2008", "2008-07-15 approximate"),
            ("in the eighties", "1985-01-02 approximate"),
            ("in nineteen ninety-eight", "1998-01-01 certain"),
            ("on 6/12/2018", "2018-06-12 certain"),
            ("on 2018-06-12", "2018-06-12 certain"),
            ("for twelve years", "12.00 years"),
            ("Thanksgiving 2019", "2019-11-26 approximate"),
            ("a fortnight ago", "2026-04-08 approximate"),
            ("it'll be four years this August", "2022-08-01 approximate"),
            ("a year ago March", "2025-03-01 approximate"),
            ("January two years ago", "2024-01-01 approximate"),
            ("October fourth of '22", "2022-10-04 certain"),
            ("the Fourth of July, last year", "2025-07-04 certain"),
            ("the winter of 1993-94", "1993-01-15 approximate"),
            ("married in 88", "1988-01-01 certain"),
            ("last Tuesday", "2026-04-21 approximate"),
            ("on the third", "2026-04-03 certain"),
        ] {
            assert_eq!(read(said, today, None).as_deref(), Some(expected), "{said}");
        }
    }

    #[test]
    fn the_last_word_on_a_date_counts() {
        for (said, expected) in [
            ("in 2010, no, wait, 2011", "2011-01-01 certain"),
            ("in 2003 or, no, 2002", "2002-01-01 certain"),
            ("in November 2024, or no, in October 2024", "2024-10-01 approximate"),
            ("in 2010. No, 2011", "2011-01-01 certain"),
            ("in 2010, no idea why, and in 2012", "2010-01-01 certain"),
        ] {
            assert_eq!(read(said, Some("2026-04-22"), None).as_deref(), Some(expected), "{said}");
        }
    }

    #[test]
    fn neighbouring_times_are_counted_from_the_last_date() {
        for (said, expected) in [
            ("a month later", "2012-08-14 approximate"),
            ("the year after", "2013-01-01 certain"),
            ("the next year", "2013-01-01 certain"),
            ("the summer before", "2011-07-15 approximate"),
            ("in November", "2012-11-01 approximate"),
            ("three years afterwards", "2015-07-14 approximate"),
            ("the year following", "2013-01-01 certain"),
            ("two years after that", "2014-07-14 approximate"),
        ] {
            assert_eq!(read(said, None, Some("2012-07-14")).as_deref(), Some(expected), "{said}");
        }
    }

    #[test]
    fn without_a_day_to_count_from_relative_phrases_have_no_date() {
        for said in ["two weeks ago", "last year", "in October", "a month later", "last Christmas", "this summer"] {
            assert_eq!(read(said, None, None), None, "{said}");
        }
        assert_eq!(read("in October 2019", None, None).as_deref(), Some("2019-10-01 approximate"));
    }

    #[test]
    fn words_that_only_look_like_times_are_not() {
        for said in ["It may rain", "I fall asleep", "She is two years old", "six months pregnant", "I march on"] {
            assert_eq!(read(said, Some("2026-04-22"), None), None, "{said}");
        }
    }
}
