//! `sarf json-keys` tells the truth: every command is run, and what it prints has the keys it says, no more and no less.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use std::collections::BTreeSet;

use sarf_tests::harness::{Contract, World};

const TALK: &str =
    "Coach: How is your mother?\nAnna: My mother Ruth died in 2019.\nCoach: And you?\nAnna: I sleep badly.\n";

#[test]
fn every_command_prints_the_keys_that_json_keys_lists_and_no_others() {
    let world = World::new();
    let contract = Contract::of(&world);
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    // The words of the command, then its arguments; how it ends is not asked here.
    let mut run = |command: &str, arguments: &[&str]| {
        let all: Vec<&str> = command.split(' ').chain(arguments.iter().copied()).chain(["--json"]).collect();
        let ran = world.sarf(&all);
        // The document of an export has many lines.
        let objects = if command.ends_with("export") { vec![ran.json()] } else { ran.json_lines() };
        assert!(!objects.is_empty(), "control: it prints something\n{ran}");
        seen.extend(objects.iter().map(|object| contract.form(command, object)));
        objects
    };
    let file = world.path("talk.txt");
    std::fs::write(&file, TALK).unwrap();
    let file = file.display().to_string();

    run("config path", &[]);
    run("config init", &[]);
    run("config show", &[]);
    run("config schema", &[]);
    run("config keys", &[]);
    run("completions", &["bash"]);
    run("man", &[]);
    run("json-keys", &[]);
    run("demo", &["--turns", "4"]);
    run("import", &[&file, "--date", "2024-05-06", "--wait"]);
    run("generate", &["--turns", "3", "--seed", "5", "--wait"]);
    run("generate", &["p1", "--turns", "2", "--no-extract"]);
    let coded = world.path("coded.csv");
    std::fs::write(&coded, "unit,coder,person,variable,value\n1/1,ann,Ruth,symptom,up\n1/1,ben,Ruth,symptom,up\n")
        .unwrap();
    run("coding import", &[coded.to_str().unwrap()]);
    run("coding list", &[]);
    let of_ann = run("coding show", &["1", "--coder", "ann"]);
    run("coding export", &[]);
    run("gt approve", &["1", "--coder", "ann"]);
    run("gt list", &[]);
    run("gt show", &["v1"]);
    let shown = run("show", &["1"]);
    let person = |whole: &serde_json::Value| {
        let found = whole["deltas"]["people"].as_array().into_iter().flatten().find_map(|person| person["id"].as_i64());
        found.filter(|id| *id < 0).map(|id| id.to_string())
    };
    let said = shown[0]["said"].as_array().unwrap();
    let scored = said.iter().find_map(|one| person(&one["coding"])).unwrap();
    let truth = person(&of_ann[0]).unwrap();
    run("map set", &["1", &scored, &truth]);
    run("map list", &["1"]);
    run("map undo", &["1"]);
    run("f1", &["--per-statement", "--explain"]);
    run("extract", &["1", "--wait"]);
    run("f1 compare", &["r1", "standing"]);
    run("f1 history", &[]);
    run("agreement", &[]);
    let long = world.path("long.csv");
    std::fs::write(&long, "unit,coder,variable,value\n1/1#1,ann,anxiety,up\n1/1#1,ben,anxiety,up\n").unwrap();
    run("agreement", &[long.to_str().unwrap()]);
    run("report", &[]);
    run("persona new", &["--seed", "9", "--wait"]);
    run("persona list", &[]);
    let mut persona = run("persona show", &["p1"]).remove(0);
    let renamed = world.path("persona.json");
    persona["name"] = "Zora Quill".into();
    let people = persona["family"]["people"].as_array_mut().unwrap();
    people.iter_mut().find(|person| person["relation"] == "self").unwrap()["name"] = "Zora Quill".into();
    std::fs::write(&renamed, persona.to_string()).unwrap();
    run("persona import", &[renamed.to_str().unwrap()]);
    run("persona delete", &["p3", "--yes"]);
    for what in ["1", "2", "2/2", "p1", "j1"] {
        run("show", &[what]);
    }
    run("list", &[]);
    run("jobs", &[]);
    run("jobs", &["--calls"]);
    run("export", &[]);
    run("export", &["--content"]);
    // Long enough that it is under way while it is stopped and let go on.
    let long = run("generate", &["p1", "--turns", "200"])[0]["job"].as_str().unwrap().to_owned();
    let other = run("generate", &["p1", "--turns", "200"])[0]["job"].as_str().unwrap().to_owned();
    run("pause", &[&long, &other]);
    run("resume", &[&other]);
    run("cancel", &[&long]);
    run("retry", &[&long, "--wait"]);
    run("extract", &["2"]);
    run("watch", &["2"]);
    run("daemon start", &[]);
    run("daemon status", &[]);
    run("daemon logs", &["-n", "3"]);
    run("daemon restart", &[]);
    run("check", &[]);
    run("doctor", &[]);
    run("delete", &["2", "--yes"]);
    run("daemon stop", &[]);
    let refused = world.sarf(&["show", "p99", "--json"]).ended(3);
    seen.insert(contract.form("(any command)", &serde_json::from_str(refused.stderr.lines().last().unwrap()).unwrap()));

    let mut left: BTreeSet<_> = contract.forms().into_iter().collect();
    left.retain(|form| !seen.contains(form));
    // These need a restart in the middle of it.
    left.retain(|(command, when)| command != "watch" || !when.starts_with("after a restart") && !when.is_empty());
    assert!(left.is_empty(), "never seen: {left:?}");
}

#[test]
fn a_key_too_many_a_key_too_few_and_another_type_are_noticed() {
    let world = World::new();
    let contract = Contract::of(&world);
    let status = world.sarf(&["daemon", "start", "--json"]).ok().json();
    let form = contract.form("daemon start", &status);
    assert!(contract.differences(&form, &status).is_empty());
    let stale = contract.without(&form, "pid").differences(&form, &status);
    assert_eq!(stale, ["pid is not documented"]);
    let mut less = status.clone();
    less.as_object_mut().unwrap().remove("build");
    assert_eq!(contract.differences(&form, &less), ["build is missing"]);
    let mut other = status.clone();
    other["pid"] = "many".into();
    assert_eq!(contract.differences(&form, &other).len(), 1);

    world.sarf(&["generate", "--turns", "2", "--wait"]).ok();
    let mut shown = world.sarf(&["show", "1", "--json"]).ok().json();
    let form = contract.form("show", &shown);
    assert_eq!(form.1, "a discussion");
    let coding = shown["said"].as_array_mut().unwrap().iter_mut().find(|one| one["coding"].is_object()).unwrap();
    coding["coding"]["deltas"]["verdict"] = 1.into();
    coding["coding"].as_object_mut().unwrap().remove("run");
    let deep = contract.differences(&form, &shown);
    assert_eq!(deep, ["said[].coding.deltas.verdict is not documented", "said[].coding.run is missing"]);
}
