//! One call of a chat model: asks, gives up what the server does not know, reads the reply within its times. Knows
//! nothing of roles, and does not try again what failed.

use std::borrow::Cow;
use std::time::Duration;

use chrono::Utc;
use reqwest::header::{AUTHORIZATION, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde_json::{Map, Value, json};
use tokio::time::{Instant, timeout, timeout_at};

use super::capabilities::{Capabilities, Format, Sent, names_format};
use super::completion::{Collector, Completion, LARGEST_REPLY, too_large};
use super::http::Http;
use super::refusal;
use super::sse::Events;
use crate::config::{Parameters, Provider, Thinking, ThinkingField};
use crate::models::{ModelFailure, Role, TransientFault};

/// Most bytes of an error's body that are looked at.
const LARGEST_ERROR: usize = 16 * 1024;
/// Most bytes of a stream: each word comes wrapped in some hundred bytes of JSON.
const LARGEST_STREAM: usize = 128 * LARGEST_REPLY;
/// Most bytes of a reply in one piece, escapes included.
const LARGEST_BODY: usize = 8 * LARGEST_REPLY;

/// A kept connection that was closed shows itself at once; what fails later had been begun.
const STALE: Duration = Duration::from_millis(500);

/// Which model at which endpoint, and how it is called.
pub(super) struct Chat {
    /// Whose calls these are; sent as the header `x-sarf-role`, so that a proxy or a test can tell them apart.
    pub role: Role,
    /// Name of the endpoint in the configuration.
    pub provider: String,
    /// Model.
    pub model: String,
    /// Address of chat completions.
    pub url: reqwest::Url,
    /// The endpoint's times and habits.
    pub endpoint: Provider,
    /// Its key.
    pub key: Option<SecretString>,
    /// Parameters of the role.
    pub parameters: Parameters,
    /// The shared clients.
    pub http: Http,
}

/// A message of the talk with the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Message {
    /// Whether the model itself said it.
    pub own: bool,
    /// The words.
    pub text: String,
}

/// What a call asks for.
pub(super) struct Ask<'a> {
    /// The system prompt.
    pub system: String,
    /// The talk.
    pub messages: Vec<Message>,
    /// Structure wanted: name and strict schema, and the words that ask for it where the server cannot.
    pub structure: Option<Structure<'a>>,
    /// Most tokens.
    pub max_tokens: Option<u32>,
    /// Seed of the call.
    pub seed: u64,
}

/// Structure wanted of a reply.
pub(super) struct Structure<'a> {
    /// Name of the schema.
    pub name: &'static str,
    /// The strict schema.
    pub schema: &'a Value,
    /// The words that ask for it.
    pub words: &'a str,
}

/// A request, borrowing what is long: schema and talk are written out as they are and never copied before.
#[derive(Serialize)]
struct Request<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    response_format: Option<ResponseFormat<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<&'a String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    messages: Option<&'a Vec<SentMessage<'a>>>,
    #[serde(flatten)]
    rest: &'a Map<String, Value>,
}

#[derive(Serialize)]
struct ResponseFormat<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    json_schema: Option<NamedSchema<'a>>,
}

#[derive(Serialize)]
struct NamedSchema<'a> {
    name: &'static str,
    strict: bool,
    schema: &'a Value,
}

#[derive(Serialize)]
struct SentMessage<'a> {
    role: &'static str,
    content: &'a str,
}

enum Outcome {
    Reply(Completion),
    /// 400 or the like, which may mean that the request held something the server does not know.
    Complaint {
        words: String,
        failure: ModelFailure,
    },
}

impl Chat {
    /// Makes the call; `live` gets the words as they come.
    pub async fn ask(&self, ask: &Ask<'_>, live: &mut (dyn FnMut(&str) + Send)) -> Result<Completion, ModelFailure> {
        let deadline = Instant::now() + self.endpoint.timeout();
        let client = self.http.client(self.endpoint.is_loopback(), self.endpoint.connect_timeout())?;
        let learnt = self.http.known(self.url.as_str(), &self.model);
        let mut capabilities = learnt;
        loop {
            let call = self.once(&client, ask, capabilities, live);
            let outcome = timeout_at(deadline, call).await.map_err(|_| timed_out(self.endpoint.timeout()))??;
            match outcome {
                Outcome::Reply(completion) => {
                    if capabilities != learnt {
                        self.http.learn(self.url.as_str(), &self.model, capabilities);
                    }
                    return Ok(completion);
                }
                Outcome::Complaint { words, failure } => {
                    capabilities = capabilities.less(&words, self.sent(ask)).ok_or(failure)?;
                }
            }
        }
    }

    fn sent(&self, ask: &Ask<'_>) -> Sent {
        Sent {
            structured: ask.structure.is_some(),
            stream: self.endpoint.stream,
            seed: self.endpoint.send_seed,
            thinking: self.parameters.thinking != Thinking::Default
                && self.endpoint.thinking_field != ThinkingField::None,
        }
    }

    async fn once(
        &self,
        client: &reqwest::Client,
        ask: &Ask<'_>,
        capabilities: Capabilities,
        live: &mut (dyn FnMut(&str) + Send),
    ) -> Result<Outcome, ModelFailure> {
        let body = self
            .body(ask, capabilities)
            .map_err(|_| ModelFailure::Bug("a request could not be written as JSON".to_owned()))?;
        let mut request = client
            .post(self.url.clone())
            .header("content-type", "application/json")
            .header("x-sarf-role", self.role.as_str())
            .body(body);
        if let Some(key) = &self.key {
            let mut value = HeaderValue::try_from(format!("Bearer {}", key.expose_secret()))
                .map_err(|_| ModelFailure::Refused { status: None, why: self.bad_key() })?;
            value.set_sensitive(true);
            request = request.header(AUTHORIZATION, value);
        }
        let first = self.endpoint.first_token_timeout();
        let started = Instant::now();
        let first_due = started + first;
        let again = request.try_clone();
        let mut sent = timeout_at(first_due, request.send()).await.map_err(|_| timed_out(first))?;
        if let (Err(error), Some(again)) = (&sent, again)
            && !error.is_connect()
            && !error.is_timeout()
            && started.elapsed() < STALE
        {
            // A kept connection that the server had closed already (llama.cpp closes them after a stream): nothing was
            // begun there, so it is asked once more on a new one.
            sent = timeout_at(first_due, again.send()).await.map_err(|_| timed_out(first))?;
        }
        let mut response = sent.map_err(|error| {
            // The library's own words name the address; the class is enough.
            if error.is_timeout() {
                timed_out(self.endpoint.connect_timeout())
            } else {
                ModelFailure::Transient(TransientFault::Connection)
            }
        })?;
        let status = response.status().as_u16();
        if !response.status().is_success() {
            let headers = response.headers().clone();
            let words = error_words(&mut response, self.endpoint.idle_timeout()).await;
            let failure = refusal::classify(&self.provider, &self.model, status, &headers, &words, Utc::now());
            let unknown_field = match status {
                400 | 415 | 422 | 501 => may_be_unknown_field(&words),
                500..=599 => names_format(&words.to_lowercase()),
                _ => false,
            };
            return if unknown_field { Ok(Outcome::Complaint { words, failure }) } else { Err(failure) };
        }
        let streamed = response
            .headers()
            .get("content-type")
            .and_then(|value| value.to_str().ok())
            .is_some_and(|kind| kind.starts_with("text/event-stream"));
        let mut collector = Collector::new(&self.provider);
        if streamed {
            self.read_stream(&mut response, &mut collector, first_due, live).await?;
        } else {
            self.read_whole(&mut response, &mut collector, live).await?;
        }
        collector.finish(ask.max_tokens).map(Outcome::Reply)
    }

    async fn read_stream(
        &self,
        response: &mut reqwest::Response,
        collector: &mut Collector<'_>,
        first_due: Instant,
        live: &mut (dyn FnMut(&str) + Send),
    ) -> Result<(), ModelFailure> {
        let (mut events, mut total, mut any) = (Events::default(), 0, false);
        let idle = self.endpoint.idle_timeout();
        loop {
            let (due, limit) =
                if any { (Instant::now() + idle, idle) } else { (first_due, self.endpoint.first_token_timeout()) };
            let piece = timeout_at(due, response.chunk()).await.map_err(|_| timed_out(limit))?;
            let mut outcome = Ok(());
            let mut take = |data: &[u8]| {
                if outcome.is_ok() {
                    outcome = collector.event(data, live);
                }
            };
            match piece {
                Err(_) => return Err(ModelFailure::Transient(TransientFault::StreamStopped)),
                Ok(None) => {
                    events.finish(take);
                    // A cut-off last line is a stream that stopped, not an answer of another kind.
                    return if any { outcome.or_else(stopped) } else { outcome };
                }
                Ok(Some(bytes)) => {
                    any = true;
                    total += bytes.len();
                    if total > LARGEST_STREAM || events.feed(&bytes, &mut take).is_err() {
                        return Err(too_large());
                    }
                    outcome?;
                }
            }
        }
    }

    async fn read_whole(
        &self,
        response: &mut reqwest::Response,
        collector: &mut Collector<'_>,
        live: &mut (dyn FnMut(&str) + Send),
    ) -> Result<(), ModelFailure> {
        let mut body = Vec::new();
        let idle = self.endpoint.idle_timeout();
        loop {
            match timeout(idle, response.chunk()).await.map_err(|_| timed_out(idle))? {
                Err(_) => return Err(ModelFailure::Transient(TransientFault::StreamStopped)),
                Ok(None) => return collector.whole(&body, live),
                Ok(Some(bytes)) if body.len() + bytes.len() > LARGEST_BODY => return Err(too_large()),
                Ok(Some(bytes)) => body.extend_from_slice(&bytes),
            }
        }
    }

    /// The request, as it goes out.
    fn body(&self, ask: &Ask<'_>, capabilities: Capabilities) -> Result<Vec<u8>, serde_json::Error> {
        let mut words = None;
        let mut format = None;
        if let Some(structure) = &ask.structure {
            format = match capabilities.format {
                Format::JsonSchema => Some(ResponseFormat {
                    kind: "json_schema",
                    json_schema: Some(NamedSchema { name: structure.name, strict: true, schema: structure.schema }),
                }),
                Format::JsonObject => Some(ResponseFormat { kind: "json_object", json_schema: None }),
                Format::Prompt => None,
            };
            words = (capabilities.format != Format::JsonSchema).then_some(structure.words);
        }
        let system = match words {
            Some(words) => Cow::Owned(format!("{}\n\n{words}", ask.system)),
            None => Cow::Borrowed(ask.system.as_str()),
        };
        let mut messages = vec![SentMessage { role: "system", content: &system }];
        messages.extend(ask.messages.iter().map(|message| SentMessage {
            role: if message.own { "assistant" } else { "user" },
            content: &message.text,
        }));
        let mut rest = Map::new();
        if capabilities.temperature {
            rest.insert("temperature".into(), json!(self.parameters.temperature));
        }
        if let Some(most) = ask.max_tokens {
            let field = if capabilities.completion_tokens { "max_completion_tokens" } else { "max_tokens" };
            rest.insert(field.into(), json!(most));
        }
        if let Some((field, value)) = capabilities.thinking(self.parameters.thinking, self.endpoint.thinking_field) {
            rest.insert(field.into(), value);
        }
        if self.endpoint.send_seed && capabilities.seed {
            // Servers read seeds as signed numbers of 32 or 64 bits.
            rest.insert("seed".into(), json!(ask.seed & 0x7fff_ffff));
        }
        rest.insert("stream".into(), json!(self.endpoint.stream));
        if self.endpoint.stream && capabilities.stream_options {
            rest.insert("stream_options".into(), json!({"include_usage": true}));
        }
        for (field, value) in self.endpoint.extra.iter().chain(&self.parameters.extra) {
            rest.insert(field.clone(), value.clone());
        }
        // What a person put into `extra` stands for what would be sent otherwise.
        let own = |field: &str| !rest.contains_key(field);
        serde_json::to_vec(&Request {
            response_format: format.filter(|_| own("response_format")),
            model: own("model").then_some(&self.model),
            messages: own("messages").then_some(&messages),
            rest: &rest,
        })
    }

    fn bad_key(&self) -> String {
        format!(
            "the key of \"{}\" holds characters no request can carry; write the key alone into its place",
            self.provider
        )
    }
}

/// Complaints that have nothing to do with an unknown field.
fn may_be_unknown_field(words: &str) -> bool {
    let words = words.to_lowercase();
    let other = [
        "context_length",
        "context length",
        "maximum context",
        "available context",
        "content_policy",
        "content_filter",
    ];
    !other.iter().any(|name| words.contains(name))
}

fn stopped(failure: ModelFailure) -> Result<(), ModelFailure> {
    match failure {
        ModelFailure::Refused { status: Some(200), .. } => Err(ModelFailure::Transient(TransientFault::StreamStopped)),
        other => Err(other),
    }
}

fn timed_out(after: Duration) -> ModelFailure {
    ModelFailure::Transient(TransientFault::Timeout(after.as_secs()))
}

/// The beginning of an error's body, as far as it comes in time.
async fn error_words(response: &mut reqwest::Response, within: Duration) -> String {
    let mut body = Vec::new();
    let read = async {
        while let Ok(Some(bytes)) = response.chunk().await {
            body.extend_from_slice(&bytes);
            if body.len() > LARGEST_ERROR {
                break;
            }
        }
    };
    // An error without its words is still an error.
    let _ = timeout(within.min(Duration::from_secs(5)), read).await;
    String::from_utf8_lossy(&body).into_owned()
}
