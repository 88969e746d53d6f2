//! Looking at the store: what its mark says, opening it where it may be opened, and what that told.

use super::error::OpenError;
use super::guard::{self, Opened};
use super::index::{Head, Index};
use super::mark::{self, Mark};
use super::recovery::Recovery;

/// The store, looked at.
pub(super) enum Store {
    Absent,
    Good { index: Box<Index>, head: Head, walked: bool },
    Bad(String),
}

impl Recovery<'_> {
    pub(super) fn note(&self, mark: &Mark) -> Result<(), OpenError> {
        mark::write(&*self.files, &self.layout, mark).map_err(|cause| OpenError::disk(&self.layout.mark(), cause))
    }

    pub(super) fn mark(&self) -> Result<Option<Mark>, OpenError> {
        mark::read(&*self.files, &self.layout).map_err(|cause| OpenError::disk(&self.layout.mark(), cause))
    }

    /// Why the store is not even to be opened, as far as its mark tells.
    pub(super) fn distrusted(&self) -> Result<Option<String>, OpenError> {
        let (tries, before) = match self.mark()? {
            Some(Mark::Opening { tries, before }) => (tries, before.map(|mark| *mark)),
            other => (0, other),
        };
        if tries >= 2 {
            return Ok(Some("two attempts to open it did not end".to_owned()));
        }
        match before {
            Some(Mark::Suspect { why }) => Ok(Some(why)),
            // An opening that did not end may have changed the files; then they are read in full instead.
            Some(Mark::Closed { files }) if tries == 0 => {
                let now = mark::prints(&self.layout).map_err(|cause| OpenError::disk(&self.layout.store(), cause))?;
                Ok((now != files).then(|| "its files have changed since it was closed".to_owned()))
            }
            _ => Ok(None),
        }
    }

    /// Looks at the store, opening it if it may be opened.
    pub(super) fn examine(&mut self) -> Result<Store, OpenError> {
        if !self.layout.store().exists() {
            return Ok(Store::Absent);
        }
        if let Some(why) = self.distrusted()? {
            return Ok(Store::Bad(why));
        }
        let (tries, before) = match self.mark()? {
            Some(Mark::Opening { tries, before }) => (tries, before.map(|mark| *mark)),
            other => (0, other),
        };
        // After a clean end the files are known to be as they were left; after any other every record is read.
        let walk = tries > 0 || !matches!(before, Some(Mark::Closed { .. }));
        let boxed = before.clone().map(Box::new);
        self.note(&Mark::Opening { tries: tries + 1, before: boxed })?;
        let restore = |recovery: &Self| match &before {
            Some(mark) => recovery.note(mark),
            None => recovery
                .files
                .remove(&recovery.layout.mark())
                .map_err(|cause| OpenError::disk(&recovery.layout.mark(), cause)),
        };
        match guard::open(&self.layout.store(), self.cache_bytes, walk, self.open_limit) {
            Opened::Good(index) => {
                let Some(head) = index.head() else {
                    let why = "it has no head".to_owned();
                    self.note(&Mark::Suspect { why: why.clone() })?;
                    return Ok(Store::Bad(why));
                };
                self.note(&Mark::Open { machine: self.machine.to_owned() })?;
                Ok(Store::Good { index, head, walked: walk })
            }
            Opened::Bad(why) => {
                // A full disk can show as a panic inside sled; writing the mark tells the two apart.
                self.note(&Mark::Suspect { why: why.clone() })?;
                Ok(Store::Bad(why))
            }
            Opened::Disk(cause) => {
                let _ = restore(self);
                Err(OpenError::disk(&self.layout.store(), cause))
            }
            Opened::InUse => {
                let _ = restore(self);
                Err(OpenError::InUse { path: self.layout.store() })
            }
            Opened::Endless => {
                self.note(&Mark::Suspect { why: "reading it did not end".to_owned() })?;
                Err(OpenError::MustReexec)
            }
        }
    }

    /// Opens a store that was just built.
    pub(super) fn reopen(&mut self) -> Result<Store, OpenError> {
        match guard::open(&self.layout.store(), self.cache_bytes, false, self.open_limit) {
            Opened::Good(index) => match index.head() {
                Some(head) => {
                    self.note(&Mark::Open { machine: self.machine.to_owned() })?;
                    Ok(Store::Good { index, head, walked: true })
                }
                None => Err(OpenError::Build { why: "what was built has no head".to_owned() }),
            },
            Opened::Bad(why) => Err(OpenError::Build { why }),
            Opened::Disk(cause) => Err(OpenError::disk(&self.layout.store(), cause)),
            Opened::InUse => Err(OpenError::InUse { path: self.layout.store() }),
            Opened::Endless => Err(OpenError::MustReexec),
        }
    }
}
