//! Every command in a script: its JSON parses and keeps its keys, its text says what a person wants to know.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use std::os::unix::fs::PermissionsExt;

use sarf_tests::harness::{Ran, World};
use serde_json::Value;

/// The keys an object must have; more may come, none may go.
#[track_caller]
fn has(value: &Value, keys: &[&str]) {
    for key in keys {
        assert!(value.get(key).is_some(), "the key \"{key}\" is missing in {value}");
    }
}

const ROW: &[&str] =
    &["id", "title", "synthetic", "imported", "status", "job", "planned", "turns", "statements", "scores", "created"];
const JOB: &[&str] = &["id", "kind", "state", "progress", "discussion", "created", "attempts", "engines", "history"];

fn talk(world: &World, name: &str, text: &str) -> String {
    let file = world.path(name);
    std::fs::write(&file, text).unwrap();
    file.display().to_string()
}

const TALK: &str =
    "Coach: How is your mother?\nAnna: My mother Ruth died in 2019.\nCoach: And you?\nAnna: I sleep badly.\n";

#[test]
fn every_command_speaks_text_and_json() {
    let world = World::new();
    let run = |arguments: &[&str]| world.sarf(arguments).ok();
    let both = |arguments: &[&str]| -> (Ran, Ran) {
        let json: Vec<&str> = arguments.iter().copied().chain(["--json"]).collect();
        (run(arguments), run(&json))
    };

    let file = talk(&world, "talk.txt", TALK);
    let imported = run(&["import", &file, "--date", "2024-05-06", "--wait", "--json"]).json();
    has(&imported, &["discussion", "job", "notes", "status", "statements", "turns", "scores"]);
    assert_eq!((imported["discussion"].as_u64(), imported["status"].as_str()), (Some(1), Some("ready_for_coding")));
    let made = run(&["generate", "--turns", "3", "--seed", "5", "--wait", "--json"]).json();
    assert_eq!((made["discussion"].as_u64(), made["status"].as_str()), (Some(2), Some("ready_for_coding")));
    assert_eq!(made["persona"], "p1");
    assert!(made["job"].as_str().unwrap().starts_with('j'));
    let two = run(&["generate", "p1", "--count", "2", "--turns", "2", "--no-extract", "--wait", "--json"]).json_lines();
    assert_eq!(two.len(), 2, "one object a line");
    assert!(two.iter().all(|one| one["status"] == "pending_extraction"), "{two:?}");

    let (text, list) = both(&["list"]);
    assert!(text.stdout.contains("ready for coding") && text.stdout.contains("talk.txt"), "{text}");
    let rows = list.json_lines();
    assert_eq!(rows.iter().map(|row| row["id"].as_u64().unwrap()).collect::<Vec<_>>(), [4, 3, 2, 1], "newest first");
    rows.iter().for_each(|row| has(row, ROW));
    let ids = |arguments: &[&str]| -> Vec<u64> {
        run(arguments).json_lines().iter().map(|row| row["id"].as_u64().unwrap()).collect()
    };
    assert_eq!(ids(&["list", "--real", "--json"]), [1]);
    assert_eq!(ids(&["list", "--synthetic", "--json"]), [4, 3, 2]);
    assert_eq!(ids(&["list", "--status", "pending_extraction", "--json"]), [4, 3]);
    assert_eq!(ids(&["list", "--status", "ready_for_coding", "--synthetic", "--json"]), [2]);

    let (text, shown) = both(&["show", "1"]);
    assert!(text.stdout.contains("My mother Ruth died in 2019."), "{text}");
    let shown = shown.json();
    has(&shown, ROW);
    has(&shown, &["history", "runs", "evaluation", "consents", "said"]);
    assert_eq!(shown["date"], "2024-05-06");
    assert_eq!(shown["runs"][0]["id"], "r1");
    assert_eq!(shown["said"].as_array().unwrap().len(), 4, "numbered over both speakers");
    let (text, one) = both(&["show", "1/2"]);
    assert!(text.stdout.contains("My mother Ruth") && text.stdout.contains("Ruth"), "{text}");
    let one = one.json();
    assert_eq!((one["number"].as_u64(), one["speaker"].as_str()), (Some(2), Some("subject")));
    has(&one["coding"], &["run", "deltas", "repairs", "calls"]);
    has(&one["coding"]["deltas"], &["people", "events", "pair_bonds", "delete"]);
    let (_, persona) = both(&["show", "p1"]);
    has(&persona.json(), &["name", "traits", "attachment_style", "background", "presenting_problem", "family"]);
    let (_, job) = both(&["show", "j1"]);
    has(&job.json(), JOB);
    has(&job.json(), &["calls"]);

    let (text, jobs) = both(&["jobs"]);
    assert!(text.stdout.contains("succeeded"), "{text}");
    jobs.json_lines().iter().for_each(|job| has(job, JOB));
    assert!(run(&["jobs", "--active", "--json"]).json_lines().is_empty());
    let of = run(&["jobs", "--of", "2", "--calls", "--json"]).json_lines();
    assert!(of.iter().all(|job| job["discussion"] == 2 && job["calls"].is_array()), "{of:?}");
    assert!(of.iter().any(|job| !job["calls"].as_array().unwrap().is_empty()), "the ledger knows the calls");

    has(&run(&["extract", "3", "--json"]).json(), &["discussion", "job", "notes"]);
    assert_eq!(run(&["extract", "4", "--wait", "--json"]).json()["status"], "ready_for_coding");
    let watched = run(&["watch", "3", "--json"]).json_lines();
    assert_eq!(watched.last().unwrap()["status"], "ready_for_coding", "it ends when the discussion has come to rest");

    let new = run(&["persona", "new", "--seed", "9", "--wait", "--json"]).json();
    assert_eq!((new["persona"].as_str(), new["job"].is_string()), (Some("p2"), true));
    let (text, new) = both(&["persona", "new", "--seed", "9", "--wait"]);
    assert!(text.stdout.starts_with("p2"), "{text}");
    assert_eq!((new.json()["persona"].as_str(), new.json()["job"].as_str()), (Some("p2"), None), "made once");
    assert!(run(&["persona", "new", "--seed", "10", "--wait"]).stdout.contains("family on"));
    run(&["persona", "delete", "p3", "--yes"]);
    let (_, personas) = both(&["persona", "list"]);
    assert_eq!(personas.json_lines().len(), 2);
    personas.json_lines().iter().for_each(|row| has(row, &["id", "name", "age", "traits", "facts", "discussions"]));

    for arguments in [
        &["doctor"][..],
        &["check"],
        &["config", "show"],
        &["config", "path"],
        &["daemon", "status"],
        &["daemon", "start"],
        &["daemon", "logs", "-n", "3"],
        &["completions", "bash"],
        &["man"],
        &["retry", "--failed"],
        &["export", "--content"],
        &["export", "1"],
    ] {
        let (text, json) = both(arguments);
        assert!(!text.stdout.trim().is_empty(), "{text}");
        if arguments.first() == Some(&"export") {
            json.json();
        } else {
            json.json_lines();
        }
    }
    has(&run(&["daemon", "status", "--json"]).json(), &["pid", "boot_id", "build", "socket", "home", "storage"]);
    let findings = run(&["doctor", "--json"]).json_lines();
    findings.iter().for_each(|one| has(one, &["level", "what", "found", "remedy"]));
    assert!(run(&["completions", "bash"]).stdout.contains("complete"));
    assert!(run(&["man"]).stdout.starts_with(".ie") || run(&["man"]).stdout.contains(".TH sarf"));
    let check = run(&["check", "--json"]).json();
    has(&check, &["sound", "looked_at", "problems", "repairs"]);
    assert!(!check["looked_at"].as_array().unwrap().is_empty(), "it has looked at something");
    let whole = run(&["export", "2"]).json();
    let whole = &whole["discussions"][0];
    assert_eq!(whole["status"], "ready_for_coding");
    has(whole, &["id", "title", "statements", "evaluation", "reference", "history", "runs", "jobs", "calls"]);

    let gone = run(&["delete", "4", "--yes", "--json"]).json();
    assert_eq!((gone["discussion"].as_u64(), gone["deleted"].as_bool()), (Some(4), Some(true)));
    assert_eq!(run(&["persona", "delete", "p2", "--yes", "--json"]).json()["deleted"], true);
    let restarted = run(&["daemon", "restart", "--json"]).json();
    has(&restarted, &["boot_id", "build", "jobs"]);
    let stopped = run(&["daemon", "stop", "--json"]).json();
    assert_eq!(stopped["stopped"], true);
    world.sarf(&["check", "--repair", "--json"]).ok().json();
    assert_eq!(ids(&["list", "--json"]), [3, 2, 1], "a repair where nothing is wrong loses nothing");
}

#[test]
fn an_export_of_the_content_is_the_same_twice_and_for_the_owner_alone() {
    let world = World::new();
    world.sarf(&["generate", "--turns", "3", "--seed", "5", "--wait"]).ok();
    let (one, two) = (world.path("one.json"), world.path("two.json"));
    for file in [&one, &two] {
        world.sarf(&["export", "--content", "-o", file.to_str().unwrap()]).ok();
        world.sarf(&["daemon", "restart"]).ok();
    }
    let bytes = std::fs::read(&one).unwrap();
    assert_eq!(bytes, std::fs::read(&two).unwrap());
    assert_eq!(std::fs::metadata(&one).unwrap().permissions().mode() & 0o777, 0o600);
    let text = String::from_utf8(bytes).unwrap();
    for time in ["at", "created", "started", "history", "attempts", "job", "calls"] {
        assert!(!text.contains(&format!("\"{time}\":")), "{time} is no content");
    }
    // The control: another seed has other content.
    let other = World::new();
    other.sarf(&["generate", "--turns", "3", "--seed", "6", "--wait"]).ok();
    assert_ne!(other.content().trim(), text.trim());
    let again = World::new();
    again.sarf(&["generate", "--turns", "3", "--seed", "5", "--wait"]).ok();
    assert_eq!(again.content().trim(), text.trim(), "the seed alone decides the content");
}

#[test]
fn a_shown_persona_can_be_imported_under_another_name() {
    let world = World::new();
    world.sarf(&["persona", "new", "--seed", "4", "--wait"]).ok();
    let mut shown = world.sarf(&["persona", "show", "p1", "--json"]).ok().json();
    let file = world.path("persona.json");
    std::fs::write(&file, shown.to_string()).unwrap();
    let file = file.to_str().unwrap().to_owned();
    world.sarf(&["persona", "import", &file]).ended(7).says("name");
    shown["name"] = "Zora Quill".into();
    let people = shown["family"]["people"].as_array_mut().unwrap();
    people.iter_mut().find(|person| person["relation"] == "self").unwrap()["name"] = "Zora Quill".into();
    std::fs::write(&file, shown.to_string()).unwrap();
    assert_eq!(world.sarf(&["persona", "import", &file, "--json"]).ok().json()["persona"], "p2");
    assert_eq!(world.sarf(&["persona", "show", "p2", "--json"]).ok().json(), shown);
    let talked = world.sarf(&["generate", "p2", "--turns", "2", "--wait", "--json"]).ok().json();
    assert_eq!((talked["persona"].as_str(), talked["status"].as_str()), (Some("p2"), Some("ready_for_coding")));
}

#[test]
fn a_configuration_is_written_once_and_never_over_one_that_is_there() {
    let world = World::new();
    let path = world.sarf(&["config", "path", "--json"]).ok().json();
    assert_eq!(path["exists"], false);
    world.sarf(&["config", "init"]).ok();
    let file = &world.places().config_file;
    assert_eq!(path["path"].as_str().unwrap(), file.to_str().unwrap());
    assert_eq!(std::fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    std::fs::write(file, "[jobs]\nconcurrency = 3\n").unwrap();
    world.sarf(&["config", "init"]).ended(4).says("nothing was written");
    assert!(world.sarf(&["config", "show"]).ok().stdout.contains("concurrency = 3"));
    assert!(world.answers().is_none(), "none of it needs the service");
}
