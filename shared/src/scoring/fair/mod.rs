//! The matcher `fair`, the default: which items of two codings are the same, whoever is called the scored side.
//!
//! Gates come first (kind, known gender, relation, person, date); among what passes them an optimal one-to-one
//! assignment over a similarity in whole numbers decides; what is still equal is decided by content, never by the order
//! of a list or the number of an id.
//!
//! - **People**: kin names are understood. "Mom", "Client's mother", "Mother (of Sarah)" are one role seen from the
//!   subject; a person so called can be one with a real name where the family's bonds and parents say she has that role.
//!   Two real names must be alike. As many equal names as possible are paired first, then as many people as possible,
//!   then the most alike.
//! - **Events**: same kind, same people through the person map, dates near enough ([`FairSettings`]). As many dated
//!   pairs as possible, then as many pairs as possible, then the most alike: the same variables coded, the closer date,
//!   the same targets, the same description. The *coded values* decide only between pairs that are equal in all that:
//!   agreement on values is measured on the pairs afterwards, and choosing pairs by it would flatter it.
//! - **Pair bonds** are the unordered pair, **child-of** links the child and its parents' pair.
//!
//! Identical codings pair up completely under any names, order and pending ids; exchanging the sides mirrors the answer.
//! Nothing here reads a clock, counts anything or knows of coders and discussions.

mod assign;
mod colours;
mod dates;
mod events;
mod explain;
mod harmony;
mod hash;
mod id_map;
mod items;
mod kinsfolk;
mod matched;
mod names;
mod people;
mod person_map;
mod prepared;
#[cfg(test)]
mod properties;
mod reader;
mod roles;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod why;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Matching;
use crate::family::{Event, PairBond, Person};
use crate::pdp::{Deltas, Pdp};

pub use id_map::IdMap;
pub use matched::Matched;
pub use person_map::{MapError, PersonMap, Stands};
pub use prepared::Prepared;
pub use reader::Reader;
pub use why::{OfSide, Separation, Unmatchable, Unmatched, WhyNot};

/// Version of the matcher's rules; part of every ruler. Counted up whenever a rule changes a figure.
pub const VERSION: u32 = 1;

/// One side of a comparison: a whole family, or what one statement says of it.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// People. Person 1 is the subject and person 2 the coach, whether or not they are listed.
    pub people: &'a [Person],
    /// Pair bonds.
    pub pair_bonds: &'a [PairBond],
    /// Events.
    pub events: &'a [Event],
    /// What the subject is called, where known.
    pub subject: Option<&'a str>,
}

impl<'a> Side<'a> {
    /// The side of a pool.
    pub fn of(pool: &'a Pdp, subject: Option<&'a str>) -> Self {
        Side { people: &pool.people, pair_bonds: &pool.pair_bonds, events: &pool.events, subject }
    }

    /// The side of one statement's deltas.
    pub fn of_deltas(deltas: &'a Deltas, subject: Option<&'a str>) -> Self {
        Side { people: &deltas.people, pair_bonds: &deltas.pair_bonds, events: &deltas.events, subject }
    }
}

/// The limits of the gates; part of every figure's ruler.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FairSettings {
    /// Days two certain dates may lie apart. A certain date that names only a year (also 1 January) is any day of it.
    pub certain_days: u32,
    /// Days two dates may lie apart of which at least one is approximate.
    pub approximate_days: u32,
    /// How alike two names must be that share no word, in percent.
    pub name_percent: u32,
}

impl Default for FairSettings {
    fn default() -> Self {
        FairSettings { certain_days: 7, approximate_days: 730, name_percent: 76 }
    }
}

/// What belongs together on two sides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FairMatch {
    /// People, as positions in the lists.
    pub people: Matching,
    /// Pair bonds.
    pub pair_bonds: Matching,
    /// Events.
    pub events: Matching,
    /// Child-of links, as positions of the children in the lists of people.
    pub child_of: Matching,
    /// Who is who, also those that are referred to and not listed.
    pub id_map: IdMap,
}

/// Matches two sides. Fails only where the researcher's overrides contradict themselves or name people who are not there.
pub fn match_sides(
    scored: &Side<'_>,
    truth: &Side<'_>,
    map: &PersonMap,
    settings: &FairSettings,
) -> Result<FairMatch, MapError> {
    let (scored, truth) = (Prepared::new(*scored), Prepared::new(*truth));
    Ok(Matched::new(&scored, &truth, map, settings)?.whole())
}

/// Says of every unmatched item of either side what is nearest to it on the other, and what separates the two.
pub fn explain(
    scored: &Side<'_>,
    truth: &Side<'_>,
    map: &PersonMap,
    settings: &FairSettings,
) -> Result<Vec<Unmatched>, MapError> {
    let (scored, truth) = (Prepared::new(*scored), Prepared::new(*truth));
    Ok(Matched::new(&scored, &truth, map, settings)?.explain())
}
