//! Live progress: a long poll over the daemon's event log, and the words of a turn while it is written.

use serde::{Deserialize, Serialize};

use crate::dialogue::Speaker;
use crate::discussion::{DiscussionId, JobId, PersonaId, Timestamp};
use crate::job::BootId;

/// A place in the event log of one life of the daemon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Cursor {
    /// Which life.
    pub boot: BootId,
    /// Number of the last journal frame whose events were seen; a frame is never split.
    pub seq: u64,
}

/// Something changed. Says what, not how: the client asks for the new view of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A discussion was created or changed.
    Discussion {
        /// Which.
        id: DiscussionId,
    },
    /// A statement was added to a discussion.
    Statement {
        /// Of which discussion.
        discussion: DiscussionId,
        /// Its number, from 1.
        number: u32,
    },
    /// A statement was coded.
    Coded {
        /// Of which discussion.
        discussion: DiscussionId,
        /// Its number.
        number: u32,
    },
    /// Codings, ground truth or a person map of a discussion changed; what was scored of it is out of date.
    Codings {
        /// Of which discussion.
        discussion: DiscussionId,
    },
    /// A discussion is gone.
    DiscussionDeleted {
        /// Which.
        id: DiscussionId,
    },
    /// A job was created or changed.
    Job {
        /// Which.
        id: JobId,
    },
    /// A persona was created.
    Persona {
        /// Which.
        id: PersonaId,
    },
    /// A persona is gone.
    PersonaDeleted {
        /// Which.
        id: PersonaId,
    },
    /// The daemon's storage paused or goes on.
    Storage,
}

/// The words of a turn that is being written. Never stored; valid only under the boot id of its reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LiveText {
    /// Of which discussion.
    pub discussion: DiscussionId,
    /// The number the statement will have.
    pub number: u32,
    /// Who speaks.
    pub speaker: Speaker,
    /// The words so far.
    pub text: String,
}

/// Asks what changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct WatchRequest {
    /// Since when; `None` asks only for the present cursor.
    pub since: Option<Cursor>,
    /// Version of the live words last seen; 0 for none. `None`: live words are not wanted.
    pub live: Option<u64>,
    /// Longest wait in milliseconds, at most 25,000.
    pub wait_ms: u64,
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Changes {
    /// These, in order.
    Events(Vec<Event>),
    /// Too much, or another life of the daemon: drop what you hold and ask for the lists again.
    Everything,
}

/// The answer to a watch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct WatchReply {
    /// Where to go on.
    pub cursor: Cursor,
    /// What changed.
    pub changes: Changes,
    /// Version of the live words.
    pub live_version: u64,
    /// All live words, if they changed since the version asked about.
    pub live: Option<Vec<LiveText>>,
    /// The daemon's clock.
    pub now: Timestamp,
}
