//! How two coders' sides are matched: the one place where agreement meets a matcher.

use std::collections::BTreeMap;

use super::{Coder, CoderSide};
use crate::scoring::f1::{self, Ruler};
use crate::scoring::fair::{PersonMap, Side};

pub use crate::scoring::f1::SetMatching as Matched;

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

/// A matcher of two coders' sides.
pub trait PairMatcher {
    /// Matches two sides; the error is a sentence for the researcher.
    fn pair(&self, pairing: &Pairing<'_>) -> Result<Matched, String>;
}

/// The matcher a ruler names, with the researcher's word on who is who.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ByRuler {
    ruler: Ruler,
    maps: BTreeMap<(String, Coder, Coder), PersonMap>,
}

impl ByRuler {
    /// The matcher of a ruler, without overrides.
    pub fn new(ruler: Ruler) -> Self {
        ByRuler { ruler, maps: BTreeMap::new() }
    }

    /// Adds what was said about two coders' people in a discussion: `map` speaks of the first coder's people, and whom they
    /// stand for among the second's. The first must come before the second in the order of coders.
    pub fn with_map(mut self, discussion: &str, a: Coder, b: Coder, map: PersonMap) -> Self {
        self.maps.insert((discussion.to_owned(), a, b), map);
        self
    }
}

impl PairMatcher for ByRuler {
    fn pair(&self, pairing: &Pairing<'_>) -> Result<Matched, String> {
        let of = |side| of(side, pairing.subject);
        let (a, b) = (of(pairing.side_a), of(pairing.side_b));
        let key = (pairing.discussion.to_owned(), pairing.a.clone(), pairing.b.clone());
        // Two coders are compared on what both coded; of the people mapped, not all need to be in it.
        let map = self.maps.get(&key).map_or_else(PersonMap::new, |map| f1::within(map, &a, &b));
        let score = f1::score_set(&a, &b, &self.ruler, pairing.date, &map);
        score.map(|score| score.matching).map_err(|error| error.to_string())
    }
}

fn of<'a>(side: &'a CoderSide, subject: Option<&'a str>) -> Side<'a> {
    Side { people: &side.people, pair_bonds: &side.pair_bonds, events: &side.events, subject }
}
