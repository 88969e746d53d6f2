//! The rule of a chain: it only grows, its last revision counts, and saying the same again adds nothing.

use super::Coding;

/// The revision to store when `new` is laid on a chain that ends with `last`; none if it says nothing new.
///
/// `new.revision` is what the caller thinks and is replaced. Time, actor, file and the fields
/// of the file that mean nothing here do not make a coding new.
pub fn append(last: Option<&Coding>, new: Coding) -> Option<Coding> {
    match last {
        Some(last) if last.deltas == new.deltas && last.provenance == new.provenance => None,
        last => Some(Coding { revision: last.map_or(0, |last| last.revision).saturating_add(1), ..new }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::Provenance;
    use crate::discussion::{Actor, Timestamp, Uid};
    use crate::family::{ItemId, Person};
    use crate::pdp::Deltas;

    fn coding(people: &[i64], at: u64) -> Coding {
        let people = people.iter().map(|id| Person::new(ItemId(*id))).collect();
        Coding {
            revision: 0,
            deltas: Deltas { people, ..Deltas::default() },
            provenance: Provenance::Blind,
            at: Timestamp(at),
            stored_by: Actor::Person(Uid(1)),
            file: format!("{at}.json"),
            kept: serde_json::Map::new(),
        }
    }

    #[test]
    fn a_chain_grows_by_what_is_new_and_not_by_what_is_said_again() {
        let first = append(None, coding(&[-1], 1)).unwrap();
        assert_eq!(first.revision, 1);
        assert_eq!(append(Some(&first), coding(&[-1], 2)), None);
        let second = append(Some(&first), coding(&[], 3)).unwrap();
        assert_eq!((second.revision, second.deltas.is_empty()), (2, true), "nothing there is a coding too");
        let seen = Coding { provenance: Provenance::OverTheModel, ..coding(&[], 4) };
        assert_eq!(append(Some(&second), seen).unwrap().revision, 3, "another provenance is another coding");
        assert_eq!(append(Some(&second), coding(&[-1], 5)).unwrap().revision, 3, "back to the first is new again");
    }
}
