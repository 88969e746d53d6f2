//! Kill points: ends this process with SIGKILL at the k-th write event, so that a test can try every one of them.
//!
//! A write event is an append (the process dies with half of it written), a sync, a truncation, a new file, a rename, a
//! removal, or one of the writer's own steps (`pass`). Without a number nothing is counted and nothing dies.

use super::files::{Appender, Entry, Files, Source};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Counts write events and dies at one of them.
#[derive(Debug, Clone)]
pub(super) struct KillPoints(Option<Arc<Count>>);

#[derive(Debug)]
struct Count {
    at: u64,
    passed: AtomicU64,
}

impl KillPoints {
    /// Dies at the `at`-th write event (from 1); `None` never does.
    pub(super) fn new(at: Option<u64>) -> Self {
        Self(at.map(|at| Arc::new(Count { at, passed: AtomicU64::new(0) })))
    }

    /// Whether the event now happening is the last one.
    fn is_due(&self) -> bool {
        self.0.as_ref().is_some_and(|count| count.passed.fetch_add(1, Ordering::SeqCst) + 1 == count.at)
    }

    /// One of the writer's own steps.
    pub(super) fn pass(&self) {
        if self.is_due() {
            die();
        }
    }

    /// The same files, with the points in them.
    pub(super) fn around(&self, files: Arc<dyn Files>) -> Arc<dyn Files> {
        if self.0.is_none() { files } else { Arc::new(Points { inner: files, points: self.clone() }) }
    }
}

/// Ends this process the way a power cut or the system's memory killer does: at once, without any clean-up.
fn die() {
    let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
    loop {
        std::thread::park();
    }
}

struct Points {
    inner: Arc<dyn Files>,
    points: KillPoints,
}

struct PointsAppender {
    inner: Box<dyn Appender>,
    points: KillPoints,
}

impl Appender for PointsAppender {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.points.is_due() {
            let _ = self.inner.append(bytes.get(..bytes.len() / 2).unwrap_or_default());
            die();
        }
        self.inner.append(bytes)
    }
    fn sync_data(&mut self) -> io::Result<()> {
        self.points.pass();
        self.inner.sync_data()
    }
    fn truncate(&mut self, len: u64) -> io::Result<()> {
        self.points.pass();
        self.inner.truncate(len)
    }
}

impl Files for Points {
    fn create_dir(&self, dir: &Path) -> io::Result<()> {
        self.points.pass();
        self.inner.create_dir(dir)
    }
    fn create(&self, path: &Path) -> io::Result<Box<dyn Appender>> {
        self.points.pass();
        Ok(Box::new(PointsAppender { inner: self.inner.create(path)?, points: self.points.clone() }))
    }
    fn open(&self, path: &Path) -> io::Result<Box<dyn Appender>> {
        Ok(Box::new(PointsAppender { inner: self.inner.open(path)?, points: self.points.clone() }))
    }
    fn source(&self, path: &Path) -> io::Result<Box<dyn Source>> {
        self.inner.source(path)
    }
    fn list(&self, dir: &Path) -> io::Result<Vec<Entry>> {
        self.inner.list(dir)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.points.pass();
        self.inner.rename(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.points.pass();
        self.inner.remove(path)
    }
    fn remove_dir(&self, dir: &Path) -> io::Result<()> {
        self.points.pass();
        self.inner.remove_dir(dir)
    }
    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        self.points.pass();
        self.inner.sync_dir(dir)
    }
}
