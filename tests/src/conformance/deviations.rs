//! Deliberate deviations from listed defects of the reference (`tests/vectors/deviations.toml`).

use serde_json::Value;

/// The deviations in force.
#[derive(Debug, Default)]
pub struct Deviations {}

impl Deviations {
    /// Whether a written deviation covers this input of this operation.
    pub fn covers(&self, _op: &str, _input: &Value) -> bool {
        false
    }
}
