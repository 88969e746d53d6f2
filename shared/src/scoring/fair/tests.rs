//! Examples worked by hand.

use super::*;
use crate::family::{DateCertainty, EventKind, Gender, ItemId, RelationshipKind, VariableShift};
use crate::scoring::Counts;

fn person(id: i64, name: &str) -> Person {
    Person { name: Some(name.to_owned()), ..Person::new(ItemId(id)) }
}

fn child(id: i64, name: &str, parents: i64) -> Person {
    Person { parents: Some(ItemId(parents)), ..person(id, name) }
}

fn woman(id: i64, name: &str) -> Person {
    Person { gender: Some(Gender::Female), ..person(id, name) }
}

fn man(id: i64, name: &str) -> Person {
    Person { gender: Some(Gender::Male), ..person(id, name) }
}

fn bond(id: i64, a: i64, b: i64) -> PairBond {
    PairBond::new(ItemId(id), ItemId(a), ItemId(b))
}

fn shift(id: i64, person: i64, date: &str) -> Event {
    Event {
        person: Some(ItemId(person)),
        date_time: (!date.is_empty()).then(|| date.to_owned()),
        anxiety: Some(VariableShift::Up),
        ..Event::new(ItemId(id), EventKind::Shift)
    }
}

fn pool(people: Vec<Person>, pair_bonds: Vec<PairBond>, events: Vec<Event>) -> Pdp {
    Pdp { people, pair_bonds, events, delete: Vec::new() }
}

fn of_sarah(pool: &Pdp) -> Side<'_> {
    Side::of(pool, Some("Sarah"))
}

fn matched(scored: &Pdp, truth: &Pdp) -> FairMatch {
    match_sides(&of_sarah(scored), &of_sarah(truth), &PersonMap::new(), &FairSettings::default()).unwrap()
}

fn pairs_of_people(scored: Vec<Person>, truth: Vec<Person>) -> Vec<(usize, usize)> {
    matched(&pool(scored, vec![], vec![]), &pool(truth, vec![], vec![])).people.pairs
}

fn why(scored: &Pdp, truth: &Pdp) -> Vec<String> {
    let all = explain(&of_sarah(scored), &of_sarah(truth), &PersonMap::new(), &FairSettings::default()).unwrap();
    all.iter().map(ToString::to_string).collect()
}

#[test]
fn one_mother_is_one_person_however_she_is_called() {
    for name in ["Mom", "Sarah's mother", "Mother (of Sarah)", "Client's mother", "my mother"] {
        assert_eq!(pairs_of_people(vec![person(-1, name)], vec![person(-9, "Mother")]), [(0, 0)], "{name}");
    }
}

#[test]
fn a_relative_is_not_whoever_he_is_a_relative_of() {
    for (one, other) in [("Sarah's mother", "Sarah"), ("Jim's Ex", "Jim"), ("Mom's sister", "Mom"), ("Aunt", "Uncle")] {
        assert_eq!(pairs_of_people(vec![person(-1, one)], vec![person(-9, other)]), [], "{one} {other}");
    }
}

#[test]
fn an_exact_name_goes_before_one_with_more_words() {
    let scored = vec![person(-1, "William"), person(-2, "William Patrick")];
    let truth = vec![person(-8, "William Patrick"), person(-9, "William")];
    assert_eq!(pairs_of_people(scored, truth.clone()), [(0, 1), (1, 0)]);
    // Alone, William may be William Patrick; beside an exact William he is not.
    assert_eq!(pairs_of_people(vec![person(-1, "William")], truth[..1].to_vec()), [(0, 0)]);
    assert_eq!(pairs_of_people(vec![person(-1, "William")], truth), [(0, 1)]);
}

#[test]
fn known_genders_that_differ_are_two_people_and_unknown_ones_are_not() {
    assert_eq!(pairs_of_people(vec![woman(-1, "Sam")], vec![man(-9, "Sam")]), []);
    assert_eq!(pairs_of_people(vec![woman(-1, "Sam")], vec![person(-9, "Sam")]), [(0, 0)]);
    // The kin word tells the gender, too.
    assert_eq!(pairs_of_people(vec![person(-1, "Aunt Pat")], vec![person(-9, "Uncle Pat")]), []);
}

/// Carol and Bob are the parents of the subject, Tim the subject's brother.
fn named() -> Pdp {
    pool(
        vec![woman(-1, "Carol"), man(-2, "Bob"), child(-3, "Tim", -10), child(1, "Sarah", -10)],
        vec![bond(-10, -1, -2)],
        vec![],
    )
}

#[test]
fn a_kin_name_is_the_person_whom_bonds_and_parents_put_there() {
    let kin = pool(vec![person(-5, "Dad"), person(-6, "Mom"), person(-7, "brother")], vec![], vec![]);
    // Dad is Bob, Mom is Carol, the brother is Tim: 3 pairs, and the subject herself is left over in the truth.
    let found = matched(&kin, &named());
    assert_eq!(found.people.pairs, [(0, 1), (1, 0), (2, 2)]);
    assert_eq!(found.people.truth_unmatched, [3]);
}

#[test]
fn without_bonds_nothing_says_that_carol_is_mom() {
    let kin = pool(vec![person(-6, "Mom")], vec![], vec![]);
    let mut loose = named();
    loose.pair_bonds.clear();
    assert_eq!(matched(&kin, &loose).people.pairs, []);
    // A birth says it as well as a bond does.
    let birth =
        Event { person: Some(ItemId(-1)), child: Some(ItemId::SUBJECT), ..Event::new(ItemId(-20), EventKind::Birth) };
    loose.events.push(birth);
    assert_eq!(matched(&kin, &loose).people.pairs, [(0, 0)]);
}

#[test]
fn somebodys_ex_is_found_by_name_and_by_bond() {
    let scored = pool(vec![man(-1, "Jim"), person(-2, "Jim's ex")], vec![], vec![]);
    let divorced =
        Event { person: Some(ItemId(-8)), spouse: Some(ItemId(-9)), ..Event::new(ItemId(-20), EventKind::Divorced) };
    let truth = pool(vec![man(-8, "Jim"), woman(-9, "Linda")], vec![], vec![divorced]);
    assert_eq!(matched(&scored, &truth).people.pairs, [(0, 0), (1, 1)]);
}

#[test]
fn the_subject_listed_as_a_pending_person_is_the_subject() {
    for name in ["Client", "User", "me", "Sarah"] {
        let scored = pool(vec![person(-4, name)], vec![], vec![shift(-5, -4, "1990-06-05")]);
        let truth = pool(vec![], vec![], vec![shift(-9, 1, "1990-06-05")]);
        let found = matched(&scored, &truth);
        assert_eq!(found.events.counts(), Counts::new(1, 0, 0), "{name}");
        assert!(found.id_map.same(ItemId(-4), ItemId::SUBJECT));
        let back = matched(&truth, &scored);
        assert!(back.id_map.same(ItemId::SUBJECT, ItemId(-4)) && back.id_map.same(ItemId::SUBJECT, ItemId(1)));
    }
}

#[test]
fn a_grandmother_of_the_subjects_name_is_not_the_subject() {
    let mut family = named();
    family.people[0] = Person { parents: Some(ItemId(-11)), ..woman(-1, "Carol") };
    family.people.extend([woman(-30, "Sarah"), man(-31, "Max")]);
    family.people.retain(|person| person.id != ItemId::SUBJECT);
    family.people.push(Person { parents: Some(ItemId(-10)), ..Person::new(ItemId::SUBJECT) });
    family.pair_bonds.push(bond(-11, -30, -31));
    let other = pool(vec![person(-1, "maternal grandmother")], vec![], vec![]);
    let at = family.people.iter().position(|person| person.id == ItemId(-30)).unwrap();
    assert_eq!(matched(&other, &family).people.pairs, [(0, at)]);
}

#[test]
fn an_undated_event_never_takes_the_partner_of_a_dated_one() {
    // Undated first in the list; the dated one is six days off. Both could be the truth's one event.
    let scored = pool(vec![], vec![], vec![shift(-5, 1, ""), shift(-6, 1, "1990-06-11")]);
    let truth = pool(vec![], vec![], vec![shift(-9, 1, "1990-06-05")]);
    assert_eq!(matched(&scored, &truth).events.pairs, [(1, 0)]);
    // Alone the undated one matches.
    let scored = pool(vec![], vec![], vec![shift(-5, 1, "")]);
    assert_eq!(matched(&scored, &truth).events.counts(), Counts::new(1, 0, 0));
}

#[test]
fn as_many_dated_pairs_as_possible_are_found_in_any_order() {
    // 5 June fits 1 and 9 June, 13 June fits 9 June only: both pair up, though 9 June is nearest to 5 June.
    let mut scored = pool(vec![], vec![], vec![shift(-5, 1, "1990-06-08"), shift(-6, 1, "1990-06-15")]);
    let truth = pool(vec![], vec![], vec![shift(-8, 1, "1990-06-09"), shift(-9, 1, "1990-06-01")]);
    assert_eq!(matched(&scored, &truth).events.pairs, [(0, 1), (1, 0)]);
    scored.events.reverse();
    assert_eq!(matched(&scored, &truth).events.pairs, [(0, 0), (1, 1)]);
}

#[test]
fn of_two_shifts_at_one_time_those_with_the_same_variables_belong_together() {
    let coded = |id, symptom, relationship| Event {
        anxiety: None,
        symptom,
        relationship,
        relationship_targets: if relationship.is_some() { vec![ItemId(-1)] } else { Vec::new() },
        ..shift(id, 1, "1990-06-05")
    };
    let people = || vec![person(-1, "Bob")];
    let scored = pool(
        people(),
        vec![],
        vec![coded(-5, Some(VariableShift::Up), None), coded(-6, None, Some(RelationshipKind::Distance))],
    );
    let truth = pool(
        people(),
        vec![],
        vec![coded(-8, None, Some(RelationshipKind::Conflict)), coded(-9, Some(VariableShift::Down), None)],
    );
    // The values differ in both pairs: they are measured, not matched by.
    assert_eq!(matched(&scored, &truth).events.pairs, [(0, 1), (1, 0)]);
}

#[test]
fn couples_are_unordered_and_a_birth_is_the_childs() {
    let people = || vec![person(-1, "Ann"), person(-2, "Bob"), person(-3, "Tim")];
    let event = |kind, person: i64, spouse: Option<i64>, child: Option<i64>| Event {
        person: Some(ItemId(person)),
        spouse: spouse.map(ItemId),
        child: child.map(ItemId),
        date_time: Some("1990".to_owned()),
        ..Event::new(ItemId(-40 - person), kind)
    };
    let one = |event: Event| pool(people(), vec![], vec![event]);
    let same = |a: Event, b: Event| matched(&one(a), &one(b)).events.counts() == Counts::new(1, 0, 0);
    use EventKind::{Birth, Married, Moved};
    assert!(same(event(Married, -1, Some(-2), None), event(Married, -2, Some(-1), None)));
    assert!(!same(event(Married, -1, Some(-2), None), event(Married, -1, Some(-3), None)));
    // Slot by slot: who moved with whom.
    assert!(!same(event(Moved, -1, Some(-2), None), event(Moved, -2, Some(-1), None)));
    assert!(same(event(Birth, -1, Some(-2), Some(-3)), event(Birth, -2, None, Some(-3))));
    assert!(!same(event(Birth, -1, None, Some(-3)), event(Birth, -2, None, Some(-3))));
    assert!(!same(event(Birth, -1, Some(-2), Some(-3)), event(Birth, -1, Some(-3), Some(-2))));
}

#[test]
fn a_missing_certainty_is_certain_and_an_open_one_is_not() {
    let read = |json: &str| -> Event { serde_json::from_str(json).unwrap() };
    let far = |event: Event| {
        let truth = pool(vec![], vec![], vec![shift(-9, 1, "1990-06-20")]);
        matched(&pool(vec![], vec![], vec![event]), &truth).events.counts().tp
    };
    assert_eq!(far(read(r#"{"id": -5, "kind": "shift", "person": 1, "dateTime": "1990-06-05"}"#)), 0);
    assert_eq!(
        far(read(r#"{"id": -5, "kind": "shift", "person": 1, "dateTime": "1990-06-05", "dateCertainty": null}"#)),
        1
    );
}

#[test]
fn bonds_and_children_follow_the_people() {
    let mut other = named().clone();
    other.people[1].name = Some("Father".to_owned());
    other.pair_bonds[0] = PairBond { married: Some(true), ..bond(-10, -2, -1) };
    let found = matched(&other, &named());
    assert_eq!(found.pair_bonds.counts(), Counts::new(1, 0, 0));
    assert_eq!(found.child_of.pairs, [(2, 2), (3, 3)]);
    other.people[2].parents = None;
    let found = matched(&other, &named());
    assert_eq!((found.child_of.pairs, found.child_of.truth_unmatched), (vec![(3, 3)], vec![2]));
}

#[test]
fn couples_who_are_all_called_alike_stay_couples() {
    let moms = |ids: [i64; 4]| ids.map(|id| person(id, "Mom")).to_vec();
    let truth = pool(moms([-6, -7, -8, -9]), vec![bond(-20, -6, -9), bond(-21, -7, -8)], vec![]);
    for at in [-1, -2, -3, -4] {
        // What only the scored side tells of one of them takes no bond apart.
        let told = Event { relationship_targets: vec![ItemId(-5)], ..shift(-30, at, "1990") };
        let mut people = moms([-1, -2, -3, -4]);
        people.push(person(-5, "Zed"));
        let scored = pool(people, vec![bond(-10, -1, -3), bond(-11, -2, -4)], vec![told]);
        let found = matched(&scored, &truth);
        assert_eq!((found.people.counts(), found.pair_bonds.counts()), (Counts::new(4, 1, 0), Counts::new(2, 0, 0)));
    }
}

#[test]
fn the_researchers_word_wins_over_names_and_genders() {
    let scored = pool(vec![woman(-1, "Carol"), person(-2, "Bob")], vec![], vec![shift(-5, -1, "1990")]);
    let truth = pool(vec![man(-8, "Zoltan"), person(-9, "Bob")], vec![], vec![shift(-9, -8, "1990")]);
    let with = |map: &[(i64, Stands)]| {
        let map = map.iter().map(|(id, stands)| (ItemId(*id), *stands)).collect();
        match_sides(&of_sarah(&scored), &of_sarah(&truth), &map, &FairSettings::default())
    };
    let found = with(&[(-1, Stands::For(ItemId(-8)))]).unwrap();
    assert_eq!((found.people.pairs, found.events.counts().tp), (vec![(0, 0), (1, 1)], 1));
    let found = with(&[(-2, Stands::ForNobody)]).unwrap();
    assert_eq!((found.people.pairs, found.people.truth_unmatched), (vec![], vec![0, 1]));
    assert_eq!(
        with(&[(-1, Stands::For(ItemId(-9))), (-2, Stands::For(ItemId(-9)))]),
        Err(MapError::TwoToOne { first: ItemId(-2), second: ItemId(-1), truth: ItemId(-9) })
    );
    assert_eq!(with(&[(-7, Stands::ForNobody)]), Err(MapError::UnknownScored(ItemId(-7))));
    assert_eq!(with(&[(-1, Stands::For(ItemId(-7)))]), Err(MapError::UnknownTruth(ItemId(-7))));
}

#[test]
fn a_statement_is_matched_in_the_light_of_the_whole() {
    let scored = pool(vec![person(-1, "Ann")], vec![], vec![]);
    let truth = pool(vec![person(-8, "Ann")], vec![], vec![]);
    let (ready, other) = (Prepared::new(of_sarah(&scored)), Prepared::new(of_sarah(&truth)));
    let whole = Matched::new(&ready, &other, &PersonMap::new(), &FairSettings::default()).unwrap();
    // The statements name Ann by number only.
    let (one, two) =
        (pool(vec![], vec![], vec![shift(-5, -1, "1990")]), pool(vec![], vec![], vec![shift(-9, -8, "1990")]));
    assert_eq!(whole.part(&of_sarah(&one), &of_sarah(&two)).events.counts(), Counts::new(1, 0, 0));
    assert_eq!(matched(&one, &pool(vec![], vec![], vec![shift(-9, 1, "1990")])).events.counts().tp, 0);
}

#[test]
fn every_unmatched_item_says_what_is_nearest_and_what_separates_the_two() {
    let away = Event {
        anxiety: None,
        relationship: Some(RelationshipKind::Away),
        relationship_targets: vec![ItemId::SUBJECT],
        ..shift(-5, -1, "2020-03-02")
    };
    let people = || vec![man(-1, "Michael"), person(-2, "Carol")];
    let scored = pool(people(), vec![bond(-10, -1, -2)], vec![away.clone()]);
    let later = Event { date_time: Some("2021-04-18".to_owned()), ..away.clone() };
    let truth = pool(people(), vec![], vec![later]);
    // From 2 March 2020 to 18 April 2021 are 412 days.
    assert_eq!(
        why(&scored, &truth),
        [
            "Michael → away → Sarah, 2020-03-02: nearest: the same, 412 days apart (limit 7, both certain)",
            "Michael and Carol: there is nothing of this kind on the other side",
            "Michael → away → Sarah, 2021-04-18: nearest: the same, 412 days apart (limit 7, both certain)",
        ]
    );
    let moved = Event { kind: EventKind::Moved, relationship: None, relationship_targets: vec![], ..away.clone() };
    assert_eq!(
        why(&pool(people(), vec![], vec![moved]), &pool(people(), vec![], vec![away.clone()])),
        [
            "Michael → moved, 2020-03-02: nearest: Michael → away → Sarah, 2020-03-02: kind differs (shift)",
            "Michael → away → Sarah, 2020-03-02: nearest: Michael → moved, 2020-03-02: kind differs (moved)",
        ]
    );
    let hers = Event { person: Some(ItemId(-2)), ..away.clone() };
    let of_both = pool(people(), vec![], vec![away.clone(), hers.clone()]);
    assert_eq!(
        why(&of_both, &pool(people(), vec![], vec![away.clone(), shift(-9, -2, "2020-03-02")])),
        Vec::<String>::new(),
        "a shift is a shift, whatever is coded"
    );
    let twice = pool(
        people(),
        vec![],
        vec![away.clone(), Event { id: ItemId(-6), anxiety: Some(VariableShift::Up), ..away.clone() }],
    );
    assert_eq!(
        why(&twice, &pool(people(), vec![], vec![away])),
        ["Michael → anxiety up, away → Sarah, 2020-03-02: nearest: Michael → away → Sarah, 2020-03-02, taken by a \
          better match: Michael → away → Sarah, 2020-03-02"]
    );
}

#[test]
fn an_unmatched_person_says_whether_name_gender_or_relation_separates() {
    let one = |person| pool(vec![person], vec![], vec![]);
    assert_eq!(
        why(&one(woman(-1, "Sam")), &one(man(-9, "Sam"))),
        [
            "Sam: nearest: Sam: gender differs (female here, male there)",
            "Sam: nearest: Sam: gender differs (male here, female there)"
        ]
    );
    // Eight letters, L-C-S "ar": 2 * 2 of 8.
    assert_eq!(
        why(&one(person(-1, "Mark")), &one(person(-9, "Carl")))[0],
        "Mark: nearest: Carl: names 50 % alike (limit 76 %)"
    );
    assert_eq!(why(&one(person(-1, "Aunt")), &one(person(-9, "Mom")))[0], "Aunt: nearest: Mom: another relative");
    assert_eq!(
        why(&one(person(-1, "Mom")), &one(person(-9, "Carol")))[0],
        "Mom: nearest: Carol: nothing says that they have the same place in the family"
    );
    let two = pool(vec![person(-1, "Sam"), person(-2, "Samuel")], vec![], vec![]);
    assert_eq!(why(&two, &one(person(-9, "Sam")))[0], "Samuel: nearest: Sam, taken by a better match: Sam");
    let event = pool(vec![person(-1, "Zoe")], vec![], vec![shift(-5, -1, "1990")]);
    assert_eq!(
        why(&event, &pool(vec![], vec![], vec![]))[1],
        "Zoe → anxiety up, 1990: Zoe is not matched with anybody on the other side"
    );
    let about = Event { date_certainty: Some(DateCertainty::Approximate), ..shift(-5, 1, "1990-06-01") };
    let certain = shift(-9, 1, "1995");
    assert!(
        why(&pool(vec![], vec![], vec![about]), &pool(vec![], vec![], vec![certain]))[0]
            .ends_with("nearest: the same, 1675 days apart (limit 730, approximate here, certain there)")
    );
}
