//! Permutation test of the difference between two systems that were scored on the same clusters.
//!
//! Under the hypothesis of no difference it does not matter which of the two a cluster's row came from, so the rows of
//! each cluster are exchanged or not. With few clusters every way to exchange is tried and the p is exact; else as many
//! ways as asked for are drawn, and the observed one is counted among them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use rand::Rng;

use super::{Clusters, OfSums};
use crate::seed::generator;

/// Up to this many clusters all ways to exchange (16,384) are tried.
const EXACT_UP_TO: usize = 14;
/// Differences that are equal but for rounding count as equal.
const ROUNDING: f64 = 1e-12;

/// The outcome of a permutation test.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Permutation {
    /// Two-sided p: how often a difference at least as large comes about by exchanging.
    pub p: f64,
    /// Whether every way to exchange was tried.
    pub exact: bool,
    /// Ways tried.
    pub ways: u32,
    /// Clusters in which the two differ.
    pub clusters: usize,
}

impl Permutation {
    /// The smallest p that so many clusters can give at all.
    pub fn least(&self) -> f64 {
        if self.exact { 2.0 / f64::from(self.ways) } else { 1.0 / f64::from(self.ways + 1) }
    }
}

/// Why there is no test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum NoTest {
    /// One of the two figures is not defined.
    #[error("no test: there is no difference to test")]
    NoFigure,
    /// The two are the same in every cluster.
    #[error("no test: the two are the same in every discussion")]
    NoDifference,
    /// They differ in one cluster only, which can be exchanged in two equal ways.
    #[error("no test: the two differ in one discussion only")]
    OneCluster,
}

/// The outcome of a test, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// The outcome.
    Done(Permutation),
    /// Why there is none.
    Without(NoTest),
}

impl Test {
    /// The p, if there is one.
    pub fn p(&self) -> Option<f64> {
        match self {
            Test::Done(done) => Some(done.p),
            Test::Without(_) => None,
        }
    }
}

impl std::fmt::Display for Test {
    /// `p = 0.031`, or the sentence.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Test::Done(done) if done.p < 0.001 => f.write_str("p < 0.001"),
            Test::Done(done) => write!(f, "p = {:.3}", done.p),
            Test::Without(why) => why.fmt(f),
        }
    }
}

/// The test of one figure. `pairs` holds each cluster's row of either system; of more clusters than can be tried in every
/// way, `ways` ways are drawn.
pub fn permutation<R: AsRef<[u32]>>(
    pairs: &[[R; 2]],
    figure: impl Fn(&[u64]) -> Option<f64>,
    seed: u64,
    ways: u32,
) -> Test {
    struct Plain<F>(F);
    impl<F: Fn(&[u64]) -> Option<f64>> OfSums for Plain<F> {
        fn of_sums(&self, sums: &[u64]) -> Option<f64> {
            (self.0)(sums)
        }
    }
    let all = permutation_all(pairs, &[Plain(figure)], seed, ways);
    all.into_iter().next().unwrap_or(Test::Without(NoTest::NoFigure))
}

/// The tests of many figures over the same exchanges, in the order of the figures. The difference is the second system's
/// figure less the first's.
pub fn permutation_all<F: OfSums, R: AsRef<[u32]>>(pairs: &[[R; 2]], figures: &[F], seed: u64, ways: u32) -> Vec<Test> {
    // Clusters in which the two are the same change nothing by being exchanged.
    let same = pairs.iter().filter(|[a, b]| a.as_ref() == b.as_ref());
    let differ: Vec<&[u32]> =
        pairs.iter().filter(|[a, b]| a.as_ref() != b.as_ref()).flatten().map(AsRef::as_ref).collect();
    let width = pairs.iter().flatten().map(|row| row.as_ref().len()).max().unwrap_or(0);
    let mut fixed = vec![0u64; width];
    for [row, _] in same {
        fixed.iter_mut().zip(row.as_ref()).for_each(|(sum, value)| *sum += u64::from(*value));
    }
    let mut exchange = Exchange::new(Clusters::new(&differ), fixed);
    let n = differ.len() / 2;
    let observed = exchange.differences(figures, |_| false);
    let mut extreme = vec![0u32; figures.len()];
    let mut defined = vec![0u32; figures.len()];
    let exact = n <= EXACT_UP_TO;
    let tried = match (n, exact) {
        (0 | 1, _) => 0,
        (_, true) => 1u32 << n,
        _ => ways,
    };
    let mut random = generator(seed, &[n as u64]);
    for way in 0..tried {
        let found = if exact {
            exchange.differences(figures, |cluster| way >> cluster & 1 == 1)
        } else {
            let mut bits = 0u64;
            exchange.differences(figures, |cluster| {
                if cluster % 64 == 0 {
                    bits = random.next_u64();
                }
                bits >> (cluster % 64) & 1 == 1
            })
        };
        for (((found, observed), extreme), defined) in found.iter().zip(&observed).zip(&mut extreme).zip(&mut defined) {
            if let (Some(found), Some(observed)) = (found, observed) {
                *defined += 1;
                *extreme += u32::from(found.abs() >= observed.abs() - ROUNDING);
            }
        }
    }
    (observed.iter().zip(extreme.iter().zip(&defined)))
        .map(|(observed, (extreme, defined))| {
            Test::Without(match (n, observed) {
                (0, _) => NoTest::NoDifference,
                (_, None) => NoTest::NoFigure,
                (1, _) => NoTest::OneCluster,
                _ => {
                    let (k, of) = (f64::from(*extreme), f64::from(*defined));
                    let p = if exact { k / of.max(1.0) } else { (k + 1.0) / (of + 1.0) };
                    return Test::Done(Permutation { p, exact, ways: *defined, clusters: n });
                }
            })
        })
        .collect()
}

/// The rows that can be exchanged (two of each cluster, one after the other) and the sums that stay.
struct Exchange {
    rows: Clusters,
    fixed: Vec<u64>,
    total: Vec<u64>,
    draws: Vec<u32>,
    first: Vec<u64>,
    second: Vec<u64>,
}

impl Exchange {
    fn new(rows: Clusters, fixed: Vec<u64>) -> Self {
        let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let mut total = vec![0; fixed.len()];
        rows.sum(&(0..count).collect::<Vec<_>>(), &mut total);
        let (first, second) = (total.clone(), total.clone());
        Exchange { draws: vec![0; rows.len() / 2], rows, fixed, total, first, second }
    }

    /// The difference of each figure when the clusters that `exchanged` names have changed sides.
    fn differences<F: OfSums>(&mut self, figures: &[F], mut exchanged: impl FnMut(usize) -> bool) -> Vec<Option<f64>> {
        for (cluster, draw) in self.draws.iter_mut().enumerate() {
            *draw = u32::try_from(2 * cluster + usize::from(exchanged(cluster))).unwrap_or(u32::MAX);
        }
        self.rows.sum(&self.draws, &mut self.first);
        let sums = self.first.iter_mut().zip(&mut self.second).zip(self.total.iter().zip(&self.fixed));
        for ((first, second), (total, fixed)) in sums {
            *second = total - *first + fixed;
            *first += fixed;
        }
        figures.iter().map(|figure| Some(figure.of_sums(&self.second)? - figure.of_sums(&self.first)?)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn total(sums: &[u64]) -> Option<f64> {
        sums.first().map(|sum| *sum as f64)
    }

    fn pairs(values: &[(u32, u32)]) -> Vec<[[u32; 1]; 2]> {
        values.iter().map(|(a, b)| [[*a], [*b]]).collect()
    }

    #[test]
    fn the_exact_p_equals_the_enumeration_by_hand() {
        // Differences +1, +2, +3: of the 8 signed sums only +6 and -6 are as large as the observed 6.
        let test = permutation(&pairs(&[(0, 1), (0, 2), (0, 3)]), total, 1, 100);
        assert_eq!(test, Test::Done(Permutation { p: 0.25, exact: true, ways: 8, clusters: 3 }));
        // +3, -1: signed sums 2, 4, -4, -2; all are at least 2 in size.
        assert_eq!(permutation(&pairs(&[(0, 3), (1, 0)]), total, 1, 100).p(), Some(1.0));
    }

    #[test]
    fn ties_from_clusters_without_a_difference_do_not_count_as_clusters() {
        let test = permutation(&pairs(&[(5, 5), (0, 1), (0, 2), (0, 3), (9, 9)]), total, 1, 100);
        assert_eq!(test, Test::Done(Permutation { p: 0.25, exact: true, ways: 8, clusters: 3 }));
    }

    #[test]
    fn none_one_and_equal_clusters_give_words() {
        assert_eq!(permutation(&pairs(&[]), total, 1, 100), Test::Without(NoTest::NoDifference));
        assert_eq!(permutation(&pairs(&[(4, 4); 9]), total, 1, 100), Test::Without(NoTest::NoDifference));
        assert_eq!(permutation(&pairs(&[(4, 4), (1, 2)]), total, 1, 100), Test::Without(NoTest::OneCluster));
        assert_eq!(permutation(&pairs(&[(1, 2), (3, 4)]), |_| None, 1, 100), Test::Without(NoTest::NoFigure));
    }

    #[test]
    fn many_clusters_are_drawn_and_the_observed_way_is_counted_among_them() {
        // 30 differences of one sign: nothing drawn is as large, so p = (0 + 1) / (999 + 1).
        let test = permutation(&pairs(&[(0, 1); 30]), total, 7, 999);
        assert_eq!(test, Test::Done(Permutation { p: 0.001, exact: false, ways: 999, clusters: 30 }));
        assert_eq!(permutation(&pairs(&[(0, 1); 30]), total, 7, 999), test);
    }

    #[test]
    fn drawn_ways_come_near_the_exact_p() {
        // 100 differences of size 1, 60 up and 40 down: P(|up - down| >= 20) of a fair coin is 0.0569.
        let values: Vec<(u32, u32)> = (0..100).map(|at| if at < 60 { (0, 1) } else { (1, 0) }).collect();
        let p = permutation(&pairs(&values), total, 3, 20_000).p().unwrap();
        assert!((p - 0.0569).abs() < 0.006, "{p}");
    }

    proptest! {
        #[test]
        fn p_is_the_same_whichever_system_comes_first(values in prop::collection::vec((0u32..9, 0u32..9), 2..9)) {
            let swapped: Vec<(u32, u32)> = values.iter().map(|(a, b)| (*b, *a)).collect();
            prop_assert_eq!(
                permutation(&pairs(&values), total, 1, 100),
                permutation(&pairs(&swapped), total, 1, 100)
            );
        }
    }
}
