//! The figure of a whole system: cumulative F1 of every discussion, and means over them.
//!
//! Means are plain over discussions; structural events, shifts and single kinds are averaged only over discussions that
//! have some. A discussion without approved truth, or with an unknown kind or certainty, is left out; any other error
//! takes the whole report down (a known weakness).

use super::cumulative::score_discussion;
use super::discussion::Discussion;

use super::statement::{KINDS_WITH_FIGURE, SetFigures};
use super::{CompatError, CompatSettings};
use crate::family::EventKind;
use crate::scoring::{Counts, PerVariable};

/// One discussion's figures in a system score.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The discussion.
    pub discussion: i64,
    /// Its cumulative figures.
    pub figures: SetFigures,
}

/// Means and totals over discussions.
#[derive(Debug, Clone)]
pub struct SystemScore {
    /// Mean F1 of people, events and bonds pooled.
    pub aggregate: f64,
    /// Mean F1 of people.
    pub people: f64,
    /// Mean F1 of events.
    pub events: f64,
    /// Mean F1 of pair bonds.
    pub pair_bonds: f64,
    /// Mean F1 of structural events over discussions that have some; 0 where none has.
    pub structural: f64,
    /// Mean F1 of shifts over discussions that have some; 0 where none has.
    pub shift: f64,
    /// Mean macro F1 of each variable.
    pub macro_f1: PerVariable<f64>,
    /// Matched events with the variable coded, summed.
    pub coded: PerVariable<usize>,
    /// Distinct people, summed.
    pub people_items: usize,
    /// Distinct events, summed.
    pub events_items: usize,
    /// Distinct pair bonds, summed.
    pub pair_bonds_items: usize,
    /// Distinct structural events, summed.
    pub structural_items: usize,
    /// Distinct shifts, summed.
    pub shift_items: usize,
    /// Of each kind that any discussion has: mean F1 over the discussions that have it, and distinct events.
    pub kinds: Vec<(EventKind, f64, usize)>,
    /// The discussions scored, by ascending id.
    pub entries: Vec<Entry>,
}

/// Scores every discussion and averages.
pub fn score_system<'d, 'a: 'd>(
    discussions: impl IntoIterator<Item = &'d Discussion<'a>>,
    include_synthetic: bool,
    settings: &CompatSettings,
) -> Result<SystemScore, CompatError> {
    let mut entries = Vec::new();
    for discussion in discussions.into_iter().filter(|discussion| include_synthetic || !discussion.synthetic) {
        match score_discussion(discussion, settings) {
            Ok(score) => entries.push(Entry { discussion: discussion.id, figures: score.sets.figures() }),
            Err(error) if error.leaves_out_discussion() => {}
            Err(error) => return Err(error),
        }
    }
    Ok(summarise(entries))
}

/// Means and totals of scored discussions.
pub fn summarise(mut entries: Vec<Entry>) -> SystemScore {
    entries.sort_by_key(|entry| entry.discussion);
    let scores = || entries.iter().map(|entry| entry.figures);
    let all = |counts: &dyn Fn(&Entry) -> Counts| -> f64 { mean(entries.iter().map(|entry| counts(entry).f1())) };
    let items =
        |counts: &dyn Fn(&Entry) -> Counts| -> usize { entries.iter().map(|entry| counts(entry).items()).sum() };
    let present = |counts: &dyn Fn(&Entry) -> Counts| -> f64 {
        mean(entries.iter().map(counts).filter(|counts| counts.items() > 0).map(Counts::f1))
    };
    let people = |entry: &Entry| entry.figures.people;
    let events = |entry: &Entry| entry.figures.events;
    let bonds = |entry: &Entry| entry.figures.pair_bonds;
    let structural = |entry: &Entry| entry.figures.structural;
    let shift = |entry: &Entry| entry.figures.shift;
    let kinds = (KINDS_WITH_FIGURE.iter().enumerate())
        .map(|(at, kind)| {
            let of = |entry: &Entry| entry.figures.kinds.get(at).map(|(_, counts)| *counts).unwrap_or_default();
            (*kind, present(&of), items(&of))
        })
        .filter(|(.., items)| *items > 0)
        .collect();
    SystemScore {
        aggregate: all(&|entry| entry.figures.aggregate()),
        people: all(&people),
        events: all(&events),
        pair_bonds: all(&bonds),
        structural: present(&structural),
        shift: present(&shift),
        macro_f1: PerVariable::from_fn(|variable| mean(scores().map(|sets| *sets.macro_f1.get(variable)))),
        coded: PerVariable::from_fn(|variable| scores().map(|sets| *sets.coded.get(variable)).sum()),
        people_items: items(&people),
        events_items: items(&events),
        pair_bonds_items: items(&bonds),
        structural_items: items(&structural),
        shift_items: items(&shift),
        kinds,
        entries,
    }
}

/// The mean; 0 of nothing.
fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) = values.fold((0.0, 0usize), |(sum, n), value| (sum + value, n + 1));
    if n == 0 { 0.0 } else { sum / n as f64 }
}
