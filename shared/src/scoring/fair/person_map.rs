//! Who is who by the researcher's word: overrides that win over every gate and similarity.

use std::collections::{BTreeMap, BTreeSet};

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
///
/// Of the truth's people only one thing needs saying of its own: that somebody is nobody on the scored side. It is said
/// where what was said of two coders the other way round is read in this direction.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PersonMap {
    overrides: BTreeMap<ItemId, Stands>,
    truth_nobodies: BTreeSet<ItemId>,
}

impl PersonMap {
    /// No overrides.
    pub fn new() -> Self {
        PersonMap::default()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.overrides.is_empty() && self.truth_nobodies.is_empty()
    }

    /// How many people something is said of.
    pub fn len(&self) -> usize {
        self.overrides.len() + self.truth_nobodies.len()
    }

    /// States that a person of the truth is nobody on the scored side.
    pub fn set_truth_nobody(&mut self, truth: ItemId) {
        self.truth_nobodies.insert(truth);
    }

    /// The people of the truth who are nobody on the scored side.
    pub fn truth_nobodies(&self) -> impl Iterator<Item = ItemId> {
        self.truth_nobodies.iter().copied()
    }

    /// States whom a person stands for; returns what was stated before.
    pub fn set(&mut self, scored: ItemId, stands: Stands) -> Option<Stands> {
        self.overrides.insert(scored, stands)
    }

    /// Takes an override back; returns it.
    pub fn clear(&mut self, scored: ItemId) -> Option<Stands> {
        self.overrides.remove(&scored)
    }

    /// What is said of the people who are there: who is somebody that is not there is nobody.
    pub fn restricted(&self, scored: impl Fn(ItemId) -> bool, truth: impl Fn(ItemId) -> bool) -> PersonMap {
        let overrides = self.iter().filter(|(id, _)| scored(*id)).map(|(id, stands)| match stands {
            Stands::For(other) if !truth(other) => (id, Stands::ForNobody),
            stands => (id, stands),
        });
        let truth_nobodies = self.truth_nobodies().filter(|id| truth(*id)).collect();
        PersonMap { overrides: overrides.collect(), truth_nobodies }
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
        PersonMap { overrides: overrides.into_iter().collect(), truth_nobodies: BTreeSet::new() }
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
