//! What writer, readers and snapshots share: the open index and the state of health.

use super::error::Fault;
use super::files::Files;
use super::health::Health;
use super::index::Index;
use super::layout::Layout;
use super::mark::{self, Mark};
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::watch;

/// The shared part of a store.
pub(super) struct Shelf {
    index: RwLock<Option<Arc<Index>>>,
    pub files: Arc<dyn Files>,
    pub layout: Layout,
    pub health: watch::Sender<Health>,
}

impl Shelf {
    /// A shelf with an open index on it.
    pub(super) fn new(index: Arc<Index>, files: Arc<dyn Files>, layout: Layout) -> Self {
        Self { index: RwLock::new(Some(index)), files, layout, health: watch::Sender::new(Health::Writing) }
    }

    /// The open index.
    pub(super) fn index(&self) -> Result<Arc<Index>, Fault> {
        self.index.read().unwrap_or_else(PoisonError::into_inner).clone().ok_or(Fault::Closed)
    }

    /// Takes the index away; everybody who asks from now on finds the store closed.
    pub(super) fn take(&self) -> Option<Arc<Index>> {
        self.index.write().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Why nothing is saved any more, if that is so.
    pub(super) fn stopped(&self) -> Option<String> {
        match &*self.health.borrow() {
            Health::Stopped { why } => Some(why.clone()),
            _ => None,
        }
    }

    /// Saves nothing any more. The first reason stands.
    pub(super) fn stop(&self, why: String) {
        self.health.send_if_modified(|health| {
            let first = !matches!(health, Health::Stopped { .. });
            if first {
                tracing::error!(why, "the store takes no more changes");
                *health = Health::Stopped { why };
            }
            first
        });
    }

    /// Stops if the fault is the disk's or damage; for damage with a mark, so that the next start rebuilds the index.
    pub(super) fn suspect(&self, fault: &Fault) {
        match fault {
            Fault::Damaged { .. } => self.distrust(&fault.to_string()),
            Fault::Disk { .. } => self.stop(fault.to_string()),
            Fault::TooLong { .. } | Fault::Unwritable { .. } | Fault::Closed => {}
        }
    }

    /// Writes a mark, so that the next start rebuilds the index, and stops.
    pub(super) fn distrust(&self, why: &str) {
        if self.stopped().is_some() {
            return;
        }
        self.stop(why.to_owned());
        let mark = Mark::Suspect { why: why.to_owned() };
        if let Err(cause) = mark::write(&*self.files, &self.layout, &mark) {
            tracing::error!(%cause, "the damage could not be noted down");
        }
    }
}
