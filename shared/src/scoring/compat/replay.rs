//! A discussion's codings laid one over another in the order of its statements, as the published method does it.
//!
//! It is not the replay of the `pdp` room: here a repeated id replaces the whole row (a later partial row erases a
//! name), and a pair bond with a missing end makes the whole discussion fail. Published cumulative figures contain that.

use super::CompatError;
use super::rows::{BondRow, EventRow, PersonRow};
use super::side::{EventItem, PersonItem, Prepared, Side};

/// Rows by id, in the order in which the ids first came; a deleted id that comes again comes last.
///
/// Ids are looked for one after another: a discussion has some dozens of each kind, and that is faster than hashing.
struct ById<T> {
    ids: Vec<i64>,
    rows: Vec<T>,
}

impl<T> Default for ById<T> {
    fn default() -> Self {
        ById { ids: Vec::new(), rows: Vec::new() }
    }
}

impl<T> ById<T> {
    fn place(&self, id: i64) -> Option<usize> {
        self.ids.iter().position(|other| *other == id)
    }

    /// Missing ids and zero are ignored.
    fn put(&mut self, id: Option<i64>, row: T) {
        let Some(id) = id.filter(|id| *id != 0) else { return };
        match self.place(id).and_then(|place| self.rows.get_mut(place)) {
            Some(slot) => *slot = row,
            None => {
                self.ids.push(id);
                self.rows.push(row);
            }
        }
    }

    fn remove(&mut self, id: i64) {
        if let Some(place) = self.place(id) {
            self.ids.remove(place);
            self.rows.remove(place);
        }
    }

    fn contains(&self, id: i64) -> bool {
        self.place(id).is_some()
    }
}

/// Lays codings over one another, earliest first.
pub(super) fn replay<'r, 'a: 'r>(
    codings: impl IntoIterator<Item = &'r Prepared<'r, 'a>>,
) -> Result<Side<'r, 'a>, CompatError> {
    let mut people: ById<PersonItem<'r, 'a>> = ById::default();
    let mut events: ById<EventItem<'r, 'a>> = ById::default();
    let mut bonds: ById<&'r BondRow> = ById::default();
    for coding in codings {
        coding.people().for_each(|person| people.put(person.row.id, person));
        coding.events().for_each(|event| events.put(event.row.id, event));
        coding.rows().pair_bonds.iter().for_each(|bond| bonds.put(bond.id, bond));
        for id in &coding.rows().delete {
            people.remove(*id);
            events.remove(*id);
            bonds.remove(*id);
        }
    }
    let bonds = clean(bonds.rows, |id| id >= 0 || people.contains(id))?;
    Ok(Side { people: people.rows, events: events.rows, bonds })
}

/// Drops bonds whose pending people are gone and bonds of two who have one already.
fn clean(bonds: Vec<&BondRow>, exists: impl Fn(i64) -> bool) -> Result<Vec<&BondRow>, CompatError> {
    let mut kept: Vec<(&BondRow, (i64, i64))> = Vec::with_capacity(bonds.len());
    for bond in bonds {
        let (Some(a), Some(b)) = (bond.person_a, bond.person_b) else { return Err(CompatError::HalfBond) };
        let dyad = (a.min(b), a.max(b));
        if exists(a) && exists(b) && !kept.iter().any(|(_, other)| *other == dyad) {
            kept.push((bond, dyad));
        }
    }
    Ok(kept.into_iter().map(|(bond, _)| bond).collect())
}

/// Rows of one side, owned, for showing what a replay made.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Replayed<'a> {
    /// People.
    pub people: Vec<PersonRow<'a>>,
    /// Events.
    pub events: Vec<EventRow<'a>>,
    /// Pair bonds.
    pub pair_bonds: Vec<BondRow>,
    /// Deletes are carried out, so none are left.
    pub delete: Vec<i64>,
}

impl<'a> From<&Side<'_, 'a>> for Replayed<'a> {
    fn from(side: &Side<'_, 'a>) -> Self {
        Replayed {
            people: side.people.iter().map(|person| person.row.clone()).collect(),
            events: side.events.iter().map(|event| event.row.clone()).collect(),
            pair_bonds: side.bonds.iter().map(|bond| (*bond).clone()).collect(),
            delete: Vec::new(),
        }
    }
}
