//! The status machine of a discussion: one table of legal transitions and the one function that applies it.
//!
//! Queueing, backoff and pause are a job's state, not a status. "Coded" and "approved" are derived from codings.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Actor, RunId, Timestamp};
use crate::vocabulary;

vocabulary! {
    /// What a discussion was doing when it failed.
    Stage ("stage") {
        /// Its persona was being written.
        Authoring = "authoring",
        /// Its turns were being written.
        Generating = "generating",
        /// Its statements were being coded.
        Extracting = "extracting",
    }
}

vocabulary! {
    /// Why it failed.
    Cause ("cause") {
        /// The model could not be reached or was too busy, and the tries are used up.
        Provider = "provider",
        /// The model's endpoint refused the request.
        Refused = "refused",
        /// The model's answer was not usable, repairs and retries included.
        InvalidOutput = "invalid_output",
        /// A person cancelled it.
        Cancelled = "cancelled",
        /// A fault of this program, or a step that ended the daemon three times.
        Internal = "internal",
    }
}

/// How and where a discussion failed. What was finished before is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Failure {
    /// What it was doing.
    pub stage: Stage,
    /// Why it failed.
    pub cause: Cause,
    /// Finished units: persona 0 of 1; subject statements when generating or extracting.
    pub at: u32,
    /// Units planned.
    pub of: u32,
}

/// The status of a discussion, with the data that is valid in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Waits for its persona or its first turn.
    Pending,
    /// Turns are being written.
    Generating,
    /// Complete, not extracted.
    PendingExtraction,
    /// Statements are being coded. `standing` is the earlier run that stands should this one fail.
    Extracting {
        /// The finished earlier run, for a repeated extraction.
        standing: Option<RunId>,
    },
    /// Extracted; human coders can start.
    ReadyForCoding,
    /// Stopped; says where and why.
    Failed(Failure),
}

vocabulary! {
    /// The words for a status; `failed` is told apart by stage in the transition table.
    StatusWord ("status") {
        /// Waits for its persona or its first turn.
        Pending = "pending",
        /// Turns are being written.
        Generating = "generating",
        /// Complete, not extracted.
        PendingExtraction = "pending_extraction",
        /// Statements are being coded.
        Extracting = "extracting",
        /// Extracted.
        ReadyForCoding = "ready_for_coding",
        /// Stopped.
        Failed = "failed",
    }
}

/// The legal transitions, each once. `F(stage)` stands for "failed while doing this".
const LEGAL: &[(Node, Node)] = {
    use Node::{F, S};
    use Stage::{Authoring, Extracting as Ex, Generating as Gen};
    use StatusWord::{Extracting, Generating, Pending, PendingExtraction, ReadyForCoding};
    &[
        (S(Pending), S(Generating)),
        (S(Pending), F(Authoring)),
        // Cancelled, refused or out of tries before the first turn was written.
        (S(Pending), F(Gen)),
        (S(Generating), S(PendingExtraction)),
        (S(Generating), F(Gen)),
        (S(PendingExtraction), S(Extracting)),
        (S(Extracting), S(ReadyForCoding)),
        (S(Extracting), F(Ex)),
        (S(ReadyForCoding), S(Extracting)),
        (F(Authoring), S(Pending)),
        (F(Gen), S(Generating)),
        (F(Gen), S(PendingExtraction)),
        (F(Ex), S(Extracting)),
        (F(Ex), S(PendingExtraction)),
    ]
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Node {
    S(StatusWord),
    F(Stage),
}

/// A transition the table does not hold. Nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a discussion that is {from} cannot become {to}; nothing was changed")]
pub struct IllegalTransition {
    /// The status it has.
    pub from: Status,
    /// The status that was asked for.
    pub to: Status,
}

impl Status {
    /// The plain word, as JSON and the command line use it.
    pub fn word(&self) -> StatusWord {
        match self {
            Status::Pending => StatusWord::Pending,
            Status::Generating => StatusWord::Generating,
            Status::PendingExtraction => StatusWord::PendingExtraction,
            Status::Extracting { .. } => StatusWord::Extracting,
            Status::ReadyForCoding => StatusWord::ReadyForCoding,
            Status::Failed(_) => StatusWord::Failed,
        }
    }

    /// The failure, if it failed.
    pub fn failure(&self) -> Option<Failure> {
        match self {
            Status::Failed(failure) => Some(*failure),
            _ => None,
        }
    }

    fn node(&self) -> Node {
        match self {
            Status::Failed(failure) => Node::F(failure.stage),
            other => Node::S(other.word()),
        }
    }

    /// The one judge of transitions: the next status, or a typed error naming both.
    ///
    /// A repeated extraction that fails does not reach `failed`: it goes back to `ready_for_coding`, where the
    /// earlier run stands; so `extracting` with a standing run refuses `failed`, and a first extraction cannot
    /// name a standing run.
    pub fn to(self, next: Status) -> Result<Status, IllegalTransition> {
        let refuse = Err(IllegalTransition { from: self, to: next });
        if !LEGAL.contains(&(self.node(), next.node())) {
            return refuse;
        }
        match (self, next) {
            (Status::Extracting { standing: Some(_) }, Status::Failed(_)) => refuse,
            (Status::ReadyForCoding, Status::Extracting { standing: None }) => refuse,
            (from, Status::Extracting { standing: Some(_) }) if from != Status::ReadyForCoding => refuse,
            _ => Ok(next),
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Status::Failed(Failure { stage, cause, at, of }) => write!(f, "failed ({stage} {at}/{of}: {cause})"),
            other => write!(f, "{}", other.word().as_str().replace('_', " ")),
        }
    }
}

/// One step of a discussion's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Transition {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// To which status (the first entry: in which it was created).
    pub to: Status,
    /// Why, in words; never holds transcript text.
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_status() -> impl Strategy<Value = Status> {
        prop_oneof![
            Just(Status::Pending),
            Just(Status::Generating),
            Just(Status::PendingExtraction),
            prop::option::of(1..9u64).prop_map(|run| Status::Extracting { standing: run.map(RunId) }),
            Just(Status::ReadyForCoding),
            (prop::sample::select(Stage::ALL), prop::sample::select(Cause::ALL), 0..9u32)
                .prop_map(|(stage, cause, at)| Status::Failed(Failure { stage, cause, at, of: 9 })),
        ]
    }

    proptest! {
        #[test]
        fn every_walk_stays_in_the_table_and_every_refusal_names_both_states(
            asks in prop::collection::vec(any_status(), 1..60)
        ) {
            let mut status = Status::Pending;
            for ask in asks {
                match status.to(ask) {
                    Ok(next) => {
                        prop_assert_eq!(next, ask);
                        prop_assert!(LEGAL.contains(&(status.node(), next.node())));
                        status = next;
                    }
                    Err(error) => {
                        prop_assert_eq!(error, IllegalTransition { from: status, to: ask });
                        let words = error.to_string();
                        prop_assert!(words.contains(&status.to_string()) && words.contains(&ask.to_string()));
                    }
                }
            }
        }

        #[test]
        fn a_discussion_reaches_coding_only_through_extraction(ask in any_status()) {
            if ask.to(Status::ReadyForCoding).is_ok() {
                prop_assert_eq!(ask.word(), StatusWord::Extracting);
            }
        }
    }

    #[test]
    fn a_failed_repeat_leaves_the_earlier_run_standing() {
        let again = Status::ReadyForCoding.to(Status::Extracting { standing: Some(RunId(3)) }).unwrap();
        let failure = Failure { stage: Stage::Extracting, cause: Cause::Provider, at: 2, of: 9 };
        assert!(again.to(Status::Failed(failure)).is_err());
        assert_eq!(again.to(Status::ReadyForCoding), Ok(Status::ReadyForCoding));
        let first = Status::PendingExtraction.to(Status::Extracting { standing: None }).unwrap();
        assert!(first.to(Status::Failed(failure)).is_ok());
    }
}
