//! What a matcher answers: which positions belong together, and which are left on either side.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scoring::Counts;

/// Matched and unmatched positions in the lists of the two sides.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Matching {
    /// Positions `(ai, truth)` of each pair, in the order they were found.
    pub pairs: Vec<(usize, usize)>,
    /// Positions only the scored side has. Rows hidden by a repeated id are missing here (see [`Matching::by_id`]).
    pub ai_unmatched: Vec<usize>,
    /// Positions only the truth has.
    pub truth_unmatched: Vec<usize>,
}

impl Matching {
    /// Pairs, rest of the scored side, rest of the truth.
    pub fn counts(&self) -> Counts {
        Counts::new(self.pairs.len(), self.ai_unmatched.len(), self.truth_unmatched.len())
    }

    /// The counts of the rows for which the two predicates hold (a pair counts by its scored row).
    pub fn counts_where(&self, ai: impl Fn(usize) -> bool, truth: impl Fn(usize) -> bool) -> Counts {
        Counts::new(
            self.pairs.iter().filter(|(at, _)| ai(*at)).count(),
            self.ai_unmatched.iter().filter(|at| ai(**at)).count(),
            self.truth_unmatched.iter().filter(|at| truth(**at)).count(),
        )
    }

    /// The positions left over, where a row of the scored side counts as matched if *any* row with its id is.
    ///
    /// That is how the published method finds false positives of people and events: repeated and missing ids hide some.
    pub(super) fn by_id(pairs: Vec<(usize, usize)>, ai_ids: &[Option<i64>], taken: &[bool]) -> Self {
        let is_matched = |id: Option<i64>| pairs.iter().any(|(at, _)| ai_ids.get(*at) == Some(&id));
        let mut matched = vec![false; ai_ids.len()];
        for (at, _) in &pairs {
            if let Some(flag) = matched.get_mut(*at) {
                *flag = true;
            }
        }
        let ai_unmatched = (ai_ids.iter().zip(&matched).enumerate())
            .filter(|(_, (id, matched))| !**matched && !is_matched(**id))
            .map(|(at, _)| at)
            .collect();
        Matching { pairs, ai_unmatched, truth_unmatched: rest(taken) }
    }

    /// The positions left over, row by row.
    pub(super) fn by_row(pairs: Vec<(usize, usize)>, ai_len: usize, taken: &[bool]) -> Self {
        let mut matched = vec![false; ai_len];
        for (at, _) in &pairs {
            if let Some(flag) = matched.get_mut(*at) {
                *flag = true;
            }
        }
        Matching { pairs, ai_unmatched: rest(&matched), truth_unmatched: rest(taken) }
    }
}

fn rest(taken: &[bool]) -> Vec<usize> {
    taken.iter().enumerate().filter(|(_, taken)| !**taken).map(|(at, _)| at).collect()
}

/// Pairs `(ai, truth)` in the order they were found, and which truth items are taken.
pub(super) type Paired = (Vec<(usize, usize)>, Vec<bool>);

/// Pairs each item of the scored side, in list order, with the best truth item still free.
///
/// `score` answers `None` where the two cannot be a pair; the earlier of two equally good truth items wins.
pub(super) fn greedy<E>(
    ai: usize,
    truth: usize,
    mut score: impl FnMut(usize, usize) -> Result<Option<f64>, E>,
) -> Result<Paired, E> {
    let mut taken = vec![false; truth];
    let mut pairs = Vec::with_capacity(ai.min(truth));
    for a in 0..ai {
        let mut best: Option<(f64, usize)> = None;
        for (t, _) in taken.iter().enumerate().filter(|(_, taken)| !**taken) {
            if let Some(score) = score(a, t)?
                && best.is_none_or(|(highest, _)| score > highest)
            {
                best = Some((score, t));
            }
        }
        if let Some((_, t)) = best {
            if let Some(flag) = taken.get_mut(t) {
                *flag = true;
            }
            pairs.push((a, t));
        }
    }
    Ok((pairs, taken))
}
