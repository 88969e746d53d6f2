//! A job as it is stored.

use chrono::NaiveDate;
use sarf_shared::discussion::{Actor, DiscussionId, JobId, PersonaId, RunId, Timestamp};
use sarf_shared::job::{BootId, JobKind, JobMoment, JobState, Progress};
use serde::{Deserialize, Serialize};

/// The longest history a job keeps; the oldest entries after the first go first.
const LONGEST_HISTORY: usize = 100;

/// What a persona is to be, fixed when the command was accepted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuthorOrder {
    /// Seed of the persona.
    pub seed: u64,
    /// The day on which ages hold.
    pub as_of: NaiveDate,
    /// Names it must not use.
    pub avoid: Vec<String>,
    /// Whether the persona is the one of its seed, to be used again for that seed.
    pub keep_for_seed: bool,
}

/// What a job does, with all it was accepted with but the models.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobSpec {
    /// Write a persona.
    Author(AuthorOrder),
    /// Write a discussion.
    Generate {
        /// Seed of the talk.
        seed: u64,
        /// Coach turns.
        turns: u32,
        /// Whether extraction follows.
        extract: bool,
        /// The persona to write first, where none exists yet.
        author: Option<AuthorOrder>,
    },
    /// Code a discussion.
    Extract {
        /// The run it fills.
        run: RunId,
    },
    /// Ask the judge.
    Evaluate,
}

impl JobSpec {
    /// The kind, as people see it.
    pub fn kind(&self) -> JobKind {
        match self {
            JobSpec::Author(_) => JobKind::Author,
            JobSpec::Generate { .. } => JobKind::Generate,
            JobSpec::Extract { .. } => JobKind::Extract,
            JobSpec::Evaluate => JobKind::Evaluate,
        }
    }
}

/// A step that was begun and whose result is not stored yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InFlight {
    /// Which step.
    pub step: u32,
    /// Which life of the daemon began it.
    pub boot: BootId,
    /// When.
    pub at: Timestamp,
    /// Unclean ends of the daemon in a row that found it in flight.
    pub unclean: u8,
}

/// A job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JobRecord {
    /// Id.
    pub id: JobId,
    /// What it does.
    pub spec: JobSpec,
    /// Where it is.
    pub state: JobState,
    /// Hash of the plan it was accepted with.
    pub plan: String,
    /// The discussion it works on.
    pub discussion: Option<DiscussionId>,
    /// The persona it uses or has written.
    pub persona: Option<PersonaId>,
    /// The job before it in a batch of new personas: names are settled in this order.
    pub after: Option<JobId>,
    /// The step that is to be done next.
    pub step: u32,
    /// The step begun and not finished.
    pub in_flight: Option<InFlight>,
    /// Failed tries of the present step.
    pub failures: u32,
    /// Steps begun again after an interruption.
    pub rerun: u32,
    /// Entries in the ledger.
    pub calls: u32,
    /// How far it is.
    pub progress: Progress,
    /// `progress.done` when this run of it began, for the estimate of what is left.
    pub done_at_start: u32,
    /// When it was accepted.
    pub created: Timestamp,
    /// By whom.
    pub creator: Actor,
    /// Cancelled by a person at some time since the last start: `retry --failed` leaves it alone.
    pub cancelled_by_person: bool,
    /// What happened to it.
    pub history: Vec<JobMoment>,
    /// What a person should know, such as an engine not used and why.
    pub note: Option<String>,
}

impl JobRecord {
    /// A job that waits for its first start.
    pub fn new(id: JobId, spec: JobSpec, plan: String, created: Timestamp, creator: Actor, of: u32) -> Self {
        JobRecord {
            id,
            spec,
            state: JobState::Queued { since: created, not_before: None, after: None },
            plan,
            discussion: None,
            persona: None,
            after: None,
            step: 0,
            in_flight: None,
            failures: 0,
            rerun: 0,
            calls: 0,
            progress: Progress { done: 0, of },
            done_at_start: 0,
            created,
            creator,
            cancelled_by_person: false,
            history: vec![JobMoment { at: created, actor: creator, account: None, what: "accepted".to_owned() }],
            note: None,
        }
    }

    /// Adds a line to the history.
    pub fn tell(&mut self, at: Timestamp, actor: Actor, what: impl Into<String>) {
        if self.history.len() >= LONGEST_HISTORY {
            self.history.remove(1);
        }
        self.history.push(JobMoment { at, actor, account: None, what: what.into() });
    }

    /// Whether the life `boot` is the one that runs it.
    pub fn is_run_by(&self, boot: &BootId) -> bool {
        matches!(&self.state, JobState::Running { boot: running, .. } if running == boot)
    }
}
