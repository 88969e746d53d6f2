//! The words of turns that are being written, in memory only: never stored, never logged, gone with the process.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sarf_shared::dialogue::Speaker;
use sarf_shared::discussion::DiscussionId;
use sarf_shared::rpc::LiveText;
use tokio::sync::watch;

use crate::models::Live;

/// What is being written now, by discussion, with a version that grows with each piece.
#[derive(Clone)]
pub struct LiveHub {
    texts: Arc<Mutex<BTreeMap<DiscussionId, LiveText>>>,
    version: watch::Sender<u64>,
}

impl Default for LiveHub {
    fn default() -> Self {
        LiveHub { texts: Arc::default(), version: watch::Sender::new(0) }
    }
}

impl LiveHub {
    fn texts(&self) -> MutexGuard<'_, BTreeMap<DiscussionId, LiveText>> {
        // A panic while the lock was held can only have lost a piece of text.
        self.texts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where the words of statement `number` go; dropping it takes them away.
    pub fn begin(&self, discussion: DiscussionId, number: u32, speaker: Speaker) -> LiveTurn {
        self.texts().insert(discussion, LiveText { discussion, number, speaker, text: String::new() });
        LiveTurn { hub: self.clone(), discussion }
    }

    /// All words now, and their version.
    pub fn now(&self) -> (u64, Vec<LiveText>) {
        let texts = self.texts();
        (*self.version.borrow(), texts.values().filter(|live| !live.text.is_empty()).cloned().collect())
    }

    /// Tells when the version changes.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.version.subscribe()
    }

    fn bump(&self) {
        self.version.send_modify(|version| *version += 1);
    }
}

/// One turn that is being written.
pub struct LiveTurn {
    hub: LiveHub,
    discussion: DiscussionId,
}

impl Live for LiveTurn {
    fn words(&self, piece: &str) {
        if let Some(live) = self.hub.texts().get_mut(&self.discussion) {
            live.text.push_str(piece);
        }
        self.hub.bump();
    }
}

impl Drop for LiveTurn {
    fn drop(&mut self) {
        self.hub.texts().remove(&self.discussion);
        self.hub.bump();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_seen_while_a_turn_is_written_and_gone_after() {
        let hub = LiveHub::default();
        let turn = hub.begin(DiscussionId(4), 3, Speaker::Coach);
        turn.words("Where ");
        turn.words("was it?");
        let (version, texts) = hub.now();
        assert_eq!(texts.iter().map(|live| live.text.as_str()).collect::<Vec<_>>(), ["Where was it?"]);
        drop(turn);
        let (later, texts) = hub.now();
        assert!(texts.is_empty() && later > version);
    }
}
