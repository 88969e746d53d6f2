//! Generated families for properties: any shape, any names (also none, or everyone called "Mom"), any order and ids.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::Side;
use crate::family::{
    DateCertainty, Event, EventKind, Gender, ItemId, PairBond, Person, RelationshipKind, VariableShift,
};

/// A family as one coder wrote it down.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Coded {
    /// People.
    pub people: Vec<Person>,
    /// Pair bonds.
    pub pair_bonds: Vec<PairBond>,
    /// Events.
    pub events: Vec<Event>,
    /// What the subject is called.
    pub subject: Option<String>,
}

impl Coded {
    /// The side of a comparison.
    pub fn side(&self) -> Side<'_> {
        Side {
            people: &self.people,
            pair_bonds: &self.pair_bonds,
            events: &self.events,
            subject: self.subject.as_deref(),
        }
    }

    /// The same with other pending ids: `id` gives the new number of each.
    pub fn renumbered(&self, id: impl Fn(i64) -> i64) -> Coded {
        let one = |old: ItemId| if old.is_pending() { ItemId(id(old.0)) } else { old };
        let maybe = |old: &mut Option<ItemId>| *old = old.map(one);
        let mut new = self.clone();
        for person in &mut new.people {
            person.id = one(person.id);
            maybe(&mut person.parents);
        }
        for bond in &mut new.pair_bonds {
            bond.id = one(bond.id);
            maybe(&mut bond.person_a);
            maybe(&mut bond.person_b);
        }
        for event in &mut new.events {
            event.id = one(event.id);
            maybe(&mut event.person);
            maybe(&mut event.spouse);
            maybe(&mut event.child);
            for list in [&mut event.relationship_targets, &mut event.relationship_triangles] {
                list.iter_mut().for_each(|id| *id = one(*id));
            }
        }
        new
    }

    /// The same in another order, with the ends of bonds exchanged and other pending ids, all decided by `seed`.
    pub fn shuffled(&self, seed: u64) -> Coded {
        let key = |salt: u64, at: i64| crate::seed::derive(seed, &[salt, at as u64]);
        // Multiplying by an odd number takes no two pending ids together.
        let mut new = self.renumbered(|id| -((-id) * 1009 % 100_003) - (seed % 7) as i64 * 100_003);
        new.people.sort_by_key(|person| key(1, person.id.0));
        new.pair_bonds.sort_by_key(|bond| key(2, bond.id.0));
        new.events.sort_by_key(|event| key(3, event.id.0));
        for bond in &mut new.pair_bonds {
            if key(4, bond.id.0).is_multiple_of(2) {
                std::mem::swap(&mut bond.person_a, &mut bond.person_b);
            }
        }
        for event in &mut new.events {
            if event.kind.needs_spouse() && key(5, event.id.0).is_multiple_of(2) {
                std::mem::swap(&mut event.person, &mut event.spouse);
            }
            event.relationship_targets.reverse();
        }
        new
    }
}

/// A family and the same as another coder may have it: items left out, names and values changed, in another order.
pub fn coded_twice() -> impl Strategy<Value = (Coded, Coded)> {
    (families(), any::<u64>(), 0u64..5).prop_map(|(family, seed, changes)| {
        let mut other = family.shuffled(seed);
        for change in 0..changes {
            let draw = crate::seed::derive(seed, &[change]);
            let pick = |len: usize| (draw >> 8) as usize % len.max(1);
            let (person, event) = (pick(other.people.len()), pick(other.events.len()));
            match draw % 6 {
                0 if !other.events.is_empty() => drop(other.events.remove(event)),
                1 if !other.pair_bonds.is_empty() => drop(other.pair_bonds.remove(pick(other.pair_bonds.len()))),
                2 => other.people.iter_mut().skip(person).take(1).for_each(|one| one.name = None),
                3 => other.people.iter_mut().skip(person).take(1).for_each(|one| one.parents = None),
                4 => other.events.iter_mut().skip(event).take(1).for_each(|one| {
                    one.symptom = Some(VariableShift::Up);
                    one.date_time = Some("1990-06-06".to_owned());
                }),
                _ => other.people.iter_mut().skip(person).take(1).for_each(|one| {
                    one.gender = Some(Gender::Female);
                    one.name = Some("Mom".to_owned());
                }),
            }
        }
        (family, other)
    })
}

/// How people are called.
fn names() -> impl Strategy<Value = Vec<Option<&'static str>>> {
    let any = select(vec![
        None,
        Some(""),
        Some("Mom"),
        Some("Client's mother"),
        Some("Dad"),
        Some("Brother"),
        Some("Jim's ex"),
        Some("Sarah's mother"),
        Some("Sarah"),
        Some("Carol"),
        Some("Caroline Smith"),
        Some("Jim"),
        Some("Aunt Pam"),
        Some("Jim's friend"),
        Some("Client"),
        Some("William"),
        Some("William Patrick"),
        Some("\u{c9}milie"),
    ]);
    prop_oneof![
        proptest::collection::vec(any, 12),
        select(vec![None, Some("Mom"), Some("Sarah"), Some("Client"), Some("")]).prop_map(|name| vec![name; 12]),
        own_names(),
    ]
}

/// A name for each.
fn own_names() -> impl Strategy<Value = Vec<Option<&'static str>>> {
    let names = ["Ann", "Bob", "Cid", "Dora", "Eve", "Finn", "Gus", "Hal", "Ida", "Jo", "Kim", "Lou"];
    Just(names.map(Some).to_vec())
}

/// A family of up to eleven people beside the subject, with all that can be coded of them.
pub fn families() -> impl Strategy<Value = Coded> {
    families_called(names())
}

/// A family in which everybody has a name of their own.
pub fn named_families() -> impl Strategy<Value = Coded> {
    families_called(own_names())
}

fn families_called(names: impl Strategy<Value = Vec<Option<&'static str>>>) -> impl Strategy<Value = Coded> {
    let shape = (0usize..=11, names, proptest::collection::vec(any::<u16>(), 12));
    (shape, bonds(), events(), any::<bool>()).prop_map(|((count, names, bits), bonds, events, named)| {
        // Ids: the subject, then people -1.., bonds -101.., events -201...
        let who = |at: usize| {
            if at.is_multiple_of(count + 1) { ItemId::SUBJECT } else { ItemId(-((at % (count + 1)) as i64)) }
        };
        let mut pair_bonds: Vec<PairBond> = Vec::new();
        for (a, b, married) in bonds {
            let bond = PairBond { married, ..PairBond::new(ItemId(-101 - pair_bonds.len() as i64), who(a), who(b)) };
            if who(a) != who(b) && pair_bonds.iter().all(|other| other.dyad() != bond.dyad()) {
                pair_bonds.push(bond);
            }
        }
        let mut people: Vec<Person> = Vec::new();
        for (at, (name, bits)) in names.iter().zip(&bits).enumerate().take(count + 1).skip(1) {
            let gender = [None, Some(Gender::Male), Some(Gender::Female), Some(Gender::Unknown)];
            let parents = pair_bonds
                .get(usize::from(bits >> 4 & 15))
                .filter(|bond| ![bond.person_a, bond.person_b].contains(&Some(who(at))));
            people.push(Person {
                name: name.map(str::to_owned),
                last_name: (bits >> 8 & 7 == 0).then(|| "Smith".to_owned()),
                gender: gender.get(usize::from(bits & 3)).copied().flatten(),
                parents: parents.map(|bond| bond.id),
                ..Person::new(who(at))
            });
        }
        if bits.first().is_some_and(|bits| bits & 1 == 1) {
            let parents = pair_bonds
                .iter()
                .find(|bond| bond.person_a != Some(ItemId::SUBJECT) && bond.person_b != Some(ItemId::SUBJECT));
            people.push(Person { parents: parents.map(|bond| bond.id), ..Person::new(ItemId::SUBJECT) });
        }
        let events =
            events.into_iter().enumerate().map(|(at, event)| event.of(ItemId(-201 - at as i64), &who)).collect();
        Coded { people, pair_bonds, events, subject: named.then(|| "Sarah".to_owned()) }
    })
}

fn bonds() -> impl Strategy<Value = Vec<(usize, usize, Option<bool>)>> {
    proptest::collection::vec((0usize..12, 0usize..12, proptest::option::of(any::<bool>())), 0..6)
}

#[derive(Debug, Clone)]
struct Drawn {
    kind: EventKind,
    people: [usize; 3],
    others: Vec<usize>,
    date: Option<&'static str>,
    certainty: Option<DateCertainty>,
    values: u16,
    words: Option<&'static str>,
}

impl Drawn {
    fn of(self, id: ItemId, who: &impl Fn(usize) -> ItemId) -> Event {
        let shift = |bits: u16| VariableShift::ALL.get(usize::from(bits & 3)).copied();
        let mut event = Event::new(id, self.kind);
        let [person, spouse, child] = self.people.map(who);
        event.person = (self.values & 0x8000 == 0).then_some(person);
        event.spouse = (self.kind.is_pair_bond() && spouse != person).then_some(spouse);
        event.child = (self.kind.is_offspring()).then_some(child);
        event.description = self.words.map(str::to_owned);
        event.date_time = self.date.map(str::to_owned);
        event.date_certainty = self.certainty;
        if self.kind == EventKind::Shift {
            event.symptom = shift(self.values);
            event.anxiety = shift(self.values >> 2);
            event.functioning = shift(self.values >> 4);
            event.relationship = RelationshipKind::ALL.get(usize::from(self.values >> 6 & 31)).copied();
            let (targets, triangles) = self.others.split_at(self.others.len().div_ceil(2));
            event.relationship_targets = targets.iter().map(|at| who(*at)).collect();
            event.relationship_triangles = triangles.iter().map(|at| who(*at)).collect();
        }
        event
    }
}

fn events() -> impl Strategy<Value = Vec<Drawn>> {
    let kind = prop_oneof![Just(EventKind::Shift), select(EventKind::ALL)];
    let date = select(vec![
        None,
        Some("1990"),
        Some("1990-01-01"),
        Some("1990-06-05"),
        Some("1990-06-09"),
        Some("1991-06"),
        Some("2001-02-03T10:00"),
        Some("last spring"),
    ]);
    let certainty = proptest::option::of(select(DateCertainty::ALL));
    let words = select(vec![None, Some("sleeps badly"), Some("quarrels")]);
    let others = subsequence((0..12).collect::<Vec<usize>>(), 0..4);
    let drawn = (kind, proptest::array::uniform3(0usize..12), others, date, certainty, any::<u16>(), words).prop_map(
        |(kind, people, others, date, certainty, values, words)| Drawn {
            kind,
            people,
            others,
            date,
            certainty,
            values,
            words,
        },
    );
    proptest::collection::vec(drawn, 0..12)
}
