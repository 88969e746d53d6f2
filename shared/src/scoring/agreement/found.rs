//! Stage one, counted: how many items two coders both found, and how many only one of them did.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::side::CoderSide;
use super::{Matched, Place};
use crate::family::{EventKind, ItemId};
use crate::scoring::{Counts, Matching};

crate::vocabulary! {
    /// A line of the tables of finding.
    Category ("kind of item") {
        /// People.
        People = "people",
        /// Events of every kind.
        Events = "events",
        /// Events but shifts.
        Structural = "structural",
        /// Events in which two became a pair.
        Bonded = "bonded",
        /// Marriages.
        Married = "married",
        /// Births.
        Birth = "birth",
        /// Adoptions.
        Adopted = "adopted",
        /// Moves to another place.
        Moved = "moved",
        /// Separations.
        Separated = "separated",
        /// Divorces.
        Divorced = "divorced",
        /// Deaths.
        Death = "death",
        /// Shifts in SARF variables.
        Shift = "shift",
        /// Pair bonds.
        PairBonds = "pair_bonds",
        /// Links of a child to its parents.
        ChildOf = "child_of",
    }
}

impl Category {
    /// The line of an event kind.
    pub const fn of_kind(kind: EventKind) -> Category {
        match kind {
            EventKind::Bonded => Category::Bonded,
            EventKind::Married => Category::Married,
            EventKind::Birth => Category::Birth,
            EventKind::Adopted => Category::Adopted,
            EventKind::Moved => Category::Moved,
            EventKind::Separated => Category::Separated,
            EventKind::Divorced => Category::Divorced,
            EventKind::Shift => Category::Shift,
            EventKind::Death => Category::Death,
        }
    }
}

/// Counts of every line, for two coders. The first in order of name stands where a scored side does; F1 is the same the
/// other way round.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Found {
    counts: [Counts; Category::ALL.len()],
}

impl Found {
    /// The counts of a line.
    pub fn get(&self, category: Category) -> Counts {
        self.counts.get(category as usize).copied().unwrap_or_default()
    }

    fn add_to(&mut self, category: Category, counts: Counts) {
        if let Some(sum) = self.counts.get_mut(category as usize) {
            *sum += counts;
        }
    }

    /// Adds an item to its lines.
    fn count(&mut self, categories: &[Category], counts: Counts) {
        categories.iter().for_each(|category| self.add_to(*category, counts));
    }

    /// Adds other counts, `times` over.
    pub fn add(&mut self, other: &Found, times: usize) {
        for (sum, Counts { tp, fp, fn_ }) in self.counts.iter_mut().zip(&other.counts) {
            *sum += Counts::new(times * tp, times * fp, times * fn_);
        }
    }
}

/// The lines of an event kind.
fn of_event(kind: EventKind) -> [Category; 3] {
    let group = if kind.is_structural() { Category::Structural } else { Category::Shift };
    // A shift has one line of its own, which is its group; counting it twice is avoided where the lines are used.
    [Category::Events, group, Category::of_kind(kind)]
}

/// One of the two sides with what is needed to say where its items were first named.
pub(super) struct Placed<'a> {
    pub side: &'a CoderSide,
    pub place: &'a dyn Fn(ItemId) -> Option<Place>,
}

/// Adds what a matching found to the counts of each place: a pair counts where it was first named by either.
pub(super) fn count(matched: &Matched, a: &Placed<'_>, b: &Placed<'_>, add: &mut dyn FnMut(Place, &Found)) {
    let mut put = |place: Option<Place>, categories: &[Category], counts: Counts| {
        let mut found = Found::default();
        found.count(categories, counts);
        if let Some(place) = place {
            add(place, &found);
        }
    };
    let person = |side: &CoderSide, at: usize| side.people.get(at).map(|person| person.id);
    let bond = |side: &CoderSide, at: usize| side.pair_bonds.get(at).map(|bond| bond.id);
    own_items(&matched.people, a, b, person, &mut |place, counts| put(place, &[Category::People], counts));
    own_items(&matched.child_of, a, b, person, &mut |place, counts| put(place, &[Category::ChildOf], counts));
    own_items(&matched.pair_bonds, a, b, bond, &mut |place, counts| put(place, &[Category::PairBonds], counts));

    let event = |placed: &Placed<'_>, at: usize| {
        let event = placed.side.events.get(at)?;
        Some(((placed.place)(event.id), event.kind))
    };
    let mut put_event = |place: Option<Place>, kind: EventKind, counts: Counts| {
        let lines = of_event(kind);
        let lines = if kind == EventKind::Shift { &lines[..2] } else { &lines[..] };
        put(place, lines, counts);
    };
    for (at, other) in &matched.events.pairs {
        if let (Some((one, kind)), Some((two, _))) = (event(a, *at), event(b, *other)) {
            put_event(earlier(one, two), kind, Counts::new(1, 0, 0));
        }
    }
    for (place, kind) in matched.events.scored_unmatched.iter().filter_map(|at| event(a, *at)) {
        put_event(place, kind, Counts::new(0, 1, 0));
    }
    for (place, kind) in matched.events.truth_unmatched.iter().filter_map(|at| event(b, *at)) {
        put_event(place, kind, Counts::new(0, 0, 1));
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
