//! Why the daemon could not be reached, or did not do what was asked: in words, with what to do about it.

use std::path::PathBuf;
use std::time::Duration;

use sarf_shared::plural::counted;
use sarf_shared::rpc::{ApiError, BuildId};

/// No way to the daemon.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConnectError {
    /// None runs, and it was not to be started.
    #[error("the background service is not running; `sarf daemon start` starts it")]
    NotRunning {
        /// Where it would listen.
        socket: PathBuf,
    },
    /// It ended on purpose while we were connected: its socket is gone.
    #[error("the background service was stopped; `sarf daemon start` starts it again")]
    Stopped,
    /// The socket or its folder belongs to someone else.
    #[error(
        "the workspace {folder} belongs to {owner}, and you are {you}; ask {owner}, or set SARF_HOME to a folder of your own",
        folder = folder.display()
    )]
    NotYours {
        /// The folder that could not be entered.
        folder: PathBuf,
        /// Whose it is.
        owner: String,
        /// Who asks.
        you: String,
    },
    /// It is ours and does not let us in.
    #[error(
        "you may not write in {folder}, though it is yours; make it writable (chmod u+rwx), or set SARF_HOME to another folder",
        folder = folder.display()
    )]
    NoRights {
        /// The folder that could not be entered or written to.
        folder: PathBuf,
    },
    /// It is connected but does not answer.
    #[error(
        "the background service is there but does not answer within {}; `sarf daemon restart` starts it anew, finished steps are kept",
        seconds(*waited)
    )]
    Silent {
        /// How long was waited.
        waited: Duration,
    },
    /// It was killed and is still there: the system holds it, usually because of a disk that does not answer.
    #[error("the background service (process {pid}) was killed and does not end; check the disk, then start again")]
    WillNotEnd {
        /// Its process.
        pid: i32,
    },
    /// It speaks another contract or is another build, and has work under way.
    #[error(
        "the background service is another version ({theirs}; this is {ours}); {}. `{command}` restarts it: jobs under way pause and go on by themselves",
        jobs_words(*active_jobs)
    )]
    Mismatch {
        /// Its build.
        theirs: BuildIdWords,
        /// Ours.
        ours: BuildIdWords,
        /// Its jobs that are not over; `None` where it could not be asked.
        active_jobs: Option<u32>,
        /// The command to type.
        command: String,
    },
    /// It was started and ended at once.
    #[error("the background service could not start ({exit}). Its last words:\n{words}")]
    DiedAtStart {
        /// How it ended.
        exit: String,
        /// The end of what it wrote.
        words: String,
    },
    /// It answered the first call with an error.
    #[error("{0}")]
    Refused(ApiError),
    /// A file or folder needed to reach or start it.
    #[error("{what} {path}: {why}", path = path.display())]
    File {
        /// What was tried.
        what: &'static str,
        /// On which file.
        path: PathBuf,
        /// What the system said.
        why: String,
    },
}

/// A time as it is said: whole seconds, or what there is of one.
fn seconds(time: Duration) -> String {
    let tenths = time.as_millis().div_ceil(100);
    if tenths.is_multiple_of(10) { format!("{} s", tenths / 10) } else { format!("{}.{} s", tenths / 10, tenths % 10) }
}

/// A build id as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildIdWords(pub BuildId);

impl std::fmt::Display for BuildIdWords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.0)
    }
}

fn jobs_words(active: Option<u32>) -> String {
    match active {
        None => "it could not be asked for its jobs".into(),
        Some(0) => "no job is under way".into(),
        Some(n) => format!("{} under way", counted(n, "job is", "jobs are")),
    }
}

/// A request that was not done, or of which it is not known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    /// There is no way to the daemon.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The daemon said no.
    #[error(transparent)]
    Api(#[from] ApiError),
    /// The connection broke while waiting for the answer.
    #[error("the connection to the background service broke before it answered{}", outcome(*mutation))]
    Broken {
        /// Whether something was to be changed.
        mutation: bool,
    },
    /// No answer within the deadline.
    #[error("the background service did not answer within {} s{}", waited.as_secs(), outcome(*mutation))]
    TimedOut {
        /// How long was waited.
        waited: Duration,
        /// Whether something was to be changed.
        mutation: bool,
    },
}

fn outcome(mutation: bool) -> &'static str {
    if mutation { "; look whether it was done before asking again" } else { "; nothing was changed" }
}

impl ClientError {
    /// Whether the daemon cannot be reached (rather than having said no).
    pub fn is_unreachable(&self) -> bool {
        match self {
            ClientError::Api(_) => false,
            ClientError::Connect(error) => !matches!(error, ConnectError::Mismatch { .. } | ConnectError::Refused(_)),
            ClientError::Broken { .. } | ClientError::TimedOut { .. } => true,
        }
    }
}
