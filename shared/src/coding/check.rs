//! What a coder's coding must hold to be stored at all: every id means one thing, and everybody named is defined.
//!
//! Much less than approval asks for (see [`super::approve`]): a draft without dates or descriptions may be stored.

use std::collections::{BTreeMap, BTreeSet};

use super::{Problem, Statements};
use crate::family::{Family, ItemId, Person};
use crate::pdp::Deltas;

/// The committed family of every discussion: the subject and the coach (ids 1 and 2).
pub fn committed_family() -> Family {
    let person = |id, name: &str| Person { name: Some(name.to_owned()), ..Person::new(id) };
    Family {
        people: vec![Person { primary: true, ..person(ItemId::SUBJECT, "Client") }, person(ItemId::COACH, "Coach")],
        pair_bonds: Vec::new(),
        events: Vec::new(),
    }
}

/// `person -4`
pub(super) fn of_item(kind: &str, id: ItemId) -> String {
    format!("{kind} {id}")
}

/// Everything wrong with one coder's coding of a discussion as a whole: ids used twice or for two kinds, people and
/// bonds referred to that no statement defines. `name` gives the words for a statement (`41/8`).
///
/// Where the coding could not be read `whole`, nobody is missed: they may be in what could not be read.
pub fn check_family(statements: &Statements, whole: bool, name: &dyn Fn(u32) -> String) -> Vec<Problem> {
    let mut defined: BTreeMap<ItemId, (&'static str, u32)> = BTreeMap::new();
    let mut found = Vec::new();
    let mut tell = |number: u32, item: String, what: String| {
        found.push(Problem { place: String::new(), statement: Some(name(number)), item: Some(item), what });
    };
    for (number, deltas) in statements {
        let mut here = BTreeSet::new();
        for (kind, id) in items(deltas) {
            let item = of_item(kind, id);
            if id.is_nothing() {
                tell(*number, item, "0 is no id; new items have negative ids".into());
                continue;
            }
            if id.is_committed() && !(kind == "person" && is_here_from_the_start(id)) {
                let what = "only the subject (1) and the coach (2) are in the family beforehand; new items have \
                            negative ids";
                tell(*number, item, what.into());
                continue;
            }
            if !here.insert(id) {
                tell(*number, item, format!("the id {id} is used twice in this statement"));
            } else if let Some((other, first)) = defined.get(&id)
                && *other != kind
            {
                tell(*number, item, format!("the id {id} is that of a {other} in statement {}", name(*first)));
            } else {
                defined.entry(id).or_insert((kind, *number));
            }
        }
    }
    for (number, deltas) in statements.iter().filter(|_| whole) {
        for (item, wanted, id, role) in references(deltas) {
            let known = match defined.get(&id) {
                Some((kind, _)) => *kind == wanted,
                None => wanted == "person" && is_here_from_the_start(id),
            };
            if !known {
                tell(*number, item, format!("its {role} is {wanted} {id}, which no statement of this coder defines"));
            }
        }
        for id in deltas.delete.iter().filter(|id| !defined.contains_key(id)) {
            tell(*number, format!("id {id}"), "it is deleted, but no statement of this coder defines it".into());
        }
    }
    found
}

fn is_here_from_the_start(id: ItemId) -> bool {
    id == ItemId::SUBJECT || id == ItemId::COACH
}

fn items(deltas: &Deltas) -> impl Iterator<Item = (&'static str, ItemId)> + '_ {
    let people = deltas.people.iter().map(|person| ("person", person.id));
    let events = deltas.events.iter().map(|event| ("event", event.id));
    people.chain(events).chain(deltas.pair_bonds.iter().map(|bond| ("pair bond", bond.id)))
}

/// Item, kind wanted, id wanted, role.
fn references(deltas: &Deltas) -> Vec<(String, &'static str, ItemId, &'static str)> {
    let mut found = Vec::new();
    for person in &deltas.people {
        found.extend(person.parents.map(|bond| (of_item("person", person.id), "pair bond", bond, "parents' bond")));
    }
    for bond in &deltas.pair_bonds {
        let ends = [bond.person_a, bond.person_b].into_iter().flatten();
        found.extend(ends.map(|id| (of_item("pair bond", bond.id), "person", id, "end")));
    }
    for event in &deltas.events {
        let slots = [(event.person, "person"), (event.spouse, "spouse"), (event.child, "child")];
        let slots = slots.into_iter().filter_map(|(id, role)| Some((id?, role)));
        let targets = event.relationship_targets.iter().map(|id| (*id, "target"));
        let triangles = event.relationship_triangles.iter().map(|id| (*id, "triangle"));
        let all = slots.chain(targets).chain(triangles);
        found.extend(all.map(|(id, role)| (of_item("event", event.id), "person", id, role)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::{Event, EventKind, PairBond};

    fn told(statements: &Statements) -> Vec<String> {
        check_family(statements, true, &|number| format!("41/{number}")).iter().map(ToString::to_string).collect()
    }

    fn people(ids: &[i64]) -> Deltas {
        Deltas { people: ids.iter().map(|id| Person::new(ItemId(*id))).collect(), ..Deltas::default() }
    }

    #[test]
    fn people_may_be_defined_in_any_statement_and_edited_in_another() {
        let shift = Event { person: Some(ItemId(-1)), ..Event::new(ItemId(-2), EventKind::Shift) };
        let first = Deltas { events: vec![shift], ..people(&[1]) };
        assert_eq!(told(&Statements::from([(1, first), (3, people(&[-1])), (5, people(&[-1]))])), [""; 0]);
    }

    #[test]
    fn ids_used_twice_for_two_kinds_or_for_nothing_are_told_with_their_place() {
        let clash = Deltas { pair_bonds: vec![PairBond::new(ItemId(-1), ItemId(1), ItemId(-2))], ..Deltas::default() };
        let listed = told(&Statements::from([(1, people(&[-1, -2, -2, 0, 7])), (3, clash)]));
        assert_eq!(listed.len(), 4, "{listed:#?}");
        assert!(listed[0].starts_with("statement 41/1, person -2: the id -2 is used twice"));
        assert!(listed[1].contains("person 0: 0 is no id"));
        assert!(listed[2].contains("person 7: only the subject (1)"));
        assert_eq!(listed[3], "statement 41/3, pair bond -1: the id -1 is that of a person in statement 41/1");
    }

    #[test]
    fn everybody_referred_to_must_be_defined_by_the_same_coder() {
        let shift = Event {
            person: Some(ItemId(-5)),
            relationship_targets: vec![ItemId(1), ItemId(-6)],
            ..Event::new(ItemId(-2), EventKind::Shift)
        };
        let child = Person { parents: Some(ItemId(-8)), ..Person::new(ItemId(-1)) };
        let deltas = Deltas { people: vec![child], events: vec![shift], delete: vec![ItemId(-9)], ..Deltas::default() };
        let statements = Statements::from([(2, deltas)]);
        assert_eq!(check_family(&statements, false, &|number| number.to_string()), [], "what was not read may say so");
        let listed = told(&statements);
        assert_eq!(
            listed,
            [
                "statement 41/2, person -1: its parents' bond is pair bond -8, which no statement of this coder defines",
                "statement 41/2, event -2: its person is person -5, which no statement of this coder defines",
                "statement 41/2, event -2: its target is person -6, which no statement of this coder defines",
                "statement 41/2, id -9: it is deleted, but no statement of this coder defines it",
            ]
        );
    }
}
