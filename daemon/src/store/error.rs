//! What can go wrong, in words a researcher understands, each with its remedy.

use std::path::PathBuf;

/// A record that could not be read or written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A stored record is damaged. The store stops, and the next start rebuilds it from the journal.
    #[error("a record in \"{table}\" is damaged: {why}; starting the service again rebuilds it from the journal")]
    Damaged {
        /// The table the record is in.
        table: String,
        /// What is wrong with it; never its content.
        why: String,
    },
    /// A value is longer than a record may be.
    #[error("a value for \"{table}\" is {bytes} bytes long and at most {limit} are kept in one record")]
    TooLong {
        /// The table it was meant for.
        table: &'static str,
        /// Its length.
        bytes: usize,
        /// The longest allowed.
        limit: usize,
    },
    /// A value cannot be written as JSON (a map with odd keys, for example): a mistake in the program.
    #[error("a value for \"{table}\" cannot be written down: {cause}")]
    Unwritable {
        /// The table it was meant for.
        table: &'static str,
        /// The serializer's words.
        cause: String,
    },
    /// The disk under the index is full or read-only: no damage, but the index cannot be used until the next start.
    #[error("the disk does not take changes ({cause}): {remedy}; the service ends, and goes on at its next start")]
    Disk {
        /// The system's words.
        cause: String,
        /// What to do.
        remedy: &'static str,
    },
    /// The store has been closed.
    #[error("the store is closed; the service is ending")]
    Closed,
}

impl Fault {
    /// What sled said of a record of `table`.
    pub(super) fn of_sled(table: &str, cause: &sled::Error) -> Self {
        match cause {
            sled::Error::Io(cause) if is_no_damage(cause) => {
                Self::Disk { cause: cause.to_string(), remedy: remedy(cause) }
            }
            other => Self::damaged(table, &other.to_string()),
        }
    }

    /// A damaged record of `table`.
    pub(super) fn damaged(table: &str, why: &str) -> Self {
        Self::Damaged { table: table.to_owned(), why: why.to_owned() }
    }
}

/// Why a change was not acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError<E> {
    /// The change itself said no; nothing of it was kept.
    #[error("{0}")]
    Refused(E),
    /// The disk did not take it (full, read-only); nothing of it was kept. Work goes on by itself once there is room.
    #[error("nothing was saved: {why}")]
    NotWritten {
        /// What the disk said and what to do.
        why: String,
    },
    /// It may or may not have been kept: ask again with the same request id.
    #[error("it is not known whether this was saved; ask again with the same request id")]
    OutcomeUnknown,
    /// The store takes no more changes until the service has been started again.
    #[error("nothing is saved any more: {why}")]
    Stopped {
        /// What happened.
        why: String,
    },
    /// The change broke off with a panic; nothing of it was kept. A mistake in the program.
    #[error("a mistake in the program interrupted this change; nothing of it was saved")]
    Broken,
}

/// Why the store did not open. Nothing was moved or deleted unless a variant says so.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The disk is full, read-only, or the files belong to somebody else. This is not damage.
    #[error("the folder {} cannot be used: {cause}; {remedy}", path.display())]
    Disk {
        /// The file or folder.
        path: PathBuf,
        /// The system's words.
        cause: std::io::Error,
        /// What to do.
        remedy: &'static str,
    },
    /// Another process has the store open.
    #[error("the store in {} is in use by another process; stop that one first (sarf daemon stop)", path.display())]
    InUse {
        /// The store's folder.
        path: PathBuf,
    },
    /// Opening went round in circles. The thread cannot be stopped: start this executable again in its place (handing
    /// on the lock); the store has been marked and the next start rebuilds it.
    #[error("reading the store does not end; the service has to start again to rebuild it from the journal")]
    MustReexec,
    /// A newer version of the program has written here.
    #[error(
        "this data was written by a newer version (its layout is {found}, this program knows {known}); use the newer program"
    )]
    Newer {
        /// The layout number found.
        found: u32,
        /// The newest this program knows.
        known: u32,
    },
    /// Changes that are needed are damaged or missing; only a person may decide to go on without them.
    #[error(
        "{why}; nothing was moved. \"sarf check\" shows the damage, \"sarf check --repair\" goes on without what is lost"
    )]
    Stopped {
        /// Segment, offset and the missing numbers.
        why: String,
    },
    /// A migration failed; the snapshot taken before it is kept.
    #[error(
        "the data could not be brought to layout {to} ({title}): {why}; the snapshot taken before it is kept in snapshots/"
    )]
    Migration {
        /// The layout number it was to reach.
        to: u32,
        /// What the migration does.
        title: &'static str,
        /// What happened.
        why: String,
    },
    /// The index could not be written for a reason that is not a full disk.
    #[error("the store could not be built: {why}")]
    Build {
        /// What happened.
        why: String,
    },
}

impl OpenError {
    /// A file error with the remedy that fits it.
    pub(super) fn disk(path: &std::path::Path, cause: std::io::Error) -> Self {
        let remedy = remedy(&cause);
        Self::Disk { path: path.to_owned(), cause, remedy }
    }
}

/// What a person can do about a file error.
pub(super) fn remedy(cause: &std::io::Error) -> &'static str {
    sarf_shared::remedy::of_file_error(cause.kind())
}

/// Whether a file error is a lack of space or of rights, and so no damage.
pub(super) fn is_no_damage(cause: &std::io::Error) -> bool {
    sarf_shared::remedy::is_no_damage(cause.kind())
}
