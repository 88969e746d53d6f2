//! A unit: one item as every coder saw it.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Coder, Values};
use crate::family::EventKind;

/// A statement of a discussion of the sample, by places in their lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// The discussion.
    pub discussion: usize,
    /// The statement.
    pub statement: usize,
}

/// What a coder says of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "is", content = "values", rename_all = "snake_case")]
pub enum Mark {
    /// They found the item and gave it these values.
    Found(Values),
    /// They coded the statement and did not find the item.
    NotFound,
    /// They did not code the statement.
    NotCoded,
}

impl Mark {
    /// The values, where the item was found.
    pub fn values(&self) -> Option<&Values> {
        match self {
            Mark::Found(values) => Some(values),
            Mark::NotFound | Mark::NotCoded => None,
        }
    }
}

/// One event as every coder saw it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Unit {
    /// `discussion/statement#n`: the statement where somebody first named it, and which of those it is.
    pub id: UnitId,
    /// What kind of event.
    pub kind: EventKind,
    /// Who and when, for people.
    pub label: String,
    /// What each coder says, in the order of [`Units::coders`].
    pub marks: Vec<Mark>,
    /// Where it was first named.
    pub place: Place,
    /// When the last of its coders coded it, where all times are known.
    pub coded_at: Option<DateTime<Utc>>,
}

/// Units of a selection.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Units {
    /// The coders, humans by name, then models.
    pub coders: Vec<Coder>,
    /// The units, in the order of discussions, statements and content.
    pub units: Vec<Unit>,
}

/// How a unit is called; from the name alone its discussion and statement are known again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct UnitId(String);

impl UnitId {
    /// The name of the n-th unit of a statement.
    pub fn new(discussion: &str, statement: &str, n: usize) -> Self {
        UnitId(format!("{}/{}#{n}", escape(discussion), escape(statement)))
    }

    /// A name as it was written; any text is one.
    pub fn read(text: &str) -> Self {
        UnitId(text.to_owned())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part that names the statement.
    pub fn statement(&self) -> &str {
        self.0.rsplit_once('#').map_or(&*self.0, |(statement, _)| statement)
    }

    /// The part that names the discussion.
    pub fn discussion(&self) -> &str {
        self.0.split_once('/').map_or(&*self.0, |(discussion, _)| discussion)
    }
}

impl std::fmt::Display for UnitId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

/// Keeps the signs that divide a unit's name out of its parts.
fn escape(part: &str) -> String {
    part.replace('%', "%25").replace('/', "%2F").replace('#', "%23")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_says_of_which_statement_and_discussion_it_is_whatever_they_are_called() {
        let id = UnitId::new("a/b#1", "5#2", 3);
        assert_eq!(id.as_str(), "a%2Fb%231/5%232#3");
        assert_eq!((id.discussion(), id.statement()), ("a%2Fb%231", "a%2Fb%231/5%232"));
        let odd = UnitId::read("whatever");
        assert_eq!((odd.discussion(), odd.statement()), ("whatever", "whatever"));
    }
}
