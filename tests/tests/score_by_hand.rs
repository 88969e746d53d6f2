//! Two small codings whose every figure was worked out on paper, over the real socket, with both matchers.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use sarf_shared::rpc::CodingImportOptions;
use sarf_tests::codings::{options, try_import};
use sarf_tests::harness::World;
use serde_json::{Value, json};

/// A shift on the first of January of a year.
fn shift(id: i64, who: i64, year: u32, variable: &str, value: &str) -> Value {
    json!({ "id": id, "kind": "shift", "person": who, variable: value, "description": "a change",
        "dateTime": format!("{year}-01-01"), "dateCertainty": "certain" })
}

fn move_towards(id: i64, year: u32, kind: &str) -> Value {
    let mut event = shift(id, 1, year, "relationship", kind);
    event["relationshipTargets"] = json!([-1]);
    event
}

fn people(of: &[(i64, &str, &str)]) -> Vec<Value> {
    of.iter().map(|(id, name, gender)| json!({ "id": id, "name": name, "gender": gender })).collect()
}

/// What the model and a coder say of two statements of Olga's:
///
/// |                                    | model          | coder          |
/// |------------------------------------|----------------|----------------|
/// | Irena, Boris, Olga married to Boris| yes            | yes            |
/// | Vera                               |                | yes            |
/// | Olga 2020, anxiety                 | up             | down           |
/// | Irena 2021, symptom                | up             | up             |
/// | Irena dies 2022                    | yes            | yes            |
/// | Olga 2023, relationship to Irena   | distance       | conflict       |
/// | Olga 2015, functioning             | down           |                |
/// | Vera 2018, anxiety                 |                | up             |
fn export() -> String {
    let death = |id: i64| {
        json!({ "id": id, "kind": "death", "person": -1, "description": "died",
        "dateTime": "2022-01-01", "dateCertainty": "certain" })
    };
    let bond = json!({ "id": -3, "person_a": 1, "person_b": -2, "married": true });
    let both = [(-1, "Irena", "female"), (-2, "Boris", "male")];
    let model = [
        json!({ "people": people(&both), "pair_bonds": [bond],
            "events": [shift(-5, 1, 2020, "anxiety", "up"), shift(-6, -1, 2021, "symptom", "up"), death(-7)] }),
        json!({ "events": [move_towards(-8, 2023, "distance"), shift(-9, 1, 2015, "functioning", "down")] }),
    ];
    let coder = [
        json!({ "people": people(&[both[0], both[1], (-4, "Vera", "female")]), "pair_bonds": [bond],
            "events": [shift(-5, 1, 2020, "anxiety", "down"), shift(-6, -1, 2021, "symptom", "up"), death(-7)] }),
        json!({ "events": [move_towards(-8, 2023, "conflict"), shift(-9, -4, 2018, "anxiety", "up")] }),
    ];
    let mut statements = Vec::new();
    for (at, (model, coder)) in (0u64..).zip(model.iter().zip(&coder)) {
        let feedback = json!([{ "id": 5 + at, "auditor_id": "kmora", "feedback_type": "extraction", "approved": true,
            "edited_extraction": coder }]);
        statements.push(json!({ "id": 900 + 2 * at, "order": 1 + 2 * at, "speaker_id": 70, "feedbacks": feedback,
            "text": format!("This is what happened, part {at}."), "pdp_deltas": model }));
        statements.push(json!({ "id": 901 + 2 * at, "order": 2 + 2 * at, "speaker_id": 71, "feedbacks": [],
            "text": "And then?", "pdp_deltas": null }));
    }
    json!({ "id": 41, "summary": "On paper", "discussion_date": "2026-05-04", "synthetic": false, "user_id": 3,
        "speakers": [{ "id": 70, "type": "subject", "name": "Olga" }, { "id": 71, "type": "expert", "name": "Coach" }],
        "statements": statements })
    .to_string()
}

fn world() -> World {
    let world = World::new();
    let daemon = world.start();
    try_import(&world.rpc(), &export(), CodingImportOptions { approve: true, ..options() }).unwrap();
    // It goes on by itself at the next command; nothing is kept from the import.
    daemon.terminate();
    world
}

fn line<'v>(view: &'v Value, name: &str) -> &'v Value {
    view["lines"].as_array().unwrap().iter().find(|line| line["line"] == name).unwrap()
}

/// tp, fp, fn.
#[track_caller]
fn counts(view: &Value, name: &str, expected: [u64; 3]) {
    let found = ["tp", "fp", "fn"].map(|count| line(view, name)["counts"][count].as_u64().unwrap());
    assert_eq!(found, expected, "{name}");
}

fn figure(of: &Value) -> Option<f64> {
    of["figure"].as_f64()
}

#[track_caller]
fn near(found: Option<f64>, expected: f64, what: &str) {
    let found = found.unwrap_or_else(|| panic!("{what} is no figure"));
    assert!((found - expected).abs() < 1e-12, "{what}: {found}, on paper {expected}");
}

/// Precision, recall, F1 of a line.
#[track_caller]
fn ratios(view: &Value, name: &str, expected: [Option<f64>; 3]) {
    for (word, expected) in ["precision", "recall", "f1"].iter().zip(expected) {
        let found = &line(view, name)["pooled"][word];
        match expected {
            Some(expected) => near(figure(found), expected, &format!("{word} of {name}")),
            None => {
                assert!(found["undefined"].is_string() || found["undefined"].is_object(), "{word} of {name}: {found}")
            }
        }
    }
}

fn variable<'v>(view: &'v Value, name: &str) -> &'v Value {
    view["variables"].as_array().unwrap().iter().find(|one| one["variable"] == name).unwrap()
}

/// What both matchers find alike: names, days and people are the same on both sides.
fn counted_on_paper(view: &Value) {
    counts(view, "people", [2, 0, 1]);
    counts(view, "pair_bonds", [1, 0, 0]);
    // Found: Olga 2020, Irena 2021, the death, Olga 2023, whatever their values. Olga 2015 is invented, Vera 2018 missed.
    counts(view, "events", [4, 1, 1]);
    counts(view, "structural", [1, 0, 0]);
    counts(view, "death", [1, 0, 0]);
    counts(view, "shift", [3, 1, 1]);
    counts(view, "aggregate", [7, 1, 2]);
    ratios(view, "people", [Some(1.0), Some(2.0 / 3.0), Some(4.0 / 5.0)]);
    ratios(view, "events", [Some(4.0 / 5.0), Some(4.0 / 5.0), Some(4.0 / 5.0)]);
    ratios(view, "shift", [Some(3.0 / 4.0), Some(3.0 / 4.0), Some(3.0 / 4.0)]);
    ratios(view, "aggregate", [Some(7.0 / 8.0), Some(7.0 / 9.0), Some(14.0 / 17.0)]);
    ratios(view, "birth", [None, None, None]);
    // Of whom a variable is coded: anxiety of Olga by both, of Vera by the coder alone; functioning of Olga by the model.
    counts(view, "symptom_detection", [1, 0, 0]);
    counts(view, "anxiety_detection", [1, 0, 1]);
    counts(view, "relationship_detection", [1, 0, 0]);
    counts(view, "functioning_detection", [0, 1, 0]);
    ratios(view, "anxiety_detection", [Some(1.0), Some(1.0 / 2.0), Some(2.0 / 3.0)]);
    ratios(view, "functioning_detection", [Some(0.0), None, Some(0.0)]);
    // The words of those for whom both code one: up and up; up and down; distance and conflict. Both aim at Irena.
    counts(view, "symptom_value", [1, 0, 0]);
    counts(view, "anxiety_value", [0, 1, 1]);
    counts(view, "relationship_value", [0, 1, 1]);
    counts(view, "relationship_people", [1, 0, 0]);
    counts(view, "functioning_value", [0, 0, 0]);

    // Three matched shifts. Anxiety: down taken for up once, none twice. Agreement 2/3. Cohen: by chance 2/3 * 2/3 = 4/9, so
    // (6 - 4) / (9 - 4). Alpha of six values, none four times: observed 1/3, expected 1 - 12/30, so 1 - 5/9. AC1 of three
    // values used: by chance (4/6 * 2/6 + 2 * 1/6 * 5/6) / 2 = 1/4, so (8 - 3) / (12 - 3).
    // Macro F1 over up, down and none: (0 + 0 + 1) / 3. Relationship is the same with other words.
    for name in ["anxiety", "relationship"] {
        let found = variable(view, name);
        assert_eq!((&found["n"], &found["coded"]), (&json!(3), &json!(1)), "{name}");
        for (word, expected) in [("percent", 2.0 / 3.0), ("kappa", 2.0 / 5.0), ("alpha", 4.0 / 9.0), ("ac1", 5.0 / 9.0)]
        {
            near(found[word]["figure"]["value"].as_f64(), expected, &format!("{word} of {name}"));
        }
        near(figure(&found["macro_f1"]), 1.0 / 3.0, &format!("macro F1 of {name}"));
    }
    // Symptom: up once and none twice, by both: chance 5/9 for kappa, and nothing is left to disagree on.
    for word in ["percent", "kappa", "alpha", "ac1"] {
        near(variable(view, "symptom")[word]["figure"]["value"].as_f64(), 1.0, word);
    }
    // Functioning was coded on a shift that the coder does not have: on the matched ones by nobody.
    for word in ["percent", "kappa", "alpha", "ac1"] {
        assert_eq!(variable(view, "functioning")[word]["undefined"]["why"], "not_coded", "{word}");
    }
    // No statement is coded alike by both.
    assert_eq!((&view["exact"]["part"], &view["exact"]["whole"]), (&json!(0), &json!(2)));
    near(figure(&view["exact"]["value"]), 0.0, "exact");
}

#[test]
fn figures_by_fair_are_those_worked_out_on_paper() {
    let world = world();
    let view = world.sarf(&["f1", "--json"]).ok().json();
    counted_on_paper(&view);
    assert_eq!(view["stamp"]["ruler_words"].as_str().unwrap().split(' ').next(), Some("fair"));
    assert!(line(&view, "people")["published"].is_null());
}

#[test]
fn figures_by_compat_are_those_worked_out_on_paper_with_the_published_ones_beside_them() {
    let world = world();
    let view = world.sarf(&["f1", "--matcher", "compat", "--json"]).ok().json();
    counted_on_paper(&view);
    // One discussion, so the published system figures are its own: F1 of the sums, and 1 where nobody has anything.
    for (name, expected) in [
        ("people", 4.0 / 5.0),
        ("events", 4.0 / 5.0),
        ("structural", 1.0),
        ("shift", 3.0 / 4.0),
        ("pair_bonds", 1.0),
        ("aggregate", 14.0 / 17.0),
    ] {
        near(line(&view, name)["published"].as_f64(), expected, &format!("published {name}"));
    }
    // Its macro F1 has none among the values: symptom (1 + 1) / 2, anxiety and relationship (0 + 0 + 1) / 3, functioning
    // none throughout.
    for (name, expected) in
        [("symptom", 1.0), ("anxiety", 1.0 / 3.0), ("relationship", 1.0 / 3.0), ("functioning", 1.0)]
    {
        near(variable(&view, name)["published"].as_f64(), expected, &format!("published {name}"));
    }
}

#[test]
fn statement_by_statement_the_figures_are_those_worked_out_on_paper() {
    let world = world();
    let view = world.sarf(&["f1", "--per-statement", "--json"]).ok().json();
    // The first: two of three people, three of three events, the bond; the second: one of two events on each side.
    counts(&view, "people", [2, 0, 1]);
    counts(&view, "pair_bonds", [1, 0, 0]);
    counts(&view, "events", [4, 1, 1]);
    counts(&view, "aggregate", [7, 1, 2]);
    // Each by itself: people 2 of 3, so 4/5; the second has the move at Irena of two events each, so 1/2.
    let rows = view["statements"][0]["rows"].as_array().unwrap();
    let f1 = |row: usize, name: &str| {
        let figures = rows[row]["figures"].as_array().unwrap();
        figures.iter().find(|figure| figure["line"] == name).unwrap()["f1"].clone()
    };
    assert_eq!((&rows[0]["statement"], &rows[1]["statement"]), (&json!(1), &json!(3)));
    for (row, name, expected) in
        [(0, "people", 4.0 / 5.0), (0, "events", 1.0), (0, "shift", 1.0), (1, "events", 0.5), (1, "shift", 0.5)]
    {
        near(figure(&f1(row, name)), expected, &format!("{name} of row {row}"));
    }
    assert_eq!(f1(1, "people")["undefined"]["none_coded"], "people", "neither side speaks of anybody new there");
    let told = world.sarf(&["f1", "--per-statement"]).ok().stdout;
    let row = told.lines().find(|line| line.trim_start().starts_with("3  kmora")).unwrap();
    assert_eq!(row.matches(".500").count(), 2, "{told}");
}
