//! Small families to score, and a generator of any.

use proptest::prelude::*;

use crate::family::{
    DateCertainty, Event, EventKind, Gender, ItemId, PairBond, Person, RelationshipKind, VariableShift,
};
use crate::pdp::Deltas;
use crate::scoring::f1::{Codings, StatementCodings};

pub fn person(id: i64, name: &str) -> Person {
    Person { name: Some(name.to_owned()), ..Person::new(ItemId(id)) }
}

pub fn shift(id: i64, person: i64, date: &str, anxiety: VariableShift) -> Event {
    Event {
        person: Some(ItemId(person)),
        date_time: Some(date.to_owned()),
        description: Some("could not sleep".to_owned()),
        anxiety: Some(anxiety),
        ..Event::new(ItemId(id), EventKind::Shift)
    }
}

pub fn death(id: i64, person: i64, date: &str) -> Event {
    let (person, date_time) = (Some(ItemId(person)), Some(date.to_owned()));
    Event { person, date_time, ..Event::new(ItemId(id), EventKind::Death) }
}

pub fn birth(id: i64, parents: [i64; 2], child: i64, date: &str) -> Event {
    Event {
        person: Some(ItemId(parents[0])),
        spouse: Some(ItemId(parents[1])),
        child: Some(ItemId(child)),
        date_time: Some(date.to_owned()),
        ..Event::new(ItemId(id), EventKind::Birth)
    }
}

pub fn bond(id: i64, a: i64, b: i64) -> PairBond {
    PairBond::new(ItemId(id), ItemId(a), ItemId(b))
}

pub fn deltas(people: Vec<Person>, pair_bonds: Vec<PairBond>, events: Vec<Event>) -> Deltas {
    Deltas { people, pair_bonds, events, delete: Vec::new() }
}

pub fn both(scored: Deltas, truth: Deltas) -> StatementCodings {
    StatementCodings { scored: Some(scored), truth: Some(truth) }
}

pub fn codings(statements: Vec<StatementCodings>) -> Codings {
    Codings { statements, ..Codings::default() }
}

/// Two statements.
///
/// First, truth: Ann and Bob, their bond, Ann's anxiety up on 5 June 1990. Scored: the same people and bond, Ann's
/// anxiety *down* two days later, and Zoe. Second, truth: Kim is born to Ann and Bob. Scored: nothing there.
pub fn ann_and_bob() -> Codings {
    let truth = deltas(
        vec![person(-1, "Ann"), person(-2, "Bob")],
        vec![bond(-3, -1, -2)],
        vec![shift(-4, -1, "1990-06-05", VariableShift::Up)],
    );
    let scored = deltas(
        vec![person(-12, "Bob"), person(-11, "Ann"), person(-15, "Zoe")],
        vec![bond(-13, -12, -11)],
        vec![shift(-14, -11, "1990-06-07", VariableShift::Down)],
    );
    let kim = Person { parents: Some(ItemId(-3)), ..person(-5, "Kim") };
    let birth = deltas(vec![kim], Vec::new(), vec![birth(-6, [-1, -2], -5, "2010-03-01")]);
    codings(vec![both(scored, truth), both(Deltas::default(), birth)])
}

const NAMES: [&str; 8] = ["Ann", "Bob", "Carol", "Mom", "Dad", "Sarah's mother", "Zoe", "Michael"];

fn any_of<T: Copy + std::fmt::Debug>(all: &'static [T]) -> impl Strategy<Value = T> {
    (0..all.len()).prop_map(move |at| all[at])
}

fn maybe<T: Copy + std::fmt::Debug>(all: &'static [T]) -> impl Strategy<Value = Option<T>> {
    proptest::option::of(any_of(all))
}

fn any_person() -> impl Strategy<Value = Person> {
    (1i64..8, any_of(&NAMES), maybe(&[Gender::Male, Gender::Female]), proptest::option::weighted(0.3, 20i64..23))
        .prop_map(|(id, name, gender, parents)| Person {
            gender,
            parents: parents.map(|id| ItemId(-id)),
            ..person(-id, name)
        })
}

fn any_event() -> impl Strategy<Value = Event> {
    let links = (1i64..8, proptest::option::of(1i64..8), proptest::option::of(1i64..8));
    let codes =
        (maybe(VariableShift::ALL), maybe(VariableShift::ALL), maybe(VariableShift::ALL), maybe(RelationshipKind::ALL));
    let date = (proptest::option::weighted(0.8, (1985u32..1992, 1u32..4, 1u32..4)), any_of(DateCertainty::ALL));
    let targets = proptest::collection::vec(1i64..8, 0..3);
    (40i64..60, any_of(EventKind::ALL), links, codes, date, targets).prop_map(
        |(
            id,
            kind,
            (person, spouse, child),
            (symptom, anxiety, functioning, relationship),
            (date, certainty),
            targets,
        )| {
            let negative = |id: i64| ItemId(-id);
            Event {
                person: Some(negative(person)),
                spouse: spouse.filter(|_| kind.is_pair_bond()).map(negative),
                child: child.filter(|_| kind.is_offspring()).map(negative),
                date_time: date.map(|(year, month, day)| format!("{year}-{month:02}-{day:02}")),
                date_certainty: Some(certainty),
                symptom,
                anxiety,
                functioning,
                relationship,
                relationship_targets: targets.into_iter().map(negative).collect(),
                ..Event::new(negative(id), kind)
            }
        },
    )
}

fn any_bond() -> impl Strategy<Value = PairBond> {
    (20i64..23, 1i64..8, 1i64..8).prop_map(|(id, a, b)| bond(-id, -a, -b))
}

fn any_id_once<T: Clone + std::fmt::Debug>(
    items: impl Strategy<Value = T>,
    most: usize,
    id: fn(&T) -> ItemId,
) -> impl Strategy<Value = Vec<T>> {
    proptest::collection::vec(items, 0..most).prop_map(move |mut items| {
        items.sort_by_key(id);
        items.dedup_by_key(|item| id(item));
        items
    })
}

/// Deltas of one statement: any people, bonds and events, ids of other statements among them.
pub fn any_deltas() -> impl Strategy<Value = Deltas> {
    let people = any_id_once(any_person(), 4, |person| person.id);
    let bonds = any_id_once(any_bond(), 2, |bond| bond.id);
    let events = any_id_once(any_event(), 4, |event| event.id);
    let delete = proptest::collection::vec((1i64..60).prop_map(|id| ItemId(-id)), 0..2);
    (people, bonds, events, delete).prop_map(|(people, pair_bonds, events, delete)| Deltas {
        people,
        pair_bonds,
        events,
        delete,
    })
}

/// A statement coded by either side or not.
pub fn any_statement() -> impl Strategy<Value = StatementCodings> {
    let coded = || proptest::option::weighted(0.8, any_deltas());
    (coded(), coded()).prop_map(|(scored, truth)| StatementCodings { scored, truth })
}

/// A discussion of some statements.
pub fn any_codings() -> impl Strategy<Value = Codings> {
    proptest::collection::vec(any_statement(), 1..5).prop_map(codings)
}
