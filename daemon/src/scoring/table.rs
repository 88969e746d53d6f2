//! The table of one filter, kept up to date discussion by discussion: what has changed is taken out and put in again,
//! nothing else is touched.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use sarf_shared::coding::GroundTruthVersion;
use sarf_shared::discussion::DiscussionId;
use sarf_shared::rpc::{Resampling, ScoreFilter, ScoreLevel, ScoredDiscussion};
use sarf_shared::scoring::f1::{Entry, Intervals, SystemTable};
use sarf_shared::scoring::fair::PersonMap;

use super::select::{self, Selection};
use super::stale::Stale;
use crate::store::{Fault, View};

/// What is kept of a score: its counts, not its items.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// The counts; or why the discussion cannot be scored, in a sentence.
    pub entry: Result<Entry, String>,
    /// The overrides in effect.
    pub overrides: PersonMap,
}

/// A discussion of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What its score is of.
    pub selection: Selection,
    /// Which discussion it is, for people.
    pub about: ScoredDiscussion,
    /// The version of its truth.
    pub version: Option<Arc<GroundTruthVersion>>,
    /// Its counts.
    pub kept: Arc<Kept>,
}

/// Intervals of a state of a table.
#[derive(Debug, Clone)]
pub struct MadeIntervals {
    /// How they were made.
    pub resampling: Resampling,
    /// The intervals.
    pub made: Arc<Intervals>,
}

/// The table of one filter.
#[derive(Debug)]
pub struct Table {
    /// The discussions that the filter leaves.
    pub rows: BTreeMap<DiscussionId, Row>,
    /// Their sums.
    pub system: Arc<SystemTable<DiscussionId>>,
    /// Counted up with every change of the sums.
    pub state: u64,
    /// The intervals of this state, once they were made.
    pub intervals: Option<MadeIntervals>,
    stale: Stale,
}

impl Default for Table {
    fn default() -> Self {
        Table { rows: BTreeMap::new(), system: Arc::default(), state: 0, intervals: None, stale: Stale::All }
    }
}

impl Table {
    /// Which discussions changed.
    pub fn stale(&mut self) -> &mut Stale {
        &mut self.stale
    }

    /// Brings the table up to date. `kept` answers the counts of a selection. What was not reached because of a fault
    /// stays to be done.
    pub fn update<V: View>(
        &mut self,
        view: &V,
        filter: &ScoreFilter,
        mut kept: impl FnMut(&V, &Selection) -> Result<Arc<Kept>, Fault>,
    ) -> Result<(), Fault> {
        let before: BTreeSet<DiscussionId> = self.rows.keys().copied().collect();
        // Those in the table too: they may be gone.
        let ids = self.stale.begin(|| {
            let every = select::candidates(view, filter)?.into_iter().chain(before);
            Ok::<_, Fault>(every.collect())
        })?;
        for id in ids {
            let chosen = select::choose(view, filter, id)?;
            let row = match chosen {
                None => None,
                Some(chosen) => {
                    let same = self.rows.get(&id).filter(|row| row.selection == chosen.selection);
                    let kept = match same {
                        Some(row) => row.kept.clone(),
                        None => kept(view, &chosen.selection)?,
                    };
                    let mut about = chosen.about;
                    about.overrides = u32::try_from(kept.overrides.len()).unwrap_or(u32::MAX);
                    about.coverage = kept.entry.as_ref().map(|entry| entry.coverage).unwrap_or_default();
                    Some(Row { selection: chosen.selection, about, version: chosen.version.map(Arc::new), kept })
                }
            };
            self.put(id, row, filter.level);
            self.stale.done(id);
        }
        Ok(())
    }

    fn put(&mut self, id: DiscussionId, row: Option<Row>, level: ScoreLevel) {
        let counts = |row: &Row| row.kept.entry.as_ref().ok().map(|entry| at_level(entry, level));
        let before = self.rows.get(&id).map(|row| row.kept.clone());
        let same = match (&before, &row) {
            (None, None) => true,
            (Some(before), Some(row)) => Arc::ptr_eq(before, &row.kept) || *before == row.kept,
            _ => false,
        };
        if !same {
            let system = Arc::make_mut(&mut self.system);
            match row.as_ref().and_then(counts) {
                Some(entry) => system.set_entry(id, entry),
                None => drop(system.remove(&id)),
            }
            self.state += 1;
            self.intervals = None;
        }
        match row {
            Some(row) => drop(self.rows.insert(id, row)),
            None => drop(self.rows.remove(&id)),
        }
    }
}

/// The counts of an entry as the level wants them: of the final families, or of the statements one by one.
pub fn at_level(entry: &Entry, level: ScoreLevel) -> Entry {
    match level {
        ScoreLevel::Discussion => entry.clone(),
        ScoreLevel::Statement => {
            let mut entry = entry.clone();
            entry.tally = entry.tally.map(|_| entry.by_statement.clone());
            entry
        }
    }
}
