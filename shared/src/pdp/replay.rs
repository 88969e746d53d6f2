//! The cumulative pool: what all statements up to one have brought, statement by statement.

use super::apply::{Row, apply_to};
use super::{Deltas, Pdp};

/// The pool after the first `upto` deltas (all of them if there are fewer).
///
/// Deltas are given in the order of their statements; `replay(deltas, k)` followed by applying the next deltas equals
/// `replay(deltas, k + 1)`.
pub fn replay<'a>(deltas: impl IntoIterator<Item = &'a Deltas>, upto: usize) -> Pdp {
    let mut pool = Pdp::default();
    deltas.into_iter().take(upto).for_each(|next| apply_to(&mut pool, next));
    pool
}

/// The same deltas with whole rows: a row that updates an earlier one is given as the item stands after it.
///
/// For readers that take a repeated id as a replacement, as the published cumulative method does; with them an update of
/// one field would erase the others. Replaying the whole rows gives the pool that replaying the deltas gives.
pub fn whole_rows<'a>(deltas: impl IntoIterator<Item = &'a Deltas>) -> Vec<Deltas> {
    let mut pool = Pdp::default();
    let mut whole = Vec::new();
    for next in deltas {
        apply_to(&mut pool, next);
        whole.push(Deltas {
            people: standing(&next.people, &pool.people),
            events: standing(&next.events, &pool.events),
            pair_bonds: standing(&next.pair_bonds, &pool.pair_bonds),
            delete: next.delete.clone(),
        });
    }
    whole
}

/// Each row as it stands in the pool; a row that did not stay, or whose id is given twice, as it was given.
fn standing<T: Row>(rows: &[T], pool: &[T]) -> Vec<T> {
    let stands = |row: &T| {
        let mut same = pool.iter().filter(|known| known.id() == row.id());
        let first = same.next()?;
        same.next().is_none().then(|| first.clone())
    };
    rows.iter().map(|row| stands(row).unwrap_or_else(|| row.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::{ItemId, PairBond, Person};

    fn said() -> [Deltas; 2] {
        let mother = Person { name: Some("Mother".into()), ..Person::new(ItemId(-1)) };
        let parents = Person { parents: Some(ItemId(-4)), ..Person::new(ItemId(-1)) };
        let grandparents = [Person::new(ItemId(-2)), Person::new(ItemId(-3))];
        [
            Deltas { people: vec![mother], ..Deltas::default() },
            Deltas {
                people: [vec![parents], grandparents.to_vec()].concat(),
                pair_bonds: vec![PairBond::new(ItemId(-4), ItemId(-2), ItemId(-3))],
                ..Deltas::default()
            },
        ]
    }

    #[test]
    fn an_update_of_one_field_is_given_as_the_whole_person() {
        let whole = whole_rows(&said());
        let mother = &whole[1].people[0];
        assert_eq!((mother.name.as_deref(), mother.parents), (Some("Mother"), Some(ItemId(-4))));
        assert_eq!(whole[0], said()[0], "what was said first knows nothing of what came later");
    }

    #[test]
    fn whole_rows_replay_to_the_same_pool() {
        assert_eq!(replay(&whole_rows(&said()), 2), replay(&said(), 2));
    }
}
