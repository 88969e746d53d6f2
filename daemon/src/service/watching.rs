//! The long poll: waits for events or live words, whichever comes first, and never longer than asked.

use std::time::Duration;

use sarf_shared::job::BootId;
use sarf_shared::rpc::{ApiError, Changes, Cursor, Event, MAX_WAIT_MS, WatchReply, WatchRequest};

use super::house::House;
use crate::store;

impl House {
    /// Answers a watch.
    pub(super) async fn watch(&self, request: WatchRequest) -> Result<WatchReply, ApiError> {
        let Some(since) = request.since else {
            return Ok(self.reply(self.store.cursor(), Changes::Events(Vec::new()), request.live));
        };
        let since = store::Cursor { boot: since.boot.0, seq: since.seq };
        let wait = Duration::from_millis(request.wait_ms.min(MAX_WAIT_MS));
        let mut live = self.live.changes();
        let stale = request.live.is_some_and(|seen| seen != *live.borrow_and_update());
        let events = if stale {
            self.store.events_since(&since, Duration::ZERO).await
        } else {
            tokio::select! {
                events = self.store.events_since(&since, wait) => events,
                Ok(()) = live.changed(), if request.live.is_some() => {
                    self.store.events_since(&since, Duration::ZERO).await
                }
                () = self.shutdown.cancelled() => store::Events::None,
            }
        };
        let (cursor, changes) = match events {
            store::Events::Some { frames, next } => {
                let events = frames.iter().flat_map(|frame| frame.events.iter());
                // An event this build cannot read is of a newer kind; the client would not know it either.
                (next, Changes::Events(events.filter_map(store::StoreEvent::decode::<Event>).collect()))
            }
            store::Events::None => (since, Changes::Events(Vec::new())),
            store::Events::Behind { next } => (next, Changes::Everything),
        };
        Ok(self.reply(cursor, changes, request.live))
    }

    fn reply(&self, cursor: store::Cursor, changes: Changes, live_seen: Option<u64>) -> WatchReply {
        let (live_version, texts) = self.live.now();
        WatchReply {
            cursor: Cursor { boot: BootId(cursor.boot), seq: cursor.seq },
            changes,
            live_version,
            live: live_seen.is_some_and(|seen| seen != live_version).then_some(texts),
            now: self.clock.now(),
        }
    }
}
