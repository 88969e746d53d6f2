//! Faults of a model, from the endpoint to what a person sees: the class, the status, the sentence, and what is kept.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use sarf_shared::discussion::{Cause, Stage, StatusWord};
use sarf_shared::job::{FailureClass, JobState};
use sarf_shared::rpc::{DiscussionRow, JobView};
use sarf_tests::fake_model::{Fault, Rule, Script};
use sarf_tests::harness::{ModelServer, World};

/// What became of one discussion of two turns when `rule` goes wrong.
fn after(rule: Rule) -> (DiscussionRow, JobView, usize, World) {
    let world = World::new();
    let role = rule.role.clone();
    let model = ModelServer::start(world.beside(), &Script { delay_ms: 1, rules: vec![rule], ..Script::default() });
    world.configure(&model.config("\n[retry]\nattempts = 3\nfirst_wait_s = 0.01\n"));
    let _daemon = world.start();
    let rpc = world.rpc();
    let id = rpc.generate(1, 2, 6, true)[0].discussion.unwrap();
    let job = rpc.settle().pop().unwrap();
    let asked = model.begun().iter().filter(|call| role.as_ref().is_none_or(|role| *role == call.role)).count();
    let row = rpc.row(id);
    let shown = world.sarf(&["list"]).ok();
    assert!(shown.stdout.contains("failed"), "{shown}");
    // Whatever went wrong, the log holds no word of the talk.
    let told = world.tell();
    for said in rpc.statements(id) {
        assert!(!told.contains(said.text.trim()), "a transcript's words are in the log");
    }
    (row, job, asked, world)
}

#[track_caller]
fn failed(row: &DiscussionRow, stage: Stage, cause: Cause) {
    let failure = row.failure.unwrap_or_else(|| panic!("no failure in {row:#?}"));
    assert_eq!((row.status, failure.stage, failure.cause), (StatusWord::Failed, stage, cause));
    let note = row.note.clone().unwrap_or_default();
    assert!(note.len() > 20, "a sentence says what happened and what can be done, not {note:?}");
}

#[track_caller]
fn class(job: &JobView) -> (FailureClass, String) {
    match &job.brief.state {
        JobState::Failed { class, message, .. } => (*class, message.clone()),
        other => panic!("the job is {other:?}"),
    }
}

#[test]
fn an_endpoint_that_always_breaks_down_is_given_up_after_its_tries_with_the_turns_kept() {
    let (row, job, _, _world) = after(Rule::new(Fault::Reset).of("coach").calls(2..=1_000));
    failed(&row, Stage::Generating, Cause::Provider);
    assert_eq!(class(&job).0, FailureClass::Transient);
    assert_eq!((job.attempts, row.statements), (3, 3), "three tries; one turn and the client's next words are kept");
    assert!(class(&job).1.contains("fake"), "the endpoint is named: {}", class(&job).1);
}

#[test]
fn an_endpoint_that_answers_500_is_given_up_after_its_tries() {
    let (row, job, _, _world) = after(Rule::new(Fault::Status { status: 500 }).of("client"));
    failed(&row, Stage::Generating, Cause::Provider);
    assert_eq!((class(&job).0, job.attempts), (FailureClass::Transient, 3));
}

#[test]
fn a_key_that_is_refused_ends_the_job_at_once() {
    let (row, job, asked, _world) = after(Rule::new(Fault::Status { status: 401 }).of("author"));
    failed(&row, Stage::Authoring, Cause::Refused);
    assert_eq!((class(&job).0, asked), (FailureClass::Refused, 1), "nobody knocks twice");
    assert!(class(&job).1.to_lowercase().contains("key"), "the remedy is in the words: {}", class(&job).1);
}

#[test]
fn an_extractor_that_writes_no_json_gets_its_errors_back_three_times_and_no_more() {
    let (row, job, asked, world) = after(Rule::new(Fault::Prose).of("extractor"));
    failed(&row, Stage::Extracting, Cause::InvalidOutput);
    assert_eq!((class(&job).0, asked), (FailureClass::InvalidOutput, 4), "one try and three with the errors");
    assert_eq!(row.statements, 4, "the talk is whole");
    world.sarf(&["retry", &row.id.to_string()]).ok();
}

#[test]
fn an_extractor_that_mends_its_reply_when_told_is_accepted() {
    let world = World::new();
    let rule = Rule::new(Fault::TruncatedJson).of("extractor").calls(1..=2);
    let model = ModelServer::start(world.beside(), &Script { delay_ms: 1, rules: vec![rule], ..Script::default() });
    world.configure(&model.config(""));
    let _daemon = world.start();
    world.sarf(&["generate", "--turns", "2", "--seed", "6", "--wait"]).ok();
    assert_eq!(world.rpc().discussions()[0].status, StatusWord::ReadyForCoding, "control: two faults are borne");
}

#[test]
fn an_author_that_is_cut_off_for_length_is_named_as_such() {
    let (row, job, _, _world) = after(Rule::new(Fault::Length).of("author"));
    failed(&row, Stage::Authoring, Cause::InvalidOutput);
    let (class, words) = class(&job);
    assert_eq!(class, FailureClass::InvalidOutput);
    assert!(words.contains("max_tokens") || words.contains("length") || words.contains("cut"), "{words}");
}
