//! How two coders' sides are matched: the one place where agreement meets a matcher.

use super::{Coder, CoderSide};
use crate::pdp::Deltas;
use crate::scoring::Matching;
use crate::scoring::compat::{self, CompatSettings};

/// Two sides to match.
#[derive(Debug, Clone, Copy)]
pub struct Pairing<'a> {
    /// How the discussion is called.
    pub discussion: &'a str,
    /// Its day.
    pub date: Option<chrono::NaiveDate>,
    /// The subject's name.
    pub subject: Option<&'a str>,
    /// The coder first in order.
    pub a: &'a Coder,
    /// Their side.
    pub side_a: &'a CoderSide,
    /// The other coder.
    pub b: &'a Coder,
    /// Their side.
    pub side_b: &'a CoderSide,
}

/// What belongs together on the two sides, as positions in their lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matched {
    /// People.
    pub people: Matching,
    /// Pair bonds.
    pub pair_bonds: Matching,
    /// Events.
    pub events: Matching,
    /// Child-of links, as positions of the children.
    pub child_of: Matching,
}

/// A matcher of two coders' sides.
pub trait PairMatcher {
    /// Matches two sides; the error is a sentence for the researcher.
    fn pair(&self, pairing: &Pairing<'_>) -> Result<Matched, String>;
}

/// The published matcher; the discussion's date fills missing parts of dates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Published;

impl PairMatcher for Published {
    fn pair(&self, pairing: &Pairing<'_>) -> Result<Matched, String> {
        let deltas = |side: &CoderSide| Deltas {
            people: side.people.clone(),
            events: side.events.clone(),
            pair_bonds: side.pair_bonds.clone(),
            delete: Vec::new(),
        };
        let settings = CompatSettings::for_discussion(pairing.date);
        let score = compat::score_sets(&deltas(pairing.side_a), &deltas(pairing.side_b), &settings);
        let score = score.map_err(|error| error.to_string())?;
        let child_of = score.child_of.map_err(|error| error.to_string())?;
        Ok(Matched { people: score.people, pair_bonds: score.pair_bonds, events: score.events, child_of })
    }
}
