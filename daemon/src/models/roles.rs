//! The five roles a model plays, as traits. Each method is one model call and nothing else: retries, limits, the ledger,
//! durability and the clean-up of what comes back belong to the caller, so that a call can be repeated after a crash.

use std::sync::Arc;

use chrono::NaiveDate;
use futures::future::BoxFuture;
use sarf_shared::dialogue::{IntakeCategory, Turn};
use sarf_shared::discussion::{FactId, Persona};
use sarf_shared::family::Family;
use sarf_shared::pdp::{Deltas, Pdp};
use sarf_shared::simulation::{ArcPhase, LengthMode};
use serde::{Deserialize, Serialize};

use super::ModelFailure;

/// Receives a reply's text while it comes, piece by piece. Never stored, never logged.
pub trait Live: Send + Sync {
    /// The next piece.
    fn words(&self, piece: &str);
}

/// A `Live` that drops everything.
pub struct Silent;

impl Live for Silent {
    fn words(&self, _piece: &str) {}
}

/// What every call is given besides its prompt.
#[derive(Clone)]
pub struct CallContext {
    /// Seed of this call, derived from the job's seed and the step; the same call always has the same one.
    pub seed: u64,
    /// Where the words go as they come.
    pub live: Arc<dyn Live>,
}

/// What a call cost, as far as the provider says. Offline calls cost nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Tokens read.
    pub prompt_tokens: u64,
    /// Tokens written.
    pub completion_tokens: u64,
}

/// A reply and what it cost.
#[derive(Debug, Clone)]
pub struct Reply<T> {
    /// What came back, as far as it could be read.
    pub value: T,
    /// What it cost.
    pub usage: Usage,
    /// Hash of the prompt that was sent, for the ledger; `None` where there is no prompt (offline).
    pub prompt_hash: Option<String>,
}

/// A call under way.
pub type Call<'a, T> = BoxFuture<'a, Result<Reply<T>, ModelFailure>>;

/// What an author is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuthorBrief {
    /// The day on which ages hold and the discussion takes place.
    pub as_of: NaiveDate,
    /// Names it must not use, fixed when the command was accepted.
    pub avoid: Vec<String>,
    /// What was wrong with its earlier drafts of this persona, field by field; empty on the first try.
    pub problems: Vec<String>,
}

/// Invents personas.
pub trait Author: Send + Sync {
    /// Drafts one persona as JSON in the persona format; the caller checks it and may ask again.
    fn draft<'a>(&'a self, brief: &'a AuthorBrief, context: &'a CallContext) -> Call<'a, serde_json::Value>;
}

/// What the client model sees when it is its turn (never the first: that is the presenting problem, word for word).
#[derive(Clone)]
pub struct ClientPrompt<'a> {
    /// Who it is.
    pub persona: &'a Persona,
    /// The talk so far; the last turn is the coach's.
    pub talk: &'a [Turn<'a>],
    /// Its turn, from 1; the opening is turn 1.
    pub turn: u32,
    /// Where in the arc it is.
    pub phase: ArcPhase,
    /// How long it should speak.
    pub length: LengthMode,
    /// Words to aim at, drawn from the mode's range.
    pub target_words: u32,
    /// Its last five openers, to be avoided.
    pub openers: &'a [String],
    /// Facts it has revealed so far, in order.
    pub revealed: &'a [FactId],
    /// Whether its previous reply to this very turn was too short to use.
    pub retry: bool,
}

/// What a client says, and which facts of its persona are first out with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientReply {
    /// The raw words; the caller cleans and trims them.
    pub text: String,
    /// Facts first revealed; `None` when the model did not say.
    pub revealed: Option<Vec<FactId>>,
}

/// Speaks as the client.
pub trait Client: Send + Sync {
    /// The client's next turn.
    fn reply<'a>(&'a self, prompt: &'a ClientPrompt<'a>, context: &'a CallContext) -> Call<'a, ClientReply>;
}

/// What the coach sees. Never the persona.
#[derive(Clone)]
pub struct CoachPrompt<'a> {
    /// The client's name as the coach knows it.
    pub client_name: &'a str,
    /// The day of the discussion.
    pub date: Option<NaiveDate>,
    /// The talk so far; the last turn is the client's.
    pub talk: &'a [Turn<'a>],
    /// Its turn, from 1.
    pub turn: u32,
    /// Turns planned.
    pub turns: u32,
    /// Categories the talk has not touched yet, as far as the program can tell from the coach's words.
    pub missing: &'a [IntakeCategory],
}

/// Speaks as the coach.
pub trait Coach: Send + Sync {
    /// The coach's next turn.
    fn reply<'a>(&'a self, prompt: &'a CoachPrompt<'a>, context: &'a CallContext) -> Call<'a, String>;
}

/// What the extractor sees. Never the persona, never a reference coding.
#[derive(Clone)]
pub struct ExtractPrompt<'a> {
    /// The committed family.
    pub family: &'a Family,
    /// What is pending from earlier statements.
    pub pdp: &'a Pdp,
    /// The talk up to and including the statement, which is the last turn and the subject's.
    pub talk: &'a [Turn<'a>],
    /// The client's name as the transcript has it.
    pub subject_name: Option<&'a str>,
    /// The day of the discussion; without it relative dates stay undated.
    pub date: Option<NaiveDate>,
    /// What was wrong with earlier proposals for this statement, in words for a model; empty on the first try.
    pub errors: &'a [String],
    /// The previous proposal, when `errors` is not empty.
    pub previous: Option<&'a Deltas>,
}

/// Codes a statement.
pub trait Extractor: Send + Sync {
    /// Sparse deltas for the last statement of the talk, each item with the verbatim words that support it.
    fn propose<'a>(&'a self, prompt: &'a ExtractPrompt<'a>, context: &'a CallContext) -> Call<'a, Deltas>;
}

/// Judges the emotional arc of a client.
pub trait Judge: Send + Sync {
    /// The raw reply of the arc judge over the client's turns; the caller reads it.
    fn arc<'a>(&'a self, turns: &'a [&'a str], context: &'a CallContext) -> Call<'a, String>;
}
