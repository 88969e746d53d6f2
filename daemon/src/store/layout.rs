//! Where the store's files lie inside the state folder. One function a name.

use std::path::{Path, PathBuf};

/// The state folder.
#[derive(Debug, Clone)]
pub(super) struct Layout(PathBuf);

impl Layout {
    /// The layout under `dir`.
    pub(super) fn new(dir: &Path) -> Self {
        Self(dir.to_owned())
    }
    /// The state folder itself.
    pub(super) fn dir(&self) -> &Path {
        &self.0
    }
    /// The journal's segments.
    pub(super) fn journal(&self) -> PathBuf {
        self.0.join("journal")
    }
    /// Snapshots.
    pub(super) fn snapshots(&self) -> PathBuf {
        self.0.join("snapshots")
    }
    /// sled's folder.
    pub(super) fn store(&self) -> PathBuf {
        self.0.join("store")
    }
    /// Where a store is built before it takes its place.
    pub(super) fn fresh(&self) -> PathBuf {
        self.0.join("store.new")
    }
    /// The copy of the store that a check opens.
    pub(super) fn check_copy(&self) -> PathBuf {
        self.0.join("store.check")
    }
    /// The mark: what happened to the store last.
    pub(super) fn mark(&self) -> PathBuf {
        self.0.join("store.mark")
    }
    /// A name that is not taken yet: `<stem><time>`, or with a number behind it.
    pub(super) fn unused(&self, stem: &str, time: u64) -> PathBuf {
        let plain = self.0.join(format!("{stem}{time}"));
        let numbered = (2u32..).map(|n| self.0.join(format!("{stem}{time}-{n}")));
        std::iter::once(plain.clone()).chain(numbered).find(|path| !path.exists()).unwrap_or(plain)
    }
}

/// What a store that was set aside is called, before the time.
pub(super) const BAD: &str = "store.bad-";
/// What a folder of cut journal bytes is called, before the time.
pub(super) const CUT: &str = "journal.cut-";
