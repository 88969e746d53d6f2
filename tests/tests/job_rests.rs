//! T10: cancel and pause are durable. The daemon is killed as soon as the intent is acknowledged, before the runner can
//! have done anything about it; the next life knows.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use sarf_shared::discussion::{Cause, DiscussionId, JobId, Stage, StatusWord};
use sarf_shared::job::JobState;
use sarf_shared::rpc::{GenerateRequest, JobAction, JobTarget, PersonaSource};
use sarf_tests::fake_model::{Fault, Rule, Script};
use sarf_tests::harness::{ModelServer, Rpc, World, fresh_id, until};

/// A talk of three turns whose second coach turn hangs the first time.
fn hanging() -> (World, ModelServer) {
    let world = World::new();
    let slow = Rule::new(Fault::Slow { ms: 600_000 }).of("coach").calls(2..=2);
    let model = ModelServer::start(world.beside(), &Script { delay_ms: 1, rules: vec![slow], ..Script::default() });
    world.configure(&model.config(""));
    (world, model)
}

fn coaches(model: &ModelServer) -> usize {
    model.begun().iter().filter(|call| call.role == "coach").count()
}

/// Lets the runner of this life show that it works: another job is done from end to end.
fn another_job_is_done(rpc: &Rpc) {
    let persona = PersonaSource::New;
    let request = GenerateRequest { persona, count: 1, turns: 1, seed: Some(77), extract: false, offline: true };
    let accepted = rpc.ask(|client, context| async move { client.generate(context, fresh_id(), request).await });
    let job = accepted[0].job.unwrap();
    rpc.until("another job is done", |rpc| rpc.job(job).brief.state.is_over().then_some(()));
}

/// Has a job told something while its second coach turn hangs, and the daemon killed at once: job, discussion, and how
/// often a model was asked.
fn told_and_killed(world: &World, model: &ModelServer, action: JobAction) -> (JobId, DiscussionId, usize) {
    let daemon = world.start();
    let rpc = world.rpc();
    let accepted = rpc.generate(1, 3, 4, true).remove(0);
    let (job, discussion) = (accepted.job.unwrap(), accepted.discussion.unwrap());
    until("the second coach turn hangs", || (coaches(model) == 2).then_some(()));
    let calls = model.begun().len();
    rpc.act(action, JobTarget::Job(job));
    daemon.kill();
    (job, discussion, calls)
}

#[test]
fn a_cancelled_job_stays_cancelled_through_a_kill_and_asks_no_model_again() {
    let (world, model) = hanging();
    let (job, discussion, calls) = told_and_killed(&world, &model, JobAction::Cancel);
    let _daemon = world.start();
    let rpc = world.rpc();
    another_job_is_done(&rpc);
    assert!(matches!(rpc.job(job).brief.state, JobState::Cancelled { .. }), "{:#?}", rpc.job(job));
    assert_eq!(model.begun().len(), calls, "no further call");
    let row = rpc.row(discussion);
    let failure = row.failure.unwrap();
    assert_eq!((row.status, failure.stage, failure.cause), (StatusWord::Failed, Stage::Generating, Cause::Cancelled));
    assert_eq!((failure.at, failure.of, row.statements), (2, 3, 3), "what was said is kept");

    // A person may change their mind; the talk goes on at the next turn.
    assert!(
        rpc.act(JobAction::Retry, JobTarget::AllFailed).is_empty(),
        "what a person cancelled is not retried with the rest"
    );
    rpc.act(JobAction::Retry, JobTarget::Discussion(discussion));
    rpc.settle();
    assert_eq!(rpc.row(discussion).status, StatusWord::ReadyForCoding);
    assert_eq!(rpc.statements(discussion).len(), 6);
}

#[test]
fn a_paused_job_stays_paused_through_a_kill_until_it_is_let_go_on() {
    let (world, model) = hanging();
    let (job, discussion, calls) = told_and_killed(&world, &model, JobAction::Pause);
    let daemon = world.start();
    let rpc = world.rpc();
    another_job_is_done(&rpc);
    assert!(matches!(rpc.job(job).brief.state, JobState::Paused { .. }));
    assert_eq!(rpc.row(discussion).status, StatusWord::Generating, "a pause is the job's state, not the discussion's");
    assert_eq!(model.begun().len(), calls, "no further call");

    rpc.act(JobAction::Resume, JobTarget::Job(job));
    daemon.kill();
    let _daemon = world.start();
    world.rpc().settle();
    assert_eq!(world.rpc().row(discussion).status, StatusWord::ReadyForCoding, "letting go on is durable too");
}

#[test]
fn a_job_paused_and_let_go_on_many_times_always_has_a_runner() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    let accepted = rpc.generate(1, 60, 4, false).remove(0);
    let job = accepted.job.unwrap();
    for _ in 0..40 {
        // Either may come too late or too early; what counts is that the job is not forgotten.
        for action in [JobAction::Pause, JobAction::Resume] {
            let target = JobTarget::Job(job);
            let _ =
                rpc.call(|client, context| async move { client.job_action(context, fresh_id(), action, target).await });
        }
    }
    let jobs = rpc.settle();
    if matches!(jobs[0].brief.state, JobState::Paused { .. }) {
        rpc.act(JobAction::Resume, JobTarget::Job(job));
    }
    assert!(matches!(rpc.settle()[0].brief.state, JobState::Succeeded { .. }));
    assert_eq!(rpc.statements(accepted.discussion.unwrap()).len(), 120);
}
