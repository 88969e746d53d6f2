//! Ground truth: immutable versions, each with exactly one source for each of its statements.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Coder, Provenance, Statements};
use crate::discussion::{Actor, DiscussionId, Timestamp, VersionId};
use crate::family::ItemId;
use crate::pdp::Deltas;

/// Where the truth of a statement comes from: one revision of one coder. A constructed reference cannot be a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Source {
    /// Who coded it.
    pub coder: Coder,
    /// Which revision of that coder's chain.
    pub revision: u32,
    /// What the coder had seen.
    pub provenance: Provenance,
}

/// One statement of a version: its source, and a copy of the deltas as they were approved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ApprovedStatement {
    /// Where it comes from.
    pub source: Source,
    /// The deltas as that coder has them; ids are the coder's.
    pub deltas: Deltas,
}

/// The approved statements by number. A map, so no statement can have two sources.
pub type GroundTruth = BTreeMap<u32, ApprovedStatement>;

/// A version: whose, when, and where each statement comes from. Never changed once stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct GroundTruthVersion {
    /// Which: one sequence over all discussions, so "as of v9" is a state of the whole store.
    pub id: VersionId,
    /// Of which discussion.
    pub discussion: DiscussionId,
    /// The version before it, from which statements were carried over.
    pub after: Option<VersionId>,
    /// Who approved it.
    pub approved_by: Actor,
    /// When.
    pub at: Timestamp,
    /// The source of each statement.
    pub sources: BTreeMap<u32, Source>,
}

impl GroundTruthVersion {
    /// The coders it comes from, each once.
    pub fn coders(&self) -> std::collections::BTreeSet<&Coder> {
        self.sources.values().map(|source| &source.coder).collect()
    }

    /// How many statements have this provenance.
    pub fn count(&self, provenance: Provenance) -> usize {
        self.sources.values().filter(|source| source.provenance == provenance).count()
    }
}

/// The deltas of a version in one namespace of ids.
///
/// Each coder numbers new items in their own way, so -1 of one is not -1 of another. The coder of the first statement
/// keeps the ids; those of every further coder (in the order of their first statements) are moved below all ids before.
/// A truth of one coder is the coder's deltas as they are. Never guesses that two coders' people are one person.
pub fn as_one_family(truth: &GroundTruth) -> Statements {
    let mut coders: Vec<&Coder> = Vec::new();
    for approved in truth.values() {
        if !coders.contains(&&approved.source.coder) {
            coders.push(&approved.source.coder);
        }
    }
    let mut deltas = Statements::new();
    let mut lowest = 0i64;
    for coder in coders {
        let of_coder = || truth.iter().filter(|(_, approved)| approved.source.coder == *coder);
        let own_lowest = of_coder().flat_map(|(_, approved)| ids(&approved.deltas)).min().unwrap_or(0).min(0);
        for (number, approved) in of_coder() {
            deltas.insert(*number, moved(&approved.deltas, lowest));
        }
        lowest = lowest.saturating_add(own_lowest);
    }
    deltas
}

/// Every id that the deltas define or refer to.
fn ids(deltas: &Deltas) -> Vec<i64> {
    let mut copy = deltas.clone();
    let mut found = Vec::new();
    each_id(&mut copy, &mut |id| found.push(id.0));
    found
}

fn moved(deltas: &Deltas, by: i64) -> Deltas {
    let mut deltas = deltas.clone();
    each_id(&mut deltas, &mut |id| {
        if id.is_pending() {
            id.0 = id.0.saturating_add(by);
        }
    });
    deltas
}

fn each_id(deltas: &mut Deltas, each: &mut impl FnMut(&mut ItemId)) {
    for person in &mut deltas.people {
        each(&mut person.id);
        person.parents.iter_mut().for_each(&mut *each);
    }
    for bond in &mut deltas.pair_bonds {
        each(&mut bond.id);
        [&mut bond.person_a, &mut bond.person_b].into_iter().flatten().for_each(&mut *each);
    }
    for event in &mut deltas.events {
        each(&mut event.id);
        [&mut event.person, &mut event.spouse, &mut event.child].into_iter().flatten().for_each(&mut *each);
        event.relationship_targets.iter_mut().for_each(&mut *each);
        event.relationship_triangles.iter_mut().for_each(&mut *each);
    }
    deltas.delete.iter_mut().for_each(each);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::{Event, EventKind, PairBond, Person};

    fn approved(coder: &str, deltas: Deltas) -> ApprovedStatement {
        let coder = Coder::External { name: coder.parse().unwrap() };
        ApprovedStatement { source: Source { coder, revision: 1, provenance: Provenance::Blind }, deltas }
    }

    fn person(id: i64, parents: Option<i64>) -> Person {
        Person { parents: parents.map(ItemId), ..Person::new(ItemId(id)) }
    }

    #[test]
    fn a_truth_of_one_coder_keeps_its_ids() {
        let deltas = Deltas { people: vec![person(-7, None)], ..Deltas::default() };
        let truth = GroundTruth::from([(2, approved("a", deltas.clone()))]);
        assert_eq!(as_one_family(&truth), Statements::from([(2, deltas)]));
    }

    #[test]
    fn two_coders_ids_never_meet_and_committed_people_stay_who_they_are() {
        let of_a = Deltas { people: vec![person(-1, None), person(-3, None)], ..Deltas::default() };
        let shift = Event { person: Some(ItemId(1)), ..Event::new(ItemId(-2), EventKind::Shift) };
        let of_b = Deltas {
            people: vec![person(-1, Some(-4)), person(-3, None)],
            pair_bonds: vec![PairBond::new(ItemId(-4), ItemId(-3), ItemId(1))],
            events: vec![Event { relationship_targets: vec![ItemId(-1)], ..shift }],
            delete: vec![ItemId(-3)],
        };
        let later_of_a = Deltas { people: vec![person(-1, None)], ..Deltas::default() };
        let truth = GroundTruth::from([
            (1, approved("a", of_a.clone())),
            (3, approved("b", of_b)),
            (5, approved("a", later_of_a.clone())),
        ]);
        let family = as_one_family(&truth);
        assert_eq!((&family[&1], &family[&5]), (&of_a, &later_of_a));
        let moved = &family[&3];
        assert_eq!(moved.people, [person(-4, Some(-7)), person(-6, None)], "below -3, the lowest of a");
        assert_eq!(moved.pair_bonds, [PairBond::new(ItemId(-7), ItemId(-6), ItemId(1))]);
        assert_eq!((moved.events[0].id, moved.events[0].person), (ItemId(-5), Some(ItemId(1))));
        assert_eq!((&moved.events[0].relationship_targets, &moved.delete), (&vec![ItemId(-4)], &vec![ItemId(-6)]));
    }
}
