//! What a client asks for.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::discussion::{DiscussionId, JobId, PersonaId, StatusWord};
use crate::vocabulary;

/// Names a mutation, so that a client that asks twice gets the first answer. A ULID made by the client.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RequestId(pub String);

/// Names an upload in parts. A ULID made by the client.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UploadId(pub String);

/// Which page of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRequest {
    /// Entries to skip.
    pub offset: u32,
    /// Entries wanted, at most 500.
    pub limit: u32,
}

/// Which discussions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiscussionFilter {
    /// Only these, where given (an id that is gone is left out).
    pub ids: Option<Vec<DiscussionId>>,
    /// Only with a model as client (`true`) or only real ones (`false`).
    pub synthetic: Option<bool>,
    /// Only with this status.
    pub status: Option<StatusWord>,
}

/// Which jobs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobFilter {
    /// Only these, where given.
    pub ids: Option<Vec<JobId>>,
    /// Only of this discussion.
    pub discussion: Option<DiscussionId>,
    /// Only those not over.
    pub active: bool,
}

/// Where the client of a new discussion comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonaSource {
    /// An existing persona; `count` discussions with it.
    Existing(PersonaId),
    /// A new persona for each discussion.
    New,
}

/// Asks for discussions to be written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GenerateRequest {
    /// Whose.
    pub persona: PersonaSource,
    /// How many discussions, 1 to 1000.
    pub count: u32,
    /// Coach turns, 1 to 200.
    pub turns: u32,
    /// Seed; the i-th of a batch has one derived from (seed, i). None: drawn by the daemon and recorded.
    pub seed: Option<u64>,
    /// Whether extraction starts by itself at the end.
    pub extract: bool,
    /// The offline engine for every role, whatever is configured.
    pub offline: bool,
}

/// Asks for a discussion to be coded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtractRequest {
    /// Which.
    pub discussion: DiscussionId,
    /// A provider outside this machine that this transcript may go to from now on.
    pub allow_remote: Option<String>,
}

/// How an uploaded transcript is to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportOptions {
    /// The file's name without its folder.
    pub file: String,
    /// Which speaker is the coach.
    pub coach: Option<String>,
    /// The day of the discussion.
    pub date: Option<NaiveDate>,
    /// The client was a model, whatever the file says.
    pub synthetic: bool,
    /// Whether extraction starts by itself.
    pub extract: bool,
    /// A provider outside this machine that this transcript may go to.
    pub allow_remote: Option<String>,
}

/// A job, or a discussion for its latest job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobTarget {
    /// A job.
    Job(JobId),
    /// The latest job of a discussion.
    Discussion(DiscussionId),
    /// Every failed or dead job that a person did not cancel (for `retry` only).
    AllFailed,
}

impl fmt::Display for JobTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JobTarget::Job(id) => write!(f, "{id}"),
            JobTarget::Discussion(id) => write!(f, "{id}"),
            JobTarget::AllFailed => f.write_str("all failed"),
        }
    }
}

vocabulary! {
    /// What a person does to a job.
    JobAction ("job action") {
        /// Stop it for good.
        Cancel = "cancel",
        /// Stop it for now.
        Pause = "pause",
        /// Let it go on.
        Resume = "resume",
        /// Try it again.
        Retry = "retry",
    }
}
