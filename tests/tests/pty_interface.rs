//! The real program in a real terminal: opened, used, its daemon killed under it, resized, suspended, left.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as it must be")]

use rustix::process::{Pid, Signal, kill_process};
use sarf_shared::discussion::{DiscussionId, StatusWord};
use sarf_tests::fake_model::Script;
use sarf_tests::harness::{ModelServer, Terminal, World, until};

const WIDE: (u16, u16) = (110, 34);

fn open(world: &World) -> Terminal {
    let terminal = Terminal::open(world, WIDE.0, WIDE.1, &[]);
    terminal.wait("the interface is connected", |screen| screen.contains("daemon ok"));
    terminal
}

/// Fills in the form for a new discussion of this many turns and sends it.
fn generate(terminal: &mut Terminal, turns: u32) {
    terminal.press("g");
    terminal.wait("the form is open", |screen| screen.contains("New discussion"));
    // Tab to the turns, Ctrl-U empties the field.
    terminal.press(&format!("\t\x15{turns}\r"));
}

fn kill_daemon(world: &World) -> u32 {
    let pid = world.holder().unwrap();
    kill_process(Pid::from_raw(i32::try_from(pid).unwrap()).unwrap(), Signal::KILL).unwrap();
    pid
}

#[test]
fn a_discussion_is_generated_the_daemon_killed_and_the_screen_reconnects_and_sees_it_finish() {
    let world = World::new();
    // Slow enough that the kill falls between two turns; a word at a time, so that live words are seen.
    let model = ModelServer::start(world.beside(), &Script { delay_ms: 60, piece_delay_ms: 15, ..Script::default() });
    world.configure(&model.config(""));
    let mut terminal = open(&world);
    generate(&mut terminal, 8);
    terminal.wait("two turns are written", |screen| screen.contains("2/8") || screen.contains("3/8"));
    let mark = terminal.mark();
    // The control: what must not be on the screen while the daemon is gone is there while it is not.
    assert!(terminal.screen().contains("daemon ok"));
    let killed = kill_daemon(&world);
    let broken = terminal.wait_frame(mark, "it says that it is reconnecting", |screen| screen.contains("reconnecting"));
    assert!(broken.text.contains("as of"), "what is shown is marked as old:\n{}", broken.text);
    terminal.wait("it is connected again", |screen| screen.contains("daemon ok"));
    for frame in terminal.frames_since(mark) {
        let (old, now) = (frame.text.contains("as of"), frame.text.contains("at work"));
        assert!(!(old && now), "nothing is said of now while it is not known:\n{}", frame.text);
    }
    terminal.wait("the discussion is finished and extracted", |screen| screen.contains("● ready for coding"));
    assert_ne!(world.holder(), Some(killed), "another daemon does the work");

    let said = world.rpc().statements(DiscussionId(1));
    let numbers: Vec<u32> = said.iter().map(|one| one.number).collect();
    assert_eq!(numbers, (1..=16).collect::<Vec<u32>>(), "eight turns of each, none twice, none missing");
    terminal.press("q");
    assert_eq!(terminal.ended(), 0);
}

#[test]
fn words_are_seen_while_they_are_written() {
    let world = World::new();
    let model = ModelServer::start(
        world.beside(),
        &Script { delay_ms: 20, piece_delay_ms: 60, pieces: 12, ..Script::default() },
    );
    world.configure(&model.config(""));
    let mut terminal = open(&world);
    let mark = terminal.mark();
    generate(&mut terminal, 4);
    // "  2 client I have not slept": number, who, words.
    let live = |screen: &str| {
        screen.lines().any(|line| {
            let mut words = line.split_whitespace();
            let number = words.next().is_some_and(|word| word.parse::<u32>().is_ok());
            number && words.next().is_some_and(|who| who == "client" || who == "coach") && words.next().is_some()
        })
    };
    terminal.wait_frame(mark, "words of a turn that is not stored yet", live);
}

#[test]
fn a_daemon_that_was_stopped_on_purpose_stays_stopped_and_the_screen_says_so() {
    let world = World::new();
    let mut terminal = open(&world);
    world.sarf(&["daemon", "stop"]).ok();
    terminal.wait("it says that the service was stopped", |screen| screen.contains("was stopped"));
    assert_eq!(world.holder(), None);
    // Started by whoever, it is found again.
    world.sarf(&["daemon", "start"]).ok();
    terminal.wait("it is connected again", |screen| screen.contains("daemon ok"));
    terminal.press("q");
    assert_eq!(terminal.ended(), 0);
}

#[test]
fn the_terminal_is_given_back_as_it_was_when_leaving_and_when_told_to_end() {
    let world = World::new();
    for by_signal in [false, true] {
        let mut terminal = open(&world);
        if by_signal {
            let pid = Pid::from_raw(i32::try_from(terminal.pid()).unwrap()).unwrap();
            kill_process(pid, Signal::TERM).unwrap();
        } else {
            terminal.press("q");
        }
        assert_eq!(terminal.ended(), 0);
        let bytes = terminal.bytes();
        let text = String::from_utf8_lossy(&bytes);
        for (enter, leave) in
            [("\x1b[?1049h", "\x1b[?1049l"), ("\x1b[?25l", "\x1b[?25h"), ("\x1b[?2004h", "\x1b[?2004l")]
        {
            assert!(text.contains(enter), "{enter:?}");
            let (entered, left) = (text.rfind(enter), text.rfind(leave));
            assert!(left > entered, "{leave:?} after {enter:?}");
        }
    }
}

#[test]
fn another_size_is_drawn_whole_and_a_tiny_one_says_what_to_do() {
    let world = World::new();
    let mut terminal = open(&world);
    for (columns, rows) in [(60, 20), (40, 12), (130, 40)] {
        terminal.resize(columns, rows);
        let screen = terminal.wait("the hints stand on the last line", |screen| {
            screen.lines().last().is_some_and(|line| line.contains("q quit"))
                && screen.lines().count() == usize::from(rows)
        });
        assert!(screen.starts_with(" sarf"), "{screen}");
    }
    terminal.resize(18, 5);
    terminal.wait("a line says so", |screen| screen.contains("sarf: make this"));
    terminal.resize(80, 24);
    terminal.wait("it is back", |screen| screen.contains("daemon ok"));
}

#[test]
fn ctrl_z_gives_the_shell_and_fg_comes_back() {
    let world = World::new();
    let mut terminal = Terminal::shell(&world, WIDE.0, WIDE.1);
    terminal.press("\"$SARF\"\n");
    terminal.wait("the interface is connected", |screen| screen.contains("daemon ok"));
    terminal.press("\x1a");
    terminal.wait("the shell is there", |screen| screen.contains("Stopped") && screen.contains("ready>"));
    terminal.press("fg\n");
    terminal.wait("the interface is there", |screen| screen.contains("daemon ok") && !screen.contains("Stopped"));
    terminal.press("q");
    terminal.wait("the shell is there again", |screen| screen.contains("Stopped"));
}

#[test]
fn no_color_and_ascii_hold_for_every_byte() {
    let world = World::new();
    let mut terminal = Terminal::open(&world, 100, 30, &[("NO_COLOR", "1"), ("SARF_ASCII", "1")]);
    terminal.wait("the interface is connected", |screen| screen.contains("daemon ok"));
    for keys in ["5", "6", "?", "\x1b", "g", "\x1b"] {
        let mark = terminal.mark();
        terminal.press(keys);
        terminal.wait_frame(mark, "another picture", |_| true);
    }
    let bytes = terminal.bytes();
    assert!(bytes.is_ascii());
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let colour = |text: &str| {
        let styles = text.split("\x1b[").skip(1).filter_map(|rest| rest.split_once('m').map(|(codes, _)| codes));
        styles
            .flat_map(|codes| codes.split(';').map(str::to_owned).collect::<Vec<_>>())
            .find(|code| code.parse::<u8>().is_ok_and(|code| (30..=37).contains(&code) || (90..=97).contains(&code)))
    };
    assert_eq!(colour(&text), None);
    // The control: with colours the same search finds them.
    let coloured = open(&world);
    assert!(colour(&String::from_utf8_lossy(&coloured.bytes())).is_some());
}

#[test]
fn the_next_session_begins_where_the_last_one_ended() {
    let world = World::new();
    let started = world.sarf(&["generate", "--turns", "3", "--seed", "5", "--wait"]);
    started.ok();
    let mut terminal = open(&world);
    terminal.press("\r");
    terminal.wait("the discussion is open", |screen| screen.contains("statement 1 of 6"));
    terminal.press("jj");
    terminal.wait("the third statement is selected", |screen| screen.contains("statement 3 of 6"));
    terminal.press("q");
    assert_eq!(terminal.ended(), 0);
    let terminal = open(&world);
    terminal.wait("the third statement is selected again", |screen| screen.contains("statement 3 of 6"));
    let first = &terminal.frames_since(0)[0];
    eprintln!("first frame after {:?}", first.after);
    until("the discussion is ready", || {
        let row = world.rpc().row(DiscussionId(1));
        (row.status == StatusWord::ReadyForCoding).then_some(())
    });
}

#[test]
fn a_copy_reaches_the_terminal_and_configured_keys_work_while_wrong_ones_are_refused() {
    let world = World::new();
    world.configure("[keys]\nquit = \"X\"\ncopy = \"Y\"\n");
    world.sarf(&["generate", "--turns", "3", "--seed", "5", "--wait"]).ok();
    let mut terminal = open(&world);
    terminal.wait("the new key stands in the hints", |screen| screen.contains("X quit"));
    terminal.press("Y");
    terminal.wait("it says so", |screen| screen.contains("1 copied"));
    // "1" in base 64.
    assert!(String::from_utf8_lossy(&terminal.bytes()).contains("\x1b]52;c;MQ==\x07"));
    terminal.press("X");
    assert_eq!(terminal.ended(), 0);
    world.configure("[keys]\nquit = \"g\"\n");
    let mut terminal = Terminal::open(&world, WIDE.0, WIDE.1, &[]);
    assert_eq!(terminal.ended(), 1);
    let screen = terminal.screen();
    for words in ["config.toml, line 2", "\"quit\"", "\"generate\""] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
    assert!(!String::from_utf8_lossy(&terminal.bytes()).contains("\x1b[?1049h"), "nothing was taken");
    world.sarf(&["doctor"]).ended(1).says("keys of the interface");
}
