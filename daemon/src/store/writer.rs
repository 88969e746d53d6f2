//! The one thread that owns all changes.
//!
//! It takes everything already queued (it never waits for more), runs the changes one after another, appends what they
//! kept as one frame, syncs it, applies it to the index, and only then answers and publishes. What a failed write or a
//! failed sync means is decided here and nowhere else.

use super::error::{ChangeError, remedy};
use super::events::Ring;
use super::frame;
use super::health::Health;
use super::index::IndexError;
use super::journal::{AppendError, Journal};
use super::kill::KillPoints;
use super::segment::World;
use super::shelf::Shelf;
use super::tx::Tx;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// At most this many changes become one frame, and about this many bytes.
const GROUP_CHANGES: usize = 512;
const GROUP_BYTES: usize = 8 * 1024 * 1024;

/// How a group ended, for the changes in it.
#[derive(Debug, Clone)]
pub(super) enum Outcome {
    /// Durable and applied.
    Kept,
    /// Not in the journal.
    NotWritten(String),
    /// Nobody knows.
    Unknown,
    /// Refused because of an earlier failure.
    Stopped(String),
}

/// A change whose types have been forgotten.
pub(super) trait Queued: Send {
    /// Runs it; whether what it wrote is to be kept.
    fn run(&mut self, tx: &mut Tx) -> bool;
    /// Answers whoever waits.
    fn settle(self: Box<Self>, outcome: &Outcome);
}

/// A change with its types and its answer.
pub(super) struct Change<T, E, F> {
    pub change: Option<F>,
    pub result: Option<Result<T, E>>,
    pub reply: oneshot::Sender<Result<T, ChangeError<E>>>,
}

impl<T, E, F> Queued for Change<T, E, F>
where
    T: Send,
    E: Send,
    F: FnOnce(&mut Tx) -> Result<T, E> + Send,
{
    fn run(&mut self, tx: &mut Tx) -> bool {
        let Some(change) = self.change.take() else { return false };
        // A panic in one change must not take the others' promises with it.
        self.result = catch_unwind(AssertUnwindSafe(|| change(tx))).ok();
        matches!(self.result, Some(Ok(_)))
    }

    fn settle(self: Box<Self>, outcome: &Outcome) {
        let answer = match (outcome, self.result) {
            (Outcome::Stopped(why), _) => Err(ChangeError::Stopped { why: why.clone() }),
            (Outcome::NotWritten(why), None | Some(Ok(_))) => Err(ChangeError::NotWritten { why: why.clone() }),
            (Outcome::Unknown, Some(Ok(_))) => Err(ChangeError::OutcomeUnknown),
            (_, None) => Err(ChangeError::Broken),
            (_, Some(Err(refusal))) => Err(ChangeError::Refused(refusal)),
            (Outcome::Kept, Some(Ok(done))) => Ok(done),
        };
        let _ = self.reply.send(answer);
    }
}

/// What the writer is asked to do.
pub(super) enum Command {
    /// Run a change.
    Change(Box<dyn Queued>),
    /// Begin a new segment (for a snapshot) and answer with its first number.
    Roll(oneshot::Sender<Result<u64, String>>),
    /// Finish what was asked before, then end.
    Close,
}

/// What the writer needs to know that does not change.
pub(super) struct Settings {
    pub world: World,
    pub segment_bytes: u64,
    pub retry_every: Duration,
    pub clock: Arc<dyn Fn() -> u64 + Send + Sync>,
    pub points: KillPoints,
    /// Called after a frame with its length, for whoever takes snapshots by size.
    pub written: Box<dyn Fn(u64) + Send>,
}

/// The writer's own state.
pub(super) struct Writer {
    pub shelf: Arc<Shelf>,
    pub journal: Journal,
    pub ring: Arc<Ring>,
    pub settings: Settings,
    /// When the disk last refused, while it does.
    pub refused: Option<(Instant, String)>,
}

impl Writer {
    /// Works until asked to close or until nobody can ask any more; what is still queued then is told so.
    pub(super) fn run_to_the_end(self, queue: &Receiver<Command>) {
        let shelf = Arc::clone(&self.shelf);
        if catch_unwind(AssertUnwindSafe(|| self.run(queue))).is_err() {
            shelf.stop("a mistake in the program interrupted the saving of changes".to_owned());
        }
        let why = shelf.stopped().unwrap_or_else(|| "the service is ending".to_owned());
        while let Ok(command) = queue.try_recv() {
            if let Command::Change(change) = command {
                change.settle(&Outcome::Stopped(why.clone()));
            }
        }
    }

    /// Works until asked to close or until nobody can ask any more.
    fn run(mut self, queue: &Receiver<Command>) {
        loop {
            let Some(first) = self.wait(queue) else { return };
            let mut group = Vec::new();
            let mut after = None;
            match first {
                Command::Change(change) => group.push(change),
                other => after = Some(other),
            }
            let mut tx = None;
            if after.is_none() {
                after = self.gather(queue, &mut group, &mut tx);
            }
            self.finish(group, tx);
            match after {
                None | Some(Command::Change(_)) => {}
                Some(Command::Roll(reply)) => {
                    let _ = reply.send(self.roll_now());
                }
                Some(Command::Close) => return,
            }
        }
    }

    /// The next command. While the disk refuses, tries it again whenever the time has come.
    fn wait(&mut self, queue: &Receiver<Command>) -> Option<Command> {
        loop {
            let Some((last, _)) = self.refused else { return queue.recv().ok() };
            let left = self.settings.retry_every.saturating_sub(last.elapsed());
            match queue.recv_timeout(left) {
                Ok(command) => return Some(command),
                Err(RecvTimeoutError::Timeout) => self.try_again(),
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
    }

    /// Runs the first change and everything already queued behind it. Returns a command that is no change, if one ended
    /// the group.
    fn gather(
        &mut self,
        queue: &Receiver<Command>,
        group: &mut Vec<Box<dyn Queued>>,
        tx: &mut Option<Tx>,
    ) -> Option<Command> {
        if self.shelf.stopped().is_some() || self.refused.is_some() {
            return None;
        }
        let index = self.shelf.index().ok()?;
        let tx = tx.insert(Tx::new(index, Arc::clone(&self.shelf), self.journal.next(), (self.settings.clock)()));
        let mut ran = 0;
        loop {
            while let Some(change) = group.get_mut(ran) {
                if change.run(tx) {
                    tx.keep();
                } else {
                    tx.forget();
                }
                ran += 1;
            }
            if ran >= GROUP_CHANGES || tx.bytes() >= GROUP_BYTES {
                return None;
            }
            match queue.try_recv() {
                Ok(Command::Change(change)) => group.push(change),
                Ok(other) => return Some(other),
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => return None,
            }
        }
    }

    /// Makes a group durable and answers it.
    fn finish(&mut self, group: Vec<Box<dyn Queued>>, tx: Option<Tx>) {
        if group.is_empty() {
            return;
        }
        let seq = self.journal.next();
        let (outcome, mut events) = match tx {
            None => (self.refusal(), None),
            Some(mut tx) => match self.shelf.stopped() {
                Some(why) => (Outcome::Stopped(why), None),
                None if tx.is_empty() => (Outcome::Kept, None),
                None => {
                    let outcome = self.commit(seq, &tx);
                    (outcome, Some(tx.take_events()))
                }
            },
        };
        let kept = matches!(outcome, Outcome::Kept);
        if let (true, Some(events)) = (kept, events.as_mut()) {
            // Before the answer: who asked for a change and then what follows from it must not get the old.
            self.ring.publish(seq, std::mem::take(events));
        }
        for change in group {
            change.settle(&outcome);
        }
        if kept && events.is_some() {
            self.settings.points.pass();
            if self.journal.segment_len() >= self.settings.segment_bytes {
                // A full disk only means that this segment goes on growing.
                let _ = self.roll_now();
            }
        }
    }

    /// Why a group is not even tried.
    fn refusal(&self) -> Outcome {
        match (self.shelf.stopped(), &self.refused) {
            (Some(why), _) => Outcome::Stopped(why),
            (None, Some((_, why))) => Outcome::NotWritten(why.clone()),
            (None, None) => Outcome::Stopped("the service is ending".to_owned()),
        }
    }

    /// Journal, sync, index.
    fn commit(&mut self, seq: u64, tx: &Tx) -> Outcome {
        let writes = tx.writes();
        let Some(bytes) = frame::encode(seq, tx.now(), writes.iter().copied()) else {
            return Outcome::NotWritten("this is more than can be saved at once; do it in smaller parts".to_owned());
        };
        match self.journal.append(&bytes) {
            Ok(()) => {}
            Err(AppendError::NotWritten(cause)) => {
                let why = format!("the disk does not take changes ({cause}): {}", remedy(&cause));
                self.pause(why.clone());
                return Outcome::NotWritten(why);
            }
            Err(AppendError::Unknown(cause)) => {
                self.disk_failed(&cause);
                return Outcome::Unknown;
            }
        }
        self.settings.points.pass();
        let applied = self.shelf.index().map_err(|fault| IndexError::Bad(fault.to_string()));
        match applied.and_then(|index| index.apply(self.settings.world, seq, &writes)) {
            Ok(()) => {
                self.settings.points.pass();
                (self.settings.written)(bytes.len() as u64);
                Outcome::Kept
            }
            Err(IndexError::Disk(cause)) => {
                self.shelf.stop(format!("the index could not be written ({cause}); {}", remedy(&cause)));
                Outcome::Unknown
            }
            Err(IndexError::Bad(why)) => {
                self.shelf.distrust(&format!("the index did not take a saved change ({why})"));
                Outcome::Unknown
            }
            Err(IndexError::InUse) => {
                self.shelf.stop("the index is in use by another process".to_owned());
                Outcome::Unknown
            }
        }
    }

    /// A sync (or taking back a half write) failed: the disk's state is unknown, and nothing is written or synced again.
    fn disk_failed(&self, cause: &std::io::Error) {
        self.shelf.stop(format!("the disk failed while saving ({cause}); {}", remedy(cause)));
    }

    /// Takes no changes for now.
    fn pause(&mut self, why: String) {
        tracing::warn!(why, "writing is paused");
        self.shelf.health.send_replace(Health::Paused { why: why.clone() });
        self.refused = Some((Instant::now(), why));
    }

    /// Sees whether the disk takes changes again: begins a new segment, which passes over the number that failed.
    fn try_again(&mut self) {
        if self.shelf.stopped().is_some() {
            self.refused = None;
            return;
        }
        match self.journal.roll_past(1, (self.settings.clock)()) {
            Ok(()) => {
                self.refused = None;
                tracing::info!("writing goes on");
                self.shelf.health.send_if_modified(|health| {
                    let paused = matches!(health, Health::Paused { .. });
                    if paused {
                        *health = Health::Writing;
                    }
                    paused
                });
            }
            Err(AppendError::NotWritten(_)) => {
                if let Some((last, _)) = &mut self.refused {
                    *last = Instant::now();
                }
            }
            Err(AppendError::Unknown(cause)) => self.disk_failed(&cause),
        }
    }

    /// Begins a new segment and tells its first number.
    fn roll_now(&mut self) -> Result<u64, String> {
        if let Some(why) = self.shelf.stopped() {
            return Err(why);
        }
        match self.journal.roll((self.settings.clock)()) {
            Ok(()) => Ok(self.journal.next()),
            Err(AppendError::NotWritten(cause)) => Err(format!("{cause}; {}", remedy(&cause))),
            Err(AppendError::Unknown(cause)) => {
                self.disk_failed(&cause);
                Err(cause.to_string())
            }
        }
    }
}
