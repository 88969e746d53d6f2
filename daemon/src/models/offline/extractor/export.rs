//! The world as rows of people, pair bonds and events with ids. Ids are given in the order in which items are first
//! worth telling, so that reading the same talk again gives the same ids.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use sarf_shared::family::kinship::Tie;
use sarf_shared::family::{DateCertainty, Event, EventKind, Gender, ItemId, PairBond, Person};

use super::ages;
use super::world::{CLIENT, Coded, Evidence, Time, Who, World};

/// What a row stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A person.
    Person(Who),
    /// A pair.
    Pair(usize),
    /// A happening.
    Event(usize),
    /// The birth of a person.
    Birth(Who),
}

/// The ids given so far.
#[derive(Debug, Clone, Default)]
pub struct Ids {
    given: BTreeMap<Key, ItemId>,
    last: i64,
}

impl Ids {
    /// Gives ids to all that has none.
    pub fn give(&mut self, world: &World) {
        for key in keys(world) {
            let last = &mut self.last;
            self.given.entry(key).or_insert_with(|| {
                *last -= 1;
                ItemId(*last)
            });
        }
    }
}

impl Naming for Ids {
    fn id(&self, key: Key) -> Option<ItemId> {
        self.given.get(&key).copied()
    }
}

/// Which id an item has.
pub trait Naming {
    /// The id; `None` leaves the item out.
    fn id(&self, key: Key) -> Option<ItemId>;
}

/// The rows of a world, by key, with the evidence of one statement.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rows {
    /// People, among them edits of committed ones.
    pub people: BTreeMap<Key, Person>,
    /// Bonds.
    pub bonds: BTreeMap<Key, PairBond>,
    /// Events.
    pub events: BTreeMap<Key, Event>,
}

/// All that is worth telling, people first.
fn keys(world: &World) -> Vec<Key> {
    let warranted = Warranted::of(world);
    let real = |w: &Who| world.people.get(*w).is_some_and(|h| h.merged.is_none()) && warranted.person(*w);
    let people =
        (0..world.people.len()).filter(|w| real(w) && world.people.get(*w).is_some_and(|h| h.committed.is_none()));
    let mut keys: Vec<Key> = people.map(Key::Person).collect();
    let pair = |i: &usize| {
        let both = world.ends(*i).is_some_and(|(a, b)| warranted.person(a) && warranted.person(b));
        both && world.pairs.get(*i).is_some_and(|p| !p.gone && p.committed.is_none())
    };
    keys.extend((0..world.pairs.len()).filter(pair).map(Key::Pair));
    keys.extend(
        (0..world.happenings.len()).filter(|i| world.happenings.get(*i).is_some_and(|h| !h.gone)).map(Key::Event),
    );
    let born =
        |w: &Who| real(w) && world.people.get(*w).is_some_and(|h| h.birth_said.is_some() || !h.births.is_empty());
    let told =
        |w: &Who| world.people.get(*w).is_some_and(|h| h.birth_said.is_some()) || ages::born(world, *w).is_some();
    keys.extend((0..world.people.len()).filter(|w| born(w) && told(w)).map(Key::Birth));
    keys
}

/// Who is worth telling: whoever was spoken of, and the client's own parents.
///
/// A grandmother brings a grandfather into the world, and an uncle the grandparents, so that what is said of them later
/// finds its place; until something is, they are nobody's words and are left out.
struct Warranted(BTreeSet<Who>);

impl Warranted {
    fn of(world: &World) -> Self {
        let spoken = (0..world.people.len()).filter(|w| {
            world.people.get(*w).is_some_and(|h| {
                h.spoken
                    || h.given.is_some()
                    || h.committed.is_some()
                    || matches!(h.gender, Some(Gender::Miscarriage | Gender::Abortion))
            })
        });
        let mut told: BTreeSet<Who> = spoken.map(|w| world.real(w)).collect();
        let acting = world.happenings.iter().filter(|h| !h.gone);
        told.extend(acting.flat_map(|h| [h.person, h.spouse, h.child]).flatten().map(|w| world.real(w)));
        let ends = |who: Who| world.human(who).and_then(|h| h.parents).and_then(|pair| world.ends(pair));
        told.extend(ends(CLIENT).into_iter().flat_map(|(a, b)| [a, b]));
        Warranted(told)
    }

    fn person(&self, who: Who) -> bool {
        self.0.contains(&who)
    }
}

/// Makes the rows. Evidence is that of `statement` only.
pub fn rows(world: &World, names: &impl Naming, statement: usize, today: Option<NaiveDate>) -> Rows {
    let mut rows = Rows::default();
    let maker = Maker { world, names, statement, today };
    for key in keys(world) {
        match key {
            Key::Person(who) => {
                if let Some(person) = maker.person(who) {
                    rows.people.insert(key, person);
                }
            }
            Key::Pair(pair) => {
                if let Some(bond) = maker.bond(pair) {
                    rows.bonds.insert(key, bond);
                }
            }
            Key::Event(at) => {
                if let Some(event) = maker.event(at) {
                    rows.events.insert(key, event);
                }
            }
            Key::Birth(who) => {
                if let Some(event) = maker.birth(who) {
                    rows.events.insert(key, event);
                }
            }
        }
    }
    // Committed people of whom parents were learned are edited.
    for (who, human) in world.people.iter().enumerate() {
        if let (Some(id), Some(parents), None) = (human.committed, human.parents, human.merged) {
            let bond = world.pairs.get(parents).and_then(|p| p.committed).or_else(|| names.id(Key::Pair(parents)));
            if let Some(bond) = bond {
                let name = (who == CLIENT).then(|| human.given.clone()).flatten();
                let evidence =
                    maker.evidence(&world.pairs.get(parents).map(|p| p.evidence.clone()).unwrap_or_default());
                let row = Person { name, parents: Some(bond), confidence: Some(0.8), evidence, ..Person::new(id) };
                rows.people.insert(Key::Person(who), row);
            }
        }
    }
    rows
}

struct Maker<'w, N> {
    world: &'w World,
    names: &'w N,
    statement: usize,
    today: Option<NaiveDate>,
}

impl<N: Naming> Maker<'_, N> {
    fn who(&self, who: Who) -> Option<ItemId> {
        let who = self.world.real(who);
        let committed = self.world.people.get(who).and_then(|h| h.committed);
        committed.or_else(|| self.names.id(Key::Person(who)))
    }

    fn pair(&self, pair: usize) -> Option<ItemId> {
        let row = self.world.pairs.get(pair).filter(|p| !p.gone)?;
        row.committed.or_else(|| self.names.id(Key::Pair(pair)))
    }

    fn evidence(&self, all: &[Evidence]) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        for evidence in all.iter().filter(|e| e.statement == self.statement) {
            if !words.contains(&evidence.words) && words.len() < 2 {
                words.push(evidence.words.clone());
            }
        }
        words
    }

    fn person(&self, who: Who) -> Option<Person> {
        let human = self.world.people.get(who)?;
        let id = self.names.id(Key::Person(who))?;
        Some(Person {
            name: Some(self.world.title(who)),
            last_name: human.last.clone(),
            gender: human.gender,
            parents: human.parents.and_then(|pair| self.pair(pair)),
            confidence: Some(if human.given.is_some() { 0.9 } else { 0.6 }),
            evidence: self.evidence(&human.evidence),
            ..Person::new(id)
        })
    }

    fn bond(&self, pair: usize) -> Option<PairBond> {
        let row = self.world.pairs.get(pair)?;
        let id = self.names.id(Key::Pair(pair))?;
        Some(PairBond {
            married: row.married,
            confidence: Some(0.8),
            evidence: self.evidence(&row.evidence),
            ..PairBond::new(id, self.who(row.a)?, self.who(row.b)?)
        })
    }

    /// The date of a row: ISO, with its certainty. Undated events carry the day of the talk as the latest they can have
    /// been (1900 where that is not known), marked unknown: the rules ask for a date, and the mark says it is none.
    fn date(&self, time: Time) -> (Option<String>, Option<DateCertainty>) {
        match ages::resolve(self.world, time) {
            Some(dated) => (Some(dated.day.to_string()), Some(dated.certainty)),
            None => {
                let bound = self.today.map_or_else(|| "1900-01-01".to_owned(), |day| day.to_string());
                (Some(bound), Some(DateCertainty::Unknown))
            }
        }
    }

    fn event(&self, at: usize) -> Option<Event> {
        let row = self.world.happenings.get(at)?;
        let id = self.names.id(Key::Event(at))?;
        let who = |w: Option<Who>| w.and_then(|w| self.who(w));
        let (date_time, date_certainty) = self.date(row.time);
        let mut event = Event {
            person: who(row.person),
            spouse: who(row.spouse),
            child: who(row.child),
            description: (!row.description.is_empty()).then(|| row.description.clone()),
            location: row.location.clone(),
            date_time,
            date_certainty,
            confidence: Some(row.confidence),
            evidence: self.evidence(&row.evidence),
            ..Event::new(id, row.kind)
        };
        match &row.coded {
            Some(Coded::Symptom(shift)) => event.symptom = Some(*shift),
            Some(Coded::Anxiety(shift)) => event.anxiety = Some(*shift),
            Some(Coded::Functioning(shift)) => event.functioning = Some(*shift),
            Some(Coded::Relationship(kind, targets, triangles)) => {
                event.relationship = Some(*kind);
                event.relationship_targets = targets.iter().filter_map(|w| self.who(*w)).collect();
                event.relationship_triangles = triangles.iter().filter_map(|w| self.who(*w)).collect();
            }
            None => {}
        }
        // A person lost to a merge with himself leaves no event of two.
        let lost = row.person.is_some() && event.person.is_none()
            || row.kind.needs_spouse() && (event.spouse.is_none() || event.spouse == event.person)
            || row.kind.is_offspring() && event.child.is_none();
        (!lost).then_some(event)
    }

    fn birth(&self, who: Who) -> Option<Event> {
        let human = self.world.people.get(who)?;
        let id = self.names.id(Key::Birth(who))?;
        let time = ages::born(self.world, who).map_or(Time::Unknown, Time::On);
        let (date_time, date_certainty) = self.date(time);
        let (mut mother, mut father) = (None, None);
        if let Some((a, b)) = human.parents.and_then(|pair| self.world.ends(pair)) {
            let a_is_father =
                self.world.gender(a) == Some(Gender::Male) || self.world.gender(b) == Some(Gender::Female);
            let (m, f) = if a_is_father { (b, a) } else { (a, b) };
            (mother, father) = (self.who(m), self.who(f));
        } else if let Some((parent, _)) = human.loose.iter().find(|(_, step)| step.tie == Tie::Child) {
            mother = self.who(*parent);
        }
        let mut told: Vec<Evidence> = human.births.iter().filter_map(|(_, e)| e.clone()).collect();
        told.extend(human.birth_said.clone());
        Some(Event {
            person: mother,
            spouse: father,
            child: Some(self.who(who)?),
            date_time,
            date_certainty,
            confidence: Some(if time == Time::Unknown { 0.6 } else { 0.8 }),
            evidence: self.evidence(&told),
            ..Event::new(id, EventKind::Birth)
        })
    }
}
