//! Dates as people and models write them, when they mean a day.
//!
//! Only forms that name a day (or a month or year, whose first day is meant) are read; "around 1990" and "last
//! spring" are not dates but descriptions, and stay text. Two-digit years are not read: their century is a guess.

use chrono::{Months, NaiveDate, NaiveDateTime, NaiveTime};

/// Forms of a day, in the order in which they are tried: month before day, as in the established exports.
const DAYS: &[&str] = &[
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%m/%d/%Y",
    "%d/%m/%Y",
    "%m-%d-%Y",
    "%d-%m-%Y",
    "%m.%d.%Y",
    "%d.%m.%Y",
    "%d %b %Y",
    "%d %B %Y",
    "%d %b, %Y",
    "%d %B, %Y",
    "%b %d %Y",
    "%B %d %Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%Y %b %d",
    "%d-%b-%Y",
];

/// Forms of a month; the first is meant.
const MONTHS: &[&str] = &["%Y-%m", "%Y/%m", "%b %Y", "%B %Y", "%b, %Y", "%B, %Y", "%m/%Y"];

const TIMES: &[&str] = &["%H:%M:%S%.f", "%H:%M"];

/// The moment a text names; midnight where it names a day only, the first where it names a month or a year only.
pub fn read(text: &str) -> Option<NaiveDateTime> {
    let words =
        text.split_whitespace().enumerate().filter(|(index, word)| *index > 0 || !word.eq_ignore_ascii_case("on"));
    let text = words.map(|(_, word)| without_ordinal(word)).collect::<Vec<_>>().join(" ");
    if let Some(day) = day(&text) {
        return Some(day.and_time(NaiveTime::MIN));
    }
    [text.rsplit_once('T'), text.rsplit_once(' ')].into_iter().flatten().find_map(|(date, time)| {
        let time = TIMES.iter().find_map(|form| NaiveTime::parse_from_str(time, form).ok())?;
        Some(day(date)?.and_time(time))
    })
}

/// The first and last day of what a text names: one day, a whole month or a whole year.
pub fn days(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let text = text.trim();
    let from = read(text)?.date();
    let next = if text.len() == 4 {
        from.checked_add_months(Months::new(12))
    } else if MONTHS.iter().any(|form| NaiveDate::parse_from_str(&format!("{text} 1"), &format!("{form} %d")).is_ok())
        && !DAYS.iter().any(|form| NaiveDate::parse_from_str(text, form).is_ok_and(|day| has_full_year(text, day)))
    {
        from.checked_add_months(Months::new(1))
    } else {
        return Some((from, from));
    };
    Some((from, next?.pred_opt()?))
}

/// `10th,` is `10,`.
fn without_ordinal(word: &str) -> String {
    let (word, comma) = word.strip_suffix(',').map_or((word, ""), |word| (word, ","));
    let bare = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending));
    match bare.filter(|bare| !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit())) {
        Some(bare) => format!("{bare}{comma}"),
        None => format!("{word}{comma}"),
    }
}

/// The day a text names, without a time.
fn day(text: &str) -> Option<NaiveDate> {
    let named = |form: &&str| NaiveDate::parse_from_str(text, form).ok().filter(|day| has_full_year(text, *day));
    let first = |form: &&str| NaiveDate::parse_from_str(&format!("{text} 1"), &format!("{form} %d")).ok();
    if text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return NaiveDate::from_ymd_opt(text.parse().ok()?, 1, 1);
    }
    DAYS.iter().find_map(named).or_else(|| MONTHS.iter().find_map(first).filter(|day| has_full_year(text, *day)))
}

/// `%Y` also reads fewer digits; a year is four.
fn has_full_year(text: &str, day: NaiveDate) -> bool {
    text.contains(&day.format("%Y").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_as(text: &str) -> Option<String> {
        read(text).map(|moment| moment.format("%Y-%m-%dT%H:%M:%S").to_string())
    }

    #[test]
    fn the_common_forms_of_a_day_are_read() {
        for text in [
            "1953-10-06",
            "1953/10/06",
            "19531006",
            "10/06/1953",
            "10-06-1953",
            "6 Oct 1953",
            "6 October 1953",
            "Oct 6 1953",
            "October 6, 1953",
            " 1953-10-06 ",
            "1953-10-06T00:00:00",
            "on October 6th, 1953",
        ] {
            assert_eq!(read_as(text).as_deref(), Some("1953-10-06T00:00:00"), "{text}");
        }
        assert_eq!(read_as("1944-06-03 14:30").as_deref(), Some("1944-06-03T14:30:00"));
        assert_eq!(read_as("25/12/1953").as_deref(), Some("1953-12-25T00:00:00"));
    }

    #[test]
    fn a_month_or_a_year_means_its_first_day() {
        assert_eq!(read_as("June 1990").as_deref(), Some("1990-06-01T00:00:00"));
        assert_eq!(read_as("1935-03").as_deref(), Some("1935-03-01T00:00:00"));
        assert_eq!(read_as("1990").as_deref(), Some("1990-01-01T00:00:00"));
    }

    #[test]
    fn a_month_or_a_year_has_all_its_days() {
        let ends = |text| days(text).map(|(from, to)| format!("{from} {to}"));
        assert_eq!(ends("1990").as_deref(), Some("1990-01-01 1990-12-31"));
        assert_eq!(ends("1992-02").as_deref(), Some("1992-02-01 1992-02-29"));
        assert_eq!(ends("June 1990").as_deref(), Some("1990-06-01 1990-06-30"));
        assert_eq!(ends("June 5, 1990").as_deref(), Some("1990-06-05 1990-06-05"));
        assert_eq!(ends("1990-06-05T10:00").as_deref(), Some("1990-06-05 1990-06-05"));
        assert_eq!(ends("around 1990"), None);
    }

    #[test]
    fn descriptions_and_guesses_are_not_dates() {
        for text in ["", "gibberish", "around 1990-05-06", "circa March 1977", "summer of 2023", "05111980", "6/5/72"] {
            assert_eq!(read_as(text), None, "{text}");
        }
    }
}
