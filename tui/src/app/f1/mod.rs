//! What the F1 screen shows and where a person is in it: the figures, the level drilled down to, the items behind a
//! number. Everything is asked for by its filter and comes by messages; nothing is counted here.

mod asked;
mod fetch;
mod form;
mod line;
mod map;

use sarf_shared::discussion::DiscussionId;
use sarf_shared::rpc::{
    F1DiscussionView, F1Row, F1View, ItemPair, ItemsRequest, Outcome, ROW_LINES, RowFigure, ScoreFilter, TruthChoice,
};
use sarf_shared::scoring::f1::{Line, Value};

pub use asked::{Asked, Got};
pub(super) use fetch::{
    export, fetch_comparison, fetch_discussion, fetch_history, fetch_items, fetch_people, fetch_table,
};
pub use form::{FilterField, FilterForm};
pub use line::TableLine;
pub use map::{BothPeople, MapForm, MapRow};

use super::message::Effect;
use crate::keymap::Action;

/// How far down one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The lines over all discussions.
    Table,
    /// The discussions.
    Discussions,
    /// The statements of one.
    Statements(DiscussionId),
    /// One item with what it was matched with.
    Item,
}

/// A line asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureAsk {
    /// With what the figures are compared.
    Baseline,
    /// Into which file they are written.
    File,
}

impl FigureAsk {
    /// What is asked.
    pub fn words(self) -> &'static str {
        match self {
            FigureAsk::Baseline => {
                "Compare what is shown with which runs? Numbers like r7,r9, a model, MODEL@PROMPT, or standing:"
            }
            FigureAsk::File => "Write the figures into which new file? JSON if its name ends with .json, else CSV:",
        }
    }

    /// The heading.
    pub fn heading(self) -> &'static str {
        match self {
            FigureAsk::Baseline => "compare runs",
            FigureAsk::File => "export the figures",
        }
    }
}

/// The order of the discussions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiscussionOrder {
    /// Lowest F1 first.
    Worst,
    /// Highest F1 first.
    Best,
    /// By number.
    Number,
}

impl DiscussionOrder {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            DiscussionOrder::Worst => "lowest F1 first",
            DiscussionOrder::Best => "highest F1 first",
            DiscussionOrder::Number => "by number",
        }
    }

    fn next(self) -> Self {
        match self {
            DiscussionOrder::Worst => DiscussionOrder::Best,
            DiscussionOrder::Best => DiscussionOrder::Number,
            DiscussionOrder::Number => DiscussionOrder::Worst,
        }
    }
}

/// Items, and how many there are.
#[derive(Debug, Clone, PartialEq)]
pub struct Items {
    /// Those that were fetched.
    pub pairs: Vec<ItemPair>,
    /// All there are.
    pub total: usize,
}

/// The state of the screen.
#[derive(Debug)]
pub struct F1 {
    /// Which figures.
    pub filter: ScoreFilter,
    /// Ratios are means over discussions, not pooled.
    pub mean: bool,
    /// The order of the discussions.
    pub order: DiscussionOrder,
    levels: Vec<Level>,
    /// The items have the focus.
    pub on_items: bool,
    line: usize,
    row: Option<DiscussionId>,
    statement: usize,
    item: usize,
    heard: bool,
    /// The table.
    pub table: Asked<ScoreFilter, Box<F1View>>,
    /// The discussion drilled down to.
    pub one: Asked<(DiscussionId, ScoreFilter), Box<F1DiscussionView>>,
    /// The items behind the focused number.
    pub items: Asked<ItemsRequest, Items>,
}

impl Default for F1 {
    fn default() -> Self {
        F1 {
            filter: ScoreFilter::default(),
            mean: false,
            order: DiscussionOrder::Worst,
            levels: Vec::new(),
            on_items: false,
            line: 0,
            row: None,
            statement: 0,
            item: 0,
            heard: false,
            table: Asked::default(),
            one: Asked::default(),
            items: Asked::default(),
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
        let list = |level: &&Level| **level != Level::Item;
        self.levels.iter().rev().find(list).copied().unwrap_or(Level::Table)
    }

    /// Place of the focused line.
    pub fn line_at(&self) -> usize {
        self.line
    }

    /// The focused line.
    pub fn line(&self) -> TableLine {
        TableLine::all().get(self.line).copied().unwrap_or(TableLine::Counted(Line::Aggregate))
    }

    /// The line whose F1 orders the discussions: the focused one, where rows show it.
    pub fn order_line(&self) -> Line {
        match self.line() {
            TableLine::Counted(line) if ROW_LINES.contains(&line) => line,
            TableLine::Counted(line) if line.depth() == 2 => Line::Structural,
            TableLine::Valued(_) => Line::Shift,
            _ => Line::Aggregate,
        }
    }

    /// The discussions in order; those without figures last.
    pub fn discussions(&self) -> Vec<&F1Row> {
        let Some(view) = self.table.value() else { return Vec::new() };
        let mut rows: Vec<&F1Row> = view.discussions.items.iter().collect();
        let f1 = |row: &F1Row| figure(&row.figures, self.order_line()).and_then(|one| one.f1.figure());
        rows.sort_by(|a, b| {
            let by_figure = match (self.order, f1(a), f1(b)) {
                (DiscussionOrder::Number, _, _) | (_, None, None) => std::cmp::Ordering::Equal,
                (_, None, Some(_)) => std::cmp::Ordering::Greater,
                (_, Some(_), None) => std::cmp::Ordering::Less,
                (DiscussionOrder::Worst, Some(a), Some(b)) => a.total_cmp(&b),
                (DiscussionOrder::Best, Some(a), Some(b)) => b.total_cmp(&a),
            };
            by_figure.then(a.discussion.id.cmp(&b.discussion.id))
        });
        rows
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

    /// Place of the selected statement.
    pub fn statement_at(&self) -> usize {
        let rows = self.one.value().map_or(0, |view| view.statements.items.len());
        self.statement.min(rows.saturating_sub(1))
    }

    /// Place of the selected item.
    pub fn item_at(&self) -> usize {
        let items = self.items.value().map_or(0, |items| items.pairs.len());
        self.item.min(items.saturating_sub(1))
    }

    /// The selected item.
    pub fn item(&self) -> Option<&ItemPair> {
        self.items.value().and_then(|items| items.pairs.get(self.item_at()))
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
        self.one.outdate();
        self.items.outdate();
    }

    /// The daemon began another life: nothing that is on its way counts.
    pub fn restart(&mut self) {
        self.table.restart();
        self.one.restart();
        self.items.restart();
    }

    /// Takes another filter, and stands at the top again.
    pub fn set_filter(&mut self, filter: ScoreFilter) {
        self.filter = filter;
        self.levels.clear();
        (self.row, self.statement, self.item, self.on_items) = (None, 0, 0, false);
    }

    /// Asks for what is to be shown and is not there.
    pub fn wishes(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.table.wish(Some(self.filter.clone()));
        let list = self.list_level();
        self.one.wish(match list {
            Level::Statements(id) => Some((id, self.filter.clone())),
            _ => None,
        });
        let request = self.request();
        self.items.wish(request);
        effects.extend(self.table.ask().map(|(number, filter)| Effect::FetchF1(number, filter)));
        let one = self.one.ask();
        effects.extend(one.map(|(number, (id, filter))| Effect::FetchF1Discussion(number, id, filter)));
        effects.extend(self.items.ask().map(|(number, request)| Effect::FetchF1Items(number, Box::new(request))));
        effects
    }

    /// The items behind the focused number; none while there are no figures.
    fn request(&self) -> Option<ItemsRequest> {
        self.table.value()?;
        let (line, outcomes) = self.line().items();
        let request = |discussion, statement, line, outcomes: &[Outcome]| ItemsRequest {
            filter: self.filter.clone(),
            discussion,
            statement,
            line,
            outcomes: outcomes.to_vec(),
            cell: None,
        };
        match self.list_level() {
            Level::Discussions => Some(request(Some(self.row()?.discussion.id), None, line, outcomes)),
            Level::Statements(id) => {
                let statement = self.one.value()?.statements.items.get(self.statement_at())?.statement;
                Some(request(Some(id), Some(statement), line, &[]))
            }
            Level::Table | Level::Item => Some(request(None, None, line, outcomes)),
        }
    }

    /// The discussion whose people are mapped: the item's, the selected one, or the one drilled down to.
    pub fn map_form(&self) -> Result<MapForm, String> {
        if self.filter.truth == TruthChoice::Constructed {
            return Err("people of constructed references are not mapped, only those of ground truth".into());
        }
        let item = self.item().filter(|_| self.on_items).map(|item| item.discussion);
        let id = item.or(match self.list_level() {
            Level::Statements(id) => Some(id),
            Level::Discussions => self.row().map(|row| row.discussion.id),
            Level::Table | Level::Item => None,
        });
        let id = id.ok_or("choose an item or a discussion first: people are mapped within one discussion")?;
        let row = self.discussions().into_iter().find(|row| row.discussion.id == id);
        let run = row.and_then(|row| row.discussion.run).ok_or("this discussion has no scored run")?;
        Ok(MapForm::new(id, run))
    }

    /// Whether an action makes sense now; the error says in words why not.
    pub fn allows(&self, action: Action) -> Result<(), String> {
        use Action as A;
        let item = || self.item().map(|_| ()).ok_or_else(|| "there is no item here".to_owned());
        match action {
            A::Open => match (self.level(), self.on_items) {
                (Level::Item, _) => Err("this is the item itself".into()),
                (Level::Statements(_), _) | (_, true) => item(),
                (Level::Table, false) if self.table.value().is_none() => Err("there are no figures yet".into()),
                (Level::Discussions, false) => match self.row() {
                    Some(row) if row.problem.is_some() => Err("this discussion cannot be scored".into()),
                    Some(_) => Ok(()),
                    None => Err("no discussion is selected".into()),
                },
                _ => Ok(()),
            },
            A::NextItem | A::PrevItem => item(),
            A::MapPerson => self.map_form().map(|_| ()),
            A::UndoMap => Err("that is done in the dialog that maps people".into()),
            A::CompareRun if matches!(self.level(), Level::Item) => Err("go back to the figures first".into()),
            A::Why => self.table.value().map(|_| ()).ok_or_else(|| "there are no figures yet".to_owned()),
            _ => Ok(()),
        }
    }

    /// One level down.
    pub fn open(&mut self) {
        match (self.level(), self.on_items) {
            (Level::Item, _) => {}
            (_, true) => self.levels.push(Level::Item),
            (Level::Table, false) => self.levels.push(Level::Discussions),
            (Level::Discussions, false) => {
                if let Some(id) = self.row().map(|row| row.discussion.id) {
                    (self.row, self.statement, self.item) = (Some(id), 0, 0);
                    self.levels.push(Level::Statements(id));
                }
            }
            (Level::Statements(_), false) => self.on_items = true,
        }
    }

    /// One level up; says whether there was one.
    pub fn back(&mut self) -> bool {
        if self.level() != Level::Item && self.on_items {
            self.on_items = false;
            return true;
        }
        let left = self.levels.pop();
        if left.is_some() && left != Some(Level::Item) {
            self.item = 0;
        }
        left.is_some()
    }

    /// The focus to the other pane.
    pub fn switch_pane(&mut self) {
        if self.level() != Level::Item {
            self.on_items = !self.on_items && self.item().is_some();
        }
    }

    /// Moves among items from wherever one is.
    pub fn step_item(&mut self, by: isize) {
        if !std::mem::replace(&mut self.on_items, true) {
            // The first step goes to where the selection stands.
            return;
        }
        let last = self.items.value().map_or(0, |items| items.pairs.len()).saturating_sub(1);
        self.item = self.item_at().saturating_add_signed(by).min(last);
    }

    /// Moves the selection of the focused pane.
    pub fn step(&mut self, by: isize) {
        if self.on_items || self.level() == Level::Item {
            return self.step_item(by);
        }
        self.item = 0;
        match self.level() {
            Level::Table => {
                self.line = self.line.saturating_add_signed(by).min(TableLine::all().len().saturating_sub(1));
            }
            Level::Discussions => {
                let rows = self.discussions();
                let at = self.row_at().saturating_add_signed(by).min(rows.len().saturating_sub(1));
                self.row = rows.get(at).map(|row| row.discussion.id);
            }
            Level::Statements(_) => {
                self.statement = self.statement_at().saturating_add_signed(by);
                self.statement = self.statement_at();
            }
            Level::Item => {}
        }
    }

    /// The next order of the discussions, in words.
    pub fn sort(&mut self) -> String {
        self.order = self.order.next();
        let of = TableLine::Counted(self.order_line()).name();
        format!(
            "discussions {}{}",
            self.order.words(),
            match self.order {
                DiscussionOrder::Number => String::new(),
                _ => format!(" ({of})"),
            }
        )
    }

    /// Pooled or mean, in words.
    pub fn switch_mean(&mut self) -> &'static str {
        self.mean = !self.mean;
        if self.mean { "P, R and F1 are means over discussions" } else { "P, R and F1 are pooled over discussions" }
    }

    /// Human ground truth or constructed references, in words.
    pub fn switch_truth(&mut self) -> &'static str {
        let constructed = self.filter.truth == TruthChoice::Constructed;
        let truth = if constructed { TruthChoice::default() } else { TruthChoice::Constructed };
        self.set_filter(ScoreFilter { truth, ..self.filter.clone() });
        if constructed {
            "against ground truth of people"
        } else {
            "against constructed references, which no human coded"
        }
    }
}

/// The figure of a line among a row's.
pub fn figure(figures: &[RowFigure], line: Line) -> Option<&RowFigure> {
    figures.iter().find(|figure| figure.line == line)
}

/// A share without its leading zero, as tables show it: `.927`, `1.000`.
pub fn short(value: Value) -> Option<String> {
    value.figure().map(|figure| decimals(figure, 3))
}

/// A number from -1 to 1 in so many decimals, without its leading zero.
pub fn decimals(number: f64, places: usize) -> String {
    let text = format!("{number:.places$}");
    match text.strip_prefix("0.").or(text.strip_prefix("-0.")) {
        Some(rest) if text.starts_with('-') && rest.bytes().any(|digit| digit != b'0') => format!("-.{rest}"),
        Some(rest) => format!(".{rest}"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_written_without_a_leading_zero_and_never_as_minus_nothing() {
        assert_eq!(decimals(0.9271, 3), ".927");
        assert_eq!(decimals(1.0, 3), "1.000");
        assert_eq!(decimals(-0.0004, 3), ".000");
        assert_eq!(decimals(-0.25, 2), "-.25");
    }
}
