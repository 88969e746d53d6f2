//! A discussion and its statements.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Actor, DiscussionId, FactId, PersonaId, RunId, Status, Timestamp, Transition};
use crate::dialogue::Speaker;

/// Where a discussion came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Written here by a synthetic client and a coach.
    Generated,
    /// Read from a file; `synthetic` says that its client was a model.
    Imported {
        /// Whether the client was a model.
        synthetic: bool,
        /// The file's name without its folder.
        file: String,
    },
}

impl Origin {
    /// Whether the client was a model.
    pub fn is_synthetic(&self) -> bool {
        !matches!(self, Origin::Imported { synthetic: false, .. })
    }

    /// Whether it was read from a file.
    pub fn is_imported(&self) -> bool {
        matches!(self, Origin::Imported { .. })
    }
}

/// A person's word that a transcript may go to a named provider outside this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RemoteConsent {
    /// The provider it may go to.
    pub provider: String,
    /// Who said so.
    pub actor: Actor,
    /// When.
    pub at: Timestamp,
}

/// A discussion without its statements.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Discussion {
    /// Id.
    pub id: DiscussionId,
    /// What it is called in lists.
    pub title: String,
    /// Where it came from.
    pub origin: Origin,
    /// The client, for generated ones, once it exists.
    pub persona: Option<PersonaId>,
    /// The client's name as the transcript has it, where known.
    pub subject: Option<String>,
    /// The coach's name as the transcript has it, where known.
    pub coach: Option<String>,
    /// The day it took place; relative dates are counted from it. Without it they stay undated.
    pub date: Option<NaiveDate>,
    /// The seed of a generated one.
    pub seed: Option<u64>,
    /// Coach turns planned (a generated one), else subject statements found.
    pub planned: u32,
    /// Status.
    pub status: Status,
    /// Every status it had, oldest first.
    pub history: Vec<Transition>,
    /// Statements so far, both speakers.
    pub statements: u32,
    /// Subject statements so far.
    pub subject_statements: u32,
    /// The finished extraction run that stands.
    pub standing_run: Option<RunId>,
    /// Whether the client left out, at some turn, which facts it revealed; then there is no reference coding.
    #[serde(default)]
    pub revealed_unknown: bool,
    /// Whether what was revealed is the word of a model rather than known by construction.
    #[serde(default)]
    pub self_reported: bool,
    /// Providers outside this machine that a person allowed for it.
    pub consents: Vec<RemoteConsent>,
    /// When it was created.
    pub created: Timestamp,
    /// Who created it.
    pub creator: Actor,
}

/// One statement, numbered from 1 over both speakers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Statement {
    /// Number in the discussion, from 1.
    pub number: u32,
    /// Who says it.
    pub speaker: Speaker,
    /// The words.
    pub text: String,
    /// When it was stored.
    pub at: Timestamp,
    /// Facts of the persona first revealed here, where the client says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revealed: Vec<FactId>,
    /// Whether the words are the canned fallback (the client's reply was unusable twice).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fallback: bool,
}
