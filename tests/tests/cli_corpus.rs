//! The whole corpus in one run: imported, extracted, evaluated. Afterwards: what is where, and for whom.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use sarf_tests::harness::World;
use sarf_tests::reference::reference;

fn json_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "json"));
    files.sort();
    files
}

fn every_file(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            every_file(&path, files);
        }
        files.push(path);
    }
}

#[test]
fn the_whole_corpus_is_imported_extracted_and_evaluated_in_one_run() {
    let Some(reference) = reference("the corpus") else { return };
    let mut files = json_files(&reference.join("corpus"));
    let recorded = files.len();
    files.extend(json_files(&reference.join("corpus/written")));
    assert!(recorded >= 46 && files.len() > recorded, "{} files", files.len());
    let world = World::new();
    let names: Vec<&str> = files.iter().map(|file| file.to_str().unwrap()).collect();
    let arguments: Vec<&str> = ["import", "--wait", "--json"].into_iter().chain(names.iter().copied()).collect();
    let rows = world.sarf(&arguments).ok().json_lines();
    assert_eq!(rows.len(), files.len());
    for (row, file) in rows.iter().zip(&files) {
        let told = format!("{}: {row}", file.display());
        assert_eq!(row["status"], "ready_for_coding", "{told}");
        assert!(row["scores"]["quality"].is_number(), "{told}");
        assert!(row["scores"]["intake"].is_array(), "{told}");
        let source: serde_json::Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        assert_eq!(row["statements"].as_u64().unwrap(), source["turns"].as_array().unwrap().len() as u64, "{told}");
    }
    // The control: what was extracted is not nothing.
    let people: usize = rows
        .iter()
        .take(5)
        .map(|row| world.sarf(&["show", &row["discussion"].to_string(), "--json"]).ok().json())
        .flat_map(|shown| shown["said"].as_array().unwrap().clone())
        .map(|said| said["coding"]["deltas"]["people"].as_array().map_or(0, Vec::len))
        .sum();
    assert!(people > 5, "{people} people in five discussions");

    // Nothing said in them is in the log, and nobody else can read what is kept.
    let mut longest: Vec<String> = Vec::new();
    for file in &files {
        let source: serde_json::Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        let turns = source["turns"].as_array().unwrap().iter().filter_map(|turn| turn["text"].as_str());
        let words = turns.flat_map(|text| text.split(['.', '?', '!'])).map(str::trim).max_by_key(|words| words.len());
        longest.extend(words.filter(|words| words.len() > 20).map(|words| words.chars().take(40).collect()));
    }
    assert!(longest.len() > 40);
    let mut found = Vec::new();
    every_file(world.home(), &mut found);
    let mut journal = String::new();
    for path in &found {
        let mode = std::fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777;
        let allowed = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode, allowed, "{} is {mode:o}", path.display());
        if path.is_file() {
            let text = String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
            if path.starts_with(&world.places().log_dir) {
                for words in &longest {
                    assert!(!text.contains(words.as_str()), "{} repeats what was said", path.display());
                }
            } else if path.starts_with(world.home().join("journal")) {
                journal.push_str(&text);
            }
        }
    }
    let kept = longest.iter().filter(|words| journal.contains(words.as_str())).count();
    assert!(kept > 20, "the control: the journal holds the words ({kept} of {})", longest.len());
}
