//! Reads a persona file and lists everything that is wrong with it, field by field.
//!
//! The format is the serde form of [`Persona`]. A persona comes back only if there is no problem. Whether the name is
//! taken is the caller's to know: it hands in the names to avoid. No I/O here.

mod dates;
mod json;
mod people;
mod shape;

use std::fmt;

use schemars::Schema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{FactBond, FactEvent, FactId, FactPerson, FactShift, FamilyFacts, Persona};

/// A persona file may have at most so many bytes.
pub const MOST_BYTES: usize = 1_000_000;

/// Something wrong with a persona.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Where: `family.events[3].child`; empty for the file as a whole. Counted from 0, as in the file.
    pub field: String,
    /// What is wrong, in words, with what would be right.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.field.is_empty() { f.write_str(&self.what) } else { write!(f, "{}: {}", self.field, self.what) }
    }
}

/// Problems in the making.
#[derive(Debug, Default)]
struct Problems(Vec<Problem>);

impl Problems {
    fn add(&mut self, field: impl Into<String>, what: impl Into<String>) {
        let problem = Problem { field: field.into(), what: what.into() };
        if !self.0.contains(&problem) {
            self.0.push(problem);
        }
    }
}

/// The family as far as it could be read, each item with its place in the file.
#[derive(Debug, Default)]
struct Parts {
    people: Vec<(usize, FactPerson)>,
    bonds: Vec<(usize, FactBond)>,
    events: Vec<(usize, FactEvent)>,
    shifts: Vec<(usize, FactShift)>,
    /// Keys of people that are there but could not be read in full; a reference to one is not dangling.
    broken: Vec<FactId>,
}

impl Parts {
    fn person(&self, key: &FactId) -> Option<&FactPerson> {
        self.people.iter().map(|(_, person)| person).find(|person| &person.key == key)
    }
}

/// Reads a persona from a file's bytes. `avoid` are the names that are taken.
pub fn read(bytes: &[u8], avoid: &[String]) -> Result<Persona, Vec<Problem>> {
    let whole = |what: String| Err(vec![Problem { field: String::new(), what }]);
    if bytes.len() > MOST_BYTES {
        return whole(format!(
            "the file has {} bytes; a persona has at most {MOST_BYTES}. Shorten the background or remove what is no persona",
            bytes.len()
        ));
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}'),
        Err(error) => {
            return whole(format!("the file is not UTF-8 text (byte {}); save it as UTF-8", error.valid_up_to() + 1));
        }
    };
    if text.trim().is_empty() {
        return whole("the file is empty; a persona is a JSON object".to_owned());
    }
    let mut problems = Problems::default();
    let value = match json::parse(text, &mut problems) {
        Ok(value) => value,
        Err(error) if error.is_eof() => {
            return whole(format!(
                "the JSON breaks off at line {}, column {}; the file is not complete",
                error.line(),
                error.column()
            ));
        }
        Err(error) => {
            return whole(format!("this is not JSON (line {}, column {})", error.line(), error.column()));
        }
    };
    finish(&value, avoid, problems)
}

/// Reads a persona from JSON already parsed, as a model's answer is.
pub fn check(value: &Value, avoid: &[String]) -> Result<Persona, Vec<Problem>> {
    finish(value, avoid, Problems::default())
}

fn finish(value: &Value, avoid: &[String], mut problems: Problems) -> Result<Persona, Vec<Problem>> {
    let parts = shape::shape(value, avoid, &mut problems);
    people::references(&parts, value, &mut problems);
    // Without a list of people there is one problem, which has been told.
    if value.pointer("/family/people").is_some_and(Value::is_array) {
        people::family(&parts, &mut problems);
    }
    dates::dates(&parts, shape::as_of(value), &mut problems);
    if !problems.0.is_empty() {
        return Err(problems.0);
    }
    let mut persona: Persona = serde_json::from_value(value.clone())
        .map_err(|error| vec![Problem { field: String::new(), what: error.to_string() }])?;
    persona.name = shape::tidy(&persona.name);
    Ok(persona)
}

/// The rules for a persona that is already typed (one that was edited or drawn).
pub fn problems_of(persona: &Persona, avoid: &[String]) -> Vec<Problem> {
    match serde_json::to_value(persona) {
        Ok(value) => check(&value, avoid).err().unwrap_or_default(),
        Err(error) => vec![Problem { field: String::new(), what: error.to_string() }],
    }
}

/// The JSON schema of a persona, for model authors.
pub fn schema() -> Schema {
    schemars::schema_for!(Persona)
}

/// An id of any sort of item, with where it stands.
fn ids(family: &FamilyFacts) -> impl Iterator<Item = &FactId> {
    let people = family.people.iter().map(|person| &person.key);
    let bonds = family.pair_bonds.iter().map(|bond| &bond.id);
    let events = family.events.iter().map(|event| &event.id);
    people.chain(bonds).chain(events).chain(family.shifts.iter().map(|shift| &shift.id))
}

impl FamilyFacts {
    /// Every fact's id: people, pair bonds, events, shifts.
    pub fn fact_ids(&self) -> impl Iterator<Item = &FactId> {
        ids(self)
    }
}

#[cfg(test)]
mod tests;
