//! What the F1 screen asks for, fetched from the daemon page by page.

use sarf_shared::discussion::DiscussionId;
use sarf_shared::rpc::{F1DiscussionView, F1View, ItemsRequest, PageRequest, Resampling, ScoreFilter};

use super::{Got, Items};
use crate::client::{Api, ClientError};

/// Rows asked for at once; the most the daemon gives.
const PAGE: u32 = 200;

/// Items fetched for one list; nobody reads on from there, but narrows the filter.
const MOST_ITEMS: usize = 1_000;

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
