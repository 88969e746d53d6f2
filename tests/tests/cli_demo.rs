//! The first command anybody types: in a pipe, in a terminal, and again.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::mpsc;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use sarf_tests::harness::{PATIENCE, World, sarf};
use serde_json::Value;

#[test]
fn the_demo_in_a_pipe_tells_everything_in_plain_lines_and_runs_again_with_the_same_persona() {
    let world = World::new();
    // Whatever is configured, the demo is offline.
    world.configure(
        "[model]\nprovider = \"away\"\nmodel = \"m\"\n[providers.away]\nbase_url = \"http://127.0.0.1:9/v1\"\n",
    );
    let first = world.sarf(&["demo"]).ok();
    for words in [
        "offline engine",
        "persona p1",
        "20/20",
        "generating: turn ",
        "extracting: statement ",
        "left",
        "ready for coding",
        "quality",
        "asked",
        "realism",
        "arc not judged",
        "extracted:",
        "people",
        "pair bonds",
        "events",
        "precision",
        "recall",
        "F1",
        "facts the client revealed",
        "opens the interface",
    ] {
        assert!(first.stdout.contains(words), "\"{words}\" is missing\n{first}");
    }
    assert!(!first.stdout.contains(['\u{1b}', '█', '\r']), "plain lines in a pipe\n{first}");
    assert!(world.answers().is_some(), "the daemon is left running");

    let second: Value = world.sarf(&["demo", "--json"]).ok().json();
    assert_eq!((second["persona"].as_str(), second["discussion"].as_u64()), (Some("p1"), Some(2)));
    assert_eq!(second["status"], "ready_for_coding");
    for figure in ["people", "pair_bonds", "events", "structural", "shift"] {
        for key in ["tp", "fp", "fn", "precision", "recall", "f1"] {
            assert!(second["reference"][figure].get(key).is_some(), "{figure}.{key} is missing in {second}");
        }
    }
    assert_eq!(world.sarf(&["persona", "list", "--json"]).ok().json_lines().len(), 1, "the persona is made once");
    let export = |id: &str| -> Value {
        let mut one = world.sarf(&["export", "--content", id]).ok().json()["discussions"][0].take();
        one.as_object_mut().unwrap().remove("id");
        one
    };
    assert_eq!(export("1"), export("2"), "each run is a new discussion with the same content");
    let other: Value = world.sarf(&["demo", "--seed", "2", "--turns", "2", "--json"]).ok().json();
    assert_eq!(other["persona"], "p2", "another seed has another persona");
    assert_ne!(export("3")["statements"][0], export("1")["statements"][0]);
}

/// Runs a command in a pseudo-terminal to its end: its exit code, all it wrote, and the last screen. `answer` is typed
/// when the words before it are seen.
fn in_a_terminal(world: &World, arguments: &[&str], answer: Option<(&str, &str)>) -> (u32, String, String) {
    let size = PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(sarf());
    command.args(arguments);
    command.env_clear();
    command.env("SARF_HOME", world.home());
    command.env("HOME", world.beside());
    command.env("TERM", "xterm-256color");
    command.cwd(world.beside());
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let (mut reader, mut writer) = (pair.master.try_clone_reader().unwrap(), pair.master.take_writer().unwrap());
    let (send, pieces) = mpsc::channel();
    std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(n) = reader.read(&mut buffer) {
            if n == 0 || send.send(buffer[..n].to_vec()).is_err() {
                break;
            }
        }
    });
    let mut screen = vt100::Parser::new(NonZero::new(40).unwrap(), NonZero::new(120).unwrap(), 0);
    let mut all = Vec::new();
    let mut answer = answer;
    // The end of the terminal: its last user is gone.
    while let Ok(piece) = pieces.recv_timeout(PATIENCE) {
        screen.process(&piece);
        all.extend(piece);
        if let Some((question, typed)) = answer
            && String::from_utf8_lossy(&all).contains(question)
        {
            writer.write_all(typed.as_bytes()).unwrap();
            answer = None;
        }
    }
    let code = child.wait().unwrap().exit_code();
    (code, String::from_utf8_lossy(&all).into_owned(), screen.screen().contents())
}

#[test]
fn demos_at_the_same_time_share_the_persona_of_their_seed_and_tell_the_same() {
    let world = World::new();
    let demo = || world.sarf(&["demo", "--turns", "3", "--json"]);
    let told: Vec<Value> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..5).map(|_| scope.spawn(demo)).collect();
        running.into_iter().map(|one| one.join().unwrap().ok().json()).collect()
    });
    assert!(told.iter().all(|one| one["persona"] == "p1" && one["extracted"] == told[0]["extracted"]), "{told:#?}");
    assert_eq!(world.sarf(&["persona", "list", "--json"]).ok().json_lines().len(), 1);
    assert_eq!(world.sarf(&["list", "--json"]).ok().json_lines().len(), 5, "each run is a discussion of its own");
    let said = |id: &str| {
        let shown = world.sarf(&["show", id, "--json"]).ok().json();
        let said = shown["said"].as_array().unwrap().iter();
        said.map(|one| one["text"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(said("1"), said("5"));
    // The control: another seed is another persona.
    assert_eq!(world.sarf(&["demo", "--turns", "1", "--seed", "2", "--json"]).ok().json()["persona"], "p2");
}

#[test]
fn the_demo_in_a_terminal_draws_bars_and_leaves_a_clean_screen() {
    let world = World::new();
    world.sarf(&["daemon", "start"]).ok();
    let (code, all, screen) = in_a_terminal(&world, &["demo"], None);
    assert_eq!(code, 0, "{screen}");
    assert!(all.contains('█') && all.contains("generating") && all.contains("extracting"), "{all}");
    assert!(!screen.contains('█'), "the bars are gone at the end\n{screen}");
    assert!(screen.contains("ready for coding") && screen.contains("opens the interface"), "{screen}");
}

#[test]
fn a_deletion_is_asked_for_in_a_terminal_and_only_the_typed_id_does_it() {
    let world = World::new();
    world.sarf(&["generate", "--turns", "1", "--seed", "1", "--wait"]).ok();
    let (code, _, screen) = in_a_terminal(&world, &["delete", "1"], Some(("Type 1", "yes\n")));
    assert!(code == 0 && screen.contains("is kept"), "{code}\n{screen}");
    world.sarf(&["show", "1"]).ok();
    let (code, _, screen) = in_a_terminal(&world, &["delete", "1"], Some(("Type 1", "1\n")));
    assert!(code == 0 && screen.contains("is deleted"), "{code}\n{screen}");
    world.sarf(&["show", "1"]).ended(3);
    let (code, _, screen) = in_a_terminal(&world, &["persona", "delete", "p1"], Some(("Type p1", "p1\n")));
    assert!(code == 0 && screen.contains("is deleted"), "{code}\n{screen}");
}
