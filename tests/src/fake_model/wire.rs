//! Bytes of the fake model: reads requests, writes replies whole, piece by piece, or broken.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::sleep;

use super::script::Counted;
use super::{Entry, Fault, Moment, Seen, Server, content};

const LARGEST_HEAD: usize = 64 * 1024;
const LARGEST_BODY: usize = 16 * 1024 * 1024;

struct Request {
    line: String,
    role: String,
    authorized: bool,
    body: Vec<u8>,
}

/// Serves one connection until the client leaves or the script breaks it.
pub(super) async fn serve(server: Arc<Server>, stream: TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    while let Some(request) = read_request(&mut stream).await? {
        if request.line.starts_with("GET ") {
            let body = json!({"object": "list", "data": [{"id": "fake", "object": "model"}]}).to_string();
            answer(stream.get_mut(), 200, "", "application/json", body.as_bytes()).await?;
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
            let entry = Entry { call: of_all, moment: Moment::Begin, key, role: role.clone(), fault: fault.is_some() };
            state.ledger.write(entry.clone())?;
            state.seen.push(Seen { role, authorized: request.authorized, body: body.clone() });
            (entry, fault)
        };
        let whole = reply(&server, stream.get_mut(), &entry.role, &body, fault).await?;
        if !whole {
            return Ok(());
        }
        server.state().ledger.write(Entry { moment: Moment::End, ..entry })?;
    }
    Ok(())
}

/// Writes the reply; `false` if the connection is to be closed without one.
async fn reply(
    server: &Server,
    stream: &mut TcpStream,
    role: &str,
    body: &Value,
    fault: Option<Fault>,
) -> io::Result<bool> {
    let format = body["response_format"]["type"].as_str().unwrap_or_default();
    let wait = match &fault {
        Some(Fault::Slow { ms }) => *ms,
        _ => server.script.delay_ms,
    };
    if wait > 0 {
        sleep(Duration::from_millis(wait)).await;
    }
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
        answer(stream, 400, "", "application/json", error.as_bytes()).await?;
        return Ok(true);
    }
    let error = json!({"error": {"message": format!("you sent {body}")}}).to_string();
    match &fault {
        Some(Fault::RateLimited { after }) => {
            let header = after.as_ref().map(|after| format!("retry-after: {after}\r\n")).unwrap_or_default();
            answer(stream, 429, &header, "application/json", error.as_bytes()).await?;
        }
        Some(Fault::Status { status }) => answer(stream, *status, "", "application/json", error.as_bytes()).await?,
        Some(Fault::Redirect { to }) => answer(stream, 307, &format!("location: {to}\r\n"), "text/plain", b"").await?,
        Some(Fault::Page) => answer(stream, 200, "", "text/html", b"<html><body>Welcome</body></html>").await?,
        Some(Fault::Reset) => {
            stream.set_zero_linger()?;
            return Ok(false);
        }
        _ => return completion(server, stream, role, body, fault).await,
    }
    Ok(true)
}

async fn completion(
    server: &Server,
    stream: &mut TcpStream,
    role: &str,
    body: &Value,
    fault: Option<Fault>,
) -> io::Result<bool> {
    let text = content::of(role, body, fault.as_ref());
    let reason = match fault {
        Some(Fault::Length) => "length",
        Some(Fault::ContentFilter) => "content_filter",
        _ => "stop",
    };
    let refusal = (fault == Some(Fault::Refusal)).then_some("I would rather not.");
    let read = body.to_string().len() / 4;
    let usage =
        json!({"prompt_tokens": read, "completion_tokens": text.len() / 4, "total_tokens": read + text.len() / 4});
    if body["stream"] != true || fault == Some(Fault::Whole) {
        let message = json!({"role": "assistant", "content": text, "refusal": refusal});
        let whole = json!({"object": "chat.completion", "choices": [{"index": 0, "message": message, "finish_reason": reason}], "usage": usage});
        let whole = whole.to_string();
        if fault == Some(Fault::StreamStops) {
            let head = head(200, &format!("content-length: {}\r\n", whole.len()), "application/json");
            stream.write_all(head.as_bytes()).await?;
            stream.write_all(&whole.as_bytes()[..whole.len() / 2]).await?;
            return Ok(false);
        }
        answer(stream, 200, "", "application/json", whole.as_bytes()).await?;
        return Ok(true);
    }
    stream.write_all(head(200, "transfer-encoding: chunked\r\n", "text/event-stream").as_bytes()).await?;
    event(
        stream,
        &json!({"choices": [{"index": 0, "delta": {"role": "assistant", "content": "", "refusal": refusal}}]}),
    )
    .await?;
    let pieces = cut(&text, server.script.pieces.max(1));
    for (index, piece) in pieces.iter().enumerate() {
        if index == pieces.len() / 2 {
            match fault {
                Some(Fault::StreamStops) => return Ok(false),
                Some(Fault::Pause { ms }) => sleep(Duration::from_millis(ms)).await,
                _ => {}
            }
        }
        if server.script.piece_delay_ms > 0 {
            sleep(Duration::from_millis(server.script.piece_delay_ms)).await;
        }
        event(stream, &json!({"choices": [{"index": 0, "delta": {"content": piece}}]})).await?;
    }
    let mut end = format!("data: {}\n\n", json!({"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]}));
    if body["stream_options"]["include_usage"] == true {
        end.push_str(&format!("data: {}\n\n", json!({"choices": [], "usage": usage})));
    }
    end.push_str("data: [DONE]\n\n");
    chunk(stream, end.as_bytes(), true).await?;
    Ok(true)
}

async fn event(stream: &mut TcpStream, value: &Value) -> io::Result<()> {
    chunk(stream, format!("data: {value}\n\n").as_bytes(), false).await
}

async fn chunk(stream: &mut TcpStream, bytes: &[u8], last: bool) -> io::Result<()> {
    let mut out = format!("{:x}\r\n", bytes.len()).into_bytes();
    out.extend_from_slice(bytes);
    out.extend_from_slice(if last { b"\r\n0\r\n\r\n" } else { b"\r\n" });
    stream.write_all(&out).await
}

/// The text in at most so many pieces, cut between characters.
fn cut(text: &str, pieces: usize) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let size = chars.len().div_ceil(pieces).max(1);
    chars.chunks(size).map(|piece| piece.iter().collect()).collect()
}

async fn answer(stream: &mut TcpStream, status: u16, headers: &str, kind: &str, body: &[u8]) -> io::Result<()> {
    let mut out = head(status, &format!("{headers}content-length: {}\r\n", body.len()), kind).into_bytes();
    out.extend_from_slice(body);
    stream.write_all(&out).await
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
    }))
}
