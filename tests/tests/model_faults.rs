//! Whatever a model server does wrong has its class and its words, and neither key, prompt nor reply is in them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::time::Duration;

use sarf_daemon::models::llm::Http;
use sarf_daemon::models::{ModelFailure, Role, TransientFault};
use sarf_tests::fake_model::{FakeModel, Fault, Rule, Script};
use sarf_tests::model_kit::{call, model_at};

/// Calls a role at a server with this fault; whole or piece by piece.
async fn failed(fault: Fault, role: Role, stream: bool) -> ModelFailure {
    let fake = FakeModel::start(Script::always(fault.clone())).await.unwrap();
    let times = format!(
        "first_token_timeout_s = 1\nidle_timeout_s = 1\nconnect_timeout_s = 2\ntimeout_s = 20\nstream = {stream}"
    );
    let model = model_at(&fake.base_url(), role, &times, "", &Http::new());
    let failure = call(&model, role, 1).await.expect_err(&format!("{fault:?} as {role}, stream {stream}"));
    let words = format!("{failure} {failure:?} {}", serde_json::to_string(&failure).unwrap());
    for secret in ["SECRET", "Mara", "sk-", "fake_key"] {
        assert!(!words.contains(secret), "{fault:?} tells {secret}: {words}");
    }
    assert!(fake.seen().iter().all(|seen| seen.authorized));
    failure
}

/// Words of an invalid reply, and whether it was cut off.
fn invalid(failure: ModelFailure) -> (String, bool) {
    match failure {
        ModelFailure::Invalid { problems, truncated, .. } => (problems.join("; "), truncated),
        other => panic!("not invalid: {other:?}"),
    }
}

#[tokio::test]
async fn a_reply_that_is_not_what_was_asked_for_says_what_is_wrong() {
    for stream in [true, false] {
        for role in [Role::Author, Role::Extractor] {
            assert!(invalid(failed(Fault::Prose, role, stream).await).0.contains("prose"));
            assert!(invalid(failed(Fault::TruncatedJson, role, stream).await).0.contains("breaks off"));
        }
        let (words, _) = invalid(failed(Fault::WrongEnum, Role::Extractor, stream).await);
        assert!(words.contains("events.0.kind") && words.contains("separated"), "{words}");
        assert!(invalid(failed(Fault::WrongEnum, Role::Client, stream).await).0.contains("text"));
        assert!(invalid(failed(Fault::TruncatedJson, Role::Client, stream).await).0.contains("breaks off"));
        for role in Role::ALL {
            let (words, truncated) = invalid(failed(Fault::Length, *role, stream).await);
            assert!(truncated && words.contains("cut off"), "{words}");
            let (words, truncated) = invalid(failed(Fault::Empty, *role, stream).await);
            assert!(!truncated && words.contains("empty"), "{words}");
            let (words, _) = invalid(failed(Fault::Megabyte, *role, stream).await);
            assert!(words.contains("larger than 512 KB"), "{words}");
        }
    }
}

#[tokio::test]
async fn what_the_endpoint_refuses_is_refused_with_what_to_do() {
    for (fault, status, words) in [
        (Fault::Status { status: 401 }, Some(401), "api_key_env"),
        (Fault::Status { status: 402 }, Some(402), "credit"),
        (Fault::Status { status: 403 }, Some(403), "right"),
        (Fault::Status { status: 404 }, Some(404), "base_url"),
        (Fault::Status { status: 400 }, Some(400), "does not understand"),
        (Fault::Refusal, None, "declines"),
        (Fault::ContentFilter, None, "policy"),
        (Fault::Page, Some(200), "not with a chat completion"),
        (Fault::Redirect { to: "http://127.0.0.1:1/".into() }, Some(307), "base_url"),
    ] {
        for stream in [true, false] {
            match failed(fault.clone(), Role::Coach, stream).await {
                ModelFailure::Refused { status: seen, why } => {
                    assert_eq!(seen, status, "{fault:?}");
                    assert!(why.contains(words), "{fault:?}: {why}");
                }
                other => panic!("{fault:?}: {other:?}"),
            }
        }
    }
}

#[tokio::test]
async fn what_passes_by_itself_is_rate_limited_or_transient() {
    let limited = |after: Option<&str>| Fault::RateLimited { after: after.map(str::to_owned) };
    assert_eq!(
        failed(limited(Some("7")), Role::Client, true).await,
        ModelFailure::RateLimited { retry_after: Some(Duration::from_secs(7)) }
    );
    assert_eq!(failed(limited(None), Role::Client, true).await, ModelFailure::RateLimited { retry_after: None });
    let past = limited(Some("Sun, 01 Mar 2020 12:00:00 GMT"));
    assert_eq!(failed(past, Role::Client, true).await, ModelFailure::RateLimited { retry_after: Some(Duration::ZERO) });
    for stream in [true, false] {
        let transient = |fault| async move {
            match failed(fault, Role::Extractor, stream).await {
                ModelFailure::Transient(fault) => fault,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(transient(Fault::Status { status: 500 }).await, TransientFault::Server(500));
        assert_eq!(transient(Fault::Status { status: 503 }).await, TransientFault::Server(503));
        assert_eq!(transient(Fault::Reset).await, TransientFault::Connection);
        assert_eq!(transient(Fault::StreamStops).await, TransientFault::StreamStopped);
        assert_eq!(transient(Fault::Slow { ms: 60_000 }).await, TransientFault::Timeout(1));
    }
    let pause = failed(Fault::Pause { ms: 60_000 }, Role::Coach, true).await;
    assert_eq!(pause, ModelFailure::Transient(TransientFault::Timeout(1)));
    let nobody = model_at("http://127.0.0.1:1/v1", Role::Coach, "", "", &Http::new());
    let failure = call(&nobody, Role::Coach, 1).await.unwrap_err();
    assert_eq!(failure, ModelFailure::Transient(TransientFault::Connection));
}

#[tokio::test]
async fn a_reply_that_never_ends_is_given_up_after_its_whole_time() {
    let script = Script { delay_ms: 0, piece_delay_ms: 300, pieces: 200, ..Script::default() };
    let fake = FakeModel::start(script).await.unwrap();
    let model = model_at(&fake.base_url(), Role::Coach, "timeout_s = 1", "", &Http::new());
    let failure = call(&model, Role::Coach, 1).await.unwrap_err();
    assert_eq!(failure, ModelFailure::Transient(TransientFault::Timeout(1)));
}

#[tokio::test]
async fn a_kept_connection_the_server_has_closed_is_not_a_failed_call() {
    let rules = vec![Rule::new(Fault::Reset).calls(2..=2)];
    let fake = FakeModel::start(Script { rules, ..Script::prompt() }).await.unwrap();
    let model = model_at(&fake.base_url(), Role::Coach, "", "", &Http::new());
    for turn in 1..=2 {
        call(&model, Role::Coach, turn).await.unwrap();
    }
    assert_eq!(fake.seen().len(), 3);
}

#[tokio::test]
async fn a_reply_that_was_paid_for_and_is_of_no_use_tells_what_it_cost() {
    for (fault, role) in [
        (Fault::Length, Role::Coach),
        (Fault::Empty, Role::Coach),
        (Fault::Prose, Role::Author),
        (Fault::Prose, Role::Extractor),
        (Fault::TruncatedJson, Role::Client),
    ] {
        let named = format!("{fault:?}, {role}");
        let usage = failed(fault, role, true).await.usage();
        assert!(usage.prompt_tokens > 0, "{named}: {usage:?}");
    }
    // The control: where nothing was answered nothing was paid.
    assert_eq!(failed(Fault::Reset, Role::Coach, true).await.usage().prompt_tokens, 0);
}

/// The control: without a fault every role answers, whole and piece by piece, and calls that go wrong do not spoil those after.
#[tokio::test]
async fn without_a_fault_every_role_answers_and_a_fault_spoils_only_its_own_call() {
    let mut script = Script::prompt();
    script.rules.push(Rule::new(Fault::StreamStops).calls(1..=1));
    script.rules.push(Rule::new(Fault::Reset).calls(2..=3));
    let fake = FakeModel::start(script).await.unwrap();
    let http = Http::new();
    let coach = model_at(&fake.base_url(), Role::Coach, "", "", &http);
    assert!(call(&coach, Role::Coach, 1).await.is_err());
    assert!(call(&coach, Role::Coach, 1).await.is_err());
    for stream in ["stream = true", "stream = false"] {
        for role in Role::ALL {
            let model = model_at(&fake.base_url(), *role, stream, "", &http);
            let answer = call(&model, *role, 1).await.unwrap_or_else(|failure| panic!("{role}, {stream}: {failure}"));
            assert!(answer.usage.prompt_tokens > 0 && answer.usage.completion_tokens > 0, "{role}, {stream}");
        }
    }
}
