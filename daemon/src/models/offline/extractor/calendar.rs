//! Places in the calendar: days, months, seasons and holidays, with or without their year.

use chrono::{Datelike, NaiveDate};

use super::numbers;
use super::text::{Kind, Token};
use super::time::{Clock, Dated, Grain, When, word, year_token, year_words};

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
pub(super) const SEASONS: [(&str, u32); 5] =
    [("spring", 4), ("summer", 7), ("fall", 10), ("autumn", 10), ("winter", 1)];

/// Days that recur, with their (usual) month and day. Several words are joined by spaces.
const HOLIDAYS: [(&str, u32, u32); 34] = [
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
    ("diwali", 11, 1),
    ("ramadan", 3, 1),
    ("passover", 4, 12),
    ("rosh hashanah", 9, 20),
    ("yom kippur", 9, 30),
    ("lunar new year", 2, 5),
    ("chinese new year", 2, 5),
    ("new year", 1, 1),
    ("good friday", 4, 5),
    ("ash wednesday", 2, 20),
    ("st patrick 's day", 3, 17),
    ("canada day", 7, 1),
    ("veterans day", 11, 11),
    ("remembrance sunday", 11, 11),
    ("bonfire night", 11, 5),
    ("mothering sunday", 3, 20),
    ("hogmanay", 12, 31),
    ("mlk day", 1, 19),
];

pub(super) fn month_name(word: &str) -> Option<u32> {
    let at = MONTHS.iter().position(|m| *m == word).or_else(|| SHORT_MONTHS.iter().position(|m| *m == word))?;
    u32::try_from(at + 1).ok()
}

/// Whether a word in small letters can only be a month or begin a holiday's name.
pub(super) fn named_day_or_month(word: &str) -> bool {
    const WORDS_TOO: [&str; 7] = ["new", "father", "mother", "labor", "fourth", "memorial", "good"];
    let holiday = HOLIDAYS.iter().any(|(name, ..)| name.split(' ').next() == Some(word));
    month_name(word).is_some() || holiday && !WORDS_TOO.contains(&word)
}

/// 2018-06-12 and 6/12/2018.
pub(super) fn numeric_date(rest: &[Token]) -> Option<(When, usize)> {
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

pub(super) fn month_phrase(rest: &[Token], before: &str, clock: &Clock) -> Option<(When, usize)> {
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
        (1..=31).contains(d)
            && !matches!(word(rest, used + 1), "years" | "weeks" | "months" | "days" | "times")
            // "October fourth of '22" is a day, "October two of us" is none.
            && (word(rest, used + 1) != "of" || rest.get(used + 2).is_some_and(|t| year_token(t, clock).is_some()))
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
    Some((
        When::On(Dated { guessed: !said && clock.anchor.is_none(), lent: !said && clock.anchor.is_some(), ..dated }),
        end.max(used),
    ))
}

/// A year after a month, with "of" or a comma between; gives it and where the phrase ends.
pub(super) fn trailing_year(rest: &[Token], from: usize, clock: &Clock) -> (Option<i32>, usize) {
    let skip = usize::from(matches!(word(rest, from), "," | "of" | "in"));
    let at = from + skip;
    if let Some(year) = rest.get(at).and_then(|t| year_token(t, clock)) {
        return (Some(year), at + 1);
    }
    if let Some(year) = year_words(word(rest, at), word(rest, at + 1)) {
        return (Some(year), at + 2);
    }
    // "The winter of 1993-94", "of '93-'94": the first of the two.
    let two = word(rest, at).split_once('-').filter(|(first, _)| first.len() == 4);
    if let Some(year) = two.and_then(|(first, _)| first.parse().ok()).filter(|y| (1850..2100).contains(y)) {
        return (Some(year), at + 1);
    }
    if let (Some(today), "last" | "this" | "past", "year") = (clock.today, word(rest, at), word(rest, at + 1)) {
        let back = i32::from(word(rest, at) != "this");
        return (Some(today.year() - back), at + 2);
    }
    // "January two years ago", "a year ago" after a month.
    if let (Some(today), Some((years, used))) = (clock.today, numbers::count(rest.get(at..).unwrap_or_default()))
        && matches!((word(rest, at + used), word(rest, at + used + 1)), ("year" | "years", "ago" | "back"))
    {
        #[expect(clippy::cast_possible_truncation, reason = "a count of years in words, bounded")]
        let back = years.min(200.0) as i32;
        return (Some(today.year() - back), at + used + 2);
    }
    (None, from)
}

/// "On the third", said of a month that was named before, else of the last one that had such a day.
pub(super) fn day_alone(rest: &[Token], before: &str, clock: &Clock) -> Option<(When, usize)> {
    let day = numbers::ordinal(word(rest, 1)).filter(|d| (2..=31).contains(d))?;
    let ends = rest.get(2).is_none_or(|t| t.kind == Kind::Mark) || matches!(word(rest, 2), "and" | "when" | "so");
    if before != "on" || word(rest, 0) != "the" || !ends {
        return None;
    }
    let day = match (clock.near.or(clock.anchor), clock.today) {
        (Some(anchor), _) => NaiveDate::from_ymd_opt(anchor.year(), anchor.month(), day)?,
        (None, Some(today)) if day <= today.day() => NaiveDate::from_ymd_opt(today.year(), today.month(), day)?,
        (None, Some(today)) => {
            let before = today.checked_sub_months(chrono::Months::new(1))?;
            NaiveDate::from_ymd_opt(before.year(), before.month(), day)?
        }
        (None, None) => return None,
    };
    Some((When::On(Dated { lent: true, ..Dated::day(day.year(), day.month(), day.day())? }), 2))
}

/// The year of a day named without one: that of the last date spoken of, else the most recent one before the talk.
pub(super) fn recent_year(month: u32, day: Option<u32>, clock: &Clock) -> Option<i32> {
    if let Some(anchor) = clock.anchor {
        return Some(anchor.year());
    }
    let today = clock.today?;
    let this = NaiveDate::from_ymd_opt(today.year(), month, day.unwrap_or(1))?;
    Some(if this > today { today.year() - 1 } else { today.year() })
}

pub(super) fn holiday(rest: &[Token], clock: &Clock) -> Option<(When, usize)> {
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
    let lent = year.is_none() && !guessed;
    let year = year.or_else(|| recent_year(*month, Some(*day), clock))?;
    let day = NaiveDate::from_ymd_opt(year, *month, *day)?;
    Some((When::On(Dated { guessed, lent, ..Dated::rough(day, Grain::Month) }), end.max(used)))
}

pub(super) fn season(rest: &[Token], before: &str, clock: &Clock) -> Option<(When, usize)> {
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
    let lent = year.is_none() && !guessed;
    let mut year = match year {
        Some(year) => year,
        None => recent_year(*month, None, clock)?,
    };
    if *month == 1 && end == 1 && clock.anchor.is_none_or(|anchor| anchor.month() > 6) && clock.today.is_none() {
        year += 1;
    }
    let day = NaiveDate::from_ymd_opt(year, *month, 15)?;
    Some((When::On(Dated { guessed, lent, ..Dated::rough(day, Grain::Month) }), end.max(1)))
}
