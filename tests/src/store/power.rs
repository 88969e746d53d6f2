//! A file layer that knows what is on the disk and what is only promised, and pictures what a power cut would leave.
//!
//! Files are really written. For each the layer records the length that was synced, and for each folder which names
//! are. A *picture* is a copy of the whole state folder as the disk might hold it if the power went now: bytes that were
//! not synced are dropped, cut in the middle, or reordered by page; names that were not synced are missing or old.

use super::damage;
use rand::{Rng, RngExt};
use sarf_daemon::store::{Appender, Entry, Files, RealFiles, Source};
use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What happens to bytes that were written and not synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// All are gone.
    Drop,
    /// They end somewhere in the middle.
    Cut,
    /// Some pages are there and some are zero.
    Reorder,
}

/// What the layer knows.
#[derive(Debug, Default)]
struct Known {
    /// Synced length by file.
    synced: HashMap<PathBuf, u64>,
    /// Names that exist but whose folder was not synced since: created, or renamed from another.
    fresh: HashMap<PathBuf, Option<PathBuf>>,
}

type Hook = Box<dyn FnMut(&Power) + Send>;

/// The layer.
#[derive(Clone)]
pub struct Power {
    known: Arc<Mutex<Known>>,
    /// Called before each sync of data, while what is to be synced is not.
    hook: Arc<Mutex<Option<Hook>>>,
    /// The control: syncs are left out.
    sync: bool,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Power {
    /// A layer; with `sync` false it is the control in which `sync_data` is left out.
    pub fn new(sync: bool) -> Self {
        Self { known: Arc::default(), hook: Arc::default(), sync }
    }

    /// Calls `hook` before each sync of data.
    pub fn before_each_sync(&self, hook: impl FnMut(&Self) + Send + 'static) {
        *locked(&self.hook) = Some(Box::new(hook));
    }

    /// Copies `dir` to `to` as the disk might hold it if the power went now.
    pub fn picture(&self, dir: &Path, to: &Path, loss: Loss, random: &mut impl Rng) {
        damage::copy(dir, to);
        let known = locked(&self.known);
        for (path, synced) in &known.synced {
            let Ok(name) = path.strip_prefix(dir) else { continue };
            let copy = to.join(name);
            let Ok(mut bytes) = std::fs::read(&copy) else { continue };
            let keep = usize::try_from(*synced).unwrap_or(usize::MAX).min(bytes.len());
            match loss {
                Loss::Drop => bytes.truncate(keep),
                Loss::Cut => bytes.truncate(random.random_range(keep..=bytes.len())),
                Loss::Reorder => {
                    const PAGE: usize = 4096;
                    let mut at = keep;
                    while at < bytes.len() {
                        let end = (at / PAGE * PAGE + PAGE).min(bytes.len());
                        if random.random_bool(0.5) {
                            bytes[at..end].fill(0);
                        }
                        at = end;
                    }
                }
            }
            std::fs::write(&copy, bytes).unwrap_or_else(|cause| panic!("{}: {cause}", copy.display()));
        }
        lose_sled(&to.join("store/db"), random);
        for (path, before) in &known.fresh {
            // A name that was not synced may be there or not.
            let Ok(name) = path.strip_prefix(dir) else { continue };
            if random.random_bool(0.5) {
                continue;
            }
            let there = to.join(name);
            match before.as_ref().and_then(|before| before.strip_prefix(dir).ok()) {
                Some(old) => drop(std::fs::rename(&there, to.join(old))),
                None if there.is_dir() => drop(std::fs::remove_dir_all(&there)),
                None => drop(std::fs::remove_file(&there)),
            }
        }
    }
}

/// sled's own file was never synced by anybody: it may be as it is, gone, cut, or full of holes.
fn lose_sled(path: &Path, random: &mut impl Rng) {
    let Ok(mut bytes) = std::fs::read(path) else { return };
    match random.random_range(0..4) {
        0 => return,
        1 => return drop(std::fs::remove_file(path)),
        2 => bytes.truncate(random.random_range(0..=bytes.len())),
        _ => {
            for page in bytes.chunks_mut(4096) {
                if random.random_bool(0.1) {
                    page.fill(0);
                }
            }
        }
    }
    drop(std::fs::write(path, bytes));
}

struct PowerAppender {
    inner: Box<dyn Appender>,
    path: PathBuf,
    layer: Power,
    len: u64,
}

impl Appender for PowerAppender {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.inner.append(bytes)?;
        self.len += bytes.len() as u64;
        Ok(())
    }
    fn sync_data(&mut self) -> io::Result<()> {
        let hook = locked(&self.layer.hook).take();
        if let Some(mut hook) = hook {
            hook(&self.layer);
            locked(&self.layer.hook).get_or_insert(hook);
        }
        if self.layer.sync {
            // Nothing is lost here for real, so the real sync would only cost time.
            locked(&self.layer.known).synced.insert(self.path.clone(), self.len);
        }
        Ok(())
    }
    fn truncate(&mut self, len: u64) -> io::Result<()> {
        self.inner.truncate(len)?;
        self.len = len;
        if let Some(synced) = locked(&self.layer.known).synced.get_mut(&self.path) {
            *synced = len.min(*synced);
        }
        Ok(())
    }
}

impl Files for Power {
    fn create_dir(&self, dir: &Path) -> io::Result<()> {
        RealFiles.create_dir(dir)
    }
    fn create(&self, path: &Path) -> io::Result<Box<dyn Appender>> {
        let inner = RealFiles.create(path)?;
        let mut known = locked(&self.known);
        known.synced.insert(path.to_owned(), 0);
        known.fresh.insert(path.to_owned(), None);
        Ok(Box::new(PowerAppender { inner, path: path.to_owned(), layer: self.clone(), len: 0 }))
    }
    fn open(&self, path: &Path) -> io::Result<Box<dyn Appender>> {
        let len = std::fs::metadata(path)?.len();
        let inner = RealFiles.open(path)?;
        Ok(Box::new(PowerAppender { inner, path: path.to_owned(), layer: self.clone(), len }))
    }
    fn source(&self, path: &Path) -> io::Result<Box<dyn Source>> {
        RealFiles.source(path)
    }
    fn list(&self, dir: &Path) -> io::Result<Vec<Entry>> {
        RealFiles.list(dir)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealFiles.rename(from, to)?;
        let mut known = locked(&self.known);
        if let Some(synced) = known.synced.remove(from) {
            known.synced.insert(to.to_owned(), synced);
        }
        known.fresh.remove(from);
        known.fresh.insert(to.to_owned(), Some(from.to_owned()));
        Ok(())
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        RealFiles.remove(path)?;
        let mut known = locked(&self.known);
        known.synced.remove(path);
        known.fresh.remove(path);
        Ok(())
    }
    fn remove_dir(&self, dir: &Path) -> io::Result<()> {
        RealFiles.remove_dir(dir)
    }
    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        if self.sync {
            locked(&self.known).fresh.retain(|path, _| path.parent() != Some(dir));
        }
        Ok(())
    }
}
