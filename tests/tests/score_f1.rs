//! F1 on the real program: a generated discussion, two coders' codings, approved; figures worked out by hand.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use sarf_shared::discussion::DiscussionId;
use sarf_shared::rpc::AgreementRequest;
use sarf_shared::scoring::agreement::Coder;
use sarf_tests::codings::{file, options, try_approve, try_import};
use sarf_tests::harness::World;
use serde_json::{Value, json};

fn line<'v>(view: &'v Value, name: &str) -> &'v Value {
    view["lines"].as_array().unwrap().iter().find(|line| line["line"] == name).unwrap()
}

/// True positives, false positives, false negatives of a line.
fn counts(view: &Value, name: &str) -> [u64; 3] {
    ["tp", "fp", "fn"].map(|count| line(view, name)["counts"][count].as_u64().unwrap())
}

fn f1(view: &Value, name: &str) -> f64 {
    line(view, name)["pooled"]["f1"]["figure"].as_f64().unwrap()
}

/// A world with discussion 1, coded by the model (r1) and by two coders: ben says what the model said, ann in her first
/// statement one person and one shift of that person more.
fn coded() -> World {
    let world = World::new();
    world.sarf(&["generate", "--turns", "4", "--seed", "5", "--offline", "--wait"]).ok();
    let rpc = world.rpc();
    let said = rpc.statements(DiscussionId(1));
    let model: Vec<(u32, Value)> = (said.iter())
        .filter_map(|one| Some((one.number, serde_json::to_value(&one.coding.as_ref()?.deltas).unwrap())))
        .collect();
    assert!(model.len() >= 3, "the subject's statements are coded");
    let mut more = model.clone();
    let first = &mut more[0].1;
    first["people"].as_array_mut().unwrap().push(json!({ "id": -901, "name": "Zebulon", "gender": "male" }));
    first["events"].as_array_mut().unwrap().push(json!({ "id": -902, "kind": "shift", "person": -901,
        "anxiety": "up", "description": "worried", "dateTime": "1901-05-01", "dateCertainty": "certain" }));
    for (coder, statements) in [("ben", &model), ("ann", &more)] {
        try_import(&rpc, &file(DiscussionId(1), coder, statements).to_string(), options()).unwrap();
    }
    world
}

fn approve(world: &World, coder: &str) {
    try_approve(&world.rpc(), DiscussionId(1), &coder.parse().unwrap(), true).unwrap();
}

#[test]
fn figures_are_those_worked_out_by_hand_whatever_was_asked_before() {
    let world = coded();
    world.sarf(&["f1"]).ended(4).says("sarf gt approve DISCUSSION --coder NAME");
    world.sarf(&["f1", "7"]).ended(3);
    world.sarf(&["f1", "--run", "r77"]).ended(3);
    world.sarf(&["f1", "--truth", "v7"]).ended(3);
    world.sarf(&["f1", "--provenance", "constructed,blind"]).ended(2).says("never mixed");

    // v1 is ben's: word for word the model's, so everything is found and nothing is invented.
    approve(&world, "ben");
    let same = world.sarf(&["f1", "--json"]).ok().json();
    for name in ["people", "events", "shift"] {
        let [tp, fp, fn_] = counts(&same, name);
        assert!(tp > 0 && fp == 0 && fn_ == 0, "{name} {same}");
        assert_eq!(f1(&same, name), 1.0, "{name}");
    }
    assert_eq!(same["exact"]["value"]["figure"].as_f64(), Some(1.0));
    assert_eq!(same["stamp"]["truth"]["versions"], json!(["v1"]));
    assert_eq!(same["stamp"]["engines"][0]["runs"], json!(["r1"]));

    // v2 is ann's: one person and one shift more. With P people and S shifts of the model, all right:
    // people P/P and P/(P+1), F1 = 2P/(2P+1); shifts likewise; structural events as before.
    approve(&world, "ann");
    let less = world.sarf(&["f1", "--json"]).ok().json();
    for name in ["people", "shift", "events"] {
        let [tp, ..] = counts(&same, name);
        assert_eq!(counts(&less, name), [tp, 0, 1], "{name}");
        let by_hand = 2.0 * tp as f64 / (2.0 * tp as f64 + 1.0);
        assert!((f1(&less, name) - by_hand).abs() < 1e-12, "{name}");
        assert_eq!(line(&less, name)["pooled"]["precision"]["figure"].as_f64(), Some(1.0));
    }
    assert_eq!(counts(&less, "structural"), counts(&same, "structural"));
    let compat = world.sarf(&["f1", "--matcher", "compat", "--json"]).ok().json();
    // The person has a name of her own, so the published method misses just the same.
    assert_eq!(counts(&compat, "people")[2], 1);
    assert!(line(&compat, "people")["published"].is_number());
    assert!(line(&less, "people").get("published").is_none());

    // The truth as it was, and a filter that leaves nothing.
    let was = world.sarf(&["f1", "--truth", "v1", "--json"]).ok().json();
    assert_eq!(was["lines"], same["lines"]);
    world.sarf(&["f1", "--provenance", "adjudicated"]).ended(4).says("no ground truth that fits");
    world.sarf(&["f1", "--real"]).ended(4);

    // Served from what was kept, it equals what a new life computes from nothing.
    let asked: [&[&str]; 3] =
        [&["f1", "--json"], &["f1", "--per-statement", "--json"], &["f1", "--truth", "v1", "--json"]];
    let kept: Vec<String> = asked.iter().map(|words| world.sarf(words).ok().stdout).collect();
    world.sarf(&["daemon", "restart"]).ok();
    for (words, kept) in asked.iter().zip(&kept) {
        assert_eq!(&world.sarf(words).ok().stdout, kept, "{words:?}");
    }
    // A deleted discussion is in no table.
    world.sarf(&["delete", "1", "--yes"]).ok();
    world.sarf(&["f1"]).ended(4);
}

#[test]
fn what_was_missed_is_told_with_the_reason_and_rows_are_read_back() {
    let world = coded();
    approve(&world, "ann");
    let told = world.sarf(&["f1", "--explain"]).ok().says("missed (2)").says("invented (0)").says("Zebulon");
    assert!(told.stdout.lines().all(|line| line.chars().count() <= 80), "{told}");
    assert!(!told.stdout.contains('\u{1b}') && !told.stdout.contains("NaN"), "{told}");
    let json = world.sarf(&["f1", "--explain", "--json"]).ok().json();
    let unmatched = json["unmatched"].as_array().unwrap();
    assert!(unmatched.iter().all(|one| one["outcome"] == "fn" && one["why"].is_string()), "{json}");

    let rows = world.sarf(&["f1", "--csv"]).ok().stdout;
    let mut rows = rows.lines();
    let head: Vec<&str> = rows.next().unwrap().split(',').collect();
    let people: Vec<&str> = rows.find(|row| row.starts_with("system,,,people,")).unwrap().split(',').collect();
    let cell = |name: &str| people[head.iter().position(|column| *column == name).unwrap()];
    assert_eq!(cell("fn"), "1");
    assert_eq!(cell("f1").parse::<f64>().unwrap(), f1(&json, "people"), "every digit");
    assert_eq!((cell("truth"), cell("runs"), cell("ruler")), ("v1", "r1", "fair v1"));
}

#[test]
fn a_run_made_again_is_compared_and_has_its_place_in_the_history() {
    let world = coded();
    approve(&world, "ann");
    world.sarf(&["extract", "1", "--wait"]).ok();
    let compared = world.sarf(&["f1", "compare", "r1", "r2", "--json"]).ok().json();
    // The offline engine codes alike twice, so nothing is fixed and nothing broken.
    assert_eq!((compared["fixed"]["total"].as_u64(), compared["broken"]["total"].as_u64()), (Some(0), Some(0)));
    world.sarf(&["f1", "compare", "r1", "r2"]).ok().says("perm p");
    world.sarf(&["f1", "compare", "r1", "r9"]).ended(3);
    let history = world.sarf(&["f1", "history", "--json"]).ok().json();
    let points = history["points"].as_array().unwrap();
    assert_eq!(points.iter().map(|point| point["runs"][0].as_str().unwrap()).collect::<Vec<_>>(), ["r1", "r2"]);
    assert_eq!(points[0]["figures"], points[1]["figures"]);
    world.sarf(&["f1", "history"]).ok().says("scored now");
}

#[test]
fn coders_agree_as_far_as_they_found_the_same() {
    let world = coded();
    let rpc = world.rpc();
    let report = rpc.ask(|client, context| async move {
        client.agreement(context, AgreementRequest { model: true, units: true, ..AgreementRequest::default() }).await
    });
    let coders: Vec<Coder> = report.raters.iter().map(|rater| rater.coder.clone()).collect();
    assert_eq!(coders[..2], [Coder::human("ann"), Coder::human("ben")]);
    assert!(coders.len() == 3 && !coders[2].is_human(), "the model is kept apart: {coders:?}");
    // Ann found one event more than ben, who found what the model found.
    assert_eq!(report.raters[0].events, report.raters[1].events + 1);
    assert_eq!(report.raters[1].events, report.raters[2].events);
    assert_eq!(report.sample.matched, report.raters[1].events);
}
