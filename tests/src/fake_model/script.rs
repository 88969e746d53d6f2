//! What a fake model does, and when: how long it takes, and which calls go wrong in which way.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use super::Fault;

/// The script of a server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// Milliseconds before it answers.
    #[serde(default = "fifty")]
    pub delay_ms: u64,
    /// Milliseconds between two pieces of a streamed reply.
    #[serde(default)]
    pub piece_delay_ms: u64,
    /// Pieces of a streamed reply.
    #[serde(default = "eight")]
    pub pieces: usize,
    /// What goes wrong; the first rule that fits a call decides.
    #[serde(default)]
    pub rules: Vec<Rule>,
}

fn fifty() -> u64 {
    50
}

fn eight() -> usize {
    8
}

impl Default for Script {
    fn default() -> Self {
        Script { delay_ms: fifty(), piece_delay_ms: 0, pieces: eight(), rules: Vec::new() }
    }
}

impl Script {
    /// Answers at once, and every call goes wrong in one way.
    pub fn always(fault: Fault) -> Self {
        Script { delay_ms: 0, rules: vec![Rule::new(fault)], ..Script::default() }
    }

    /// Answers at once and well.
    pub fn prompt() -> Self {
        Script { delay_ms: 0, ..Script::default() }
    }
}

/// Which calls go wrong, and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Calls of this role only.
    #[serde(default)]
    pub role: Option<String>,
    /// First call it fits, from 1.
    #[serde(default = "one")]
    pub first: u64,
    /// Last call it fits; none: all later ones.
    #[serde(default)]
    pub last: Option<u64>,
    /// Count the calls of each key (each distinct request) instead of all calls of the role (or of all roles).
    #[serde(default)]
    pub each_key: bool,
    /// Not where the request holds this text, such as the errors that were given back.
    #[serde(default)]
    pub unless: Option<String>,
    /// What goes wrong.
    pub fault: Fault,
}

fn one() -> u64 {
    1
}

impl Rule {
    /// A rule for every call.
    pub fn new(fault: Fault) -> Self {
        Rule { role: None, first: 1, last: None, each_key: false, unless: None, fault }
    }

    /// The same for one role.
    pub fn of(self, role: &str) -> Self {
        Rule { role: Some(role.to_owned()), ..self }
    }

    /// The same for some calls, counted from 1.
    pub fn calls(self, calls: RangeInclusive<u64>) -> Self {
        Rule { first: *calls.start(), last: Some(*calls.end()), ..self }
    }

    /// Whether it fits a call.
    pub(super) fn fits(&self, call: &Counted<'_>) -> bool {
        let count = match (self.each_key, &self.role) {
            (true, _) => call.of_key,
            (false, Some(_)) => call.of_role,
            (false, None) => call.of_all,
        };
        self.role.as_deref().is_none_or(|role| role == call.role)
            && count >= self.first
            && self.last.is_none_or(|last| count <= last)
            && self.unless.as_deref().is_none_or(|text| !call.body.contains(text))
    }
}

/// A call and how many of its like there were, itself included.
pub(super) struct Counted<'a> {
    pub role: &'a str,
    pub body: &'a str,
    pub of_key: u64,
    pub of_role: u64,
    pub of_all: u64,
}
