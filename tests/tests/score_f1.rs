//! F1 on the real program: a generated discussion, two coders' codings, approved; figures worked out by hand.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use sarf_shared::discussion::{DiscussionId, RunId};
use sarf_shared::family::Variable;
use sarf_shared::rpc::{
    AgreementRequest, ApiError, ConfusionCell, ItemsRequest, Outcome, PageRequest, Resampling, ScoreFilter,
    ScoredChoice, ScoredItem,
};
use sarf_shared::scoring::agreement::Coder;
use sarf_shared::scoring::f1::{Figure, Line};
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
    let people: Vec<&str> = rows.find(|row| row.starts_with("system,,,people,f1,")).unwrap().split(',').collect();
    let cell = |name: &str| people[head.iter().position(|column| *column == name).unwrap()];
    assert_eq!(cell("fn"), "1");
    assert_eq!(cell("value").parse::<f64>().unwrap(), f1(&json, "people"), "every digit");
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
fn what_was_before_the_shown_runs_is_told_with_the_difference_and_nothing_where_nothing_was_before() {
    let world = coded();
    approve(&world, "ann");
    let rpc = world.rpc();
    let previous = |filter: ScoreFilter| {
        rpc.ask(|client, context| async move { client.f1_previous(context, filter, Resampling::default()).await })
    };
    assert_eq!(previous(ScoreFilter::default()), None, "r1 is the first");
    world.sarf(&["extract", "1", "--wait"]).ok();
    let found = previous(ScoreFilter::default()).unwrap();
    assert_eq!((found.runs.clone(), found.discussions, found.repetition), (vec![RunId(1)], 1, 1));
    let people = found.differences.iter().find(|one| one.figure == Figure::F1(Line::People)).unwrap();
    // The offline engine codes alike twice: the same figure in both, and nothing to test.
    assert_eq!((people.old, people.difference.figure()), (people.new, Some(0.0)));
    assert_eq!(people.test.p(), None);
    // Of r1 alone, which is chosen by the filter, nothing was before.
    let first = ScoreFilter { scored: ScoredChoice::Runs(vec![RunId(1)]), ..ScoreFilter::default() };
    assert_eq!(previous(first), None);
}

#[test]
fn the_items_of_a_cell_of_a_confusion_matrix_are_as_many_as_the_cell_says_and_people_have_names() {
    let world = coded();
    approve(&world, "ann");
    let rpc = world.rpc();
    let all = PageRequest { offset: 0, limit: 200 };
    let view = rpc
        .ask(|client, context| async move { client.f1(context, ScoreFilter::default(), Resampling::NONE, all).await });
    let mut seen = 0;
    for one in &view.variables {
        let labels = &one.confusion.labels;
        for (truth, row) in labels.iter().zip(&one.confusion.cells) {
            for (scored, n) in labels.iter().zip(row) {
                let request = ItemsRequest {
                    filter: ScoreFilter::default(),
                    discussion: None,
                    statement: None,
                    line: Line::Shift,
                    outcomes: vec![Outcome::Found],
                    cell: Some(ConfusionCell { variable: one.variable, truth: truth.clone(), scored: scored.clone() }),
                };
                let page = rpc.ask(|client, context| async move { client.f1_items(context, request, all).await });
                assert_eq!((u64::from(page.total), page.items.len() as u64), (*n, *n), "{truth} as {scored}");
                for side in page.items.iter().flat_map(|item| [&item.scored, &item.truth]).flatten() {
                    let ScoredItem::Event(event) = &side.item else { panic!("{side:?}") };
                    let who = side.name_of(event.person.unwrap()).unwrap();
                    assert!(side.sentence.contains(who), "{who}: {}", side.sentence);
                    seen += 1;
                }
            }
        }
    }
    // ben's and the model's shifts are the same ones, so every one is in one cell of each of the four variables.
    let shifts = view.lines.iter().find(|line| line.line == Line::Shift).unwrap().counts.tp;
    assert!(shifts > 0);
    assert_eq!(seen, shifts * 4 * 2);
    let wrong = ItemsRequest {
        filter: ScoreFilter::default(),
        discussion: None,
        statement: None,
        line: Line::People,
        outcomes: Vec::new(),
        cell: Some(ConfusionCell { variable: Variable::Symptom, truth: "sideways".into(), scored: "up".into() }),
    };
    let refused = rpc.call(|client, context| async move { client.f1_items(context, wrong, all).await }).unwrap();
    let Err(ApiError::Invalid { problems }) = refused else { panic!("{refused:?}") };
    assert_eq!(problems.len(), 2, "{problems:?}");
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
