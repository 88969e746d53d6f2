//! What the F1 screen shows and where a person is in it: the figures, the level drilled down to, the items behind a
//! number. Everything is asked for by its filter and comes by messages; nothing is counted here.
//!
//! Where one can go is in `moves`, in which order things stand in `order`, runs against runs in `runs`.

mod asked;
mod fetch;
mod form;
mod line;
mod map;
mod moves;
mod numbers;
mod order;
mod prompt;
mod runs;

use sarf_shared::discussion::DiscussionId;
use sarf_shared::family::Variable;
use sarf_shared::rpc::{
    AgainstPrevious, ConfusionCell, F1DiscussionView, F1Row, F1StatementRow, F1Variable, F1View, ItemPair,
    ItemsRequest, Outcome, ROW_LINES, ScoreFilter,
};
use sarf_shared::scoring::f1::Line;

pub use asked::{Asked, Got};
pub(super) use fetch::{
    export, fetch_change, fetch_comparison, fetch_discussion, fetch_history, fetch_items, fetch_people, fetch_previous,
    fetch_table,
};
pub use form::{FilterField, FilterForm};
pub use line::TableLine;
pub use map::{BothPeople, MapForm, MapRow};
pub use numbers::{decimals, figure, probability, short, signed};
pub use order::{LineColumn, Order, RowColumn};
pub use prompt::FigureAsk;
pub use runs::{Change, ChangeRequest, Compare, CompareRow, History, InBothRuns};

use super::message::Effect;

/// How far down one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The lines over all discussions.
    Table,
    /// The discussions.
    Discussions,
    /// The statements of one.
    Statements(DiscussionId),
    /// Which values of a variable were taken for which.
    Confusion(Variable),
    /// Every run in order of time.
    History,
    /// What is shown against other runs.
    Comparison,
    /// One item with what it was matched with.
    Item,
}

/// Items, and how many there are.
#[derive(Debug, Clone, PartialEq)]
pub struct Items {
    /// Those that were fetched.
    pub pairs: Vec<ItemPair>,
    /// All there are.
    pub total: usize,
}

/// What was shown before a run of the history was opened.
#[derive(Debug, Clone)]
struct Before {
    filter: ScoreFilter,
    levels: Vec<Level>,
}

/// The state of the screen.
#[derive(Debug)]
pub struct F1 {
    /// Which figures.
    pub filter: ScoreFilter,
    /// Ratios are means over discussions, not pooled.
    pub mean: bool,
    /// The order of the lines.
    pub lines_by: Order<LineColumn>,
    /// The order of the discussions; none chosen: by the F1 of the focused line, the worst first.
    discussions_by: Option<Order<RowColumn>>,
    /// The order of the statements.
    pub statements_by: Order<RowColumn>,
    levels: Vec<Level>,
    before: Option<Before>,
    /// The items have the focus.
    pub on_items: bool,
    line: TableLine,
    row: Option<DiscussionId>,
    statement: Option<u32>,
    /// The focused cell of a confusion matrix: the truth's value, the scored one.
    cell: (usize, usize),
    item: usize,
    heard: bool,
    /// The table.
    pub table: Asked<ScoreFilter, Box<F1View>>,
    /// What it shows against the runs before; nothing if none were before.
    pub previous: Asked<ScoreFilter, Option<Box<AgainstPrevious>>>,
    /// The discussion drilled down to.
    pub one: Asked<(DiscussionId, ScoreFilter), Box<F1DiscussionView>>,
    /// The items behind the focused number.
    pub items: Asked<ItemsRequest, Items>,
    /// Every run.
    pub history: History,
    /// What is shown against other runs.
    pub compare: Compare,
}

impl Default for F1 {
    fn default() -> Self {
        F1 {
            filter: ScoreFilter::default(),
            mean: false,
            lines_by: Order { by: LineColumn::Report, down: false },
            discussions_by: None,
            statements_by: Order { by: RowColumn::Number, down: false },
            levels: Vec::new(),
            before: None,
            on_items: false,
            line: TableLine::Counted(Line::Aggregate),
            row: None,
            statement: None,
            cell: (0, 0),
            item: 0,
            heard: false,
            table: Asked::default(),
            previous: Asked::default(),
            one: Asked::default(),
            items: Asked::default(),
            history: History::default(),
            compare: Compare::default(),
        }
    }
}

impl F1 {
    /// Where one is.
    pub fn level(&self) -> Level {
        self.levels.last().copied().unwrap_or(Level::Table)
    }

    /// The level that the items belong to.
    pub fn list_level(&self) -> Level {
        self.above(|level| level != Level::Item)
    }

    /// The level whose discussion, if any, is spoken of.
    pub fn scope(&self) -> Level {
        self.above(|level| !matches!(level, Level::Item | Level::Confusion(_)))
    }

    fn above(&self, wanted: impl Fn(Level) -> bool) -> Level {
        self.levels.iter().rev().copied().find(|level| wanted(*level)).unwrap_or(Level::Table)
    }

    /// What the runs before had, where any were.
    pub fn before(&self) -> Option<&AgainstPrevious> {
        let of = self.table.shown().map(|(filter, _)| filter);
        let (_, found) = self.previous.shown().filter(|(filter, _)| Some(filter) == of)?;
        found.as_ref().ok()?.as_deref()
    }

    /// The lines in order.
    pub fn lines(&self) -> Vec<TableLine> {
        order::lines(self.lines_by, self.table.value().map(|view| &**view), self.before(), self.mean)
    }

    /// Place of the focused line.
    pub fn line_at(&self) -> usize {
        self.lines().iter().position(|line| *line == self.line).unwrap_or(0)
    }

    /// The focused line.
    pub fn line(&self) -> TableLine {
        self.line
    }

    /// The line whose F1 orders the discussions: the focused one, where rows show it.
    pub fn order_line(&self) -> Line {
        match self.line() {
            TableLine::Counted(line) if ROW_LINES.contains(&line) => line,
            TableLine::Counted(line) if line.depth() == 2 => Line::Structural,
            line if line.variable().is_some() => Line::Shift,
            _ => Line::Aggregate,
        }
    }

    /// The line that the history charts.
    pub fn charted(&self) -> Line {
        self.history.line.unwrap_or_else(|| self.order_line())
    }

    /// The order of the discussions.
    pub fn discussions_by(&self) -> Order<RowColumn> {
        self.discussions_by.unwrap_or(Order { by: RowColumn::F1(self.order_line()), down: false })
    }

    /// The discussions in order; those without figures last.
    pub fn discussions(&self) -> Vec<&F1Row> {
        self.table
            .value()
            .map_or_else(Vec::new, |view| order::discussions(self.discussions_by(), &view.discussions.items))
    }

    /// Place of the selected discussion among [`F1::discussions`].
    pub fn row_at(&self) -> usize {
        let rows = self.discussions();
        self.row.and_then(|id| rows.iter().position(|row| row.discussion.id == id)).unwrap_or(0)
    }

    /// The selected discussion.
    pub fn row(&self) -> Option<&F1Row> {
        self.discussions().get(self.row_at()).copied()
    }

    /// The statements of the discussion drilled down to, in order.
    pub fn statements(&self) -> Vec<&F1StatementRow> {
        let view = self.one.value();
        view.map_or_else(Vec::new, |view| order::statements(self.statements_by, &view.statements.items))
    }

    /// Place of the selected statement.
    pub fn statement_at(&self) -> usize {
        let rows = self.statements();
        self.statement.and_then(|number| rows.iter().position(|row| row.statement == number)).unwrap_or(0)
    }

    /// The variable whose values are looked at, over what the level is about.
    pub fn confusion(&self) -> Option<&F1Variable> {
        let Level::Confusion(variable) = self.list_level() else { return None };
        let variables = match self.scope() {
            Level::Statements(id) => {
                &self.one.value().filter(|view| view.row.discussion.id == id && self.one.is_current())?.variables
            }
            _ => &self.table.value()?.variables,
        };
        variables.iter().find(|one| one.variable == variable)
    }

    /// The focused cell of the confusion matrix.
    pub fn cell(&self) -> (usize, usize) {
        let last = self.confusion().map_or(0, |one| one.confusion.labels.len().saturating_sub(1));
        (self.cell.0.min(last), self.cell.1.min(last))
    }

    /// How many items the list of items has.
    pub fn items_len(&self) -> usize {
        match self.list_level() {
            Level::Comparison => self.compare.changes().len(),
            Level::History => 0,
            _ => self.items.value().map_or(0, |items| items.pairs.len()),
        }
    }

    /// Place of the selected item.
    pub fn item_at(&self) -> usize {
        self.item.min(self.items_len().saturating_sub(1))
    }

    /// The selected item; in a comparison there are changes in its place.
    pub fn item(&self) -> Option<&ItemPair> {
        match self.list_level() {
            Level::Comparison | Level::History => None,
            _ => self.items.value().and_then(|items| items.pairs.get(self.item_at())),
        }
    }

    /// The selected change of a comparison.
    pub fn change(&self) -> Option<Change<'_>> {
        match self.list_level() {
            Level::Comparison => self.compare.changes().get(self.item_at()).copied(),
            _ => None,
        }
    }

    /// Something that is scored may have changed.
    pub fn hear(&mut self) {
        self.heard = true;
    }

    /// Once a second: what was heard is asked for, so that a running extraction does not ask without end.
    pub fn tick(&mut self) {
        if std::mem::take(&mut self.heard) {
            self.outdate();
        }
    }

    /// Everything is asked for again.
    pub fn outdate(&mut self) {
        self.table.outdate();
        self.previous.outdate();
        self.one.outdate();
        self.items.outdate();
        self.history.asked.outdate();
        self.compare.asked.outdate();
        self.compare.one.outdate();
    }

    /// The daemon began another life: nothing that is on its way counts.
    pub fn restart(&mut self) {
        self.table.restart();
        self.previous.restart();
        self.one.restart();
        self.items.restart();
        self.history.asked.restart();
        self.compare.asked.restart();
        self.compare.one.restart();
    }

    /// Asks for what is to be shown and is not there.
    pub fn wishes(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.table.wish(Some(self.filter.clone()));
        self.one.wish(match self.scope() {
            Level::Statements(id) => Some((id, self.filter.clone())),
            _ => None,
        });
        self.items.wish(self.request());
        let list = self.list_level();
        self.history.asked.wish((list == Level::History).then(|| History::filter(&self.filter)));
        let compare = self.compare.request(&self.filter, self.order_line());
        self.compare.asked.wish(compare.filter(|_| list == Level::Comparison));
        let change = self.change_request();
        self.compare.one.wish(change);
        effects.extend(self.table.ask().map(|(number, filter)| Effect::FetchF1(number, filter)));
        let one = self.one.ask();
        effects.extend(one.map(|(number, (id, filter))| Effect::FetchF1Discussion(number, id, filter)));
        effects.extend(self.items.ask().map(|(number, request)| Effect::FetchF1Items(number, Box::new(request))));
        let history = self.history.asked.ask();
        effects.extend(history.map(|(number, filter)| Effect::FetchF1History(number, Box::new(filter))));
        effects.extend(self.compare.asked.ask().map(|(number, request)| Effect::CompareF1(number, request)));
        effects.extend(self.compare.one.ask().map(|(number, request)| Effect::FetchF1Change(number, request)));
        // What was before comes after what is: the first figures do not wait for it.
        let first = self.table.value().is_some() && self.table.is_current() && self.items.shown().is_some();
        if first && list == Level::Table {
            self.previous.wish(Some(self.filter.clone()));
            let previous = self.previous.ask();
            effects.extend(previous.map(|(number, filter)| Effect::FetchF1Previous(number, Box::new(filter))));
        }
        effects
    }

    /// How both runs have the selected change, once it is opened.
    fn change_request(&self) -> Option<Box<ChangeRequest>> {
        let change = self.change().filter(|_| self.level() == Level::Item)?;
        Some(Box::new(ChangeRequest {
            filter: self.filter.clone(),
            runs: [self.compare.baseline.clone()?, self.filter.scored.clone()],
            discussion: change.item.discussion,
            line: change.item.line,
            id: change.item.truth.id,
        }))
    }

    /// The items behind the focused number; none while there are no figures.
    fn request(&self) -> Option<ItemsRequest> {
        self.table.value()?;
        let (line, outcomes) = self.line().items();
        let request = |discussion, statement, line, outcomes: &[Outcome], cell| ItemsRequest {
            filter: self.filter.clone(),
            discussion,
            statement,
            line,
            outcomes: outcomes.to_vec(),
            cell,
        };
        match self.list_level() {
            Level::Discussions => Some(request(Some(self.row()?.discussion.id), None, line, outcomes, None)),
            Level::Statements(id) => {
                let statement = self.statements().get(self.statement_at())?.statement;
                Some(request(Some(id), Some(statement), line, &[], None))
            }
            Level::Confusion(variable) => {
                let one = self.confusion()?;
                let word = |at: usize| one.confusion.labels.get(at).cloned();
                let (truth, scored) = self.cell();
                let cell = ConfusionCell { variable, truth: word(truth)?, scored: word(scored)? };
                let discussion = match self.scope() {
                    Level::Statements(id) => Some(id),
                    _ => None,
                };
                Some(request(discussion, None, Line::Shift, &[Outcome::Found], Some(cell)))
            }
            Level::Table | Level::Item => Some(request(None, None, line, outcomes, None)),
            Level::History | Level::Comparison => None,
        }
    }
}
