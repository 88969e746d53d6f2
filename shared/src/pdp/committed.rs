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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::{EventKind, VariableShift};

    fn event(kind: EventKind, date: &str) -> Event {
        Event {
            person: Some(ItemId(3)),
            spouse: Some(ItemId(4)),
            child: Some(ItemId(5)),
            date_time: Some(date.into()),
            ..Event::new(ItemId(-1), kind)
        }
    }

    fn repeats(committed: Event, new: Event) -> bool {
        let family = Family { events: vec![committed], ..Family::default() };
        repeated_event(&family, &new).is_some()
    }

    #[test]
    fn a_shift_at_another_time_is_a_new_event() {
        let shift = |date| event(EventKind::Shift, date);
        assert!(!repeats(shift("1990-05-05"), shift("2005-07-07")));
        assert!(repeats(shift("1990-05-05"), shift("1990-05-05")));
    }

    #[test]
    fn a_shift_in_another_variable_is_a_new_event() {
        let shift = |anxiety| Event { anxiety, ..event(EventKind::Shift, "1990-05-05") };
        assert!(!repeats(shift(Some(VariableShift::Up)), shift(Some(VariableShift::Down))));
        assert!(repeats(shift(Some(VariableShift::Up)), shift(Some(VariableShift::Up))));
    }

    #[test]
    fn a_second_move_is_a_new_event_and_a_misread_day_is_not() {
        let moved = |date| event(EventKind::Moved, date);
        assert!(!repeats(moved("1981-05-05"), moved("2005-07-07")));
        assert!(repeats(moved("1990-06-15"), moved("June 1990")));
        assert!(!repeats(moved("1990-06-15"), moved("1990-08-01")));
        let about = Event { date_certainty: Some(DateCertainty::Approximate), ..moved("1990-08-01") };
        assert!(repeats(moved("1990-06-15"), about), "about then");
    }

    #[test]
    fn dates_that_cannot_be_read_must_be_written_alike() {
        let moved = |date| event(EventKind::Moved, date);
        assert!(repeats(moved("Last spring"), moved("last spring ")));
        assert!(!repeats(moved("last spring"), moved("last autumn")));
    }

    #[test]
    fn birth_and_death_come_once_whatever_the_date() {
        for kind in [EventKind::Birth, EventKind::Adopted, EventKind::Death] {
            assert!(repeats(event(kind, "1950-01-01"), event(kind, "1999-12-31")), "{kind}");
        }
    }

    #[test]
    fn an_event_of_pending_people_repeats_nothing() {
        let new = Event { person: Some(ItemId(-3)), ..event(EventKind::Death, "1990") };
        assert!(!repeats(Event { person: Some(ItemId(-3)), ..event(EventKind::Death, "1990") }, new));
    }
}
