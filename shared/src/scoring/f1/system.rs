//! The table over all discussions: pooled and mean figures, kept up to date by taking a discussion's old counts out and
//! putting its new ones in.
//!
//! *Pooled* figures are made of the summed counts. *Means* are plain means over the discussions in which the figure is
//! defined, and say how many those are. They are summed in whole numbers too (53 binary digits after the point), so that
//! no order of edits changes a digit.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::discussion::{Coverage, DiscussionScore};
use super::rows::{Ratios, Row};
use super::tally::Tally;
use super::{Figure, Line, Ruler, Value, Why};
use crate::scoring::Counts;
use crate::scoring::compat::SetFigures;
use crate::scoring::compat::system::{Entry as PublishedEntry, SystemScore, summarise};

/// A mean over discussions.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Mean {
    /// The mean.
    pub value: Value,
    /// Discussions it is over.
    pub over: usize,
    /// Scored discussions in which the figure is not defined; they are left out.
    pub left_out: usize,
}

/// A line of the table over discussions.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SystemRow {
    /// The pooled line.
    pub pooled: Row,
    /// Means over discussions: precision, recall, F1.
    pub mean: [Mean; 3],
}

/// Sums of a figure's values in units of 2^-53, and how many there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Running {
    sum: i128,
    over: usize,
}

const UNIT: f64 = 9_007_199_254_740_992.0;

fn units(value: f64) -> i128 {
    // Figures lie between 0 and 1, so the product is a whole number of at most 54 bits.
    (value * UNIT).round() as i128
}

/// What the table keeps of a discussion.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What it was measured with.
    pub ruler: Ruler,
    /// How much of it is coded.
    pub coverage: Coverage,
    /// Counts of the final families, and exact statements; or why there are none.
    pub tally: Result<Tally, Why>,
    /// Counts of all statements coded by both sides.
    pub by_statement: Tally,
    published: Option<SetFigures>,
}

impl Entry {
    /// What is kept of a score.
    pub fn of(score: &DiscussionScore) -> Self {
        Entry {
            ruler: score.ruler,
            coverage: score.coverage,
            tally: score.whole.as_ref().map(|_| score.tally.clone()).map_err(|why| *why),
            by_statement: score.by_statement(),
            published: score.published().map(|published| published.figures),
        }
    }

    /// A figure of this discussion alone.
    pub fn figure(&self, figure: Figure) -> Value {
        match &self.tally {
            Ok(tally) => figure.of(tally.sums()),
            Err(why) => Value::Undefined(*why),
        }
    }
}

/// The table over discussions; `K` names a discussion.
#[derive(Debug, Clone, PartialEq)]
pub struct SystemTable<K: Ord> {
    entries: BTreeMap<K, Entry>,
    pooled: Tally,
    by_statement: Tally,
    means: Vec<Running>,
    scored: usize,
    coverage: Coverage,
}

impl<K: Ord> Default for SystemTable<K> {
    fn default() -> Self {
        SystemTable {
            entries: BTreeMap::new(),
            pooled: Tally::default(),
            by_statement: Tally::default(),
            means: vec![Running::default(); Figure::all().count()],
            scored: 0,
            coverage: Coverage::default(),
        }
    }
}

impl<K: Ord> SystemTable<K> {
    /// A table of nothing.
    pub fn new() -> Self {
        SystemTable::default()
    }

    /// Puts a discussion's score in, in place of the one it had.
    pub fn set(&mut self, discussion: K, score: &DiscussionScore) {
        self.set_entry(discussion, Entry::of(score));
    }

    /// Puts in what was kept of a score.
    pub fn set_entry(&mut self, discussion: K, entry: Entry) {
        self.remove(&discussion);
        self.by_statement += &entry.by_statement;
        self.coverage.statements += entry.coverage.statements;
        self.coverage.truth += entry.coverage.truth;
        self.coverage.scored += entry.coverage.scored;
        self.coverage.both += entry.coverage.both;
        if let Ok(tally) = &entry.tally {
            self.scored += 1;
            self.pooled += tally;
            for (running, figure) in self.means.iter_mut().zip(Figure::all()) {
                if let Value::Figure(value) = figure.of(tally.sums()) {
                    running.sum += units(value);
                    running.over += 1;
                }
            }
        }
        self.entries.insert(discussion, entry);
    }

    /// Takes a discussion out; says whether it was there.
    pub fn remove(&mut self, discussion: &K) -> bool {
        let Some(entry) = self.entries.remove(discussion) else { return false };
        self.by_statement -= &entry.by_statement;
        self.coverage.statements -= entry.coverage.statements;
        self.coverage.truth -= entry.coverage.truth;
        self.coverage.scored -= entry.coverage.scored;
        self.coverage.both -= entry.coverage.both;
        if let Ok(tally) = &entry.tally {
            self.scored -= 1;
            self.pooled -= tally;
            for (running, figure) in self.means.iter_mut().zip(Figure::all()) {
                if let Value::Figure(value) = figure.of(tally.sums()) {
                    running.sum -= units(value);
                    running.over -= 1;
                }
            }
        }
        true
    }

    /// The discussions with what is kept of them, in order.
    pub fn entries(&self) -> impl Iterator<Item = (&K, &Entry)> {
        self.entries.iter()
    }

    /// What is kept of a discussion.
    pub fn get(&self, discussion: &K) -> Option<&Entry> {
        self.entries.get(discussion)
    }

    /// Discussions in the table, scored or not.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Discussions with figures.
    pub fn scored(&self) -> usize {
        self.scored
    }

    /// Discussions without, and why.
    pub fn left_out(&self) -> impl Iterator<Item = (&K, Why)> {
        self.entries.iter().filter_map(|(discussion, entry)| Some((discussion, entry.tally.as_ref().err().copied()?)))
    }

    /// How much of the discussions is coded.
    pub fn coverage(&self) -> Coverage {
        self.coverage
    }

    /// The rulers of the scored discussions. More than one means that the table mixes figures that cannot be compared,
    /// which has to be marked.
    pub fn rulers(&self) -> Vec<Ruler> {
        let mut rulers: Vec<Ruler> = Vec::new();
        for entry in self.entries.values().filter(|entry| entry.tally.is_ok()) {
            if !rulers.contains(&entry.ruler) {
                rulers.push(entry.ruler);
            }
        }
        rulers
    }

    /// The pooled counts.
    pub fn pooled(&self) -> &Tally {
        &self.pooled
    }

    /// The counts of all statements coded by both sides, pooled.
    pub fn by_statement(&self) -> &Tally {
        &self.by_statement
    }

    /// A figure of the pooled counts.
    pub fn figure(&self, figure: Figure) -> Value {
        match self.why_nothing() {
            Some(why) => Value::Undefined(why),
            None => figure.of(self.pooled.sums()),
        }
    }

    /// A figure's mean over the discussions in which it is defined.
    pub fn mean(&self, figure: Figure) -> Mean {
        let place = Figure::all().position(|other| other == figure);
        let running = place.and_then(|place| self.means.get(place)).copied().unwrap_or_default();
        let value = match self.why_nothing() {
            Some(why) => Value::Undefined(why),
            // Where no discussion defines a figure the pooled counts do not either, and say why.
            None if running.over == 0 => figure.of(self.pooled.sums()),
            None => Value::Figure(running.sum as f64 / UNIT / running.over as f64),
        };
        let value = match value {
            Value::Figure(_) if running.over == 0 => Value::Undefined(Why::NoDiscussions),
            value => value,
        };
        Mean { value, over: running.over, left_out: self.scored - running.over }
    }

    fn why_nothing(&self) -> Option<Why> {
        match (self.scored, self.left_out().next()) {
            (0, None) => Some(Why::NoDiscussions),
            (0, Some((_, why))) => Some(why),
            _ => None,
        }
    }

    /// Every line.
    pub fn rows(&self) -> Vec<SystemRow> {
        let row = |line: Line| {
            let [precision, recall, f1] = Ratios::figures(line).map(|figure| self.figure(figure));
            let counts: Counts = self.pooled.counts(line);
            let pooled = Row { line, counts, n: counts.items(), ratios: Ratios { precision, recall, f1 } };
            SystemRow { pooled, mean: Ratios::figures(line).map(|figure| self.mean(figure)) }
        };
        Line::ALL.iter().map(|line| row(*line)).collect()
    }

    /// The published system figures (means over discussions, by the published conventions), where every discussion in the
    /// table is scored by `compat`.
    pub fn published(&self) -> Option<PublishedSystem> {
        let scored = self.entries.values().filter(|entry| entry.tally.is_ok());
        let entries: Option<Vec<_>> = (1..)
            .zip(scored)
            .map(|(discussion, entry)| Some(PublishedEntry { discussion, figures: entry.published? }))
            .collect();
        Some(PublishedSystem(summarise(entries.filter(|entries| !entries.is_empty())?)))
    }
}

/// The system figures of the published method: nothing on either side counts as 1, no matched event as 0.
#[derive(Debug, Clone)]
pub struct PublishedSystem(pub SystemScore);

impl PublishedSystem {
    /// A published figure, where the method has one of the kind.
    pub fn get(&self, figure: Figure) -> Option<f64> {
        let score = &self.0;
        match figure {
            Figure::F1(Line::Aggregate) => Some(score.aggregate),
            Figure::F1(Line::People) => Some(score.people),
            Figure::F1(Line::Events) => Some(score.events),
            Figure::F1(Line::PairBonds) => Some(score.pair_bonds),
            Figure::F1(Line::Structural) => Some(score.structural),
            Figure::F1(Line::Shift) => Some(score.shift),
            Figure::F1(line) => {
                score.kinds.iter().find(|(kind, ..)| Line::of_kind(*kind) == line).map(|(_, mean, _)| *mean)
            }
            Figure::MacroF1(variable) => Some(*score.macro_f1.get(variable)),
            _ => None,
        }
    }
}
