//! What a person may rely on about jobs: what is kept when something goes wrong, and what can be done then.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use sarf_shared::discussion::{Cause, DiscussionId, Stage, StatusWord};
use sarf_shared::job::{FailureClass, JobState};
use sarf_shared::rpc::{Accepted, ApiError, ExtractRequest, JobAction, JobTarget};
use sarf_tests::fake_model::{Fault, Rule, Script};
use sarf_tests::harness::{ModelServer, Rpc, World, fresh_id, until};

fn world(rules: Vec<Rule>) -> (World, ModelServer) {
    let world = World::new();
    let model = ModelServer::start(world.beside(), &Script { delay_ms: 1, rules, ..Script::default() });
    world.configure(&model.config("\n[retry]\nattempts = 2\nfirst_wait_s = 0.01\n"));
    (world, model)
}

fn extract(rpc: &Rpc, discussion: DiscussionId) -> Result<Accepted, ApiError> {
    let request = ExtractRequest { discussion, allow_remote: None };
    rpc.call(|client, context| async move { client.extract(context, fresh_id(), request).await }).unwrap()
}

/// A talk of four turns whose third coach turn is refused once.
fn half_made() -> (World, ModelServer) {
    world(vec![Rule::new(Fault::Status { status: 401 }).of("coach").calls(3..=3)])
}

fn fails(rpc: &Rpc) -> DiscussionId {
    let id = rpc.generate(1, 4, 3, true)[0].discussion.unwrap();
    rpc.settle();
    let row = rpc.row(id);
    let failure = row.failure.unwrap();
    assert_eq!((row.status, failure.stage, failure.cause), (StatusWord::Failed, Stage::Generating, Cause::Refused));
    // Progress, failure and row count the same: what the client said.
    assert_eq!((failure.at, failure.of), (row.turns, row.planned));
    assert_eq!((row.turns, row.statements), (3, 5), "the third turn waits for the coach's answer");
    assert_eq!(row.job.unwrap().progress.done, row.turns);
    assert!(row.note.is_some_and(|note| !note.is_empty()), "it is said in a sentence");
    id
}

#[test]
fn a_generation_that_failed_half_way_is_resumed_at_the_next_turn() {
    let (world, model) = half_made();
    let _daemon = world.start();
    let rpc = world.rpc();
    let id = fails(&rpc);
    let kept: Vec<String> = rpc.statements(id).into_iter().map(|said| said.text).collect();
    assert!(world.sarf(&["list", "--status", "failed", "--json"]).ok().stdout.contains("\"generating\""));
    let calls = model.begun().len();
    assert_eq!(rpc.act(JobAction::Retry, JobTarget::AllFailed).len(), 1);
    rpc.settle();
    assert_eq!(rpc.row(id).status, StatusWord::ReadyForCoding);
    let whole: Vec<String> = rpc.statements(id).into_iter().map(|said| said.text).collect();
    assert_eq!((whole.len(), &whole[..kept.len()]), (8, &kept[..]), "what was there stays as it was");
    let since: Vec<String> = model.begun().into_iter().skip(calls).map(|call| call.role).collect();
    assert_eq!(since[..3], ["coach", "client", "coach"], "nothing finished is asked for again: {since:?}");
}

#[test]
fn a_generation_that_failed_half_way_is_extracted_as_it_is() {
    let (world, _model) = half_made();
    let _daemon = world.start();
    let rpc = world.rpc();
    let id = fails(&rpc);
    extract(&rpc, id).unwrap();
    rpc.settle();
    let row = rpc.row(id);
    assert_eq!((row.status, row.statements), (StatusWord::ReadyForCoding, 5));
    assert_eq!(rpc.statements(id).iter().filter(|said| said.coding.is_some()).count(), 3);
    assert!(rpc.act(JobAction::Retry, JobTarget::AllFailed).is_empty(), "the failed generation is settled by that");
}

#[test]
fn a_generation_that_failed_half_way_can_be_deleted() {
    let (world, _model) = half_made();
    let _daemon = world.start();
    let rpc = world.rpc();
    let id = fails(&rpc);
    world.sarf(&["delete", &id.to_string()]).ended(2);
    world.sarf(&["delete", &id.to_string(), "--yes"]).ok();
    world.sarf(&["show", &id.to_string()]).ended(3);
    assert!(rpc.discussions().is_empty() && rpc.jobs().is_empty());
}

#[test]
fn deleting_what_is_being_written_ends_its_work_and_leaves_nothing() {
    let (world, model) = world(vec![Rule::new(Fault::Slow { ms: 600_000 }).of("coach").calls(2..=2)]);
    let daemon = world.start();
    let rpc = world.rpc();
    let id = rpc.generate(1, 3, 3, true)[0].discussion.unwrap();
    until("the second coach turn hangs", || {
        (model.begun().iter().filter(|call| call.role == "coach").count() == 2).then_some(())
    });
    rpc.ask(|client, context| async move { client.delete_discussion(context, fresh_id(), id).await });
    assert!(rpc.discussions().is_empty() && rpc.jobs().is_empty());
    let next = rpc.generate(1, 1, 4, false)[0].discussion.unwrap();
    assert_ne!(next, id, "a number is never used again");
    rpc.settle();
    daemon.kill();
    let _daemon = world.start();
    assert_eq!(world.rpc().discussions().len(), 1, "the deleted one does not come back");
    assert_eq!(rpc_calls(&model, "coach"), 3, "its work ended with it");
}

fn rpc_calls(model: &ModelServer, role: &str) -> usize {
    model.begun().iter().filter(|call| call.role == role).count()
}

#[test]
fn a_repeated_extraction_that_fails_leaves_the_earlier_one_standing() {
    let (world, _model) = world(vec![Rule::new(Fault::Status { status: 403 }).of("extractor").calls(4..=4)]);
    let _daemon = world.start();
    let rpc = world.rpc();
    let id = rpc.generate(1, 2, 3, true)[0].discussion.unwrap();
    rpc.settle();
    let content = world.content();
    let again = extract(&rpc, id).unwrap();
    rpc.settle();
    let job = rpc.job(again.job.unwrap());
    assert!(matches!(job.brief.state, JobState::Failed { class: FailureClass::Refused, .. }), "{job:#?}");
    assert_eq!(rpc.row(id).status, StatusWord::ReadyForCoding);
    assert_eq!(world.content(), content, "the earlier run stands");
    let view = rpc.ask(|client, context| async move { client.discussion(context, id).await });
    assert_eq!(view.runs.len(), 2, "the failed run is recorded");
    assert!(view.runs[0].finished.is_some() && view.runs[1].finished.is_none());
}

#[test]
fn without_extraction_a_discussion_rests_until_somebody_asks_for_it() {
    let world = World::new();
    let daemon = world.start();
    world.sarf(&["generate", "--seed", "5", "--turns", "2", "--no-extract", "--wait"]).ok();
    let id = world.rpc().discussions()[0].id;
    assert_eq!(world.rpc().row(id).status, StatusWord::PendingExtraction);
    daemon.kill();
    let _daemon = world.start();
    let rpc = world.rpc();
    assert_eq!(rpc.row(id).status, StatusWord::PendingExtraction, "a new life does not extract it by itself either");
    assert!(rpc.settle().len() == 1);
    world.sarf(&["extract", &id.to_string(), "--wait"]).ok();
    assert_eq!(rpc.row(id).status, StatusWord::ReadyForCoding);
}

#[test]
fn a_batch_without_a_persona_is_the_same_by_place_every_time() {
    let batch = |at_once: usize| {
        let world = World::new();
        world.configure(&format!("[jobs]\nconcurrency = {at_once}\n"));
        let _daemon = world.start();
        world.sarf(&["generate", "--count", "5", "--turns", "2", "--seed", "7", "--wait"]).ok();
        let names: Vec<String> = world.rpc().discussions().into_iter().map(|row| row.title).collect();
        (world.content(), names)
    };
    let (one, names) = batch(1);
    let (many, _) = batch(5);
    let distinct: std::collections::HashSet<&String> = names.iter().collect();
    assert_eq!(distinct.len(), 5, "every persona has a name of its own: {names:?}");
    assert_eq!(by_place(&one), by_place(&many), "who finishes first decides nothing");
}

/// The export with the ids of personas as they were numbered by who finished first left out.
fn by_place(content: &str) -> Vec<serde_json::Value> {
    let document: serde_json::Value = serde_json::from_str(content).unwrap();
    document["discussions"].as_array().unwrap().clone()
}

#[test]
fn two_commands_with_the_same_seed_at_the_same_time_both_come_to_an_end() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    for _ in 0..4 {
        rpc.generate(1, 1, 21, false);
    }
    let jobs = rpc.settle();
    assert!(jobs.iter().all(|job| matches!(job.brief.state, JobState::Succeeded { .. })), "{jobs:#?}");
    let names: std::collections::HashSet<String> = rpc.discussions().into_iter().map(|row| row.title).collect();
    assert_eq!(names.len(), 4, "each persona has a name of its own");
}

#[test]
fn what_does_not_fit_a_jobs_state_is_refused_with_what_can_be_done() {
    let world = World::new();
    let _daemon = world.start();
    let rpc = world.rpc();
    let job = rpc.generate(1, 1, 2, false)[0].job.unwrap();
    rpc.settle();
    for action in [JobAction::Cancel, JobAction::Pause, JobAction::Resume, JobAction::Retry] {
        let target = JobTarget::Job(job);
        let why =
            rpc.refused(|client, context| async move { client.job_action(context, fresh_id(), action, target).await });
        assert!(matches!(why, ApiError::Conflict { .. }), "{why}");
        let said = world.sarf(&[action.as_str(), &job.to_string()]).ended(4);
        assert!(said.stderr.contains("done"), "{said}");
    }
    world.sarf(&["cancel", "j999"]).ended(3);
}
