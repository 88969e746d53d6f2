//! T4 and T5: what is finished is never asked for again. A model server of its own keeps a ledger of every call while the
//! daemon is killed inside calls, between a call and its record, and between steps.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use std::collections::HashSet;
use std::time::Duration;

use sarf_shared::job::JobState;
use sarf_tests::fake_model::{Moment, Script};
use sarf_tests::harness::{Daemon, ModelServer, Rpc, World, long, same, until};

/// How long the model thinks; the points inside a call lie within it.
const THINKS_MS: u64 = 30;
/// Points of a call at which the daemon is killed: five inside it, and once its answer was sent.
const POINTS: u64 = 6;

fn script() -> Script {
    Script { delay_ms: THINKS_MS, pieces: 2, ..Script::default() }
}

/// Kills the daemon once after each call the ledger tells of, at the points of a call in turn, until the work is done.
/// Answers how many kills there were, and the life that finished the work.
fn kill_at_every_call(world: &World, model: &ModelServer) -> (usize, Daemon) {
    let mut kills = 0;
    let mut daemon = world.start();
    loop {
        let rpc = world.rpc();
        let (begun, ended) = counts(model);
        let kept_before = kept(&rpc).unwrap_or_default();
        // Every second life completes a step first: after three unclean ends in a row without one the step is dead.
        let steps = if kills % 2 == 1 { 1 } else { 0 };
        let point = kills as u64 % POINTS;
        let hit = until("another call is under way or the work is done", || {
            if rpc.try_jobs()?.iter().all(|job| job.brief.state.is_over()) {
                return Some(false);
            }
            let (now_begun, now_ended) = counts(model);
            let completed = now_ended >= ended + steps + usize::from(point == POINTS - 1);
            // Answered is not yet kept: with several jobs at once the next call tells nothing of the one before.
            let through = steps == 0 || kept(&rpc)? >= kept_before + steps;
            (completed && through && now_begun > begun + steps).then_some(true)
        });
        if !hit {
            return (kills, daemon);
        }
        if point < POINTS - 1 {
            std::thread::sleep(Duration::from_millis(point * THINKS_MS / (POINTS - 1)));
        }
        daemon.kill();
        kills += 1;
        daemon = world.start();
    }
}

/// Calls whose results the daemon has stored.
fn kept(rpc: &Rpc) -> Option<usize> {
    let mut kept = 0;
    for job in rpc.try_jobs()? {
        kept += rpc.try_calls(job.brief.id)?.len();
    }
    Some(kept)
}

fn counts(model: &ModelServer) -> (usize, usize) {
    let entries = model.entries();
    let begun = entries.iter().filter(|entry| entry.moment == Moment::Begin).count();
    (begun, entries.len() - begun)
}

fn undisturbed(count: u32, turns: u32, concurrency: usize) -> (String, Vec<String>) {
    let world = World::new();
    let model = ModelServer::start(world.beside(), &script());
    world.configure(&config(&model, concurrency));
    let _daemon = world.start();
    world.rpc().generate(count, turns, 5, true);
    world.rpc().settle();
    (world.content(), model.begun().into_iter().map(|call| call.key).collect())
}

fn config(model: &ModelServer, concurrency: usize) -> String {
    model.config(&format!("concurrency = {concurrency}\n\n[jobs]\nconcurrency = {concurrency}\n"))
}

#[test]
fn a_finished_call_is_never_made_again_however_often_the_daemon_is_killed() {
    let turns = if long() { 12 } else { 4 };
    let (golden, keys) = undisturbed(1, turns, 1);
    let distinct: HashSet<&String> = keys.iter().collect();
    assert_eq!(distinct.len(), keys.len(), "undisturbed, every call is made once");

    let world = World::new();
    let model = ModelServer::start(world.beside(), &script());
    world.configure(&config(&model, 1));
    let first = world.start();
    world.rpc().generate(1, turns, 5, true);
    drop(first);
    let (kills, _last) = kill_at_every_call(&world, &model);
    let calls: Vec<String> = model.begun().into_iter().map(|call| call.key).collect();
    eprintln!("{} calls for {} results with {kills} kills", calls.len(), keys.len());

    // One job at a time: a repeated call can only be the one that was in flight, right after itself.
    let mut once = calls.clone();
    once.dedup();
    assert_eq!(once, keys, "the same calls in the same order, repeated only where a kill found them in flight");
    assert!(calls.len() <= keys.len() + kills);
    assert!(calls.len() > keys.len(), "control: some kills hit a call in flight, and it was made again");

    let rpc = world.rpc();
    let jobs = rpc.jobs();
    assert!(jobs.iter().all(|job| matches!(job.brief.state, JobState::Succeeded { .. })), "{jobs:#?}");
    let rerun: u32 = jobs.iter().map(|job| job.rerun).sum();
    assert!(rerun as usize >= calls.len() - keys.len(), "every repetition is counted in its job");
    assert!(jobs.iter().any(|job| job.history.iter().any(|moment| moment.what.contains("done again"))));
    same(&world.content(), &golden, "the content of an undisturbed run");
}

#[test]
fn several_jobs_at_once_repeat_at_most_what_was_in_flight() {
    const AT_ONCE: usize = 3;
    let (golden, keys) = undisturbed(4, 3, AT_ONCE);
    let world = World::new();
    let model = ModelServer::start(world.beside(), &script());
    world.configure(&config(&model, AT_ONCE));
    let first = world.start();
    world.rpc().generate(4, 3, 5, true);
    drop(first);
    let (kills, _last) = kill_at_every_call(&world, &model);
    let calls = model.begun();
    eprintln!("{} calls for {} results with {kills} kills", calls.len(), keys.len());
    assert!(calls.len() <= keys.len() + kills * AT_ONCE);
    let asked: HashSet<String> = calls.into_iter().map(|call| call.key).collect();
    assert_eq!(asked, keys.into_iter().collect(), "no call but those of an undisturbed run");
    same(&world.content(), &golden, "the content of an undisturbed run");
}
