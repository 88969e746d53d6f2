//! The figures of the model in a real terminal: codings imported and approved, `3` pressed, drilled down to a pair; what
//! stands on the screen was worked out by hand.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as it must be")]

use sarf_shared::discussion::DiscussionId;
use sarf_tests::codings::{file, options, try_approve, try_import};
use sarf_tests::harness::{Terminal, World};
use serde_json::{Value, json};

const SIZE: (u16, u16) = (120, 40);

/// Discussion 1, coded by the model (r1); ann's codings are the truth: all that the model has, and in her first statement
/// one more person and one more shift, of that person.
fn world() -> (World, u64, u64) {
    let world = World::new();
    world.sarf(&["generate", "--turns", "4", "--seed", "5", "--offline", "--wait"]).ok();
    let rpc = world.rpc();
    let said = rpc.statements(DiscussionId(1));
    let mut codings: Vec<(u32, Value)> = (said.iter())
        .filter_map(|one| Some((one.number, serde_json::to_value(&one.coding.as_ref()?.deltas).unwrap())))
        .collect();
    let first = &mut codings[0].1;
    first["people"].as_array_mut().unwrap().push(json!({ "id": -901, "name": "Zebulon", "gender": "male" }));
    first["events"].as_array_mut().unwrap().push(json!({ "id": -902, "kind": "shift", "person": -901,
        "anxiety": "up", "description": "worried", "dateTime": "1901-05-01", "dateCertainty": "certain" }));
    try_import(&rpc, &file(DiscussionId(1), "ann", &codings).to_string(), options()).unwrap();
    try_approve(&rpc, DiscussionId(1), &"ann".parse().unwrap(), true).unwrap();
    let counted = world.sarf(&["f1", "--json"]).ok().json();
    let found = |name: &str| {
        let lines = counted["lines"].as_array().unwrap();
        lines.iter().find(|line| line["line"] == name).unwrap()["counts"]["tp"].as_u64().unwrap()
    };
    let (people, shifts) = (found("people"), found("shift"));
    (world, people, shifts)
}

/// `F1 = 2 tp / (2 tp + fp + fn)`, as tables write it.
fn by_hand(tp: u64, fp: u64, fn_: u64) -> String {
    let figure = 2.0 * tp as f64 / (2 * tp + fp + fn_) as f64;
    format!("{figure:.3}").trim_start_matches('0').to_owned()
}

/// The cells of the line that begins with a name.
fn line(screen: &str, name: &str) -> Option<Vec<String>> {
    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    screen.lines().map(words).find(|words| words.first().is_some_and(|first| first == name))
}

#[test]
fn figures_are_drilled_down_to_a_pair_and_are_those_worked_out_by_hand() {
    let (world, people, shifts) = world();
    let mut terminal = Terminal::open(&world, SIZE.0, SIZE.1, &[]);
    terminal.wait("the interface is connected", |screen| screen.contains("daemon ok"));
    terminal.press("3");
    let screen = terminal.wait("the figures are there", |screen| line(screen, "people").is_some());
    // Everything the model said is right; one person and one shift of the truth it has not: P = 1, R = n / (n + 1).
    let cells = line(&screen, "people").unwrap();
    let recall = format!("{:.3}", people as f64 / (people + 1) as f64).trim_start_matches('0').to_owned();
    assert_eq!(cells[1..4], ["1.000".to_owned(), recall, by_hand(people, 0, 1)], "{screen}");
    let cells = line(&screen, "shift").unwrap();
    assert!(cells.contains(&by_hand(shifts, 0, 1)), "{screen}");
    for words in ["run r1", "truth v1", "fair v1", "One discussion"] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
    assert!(!screen.contains("--"), "no flag of the command line: {screen}");

    // Down: the discussion, its first statement, what was missed there.
    terminal.press("\r");
    terminal.wait("the discussions", |screen| screen.contains("F1 of discussion"));
    terminal.press("\r");
    terminal.wait("the statements, with the items of the first", |screen| {
        screen.contains("ann  blind") && screen.contains("Zebulon")
    });
    terminal.press("\r");
    let mut presses = 0;
    while !terminal.screen().lines().any(|line| line.contains("Zebulon") && line.contains("missed")) {
        assert!(presses < 100, "{}", terminal.screen());
        presses += 1;
        let mark = terminal.mark();
        terminal.press("j");
        terminal.wait_frame(mark, "the next item", |_| true);
    }
    // A pair that was found, side by side: both sides have it, and names stand where ids would.
    terminal.press("\x7f\x7f\x7f");
    terminal.wait("the table again", |screen| line(screen, "people").is_some());
    while !terminal.screen().contains("shifts · found") {
        let mark = terminal.mark();
        terminal.press("j");
        terminal.wait_frame(mark, "the next line", |_| true);
        assert!(terminal.frames_since(0).len() < 400, "{}", terminal.screen());
    }
    terminal.press("]\r");
    let pair = terminal.wait("the pair side by side", |screen| screen.contains("first told"));
    for words in ["scored", "truth", "shifts: found", "the same on both sides"] {
        assert!(pair.contains(words), "{words}: {pair}");
    }
    let person = pair.lines().find(|line| line.trim_start().starts_with("person")).unwrap();
    assert!(!person.contains("-") && person.split_whitespace().count() >= 3, "a name on both sides: {person}");

    // The confusion matrix of the same line: every matched shift is in it, so its last total is their number.
    terminal.press("\x7f\x7fc");
    let matrix = terminal.wait("the matrix", |screen| screen.contains("truth \\ scored"));
    let total = line(&matrix, "total").unwrap();
    assert_eq!(total.last(), Some(&shifts.to_string()), "{matrix}");
    terminal.press("q");
    assert_eq!(terminal.ended(), 0);
}

#[test]
fn a_run_made_again_stands_beside_the_one_before_in_table_history_and_comparison() {
    let (world, people, _) = world();
    world.sarf(&["extract", "1", "--wait"]).ok();
    let mut terminal = Terminal::open(&world, SIZE.0, SIZE.1, &[]);
    terminal.wait("the interface is connected", |screen| screen.contains("daemon ok"));
    terminal.press("3");
    let table = terminal.wait("what was before has come", |screen| screen.contains("vs run r1"));
    // The offline engine codes alike twice: no difference, and no test of one.
    assert_eq!(line(&table, "people").unwrap().last().map(String::as_str), Some(".000"), "{table}");
    terminal.press("H");
    let history = terminal.wait("the chart", |screen| screen.contains("last run"));
    let runs: Vec<&str> = history.lines().filter(|line| line.contains("offline")).collect();
    assert_eq!(runs.len(), 2, "{history}");
    terminal.press("f");
    let figure = by_hand(people, 0, 1);
    let charted = terminal.wait("people are charted", |screen| screen.contains("F1 of people ·"));
    assert_eq!(charted.matches(&figure).count(), 2, "both runs have {figure}: {charted}");
    terminal.press("kr");
    terminal.wait("the comparison", |screen| screen.contains("Both runs found the same"));
    terminal.press("\x7f\r");
    terminal.wait("the table of the first run", |screen| screen.contains("run r1") && line(screen, "people").is_some());
    terminal.press("q");
    assert_eq!(terminal.ended(), 0);
}
