//! The exit codes of the one table, each met in life.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use std::os::unix::process::CommandExt;
use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process};
use sarf_shared::job::JobState;
use sarf_tests::fake_model::{Fault, Script};
use sarf_tests::harness::{ModelServer, World, sarf, until};

/// A model that takes longer than any test.
fn slow(world: &World) -> ModelServer {
    let model = ModelServer::start(world.beside(), &Script { delay_ms: 600_000, ..Script::default() });
    world.configure(&model.config(""));
    model
}

#[test]
fn what_was_named_must_exist_and_be_of_the_right_kind() {
    let world = World::new();
    for missing in [
        &["show", "41"][..],
        &["show", "p3"],
        &["show", "j12"],
        &["show", "39/8"],
        &["extract", "41"],
        &["generate", "p3"],
        &["cancel", "41"],
        &["pause", "j12"],
        &["resume", "j12"],
        &["retry", "41"],
        &["delete", "41", "--yes"],
        &["persona", "show", "p3"],
        &["persona", "delete", "p3", "--yes"],
        &["export", "41"],
        &["watch", "41"],
        &["import", "/nowhere/talk.txt"],
    ] {
        let ran = world.sarf(missing).ended(3);
        assert!(ran.stdout.is_empty() && !ran.stderr.is_empty(), "{ran}");
        let json: Vec<&str> = missing.iter().copied().chain(["--json"]).collect();
        let ran = world.sarf(&json).ended(3);
        let told: serde_json::Value = serde_json::from_str(ran.stderr.trim()).unwrap();
        assert_eq!((told["exit"].as_u64(), told["kind"].as_str()), (Some(3), Some("not found")), "{ran}");
    }
    for wrong in [
        &["show", "x7"][..],
        &["show", "41/x"],
        &["cancel", "p3"],
        &["extract", "j3"],
        &["generate", "41"],
        &["persona", "show", "41"],
        &["delete", "p3", "--yes"],
        &["list", "--status", "coded"],
        &["generate", "--turns", "0"],
        &["import"],
    ] {
        let ran = world.sarf(wrong).ended(2);
        assert!(ran.stdout.is_empty() && !ran.stderr.is_empty(), "{ran}");
    }
}

#[test]
fn what_is_done_already_is_a_conflict_and_a_statement_or_run_that_is_not_there_is_not_found() {
    let world = World::new();
    world.sarf(&["generate", "--turns", "2", "--seed", "1", "--wait"]).ok();
    for done in [&["cancel", "1"][..], &["pause", "1"], &["resume", "j1"], &["retry", "1"], &["cancel", "j1"]] {
        world.sarf(done).ended(4).says("done");
    }
    world.sarf(&["show", "1/99"]).ended(3).says("4 statements");
    world.sarf(&["show", "1", "--run", "r99"]).ended(3).says("r99");
    world.sarf(&["show", "1", "--run", "r1"]).ok();
    world.sarf(&["check", "--repair"]).ended(4).says("sarf daemon stop");
    // Without a terminal nobody can be asked, and nothing is deleted.
    world.sarf_reading(&["delete", "1"], "1\n").ended(2).says("--yes");
    world.sarf(&["show", "1"]).ok();
    world.sarf(&["delete", "1", "--yes"]).ok();
    world.sarf(&["show", "1"]).ended(3);
}

#[test]
fn a_daemon_that_dies_at_start_shows_its_last_words() {
    let world = World::new();
    world.configure("[jobs]\nconcurency = 3\n");
    world.sarf(&["list"]).ended(5).says("concurency");
    world.sarf(&["daemon", "start"]).ended(5);
    world.sarf(&["daemon", "status"]).ended(5);
    world.sarf(&["config", "show"]).ended(1).says("concurency");
    world.sarf(&["doctor"]).ended(1).says("concurency");
    // Looking at the files needs no configuration.
    world.sarf(&["check"]).ok();
    world.configure("");
    world.sarf(&["list"]).ok();
}

#[test]
fn a_daemon_of_another_build_is_replaced_unless_jobs_run() {
    let world = World::new();
    let _model = slow(&world);
    let other = world.path("other-sarf");
    std::fs::copy(sarf(), &other).unwrap();
    let mut start = std::process::Command::new(&other);
    let told = world.command(&[]);
    start.env_clear().envs(told.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let mut child = start.args(["daemon", "run"]).stdin(Stdio::null()).process_group(0).spawn().unwrap();
    until("the other build answers", || world.answers());
    let accepted = world.rpc().generate(1, 2, 1, false);
    let job = accepted.first().unwrap().job.unwrap();
    for command in [&["list"][..], &["generate"], &["check"]] {
        world.sarf(command).ended(6).says("sarf daemon restart");
    }
    world.sarf(&["daemon", "status"]).ok();
    world.rpc().act(sarf_shared::rpc::JobAction::Cancel, sarf_shared::rpc::JobTarget::Job(job));
    let ran = world.sarf(&["list"]).ok().says("restarted");
    assert!(ran.stdout.contains("failed"), "{ran}");
    let _ = child.wait();
    // The control: the same build is left alone.
    assert!(world.sarf(&["list"]).ok().stderr.is_empty());
}

#[test]
fn ctrl_c_while_waiting_ends_the_command_and_not_the_work() {
    let world = World::new();
    let _model = slow(&world);
    world.sarf(&["daemon", "start"]).ok();
    let mut command = world.command(&["generate", "--turns", "2", "--wait"]);
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let rpc = world.rpc();
    let job = rpc.until("the job runs", |rpc| {
        rpc.jobs().into_iter().find(|job| matches!(job.brief.state, JobState::Running { .. }))
    });
    kill_process(Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap(), Signal::INT).unwrap();
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(130));
    assert!(String::from_utf8_lossy(&ended.stderr).contains("goes on"), "{ended:?}");
    assert!(matches!(rpc.job(job.brief.id).brief.state, JobState::Running { .. }));
    // A job at work can be paused, let go on and cancelled; each by the discussion too.
    assert_eq!(world.sarf(&["pause", "1", "--json"]).ok().json()["state"], "paused");
    world.sarf(&["pause", "1"]).ended(4);
    assert_ne!(world.sarf(&["resume", "j1", "--json"]).ok().json()["state"], "paused");
    assert_eq!(world.sarf(&["cancel", "1", "--json"]).ok().json()["state"], "cancelled");
    let failed = world.sarf(&["list", "--status", "failed", "--json"]).ok().json();
    assert_eq!((failed["status"].as_str(), failed["failure"]["cause"].as_str()), (Some("failed"), Some("cancelled")));
    for key in ["stage", "cause", "at", "of"] {
        assert!(failed["failure"].get(key).is_some(), "{failed}");
    }
    // What a person cancelled is not among what is tried again by itself.
    assert!(world.sarf(&["retry", "--failed", "--json"]).ok().json_lines().is_empty());
}

#[test]
fn what_failed_ends_a_waiting_command_with_1_and_can_be_tried_again() {
    let world = World::new();
    let model = ModelServer::start(world.beside(), &Script::always(Fault::Status { status: 401 }));
    world.configure(&model.config(""));
    world.sarf(&["generate", "--turns", "2", "--wait"]).ended(1).says("401");
    let failed = world.sarf(&["show", "1", "--json"]).ok().json();
    assert_eq!(failed["failure"]["cause"], "refused");
    let retried = world.sarf(&["retry", "--failed", "--json"]).ok().json_lines();
    assert_eq!(retried.len(), 1, "{retried:?}");
    world.rpc().settle();
    // The way out: another engine.
    world.sarf(&["daemon", "stop"]).ok();
    world.configure("");
    world.sarf(&["generate", "--turns", "2", "--wait"]).ok();
}
