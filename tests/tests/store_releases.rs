//! Worlds kept from every earlier form of the data open, with everything that was said of them.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as it must be")]

use std::path::PathBuf;

use sarf_tests::harness::World;
use sarf_tests::kept::{Kept, answers, no_longer_said};
use serde_json::{Value, json};

/// The kept worlds; `keep_world` adds one.
fn kept() -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("worlds");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty(), "there are kept worlds");
    files
}

fn differences(world: &World, kept: &Kept) -> Vec<String> {
    let mut found = Vec::new();
    for (words, then) in &kept.said {
        let now = answers(&world.sarf(&words.split(' ').collect::<Vec<_>>()).ok());
        let parted = no_longer_said(&Value::Array(then.clone()), &Value::Array(now));
        found.extend(parted.map(|place| format!("{words} {place}")));
    }
    found
}

#[test]
fn a_world_of_every_earlier_form_opens_and_says_what_it_said_then() {
    for file in kept() {
        let kept = Kept::read(&file).unwrap();
        let world = World::new();
        kept.lay(world.home()).unwrap();
        assert_eq!(differences(&world, &kept), Vec::<String>::new(), "{}", file.display());
        world.sarf(&["check"]).ok();
    }
}

#[test]
fn the_journal_of_every_earlier_form_alone_is_enough() {
    for file in kept() {
        let kept = Kept::read(&file).unwrap();
        let world = World::new();
        kept.lay(world.home()).unwrap();
        std::fs::remove_dir_all(world.home().join("store")).unwrap();
        assert_eq!(differences(&world, &kept), Vec::<String>::new(), "{}", file.display());
        world.sarf(&["check"]).ok();
    }
}

#[test]
fn the_control_a_value_that_is_another_or_gone_is_found() {
    let then = json!([{"id": 1, "name": "Carol", "deltas": [{"id": -1}]}]);
    assert_eq!(no_longer_said(&then, &json!([{"id": 1, "name": "Carol", "deltas": [{"id": -1}], "more": 2}])), None);
    let lost = json!([{"id": 1, "name": "Carol", "deltas": []}]);
    assert!(no_longer_said(&then, &lost).unwrap().starts_with("/0/deltas"));
    assert_eq!(no_longer_said(&then, &json!([{"id": 1, "deltas": [{"id": -1}]}])).unwrap(), "/0/name: gone");
}
