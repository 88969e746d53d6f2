//! What every handler can reach: store, runner, configuration, and who this daemon is.

use std::sync::Arc;

use sarf_shared::discussion::Timestamp;
use sarf_shared::job::BootId;
use sarf_shared::rpc::{ApiError, BuildId, StorageHealth};
use tokio_util::sync::CancellationToken;

use super::uploads::Uploads;
use crate::clock::Clock;
use crate::config::Config;
use crate::jobs::{Refusal, Runner};
use crate::live::LiveHub;
use crate::models::llm::Http;
use crate::models::plan::Plan;
use crate::prompts::Prompts;
use crate::scoring::Scorer;
use crate::store::{ChangeError, Fault, Health, Store};

/// Who this daemon is and where it lives.
#[derive(Debug, Clone)]
pub struct Identity {
    /// Process id.
    pub pid: u32,
    /// This life.
    pub boot: BootId,
    /// Build.
    pub build: BuildId,
    /// Since when.
    pub started: Timestamp,
    /// Socket path, for people.
    pub socket: String,
    /// State folder, for people.
    pub home: String,
    /// What recovery found and did at start.
    pub recovery: Vec<String>,
}

/// What a house is made of.
pub struct HouseParts {
    /// The store.
    pub store: Store,
    /// The runner.
    pub runner: Runner,
    /// The clock.
    pub clock: Clock,
    /// Words of turns being written.
    pub live: LiveHub,
    /// The configuration read at start.
    pub config: Config,
    /// The prompt texts read at start.
    pub prompts: Prompts,
    /// The way to endpoints.
    pub http: Http,
    /// Who this is.
    pub identity: Identity,
    /// Cancelled when the daemon is to end.
    pub shutdown: CancellationToken,
}

/// What every handler can reach. Cheap to clone.
#[derive(Clone)]
pub struct House {
    parts: Arc<HouseParts>,
    pub(super) uploads: Arc<Uploads>,
    pub(super) scorer: Scorer,
}

impl std::ops::Deref for House {
    type Target = HouseParts;

    fn deref(&self) -> &HouseParts {
        &self.parts
    }
}

impl House {
    /// A house of these parts.
    pub fn new(parts: HouseParts) -> Self {
        let scorer = Scorer::new(parts.store.clone());
        House { parts: Arc::new(parts), uploads: Arc::default(), scorer }
    }

    /// The plan new jobs are accepted with: what is configured, or the offline engine for every role.
    pub(super) fn plan(&self, offline: bool) -> Result<Plan, ApiError> {
        if offline {
            return Ok(Plan::offline());
        }
        Plan::accept(&self.config, &self.prompts)
            .map_err(|problem| ApiError::Invalid { problems: vec![problem.to_string()] })
    }

    /// Storage health as clients see it.
    pub(super) fn storage(&self) -> StorageHealth {
        match self.store.health() {
            Health::Writing => StorageHealth::Writing,
            Health::Paused { why } => StorageHealth::Paused { why },
            Health::Stopped { why } => StorageHealth::Stopped { why },
        }
    }
}

/// Turns a refusal into what the client sees; a fault of the store goes to the log under an incident id.
pub(super) fn api(refusal: Refusal) -> ApiError {
    match refusal {
        Refusal::Api(error) => error,
        Refusal::Fault(found) => fault(found),
    }
}

/// What the client sees of a record that could not be read or written.
pub(super) fn fault(fault: Fault) -> ApiError {
    match fault {
        Fault::Disk { .. } => ApiError::Unavailable { why: fault.to_string() },
        Fault::Damaged { .. } | Fault::TooLong { .. } | Fault::Unwritable { .. } | Fault::Closed => {
            internal(&fault.to_string())
        }
    }
}

/// Writes a cause to the log and answers its incident id.
pub(super) fn internal(cause: &str) -> ApiError {
    let id = ulid::Ulid::generate().to_string();
    tracing::error!(incident = %id, cause, "a request failed inside");
    ApiError::Internal { id }
}

/// Turns what a change came to into what the client sees.
pub(super) fn changed<T>(result: Result<T, ChangeError<Refusal>>) -> Result<T, ApiError> {
    result.map_err(|error| match error {
        ChangeError::Refused(refusal) => api(refusal),
        ChangeError::NotWritten { why } => ApiError::Unavailable { why: format!("Nothing was changed: {why}") },
        ChangeError::OutcomeUnknown => ApiError::OutcomeUnknown,
        ChangeError::Stopped { why } => ApiError::Unavailable { why },
        ChangeError::Broken => internal("a change broke off"),
    })
}
