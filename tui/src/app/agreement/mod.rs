//! What the screen of agreement shows and where a person is in it: the figures of all coders, the matrix of the focused
//! line, two coders by themselves, the events they disagree on. Everything is asked for by its request and comes by
//! messages; no figure is made here.

mod fetch;
mod form;
mod line;
mod settings;
mod units;

use sarf_shared::rpc::AgreementRequest;
use sarf_shared::scoring::agreement::{AgreementReport, Coder, Disagreement, UnitId, Units};
use sarf_shared::scoring::f1::Line;

pub(super) use fetch::{export, fetch, fetch_units};
pub use form::{AgreementField, AgreementForm};
pub use line::{AgreedLine, Section, of_pair};
pub use settings::{level_words, units_words};
pub use units::{Between, PairUnit, UnitSeen, between, short};

use super::f1::Asked;
use super::message::Effect;
use crate::keymap::Action;

/// How far down one is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgreementLevel {
    /// All coders.
    Table,
    /// Two coders by themselves.
    Pair(Coder, Coder),
    /// The events on which coders disagree.
    Disagreements,
    /// One event with what every coder says of it.
    Unit(UnitId),
}

/// The state of the screen.
#[derive(Debug)]
pub struct Agreement {
    /// What is asked for; without units.
    pub request: AgreementRequest,
    levels: Vec<AgreementLevel>,
    /// The lower pane has the focus: the matrix, or the events of two coders.
    pub on_pane: bool,
    /// Events on which the two differ come first.
    pub gravest: bool,
    line: AgreedLine,
    cell: (usize, usize),
    item: usize,
    heard: bool,
    /// The figures.
    pub report: Asked<AgreementRequest, Box<AgreementReport>>,
    /// The events behind them.
    pub units: Asked<AgreementRequest, Box<Units>>,
}

impl Default for Agreement {
    fn default() -> Self {
        Agreement {
            request: settings::usual(),
            levels: Vec::new(),
            on_pane: false,
            gravest: true,
            line: AgreedLine::Found(Line::Aggregate),
            cell: (0, 1),
            item: 0,
            heard: false,
            report: Asked::default(),
            units: Asked::default(),
        }
    }
}

impl Agreement {
    /// Where one is.
    pub fn level(&self) -> &AgreementLevel {
        self.levels.last().unwrap_or(&AgreementLevel::Table)
    }

    /// The level an event was opened from.
    pub fn list_level(&self) -> &AgreementLevel {
        let list = |level: &&AgreementLevel| !matches!(level, AgreementLevel::Unit(_));
        self.levels.iter().rev().find(list).unwrap_or(&AgreementLevel::Table)
    }

    /// The lines of the table.
    pub fn lines(&self) -> Vec<AgreedLine> {
        self.report.value().map(|report| AgreedLine::all(report)).unwrap_or_default()
    }

    /// The focused line: the one chosen, or the first where the present figures do not have it.
    pub fn line(&self) -> AgreedLine {
        let lines = self.lines();
        if lines.contains(&self.line) { self.line } else { lines.first().copied().unwrap_or(self.line) }
    }

    /// Place of the focused line.
    pub fn line_at(&self) -> usize {
        let line = self.line();
        self.lines().iter().position(|one| *one == line).unwrap_or(0)
    }

    /// The coders, people first.
    pub fn coders(&self) -> Vec<&Coder> {
        self.report.value().map(|report| report.raters.iter().map(|rater| &rater.coder).collect()).unwrap_or_default()
    }

    /// The focused cell of the matrix, by row and column.
    pub fn cell(&self) -> (usize, usize) {
        let last = self.coders().len().saturating_sub(1);
        (self.cell.0.min(last), self.cell.1.min(last))
    }

    /// The two coders of the focused cell; none on the diagonal.
    pub fn cell_coders(&self) -> Option<(&Coder, &Coder)> {
        let (coders, (row, column)) = (self.coders(), self.cell());
        match (coders.get(row), coders.get(column)) {
            (Some(a), Some(b)) if row != column => Some((a, b)),
            _ => None,
        }
    }

    /// The events behind the focused line of the two coders one has drilled down to; `None` where they cannot be listed
    /// or are not there yet.
    pub fn pair_units(&self) -> Option<Vec<PairUnit>> {
        let AgreementLevel::Pair(a, b) = self.list_level() else { return None };
        between(self.units.value()?, self.report.value()?, self.line(), (a, b), self.gravest)
    }

    /// Every disagreement, the gravest first.
    pub fn disagreements(&self) -> &[Disagreement] {
        self.report.value().map(|report| report.disagreements.as_slice()).unwrap_or_default()
    }

    /// The events of the list one is in.
    fn ids(&self) -> Vec<UnitId> {
        match self.list_level() {
            AgreementLevel::Pair(..) => self.pair_units().unwrap_or_default().into_iter().map(|unit| unit.id).collect(),
            AgreementLevel::Disagreements => self.disagreements().iter().map(|one| one.unit.clone()).collect(),
            AgreementLevel::Table | AgreementLevel::Unit(_) => Vec::new(),
        }
    }

    /// Place of the selected event.
    pub fn item_at(&self) -> usize {
        self.item.min(self.ids().len().saturating_sub(1))
    }

    /// The event opened, with what every coder says; `None` where the present figures do not have it.
    pub fn unit(&self) -> Option<UnitSeen> {
        let AgreementLevel::Unit(id) = self.level() else { return None };
        match self.list_level() {
            AgreementLevel::Disagreements => {
                self.disagreements().iter().find(|one| one.unit == *id).map(UnitSeen::from)
            }
            _ => UnitSeen::of_units(self.units.value()?, id),
        }
    }

    /// Whether what is shown is what is asked for, with nothing newer on its way.
    pub fn is_settled(&self) -> bool {
        self.report.is_settled()
    }

    /// Something that is compared may have changed.
    pub fn hear(&mut self) {
        self.heard = true;
    }

    /// Once a second: what was heard is asked for, so that an import does not ask without end.
    pub fn tick(&mut self) {
        if std::mem::take(&mut self.heard) {
            self.outdate();
        }
    }

    fn outdate(&mut self) {
        self.report.outdate();
        self.units.outdate();
    }

    /// The daemon began another life: nothing that is on its way counts.
    pub fn restart(&mut self) {
        self.report.restart();
        self.units.restart();
    }

    /// Asks for what is to be shown and is not there.
    pub fn wishes(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.report.wish(Some(self.request.clone()));
        let listed = matches!(self.list_level(), AgreementLevel::Pair(..));
        self.units.wish(listed.then(|| AgreementRequest { units: true, ..self.request.clone() }));
        let report = self.report.ask();
        effects.extend(report.map(|(number, request)| Effect::FetchAgreement(number, Box::new(request))));
        let units = self.units.ask();
        effects.extend(units.map(|(number, request)| Effect::FetchAgreementUnits(number, Box::new(request))));
        effects
    }

    /// Whether an action makes sense now; the error says in words why not.
    pub fn allows(&self, action: Action) -> Result<(), String> {
        use Action as A;
        let there = || self.report.value().map(|_| ()).ok_or_else(|| "there are no figures yet".to_owned());
        let on_table = || match self.list_level() {
            AgreementLevel::Table => Err("this works on the events of two coders and on disagreements".to_owned()),
            _ => Ok(()),
        };
        match action {
            A::Open => match self.level() {
                AgreementLevel::Unit(_) => Err("this is the event itself".into()),
                AgreementLevel::Table if self.on_pane => match self.cell_coders() {
                    Some(_) => Ok(()),
                    None => Err("a coder is not compared with themselves; choose another cell".into()),
                },
                AgreementLevel::Table => self.has_matrix(),
                AgreementLevel::Pair(..) if !self.on_pane => Ok(()),
                AgreementLevel::Pair(..) | AgreementLevel::Disagreements => match self.ids().is_empty() {
                    true => Err("there is no event here".into()),
                    false => Ok(()),
                },
            },
            A::NextPane | A::PrevPane => match self.level() {
                AgreementLevel::Table => self.has_matrix(),
                AgreementLevel::Pair(..) => Ok(()),
                _ => Err("there is one pane only".into()),
            },
            A::CellLeft | A::CellRight => there(),
            A::NextItem | A::PrevItem => on_table().and_then(|()| match self.ids().is_empty() {
                true => Err("there is no event here".into()),
                false => Ok(()),
            }),
            A::Sort => match self.level() {
                AgreementLevel::Pair(..) => Ok(()),
                AgreementLevel::Disagreements => Err("disagreements stand the gravest first".into()),
                _ => Err("the lines keep their order; the events of two coders have another one".into()),
            },
            A::Disagreements => there().and_then(|()| match (self.disagreements().is_empty(), self.level()) {
                (_, AgreementLevel::Disagreements) => Err("these are the disagreements".into()),
                (true, _) => Err("there is no event on which two coders disagree".into()),
                (false, _) => Ok(()),
            }),
            A::Why => there(),
            _ => Ok(()),
        }
    }

    fn has_matrix(&self) -> Result<(), String> {
        match (self.report.value(), self.coders().len()) {
            (None, _) => Err("there are no figures yet".into()),
            (_, 2..) => Ok(()),
            _ => Err("one coder only: there is nobody to compare with".into()),
        }
    }

    /// One level down.
    pub fn open(&mut self) {
        match self.level() {
            AgreementLevel::Table if self.on_pane => {
                if let Some((a, b)) = self.cell_coders().map(|(a, b)| (a.clone(), b.clone())) {
                    // As the figures count them: the first by name stands first.
                    let (a, b) = if a <= b { (a, b) } else { (b, a) };
                    self.levels.push(AgreementLevel::Pair(a, b));
                    (self.on_pane, self.item) = (false, 0);
                }
            }
            AgreementLevel::Table => self.on_pane = true,
            AgreementLevel::Pair(..) if !self.on_pane => self.on_pane = true,
            AgreementLevel::Pair(..) | AgreementLevel::Disagreements => {
                let at = self.item_at();
                if let Some(id) = self.ids().into_iter().nth(at) {
                    self.levels.push(AgreementLevel::Unit(id));
                }
            }
            AgreementLevel::Unit(_) => {}
        }
    }

    /// One level up; says whether there was one.
    pub fn back(&mut self) -> bool {
        if self.on_pane && matches!(self.level(), AgreementLevel::Table | AgreementLevel::Pair(..)) {
            self.on_pane = false;
            return true;
        }
        match self.levels.pop() {
            Some(AgreementLevel::Pair(..)) => {
                // Back to the cell one came from.
                (self.on_pane, self.item) = (true, 0);
                true
            }
            Some(AgreementLevel::Disagreements) => {
                self.item = 0;
                true
            }
            Some(_) => true,
            None => false,
        }
    }

    /// The events on which coders disagree.
    pub fn open_disagreements(&mut self) {
        self.levels = vec![AgreementLevel::Disagreements];
        (self.on_pane, self.item) = (false, 0);
    }

    /// The focus to the other pane.
    pub fn switch_pane(&mut self) {
        self.on_pane = !self.on_pane;
    }

    /// Moves among events from wherever one is.
    pub fn step_item(&mut self, by: isize) {
        let ids = self.ids();
        self.item = self.item_at().saturating_add_signed(by).min(ids.len().saturating_sub(1));
        match self.level() {
            AgreementLevel::Unit(_) => {
                if let (Some(last), Some(id)) = (self.levels.last_mut(), ids.get(self.item)) {
                    *last = AgreementLevel::Unit(id.clone());
                }
            }
            AgreementLevel::Pair(..) => self.on_pane = true,
            AgreementLevel::Table | AgreementLevel::Disagreements => {}
        }
    }

    /// Moves the focus of the pane one is in.
    pub fn step(&mut self, by: isize) {
        match self.level() {
            AgreementLevel::Table if self.on_pane => {
                let (row, column) = self.cell();
                self.cell = (self.past(row, by, column), column);
            }
            AgreementLevel::Table => self.step_line(by),
            AgreementLevel::Pair(..) if !self.on_pane => {
                self.item = 0;
                self.step_line(by);
            }
            _ => self.step_item(by),
        }
    }

    fn step_line(&mut self, by: isize) {
        let lines = self.lines();
        let at = self.line_at().saturating_add_signed(by).min(lines.len().saturating_sub(1));
        self.line = lines.get(at).copied().unwrap_or(self.line);
    }

    /// Moves to the next column of the matrix; from the lines into it.
    pub fn step_column(&mut self, by: isize) {
        if *self.level() != AgreementLevel::Table {
            return;
        }
        if !self.on_pane {
            self.on_pane = by > 0 && self.has_matrix().is_ok();
            return;
        }
        let (row, column) = self.cell();
        self.cell = (row, self.past(column, by, row));
    }

    /// From one place in the matrix to another, past the cell that would compare a coder with themselves.
    fn past(&self, from: usize, by: isize, other: usize) -> usize {
        let last = self.coders().len().saturating_sub(1);
        let to = from.saturating_add_signed(by).min(last);
        let beyond = to.checked_add_signed(by.signum()).filter(|at| *at <= last);
        if to == other { beyond.unwrap_or(from) } else { to }
    }

    /// Another order of the events of two coders, in words.
    pub fn sort(&mut self) -> &'static str {
        self.gravest = !self.gravest;
        self.item = 0;
        if self.gravest { "events that differ or were missed first" } else { "events in the order of the talk" }
    }
}
