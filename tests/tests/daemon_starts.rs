//! G2: the daemon always starts, or says why not.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use sarf_tests::harness::{World, long};

#[test]
fn a_daemon_killed_without_warning_starts_again_at_once() {
    let world = World::new();
    let mut boots = std::collections::HashSet::new();
    for _ in 0..if long() { 50 } else { 10 } {
        let daemon = world.start();
        let status = world.rpc().status().unwrap();
        assert_eq!(status.pid, daemon.pid());
        assert!(boots.insert(status.boot_id.0), "each life has an id of its own");
        assert!(daemon.kill().was_killed());
        assert!(world.places().socket.exists(), "a killed daemon leaves its socket behind");
        assert!(world.answers().is_none(), "the socket is stale");
    }
    assert!(world.answers().is_none());
}

#[test]
fn a_foreign_living_process_in_the_lock_file_stops_no_start() {
    let world = World::new();
    world.start().kill();
    std::fs::write(&world.places().lock, "1\n").unwrap();
    let daemon = world.start();
    assert_eq!(world.holder(), Some(daemon.pid()));
}

#[test]
fn a_second_daemon_is_refused_with_the_first_ones_process_id() {
    let world = World::new();
    let first = world.start();
    let mut second = world.spawn(&[]);
    let ended = second.ended();
    assert!(!ended.status.success());
    assert!(world.tell().contains(&format!("process {}", first.pid())), "{}", world.tell());
    assert!(world.answers().is_some(), "the first goes on");
}

#[test]
fn a_command_starts_the_daemon_that_was_killed_and_answers_of_the_same_build() {
    let world = World::new();
    let first = world.sarf(&["daemon", "start", "--json"]).ok().json();
    let pid = world.holder().unwrap();
    assert_eq!(first["pid"], pid);
    let pid = rustix::process::Pid::from_raw(i32::try_from(pid).unwrap()).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::KILL).unwrap();
    assert!(world.sarf(&["list"]).ok().stderr.len() < 2_000);
    let again = world.sarf(&["daemon", "status", "--json"]).ok().json();
    assert_ne!(again["pid"], first["pid"]);
    assert_eq!(again["build"], first["build"]);
    world.sarf(&["daemon", "stop"]).ok();
    world.sarf(&["daemon", "status", "--json"]).ended(5);
}
