//! `sarf map set|undo|list`: who is who between two sides, where a researcher knows better than a matcher.

use sarf_shared::coding::{MapEntryState, MapIs, MapScored, MapSides};
use sarf_shared::discussion::DiscussionId;
use sarf_shared::family::ItemId;
use sarf_shared::rpc::{MapChange, MapRequest, MapView};

use super::pages;
use crate::cli::args_coding::{Is, MapCommand, MapSideArgs};
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::Output;
use crate::cli::{session, text};
use crate::client::{Api, new_request_id};

/// Runs the subcommand.
pub async fn run(output: &Output, command: MapCommand) -> Result<Exit, Failure> {
    let api = session::connect(output).await?;
    let entries = match command {
        MapCommand::Set { discussion, person, is, sides } => {
            let scored = ItemId(person);
            let change = match is {
                Is::Person(truth) => MapChange::Set { scored, truth },
                Is::Nobody => MapChange::Nobody { scored },
            };
            let sides = both(&api, discussion, sides).await?;
            api.map_person(new_request_id(), MapRequest { discussion, sides, change }).await?
        }
        MapCommand::Undo { discussion, person, sides } => {
            let change = MapChange::Undo { scored: person.map(ItemId) };
            let sides = both(&api, discussion, sides).await?;
            api.map_person(new_request_id(), MapRequest { discussion, sides, change }).await?
        }
        MapCommand::List { discussion } => pages::all(500, |page| api.person_maps(discussion, page)).await?,
    };
    output.rows(&entries, "Nothing was said. `sarf map set DISCUSSION PERSON IS` says who is who.", || {
        let lines: Vec<String> =
            entries.iter().map(|entry| text::wrap(&words(entry), 4).trim_end().to_owned()).collect();
        lines.join("\n")
    });
    Ok(Exit::Done)
}

/// The sides as given; without a scored side the run that stands.
async fn both(api: &Api, id: DiscussionId, given: MapSideArgs) -> Result<MapSides, Failure> {
    let scored = match given.scored {
        Some(scored) => scored,
        None => {
            let view = api.discussion(id).await?;
            let last = view.runs.iter().rev().find(|run| run.finished.is_some());
            let run = last.map(|run| run.id).ok_or_else(|| {
                let words = format!("discussion {id} has no finished run; name the side with --scored CODER");
                Failure::new(Exit::Conflict, words)
            })?;
            MapScored::Run(run)
        }
    };
    Ok(MapSides { scored, truth: given.truth })
}

fn words(view: &MapView) -> String {
    let entry = &view.entry;
    let who = format!("{}  {} ({})", entry.sides, entry.scored, entry.scored_name);
    let by = view.account.clone().unwrap_or_else(|| entry.by.to_string());
    let Some(is) = &entry.truth else { return format!("{who} was taken back, by {by}") };
    let (whom, changed) = match is {
        MapIs::Person(id, name) => (format!("{id} ({name})"), "one of the two is not who it was"),
        MapIs::Nobody => (format!("nobody in {}", entry.sides.truth), "the person is not who it was"),
    };
    match view.state {
        Some(MapEntryState::Used) => format!("{who} is {whom}, by {by}"),
        Some(MapEntryState::Outdated) => format!("{who} is {whom}, by {by}; not used: {changed}"),
        None => format!("{who} was {whom}, by {by}; replaced or taken back"),
    }
}
