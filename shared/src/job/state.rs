//! The states of a job and the moves between them, in one function.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::FailureClass;
use crate::discussion::{Actor, Timestamp};

/// One life of the daemon process. A job that runs under another boot id has lost its runner.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct BootId(pub String);

impl fmt::Display for BootId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a job is paused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PauseCause {
    /// A person paused it.
    Person(Actor),
}

/// Where a job is, with the data that is valid there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum JobState {
    /// Waits for a free place, or, after a failed try, until `not_before`.
    Queued {
        /// Since when.
        since: Timestamp,
        /// Due time of the next try; kept across restarts.
        not_before: Option<Timestamp>,
        /// What the last try failed of.
        after: Option<FailureClass>,
    },
    /// A runner of the daemon's life `boot` works on it.
    Running {
        /// Which life.
        boot: BootId,
        /// Since when.
        started: Timestamp,
    },
    /// Its daemon ended; it goes on by itself at the next free place.
    Interrupted {
        /// When that was noticed.
        at: Timestamp,
    },
    /// Waits for a person.
    Paused {
        /// Since when.
        at: Timestamp,
        /// Why.
        cause: PauseCause,
    },
    /// Done.
    Succeeded {
        /// When.
        at: Timestamp,
    },
    /// Stopped; may be retried by a person.
    Failed {
        /// When.
        at: Timestamp,
        /// Of what.
        class: FailureClass,
        /// What happened, what was kept and what can be done, in words.
        message: String,
    },
    /// Cancelled by a person; may be retried.
    Cancelled {
        /// When.
        at: Timestamp,
        /// By whom.
        by: Actor,
    },
    /// A step of it was in flight at three unclean ends in a row; never tried again by itself.
    Dead {
        /// When.
        at: Timestamp,
        /// What happened, in words.
        message: String,
    },
}

/// What can be done to a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobMove {
    /// A runner takes it.
    Start,
    /// A person cancels it.
    Cancel,
    /// A person pauses it.
    Pause,
    /// A person lets it go on.
    Resume,
    /// A person tries it again.
    Retry,
    /// The runner finishes, fails, or puts it back with a due time.
    Settle,
    /// The daemon found it running under another life.
    Interrupt,
}

impl fmt::Display for JobMove {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            JobMove::Start => "started",
            JobMove::Cancel => "cancelled",
            JobMove::Pause => "paused",
            JobMove::Resume => "resumed",
            JobMove::Retry => "retried",
            JobMove::Settle => "settled",
            JobMove::Interrupt => "interrupted",
        })
    }
}

/// A move that the state does not allow. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a job that {} cannot be {asked}; nothing was changed", stands(.state))]
pub struct IllegalJobMove {
    /// The state's word.
    pub state: &'static str,
    /// What was asked.
    pub asked: JobMove,
}

/// "is running", "has failed": the state's word as a sentence has it.
fn stands(state: &str) -> String {
    let has = ["succeeded", "failed"].contains(&state);
    format!("{} {state}", if has { "has" } else { "is" })
}

/// By how much a clock may be put right without counting as set back, in milliseconds.
const CORRECTION: u64 = 5_000;

impl JobState {
    /// The state's word.
    pub fn word(&self) -> &'static str {
        match self {
            JobState::Queued { not_before: Some(_), .. } => "waiting",
            JobState::Queued { .. } => "queued",
            JobState::Running { .. } => "running",
            JobState::Interrupted { .. } => "interrupted",
            JobState::Paused { .. } => "paused",
            JobState::Succeeded { .. } => "succeeded",
            JobState::Failed { .. } => "failed",
            JobState::Cancelled { .. } => "cancelled",
            JobState::Dead { .. } => "dead",
        }
    }

    /// Whether it will not move any more by itself and waits for nobody.
    pub fn is_over(&self) -> bool {
        matches!(
            self,
            JobState::Succeeded { .. } | JobState::Failed { .. } | JobState::Cancelled { .. } | JobState::Dead { .. }
        )
    }

    /// Whether a runner may take it now. Where it is earlier than when the job was queued the clock was set back: the due
    /// time says nothing any more, and waiting for it could take as long as the clock was wrong.
    pub fn is_due(&self, now: Timestamp) -> bool {
        match self {
            JobState::Queued { since, not_before, .. } => {
                not_before.is_none_or(|due| due <= now || now.plus(CORRECTION) < *since)
            }
            JobState::Interrupted { .. } => true,
            _ => false,
        }
    }

    /// The one judge of moves: `Ok` when `asked` may happen in this state.
    pub fn allows(&self, asked: JobMove) -> Result<(), IllegalJobMove> {
        use JobMove::{Cancel, Interrupt, Pause, Resume, Retry, Settle, Start};
        let legal = match self {
            JobState::Queued { .. } | JobState::Interrupted { .. } => matches!(asked, Start | Cancel | Pause),
            JobState::Running { .. } => matches!(asked, Settle | Cancel | Pause | Interrupt),
            JobState::Paused { .. } => matches!(asked, Resume | Cancel),
            JobState::Failed { .. } | JobState::Cancelled { .. } | JobState::Dead { .. } => asked == Retry,
            JobState::Succeeded { .. } => false,
        };
        if legal { Ok(()) } else { Err(IllegalJobMove { state: self.word(), asked }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finished_job_refuses_every_move_and_says_so() {
        let done = JobState::Succeeded { at: Timestamp(1) };
        for asked in [JobMove::Cancel, JobMove::Pause, JobMove::Retry, JobMove::Start, JobMove::Resume] {
            let refused = done.allows(asked).unwrap_err().to_string();
            assert!(refused.contains("succeeded") && refused.contains(&asked.to_string()), "{refused}");
        }
    }

    #[test]
    fn a_job_in_backoff_is_due_at_its_due_time_and_not_before() {
        let state = JobState::Queued { since: Timestamp(0), not_before: Some(Timestamp(50)), after: None };
        assert!(!state.is_due(Timestamp(49)));
        assert!(state.is_due(Timestamp(50)));
    }

    #[test]
    fn a_clock_set_back_keeps_no_job_waiting_and_one_put_right_by_a_little_hurries_none() {
        let hour = 3_600_000;
        let (since, due) = (Timestamp(hour), Timestamp(hour + 60_000));
        let state = JobState::Queued { since, not_before: Some(due), after: None };
        assert!(!state.is_due(since), "control: it waits while the clock goes on");
        assert!(!state.is_due(Timestamp(hour - 1_000)));
        assert!(state.is_due(Timestamp(0)), "else it would wait for an hour and a minute");
    }

    #[test]
    fn only_what_failed_died_or_was_cancelled_is_retried() {
        let failed = JobState::Failed { at: Timestamp(1), class: FailureClass::Transient, message: String::new() };
        assert!(failed.allows(JobMove::Retry).is_ok());
        let queued = JobState::Queued { since: Timestamp(0), not_before: None, after: None };
        assert!(queued.allows(JobMove::Retry).is_err());
    }
}
