//! Saying when: an exact day, a month, a year, an age or "about three years ago", as precisely as the fact is known, so
//! that a careful listener gets back to the fact's date.

use chrono::{Datelike, NaiveDate};
use sarf_shared::family::DateCertainty;
use sarf_shared::simulation::Trait;

use super::speech::Speech;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Speech<'_> {
    /// When something happened, as an adverbial (`in 1997`, `when I was twelve`); `None` when nobody knows.
    pub(crate) fn when(&mut self, date: NaiveDate, certainty: DateCertainty) -> Option<String> {
        if certainty == DateCertainty::Unknown {
            return None;
        }
        let year_only = date.ordinal() == 1;
        if year_only {
            let approximate = certainty == DateCertainty::Approximate;
            return Some(self.year(date.year(), approximate));
        }
        Some(self.day(date, certainty == DateCertainty::Certain))
    }

    fn year(&mut self, year: i32, approximate: bool) -> String {
        let now = self.persona.as_of.year();
        let short = year % 100;
        if self.persona.traits.contains(&Trait::ConfusedDates) && self.dice.chance(24) && year < now {
            let wrong = if year + 1 < now && self.dice.chance(50) { year + 1 } else { year - 1 };
            return match self.dice.below(4) {
                0 => format!("in {wrong}, no, wait, {year}"),
                1 => format!("in {wrong}, no, sorry, it was {year},"),
                2 => format!("in {wrong} or, no, {year}"),
                _ => format!("in {wrong}, hang on, no, in {year}"),
            };
        }
        if approximate {
            return match self.dice.below(4) {
                0 => format!("around {year}"),
                1 => format!("in about {year}"),
                2 => format!("somewhere around {year}"),
                _ => format!("in {year} or so"),
            };
        }
        if year == now {
            return self.dice.text(&["this year", "earlier this year"]).to_owned();
        }
        if year == now - 1 && self.dice.chance(50) {
            return "last year".to_owned();
        }
        let age = self.own_birth_year().map(|born| year - born).filter(|age| (4..=45).contains(age));
        match (self.dice.below(10), age) {
            (0 | 1, Some(age)) => format!("when I was {}", number(age)),
            (2, _) if now - year >= 3 => format!("{} years ago", number(now - year)),
            (3, _) => format!("back in {year}"),
            (4, _) if year < 2000 => format!("in '{short:02}"),
            (5, _) => format!("back in '{short:02}"),
            _ => format!("in {year}"),
        }
    }

    /// The year of the client's birth, once a listener could know it.
    fn own_birth_year(&self) -> Option<i32> {
        let own = self.own()?;
        let out =
            self.persona.family.events.iter().any(|event| event.child.as_ref() == Some(own) && self.is_out(&event.id));
        if !out {
            return None;
        }
        self.person(own)?.birth.map(|birth| birth.year())
    }

    fn day(&mut self, date: NaiveDate, exact: bool) -> String {
        let now = self.persona.as_of;
        let years = now.year() - date.year();
        let month = month_name(date.month0());
        let of_year = match years {
            0 => " of this year".to_owned(),
            1 if self.dice.chance(60) => " of last year".to_owned(),
            _ => format!(" {}", date.year()),
        };
        if exact && self.dice.chance(45) {
            let day = ordinal(date.day());
            return if years == 0 {
                format!("on {month} {day}")
            } else if of_year.starts_with(" of") {
                format!("on {month} {day}{of_year}")
            } else {
                format!("on {month} {day}, {}", date.year())
            };
        }
        if self.persona.traits.contains(&Trait::ConfusedDates) && self.dice.chance(24) {
            let wrong = month_name((date.month0() + 1) % 12);
            return match self.dice.below(4) {
                0 => format!("in {wrong}, or no, in {month}{of_year}"),
                1 => format!("in {wrong}, sorry, in {month}{of_year}"),
                2 => format!("in {wrong}, wait, no, {month}{of_year}"),
                _ => format!("in {wrong}, I mean in {month}{of_year}"),
            };
        }
        let months = years * 12 + now.month0() as i32 - date.month0() as i32;
        match self.dice.below(6) {
            0 if (2..=14).contains(&months) && !exact => format!("about {} months ago", number(months)),
            1 | 3 if years == 0 => format!("in {month}"),
            2 if !exact => format!("around {month}{of_year}"),
            4 if years >= 2 => format!("in {month} of {}", date.year()),
            _ => format!("in {month}{of_year}"),
        }
    }
}

/// A month's name; `at` from 0.
fn month_name(at: u32) -> &'static str {
    MONTHS.get(at as usize).copied().unwrap_or("January")
}

/// A number as people say it: in words up to ninety-nine.
pub(crate) fn number(n: i32) -> String {
    const SMALL: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let at = usize::try_from(n).unwrap_or(usize::MAX);
    if let Some(word) = SMALL.get(at) {
        return (*word).to_owned();
    }
    match (TENS.get(at / 10), SMALL.get(at % 10)) {
        (Some(ten), Some(_)) if at % 10 == 0 => (*ten).to_owned(),
        (Some(ten), Some(one)) => format!("{ten}-{one}"),
        _ => n.to_string(),
    }
}

/// `3rd`, `21st`.
fn ordinal(day: u32) -> String {
    let ending = match (day % 10, day % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{day}{ending}")
}

/// The age of a person on a day, if the year it is counted back to is the year of birth: an age said before the
/// birthday would lead a listener to the wrong year.
pub(crate) fn plain_age(birth: NaiveDate, on: NaiveDate) -> Option<i32> {
    let age = on.year() - birth.year();
    (age > 0 && (birth.month(), birth.day()) <= (on.month(), on.day())).then_some(age)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_in_words() {
        let said: Vec<String> = [0, 7, 13, 20, 41, 99, 120].into_iter().map(number).collect();
        assert_eq!(said, ["zero", "seven", "thirteen", "twenty", "forty-one", "ninety-nine", "120"]);
        assert_eq!(
            ["1st", "2nd", "3rd", "11th", "22nd"],
            [ordinal(1), ordinal(2), ordinal(3), ordinal(11), ordinal(22)].as_slice()
        );
    }

    #[test]
    fn an_age_is_told_only_when_it_leads_back_to_the_year_of_birth() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert_eq!(plain_age(day(1980, 3, 1), day(2026, 3, 1)), Some(46));
        assert_eq!(plain_age(day(1980, 3, 2), day(2026, 3, 1)), None);
    }
}
