//! The store as the rest of the service sees it: change, read, watch, snapshot, close.

use super::check::{self, CheckReport};
use super::error::{ChangeError, Fault, OpenError};
use super::events::{Cursor, Events, Ring};
use super::health::Health;
use super::mark::{self, Mark};
use super::open::{self, OpenOptions, OpenReport};
use super::shelf::Shelf;
use super::snapshots;
use super::tx::Tx;
use super::view::Reader;
use super::writer::{Change, Command};
use super::{locked, snapshot};
use futures::executor::block_on;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::{oneshot, watch};

/// The open store. Cheap to clone; every clone is the same store.
#[derive(Clone)]
pub struct Store {
    pub(super) inner: Arc<Inner>,
}

/// What every handle shares.
pub(super) struct Inner {
    pub shelf: Arc<Shelf>,
    pub ring: Arc<Ring>,
    pub commands: Sender<Command>,
    pub ask: Mutex<Option<Sender<Ask>>>,
    pub threads: Mutex<Vec<JoinHandle<()>>>,
    pub schema: u32,
}

impl Drop for Inner {
    /// Without `close` the threads end all the same; the next start then sees an unclean end.
    fn drop(&mut self) {
        let _ = self.commands.send(Command::Close);
    }
}

/// What the snapshot thread is asked.
pub(super) enum Ask {
    /// Enough has been written.
    BySize,
    /// Somebody wants one.
    Now(oneshot::Sender<Result<u64, String>>),
    /// Somebody wants one in a file of their own.
    To(PathBuf, oneshot::Sender<Result<u64, String>>),
}

impl Store {
    /// Opens the store in `options.dir`, recovering what has to be recovered.
    pub fn open(options: OpenOptions) -> Result<(Self, OpenReport), OpenError> {
        open::open(options)
    }

    /// Runs `change` on the writer thread and returns when what it wrote is durable. Changes run one after another;
    /// each sees those before it. Once polled it runs to its end, even if this future is dropped.
    pub async fn change<T, E, F>(&self, change: F) -> Result<T, ChangeError<E>>
    where
        T: Send + 'static,
        E: Send + 'static,
        F: FnOnce(&mut Tx) -> Result<T, E> + Send + 'static,
    {
        match self.send(change) {
            Ok(answer) => answer.await.unwrap_or(Err(ChangeError::OutcomeUnknown)),
            Err(why) => Err(ChangeError::Stopped { why }),
        }
    }

    /// The same for callers that are not async; it blocks its thread.
    pub fn change_blocking<T, E, F>(&self, change: F) -> Result<T, ChangeError<E>>
    where
        T: Send + 'static,
        E: Send + 'static,
        F: FnOnce(&mut Tx) -> Result<T, E> + Send + 'static,
    {
        match self.send(change) {
            Ok(answer) => block_on(answer).unwrap_or(Err(ChangeError::OutcomeUnknown)),
            Err(why) => Err(ChangeError::Stopped { why }),
        }
    }

    fn send<T, E, F>(&self, change: F) -> Result<oneshot::Receiver<Result<T, ChangeError<E>>>, String>
    where
        T: Send + 'static,
        E: Send + 'static,
        F: FnOnce(&mut Tx) -> Result<T, E> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let change = Change { change: Some(change), result: None, reply };
        match self.inner.commands.send(Command::Change(Box::new(change))) {
            Ok(()) => Ok(answer),
            Err(_) => Err(self.inner.shelf.stopped().unwrap_or_else(|| "the service is ending".to_owned())),
        }
    }

    /// Reads what has been acknowledged.
    pub fn read(&self) -> Reader {
        Reader { shelf: Arc::clone(&self.inner.shelf) }
    }

    /// The number of the last change.
    pub fn head(&self) -> u64 {
        self.inner.shelf.index().ok().and_then(|index| index.head()).map_or(0, |head| head.seq)
    }

    /// The layout number of the data.
    pub fn schema(&self) -> u32 {
        self.inner.schema
    }

    /// The name of this start, as in cursors.
    pub fn run_id(&self) -> &str {
        self.inner.ring.boot()
    }

    /// Where the log of events ends now. Take it before reading a view that is to be kept up to date.
    pub fn cursor(&self) -> Cursor {
        self.inner.ring.cursor()
    }

    /// What happened since `cursor`, waiting up to `patience` for something to happen.
    pub async fn events_since(&self, cursor: &Cursor, patience: Duration) -> Events {
        self.inner.ring.since(cursor, patience).await
    }

    /// Whether changes are being saved.
    pub fn health(&self) -> Health {
        self.inner.shelf.health.borrow().clone()
    }

    /// Tells whenever that changes.
    pub fn health_watch(&self) -> watch::Receiver<Health> {
        self.inner.shelf.health.subscribe()
    }

    /// Takes a snapshot while work goes on; its last change's number.
    pub async fn snapshot(&self) -> Result<u64, String> {
        self.ask(Ask::Now).await
    }

    /// Writes a snapshot to a new file at `path`, for a backup; its last change's number.
    pub async fn backup(&self, path: &Path) -> Result<u64, String> {
        self.ask(|reply| Ask::To(path.to_owned(), reply)).await
    }

    async fn ask(&self, ask: impl FnOnce(oneshot::Sender<Result<u64, String>>) -> Ask) -> Result<u64, String> {
        let ending = || "the service is ending".to_owned();
        let (reply, answer) = oneshot::channel();
        let sender = locked(&self.inner.ask).clone().ok_or_else(ending)?;
        sender.send(ask(reply)).map_err(|_| ending())?;
        answer.await.unwrap_or_else(|_| Err(ending()))
    }

    /// Reads everything there is (index, journal, snapshots) while work goes on, and tells what is wrong with it. Takes
    /// as long as reading takes; it blocks its thread.
    pub fn check(&self) -> Result<CheckReport, Fault> {
        check::check_open(&self.inner.shelf)
    }

    /// Finishes what was asked, writes everything out and notes a clean end. Other handles find the store closed.
    pub async fn close(self) -> Result<(), String> {
        tokio::task::spawn_blocking(move || self.close_blocking()).await.map_err(|error| error.to_string())?
    }

    /// The same for callers that are not async.
    pub fn close_blocking(self) -> Result<(), String> {
        let inner = &self.inner;
        let _ = inner.commands.send(Command::Close);
        locked(&inner.ask).take();
        for thread in std::mem::take(&mut *locked(&inner.threads)) {
            let _ = thread.join();
        }
        let Some(index) = inner.shelf.take() else { return Ok(()) };
        index.flush().map_err(|_| "the index could not be written out".to_owned())?;
        // A read that is going on holds the index a little longer.
        for _ in 0..2000 {
            if Arc::strong_count(&index) == 1 {
                break;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        let alone = Arc::strong_count(&index) == 1;
        drop(index);
        if !alone || inner.shelf.stopped().is_some() {
            return Ok(());
        }
        let (files, layout) = (&*inner.shelf.files, &inner.shelf.layout);
        mark::settle_tree(&layout.store())
            .and_then(|()| mark::prints(layout))
            .and_then(|prints| mark::write(files, layout, &Mark::Closed { files: prints }))
            .map_err(|cause| cause.to_string())
    }
}

/// What the snapshot thread does.
pub(super) fn snapshot_taker(
    shelf: Arc<Shelf>,
    commands: Sender<Command>,
    schema: u32,
    clock: Arc<dyn Fn() -> u64 + Send + Sync>,
    asked: Receiver<Ask>,
) -> impl FnOnce() + Send {
    let roll = move || -> Result<u64, String> {
        let (reply, answer) = oneshot::channel();
        commands.send(Command::Roll(reply)).map_err(|_| "the service is ending".to_owned())?;
        block_on(answer).unwrap_or_else(|_| Err("the service is ending".to_owned()))
    };
    move || {
        while let Ok(ask) = asked.recv() {
            let start = roll();
            let take = |path: Option<&Path>| -> Result<u64, String> {
                let index = shelf.index().map_err(|fault: Fault| fault.to_string())?;
                let about = (start.clone()?, schema, clock());
                let taken = match path {
                    None => snapshots::take(&*shelf.files, &shelf.layout, &index, about),
                    Some(path) => snapshots::write(&*shelf.files, &shelf.layout, &index, path, about),
                };
                taken.map(|about: snapshot::About| about.end).map_err(|cause| cause.to_string())
            };
            match ask {
                Ask::BySize => {
                    if let Err(why) = take(None) {
                        tracing::warn!(why, "no snapshot could be taken; the journal goes on growing");
                    }
                }
                Ask::Now(reply) => {
                    let _ = reply.send(take(None));
                }
                Ask::To(path, reply) => {
                    let _ = reply.send(take(Some(&path)));
                }
            }
        }
    }
}
