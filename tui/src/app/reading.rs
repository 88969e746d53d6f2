//! A discussion being read: its statements, the one selected, and the family that is known after it.

use sarf_shared::discussion::DiscussionId;
use sarf_shared::pdp::{Deltas, Pdp, apply};
use sarf_shared::rpc::{DiscussionView, StatementView};

use super::search::Search;

/// Which of the three panes has the focus (and, on a narrow terminal, which one is seen).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pane {
    /// What was said.
    #[default]
    Talk,
    /// What was extracted from the selected statement.
    Codes,
    /// The family after it.
    Family,
}

impl Pane {
    /// All panes, from left to right.
    pub const ALL: [Pane; 3] = [Pane::Talk, Pane::Codes, Pane::Family];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Pane::Talk => "talk",
            Pane::Codes => "this statement",
            Pane::Family => "after it",
        }
    }

    /// Its word as a tab.
    pub fn tab(self) -> &'static str {
        match self {
            Pane::Talk => "talk",
            Pane::Codes => "codes",
            Pane::Family => "family",
        }
    }

    /// The pane beside it, going round.
    pub fn step(self, by: isize) -> Pane {
        Pane::ALL[(self as isize + by).rem_euclid(3) as usize]
    }
}

/// The discussion being read.
#[derive(Debug)]
pub struct Reading {
    /// Which.
    pub id: DiscussionId,
    /// Its view, once it is there.
    pub view: Option<Box<DiscussionView>>,
    /// Its statements so far.
    pub statements: Vec<StatementView>,
    /// Why it cannot be read.
    pub missing: Option<String>,
    /// Place of the selected statement.
    at: usize,
    /// The statement wished for before the statements were there.
    wished: Option<u32>,
    /// The pane with the focus.
    pub pane: Pane,
    /// Lines each pane is scrolled by beyond what its selection asks for.
    pub scroll: [usize; 3],
    /// What is searched for in it.
    pub search: Search,
    /// First statement that changed and is to be asked for again.
    pub changed_from: Option<u32>,
    /// An asking is under way.
    pub asking: bool,
    /// The last asking failed; it is done again with the next second.
    pub failed: bool,
    /// The family after the selected statement.
    family: Pdp,
    /// The family after each [`STRIDE`] codings, from none on, so that no step goes through a long talk anew.
    kept: Vec<Pdp>,
}

/// Codings between two kept families.
const STRIDE: usize = 32;

impl Reading {
    /// Not there yet; `number` is the statement to select once it is (0: the first).
    pub fn new(id: DiscussionId, number: u32) -> Reading {
        Reading {
            id,
            view: None,
            statements: Vec::new(),
            missing: None,
            at: 0,
            wished: Some(number),
            pane: Pane::default(),
            scroll: [0; 3],
            search: Search::default(),
            changed_from: Some(1),
            asking: false,
            failed: false,
            family: Pdp::default(),
            kept: Vec::new(),
        }
    }

    /// Takes the view and the statements from number `from` on; statements behind them are gone.
    pub fn receive(&mut self, view: Box<DiscussionView>, from: u32, statements: Vec<StatementView>) {
        let followed = !self.statements.is_empty() && self.at + 1 == self.statements.len();
        let grew = self.statements.len();
        self.view = Some(view);
        (self.missing, self.failed) = (None, false);
        self.statements.truncate(from.saturating_sub(1) as usize);
        let unchanged = self.statements.iter().filter(|statement| statement.coding.is_some()).count();
        self.kept.truncate(unchanged / STRIDE + 1);
        self.statements.extend(statements);
        self.search.again(&self.statements);
        if let Some(number) = self.wished.take() {
            self.at = number.saturating_sub(1) as usize;
        } else if followed && self.statements.len() > grew {
            // Who stands at the end goes along as it grows.
            self.at = self.statements.len() - 1;
        }
        self.at = self.at.min(self.statements.len().saturating_sub(1));
        self.look();
    }

    /// The selected statement.
    pub fn selected(&self) -> Option<&StatementView> {
        self.statements.get(self.at)
    }

    /// Its place, from 0.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Its number, 0 where there is none.
    pub fn number(&self) -> u32 {
        self.selected().map_or(0, |statement| statement.number)
    }

    /// Selects the statement that many further.
    pub fn step(&mut self, by: isize) {
        self.go(self.at.saturating_add_signed(by));
    }

    /// Selects a statement by its place; beyond the last it is the last.
    pub fn go(&mut self, at: usize) {
        let at = at.min(self.statements.len().saturating_sub(1));
        if at != self.at {
            self.at = at;
            self.scroll = [0; 3];
            self.look();
        }
    }

    /// Statements from this number on are to be asked for, at the latest.
    pub fn outdate(&mut self, from: u32) {
        self.changed_from = Some(self.changed_from.map_or(from, |known| known.min(from)));
    }

    /// Searches for words in what was said; without any, for nothing.
    pub fn look_for(&mut self, words: &str) {
        self.search.look(words, &self.statements);
    }

    /// The family after the selected statement.
    pub fn family(&self) -> &Pdp {
        &self.family
    }

    /// Statements up to the selected one that have been coded, and subject statements up to it.
    pub fn coded_so_far(&self) -> (usize, usize) {
        let so_far = self.statements.get(..=self.at).unwrap_or(&self.statements);
        let subject = so_far.iter().filter(|s| s.speaker == sarf_shared::dialogue::Speaker::Subject).count();
        (so_far.iter().filter(|s| s.coding.is_some()).count(), subject)
    }

    /// Works the family out anew, as replaying every coding up to here would; only when the selection or the statements
    /// changed.
    fn look(&mut self) {
        let deltas: Vec<&Deltas> = self
            .statements
            .iter()
            .take(self.at + 1)
            .filter_map(|statement| statement.coding.as_ref())
            .map(|coding| &coding.deltas)
            .collect();
        if self.kept.is_empty() {
            self.kept.push(Pdp::default());
        }
        let known = (deltas.len() / STRIDE).min(self.kept.len() - 1);
        let mut family = self.kept.get(known).cloned().unwrap_or_default();
        for (count, next) in (1..).zip(&deltas).skip(known * STRIDE) {
            family = apply(&family, next);
            if count % STRIDE == 0 && self.kept.len() == count / STRIDE {
                self.kept.push(family.clone());
            }
        }
        self.family = family;
    }
}
