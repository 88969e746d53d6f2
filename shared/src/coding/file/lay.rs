//! Gives ids to what was coded with names. The same name within a coder's coding of a discussion is the same person; the
//! subject, by name or as "Client", is person 1.
//!
//! Laying the same names again gives the same ids: people and bonds keep theirs by name, events by their place in their
//! statement. So an unchanged table changes no coding.

use std::collections::{BTreeMap, BTreeSet};

use crate::coding::{Problem, Statements};
use crate::family::{Event, Gender, ItemId, PairBond, Person};
use crate::pdp::Deltas;

/// Words that mean the subject, and the coach.
const SUBJECT: &[&str] = &["client", "user", "subject"];
const COACH: &[&str] = &["coach", "assistant", "therapist", "expert"];

/// What one coder coded of one statement, with names.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NamedCoding {
    /// In the order of the table; empty: "coded, nothing there".
    pub items: Vec<(String, Named)>,
}

/// One item with names instead of ids.
#[derive(Debug, Clone, PartialEq)]
pub enum Named {
    /// An event; its own slots are empty and filled from the names.
    Event {
        /// Everything but people.
        event: Box<Event>,
        /// The actor.
        person: Option<String>,
        /// The partner.
        spouse: Option<String>,
        /// The child.
        child: Option<String>,
        /// Targets of the relationship move.
        targets: Vec<String>,
        /// The others of a triangle.
        triangles: Vec<String>,
    },
    /// A bond of two.
    Bond {
        /// One.
        a: String,
        /// The other.
        b: String,
        /// Married or not.
        married: Option<bool>,
    },
    /// Somebody, perhaps with a gender.
    Person {
        /// Who.
        name: String,
        /// Their gender.
        gender: Option<Gender>,
    },
    /// Whose child somebody is.
    Parents {
        /// The child.
        child: String,
        /// One parent.
        a: String,
        /// The other.
        b: String,
    },
}

/// How names are compared: spaces and capitals do not matter.
fn key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Lays what a file has of one coder and discussion on what is stored of them (`existing`, by statement).
/// `subject` is the client's name, where it is known. Errors have the place the file's item had.
pub fn lay(
    file: &BTreeMap<u32, &NamedCoding>,
    existing: &Statements,
    subject: Option<&str>,
) -> Result<Statements, Vec<Problem>> {
    let mut laying = Laying::new(existing, subject);
    // In the order of statements: who is met first is defined first.
    let mut laid = existing.clone();
    for (number, coding) in file {
        laid.remove(number);
        let ids: Vec<ItemId> =
            existing.get(number).map(|old| old.events.iter().map(|event| event.id).collect()).unwrap_or_default();
        let deltas = laying.statement(coding, ids, &laid, *number);
        laid.insert(*number, deltas);
    }
    if laying.problems.is_empty() {
        laid.retain(|number, _| file.contains_key(number));
        Ok(laid)
    } else {
        Err(laying.problems)
    }
}

struct Laying {
    people: BTreeMap<String, ItemId>,
    namesakes: BTreeSet<String>,
    bonds: BTreeMap<(ItemId, ItemId), ItemId>,
    lowest: i64,
    problems: Vec<Problem>,
}

/// What one statement mentions: ids in the order of mention.
#[derive(Default)]
struct Mentions {
    people: Vec<(ItemId, Person)>,
    bonds: Vec<PairBond>,
    /// Rows that say more than that somebody exists, and so are written even where the person is known.
    telling: BTreeSet<ItemId>,
}

impl Laying {
    fn new(existing: &Statements, subject: Option<&str>) -> Self {
        let mut people = BTreeMap::new();
        let mut namesakes = BTreeSet::new();
        let mut bonds = BTreeMap::new();
        let mut lowest = 0;
        for deltas in existing.values() {
            for person in &deltas.people {
                let name = [person.name.as_deref(), person.last_name.as_deref()].into_iter().flatten();
                let name = key(&name.collect::<Vec<_>>().join(" "));
                let known = people.entry(name.clone()).or_insert(person.id);
                if *known != person.id && !name.is_empty() {
                    namesakes.insert(name);
                }
            }
            for bond in &deltas.pair_bonds {
                bond.dyad().into_iter().for_each(|dyad| {
                    bonds.entry(dyad).or_insert(bond.id);
                });
            }
            let ids = deltas.people.iter().map(|row| row.id).chain(deltas.pair_bonds.iter().map(|row| row.id));
            lowest = ids.chain(deltas.events.iter().map(|row| row.id)).map(|id| id.0).fold(lowest, i64::min);
        }
        let always =
            SUBJECT.iter().map(|name| (*name, ItemId::SUBJECT)).chain(COACH.iter().map(|name| (*name, ItemId::COACH)));
        people.extend(always.map(|(name, id)| (name.to_owned(), id)));
        people.extend(subject.map(|name| (key(name), ItemId::SUBJECT)));
        Laying { people, namesakes, bonds, lowest, problems: Vec::new() }
    }

    fn fresh(&mut self) -> ItemId {
        self.lowest = self.lowest.saturating_sub(1);
        ItemId(self.lowest)
    }

    fn person(&mut self, name: &str, place: &str, met: &mut Mentions) -> ItemId {
        let key = key(name);
        if self.namesakes.contains(&key) {
            let words = format!("two people of this coder are called {name}; a name here means one person");
            self.problems.push(Problem::at(place, words));
        }
        let id = match self.people.get(&key) {
            Some(id) => *id,
            None => {
                let id = self.fresh();
                self.people.insert(key, id);
                id
            }
        };
        if id.is_pending() && !met.people.iter().any(|(known, _)| *known == id) {
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            met.people.push((id, Person { name: Some(name), ..Person::new(id) }));
        }
        id
    }

    fn bond(&mut self, a: ItemId, b: ItemId, married: Option<bool>, met: &mut Mentions) -> ItemId {
        let dyad = (a.min(b), a.max(b));
        let id = match self.bonds.get(&dyad) {
            Some(id) => *id,
            None => {
                let id = self.fresh();
                self.bonds.insert(dyad, id);
                id
            }
        };
        match met.bonds.iter_mut().find(|bond| bond.id == id) {
            Some(bond) => bond.married = bond.married.or(married),
            None => met.bonds.push(PairBond { married, ..PairBond::new(id, a, b) }),
        }
        id
    }

    /// The row of a person met in this statement, to be said more of.
    fn telling<'m>(&self, id: ItemId, met: &'m mut Mentions) -> Option<&'m mut Person> {
        met.telling.insert(id);
        if !met.people.iter().any(|(known, _)| *known == id) {
            met.people.push((id, Person::new(id)));
        }
        met.people.iter_mut().find(|(known, _)| *known == id).map(|(_, person)| person)
    }

    fn statement(
        &mut self,
        coding: &NamedCoding,
        mut event_ids: Vec<ItemId>,
        laid: &Statements,
        number: u32,
    ) -> Deltas {
        let mut met = Mentions::default();
        let mut events = Vec::new();
        event_ids.reverse();
        for (place, item) in &coding.items {
            match item {
                Named::Event { event, person, spouse, child, targets, triangles } => {
                    let mut who = |name: &String| self.person(name, place, &mut met);
                    let slots = [person, spouse, child].map(|slot| slot.as_ref().map(&mut who));
                    let [person, spouse, child] = slots;
                    let targets = targets.iter().map(&mut who).collect();
                    let triangles = triangles.iter().map(&mut who).collect();
                    let id = event_ids.pop().unwrap_or_else(|| self.fresh());
                    events.push(Event {
                        id,
                        person,
                        spouse,
                        child,
                        relationship_targets: targets,
                        relationship_triangles: triangles,
                        ..(**event).clone()
                    });
                }
                Named::Bond { a, b, married } => {
                    let (a, b) = (self.person(a, place, &mut met), self.person(b, place, &mut met));
                    if a == b {
                        self.problems.push(Problem::at(place, "a pair bond needs two people"));
                    } else {
                        self.bond(a, b, *married, &mut met);
                    }
                }
                Named::Person { name, gender } => {
                    let id = self.person(name, place, &mut met);
                    if gender.is_some()
                        && let Some(person) = self.telling(id, &mut met)
                    {
                        person.gender = *gender;
                    }
                }
                Named::Parents { child, a, b } => {
                    let child = self.person(child, place, &mut met);
                    let (a, b) = (self.person(a, place, &mut met), self.person(b, place, &mut met));
                    if a == b || child == a || child == b {
                        self.problems.push(Problem::at(place, "a child has two parents, and is neither of them"));
                    } else {
                        let bond = self.bond(a, b, None, &mut met);
                        if let Some(person) = self.telling(child, &mut met) {
                            person.parents = Some(bond);
                        }
                    }
                }
            }
        }
        // A row is written where somebody is new, or something new is said of them. Known is who an earlier statement
        // defines, by this file or as stored.
        let earlier = || laid.range(..number).map(|(_, deltas)| deltas);
        let known_person = |id: ItemId| earlier().any(|deltas| deltas.people.iter().any(|person| person.id == id));
        let known_bond = |id: ItemId| earlier().any(|deltas| deltas.pair_bonds.iter().any(|bond| bond.id == id));
        let telling = &met.telling;
        Deltas {
            people: met
                .people
                .into_iter()
                .filter(|(id, _)| telling.contains(id) || !known_person(*id))
                .map(|(_, person)| person)
                .collect(),
            pair_bonds: met.bonds.into_iter().filter(|bond| bond.married.is_some() || !known_bond(bond.id)).collect(),
            events,
            delete: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::{EventKind, VariableShift};

    fn person(name: &str) -> (String, Named) {
        ("line 1".into(), Named::Person { name: name.into(), gender: None })
    }

    fn shift(who: &str) -> (String, Named) {
        let event = Event { anxiety: Some(VariableShift::Up), ..Event::new(ItemId(0), EventKind::Shift) };
        let (event, person) = (Box::new(event), Some(who.to_owned()));
        let named = Named::Event { event, person, spouse: None, child: None, targets: vec![], triangles: vec![] };
        ("line 2".into(), named)
    }

    fn coding(items: Vec<(String, Named)>) -> NamedCoding {
        NamedCoding { items }
    }

    fn laid(file: &[(u32, &NamedCoding)], existing: &Statements) -> Statements {
        lay(&file.iter().copied().collect(), existing, Some("Olga Petrov")).unwrap()
    }

    #[test]
    fn a_name_is_one_person_and_the_subject_is_person_one() {
        let first = coding(vec![shift("Irena"), shift("olga  petrov")]);
        let second = coding(vec![shift("IRENA"), shift("Client"), person("Tim")]);
        let done = laid(&[(2, &first), (4, &second)], &Statements::new());
        assert_eq!(done[&2].people.len(), 1);
        assert_eq!(done[&2].events[1].person, Some(ItemId::SUBJECT));
        let irena = done[&2].people[0].id;
        assert_eq!((done[&4].events[0].person, done[&4].events[1].person), (Some(irena), Some(ItemId::SUBJECT)));
        assert_eq!(done[&4].people.iter().map(|row| row.name.as_deref()).collect::<Vec<_>>(), [Some("Tim")]);
    }

    #[test]
    fn laid_again_nothing_changes_and_a_later_file_goes_on_where_the_first_ended() {
        let parents = ("line 3".into(), Named::Parents { child: "Tim".into(), a: "Irena".into(), b: "Bo".into() });
        let (first, second) = (coding(vec![shift("Irena"), parents]), coding(vec![shift("Tim"), shift("Ann")]));
        let stored = laid(&[(2, &first), (4, &second)], &Statements::new());
        assert_eq!(laid(&[(2, &first), (4, &second)], &stored), stored);
        assert_eq!(laid(&[(4, &second)], &stored)[&4], stored[&4], "the file may hold a part only");
        let third = coding(vec![shift("Ann"), shift("Zoe")]);
        let more = laid(&[(6, &third)], &stored);
        let used: BTreeSet<i64> = stored
            .values()
            .flat_map(|d| d.people.iter().map(|p| p.id.0).chain(d.events.iter().map(|e| e.id.0)))
            .chain(stored.values().flat_map(|d| d.pair_bonds.iter().map(|b| b.id.0)))
            .collect();
        assert_eq!(more[&6].people.len(), 1, "Ann is known");
        assert!(!used.contains(&more[&6].people[0].id.0) && !used.contains(&more[&6].events[0].id.0));
    }

    #[test]
    fn bonds_and_parents_come_with_their_people() {
        let items = vec![
            ("line 1".into(), Named::Bond { a: "Irena".into(), b: "Bo".into(), married: Some(true) }),
            ("line 2".into(), Named::Parents { child: "Client".into(), a: "Bo".into(), b: "Irena".into() }),
        ];
        let deltas = laid(&[(2, &coding(items))], &Statements::new()).remove(&2).unwrap();
        assert_eq!((deltas.pair_bonds.len(), deltas.pair_bonds[0].married), (1, Some(true)));
        let me = deltas.people.iter().find(|row| row.id == ItemId::SUBJECT).unwrap();
        assert_eq!(me.parents, Some(deltas.pair_bonds[0].id));
        let selfish = coding(vec![("line 9".into(), Named::Bond { a: "Bo".into(), b: "bo".into(), married: None })]);
        let file = BTreeMap::from([(2, &selfish)]);
        assert_eq!(lay(&file, &Statements::new(), None).unwrap_err()[0].place, "line 9");
    }

    #[test]
    fn a_name_that_two_stored_people_share_is_not_guessed() {
        let named = |id| Person { name: Some("Tim".into()), ..Person::new(ItemId(id)) };
        let stored = Statements::from([(1, Deltas { people: vec![named(-1), named(-2)], ..Deltas::default() })]);
        let file = coding(vec![shift("Tim")]);
        let problems = lay(&BTreeMap::from([(3, &file)]), &stored, None).unwrap_err();
        assert!(problems[0].what.contains("two people"), "{problems:?}");
    }
}
