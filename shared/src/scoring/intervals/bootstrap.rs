//! The percentile cluster bootstrap.

use std::fmt;

use rand::Rng;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Clusters;
use crate::seed::generator;

/// Resamples of an interval unless something else is asked for.
pub const REPLICATES: u32 = 10_000;
/// Below this many clusters an interval is too narrow more often than its 5 % say; it is printed with that warning.
pub const FEW: usize = 10;
/// Share of resamples in which a figure may be undefined before there is no interval.
const MAY_BE_UNDEFINED: f64 = 0.05;
const LOW: f64 = 0.025;
const HIGH: f64 = 0.975;

/// A 95 % percentile interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Bounds {
    /// 2.5th percentile of the resamples.
    pub low: f64,
    /// 97.5th percentile.
    pub high: f64,
    /// Clusters that have anything the figure is about.
    pub clusters: usize,
    /// Resamples in which the figure is defined.
    pub replicates: u32,
}

impl Bounds {
    /// Whether it rests on fewer than ten clusters, which has to be said beside it.
    pub fn few_clusters(&self) -> bool {
        self.clusters < FEW
    }
}

/// Why there is no interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum NoInterval {
    /// No cluster has anything the figure is about.
    #[error("no interval: no discussion has any")]
    NoClusters,
    /// Only one has, so there is nothing to draw from.
    #[error("no interval: only one discussion has any")]
    OneCluster,
    /// Every resample gives the same figure.
    #[error("no interval: all discussions give the same figure")]
    NoVariation,
    /// The figure itself is not defined.
    #[error("no interval: there is no figure")]
    NoFigure,
    /// In too many resamples the figure is not defined.
    #[error("no interval: not defined in {undefined} of {replicates} resamples")]
    OftenUndefined {
        /// Resamples without a figure.
        undefined: u32,
        /// All resamples.
        replicates: u32,
    },
}

/// An interval, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Interval {
    /// The interval.
    Bounds(Bounds),
    /// Why there is none.
    Without(NoInterval),
}

impl Interval {
    /// The interval, if there is one.
    pub fn bounds(&self) -> Option<&Bounds> {
        match self {
            Interval::Bounds(bounds) => Some(bounds),
            Interval::Without(_) => None,
        }
    }
}

impl fmt::Display for Interval {
    /// `0.890 to 0.950`, with the warning where it rests on few discussions; or the sentence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Interval::Bounds(bounds) => {
                write!(f, "{:.3} to {:.3}", bounds.low, bounds.high)?;
                if bounds.few_clusters() {
                    write!(f, " (only {})", crate::plural::counted(bounds.clusters, "discussion", "discussions"))?;
                }
                Ok(())
            }
            Interval::Without(why) => why.fmt(f),
        }
    }
}

/// A figure made of summed integers.
pub trait OfSums {
    /// The figure; `None` where it is not defined. Never NaN.
    fn of_sums(&self, sums: &[u64]) -> Option<f64>;

    /// Whether a cluster has anything the figure is about.
    fn concerns(&self, row: &[u64]) -> bool {
        self.of_sums(row).is_some()
    }
}

/// The interval of one figure. A cluster counts if it holds anything but zeros.
pub fn bootstrap<R: AsRef<[u32]>>(
    clusters: &[R],
    figure: impl Fn(&[u64]) -> Option<f64>,
    seed: u64,
    replicates: u32,
) -> Interval {
    struct Any<F>(F);
    impl<F: Fn(&[u64]) -> Option<f64>> OfSums for Any<F> {
        fn of_sums(&self, sums: &[u64]) -> Option<f64> {
            (self.0)(sums)
        }
        fn concerns(&self, row: &[u64]) -> bool {
            row.iter().any(|value| *value > 0)
        }
    }
    let all = bootstrap_all(&Clusters::new(clusters), &[Any(figure)], seed, replicates);
    all.into_iter().next().unwrap_or(Interval::Without(NoInterval::NoFigure))
}

/// The intervals of many figures over the same resamples, in the order of the figures.
pub fn bootstrap_all<F: OfSums>(clusters: &Clusters, figures: &[F], seed: u64, replicates: u32) -> Vec<Interval> {
    let n = clusters.len();
    let mut concerned = vec![0usize; figures.len()];
    let mut sums = vec![0u64; clusters.width()];
    let mut all = vec![0u64; clusters.width()];
    for at in (0..u32::MAX).take(n) {
        clusters.sum(&[at], &mut sums);
        all.iter_mut().zip(&sums).for_each(|(all, one)| *all += one);
        for (count, figure) in concerned.iter_mut().zip(figures) {
            *count += usize::from(figure.concerns(&sums));
        }
    }
    // What cannot have an interval is not computed in every resample.
    let mut answers: Vec<Result<Vec<f64>, NoInterval>> = (figures.iter().zip(&concerned))
        .map(|(figure, concerned)| match (figure.of_sums(&all), concerned) {
            (_, 0) => Err(NoInterval::NoClusters),
            (None, _) => Err(NoInterval::NoFigure),
            (_, 1) => Err(NoInterval::OneCluster),
            _ => Ok(Vec::with_capacity(replicates as usize)),
        })
        .collect();
    if answers.iter().any(Result::is_ok) {
        let mut random = generator(seed, &[n as u64]);
        let mut draws = vec![0u32; n];
        for _ in 0..replicates {
            draws.iter_mut().for_each(|draw| *draw = below(random.next_u32(), n));
            clusters.sum(&draws, &mut sums);
            for (figure, values) in figures.iter().zip(&mut answers) {
                if let Ok(values) = values {
                    values.extend(figure.of_sums(&sums));
                }
            }
        }
    }
    (answers.into_iter().zip(concerned))
        .map(|(values, clusters)| match values {
            Ok(values) => interval(values, clusters, replicates),
            Err(why) => Interval::Without(why),
        })
        .collect()
}

/// A number below `n` from 32 random bits. With thousands of clusters some are likelier than others by less than a
/// millionth.
fn below(bits: u32, n: usize) -> u32 {
    u32::try_from((u64::from(bits) * n as u64) >> 32).unwrap_or(0)
}

fn interval(mut values: Vec<f64>, clusters: usize, replicates: u32) -> Interval {
    values.sort_unstable_by(f64::total_cmp);
    let defined = u32::try_from(values.len()).unwrap_or(u32::MAX);
    let undefined = replicates.saturating_sub(defined);
    match (percentile(&values, LOW), percentile(&values, HIGH)) {
        _ if f64::from(undefined) > MAY_BE_UNDEFINED * f64::from(replicates) => {
            Interval::Without(NoInterval::OftenUndefined { undefined, replicates })
        }
        _ if values.first() == values.last() => Interval::Without(NoInterval::NoVariation),
        (Some(low), Some(high)) => Interval::Bounds(Bounds { low, high, clusters, replicates: defined }),
        _ => Interval::Without(NoInterval::NoFigure),
    }
}

/// A percentile of sorted values, between the two nearest (Hyndman and Fan's definition 7, usual in R and NumPy).
fn percentile(sorted: &[f64], share: f64) -> Option<f64> {
    let place = share * sorted.len().checked_sub(1)? as f64;
    // Within the list, so neither lossy nor negative.
    let below = place.floor() as usize;
    let (low, high) = (sorted.get(below)?, sorted.get(below + 1).or_else(|| sorted.get(below))?);
    Some(low + (high - low) * (place - place.floor()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Hits among tries.
    fn share(sums: &[u64]) -> Option<f64> {
        match sums {
            [_, 0] => None,
            [hits, tries] => Some(*hits as f64 / *tries as f64),
            _ => None,
        }
    }

    #[test]
    fn percentiles_lie_between_the_nearest_values() {
        let values = [1.0, 2.0, 3.0, 4.0];
        // NumPy: percentile([1, 2, 3, 4], 2.5) = 1.075, 97.5: 3.925.
        assert!((percentile(&values, LOW).unwrap() - 1.075).abs() < 1e-12);
        assert!((percentile(&values, HIGH).unwrap() - 3.925).abs() < 1e-12);
        assert_eq!(percentile(&[], LOW), None);
    }

    #[test]
    fn two_clusters_give_the_three_figures_they_can_give() {
        // Resamples: both the first (1.0) a quarter, both the second (0.0) a quarter, one of each (0.5) a half.
        let interval = bootstrap(&[[4, 4], [0, 4]], share, 1, 2000);
        let bounds = interval.bounds().unwrap();
        assert_eq!((bounds.low, bounds.high, bounds.clusters), (0.0, 1.0, 2));
        assert!(bounds.few_clusters() && interval.to_string().ends_with("(only 2 discussions)"));
    }

    #[test]
    fn the_interval_of_a_share_is_as_wide_as_theory_says() {
        // 400 clusters of one try each, 200 hits: standard error sqrt(0.25 / 400) = 0.025, so 0.451 to 0.549.
        let clusters: Vec<[u32; 2]> = (0..400).map(|at| [at % 2, 1]).collect();
        let interval = bootstrap(&clusters, share, 42, REPLICATES);
        let bounds = interval.bounds().unwrap();
        assert!((bounds.low - 0.451).abs() < 0.004 && (bounds.high - 0.549).abs() < 0.004, "{interval}");
        assert!(!bounds.few_clusters());
    }

    #[test]
    fn zero_one_and_identical_clusters_give_words() {
        let no: [[u32; 2]; 0] = [];
        assert_eq!(bootstrap(&no, share, 1, 100), Interval::Without(NoInterval::NoClusters));
        assert_eq!(bootstrap(&[[0, 0], [0, 0]], share, 1, 100), Interval::Without(NoInterval::NoClusters));
        assert_eq!(bootstrap(&[[1, 2]], share, 1, 100), Interval::Without(NoInterval::OneCluster));
        assert_eq!(bootstrap(&[[1, 2], [0, 0]], share, 1, 100), Interval::Without(NoInterval::OneCluster));
        assert_eq!(bootstrap(&[[1, 2]; 30], share, 1, 100), Interval::Without(NoInterval::NoVariation));
        assert_eq!(bootstrap(&[[1, 0]; 30], share, 1, 100), Interval::Without(NoInterval::NoFigure));
        // Two of ten clusters have tries; (8/10)^10 = 11 % of the resamples draw neither.
        let mut rare = vec![[0, 0]; 8];
        rare.extend([[1, 1], [0, 1]]);
        let interval = bootstrap(&rare, share, 1, 1000);
        assert!(matches!(interval, Interval::Without(NoInterval::OftenUndefined { .. })), "{interval}");
        assert!(interval.to_string().contains("of 1000 resamples"));
    }

    #[test]
    fn figures_of_one_go_are_the_same_as_alone() {
        struct Column(usize);
        impl OfSums for Column {
            fn of_sums(&self, sums: &[u64]) -> Option<f64> {
                sums.get(self.0).map(|sum| *sum as f64)
            }
        }
        let clusters: Vec<Vec<u32>> = (0..20).map(|at| vec![at, at * at]).collect();
        let both = bootstrap_all(&Clusters::new(&clusters), &[Column(0), Column(1)], 9, 500);
        for (column, interval) in both.iter().enumerate() {
            let alone = bootstrap(&clusters, |sums| sums.get(column).map(|sum| *sum as f64), 9, 500);
            assert_eq!(alone.bounds().map(|b| (b.low, b.high)), interval.bounds().map(|b| (b.low, b.high)));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn the_same_seed_gives_the_same_interval_around_the_figure(
            hits in prop::collection::vec((0u32..=5, 5u32..=5), 12..40),
            seed in any::<u64>(),
        ) {
            let clusters: Vec<[u32; 2]> = hits.iter().map(|(hits, tries)| [*hits, *tries]).collect();
            let interval = bootstrap(&clusters, share, seed, 2000);
            prop_assert_eq!(bootstrap(&clusters, share, seed, 2000), interval);
            let sums = clusters.iter().fold([0, 0], |sum, row| [sum[0] + u64::from(row[0]), sum[1] + u64::from(row[1])]);
            if let (Interval::Bounds(bounds), Some(point)) = (interval, share(&sums)) {
                prop_assert!(bounds.low <= point && point <= bounds.high, "{} not in {}", point, interval);
            }
        }
    }
}
