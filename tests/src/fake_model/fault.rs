//! The ways in which a model server goes wrong.

use serde::{Deserialize, Serialize};

/// A way of going wrong. Those of content leave HTTP in order; the others break it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// Prose where JSON was asked for.
    Prose,
    /// JSON that breaks off, with a reason that says it is complete.
    TruncatedJson,
    /// `finish_reason: length`.
    Length,
    /// A word that is in no vocabulary.
    WrongEnum,
    /// Two items with one id.
    CollidingIds,
    /// A reference to nothing.
    Dangling,
    /// No words at all.
    Empty,
    /// The model declines.
    Refusal,
    /// `finish_reason: content_filter`.
    ContentFilter,
    /// A megabyte of text.
    Megabyte,
    /// The stream ends in the middle, the connection with it.
    StreamStops,
    /// 429.
    RateLimited {
        /// What Retry-After says.
        after: Option<String>,
    },
    /// Another status.
    Status {
        /// Which.
        status: u16,
    },
    /// The connection is reset instead of an answer.
    Reset,
    /// Nothing comes before this many milliseconds.
    Slow {
        /// Milliseconds.
        ms: u64,
    },
    /// The reply pauses in the middle for this many milliseconds.
    Pause {
        /// Milliseconds.
        ms: u64,
    },
    /// 400 to `response_format: json_schema`, in order otherwise.
    NoJsonSchema,
    /// 400 to any `response_format`, in order otherwise.
    NoJsonFormat,
    /// 400 to a named field of the request, in order otherwise.
    NoField {
        /// The field.
        field: String,
    },
    /// A page instead of a completion.
    Page,
    /// A redirect to another address.
    Redirect {
        /// Where to.
        to: String,
    },
    /// An answer in one piece although a stream was asked for.
    Whole,
    /// Plain words where structure was asked for, fit to be spoken.
    PlainWords,
}
