//! Deliberate deviations from listed defects of the reference (`tests/vectors/deviations.toml`).
//!
//! A deviation is written in the file: the defect, the reason, the rule that now holds, and the name of a predicate over
//! the *input*, which says where the two answers may differ. The predicates themselves are code, in tables of the rooms.
//! An input that no predicate covers must be answered as recorded.

use serde::Deserialize;
use serde_json::Value;

use super::{pdp_diagram_predicates, pdp_predicates};

/// The file as it was when the program was built.
const WRITTEN: &str = include_str!("../../vectors/deviations.toml");

/// A predicate: its name in the file, and whether it covers an input of an operation.
pub type Predicate = (&'static str, fn(op: &str, input: &Value) -> bool);

/// One deviation as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deviation {
    /// The number of the defect in the vectors' README.
    pub defect: String,
    /// What is wrong with the recorded answer.
    pub reason: String,
    /// The rule that now holds.
    pub rule: String,
    /// The operations it touches.
    pub operations: Vec<String>,
    /// The name of the predicate.
    pub predicate: String,
    /// Where the rule is tested: `path: name of the test`.
    pub test: String,
    /// Ids of recorded cases that deviate.
    pub examples: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    deviation: Vec<Deviation>,
}

/// Why the file of deviations cannot be used.
#[derive(Debug)]
pub enum Unusable {
    /// It is not in the expected form.
    Unreadable(toml::de::Error),
    /// It names a predicate that does not exist.
    NoSuchPredicate(String),
}

impl std::fmt::Display for Unusable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Unusable::Unreadable(error) => write!(f, "deviations.toml cannot be read: {error}"),
            Unusable::NoSuchPredicate(name) => {
                write!(f, "deviations.toml names the predicate {name}, which is not there")
            }
        }
    }
}

impl std::error::Error for Unusable {}

/// The deviations in force; by default none.
#[derive(Debug, Default)]
pub struct Deviations {
    list: Vec<Deviation>,
}

impl Deviations {
    /// The written ones.
    ///
    /// # Errors
    /// The file is not in form, or names a predicate that does not exist.
    pub fn written() -> Result<Self, Unusable> {
        Deviations::read(WRITTEN)
    }

    fn read(text: &str) -> Result<Self, Unusable> {
        let Written { deviation: list } = toml::from_str(text).map_err(Unusable::Unreadable)?;
        match list.iter().find(|deviation| predicate(&deviation.predicate).is_none()) {
            Some(deviation) => Err(Unusable::NoSuchPredicate(deviation.predicate.clone())),
            None => Ok(Deviations { list }),
        }
    }

    /// Every deviation.
    pub fn list(&self) -> &[Deviation] {
        &self.list
    }

    /// Whether a written deviation covers this input of this operation.
    pub fn covers(&self, op: &str, input: &Value) -> bool {
        self.covering(op, input).next().is_some()
    }

    /// The deviations that cover this input of this operation.
    pub fn covering(&self, op: &str, input: &Value) -> impl Iterator<Item = &Deviation> {
        self.list.iter().filter(move |deviation| {
            deviation.operations.iter().any(|known| known == op)
                && predicate(&deviation.predicate).is_some_and(|covers| covers(op, input))
        })
    }
}

/// Every predicate, from the tables of the rooms.
fn predicates() -> impl Iterator<Item = &'static Predicate> {
    pdp_predicates::PREDICATES.iter().chain(pdp_diagram_predicates::PREDICATES)
}

fn predicate(name: &str) -> Option<fn(&str, &Value) -> bool> {
    predicates().find(|(known, _)| *known == name).map(|(_, covers)| *covers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_predicate_is_used_and_every_operation_exists() {
        let written = Deviations::written().unwrap();
        for (name, _) in predicates() {
            assert!(written.list().iter().any(|deviation| deviation.predicate == *name), "{name} is not used");
        }
        for deviation in written.list() {
            for op in &deviation.operations {
                assert!(super::super::operations().any(|(known, _)| known == op), "{op} does not exist");
            }
        }
    }

    #[test]
    fn a_deviation_without_a_predicate_is_refused() {
        let text = WRITTEN.replacen("predicate = \"", "predicate = \"no_", 1);
        assert!(matches!(Deviations::read(&text), Err(Unusable::NoSuchPredicate(_))));
    }
}
