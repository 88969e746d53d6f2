//! Merging two people's work on one list: what I changed since the snapshot goes over what the others have.

use std::collections::HashMap;
use std::hash::Hash;

/// A row of a merged list.
pub trait HasId {
    /// What a row is known by.
    type Id: Eq + Hash + Clone;

    /// The row's id; rows without one cannot be merged and are left out.
    fn id(&self) -> Option<Self::Id>;
}

/// The server's list with the local changes applied: rows deleted locally go, rows changed locally replace the
/// server's, rows added locally (or changed, though gone from the server) come last in the local order.
///
/// Changed, added and deleted is measured against `snapshot`, the list both started from. Where a list holds an id
/// more than once, the last row counts, at the first one's place.
pub fn apply_local_changes<R: HasId + Clone + PartialEq>(server: &[R], snapshot: &[R], local: &[R]) -> Vec<R> {
    let (order, mut merged) = by_id(server);
    let (known, before) = by_id(snapshot);
    let (mine, now) = by_id(local);
    for id in &known {
        if !now.contains_key(id) {
            merged.remove(id);
        }
    }
    let mut places = order;
    for id in mine {
        let Some(row) = now.get(&id).filter(|row| before.get(&id) != Some(*row)) else { continue };
        if merged.insert(id.clone(), (*row).clone()).is_none() {
            places.retain(|place| *place != id);
            places.push(id);
        }
    }
    places.iter().filter_map(|id| merged.remove(id)).collect()
}

/// The ids in their order, and the last row of each.
fn by_id<R: HasId + Clone>(rows: &[R]) -> (Vec<R::Id>, HashMap<R::Id, R>) {
    let mut order = Vec::new();
    let mut last = HashMap::new();
    for row in rows {
        if let Some(id) = row.id()
            && last.insert(id.clone(), row.clone()).is_none()
        {
            order.push(id);
        }
    }
    (order, last)
}

#[cfg(test)]
mod tests {
    use super::*;

    impl HasId for (Option<u8>, char) {
        type Id = u8;

        fn id(&self) -> Option<u8> {
            self.0
        }
    }

    fn rows(text: &str) -> Vec<(Option<u8>, char)> {
        text.split(' ').filter_map(|row| Some((Some(row[..1].parse().ok()?), row.chars().nth(1)?))).collect()
    }

    #[test]
    fn my_changes_go_over_theirs_and_theirs_stay_where_i_changed_nothing() {
        let merged = apply_local_changes(&rows("1a 2x 4d"), &rows("1a 2b 3c"), &rows("1z 2b 5e"));
        assert_eq!(merged, rows("1z 2x 4d 5e"), "1 is mine, 2 theirs, 3 gone on both sides, 4 theirs, 5 mine");
    }

    #[test]
    fn what_i_deleted_goes_even_if_they_changed_it() {
        assert_eq!(apply_local_changes(&rows("1x"), &rows("1a"), &[]), []);
    }
}
