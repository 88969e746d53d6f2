//! Smaller records: personas, runs, codings, unusable replies, answered requests, lives of the daemon.

use sarf_shared::discussion::{Actor, DiscussionId, JobId, Persona, PersonaId, RunId, Timestamp};
use sarf_shared::job::BootId;
use sarf_shared::pdp::Deltas;
use sarf_shared::rpc::EngineLabel;
use serde::{Deserialize, Serialize};

use crate::models::ledger::CallRecord;

/// A persona and where it came from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PersonaRecord {
    /// Id.
    pub id: PersonaId,
    /// The persona.
    pub persona: Persona,
    /// The seed it was made from, unless it came from a file.
    pub seed: Option<u64>,
    /// When it was stored.
    pub created: Timestamp,
    /// Who asked for it.
    pub creator: Actor,
}

/// One extraction of a discussion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunRecord {
    /// Id.
    pub id: RunId,
    /// Of which discussion.
    pub discussion: DiscussionId,
    /// By which job; `None` for a coding that came with a file.
    pub job: Option<JobId>,
    /// Who codes.
    pub engine: EngineLabel,
    /// Said when the configured engine is not used, and why.
    pub engine_note: Option<String>,
    /// When it was asked for.
    pub started: Timestamp,
    /// When it was complete.
    pub finished: Option<Timestamp>,
    /// Subject statements coded.
    pub coded: u32,
    /// Repairs and drops so far.
    pub repairs: u32,
}

/// What one run made of one statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CodingRecord {
    /// Accepted deltas.
    pub deltas: Deltas,
    /// What was repaired or dropped, in words.
    pub repairs: Vec<String>,
    /// Model calls it took.
    pub calls: u32,
}

/// A reply that was not usable, kept until its step is done so that a crash repeats no call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplyRecord {
    /// A draft of a persona, and what is wrong with it.
    Draft {
        /// What is wrong, field by field.
        problems: Vec<String>,
    },
    /// A client's reply that was too short; the words are gone.
    TooShort,
    /// Deltas that did not pass.
    Deltas(Deltas),
    /// A reply that could not be read at all, and why.
    Unreadable {
        /// What is wrong, in words for the model.
        problems: Vec<String>,
    },
}

/// A model call of a job, in the ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// When it ended.
    pub at: Timestamp,
    /// The step it was made for.
    pub step: u32,
    /// The call; no text.
    #[serde(flatten)]
    pub call: CallRecord,
}

/// A mutation already done and what was answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RequestRecord {
    /// When.
    pub at: Timestamp,
    /// The answer, as it went over the wire.
    pub answer: serde_json::Value,
}

/// One life of the daemon.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BootRecord {
    /// Which.
    pub boot: BootId,
    /// Whether any step of any job was completed in it.
    pub completed_a_step: bool,
    /// Whether it ended by itself.
    pub ended_clean: bool,
}
