//! Everything of a paged list.

use std::future::Future;

use sarf_shared::rpc::{Page, PageRequest};

use crate::cli::exit::Failure;
use crate::client::ClientError;

/// Asks for page after page until everything is there.
pub async fn all<T, F>(limit: u32, mut ask: impl FnMut(PageRequest) -> F) -> Result<Vec<T>, Failure>
where
    F: Future<Output = Result<Page<T>, ClientError>>,
{
    let mut found: Vec<T> = Vec::new();
    loop {
        let offset = u32::try_from(found.len()).unwrap_or(u32::MAX);
        let page = ask(PageRequest { offset, limit }).await?;
        let done = page.items.is_empty() || found.len() + page.items.len() >= page.total as usize;
        found.extend(page.items);
        if done {
            return Ok(found);
        }
    }
}
