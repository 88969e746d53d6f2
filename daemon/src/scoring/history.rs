//! Every run that was made of the discussions, in order of time: one point for each engine and repetition, all scored now
//! with one ruler against one truth.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use sarf_shared::discussion::{DiscussionId, RunId};
use sarf_shared::rpc::{HistoryFigure, HistoryPoint, HistoryView, ROW_LINES, Resampling, ScoreFilter, ScoredChoice};
use sarf_shared::scoring::f1::{Figure, Line, SystemTable};
use sarf_shared::scoring::intervals::{Clusters, Interval, bootstrap_all};

use super::lines::main_lines;
use super::scorer::{Held, Scorer};
use super::select::{self, Selection, TruthIs};
use super::series::{Series, choose_run, of_run, series};
use super::stamp;
use super::standing::{Known, Standing};
use super::table::{Kept, Row, at_level};
use super::tables::{no_truth, too_many};
use crate::jobs::Refusal;
use crate::store::{Fault, View};

/// One engine's n-th run over the discussions, scored.
struct Point {
    of: Series,
    runs: BTreeMap<DiscussionId, (RunId, Arc<Kept>)>,
}

/// What a history rests on in one discussion: what the table rests on, and each run with what it was scored against.
#[derive(Debug, PartialEq, Eq)]
pub struct RestsOn {
    table: Selection,
    runs: Vec<Selection>,
}

/// A history that stands until a run or a truth it rests on is another.
pub type StandingHistory = Standing<RestsOn, HistoryView>;

impl Scorer {
    /// The history of what a filter leaves. Blocks.
    pub fn f1_history(&self, filter: &ScoreFilter, resampling: Resampling) -> Result<HistoryView, Refusal> {
        too_many(resampling)?;
        // Which runs there are is the question, so the filter's choice narrows only the engines.
        let base = ScoreFilter { scored: ScoredChoice::Standing, ..filter.clone() };
        let mut held = self.hold();
        select::check(&held.view, filter)?;
        let (standing, view) = held.history(filter, resampling);
        let known = standing.update(|| select::candidates(view, &base), |id| rests_on(view, filter, &base, id))?;
        let state = match known {
            Known::Answer(history) => return Ok(history.as_ref().clone()),
            Known::State(state) => state,
        };
        let rows = held.rows(&base)?;
        if rows.iter().all(|row| row.selection.truth == TruthIs::Nothing) {
            return Err(no_truth(&base));
        }
        let points = points(&mut held, filter, &rows)?;
        let (truth, ruler_words) = held.table(&base, |table| {
            let stamp = stamp::stamp(&base, &table.rows, &table.system, resampling);
            (stamp.truth, stamp.ruler.without_overrides().to_string())
        })?;
        drop(held);
        let newest: Option<BTreeSet<DiscussionId>> = points.last().map(|point| point.runs.keys().copied().collect());
        let points: Vec<HistoryPoint> =
            points.into_iter().map(|point| seen(point, newest.as_ref(), filter, resampling)).collect();
        let mut notes = vec![format!(
            "All points were scored now, with {ruler_words}, against the truth as it is; figures are not stored, so no \
             older ruler is among them."
        )];
        if points.iter().any(|point| !point.marks.is_empty()) {
            notes.push(
                "Points marked * are over other discussions than the newest; their level cannot be compared with \
                 it."
                .to_owned(),
            );
        }
        let history = Arc::new(HistoryView { filter: base.to_string(), ruler_words, truth, resampling, points, notes });
        self.hold().history(filter, resampling).0.keep(state, history.clone());
        Ok(history.as_ref().clone())
    }
}

fn rests_on(
    view: &impl View,
    filter: &ScoreFilter,
    base: &ScoreFilter,
    id: DiscussionId,
) -> Result<Option<RestsOn>, Fault> {
    let Some(chosen) = select::choose(view, base, id)? else { return Ok(None) };
    let mut runs = Vec::new();
    for (run, record) in select::finished_runs(view, id)? {
        if select::is_wanted(&filter.scored, run, &record.engine) {
            runs.extend(choose_run(view, filter, id, run)?.map(|chosen| chosen.selection));
        }
    }
    Ok(Some(RestsOn { table: chosen.selection, runs }))
}

fn points(held: &mut Held<'_>, filter: &ScoreFilter, rows: &[Row]) -> Result<Vec<Point>, Refusal> {
    let all = series(&held.view, &filter.scored, rows.iter().map(|row| row.selection.discussion))?;
    let mut points = Vec::new();
    for of in all {
        let mut runs = BTreeMap::new();
        for (id, run) in &of.runs {
            runs.extend(of_run(held, filter, *id, *run)?.map(|(_, kept)| (*id, (*run, kept))));
        }
        if !runs.is_empty() {
            points.push(Point { of, runs });
        }
    }
    Ok(points)
}

fn seen(
    point: Point,
    newest: Option<&BTreeSet<DiscussionId>>,
    filter: &ScoreFilter,
    resampling: Resampling,
) -> HistoryPoint {
    let mut system: SystemTable<DiscussionId> = SystemTable::new();
    for (id, (_, kept)) in &point.runs {
        if let Ok(entry) = &kept.entry {
            system.set_entry(*id, at_level(entry, filter.level));
        }
    }
    let mut intervals = intervals(&system, resampling).into_iter();
    let figures = main_lines(system.pooled()).into_iter();
    let mut marks = Vec::new();
    let of: BTreeSet<DiscussionId> = point.runs.keys().copied().collect();
    if newest.is_some_and(|newest| *newest != of) {
        marks.push("other discussions than the newest".to_owned());
    }
    HistoryPoint {
        engine: point.of.engine,
        repetition: point.of.repetition,
        runs: point.runs.values().map(|(run, _)| *run).collect(),
        first: point.of.first,
        last: point.of.last,
        discussions: u32::try_from(system.scored()).unwrap_or(u32::MAX),
        figures: figures.map(|figure| HistoryFigure { figure, interval: intervals.next() }).collect(),
        marks,
    }
}

/// Intervals of the main lines' F1; nothing if none are asked for.
fn intervals(system: &SystemTable<DiscussionId>, resampling: Resampling) -> Vec<Interval> {
    if resampling.replicates == 0 {
        return Vec::new();
    }
    let rows: Vec<&[u32]> =
        system.entries().filter_map(|(_, entry)| entry.tally.as_ref().ok()).map(|tally| tally.cells()).collect();
    let figures: Vec<Figure> = ROW_LINES.iter().map(|line: &Line| Figure::F1(*line)).collect();
    bootstrap_all(&Clusters::new(&rows), &figures, resampling.seed, resampling.replicates)
}
