//! The log of events since this start, in memory, and how to wait for more of it.
//!
//! An event's number is its frame's and its place in it; a frame is never split. What was told before this start, or
//! has dropped out of the ring, is answered with "behind": the client takes a fresh snapshot of what it shows.

use super::locked;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::watch;

/// An event as bytes, so that the store need not know what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreEvent(Arc<[u8]>);

impl StoreEvent {
    /// The event `value`.
    pub fn of<E: Serialize>(value: &E) -> Result<Self, super::error::Fault> {
        let bytes = serde_json::to_vec(value)
            .map_err(|cause| super::error::Fault::Unwritable { table: "events", cause: cause.to_string() })?;
        Ok(Self(bytes.into()))
    }

    /// The event back; `None` if it is of another type.
    pub fn decode<E: DeserializeOwned>(&self) -> Option<E> {
        serde_json::from_slice(&self.0).ok()
    }
}

/// How far somebody has read: which start of the service, and the last frame seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The start it belongs to.
    pub boot: String,
    /// The last frame whose events were seen.
    pub seq: u64,
}

/// The events of one frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameEvents {
    /// The frame's number; an event's place is its place in `events`.
    pub seq: u64,
    /// Its events in order, never empty.
    pub events: Arc<[StoreEvent]>,
}

/// The answer to "what happened since".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Events {
    /// These frames, and where to go on.
    Some {
        /// The frames with events, oldest first.
        frames: Vec<FrameEvents>,
        /// What to ask with next.
        next: Cursor,
    },
    /// Nothing until the deadline; ask again with the same cursor.
    None,
    /// The cursor is of another start, or older than what is kept: begin again from a fresh view at `next`.
    Behind {
        /// What to ask with after taking the fresh view.
        next: Cursor,
    },
}

/// What is remembered.
struct Kept {
    frames: VecDeque<FrameEvents>,
    events: usize,
    /// Frames up to this number may have dropped out.
    forgotten: u64,
    last: u64,
}

/// The last events, and who waits for them.
pub(super) struct Ring {
    boot: String,
    limit: usize,
    kept: Mutex<Kept>,
    newest: watch::Sender<u64>,
}

impl Ring {
    /// A ring for about `limit` events; everything up to frame `head` happened before.
    pub(super) fn new(boot: String, limit: usize, head: u64) -> Self {
        let kept = Kept { frames: VecDeque::new(), events: 0, forgotten: head, last: head };
        Self { boot, limit, kept: Mutex::new(kept), newest: watch::Sender::new(head) }
    }

    /// The name of this start.
    pub(super) fn boot(&self) -> &str {
        &self.boot
    }

    /// Where the log ends now.
    pub(super) fn cursor(&self) -> Cursor {
        Cursor { boot: self.boot.clone(), seq: locked(&self.kept).last }
    }

    /// Adds a durable frame's events (it may have none).
    pub(super) fn publish(&self, seq: u64, events: Vec<StoreEvent>) {
        let mut kept = locked(&self.kept);
        kept.last = seq;
        if events.is_empty() {
            return;
        }
        kept.events += events.len();
        kept.frames.push_back(FrameEvents { seq, events: events.into() });
        while kept.events > self.limit && kept.frames.len() > 1 {
            if let Some(frame) = kept.frames.pop_front() {
                kept.events -= frame.events.len();
                kept.forgotten = frame.seq;
            }
        }
        drop(kept);
        self.newest.send_replace(seq);
    }

    /// What is there now; `None` if nothing has happened since.
    fn look(&self, since: &Cursor) -> Option<Events> {
        let kept = locked(&self.kept);
        let next = Cursor { boot: self.boot.clone(), seq: kept.last };
        if since.boot != self.boot || since.seq < kept.forgotten || since.seq > kept.last {
            return Some(Events::Behind { next });
        }
        let start = kept.frames.partition_point(|frame| frame.seq <= since.seq);
        let frames: Vec<FrameEvents> = kept.frames.range(start..).cloned().collect();
        (!frames.is_empty()).then_some(Events::Some { frames, next })
    }

    /// What happened since, waiting up to `patience` for something to happen.
    pub(super) async fn since(&self, since: &Cursor, patience: Duration) -> Events {
        let mut newest = self.newest.subscribe();
        let wait = async {
            loop {
                newest.borrow_and_update();
                if let Some(events) = self.look(since) {
                    return events;
                }
                if newest.changed().await.is_err() {
                    return Events::None;
                }
            }
        };
        tokio::time::timeout(patience, wait).await.unwrap_or(Events::None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring() -> Ring {
        Ring::new("b1".into(), 4, 10)
    }
    fn event(n: u32) -> StoreEvent {
        StoreEvent::of(&n).unwrap()
    }
    fn at(seq: u64) -> Cursor {
        Cursor { boot: "b1".into(), seq }
    }

    #[test]
    fn a_frame_is_never_split_and_its_events_keep_their_order() {
        let ring = ring();
        ring.publish(11, vec![event(1), event(2)]);
        ring.publish(12, vec![]);
        ring.publish(13, vec![event(3)]);
        let Some(Events::Some { frames, next }) = ring.look(&at(10)) else { panic!("events expected") };
        assert_eq!(next, at(13));
        let seen: Vec<(u64, Vec<u32>)> =
            frames.iter().map(|f| (f.seq, f.events.iter().map(|e| e.decode().unwrap()).collect())).collect();
        assert_eq!(seen, [(11, vec![1, 2]), (13, vec![3])]);
        assert_eq!(ring.look(&at(13)), None);
    }

    #[test]
    fn a_cursor_of_another_start_or_older_than_the_ring_is_behind() {
        let ring = ring();
        for seq in 11..20 {
            ring.publish(seq, vec![event(0)]);
        }
        let behind = Some(Events::Behind { next: at(19) });
        assert_eq!(ring.look(&at(10)), behind);
        assert_eq!(ring.look(&at(14)), behind);
        assert!(matches!(ring.look(&at(15)), Some(Events::Some { .. })));
        assert_eq!(ring.look(&Cursor { boot: "b0".into(), seq: 19 }), behind);
        assert_eq!(ring.look(&at(20)), behind);
    }

    #[tokio::test]
    async fn a_waiting_reader_is_woken_by_the_next_frame() {
        let ring = Arc::new(ring());
        let waiting = tokio::spawn({
            let ring = Arc::clone(&ring);
            async move { ring.since(&at(10), Duration::from_secs(20)).await }
        });
        tokio::task::yield_now().await;
        ring.publish(11, vec![event(5)]);
        assert!(matches!(waiting.await.unwrap(), Events::Some { .. }));
        assert_eq!(ring.since(&at(11), Duration::ZERO).await, Events::None);
    }
}
