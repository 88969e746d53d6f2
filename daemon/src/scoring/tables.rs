//! The F1 table over discussions and the one of a single discussion, from what is kept of scores.

use std::sync::Arc;

use sarf_shared::discussion::DiscussionId;
use sarf_shared::rpc::{
    ApiError, F1DiscussionView, F1Row, F1StatementRow, F1View, Page, PageRequest, Resampling, ScoreFilter, ScoreLevel,
    TruthChoice,
};
use sarf_shared::scoring::f1::{DiscussionScore, Figure, SystemTable, Value, Why};

use super::load::Scored;
use super::scorer::{Held, Scorer};
use super::table::{MadeIntervals, Row};
use super::{lines, select, stamp};
use crate::jobs::Refusal;

/// The longest page.
const LONGEST_PAGE: u32 = 500;

/// The most resamples; more only take longer.
const MOST_REPLICATES: u32 = 100_000;

pub(super) fn cut<T, R>(all: impl ExactSizeIterator<Item = T>, page: PageRequest, each: impl FnMut(T) -> R) -> Page<R> {
    let total = u32::try_from(all.len()).unwrap_or(u32::MAX);
    let limit = page.limit.min(LONGEST_PAGE) as usize;
    Page { items: all.skip(page.offset as usize).take(limit).map(each).collect(), total }
}

impl Scorer {
    /// The table of a filter. Blocks.
    pub fn f1(&self, filter: &ScoreFilter, resampling: Resampling, page: PageRequest) -> Result<F1View, Refusal> {
        too_many(resampling)?;
        let (mut view, state, system, made) = {
            let mut held = self.hold();
            select::check(&held.view, filter)?;
            let looked = held.table(filter, |table| {
                let view = F1View {
                    asked: filter.clone(),
                    stamp: stamp::stamp(filter, &table.rows, &table.system, resampling),
                    lines: Vec::new(),
                    variables: Vec::new(),
                    exact: lines::exact(&table.system, None),
                    connectivity: lines::connectivity(&table.system, None),
                    discussions: cut(table.rows.values(), page, |row| f1_row(row, &table.system)),
                };
                let made = table.intervals.as_ref().filter(|made| made.resampling == resampling);
                (view, table.state, table.system.clone(), made.map(|made| made.made.clone()))
            })?;
            let any = looked.2.entries().any(|(_, entry)| !matches!(entry.tally, Err(Why::NoTruth)));
            if !any && looked.0.discussions.items.iter().all(|row| row.why.is_some()) {
                return Err(no_truth(filter));
            }
            looked
        };
        let made = match made {
            Some(made) => Some(made),
            None if resampling.replicates == 0 => None,
            // Without the memory held: others are answered meanwhile.
            None => {
                let made = Arc::new(system.intervals(resampling.seed, resampling.replicates));
                self.keep_intervals(filter, state, MadeIntervals { resampling, made: made.clone() })?;
                Some(made)
            }
        };
        let made = made.as_deref();
        view.lines = lines::lines(&system, filter.level, made);
        view.variables = lines::variables(&system, filter.level, made);
        view.exact = lines::exact(&system, made);
        view.connectivity = lines::connectivity(&system, made);
        Ok(view)
    }

    fn keep_intervals(&self, filter: &ScoreFilter, state: u64, made: MadeIntervals) -> Result<(), Refusal> {
        self.hold().table(filter, |table| {
            if table.state == state {
                table.intervals = Some(made);
            }
        })?;
        Ok(())
    }

    /// The table of one discussion. Blocks.
    pub fn f1_discussion(
        &self,
        id: DiscussionId,
        filter: &ScoreFilter,
        page: PageRequest,
    ) -> Result<F1DiscussionView, Refusal> {
        let filter = ScoreFilter { discussions: vec![id], ..filter.clone() };
        let mut held = self.hold();
        select::check(&held.view, &filter)?;
        let (row, view_row, stamp, system) = held.table(&filter, |table| {
            let row = table.rows.get(&id).cloned();
            let view_row = row.as_ref().map(|row| f1_row(row, &table.system));
            (row, view_row, stamp::stamp(&filter, &table.rows, &table.system, Resampling::NONE), table.system.clone())
        })?;
        let (Some(row), Some(view_row)) = (row, view_row) else {
            let why = format!("discussion {id} is not among those the filter leaves ({filter}); widen the filter");
            return Err(ApiError::Conflict { why }.into());
        };
        if matches!(view_row.why, Some(Why::NoTruth)) {
            return Err(no_truth(&filter));
        }
        let scored = held.score(&row.selection)?;
        Ok(F1DiscussionView {
            row: view_row,
            stamp,
            lines: lines::lines(&system, filter.level, None),
            variables: lines::variables(&system, filter.level, None),
            exact: lines::exact(&system, None),
            connectivity: lines::connectivity(&system, None),
            statements: statements(&row, &scored, page),
        })
    }
}

impl Held<'_> {
    /// The discussions that a filter leaves, in order.
    pub fn rows(&mut self, filter: &ScoreFilter) -> Result<Vec<Row>, Refusal> {
        select::check(&self.view, filter)?;
        Ok(self.table(filter, |table| table.rows.values().cloned().collect())?)
    }
}

pub(super) fn too_many(resampling: Resampling) -> Result<(), Refusal> {
    if resampling.replicates <= MOST_REPLICATES {
        return Ok(());
    }
    let problem = format!("{} resamples are too many; {MOST_REPLICATES} are the most", resampling.replicates);
    Err(ApiError::Invalid { problems: vec![problem] }.into())
}

/// Why there is no table: nothing that the filter leaves has the truth asked for.
pub(super) fn no_truth(filter: &ScoreFilter) -> Refusal {
    let whom = match filter.discussions.as_slice() {
        [] if *filter == ScoreFilter::default() => "for any discussion".to_owned(),
        [] => "for any of the discussions asked for".to_owned(),
        [one] => format!("for discussion {one}"),
        some => format!("for discussions {}", some.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
    };
    let one = filter.discussions.first().map_or_else(|| "DISCUSSION".to_owned(), ToString::to_string);
    let why = match &filter.truth {
        TruthChoice::Constructed => format!(
            "no constructed reference {whom}: only generated discussions whose client says what it reveals have one"
        ),
        TruthChoice::Human { provenance, coder: None, as_of: None } if provenance.is_empty() => format!(
            "no ground truth {whom}; approve a coding with `sarf gt approve {one} --coder NAME`, or score against the \
             constructed references of generated discussions"
        ),
        TruthChoice::Human { .. } => {
            format!("no ground truth that fits {whom}; `sarf gt list` shows what there is, and a wider filter finds it")
        }
    };
    ApiError::Conflict { why }.into()
}

fn f1_row(row: &Row, system: &SystemTable<DiscussionId>) -> F1Row {
    let mut view = F1Row {
        discussion: row.about.clone(),
        figures: Vec::new(),
        exact: Value::Undefined(Why::NoStatements),
        why: None,
        problem: None,
    };
    let id = row.selection.discussion;
    match (system.get(&id).map(|entry| (&entry.tally, entry)), &row.kept.entry) {
        (Some((Ok(tally), entry)), _) => {
            view.figures = lines::main_lines(tally);
            view.exact = entry.figure(Figure::Exact);
        }
        (Some((Err(why), _)), _) => view.why = Some(*why),
        (None, _) => view.problem = row.kept.entry.as_ref().err().cloned(),
    }
    view
}

fn statements(row: &Row, scored: &Scored, page: PageRequest) -> Page<F1StatementRow> {
    let score: Option<&DiscussionScore> = scored.score.as_ref().ok();
    cut(scored.numbers.iter().enumerate(), page, |(at, number)| {
        let source = row.version.as_ref().and_then(|version| version.sources.get(number));
        let found = score.and_then(|score| score.statements.get(at));
        F1StatementRow {
            statement: *number,
            coder: source.map(|source| source.coder.name().clone()),
            provenance: source.map(|source| source.provenance),
            figures: match found {
                Some(Ok(score)) => lines::main_lines(&score.tally),
                _ => Vec::new(),
            },
            exact: match found {
                Some(Ok(score)) => Some(score.tally.sums().exact().part > 0),
                _ => None,
            },
            why: match found {
                Some(Err(why)) => Some(*why),
                _ => None,
            },
        }
    })
}

/// Whether figures are of statements one by one.
pub(super) fn by_statement(filter: &ScoreFilter) -> bool {
    filter.level == ScoreLevel::Statement
}
