//! The desk at which one job is worked on: how a step calls a model, and how its result becomes durable.
//!
//! Every change goes through [`Desk::keep`] or [`Desk::finish_step`], which refuse it when the job is no longer this
//! runner's; so a result that comes late (after a cancel, a pause, a delete) changes nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use sarf_shared::discussion::{Actor, JobId};
use sarf_shared::job::BootId;
use tokio::sync::RwLock;

use super::Limits;
use super::change::{self, Refusal, Stop, save_job};
use crate::clock::Clock;
use crate::live::LiveHub;
use crate::models::ledger::CallRecord;
use crate::models::plan::{ModelSet, Plan};
use crate::models::{Call, ModelFailure, Reply, Role};
use crate::records::{BOOTS, CALLS, InFlight, JOBS, JobRecord, LedgerEntry, REPLIES, ReplyRecord};
use crate::store::{ChangeError, Health, Store, Tx, View};

/// How a step went on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advance {
    /// There is a next step.
    More,
    /// The job is over; its last change said so.
    Over,
}

/// Why a step did not finish.
#[derive(Debug, thiserror::Error)]
pub enum StepError {
    /// The model failed; what happens next depends on the class. The ledger entry is not stored yet.
    #[error("{failure}")]
    Model {
        /// Why.
        failure: ModelFailure,
        /// The call, for the ledger.
        call: Box<CallRecord>,
    },
    /// The replies were unusable and the tries are used up; each call is in the ledger.
    #[error("the replies were not usable: {}", problems.join("; "))]
    Unusable {
        /// Whose replies.
        role: Role,
        /// How many.
        replies: usize,
        /// What was wrong with the last one.
        problems: Vec<String>,
    },
    /// Cancelled, paused, deleted or taken over meanwhile: nothing to do.
    #[error("the job is no longer this runner's")]
    NotMine,
    /// The persona's name was taken while it was written; nothing of it was stored.
    #[error("the persona's name was taken meanwhile")]
    NameTaken,
    /// The store takes no more changes; the daemon is about to end.
    #[error("{0}")]
    Stopped(String),
    /// A fault of this program.
    #[error("{0}")]
    Fault(String),
}

impl From<crate::store::Fault> for StepError {
    fn from(fault: crate::store::Fault) -> Self {
        StepError::Fault(fault.to_string())
    }
}

/// Everything a step needs.
#[derive(Clone)]
pub struct Desk {
    /// The job.
    pub job: JobId,
    /// The store.
    pub store: Store,
    /// This life of the daemon.
    pub boot: BootId,
    /// The clock.
    pub clock: Clock,
    /// Where words go while they come.
    pub live: LiveHub,
    /// The models the job was accepted with.
    pub models: Arc<ModelSet>,
    /// The plan they come from.
    pub plan: Arc<Plan>,
    pub(super) limits: Limits,
    /// Held for reading by every step, for writing by one that must run alone.
    pub(super) alone: Arc<RwLock<()>>,
    /// Whether this life has completed a step already.
    pub(super) completed: Arc<AtomicBool>,
}

impl Desk {
    /// Calls a model at a free place of its provider, and measures the call.
    pub async fn call<'c, T>(
        &self,
        role: Role,
        attempt: u32,
        call: impl FnOnce() -> Call<'c, T>,
    ) -> (Result<Reply<T>, ModelFailure>, CallRecord) {
        let mut record = self.plan.record(role, attempt);
        let _place = self.limits.place(&record.provider).await;
        let started = Instant::now();
        let outcome = call().await;
        let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        record = record.ended(ms, outcome.as_ref().map(|reply| reply.usage));
        (outcome, record)
    }

    /// Makes a change to the job durable, if the job is still this runner's. While the disk takes nothing it waits
    /// and tries the same change again, so that a result already paid for is not lost.
    pub async fn keep<F>(&self, change: F) -> Result<(), StepError>
    where
        F: Fn(&mut Tx, &mut JobRecord) -> Result<(), Stop> + Send + Sync + 'static,
    {
        let change = Arc::new(change);
        loop {
            let (change, job, boot) = (Arc::clone(&change), self.job, self.boot.clone());
            let done = self
                .store
                .change(move |tx: &mut Tx| {
                    let mut record = tx.get(&JOBS, &job.0)?.ok_or(Stop::NotMine)?;
                    if !record.is_run_by(&boot) {
                        return Err(Stop::NotMine);
                    }
                    change(tx, &mut record)?;
                    save_job(tx, &record)?;
                    Ok(())
                })
                .await;
            match done {
                Ok(()) => return Ok(()),
                Err(ChangeError::Refused(Stop::NotMine)) => return Err(StepError::NotMine),
                Err(ChangeError::Refused(Stop::NameTaken)) => return Err(StepError::NameTaken),
                Err(ChangeError::Refused(Stop::Refused(why))) => return Err(StepError::Fault(why.to_string())),
                Err(ChangeError::NotWritten { .. }) => self.until_writing().await,
                Err(ChangeError::OutcomeUnknown | ChangeError::Stopped { .. }) => {
                    return Err(StepError::Stopped("the store takes no more changes".to_owned()));
                }
                Err(ChangeError::Broken) => return Err(StepError::Fault("a change broke off".to_owned())),
            }
        }
    }

    /// Stores the result of the present step and, in the same change, the mark that the next one has begun.
    /// `change` writes the result, and ends the job where this was the last step.
    pub async fn finish_step<F>(&self, calls: Vec<CallRecord>, change: F) -> Result<Advance, StepError>
    where
        F: Fn(&mut Tx, &mut JobRecord) -> Result<Advance, Stop> + Send + Sync + 'static,
    {
        let first = !self.completed.load(Ordering::Relaxed);
        let over = Arc::new(AtomicBool::new(false));
        let (boot, told) = (self.boot.clone(), Arc::clone(&over));
        self.keep(move |tx, job| {
            let step = job.step;
            enter(tx, job, step, &calls)?;
            forget_replies(tx, job)?;
            let advance = change(tx, job)?;
            job.step = step + 1;
            job.failures = 0;
            job.in_flight = match advance {
                Advance::More => Some(InFlight { step: job.step, boot: boot.clone(), at: change::now(tx), unclean: 0 }),
                Advance::Over => None,
            };
            if first && let Some(mut life) = tx.get(&BOOTS, &"last".to_owned())? {
                life.completed_a_step = true;
                tx.put(&BOOTS, &"last".to_owned(), &life)?;
            }
            told.store(advance == Advance::Over, Ordering::Relaxed);
            Ok(())
        })
        .await?;
        self.completed.store(true, Ordering::Relaxed);
        Ok(if over.load(Ordering::Relaxed) { Advance::Over } else { Advance::More })
    }

    /// Stores a reply that was not usable, so that a crash repeats no finished call.
    pub async fn keep_reply(&self, call: CallRecord, reply: ReplyRecord) -> Result<(), StepError> {
        self.keep(move |tx, job| {
            let step = job.step;
            enter(tx, job, step, std::slice::from_ref(&call))?;
            let number = u32::try_from(tx.scan_prefix(&REPLIES, &job.id.0)?.len()).unwrap_or(u32::MAX);
            tx.put(&REPLIES, &(job.id.0, number), &reply)?;
            Ok(())
        })
        .await
    }

    /// Waits until the disk takes changes again, or takes none any more.
    async fn until_writing(&self) {
        until_writing(&self.store).await;
    }

    /// The unusable replies of the present step so far.
    pub fn replies(&self) -> Result<Vec<ReplyRecord>, StepError> {
        let found = self.store.read().scan_prefix(&REPLIES, &self.job.0)?;
        Ok(found.into_iter().map(|(_, reply)| reply).collect())
    }

    /// Ends the job well, in a change of the caller's.
    pub fn succeed(tx: &Tx, job: &mut JobRecord, words: &str) {
        let at = change::now(tx);
        job.state = sarf_shared::job::JobState::Succeeded { at };
        job.tell(at, Actor::Runner, words);
    }
}

/// Adds calls to the ledger.
pub(super) fn enter(tx: &mut Tx, job: &mut JobRecord, step: u32, calls: &[CallRecord]) -> Result<(), Refusal> {
    for call in calls {
        let entry = LedgerEntry { at: change::now(tx), step, call: call.clone() };
        tx.put(&CALLS, &(job.id.0, job.calls), &entry)?;
        job.calls += 1;
    }
    Ok(())
}

/// Forgets the unusable replies of a step that is done or given up.
pub(super) fn forget_replies(tx: &mut Tx, job: &JobRecord) -> Result<(), Refusal> {
    for (key, _) in tx.scan_prefix(&REPLIES, &job.id.0)? {
        tx.delete(&REPLIES, &key);
    }
    Ok(())
}

/// Waits until the disk takes changes again, or takes none any more.
pub(super) async fn until_writing(store: &Store) {
    let mut health = store.health_watch();
    // An error means that the store is gone, which the next change will say.
    let _ = health.wait_for(|health| !matches!(health, Health::Paused { .. })).await;
}
