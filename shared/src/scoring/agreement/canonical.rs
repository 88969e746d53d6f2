//! One order of items for every way of writing the same coding down: by content, never by list place or pending id.
//!
//! Matchers and the alignment get items in this order, so that who is listed first, and which pending numbers a coder
//! used, cannot change a figure. Items that are equal in all their content and all their links are interchangeable.

use std::collections::HashMap;

use crate::family::{Event, ItemId, PairBond, Person};

/// Puts people, pair bonds and events into the order of their content.
pub(super) fn sort(people: &mut [Person], pair_bonds: &mut [PairBond], events: &mut [Event]) {
    let keys = Keys::new(people, pair_bonds, events);
    people.sort_by_cached_key(|person| keys.of(Some(person.id)));
    pair_bonds.sort_by_cached_key(|bond| keys.bond(bond));
    events.sort_by_cached_key(|event| keys.event(event));
}

/// What stands for each person in the keys of others.
struct Keys {
    people: HashMap<ItemId, String>,
}

impl Keys {
    /// Two rounds: by own words, then by parents, bonds and events too, so that two unnamed people are told apart by what is
    /// said of them.
    fn new(people: &[Person], pair_bonds: &[PairBond], events: &[Event]) -> Self {
        let own = Keys { people: people.iter().map(|person| (person.id, own_words(person))).collect() };
        let mut said: HashMap<ItemId, Vec<String>> = HashMap::new();
        for bond in pair_bonds {
            let key = own.bond(bond);
            [bond.person_a, bond.person_b]
                .into_iter()
                .flatten()
                .for_each(|id| said.entry(id).or_default().push(key.clone()));
        }
        for event in events {
            let key = own.event(event);
            let slots = [("p", event.person), ("s", event.spouse), ("c", event.child)];
            let named = slots.into_iter().filter_map(|(slot, id)| Some((slot, id?)));
            let targets = event.relationship_targets.iter().map(|id| ("t", *id));
            let triangles = event.relationship_triangles.iter().map(|id| ("x", *id));
            for (slot, id) in named.chain(targets).chain(triangles) {
                said.entry(id).or_default().push(format!("{slot}{key}"));
            }
        }
        let bonds: HashMap<ItemId, String> = pair_bonds.iter().map(|bond| (bond.id, own.bond(bond))).collect();
        let full = |person: &Person| {
            let parents = person.parents.map(|id| bonds.get(&id).cloned().unwrap_or_else(|| committed(id)));
            let mut said = said.get(&person.id).cloned().unwrap_or_default();
            said.sort_unstable();
            format!("{}|{parents:?}|{said:?}", own.of(Some(person.id)))
        };
        Keys { people: people.iter().map(|person| (person.id, full(person))).collect() }
    }

    fn of(&self, id: Option<ItemId>) -> String {
        let Some(id) = id else { return String::new() };
        self.people.get(&id).cloned().unwrap_or_else(|| committed(id))
    }

    fn all(&self, ids: &[ItemId]) -> Vec<String> {
        let mut keys: Vec<String> = ids.iter().map(|id| self.of(Some(*id))).collect();
        keys.sort_unstable();
        keys
    }

    fn bond(&self, bond: &PairBond) -> String {
        let (a, b) = (self.of(bond.person_a), self.of(bond.person_b));
        format!("{}|{}|{:?}", a.clone().min(b.clone()), a.max(b), bond.married)
    }

    fn event(&self, event: &Event) -> String {
        let Event { kind, date_time, end_date_time, date_certainty, .. } = event;
        let Event { symptom, anxiety, relationship, functioning, description, location, notes, .. } = event;
        let people = [event.person, event.spouse, event.child].map(|id| self.of(id));
        let (targets, triangles) = (self.all(&event.relationship_targets), self.all(&event.relationship_triangles));
        format!(
            "{kind}|{date_time:?}|{end_date_time:?}|{date_certainty:?}|{people:?}|{symptom:?}|{anxiety:?}|\
             {relationship:?}|{functioning:?}|{targets:?}|{triangles:?}|{description:?}|{location:?}|{notes:?}"
        )
    }
}

/// Committed ids say who somebody is; pending ones are a coder's private numbers.
fn committed(id: ItemId) -> String {
    if id.is_committed() { format!("{:020}", id.0) } else { String::new() }
}

fn own_words(person: &Person) -> String {
    let Person { id, name, last_name, gender, .. } = person;
    format!("{}|{name:?}|{last_name:?}|{gender:?}", committed(*id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::{EventKind, VariableShift};

    #[test]
    fn two_unnamed_people_are_told_apart_by_what_is_said_of_them_not_by_their_numbers() {
        let coding = |ill: i64, calm: i64| {
            let event = |id: i64, person: i64, symptom| Event {
                person: Some(ItemId(person)),
                symptom: Some(symptom),
                ..Event::new(ItemId(id), EventKind::Shift)
            };
            let mut people = vec![Person::new(ItemId(ill.max(calm))), Person::new(ItemId(ill.min(calm)))];
            let mut events = vec![event(-8, calm, VariableShift::Down), event(-9, ill, VariableShift::Up)];
            sort(&mut people, &mut [], &mut events);
            (people[0].id == ItemId(ill), events[0].symptom)
        };
        assert_eq!(coding(-1, -2), coding(-2, -1));
    }
}
