//! Typed ids of what the daemon keeps: discussion `41`, persona `p3`, job `j12`, run `r7`, ground-truth version `v9`.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Text that is not an id of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{given}\" is not a {what} id; one looks like {example}")]
pub struct NotAnId {
    /// What kind of id was wanted.
    pub what: &'static str,
    /// What was given.
    pub given: String,
    /// How one looks.
    pub example: &'static str,
}

macro_rules! record_id {
    ($(#[$meta:meta])* $name:ident, $what:literal, $prefix:literal, $example:literal) => {
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
        )]
        $(#[$meta])*
        pub struct $name(pub u64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&format!(concat!($prefix, "{}"), self.0))
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                let not = || NotAnId { what: $what, given: text.chars().take(40).collect(), example: $example };
                let digits = text.strip_prefix($prefix).ok_or_else(not)?;
                if !digits.bytes().all(|b| b.is_ascii_digit()) {
                    return Err(not());
                }
                digits.parse().map($name).map_err(|_| not())
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.to_string()
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;

            fn try_from(text: String) -> Result<Self, NotAnId> {
                text.parse()
            }
        }
    };
}

record_id! {
    /// A discussion: `41`. In JSON a number, since it has no letter; the others are strings.
    #[serde(transparent)]
    DiscussionId, "discussion", "", "41"
}
record_id! {
    /// A persona: `p3`.
    #[serde(into = "String", try_from = "String")]
    PersonaId, "persona", "p", "p3"
}
record_id! {
    /// A job: `j12`.
    #[serde(into = "String", try_from = "String")]
    JobId, "job", "j", "j12"
}
record_id! {
    /// An extraction run: `r7`.
    #[serde(into = "String", try_from = "String")]
    RunId, "run", "r", "r7"
}
record_id! {
    /// A version of ground truth: `v9`. One sequence over all discussions.
    #[serde(into = "String", try_from = "String")]
    VersionId, "ground-truth version", "v", "v9"
}

/// A moment: milliseconds since 1970-01-01 UTC, from the clock the daemon was given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(extend("format" = "milliseconds since 1970-01-01 UTC"))]
pub struct Timestamp(pub u64);

impl Timestamp {
    /// Milliseconds from `earlier` to `self`; 0 when the clock was set back between them.
    pub fn since(self, earlier: Timestamp) -> u64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The moment `ms` milliseconds later.
    pub fn plus(self, ms: u64) -> Timestamp {
        Timestamp(self.0.saturating_add(ms))
    }
}

/// The numeric uid of the person a connection belongs to, as the kernel says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Uid(pub u32);

/// Who caused a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// A person, by uid.
    Person(Uid),
    /// The daemon's own runner.
    Runner,
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Actor::Person(Uid(uid)) => write!(f, "uid {uid}"),
            Actor::Runner => f.write_str("sarf"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_back_as_it_is_written_and_no_other_kind_passes() {
        assert_eq!("j12".parse::<JobId>(), Ok(JobId(12)));
        assert_eq!(JobId(12).to_string(), "j12");
        for wrong in ["12", "p12", "j", "j+1", "j1x", "j99999999999999999999999"] {
            assert!(wrong.parse::<JobId>().is_err(), "{wrong}");
        }
        assert_eq!("41".parse::<DiscussionId>(), Ok(DiscussionId(41)));
        assert!("".parse::<DiscussionId>().is_err());
    }
}
