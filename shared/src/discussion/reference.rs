//! The reference coding of a discussion whose client says which facts it reveals: what a coder who knows the family
//! would have coded of what was said so far. Marked `constructed` by whoever keeps it; never human ground truth, never
//! shown to an extractor.
//!
//! It holds exactly the facts revealed, the people without whom one of them could not stand (the ends of a bond, the
//! actor of an event), and the bond of two revealed parents of somebody who is spoken of (coding rule 7: naming
//! mother's mother and mother's father says that they are a pair). A relative whose name was not said so far stands under the placeholder the extractor uses, too.
//! Dates are those of the facts. The client is the committed subject and appears only as an edit that sets its parents.

use std::collections::{BTreeMap, BTreeSet};

use super::{FactBond, FactEvent, FactId, FactPerson, FactShift, FamilyFacts, Shifted};
use crate::family::kinship::{self, Step, Tie};
use crate::family::{Event, EventKind, Gender, ItemId, PairBond, Person};
use crate::pdp::Deltas;

/// The coding of what was revealed so far.
///
/// `texts` are all statements so far, of both speakers; they decide which names were said. Ids are negative and follow
/// the order of the facts, so a fact keeps its id as more is revealed.
pub fn coding(facts: &FamilyFacts, revealed: &[FactId], texts: &[&str]) -> Deltas {
    let revealed: BTreeSet<FactId> = revealed.iter().cloned().collect();
    let said = said_words(texts);
    let coder = Coder { facts, revealed: &revealed, said, ids: ids(facts), present: present(facts, &revealed) };
    Deltas {
        people: facts.people.iter().filter_map(|person| coder.person(person)).collect(),
        pair_bonds: facts.pair_bonds.iter().filter_map(|bond| coder.bond(bond)).collect(),
        events: facts
            .events
            .iter()
            .filter_map(|event| coder.event(event))
            .chain(facts.shifts.iter().filter_map(|shift| coder.shift(shift)))
            .collect(),
        delete: Vec::new(),
    }
}

/// A set as it is scored: the client, who is known beforehand and no find, is left out of the people on both sides.
pub fn scored(mut set: Deltas) -> Deltas {
    set.people.retain(|person| person.id != ItemId::SUBJECT);
    set
}

fn said_words(texts: &[&str]) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for text in texts {
        for word in text.split(|c: char| !(c.is_alphanumeric() || c == '-')) {
            if word.chars().next().is_some_and(char::is_uppercase) {
                words.insert(word.to_lowercase());
            }
        }
    }
    words
}

fn ids(facts: &FamilyFacts) -> BTreeMap<FactId, ItemId> {
    let people = facts.people.iter().map(|p| (&p.key, p.relation == "self"));
    let others = facts.pair_bonds.iter().map(|b| &b.id);
    let others = others.chain(facts.events.iter().map(|e| &e.id)).chain(facts.shifts.iter().map(|s| &s.id));
    let mut next = 0;
    let mut ids = BTreeMap::new();
    for (fact, is_self) in people.chain(others.map(|id| (id, false))) {
        if is_self {
            ids.insert(fact.clone(), ItemId::SUBJECT);
        } else {
            next -= 1;
            ids.insert(fact.clone(), ItemId(next));
        }
    }
    ids
}

/// The people who are revealed, or without whom a revealed bond or event could not stand.
fn present(facts: &FamilyFacts, revealed: &BTreeSet<FactId>) -> BTreeSet<FactId> {
    let mut present = revealed.clone();
    for bond in facts.pair_bonds.iter().filter(|b| revealed.contains(&b.id)) {
        present.extend([bond.a.clone(), bond.b.clone()]);
    }
    for event in facts.events.iter().filter(|e| revealed.contains(&e.id)) {
        present.insert(event.person.clone());
        present.extend(event.child.clone());
        if event.kind.needs_spouse() {
            present.extend(event.spouse.clone());
        }
    }
    present.extend(facts.shifts.iter().filter(|s| revealed.contains(&s.id)).map(|s| s.person.clone()));
    present
}

struct Coder<'a> {
    facts: &'a FamilyFacts,
    revealed: &'a BTreeSet<FactId>,
    said: BTreeSet<String>,
    ids: BTreeMap<FactId, ItemId>,
    present: BTreeSet<FactId>,
}

impl Coder<'_> {
    /// The id of somebody who is the subject or present.
    fn who(&self, key: &FactId) -> Option<ItemId> {
        let id = self.ids.get(key).copied()?;
        (id == ItemId::SUBJECT || self.present.contains(key)).then_some(id)
    }

    fn person(&self, fact: &FactPerson) -> Option<Person> {
        let id = self.who(&fact.key)?;
        let parents = self.parents(&fact.key);
        let name = Names::of(&fact.name);
        if id == ItemId::SUBJECT {
            let name = name.given.first().cloned();
            return parents.map(|parents| Person { name, parents: Some(parents), ..Person::new(id) });
        }
        let said: Vec<&str> =
            name.given.iter().filter(|word| self.said.contains(&word.to_lowercase())).map(String::as_str).collect();
        let last_name = name.last.filter(|word| self.said.contains(&word.to_lowercase()));
        let placeholder = || match self.relation(&fact.relation) {
            Some(path) => kinship::placeholder(&path),
            None => format!("{}'s relative", kinship::SUBJECT_ROLE),
        };
        Some(Person {
            name: Some(if said.is_empty() { placeholder() } else { said.join(" ") }),
            last_name,
            gender: Some(fact.gender),
            parents,
            ..Person::new(id)
        })
    }

    /// A relation as the persona states it, which may hang on somebody's name ("Keith's first wife").
    fn relation(&self, stated: &str) -> Option<Vec<Step>> {
        if let Some(path) = kinship::relation(stated) {
            return Some(path);
        }
        let head = stated.split([',', ';', '(']).next().unwrap_or_default().replace('\u{2019}', "'");
        let (whose, rest) = head.split_once("'s ")?;
        let somebody = self.facts.people.iter().find(|p| Names::of(&p.name).given.iter().any(|word| word == whose))?;
        let mut path = kinship::relation(&somebody.relation)?;
        path.extend(kinship::relation(rest)?);
        Some(path)
    }

    /// The revealed bond of the two parents the facts give a person.
    fn parents(&self, key: &FactId) -> Option<ItemId> {
        let birth = self.facts.events.iter().find(|e| e.kind == EventKind::Birth && e.child.as_ref() == Some(key))?;
        let (one, other) = (&birth.person, birth.spouse.as_ref()?);
        let bond =
            self.facts.pair_bonds.iter().find(|b| (&b.a, &b.b) == (one, other) || (&b.b, &b.a) == (one, other))?;
        self.holds(bond).then(|| self.ids.get(&bond.id).copied()).flatten()
    }

    /// Whether the bond was revealed, or both its people were and so was a child of theirs (the subject always is).
    fn holds(&self, bond: &FactBond) -> bool {
        let parents_of_somebody = || {
            self.facts.events.iter().any(|e| {
                let two = e
                    .spouse
                    .as_ref()
                    .is_some_and(|s| (&e.person, s) == (&bond.a, &bond.b) || (&e.person, s) == (&bond.b, &bond.a));
                e.kind == EventKind::Birth && two && e.child.as_ref().is_some_and(|child| self.who(child).is_some())
            })
        };
        // Mother's mother and mother's father are parents of one person by their relations alone.
        let by_relation = || {
            let path = |key: &FactId| {
                self.facts.people.iter().find(|p| p.key == *key).and_then(|p| self.relation(&p.relation))
            };
            match (path(&bond.a), path(&bond.b)) {
                (Some(a), Some(b)) => match (a.split_last(), b.split_last()) {
                    (Some((x, of_a)), Some((y, of_b))) => of_a == of_b && x.tie == Tie::Parent && y.tie == Tie::Parent,
                    _ => false,
                },
                _ => false,
            }
        };
        let parents_of_somebody = || by_relation() || parents_of_somebody();
        let revealed = |key: &FactId| self.revealed.contains(key);
        revealed(&bond.id) || (revealed(&bond.a) && revealed(&bond.b) && parents_of_somebody())
    }

    fn bond(&self, fact: &FactBond) -> Option<PairBond> {
        if !self.holds(fact) {
            return None;
        }
        let id = self.ids.get(&fact.id).copied()?;
        Some(PairBond { married: Some(fact.married), ..PairBond::new(id, self.who(&fact.a)?, self.who(&fact.b)?) })
    }

    fn event(&self, fact: &FactEvent) -> Option<Event> {
        if !self.revealed.contains(&fact.id) {
            return None;
        }
        let mut person = self.who(&fact.person);
        let mut spouse = fact.spouse.as_ref().and_then(|key| self.who(key));
        let female = |key: &FactId| self.facts.people.iter().any(|p| p.key == *key && p.gender == Gender::Female);
        // Of two parents the mother is named first, whichever the persona names first: their order says nothing.
        if fact.kind.is_offspring() && fact.spouse.as_ref().is_some_and(&female) && !female(&fact.person) {
            std::mem::swap(&mut person, &mut spouse);
        }
        Some(Event {
            person,
            spouse,
            child: fact.child.as_ref().and_then(|key| self.who(key)),
            description: (!fact.description.is_empty()).then(|| fact.description.clone()),
            date_time: Some(fact.date.to_string()),
            date_certainty: Some(fact.certainty),
            ..Event::new(self.ids.get(&fact.id).copied()?, fact.kind)
        })
    }

    fn shift(&self, fact: &FactShift) -> Option<Event> {
        if !self.revealed.contains(&fact.id) {
            return None;
        }
        let mut event = Event {
            person: self.who(&fact.person),
            description: Some(fact.description.clone()),
            date_time: Some(fact.date.to_string()),
            date_certainty: Some(fact.certainty),
            ..Event::new(self.ids.get(&fact.id).copied()?, EventKind::Shift)
        };
        match &fact.shifted {
            Shifted::Symptom(shift) => event.symptom = Some(*shift),
            Shifted::Anxiety(shift) => event.anxiety = Some(*shift),
            Shifted::Functioning(shift) => event.functioning = Some(*shift),
            Shifted::Relationship { kind, targets, triangles } => {
                event.relationship = Some(*kind);
                event.relationship_targets = targets.iter().filter_map(|key| self.who(key)).collect();
                event.relationship_triangles = triangles.iter().filter_map(|key| self.who(key)).collect();
            }
        }
        Some(event)
    }
}

/// The names a persona gives somebody: first names and what the family calls them, and the family name.
#[derive(Debug, Default, PartialEq)]
struct Names {
    given: Vec<String>,
    last: Option<String>,
}

impl Names {
    /// Reads `Selamawit (Selam) Tesfaye`, `Beverly Sundquist (Grandma Bev)`, `Brandi Okerlund, born Sundquist`.
    fn of(name: &str) -> Self {
        let head = name.split(',').next().unwrap_or_default();
        let mut called = String::new();
        let mut main = String::new();
        let mut inside = false;
        for c in head.chars() {
            match c {
                '(' => inside = true,
                ')' => inside = false,
                c if inside => called.push(c),
                c => main.push(c),
            }
        }
        let is_name = |word: &&str| {
            word.chars().next().is_some_and(char::is_uppercase)
                && kinship::kin(word).is_none()
                && !word.contains(['\'', '\u{2019}'])
        };
        let words: Vec<&str> = main.split_whitespace().filter(is_name).collect();
        let mut given: Vec<String> = words.first().map(|word| (*word).to_owned()).into_iter().collect();
        if let Some(called) = called.split_whitespace().rfind(is_name)
            && !given.iter().any(|known| known == called)
        {
            given.push(called.to_owned());
        }
        let last = words.get(1..).and_then(<[&str]>::last).map(|word| (*word).to_owned());
        Names { given, last }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::{DateCertainty, VariableShift};

    fn family() -> FamilyFacts {
        let person = |key: &str, name: &str, relation: &str, gender| FactPerson {
            key: key.into(),
            name: name.to_owned(),
            relation: relation.to_owned(),
            gender,
            birth: None,
            death: None,
        };
        let day = |text: &str| text.parse().unwrap();
        FamilyFacts {
            people: vec![
                person("anna", "Anna Vos", "self", Gender::Female),
                person("ruth", "Ruth Vos", "mother", Gender::Female),
                person("karl", "Karl Vos", "father", Gender::Male),
                person("oma", "Wilhelmina Bakker (Oma Mien)", "maternal grandmother", Gender::Female),
                person("ex", "Piet Smit", "Ruth's former husband", Gender::Male),
            ],
            pair_bonds: vec![FactBond { id: "b".into(), a: "ruth".into(), b: "karl".into(), married: true }],
            events: vec![FactEvent {
                id: "e".into(),
                kind: EventKind::Birth,
                person: "karl".into(),
                spouse: Some("ruth".into()),
                child: Some("anna".into()),
                date: day("1985-02-03"),
                certainty: DateCertainty::Certain,
                description: String::new(),
            }],
            shifts: vec![FactShift {
                id: "s".into(),
                person: "ruth".into(),
                date: day("2020-01-01"),
                certainty: DateCertainty::Certain,
                description: "Ruth cannot sleep".into(),
                shifted: Shifted::Symptom(VariableShift::Up),
            }],
        }
    }

    fn code(revealed: &[&str], texts: &[&str]) -> Deltas {
        coding(&family(), &revealed.iter().map(|id| FactId::from(*id)).collect::<Vec<_>>(), texts)
    }

    #[test]
    fn nothing_is_in_it_that_was_not_revealed() {
        assert!(code(&[], &["Ruth, Karl, Mien."]).is_empty());
        let coded = code(&["ruth"], &["My mother Ruth."]);
        assert_eq!((coded.people.len(), coded.pair_bonds.len(), coded.events.len()), (1, 0, 0));
    }

    #[test]
    fn a_name_stands_in_it_from_when_it_is_said() {
        let name = |texts: &[&str]| code(&["oma"], texts).people[0].name.clone().unwrap();
        assert_eq!(name(&["My grandmother."]), "Client's maternal grandmother");
        assert_eq!(name(&["My grandmother.", "What was her name?", "Mien."]), "Mien");
        assert_eq!(code(&["ex"], &["He."]).people[0].name.as_deref(), Some("Client's mother's ex-husband"));
    }

    #[test]
    fn a_bond_brings_its_people_and_the_parents_of_the_subject() {
        let coded = code(&["b"], &["They were married."]);
        let names: Vec<_> = coded.people.iter().map(|p| (p.id, p.name.as_deref(), p.parents)).collect();
        let bond = coded.pair_bonds[0].id;
        assert_eq!(
            names,
            [
                (ItemId::SUBJECT, Some("Anna"), Some(bond)),
                (ItemId(-1), Some("Client's mother"), None),
                (ItemId(-2), Some("Client's father"), None)
            ]
        );
    }

    #[test]
    fn two_revealed_parents_of_somebody_are_a_pair() {
        assert_eq!(code(&["ruth"], &["Ruth"]).pair_bonds.len(), 0);
        assert_eq!(code(&["ruth", "karl"], &["Ruth and Karl"]).pair_bonds.len(), 1);
        assert_eq!(code(&["ruth", "ex"], &["Ruth and Piet"]).pair_bonds.len(), 0);
    }

    #[test]
    fn the_mother_is_the_person_of_a_birth_and_ids_stay_as_more_is_revealed() {
        let early = code(&["ruth", "s"], &["Ruth"]);
        let late = code(&["ruth", "s", "e", "b"], &["Ruth", "Karl"]);
        assert_eq!(early.events[0].id, late.events[1].id);
        let birth = &late.events[0];
        assert_eq!(
            (birth.person, birth.spouse, birth.child),
            (Some(ItemId(-1)), Some(ItemId(-2)), Some(ItemId::SUBJECT))
        );
    }
}
