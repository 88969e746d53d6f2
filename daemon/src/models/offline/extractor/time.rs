//! Dates as people say them, absolute and counted back from the day of the discussion.
//!
//! A year alone is 1 January and certain, which the scorer reads as "that year"; a month is its first day, a season its
//! middle, both approximate; a phrase counted back is approximate. Without the day of the discussion, and nothing else
//! to count from, a relative phrase has no date. Ages are the matter of `ages`.

use chrono::{Datelike, Days, Months, NaiveDate};
use sarf_shared::family::DateCertainty;

use super::numbers;
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
        Dated { day, certainty, grain, guessed: false }
    }

    fn day(year: i32, month: u32, day: u32) -> Option<Self> {
        let date = NaiveDate::from_ymd_opt(year, month, day)?;
        // 1 January and certain would be read as "that year".
        let certainty = if (month, day) == (1, 1) { DateCertainty::Approximate } else { DateCertainty::Certain };
        Some(Dated::new(date, certainty, Grain::Day))
    }

    fn month(year: i32, month: u32) -> Option<Self> {
        Some(Dated::new(NaiveDate::from_ymd_opt(year, month, 1)?, DateCertainty::Approximate, Grain::Month))
    }

    /// A year alone.
    pub fn year(year: i32) -> Option<Self> {
        Some(Dated::new(NaiveDate::from_ymd_opt(year, 1, 1)?, DateCertainty::Certain, Grain::Year))
    }

    fn rough(day: NaiveDate, grain: Grain) -> Self {
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
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const SHORT_MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Seasons and the month in their middle (northern hemisphere).
const SEASONS: [(&str, u32); 5] = [("spring", 4), ("summer", 7), ("fall", 10), ("autumn", 10), ("winter", 1)];

/// Days that recur, with their (usual) month and day. Several words are joined by spaces.
const HOLIDAYS: [(&str, u32, u32); 16] = [
    ("christmas eve", 12, 24),
    ("christmas", 12, 25),
    ("xmas", 12, 25),
    ("thanksgiving", 11, 26),
    ("easter", 4, 7),
    ("valentine 's day", 2, 14),
    ("new year 's eve", 12, 31),
    ("new year 's", 1, 1),
    ("halloween", 10, 31),
    ("fourth of july", 7, 4),
    ("memorial day", 5, 28),
    ("labor day", 9, 3),
    ("boxing day", 12, 26),
    ("mother 's day", 5, 12),
    ("father 's day", 6, 18),
    ("hanukkah", 12, 14),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Day,
    Week,
    Month,
    Year,
    Decade,
}

fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "day" | "days" | "night" | "nights" | "morning" => Unit::Day,
        "week" | "weeks" | "weekend" | "weekends" => Unit::Week,
        "month" | "months" => Unit::Month,
        "year" | "years" | "yrs" | "yr" => Unit::Year,
        "decade" | "decades" => Unit::Decade,
        _ => return None,
    })
}

fn years(n: f64, unit: Unit) -> f64 {
    match unit {
        Unit::Day => n / 365.25,
        Unit::Week => n * 7.0 / 365.25,
        Unit::Month => n / 12.0,
        Unit::Year => n,
        Unit::Decade => n * 10.0,
    }
}

/// A date some years before (negative: after) another.
pub fn years_before(from: NaiveDate, years: f64) -> Option<NaiveDate> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded just above")]
    let months = (years.abs().min(400.0) * 12.0).round() as u32;
    if years >= 0.0 {
        from.checked_sub_months(Months::new(months))
    } else {
        from.checked_add_months(Months::new(months))
    }
}

fn shift(from: NaiveDate, n: f64, unit: Unit) -> Option<NaiveDate> {
    if matches!(unit, Unit::Day | Unit::Week) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded")]
        let days = (n.abs().min(5000.0) * if unit == Unit::Week { 7.0 } else { 1.0 }).round() as u64;
        return if n >= 0.0 { from.checked_sub_days(Days::new(days)) } else { from.checked_add_days(Days::new(days)) };
    }
    years_before(from, years(n, unit))
}

fn month_name(word: &str) -> Option<u32> {
    let at = MONTHS.iter().position(|m| *m == word).or_else(|| SHORT_MONTHS.iter().position(|m| *m == word))?;
    u32::try_from(at + 1).ok()
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

/// A year spoken in two words ("nineteen ninety-eight", "twenty twelve").
fn year_words(first: &str, second: &str) -> Option<i32> {
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
    let rest = tokens.get(at..)?;
    let first = rest.first()?;
    let before = at.checked_sub(1).and_then(|i| tokens.get(i)).map_or("", |t| t.lower.as_str());
    let mut found = numeric_date(rest)
        .or_else(|| month_phrase(rest, before, clock))
        .or_else(|| counted(rest, clock))
        .or_else(|| last_or_this(rest, clock))
        .or_else(|| neighbour(rest, clock))
        .or_else(|| holiday(rest, clock))
        .or_else(|| season(rest, before, clock));
    if found.is_none() {
        let second = rest.get(1).map_or("", |t| t.lower.as_str());
        if let Some(year) = year_token(first, clock) {
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

fn word(tokens: &[Token], i: usize) -> &str {
    tokens.get(i).map_or("", |t| t.lower.as_str())
}

/// 2018-06-12 and 6/12/2018.
fn numeric_date(rest: &[Token]) -> Option<(When, usize)> {
    let first = rest.first().filter(|t| t.kind == Kind::Number)?;
    if let Ok(day) = NaiveDate::parse_from_str(&first.lower, "%Y-%m-%d") {
        return Some((When::On(Dated::day(day.year(), day.month(), day.day())?), 1));
    }
    if word(rest, 1) == "/" && word(rest, 3) == "/" {
        let part = |i: usize| word(rest, i).parse::<u32>().ok();
        let (a, b, y) = (part(0)?, part(2)?, part(4)?);
        let (month, day) = if a > 12 { (b, a) } else { (a, b) };
        return Some((When::On(Dated::day(i32::try_from(y).ok()?, month, day)?), 5));
    }
    None
}

fn month_phrase(rest: &[Token], before: &str, clock: &Clock) -> Option<(When, usize)> {
    // "the nineteenth of March", "3rd of May".
    let lead = usize::from(word(rest, 0) == "the");
    if let Some(day) = numbers::ordinal(word(rest, lead))
        && word(rest, lead + 1) == "of"
        && let Some(month) = month_name(word(rest, lead + 2))
    {
        let (year, used) = trailing_year(rest, lead + 3, clock);
        let year = year.or_else(|| recent_year(month, Some(day), clock))?;
        return Some((When::On(Dated::day(year, month, day)?), used));
    }
    let first = rest.first()?;
    let month = month_name(&first.lower).filter(|_| first.capital)?;
    let mut used = if word(rest, 1) == "." && SHORT_MONTHS.contains(&first.lower.as_str()) { 2 } else { 1 };
    let next = rest.get(used);
    let day = next.and_then(|t| numbers::ordinal(&t.lower).or_else(|| numbers::cardinal(&t.lower))).filter(|d| {
        (1..=31).contains(d) && !matches!(word(rest, used + 1), "years" | "weeks" | "months" | "days" | "of" | "times")
    });
    let day = day.or_else(|| (word(rest, used) == "the").then(|| numbers::ordinal(word(rest, used + 1))).flatten());
    if day.is_some() {
        used += if word(rest, used) == "the" { 2 } else { 1 };
    }
    let (year, end) = trailing_year(rest, used, clock);
    // "May", "April", "June" and "August" are also a verb and names: they need company to be a month.
    if matches!(first.lower.as_str(), "may" | "april" | "june" | "august" | "march" | "jan" | "mar") {
        const COMPANY: [&str; 20] = [
            "in", "last", "this", "since", "of", "until", "till", "early", "late", "mid", "by", "around", "every",
            "next", "about", "that", "from", "on", "or", "before",
        ];
        let fragment = before.is_empty() || matches!(before, "." | ",");
        let alone = matches!(word(rest, used), "" | "." | "," | "?" | "!" | "-");
        if day.is_none() && year.is_none() && !COMPANY.contains(&before) && !(fragment && alone) {
            return None;
        }
    }
    let said = year.is_some();
    let year = year.or_else(|| recent_year(month, day, clock))?;
    let dated = match day {
        Some(day) => Dated::day(year, month, day)?,
        None => Dated::month(year, month)?,
    };
    Some((When::On(Dated { guessed: !said && clock.anchor.is_none(), ..dated }), end.max(used)))
}

/// A year after a month, with "of" or a comma between; gives it and where the phrase ends.
fn trailing_year(rest: &[Token], from: usize, clock: &Clock) -> (Option<i32>, usize) {
    let skip = usize::from(matches!(word(rest, from), "," | "of" | "in"));
    let at = from + skip;
    if let Some(year) = rest.get(at).and_then(|t| year_token(t, clock)) {
        return (Some(year), at + 1);
    }
    if let Some(year) = year_words(word(rest, at), word(rest, at + 1)) {
        return (Some(year), at + 2);
    }
    if matches!((word(rest, at), word(rest, at + 1)), ("last", "year"))
        && let Some(today) = clock.today
    {
        return (Some(today.year() - 1), at + 2);
    }
    (None, from)
}

/// The year of a day named without one: that of the last date spoken of, else the most recent one before the talk.
fn recent_year(month: u32, day: Option<u32>, clock: &Clock) -> Option<i32> {
    if let Some(anchor) = clock.anchor {
        return Some(anchor.year());
    }
    let today = clock.today?;
    let this = NaiveDate::from_ymd_opt(today.year(), month, day.unwrap_or(1))?;
    Some(if this > today { today.year() - 1 } else { today.year() })
}

/// "two weeks ago", "a year later", "three months after that", "for twelve years".
fn counted(rest: &[Token], clock: &Clock) -> Option<(When, usize)> {
    let (n, used) = numbers::count(rest)?;
    let plain = match word(rest, used) {
        "full" | "whole" | "long" | "short" | "more" => used + 1,
        _ => used,
    };
    let unit = unit(word(rest, plain))?;
    let end = plain + 1;
    let at = |day: Option<NaiveDate>| {
        let grain = match unit {
            Unit::Day | Unit::Week | Unit::Month => Grain::Month,
            Unit::Year => Grain::Year,
            Unit::Decade => Grain::Rough,
        };
        day.map(|day| When::On(Dated::rough(day, grain)))
    };
    match word(rest, end) {
        "ago" | "back" => Some((at(clock.today.and_then(|today| shift(today, n, unit)))?, end + 1)),
        "later" => Some((at(clock.anchor.and_then(|from| shift(from, -n, unit)))?, end + 1)),
        "earlier" => Some((at(clock.anchor.and_then(|from| shift(from, n, unit)))?, end + 1)),
        "after" if matches!(word(rest, end + 1), "that" | "this" | "" | "." | ",") => {
            Some((at(clock.anchor.and_then(|from| shift(from, -n, unit)))?, end + 1))
        }
        "before" if matches!(word(rest, end + 1), "that" | "this" | "" | "." | ",") => {
            Some((at(clock.anchor.and_then(|from| shift(from, n, unit)))?, end + 1))
        }
        // Ages ("two years old", "six months pregnant") and comparisons are not spans.
        "old" | "older" | "younger" | "pregnant" | "along" | "apart" => None,
        _ if matches!(word(rest, 0), "a" | "an") => None,
        _ => Some((When::Span { years: years(n, unit) }, end)),
    }
}

/// "last year", "this March", "last Christmas", "yesterday", "the other day".
fn last_or_this(rest: &[Token], clock: &Clock) -> Option<(When, usize)> {
    let today = clock.today;
    let on = |day: Option<NaiveDate>, grain| day.map(|day| When::On(Dated::rough(day, grain)));
    match word(rest, 0) {
        "yesterday" => return Some((on(shift(today?, 1.0, Unit::Day), Grain::Day)?, 1)),
        "tonight" | "today" => return Some((on(today, Grain::Day)?, 1)),
        "recently" | "lately" | "nowadays" => return Some((on(shift(today?, 1.0, Unit::Month), Grain::Rough)?, 1)),
        "the" if word(rest, 1) == "other" && matches!(word(rest, 2), "day" | "night" | "week") => {
            return Some((on(shift(today?, 1.0, Unit::Week), Grain::Month)?, 3));
        }
        "these" if word(rest, 1) == "days" => return Some((on(shift(today?, 1.0, Unit::Month), Grain::Rough)?, 2)),
        _ => {}
    }
    let back: f64 = match word(rest, 0) {
        "last" | "past" => 1.0,
        "this" | "earlier" => 0.0,
        _ => return None,
    };
    let skip = if word(rest, 0) == "earlier" && word(rest, 1) == "this" { 2 } else { 1 };
    let name = word(rest, skip);
    let today = today?;
    if let Some(unit) = unit(name).filter(|u| *u != Unit::Decade) {
        if unit == Unit::Year {
            #[expect(clippy::cast_possible_truncation, reason = "zero or one")]
            let year = today.year() - back as i32;
            let day = if back > 0.0 { NaiveDate::from_ymd_opt(year, 7, 1) } else { shift(today, 2.0, Unit::Month) };
            return Some((on(day, Grain::Year)?, skip + 1));
        }
        return Some((on(shift(today, back.max(0.0), unit), Grain::Month)?, skip + 1));
    }
    // The most recent one, whether "last" or "this" was said: nothing that is told lies ahead.
    let recent = Clock { anchor: None, ..*clock };
    let (when, used) = month_phrase(rest.get(skip..)?, "this", &recent)
        .or_else(|| holiday(rest.get(skip..)?, &recent))
        .or_else(|| season(rest.get(skip..)?, "last", &recent))?;
    Some((when, skip + used))
}

/// "the next year", "the year after", "the summer before", "the following spring".
fn neighbour(rest: &[Token], clock: &Clock) -> Option<(When, usize)> {
    let anchor = clock.anchor?;
    let skip = usize::from(matches!(word(rest, 0), "the" | "that"));
    let season_of = |name: &str| SEASONS.iter().find(|(season, _)| *season == name);
    let (sign, name, used) = match (word(rest, skip), word(rest, skip + 1)) {
        ("next" | "following", name) => (-1.0, name, skip + 2),
        (name, "after") if skip == 1 => (-1.0, name, skip + 2),
        (name, "before") if skip == 1 => (1.0, name, skip + 2),
        ("same", name) => (0.0, name, skip + 2),
        _ => return None,
    };
    if let Some((_, month)) = season_of(name) {
        let mut year = anchor.year();
        let middle = NaiveDate::from_ymd_opt(year, *month, 15)?;
        if sign > 0.0 && middle >= anchor {
            year -= 1;
        } else if sign < 0.0 && middle <= anchor {
            year += 1;
        }
        let day = NaiveDate::from_ymd_opt(year, *month, 15)?;
        return Some((When::On(Dated::rough(day, Grain::Month)), used));
    }
    let unit = unit(name)?;
    if unit == Unit::Year {
        // Around a bare year the neighbour is a bare year too.
        let step = if sign < 0.0 {
            1
        } else if sign > 0.0 {
            -1
        } else {
            0
        };
        return Some((When::On(Dated::year(anchor.year() + step)?), used));
    }
    let day = shift(anchor, sign, unit)?;
    Some((When::On(Dated::rough(day, Grain::Month)), used))
}

fn holiday(rest: &[Token], clock: &Clock) -> Option<(When, usize)> {
    let first = rest.first()?;
    let (name, month, day) = HOLIDAYS.iter().find(|(name, ..)| {
        let mut parts = name.split(' ').enumerate();
        first.capital && parts.all(|(i, part)| word(rest, i) == part)
    })?;
    let mut used = name.split(' ').count();
    if word(rest, used) == "day" {
        used += 1;
    }
    let (year, end) = trailing_year(rest, used, clock);
    let guessed = year.is_none() && clock.anchor.is_none();
    let year = year.or_else(|| recent_year(*month, Some(*day), clock))?;
    let day = NaiveDate::from_ymd_opt(year, *month, *day)?;
    Some((When::On(Dated { guessed, ..Dated::rough(day, Grain::Month) }), end.max(used)))
}

fn season(rest: &[Token], before: &str, clock: &Clock) -> Option<(When, usize)> {
    const LEADS: [&str; 16] = [
        "in", "the", "last", "this", "that", "of", "until", "till", "early", "late", "since", "next", "by", "every",
        "and", "over",
    ];
    let (_, month) = SEASONS.iter().find(|(name, _)| *name == word(rest, 0))?;
    let (year, end) = trailing_year(rest, 1, clock);
    if year.is_none() && !LEADS.contains(&before) {
        return None;
    }
    // "the summer I was eleven" is an age, not a date.
    if year.is_none() && matches!(word(rest, 1), "i" | "he" | "she" | "we" | "they" | "before" | "after" | "when") {
        return None;
    }
    let guessed = year.is_none() && clock.anchor.is_none();
    let mut year = match year {
        Some(year) => year,
        None => recent_year(*month, None, clock)?,
    };
    if *month == 1 && end == 1 && clock.anchor.is_none_or(|anchor| anchor.month() > 6) && clock.today.is_none() {
        year += 1;
    }
    let day = NaiveDate::from_ymd_opt(year, *month, 15)?;
    Some((When::On(Dated { guessed, ..Dated::rough(day, Grain::Month) }), end.max(1)))
}

#[cfg(test)]
mod tests {
    use super::super::text::Text;
    use super::*;

    fn read(said: &str, today: Option<&str>, anchor: Option<&str>) -> Option<String> {
        let day = |t: &str| t.parse().ok();
        let clock = Clock { today: today.and_then(day), anchor: anchor.and_then(day) };
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
