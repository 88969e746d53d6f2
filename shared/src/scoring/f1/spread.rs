//! 95 % intervals of every figure of the table, over its discussions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::system::SystemTable;
use super::tally::Sums;
use super::{Figure, Line, Value};
use crate::scoring::intervals::{Clusters, Interval, NoInterval, OfSums, bootstrap_all};

impl OfSums for Figure {
    fn of_sums(&self, sums: &[u64]) -> Option<f64> {
        self.of(Sums(sums)).figure()
    }
}

/// The intervals of a table, and what they can be made again from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Intervals {
    /// The seed.
    pub seed: u64,
    /// Resamples.
    pub replicates: u32,
    /// Discussions drawn from.
    pub discussions: usize,
    figures: Vec<(Figure, Interval)>,
}

impl Intervals {
    /// The interval of a figure.
    pub fn get(&self, figure: Figure) -> Interval {
        let found = self.figures.iter().find(|(other, _)| *other == figure);
        found.map_or(Interval::Without(NoInterval::NoFigure), |(_, interval)| *interval)
    }

    /// The intervals of precision, recall and F1 of a line.
    pub fn of_line(&self, line: Line) -> [Interval; 3] {
        [Figure::Precision(line), Figure::Recall(line), Figure::F1(line)].map(|figure| self.get(figure))
    }
}

impl<K: Ord> SystemTable<K> {
    /// Intervals of all pooled figures by drawing discussions again.
    pub fn intervals(&self, seed: u64, replicates: u32) -> Intervals {
        let rows: Vec<&[u32]> =
            self.entries().filter_map(|(_, entry)| entry.tally.as_ref().ok()).map(|tally| tally.cells()).collect();
        let figures: Vec<Figure> =
            Figure::all().filter(|figure| matches!(self.figure(*figure), Value::Figure(_))).collect();
        let found = bootstrap_all(&Clusters::new(&rows), &figures, seed, replicates);
        Intervals { seed, replicates, discussions: rows.len(), figures: figures.into_iter().zip(found).collect() }
    }
}
