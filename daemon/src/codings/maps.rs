//! Person maps: saying who is who, and taking it back. Entries are only added.

use sarf_shared::coding::{
    MapEntry, MapEntryState, MapIs, MapScored, MapSides, MapTarget, PersonMapState, is_standing, standing,
};
use sarf_shared::discussion::{Actor, DiscussionId};
use sarf_shared::family::ItemId;
use sarf_shared::rpc::{ApiError, Event, MapChange, MapRequest, MapView};
use sarf_shared::scoring::fair::Stands;

use super::approve::the_coder;
use super::read;
use crate::jobs::Refusal;
use crate::jobs::change::{self, announce};
use crate::records::{DISCUSSION_VERSIONS, MAP_ENTRIES, RUNS};
use crate::store::{Fault, Span, Tx, View};

fn conflict(why: String) -> Refusal {
    ApiError::Conflict { why }.into()
}

fn not_found(what: &str, id: String, list: String) -> Refusal {
    ApiError::NotFound { what: what.into(), id, list }.into()
}

/// Adds an entry and answers the map.
pub fn change(tx: &mut Tx, asked: &MapRequest, actor: Actor) -> Result<Vec<MapView>, Refusal> {
    let id = asked.discussion;
    change::discussion(tx, id)?;
    sides_exist(tx, id, &asked.sides)?;
    let entries = read::map_entries(tx, id, &asked.sides)?;
    let entry = match asked.change {
        MapChange::Set { scored, truth } => set(tx, asked, &entries, scored, Some(truth), actor)?,
        MapChange::Nobody { scored } => set(tx, asked, &entries, scored, None, actor)?,
        MapChange::Undo { scored } => undo(asked, &entries, scored, actor)?,
    };
    let number = u32::try_from(entries.len()).unwrap_or(u32::MAX);
    let entry = MapEntry { at: change::now(tx), ..entry };
    tx.put(&MAP_ENTRIES, &(id.0, asked.sides.key(), number), &entry)?;
    announce(tx, &Event::Codings { discussion: id })?;
    Ok(views(tx, id, &asked.sides)?)
}

fn set(
    view: &impl View,
    asked: &MapRequest,
    entries: &[MapEntry],
    scored: ItemId,
    truth: Option<ItemId>,
    by: Actor,
) -> Result<MapEntry, Refusal> {
    let (id, sides) = (asked.discussion, &asked.sides);
    let (people, others) = read::people_of(view, id, sides)?;
    let unknown =
        |person: ItemId, side: String| not_found("person", format!("{person} in {side}"), format!("sarf show {id}"));
    let scored_name = people.get(&scored).ok_or_else(|| unknown(scored, sides.scored.to_string()))?.clone();
    let used = PersonMapState::of(entries, &people, &others).used;
    let stands = truth.map_or(Stands::ForNobody, Stands::For);
    let is = match truth {
        None => MapIs::Nobody,
        Some(truth) => {
            let name = others.get(&truth).ok_or_else(|| unknown(truth, sides.truth.to_string()))?.clone();
            if let Some((other, _)) = used.iter().find(|(other, to)| *to == stands && *other != scored) {
                return Err(conflict(format!(
                    "person {truth} of {} is already said to be {other} of {}, and nobody is two people; `sarf map undo \
                     {id} {other}` takes that back first",
                    sides.truth, sides.scored
                )));
            }
            MapIs::Person(truth, name)
        }
    };
    if used.get(scored) == Some(stands) {
        let whom = truth.map_or_else(|| "nobody".to_owned(), |truth| truth.to_string());
        return Err(conflict(format!("{scored} is {whom} already; nothing was changed")));
    }
    Ok(MapEntry { sides: sides.clone(), scored, scored_name, truth: Some(is), by, at: Default::default() })
}

fn undo(asked: &MapRequest, entries: &[MapEntry], scored: Option<ItemId>, by: Actor) -> Result<MapEntry, Refusal> {
    let stands = standing(entries);
    let last = match scored {
        Some(scored) => stands.get(&scored).copied(),
        None => entries.iter().rev().find(|entry| is_standing(&stands, entry)),
    };
    let Some(last) = last else {
        let whom = scored.map_or_else(String::new, |person| format!(" of person {person}"));
        return Err(conflict(format!("nothing was said{whom} between {}, so there is nothing to undo", asked.sides)));
    };
    Ok(MapEntry { truth: None, by, ..last.clone() })
}

fn sides_exist(view: &impl View, id: DiscussionId, sides: &MapSides) -> Result<(), Refusal> {
    match &sides.scored {
        MapScored::Run(run) => {
            if view.get(&RUNS, &run.0)?.is_none_or(|found| found.discussion != id) {
                return Err(not_found("run", format!("{run} of discussion {id}"), format!("sarf show {id}")));
            }
        }
        MapScored::Coder(name) => drop(the_coder(view, id, name)?),
    }
    match &sides.truth {
        MapTarget::Coder(name) => drop(the_coder(view, id, name)?),
        MapTarget::Truth => {
            if view.last(&DISCUSSION_VERSIONS, Span::of(&id.0))?.is_none() {
                let why = format!("discussion {id} has no ground truth; `sarf gt approve {id} --coder NAME` makes one");
                return Err(conflict(why));
            }
        }
    }
    Ok(())
}

/// The entries of one map, oldest first, with how they stand.
pub fn views(view: &impl View, id: DiscussionId, sides: &MapSides) -> Result<Vec<MapView>, Fault> {
    let entries = read::map_entries(view, id, sides)?;
    let state = read::person_map(view, id, sides)?;
    let stands = standing(&entries);
    let of = |entry: &MapEntry| {
        is_standing(&stands, entry).then(|| match state.used.get(entry.scored) {
            Some(_) => MapEntryState::Used,
            None => MapEntryState::Outdated,
        })
    };
    Ok(entries
        .iter()
        .map(|entry| MapView { entry: entry.clone(), account: super::name_of(entry.by), state: of(entry) })
        .collect())
}

/// All entries of a discussion, by sides.
pub fn all(view: &impl View, id: DiscussionId) -> Result<Vec<MapView>, Fault> {
    let mut sides: Vec<MapSides> = Vec::new();
    for (_, entry) in view.scan_prefix(&MAP_ENTRIES, &id.0)? {
        if sides.last() != Some(&entry.sides) {
            sides.push(entry.sides);
        }
    }
    let mut found = Vec::new();
    for sides in &sides {
        found.extend(views(view, id, sides)?);
    }
    Ok(found)
}
