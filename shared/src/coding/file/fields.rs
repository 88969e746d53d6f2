//! A JSON object read field by field: what is missing or of the wrong kind is noted with its path, and reading goes on.

use std::str::FromStr;

use serde_json::{Map, Value};

use super::dates::{self, BadDate};
use crate::coding::Problems;
use crate::family::{ItemId, UnknownWord};

/// An object at a place.
pub(super) struct Fields<'a> {
    pub(super) place: String,
    object: &'a Map<String, Value>,
    asked: Vec<&'static str>,
}

/// The words for what a value is.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// `a.b` or `b`.
pub(super) fn join(place: &str, field: &str) -> String {
    if place.is_empty() { field.to_owned() } else { format!("{place}.{field}") }
}

impl<'a> Fields<'a> {
    /// The value as an object, or an error.
    pub(super) fn of(value: &'a Value, place: impl Into<String>, problems: &mut Problems) -> Option<Self> {
        let place = place.into();
        match value {
            Value::Object(object) => Some(Fields { place, object, asked: Vec::new() }),
            other => {
                problems.error(place, format!("an object is wanted here, not {}", kind(other)));
                None
            }
        }
    }

    /// An object known to be one.
    pub(super) fn of_object(object: &'a Map<String, Value>, place: impl Into<String>) -> Self {
        Fields { place: place.into(), object, asked: Vec::new() }
    }

    pub(super) fn at(&self, field: &str) -> String {
        join(&self.place, field)
    }

    /// The field, unless it is missing or null.
    pub(super) fn value(&mut self, field: &'static str) -> Option<&'a Value> {
        self.asked.push(field);
        self.object.get(field).filter(|value| !value.is_null())
    }

    fn wrong(&self, field: &str, wanted: &str, got: &Value, problems: &mut Problems) {
        problems.error(self.at(field), format!("{wanted} is wanted here, not {}", kind(got)));
    }

    pub(super) fn text(&mut self, field: &'static str, problems: &mut Problems) -> Option<&'a str> {
        match self.value(field)? {
            Value::String(text) => Some(text),
            other => {
                self.wrong(field, "text", other, problems);
                None
            }
        }
    }

    pub(super) fn boolean(&mut self, field: &'static str, problems: &mut Problems) -> Option<bool> {
        match self.value(field)? {
            Value::Bool(value) => Some(*value),
            other => {
                self.wrong(field, "true or false", other, problems);
                None
            }
        }
    }

    /// A number from 0 to 1.
    pub(super) fn share(&mut self, field: &'static str, problems: &mut Problems) -> Option<f64> {
        let value = self.value(field)?;
        match value.as_f64() {
            Some(number) if (0.0..=1.0).contains(&number) => Some(number),
            Some(_) => {
                problems.error(self.at(field), "a number from 0 to 1 is wanted here");
                None
            }
            None => {
                self.wrong(field, "a number from 0 to 1", value, problems);
                None
            }
        }
    }

    pub(super) fn whole(&mut self, field: &'static str, problems: &mut Problems) -> Option<u64> {
        let value = self.value(field)?;
        let number = value.as_u64();
        if number.is_none() {
            problems.error(self.at(field), "a whole number, not below 0, is wanted here");
        }
        number
    }

    pub(super) fn list(&mut self, field: &'static str, problems: &mut Problems) -> &'a [Value] {
        match self.value(field) {
            None => &[],
            Some(Value::Array(list)) => list,
            Some(other) => {
                self.wrong(field, "a list", other, problems);
                &[]
            }
        }
    }

    pub(super) fn id(&mut self, field: &'static str, problems: &mut Problems) -> Option<ItemId> {
        let value = self.value(field)?;
        read_id(value, &self.at(field), problems)
    }

    pub(super) fn ids(&mut self, field: &'static str, problems: &mut Problems) -> Vec<ItemId> {
        let list = self.list(field, problems);
        let place = self.at(field);
        let read = list.iter().enumerate();
        read.filter_map(|(index, value)| read_id(value, &format!("{place}[{index}]"), problems)).collect()
    }

    /// A word of a vocabulary.
    pub(super) fn word<T: FromStr<Err = UnknownWord>>(
        &mut self,
        field: &'static str,
        problems: &mut Problems,
    ) -> Option<T> {
        let text = self.text(field, problems)?;
        text.parse().map_err(|error: UnknownWord| problems.error(self.at(field), error.to_string())).ok()
    }

    /// A date, as it is written.
    pub(super) fn date(&mut self, field: &'static str, problems: &mut Problems) -> Option<String> {
        let text = self.text(field, problems)?;
        if text.trim().is_empty() {
            return None;
        }
        let shown: String = text.chars().filter(|c| !c.is_control()).take(40).collect();
        match dates::look(text) {
            Ok(()) => {}
            Err(BadDate::Impossible) => {
                problems.error(self.at(field), format!("\"{shown}\" is written as a date, but there is no such day"));
            }
            Err(BadDate::Words) => problems.warn(
                self.at(field),
                "the date is in words and not a day; it is kept, and counts as undated where a day is needed",
            ),
        }
        Some(text.to_owned())
    }

    /// The fields nobody asked for.
    pub(super) fn others(&self) -> Map<String, Value> {
        let known = |key: &String| self.asked.contains(&key.as_str());
        self.object.iter().filter(|(key, _)| !known(key)).map(|(key, value)| (key.clone(), value.clone())).collect()
    }
}

fn read_id(value: &Value, place: &str, problems: &mut Problems) -> Option<ItemId> {
    let id = value.as_i64();
    if id.is_none() {
        problems.error(place, format!("an id (a whole number) is wanted here, not {}", kind(value)));
    }
    id.map(ItemId)
}
