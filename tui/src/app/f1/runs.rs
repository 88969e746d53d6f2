//! Runs against runs: where one is in the history and in a comparison, and what stands behind a changed item.

use sarf_shared::discussion::DiscussionId;
use sarf_shared::family::ItemId;
use sarf_shared::rpc::{
    ChangedItem, CompareRequest, CompareView, HistoryPoint, HistoryView, ItemPair, ROW_LINES, Resampling, ScoreFilter,
    ScoredChoice,
};
use sarf_shared::scoring::f1::{InBoth, Line};

use super::Asked;

/// The history of runs as one reads it.
#[derive(Debug, Default)]
pub struct History {
    /// The points.
    pub asked: Asked<ScoreFilter, Box<HistoryView>>,
    /// The line whose F1 is charted; none chosen: that of the table.
    pub line: Option<Line>,
    at: Option<usize>,
}

impl History {
    /// The points, oldest first.
    pub fn points(&self) -> &[HistoryPoint] {
        self.asked.value().map_or(&[], |view| view.points.as_slice())
    }

    /// Place of the selected point; the newest, until another one is chosen.
    pub fn at(&self) -> usize {
        let last = self.points().len().saturating_sub(1);
        self.at.map_or(last, |at| at.min(last))
    }

    /// The selected point.
    pub fn point(&self) -> Option<&HistoryPoint> {
        self.points().get(self.at())
    }

    /// Begins at the newest point, with the line of the table.
    pub fn begin(&mut self) {
        (self.line, self.at) = (None, None);
    }

    /// Moves the selection.
    pub fn step(&mut self, by: isize) {
        let last = self.points().len().saturating_sub(1);
        self.at = Some(self.at().saturating_add_signed(by).min(last));
    }

    /// Charts the next line.
    pub fn next_line(&mut self, now: Line) -> Line {
        let line = super::order::next(ROW_LINES, now);
        self.line = Some(line);
        line
    }

    /// The filter all runs are asked for with: which runs there are is the question, so only an engine narrows it.
    pub fn filter(filter: &ScoreFilter) -> ScoreFilter {
        let scored = match &filter.scored {
            ScoredChoice::Engine { .. } => filter.scored.clone(),
            ScoredChoice::Standing | ScoredChoice::Runs(_) => ScoredChoice::Standing,
        };
        ScoreFilter { scored, ..filter.clone() }
    }
}

/// A row of a comparison.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CompareRow<'v> {
    /// A line over all discussions.
    Line(Line),
    /// A discussion.
    Discussion(&'v InBoth<DiscussionId>),
}

/// An item that only one of two runs has found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change<'v> {
    /// Found by the new run only; else by the old one only.
    pub fixed: bool,
    /// The item.
    pub item: &'v ChangedItem,
}

/// Asks how both runs have a truth item.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeRequest {
    /// Of which figures.
    pub filter: ScoreFilter,
    /// The old and the new run.
    pub runs: [ScoredChoice; 2],
    /// Of which discussion.
    pub discussion: DiscussionId,
    /// Of which line.
    pub line: Line,
    /// The item's id in the truth.
    pub id: ItemId,
}

/// How the old and the new run have a truth item.
#[derive(Debug, Clone, PartialEq)]
pub struct InBothRuns(pub [Option<ItemPair>; 2]);

/// A comparison as one reads it.
#[derive(Debug, Default)]
pub struct Compare {
    /// With what is compared.
    pub baseline: Option<ScoredChoice>,
    /// The comparison.
    pub asked: Asked<Box<CompareRequest>, Box<CompareView>>,
    /// How both runs have the selected item.
    pub one: Asked<Box<ChangeRequest>, Box<InBothRuns>>,
    row: usize,
}

impl Compare {
    /// What is asked for, with what the table shows as the new run.
    pub fn request(&self, filter: &ScoreFilter, by: Line) -> Option<Box<CompareRequest>> {
        Some(Box::new(CompareRequest {
            old: self.baseline.clone()?,
            new: filter.scored.clone(),
            filter: filter.clone(),
            resampling: Resampling::default(),
            by,
        }))
    }

    /// The rows: lines, then discussions, the worst regression first.
    pub fn rows(&self) -> Vec<CompareRow<'_>> {
        let Some(view) = self.asked.value() else { return Vec::new() };
        let discussions = view.discussions.iter().map(CompareRow::Discussion);
        ROW_LINES.iter().map(|line| CompareRow::Line(*line)).chain(discussions).collect()
    }

    /// Place of the selected row.
    pub fn row_at(&self) -> usize {
        self.row.min(self.rows().len().saturating_sub(1))
    }

    /// The selected row.
    pub fn row(&self) -> Option<CompareRow<'_>> {
        self.rows().get(self.row_at()).copied()
    }

    /// Moves the selection.
    pub fn step(&mut self, by: isize) {
        let last = self.rows().len().saturating_sub(1);
        self.row = self.row_at().saturating_add_signed(by).min(last);
    }

    /// Begins with another baseline, at the top.
    pub fn begin(&mut self, baseline: ScoredChoice) {
        (self.baseline, self.row) = (Some(baseline), 0);
    }

    /// The changed items of the selected row: what broke first, in the order of the discussions (the worst regression
    /// first), then what was fixed.
    pub fn changes(&self) -> Vec<Change<'_>> {
        let (Some(view), Some(row)) = (self.asked.value(), self.row()) else { return Vec::new() };
        let rank = |id: DiscussionId| view.discussions.iter().position(|one| one.discussion == id);
        let wanted = |item: &&ChangedItem| match row {
            CompareRow::Line(line) => item.line == line || item.line.sums().contains(&line),
            CompareRow::Discussion(one) => item.discussion == one.discussion,
        };
        let mut changes = Vec::new();
        for (fixed, page) in [(false, &view.broken), (true, &view.fixed)] {
            let mut items: Vec<&ChangedItem> = page.items.iter().filter(wanted).collect();
            items.sort_by_key(|item| (rank(item.discussion), item.truth.statement, item.line, item.truth.id));
            changes.extend(items.into_iter().map(|item| Change { fixed, item }));
        }
        changes
    }
}
