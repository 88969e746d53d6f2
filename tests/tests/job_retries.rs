//! T9, first half: failed calls are tried again a bounded number of times, spaced, across restarts; what the server asks
//! for is obeyed.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use sarf_shared::discussion::{Cause, Stage, StatusWord, Timestamp};
use sarf_shared::job::{FailureClass, JobState};
use sarf_shared::rpc::JobView;
use sarf_tests::fake_model::{Fault, Rule, Script};
use sarf_tests::harness::{ModelServer, Rpc, World, until};

fn world(rules: Vec<Rule>, retry: &str) -> (World, ModelServer) {
    let world = World::new();
    let model = ModelServer::start(world.beside(), &Script { delay_ms: 1, rules, ..Script::default() });
    world.configure(&model.config(&format!("\n[retry]\n{retry}\n")));
    (world, model)
}

fn due(job: &JobView) -> Option<Timestamp> {
    match &job.brief.state {
        JobState::Queued { not_before, .. } => *not_before,
        _ => None,
    }
}

fn waiting(rpc: &Rpc) -> (JobView, Timestamp) {
    rpc.until("the job waits for its next try", |rpc| {
        let job = rpc.jobs().into_iter().next()?;
        let due = due(&job)?;
        Some((job, due))
    })
}

#[test]
fn a_due_time_survives_a_kill_and_the_tries_never_exceed_their_number() {
    let (world, model) = world(vec![Rule::new(Fault::RateLimited { after: None })], "attempts = 4\nfirst_wait_s = 0.5");
    let daemon = world.start();
    world.rpc().generate(1, 1, 1, false);
    let mut daemon = Some(daemon);
    for tried in 1..=3 {
        let (job, due_before) = waiting(&world.rpc());
        assert_eq!((job.attempts, model.begun().len()), (tried, tried as usize));
        daemon.take().unwrap().kill();
        daemon = Some(world.start());
        let again = world.rpc().jobs().into_iter().next().unwrap();
        // A slow machine may come to the due time before we look; then the next try has been made already.
        if model.begun().len() == tried as usize && again.attempts == tried {
            assert_eq!(due(&again), Some(due_before), "the due time is the same in the next life");
        }
        let wanted = tried as usize + 1;
        until("the next try is made", || (model.begun().len() >= wanted).then_some(()));
        let jobs = || world.rpc().jobs().into_iter().next().unwrap();
        until("its failure is recorded", || (jobs().attempts > tried).then_some(()));
    }
    let rpc = world.rpc();
    let job = rpc.settle().remove(0);
    assert_eq!(model.begun().len(), 4, "four tries in all, over four lives");
    assert!(matches!(job.brief.state, JobState::Failed { class: FailureClass::RateLimited, .. }), "{job:#?}");
    let row = rpc.discussions().remove(0);
    let failure = row.failure.unwrap();
    assert_eq!((row.status, failure.stage, failure.cause), (StatusWord::Failed, Stage::Authoring, Cause::Provider));
    assert!(!row.note.unwrap_or_default().is_empty(), "it is said in a sentence");
}

#[test]
fn a_wait_the_server_asks_for_is_kept_in_full_and_then_the_work_goes_on() {
    let limited = Rule::new(Fault::RateLimited { after: Some("2".into()) }).of("coach").calls(1..=1);
    let (world, model) = world(vec![limited], "attempts = 4\nfirst_wait_s = 0.01");
    let _daemon = world.start();
    let rpc = world.rpc();
    rpc.generate(1, 1, 1, false);
    let (job, due) = waiting(&rpc);
    let failed = job.history.last().unwrap();
    assert!(due.since(failed.at) >= 2_000, "due {} ms after the refusal", due.since(failed.at));
    assert!(matches!(job.brief.state, JobState::Queued { after: Some(FailureClass::RateLimited), .. }));
    let job = rpc.settle().remove(0);
    assert!(matches!(job.brief.state, JobState::Succeeded { .. }), "{job:#?}");
    let before: Vec<_> = model.begun();
    assert_eq!(before.iter().filter(|call| call.role == "coach").count(), 2);
    let retried = rpc.ask(|client, context| {
        let (id, page) = (job.brief.id, sarf_shared::rpc::PageRequest { offset: 0, limit: 100 });
        async move { client.calls(context, id, page).await }
    });
    let coach: Vec<_> = retried.items.iter().filter(|call| call.engine.role == "coach").collect();
    assert_eq!(coach[0].failure.as_deref(), Some("rate_limited"));
    assert!(coach[1].at.since(coach[0].at) >= 2_000, "control: the second call came after the wait");
}
