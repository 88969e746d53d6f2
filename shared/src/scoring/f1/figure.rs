//! The figures made of a tally: precision, recall and F1 of each line, macro F1 of each variable, exact match and
//! connectivity. Each is a function of summed integers, so pooled figures, resamples and single statements share it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::tally::{Sums, WhichSide, classes};
use super::{Line, Value, Why};
use crate::family::Variable;

/// A figure of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// `tp / (tp + fp)`.
    Precision(Line),
    /// `tp / (tp + fn)`.
    Recall(Line),
    /// `2 tp / (2 tp + fp + fn)`.
    F1(Line),
    /// Mean F1 over the values that either side gives to a variable on matched shifts, "not coded" among them.
    MacroF1(Variable),
    /// Statements coded alike, among those coded by both sides.
    Exact,
    /// People in the largest connected part of the family, among all but the client and the coach.
    Connectivity(WhichSide),
}

impl Figure {
    /// Every figure, in the order of the table.
    pub fn all() -> impl Iterator<Item = Figure> {
        let lines =
            Line::ALL.iter().flat_map(|line| [Figure::Precision(*line), Figure::Recall(*line), Figure::F1(*line)]);
        let variables = Variable::ALL.iter().map(|variable| Figure::MacroF1(*variable));
        let others = [Figure::Exact, Figure::Connectivity(WhichSide::Scored), Figure::Connectivity(WhichSide::Truth)];
        lines.chain(variables).chain(others)
    }

    /// The figure of summed counts.
    pub fn of<C: Copy + Into<u64>>(self, sums: Sums<'_, C>) -> Value {
        match self {
            Figure::Precision(line) => match sums.counts(line) {
                [0, 0, 0] => Value::Undefined(Why::NoneCoded(line)),
                [tp, fp, _] => Value::ratio(tp, tp + fp, Why::NoneScored(line)),
            },
            Figure::Recall(line) => match sums.counts(line) {
                [0, 0, 0] => Value::Undefined(Why::NoneCoded(line)),
                [tp, _, fn_] => Value::ratio(tp, tp + fn_, Why::NoneTrue(line)),
            },
            Figure::F1(line) => {
                let [tp, fp, fn_] = sums.counts(line);
                Value::ratio(2 * tp, 2 * tp + fp + fn_, Why::NoneCoded(line))
            }
            Figure::MacroF1(variable) => macro_f1(sums, variable),
            Figure::Exact => {
                let share = sums.exact();
                Value::ratio(share.part, share.whole, Why::NoStatements)
            }
            Figure::Connectivity(side) => {
                let share = sums.connected(side);
                Value::ratio(share.part, share.whole, Why::NoPeople)
            }
        }
    }
}

/// Matched shifts that have the variable coded by either side.
pub(super) fn coded<C: Copy + Into<u64>>(sums: Sums<'_, C>, variable: Variable) -> u64 {
    let n = classes(variable);
    let all: u64 = (0..n * n).map(|cell| sums.confused(variable, cell / n, cell % n)).sum();
    all - sums.confused(variable, n - 1, n - 1)
}

/// The published definition (a value used by either side and never right scores 0, "not coded" is a value), but for the
/// two cases in which it invents a figure: no matched shift at all (0), and none with the variable coded (1).
fn macro_f1<C: Copy + Into<u64>>(sums: Sums<'_, C>, variable: Variable) -> Value {
    let n = classes(variable);
    let (mut sum, mut used, mut coded) = (0.0, 0usize, false);
    for class in 0..n {
        let hits = sums.confused(variable, class, class);
        let (mut truth, mut scored) = (0, 0);
        for other in 0..n {
            truth += sums.confused(variable, class, other);
            scored += sums.confused(variable, other, class);
        }
        if truth + scored > 0 {
            used += 1;
            coded |= class + 1 < n;
            sum += 2.0 * hits as f64 / (truth + scored) as f64;
        }
    }
    if coded { Value::Figure(sum / used as f64) } else { Value::Undefined(Why::NotCoded(variable)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::Counts;
    use crate::scoring::f1::Tally;

    #[test]
    fn precision_recall_and_f1_are_the_ratios_of_the_counts() {
        let mut tally = Tally::default();
        tally.add(Line::People, Counts::new(6, 2, 4));
        // 6 of 8 right, 6 of 10 found, 12 / 18.
        assert_eq!(Figure::Precision(Line::People).of(tally.sums()), Value::Figure(0.75));
        assert_eq!(Figure::Recall(Line::People).of(tally.sums()), Value::Figure(0.6));
        assert_eq!(Figure::F1(Line::People).of(tally.sums()), Value::Figure(12.0 / 18.0));
    }

    #[test]
    fn every_figure_of_nothing_is_a_sentence() {
        for figure in Figure::all() {
            let value = figure.of(Tally::default().sums());
            assert!(matches!(value, Value::Undefined(_)), "{figure:?} is {value}");
        }
    }

    #[test]
    fn one_empty_side_has_no_precision_or_no_recall_and_an_f1_of_zero() {
        let mut missed = Tally::default();
        missed.add(Line::Birth, Counts::new(0, 0, 3));
        assert_eq!(Figure::Precision(Line::Birth).of(missed.sums()).to_string(), "no births on the scored side");
        assert_eq!(Figure::Recall(Line::Birth).of(missed.sums()), Value::Figure(0.0));
        assert_eq!(Figure::F1(Line::Events).of(missed.sums()), Value::Figure(0.0));
        let mut invented = Tally::default();
        invented.add(Line::Birth, Counts::new(0, 3, 0));
        assert_eq!(Figure::Recall(Line::Birth).of(invented.sums()).to_string(), "no births in the truth");
    }

    #[test]
    fn macro_f1_is_the_mean_over_the_values_used_with_not_coded_among_them() {
        let mut tally = Tally::default();
        // Truth / scored: up/up, up/up, up/down, not coded/not coded.
        for (truth, scored) in [(0, 0), (0, 0), (0, 1), (3, 3)] {
            tally.add_confused(Variable::Anxiety, truth, scored);
        }
        // up: 4 / (3 + 2); down: 0; not coded: 1.
        assert_eq!(Figure::MacroF1(Variable::Anxiety).of(tally.sums()), Value::Figure((0.8 + 0.0 + 1.0) / 3.0));
        assert_eq!(coded(tally.sums(), Variable::Anxiety), 3);
    }

    #[test]
    fn matched_shifts_without_the_variable_give_no_macro_f1() {
        let mut tally = Tally::default();
        tally.add_confused(Variable::Symptom, 3, 3);
        let value = Figure::MacroF1(Variable::Symptom).of(tally.sums());
        assert_eq!(value.to_string(), "symptom coded on no matched shift");
    }
}
