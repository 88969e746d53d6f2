//! Stage one, counted: how many items two coders both found, and how many only one of them did.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Place;
use super::matcher::Matched;
use super::side::CoderSide;
use crate::family::ItemId;
use crate::scoring::f1::Line;
use crate::scoring::{Counts, Matching};

/// The lines of finding, in the order of a table.
pub const LINES: &[Line] = Line::ITEMS;

/// Counts of every line, for two coders. The first in order of name stands where a scored side does; F1 is the same the
/// other way round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Found {
    /// tp, fp and fn of each of [`LINES`].
    row: Vec<u32>,
}

impl Default for Found {
    fn default() -> Self {
        Found { row: vec![0; Found::LEN] }
    }
}

impl Found {
    /// How many numbers the counts of all lines are.
    pub const LEN: usize = LINES.len() * 3;

    /// All numbers, to be summed.
    pub fn row(&self) -> &[u32] {
        &self.row
    }

    /// The counts of a line in a row or a sum of rows.
    pub fn counts<N: Copy + TryInto<usize>>(row: &[N], line: Line) -> Counts {
        let first = LINES.iter().position(|known| *known == line).map_or(Found::LEN, |at| at * 3);
        let at = |place: usize| row.get(first + place).map_or(0, |n| (*n).try_into().unwrap_or(usize::MAX));
        Counts::new(at(0), at(1), at(2))
    }

    /// The counts of a line.
    pub fn get(&self, line: Line) -> Counts {
        Found::counts(&self.row, line)
    }

    /// Adds to a line and to those it is part of.
    fn count(&mut self, line: Line, counts: Counts) {
        for line in std::iter::once(&line).chain(line.sums()) {
            let Some(at) = LINES.iter().position(|known| known == line) else { continue };
            for (cell, n) in self.row.iter_mut().skip(at * 3).zip([counts.tp, counts.fp, counts.fn_]) {
                *cell = cell.saturating_add(u32::try_from(n).unwrap_or(u32::MAX));
            }
        }
    }

    /// Adds other counts.
    pub fn add(&mut self, other: &Found) {
        self.row.iter_mut().zip(&other.row).for_each(|(sum, n)| *sum = sum.saturating_add(*n));
    }
}

/// One of the two sides with what is needed to say where its items were first named.
pub(super) struct Placed<'a> {
    pub side: &'a CoderSide,
    pub place: &'a dyn Fn(ItemId) -> Option<Place>,
}

/// Adds what a matching found to the counts of each place: a pair counts where it was first named by either.
pub(super) fn count(matched: &Matched, a: &Placed<'_>, b: &Placed<'_>, add: &mut dyn FnMut(Place, &Found)) {
    let mut put = |place: Option<Place>, line: Line, counts: Counts| {
        let mut found = Found::default();
        found.count(line, counts);
        if let Some(place) = place {
            add(place, &found);
        }
    };
    let person = |side: &CoderSide, at: usize| side.people.get(at).map(|person| person.id);
    let bond = |side: &CoderSide, at: usize| side.pair_bonds.get(at).map(|bond| bond.id);
    own_items(&matched.people, a, b, person, &mut |place, counts| put(place, Line::People, counts));
    own_items(&matched.child_of, a, b, person, &mut |place, counts| put(place, Line::ChildOf, counts));
    own_items(&matched.pair_bonds, a, b, bond, &mut |place, counts| put(place, Line::PairBonds, counts));

    let event = |placed: &Placed<'_>, at: usize| {
        let event = placed.side.events.get(at)?;
        Some(((placed.place)(event.id), Line::of_kind(event.kind)))
    };
    for (at, other) in &matched.events.pairs {
        if let (Some((one, line)), Some((two, _))) = (event(a, *at), event(b, *other)) {
            put(earlier(one, two), line, Counts::new(1, 0, 0));
        }
    }
    for (place, line) in matched.events.scored_unmatched.iter().filter_map(|at| event(a, *at)) {
        put(place, line, Counts::new(0, 1, 0));
    }
    for (place, line) in matched.events.truth_unmatched.iter().filter_map(|at| event(b, *at)) {
        put(place, line, Counts::new(0, 0, 1));
    }
}

fn earlier(a: Option<Place>, b: Option<Place>) -> Option<Place> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// People and bonds: those that are only known to a side do not count for it.
fn own_items(
    matching: &Matching,
    a: &Placed<'_>,
    b: &Placed<'_>,
    id: impl Fn(&CoderSide, usize) -> Option<ItemId>,
    put: &mut dyn FnMut(Option<Place>, Counts),
) {
    let own = |placed: &Placed<'_>, at: usize| id(placed.side, at).filter(|id| placed.side.is_own(*id));
    for (at, other) in &matching.pairs {
        match (own(a, *at), own(b, *other)) {
            (Some(one), Some(two)) => put(earlier((a.place)(one), (b.place)(two)), Counts::new(1, 0, 0)),
            (Some(one), None) => put((a.place)(one), Counts::new(0, 1, 0)),
            (None, Some(two)) => put((b.place)(two), Counts::new(0, 0, 1)),
            (None, None) => {}
        }
    }
    for one in matching.scored_unmatched.iter().filter_map(|at| own(a, *at)) {
        put((a.place)(one), Counts::new(0, 1, 0));
    }
    for two in matching.truth_unmatched.iter().filter_map(|at| own(b, *at)) {
        put((b.place)(two), Counts::new(0, 0, 1));
    }
}
