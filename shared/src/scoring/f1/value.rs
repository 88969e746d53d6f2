//! A figure, or the sentence that stands in its place. Nothing undefined is ever shown as 0, as 1 or as NaN.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Line;
use crate::family::Variable;

/// A figure, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// The figure; always a number.
    Figure(f64),
    /// Why there is none.
    Undefined(Why),
}

/// Why there is no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The selection is empty.
    #[error("no discussions")]
    NoDiscussions,
    /// No statement has ground truth.
    #[error("no ground truth")]
    NoTruth,
    /// The statement has no coding of the scored side.
    #[error("not coded by the scored side")]
    NotScored,
    /// Neither side has any item of the line.
    #[error("no {} coded", .0.items())]
    NoneCoded(Line),
    /// The scored side has no item of the line, so there is no precision.
    #[error("no {} on the scored side", .0.items())]
    NoneScored(Line),
    /// The truth has no item of the line, so there is no recall.
    #[error("no {} in the truth", .0.items())]
    NoneTrue(Line),
    /// No matched shift has the variable coded by either side.
    #[error("{0} coded on no matched shift")]
    NotCoded(Variable),
    /// No statement is coded by both sides.
    #[error("no statement coded by both sides")]
    NoStatements,
    /// The side has nobody but the client and the coach.
    #[error("nobody but the client")]
    NoPeople,
    /// One of two figures that are compared is missing.
    #[error("nothing to compare with")]
    NothingToCompare,
}

impl Value {
    /// The figure, if there is one.
    pub fn figure(self) -> Option<f64> {
        match self {
            Value::Figure(figure) => Some(figure),
            Value::Undefined(_) => None,
        }
    }

    /// `part / whole`, or why there is no such ratio where the whole is nothing.
    pub(super) fn ratio(part: u64, whole: u64, otherwise: Why) -> Value {
        if whole == 0 { Value::Undefined(otherwise) } else { Value::Figure(part as f64 / whole as f64) }
    }

    /// This figure less another; the first reason where one is missing.
    pub fn minus(self, other: Value) -> Value {
        match (self, other) {
            (Value::Figure(a), Value::Figure(b)) => Value::Figure(a - b),
            (Value::Undefined(why), _) | (_, Value::Undefined(why)) => Value::Undefined(why),
        }
    }
}

impl fmt::Display for Value {
    /// Three decimals, or the sentence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Figure(figure) => f.pad(&format!("{figure:.3}")),
            Value::Undefined(why) => f.pad(&why.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_out_of_nothing_is_a_sentence() {
        let value = Value::ratio(0, 0, Why::NoneCoded(Line::Events));
        assert_eq!(value.to_string(), "no events coded");
        assert_eq!(value.figure(), None);
        assert_eq!(Value::ratio(1, 4, Why::NoTruth).to_string(), "0.250");
    }

    #[test]
    fn a_value_comes_back_from_json_as_it_was() {
        for value in [Value::Figure(0.1 + 0.2), Value::Undefined(Why::NotCoded(Variable::Anxiety))] {
            let json = serde_json::to_string(&value).unwrap();
            assert_eq!(serde_json::from_str::<Value>(&json).unwrap(), value, "{json}");
        }
    }
}
