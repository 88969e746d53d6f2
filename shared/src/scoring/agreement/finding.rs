//! Stage one: do coders find the same items? F1 of every two coders, pooled over the selection.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::estimate::{Asked, Draws, Rows};
use super::found::{Found, LINES};
use super::{Clusters, Coder, Comparison, Defined, Estimate, Figure, Undefined};
use crate::scoring::Counts;
use crate::scoring::f1::Line;

/// One line of what coders found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LineFound {
    /// Which items.
    pub line: Line,
    /// Found by both (tp), by the first only (fp), by the second only (fn).
    pub counts: Counts,
    /// F1; its n is the number of different items.
    pub f1: Estimate,
}

/// What two coders found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PairFound {
    /// The one.
    pub a: Coder,
    /// The other.
    pub b: Coder,
    /// Statements both coded.
    pub statements: usize,
    /// The lines that have an item.
    pub lines: Vec<LineFound>,
}

/// Stage one of a selection.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// Every two coders: humans with humans first. Each cell of a matrix of coders by coders is one of them.
    pub pairs: Vec<PairFound>,
    /// All pairs of humans pooled (sum of counts): an item counts once for every pair of which one or both found it.
    pub humans: Vec<LineFound>,
}

/// The F1 of a line, of a row of counts.
pub(super) fn f1(row: &[u64], line: Line) -> Defined {
    let counts = Found::counts(row, line);
    match counts.defined_f1() {
        Some(value) => Ok(Figure { value, n: counts.items() }),
        None => Err(Undefined::NotCoded),
    }
}

/// The lines of some rows of counts; those nobody has an item of are left out.
pub(super) fn lines(rows: &Rows, draws: Draws) -> Vec<LineFound> {
    let there: Vec<Line> =
        LINES.iter().filter(|line| !Found::counts(rows.total(), **line).is_undefined()).copied().collect();
    let asked: Vec<Asked<'_>> =
        there.iter().map(|line| -> Asked<'_> { Box::new(move |row: &[u64]| f1(row, *line)) }).collect();
    (there.iter().zip(rows.estimates(&asked, draws)))
        .map(|(line, f1)| LineFound { line: *line, counts: Found::counts(rows.total(), *line), f1 })
        .collect()
}

/// The counts of some pairs of coders, summed by cluster.
pub(super) fn pooled(comparison: &Comparison, clusters: &Clusters, wanted: impl Fn(usize, usize) -> bool) -> Rows {
    let found = comparison.found.iter().filter(|((a, b), _)| wanted(*a, *b)).flat_map(|(_, found)| found);
    Rows::new(clusters.found(found))
}

impl Finding {
    /// Stage one. Pairs of humans are drawn from the statements humans share, pairs with a model from all.
    pub(super) fn new(comparison: &Comparison, humans: &Clusters, all: &Clusters, draws: Draws) -> Self {
        let coders = &comparison.units.coders;
        let is_human = |at: usize| coders.get(at).is_some_and(Coder::is_human);
        let mut pairs: Vec<PairFound> = (comparison.found.iter())
            .filter_map(|((i, j), found)| {
                let clusters = if is_human(*i) && is_human(*j) { humans } else { all };
                let both = comparison.coded.values().filter(|by| by.contains(i) && by.contains(j)).count();
                Some(PairFound {
                    a: coders.get(*i)?.clone(),
                    b: coders.get(*j)?.clone(),
                    statements: both,
                    lines: lines(&Rows::new(clusters.found(found)), draws),
                })
            })
            .collect();
        pairs.sort_by_key(|pair| usize::from(!pair.a.is_human()) + usize::from(!pair.b.is_human()));
        let among_humans = pooled(comparison, humans, |a, b| is_human(a) && is_human(b));
        Finding { pairs, humans: lines(&among_humans, draws) }
    }

    /// What two coders found, whichever is named first.
    pub fn pair(&self, a: &Coder, b: &Coder) -> Option<&PairFound> {
        self.pairs.iter().find(|pair| (&pair.a, &pair.b) == (a, b) || (&pair.a, &pair.b) == (b, a))
    }
}
