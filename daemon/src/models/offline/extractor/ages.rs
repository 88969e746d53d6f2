//! Ages: "she's seventy-two", "when I was ten", "Jake (8)", "two years older than me", and the births they tell
//! (coding rule 9: a stated age is a birth with a computed year).

use chrono::{Datelike, NaiveDate};
use sarf_shared::family::DateCertainty;

use super::mentions::{How, Item, Reader, Unit};
use super::numbers;
use super::relative::years_before;
use super::text::{Kind, Text};
use super::time::{Dated, Grain, When};
use super::world::{CLIENT, Time, Who, World};

/// What tells when somebody was born.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Clue {
    /// The birth itself has a date.
    Born(Dated),
    /// So old on a day.
    Aged(f64, NaiveDate),
    /// So many years after (negative: before) somebody else.
    After(Who, f64),
    /// When somebody else was so old.
    WhenAged(Who, f64),
}

/// Reads the ages of a sentence. Gives the ages that place other things in time ("when I was ten"), by unit.
pub fn read(reader: &mut Reader, text: &Text<'_>, units: &[Unit]) -> Vec<(usize, Time)> {
    let today = reader.clock.today;
    for (who, age) in std::mem::take(&mut reader.ages) {
        clue(&mut reader.world, who, age, today);
    }
    // "Hattie is younger than you?" "Five years younger.": a comparison without a person is of the one just spoken of.
    let nobody = units.iter().take(5).all(|u| u.mention().is_none());
    if let Some(years) = units.first().filter(|_| nobody).and_then(|u| bare_comparison(text, u.tokens.start))
        && let Some(who) = reader.salience.previous_sentence(&reader.world).into_iter().find(|w| *w != CLIENT)
    {
        tell(&mut reader.world, who, Clue::After(CLIENT, years));
    }
    let mut times = Vec::new();
    for (i, unit) in units.iter().enumerate() {
        let Some(mention) = unit.mention() else { continue };
        if unit.quoted {
            continue;
        }
        let who = match (mention.how, mention.people.as_slice()) {
            (How::First, _) => CLIENT,
            (How::We, _) => continue,
            (_, [who]) => *who,
            _ => continue,
        };
        if let Some((age, past, turning)) = stated(text, units, i) {
            // "Just turned seven last month", "was six in 1999": a date of its own.
            let dates = || {
                units.iter().enumerate().filter_map(|(k, u)| match u.item {
                    Item::Time(When::On(dated)) => Some((k, dated)),
                    _ => None,
                })
            };
            // A birthday's date stands in the same breath; "the week I turned twenty-one, June third" does not date it.
            let mark = units.iter().skip(i).position(|u| u.mark).map_or(usize::MAX, |n| i + n);
            let reach = if turning { (i + 12).min(mark) } else { i + 12 };
            let own = dates().filter(|(k, _)| *k > i && *k <= reach).map(|(_, d)| d).next();
            let timed = units.get(i.saturating_sub(3)..i).unwrap_or_default().iter().any(|u| {
                matches!(
                    u.lower.as_str(),
                    "when"
                        | "before"
                        | "after"
                        | "until"
                        | "till"
                        | "since"
                        | "summer"
                        | "year"
                        | "time"
                        | "winter"
                        | "fall"
                        | "by"
                )
            });
            if !past {
                clue(&mut reader.world, who, age, today);
            } else if turning && own.is_some() {
                let recent = |d: Dated| if d.lent { last_such_day(d, today) } else { d };
                if let Some(d) = own.map(recent).and_then(|d| Some(Dated { day: years_before(d.day, age)?, ..d })) {
                    let d = Dated { certainty: DateCertainty::Approximate, ..d };
                    tell(&mut reader.world, who, Clue::Born(d));
                }
            } else if turning && units.get(i + 1).is_some_and(|u| matches!(u.lower.as_str(), "just")) {
                clue(&mut reader.world, who, age, today);
            } else {
                times.push((i, Time::AtAge(who, age)));
                let near = own.or_else(|| dates().map(|(_, d)| d).next());
                if let Some(d) = near.filter(|d| !d.guessed && (timed || d.grain <= Grain::Year)) {
                    tell(&mut reader.world, who, Clue::Aged(age, middle(d)));
                }
            }
            continue;
        }
        if let Some(age) = bracketed(text, unit, mention.how) {
            clue(&mut reader.world, who, age, today);
        }
        if let Some(years) = compared(text, unit.tokens.end) {
            let clue = Clue::After(CLIENT, years);
            if who != CLIENT {
                tell(&mut reader.world, who, clue);
            }
        }
    }
    times
}

/// A birthday without its year ("I turned forty in October") is the last one, whatever year was spoken of before.
fn last_such_day(dated: Dated, today: Option<NaiveDate>) -> Dated {
    let day = today.and_then(|today| {
        let this = dated.day.with_year(today.year())?;
        if this <= today { Some(this) } else { dated.day.with_year(today.year() - 1) }
    });
    Dated { day: day.unwrap_or(dated.day), ..dated }
}

/// A bare year stands for its middle where something is counted from it.
pub fn middle(dated: Dated) -> NaiveDate {
    if dated.grain == Grain::Year && dated.certainty == DateCertainty::Certain {
        NaiveDate::from_ymd_opt(dated.day.year(), 7, 1).unwrap_or(dated.day)
    } else {
        dated.day
    }
}

/// An age that holds today.
fn clue(world: &mut World, who: Who, age: f64, today: Option<NaiveDate>) {
    // The dead have no age today: it is somebody else's.
    let dead = world.human(who).is_some_and(|h| h.dead);
    // A tale told in the present ("so I'm ten, he's eight") is of an age long gone.
    let tale = |today: NaiveDate| {
        let known = world.birth_clues(who);
        known.iter().any(|c| matches!(c, Clue::Aged(a, on) if *on == today && *a > age + 2.0))
    };
    if let Some(today) = today.filter(|today| !dead && !tale(*today)) {
        tell(world, who, Clue::Aged(age, today));
    }
}

/// Notes a clue.
pub fn tell(world: &mut World, who: Who, clue: Clue) {
    let who = world.real(who);
    world.tell_birth(who, clue);
}

/// "Was ten", "is seventy-two", "'m 38", "turned forty": the age, whether it is past, whether it is a birthday.
fn stated(text: &Text<'_>, units: &[Unit], at: usize) -> Option<(f64, bool, bool)> {
    let mut k = at + 1;
    let word = |i: usize| units.get(i).map_or("", |u| u.lower.as_str());
    let mut past = false;
    let mut turning = false;
    // "He died in, I was about to turn twenty-three".
    while matches!(
        word(k),
        "just" | "had" | "has" | "have" | "who" | "," | "about" | "to" | "already" | "also" | "both"
    ) && k < at + 4
    {
        k += 1;
    }
    match word(k) {
        "was" | "were" => past = true,
        "is" | "'s" | "am" | "'m" | "are" | "'re" => {}
        "turned" | "turning" => {
            past = true;
            turning = true;
        }
        "turn" | "turns" => {
            past = true;
            turning = true;
        }
        _ => return None,
    }
    let verb = k;
    k += 1;
    // "I'm the oldest, forty-four."
    if word(k) == "the"
        && matches!(word(k + 1), "oldest" | "eldest" | "youngest" | "baby" | "middle")
        && word(k + 2) == ","
    {
        k += 3;
    }
    while k < verb + 8
        && matches!(
            word(k),
            "about"
                | "almost"
                | "only"
                | "like"
                | "just"
                | "maybe"
                | "barely"
                | "probably"
                | "around"
                | "now"
                | "to"
                | "turn"
                | "turning"
                | "still"
                | "already"
                | "what"
                | ","
                | "nearly"
                | "roughly"
                | "going"
                | "on"
                | "all"
                | "of"
                | "i"
                | "think"
        )
    {
        turning |= matches!(word(k), "turn" | "turning");
        k += 1;
    }
    let from = units.get(k)?.tokens.start;
    let tokens = text.tokens.get(from..)?;
    // An age is a bare cardinal; "a" and "a few" are none.
    let first = tokens.first()?;
    if first.quoted || (first.kind != Kind::Number && numbers::cardinal(&first.lower).is_none()) {
        return None;
    }
    let (age, used) = numbers::count(tokens)?;
    let after = tokens.get(used).map_or("", |t| t.lower.as_str());
    let second = tokens.get(used + 1).map_or("", |t| t.lower.as_str());
    const NOT_AGES: [&str; 44] = [
        "weeks",
        "week",
        "months",
        "month",
        "days",
        "day",
        "hours",
        "hour",
        "minutes",
        "minute",
        "miles",
        "of",
        "people",
        "kids",
        "children",
        "times",
        "percent",
        "%",
        "dollars",
        "pounds",
        "feet",
        "inches",
        "brothers",
        "sisters",
        "girls",
        "boys",
        "o'clock",
        "states",
        "blocks",
        "am",
        "pm",
        "cousins",
        "siblings",
        "more",
        "things",
        "hundred",
        "thousand",
        "th",
        "at",
        "bedrooms",
        "grandkids",
        "grandchildren",
        "to",
        "or",
    ];
    let years = matches!(after, "years" | "year" | "yrs");
    let ends_age = if years {
        matches!(second, "old" | "of" | "." | "," | "")
    } else {
        !NOT_AGES.contains(&after) && after != "'s"
    };
    let last_word = after.is_empty()
        || tokens.get(used).is_some_and(|t| t.kind == Kind::Mark)
        || years
        || matches!(
            after,
            "when"
                | "and"
                | "now"
                | "then"
                | "with"
                | "in"
                | "but"
                | "so"
                | "that"
                | "years"
                | "while"
                | "before"
                | "last"
                | "this"
                | "on"
                | "by"
                | "because"
                | "i"
                | "he"
                | "she"
                | "we"
                | "at"
                | "ish"
                | "already"
                | "today"
                | "after"
                | "the"
                | "my"
        );
    if !(0.0..=110.0).contains(&age) || !ends_age || !last_word || (years && second == "older") {
        return None;
    }
    // "One" is seldom an age.
    if age <= 1.0 && !years && !turning {
        return None;
    }
    Some((age, past, turning))
}

/// "Jake (8)", "Jake, 8,", "Jake - 8".
fn bracketed(text: &Text<'_>, unit: &Unit, how: How) -> Option<f64> {
    if how != How::Named {
        return None;
    }
    let at = unit.tokens.end;
    let low = |i: usize| text.tokens.get(i).map_or("", |t| t.lower.as_str());
    let number = text.tokens.get(at + 1).filter(|t| t.kind == Kind::Number)?;
    let closes = match low(at) {
        "(" => matches!(low(at + 2), ")" | ","),
        "," => matches!(low(at + 2), "," | "." | "and" | ";" | ")"),
        _ => false,
    };
    let age: f64 = number.lower.parse().ok().filter(|a| (0.0..=110.0).contains(a))?;
    closes.then_some(age)
}

/// "Five years younger", "About three years older than me.": years after the client.
fn bare_comparison(text: &Text<'_>, from: usize) -> Option<f64> {
    let low = |i: usize| text.tokens.get(i).map_or("", |t| t.lower.as_str());
    let lead = (from..from + 3).take_while(|i| matches!(low(*i), "about" | "only" | "like" | "maybe")).count();
    let (years, used) = numbers::count(text.tokens.get(from + lead..)?)?;
    let end = from + lead + used;
    if !matches!(low(end), "years" | "year") {
        return None;
    }
    let mine = !matches!(low(end + 2), "than") || matches!(low(end + 3), "me" | "i" | "myself");
    match low(end + 1) {
        "older" if mine => Some(-years),
        "younger" if mine => Some(years),
        _ => None,
    }
}

/// "(is) two and a half years older (than me)": years after the client.
fn compared(text: &Text<'_>, from: usize) -> Option<f64> {
    let low = |i: usize| text.tokens.get(i).map_or("", |t| t.lower.as_str());
    let end = (from..from + 10).find(|i| matches!(low(*i), "older" | "younger" | "behind" | "ahead"))?;
    // "Two years behind me", "three ahead of me".
    if matches!(low(end), "behind" | "ahead") && !matches!(low(end + 1), "me" | "of") {
        return None;
    }
    let start = (from..end).find(|i| matches!(low(*i), "'s" | "is" | "was" | ","))? + 1;
    let tokens = text.tokens.get(start..end)?;
    let skip = tokens
        .iter()
        .take_while(|t| matches!(t.lower.as_str(), "about" | "only" | "like" | "who" | "'s" | "is" | ","))
        .count();
    let (years, used) = numbers::count(tokens.get(skip..)?)?;
    let unit = tokens.get(skip + used)?.lower.as_str();
    if !matches!(unit, "years" | "year") {
        return None;
    }
    let than = low(end + 1) == "than";
    if than && !matches!(low(end + 2), "me" | "i" | "myself") {
        return None;
    }
    Some(if matches!(low(end), "older" | "ahead") { -years } else { years })
}

/// The birth of a person as far as the clues tell, best clue first.
pub fn born(world: &World, who: Who) -> Option<Dated> {
    born_within(world, who, 4)
}

fn born_within(world: &World, who: Who, depth: u8) -> Option<Dated> {
    let depth = depth.checked_sub(1)?;
    let clues = world.birth_clues(who);
    let direct = clues.iter().filter_map(|c| match c {
        Clue::Born(d) => Some(*d),
        _ => None,
    });
    if let Some(best) = direct.min_by_key(|d| d.grain) {
        return Some(best);
    }
    let rough = |day: Option<NaiveDate>| day.map(|d| Dated::new(d, DateCertainty::Approximate, Grain::Rough));
    // The computed year (coding rule 9): that of the day less the age.
    let aged = clues.iter().rev().find_map(|c| match c {
        Clue::Aged(age, on) => rough(years_before(*on, *age).and_then(|day| NaiveDate::from_ymd_opt(day.year(), 1, 1))),
        _ => None,
    });
    aged.or_else(|| {
        clues.iter().find_map(|c| match c {
            Clue::After(other, years) => rough(years_before(born_within(world, *other, depth)?.day, -years)),
            Clue::WhenAged(other, age) => rough(years_before(born_within(world, *other, depth)?.day, -(age + 0.5))),
            _ => None,
        })
    })
}

/// A time as a date, ages counted from births.
pub fn resolve(world: &World, time: Time) -> Option<Dated> {
    match time {
        Time::Unknown => None,
        Time::On(dated) => Some(dated),
        Time::AtAge(who, age) => {
            let day = years_before(born(world, who)?.day, -(age + 0.5))?;
            Some(Dated::new(day, DateCertainty::Approximate, Grain::Rough))
        }
    }
}
