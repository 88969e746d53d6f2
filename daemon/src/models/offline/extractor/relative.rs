//! Times counted from another: from the day of the talk ("two weeks ago", "last Christmas") or from the last date spoken
//! of ("a year later", "the summer before").

use chrono::{Datelike, Days, Months, NaiveDate};

use super::calendar::{SEASONS, holiday, month_phrase, season};
use super::numbers;
use super::text::Token;
use super::time::{Clock, Dated, Grain, When, word};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Day,
    Week,
    Fortnight,
    Month,
    Year,
    Decade,
}

fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "day" | "days" | "night" | "nights" | "morning" => Unit::Day,
        "week" | "weeks" | "weekend" | "weekends" => Unit::Week,
        "fortnight" | "fortnights" => Unit::Fortnight,
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
        Unit::Fortnight => n * 14.0 / 365.25,
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
    if matches!(unit, Unit::Day | Unit::Week | Unit::Fortnight) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded")]
        let days = (years(n.abs().min(5000.0), unit) * 365.25).round() as u64;
        return if n >= 0.0 { from.checked_sub_days(Days::new(days)) } else { from.checked_add_days(Days::new(days)) };
    }
    years_before(from, years(n, unit))
}

/// "two weeks ago", "a year later", "three months after that", "for twelve years".
pub(super) fn counted(rest: &[Token], clock: &Clock) -> Option<(When, usize)> {
    let (n, used) = numbers::count(rest)?;
    let plain = match word(rest, used) {
        "full" | "whole" | "long" | "short" | "more" => used + 1,
        _ => used,
    };
    let unit = unit(word(rest, plain))?;
    let end = plain + 1;
    let at = |day: Option<NaiveDate>| {
        let grain = match unit {
            Unit::Day | Unit::Week | Unit::Fortnight | Unit::Month => Grain::Month,
            Unit::Year => Grain::Year,
            Unit::Decade => Grain::Rough,
        };
        day.map(|day| When::On(Dated::rough(day, grain)))
    };
    match word(rest, end) {
        "ago" | "back" => {
            let day = clock.today.and_then(|today| shift(today, n, unit))?;
            Some(in_that_year(rest, end + 1, day, unit).or(at(Some(day)).map(|when| (when, end + 1)))?)
        }
        // "It'll be four years this August", "ten years last March": the month of the year counted to.
        "this" | "last" | "in" | "come" if unit == Unit::Year => {
            let day = clock.today.and_then(|today| shift(today, n, unit))?;
            in_that_year(rest, end, day, unit)
        }
        "later" | "afterwards" | "afterward" | "on" => {
            Some((at(clock.anchor.and_then(|from| shift(from, -n, unit)))?, end + 1))
        }
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

/// "Two years ago in February, the thirteenth", "three years ago this June": the month is of the year counted to.
fn in_that_year(rest: &[Token], from: usize, day: NaiveDate, unit: Unit) -> Option<(When, usize)> {
    if unit != Unit::Year {
        return None;
    }
    let skip = usize::from(word(rest, from) == ",");
    let lead = match word(rest, from + skip) {
        "in" | "on" | "this" | "last" | "that" | "come" => skip + 1,
        // "A year ago March".
        _ if rest.get(from).is_some_and(|t| t.capital) => 0,
        _ => return None,
    };
    let then = Clock { anchor: NaiveDate::from_ymd_opt(day.year(), 12, 31), ..Clock::default() };
    let (when, used) = month_phrase(rest.get(from + lead..)?, "in", &then)
        .or_else(|| holiday(rest.get(from + lead..)?, &then))
        .or_else(|| season(rest.get(from + lead..)?, "in", &then))?;
    Some(day_of_month(rest, from + lead + used, when).unwrap_or((when, from + lead + used)))
}

/// A month already read, then ", the thirteenth" or "on the thirteenth".
fn day_of_month(rest: &[Token], from: usize, when: When) -> Option<(When, usize)> {
    let When::On(month) = when else { return None };
    let skip = usize::from(matches!(word(rest, from), "," | "on"));
    if skip == 0 || word(rest, from + skip) != "the" || month.day.day() != 1 {
        return None;
    }
    let day = numbers::ordinal(word(rest, from + skip + 1)).filter(|d| (1..=31).contains(d))?;
    let dated = Dated::day(month.day.year(), month.day.month(), day)?;
    Some((When::On(Dated { guessed: month.guessed, ..dated }), from + skip + 2))
}

/// "last year", "this March", "last Christmas", "yesterday", "the other day".
pub(super) fn last_or_this(rest: &[Token], clock: &Clock) -> Option<(When, usize)> {
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
    let back: f64 = match (word(rest, 0), word(rest, 1)) {
        ("last" | "past", _) | ("this", "past" | "last") => 1.0,
        ("this" | "earlier", _) => 0.0,
        _ => return None,
    };
    let two = matches!((word(rest, 0), word(rest, 1)), ("earlier", "this") | ("this", "past" | "last"));
    let skip = if two { 2 } else { 1 };
    let name = word(rest, skip);
    let today = today?;
    if let Some(days) = days_since(name, today).filter(|_| back > 0.0) {
        return Some((on(shift(today, f64::from(days), Unit::Day), Grain::Day)?, skip + 1));
    }
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
    // The word itself says which one: nothing is guessed.
    let when = match when {
        When::On(dated) => When::On(Dated { guessed: false, ..dated }),
        other => other,
    };
    Some(day_of_month(rest, skip + used, when).unwrap_or((when, skip + used)))
}

/// Days since the last day of that name ("last Tuesday", "this past Sunday"); a week if it is today.
fn days_since(name: &str, today: NaiveDate) -> Option<u32> {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let day = u32::try_from(DAYS.iter().position(|d| *d == name)?).ok()?;
    let back = (today.weekday().num_days_from_monday() + 7 - day) % 7;
    Some(if back == 0 { 7 } else { back })
}

/// "the next year", "the year after", "the summer before", "the following spring".
pub(super) fn neighbour(rest: &[Token], clock: &Clock) -> Option<(When, usize)> {
    let anchor = clock.anchor?;
    let skip = usize::from(matches!(word(rest, 0), "the" | "that"));
    let season_of = |name: &str| SEASONS.iter().find(|(season, _)| *season == name);
    let (sign, name, used) = match (word(rest, skip), word(rest, skip + 1)) {
        ("next" | "following", name) => (-1.0, name, skip + 2),
        (name, "after" | "following") if skip == 1 => (-1.0, name, skip + 2),
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
