//! From matched items to a tally.
//!
//! **What counts.** An unmatched item counts if it is not mere context; a pair counts if neither of its items is. An item
//! is context where it was introduced by a statement that is not scored here: it can be referred to, and to find it again
//! is neither right nor wrong.
//!
//! **Variables.** *Detection* is about whom a variable is coded of at all, on any event, matched or not. *Value* compares,
//! of people found by both sides, the words coded: a word both use is a hit, a word only one uses a miss of that side, so
//! that up against down is a false positive *and* a false negative. *People* compares the targets and triangles of their
//! relationship moves in the same way. The confusion matrices rest on matched shifts alone.

use crate::family::{Event, EventKind, ItemId, Variable};
use crate::scoring::fair::Side;
use crate::scoring::{Counts, Matching};

use super::Line;
use super::set::{SetMatching, Who};
use super::tally::{Tally, class, classes};

/// Which items of one side are context only, by position; what is missing in a list is not.
#[derive(Debug, Clone, Default)]
pub(super) struct Context {
    pub people: Vec<bool>,
    pub pair_bonds: Vec<bool>,
    pub events: Vec<bool>,
}

fn flag(flags: &[bool], at: usize) -> bool {
    flags.get(at).copied().unwrap_or(false)
}

impl Context {
    fn is_empty(&self) -> bool {
        ![&self.people, &self.pair_bonds, &self.events].into_iter().flatten().any(|flag| *flag)
    }
}

/// Leaves of a matching what counts.
fn counting(matching: Matching, scored: &[bool], truth: &[bool]) -> Matching {
    Matching {
        pairs: matching.pairs.into_iter().filter(|(s, t)| !flag(scored, *s) && !flag(truth, *t)).collect(),
        scored_unmatched: matching.scored_unmatched.into_iter().filter(|at| !flag(scored, *at)).collect(),
        truth_unmatched: matching.truth_unmatched.into_iter().filter(|at| !flag(truth, *at)).collect(),
    }
}

/// Leaves of all matchings what counts.
pub(super) fn without_context(matching: SetMatching, scored: &Context, truth: &Context) -> SetMatching {
    if scored.is_empty() && truth.is_empty() {
        return matching;
    }
    SetMatching {
        people: counting(matching.people, &scored.people, &truth.people),
        pair_bonds: counting(matching.pair_bonds, &scored.pair_bonds, &truth.pair_bonds),
        events: counting(matching.events, &scored.events, &truth.events),
        // A child-of link is an item of the child.
        child_of: counting(matching.child_of, &scored.people, &truth.people),
    }
}

/// Counts what counts of two sides whose items are matched.
pub(super) fn tally(
    scored: &Side<'_>,
    truth: &Side<'_>,
    matching: &SetMatching,
    who: &Who,
    context: [&Context; 2],
) -> Tally {
    let mut tally = Tally::default();
    tally.add(Line::People, matching.people.counts());
    tally.add(Line::PairBonds, matching.pair_bonds.counts());
    tally.add(Line::ChildOf, matching.child_of.counts());
    for (of, to) in &matching.events.pairs {
        let (Some(of), Some(to)) = (scored.events.get(*of), truth.events.get(*to)) else { continue };
        tally.add(Line::of_kind(to.kind), Counts::new(1, 0, 0));
        if to.kind == EventKind::Shift {
            for variable in Variable::ALL {
                tally.add_confused(*variable, class(to, *variable), class(of, *variable));
            }
        }
    }
    for (side, unmatched, counts) in [
        (scored, &matching.events.scored_unmatched, Counts::new(0, 1, 0)),
        (truth, &matching.events.truth_unmatched, Counts::new(0, 0, 1)),
    ] {
        let events = unmatched.iter().filter_map(|at| side.events.get(*at));
        events.for_each(|event| tally.add(Line::of_kind(event.kind), counts));
    }
    let [of, to] = context;
    count_variables(&mut tally, &counted(scored, of), &counted(truth, to), who);
    tally
}

fn counted<'a>(side: &Side<'a>, context: &Context) -> Vec<&'a Event> {
    if context.events.is_empty() {
        return side.events.iter().collect();
    }
    side.events.iter().enumerate().filter(|(at, _)| !flag(&context.events, *at)).map(|(_, event)| event).collect()
}

/// A person as both sides can speak of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Identity {
    /// The event names nobody.
    Nobody,
    /// The person of the truth.
    Known(ItemId),
    /// A person of the scored side who is nobody in the truth.
    Stranger(ItemId),
}

impl Identity {
    fn of_scored(id: ItemId, who: &Who) -> Identity {
        who.resolve(id).map_or(Identity::Stranger(id), Identity::Known)
    }

    fn of_truth(id: ItemId, who: &Who) -> Identity {
        Identity::Known(who.truth_id(id))
    }
}

/// What a side codes of each person, without repetition, in order.
type Coded<T> = Vec<(Identity, T)>;

fn gather<T: Ord>(
    events: &[&Event],
    variable: Variable,
    person: impl Fn(ItemId) -> Identity,
    what: impl Fn(&Event) -> T,
) -> Coded<T> {
    let mut coded: Coded<T> = (events.iter())
        .filter(|event| class(event, variable) + 1 < classes(variable))
        .map(|event| (event.person.map_or(Identity::Nobody, &person), what(event)))
        .collect();
    coded.sort_unstable();
    coded.dedup();
    coded
}

/// Of how many people a side codes anything, and of people found by both, what is coded by both and by one.
fn compare<T: Ord>(scored: &Coded<T>, truth: &Coded<T>) -> (Counts, Counts) {
    let (mut people, mut coded) = (Counts::default(), Counts::default());
    for ours in scored.chunk_by(|a, b| a.0 == b.0) {
        let Some((person, _)) = ours.first() else { continue };
        let start = truth.partition_point(|(other, _)| other < person);
        let theirs = truth.get(start..).unwrap_or_default();
        let theirs = theirs.get(..theirs.partition_point(|(other, _)| other == person)).unwrap_or_default();
        if theirs.is_empty() {
            people.fp += 1;
            continue;
        }
        people.tp += 1;
        let both = ours.iter().filter(|what| theirs.contains(what)).count();
        coded += Counts::new(both, ours.len() - both, theirs.len() - both);
    }
    people.fn_ = truth.chunk_by(|a, b| a.0 == b.0).count() - people.tp;
    (people, coded)
}

fn count_variables(tally: &mut Tally, scored: &[&Event], truth: &[&Event], who: &Who) {
    let (of_scored, of_truth) = (|id| Identity::of_scored(id, who), |id| Identity::of_truth(id, who));
    for variable in Variable::ALL {
        let word = |event: &Event| class(event, *variable);
        let ours = gather(scored, *variable, of_scored, word);
        let theirs = gather(truth, *variable, of_truth, word);
        let (people, words) = compare(&ours, &theirs);
        tally.add(Line::detection(*variable), people);
        tally.add(Line::value(*variable), words);
    }
    let others = |event: &Event, person: &dyn Fn(ItemId) -> Identity| {
        [&event.relationship_targets, &event.relationship_triangles].map(|list| {
            let mut people: Vec<Identity> = list.iter().map(|id| person(*id)).collect();
            people.sort_unstable();
            people.dedup();
            people
        })
    };
    let ours = gather(scored, Variable::Relationship, of_scored, |event| others(event, &of_scored));
    let theirs = gather(truth, Variable::Relationship, of_truth, |event| others(event, &of_truth));
    tally.add(Line::RelationshipPeople, compare(&ours, &theirs).1);
}

/// Whether two sides say the same in everything that is compared: nothing is unmatched, and matched events have the same
/// date as it is written, the same certainty, codes, targets and triangles. Wording and order are not looked at.
pub(super) fn is_exact(scored: &Side<'_>, truth: &Side<'_>, matching: &SetMatching, who: &Who) -> bool {
    let parts = [&matching.people, &matching.pair_bonds, &matching.events, &matching.child_of];
    let all_matched = parts.iter().all(|part| part.scored_unmatched.is_empty() && part.truth_unmatched.is_empty());
    let same_people = |ours: &[ItemId], theirs: &[ItemId]| {
        let mut ours: Vec<_> = ours.iter().map(|id| Identity::of_scored(*id, who)).collect();
        let mut theirs: Vec<_> = theirs.iter().map(|id| Identity::of_truth(*id, who)).collect();
        ours.sort_unstable();
        theirs.sort_unstable();
        ours == theirs
    };
    let same = |one: &Event, other: &Event| {
        one.date_time == other.date_time
            && one.date_certainty == other.date_certainty
            && Variable::ALL.iter().all(|variable| class(one, *variable) == class(other, *variable))
            && same_people(&one.relationship_targets, &other.relationship_targets)
            && same_people(&one.relationship_triangles, &other.relationship_triangles)
    };
    all_matched
        && matching.events.pairs.iter().all(
            |(of, to)| matches!((scored.events.get(*of), truth.events.get(*to)), (Some(of), Some(to)) if same(of, to)),
        )
}
