//! Whether changes are being saved.

use serde::{Deserialize, Serialize};

/// The state of writing, with a sentence for whoever asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Health {
    /// Changes are saved.
    Writing,
    /// The disk does not take changes now; it is tried again every few seconds.
    Paused {
        /// What the disk said and what to do.
        why: String,
    },
    /// Nothing is saved until the service has been started again; it should end with an error now.
    Stopped {
        /// What happened.
        why: String,
    },
}
