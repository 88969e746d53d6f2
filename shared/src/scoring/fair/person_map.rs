//! Who is who by the researcher's word: overrides that win over every gate and similarity.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::family::ItemId;

/// Whom a person of the scored side is on the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stands {
    /// This person of the truth.
    For(ItemId),
    /// Nobody: the person stays unmatched.
    ForNobody,
}

/// Overrides: persons of the scored side and whom they stand for. Ordered, so that equal maps are equal bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct PersonMap {
    overrides: BTreeMap<ItemId, Stands>,
}

impl PersonMap {
    /// No overrides.
    pub fn new() -> Self {
        PersonMap::default()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.overrides.is_empty()
    }

    /// States whom a person stands for; returns what was stated before.
    pub fn set(&mut self, scored: ItemId, stands: Stands) -> Option<Stands> {
        self.overrides.insert(scored, stands)
    }

    /// Takes an override back; returns it.
    pub fn clear(&mut self, scored: ItemId) -> Option<Stands> {
        self.overrides.remove(&scored)
    }

    /// Whom a person stands for by the researcher's word.
    pub fn get(&self, scored: ItemId) -> Option<Stands> {
        self.overrides.get(&scored).copied()
    }

    /// The overrides in the order of the scored side's ids.
    pub fn iter(&self) -> impl Iterator<Item = (ItemId, Stands)> {
        self.overrides.iter().map(|(scored, stands)| (*scored, *stands))
    }
}

impl FromIterator<(ItemId, Stands)> for PersonMap {
    fn from_iter<I: IntoIterator<Item = (ItemId, Stands)>>(overrides: I) -> Self {
        PersonMap { overrides: overrides.into_iter().collect() }
    }
}

/// Why overrides cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MapError {
    /// Two people of the scored side are to be one of the truth.
    #[error(
        "the person map says that both {first} and {second} are {truth}; one person can be matched once, take one of the two back"
    )]
    TwoToOne {
        /// The one.
        first: ItemId,
        /// The other.
        second: ItemId,
        /// Whom both are to be.
        truth: ItemId,
    },
    /// One person of the scored side, who stands there under two ids, is to be two people.
    #[error(
        "the person map says of one person ({first} and {second} are the same) that they are two; take one of the two back"
    )]
    OneToTwo {
        /// One id.
        first: ItemId,
        /// The other.
        second: ItemId,
    },
    /// A person who is not on the scored side.
    #[error(
        "the person map names {0}, and there is nobody with that number in the scored coding; take the entry back or correct the number"
    )]
    UnknownScored(ItemId),
    /// A person who is not in the truth.
    #[error(
        "the person map names {0}, and there is nobody with that number in the truth; take the entry back or correct the number"
    )]
    UnknownTruth(ItemId),
}
