//! Whether an item tells again what is already committed: the same pair, the same event.

use super::dates;
use crate::family::{DateCertainty, Event, Family, ItemId, PairBond};

/// Two certain dates of one event may differ by this much: "June 1990" is read as the 1st one time, the 15th another.
const CERTAIN_DAYS: u64 = 31;
/// As above, if either date is approximate or unknown.
const APPROXIMATE_DAYS: u64 = 366;

/// The committed bond of the same two people.
pub fn bond_of_pair<'a>(family: &'a Family, bond: &PairBond) -> Option<&'a PairBond> {
    let dyad = bond.dyad()?;
    family.pair_bonds.iter().find(|known| known.dyad() == Some(dyad))
}

/// The people whose committed event `event` tells again, or `None` if it is new.
///
/// An event repeats another if kind and people agree (birth and adoption: the child; pair kinds: both partners in
/// either order; else the actor), all of them committed, and it is of the same time. Birth and death come once in a
/// life, so their time is not asked. A shift must also be coded in the same variables.
pub fn repeated_event(family: &Family, event: &Event) -> Option<Vec<ItemId>> {
    let people = who(event)?;
    let all_committed = people.iter().all(|id| id.0 >= 0);
    let known = |other: &Event| other.kind == event.kind && who(other).as_ref() == Some(&people) && same(other, event);
    (all_committed && family.events.iter().any(known)).then_some(people)
}

/// The people by whom an event is known, in ascending order.
pub fn who(event: &Event) -> Option<Vec<ItemId>> {
    if event.kind.is_offspring() {
        Some(vec![event.child?])
    } else if event.kind.is_pair_bond() {
        let (a, b) = (event.person?, event.spouse?);
        Some(vec![a.min(b), a.max(b)])
    } else {
        Some(vec![event.person?])
    }
}

fn same(a: &Event, b: &Event) -> bool {
    use crate::family::EventKind::{Adopted, Birth, Death, Shift};
    match a.kind {
        Birth | Adopted | Death => true,
        Shift => coded(a) == coded(b) && same_time(a, b),
        _ => same_time(a, b),
    }
}

/// What a shift is coded as.
fn coded(event: &Event) -> impl PartialEq {
    (event.symptom, event.anxiety, event.relationship, event.functioning)
}

/// Whether two datings can be of one event. Dates that cannot be read must be written the same.
fn same_time(a: &Event, b: &Event) -> bool {
    let text = |event: &Event| event.date_time.as_deref().map(str::trim).unwrap_or_default().to_uppercase();
    let (text_a, text_b) = (text(a), text(b));
    let certain = [a, b].iter().all(|event| event.date_certainty == Some(DateCertainty::Certain));
    let tolerance = if certain { CERTAIN_DAYS } else { APPROXIMATE_DAYS };
    match (dates::read(&text_a), dates::read(&text_b)) {
        (Some(day_a), Some(day_b)) => (day_a - day_b).num_days().unsigned_abs() <= tolerance,
        _ => text_a == text_b,
    }
}
