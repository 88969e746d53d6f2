//! `sarf report`: its figures are those of `f1 --json` and `agreement --json`, read back from the page; the same state gives
//! the same bytes; where there is nothing, words.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use sarf_tests::codings::{file, options, talk, try_approve, try_import};
use sarf_tests::harness::World;
use serde_json::{Value, json};

const DRAWN: [&str; 4] = ["--seed", "7", "--replicates", "200"];

/// The rows of the first table whose heading begins so.
#[track_caller]
fn rows(page: &str, head: &str) -> Vec<Vec<String>> {
    let lines: Vec<&str> = page.lines().collect();
    let at = lines.iter().position(|line| line.starts_with(head)).unwrap_or_else(|| panic!("no {head}\n{page}"));
    let rows = lines[at + 2..].iter().take_while(|line| line.starts_with('|'));
    rows.map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()).collect()
}

#[track_caller]
fn row(rows: &[Vec<String>], first: &str) -> Vec<String> {
    rows.iter().find(|row| row[0] == first).unwrap_or_else(|| panic!("no {first} in {rows:?}")).clone()
}

/// A figure as the page writes it; the words where there is none.
fn written(figure: &Value) -> String {
    let number = figure.as_f64().or_else(|| figure["value"].as_f64()).or_else(|| figure["figure"].as_f64());
    number.map_or_else(|| figure["words"].as_str().unwrap_or("?").to_owned(), |number| format!("{number:.3}"))
}

fn event(id: i64, year: u32, value: &str) -> Value {
    json!({ "id": id, "kind": "shift", "person": 1, "anxiety": value, "description": "a change",
        "dateTime": format!("{year}-01-01"), "dateCertainty": "certain" })
}

#[test]
fn every_figure_of_the_page_is_that_of_the_command_beside_it() {
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

    let with = |words: &[&str]| -> Vec<String> { words.iter().chain(&DRAWN).map(ToString::to_string).collect() };
    let run = |words: Vec<String>| world.sarf(&words.iter().map(String::as_str).collect::<Vec<_>>()).ok();
    let page = run(with(&["report"])).stdout;
    assert_eq!(page, run(with(&["report"])).stdout, "the same state gives the same bytes");

    // The commands beside the tables are the ones that are asked here.
    let (f1, agreement) =
        ("sarf f1 --seed 7 --replicates 200", "sarf agreement --with-model --seed 7 --replicates 200");
    assert!(page.contains(&format!("`{f1}`")) && page.contains(&format!("`{agreement}`")), "{page}");
    let asked = |command: &str| run(command.split(' ').skip(1).chain(["--json"]).map(str::to_owned).collect()).json();
    let (f1, agreement) = (asked(f1), asked(agreement));

    let lines = rows(&page, "| items | precision");
    for (name, line) in [("all items", "aggregate"), ("events", "events"), ("shifts", "shift")] {
        let told = f1["lines"].as_array().unwrap().iter().find(|one| one["line"] == line).unwrap();
        let found = row(&lines, name);
        let counts: Vec<String> = ["tp", "fp", "fn"].iter().map(|key| told["counts"][key].to_string()).collect();
        assert_eq!(found[5..8], counts[..], "{name}");
        if told["pooled"]["f1"]["figure"].is_number() {
            assert_eq!(found[3], written(&told["pooled"]["f1"]), "{name}");
        }
    }
    let finding = rows(&page, "| items | F1 |");
    for line in agreement["finding"]["humans"].as_array().unwrap().iter().filter(|line| line["line"] == "events") {
        assert_eq!(row(&finding, "events")[1], written(&line["f1"]));
    }
    let values = rows(&page, "| variable | n | agreement | 95 % interval | alpha");
    let all = agreement["values"][0]["variables"].as_array().unwrap();
    assert_eq!(values.len(), all.len(), "a row for each variable");
    for (row, told) in values.iter().zip(all) {
        let humans = &told["humans"];
        assert_eq!(row[1], humans["n"].to_string());
        let cells = [&row[2], &row[4], &row[6], &row[8]].map(String::clone);
        assert_eq!(cells, ["percent", "alpha", "ac1", "fleiss"].map(|figure| written(&humans[figure])), "{told}");
    }
    // The hand's alpha: up/up/up, up/down/up, down/down/down of nine values, up 5, down 4. Observed: four ordered pairs by two
    // of nine, 2/9. Expected 1 - (20 + 12) / 72 = 40/72. Alpha = 1 - 16/40.
    assert_eq!(row(&values, "anxiety")[4], "0.600");
    let kappas = rows(&page, "| variable | coders | n");
    let pair = kappas.iter().find(|row| row[0] == "anxiety" && row[1] == "ann and ben").unwrap();
    // Two of three alike; chance (2*1 + 1*2) / 9 = 4/9, so (6 - 4) / (9 - 4).
    assert_eq!((pair[3].as_str(), pair[4].as_str()), ("0.667", "0.400"));
    let without = rows(&page, "| variable | without");
    let told = &all.iter().find(|one| one["rated"] == "anxiety").unwrap()["left_out"][2];
    assert_eq!(without.iter().find(|row| row[0] == "anxiety" && row[1] == "cy").unwrap()[3], written(&told["alpha"]));
    for words in
        ["## Raters", "3 people coded", "blind 2", "## Human oversight", "| v1 |", "offline", "seed 7", "## Limits"]
    {
        assert!(page.contains(words), "{words}\n{page}");
    }
    assert!(!page.contains("NaN"), "{page}");

    let path = world.path("methods.md");
    run(with(&["report", "-o", path.to_str().unwrap()]));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), page);
}

#[test]
fn without_truth_or_a_second_coder_the_page_says_so() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    let page = world.sarf(&["report"]).ok().stdout;
    for words in
        ["No figures: ", "nobody has coded", "No coding by a person", "Nobody has approved", "No run of a model"]
    {
        assert!(page.contains(words), "{words}\n{page}");
    }
    let id = talk(&rpc);
    let events = json!({ "events": [event(-1, 2019, "up")] });
    try_import(&rpc, &file(id, "ann", &[(2, events)]).to_string(), options()).unwrap();
    let page = world.sarf(&["report", "--replicates", "100"]).ok().stdout;
    assert!(page.contains("One person coded, so there is nobody to agree with"), "{page}");
    assert!(page.contains("No statement was coded by two people"), "{page}");
    world.sarf(&["report", "99"]).ended(3);
}
