//! What a filter takes against the runs that came before it: the differences beside the table. Only counts are looked at;
//! which items changed is told by a comparison.

use std::collections::BTreeMap;

use sarf_shared::discussion::{DiscussionId, RunId};
use sarf_shared::rpc::{AgainstPrevious, Resampling, ScoreFilter, ScoredChoice};
use sarf_shared::scoring::f1::{Tally, differences};

use super::scorer::Scorer;
use super::series::{Series, of_run, series};
use super::table::at_level;
use super::tables::too_many;
use crate::jobs::Refusal;

impl Scorer {
    /// The differences to the runs before; nothing if none were before. Blocks.
    pub fn f1_previous(
        &self,
        filter: &ScoreFilter,
        resampling: Resampling,
    ) -> Result<Option<AgainstPrevious>, Refusal> {
        too_many(resampling)?;
        let mut held = self.hold();
        let rows = held.rows(filter)?;
        let run = |row: &super::table::Row| Some((row.selection.discussion, row.selection.run?));
        let shown: BTreeMap<DiscussionId, RunId> = rows.iter().filter_map(run).collect();
        // What was before may be of another engine, whatever the filter takes.
        let all = series(&held.view, &ScoredChoice::Standing, shown.keys().copied())?;
        let Some(before) = before(&all, &shown) else { return Ok(None) };
        let mut tallies: Vec<[Tally; 2]> = Vec::new();
        for row in &rows {
            let Some(run) = before.runs.get(&row.selection.discussion) else { continue };
            let old = of_run(&mut held, filter, row.selection.discussion, *run)?;
            let Some((selection, kept)) = old.filter(|(old, _)| old.truth == row.selection.truth) else { continue };
            debug_assert_eq!(selection.run, Some(*run));
            if let (Ok(old), Ok(new)) = (&kept.entry, &row.kept.entry)
                && let [Ok(old), Ok(new)] = [old, new].map(|entry| at_level(entry, filter.level).tally)
            {
                tallies.push([old, new]);
            }
        }
        // Without the memory held: others are answered meanwhile.
        drop(held);
        if tallies.is_empty() {
            return Ok(None);
        }
        let pairs: Vec<[&Tally; 2]> = tallies.iter().map(|[old, new]| [old, new]).collect();
        Ok(Some(AgainstPrevious {
            engine: before.engine.clone(),
            repetition: before.repetition,
            runs: before.runs.values().copied().collect(),
            last: before.last,
            discussions: u32::try_from(pairs.len()).unwrap_or(u32::MAX),
            differences: differences(&pairs, resampling.seed, resampling.replicates),
            resampling,
        }))
    }
}

/// The point of the history before the one that has most of the shown runs (the later one of two that have as many), as
/// far as it has another run of anything shown.
fn before<'s>(all: &'s [Series], shown: &BTreeMap<DiscussionId, RunId>) -> Option<&'s Series> {
    let common = |one: &Series| one.runs.iter().filter(|(id, run)| shown.get(*id) == Some(*run)).count();
    let (at, _) = all.iter().enumerate().max_by_key(|(at, one)| (common(one), *at))?;
    let differs = |one: &&Series| one.runs.iter().any(|(id, run)| shown.get(id).is_some_and(|shown| shown != run));
    all.iter().take(at).rev().find(differs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sarf_shared::discussion::Timestamp;
    use sarf_shared::rpc::EngineLabel;

    fn point(model: &str, repetition: u32, runs: &[(u64, u64)]) -> Series {
        let engine = EngineLabel {
            role: "extractor".into(),
            provider: "lab".into(),
            model: model.into(),
            prompt_hash: String::new(),
        };
        let runs = runs.iter().map(|(id, run)| (DiscussionId(*id), RunId(*run))).collect();
        Series { engine, repetition, runs, first: Timestamp(0), last: Timestamp(0) }
    }

    fn runs(all: &[Series], shown: &[(u64, u64)]) -> Option<Vec<u64>> {
        let shown = shown.iter().map(|(id, run)| (DiscussionId(*id), RunId(*run))).collect();
        before(all, &shown).map(|one| one.runs.values().map(|run| run.0).collect())
    }

    #[test]
    fn what_was_before_is_the_point_before_the_one_that_is_shown() {
        let all = [point("a", 1, &[(1, 1), (2, 2)]), point("b", 1, &[(1, 3), (2, 4)]), point("a", 2, &[(1, 5)])];
        assert_eq!(runs(&all, &[(1, 3), (2, 4)]), Some(vec![1, 2]));
        assert_eq!(runs(&all, &[(1, 1), (2, 2)]), None, "nothing was before the first");
        // One discussion was coded again: both points have one of the shown runs, the later one counts.
        assert_eq!(runs(&all, &[(1, 5), (2, 4)]), Some(vec![3, 4]));
        assert_eq!(runs(&all, &[(1, 5)]), Some(vec![3, 4]));
    }

    #[test]
    fn a_point_over_other_discussions_is_no_predecessor() {
        let all = [point("a", 1, &[(9, 1)]), point("b", 1, &[(1, 2)])];
        assert_eq!(runs(&all, &[(1, 2)]), None);
    }
}
