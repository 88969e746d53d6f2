//! A figure as it is told: with the units it rests on and its interval, or the words that stand in its place.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Defined, Resampled, Undefined};
use crate::scoring::intervals::{Clusters, Interval, NoInterval, OfSums, bootstrap_all};

/// A figure with its uncertainty, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Estimate {
    /// A figure.
    Figure {
        /// The figure.
        value: f64,
        /// Units it rests on.
        n: usize,
        /// Its 95 % interval.
        interval: Interval,
    },
    /// No figure.
    Words {
        /// Why.
        reason: Undefined,
        /// The same as a sentence.
        words: String,
    },
}

impl Estimate {
    /// The figure, if there is one.
    pub fn value(&self) -> Option<f64> {
        match self {
            Estimate::Figure { value, .. } => Some(*value),
            Estimate::Words { .. } => None,
        }
    }

    /// Units it rests on; 0 where nothing was coded.
    pub fn n(&self) -> usize {
        match self {
            Estimate::Figure { n, .. } | Estimate::Words { reason: Undefined::TooSmall { n }, .. } => *n,
            Estimate::Words { .. } => 0,
        }
    }

    /// Lower and upper end of the interval, if there is one.
    pub fn bounds(&self) -> Option<(f64, f64)> {
        match self {
            Estimate::Figure { interval, .. } => interval.bounds().map(|bounds| (bounds.low, bounds.high)),
            Estimate::Words { .. } => None,
        }
    }

    /// `0.617 (0.31 to 0.87, n = 10)`, or the words.
    pub fn in_words(&self, resampled: Resampled) -> String {
        match self {
            Estimate::Figure { value, n, interval } => {
                format!("{value:.3} ({}, n = {n})", interval_in_words(interval, resampled))
            }
            Estimate::Words { words, .. } => words.clone(),
        }
    }
}

impl From<Undefined> for Estimate {
    fn from(reason: Undefined) -> Self {
        Estimate::Words { words: reason.to_string(), reason }
    }
}

/// An interval in words that name what was drawn.
pub fn interval_in_words(interval: &Interval, resampled: Resampled) -> String {
    match (interval, resampled) {
        (Interval::Bounds(bounds), _) => format!("{:.2} to {:.2}", bounds.low, bounds.high),
        (Interval::Without(why), Resampled::Discussions) => why.to_string(),
        (Interval::Without(NoInterval::NoClusters), _) => "no interval: no statement has any".to_owned(),
        (Interval::Without(NoInterval::OneCluster), _) => "no interval: only one statement has any".to_owned(),
        (Interval::Without(NoInterval::NoVariation), _) => {
            "no interval: all statements give the same figure".to_owned()
        }
        (Interval::Without(why), _) => why.to_string(),
    }
}

/// How intervals are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Draws {
    pub seed: u64,
    pub replicates: u32,
}

/// A figure of a row of sums.
pub(super) type Asked<'f> = Box<dyn Fn(&[u64]) -> Defined + 'f>;

impl OfSums for Asked<'_> {
    fn of_sums(&self, sums: &[u64]) -> Option<f64> {
        self(sums).ok().map(|figure| figure.value)
    }

    fn concerns(&self, row: &[u64]) -> bool {
        row.iter().any(|number| *number > 0)
    }
}

/// Rows of sums, one for each cluster.
#[derive(Debug, Clone)]
pub(super) struct Rows {
    rows: Vec<Vec<u32>>,
    clusters: Clusters,
    total: Vec<u64>,
}

impl Rows {
    pub(super) fn new(rows: Vec<Vec<u32>>) -> Self {
        let clusters = Clusters::new(&rows);
        let mut total = vec![0; clusters.width()];
        for row in &rows {
            total.iter_mut().zip(row).for_each(|(sum, number)| *sum += u64::from(*number));
        }
        Rows { rows, clusters, total }
    }

    /// The rows.
    pub(super) fn rows(&self) -> &[Vec<u32>] {
        &self.rows
    }

    /// The sum of all rows.
    pub(super) fn total(&self) -> &[u64] {
        &self.total
    }

    /// The figures with their intervals, all over the same draws.
    pub(super) fn estimates(&self, asked: &[Asked<'_>], draws: Draws) -> Vec<Estimate> {
        let intervals = bootstrap_all(&self.clusters, asked, draws.seed, draws.replicates);
        (asked.iter().zip(intervals))
            .map(|(asked, interval)| match asked(&self.total) {
                Ok(figure) => Estimate::Figure { value: figure.value, n: figure.n, interval },
                Err(why) => why.into(),
            })
            .collect()
    }

    /// One figure with its interval.
    pub(super) fn estimate<'f>(&self, asked: impl Fn(&[u64]) -> Defined + 'f, draws: Draws) -> Estimate {
        let asked: [Asked<'f>; 1] = [Box::new(asked)];
        self.estimates(&asked, draws).pop().unwrap_or_else(|| Undefined::NotCoded.into())
    }
}
