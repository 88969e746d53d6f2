//! What is known of the connection, for whoever shows it.

use sarf_shared::job::BootId;

/// The state of the way to the daemon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// Open, to this life of the daemon.
    Connected {
        /// Which life.
        boot: BootId,
    },
    /// Broken; it is being tried again.
    Reconnecting {
        /// What is being done about it, in a sentence.
        why: String,
    },
    /// Not tried again by itself; the sentence says what a person can do.
    Refused {
        /// Why.
        why: String,
    },
}
