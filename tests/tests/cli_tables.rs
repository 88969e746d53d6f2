//! Every table of text that the command line prints of codings and figures, as a picture, from one world that is the same at
//! every making; none is wider than 80 columns. The page of `report` is pictured too; Markdown has no width.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use sarf_daemon::codings::name_of;
use sarf_shared::discussion::{Actor, DiscussionId, Uid};
use sarf_tests::coders::three_coders;
use sarf_tests::codings::{file, options, person, shift, talk, try_import};
use sarf_tests::harness::World;
use serde_json::json;
use unicode_width::UnicodeWidthStr;

/// Moments and the account that runs the test are not the same everywhere.
fn steady(text: &str) -> String {
    let me = Uid(rustix::process::getuid().as_raw());
    let account = name_of(Actor::Person(me)).unwrap_or_else(|| format!("uid {}", me.0));
    let text = text.replace(&account, "root");
    let letters: Vec<char> = text.chars().collect();
    let shape = |at: usize, form: &str| {
        let found = letters.get(at..at + form.len()).unwrap_or_default();
        found.len() == form.len()
            && found.iter().zip(form.chars()).all(|(c, f)| if f == '0' { c.is_ascii_digit() } else { *c == f })
    };
    let mut out = String::new();
    let mut at = 0;
    while let Some(letter) = letters.get(at) {
        // A time of day is of now; a day alone is of the talk, but for that on which a version was approved.
        if shape(at, "0000-00-00 00:00") {
            out.push_str("YYYY-MM-DD hh:mm");
            at += 16;
        } else if shape(at, "| 0000-00-00 |") && out.lines().last().is_some_and(|line| line.starts_with("| v")) {
            out.push_str("| YYYY-MM-DD |");
            at += 14;
        } else {
            out.push(*letter);
            at += 1;
        }
    }
    out
}

#[track_caller]
fn pictured(world: &World, name: &str, command: &str) {
    let ran = world.sarf(&command.split(' ').collect::<Vec<_>>()).ok();
    if !command.starts_with("report") {
        for line in ran.stdout.lines() {
            assert!(line.width() <= 80, "{} columns in sarf {command}\n{line}", line.width());
        }
    }
    assert!(!ran.stdout.contains("NaN") && !ran.stdout.contains('\u{1b}'), "{ran}");
    insta::assert_snapshot!(name, format!("$ sarf {command}\n{}", steady(&ran.stdout)));
}

#[test]
fn tables_of_f1() {
    let world = three_coders();
    for (name, command) in [
        ("f1", "f1"),
        ("f1_compat", "f1 --matcher compat --replicates 500"),
        ("f1_statements", "f1 1 3 --per-statement --replicates 0"),
        ("f1_explained", "f1 2 --explain"),
        ("f1_constructed", "f1 --provenance constructed --replicates 500"),
        ("f1_compared", "f1 compare r1,r2 r4,r5"),
        ("f1_compared_with_the_truth_of_one", "f1 compare r2 r5 --of 2 --by shift"),
        ("f1_history", "f1 history"),
        ("f1_history_of_shifts", "f1 history --line shift --matcher compat"),
        ("report", "report --replicates 200 --window 10"),
    ] {
        pictured(&world, name, command);
    }
}

#[test]
fn tables_of_agreement() {
    let world = three_coders();
    for (name, command) in [
        ("agreement", "agreement"),
        ("agreement_of_two", "agreement --coder ann,ben --replicates 500"),
        ("agreement_with_the_model", "agreement --with-model --window 5 --replicates 500"),
        ("agreement_by_statement", "agreement --level statement --units matched,coded,cells --replicates 500"),
        ("agreement_compat", "agreement --matcher compat --replicates 0"),
    ] {
        pictured(&world, name, command);
    }
    let csv = world.sarf(&["agreement", "--csv"]).ok().stdout;
    std::fs::write(world.path("long.csv"), csv).unwrap();
    pictured(&world, "agreement_of_a_long_table", "agreement long.csv");
}

#[test]
fn tables_of_agreement_where_nothing_can_be_counted() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    let same = talk(&rpc);
    for coder in ["ann", "ben"] {
        let mut both = json!({ "events": [shift(-1, 1)["events"][0], shift(-2, 1)["events"][0]] });
        both["events"][1]["dateTime"] = json!("1999-01-01");
        try_import(&rpc, &file(same, coder, &[(2, both)]).to_string(), options()).unwrap();
    }
    pictured(&world, "agreement_without_variation", "agreement 1");
    let small = talk(&rpc);
    for (coder, deltas) in [("ann", shift(-1, 1)), ("ben", shift(-1, 1)), ("nothing", json!({}))] {
        try_import(&rpc, &file(small, coder, &[(2, deltas)]).to_string(), options()).unwrap();
    }
    pictured(&world, "agreement_of_too_little", "agreement 2");
    let alone = talk(&rpc);
    try_import(&rpc, &file(alone, "ann", &[(2, person(-1, "Ruth"))]).to_string(), options()).unwrap();
    pictured(&world, "agreement_of_one", "agreement 3");
}

#[test]
fn tables_of_codings_and_ground_truth() {
    let world = three_coders();
    let rpc = world.rpc();
    // The longest name there can be, with codings of every provenance.
    let long = "a-coder-whose-name-is-forty-letters-long";
    assert_eq!(long.len(), 40);
    for (number, provenance) in [(2, "blind"), (4, "over_the_model"), (6, "adjudicated")] {
        let said = rpc.statements(DiscussionId(3));
        // From the end, so that nobody left out is spoken of later.
        let Some(one) = said.iter().rev().filter(|one| one.coding.is_some()).nth(number / 2 - 1) else {
            panic!("{number}")
        };
        let mut laid = file(DiscussionId(3), long, &[(one.number, json!({}))]);
        laid["codings"][0]["provenance"] = json!(provenance);
        try_import(&rpc, &laid.to_string(), options()).unwrap();
    }
    world.sarf(&["gt", "approve", "3", "--coder", long]).ok();
    let people = rpc
        .statements(DiscussionId(1))
        .iter()
        .filter_map(|one| Some(one.coding.as_ref()?.deltas.people.clone()))
        .flatten()
        .collect::<Vec<_>>();
    let pending: Vec<String> =
        people.iter().filter(|one| one.id.is_pending()).map(|one| one.id.to_string()).take(2).collect();
    let [first, second] = pending.as_slice() else { panic!("{pending:?}") };
    world.sarf(&["map", "set", "1", first, second]).ok();
    world.sarf(&["map", "set", "1", second, second, "--scored", "ben", "--truth", "ann"]).ok();
    world.sarf(&["map", "undo", "1"]).ok();
    for (name, command) in [
        ("coding_list", "coding list"),
        ("coding_list_filtered", "coding list 1 3 --coder ben,cy --synthetic"),
        ("coding_show", "coding show 1 --coder ben"),
        ("gt_list", "gt list"),
        ("gt_list_newest", "gt list --newest --coder ben"),
        ("gt_show", "gt show v2"),
        ("map_list", "map list 1"),
    ] {
        pictured(&world, name, command);
    }
    for (command, ids) in [
        ("coding list 1", vec!["1", "1", "1"]),
        ("coding list --real", vec![]),
        ("coding list --provenance adjudicated", vec!["3"]),
        ("gt list 2 3", vec!["v4", "v3", "v2"]),
        ("gt list --truth v3", vec!["v3", "v2", "v1"]),
        ("gt list --truth v2 --provenance over-the-model", vec!["v2"]),
        ("gt list --newest --imported", vec![]),
    ] {
        let words: Vec<&str> = command.split(' ').chain(["--json"]).collect();
        let rows = world.sarf(&words).ok().json_lines();
        let told = |row: &serde_json::Value| match command.starts_with("gt") {
            true => row["id"].as_str().unwrap().to_owned(),
            false => row["discussion"].to_string(),
        };
        let found: Vec<String> = rows.iter().map(told).collect();
        assert_eq!(found, ids, "{command}");
    }
    // By the traits of the personas, as `persona list` tells them.
    for persona in world.sarf(&["persona", "list", "--json"]).ok().json_lines() {
        let wanted = persona["traits"][0].as_str().unwrap();
        let fitting = |row: &serde_json::Value| row["traits"].as_array().unwrap().iter().any(|one| one == wanted);
        let n = world.sarf(&["persona", "list", "--json"]).ok().json_lines().iter().filter(|row| fitting(row)).count();
        let rows = world.sarf(&["coding", "list", "--trait", wanted, "--coder", "ann", "--json"]).ok().json_lines();
        assert_eq!(rows.len(), n, "{wanted}");
    }
    world.sarf(&["gt", "list", "--truth", "v99"]).ended(3);
    world.sarf(&["coding", "list", "9"]).ended(3);
    world.sarf(&["coding", "list", "--real"]).ok().says("No coding fits");
    world.sarf(&["gt", "list", "--real"]).ok().says("No version fits");
}
