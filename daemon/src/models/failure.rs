//! Why a model call failed, by the class that decides what happens next. Messages never hold prompt or reply text.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Usage;

/// A passing fault of the connection or the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum TransientFault {
    /// Nothing came within the time allowed.
    #[error("no answer within {0} s")]
    Timeout(u64),
    /// The connection could not be made or was reset.
    #[error("the connection failed")]
    Connection,
    /// The server answered with a fault of its own.
    #[error("the server answered {0}")]
    Server(u16),
    /// The stream stopped before the reply was complete.
    #[error("the reply stopped in the middle")]
    StreamStopped,
}

/// Why a model call failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum ModelFailure {
    /// Too many requests; tried again after the time the server names.
    #[error("the model's endpoint is rate limited")]
    RateLimited {
        /// What Retry-After said.
        retry_after: Option<Duration>,
    },
    /// A passing fault; tried again with backoff.
    #[error("{0}")]
    Transient(TransientFault),
    /// The reply is not what was asked for; the errors go back to the model, at most three times.
    #[error("the reply could not be used: {}", problems.join("; "))]
    Invalid {
        /// What is wrong, in words for the model; no text of the reply in them.
        problems: Vec<String>,
        /// The reply was cut off at the token limit (`finish_reason: length`).
        truncated: bool,
        /// What it cost all the same, as far as the server said.
        usage: Usage,
    },
    /// The endpoint refuses: bad key, no right, unknown model, policy. Not tried again by itself.
    #[error("the endpoint refused: {why}")]
    Refused {
        /// HTTP status, where there is one.
        status: Option<u16>,
        /// What it refused and what to do, in words.
        why: String,
    },
    /// A fault of this program.
    #[error("a fault of sarf itself: {0}")]
    Bug(String),
}

impl ModelFailure {
    /// An unusable reply with what it cost; any other failure as it is.
    pub fn paid(mut self, paid: Usage) -> Self {
        if let ModelFailure::Invalid { usage, .. } = &mut self {
            *usage = paid;
        }
        self
    }

    /// What the call cost though it failed.
    pub fn usage(&self) -> Usage {
        match self {
            ModelFailure::Invalid { usage, .. } => *usage,
            ModelFailure::RateLimited { .. }
            | ModelFailure::Transient(_)
            | ModelFailure::Refused { .. }
            | ModelFailure::Bug(_) => Usage::default(),
        }
    }

    /// The class by name, as ledger and job history show it.
    pub fn class(&self) -> &'static str {
        match self {
            ModelFailure::RateLimited { .. } => "rate_limited",
            ModelFailure::Transient(_) => "transient",
            ModelFailure::Invalid { .. } => "invalid_output",
            ModelFailure::Refused { .. } => "refused",
            ModelFailure::Bug(_) => "bug",
        }
    }
}
