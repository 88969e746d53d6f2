//! A side's family at the end of a discussion, and what was known of people where a statement speaks of them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::family::{Event, ItemId, PairBond, Person};
use crate::pdp::{Deltas, Pdp};

/// Where each item of a side was first spoken of: statements by their place among the subject's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Origins(Vec<(ItemId, usize)>);

impl Origins {
    pub(super) fn of<'d>(deltas: impl IntoIterator<Item = Option<&'d Deltas>>) -> Self {
        let mut first: Vec<(ItemId, usize)> = Vec::new();
        for (at, deltas) in deltas.into_iter().enumerate() {
            first.extend(deltas.into_iter().flat_map(ids).map(|id| (id, at)));
        }
        first.sort_unstable();
        first.dedup_by_key(|(id, _)| *id);
        Origins(first)
    }

    pub(super) fn get(&self, id: ItemId) -> Option<usize> {
        let at = self.0.binary_search_by_key(&id, |(known, _)| *known).ok()?;
        self.0.get(at).map(|(_, statement)| *statement)
    }
}

/// The ids of all items that deltas introduce or change.
pub(super) fn ids(deltas: &Deltas) -> impl Iterator<Item = ItemId> {
    let people = deltas.people.iter().map(|person| person.id);
    let events = deltas.events.iter().map(|event| event.id);
    people.chain(deltas.pair_bonds.iter().map(|bond| bond.id)).chain(events)
}

/// Every person and pair bond a side ever spoke of, with all it said of them; deletes are not looked at.
#[derive(Debug, Default)]
pub(super) struct Known<'d> {
    people: BTreeMap<ItemId, Cow<'d, Person>>,
    bonds: BTreeMap<ItemId, Cow<'d, PairBond>>,
}

impl<'d> Known<'d> {
    pub(super) fn of(deltas: impl IntoIterator<Item = &'d Deltas>) -> Self {
        let mut known = Known::default();
        for deltas in deltas {
            for person in &deltas.people {
                match known.people.get_mut(&person.id) {
                    Some(row) => drop(row.to_mut().take_set_fields(person)),
                    None => drop(known.people.insert(person.id, Cow::Borrowed(person))),
                }
            }
            for bond in &deltas.pair_bonds {
                match known.bonds.get_mut(&bond.id) {
                    Some(row) => drop(row.to_mut().take_set_fields(bond)),
                    None => drop(known.bonds.insert(bond.id, Cow::Borrowed(bond))),
                }
            }
        }
        known
    }

    /// The people and pair bonds of a statement with all that is known of them, and after them the people and bonds the
    /// statement refers to.
    pub(super) fn around(&self, deltas: &Deltas) -> Around {
        let mut around =
            Around { own_people: deltas.people.len(), own_bonds: deltas.pair_bonds.len(), ..Around::default() };
        let full = |person: &Person| self.people.get(&person.id).map_or(person, |known| known).clone();
        around.people = deltas.people.iter().map(full).collect();
        around.bonds = deltas.pair_bonds.clone();
        let mut parents: Vec<ItemId> = around.people.iter().filter_map(|person| person.parents).collect();
        parents.sort_unstable();
        parents.dedup();
        parents.retain(|id| !deltas.pair_bonds.iter().any(|bond| bond.id == *id));
        around.bonds.extend(parents.iter().filter_map(|id| self.bonds.get(id)).map(|bond| bond.as_ref().clone()));
        let mut referred: Vec<ItemId> = deltas.events.iter().flat_map(people_of).collect();
        referred.extend(around.bonds.iter().flat_map(|bond| [bond.person_a, bond.person_b]).flatten());
        referred.sort_unstable();
        referred.dedup();
        referred.retain(|id| !deltas.people.iter().any(|person| person.id == *id));
        let referred: Vec<&Person> = referred.iter().filter_map(|id| self.people.get(id)).map(Cow::as_ref).collect();
        around.people.reserve_exact(referred.len());
        around.people.extend(referred.into_iter().cloned());
        around
    }
}

/// The people an event names.
pub(super) fn people_of(event: &Event) -> impl Iterator<Item = ItemId> {
    let links = [event.person, event.spouse, event.child].into_iter().flatten();
    links.chain(event.relationship_targets.iter().chain(&event.relationship_triangles).copied())
}

/// The people and pair bonds a statement is scored with: its own first, then those it only refers to.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Around {
    pub people: Vec<Person>,
    pub own_people: usize,
    pub bonds: Vec<PairBond>,
    pub own_bonds: usize,
}

/// Flags that are set from a position on.
pub(super) fn from(own: usize, len: usize) -> Vec<bool> {
    (0..len).map(|at| at >= own).collect()
}

/// The rows with these ids as they were last written, in the order of the ids: what the published replay keeps.
pub(super) fn last_rows<'d>(
    deltas: impl DoubleEndedIterator<Item = &'d Deltas> + Clone,
    people: &[ItemId],
    bonds: &[ItemId],
    events: &[ItemId],
) -> Pdp {
    fn pick<'d, T: Clone + 'd>(ids: &[ItemId], rows: impl Iterator<Item = &'d T>, id: impl Fn(&T) -> ItemId) -> Vec<T> {
        let by_id: BTreeMap<ItemId, &T> = rows.map(|row| (id(row), row)).collect();
        ids.iter().filter_map(|id| by_id.get(id).map(|row| (*row).clone())).collect()
    }
    Pdp {
        people: pick(people, deltas.clone().flat_map(|deltas| &deltas.people), |person| person.id),
        pair_bonds: pick(bonds, deltas.clone().flat_map(|deltas| &deltas.pair_bonds), |bond| bond.id),
        events: pick(events, deltas.flat_map(|deltas| &deltas.events), |event| event.id),
        delete: Vec::new(),
    }
}
