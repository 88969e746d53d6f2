//! The screen of agreement in a real terminal over a real service: figures worked out by hand, and how they follow an import.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use sarf_shared::discussion::DiscussionId;
use sarf_tests::codings::{file, options, talk, try_import};
use sarf_tests::harness::{Rpc, Terminal, World};
use serde_json::{Value, json};

/// A shift of the client on the first of January of a year.
fn event(id: i64, year: u32, variable: &str, value: &str) -> Value {
    json!({ "id": id, "kind": "shift", "person": 1, variable: value, "description": "a change",
        "dateTime": format!("{year}-01-01"), "dateCertainty": "certain" })
}

fn code(rpc: &Rpc, id: DiscussionId, coder: &str, first: &[Value], second: &[Value]) {
    let statements = [(2, json!({ "events": first })), (4, json!({ "events": second }))];
    try_import(rpc, &file(id, coder, &statements).to_string(), options()).unwrap();
}

/// The line of the table that begins with this name.
fn line<'s>(screen: &'s str, name: &str) -> Option<&'s str> {
    screen.lines().find(|line| line.trim_start().starts_with(name))
}

#[test]
fn two_coders_are_imported_and_the_figures_worked_out_by_hand_stand_on_the_screen() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    let id = talk(&rpc);
    let ann = [event(-1, 2019, "anxiety", "up"), event(-2, 2012, "anxiety", "up"), event(-5, 1980, "symptom", "up")];
    code(&rpc, id, "ann", &ann, &[event(-3, 2005, "anxiety", "down"), event(-4, 1995, "anxiety", "same")]);

    let mut terminal = Terminal::open(&world, 120, 40, &[]);
    terminal.wait("the interface is connected", |screen| screen.contains("daemon ok"));
    terminal.press("4");
    // The control: of one coder there is nothing to agree about.
    terminal.wait("one coder is nobody to agree with", |screen| screen.contains("One human coded"));
    assert!(!terminal.screen().contains(".889"));

    // What is imported elsewhere is on the screen without a key.
    let ben = [event(-1, 2012, "anxiety", "down"), event(-2, 2019, "anxiety", "up")];
    code(&rpc, id, "ben", &ben, &[event(-3, 1995, "anxiety", "same"), event(-4, 2005, "anxiety", "down")]);
    // Found by both 4, by Ann only 1: F1 = 8 / 9. Values of the four: up/up, up/down, down/down, same/same. They agree in
    // 3 of 4; alpha of 8 values (up 3, down 3, same 2): observed 1/4, expected 1 - 14/56 = 3/4, so 2/3.
    let shown = terminal
        .wait("the figures of the two", |screen| line(screen, "events").is_some_and(|line| line.contains(".889")));
    let anxiety = line(&shown, "anxiety").unwrap_or_else(|| panic!("{shown}"));
    assert!(anxiety.contains(".667") && anxiety.contains("75 %"), "{anxiety}\n{shown}");
    assert!(line(&shown, "symptom").is_some_and(|line| line.contains("not coded")), "{shown}");

    // Down to anxiety, into the matrix: Cohen's kappa. Chance (2*1 + 1*2 + 1*1) / 16 = 5/16, so (12 - 5) / (16 - 5) = 7/11.
    while !terminal.screen().contains("kappa, anxiety") {
        let mark = terminal.mark();
        terminal.press("j");
        terminal.wait_frame(mark, "the focus moved", |_| true);
    }
    terminal.wait("the matrix of kappa", |screen| screen.contains("kappa, anxiety") && screen.contains(".636"));
    terminal.press("\t\r");
    let pair = terminal.wait("the two by themselves, with their events", |screen| {
        screen.contains("1st ann") && screen.contains("differ 1") && screen.contains("up / down")
    });
    assert!(pair.contains("2012-01-01"), "the event they differ in: {pair}");

    // In a small terminal the same figure can be read.
    terminal.press("\x1b");
    terminal.wait("back at the matrix", |screen| screen.contains("kappa, anxiety"));
    terminal.resize(40, 12);
    terminal.wait("the figure at 40x12", |screen| screen.contains("kappa, anxiety") && screen.contains(".636"));
    terminal.press("q");
    assert_eq!(terminal.ended(), 0);
}

#[test]
fn the_long_file_written_from_the_screen_is_the_one_of_the_command_line() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    let id = talk(&rpc);
    for coder in ["ann", "ben"] {
        code(&rpc, id, coder, &[event(-1, 2019, "anxiety", "up")], &[event(-2, 2005, "anxiety", "down")]);
    }
    let mut terminal = Terminal::open(&world, 80, 24, &[]);
    terminal.wait("the interface is connected", |screen| screen.contains("daemon ok"));
    terminal.press("4");
    terminal.wait("the figures", |screen| screen.contains("1 finding"));
    let path = world.path("long.csv");
    terminal.press("E");
    terminal.wait("it asks for a file", |screen| screen.contains("export agreement"));
    terminal.press(&format!("{}\r", path.display()));
    terminal.wait("it is written", |screen| screen.contains("written to"));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), world.sarf(&["agreement", "--csv"]).ok().stdout);
}
