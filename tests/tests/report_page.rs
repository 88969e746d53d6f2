//! `sarf report`: every table is read back with a reader of Markdown and compared, cell by cell, with what the command beneath
//! it prints; the same state gives the same bytes; where there is nothing, words.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

#[path = "report/read.rs"]
mod read;
#[path = "report/told.rs"]
mod told;

use std::collections::BTreeMap;
use std::process::Command;

use read::{Table, commands, tables};
use sarf_tests::coders::three_coders;
use sarf_tests::codings::{file, options, talk, try_approve, try_import};
use sarf_tests::harness::{World, sarf};
use serde_json::{Value, json};
use told::Printed;

const DRAWN: [&str; 4] = ["--seed", "7", "--replicates", "60"];

fn report(world: &World, words: &[&str]) -> String {
    let words: Vec<&str> = ["report"].iter().chain(words).chain(&DRAWN).copied().collect();
    world.sarf(&words).ok().stdout
}

/// Runs a command of the page as a person does: pasted into a shell. Its exit code and standard output.
fn pasted(world: &World, command: &str) -> (i32, String) {
    let told = world.command(&[]);
    let folder = sarf().parent().unwrap().to_owned();
    let mut shell = Command::new("sh");
    shell.args(["-c", command]).env_clear();
    shell.envs(told.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let path = std::env::join_paths([folder.as_path(), "/bin".as_ref(), "/usr/bin".as_ref()]).unwrap();
    let done = shell.env("PATH", path).current_dir(world.beside()).output().unwrap();
    (done.status.code().unwrap_or(-1), String::from_utf8(done.stdout).unwrap())
}

/// Every cell in which a page differs from what its commands print.
fn differences(world: &World, page: &str) -> Vec<String> {
    let run = |command: &str| {
        let (code, told) = pasted(world, command);
        assert_eq!(code, 0, "{command}\n{told}");
        told
    };
    let mut printed = Printed { run: &run, kept: BTreeMap::new() };
    let mut out = Vec::new();
    for table in tables(page) {
        let told = told::rows(&table, &mut printed);
        if table.rows != told {
            out.push(format!("{} {:?} {}\n  {:?}\n  {told:?}", table.heading, table.head, table.command, table.rows));
        }
    }
    out
}

fn about<'t>(all: &'t [Table], heading: &str, first: &str) -> &'t Table {
    all.iter().find(|table| table.heading == heading && table.head[0] == first).unwrap()
}

#[test]
fn every_figure_of_every_page_is_that_of_the_command_beneath_it() {
    let world = three_coders();
    let pages: [&[&str]; 8] = [
        &[],
        &["--provenance", "constructed", "--against", "r1,r2"],
        &["1", "2", "--window", "5", "--level", "statement", "--units", "cells,coded", "--against", "r1,r2"],
        &["--matcher", "compat"],
        &["--synthetic", "--provenance", "blind"],
        &["--truth", "v2", "--coder", "ben"],
        &["--run", "r1,r2"],
        &["--model", "offline"],
    ];
    let mut seen = Vec::new();
    for words in pages {
        let page = report(&world, words);
        let wrong = differences(&world, &page);
        assert!(wrong.is_empty(), "report {}\n{}", words.join(" "), wrong.join("\n"));
        for command in commands(&page).iter().filter(|command| !command.contains("coding import")) {
            assert_eq!(pasted(&world, command).0, 0, "{command}");
        }
        assert!(!page.contains("NaN"), "{page}");
        seen.extend(tables(&page).into_iter().map(|table| table.head.join("|")));
    }
    seen.sort();
    seen.dedup();
    // Every kind of table was met.
    for head in
        ["sample of F1|n", "unit|in the truth|by the model|matched", "published figure|value", "disagreement|events"]
    {
        assert!(seen.iter().any(|one| one == head), "{head}");
    }
    assert!(seen.len() >= 24, "{seen:#?}");
    // The control: another digit is seen.
    let page = report(&world, &[]);
    let table = about(&tables(&page), "Items", "items").clone();
    let row = table.rows.iter().find(|row| row[0] == "events").unwrap();
    let line = format!("| {} |", row.join(" | "));
    assert_eq!(page.matches(&line).count(), 1, "{line}");
    let other = line.replacen(&row[5], "0.123", 1);
    assert_eq!(differences(&world, &page.replacen(&line, &other, 1)).len(), 1);
    // The same state gives the same bytes, on standard output and in a file.
    let path = world.path("methods.md");
    assert_eq!(page, report(&world, &[]));
    report(&world, &["-o", path.to_str().unwrap()]);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), page);
}

#[test]
fn truth_of_several_provenances_is_told_of_each_alone_and_constructed_references_of_no_coder() {
    let world = three_coders();
    let page = report(&world, &[]);
    let all = tables(&page);
    let split: Vec<&Table> = all.iter().filter(|table| table.heading == "By provenance of the truth").collect();
    assert_eq!(split.len(), 2, "blind and over the model");
    assert!(
        split[0].command.contains("--provenance blind") && split[1].command.contains("--provenance over_the_model")
    );
    // Each person's figures and the model's never share a table.
    for table in all.iter().filter(|table| table.head[0] == "coders") {
        let with = table.rows.iter().filter(|row| row[0].contains("model: ")).count();
        assert!(with == 0 || with == table.rows.len(), "{table:?}");
    }
    let page = report(&world, &["--provenance", "constructed"]);
    assert!(!page.contains("sarf agreement"), "no command that is refused is named");
    assert!(page.contains("constructed references are no person's coding"), "{page}");
}

fn event(id: i64, year: u32, value: &str) -> Value {
    json!({ "id": id, "kind": "shift", "person": 1, "anxiety": value, "description": "a change",
        "dateTime": format!("{year}-01-01"), "dateCertainty": "certain" })
}

#[test]
fn the_page_says_what_a_hand_finds_and_what_reviewers_ask_for() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    let id = talk(&rpc);
    for (coder, second) in [("ann", "up"), ("ben", "down"), ("cy", "up")] {
        let events = json!({ "events": [event(-1, 2019, "up"), event(-2, 2012, second), event(-3, 2005, "down")] });
        try_import(&rpc, &file(id, coder, &[(2, events), (4, json!({}))]).to_string(), options()).unwrap();
    }
    try_approve(&rpc, id, &"ann".parse().unwrap(), false).unwrap();
    world.sarf(&["extract", &id.to_string(), "--wait"]).ok();
    let page = report(&world, &[]);
    let all = tables(&page);
    let cell = |heading: &str, head: &[&str], of: &[&str], column: usize| -> String {
        let table =
            all.iter().find(|one| one.heading == heading && one.head.iter().zip(head).all(|(a, b)| a == b)).unwrap();
        let row = table.rows.iter().find(|row| row.iter().zip(of).all(|(a, b)| a == b)).unwrap();
        row[column].clone()
    };
    // up/up/up, up/down/up, down/down/down: nine values, up 5, down 4. Observed: four ordered pairs by two of nine, 2/9.
    // Expected 1 - (20 + 12) / 72 = 40/72. Alpha = 1 - 16/40.
    assert_eq!(cell("Stage 2: values", &["variable", "n"], &["anxiety"], 4), "0.600");
    // Ann and Ben: two of three alike; chance (2*1 + 1*2) / 9 = 4/9, so (6 - 4) / (9 - 4).
    let pair = ["anxiety", "ann and ben"];
    assert_eq!(cell("Stage 2: values", &["variable", "coders"], &pair, 3), "0.667");
    assert_eq!(cell("Stage 2: values", &["variable", "coders"], &pair, 5), "0.400");
    for words in [
        "## Instrument",
        "## Raters",
        "3 people coded",
        "## Blinding and independence",
        "blind 2",
        "## Subjects",
        "## Sample and sampling",
        "No size was calculated beforehand",
        "## Unit of analysis and matching",
        "within 7 days",
        "## Statistics",
        "60 bootstrap replicates of whole discussions, seed 7",
        "## Models and prompts",
        "offline",
        "## Human oversight",
        "| v1 |",
        "## Limits",
        "not recorded",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
}

#[test]
fn without_truth_or_a_second_coder_the_page_says_so() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    let page = report(&world, &[]);
    for words in
        ["No figures: ", "nobody has coded", "No coding by a person", "Nobody has approved", "No run of a model"]
    {
        assert!(page.contains(words), "{words}\n{page}");
    }
    assert!(tables(&page).is_empty(), "{page}");
    for command in commands(&page).iter().filter(|command| command.contains("--seed")) {
        assert_eq!(pasted(&world, command).0, 4, "says the same: {command}");
    }
    let id = talk(&rpc);
    let events = json!({ "events": [event(-1, 2019, "up")] });
    try_import(&rpc, &file(id, "ann", &[(2, events)]).to_string(), options()).unwrap();
    let page = report(&world, &[]);
    assert!(page.contains("One person coded, so there is nobody to agree with"), "{page}");
    assert!(page.contains("No statement was coded by two people"), "{page}");
    assert!(differences(&world, &page).is_empty(), "{page}");
    world.sarf(&["report", "99"]).ended(3);
    world.sarf(&["report", "--truth", "v7"]).ended(3);
    world.sarf(&["report", "--against", "r77"]).ended(3);
}
