//! What can go wrong on the wire: one small typed error. Causes stay in the daemon's log.

use serde::{Deserialize, Serialize};

/// Why a request was not done. Every message says what happened, what was kept, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum ApiError {
    /// Nothing has that id.
    #[error("there is no {what} {id}; `{list}` shows what there is")]
    NotFound {
        /// Kind of thing.
        what: String,
        /// The id asked for.
        id: String,
        /// The command that lists them.
        list: String,
    },
    /// The state of the thing does not allow it.
    #[error("{why}")]
    Conflict {
        /// Why not now, and what can be done.
        why: String,
    },
    /// Something in the request is wrong. One entry per problem.
    #[error("{}", problems.join("\n"))]
    Invalid {
        /// Each problem, with its place.
        problems: Vec<String>,
    },
    /// Not yours.
    #[error("{why}")]
    Forbidden {
        /// Why.
        why: String,
    },
    /// The request was durable but its answer was lost; ask again with the same request id.
    #[error("it is not known whether this was done; the same request can safely be sent again")]
    OutcomeUnknown,
    /// Storage cannot take changes at the moment.
    #[error("{why}")]
    Unavailable {
        /// Why, and what happens next.
        why: String,
    },
    /// A fault of this program.
    #[error("something went wrong inside the service (incident {id}); `sarf daemon logs` has more")]
    Internal {
        /// The id under which the log tells the cause.
        id: String,
    },
}
