//! The runs over the discussions, put together by engine and repetition: the points of the history.

use std::collections::BTreeMap;
use std::sync::Arc;

use sarf_shared::discussion::{DiscussionId, RunId, Timestamp};
use sarf_shared::rpc::{EngineLabel, ScoreFilter, ScoredChoice};

use super::scorer::Held;
use super::select::{self, Chosen, Selection};
use super::table::Kept;
use crate::store::{Fault, View};

/// One engine's n-th run over the discussions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Who codes.
    pub engine: EngineLabel,
    /// Its how many-th run of each discussion, from 1.
    pub repetition: u32,
    /// The runs.
    pub runs: BTreeMap<DiscussionId, RunId>,
    /// When the first of them was finished.
    pub first: Timestamp,
    /// When the last of them was finished.
    pub last: Timestamp,
}

/// All finished runs of these discussions that a choice takes, in order of time.
pub fn series(
    view: &impl View,
    choice: &ScoredChoice,
    discussions: impl Iterator<Item = DiscussionId>,
) -> Result<Vec<Series>, Fault> {
    let mut all: Vec<Series> = Vec::new();
    for id in discussions {
        let mut repetitions: Vec<(EngineLabel, u32)> = Vec::new();
        for (run, record) in select::finished_runs(view, id)? {
            if !select::is_wanted(choice, run, &record.engine) {
                continue;
            }
            let repetition = match repetitions.iter_mut().find(|(engine, _)| *engine == record.engine) {
                Some((_, n)) => {
                    *n += 1;
                    *n
                }
                None => {
                    repetitions.push((record.engine.clone(), 1));
                    1
                }
            };
            let finished = record.finished.unwrap_or(record.started);
            match all.iter_mut().find(|one| one.repetition == repetition && one.engine == record.engine) {
                Some(known) => {
                    known.first = known.first.min(finished);
                    known.last = known.last.max(finished);
                    known.runs.insert(id, run);
                }
                None => all.push(Series {
                    engine: record.engine,
                    repetition,
                    runs: BTreeMap::from([(id, run)]),
                    first: finished,
                    last: finished,
                }),
            }
        }
    }
    let name = |engine: &EngineLabel| (engine.provider.clone(), engine.model.clone(), engine.prompt_hash.clone());
    all.sort_by_key(|one| (one.last, one.first, name(&one.engine), one.repetition));
    Ok(all)
}

/// What a filter takes of one run; nothing if it leaves the discussion out.
pub fn choose_run(
    view: &impl View,
    filter: &ScoreFilter,
    id: DiscussionId,
    run: RunId,
) -> Result<Option<Chosen>, Fault> {
    let of_run = ScoreFilter { scored: ScoredChoice::Runs(vec![run]), discussions: vec![id], ..filter.clone() };
    select::choose(view, &of_run, id)
}

/// The counts of one run of a discussion, measured as a filter says; nothing if the filter leaves the discussion out.
pub fn of_run(
    held: &mut Held<'_>,
    filter: &ScoreFilter,
    id: DiscussionId,
    run: RunId,
) -> Result<Option<(Selection, Arc<Kept>)>, Fault> {
    let Some(chosen) = choose_run(&held.view, filter, id, run)? else { return Ok(None) };
    let kept = held.kept(&chosen.selection)?;
    Ok(Some((chosen.selection, kept)))
}
