//! `sarf watch`: one line an event, until interrupted or until the discussion named has come to rest.

use std::time::Duration;

use sarf_shared::rpc::{Changes, DiscussionFilter, Event, JobFilter, PageRequest};
use schemars::JsonSchema;
use serde::Serialize;

use crate::cli::args::WatchArgs;
use crate::cli::exit::{Exit, Failure};
use crate::cli::follow::{self, ALL};
use crate::cli::output::Output;
use crate::cli::{session, text};
use crate::client::Api;

/// What stands for events that cannot be told one by one.
#[derive(Serialize, JsonSchema)]
pub struct Everything {
    /// The word `everything`: the service was restarted, or much happened at once.
    event: EverythingWord,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum EverythingWord {
    Everything,
}

/// Follows what happens.
pub async fn run(output: &Output, args: &WatchArgs) -> Result<Exit, Failure> {
    let api = session::connect(output).await?;
    let polling = api.own_connection();
    let mut cursor = polling.watch(None, None, Duration::ZERO).await?.cursor;
    loop {
        if let Some(id) = args.discussion {
            let view = api.discussion(id).await?;
            if follow::is_settled(&view.row) {
                output.value(&view.row, || format!("{id}  {}", text::status(&view.row)));
                return Ok(follow::exit(&[view.row], 1));
            }
        }
        let reply = polling.watch(Some(cursor), None, Duration::from_secs(20)).await?;
        cursor = reply.cursor;
        match reply.changes {
            Changes::Events(events) => {
                for event in events.iter().filter(|event| concerns(event, args)) {
                    tell(&api, output, event).await?;
                }
            }
            Changes::Everything => {
                output.value(&Everything { event: EverythingWord::Everything }, || {
                    "the service was restarted, or much happened at once; following on from here".to_owned()
                });
            }
        }
    }
}

fn concerns(event: &Event, args: &WatchArgs) -> bool {
    let Some(wanted) = args.discussion else { return true };
    match event {
        Event::Discussion { id } | Event::DiscussionDeleted { id } => *id == wanted,
        Event::Statement { discussion, .. } | Event::Coded { discussion, .. } | Event::Codings { discussion } => {
            *discussion == wanted
        }
        Event::Storage => true,
        Event::Job { .. } | Event::Persona { .. } | Event::PersonaDeleted { .. } => false,
    }
}

async fn tell(api: &Api, output: &Output, event: &Event) -> Result<(), Failure> {
    if output.is_json() {
        output.value(event, String::new);
        return Ok(());
    }
    let words = match event {
        Event::Discussion { id } => {
            let filter = DiscussionFilter { ids: Some(vec![*id]), ..DiscussionFilter::default() };
            let rows = api.discussions(filter, ALL).await?.items;
            rows.first().map(|row| format!("{id}  {}  {}", row.title, text::status(row)))
        }
        Event::Statement { discussion, number } => {
            let page = PageRequest { offset: number.saturating_sub(1), limit: 1 };
            let said =
                api.statements(*discussion, None, page).await.ok().and_then(|page| page.items.into_iter().next());
            said.map(|said| {
                format!("{discussion}/{number}  {}: {}", follow::speaker(said.speaker), text::cut(&said.text, 100))
            })
        }
        Event::Coded { discussion, number } => Some(format!("{discussion}/{number}  coded")),
        Event::Codings { discussion } => Some(format!("{discussion}  codings, ground truth or person map changed")),
        Event::DiscussionDeleted { id } => Some(format!("{id}  deleted")),
        Event::Job { id } => {
            let filter = JobFilter { ids: Some(vec![*id]), ..JobFilter::default() };
            let jobs = api.jobs(filter, ALL).await?.items;
            jobs.first().map(|job| {
                let brief = &job.brief;
                format!("{id}  {} {} {}/{}", brief.kind, brief.state.word(), brief.progress.done, brief.progress.of)
            })
        }
        Event::Persona { id } => Some(format!("{id}  a new persona")),
        Event::PersonaDeleted { id } => Some(format!("{id}  deleted")),
        Event::Storage => Some("storage paused or goes on; `sarf doctor` says which".to_owned()),
    };
    if let Some(words) = words {
        output.text(words);
    }
    Ok(())
}
