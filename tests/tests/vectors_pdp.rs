//! The rules over deltas, pool and diagram answer as recorded, or deviate exactly where it is written down.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test file; what is missing should fail loudly")]

use std::path::{Path, PathBuf};

use sarf_tests::conformance::{Deviations, Tally, check};
use serde_json::Value;

const FILES: &[&str] = &["pdp.jsonl", "commit.jsonl", "restage.jsonl", "merge.jsonl"];

fn copies() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors")
}

/// The vectors of the reference folder, or `None` if there is none here.
fn reference() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let folder = std::env::var_os("SARF_REFERENCE").map_or(beside, PathBuf::from);
    let complete = folder.join("DESIGN.md").is_file() && folder.join("vectors").is_dir();
    complete.then(|| folder.join("vectors"))
}

fn text(folder: &Path, file: &str) -> String {
    let path = folder.join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn assert_good(folder: &Path) {
    let deviations = Deviations::written().unwrap();
    for file in FILES {
        let (mut tally, mut failures) = (Tally::default(), Vec::new());
        check(&text(folder, file), &deviations, &mut tally, |id, what| failures.push(format!("{id}: {what}")));
        assert!(tally.is_good(), "{file}: {tally}\n{}", failures.join("\n"));
    }
}

fn lines(file: &str) -> Vec<Value> {
    text(&copies(), file).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn the_committed_copies_are_answered_as_recorded() {
    assert_good(&copies());
}

#[test]
fn the_whole_reference_is_answered_as_recorded() {
    match reference() {
        Some(folder) => assert_good(&folder),
        None => eprintln!("skipped: no reference folder (set SARF_REFERENCE)"),
    }
}

#[test]
fn every_deviation_is_shown_by_its_examples_and_tested_where_it_says() {
    let deviations = Deviations::written().unwrap();
    let lines = [lines("pdp.jsonl"), lines("commit.jsonl")].concat();
    for deviation in deviations.list() {
        for example in &deviation.examples {
            let line = lines.iter().find(|line| line["id"] == example.as_str());
            let line = line.unwrap_or_else(|| panic!("{example} is not among the copies"));
            let op = line["op"].as_str().unwrap();
            let mut covering = deviations.covering(op, &line["input"]).map(|found| &found.predicate);
            assert!(covering.any(|name| *name == deviation.predicate), "{} misses {example}", deviation.predicate);
            let mut strict = Tally::default();
            check(&line.to_string(), &Deviations::default(), &mut strict, |_, _| {});
            assert_eq!(strict.failed, 1, "{example} is answered as recorded: no example of a deviation");
        }
        let (path, test) = deviation.test.split_once(": ").expect("path: name of the test");
        let source = text(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".."), path);
        assert!(source.contains(&format!("fn {test}()")), "{path} has no test {test}");
    }
}

/// The control: an answer that is not as recorded is noticed, whatever the line.
#[test]
fn a_changed_answer_fails() {
    let deviations = Deviations::written().unwrap();
    for mut line in FILES.iter().flat_map(|file| lines(file)) {
        if deviations.covers(line["op"].as_str().unwrap(), &line["input"]) {
            continue;
        }
        let expected = line["expected"].as_object_mut().unwrap();
        if expected.remove("error").is_none() {
            expected.insert("unheard_of".into(), 1.into());
        }
        let mut tally = Tally::default();
        check(&line.to_string(), &deviations, &mut tally, |_, _| {});
        assert_eq!((tally.passed, tally.failed), (0, 1), "{}", line["id"]);
    }
}
