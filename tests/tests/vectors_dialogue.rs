//! Promise: the evaluators, the mechanics of the synthetic client and the reading of judges give the recorded answers.
//!
//! Copies of the vectors lie in `vectors/`, without those made from real transcripts; the full files are replayed where
//! the reference folder is.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a broken test helper is a failed test")]

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use sarf_tests::conformance::{Deviations, Tally, check};
use sarf_tests::reference::reference;

/// The vector files and the number of lines kept here.
const FILES: &[(&str, usize)] = &[
    ("quality.jsonl", 84),
    ("transcript_coverage.jsonl", 84),
    ("client_realism.jsonl", 84),
    ("rule_probes.jsonl", 268),
    ("intake_coverage.jsonl", 203),
    ("roster.jsonl", 203),
    ("client_mechanics.jsonl", 400),
];

fn kept(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Replays a text; no deviation is allowed in this room.
fn replay(text: &str) -> (Tally, Vec<String>) {
    let (mut tally, mut failures) = (Tally::default(), Vec::new());
    check(text, &Deviations::default(), &mut tally, |id, what| failures.push(format!("{id}: {what}")));
    (tally, failures)
}

#[test]
fn every_kept_vector_is_answered_as_recorded() {
    for (file, lines) in FILES {
        let (tally, failures) = replay(&kept(file));
        assert!(failures.is_empty(), "{file}: {}", failures.join("\n"));
        assert_eq!(tally, Tally { passed: *lines, ..Tally::default() }, "{file}");
    }
}

#[test]
fn every_vector_of_the_reference_is_answered_as_recorded() {
    let Some(folder) = reference("vectors of the dialogue room") else { return };
    for (file, least) in FILES {
        let text = std::fs::read_to_string(folder.join("vectors").join(file)).unwrap();
        let (tally, failures) = replay(&text);
        assert!(failures.is_empty(), "{file}: {}", failures.join("\n"));
        assert!(tally.is_good() && tally.passed >= *least, "{file}: {tally}");
    }
}

/// The first two lines of every operation whose recorded answers differ, refusals aside.
fn pairs() -> BTreeMap<String, (Value, Value)> {
    let mut first: BTreeMap<String, Value> = BTreeMap::new();
    let mut pairs = BTreeMap::new();
    for (file, _) in FILES {
        for line in kept(file).lines() {
            let line: Value = serde_json::from_str(line).unwrap();
            if line["expected"].get("raises").is_some() {
                continue;
            }
            let op = line["op"].as_str().unwrap().to_owned();
            match first.get(&op) {
                None => drop(first.insert(op, line)),
                Some(one) if one["expected"] != line["expected"] => {
                    pairs.entry(op).or_insert_with(|| (one.clone(), line));
                }
                Some(_) => {}
            }
        }
    }
    pairs
}

/// Every way to change one leaf of a value.
fn falsified(value: &Value) -> Vec<Value> {
    match value {
        Value::Null => vec![json!("was null")],
        Value::Bool(yes) => vec![json!(!yes)],
        Value::Number(number) => vec![json!(number.as_f64().unwrap() + 1e-6)],
        Value::String(text) => vec![json!(format!("{text}x"))],
        Value::Array(items) => {
            let mut all = vec![json!([items.as_slice(), &[json!("one more")]].concat())];
            for (at, item) in items.iter().enumerate() {
                for other in falsified(item) {
                    let mut changed = items.clone();
                    changed[at] = other;
                    all.push(Value::Array(changed));
                }
            }
            all
        }
        Value::Object(members) => {
            let mut all = Vec::new();
            for (key, member) in members {
                for other in falsified(member) {
                    let mut changed = members.clone();
                    changed[key] = other;
                    all.push(Value::Object(changed));
                }
            }
            all
        }
    }
}

#[test]
fn a_falsified_answer_is_noticed_in_every_operation() {
    let pairs = pairs();
    assert_eq!(pairs.len(), 11, "{:?}", pairs.keys());
    for (op, (line, _)) in pairs {
        let falsified = falsified(&line["expected"]);
        assert!(!falsified.is_empty());
        for expected in falsified {
            let mut changed = line.clone();
            changed["expected"] = expected;
            let (tally, _) = replay(&changed.to_string());
            assert_eq!(tally.failed, 1, "{op} took {}", changed["expected"]);
        }
    }
}

#[test]
fn an_answer_to_another_input_is_noticed_in_every_operation() {
    for (op, (one, other)) in pairs() {
        let mut mixed = one.clone();
        mixed["input"] = other["input"].clone();
        let (tally, _) = replay(&mixed.to_string());
        assert_eq!(tally.failed, 1, "{op} answers {} and {} alike", one["id"], other["id"]);
    }
}
