use proptest::prelude::*;
use serde_json::json;

use super::*;

fn good() -> Value {
    json!({
        "name": "Ana Reis", "traits": ["terse"], "attachment_style": "secure",
        "background": "Ana keeps bees.", "presenting_problem": "I can't sleep.",
        "opening_facts": ["ana", "s_sleep"],
        "data_points": [{"category": "mother", "keywords": ["mother"]}],
        "as_of": "2026-05-18",
        "family": {
            "people": [
                {"key": "ana", "name": "Ana Reis", "relation": "self", "gender": "female", "birth": "1980-02-03"},
                {"key": "rosa", "name": "Rosa", "relation": "mother", "gender": "female", "birth": "1950-01-01"},
                {"key": "jose", "name": "José", "relation": "father", "gender": "male", "birth": "1948-01-01", "death": "2020-01-01"},
                {"key": "ines", "name": "Ines", "relation": "maternal grandmother", "gender": "female", "birth": "1925-01-01"}
            ],
            "pair_bonds": [{"id": "b1", "a": "rosa", "b": "jose", "married": true}],
            "events": [
                {"id": "e1", "kind": "birth", "person": "rosa", "spouse": "jose", "child": "ana", "date": "1980-02-03", "certainty": "certain", "description": ""},
                {"id": "e2", "kind": "married", "person": "rosa", "spouse": "jose", "date": "1975-01-01", "certainty": "certain"},
                {"id": "e3", "kind": "death", "person": "jose", "date": "2020-01-01", "certainty": "certain"},
                {"id": "e4", "kind": "divorced", "person": "jose", "spouse": "rosa", "date": "1990-01-01", "certainty": "certain"}
            ],
            "shifts": [
                {"id": "s_sleep", "person": "ana", "date": "2026-01-10", "certainty": "approximate", "description": "Stopped sleeping", "shifted": {"symptom": "up"}},
                {"id": "s2", "person": "ana", "date": "2026-01-10", "certainty": "approximate", "description": "Sided with Rosa", "shifted": {"relationship": {"kind": "inside", "targets": ["rosa"], "triangles": ["ines"]}}}
            ]
        }
    })
}

/// The fields a change makes wrong.
fn fields(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut value = good();
    change(&mut value);
    check(&value, &["Bo Ek".to_owned()]).expect_err("a problem").into_iter().map(|problem| problem.field).collect()
}

fn set(value: &mut Value, pointer: &str, to: Value) {
    *value.pointer_mut(pointer).expect("the test's own path") = to;
}

#[test]
fn a_good_persona_is_read_whole() {
    let text = serde_json::to_vec(&good()).unwrap();
    let persona = read(&text, &["Bo Ek".to_owned()]).unwrap();
    assert_eq!(persona.family.people.len(), 4);
    assert!(problems_of(&persona, &[]).is_empty());
    let mut with_mark = "\u{feff}".as_bytes().to_vec();
    with_mark.extend(text);
    assert!(read(&with_mark, &[]).is_ok());
}

#[test]
fn every_kind_of_fault_is_told_at_its_field() {
    let cases: Vec<(&str, &str, Value)> = vec![
        ("name", "/name", json!("  ")),
        ("name", "/name", json!("bo EK")),
        ("name", "/name", json!(3)),
        ("traits[0]", "/traits/0", json!("chatty")),
        ("traits", "/traits", json!("terse")),
        ("attachment_style", "/attachment_style", json!("loose")),
        ("presenting_problem", "/presenting_problem", json!("")),
        ("opening_facts[1]", "/opening_facts/1", json!("nothing")),
        ("data_points[0].category", "/data_points/0/category", json!("dogs")),
        ("as_of", "/as_of", json!("tomorrow")),
        ("family.people[1].gender", "/family/people/1/gender", json!("f")),
        ("family.people[1].key", "/family/people/1/key", json!("ana")),
        ("family.people[1].relation", "/family/people/1/relation", json!("self")),
        ("family.people", "/family/people/0/relation", json!("sister")),
        ("family.people[2].death", "/family/people/2/death", json!("1930-01-01")),
        ("family.pair_bonds[0].b", "/family/pair_bonds/0/b", json!("nobody")),
        ("family.pair_bonds[0].b", "/family/pair_bonds/0/b", json!("rosa")),
        ("family.pair_bonds[0].married", "/family/pair_bonds/0/married", json!("yes")),
        ("family.pair_bonds[0].id", "/family/pair_bonds/0/id", json!("ana")),
        ("family.events[0].child", "/family/events/0/child", json!("nobody")),
        ("family.events[0].child", "/family/events/0/child", json!("rosa")),
        ("family.events[0].child", "/family/events/0/child", Value::Null),
        ("family.events[0].date", "/family/events/0/date", json!("1981-02-03")),
        ("family.events[0].person", "/family/people/1/birth", json!("1970-01-01")),
        ("family.events[1].spouse", "/family/events/1/spouse", Value::Null),
        ("family.events[1].kind", "/family/events/1/kind", json!("shift")),
        ("family.events[1].date", "/family/events/1/date", json!("2021-01-01")),
        ("family.events[2].date", "/family/events/2/date", json!("2019-01-01")),
        ("family.events[3].date", "/family/events/3/date", json!("1970-01-01")),
        ("family.shifts[0].date", "/family/shifts/0/date", json!("2026-05-19")),
        ("family.shifts[0].date", "/family/shifts/0/date", json!("1970-05-19")),
        ("family.shifts[0].shifted", "/family/shifts/0/shifted", json!({})),
        ("family.shifts[0].shifted.symptom", "/family/shifts/0/shifted", json!({"symptom": "more"})),
        ("family.shifts[0].shifted.mood", "/family/shifts/0/shifted", json!({"mood": "up"})),
        ("family.shifts[1].shifted.relationship.kind", "/family/shifts/1/shifted/relationship/kind", json!("love")),
        (
            "family.shifts[1].shifted.relationship.triangles",
            "/family/shifts/1/shifted/relationship/triangles",
            json!([]),
        ),
        (
            "family.shifts[1].shifted.relationship.targets[0]",
            "/family/shifts/1/shifted/relationship/targets/0",
            json!("x"),
        ),
    ];
    for (field, pointer, to) in cases {
        let found = fields(|value| set(value, pointer, to.clone()));
        assert!(found.iter().any(|found| found == field), "{pointer} = {to}: expected {field}, found {found:?}");
    }
}

#[test]
fn missing_and_unknown_fields_are_told_and_all_problems_come_at_once() {
    let found = fields(|value| {
        value.as_object_mut().unwrap().remove("background");
        set(value, "/attachment_style", json!("loose"));
        set(value, "/family/events/0/child", json!("nobody"));
        value["mood"] = json!("good");
    });
    for field in ["background", "attachment_style", "family.events[0].child", "mood"] {
        assert!(found.iter().any(|found| found == field), "{field} not in {found:?}");
    }
}

#[test]
fn two_generations_are_too_few() {
    let found = fields(|value| set(value, "/family/people/3/relation", json!("mother's sister")));
    assert_eq!(found, ["family.people"]);
}

#[test]
fn a_file_that_is_no_persona_is_refused_in_words() {
    let what = |bytes: &[u8]| read(bytes, &[]).unwrap_err()[0].what.clone();
    let text = serde_json::to_string(&good()).unwrap();
    assert!(what(b" \n").contains("empty"));
    assert!(what(&text.as_bytes()[..text.len() / 2]).contains("breaks off"));
    assert!(what(&[b'{', 0xff, 0xfe]).contains("UTF-8"));
    assert!(what(b"hello").contains("not JSON"));
    assert!(what(b"[]").contains("object"));
    assert!(what(&vec![b' '; MOST_BYTES + 1]).contains("at most"));
    let twice = text.replacen("\"name\":", "\"name\":\"Eva\",\"name\":", 1);
    assert_eq!(read(twice.as_bytes(), &[]).unwrap_err()[0].field, "name");
}

#[test]
fn the_schema_names_every_field_the_check_requires() {
    let schema = serde_json::to_string(&schema()).unwrap();
    for field in ["presenting_problem", "attachment_style", "data_points", "shifted", "opening_facts"] {
        assert!(schema.contains(field), "{field}");
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic_and_a_cut_file_never_passes(cut in 0usize..3000, bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let text = serde_json::to_vec(&good()).unwrap();
        let part = &text[..cut.min(text.len() - 1)];
        prop_assert!(read(part, &[]).is_err());
        let _ = read(&bytes, &[]);
    }

    #[test]
    fn a_null_anywhere_is_a_problem_or_an_optional_field_and_never_a_panic(at in 0usize..400) {
        let mut pointers = Vec::new();
        collect(&good(), String::new(), &mut pointers);
        let pointer = pointers[at % pointers.len()].clone();
        let mut value = good();
        *value.pointer_mut(&pointer).unwrap() = Value::Null;
        let optional = ["/birth", "/death", "/spouse", "/child"].iter().any(|end| pointer.ends_with(end));
        if !optional {
            prop_assert!(check(&value, &[]).is_err(), "{}", pointer);
        }
    }
}

fn collect(value: &Value, path: String, into: &mut Vec<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(name, value)| collect(value, format!("{path}/{name}"), into)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(at, value)| collect(value, format!("{path}/{at}"), into))
        }
        _ => into.push(path),
    }
}

#[test]
fn a_name_is_one_line_of_bearable_length_and_unique_whatever_its_spaces_and_capitals() {
    for name in ["A\u{1b}[31mB", "two\nlines", "tab\there", &"x".repeat(121)] {
        assert_eq!(fields(|v| set(v, "/name", json!(name))), ["name"], "{name:?}");
        assert_eq!(fields(|v| set(v, "/family/people/1/name", json!(name))), ["family.people[1].name"], "{name:?}");
    }
    assert_eq!(fields(|v| set(v, "/name", json!("  bo   EK "))), ["name"], "another persona has it");
    let mut spaced = good();
    set(&mut spaced, "/name", json!("  Ana   Reis "));
    assert_eq!(check(&spaced, &[]).unwrap().name, "Ana Reis");
    set(&mut spaced, "/name", json!("x".repeat(120)));
    assert!(check(&spaced, &[]).is_ok(), "the longest name");
}

#[test]
fn a_client_of_a_thousand_years_is_told_and_an_ancestor_whose_death_nobody_dated_is_not() {
    assert_eq!(fields(|v| set(v, "/as_of", json!("2999-01-01"))), ["family.people[0].birth"]);
    let mut old = good();
    set(&mut old, "/family/people/3/birth", json!("1880-01-01"));
    assert!(check(&old, &[]).is_ok());
}

#[test]
fn what_is_no_persona_at_all_is_told_once_and_the_known_fields_once() {
    assert_eq!(check(&json!([good()]), &[]).unwrap_err().len(), 1);
    assert_eq!(check(&json!(null), &[]).unwrap_err().len(), 1);
    assert_eq!(fields(|v| set(v, "/family", json!([]))), ["family"]);
    let told: Vec<String> =
        check(&json!({"x": 1, "y": 2, "z": 3}), &[]).unwrap_err().iter().map(ToString::to_string).collect();
    assert_eq!(told.iter().filter(|line| line.contains("is not a field")).count(), 3, "{told:#?}");
    assert_eq!(told.iter().filter(|line| line.contains("known are")).count(), 1, "{told:#?}");
}
