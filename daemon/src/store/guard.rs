//! Opening sled where it can do no harm: in a thread of its own, with a limit, its panics caught.

use super::index::{Index, IndexError};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

/// How opening ended.
pub(super) enum Opened {
    /// It is open, and was read in full if that was asked for.
    Good(Box<Index>),
    /// It is not to be used, and why.
    Bad(String),
    /// The disk refused for a reason that is no damage.
    Disk(io::Error),
    /// Somebody else holds it.
    InUse,
    /// It neither ended nor went on for the length of the limit. The thread is still running and cannot be stopped.
    Endless,
}

/// sled's lock can linger for some milliseconds after a handle is dropped.
const LOCK_PATIENCE: Duration = Duration::from_secs(1);

/// Opens the index in `dir`; with `walk` also reads and checks every record. `limit` is how long it may stand still.
pub(super) fn open(dir: &Path, cache_bytes: u64, walk: bool, limit: Duration) -> Opened {
    let dir = dir.to_owned();
    match watched(limit, move |progress| open_here(&dir, cache_bytes, walk, progress)) {
        Ok(Watched::Ended(opened)) => opened,
        Ok(Watched::BrokeOff) => Opened::Bad("opening it broke off".to_owned()),
        Ok(Watched::Endless) => Opened::Endless,
        Err(cause) => Opened::Disk(cause),
    }
}

/// Reads and checks every record of an open index; `None` if that does not end.
pub(super) fn walk(index: &Arc<Index>, limit: Duration) -> Option<Result<(), String>> {
    let index = Arc::clone(index);
    match watched(limit, move |progress| index.walk(progress)) {
        Ok(Watched::Ended(outcome)) => Some(outcome),
        Ok(Watched::BrokeOff) => Some(Err("reading it broke off".to_owned())),
        Ok(Watched::Endless) => None,
        Err(cause) => Some(Err(cause.to_string())),
    }
}

/// How watched work ended.
enum Watched<T> {
    Ended(T),
    BrokeOff,
    Endless,
}

/// Runs `work` in a thread of its own and waits as long as its progress does not stand still for `limit`.
fn watched<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce(&AtomicU64) -> T + Send + 'static,
) -> io::Result<Watched<T>> {
    let progress = Arc::new(AtomicU64::new(0));
    let (answer, outcome) = sync_channel(1);
    let in_thread = {
        let progress = Arc::clone(&progress);
        move || {
            let done = catch_unwind(AssertUnwindSafe(|| work(&progress)));
            let _ = answer.send(done.map_or(Watched::BrokeOff, Watched::Ended));
        }
    };
    std::thread::Builder::new().name("store-open".to_owned()).spawn(in_thread)?;
    let (mut seen, mut since) = (0, Instant::now());
    loop {
        let now = progress.load(Ordering::Relaxed);
        if now != seen {
            (seen, since) = (now, Instant::now());
        }
        let left = limit.saturating_sub(since.elapsed());
        if left.is_zero() {
            return Ok(Watched::Endless);
        }
        match outcome.recv_timeout(left.min(Duration::from_millis(500))) {
            Ok(done) => return Ok(done),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Ok(Watched::BrokeOff),
        }
    }
}

fn open_here(dir: &Path, cache_bytes: u64, walk: bool, progress: &AtomicU64) -> Opened {
    let began = Instant::now();
    let index = loop {
        match Index::open(dir, cache_bytes) {
            Ok(index) => break index,
            Err(IndexError::InUse) if began.elapsed() < LOCK_PATIENCE => std::thread::sleep(Duration::from_millis(5)),
            Err(IndexError::InUse) => return Opened::InUse,
            Err(IndexError::Disk(cause)) => return Opened::Disk(cause),
            Err(IndexError::Bad(why)) => return Opened::Bad(why),
        }
    };
    progress.fetch_add(1, Ordering::Relaxed);
    if walk && let Err(why) = index.walk(progress) {
        return Opened::Bad(why);
    }
    Opened::Good(Box::new(index))
}
