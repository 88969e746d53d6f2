//! However the interface ends or is stopped, the terminal is as it was: modes of the terminal, modes of its driver, and a
//! sentence where one is due.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as it must be")]

use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;

use rustix::process::{Pid, Signal, kill_process};
use sarf_tests::harness::{Terminal, World, until};

/// The driver's modes before and after the program, and its exit code.
const SCRIPT: &str =
    "stty -g > before; (echo $BASHPID > pid; exec \"$SARF\"); echo \"it ended with $?\"; stty -g > after";

/// Words a fault carries (`SARF_FAULT`); they stand for a transcript and must be nowhere afterwards.
const WORDS: &str = "short with him";

fn open(world: &World, fault: &str) -> Terminal {
    let terminal = Terminal::script(world, SCRIPT, 110, 30, &[("SARF_FAULT", fault)]);
    terminal.wait("the interface is connected", |screen| screen.contains("daemon ok"));
    terminal
}

fn file(world: &World, name: &str) -> String {
    std::fs::read_to_string(world.path(name)).unwrap_or_default().trim().to_owned()
}

fn signal(world: &World, signal: Signal) {
    let pid = until("the program's number is known", || file(world, "pid").parse().ok().and_then(Pid::from_raw));
    kill_process(pid, signal).unwrap();
}

/// What is not as it was before.
fn changed(terminal: &Terminal, world: &World) -> Vec<&'static str> {
    let mut changed = terminal.left_in();
    assert!(!file(world, "before").is_empty());
    if file(world, "before") != file(world, "after") {
        changed.push("the driver's modes");
    }
    changed
}

#[test]
fn a_fault_in_the_program_gives_the_terminal_back_and_says_where_to_look_but_no_words_of_anybody() {
    if !cfg!(debug_assertions) {
        eprintln!("skipped: a release build has no faults on demand");
        return;
    }
    for fault in ["here", "task"] {
        let world = World::new();
        let mut terminal = open(&world, fault);
        // F12
        terminal.press("\x1b[24~");
        assert_eq!(terminal.ended(), 0, "the script");
        assert_eq!(changed(&terminal, &world), Vec::<&str>::new(), "{fault}");
        let screen = terminal.screen();
        assert!(screen.contains("it ended with 1"), "{screen}");
        for words in ["a fault in the program itself, at tui/src/app/fault.rs", "Start sarf again", "faults.txt"] {
            assert!(screen.contains(words), "\"{words}\" is missing:\n{screen}");
        }
        let report = world.places().log_dir.join("faults.txt");
        let text = std::fs::read_to_string(&report).unwrap();
        assert!(text.contains("at tui/src/app/fault.rs:"), "{text}");
        assert!(!text.contains(WORDS) && !String::from_utf8_lossy(&terminal.bytes()).contains(WORDS));
        assert_eq!(std::fs::metadata(&report).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn signals_that_end_it_give_the_terminal_back_and_keep_where_one_was() {
    for (sent, code) in [(Signal::TERM, 0), (Signal::HUP, 0), (Signal::INT, 130)] {
        let world = World::new();
        let mut terminal = open(&world, "");
        terminal.press("5");
        terminal.wait("the jobs are shown", |screen| screen.contains("No job"));
        signal(&world, sent);
        assert_eq!(terminal.ended(), 0, "the script");
        assert_eq!(changed(&terminal, &world), Vec::<&str>::new(), "{sent:?}");
        let screen = terminal.screen();
        assert!(screen.contains(&format!("it ended with {code}")), "{sent:?}: {screen}");
        if sent != Signal::INT {
            let kept = std::fs::read_to_string(&world.places().session_file).unwrap();
            assert!(kept.contains("\"jobs\""), "{sent:?}: {kept}");
        }
    }
}

#[test]
fn the_control_an_end_that_nothing_can_catch_leaves_every_mode_behind() {
    let world = World::new();
    let mut terminal = open(&world, "");
    signal(&world, Signal::KILL);
    assert_eq!(terminal.ended(), 0, "the script");
    assert_eq!(
        changed(&terminal, &world),
        ["the other screen", "no cursor", "marked pasting", "the driver's modes"],
        "the same look finds what was not given back"
    );
}

#[test]
fn without_a_shell_to_go_to_it_is_not_stopped_but_says_so() {
    let world = World::new();
    let mut terminal = open(&world, "");
    terminal.press("\x1a");
    terminal.wait("it says why not", |screen| screen.contains("no shell to go to"));
    terminal.press("q");
    assert_eq!(terminal.ended(), 0);
}

#[test]
fn stopped_from_outside_it_gives_the_shell_a_clean_terminal_and_comes_back_whole() {
    let world = World::new();
    let mut terminal = Terminal::shell(&world, 110, 30);
    terminal.press("(echo $BASHPID > pid; exec \"$SARF\")\n");
    terminal.wait("the interface is connected", |screen| screen.contains("daemon ok"));
    let stopped = terminal.written();
    signal(&world, Signal::TSTP);
    // What is typed before the shell asks for it would go to the program.
    terminal.wait_bytes(stopped, "the shell is there", "ready> ");
    assert!(terminal.screen().contains("Stopped"), "{}", terminal.screen());
    // The shell itself turns marked pasting on.
    assert!(!terminal.left_in().contains(&"the other screen") && !terminal.left_in().contains(&"no cursor"));
    terminal.press("fg\n");
    terminal.wait("the interface is there", |screen| screen.contains("daemon ok") && !screen.contains("Stopped"));
    // What cannot be caught is put right when it goes on.
    let stopped = terminal.written();
    signal(&world, Signal::STOP);
    terminal.wait_bytes(stopped, "the shell is there", "ready> ");
    let mark = terminal.mark();
    terminal.press("fg\n");
    terminal.wait_frame(mark, "the interface is drawn whole", |screen| {
        screen.starts_with(" sarf") && screen.contains("daemon ok")
    });
    terminal.press("q");
    terminal.wait("the shell is there again", |screen| screen.contains("ready>") && !screen.contains("daemon ok"));
}

/// Whether a process lives (one that nobody has asked after its end does not).
fn lives(pid: &str) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| !stat.contains(") Z "))
}

#[test]
fn when_its_shell_goes_it_ends_whether_it_was_in_front_or_stopped() {
    for stopped in [false, true] {
        let world = World::new();
        let mut terminal = Terminal::shell(&world, 110, 30);
        terminal.press("(echo $BASHPID > pid; exec \"$SARF\")\n");
        terminal.wait("the interface is connected", |screen| screen.contains("daemon ok"));
        if stopped {
            let mark = terminal.written();
            terminal.press("\x1a");
            terminal.wait_bytes(mark, "the shell is there", "ready> ");
        }
        let pid = file(&world, "pid");
        assert!(lives(&pid), "the control: it is there while its shell is");
        drop(terminal);
        until("the program has ended", || (!lives(&pid)).then_some(()));
    }
}

#[test]
fn when_its_terminal_goes_it_ends_though_no_signal_tells_it() {
    let world = World::new();
    let pair = portable_pty::native_pty_system().openpty(portable_pty::PtySize::default()).unwrap();
    let mut command = portable_pty::CommandBuilder::new(sarf_tests::harness::sarf());
    command.env("SARF_HOME", world.home());
    command.env("TERM", "xterm-256color");
    command.set_controlling_tty(false);
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut screen = pair.master.try_clone_reader().unwrap();
    let (mut read, mut bytes) = (Vec::new(), [0; 4096]);
    while !String::from_utf8_lossy(&read).contains("daemon ok") {
        let count = screen.read(&mut bytes).unwrap();
        read.extend_from_slice(&bytes[..count]);
    }
    assert!(child.try_wait().unwrap().is_none(), "the control: it is there while its terminal is");
    drop((screen, pair.master));
    until("the program has ended", || child.try_wait().unwrap());
}
