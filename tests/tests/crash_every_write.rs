//! T1 and T6 over the whole program: a small run (persona, three turns, extraction) is killed at every write event, and
//! what the next life makes of it equals, byte for byte, what an undisturbed life makes.
//!
//! By default it is every second event after the opening; `SARF_LONG=1` takes every event of a run of twelve turns.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use std::collections::BTreeSet;

use sarf_shared::rpc::{Accepted, GenerateRequest, PersonaSource, RequestId};
use sarf_tests::harness::{Rpc, World, fresh_id, long, same, until};

const SEED: u64 = 11;

fn turns() -> u32 {
    if long() { 12 } else { 3 }
}

fn order(seed: u64) -> GenerateRequest {
    let persona = PersonaSource::New;
    GenerateRequest { persona, count: 1, turns: turns(), seed: Some(seed), extract: true, offline: false }
}

fn ask(rpc: &Rpc, id: &RequestId, seed: u64) -> Option<Vec<Accepted>> {
    let id = id.clone();
    rpc.call(|client, context| async move { client.generate(context, id, order(seed)).await }).ok()?.ok()
}

fn undisturbed(seed: u64) -> String {
    let world = World::new();
    let _daemon = world.start();
    assert!(ask(&world.rpc(), &fresh_id(), seed).is_some());
    world.rpc().settle();
    world.content()
}

/// Kills a life at its `k`-th write event, lets a fresh one go on, and answers the content and whether the kill came.
fn killed_at(k: u64) -> (String, bool) {
    let world = World::new();
    let request = fresh_id();
    let mut daemon = world.start_to_crash(k);
    let rpc = until("the daemon answers or is gone", || match daemon.gone() {
        Some(_) => Some(None),
        None => world.answers().and_then(|()| Rpc::dial(&world.places().socket)).map(Some),
    });
    let mut promised = None;
    if let Some(rpc) = rpc {
        promised = ask(&rpc, &request, SEED);
        let done = rpc.watch_until("the work is done or the daemon gone", |rpc| {
            let jobs = rpc.try_jobs()?;
            (!jobs.is_empty() && jobs.iter().all(|job| job.brief.state.is_over())).then_some(())
        });
        if done.is_none() {
            assert!(daemon.ended().was_killed(), "killed at event {k}: it died of something else\n{}", world.tell());
        }
    }
    let died = daemon.gone().is_some();
    drop(daemon);

    let _second = world.start();
    let rpc = world.rpc();
    let again = ask(&rpc, &request, SEED).unwrap();
    if let Some(promised) = promised {
        assert_eq!(promised, again, "killed at event {k}: an acknowledged request gives its first answer");
    }
    let jobs = rpc.settle();
    assert_eq!(jobs.len(), 2, "killed at event {k}: one generation and one extraction, not {jobs:#?}");
    assert_eq!(rpc.discussions().len(), 1, "killed at event {k}");
    let numbers: Vec<u32> = rpc.statements(rpc.discussions()[0].id).iter().map(|said| said.number).collect();
    assert_eq!(numbers, (1..=turns() * 2).collect::<Vec<_>>(), "killed at event {k}: no turn is missing or double");
    assert!(rpc.ask(|client, context| async move { client.check(context).await }).sound, "killed at event {k}");
    (world.content(), died)
}

#[test]
fn a_small_run_killed_at_every_write_event_ends_with_the_content_of_an_undisturbed_one() {
    let golden = undisturbed(SEED);
    assert_eq!(golden, undisturbed(SEED), "the same seed gives the same content");
    assert_ne!(golden, undisturbed(SEED + 1), "control: the comparison can fail");

    // The number of events depends on how many changes share a frame; a multiple of 64 beyond it is found first.
    let mut beyond = 64;
    while killed_at(beyond).1 {
        beyond += 64;
    }
    let events: Vec<u64> = (1..=beyond).filter(|k| long() || *k <= 16 || k % 2 == 0).collect();
    let died = std::sync::Mutex::new(BTreeSet::new());
    std::thread::scope(|scope| {
        for part in 0..2 {
            let (events, died, golden) = (&events, &died, &golden);
            scope.spawn(move || {
                for &k in events.iter().skip(part).step_by(2) {
                    let (content, killed) = killed_at(k);
                    same(&content, golden, &format!("killed at event {k}"));
                    if killed {
                        died.lock().unwrap().insert(k);
                    }
                }
            });
        }
    });
    let died = died.into_inner().unwrap();
    eprintln!("{} of {} runs were killed, the last at event {:?}", died.len(), events.len(), died.last());
    // Opening a new world, accepting, a persona, statements, codings: a frame and its sync each, at the least.
    assert!(died.len() > 25, "control: the sweep must reach into the run");
}
