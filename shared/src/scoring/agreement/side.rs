//! One coder's side of a comparison: a family laid together from some of their statements.

use std::collections::{BTreeSet, HashMap};

use super::{CoderCodings, Level, canonical};
use crate::family::{Event, ItemId, PairBond, Person};
use crate::pdp::{Deltas, replay};

/// People, pair bonds and events of a coder, in the order of their content.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CoderSide {
    /// People; at the level of statements also those known from earlier ones, for whom the events to be matched need them.
    pub people: Vec<Person>,
    /// Pair bonds, likewise.
    pub pair_bonds: Vec<PairBond>,
    /// Events.
    pub events: Vec<Event>,
    /// The people and bonds that are the side's own, where not all are.
    own: Option<BTreeSet<ItemId>>,
}

impl CoderSide {
    /// The side at `level` from the statements at the given places. At the level of statements these are the last of the
    /// places and what came before.
    pub(super) fn new(coding: &CoderCodings, places: &BTreeSet<usize>, level: Level) -> Self {
        let deltas = |at: &usize| coding.coding(*at).map(|coding| &coding.deltas);
        let pool = replay(places.iter().filter_map(deltas), usize::MAX);
        let (mut people, mut pair_bonds, mut events) = (pool.people, pool.pair_bonds, pool.events);
        let own = match level {
            Level::Cumulative => None,
            Level::Statement => {
                let said = places.last().and_then(deltas).map(ids).unwrap_or_default();
                events.retain(|event| said.contains(&event.id));
                Some(said)
            }
        };
        canonical::sort(&mut people, &mut pair_bonds, &mut events);
        CoderSide { people, pair_bonds, events, own }
    }

    /// Whether a person or pair bond is of this side, not only known to it.
    pub(super) fn is_own(&self, id: ItemId) -> bool {
        self.own.as_ref().is_none_or(|own| own.contains(&id))
    }

    /// What a person is called here.
    pub(super) fn name(&self, id: Option<ItemId>, subject: Option<&str>) -> String {
        let Some(id) = id else { return "nobody".to_owned() };
        let named = self.people.iter().find(|person| person.id == id).and_then(|person| person.name.as_deref());
        match named.filter(|name| !name.trim().is_empty()) {
            Some(name) => name.trim().to_owned(),
            None if id == ItemId::SUBJECT => subject.unwrap_or(crate::family::kinship::SUBJECT_ROLE).to_owned(),
            None => "an unnamed person".to_owned(),
        }
    }
}

fn ids(deltas: &Deltas) -> BTreeSet<ItemId> {
    let people = deltas.people.iter().map(|person| person.id);
    let bonds = deltas.pair_bonds.iter().map(|bond| bond.id);
    people.chain(bonds).chain(deltas.events.iter().map(|event| event.id)).collect()
}

/// At which statement a coder first names each item.
pub(super) fn introductions(coding: &CoderCodings) -> HashMap<ItemId, usize> {
    let mut first = HashMap::new();
    for (at, coding) in coding.statements.iter().enumerate() {
        for id in coding.iter().flat_map(|coding| ids(&coding.deltas)) {
            first.entry(id).or_insert(at);
        }
    }
    first
}
