//! Reads a recorded transcript: the neutral JSON (`{title, date, synthetic, turns: [{speaker, text}]}`) or plain text
//! (`Name: text`). Pure: bytes in, a transcript or a list of problems out.
//!
//! Does not extract anything, and never guesses a date.

use std::collections::HashSet;

use chrono::NaiveDate;
use serde::Deserialize;

use super::transcript_json;
use crate::dialogue::Speaker;
use crate::plural::counted;

/// The largest transcript, in bytes.
pub const MAX_TRANSCRIPT: usize = 64 * 1024 * 1024;
/// The longest statement, in bytes.
pub const MAX_STATEMENT: usize = 64 * 1024;
/// The most statements of a transcript: ten times the longest anybody has; beyond it a file is something else.
pub const MAX_TURNS: usize = 200_000;
/// The longest name before the colon of a text line, in characters.
const MAX_NAME: usize = 80;
/// Marks that follow a letter where an accent is not part of it.
const COMBINING: std::ops::RangeInclusive<char> = '\u{300}'..='\u{36f}';
/// Small words within names.
const PARTICLES: &[&str] = &[
    "af", "al", "bin", "bint", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "e", "el",
    "ibn", "la", "las", "le", "los", "ten", "ter", "und", "van", "von", "y", "zu", "zum", "zur",
];
/// How many of the names found a refusal lists.
const NAMES_LISTED: usize = 12;

/// Names that mean the coach when nobody says otherwise (`DESIGN`, "Names").
const COACH_NAMES: &[&str] =
    &["coach", "therapist", "counsellor", "counselor", "interviewer", "expert", "ai", "assistant"];
/// Names that mean the client.
const SUBJECT_NAMES: &[&str] = &["subject", "client", "user"];

/// A transcript as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transcript {
    /// Its own title, if it has one.
    pub title: Option<String>,
    /// Its own date, or the one given.
    pub date: Option<NaiveDate>,
    /// Whether the file says that the client was a model.
    pub synthetic: bool,
    /// The client's name, where the speaker label or the file gives one.
    pub subject: Option<String>,
    /// The coach's name, where the speaker label is one.
    pub coach: Option<String>,
    /// The turns in order. An empty turn among others is kept.
    pub turns: Vec<(Speaker, String)>,
}

/// How to read it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// Which speaker is the coach.
    pub coach: Option<String>,
    /// The day of the discussion; wins over the file's.
    pub date: Option<NaiveDate>,
}

/// Why a transcript was refused. Nothing of it was kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Too large.
    #[error("the file has {bytes} bytes; a transcript may have {} (64 MB)", MAX_TRANSCRIPT)]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// Not text.
    #[error("the file is not UTF-8 text (byte {at}); save it as UTF-8 and import it again")]
    NotUtf8 {
        /// First bad byte.
        at: usize,
    },
    /// A NUL byte.
    #[error("line {line} holds a NUL byte, so this is probably not a text file")]
    Nul {
        /// Which line, from 1.
        line: usize,
    },
    /// A NUL character in a turn of a JSON file, where it can be written as an escape.
    #[error("turn {turn} holds a NUL character, which no spoken words have")]
    NulInTurn {
        /// Which turn, from 1.
        turn: usize,
    },
    /// No turns in a JSON file.
    #[error("the file has no turns")]
    NoTurns,
    /// A turn of a JSON file whose speaker is empty.
    #[error("turn {turn} has no speaker; each turn needs a \"speaker\" with a name or a role")]
    Nameless {
        /// Which turn, from 1.
        turn: usize,
    },
    /// JSON that cannot be read.
    #[error("the JSON cannot be read: {why}")]
    Json {
        /// What is wrong and where.
        why: String,
    },
    /// A line of text without a speaker before the first one with.
    #[error("line {line} has no speaker; each turn begins with a name and a colon (\"Name: text\")")]
    NoSpeaker {
        /// Which line, from 1.
        line: usize,
    },
    /// A statement is too long.
    #[error("turn {turn} has {bytes} bytes; a statement may have {} (64 KB)", MAX_STATEMENT)]
    LongStatement {
        /// Which turn, from 1.
        turn: usize,
        /// Its size.
        bytes: usize,
    },
    /// Too many turns.
    #[error("the file has {turns} turns; a transcript may have {MAX_TURNS}. Split it and import the parts")]
    TooManyTurns {
        /// How many turns.
        turns: usize,
    },
    /// All turns are empty.
    #[error("none of its {} has any words", counted(*turns, "turn", "turns"))]
    NoWords {
        /// How many turns.
        turns: usize,
    },
    /// No coach or no single subject.
    #[error("{why} Speakers found: {}. Say who the coach is with --coach NAME.", listed(found))]
    Speakers {
        /// What is missing.
        why: String,
        /// The names found, in order of appearance.
        found: Vec<String>,
    },
    /// A date that is none.
    #[error("the file's date \"{given}\" is not a date; give it with --date YYYY-MM-DD")]
    Date {
        /// What it says.
        given: String,
    },
}

#[derive(Deserialize)]
struct NeutralFile {
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    date: Option<String>,
    #[serde(default)]
    synthetic: bool,
    #[serde(default)]
    persona: Option<NeutralPersona>,
    turns: Vec<NeutralTurn>,
}

#[derive(Deserialize)]
struct NeutralPersona {
    #[serde(default)]
    name: Option<String>,
}

#[derive(Deserialize)]
struct NeutralTurn {
    speaker: String,
    #[serde(default)]
    text: String,
}

/// Reads a transcript.
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<Transcript, Unreadable> {
    if bytes.len() > MAX_TRANSCRIPT {
        return Err(Unreadable::TooLarge { bytes: bytes.len() });
    }
    let text = std::str::from_utf8(bytes).map_err(|error| Unreadable::NotUtf8 { at: error.valid_up_to() })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(at) = text.find('\0') {
        return Err(Unreadable::Nul { line: text.get(..at).map_or(1, |head| head.matches('\n').count() + 1) });
    }
    if text.trim().is_empty() {
        return Err(Unreadable::Empty);
    }
    let labelled = if is_json(text) { from_json(text)? } else { from_lines(text)? };
    let mut transcript = assign(labelled, options)?;
    if let Some(date) = options.date {
        transcript.date = Some(date);
    }
    Ok(transcript)
}

/// Turns with the label of whoever speaks, before roles are assigned.
struct Labelled {
    title: Option<String>,
    date: Option<NaiveDate>,
    synthetic: bool,
    subject: Option<String>,
    turns: Vec<(String, String)>,
}

/// Whether a text means to be JSON. A bracket alone may as well begin a line of a talk: "[00:01] Coach: Hello."
fn is_json(text: &str) -> bool {
    let text = text.trim_start();
    let inside = text.strip_prefix('[').map(str::trim_start);
    let is_list = |inside: &str| {
        inside.is_empty()
            || inside.starts_with(['{', '[', '"', ']'])
            || serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
    };
    text.starts_with('{') || inside.is_some_and(is_list)
}

fn from_json(text: &str) -> Result<Labelled, Unreadable> {
    if text.trim_start().starts_with('[') {
        let why = format!("it is a list, and a transcript is an object: {}", transcript_json::FORM);
        return Err(Unreadable::Json { why });
    }
    let file: NeutralFile =
        serde_json::from_str(text).map_err(|error| Unreadable::Json { why: transcript_json::fault(text, &error) })?;
    let date = file
        .date
        .filter(|given| !given.trim().is_empty())
        .map(|given| parse_date(&given).ok_or(Unreadable::Date { given: given.chars().take(40).collect() }));
    Ok(Labelled {
        title: file.title.filter(|title| !title.trim().is_empty()),
        date: date.transpose()?,
        synthetic: file.synthetic,
        subject: file.persona.and_then(|persona| persona.name),
        turns: file.turns.into_iter().map(|turn| (turn.speaker, turn.text)).collect(),
    })
}

/// The two forms of the corpus (`2026-03-16_08-22`, `20260516_073251`) and plain ISO days.
fn parse_date(given: &str) -> Option<NaiveDate> {
    let head = |n: usize| given.trim().get(..n);
    NaiveDate::parse_from_str(head(10).unwrap_or(""), "%Y-%m-%d")
        .or_else(|_| NaiveDate::parse_from_str(head(8).unwrap_or(""), "%Y%m%d"))
        .ok()
}

fn from_lines(text: &str) -> Result<Labelled, Unreadable> {
    let mut turns: Vec<(String, String)> = Vec::new();
    for (index, line) in text.split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        // Old line ends (a lone carriage return) separate lines too.
        for line in line.split('\r') {
            match speaker_label(line) {
                Some((name, rest)) => turns.push((name.to_owned(), rest.trim().to_owned())),
                None if line.trim().is_empty() => {}
                None => match turns.last_mut() {
                    Some((_, said)) => {
                        if !said.is_empty() {
                            said.push('\n');
                        }
                        said.push_str(line.trim());
                    }
                    None => return Err(Unreadable::NoSpeaker { line: index + 1 }),
                },
            }
        }
    }
    Ok(Labelled { title: None, date: None, synthetic: false, subject: None, turns })
}

/// `Name: text`, where the name has at most [`MAX_NAME`] characters: letters (with their combining marks), digits, dots,
/// hyphens or apostrophes, starting with a letter that is no small one. Four words may be any; a longer name has
/// capitals and particles only, so that "And what I said was this: no" stays speech. "10:30" is no label either.
fn speaker_label(line: &str) -> Option<(&str, &str)> {
    let (name, rest) = line.split_once([':', '：'])?;
    let name = name.trim().trim_matches('*').trim();
    let words = name.split_whitespace().count();
    let fits = (1..=4).contains(&words) || (words > 4 && name.split_whitespace().all(of_a_name));
    let spelt = name.chars().count() <= MAX_NAME
        && name.chars().next().is_some_and(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || " .-'’_".contains(c) || COMBINING.contains(&c));
    // A capital, a script without capitals, or a known role word: "then he said: no" is speech going on.
    let named = name.chars().next().is_some_and(|c| !c.is_lowercase()) || known_role(name).is_some();
    (fits && spelt && named).then_some((name, rest))
}

/// Whether a word can stand in a name of more than four words.
fn of_a_name(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase) || PARTICLES.contains(&word)
}

fn known_role(name: &str) -> Option<Speaker> {
    let name = name.to_lowercase();
    if COACH_NAMES.contains(&name.as_str()) {
        Some(Speaker::Coach)
    } else if SUBJECT_NAMES.contains(&name.as_str()) {
        Some(Speaker::Subject)
    } else {
        None
    }
}

fn assign(labelled: Labelled, options: &ReadOptions) -> Result<Transcript, Unreadable> {
    let Labelled { title, date, synthetic, subject, turns } = labelled;
    if turns.is_empty() {
        return Err(Unreadable::NoTurns);
    }
    if turns.len() > MAX_TURNS {
        return Err(Unreadable::TooManyTurns { turns: turns.len() });
    }
    for (turn, (name, text)) in (1..).zip(&turns) {
        if name.trim().is_empty() {
            return Err(Unreadable::Nameless { turn });
        }
        if name.contains('\0') || text.contains('\0') {
            return Err(Unreadable::NulInTurn { turn });
        }
        if text.len() > MAX_STATEMENT {
            return Err(Unreadable::LongStatement { turn, bytes: text.len() });
        }
    }
    if turns.iter().all(|(_, text)| text.trim().is_empty()) {
        return Err(Unreadable::NoWords { turns: turns.len() });
    }
    let mut known = HashSet::new();
    let found: Vec<String> =
        turns.iter().filter(|(name, _)| known.insert(key(name))).map(|(name, _)| name.clone()).collect();
    let coaches: Vec<&String> = match &options.coach {
        Some(coach) => found.iter().filter(|name| same(name, coach)).collect(),
        None => COACH_NAMES.iter().find_map(|role| found.iter().find(|name| same(name, role))).into_iter().collect(),
    };
    let Some(coach) = coaches.first().map(|name| (*name).clone()) else {
        let why = match &options.coach {
            Some(coach) => format!("Nobody in it is called \"{}\".", coach.chars().take(40).collect::<String>()),
            None => "It is not clear who the coach is.".to_owned(),
        };
        return Err(Unreadable::Speakers { why, found });
    };
    let others: Vec<&String> = found.iter().filter(|name| !same(name, &coach)).collect();
    let [client] = others.as_slice() else {
        let why = match others.len() {
            0 => format!(
                "Only the coach speaks in it; a text line that begins a turn reads \"Name: words\", with a name of at \
                 most {MAX_NAME} characters."
            ),
            n => format!("Besides the coach, {n} people speak in it; there must be one."),
        };
        return Err(Unreadable::Speakers { why, found });
    };
    let subject = subject.or_else(|| known_role(client).is_none().then(|| (*client).clone()));
    let coach_name = known_role(&coach).is_none().then(|| coach.clone());
    let turns = turns
        .into_iter()
        .map(|(name, text)| (if same(&name, &coach) { Speaker::Coach } else { Speaker::Subject }, text))
        .collect();
    Ok(Transcript { title, date, synthetic, subject, coach: coach_name, turns })
}

fn same(a: &str, b: &str) -> bool {
    key(a) == key(b)
}

fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

/// The names found, for a sentence: a text that is no transcript can have a hundred thousand.
fn listed(found: &[String]) -> String {
    let some = found.iter().take(NAMES_LISTED).map(String::as_str).collect::<Vec<_>>().join(", ");
    match found.len().saturating_sub(NAMES_LISTED) {
        0 => some,
        more => format!("{some} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(body: &str) -> Result<Transcript, Unreadable> {
        read(body.as_bytes(), &ReadOptions::default())
    }

    #[test]
    fn plain_text_with_mixed_line_ends_and_a_byte_order_mark_is_read() {
        let read = text("\u{feff}Coach: Hello.\r\nMarta: Hi.\rAnd more.\nCoach: Go on: when?\n\nMarta:\n").unwrap();
        assert_eq!(read.subject.as_deref(), Some("Marta"));
        assert_eq!(
            read.turns,
            vec![
                (Speaker::Coach, "Hello.".to_owned()),
                (Speaker::Subject, "Hi.\nAnd more.".to_owned()),
                (Speaker::Coach, "Go on: when?".to_owned()),
                (Speaker::Subject, String::new()),
            ]
        );
    }

    #[test]
    fn a_bracket_at_the_beginning_makes_no_json_of_a_talk() {
        assert_eq!(text("[00:01] Coach: Hi.\nAnna: Hello.\n"), Err(Unreadable::NoSpeaker { line: 1 }));
        assert_eq!(text("[Session 1]\nCoach: Hi.\nAnna: Hello.\n"), Err(Unreadable::NoSpeaker { line: 1 }));
        for json in ["[", "[]", "[{\"speaker\": \"coach\"", " [ {} ]", "[\n  \"x\"]", "{"] {
            assert!(matches!(text(json), Err(Unreadable::Json { .. })), "{json}");
        }
    }

    #[test]
    fn speech_with_a_colon_is_no_new_speaker() {
        let read = text("Coach: And then?\nMarta: He looked at me.\nthen he said: no, at 10:30\n").unwrap();
        assert_eq!(read.turns.len(), 2);
    }

    #[test]
    fn long_names_and_names_of_scripts_without_capitals_are_speakers() {
        let longest = format!("Anna {}", "b".repeat(MAX_NAME - 5));
        let spanish = "María de los Ángeles Fernández de la Cruz y Montoya";
        for name in [&longest, spanish, "王小明", "Ame\u{301}lie"] {
            let read = text(&format!("Coach: Hi\n{name}: Hello\n")).unwrap();
            assert_eq!(read.subject.as_deref(), Some(name));
        }
        assert_eq!(text("教练：你好\nCoach：Hi\n").unwrap().subject.as_deref(), Some("教练"));
        let longer = text(&format!("Coach: Hi\n{longest}b: Hello\n")).unwrap_err().to_string();
        assert!(longer.contains("at most 80 characters"), "{longer}");
        let speech = text("Coach: Hi\nMarta: Well\nAnd what I said was this: no\n").unwrap();
        assert_eq!(speech.turns.len(), 2);
    }

    #[test]
    fn without_a_coach_or_with_two_clients_the_names_found_are_told() {
        let none = text("Anna: Hi\nBert: Hello\n").unwrap_err().to_string();
        assert!(none.contains("Anna, Bert") && none.contains("--coach"), "{none}");
        let two = text("Coach: Hi\nAnna: Hi\nBert: Hello\n").unwrap_err().to_string();
        assert!(two.contains("2 people") && two.contains("Coach, Anna, Bert"), "{two}");
        let named = read(b"Anna: Hi\nBert: Hello\n", &ReadOptions { coach: Some("bert".into()), date: None }).unwrap();
        assert_eq!(named.coach.as_deref(), Some("Bert"));
        assert!(matches!(text("Coach: Hi\n"), Err(Unreadable::Speakers { .. })));
    }

    #[test]
    fn both_dates_of_the_corpus_are_read_and_none_is_invented() {
        let json = |date: &str| {
            text(&format!(
                r#"{{"date":"{date}","turns":[{{"speaker":"coach","text":"a"}},{{"speaker":"user","text":"b"}}]}}"#
            ))
        };
        assert_eq!(json("2026-03-16_08-22").unwrap().date, NaiveDate::from_ymd_opt(2026, 3, 16));
        assert_eq!(json("20260516_073251").unwrap().date, NaiveDate::from_ymd_opt(2026, 5, 16));
        assert_eq!(json("").unwrap().date, None);
        assert!(matches!(json("someday"), Err(Unreadable::Date { .. })));
    }

    #[test]
    fn what_is_no_transcript_is_refused_in_words_that_quote_none_of_it() {
        assert_eq!(text(" \n"), Err(Unreadable::Empty));
        assert!(matches!(text("no speaker here\nCoach: hi"), Err(Unreadable::NoSpeaker { line: 1 })));
        assert!(matches!(text("Coach: a\nB: \0"), Err(Unreadable::Nul { line: 2 })));
        assert!(matches!(read(b"\xff\xfe", &ReadOptions::default()), Err(Unreadable::NotUtf8 { at: 0 })));
        let long = format!("Coach: a\nB: {}", "x".repeat(MAX_STATEMENT + 1));
        assert!(matches!(text(&long), Err(Unreadable::LongStatement { turn: 2, .. })));
        assert!(matches!(text("Coach:\nB:\n"), Err(Unreadable::NoWords { turns: 2 })));
        let json = |turns: &str| text(&format!(r#"{{"turns":[{turns}]}}"#));
        assert_eq!(json(""), Err(Unreadable::NoTurns));
        assert_eq!(json(r#"{"speaker":"coach","text":"a"},{"speaker":" "}"#), Err(Unreadable::Nameless { turn: 2 }));
        let nul = json(r#"{"speaker":"coach","text":"a"},{"speaker":"user","text":"b\u0000"}"#);
        assert_eq!(nul, Err(Unreadable::NulInTurn { turn: 2 }));
        let secret = text(r#"{"turns":"my secret"}"#).unwrap_err().to_string();
        assert!(!secret.contains("my secret"), "{secret}");
    }

    #[test]
    fn a_file_of_a_hundred_thousand_names_is_refused_at_once_with_a_few_of_them() {
        let body: String = (0..100_000).map(|n| format!("Name{n}: words\n")).collect();
        let refused = text(&body).unwrap_err().to_string();
        assert!(refused.contains("Name0, Name1,") && refused.contains("and 99988 more"), "{refused}");
    }

    #[test]
    fn more_turns_than_a_talk_can_have_are_refused_and_one_fewer_is_read() {
        let body = "Coach: a\nB: b\n".repeat(MAX_TURNS / 2);
        assert_eq!(text(&body).unwrap().turns.len(), MAX_TURNS);
        assert_eq!(text(&format!("{body}B: b\n")), Err(Unreadable::TooManyTurns { turns: MAX_TURNS + 1 }));
    }

    #[test]
    fn a_hundred_thousand_lines_are_read() {
        let body = "Coach: why?\nAnna: because\n".repeat(50_000);
        assert_eq!(text(&body).unwrap().turns.len(), 100_000);
    }
}
