//! One coding against another: everything the published method says about a statement.

use super::exact::is_exact;

use super::people::{IdMap, match_people};
use super::sarf::{self, Levels};
use super::side::{Prepared, Side};
use super::{CompatError, events};
use crate::family::EventKind;
use crate::scoring::{Counts, Matching, PerVariable};

/// The kinds that have a figure of their own. "moved" is structural but has none.
pub const KINDS_WITH_FIGURE: [EventKind; 7] = [
    EventKind::Birth,
    EventKind::Death,
    EventKind::Married,
    EventKind::Bonded,
    EventKind::Separated,
    EventKind::Divorced,
    EventKind::Adopted,
];

/// Two codings matched and counted.
#[derive(Debug, Clone)]
pub struct SetScore {
    /// People.
    pub people: Matching,
    /// Ids of the scored side in terms of the truth's.
    pub id_map: IdMap,
    /// Events of every kind.
    pub events: Matching,
    /// Pair bonds.
    pub pair_bonds: Matching,
    /// Child-of links, as positions of the children in the lists of people; in no aggregate.
    pub child_of: Result<Matching, CompatError>,
    /// Events but shifts.
    pub structural: Counts,
    /// Shifts.
    pub shift: Counts,
    /// The kinds that have a figure of their own, in the order of [`KINDS_WITH_FIGURE`].
    pub kinds: [(EventKind, Counts); 7],
    /// Macro F1 over the matched events; 0 where none matched.
    pub macro_f1: PerVariable<f64>,
    /// Matched events that have the variable coded on either side.
    pub coded: PerVariable<usize>,
}

impl SetScore {
    /// People, events and pair bonds pooled: the method's main figure is the F1 of this.
    pub fn aggregate(&self) -> Counts {
        self.figures().aggregate()
    }

    /// The counts and figures, without the matching they come from.
    pub fn figures(&self) -> SetFigures {
        SetFigures {
            people: self.people.counts(),
            events: self.events.counts(),
            pair_bonds: self.pair_bonds.counts(),
            structural: self.structural,
            shift: self.shift,
            kinds: self.kinds,
            macro_f1: self.macro_f1,
            coded: self.coded,
        }
    }
}

/// Counts and figures of two codings, to be kept by the thousand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SetFigures {
    /// People.
    pub people: Counts,
    /// Events of every kind.
    pub events: Counts,
    /// Pair bonds.
    pub pair_bonds: Counts,
    /// Events but shifts.
    pub structural: Counts,
    /// Shifts.
    pub shift: Counts,
    /// The kinds that have a figure of their own.
    pub kinds: [(EventKind, Counts); 7],
    /// Macro F1 over the matched events.
    pub macro_f1: PerVariable<f64>,
    /// Matched events that have the variable coded on either side.
    pub coded: PerVariable<usize>,
}

impl SetFigures {
    /// People, events and pair bonds pooled.
    pub fn aggregate(&self) -> Counts {
        self.people + self.events + self.pair_bonds
    }
}

/// The score of a statement: matched and counted, and what is said of single statements only.
#[derive(Debug, Clone)]
pub struct StatementScore {
    /// Matched and counted.
    pub sets: SetScore,
    /// Detection, value and people, over all events.
    pub levels: PerVariable<Levels>,
    /// The two are equal once ids are renumbered.
    pub exact: bool,
}

/// Matches two sides and counts.
pub(super) fn score_sides(ai: &Side<'_, '_>, truth: &Side<'_, '_>) -> Result<SetScore, CompatError> {
    let (people, id_map) = match_people(ai, truth);
    score_with_map(ai, truth, people, id_map)
}

/// Matches events and bonds of two sides whose people are matched, and counts.
pub(super) fn score_with_map(
    ai: &Side<'_, '_>,
    truth: &Side<'_, '_>,
    people: Matching,
    id_map: IdMap,
) -> Result<SetScore, CompatError> {
    let events = events::match_events(ai, truth, &id_map)?;
    let pair_bonds = events::match_bonds(ai, truth, &id_map);
    let child_of = events::match_children(ai, truth, &id_map);
    let by_kind = count_kinds(ai, truth, &events);
    let of = |kind: EventKind| by_kind.get(kind as usize).copied().unwrap_or_default();
    let shift = of(EventKind::Shift);
    let structural = EventKind::ALL.iter().filter(|kind| kind.is_structural()).map(|kind| of(*kind)).sum();
    let kinds = KINDS_WITH_FIGURE.map(|kind| (kind, of(kind)));
    let figures = sarf::macro_over_pairs(ai, truth, &events.pairs);
    Ok(SetScore {
        macro_f1: PerVariable::from_fn(|variable| figures.get(variable).0),
        coded: PerVariable::from_fn(|variable| figures.get(variable).1),
        people,
        id_map,
        events,
        pair_bonds,
        child_of,
        structural,
        shift,
        kinds,
    })
}

/// Counts of each kind, in the order of the vocabulary; the two events of a pair are of one kind.
fn count_kinds(ai: &Side<'_, '_>, truth: &Side<'_, '_>, events: &Matching) -> [Counts; EventKind::ALL.len()] {
    let mut by_kind = [Counts::default(); EventKind::ALL.len()];
    let mut add = |side: &Side<'_, '_>, at: usize, counts: Counts| {
        if let Some(event) = side.events.get(at)
            && let Some(of) = by_kind.get_mut(event.kind as usize)
        {
            *of += counts;
        }
    };
    events.pairs.iter().for_each(|(at, _)| add(ai, *at, Counts::new(1, 0, 0)));
    events.scored_unmatched.iter().for_each(|at| add(ai, *at, Counts::new(0, 1, 0)));
    events.truth_unmatched.iter().for_each(|at| add(truth, *at, Counts::new(0, 0, 1)));
    by_kind
}

/// Scores a statement's coding against its truth.
pub fn score_statement(ai: &Prepared<'_, '_>, truth: &Prepared<'_, '_>) -> Result<StatementScore, CompatError> {
    let (ai_side, truth_side) = (ai.side(), truth.side());
    let sets = score_sides(&ai_side, &truth_side)?;
    let levels = PerVariable::from_fn(|variable| sarf::levels(&ai_side, &truth_side, &sets.id_map, variable));
    Ok(StatementScore { levels, exact: is_exact(ai.rows(), truth.rows())?, sets })
}
