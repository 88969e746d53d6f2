//! Bytes of the fake model: reads requests, writes replies whole, piece by piece, or broken.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::sleep;

use super::script::{Counted, Script};
use super::{Entry, Fault, Moment, Seen, Server, content};

const LARGEST_HEAD: usize = 64 * 1024;
const LARGEST_BODY: usize = 16 * 1024 * 1024;

struct Request {
    line: String,
    role: String,
    authorized: bool,
    body: Vec<u8>,
    /// When the last byte of it was there.
    arrived: Instant,
}

/// Serves one connection until the client leaves or the script breaks it.
pub(super) async fn serve(server: Arc<Server>, stream: TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    while let Some(request) = read_request(&mut stream).await? {
        if request.line.starts_with("GET ") {
            let body = json!({"object": "list", "data": [{"id": "fake", "object": "model"}]}).to_string();
            stream.get_mut().write_all(&answer(200, "", "application/json", body.as_bytes())).await?;
            continue;
        }
        let text = String::from_utf8_lossy(&request.body).into_owned();
        let body: Value = serde_json::from_str(&text).unwrap_or_default();
        let key = blake3::hash(&request.body).to_hex().as_str()[..16].to_owned();
        let role = request.role.clone();
        let (entry, fault) = {
            let mut state = server.state();
            let (of_key, of_role, of_all) = state.ledger.count(&key, &role);
            let call = Counted { role: &role, body: &text, of_key, of_role, of_all };
            let fault = server.script.rules.iter().find(|rule| rule.fits(&call)).map(|rule| rule.fault.clone());
            let entry = Entry {
                call: of_all,
                moment: Moment::Begin,
                key,
                role: role.clone(),
                fault: fault.is_some(),
                after_us: 0,
            };
            state.ledger.write(entry.clone())?;
            if server.remembers {
                state.seen.push(Seen { role, authorized: request.authorized, body: body.clone() });
            }
            (entry, fault)
        };
        let arrived = request.arrived;
        let wait = match &fault {
            Some(Fault::Slow { ms }) => *ms,
            _ => server.script.delay_ms,
        };
        // What is answered is ready when its time has come: a model that takes 50 ms answers 50 ms after it was asked.
        let moves = reply(&server.script, &entry.role, &body, text.len(), fault);
        wait_until(arrived + Duration::from_millis(wait)).await;
        let after_us = u64::try_from(arrived.elapsed().as_micros()).unwrap_or(u64::MAX);
        for step in moves {
            match step {
                Move::Write(bytes) => stream.get_mut().write_all(&bytes).await?,
                Move::Wait(ms) => sleep(Duration::from_millis(ms)).await,
                Move::Reset => {
                    stream.get_mut().set_zero_linger()?;
                    return Ok(());
                }
                Move::Leave => return Ok(()),
            }
        }
        server.state().ledger.write(Entry { moment: Moment::End, after_us, ..entry })?;
    }
    Ok(())
}

/// What is done to a connection.
enum Move {
    Write(Vec<u8>),
    Wait(u64),
    /// Closes it so that the client sees a reset.
    Reset,
    /// Closes it in the middle.
    Leave,
}

/// What waking a thread and handing over to the runtime mostly takes.
const WAKING: Duration = Duration::from_micros(200);

/// Waits to the tenth of a millisecond: the runtime's own timers count whole ones and are up to one late, and a thread
/// that sleeps is woken late. The last moments are therefore spent looking at the clock while others go on.
async fn wait_until(due: Instant) {
    let left = || due.saturating_duration_since(Instant::now());
    if left() > Duration::from_millis(3) {
        sleep(left() - Duration::from_millis(2)).await;
    }
    if left() > WAKING {
        let until = left() - WAKING;
        let _ = tokio::task::spawn_blocking(move || std::thread::sleep(until)).await;
    }
    while !left().is_zero() {
        tokio::task::yield_now().await;
    }
}

/// The reply.
fn reply(script: &Script, role: &str, body: &Value, read: usize, fault: Option<Fault>) -> Vec<Move> {
    let format = body["response_format"]["type"].as_str().unwrap_or_default();
    let complain = match &fault {
        Some(Fault::NoJsonSchema) if format == "json_schema" => Some("response_format json_schema is not supported"),
        Some(Fault::NoJsonFormat) if !format.is_empty() => Some("unknown field: response_format"),
        Some(Fault::NoField { field }) if body.get(field).is_some() => Some(field.as_str()),
        _ => None,
    };
    if let Some(words) = complain {
        // Real servers repeat what they were sent; nothing of it may show up anywhere.
        let error =
            json!({"error": {"message": format!("{words}: {body}"), "type": "invalid_request_error"}}).to_string();
        return vec![Move::Write(answer(400, "", "application/json", error.as_bytes()))];
    }
    let error = || json!({"error": {"message": format!("you sent {body}")}}).to_string();
    let bytes = match &fault {
        Some(Fault::RateLimited { after }) => {
            let header = after.as_ref().map(|after| format!("retry-after: {after}\r\n")).unwrap_or_default();
            answer(429, &header, "application/json", error().as_bytes())
        }
        Some(Fault::Status { status }) => answer(*status, "", "application/json", error().as_bytes()),
        Some(Fault::Redirect { to }) => answer(307, &format!("location: {to}\r\n"), "text/plain", b""),
        Some(Fault::Page) => answer(200, "", "text/html", b"<html><body>Welcome</body></html>"),
        Some(Fault::Reset) => return vec![Move::Reset],
        _ => return completion(script, role, body, read, fault),
    };
    vec![Move::Write(bytes)]
}

/// A chat completion, whole or in pieces; pieces between which nothing is waited for go out together.
fn completion(script: &Script, role: &str, body: &Value, read: usize, fault: Option<Fault>) -> Vec<Move> {
    let text = content::of(role, body, fault.as_ref());
    let reason = match fault {
        Some(Fault::Length) => "length",
        Some(Fault::ContentFilter) => "content_filter",
        _ => "stop",
    };
    let refusal = (fault == Some(Fault::Refusal)).then_some("I would rather not.");
    let read = read / 4;
    let usage =
        json!({"prompt_tokens": read, "completion_tokens": text.len() / 4, "total_tokens": read + text.len() / 4});
    if body["stream"] != true || fault == Some(Fault::Whole) {
        let message = json!({"role": "assistant", "content": text, "refusal": refusal});
        let whole = json!({"object": "chat.completion", "choices": [{"index": 0, "message": message, "finish_reason": reason}], "usage": usage});
        let whole = whole.to_string();
        if fault == Some(Fault::StreamStops) {
            let mut out = head(200, &format!("content-length: {}\r\n", whole.len()), "application/json").into_bytes();
            out.extend_from_slice(&whole.as_bytes()[..whole.len() / 2]);
            return vec![Move::Write(out), Move::Leave];
        }
        return vec![Move::Write(answer(200, "", "application/json", whole.as_bytes()))];
    }
    let mut moves = Vec::new();
    let mut out = head(200, "transfer-encoding: chunked\r\n", "text/event-stream").into_bytes();
    event(
        &mut out,
        &json!({"choices": [{"index": 0, "delta": {"role": "assistant", "content": "", "refusal": refusal}}]}),
    );
    let pieces = cut(&text, script.pieces.max(1));
    for (index, piece) in pieces.iter().enumerate() {
        let mut waits = Vec::new();
        if index == pieces.len() / 2 {
            match fault {
                Some(Fault::StreamStops) => {
                    moves.extend([Move::Write(out), Move::Leave]);
                    return moves;
                }
                Some(Fault::Pause { ms }) => waits.push(ms),
                _ => {}
            }
        }
        if script.piece_delay_ms > 0 {
            waits.push(script.piece_delay_ms);
        }
        if !waits.is_empty() {
            moves.push(Move::Write(std::mem::take(&mut out)));
            moves.extend(waits.into_iter().map(Move::Wait));
        }
        event(&mut out, &json!({"choices": [{"index": 0, "delta": {"content": piece}}]}));
    }
    let mut end = format!("data: {}\n\n", json!({"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]}));
    if body["stream_options"]["include_usage"] == true {
        end.push_str(&format!("data: {}\n\n", json!({"choices": [], "usage": usage})));
    }
    end.push_str("data: [DONE]\n\n");
    chunk(&mut out, end.as_bytes(), true);
    moves.push(Move::Write(out));
    moves
}

fn event(out: &mut Vec<u8>, value: &Value) {
    chunk(out, format!("data: {value}\n\n").as_bytes(), false);
}

fn chunk(out: &mut Vec<u8>, bytes: &[u8], last: bool) {
    out.extend_from_slice(format!("{:x}\r\n", bytes.len()).as_bytes());
    out.extend_from_slice(bytes);
    out.extend_from_slice(if last { b"\r\n0\r\n\r\n" } else { b"\r\n" });
}

/// The text in at most so many pieces, cut between characters.
fn cut(text: &str, pieces: usize) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let size = chars.len().div_ceil(pieces).max(1);
    chars.chunks(size).map(|piece| piece.iter().collect()).collect()
}

fn answer(status: u16, headers: &str, kind: &str, body: &[u8]) -> Vec<u8> {
    let mut out = head(status, &format!("{headers}content-length: {}\r\n", body.len()), kind).into_bytes();
    out.extend_from_slice(body);
    out
}

fn head(status: u16, headers: &str, kind: &str) -> String {
    format!("HTTP/1.1 {status} Scripted\r\ncontent-type: {kind}\r\n{headers}\r\n")
}

/// The next request; `None` when the client has left.
async fn read_request(stream: &mut BufReader<TcpStream>) -> io::Result<Option<Request>> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) if head.len() < LARGEST_HEAD => head.push(byte),
            Ok(_) => return Err(io::Error::other("the head of a request is too long")),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            Err(error) => return Err(error),
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let header = |name: &str| {
        head.lines().skip(1).find_map(|line| {
            let (field, value) = line.split_once(':')?;
            field.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    };
    let length: usize = header("content-length").and_then(|value| value.parse().ok()).unwrap_or_default();
    if length > LARGEST_BODY {
        return Err(io::Error::other("the body of a request is too long"));
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    Ok(Some(Request {
        line: head.lines().next().unwrap_or_default().to_owned(),
        role: header("x-sarf-role").unwrap_or_default(),
        authorized: header("authorization").is_some(),
        body,
        arrived: Instant::now(),
    }))
}
