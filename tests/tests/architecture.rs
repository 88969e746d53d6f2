//! The direction of every arrow, read from the sources: what may name what.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of a test may end it")]

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every Rust file under a folder, with its path from the workspace root.
fn sources(folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).unwrap_or_else(|error| panic!("{}: {error}", next.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let name = path.strip_prefix(root()).unwrap().display().to_string();
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(found.len() > 3, "{folder} has hardly any sources: is the path right?");
    found
}

/// Lines of code (not comments) that hold any of the words.
fn naming(text: &str, words: &[&str]) -> Vec<String> {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .filter(|line| words.iter().any(|word| line.contains(word)))
        .map(str::to_owned)
        .collect()
}

fn offenders(folder: &str, words: &[&str], allowed: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (name, text) in sources(folder) {
        if !allowed.iter().any(|part| name.starts_with(part)) {
            found.extend(naming(&text, words).into_iter().map(|line| format!("{name}: {}", line.trim())));
        }
    }
    found
}

#[test]
fn only_the_store_names_sled() {
    for folder in ["shared/src", "daemon/src", "tui/src"] {
        assert_eq!(offenders(folder, &["sled::"], &["daemon/src/store/"]), Vec::<String>::new());
    }
    // The control: the store does name it, so the search finds what it looks for.
    assert!(!offenders("daemon/src/store", &["sled::"], &[]).is_empty());
}

#[test]
fn only_one_file_of_the_client_names_the_daemon() {
    assert_eq!(offenders("tui/src", &["sarf_daemon"], &["tui/src/cli/daemon_run.rs"]), Vec::<String>::new());
    assert!(!offenders("tui/src", &["sarf_daemon"], &[]).is_empty());
}

#[test]
fn the_shared_floor_has_no_files_no_clock_and_no_chance_of_its_own() {
    let words = [
        "std::fs",
        "std::net",
        "std::process",
        "tokio::",
        "SystemTime::now",
        "Instant::now",
        "Utc::now",
        "Local::now",
        "thread_rng",
        "rand::rng(",
        "sarf_daemon",
        "sarf_tui",
    ];
    assert_eq!(offenders("shared/src", &words, &[]), Vec::<String>::new());
    assert!(!naming("let now = Instant::now();", &words).is_empty());
    assert!(naming("// Instant::now is forbidden here", &words).is_empty());
}

#[test]
fn the_daemon_knows_nothing_of_the_client() {
    assert_eq!(offenders("daemon/src", &["sarf_tui", "ratatui", "crossterm"], &[]), Vec::<String>::new());
}
