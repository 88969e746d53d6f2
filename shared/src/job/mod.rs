//! Jobs: everything a person waits for. Words and the machine of their states; running them is the daemon's.

mod state;

use serde::{Deserialize, Serialize};

use crate::discussion::{Actor, Timestamp};
use crate::vocabulary;

pub use state::{BootId, IllegalJobMove, JobMove, JobState, PauseCause};

vocabulary! {
    /// What a job does.
    JobKind ("job kind") {
        /// Writes a persona.
        Author = "author",
        /// Writes the turns of a discussion (and its persona first, where it has none).
        Generate = "generate",
        /// Codes the statements of a discussion.
        Extract = "extract",
        /// Asks the judge for what only a model can tell of a finished discussion.
        Evaluate = "evaluate",
    }
}

vocabulary! {
    /// Why a model call, and with it perhaps a job, failed.
    FailureClass ("failure class") {
        /// Too many requests.
        RateLimited = "rate_limited",
        /// Timeout, connection, 5xx.
        Transient = "transient",
        /// The reply was not usable, retries included.
        InvalidOutput = "invalid_output",
        /// Key, right, model or policy.
        Refused = "refused",
        /// A fault of this program.
        Bug = "bug",
    }
}

/// How far a job is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Progress {
    /// Finished subject statements (turns when generating); 0 or 1 for a persona.
    pub done: u32,
    /// Planned.
    pub of: u32,
}

/// One line of a job's history, for people; never holds transcript text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct JobMoment {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// The name of that person's account, as the service's machine knows it when this is shown; never stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// What happened, in words.
    pub what: String,
}

impl JobMoment {
    /// Who, for people.
    pub fn who(&self) -> String {
        self.account.clone().unwrap_or_else(|| self.actor.to_string())
    }
}
