//! T9, second half: a step in flight at three unclean ends in a row is dead, and no other; any completed step and any
//! orderly end starts the count anew; after the second end it runs alone.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use sarf_shared::discussion::{Cause, Stage, StatusWord};
use sarf_shared::job::JobState;
use sarf_shared::rpc::{GenerateRequest, JobAction, JobTarget, JobView, PersonaSource};
use sarf_tests::fake_model::{Fault, Rule, Script};
use sarf_tests::harness::{Daemon, ModelServer, Rpc, World, fresh_id, until};

/// A world whose author hangs at its first `calls` calls: a step in flight for as long as a test wants.
fn hanging(calls: u64) -> (World, ModelServer) {
    let world = World::new();
    let slow = Rule::new(Fault::Slow { ms: 600_000 }).of("author").calls(1..=calls);
    let model = ModelServer::start(world.beside(), &Script { delay_ms: 1, rules: vec![slow], ..Script::default() });
    world.configure(&model.config("concurrency = 8\n"));
    (world, model)
}

fn authors(model: &ModelServer) -> usize {
    model.begun().iter().filter(|call| call.role == "author").count()
}

/// Starts a life in which the model hears of `calls` further authors.
fn life(world: &World, model: &ModelServer, calls: usize) -> Daemon {
    let before = authors(model);
    let daemon = world.start();
    until("the steps are in flight", || (authors(model) >= before + calls).then_some(()));
    daemon
}

fn offline_talk(rpc: &Rpc, seed: u64) {
    let persona = PersonaSource::New;
    let request = GenerateRequest { persona, count: 1, turns: 1, seed: Some(seed), extract: false, offline: true };
    let accepted = rpc.ask(|client, context| async move { client.generate(context, fresh_id(), request).await });
    let job = accepted[0].job.unwrap();
    rpc.until("the other job is done", |rpc| rpc.job(job).brief.state.is_over().then_some(()));
}

fn first(rpc: &Rpc) -> JobView {
    rpc.jobs().into_iter().next().unwrap()
}

fn is_dead(job: &JobView) -> bool {
    matches!(job.brief.state, JobState::Dead { .. })
}

#[test]
fn a_step_in_flight_at_three_unclean_ends_in_a_row_is_dead_and_the_one_beside_it_is_not() {
    let (world, model) = hanging(5);
    let daemon = world.start();
    world.rpc().generate(1, 1, 1, false);
    world.rpc().generate(1, 1, 2, false);
    until("both steps are in flight", || (authors(&model) == 2).then_some(()));
    daemon.kill();
    let daemon = life(&world, &model, 2);
    assert!(world.rpc().jobs().iter().all(|job| !is_dead(job)), "one unclean end kills nothing");
    daemon.kill();

    // After the second end each of them runs alone: one call only, however long we look at it.
    let daemon = life(&world, &model, 1);
    let rpc = world.rpc();
    assert!(rpc.jobs().iter().all(|job| !is_dead(job)), "two unclean ends kill nothing");
    let running = rpc.jobs().iter().filter(|job| matches!(job.brief.state, JobState::Running { .. })).count();
    assert_eq!((running, authors(&model)), (1, 5), "the other waits");
    daemon.kill();

    let _daemon = world.start();
    let rpc = world.rpc();
    let jobs = rpc.settle();
    assert!(is_dead(&jobs[0]), "{:#?}", jobs[0]);
    assert!(matches!(jobs[1].brief.state, JobState::Succeeded { .. }), "the bystander goes on: {:#?}", jobs[1]);
    let row = rpc.discussions().into_iter().next().unwrap();
    let failure = row.failure.unwrap();
    assert_eq!((row.status, failure.stage, failure.cause), (StatusWord::Failed, Stage::Authoring, Cause::Internal));
    assert_eq!(authors(&model), 6, "a dead step is not tried by itself");
    assert!(rpc.status().unwrap().recovery.iter().any(|sentence| sentence.contains("given up")));

    // One key brings it back.
    rpc.act(JobAction::Retry, JobTarget::AllFailed);
    assert!(matches!(rpc.settle()[0].brief.state, JobState::Succeeded { .. }));
}

#[test]
fn a_step_completed_by_any_job_starts_the_count_anew() {
    let (world, model) = hanging(4);
    let daemon = world.start();
    world.rpc().generate(1, 1, 1, false);
    until("the step is in flight", || (authors(&model) == 1).then_some(()));
    daemon.kill();
    let daemon = life(&world, &model, 1);
    offline_talk(&world.rpc(), 30);
    daemon.kill();
    life(&world, &model, 1).kill();
    let daemon = life(&world, &model, 1);
    assert!(!is_dead(&first(&world.rpc())), "the third end in all is the second since a step was completed");
    daemon.kill();
    let _daemon = world.start();
    let jobs = world.rpc().settle();
    assert!(is_dead(&jobs[0]), "control: the third in a row\n{:#?}", jobs[0]);
}

#[test]
fn an_orderly_end_starts_the_count_anew() {
    let (world, model) = hanging(4);
    let daemon = world.start();
    world.rpc().generate(1, 1, 1, false);
    until("the step is in flight", || (authors(&model) == 1).then_some(()));
    daemon.kill();
    life(&world, &model, 1).kill();
    assert!(life(&world, &model, 1).terminate().status.success());
    life(&world, &model, 1).kill();
    let _daemon = world.start();
    let jobs = world.rpc().settle();
    assert!(matches!(jobs[0].brief.state, JobState::Succeeded { .. }), "{:#?}", jobs[0]);
}
