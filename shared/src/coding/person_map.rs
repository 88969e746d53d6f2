//! Who is who between two sides, where a researcher knows better than a matcher: "-4 of this run is -11 of the truth".
//!
//! Entries are only ever added; undoing is an entry too. An entry remembers the names both had, because ids can come to
//! mean somebody else when a coder revises or another coder's coding is approved: then the entry is kept and not used.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{BadCoderName, CoderName};
use crate::discussion::{Actor, RunId, Timestamp};
use crate::family::ItemId;

/// The side whose people are mapped.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(into = "String", try_from = "String")]
pub enum MapScored {
    /// An extraction run.
    Run(RunId),
    /// A coder.
    Coder(CoderName),
}

/// The side they are mapped to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(into = "String", try_from = "String")]
pub enum MapTarget {
    /// The ground truth of the discussion.
    Truth,
    /// A coder.
    Coder(CoderName),
}

/// Both sides.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
pub struct MapSides {
    /// Whose people are mapped.
    pub scored: MapScored,
    /// To whose people.
    pub truth: MapTarget,
}

impl MapSides {
    /// The text under which the entries are kept: `r7>truth`.
    pub fn key(&self) -> String {
        format!("{}>{}", self.scored, self.truth)
    }
}

impl fmt::Display for MapSides {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} → {}", self.scored, self.truth)
    }
}

impl fmt::Display for MapScored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MapScored::Run(run) => run.fmt(f),
            MapScored::Coder(coder) => coder.fmt(f),
        }
    }
}

impl fmt::Display for MapTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MapTarget::Truth => f.write_str("truth"),
            MapTarget::Coder(coder) => coder.fmt(f),
        }
    }
}

impl FromStr for MapScored {
    type Err = BadCoderName;

    fn from_str(text: &str) -> Result<Self, BadCoderName> {
        match text.parse() {
            Ok(run) => Ok(MapScored::Run(run)),
            Err(_) => text.parse().map(MapScored::Coder),
        }
    }
}

impl FromStr for MapTarget {
    type Err = BadCoderName;

    fn from_str(text: &str) -> Result<Self, BadCoderName> {
        if text == "truth" { Ok(MapTarget::Truth) } else { text.parse().map(MapTarget::Coder) }
    }
}

macro_rules! as_text {
    ($($side:ty),+) => {$(
        impl From<$side> for String {
            fn from(side: $side) -> String {
                side.to_string()
            }
        }
        impl TryFrom<String> for $side {
            type Error = BadCoderName;
            fn try_from(text: String) -> Result<Self, BadCoderName> {
                text.parse()
            }
        }
    )+};
}
as_text!(MapScored, MapTarget);

/// One entry: what was said, by whom, when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct MapEntry {
    /// Between which sides.
    pub sides: MapSides,
    /// The person of the scored side.
    pub scored: ItemId,
    /// What the scored side called them then.
    pub scored_name: String,
    /// The person of the other side they are, with the name they had there; `None` takes back what was said before.
    pub truth: Option<(ItemId, String)>,
    /// Who said so.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// How an entry that was not taken back stands now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MapEntryState {
    /// In use.
    Used,
    /// Kept and not used: one of the two ids is gone or means somebody else now.
    Outdated,
}

/// Who is whom now: of each person of the scored side the last entry, unless it took the earlier ones back.
pub fn standing(entries: &[MapEntry]) -> BTreeMap<ItemId, &MapEntry> {
    let mut now = BTreeMap::new();
    for entry in entries {
        match entry.truth {
            Some(_) => now.insert(entry.scored, entry),
            None => now.remove(&entry.scored),
        };
    }
    now
}

/// People of a side by id, with the name they have now (empty where they have none).
pub type People = BTreeMap<ItemId, String>;

/// The entries of two sides laid on the people these sides have now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonMapState {
    /// Scored id to truth id: what a matcher must obey.
    pub used: BTreeMap<ItemId, ItemId>,
    /// Scored ids whose entry is outdated.
    pub outdated: Vec<ItemId>,
}

impl PersonMapState {
    /// Looks which entries still mean who they meant.
    pub fn of(entries: &[MapEntry], scored: &People, truth: &People) -> Self {
        let mut state = PersonMapState::default();
        for (id, entry) in standing(entries) {
            match &entry.truth {
                Some((to, name)) if scored.get(&id) == Some(&entry.scored_name) && truth.get(to) == Some(name) => {
                    state.used.insert(id, *to);
                }
                _ => state.outdated.push(id),
            }
        }
        state
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discussion::Uid;

    fn entry(scored: i64, truth: Option<(i64, &str)>) -> MapEntry {
        MapEntry {
            sides: MapSides { scored: MapScored::Run(RunId(7)), truth: MapTarget::Truth },
            scored: ItemId(scored),
            scored_name: "Mom".into(),
            truth: truth.map(|(id, name)| (ItemId(id), name.to_owned())),
            by: Actor::Person(Uid(1)),
            at: Timestamp(0),
        }
    }

    fn people(all: &[(i64, &str)]) -> People {
        all.iter().map(|(id, name)| (ItemId(*id), (*name).to_owned())).collect()
    }

    #[test]
    fn the_last_entry_of_a_person_stands_until_it_is_taken_back() {
        let mut said = vec![entry(-4, Some((-11, "Ruth"))), entry(-4, Some((-12, "Rosa")))];
        assert_eq!(standing(&said)[&ItemId(-4)].truth.as_ref().unwrap().0, ItemId(-12));
        said.push(entry(-4, None));
        assert!(standing(&said).is_empty());
        said.push(entry(-4, Some((-11, "Ruth"))));
        assert_eq!(standing(&said).len(), 1);
    }

    #[test]
    fn an_entry_whose_people_became_others_is_kept_and_not_used() {
        let said = [entry(-4, Some((-11, "Ruth")))];
        let now =
            |scored: &[(i64, &str)], truth: &[(i64, &str)]| PersonMapState::of(&said, &people(scored), &people(truth));
        assert_eq!(now(&[(-4, "Mom")], &[(-11, "Ruth")]).used, BTreeMap::from([(ItemId(-4), ItemId(-11))]));
        for (scored, truth) in [(&[(-4, "Mom")], &[(-11, "Tim")]), (&[(-4, "Dad")], &[(-11, "Ruth")])] {
            let state = now(scored, truth);
            assert_eq!((state.used.len(), state.outdated), (0, vec![ItemId(-4)]));
        }
    }

    #[test]
    fn sides_are_written_as_they_are_named() {
        let sides = MapSides { scored: "r7".parse().unwrap(), truth: "truth".parse().unwrap() };
        assert_eq!(sides, entry(-1, None).sides);
        assert_eq!(sides.key(), "r7>truth");
        let text = serde_json::to_string(&sides).unwrap();
        assert_eq!(text, r#"{"scored":"r7","truth":"truth"}"#);
        assert_eq!(serde_json::from_str::<MapSides>(&text).unwrap(), sides);
        assert!("truth".parse::<MapScored>().is_err());
    }
}
