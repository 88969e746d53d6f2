//! Whether deltas can be applied to the pending pool as they are.
//!
//! Reports every violation, in a fixed order; changes nothing.

use std::collections::{BTreeSet, HashSet};

use super::violation::{BondEnd, EventRole, Violation};
use super::{Deltas, Surroundings, committed, identity, repair};
use crate::family::{DateCertainty, Event, ItemId, PairBond};

/// Whose deltas they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// A model's: everything is checked, since it can be asked again.
    Model,
    /// A person's: they may say that two people with like names are two, that something happened a second time, and
    /// that the date of an event is not known.
    Human,
}

/// Everything that is wrong with `deltas`; empty if they can be applied.
///
/// Triangles are checked for existence only, not for who is inside and who outside.
pub fn validate(around: &Surroundings<'_>, deltas: &Deltas, policy: Policy) -> Vec<Violation> {
    let mut found = Vec::new();
    shared_ids(deltas, &mut found);
    let people: HashSet<ItemId> = around.pdp.people.iter().chain(&deltas.people).map(|person| person.id).collect();
    let people = People { pending: people, around };

    let committed_people = around.family.map_or(&[][..], |family| &family.people);
    for person in deltas.people.iter().filter(|person| person.id.0 >= 0) {
        if !committed_people.iter().any(|known| known.id == person.id) {
            found.push(Violation::PersonNotCommitted { person: person.id });
        }
    }
    if policy == Policy::Model {
        repetitions(around, deltas, &mut found);
    }
    for event in &deltas.events {
        event_itself(around, event, policy, &mut found);
    }
    let committed_bonds = around.family.map_or(&[][..], |family| &family.pair_bonds);
    for bond in deltas.pair_bonds.iter().filter(|bond| bond.id.0 >= 0) {
        if !committed_bonds.iter().any(|known| known.id == bond.id) {
            found.push(Violation::BondNotCommitted { bond: bond.id });
        }
    }
    for event in &deltas.events {
        event_references(&people, event, &mut found);
    }
    parents(around, deltas, &mut found);
    for bond in &deltas.pair_bonds {
        bond_end(&people, bond, BondEnd::A, bond.person_a, &mut found);
        bond_end(&people, bond, BondEnd::B, bond.person_b, &mut found);
    }
    repeated_bonds(deltas, &mut found);
    orphaning_deletes(around, deltas, &mut found);
    found
}

/// Who exists: the pending people by id, the committed ones through the family.
struct People<'a> {
    pending: HashSet<ItemId>,
    around: &'a Surroundings<'a>,
}

impl People<'_> {
    fn knows(&self, id: ItemId) -> bool {
        if id.is_committed() { self.around.knows_committed_person(id) } else { id.0 != 0 && self.pending.contains(&id) }
    }
}

fn shared_ids(deltas: &Deltas, found: &mut Vec<Violation>) {
    let people: BTreeSet<ItemId> = deltas.people.iter().map(|person| person.id).collect();
    let events: BTreeSet<ItemId> = deltas.events.iter().map(|event| event.id).collect();
    let bonds: BTreeSet<ItemId> = deltas.pair_bonds.iter().map(|bond| bond.id).collect();
    let shared = |a: &BTreeSet<ItemId>, b: &BTreeSet<ItemId>| a.intersection(b).copied().collect::<BTreeSet<_>>();
    let ids = &(&shared(&people, &events) | &shared(&people, &bonds)) | &shared(&events, &bonds);
    if !ids.is_empty() {
        found.push(Violation::SharedIds { ids });
    }
}

/// Deltas that tell again what is committed.
fn repetitions(around: &Surroundings<'_>, deltas: &Deltas, found: &mut Vec<Violation>) {
    let Some(family) = around.family else { return };
    for (person, known) in identity::repeated_people(family, deltas) {
        let row = deltas.people.iter().find(|row| row.id == person);
        let name = row.and_then(|row| row.name.clone()).unwrap_or_default();
        found.push(Violation::RepeatsCommittedPerson { person, name, committed: known });
    }
    for bond in &deltas.pair_bonds {
        if let (Some(person_a), Some(person_b)) = (bond.person_a, bond.person_b)
            && person_a.0 >= 0
            && person_b.0 >= 0
            && committed::bond_of_pair(family, bond).is_some()
        {
            found.push(Violation::RepeatsCommittedBond { bond: bond.id, person_a, person_b });
        }
    }
    for event in &deltas.events {
        if let Some(people) = committed::repeated_event(family, event) {
            found.push(Violation::RepeatsCommittedEvent { event: event.id, kind: event.kind, people });
        }
    }
}

fn event_itself(around: &Surroundings<'_>, event: &Event, policy: Policy, found: &mut Vec<Violation>) {
    let Event { id, kind, .. } = *event;
    let committed = around.family.map_or(&[][..], |family| &family.events);
    if id.0 >= 0 && !committed.iter().any(|known| known.id == id) {
        found.push(Violation::EventNotCommitted { event: id });
    }
    if is_blank(&event.description) && !kind.is_structural() {
        found.push(Violation::EventNeedsDescription { event: id, kind });
    }
    let undated_by_choice = policy == Policy::Human && event.date_certainty == Some(DateCertainty::Unknown);
    if is_blank(&event.date_time) && !undated_by_choice {
        found.push(Violation::EventNeedsDate { event: id, kind });
    }
}

fn is_blank(text: &Option<String>) -> bool {
    text.as_deref().is_none_or(str::is_empty)
}

fn event_references(people: &People<'_>, event: &Event, found: &mut Vec<Violation>) {
    let Event { id, kind, .. } = *event;
    if kind.needs_spouse() && event.spouse.is_none() {
        found.push(Violation::EventNeedsSpouse { event: id, kind });
    }
    if let (true, Some(person), Some(child)) = (kind.is_offspring(), event.person, event.child)
        && person == child
    {
        found.push(Violation::BornOfSelf { event: id, kind, person });
    }
    let slots = [(EventRole::Person, event.person), (EventRole::Spouse, event.spouse), (EventRole::Child, event.child)];
    let mut refer = |pending: bool| {
        for (role, slot) in slots {
            if let Some(person) = slot
                && person.is_pending() == pending
                && !people.knows(person)
            {
                found.push(Violation::EventRefersToNobody { event: id, role, person });
            }
        }
    };
    refer(true);
    refer(false);
    let targets = event.relationship_targets.iter().map(|person| (EventRole::Target, *person));
    let triangles = event.relationship_triangles.iter().map(|person| (EventRole::Triangle, *person));
    for (role, person) in targets.chain(triangles) {
        if !people.knows(person) {
            found.push(Violation::EventRefersToNobody { event: id, role, person });
        }
    }
}

fn parents(around: &Surroundings<'_>, deltas: &Deltas, found: &mut Vec<Violation>) {
    let bonds: HashSet<ItemId> = around.pdp.pair_bonds.iter().chain(&deltas.pair_bonds).map(|bond| bond.id).collect();
    for person in &deltas.people {
        let Some(bond) = person.parents else { continue };
        if bond.is_pending() && !bonds.contains(&bond) {
            found.push(Violation::ParentsNowhere { person: person.id, bond });
        }
        if let Some(own) = repair::bond_with_self(around, deltas, person) {
            let (person_a, person_b) = (own.person_a, own.person_b);
            found.push(Violation::OwnParent { person: person.id, bond, person_a, person_b });
        }
    }
}

fn bond_end(people: &People<'_>, bond: &PairBond, end: BondEnd, person: Option<ItemId>, found: &mut Vec<Violation>) {
    match person {
        None => found.push(Violation::BondLacksEnd { bond: bond.id, end }),
        Some(person) if !people.knows(person) => {
            found.push(Violation::BondEndNowhere { bond: bond.id, end, person });
        }
        Some(_) => {}
    }
}

fn repeated_bonds(deltas: &Deltas, found: &mut Vec<Violation>) {
    let mut seen = HashSet::new();
    for bond in &deltas.pair_bonds {
        if let Some(dyad) = bond.dyad()
            && !seen.insert(dyad)
        {
            found.push(Violation::RepeatsBond { bond: bond.id, dyad });
        }
    }
}

fn orphaning_deletes(around: &Surroundings<'_>, deltas: &Deltas, found: &mut Vec<Violation>) {
    let delete: HashSet<ItemId> = deltas.delete.iter().copied().collect();
    for event in around.pdp.events.iter().filter(|event| !delete.contains(&event.id)) {
        for person in [event.person, event.spouse, event.child].into_iter().flatten() {
            if delete.contains(&person) {
                found.push(Violation::DeleteOrphansEvent { person, event: event.id });
            }
        }
    }
    for person in around.pdp.people.iter().filter(|person| !delete.contains(&person.id)) {
        if let Some(bond) = person.parents.filter(|bond| delete.contains(bond)) {
            found.push(Violation::DeleteOrphansPerson { bond, person: person.id });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::{EventKind, Family, Person};
    use crate::pdp::{Names, Pdp};

    fn family() -> Family {
        let named = |id, name: &str| Person { name: Some(name.into()), ..Person::new(ItemId(id)) };
        Family { people: vec![named(3, "Ann Lee"), named(4, "Bob Ray")], ..Family::default() }
    }

    fn found(deltas: &Deltas, policy: Policy) -> Vec<String> {
        let (family, pdp) = (family(), Pdp::default());
        let around = Surroundings { family: Some(&family), pdp: &pdp };
        validate(&around, deltas, policy).iter().map(ToString::to_string).collect()
    }

    fn shift(who: i64) -> Event {
        Event {
            person: Some(ItemId(who)),
            description: Some("panic".into()),
            date_time: Some("1990-06-15".into()),
            ..Event::new(ItemId(-1), EventKind::Shift)
        }
    }

    fn event(event: Event) -> Deltas {
        Deltas { events: vec![event], ..Deltas::default() }
    }

    #[test]
    fn nobody_is_a_target_unless_they_exist() {
        let aimed = |target, third| {
            let (relationship_targets, relationship_triangles) = (vec![ItemId(target)], vec![ItemId(third)]);
            event(Event { relationship_targets, relationship_triangles, ..shift(3) })
        };
        assert!(found(&aimed(4, 3), Policy::Model).is_empty());
        let expected = [
            "Event -1 references non-existent committed relationship target 999",
            "Event -1 references non-existent committed person 998 in triangle",
        ];
        assert_eq!(found(&aimed(999, 998), Policy::Model), expected);
        assert_eq!(found(&event(shift(0)), Policy::Model), ["Event -1 references non-existent committed person 0"]);
    }

    #[test]
    fn people_may_say_what_a_model_may_not() {
        let namesake = Person { name: Some("Ann Lee".into()), ..Person::new(ItemId(-2)) };
        let undated = Event { date_time: None, date_certainty: Some(DateCertainty::Unknown), ..shift(3) };
        let deltas = Deltas { people: vec![namesake], events: vec![undated], ..Deltas::default() };
        assert_eq!(
            found(&deltas, Policy::Model),
            ["Delta person -2 'Ann Lee' duplicates committed person 3", "Event -1 (kind=shift) requires dateTime"]
        );
        assert!(found(&deltas, Policy::Human).is_empty());
        let careless = event(Event { date_time: None, ..shift(3) });
        assert_eq!(found(&careless, Policy::Human).len(), 1, "a date left out by mistake is not unknown");
    }

    #[test]
    fn a_violation_names_people_not_numbers_where_it_can() {
        let deltas = event(Event { description: None, ..shift(3) });
        let (family, pdp) = (family(), Pdp::default());
        let around = Surroundings { family: Some(&family), pdp: &pdp };
        let names = Names::of(&around, &deltas);
        let words: Vec<_> =
            validate(&around, &deltas, Policy::Human).iter().map(|found| found.in_words(&names, &deltas)).collect();
        assert_eq!(words, ["\"Ann Lee's shift (1990-06-15)\" needs a short description."]);
    }
}
