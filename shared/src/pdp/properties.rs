//! What holds for every family, pool and set of deltas, however odd: checked on generated ones.

use std::collections::{BTreeMap, HashSet};

use proptest::collection::vec;
use proptest::option::{of, weighted};
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::family::{DateCertainty, EventKind, Gender, RelationshipKind, VariableShift};

const NAMES: &[&str] = &["Ann", "Ann Lee", "Bob Ray", "Ray", "Mom", "User", "Zoë", ""];
const DATES: &[&str] = &["1990-06-15", "1990", "June 1990", "last spring", "2005-07-07", ""];

/// Ids of pending items, few enough to collide and to be referred to by chance.
fn pending() -> impl Strategy<Value = ItemId> {
    (-9i64..0).prop_map(ItemId)
}

/// References: mostly to people there may be, sometimes to nobody.
fn reference() -> impl Strategy<Value = ItemId> {
    prop_oneof![6 => (-9i64..0).prop_map(ItemId), 3 => (1i64..5).prop_map(ItemId), 1 => select(vec![0, 99, -77]).prop_map(ItemId)]
}

fn person(id: impl Strategy<Value = ItemId>) -> impl Strategy<Value = Person> {
    let name = weighted(0.9, select(NAMES).prop_map(str::to_owned));
    (id, name, of(select(Gender::ALL)), weighted(0.4, reference())).prop_map(|(id, name, gender, parents)| Person {
        name,
        gender,
        parents,
        ..Person::new(id)
    })
}

fn bond(id: impl Strategy<Value = ItemId>) -> impl Strategy<Value = PairBond> {
    let end = || weighted(0.9, reference());
    (id, end(), end(), any::<Option<bool>>()).prop_map(|(id, person_a, person_b, married)| PairBond {
        person_a,
        person_b,
        married,
        ..PairBond::new(id, id, id)
    })
}

fn event(id: impl Strategy<Value = ItemId>) -> impl Strategy<Value = Event> {
    let slots = (weighted(0.8, reference()), weighted(0.6, reference()), weighted(0.5, reference()));
    let coded = (of(select(VariableShift::ALL)), of(select(RelationshipKind::ALL)));
    let dated = (weighted(0.9, select(DATES).prop_map(str::to_owned)), of(select(DateCertainty::ALL)));
    (id, select(EventKind::ALL), slots, coded, dated, vec(reference(), 0..3)).prop_map(
        |(id, kind, (person, spouse, child), (anxiety, relationship), (date_time, date_certainty), targets)| Event {
            person,
            spouse,
            child,
            description: Some("panic".into()),
            anxiety,
            relationship,
            date_time,
            date_certainty,
            relationship_targets: targets,
            ..Event::new(id, kind)
        },
    )
}

fn deltas() -> impl Strategy<Value = Deltas> {
    let delete = vec(reference(), 0..2);
    (vec(person(pending()), 0..5), vec(event(pending()), 0..5), vec(bond(pending()), 0..4), delete)
        .prop_map(|(people, events, pair_bonds, delete)| Deltas { people, events, pair_bonds, delete })
}

fn pool() -> impl Strategy<Value = Pdp> {
    vec(deltas(), 0..3).prop_map(|deltas| replay(&deltas, usize::MAX))
}

fn family() -> impl Strategy<Value = Family> {
    let ids = |ids: std::ops::Range<i64>| select(ids.map(ItemId).collect::<Vec<_>>());
    let rows = (vec(person(ids(1..5)), 0..4), vec(bond(ids(11..15)), 0..3), vec(event(ids(21..25)), 0..4));
    rows.prop_map(|(people, pair_bonds, events)| {
        let once = |id: &ItemId, seen: &mut HashSet<ItemId>| seen.insert(*id);
        let mut seen = HashSet::new();
        Family {
            people: people.into_iter().filter(|row| once(&row.id, &mut seen)).collect(),
            pair_bonds: pair_bonds.into_iter().filter(|row| once(&row.id, &mut seen)).collect(),
            events: events.into_iter().filter(|row| once(&row.id, &mut seen)).collect(),
        }
    })
}

type Rule = fn(&Surroundings<'_>, &mut Deltas) -> Vec<Repair>;

const REPAIRS: &[Rule] = &[
    repair::drop_committed,
    repair::drop_unresolved,
    repair::drop_unresolved_targets,
    repair::drop_repeated_births,
    repair::infer_parents,
    repair::separate_ids,
    repair::drop_repeated_bonds,
    repair::clear_births_of_self,
    repair::clear_own_parents,
];

proptest! {
    #[test]
    fn replaying_up_to_a_statement_and_applying_the_next_is_replaying_up_to_the_next(all in vec(deltas(), 1..5)) {
        for next in 0..all.len() {
            prop_assert_eq!(apply(&replay(&all, next), &all[next]), replay(&all, next + 1));
        }
    }

    #[test]
    fn a_pool_holds_whole_bonds_only_and_no_parents_that_a_bond_was_taken_from(pdp in pool(), deltas in deltas()) {
        let after = apply(&pdp, &deltas);
        let mut dyads = HashSet::new();
        for bond in &after.pair_bonds {
            let (a, b) = bond.dyad().expect("both ends");
            for end in [a, b] {
                prop_assert!(end.is_committed() || after.people.iter().any(|person| person.id == end));
            }
            prop_assert!(dyads.insert((a, b)), "a pair is joined once");
        }
        let before: HashSet<_> = pdp.pair_bonds.iter().chain(&deltas.pair_bonds).map(|bond| bond.id).collect();
        let bonds: HashSet<_> = after.pair_bonds.iter().map(|bond| bond.id).collect();
        for parents in after.people.iter().filter_map(|person| person.parents) {
            prop_assert!(!before.contains(&parents) || bonds.contains(&parents), "{} is gone", parents);
        }
    }

    #[test]
    fn no_repair_invents_a_person_or_an_item_and_each_change_is_reported(
        family in family(), pdp in pool(), before in deltas(), with_family in any::<bool>(),
    ) {
        let around = Surroundings { family: with_family.then_some(&family), pdp: &pdp };
        for rule in REPAIRS {
            let mut after = before.clone();
            let repairs = rule(&around, &mut after);
            prop_assert!(after.people.len() <= before.people.len());
            prop_assert!(after.events.len() <= before.events.len());
            prop_assert!(after.pair_bonds.len() <= before.pair_bonds.len());
            let named = |deltas: &Deltas| {
                let mut count = BTreeMap::new();
                for person in &deltas.people {
                    *count.entry(person.name.clone()).or_insert(0) += 1;
                }
                count
            };
            for (name, count) in named(&after) {
                prop_assert!(named(&before).get(&name).is_some_and(|known| *known >= count));
            }
            prop_assert_eq!(repairs.is_empty(), after == before, "what changed is reported, and nothing else");
        }
    }

    #[test]
    fn repairs_are_done_once(family in family(), pdp in pool(), mut deltas in deltas()) {
        let around = Surroundings { family: Some(&family), pdp: &pdp };
        for rule in [repair::drop_committed, repair::drop_repeated_births, repair::drop_repeated_bonds] {
            rule(&around, &mut deltas);
            prop_assert_eq!(rule(&around, &mut deltas), vec![]);
        }
    }

    #[test]
    fn accepted_deltas_validate_and_their_pool_is_the_applied_one(
        family in family(), pdp in pool(), replies in vec(deltas(), 0..6), as_recorded in any::<bool>(),
    ) {
        let extraction = Extraction { replies, as_recorded };
        match extraction.progress(Some(&family), &pdp) {
            Progress::Accepted { calls, deltas, pdp: after, .. } => {
                let around = Surroundings { family: Some(&family), pdp: &pdp };
                prop_assert_eq!(validate(&around, &deltas, Policy::Model), vec![]);
                prop_assert_eq!(apply(&pdp, &deltas), after);
                prop_assert!(calls <= CALLS);
            }
            Progress::Failed { calls, errors, .. } => prop_assert!(calls == CALLS && !errors.is_empty()),
            Progress::Ask { attempts } => {
                prop_assert_eq!(attempts.len(), extraction.replies.len());
                prop_assert!(attempts.iter().all(|attempt| !attempt.errors.is_empty()));
            }
        }
    }

    #[test]
    fn what_a_model_may_say_a_person_may_say_too(family in family(), pdp in pool(), deltas in deltas()) {
        let around = Surroundings { family: Some(&family), pdp: &pdp };
        let model = validate(&around, &deltas, Policy::Model);
        for found in validate(&around, &deltas, Policy::Human) {
            prop_assert!(model.contains(&found));
        }
    }

    #[test]
    fn a_rejected_item_leaves_nothing_behind_that_names_it(mut pdp in pool(), id in pending()) {
        let gone = pdp.reject(id).expect("a pending id");
        let lost = |id: &ItemId| gone.contains(id);
        prop_assert!(!pdp.events.iter().any(|row| lost(&row.id) || reject::names(row, lost)));
        prop_assert!(!pdp.pair_bonds.iter().any(|row| [row.person_a, row.person_b].iter().flatten().any(lost)));
        prop_assert!(!pdp.people.iter().any(|row| lost(&row.id) || row.parents.iter().any(lost)));
    }

    #[test]
    fn what_is_committed_refers_to_nothing_pending_and_nothing_is_committed_twice(
        family in family(), pdp in pool(), from in 0usize..4,
    ) {
        let diagram = Diagram { family, pdp, last_item_id: 30 };
        let ids: Vec<ItemId> = diagram.pdp.ids().filter(|id| id.is_pending()).skip(from).collect();
        let known: HashSet<ItemId> = diagram.family.events.iter().map(|event| event.id).collect();
        let Ok((after, done)) = diagram.commit(&ids) else { return Ok(()) };
        let fresh: Vec<_> = after.family.events.iter().filter(|event| !known.contains(&event.id)).collect();
        for event in fresh {
            prop_assert!(!reject::names(event, |id| id.is_pending()), "{:?}", event);
        }
        let left: HashSet<ItemId> = after.pdp.ids().collect();
        prop_assert!(done.id_mapping.keys().all(|id| !left.contains(id)));
        prop_assert!(after.last_item_id >= diagram.last_item_id);
    }

    #[test]
    fn a_deleted_item_is_named_nowhere(family in family(), pdp in pool(), id in 1i64..5) {
        let mut diagram = Diagram { family, pdp, last_item_id: 30 };
        let gone = diagram.accept_delete(ItemId(id)).expect("a committed id");
        let lost = |id: &ItemId| gone.contains(id);
        let events = diagram.family.events.iter().chain(&diagram.pdp.events);
        prop_assert!(!events.into_iter().any(|row| lost(&row.id) || reject::names(row, lost)));
        let people = diagram.family.people.iter().chain(&diagram.pdp.people);
        prop_assert!(!people.into_iter().any(|row| lost(&row.id) || row.parents.iter().any(lost)));
    }

    #[test]
    fn a_diagram_is_read_as_it_was_written(family in family(), pdp in pool()) {
        let diagram = Diagram { family, pdp, last_item_id: 30 };
        let text = serde_json::to_string(&diagram).expect("writes");
        prop_assert_eq!(serde_json::from_str::<Diagram>(&text).expect("reads"), diagram);
    }
}
