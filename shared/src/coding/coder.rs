//! Who codes: an account of this machine, or a name that came with a file.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::discussion::{RunId, Uid, VersionId};

/// The longest name of a coder, in characters.
const LONGEST: usize = 40;

/// Words that mean something else wherever a coder can be named.
const TAKEN: &[&str] = &["truth", "model", "reference", "client", "coach"];

/// A coder's name, as files and the command line give it: 1 to 40 letters, digits and `. _ - @ +`, beginning with a letter
/// or digit; no word that means a side of a comparison (`truth`, `model`, `r7`, `v9`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(into = "String", try_from = "String")]
pub struct CoderName(String);

/// Text that cannot be a coder's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{given}\" cannot be a coder's name: {why}; a name has 1 to 40 letters, digits, and . _ - @ +, and begins with a letter or digit"
)]
pub struct BadCoderName {
    /// What was given, cut short.
    pub given: String,
    /// What is wrong with it.
    pub why: &'static str,
}

impl CoderName {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CoderName {
    type Err = BadCoderName;

    fn from_str(text: &str) -> Result<Self, BadCoderName> {
        let bad = |why| {
            let shown = text.chars().take(LONGEST).map(|c| if c.is_control() { '\u{fffd}' } else { c });
            Err(BadCoderName { given: shown.collect(), why })
        };
        if text.is_empty() {
            return bad("it is empty");
        }
        if text.chars().count() > LONGEST {
            return bad("it is too long");
        }
        if !text.chars().all(|c| c.is_alphanumeric() || "._-@+".contains(c)) {
            return bad("it holds another character");
        }
        if !text.chars().next().is_some_and(char::is_alphanumeric) {
            return bad("it begins with a sign");
        }
        if text.parse::<RunId>().is_ok() || text.parse::<VersionId>().is_ok() {
            return bad("it looks like a run or a version");
        }
        if TAKEN.contains(&text.to_lowercase().as_str()) {
            return bad("the word means something else here");
        }
        Ok(CoderName(text.to_owned()))
    }
}

impl TryFrom<String> for CoderName {
    type Error = BadCoderName;

    fn try_from(text: String) -> Result<Self, BadCoderName> {
        text.parse()
    }
}

impl From<CoderName> for String {
    fn from(name: CoderName) -> String {
        name.0
    }
}

impl fmt::Display for CoderName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Who made a coding. An external coder is a name in a file and never becomes an account, whatever the name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Coder {
    /// Somebody who codes here, known by the kernel's word.
    Account {
        /// Their uid.
        uid: Uid,
        /// Their name at the time, for people.
        name: CoderName,
    },
    /// A name that came with a file.
    External {
        /// The name.
        name: CoderName,
    },
}

impl Coder {
    /// The name, for people. An account and an external coder may share one.
    pub fn name(&self) -> &CoderName {
        match self {
            Coder::Account { name, .. } | Coder::External { name } => name,
        }
    }

    /// The text under which the chain is kept: an account by uid, an external coder by name.
    pub fn key(&self) -> String {
        match self {
            Coder::Account { uid, .. } => format!("account:{}", uid.0),
            Coder::External { name } => format!("external:{name}"),
        }
    }
}

impl fmt::Display for Coder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.name().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_plain_and_means_nothing_else() {
        for good in ["kmora", "coder-1", "a.b@uni.edu", "Zoë", "r2d2", "7"] {
            assert_eq!(good.parse::<CoderName>().map(String::from).as_deref(), Ok(good));
        }
        for bad in ["", " kmora", "k mora", "-x", "a/b", "a\nb", "r7", "v12", "Truth", "model", &"x".repeat(41)] {
            assert!(bad.parse::<CoderName>().is_err(), "{bad:?}");
        }
        let told = "a\u{1b}[2J".parse::<CoderName>().unwrap_err().to_string();
        assert!(!told.contains('\u{1b}'), "nothing that moves a terminal is repeated: {told:?}");
    }

    #[test]
    fn an_external_coder_is_no_account_even_under_its_name() {
        let name: CoderName = "kmora".parse().unwrap();
        let account = Coder::Account { uid: Uid(1000), name: name.clone() };
        let external = Coder::External { name };
        assert_ne!(account.key(), external.key());
        assert_eq!(account.to_string(), external.to_string());
    }
}
