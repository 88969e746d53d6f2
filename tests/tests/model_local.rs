//! The model client against a real, very small language model. Opt-in: `SARF_LOCAL_MODEL=1` starts the reference
//! folder's `tools/local-model`; `SARF_LOCAL_MODEL=http://127.0.0.1:18080/v1` uses one that is running. What it says is
//! worthless: form, streaming, cost and times are what counts, and what was seen is printed (`--nocapture`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use sarf_daemon::models::llm::Http;
use sarf_daemon::models::{ClientReply, ModelFailure, Role, TransientFault};
use sarf_tests::model_kit::{call, model_at};
use sarf_tests::reference::reference;

/// A server this test started.
struct Started(Child);

impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Where the model is, if there is one to be asked.
fn local_model() -> Option<(String, Option<Started>)> {
    let asked = std::env::var("SARF_LOCAL_MODEL").unwrap_or_default();
    if asked.starts_with("http") {
        return Some((asked, None));
    }
    if asked != "1" {
        eprintln!("skipped: set SARF_LOCAL_MODEL=1 (or to an address) to try a real local model");
        return None;
    }
    let folder = reference("a real local model")?;
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let child = Command::new(folder.join("tools/local-model"))
        .args(["--port", &port.to_string()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("tools/local-model starts");
    let started = Started(child);
    let until = Instant::now() + Duration::from_secs(240);
    while !healthy(port) {
        assert!(Instant::now() < until, "the local model did not come up");
        std::thread::sleep(Duration::from_millis(100));
    }
    Some((format!("http://127.0.0.1:{port}/v1"), Some(started)))
}

/// Whether the model is loaded: until then the server answers 503.
fn healthy(port: u16) -> bool {
    let Ok(mut stream) = std::net::TcpStream::connect(("127.0.0.1", port)) else { return false };
    let mut head = [0; 12];
    stream.write_all(b"GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n").is_ok()
        && stream.read_exact(&mut head).is_ok()
        && head.ends_with(b" 200")
}

#[tokio::test]
async fn a_real_local_model_answers_in_form_in_pieces_with_its_cost_and_within_its_times() {
    let Some((url, _started)) = local_model() else { return };
    let http = Http::new();
    let times = "first_token_timeout_s = 120\ntimeout_s = 240";

    let started = Instant::now();
    let coach = model_at(&url, Role::Coach, times, "max_tokens = 120", &http);
    match call(&coach, Role::Coach, 1).await {
        Ok(answer) => {
            assert!(answer.pieces.len() > 1, "a stream comes in pieces");
            assert_eq!(answer.pieces.concat().trim(), answer.text);
            assert!(answer.usage.prompt_tokens > 0 && answer.usage.completion_tokens > 0);
            eprintln!("coach: {} pieces, {:?}, {:?}", answer.pieces.len(), answer.usage, started.elapsed());
        }
        Err(ModelFailure::Invalid { truncated: true, .. }) => eprintln!("coach: cut off, {:?}", started.elapsed()),
        Err(other) => panic!("{other}"),
    }

    for role in [Role::Client, Role::Extractor, Role::Judge] {
        let started = Instant::now();
        let model = model_at(&url, role, times, "max_tokens = 300", &http);
        // So small a model may go on for ever; the limit is then said, and nothing else may go wrong with the form.
        match call(&model, role, 1).await {
            Ok(answer) => {
                if role == Role::Client {
                    let reply: ClientReply = serde_json::from_str(&answer.text).unwrap();
                    assert!(reply.revealed.is_some(), "the server keeps to the schema");
                }
                eprintln!("{role}: in form, {:?}, {:?}", answer.usage, started.elapsed());
            }
            Err(ModelFailure::Invalid { truncated, problems, .. }) => {
                eprintln!("{role}: {problems:?}, {:?}", started.elapsed());
                let empty = problems.iter().any(|problem| problem.contains("empty"));
                assert!(truncated || empty, "a schema that is kept to breaks only at the limit: {problems:?}");
            }
            Err(other) => panic!("{role}: {other}"),
        }
    }

    let impatient = model_at(&url, Role::Author, "first_token_timeout_s = 1\ntimeout_s = 1", "", &http);
    let failure = call(&impatient, Role::Author, 1).await.unwrap_err();
    assert_eq!(failure, ModelFailure::Transient(TransientFault::Timeout(1)));
}
