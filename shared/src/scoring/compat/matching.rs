//! Pairing as the published method does it: greedy, in list order.

use crate::scoring::Matching;

impl Matching {
    /// The positions left over, where a row of the scored side counts as matched if *any* row with its id is.
    ///
    /// That is how the published method finds false positives of people and events: repeated and missing ids hide some.
    pub(super) fn by_id(
        pairs: Vec<(usize, usize)>,
        ai_len: usize,
        taken: &[bool],
        id: impl Fn(usize) -> Option<i64>,
    ) -> Self {
        let mut matching = Matching::by_row(pairs, ai_len, taken);
        if !matching.scored_unmatched.is_empty() && !matching.pairs.is_empty() {
            let matched: Vec<_> = matching.pairs.iter().map(|(at, _)| id(*at)).collect();
            matching.scored_unmatched.retain(|at| !matched.contains(&id(*at)));
        }
        matching
    }

    /// The positions left over, row by row. The pairs are in the order of the scored side.
    pub(super) fn by_row(pairs: Vec<(usize, usize)>, ai_len: usize, taken: &[bool]) -> Self {
        let mut matched = pairs.iter().map(|(at, _)| *at).peekable();
        let scored_unmatched = (0..ai_len).filter(|at| matched.next_if_eq(at).is_none()).collect();
        Matching { pairs, scored_unmatched, truth_unmatched: rest(taken) }
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
    if ai == 0 || truth == 0 {
        return Ok((Vec::new(), taken));
    }
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
