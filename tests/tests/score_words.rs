//! Where a figure is not defined there are words: no corpus, however thin, makes a command print a NaN, an infinity, or
//! nothing at all.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use sarf_tests::codings::{file, options, shift, talk, try_approve, try_import};
use sarf_tests::harness::{Ran, Rpc, World};
use serde_json::{Value, json};

/// What is asked of every corpus.
const ASKED: [&[&str]; 17] = [
    &["f1"],
    &["f1", "--per-statement", "--explain"],
    &["f1", "--matcher", "compat"],
    &["f1", "--matcher", "compat", "--per-statement"],
    &["f1", "--provenance", "constructed"],
    &["f1", "1"],
    &["f1", "compare", "r1", "r2"],
    &["f1", "compare", "r1", "r1"],
    &["f1", "history"],
    &["f1", "history", "--matcher", "compat"],
    &["agreement"],
    &["agreement", "--with-model"],
    &["agreement", "--units", "cells", "--level", "statement"],
    &["agreement", "--units", "coded", "--window", "2"],
    &["agreement", "1", "--coder", "ann"],
    &["report"],
    &["report", "1", "--matcher", "compat"],
];
const TABLES: [&[&str]; 2] = [&["f1", "--csv"], &["agreement", "--csv"]];

/// Numbers that are none.
fn no_number(text: &str) -> Option<&str> {
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    words.find(|word| ["nan", "inf", "infinity"].contains(&word.to_lowercase().as_str()))
}

/// Where a JSON answer has a figure that is none, which JSON can only write as null.
fn no_figure(value: &Value, at: &str) -> Option<String> {
    match value {
        Value::Object(fields) => fields.iter().find_map(|(key, inner)| {
            let at = format!("{at}.{key}");
            // An estimate without a value says in words why.
            let words = fields.get("words").is_some_and(Value::is_string);
            let number = ["figure", "low", "high", "published", "macro_f1", "difference", "p"].contains(&key.as_str())
                || (key == "value" && !words);
            if number && inner.is_null() { Some(at) } else { no_figure(inner, &at) }
        }),
        Value::Array(all) => all.iter().enumerate().find_map(|(n, inner)| no_figure(inner, &format!("{at}[{n}]"))),
        _ => None,
    }
}

/// Figures or a sentence, and an exit code of the table.
#[track_caller]
fn in_words(ran: &Ran, corpus: &str) {
    assert!([0, 3, 4].contains(&ran.code), "{corpus}: {ran}");
    let all = format!("{}{}", ran.stdout, ran.stderr);
    assert!(all.trim().len() > 20, "{corpus}: nothing is said\n{ran}");
    assert_eq!(no_number(&all), None, "{corpus}: {ran}");
}

/// Asks everything; how often there was an answer.
#[track_caller]
fn ask(world: &World, corpus: &str) -> usize {
    let mut answered = 0;
    for words in ASKED {
        let ran = world.sarf(words);
        in_words(&ran, corpus);
        answered += usize::from(ran.code == 0);
        if words[0] == "report" {
            continue;
        }
        let json = world.sarf(&[words, &["--json"]].concat());
        in_words(&json, corpus);
        assert_eq!(json.code, ran.code, "{corpus}: {json}");
        if json.code == 0 {
            assert_eq!(no_figure(&json.json(), ""), None, "{corpus}: {json}");
        }
    }
    for words in TABLES {
        in_words(&world.sarf(words), corpus);
    }
    answered
}

fn code(rpc: &Rpc, of: u64, coder: &str, statements: &[(u32, Value)]) {
    let id = sarf_shared::discussion::DiscussionId(of);
    try_import(rpc, &file(id, coder, statements).to_string(), options()).unwrap();
}

fn approve(rpc: &Rpc, of: u64, coder: &str) {
    try_approve(rpc, sarf_shared::discussion::DiscussionId(of), &coder.parse().unwrap(), true).unwrap();
}

#[test]
fn no_corpus_however_thin_makes_a_number_of_what_is_none() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    assert_eq!(ask(&world, "an empty store"), 1, "only the report over everything says that there is nothing");
    talk(&rpc);
    ask(&world, "one discussion that nobody coded");
    code(&rpc, 1, "ann", &[(2, json!({})), (4, json!({}))]);
    ask(&world, "a coder who found nothing");
    approve(&rpc, 1, "ann");
    ask(&world, "a truth without an item and no run");
    world.sarf(&["extract", "1", "--wait"]).ok();
    ask(&world, "a truth without an item");
    code(&rpc, 1, "ben", &[(4, shift(-2, 1))]);
    ask(&world, "a coder who found nothing beside one who found one thing");
    approve(&rpc, 1, "ben");
    ask(&world, "a statement without ground truth");
    world.sarf(&["extract", "1", "--wait"]).ok();
    let answered = ask(&world, "two runs of one discussion");
    assert_eq!(answered, ASKED.len() - 1, "all but the constructed references, of which there are none");
    // The same talk again, coded alike by the model and by both people.
    talk(&rpc);
    world.sarf(&["extract", "2", "--wait"]).ok();
    code(&rpc, 2, "ann", &[(2, json!({})), (4, json!({}))]);
    code(&rpc, 2, "ben", &[(4, shift(-2, 1))]);
    approve(&rpc, 2, "ben");
    ask(&world, "identical discussions");
    // Everybody says what the model says.
    let model: Vec<(u32, Value)> = (rpc.statements(sarf_shared::discussion::DiscussionId(2)).iter())
        .filter_map(|said| Some((said.number, serde_json::to_value(&said.coding.as_ref()?.deltas).unwrap())))
        .collect();
    for (of, coder) in [(1, "ann"), (1, "ben"), (2, "ann"), (2, "ben")] {
        code(&rpc, of, coder, &model);
    }
    approve(&rpc, 1, "ann");
    approve(&rpc, 2, "ben");
    ask(&world, "everybody agrees on everything");
    let told = world.sarf(&["agreement", "--with-model"]).ok().stdout;
    assert!(told.contains("all agree (no variation)"), "{told}");
}

/// The control: what the test looks for, it finds.
#[test]
fn a_nan_and_a_figure_that_is_null_would_be_seen() {
    for bad in ["F1 NaN", "-inf", "1,inf,2", "0.5 – nan"] {
        assert!(no_number(bad).is_some(), "{bad}");
    }
    assert_eq!(no_number("information on infants, .500 – 1.000"), None);
    assert!(no_figure(&json!({ "lines": [{ "f1": { "figure": null } }] }), "").is_some());
    assert!(no_figure(&json!({ "alpha": { "value": null } }), "").is_some());
    assert_eq!(no_figure(&json!({ "alpha": { "value": null, "words": "not coded" } }), ""), None);
}
