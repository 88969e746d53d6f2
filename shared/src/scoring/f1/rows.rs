//! Tables as they are shown and written out: every line with its counts and ratios, every variable with its macro F1.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::figure::coded;
use super::tally::Tally;
use super::{Figure, Line, Value};
use crate::family::Variable;
use crate::scoring::Counts;

/// The three ratios of a line.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Ratios {
    /// Of what the scored side has, the share that is right.
    pub precision: Value,
    /// Of what the truth has, the share that is found.
    pub recall: Value,
    /// Harmonic mean of the two.
    pub f1: Value,
}

/// A line of a table.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Row {
    /// Which line.
    pub line: Line,
    /// True positives, false positives, false negatives.
    pub counts: Counts,
    /// Distinct items: `tp + fp + fn`.
    pub n: usize,
    /// The ratios of the counts.
    pub ratios: Ratios,
}

/// A variable's line: how well values agree on matched shifts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct VariableRow {
    /// Which variable.
    pub variable: Variable,
    /// Matched shifts that have it coded by either side.
    pub n: u64,
    /// Macro F1 over the values used.
    pub macro_f1: Value,
}

impl Ratios {
    /// The figures of the three ratios of a line.
    pub(super) const fn figures(line: Line) -> [Figure; 3] {
        [Figure::Precision(line), Figure::Recall(line), Figure::F1(line)]
    }

    fn of(tally: &Tally, line: Line) -> Self {
        let [precision, recall, f1] = Ratios::figures(line).map(|figure| figure.of(tally.sums()));
        Ratios { precision, recall, f1 }
    }
}

impl Row {
    /// One line of a tally.
    pub fn of(tally: &Tally, line: Line) -> Self {
        let counts = tally.counts(line);
        Row { line, counts, n: counts.items(), ratios: Ratios::of(tally, line) }
    }

    /// Every line of a tally.
    pub fn all(tally: &Tally) -> Vec<Row> {
        Line::ALL.iter().map(|line| Row::of(tally, *line)).collect()
    }
}

impl VariableRow {
    /// Every variable of a tally.
    pub fn all(tally: &Tally) -> Vec<VariableRow> {
        let row = |variable: Variable| VariableRow {
            variable,
            n: coded(tally.sums(), variable),
            macro_f1: Figure::MacroF1(variable).of(tally.sums()),
        };
        Variable::ALL.iter().map(|variable| row(*variable)).collect()
    }
}
