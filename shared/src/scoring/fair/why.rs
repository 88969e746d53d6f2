//! Why an item is unmatched, in a form to count and in words.

use std::fmt;

use crate::family::{DateCertainty, EventKind, Gender};

/// Which of the two sides.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum OfSide {
    /// The scored one.
    Scored,
    /// The truth.
    Truth,
}

/// What an unmatched item is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Unmatchable {
    /// A person.
    Person,
    /// An event.
    Event,
    /// A pair bond.
    PairBond,
    /// A child-of link.
    ChildOf,
}

/// An unmatched item, and why it is.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Unmatched {
    /// Whose it is.
    pub side: OfSide,
    /// What it is.
    pub what: Unmatchable,
    /// Its position in the list; of a child-of link that of the child.
    pub at: usize,
    /// The item as a sentence, the actor first.
    pub item: String,
    /// Why.
    pub why: WhyNot,
}

impl fmt::Display for Unmatched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.item, self.why)
    }
}

/// Why an item is unmatched.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhyNot {
    /// The other side has nothing of this kind.
    NothingOfThisKind,
    /// The researcher said that this person is nobody on the other side.
    SaidToBeNobody,
    /// A person of the item is nobody on the other side, and nothing there is near.
    PersonUnmatched(String),
    /// The nearest item is separated by gates.
    Separated {
        /// The nearest item of the other side, as a sentence.
        nearest: String,
        /// Whether it reads the same but for its date.
        same_words: bool,
        /// What separates the two; at least one.
        by: Vec<Separation>,
    },
    /// The nearest item passes the gates and belongs to another.
    Taken {
        /// The nearest item of the other side.
        nearest: String,
        /// The item of this side it is matched with.
        by: String,
    },
}

/// What separates two items.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Separation {
    /// The kind of event.
    Kind {
        /// The nearest item's kind.
        theirs: EventKind,
    },
    /// The dates.
    Days {
        /// Days between them.
        apart: u32,
        /// Days allowed; 0 where one of them is a year and certain.
        limit: u32,
        /// Certainty of this item's date and of the other's; `None` where it is left open.
        certainty: [Option<DateCertainty>; 2],
    },
    /// A person of the item: who it is here and who there; `None` is nobody.
    Person {
        /// Here.
        ours: Option<String>,
        /// There.
        theirs: Option<String>,
    },
    /// A person of this item is nobody on the other side.
    Unknown(String),
    /// Both name people the move is aimed at, and none is the same.
    Targets,
    /// Both name others of a triangle, and none is the same.
    Triangles,
    /// The gender.
    Gender {
        /// Here.
        ours: Gender,
        /// There.
        theirs: Gender,
    },
    /// The name.
    Name {
        /// How alike the two are.
        percent: u32,
        /// How alike they must be.
        limit: u32,
    },
    /// They are different relatives.
    Relation,
    /// Nothing says that the two have the same place in the family.
    NoEvidence,
    /// The one is the subject or the coach, the other is not.
    Place,
    /// The parents of the child.
    Parents,
}

impl fmt::Display for WhyNot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WhyNot::NothingOfThisKind => f.write_str("there is nothing of this kind on the other side"),
            WhyNot::SaidToBeNobody => f.write_str("said to be nobody on the other side"),
            WhyNot::PersonUnmatched(who) => write!(f, "{who} is not matched with anybody on the other side"),
            WhyNot::Taken { nearest, by } => write!(f, "nearest: {nearest}, taken by a better match: {by}"),
            WhyNot::Separated { nearest, same_words, by } => {
                match same_words {
                    true => f.write_str("nearest: the same, ")?,
                    false => write!(f, "nearest: {nearest}: ")?,
                }
                for (at, one) in by.iter().enumerate() {
                    write!(f, "{}{one}", if at == 0 { "" } else { "; " })?;
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for Separation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Separation::Kind { theirs } => write!(f, "kind differs ({theirs})"),
            Separation::Days { apart, limit, certainty } => {
                let days = if *apart == 1 { "day" } else { "days" };
                match limit {
                    0 => write!(f, "{apart} {days} outside the year ({})", certainties(*certainty)),
                    limit => write!(f, "{apart} {days} apart (limit {limit}, {})", certainties(*certainty)),
                }
            }
            Separation::Person { ours, theirs } => {
                let name = |who: &Option<String>| who.clone().unwrap_or_else(|| "nobody".to_owned());
                write!(f, "person differs ({} here, {} there)", name(ours), name(theirs))
            }
            Separation::Unknown(who) => write!(f, "{who} is not matched"),
            Separation::Targets => f.write_str("aimed at other people"),
            Separation::Triangles => f.write_str("other people in the triangle"),
            Separation::Gender { ours, theirs } => write!(f, "gender differs ({ours} here, {theirs} there)"),
            Separation::Name { percent, limit } => write!(f, "names {percent} % alike (limit {limit} %)"),
            Separation::Relation => f.write_str("another relative"),
            Separation::NoEvidence => f.write_str("nothing says that they have the same place in the family"),
            Separation::Place => f.write_str("one is the client or the coach, the other is not"),
            Separation::Parents => f.write_str("other parents"),
        }
    }
}

fn certainties([ours, theirs]: [Option<DateCertainty>; 2]) -> String {
    let word = |one: Option<DateCertainty>| one.map_or("not said", DateCertainty::as_str);
    if ours == theirs { format!("both {}", word(ours)) } else { format!("{} here, {} there", word(ours), word(theirs)) }
}
