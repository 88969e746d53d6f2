//! Moving on the screen of figures: down to items and back, along lines, rows, cells and runs; and what makes sense where.

use sarf_shared::family::Variable;
use sarf_shared::rpc::{ScoreFilter, ScoredChoice, TruthChoice};
use sarf_shared::scoring::f1::Line;

use super::{Before, F1, Level, MapForm, Order, RowColumn, order};
use crate::keymap::Action;

/// Why there is no confusion matrix here.
const NO_VARIABLE: &str = "choose a line of a variable first: symptom, anxiety, relationship or functioning";

impl F1 {
    /// Takes another filter, and stands at the top again.
    pub fn set_filter(&mut self, filter: ScoreFilter) {
        self.filter = filter;
        self.levels.clear();
        self.before = None;
        (self.row, self.statement, self.item, self.on_items) = (None, None, 0, false);
    }

    /// The discussion whose people are mapped: the item's, the selected one, or the one drilled down to.
    pub fn map_form(&self) -> Result<MapForm, String> {
        if self.filter.truth == TruthChoice::Constructed {
            return Err("people of constructed references are not mapped, only those of ground truth".into());
        }
        let item = self.item().filter(|_| self.on_items).map(|item| item.discussion);
        let id = item.or(match self.scope() {
            Level::Statements(id) => Some(id),
            Level::Discussions => self.row().map(|row| row.discussion.id),
            _ => None,
        });
        let id = id.ok_or("choose an item or a discussion first: people are mapped within one discussion")?;
        let row = self.discussions().into_iter().find(|row| row.discussion.id == id);
        let run = row.and_then(|row| row.discussion.run).ok_or("this discussion has no scored run")?;
        Ok(MapForm::new(id, run))
    }

    /// Whether an action makes sense now; the error says in words why not.
    pub fn allows(&self, action: Action) -> Result<(), String> {
        use Action as A;
        let level = self.level();
        let item = || if self.items_len() > 0 { Ok(()) } else { Err("there is no item here".to_owned()) };
        let figures = || self.table.value().map(|_| ()).ok_or_else(|| "there are no figures yet".to_owned());
        match action {
            A::Open => match (level, self.on_items) {
                (Level::Item, _) => Err("this is the item itself".into()),
                (Level::Statements(_) | Level::Confusion(_) | Level::Comparison, _) | (_, true) => item(),
                (Level::Table, false) => figures(),
                (Level::Discussions, false) => match self.row() {
                    Some(row) if row.problem.is_some() => Err("this discussion cannot be scored".into()),
                    Some(_) => Ok(()),
                    None => Err("no discussion is selected".into()),
                },
                (Level::History, false) => {
                    self.history.point().map(|_| ()).ok_or_else(|| "there is no finished run".to_owned())
                }
            },
            A::NextItem | A::PrevItem | A::NextPane | A::PrevPane => item(),
            A::MapPerson => self.map_form().map(|_| ()),
            A::UndoMap => Err("that is done in the dialog that maps people".into()),
            A::CompareRun if level == Level::Item => Err("go back to the figures first".into()),
            A::CompareRun if level == Level::History => {
                self.history.point().map(|_| ()).ok_or_else(|| "there is no finished run".to_owned())
            }
            A::History if matches!(level, Level::History | Level::Item) => Err("go back to the figures first".into()),
            A::NextFigure if level != Level::History => Err("that is done in the history of runs".into()),
            A::Confusion if matches!(level, Level::History | Level::Comparison | Level::Item) => {
                Err("go back to the figures first".into())
            }
            A::Confusion if matches!(level, Level::Confusion(_)) => Ok(()),
            A::Confusion => figures().and_then(|()| self.line().variable().map(|_| ()).ok_or(NO_VARIABLE.into())),
            A::ScrollDown | A::ScrollUp if level != Level::Item => Err("only an item is scrolled".into()),
            A::CellLeft | A::CellRight if !matches!(level, Level::Confusion(_)) => {
                Err("that is done in a confusion matrix".into())
            }
            A::PooledOrMean if !matches!(level, Level::Table | Level::Discussions | Level::Statements(_)) => {
                Err("go back to the figures first".into())
            }
            A::Sort | A::SortBack
                if !matches!(level, Level::Table | Level::Discussions | Level::Statements(_)) || self.on_items =>
            {
                Err("lines, discussions and statements have orders; this has one only".into())
            }
            A::Why => figures(),
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
                    (self.row, self.statement, self.item) = (Some(id), None, 0);
                    self.levels.push(Level::Statements(id));
                }
            }
            (Level::Statements(_) | Level::Confusion(_) | Level::Comparison, false) => self.on_items = true,
            (Level::History, false) => self.open_runs(),
        }
    }

    /// The table of the selected runs of the history; back leads to the history again.
    fn open_runs(&mut self) {
        let Some(point) = self.history.point() else { return };
        let scored = ScoredChoice::Runs(point.runs.clone());
        let before = Before { filter: self.filter.clone(), levels: self.levels.clone() };
        self.set_filter(ScoreFilter { scored, ..self.filter.clone() });
        self.before = Some(before);
    }

    /// One level up; says whether there was one.
    pub fn back(&mut self) -> bool {
        if self.level() != Level::Item && self.on_items {
            self.on_items = false;
            return true;
        }
        let left = self.levels.pop();
        if left.is_none()
            && let Some(before) = self.before.take()
        {
            self.set_filter(before.filter);
            self.levels = before.levels;
            return true;
        }
        if left.is_some_and(|left| left != Level::Item) {
            self.item = 0;
        }
        left.is_some()
    }

    /// The focus to the other pane.
    pub fn switch_pane(&mut self) {
        if self.level() != Level::Item {
            self.on_items = !self.on_items && self.items_len() > 0;
        }
    }

    /// The matrix of the focused line's variable; from a matrix, that of the next variable.
    pub fn confuse(&mut self) {
        let all = Variable::ALL;
        let now = match self.level() {
            Level::Confusion(variable) => {
                self.levels.pop();
                Some(order::next(all, variable))
            }
            _ => self.line().variable(),
        };
        if let Some(variable) = now {
            (self.on_items, self.item) = (false, 0);
            self.levels.push(Level::Confusion(variable));
        }
    }

    /// Every run in order of time.
    pub fn look_back(&mut self) {
        self.on_items = false;
        self.history.begin();
        self.levels.push(Level::History);
    }

    /// Compares what is shown with other runs.
    pub fn compare_with(&mut self, baseline: ScoredChoice) {
        (self.on_items, self.item) = (false, 0);
        self.compare.begin(baseline);
        if self.level() != Level::Comparison {
            self.levels.push(Level::Comparison);
        }
    }

    /// The line that the history charts next.
    pub fn next_figure(&mut self) -> Line {
        let now = self.charted();
        self.history.next_line(now)
    }

    /// Moves among items from wherever one is.
    pub fn step_item(&mut self, by: isize) {
        if !std::mem::replace(&mut self.on_items, true) {
            // The first step goes to where the selection stands.
            return;
        }
        let last = self.items_len().saturating_sub(1);
        self.item = self.item_at().saturating_add_signed(by).min(last);
    }

    /// Moves the selection of the focused pane.
    pub fn step(&mut self, by: isize) {
        if self.on_items || self.level() == Level::Item {
            return self.step_item(by);
        }
        self.item = 0;
        let moved = |at: usize, of: usize| at.saturating_add_signed(by).min(of.saturating_sub(1));
        match self.level() {
            Level::Table => {
                let lines = self.lines();
                self.line = lines.get(moved(self.line_at(), lines.len())).copied().unwrap_or(self.line);
            }
            Level::Discussions => {
                let rows = self.discussions();
                self.row = rows.get(moved(self.row_at(), rows.len())).map(|row| row.discussion.id);
            }
            Level::Statements(_) => {
                let rows = self.statements();
                self.statement = rows.get(moved(self.statement_at(), rows.len())).map(|row| row.statement);
            }
            Level::Confusion(_) => {
                let of = self.confusion().map_or(0, |one| one.confusion.labels.len());
                self.cell = (moved(self.cell().0, of), self.cell().1);
            }
            Level::History => self.history.step(by),
            Level::Comparison => self.compare.step(by),
            Level::Item => {}
        }
    }

    /// Moves along a row of the confusion matrix.
    pub fn step_cell(&mut self, by: isize) {
        let last = self.confusion().map_or(0, |one| one.confusion.labels.len()).saturating_sub(1);
        let (row, column) = self.cell();
        self.cell = (row, column.saturating_add_signed(by).min(last));
        (self.item, self.on_items) = (0, false);
    }

    /// The next order of what is listed, in words.
    pub fn sort(&mut self) -> String {
        match self.level() {
            Level::Discussions => {
                let by = order::next(&RowColumn::of_discussions(), self.discussions_by().by);
                self.set_discussions_by(Order { by, down: false })
            }
            Level::Statements(_) => {
                let by = order::next(&RowColumn::of_statements(), self.statements_by.by);
                self.statements_by = Order { by, down: false };
                self.statements_by.words("statements")
            }
            _ => {
                self.lines_by = self.lines_by.next();
                self.lines_by.words()
            }
        }
    }

    /// The same order the other way round, in words.
    pub fn sort_back(&mut self) -> String {
        match self.level() {
            Level::Discussions => {
                let now = self.discussions_by();
                self.set_discussions_by(Order { down: !now.down, ..now })
            }
            Level::Statements(_) => {
                self.statements_by.down = !self.statements_by.down;
                self.statements_by.words("statements")
            }
            _ => {
                self.lines_by.down = !self.lines_by.down;
                self.lines_by.words()
            }
        }
    }

    fn set_discussions_by(&mut self, order: Order<RowColumn>) -> String {
        self.discussions_by = Some(order);
        order.words("discussions")
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
        // Runs that were opened belong to discussions that may have no such truth.
        let scored = if self.before.is_some() { ScoredChoice::Standing } else { self.filter.scored.clone() };
        self.set_filter(ScoreFilter { truth, scored, ..self.filter.clone() });
        if constructed {
            "against ground truth of people"
        } else {
            "against constructed references, which no human coded"
        }
    }
}
