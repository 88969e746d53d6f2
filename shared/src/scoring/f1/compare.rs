//! One run against another on the same truth and the same ruler: what was fixed, what was broken, and how sure that is.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::discussion::{DiscussionScore, Whole};
use super::tally::{CELLS, Sums, WhichSide};
use super::{Figure, Line, Ruler, Tally, Value, Why};
use crate::family::ItemId;
use crate::scoring::Matching;
use crate::scoring::agreement::mcnemar_exact;
use crate::scoring::intervals::{Clusters, Interval, NoTest, OfSums, REPLICATES, Test, bootstrap_all, permutation_all};

/// A run's scores. `T` names the truth they were measured against: two runs are compared only if it is the same.
#[derive(Debug, Clone)]
pub struct RunScores<'s, K: Ord, T> {
    /// The versions of the ground truth.
    pub truth: T,
    /// The discussions.
    pub discussions: BTreeMap<K, &'s DiscussionScore>,
}

/// How to compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompareOptions {
    /// The figure by which discussions are put in order, worst regression first.
    pub by: Figure,
    /// Seed of resamples and exchanges.
    pub seed: u64,
    /// How many of each.
    pub replicates: u32,
}

impl Default for CompareOptions {
    fn default() -> Self {
        CompareOptions { by: Figure::F1(Line::Aggregate), seed: 0, replicates: REPLICATES }
    }
}

/// Why two runs cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotComparable {
    /// They were measured against different truths.
    #[error(
        "the two runs were scored against different versions of the ground truth; score both against the same and compare again"
    )]
    OtherTruth,
    /// They were measured in different ways.
    #[error(
        "the two runs were scored with different rulers ({old}; {new}); score both with the same and compare again"
    )]
    OtherRuler {
        /// The stamp of the one.
        old: String,
        /// The stamp of the other.
        new: String,
    },
    /// No discussion is scored in both.
    #[error("no discussion has a score in both runs; score both runs on the same discussions")]
    NothingInCommon,
}

/// A truth item that only one of the runs has found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Changed<K> {
    /// The discussion.
    pub discussion: K,
    /// The line it is counted in: people, pair bonds, child-of or an event kind.
    pub line: Line,
    /// Its id in the truth; of a child-of link the child's.
    pub id: ItemId,
    /// The statement in which the truth first speaks of it, by its place among the subject's.
    pub statement: Option<usize>,
}

/// A figure in both runs. Differences are the new run less the old.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Difference {
    /// Which figure, pooled over the discussions in common.
    pub figure: Figure,
    /// In the old run.
    pub old: Value,
    /// In the new one.
    pub new: Value,
    /// New less old.
    pub difference: Value,
    /// Its interval, by drawing discussions with both their scores.
    pub interval: Interval,
    /// The permutation test over discussions.
    pub test: Test,
}

/// McNemar's test over the truth items of a line. It takes items for independent, which items of one discussion are not;
/// the permutation test over discussions does not.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct McNemar {
    /// The line.
    pub line: Line,
    /// Found by both runs.
    pub both: u32,
    /// Found by the new run only.
    pub fixed: u32,
    /// Found by the old run only.
    pub broken: u32,
    /// Found by neither.
    pub neither: u32,
}

impl McNemar {
    /// The exact p, or why there is none.
    pub fn p(&self) -> Result<f64, NoTest> {
        if self.fixed + self.broken == 0 {
            Err(NoTest::NoDifference)
        } else {
            Ok(mcnemar_exact(self.fixed, self.broken))
        }
    }
}

/// A discussion in both runs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct InBoth<K> {
    /// The discussion.
    pub discussion: K,
    /// The figure asked for, in the old run.
    pub old: Value,
    /// In the new one.
    pub new: Value,
    /// New less old.
    pub difference: Value,
    /// Truth items that only the new run has found.
    pub fixed: usize,
    /// Truth items that only the old run has found.
    pub broken: usize,
}

/// Two runs compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison<K> {
    /// The rulers of the old and the new run: one method; each run has its own overrides.
    pub rulers: [Ruler; 2],
    /// The discussions in common, worst regression first.
    pub discussions: Vec<InBoth<K>>,
    /// Discussions scored in one of the runs only; they are left out.
    pub left_out: Vec<K>,
    /// Every figure.
    pub differences: Vec<Difference>,
    /// Truth items the new run has found and the old had not.
    pub fixed: Vec<Changed<K>>,
    /// Truth items the old run had found and the new has not.
    pub broken: Vec<Changed<K>>,
    /// McNemar's test of each line that has truth items.
    pub mcnemar: Vec<McNemar>,
}

impl<K> Comparison<K> {
    /// The comparison of a figure.
    pub fn get(&self, figure: Figure) -> Option<&Difference> {
        self.differences.iter().find(|difference| difference.figure == figure)
    }
}

/// Compares two runs over the discussions that both have scored.
pub fn compare<K: Ord + Clone, T: PartialEq>(
    old: &RunScores<'_, K, T>,
    new: &RunScores<'_, K, T>,
    options: &CompareOptions,
) -> Result<Comparison<K>, NotComparable> {
    if old.truth != new.truth {
        return Err(NotComparable::OtherTruth);
    }
    let scored = |run: &RunScores<'_, K, T>, discussion: &K| {
        run.discussions.get(discussion).is_some_and(|score| score.whole.is_ok())
    };
    let all: std::collections::BTreeSet<&K> = old.discussions.keys().chain(new.discussions.keys()).collect();
    let left_out = all.iter().filter(|key| !(scored(old, key) && scored(new, key))).map(|key| (*key).clone()).collect();
    let mut pairs: Vec<Pair<'_, K>> = Vec::new();
    for discussion in all {
        let (Some(a), Some(b)) = (old.discussions.get(discussion), new.discussions.get(discussion)) else { continue };
        if let (Ok(before), Ok(after)) = (&a.whole, &b.whole) {
            if (a.ruler.without_overrides()) != (b.ruler.without_overrides()) {
                return Err(NotComparable::OtherRuler { old: a.ruler.to_string(), new: b.ruler.to_string() });
            }
            if before.truth.items != after.truth.items {
                return Err(NotComparable::OtherTruth);
            }
            let rulers = [a.ruler, b.ruler];
            pairs.push(Pair { discussion, rulers, tallies: [&a.tally, &b.tally], wholes: [before, after] });
        }
    }
    let rulers = pairs.first().map(|pair| pair.rulers).ok_or(NotComparable::NothingInCommon)?;
    let mut comparison = Comparison {
        rulers,
        discussions: Vec::with_capacity(pairs.len()),
        left_out,
        differences: differences(
            &pairs.iter().map(|pair| pair.tallies).collect::<Vec<_>>(),
            options.seed,
            options.replicates,
        ),
        fixed: Vec::new(),
        broken: Vec::new(),
        mcnemar: Line::ALL
            .iter()
            .map(|line| McNemar { line: *line, both: 0, fixed: 0, broken: 0, neither: 0 })
            .collect(),
    };
    for pair in &pairs {
        comparison.add_items(pair, options.by);
    }
    comparison.mcnemar.retain(|test| test.both + test.fixed + test.broken + test.neither > 0);
    comparison.discussions.sort_by(|a, b| worse(a).total_cmp(&worse(b)).then_with(|| a.discussion.cmp(&b.discussion)));
    Ok(comparison)
}

/// Worst regressions first; discussions without a difference to speak of come where no change would.
fn worse<K>(of: &InBoth<K>) -> f64 {
    of.difference.figure().unwrap_or(0.0)
}

/// A discussion in both runs: old and new.
struct Pair<'s, K> {
    discussion: &'s K,
    rulers: [Ruler; 2],
    tallies: [&'s Tally; 2],
    wholes: [&'s Whole; 2],
}

impl<K: Ord + Clone> Comparison<K> {
    fn add_items(&mut self, pair: &Pair<'_, K>, by: Figure) {
        let [before, after] = pair.wholes.map(found);
        let (mut fixed, mut broken) = (0, 0);
        for (item, was) in &before {
            let Some(is) = after.get(item) else { continue };
            let changed = || Changed {
                discussion: pair.discussion.clone(),
                line: item.0,
                id: item.1,
                statement: pair.wholes[1].truth.first_statement(item.1),
            };
            match (was, is) {
                (false, true) => {
                    fixed += 1;
                    self.fixed.push(changed());
                }
                (true, false) => {
                    broken += 1;
                    self.broken.push(changed());
                }
                _ => {}
            }
            for line in std::iter::once(&item.0).chain(item.0.sums()) {
                let Some(test) = self.mcnemar.get_mut(*line as usize) else { continue };
                let cell = match (was, is) {
                    (true, true) => &mut test.both,
                    (false, true) => &mut test.fixed,
                    (true, false) => &mut test.broken,
                    (false, false) => &mut test.neither,
                };
                *cell += 1;
            }
        }
        let [old, new] = pair.tallies.map(|tally| by.of(tally.sums()));
        let discussion = pair.discussion.clone();
        self.discussions.push(InBoth { discussion, old, new, difference: difference(old, new), fixed, broken });
    }
}

/// Each truth item that counts, and whether it was found.
fn found(whole: &Whole) -> BTreeMap<(Line, ItemId), bool> {
    let (truth, matching) = (&whole.truth.items, &whole.score.matching);
    let person = |at: usize| truth.people.get(at).map(|person| person.id);
    let mut all = BTreeMap::new();
    let mut add = |matching: &Matching, item: &dyn Fn(usize) -> Option<(Line, ItemId)>| {
        let hits = matching.pairs.iter().map(|(_, at)| (*at, true));
        let misses = matching.truth_unmatched.iter().map(|at| (*at, false));
        all.extend(hits.chain(misses).filter_map(|(at, found)| Some((item(at)?, found))));
    };
    add(&matching.people, &|at| Some((Line::People, person(at)?)));
    add(&matching.child_of, &|at| Some((Line::ChildOf, person(at)?)));
    add(&matching.pair_bonds, &|at| truth.pair_bonds.get(at).map(|bond| (Line::PairBonds, bond.id)));
    add(&matching.events, &|at| truth.events.get(at).map(|event| (Line::of_kind(event.kind), event.id)));
    all
}

fn difference(old: Value, new: Value) -> Value {
    match new.minus(old) {
        Value::Undefined(_) if old.figure().is_some() != new.figure().is_some() => {
            Value::Undefined(Why::NothingToCompare)
        }
        difference => difference,
    }
}

/// A figure of the new run less that of the old, of rows that hold both runs' cells.
struct NewLessOld(Figure);

impl OfSums for NewLessOld {
    fn of_sums(&self, sums: &[u64]) -> Option<f64> {
        let (old, new) = sums.split_at_checked(CELLS)?;
        Some(self.0.of_sums(new)? - self.0.of_sums(old)?)
    }

    fn concerns(&self, row: &[u64]) -> bool {
        row.split_at_checked(CELLS).is_some_and(|(old, new)| self.0.concerns(old) || self.0.concerns(new))
    }
}

/// Every figure of two runs, old and new, from the counts of each discussion in both: pooled, their difference with its
/// interval and test.
pub fn differences(tallies: &[[&Tally; 2]], seed: u64, replicates: u32) -> Vec<Difference> {
    let rows: Vec<Vec<u32>> = tallies.iter().map(|pair| pair.map(Tally::cells).concat()).collect();
    // The truth is the same in both, and so is how it hangs together.
    let figures: Vec<Figure> =
        Figure::all().filter(|figure| *figure != Figure::Connectivity(WhichSide::Truth)).collect();
    let paired: Vec<NewLessOld> = figures.iter().map(|figure| NewLessOld(*figure)).collect();
    let intervals = bootstrap_all(&Clusters::new(&rows), &paired, seed, replicates);
    let cells: Vec<[&[u32]; 2]> = tallies.iter().map(|pair| pair.map(Tally::cells)).collect();
    let tests = permutation_all(&cells, &figures, seed, replicates);
    let total = |which: usize| -> Vec<u64> {
        let mut sums = vec![0u64; CELLS];
        for tally in tallies.iter().filter_map(|pair| pair.get(which)) {
            sums.iter_mut().zip(tally.cells()).for_each(|(sum, cell)| *sum += u64::from(*cell));
        }
        sums
    };
    let totals = [total(0), total(1)];
    (figures.into_iter().zip(intervals).zip(tests))
        .map(|((figure, interval), test)| {
            let [old, new] = [&totals[0], &totals[1]].map(|sums| figure.of(Sums(sums)));
            Difference { figure, old, new, difference: difference(old, new), interval, test }
        })
        .collect()
}
