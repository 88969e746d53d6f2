//! What the F1 screen asks for, fetched from the daemon page by page.

use std::path::Path;

use sarf_shared::discussion::DiscussionId;
use sarf_shared::rpc::{
    AgainstPrevious, CompareRequest, CompareView, F1DiscussionView, F1View, HistoryView, ItemPair, ItemsRequest,
    Outcome, PageRequest, Resampling, ScoreFilter,
};
use sarf_shared::scoring::f1::Line;

use super::{BothPeople, ChangeRequest, Got, InBothRuns, Items};
use crate::app::files::write_new;
use crate::cli::figures;
use crate::client::{Api, ClientError};

/// Rows asked for at once; the most the daemon gives.
const PAGE: u32 = 200;

/// Items fetched for one list; nobody reads on from there, but narrows the filter.
const MOST_ITEMS: usize = 1_000;

/// Changed items fetched of either kind; the most the daemon gives at once.
const MOST_CHANGES: u32 = 500;

/// The table with all its discussions.
pub(in crate::app) async fn fetch_table(api: &Api, filter: ScoreFilter) -> Got<Box<F1View>> {
    let fetch = async {
        let first = PageRequest { offset: 0, limit: PAGE };
        let mut view = api.f1(filter.clone(), Resampling::default(), first).await?;
        loop {
            let offset = u32::try_from(view.discussions.items.len()).unwrap_or(u32::MAX);
            if offset >= view.discussions.total {
                return Ok(Box::new(view));
            }
            // The intervals are there already.
            let page = PageRequest { offset, limit: PAGE };
            let more = api.f1(filter.clone(), Resampling::NONE, page).await?.discussions.items;
            if more.is_empty() {
                return Ok(Box::new(view));
            }
            view.discussions.items.extend(more);
        }
    };
    got(fetch.await)
}

/// The table of one discussion with all its statements.
pub(in crate::app) async fn fetch_discussion(
    api: &Api,
    id: DiscussionId,
    filter: ScoreFilter,
) -> Got<Box<F1DiscussionView>> {
    let fetch = async {
        let first = PageRequest { offset: 0, limit: PAGE };
        let mut view = api.f1_discussion(id, filter.clone(), first).await?;
        loop {
            let offset = u32::try_from(view.statements.items.len()).unwrap_or(u32::MAX);
            if offset >= view.statements.total {
                return Ok(Box::new(view));
            }
            let page = PageRequest { offset, limit: PAGE };
            let more = api.f1_discussion(id, filter.clone(), page).await?.statements.items;
            if more.is_empty() {
                return Ok(Box::new(view));
            }
            view.statements.items.extend(more);
        }
    };
    got(fetch.await)
}

/// The items behind a number.
pub(in crate::app) async fn fetch_items(api: &Api, request: ItemsRequest) -> Got<Items> {
    let fetch = async {
        let mut pairs = Vec::new();
        loop {
            let offset = u32::try_from(pairs.len()).unwrap_or(u32::MAX);
            let page = api.f1_items(request.clone(), PageRequest { offset, limit: PAGE }).await?;
            let total = page.total as usize;
            let last = page.items.is_empty();
            pairs.extend(page.items);
            if last || pairs.len() >= total || pairs.len() >= MOST_ITEMS {
                return Ok(Items { pairs, total });
            }
        }
    };
    got(fetch.await)
}

fn got<T>(result: Result<T, ClientError>) -> Got<T> {
    match result {
        Ok(value) => Got::Value(value),
        Err(ClientError::Api(refusal)) => Got::Refused(refusal.to_string()),
        Err(error) => Got::Silence(error.to_string()),
    }
}

/// The people of both sides of a discussion, with what was said of them.
pub(in crate::app) async fn fetch_people(
    api: &Api,
    discussion: DiscussionId,
    filter: ScoreFilter,
) -> Result<BothPeople, String> {
    let request = ItemsRequest {
        filter,
        discussion: Some(discussion),
        statement: None,
        line: Line::People,
        outcomes: Vec::new(),
        cell: None,
    };
    let pairs = match fetch_items(api, request).await {
        Got::Value(items) => items.pairs,
        Got::Refused(why) | Got::Silence(why) => return Err(why),
    };
    let mut said = Vec::new();
    loop {
        let offset = u32::try_from(said.len()).unwrap_or(u32::MAX);
        let page = api.person_maps(discussion, PageRequest { offset, limit: PAGE }).await;
        let page = page.map_err(|error| error.to_string())?;
        let last = page.items.is_empty();
        said.extend(page.items);
        if last || said.len() >= page.total as usize {
            return Ok(BothPeople { pairs, said });
        }
    }
}

/// All runs in order of time.
pub(in crate::app) async fn fetch_history(api: &Api, filter: ScoreFilter) -> Got<Box<HistoryView>> {
    got(api.f1_history(filter, Resampling::default()).await.map(Box::new))
}

/// What is shown against the runs before.
pub(in crate::app) async fn fetch_previous(api: &Api, filter: ScoreFilter) -> Got<Option<Box<AgainstPrevious>>> {
    got(api.f1_previous(filter, Resampling::default()).await.map(|found| found.map(Box::new)))
}

/// Two runs compared; what is shown now is the new one.
pub(in crate::app) async fn fetch_comparison(api: &Api, request: CompareRequest) -> Got<Box<CompareView>> {
    got(api.f1_compare(request, PageRequest { offset: 0, limit: MOST_CHANGES }).await.map(Box::new))
}

/// How the old and the new run have one truth item.
pub(in crate::app) async fn fetch_change(api: &Api, request: ChangeRequest) -> Got<Box<InBothRuns>> {
    let mut both = [None, None];
    for (found, scored) in both.iter_mut().zip(&request.runs) {
        let items = ItemsRequest {
            filter: ScoreFilter { scored: scored.clone(), ..request.filter.clone() },
            discussion: Some(request.discussion),
            statement: None,
            line: request.line,
            outcomes: vec![Outcome::Found, Outcome::Missed],
            cell: None,
        };
        let pairs = match fetch_items(api, items).await {
            Got::Value(items) => items.pairs,
            Got::Refused(why) => return Got::Refused(why),
            Got::Silence(why) => return Got::Silence(why),
        };
        let wanted = |pair: &ItemPair| pair.truth.as_ref().is_some_and(|truth| truth.id == request.id);
        *found = pairs.into_iter().find(wanted);
    }
    Got::Value(Box::new(InBothRuns(both)))
}

/// Writes the table into a new file: JSON where its name ends so, else CSV, as `sarf f1` prints them.
pub(in crate::app) async fn export(api: &Api, filter: ScoreFilter, file: &Path) -> Result<String, String> {
    let view = match fetch_table(api, filter).await {
        Got::Value(view) => view,
        Got::Refused(why) | Got::Silence(why) => return Err(why),
    };
    let json = file.extension().is_some_and(|end| end == "json");
    let text = match json {
        true => serde_json::to_string_pretty(&view).map_err(|error| error.to_string())? + "\n",
        false => figures::csv(&view).map_err(|failure| failure.message)?,
    };
    let path = write_new(file, &text).await?;
    Ok(format!("figures written to {}", path.display()))
}
