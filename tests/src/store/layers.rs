//! File layers for tests: one that promises without writing (a control that must fail), one that refuses.

use sarf_daemon::store::{Appender, Entry, Files, RealFiles, Source};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, AtomicU64, Ordering};

/// Passes everything on to the real files but `create` and `open`, which a layer writes itself.
macro_rules! pass_on {
    () => {
        fn create_dir(&self, dir: &Path) -> io::Result<()> {
            RealFiles.create_dir(dir)
        }
        fn source(&self, path: &Path) -> io::Result<Box<dyn Source>> {
            RealFiles.source(path)
        }
        fn list(&self, dir: &Path) -> io::Result<Vec<Entry>> {
            RealFiles.list(dir)
        }
        fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
            RealFiles.rename(from, to)
        }
        fn remove(&self, path: &Path) -> io::Result<()> {
            RealFiles.remove(path)
        }
        fn remove_dir(&self, dir: &Path) -> io::Result<()> {
            RealFiles.remove_dir(dir)
        }
        fn sync_dir(&self, dir: &Path) -> io::Result<()> {
            RealFiles.sync_dir(dir)
        }
    };
}

/// The control "acknowledge before the frame is written": journal bytes stay in memory until there are many of them.
#[derive(Debug, Default)]
pub struct Procrastinating;

struct Later {
    inner: Box<dyn Appender>,
    held: Vec<u8>,
}

/// As much is held back before anything is written.
const HELD: usize = 64 * 1024;

impl Appender for Later {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.held.extend_from_slice(bytes);
        if self.held.len() < HELD {
            return Ok(());
        }
        self.inner.append(&std::mem::take(&mut self.held))
    }
    fn sync_data(&mut self) -> io::Result<()> {
        self.inner.sync_data()
    }
    fn truncate(&mut self, len: u64) -> io::Result<()> {
        self.inner.truncate(len)
    }
}

impl Files for Procrastinating {
    fn create(&self, path: &Path) -> io::Result<Box<dyn Appender>> {
        let inner = RealFiles.create(path)?;
        let journal = path.extension().is_some_and(|ending| ending == "seg");
        Ok(if journal { Box::new(Later { inner, held: Vec::new() }) } else { inner })
    }
    fn open(&self, path: &Path) -> io::Result<Box<dyn Appender>> {
        Ok(Box::new(Later { inner: RealFiles.open(path)?, held: Vec::new() }))
    }
    pass_on!();
}

/// What a refusing disk answers, switched while it is in use.
#[derive(Debug, Default)]
pub struct Faults {
    write: AtomicI32,
    truncate: AtomicI32,
    sync: AtomicI32,
    syncs: AtomicU64,
}

impl Faults {
    /// Every write from now on fails with this error number, half of it written; 0 ends that.
    pub fn fail_writes(&self, errno: i32) {
        self.write.store(errno, Ordering::SeqCst);
    }
    /// Every truncation fails.
    pub fn fail_truncations(&self, errno: i32) {
        self.truncate.store(errno, Ordering::SeqCst);
    }
    /// Every sync fails.
    pub fn fail_syncs(&self, errno: i32) {
        self.sync.store(errno, Ordering::SeqCst);
    }
    /// How many syncs of data were asked for.
    pub fn syncs(&self) -> u64 {
        self.syncs.load(Ordering::SeqCst)
    }
}

fn due(errno: &AtomicI32) -> io::Result<()> {
    match errno.load(Ordering::SeqCst) {
        0 => Ok(()),
        errno => Err(io::Error::from_raw_os_error(errno)),
    }
}

/// A disk that refuses when it is told to.
#[derive(Debug, Default, Clone)]
pub struct Refusing {
    /// What it refuses.
    pub faults: Arc<Faults>,
}

struct RefusingAppender {
    inner: Box<dyn Appender>,
    faults: Arc<Faults>,
}

impl Appender for RefusingAppender {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        if let Err(cause) = due(&self.faults.write) {
            self.inner.append(&bytes[..bytes.len() / 2])?;
            return Err(cause);
        }
        self.inner.append(bytes)
    }
    fn sync_data(&mut self) -> io::Result<()> {
        self.faults.syncs.fetch_add(1, Ordering::SeqCst);
        due(&self.faults.sync)?;
        self.inner.sync_data()
    }
    fn truncate(&mut self, len: u64) -> io::Result<()> {
        due(&self.faults.truncate)?;
        self.inner.truncate(len)
    }
}

impl Files for Refusing {
    fn create(&self, path: &Path) -> io::Result<Box<dyn Appender>> {
        due(&self.faults.write)?;
        Ok(Box::new(RefusingAppender { inner: RealFiles.create(path)?, faults: Arc::clone(&self.faults) }))
    }
    fn open(&self, path: &Path) -> io::Result<Box<dyn Appender>> {
        Ok(Box::new(RefusingAppender { inner: RealFiles.open(path)?, faults: Arc::clone(&self.faults) }))
    }
    pass_on!();
}
