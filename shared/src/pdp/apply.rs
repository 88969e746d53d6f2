//! Applying deltas to the pending pool.
//!
//! Updates come first, then additions, then deletes, then the clean-up of pair bonds. Does not validate: deltas that
//! would not pass `validate` are applied as far as they make sense.

use super::{Deltas, Pdp, bonds};
use crate::family::{Event, ItemId, PairBond, Person};

/// An item of the shared namespace that a later row can update.
pub(super) trait Row: Clone {
    fn id(&self) -> ItemId;
    fn take_from(&mut self, newer: &Self);
}

macro_rules! row {
    ($($kind:ty),+) => {
        $(impl Row for $kind {
            fn id(&self) -> ItemId {
                self.id
            }
            fn take_from(&mut self, newer: &Self) {
                self.take_set_fields(newer);
            }
        })+
    };
}

row!(Person, Event, PairBond);

/// The pool after `deltas`: a row whose id is already there updates the fields it sets, any other row is added,
/// a negative delete takes an item out, a positive one is queued (once) for the committed item; zero deletes nothing.
/// Parents that pointed to a bond which is gone are cleared.
///
/// Ids repeated *within* one set of deltas are added as they stand: which of the two is meant is not for this rule to
/// guess (`repair::separate_ids` does, where a model is at work).
pub fn apply(pdp: &Pdp, deltas: &Deltas) -> Pdp {
    let mut pool = pdp.clone();
    apply_to(&mut pool, deltas);
    pool
}

/// The same, to a pool at hand.
pub(super) fn apply_to(pool: &mut Pdp, deltas: &Deltas) {
    upsert(&mut pool.people, &deltas.people);
    // Who the subject is, is the diagram's to say.
    pool.people.iter_mut().for_each(|person| person.primary = false);
    upsert(&mut pool.events, &deltas.events);
    upsert(&mut pool.pair_bonds, &deltas.pair_bonds);
    let mut deleted = Vec::new();
    for id in &deltas.delete {
        if id.is_pending() {
            deleted.extend(pool.pair_bonds.iter().filter(|bond| bond.id == *id).map(|bond| (bond.id, None)));
            pool.people.retain(|person| person.id != *id);
            pool.events.retain(|event| event.id != *id);
            pool.pair_bonds.retain(|bond| bond.id != *id);
        } else if id.is_committed() && !pool.delete.contains(id) {
            pool.delete.push(*id);
        }
    }
    bonds::clean_up(pool);
    bonds::clear_parents(pool, &deleted);
}

fn upsert<R: Row>(pool: &mut Vec<R>, rows: &[R]) {
    let staged = pool.len();
    for row in rows {
        match pool.iter_mut().take(staged).find(|known| known.id() == row.id()) {
            Some(known) => known.take_from(row),
            None => pool.push(row.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::{DateCertainty, EventKind};

    fn person(id: i64, name: &str) -> Person {
        Person { name: Some(name.into()), ..Person::new(ItemId(id)) }
    }

    #[test]
    fn a_later_row_updates_a_pending_item() {
        let pool = Pdp {
            people: vec![Person { last_name: Some("Lee".into()), ..person(-1, "Al") }],
            events: vec![Event {
                date_time: Some("1990".into()),
                date_certainty: Some(DateCertainty::Approximate),
                ..Event::new(ItemId(-2), EventKind::Death)
            }],
            ..Pdp::default()
        };
        let correction = Event { person: Some(ItemId(-1)), ..Event::new(ItemId(-2), EventKind::Death) };
        let deltas = Deltas { people: vec![person(-1, "Alan")], events: vec![correction], ..Deltas::default() };
        let after = apply(&pool, &deltas);
        assert_eq!(after.people, [Person { last_name: Some("Lee".into()), ..person(-1, "Alan") }]);
        assert_eq!(after.events[0].person, Some(ItemId(-1)));
        assert_eq!(
            after.events[0].date_certainty,
            Some(DateCertainty::Approximate),
            "the correction says nothing of it"
        );
    }

    #[test]
    fn a_bond_with_a_missing_end_is_dropped_and_nothing_else() {
        let half = PairBond { person_b: None, ..PairBond::new(ItemId(-3), ItemId(-1), ItemId(-2)) };
        let whole = PairBond::new(ItemId(-4), ItemId(-1), ItemId(-2));
        let people = vec![person(-1, "A"), person(-2, "B")];
        let deltas = Deltas { people: people.clone(), pair_bonds: vec![half, whole.clone()], ..Deltas::default() };
        let after = apply(&Pdp::default(), &deltas);
        assert_eq!((after.people, after.pair_bonds), (people, vec![whole]));
    }

    #[test]
    fn parents_do_not_outlast_their_bond() {
        let pool = Pdp {
            people: vec![
                person(-1, "A"),
                person(-2, "B"),
                Person { parents: Some(ItemId(-3)), ..person(-4, "C") },
                Person { parents: Some(ItemId(-5)), ..person(-6, "D") },
            ],
            pair_bonds: vec![
                PairBond::new(ItemId(-3), ItemId(-1), ItemId(-2)),
                PairBond::new(ItemId(-5), ItemId(-2), ItemId(7)),
            ],
            ..Pdp::default()
        };
        let parents = |delete: &[i64]| {
            let delete = delete.iter().map(|id| ItemId(*id)).collect();
            let after = apply(&pool, &Deltas { delete, ..Deltas::default() });
            after.people.iter().filter_map(|person| person.parents).collect::<Vec<_>>()
        };
        assert_eq!(parents(&[]), [ItemId(-3), ItemId(-5)], "as long as nothing is deleted both stay");
        assert_eq!(parents(&[-1]), [ItemId(-5)], "the bond goes with its person");
        assert_eq!(parents(&[-5]), [ItemId(-3)], "the bond itself is deleted");
    }

    #[test]
    fn parents_follow_to_the_kept_bond_of_the_same_pair() {
        let people = vec![person(-1, "A"), person(-2, "B"), Person { parents: Some(ItemId(-4)), ..person(-5, "C") }];
        let pair_bonds =
            vec![PairBond::new(ItemId(-3), ItemId(-1), ItemId(-2)), PairBond::new(ItemId(-4), ItemId(-2), ItemId(-1))];
        let after = apply(&Pdp::default(), &Deltas { people, pair_bonds, ..Deltas::default() });
        assert_eq!(after.pair_bonds.len(), 1);
        assert_eq!(after.people[2].parents, Some(ItemId(-3)));
    }

    #[test]
    fn a_committed_delete_is_queued_once_and_zero_deletes_nothing() {
        let delete = [5, 5, 0, -9].map(ItemId).to_vec();
        let after = apply(&Pdp::default(), &Deltas { delete, ..Deltas::default() });
        assert_eq!(after.delete, [ItemId(5)]);
    }
}
