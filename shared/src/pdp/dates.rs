//! Dates as people and models write them, when they mean a day.
//!
//! Only forms that name a day (or a month or year, whose first day is meant) are read; "around 1990" and "last
//! spring" are not dates but descriptions, and stay text. Two-digit years are not read: their century is a guess.

use chrono::{Datelike, Months, NaiveDate, NaiveDateTime, NaiveTime};

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

/// What can be told of a text without reading it: which forms it cannot have.
struct Shape {
    letters: bool,
    month: bool,
    separators: [bool; SEPARATORS.len()],
}

/// How the names of the months begin.
const MONTH_NAMES: [&[u8]; 12] =
    [b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"];

/// What may stand between the numbers of a date, spaces apart.
const SEPARATORS: [u8; 4] = *b"-/.,";

impl Shape {
    fn of(text: &str) -> Shape {
        let bytes = text.as_bytes();
        Shape {
            letters: bytes.iter().any(u8::is_ascii_alphabetic),
            month: bytes.windows(3).any(|three| MONTH_NAMES.iter().any(|name| three.eq_ignore_ascii_case(name))),
            separators: SEPARATORS.map(|separator| bytes.contains(&separator)),
        }
    }

    /// Whether a text of this shape may have a form: a form without a month's name has no letters at all, and what the
    /// form has between its numbers stands in the text, too.
    fn may_be(&self, form: &str) -> bool {
        let form = form.as_bytes();
        let named = form.windows(2).any(|two| matches!(two, b"%b" | b"%B"));
        (if named { self.month } else { !self.letters })
            && (SEPARATORS.iter().zip(self.separators)).all(|(separator, has)| has || !form.contains(separator))
    }
}

/// Whether a text can name a day at all: every form has a year of four digits in a row.
fn has_four_digits(text: &str) -> bool {
    text.as_bytes().windows(4).any(|four| four.iter().all(u8::is_ascii_digit))
}

/// The moment a text names; midnight where it names a day only, the first where it names a month or a year only.
pub fn read(text: &str) -> Option<NaiveDateTime> {
    if !has_four_digits(text) {
        return None;
    }
    let words =
        text.split_whitespace().enumerate().filter(|(index, word)| *index > 0 || !word.eq_ignore_ascii_case("on"));
    let mut plain = String::with_capacity(text.len());
    for (_, word) in words {
        if !plain.is_empty() {
            plain.push(' ');
        }
        let (word, comma) = without_ordinal(word);
        plain.push_str(word);
        plain.push_str(comma);
    }
    let text = plain;
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
    } else if names_month(text) {
        from.checked_add_months(Months::new(1))
    } else {
        return Some((from, from));
    };
    Some((from, next?.pred_opt()?))
}

/// Whether a text names a month and no day of it.
fn names_month(text: &str) -> bool {
    let shape = Shape::of(text);
    let fits = |form: &&&str| shape.may_be(form);
    let month = |form: &&str| NaiveDate::parse_from_str(&format!("{text} 1"), &format!("{form} %d")).is_ok();
    let day = |form: &&str| NaiveDate::parse_from_str(text, form).is_ok_and(|day| has_full_year(text, day));
    MONTHS.iter().filter(fits).any(month) && !DAYS.iter().filter(fits).any(day)
}

/// `10th,` is `10,`.
fn without_ordinal(word: &str) -> (&str, &str) {
    let (word, comma) = word.strip_suffix(',').map_or((word, ""), |word| (word, ","));
    let bare = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending));
    (bare.filter(|bare| !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or(word), comma)
}

/// The day a text names, without a time.
fn day(text: &str) -> Option<NaiveDate> {
    let named = |form: &&str| NaiveDate::parse_from_str(text, form).ok().filter(|day| has_full_year(text, *day));
    let first = |form: &&str| NaiveDate::parse_from_str(&format!("{text} 1"), &format!("{form} %d")).ok();
    if text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return NaiveDate::from_ymd_opt(text.parse().ok()?, 1, 1);
    }
    let shape = Shape::of(text);
    let fits = |form: &&&str| shape.may_be(form);
    let month = || MONTHS.iter().filter(fits).find_map(first).filter(|day| has_full_year(text, *day));
    DAYS.iter().filter(fits).find_map(named).or_else(month)
}

/// `%Y` also reads fewer digits; a year is four.
fn has_full_year(text: &str, day: NaiveDate) -> bool {
    match day.year() {
        year @ 0..=9999 => text.contains(&format!("{year:04}")),
        year => text.contains(&format!("{year:+05}")),
    }
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
    fn a_form_that_reads_a_text_is_never_ruled_out_by_its_shape() {
        let forms: Vec<String> = DAYS.iter().chain(MONTHS).map(|form| form.to_string()).collect();
        let dates = (0..40).filter_map(|n| NaiveDate::from_ymd_opt(1903 + 4 * n, 1 + n.unsigned_abs() % 12, 3));
        let (mut read, mut ruled_out) = (0, 0);
        for text in dates.flat_map(|day| forms.iter().map(move |form| day.format(form).to_string())) {
            let shape = Shape::of(&text);
            for form in &forms {
                let fits = |text: &str, form: &str| {
                    NaiveDate::parse_from_str(text, form).is_ok_and(|day| has_full_year(text, day))
                };
                let reads = fits(&text, form) || fits(&format!("{text} 1"), &format!("{form} %d"));
                assert!(!reads || shape.may_be(form) && has_four_digits(&text), "{text} as {form}");
                read += usize::from(reads);
                ruled_out += usize::from(!shape.may_be(form));
            }
        }
        assert!(read > 1000 && ruled_out > 10_000, "{read} read, {ruled_out} ruled out");
    }

    #[test]
    fn descriptions_and_guesses_are_not_dates() {
        for text in ["", "gibberish", "around 1990-05-06", "circa March 1977", "summer of 2023", "05111980", "6/5/72"] {
            assert_eq!(read_as(text), None, "{text}");
        }
    }
}
