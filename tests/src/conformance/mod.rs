//! Replays recorded vectors (`{"id","op","input","expected"}`, one a line) against the rules.
//!
//! Each family of operations lives in a file that lists its operations in one table; this file reads lines, compares
//! answers (floats to 1e-9, `"NaN"` for a NaN) and counts. It holds no rule of its own.

mod compare;
mod deviations;
mod dialogue;
mod dialogue_client;
mod pdp;
mod pdp_diagram;
mod pdp_diagram_predicates;
mod pdp_predicates;
mod scoring;
mod scoring_coders;
mod scoring_discussions;

use serde::Deserialize;
use serde_json::Value;

pub use compare::first_difference;
pub use deviations::{Deviation, Deviations, Unusable};
pub use scoring_discussions::system as system_figures;

/// What an operation answers: a value to compare, or the fact that the input is refused.
pub type Answer = Result<Value, Refused>;

/// The operation refused its input; where the reference raised, any refusal is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused(pub String);

impl<E: std::error::Error> From<E> for Refused {
    fn from(error: E) -> Self {
        Refused(error.to_string())
    }
}

/// One operation: its name in the vectors and the function that answers it.
pub type Operation = (&'static str, fn(&Value) -> Answer);

/// Every operation, from the tables of the rooms.
pub fn operations() -> impl Iterator<Item = Operation> {
    pdp::OPERATIONS
        .iter()
        .chain(pdp_diagram::OPERATIONS)
        .chain(dialogue::OPERATIONS)
        .chain(dialogue_client::OPERATIONS)
        .chain(scoring::OPERATIONS)
        .chain(scoring_discussions::OPERATIONS)
        .chain(scoring_coders::OPERATIONS)
        .copied()
}

#[derive(Debug, Deserialize)]
struct Line {
    id: String,
    op: String,
    input: Value,
    #[serde(default, deserialize_with = "written")]
    expected: Option<Value>,
    #[serde(default)]
    expected_any_of: Option<Vec<Value>>,
}

/// A value that stands in the line, even if it is null.
fn written<'de, D: serde::Deserializer<'de>>(given: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(given).map(Some)
}

/// How many lines passed, failed, were skipped (unknown operation) or deviate on purpose.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Equal to the recorded answer.
    pub passed: usize,
    /// Different, and not covered by a written deviation.
    pub failed: usize,
    /// The operation is not known here.
    pub skipped: usize,
    /// Different on purpose: a predicate in deviations.toml covers the input.
    pub deviate: usize,
}

impl Tally {
    /// Whether the run is good: nothing failed, nothing skipped, something passed.
    pub fn is_good(self) -> bool {
        self.failed == 0 && self.skipped == 0 && self.passed > 0
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Tally { passed, failed, skipped, deviate } = self;
        write!(f, "{passed} passed, {failed} failed, {skipped} skipped, {deviate} deviate")
    }
}

/// Checks every line of `text`, adds to `tally`, and tells `report` the id and first difference of each failure.
pub fn check(text: &str, deviations: &Deviations, tally: &mut Tally, mut report: impl FnMut(&str, &str)) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let line: Line = match serde_json::from_str(line) {
            Ok(line) => line,
            Err(error) => {
                tally.failed += 1;
                report(&format!("line {}", number + 1), &format!("unreadable: {error}"));
                continue;
            }
        };
        let Some((_, answer)) = operations().find(|(op, _)| *op == line.op) else {
            tally.skipped += 1;
            report(&line.id, &format!("unknown operation {}", line.op));
            continue;
        };
        let given = answer(&line.input);
        let candidates = line.expected.into_iter().chain(line.expected_any_of.into_iter().flatten());
        let mut difference = Some("no expected answer in the line".to_owned());
        for expected in candidates {
            difference = disagreement(&expected, &given);
            if difference.is_none() {
                break;
            }
        }
        match difference {
            None => tally.passed += 1,
            Some(_) if deviations.covers(&line.op, &line.input) => tally.deviate += 1,
            Some(difference) => {
                tally.failed += 1;
                report(&line.id, &difference);
            }
        }
    }
}

fn disagreement(expected: &Value, given: &Answer) -> Option<String> {
    let raised = expected.as_object().is_some_and(|map| map.contains_key("error") || map.contains_key("raises"));
    match given {
        Err(_) if raised => None,
        Err(Refused(why)) => Some(format!("refused: {why}")),
        Ok(value) => first_difference(expected, value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_of_null_is_an_answer_and_none_at_all_is_a_failure() {
        let line = |more: &str| format!(r#"{{"id":"x","op":"roster","input":{{}}{more}}}"#);
        let told = |text: &str| {
            let (mut tally, mut words) = (Tally::default(), Vec::new());
            check(text, &Deviations::default(), &mut tally, |_, what| words.push(what.to_owned()));
            (tally, words.join("; "))
        };
        assert!(told(&line("")).1.contains("no expected answer"));
        let (tally, words) = told(&line(r#","expected":null"#));
        assert!(tally.failed == 1 && !words.contains("no expected answer"), "{words}");
        let unknown = line(r#","expected":null"#).replace("roster", "no_such");
        let (tally, words) = told(&format!("\u{feff}{unknown}\n\n{{"));
        assert_eq!((tally.skipped, tally.failed), (1, 1), "{words}");
        assert!(!tally.is_good() && !Tally::default().is_good());
    }
}
