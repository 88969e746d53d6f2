//! Agreement of stored codings over the socket: tables against figures worked out by hand, the long file read back, and words
//! where there is nothing to count.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use std::collections::{BTreeMap, BTreeSet};

use sarf_shared::dialogue::Speaker;
use sarf_shared::discussion::DiscussionId;
use sarf_shared::family::Event;
use sarf_tests::codings::{file, options, talk, try_import};
use sarf_tests::harness::{Rpc, World};
use sarf_tests::reference::reference;
use serde_json::{Value, json};

/// A shift of the client on the first of January of a year.
fn event(id: i64, year: u32, variable: &str, value: &str) -> Value {
    json!({ "id": id, "kind": "shift", "person": 1, variable: value, "description": "a change",
        "dateTime": format!("{year}-01-01"), "dateCertainty": "certain" })
}

/// Imports a coder's events: those of the first of the client's statements, then those of the second.
fn code(rpc: &Rpc, id: DiscussionId, coder: &str, first: &[Value], second: &[Value]) {
    let said = rpc.statements(id);
    let mut numbers = said.iter().filter(|one| one.speaker == Speaker::Subject).map(|one| one.number);
    let (one, two) = (numbers.next().unwrap(), numbers.next().unwrap());
    let statements = [(one, json!({ "events": first })), (two, json!({ "events": second }))];
    try_import(rpc, &file(id, coder, &statements).to_string(), options()).unwrap();
}

/// Ann and Ben find four shifts in anxiety both, years apart; Ann finds one in symptom that Ben does not.
fn ann_and_ben(rpc: &Rpc, id: DiscussionId) {
    let ann = [event(-1, 2019, "anxiety", "up"), event(-2, 2012, "anxiety", "up"), event(-5, 1980, "symptom", "up")];
    code(rpc, id, "ann", &ann, &[event(-3, 2005, "anxiety", "down"), event(-4, 1995, "anxiety", "same")]);
    let ben = [event(-1, 2012, "anxiety", "down"), event(-2, 2019, "anxiety", "up")];
    code(rpc, id, "ben", &ben, &[event(-3, 1995, "anxiety", "same"), event(-4, 2005, "anxiety", "down")]);
}

#[track_caller]
fn variable(section: &Value, rated: &str) -> Value {
    let all = section["variables"].as_array().unwrap();
    all.iter().find(|one| one["rated"] == rated && one["kind"].is_null()).unwrap().clone()
}

#[track_caller]
fn near(found: &Value, expected: f64) {
    let found = found["value"].as_f64().unwrap_or_else(|| panic!("{found} is no figure"));
    assert!((found - expected).abs() < 1e-9, "{found}, not {expected}");
}

/// Krippendorff's nominal alpha of a variable of a long file, worked out from its rows by itself.
fn alpha_of_rows(csv: &str, variable: &str) -> f64 {
    let mut units: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in csv.lines().skip(1) {
        let [unit, _, rated, value] = row.split(',').collect::<Vec<_>>()[..] else { panic!("{row}") };
        if rated == variable {
            units.entry(unit).or_default().push(value);
        }
    }
    units.retain(|_, values| values.len() >= 2);
    let n: f64 = units.values().map(|values| values.len() as f64).sum();
    let mut counts: BTreeMap<&str, f64> = BTreeMap::new();
    units.values().flatten().for_each(|value| *counts.entry(value).or_default() += 1.0);
    let differ = |values: &Vec<&str>| {
        let pairs = values.iter().map(|a| values.iter().filter(|b| *b != a).count()).sum::<usize>();
        pairs as f64 / (values.len() as f64 - 1.0)
    };
    let observed = units.values().map(differ).sum::<f64>() / n;
    let expected = 1.0 - counts.values().map(|count| count * (count - 1.0)).sum::<f64>() / (n * (n - 1.0));
    1.0 - observed / expected
}

#[test]
fn two_coders_agree_as_far_as_the_hand_finds() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    let id = talk(&rpc);
    ann_and_ben(&rpc, id);
    let told = world.sarf(&["agreement", "--json"]).ok().json();
    // Finding: 4 both, 1 Ann only: F1 = 8 / 9.
    let lines = told["finding"]["humans"].as_array().unwrap();
    let events = lines.iter().find(|line| line["line"] == "events").unwrap();
    assert_eq!(events["counts"], json!({ "tp": 4, "fp": 1, "fn": 0 }), "{events}");
    near(&events["f1"], 8.0 / 9.0);
    // Values of the four: up/up, up/down, down/down, same/same. Agreement 3/4. Cohen: chance (2*1 + 1*2 + 1*1) / 16 = 5/16,
    // so (12 - 5) / (16 - 5). Alpha of 8 values, up 3, down 3, same 2: observed 1/4, expected 1 - (6 + 6 + 2) / 56 = 3/4,
    // so 1 - 1/3. Fleiss: chance (9 + 9 + 4) / 64, so (48 - 22) / (64 - 22).
    let anxiety = variable(&told["values"][0], "anxiety");
    assert_eq!(anxiety["humans"]["n"], 4);
    near(&anxiety["humans"]["percent"], 0.75);
    near(&anxiety["pairs"][0]["kappa"], 7.0 / 11.0);
    near(&anxiety["humans"]["alpha"], 2.0 / 3.0);
    near(&anxiety["humans"]["fleiss"], 26.0 / 42.0);
    // AC1: shares 3/8, 3/8, 2/8 of three values used, chance (15 + 15 + 12) / 64 / 2 = 21/64, so (48 - 21) / (64 - 21).
    near(&anxiety["humans"]["ac1"], 27.0 / 43.0);
    // The symptom was found by Ann alone, on an item Ben does not have.
    assert_eq!(variable(&told["values"][0], "symptom")["humans"]["alpha"]["words"], "not coded");
    let text = world.sarf(&["agreement"]).ok();
    for words in [".889", ".636", ".667", ".619", "75 %", "not coded", "ann–ben", "prove little"] {
        assert!(text.stdout.contains(words), "{words}\n{text}");
    }
    assert!(text.stdout.lines().all(|line| line.chars().count() <= 80), "{text}");
}

#[test]
fn a_generated_discussion_coded_by_two_and_approved_has_both_tables_as_the_hand_finds_them() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    rpc.generate(1, 4, 5, true);
    rpc.settle();
    let id = DiscussionId(1);
    let model: Vec<_> = rpc.statements(id).into_iter().filter_map(|said| said.coding).map(|it| it.deltas).collect();
    ann_and_ben(&rpc, id);
    world.sarf(&["gt", "approve", "1", "--coder", "ann"]).ok();
    // Agreement is theirs alone, so it is what it is on any talk: see above.
    let told = world.sarf(&["agreement", "--with-model", "--json"]).ok().json();
    let anxiety = variable(&told["values"][0], "anxiety");
    near(&anxiety["humans"]["percent"], 3.0 / 4.0);
    near(&anxiety["pairs"][0]["kappa"], 7.0 / 11.0);
    near(&anxiety["humans"]["alpha"], 2.0 / 3.0);
    near(&anxiety["humans"]["fleiss"], 26.0 / 42.0);
    near(&anxiety["humans"]["ac1"], 27.0 / 43.0);
    // The truth is Ann's two statements, five shifts of the client, on days of which the model says nothing: of its events
    // in these two statements (an edit is not another one) none is found.
    let days: Vec<String> = [2019, 2012, 1980, 2005, 1995].map(|year| format!("{year}-01-01")).to_vec();
    let told_then = |event: &&Event| event.date_time.as_ref().is_some_and(|date| days.contains(date));
    assert_eq!(model.iter().flat_map(|deltas| &deltas.events).filter(told_then).count(), 0, "another seed is wanted");
    let ids: BTreeSet<i64> = model.iter().take(2).flat_map(|deltas| &deltas.events).map(|event| event.id.0).collect();
    let f1 = world.sarf(&["f1", "--matcher", "fair", "--json"]).ok().json();
    let events = f1["lines"].as_array().unwrap().iter().find(|line| line["line"] == "events").unwrap();
    assert_eq!(events["counts"], json!({ "tp": 0, "fp": ids.len(), "fn": 5 }), "{events}");
    assert_eq!(events["pooled"]["f1"]["figure"], 0.0);
    assert_eq!(events["pooled"]["recall"]["figure"], 0.0);
}

#[test]
fn a_third_coder_with_a_gap_and_the_model_apart() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    let id = talk(&rpc);
    ann_and_ben(&rpc, id);
    let cy = [event(-1, 2019, "anxiety", "up"), event(-2, 2012, "anxiety", "up")];
    code(&rpc, id, "cy", &cy, &[event(-3, 1995, "anxiety", "same")]);
    let told = world.sarf(&["agreement", "--json"]).ok().json();
    // up/up/up, up/down/up, down/down/gap, same/same/same. 11 values: up 5, down 3, same 3. Observed: unit 2 has 4 ordered
    // pairs that differ, by 2 is 2, of 11. Expected 1 - (20 + 6 + 6) / 110 = 78/110. Alpha = 1 - 20/78.
    let anxiety = variable(&told["values"][0], "anxiety");
    near(&anxiety["humans"]["alpha"], 58.0 / 78.0);
    // Without Cy it is the alpha of Ann and Ben.
    let left_out = anxiety["left_out"].as_array().unwrap();
    let without_cy = left_out.iter().find(|one| one["coder"]["name"] == "cy").unwrap();
    near(&without_cy["alpha"], 2.0 / 3.0);
    // Choosing two coders is the table of the two.
    let two = world.sarf(&["agreement", "--coder", "ann,ben", "--json"]).ok().json();
    near(&variable(&two["values"][0], "anxiety")["humans"]["alpha"], 2.0 / 3.0);

    world.sarf(&["extract", &id.to_string(), "--wait"]).ok();
    let beside = world.sarf(&["agreement", "--with-model", "--json"]).ok().json();
    assert_eq!(beside["raters"].as_array().unwrap().len(), 4);
    assert_eq!(beside["models"].as_array().unwrap().len(), 1);
    assert_eq!(beside["finding"]["humans"], told["finding"]["humans"], "the people's figures stay theirs");
    for (with, without) in beside["values"][0]["variables"]
        .as_array()
        .unwrap()
        .iter()
        .zip(told["values"][0]["variables"].as_array().unwrap())
    {
        assert_eq!(with["humans"], without["humans"]);
    }
    assert!(world.sarf(&["agreement", "--with-model"]).ok().stdout.contains("never counted among the people"));
}

#[test]
fn the_long_file_read_back_gives_the_same_figures() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    ann_and_ben(&rpc, talk(&rpc));
    let csv = world.sarf(&["agreement", "--csv"]).ok().stdout;
    assert!((alpha_of_rows(&csv, "anxiety") - 2.0 / 3.0).abs() < 1e-9, "{csv}");
    let path = world.path("long.csv");
    std::fs::write(&path, &csv).unwrap();
    let told = world.sarf(&["agreement", "--json"]).ok().json();
    let read = world.sarf(&["agreement", path.to_str().unwrap(), "--json"]).ok().json();
    for rated in ["symptom", "anxiety", "relationship", "functioning", "date_certainty"] {
        let (stored, again) = (variable(&told["values"][0], rated), variable(&read["values"][0], rated));
        for figure in ["percent", "alpha", "ac1", "fleiss"] {
            let (a, b) = (&stored["humans"][figure], &again["humans"][figure]);
            assert_eq!((&a["value"], &a["words"]), (&b["value"], &b["words"]), "{rated} {figure}");
        }
    }
    // The control: another value in the file is another figure.
    std::fs::write(&path, csv.replacen("ann,anxiety,down", "ann,anxiety,up", 1)).unwrap();
    let other = world.sarf(&["agreement", path.to_str().unwrap(), "--json"]).ok().json();
    assert_ne!(variable(&other["values"][0], "anxiety")["humans"], variable(&read["values"][0], "anxiety")["humans"]);
    std::fs::write(&path, "unit,coder,variable,value\n1/2#1,ann,anxiety,upp\n").unwrap();
    world.sarf(&["agreement", path.to_str().unwrap()]).ended(7).says("line 2").says("upp");
}

#[test]
fn where_there_is_nothing_to_count_words_say_so() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    world.sarf(&["agreement"]).ended(4).says("nobody has coded");
    let alone = talk(&rpc);
    world.sarf(&["agreement", &alone.to_string()]).ended(4).says("nobody has coded");
    code(&rpc, alone, "ann", &[event(-1, 2019, "anxiety", "up")], &[]);
    world.sarf(&["agreement", "--json"]).ok().says("nobody to agree with");
    world.sarf(&["agreement"]).ok().says("One human coded");

    // Twice the same: everybody says up throughout.
    let same = talk(&rpc);
    for coder in ["ann", "ben"] {
        let events = [event(-1, 2019, "anxiety", "up"), event(-2, 1999, "anxiety", "up")];
        code(&rpc, same, coder, &events, &[]);
    }
    let told = world.sarf(&["agreement", &same.to_string(), "--json"]).ok().json();
    let anxiety = variable(&told["values"][0], "anxiety");
    assert_eq!(anxiety["humans"]["alpha"]["words"], "all agree (no variation)");
    near(&anxiety["humans"]["percent"], 1.0);
    assert_eq!(variable(&told["values"][0], "symptom")["humans"]["alpha"]["words"], "not coded");
    let lines = told["finding"]["humans"].as_array().unwrap();
    near(&lines.iter().find(|line| line["line"] == "events").unwrap()["f1"], 1.0);

    // One item alone is too few; one coder who found nothing is told of.
    let small = talk(&rpc);
    code(&rpc, small, "ann", &[event(-1, 2019, "anxiety", "up")], &[]);
    code(&rpc, small, "ben", &[event(-1, 2019, "anxiety", "down")], &[]);
    world.sarf(&["agreement", &small.to_string()]).ok().says("n too small (n = 1)");
    let nothing = talk(&rpc);
    code(&rpc, nothing, "ann", &[event(-1, 2019, "anxiety", "up")], &[]);
    code(&rpc, nothing, "ben", &[], &[]);
    let text = world.sarf(&["agreement", &nothing.to_string()]).ok();
    assert!(text.stdout.contains("ben coded 2 statements and found no event"), "{text}");
    assert!(!text.stdout.contains("NaN"), "{text}");
}

#[test]
fn the_public_codings_have_an_alpha_an_interval_and_a_word_of_caution() {
    let Some(reference) = reference("the public codings") else { return };
    let path = reference.join("results/irr_normalised_codings.json");
    let world = World::new();
    let told = world.sarf(&["agreement", path.to_str().unwrap(), "--json"]).ok().json();
    assert_eq!((told["raters"].as_array().unwrap().len(), &told["sample"]["shared"]), (4, &json!(12)));
    // The kappas that were worked out by hand beside the file.
    let recorded: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    for rated in ["symptom", "anxiety", "relationship", "functioning"] {
        let derived = &recorded["derived_by_us"][rated];
        let all = told["presence"].as_array().unwrap();
        let found = all.iter().find(|one| one["rated"] == rated).unwrap();
        near(&found["humans"]["fleiss"], derived["fleiss_kappa_presence"].as_f64().unwrap());
        for pair in found["pairs"].as_array().unwrap() {
            let number = |side: &str| pair[side]["name"].as_str().unwrap().replace("coder_", "");
            let key = format!("{}-{}", number("a"), number("b"));
            near(&pair["kappa"], derived["cohen_kappa_presence_pairs"][&key].as_f64().unwrap());
        }
        let alpha = &variable(&told["values"][0], rated)["humans"]["alpha"];
        assert!(alpha["value"].is_number() && alpha["interval"].is_object(), "{rated} {alpha}");
    }
    let text = world.sarf(&["agreement", path.to_str().unwrap()]).ok();
    assert!(text.stdout.contains("12 statements prove little"), "{text}");
    assert!(text.stdout.lines().all(|line| line.chars().count() <= 80), "{text}");
    assert_eq!(world.holder(), None, "no background service was started for a file");
}
