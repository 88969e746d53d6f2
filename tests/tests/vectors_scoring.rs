//! The published method answers every recorded case: the small files kept here, and all scoring files where the
//! reference folder is at hand (`SARF_REFERENCE`, by default `shared` beside the checkout).

use std::path::{Path, PathBuf};

use sarf_tests::conformance::{Deviations, Tally, check, first_difference, operations};
use serde_json::Value;

/// Files with operations of the scoring room only.
const FILES: [&str; 11] = [
    "names",
    "dates_pair",
    "dates_parse",
    "f1_counts",
    "sarf_macro",
    "statement_f1",
    "cumulative_f1",
    "system_f1",
    "irr_pairwise",
    "irr_kappa",
    "irr_discussion",
];

fn replay(text: &str) -> (Tally, Vec<String>) {
    let (mut tally, mut failures) = (Tally::default(), Vec::new());
    check(text, &Deviations::default(), &mut tally, |id, what| failures.push(format!("{id}: {what}")));
    (tally, failures)
}

fn assert_all_pass(file: &Path) {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let (tally, failures) = replay(&text);
    assert!(tally.is_good() && tally.deviate == 0, "{}: {tally}\n{}", file.display(), failures.join("\n"));
}

fn reference() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let folder = std::env::var_os("SARF_REFERENCE").map_or_else(beside, PathBuf::from);
    (folder.join("DESIGN.md").is_file() && folder.join("vectors").is_dir()).then_some(folder)
}

#[test]
fn the_kept_vectors_of_names_dates_counts_and_kappas_all_agree() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
    for file in ["names", "dates_pair", "dates_parse", "f1_counts", "sarf_macro", "irr_kappa"] {
        assert_all_pass(&kept.join(file).with_extension("jsonl"));
    }
}

#[test]
fn the_reference_vectors_of_scoring_all_agree() {
    let Some(folder) = reference() else {
        eprintln!("skipped: no reference folder (set SARF_REFERENCE to compare with all recorded answers)");
        return;
    };
    for file in FILES {
        assert_all_pass(&folder.join("vectors").join(file).with_extension("jsonl"));
    }
}

#[test]
fn the_reference_vectors_that_depend_on_the_day_or_on_an_order_agree() {
    let Some(folder) = reference() else {
        eprintln!("skipped: no reference folder (set SARF_REFERENCE to compare with all recorded answers)");
        return;
    };
    assert_all_pass(&folder.join("vectors/today_dependent.jsonl"));
    // The other operation in the file is the diagram's.
    let text = std::fs::read_to_string(folder.join("vectors/set_order_dependent.jsonl")).unwrap();
    let ours: Vec<&str> = text.lines().filter(|line| line.contains("\"op\": \"cumulative_f1\"")).collect();
    let (tally, failures) = replay(&ours.join("\n"));
    assert!(tally.is_good(), "{tally}\n{}", failures.join("\n"));
}

/// What `score_bench` finds in a corpus, and what was recorded; how long it takes is not looked at.
fn found_in_corpus(folder: &Path, corpus: &str) -> Result<(Value, Value), Box<dyn std::error::Error>> {
    let bench = folder.join("bench");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_score_bench"))
        .arg(bench.join(format!("{corpus}.json.gz")))
        .output()?;
    let expected = std::fs::read_to_string(bench.join(format!("{corpus}.expected.json")))?;
    Ok((serde_json::from_str(&expected)?, serde_json::from_slice(&output.stdout)?))
}

#[test]
fn a_corpus_of_a_hundred_discussions_has_the_recorded_figures() {
    let Some(folder) = reference().filter(|folder| folder.join("bench").is_dir()) else {
        eprintln!("skipped: no reference folder (set SARF_REFERENCE to compare with all recorded answers)");
        return;
    };
    let (mut expected, found) = found_in_corpus(&folder, "corpus_100").unwrap();
    for part in ["system", "statements"] {
        assert_eq!(first_difference(&expected[part], &found[part]), None, "{part}");
    }
    assert!(["parse", "cumulative", "statement"].iter().all(|phase| found["seconds"][*phase].is_number()));
    // Control: a figure off by a millionth is seen.
    let figure = expected["system"]["aggregate_micro_f1"].as_f64().unwrap_or_default();
    expected["system"]["aggregate_micro_f1"] = (figure + 1e-6).into();
    assert!(first_difference(&expected["system"], &found["system"]).is_some());
}

/// Changes the first number, text or truth value in an answer.
fn spoil(value: &mut Value) -> bool {
    match value {
        Value::Number(number) => *value = (number.as_f64().unwrap_or(0.0) + 0.001).into(),
        Value::Bool(truth) => *truth = !*truth,
        Value::String(text) => text.push('x'),
        Value::Null => *value = 0.5.into(),
        Value::Array(items) => return items.iter_mut().any(spoil),
        Value::Object(members) => return members.values_mut().any(spoil),
    }
    true
}

/// Control: every case of the kept files fails once its expected answer is changed.
#[test]
fn a_changed_expected_answer_is_reported_for_every_kept_case() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
    for file in ["names", "dates_pair", "dates_parse", "f1_counts", "sarf_macro", "irr_kappa"] {
        let text = std::fs::read_to_string(kept.join(file).with_extension("jsonl")).unwrap();
        let mut spoiled = String::new();
        let mut cases = 0;
        for line in text.lines() {
            let mut case: Value = serde_json::from_str(line).unwrap();
            if case["expected"].get("error").is_none() && spoil(&mut case["expected"]) {
                cases += 1;
                spoiled.push_str(&format!("{case}\n"));
            }
        }
        let (tally, failures) = replay(&spoiled);
        assert_eq!((tally.passed, tally.failed, failures.len()), (0, cases, cases), "{file}");
        assert!(cases > 0, "{file}");
    }
}

#[test]
fn an_input_that_made_the_reference_fail_is_refused_with_a_reason() {
    let (_, answer) = operations().find(|(name, _)| *name == "statement_f1").unwrap();
    let zoned = serde_json::json!({
        "ai": {"events": [{"id": -1, "kind": "shift", "dateTime": "1990-06-15T00:00:00Z"}]},
        "gt": {"events": [{"id": -1, "kind": "shift", "dateTime": "1990-06-15"}]},
    });
    assert!(answer(&zoned).unwrap_err().0.contains("time zone"));
    let unknown = serde_json::json!({"ai": {"events": [{"id": -1, "kind": "graduated"}]}, "gt": {}});
    assert!(answer(&unknown).unwrap_err().0.contains("graduated"));
}
