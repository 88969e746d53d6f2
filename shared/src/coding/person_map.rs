//! Who is who between two sides, where a researcher knows better than a matcher: "-4 of this run is -11 of the truth", or
//! is nobody there.
//!
//! Entries are only ever added; undoing is an entry too. An entry remembers the names both had, because ids can come to
//! mean somebody else when a coder revises or another coder's coding is approved: then the entry is kept and not used.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{BadCoderName, CoderName};
use crate::discussion::{Actor, RunId, Timestamp};
use crate::family::ItemId;
use crate::scoring::fair::{PersonMap, Stands};

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

/// Who somebody is on the other side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MapIs {
    /// Nobody.
    Nobody,
    /// This person, with the name they had when it was said: `[-11, "Ruth"]`.
    #[serde(untagged)]
    Person(ItemId, String),
}

/// One entry: what was said, by whom, when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct MapEntry {
    /// Between which sides.
    pub sides: MapSides,
    /// The person of the scored side.
    pub scored: ItemId,
    /// What the scored side called them then.
    pub scored_name: String,
    /// Who of the other side they are; `None` takes back what was said before.
    pub truth: Option<MapIs>,
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

/// Whether an entry is the one that stands of its person.
pub fn is_standing(standing: &BTreeMap<ItemId, &MapEntry>, entry: &MapEntry) -> bool {
    standing.get(&entry.scored).is_some_and(|one| std::ptr::eq(*one, entry))
}

/// People of a side by id, with the name they have now (empty where they have none).
pub type People = BTreeMap<ItemId, String>;

/// The entries of two sides laid on the people these sides have now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonMapState {
    /// What a matcher must obey.
    pub used: PersonMap,
    /// Scored ids whose entry is outdated.
    pub outdated: Vec<ItemId>,
}

impl PersonMapState {
    /// Looks which entries still mean who they meant. Of two that mean the same person by now, because a side was revised
    /// in between, the later one is in use.
    pub fn of(entries: &[MapEntry], scored: &People, truth: &People) -> Self {
        let mut state = PersonMapState::default();
        let mut taken: BTreeSet<ItemId> = BTreeSet::new();
        let standing = standing(entries);
        let newest_first = entries.iter().rev().filter(|entry| is_standing(&standing, entry));
        for entry in newest_first {
            let stands = match &entry.truth {
                _ if scored.get(&entry.scored) != Some(&entry.scored_name) => None,
                Some(MapIs::Nobody) => Some(Stands::ForNobody),
                Some(MapIs::Person(to, name)) if truth.get(to) == Some(name) && taken.insert(*to) => {
                    Some(Stands::For(*to))
                }
                _ => None,
            };
            match stands {
                Some(stands) => drop(state.used.set(entry.scored, stands)),
                None => state.outdated.push(entry.scored),
            }
        }
        state.outdated.sort_unstable();
        state
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discussion::Uid;

    fn entry(scored: i64, truth: Option<(i64, &str)>) -> MapEntry {
        said(scored, truth.map(|(id, name)| MapIs::Person(ItemId(id), name.to_owned())))
    }

    fn said(scored: i64, truth: Option<MapIs>) -> MapEntry {
        MapEntry {
            sides: MapSides { scored: MapScored::Run(RunId(7)), truth: MapTarget::Truth },
            scored: ItemId(scored),
            scored_name: "Mom".into(),
            truth,
            by: Actor::Person(Uid(1)),
            at: Timestamp(0),
        }
    }

    fn people(all: &[(i64, &str)]) -> People {
        all.iter().map(|(id, name)| (ItemId(*id), (*name).to_owned())).collect()
    }

    #[test]
    fn the_last_entry_of_a_person_stands_until_it_is_taken_back() {
        let mut all = vec![entry(-4, Some((-11, "Ruth"))), entry(-4, Some((-12, "Rosa")))];
        assert_eq!(standing(&all)[&ItemId(-4)].truth, Some(MapIs::Person(ItemId(-12), "Rosa".into())));
        all.push(entry(-4, None));
        assert!(standing(&all).is_empty());
        all.push(entry(-4, Some((-11, "Ruth"))));
        assert_eq!(standing(&all).len(), 1);
    }

    #[test]
    fn an_entry_whose_people_became_others_is_kept_and_not_used() {
        let all = [entry(-4, Some((-11, "Ruth")))];
        let now =
            |scored: &[(i64, &str)], truth: &[(i64, &str)]| PersonMapState::of(&all, &people(scored), &people(truth));
        let ruth = PersonMap::from_iter([(ItemId(-4), Stands::For(ItemId(-11)))]);
        assert_eq!(now(&[(-4, "Mom")], &[(-11, "Ruth")]).used, ruth);
        for (scored, truth) in [(&[(-4, "Mom")], &[(-11, "Tim")]), (&[(-4, "Dad")], &[(-11, "Ruth")])] {
            let state = now(scored, truth);
            assert_eq!((state.used.is_empty(), state.outdated), (true, vec![ItemId(-4)]));
        }
    }

    #[test]
    fn who_is_said_to_be_nobody_is_so_whoever_the_truth_has_until_it_is_taken_back() {
        let mut all = vec![entry(-4, Some((-11, "Ruth"))), said(-4, Some(MapIs::Nobody))];
        let now = |all: &[MapEntry], scored: &[(i64, &str)]| PersonMapState::of(all, &people(scored), &People::new());
        let nobody = PersonMap::from_iter([(ItemId(-4), Stands::ForNobody)]);
        assert_eq!(now(&all, &[(-4, "Mom")]).used, nobody);
        assert_eq!(now(&all, &[(-4, "Dad")]).outdated, [ItemId(-4)], "who was meant is not there any more");
        all.push(entry(-4, None));
        assert_eq!(now(&all, &[(-4, "Mom")]), PersonMapState::default());
    }

    #[test]
    fn of_two_entries_that_came_to_mean_one_person_the_later_is_used() {
        let other = MapEntry { scored_name: "Mother".into(), ..entry(-5, Some((-11, "Ruth"))) };
        let state = |all: &[MapEntry]| {
            PersonMapState::of(all, &people(&[(-4, "Mom"), (-5, "Mother")]), &people(&[(-11, "Ruth")]))
        };
        let first = entry(-4, Some((-11, "Ruth")));
        let found = state(&[first.clone(), other.clone()]);
        assert_eq!((found.used.get(ItemId(-5)), found.outdated), (Some(Stands::For(ItemId(-11))), vec![ItemId(-4)]));
        assert_eq!(state(&[other, first]).outdated, [ItemId(-5)]);
    }

    #[test]
    fn entries_are_stored_as_they_were_before_anybody_could_be_nobody() {
        let text = |entry: &MapEntry| serde_json::to_value(entry).unwrap()["truth"].clone();
        let all = [entry(-4, Some((-11, "Ruth"))), entry(-4, None), said(-4, Some(MapIs::Nobody))];
        let told: Vec<String> = all.iter().map(|one| text(one).to_string()).collect();
        assert_eq!(told, [r#"[-11,"Ruth"]"#, "null", r#""nobody""#]);
        for one in &all {
            let back = serde_json::from_value::<MapEntry>(serde_json::to_value(one).unwrap()).unwrap();
            assert_eq!(back, *one);
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
