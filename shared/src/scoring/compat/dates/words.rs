//! The English words a date text can hold, any case.

/// Half of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// Before noon.
    Am,
    /// After noon.
    Pm,
}

impl Half {
    /// An hour of a twelve-hour clock on the 24-hour clock; an hour past 12 stays.
    pub fn hour(self, hour: i64) -> i64 {
        match self {
            Half::Pm if hour < 12 => hour + 12,
            Half::Am if hour == 12 => 0,
            _ => hour,
        }
    }
}

/// What a number before (or after) the word counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Hours.
    Hour,
    /// Minutes.
    Minute,
    /// Seconds.
    Second,
}

impl Unit {
    /// The unit of a number that follows another number's unit ("12h04").
    pub fn next(self) -> Option<Unit> {
        match self {
            Unit::Hour => Some(Unit::Minute),
            Unit::Minute => Some(Unit::Second),
            Unit::Second => None,
        }
    }
}

const MONTHS: &[&[&str]] = &[
    &["jan", "january"],
    &["feb", "february"],
    &["mar", "march"],
    &["apr", "april"],
    &["may"],
    &["jun", "june"],
    &["jul", "july"],
    &["aug", "august"],
    &["sep", "sept", "september"],
    &["oct", "october"],
    &["nov", "november"],
    &["dec", "december"],
];

const WEEKDAYS: &[&[&str]] = &[
    &["mon", "monday"],
    &["tue", "tuesday"],
    &["wed", "wednesday"],
    &["thu", "thursday"],
    &["fri", "friday"],
    &["sat", "saturday"],
    &["sun", "sunday"],
];

/// Signs and words that part the pieces of a date without meaning anything.
const FILLERS: &[&str] =
    &[" ", ".", ",", ";", "-", "/", "'", "at", "on", "and", "ad", "m", "t", "of", "st", "nd", "rd", "th"];

fn is_one_of(word: &str, words: &[&str]) -> bool {
    words.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// The month named, 1 to 12.
pub fn month(word: &str) -> Option<i64> {
    MONTHS.iter().position(|names| is_one_of(word, names)).map(|at| at as i64 + 1)
}

/// The day of the week named, Monday 0.
pub fn weekday(word: &str) -> Option<u32> {
    WEEKDAYS.iter().position(|names| is_one_of(word, names)).map(|at| at as u32)
}

/// "am", "pm" or their first letters.
pub fn half(word: &str) -> Option<Half> {
    if is_one_of(word, &["am", "a"]) {
        Some(Half::Am)
    } else if is_one_of(word, &["pm", "p"]) {
        Some(Half::Pm)
    } else {
        None
    }
}

/// "h", "minutes" and the like.
pub fn unit(word: &str) -> Option<Unit> {
    if is_one_of(word, &["h", "hour", "hours"]) {
        Some(Unit::Hour)
    } else if is_one_of(word, &["m", "minute", "minutes"]) {
        Some(Unit::Minute)
    } else if is_one_of(word, &["s", "second", "seconds"]) {
        Some(Unit::Second)
    } else {
        None
    }
}

/// A sign or word without meaning of its own.
pub fn is_filler(word: &str) -> bool {
    is_one_of(word, FILLERS)
}

/// A name of universal time.
pub fn is_utc(word: &str) -> bool {
    is_one_of(word, &["utc", "gmt", "z"])
}

/// Looks like the name of a time zone: up to five capitals, or "z".
pub fn looks_like_zone(word: &str) -> bool {
    word.chars().count() <= 5 && (word.bytes().all(|b| b.is_ascii_uppercase()) || word == "z")
}

/// Words that read as a number but as no finite one; they make a text unreadable wherever they stand.
pub fn is_not_finite(word: &str) -> bool {
    is_one_of(word, &["inf", "infinity", "nan"])
}
