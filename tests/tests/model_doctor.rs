//! `doctor` says which endpoint does not answer, which key is not taken, which model is not known, and what to do. And
//! the fake model runs as a process of its own.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use sarf_daemon::config::Config;
use sarf_daemon::models::llm::{Http, probe};
use sarf_shared::rpc::FindingLevel;
use sarf_tests::fake_model::{FakeModel, Moment, Script, read_ledger};
use sarf_tests::model_kit::{call, model_at};

#[tokio::test]
async fn doctor_tells_an_endpoint_that_answers_from_one_that_does_not() {
    let fake = FakeModel::start(Script::prompt()).await.unwrap();
    let text = format!(
        "[model]\nprovider = \"here\"\nmodel = \"fake\"\n[providers.here]\nbase_url = \"{}\"\n\
         [providers.gone]\nbase_url = \"http://127.0.0.1:1/v1\"\n[roles.judge]\nprovider = \"gone\"\nmodel = \"x\"\n\
         [roles.coach]\nmodel = \"other\"\n",
        fake.base_url()
    );
    let config = Config::parse(&text, Path::new("/c/config.toml")).unwrap();
    let findings = probe(&config, &|_| None, &Http::new()).await;
    let of = |level| findings.iter().filter(|f| f.level == level).map(|f| f.found.clone()).collect::<Vec<_>>();
    assert_eq!(of(FindingLevel::Ok), ["answers"]);
    assert_eq!(of(FindingLevel::Warning), ["the model \"other\" is not in its list"]);
    let problems = of(FindingLevel::Problem);
    assert!(problems.len() == 1 && problems[0].contains("line 7: the endpoint does not answer"), "{problems:?}");
}

#[tokio::test]
async fn the_fake_model_runs_as_a_process_and_keeps_its_ledger() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("calls.jsonl");
    let mut child = Command::new(env!("CARGO_BIN_EXE_fake_model"))
        .args(["--delay-ms", "0", "--ledger"])
        .arg(&ledger)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let url = line.trim().strip_prefix("listening ").unwrap().to_owned();
    let role = sarf_daemon::models::Role::Coach;
    let model = model_at(&url, role, "", "", &Http::new());
    call(&model, role, 1).await.unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let entries = read_ledger(&ledger).unwrap();
    assert_eq!(entries.iter().filter(|entry| entry.moment == Moment::Begin && entry.role == "coach").count(), 1);
}
