//! The shape of a persona file: which fields there are, of which type and from which vocabulary. Goes on after a problem, so
//! that all are told at once, and hands on whatever items are whole.

use std::str::FromStr;

use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{Parts, Problems};
use crate::dialogue::IntakeCategory;
use crate::discussion::FactId;
use crate::family::{DateCertainty, EventKind, Gender, RelationshipKind, UnknownWord, VariableShift};
use crate::simulation::{AttachmentStyle, Trait};

/// What a field must hold.
#[derive(Clone, Copy)]
enum Holds {
    /// Text that is not blank.
    Text,
    /// A name: text in one line, not too long.
    Name,
    /// Text that may be blank.
    AnyText,
    /// A day, `2019-03-14`.
    Day,
    /// true or false.
    Flag,
    /// A word of a vocabulary.
    Word(fn(&str) -> Result<(), UnknownWord>),
    /// A list of texts.
    Texts,
    /// Looked at by its own function.
    Other,
}

/// A field: name, what it holds, whether it must be there.
type Field = (&'static str, Holds, bool);

fn word<T: FromStr<Err = UnknownWord>>(text: &str) -> Result<(), UnknownWord> {
    text.parse::<T>().map(|_| ())
}

const PERSONA: &[Field] = &[
    ("name", Holds::Name, true),
    ("traits", Holds::Other, true),
    ("attachment_style", Holds::Word(word::<AttachmentStyle>), true),
    ("background", Holds::Text, true),
    ("presenting_problem", Holds::Text, true),
    ("opening_facts", Holds::Texts, false),
    ("data_points", Holds::Other, true),
    ("as_of", Holds::Day, true),
    ("family", Holds::Other, true),
];
const DATA_POINT: &[Field] =
    &[("category", Holds::Word(word::<IntakeCategory>), true), ("keywords", Holds::Texts, false)];
const FAMILY: &[Field] = &[
    ("people", Holds::Other, true),
    ("pair_bonds", Holds::Other, true),
    ("events", Holds::Other, true),
    ("shifts", Holds::Other, true),
];
const PERSON: &[Field] = &[
    ("key", Holds::Text, true),
    ("name", Holds::Name, true),
    ("relation", Holds::Text, true),
    ("gender", Holds::Word(word::<Gender>), true),
    ("birth", Holds::Day, false),
    ("death", Holds::Day, false),
];
const BOND: &[Field] =
    &[("id", Holds::Text, true), ("a", Holds::Text, true), ("b", Holds::Text, true), ("married", Holds::Flag, true)];
const EVENT: &[Field] = &[
    ("id", Holds::Text, true),
    ("kind", Holds::Word(word::<EventKind>), true),
    ("person", Holds::Text, true),
    ("spouse", Holds::Text, false),
    ("child", Holds::Text, false),
    ("date", Holds::Day, true),
    ("certainty", Holds::Word(word::<DateCertainty>), true),
    ("description", Holds::AnyText, false),
];
const SHIFT: &[Field] = &[
    ("id", Holds::Text, true),
    ("person", Holds::Text, true),
    ("date", Holds::Day, true),
    ("certainty", Holds::Word(word::<DateCertainty>), true),
    ("description", Holds::Text, true),
    ("shifted", Holds::Other, true),
];
const MOVE: &[Field] = &[
    ("kind", Holds::Word(word::<RelationshipKind>), true),
    ("targets", Holds::Texts, true),
    ("triangles", Holds::Texts, false),
];

/// The longest name, in characters.
const LONGEST_NAME: usize = 120;

/// A name as it is kept: no white space around it, one space between its words.
pub(super) fn tidy(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `family.people[3]` and a name under it.
pub(super) fn join(path: &str, name: &str) -> String {
    let name: String = name.chars().take(60).collect();
    if path.is_empty() { name } else { format!("{path}.{name}") }
}

/// The day of the discussion, where it can be read.
pub(super) fn as_of(value: &Value) -> Option<NaiveDate> {
    value.get("as_of")?.as_str()?.parse().ok()
}

/// Looks at everything and returns the family's whole items.
pub(super) fn shape(value: &Value, avoid: &[String], problems: &mut Problems) -> Parts {
    let mut parts = Parts::default();
    let Some(top) = object(value, "", PERSONA, problems) else { return parts };
    if let Some(name) = top.get("name").and_then(Value::as_str) {
        let taken = avoid.iter().any(|taken| tidy(taken).to_lowercase() == tidy(name).to_lowercase());
        if taken {
            problems.add("name", format!("\"{}\" is taken; another persona has it", short(name)));
        }
    }
    for (at, given) in list(top, "", "traits", problems).iter().enumerate() {
        check(given, &format!("traits[{at}]"), Holds::Word(word::<Trait>), problems);
    }
    for (at, point) in list(top, "", "data_points", problems).iter().enumerate() {
        object(point, &format!("data_points[{at}]"), DATA_POINT, problems);
    }
    let Some(family) = top.get("family") else { return parts };
    let Some(family) = object(family, "family", FAMILY, problems) else { return parts };
    parts.people = items(family, "people", PERSON, problems, |_, _, _| {});
    parts.bonds = items(family, "pair_bonds", BOND, problems, |_, _, _| {});
    parts.events = items(family, "events", EVENT, problems, |_, _, _| {});
    parts.shifts = items(family, "shifts", SHIFT, problems, shifted);
    let raw = family.get("people").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    parts.broken = raw
        .iter()
        .filter_map(|person| person.get("key")?.as_str())
        .map(FactId::from)
        .filter(|key| parts.person(key).is_none())
        .collect();
    parts
}

/// Reads a list's items one by one; those with a problem are left out.
fn items<T: DeserializeOwned>(
    family: &Map<String, Value>,
    name: &str,
    fields: &[Field],
    problems: &mut Problems,
    more: impl Fn(&Map<String, Value>, &str, &mut Problems),
) -> Vec<(usize, T)> {
    let mut whole = Vec::new();
    for (at, item) in list(family, "family", name, problems).iter().enumerate() {
        let path = format!("family.{name}[{at}]");
        let before = problems.0.len();
        if let Some(map) = object(item, &path, fields, problems) {
            more(map, &path, problems);
        }
        if problems.0.len() > before {
            continue;
        }
        match serde_json::from_value(item.clone()) {
            Ok(read) => whole.push((at, read)),
            Err(error) => problems.add(path, error.to_string()),
        }
    }
    whole
}

/// `{"symptom": "up"}`, `{"relationship": {...}}`: exactly one variable (coding rule 1).
fn shifted(shift: &Map<String, Value>, path: &str, problems: &mut Problems) {
    let Some(value) = shift.get("shifted") else { return };
    let path = join(path, "shifted");
    let Some(map) = value.as_object().filter(|map| map.len() == 1) else {
        problems.add(path, "must be an object with exactly one of symptom, anxiety, functioning, relationship");
        return;
    };
    for (name, value) in map {
        let path = join(&path, name);
        match name.as_str() {
            "symptom" | "anxiety" | "functioning" => check(value, &path, Holds::Word(word::<VariableShift>), problems),
            "relationship" => {
                object(value, &path, MOVE, problems);
            }
            _ => problems.add(path, "is not a variable; use symptom, anxiety, functioning or relationship"),
        }
    }
}

fn object<'v>(
    value: &'v Value,
    path: &str,
    fields: &[Field],
    problems: &mut Problems,
) -> Option<&'v Map<String, Value>> {
    let Some(map) = value.as_object() else {
        problems.add(path, format!("must be a JSON object, not {}", kind_of(value)));
        return None;
    };
    for (name, holds, required) in fields {
        match map.get(*name) {
            None if *required => problems.add(join(path, name), "is missing"),
            None => {}
            Some(Value::Null) if !required && matches!(holds, Holds::Day | Holds::Text) => {}
            Some(value) => check(value, &join(path, name), *holds, problems),
        }
    }
    let strange = map.keys().filter(|name| !fields.iter().any(|(known, ..)| known == name));
    for (at, name) in strange.enumerate() {
        // The known ones are told once: a file of another kind may have nothing but strange ones.
        let known: Vec<&str> = fields.iter().map(|(known, ..)| *known).collect();
        let known = if at == 0 { format!("; known are: {}", known.join(", ")) } else { String::new() };
        problems.add(join(path, name), format!("is not a field of a persona here{known}"));
    }
    Some(map)
}

/// The list under a name; empty (and a problem) when it is something else.
fn list<'v>(map: &'v Map<String, Value>, path: &str, name: &str, problems: &mut Problems) -> &'v [Value] {
    match map.get(name) {
        Some(Value::Array(list)) => list,
        Some(other) => {
            problems.add(join(path, name), format!("must be a list, not {}", kind_of(other)));
            &[]
        }
        None => &[],
    }
}

fn check(value: &Value, path: &str, holds: Holds, problems: &mut Problems) {
    let text = value.as_str();
    match (holds, text) {
        (Holds::Other, _) => {}
        (Holds::Flag, _) if value.is_boolean() => {}
        (Holds::Flag, _) => problems.add(path, format!("must be true or false, not {}", kind_of(value))),
        (Holds::Texts, _) => match value.as_array() {
            Some(list) => {
                for (at, item) in list.iter().enumerate() {
                    check(item, &format!("{path}[{at}]"), Holds::Text, problems);
                }
            }
            None => problems.add(path, format!("must be a list of texts, not {}", kind_of(value))),
        },
        (_, None) => problems.add(path, format!("must be text, not {}", kind_of(value))),
        (Holds::Text | Holds::Name, Some(text)) if text.trim().is_empty() => problems.add(path, "must not be empty"),
        (Holds::Name, Some(text)) if text.chars().any(char::is_control) => {
            problems.add(path, "must be one line of letters; it holds a line break or another control character");
        }
        (Holds::Name, Some(text)) if text.chars().count() > LONGEST_NAME => {
            let count = text.chars().count();
            problems.add(path, format!("has {count} characters; a name has at most {LONGEST_NAME}"));
        }
        (Holds::Text | Holds::Name | Holds::AnyText, Some(_)) => {}
        (Holds::Day, Some(text)) => {
            if text.parse::<NaiveDate>().is_err() {
                problems.add(path, format!("\"{}\" is not a date; write it as 2019-03-14", short(text)));
            }
        }
        (Holds::Word(known), Some(text)) => {
            if let Err(error) = known(text) {
                problems.add(path, error.to_string());
            }
        }
    }
}

fn short(text: &str) -> String {
    text.chars().take(60).collect()
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
