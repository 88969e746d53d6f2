//! The dispatcher: takes due jobs in the order of their ids, as many at once as allowed, and works on each until it is
//! over, fails, waits, or is taken away. What survives a crash is in the store; this room's memory is only who works.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::FutureExt;
use sarf_shared::discussion::{Actor, JobId};
use sarf_shared::job::{BootId, FailureClass, JobMove, JobState};
use tokio::runtime::Handle;
use tokio::sync::{Notify, RwLock};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::change::{self, Stop, save_job};
use super::desk::{self, Advance, Desk, StepError};
use super::{Limits, RetryPolicy};
use crate::clock::Clock;
use crate::live::LiveHub;
use crate::models::plan::{ModelSet, Plan};
use crate::records::{ACTIVE_JOBS, DISCUSSIONS, InFlight, JOBS, JobRecord, PLANS};
use crate::store::{ChangeError, Fault, Span, Store, View};
use crate::work;

/// Makes the models of a plan; tests hand in their own. For a real person's transcript it is also told the providers it
/// may go to, and answers the plan with the others left out.
pub type MakeModels = Arc<dyn Fn(&Plan, Option<&[String]>) -> (Plan, ModelSet) + Send + Sync>;

/// What a runner is given.
#[derive(Clone)]
pub struct RunnerParts {
    /// The store.
    pub store: Store,
    /// This life of the daemon.
    pub boot: BootId,
    /// The clock.
    pub clock: Clock,
    /// Where words go while they come.
    pub live: LiveHub,
    /// Jobs at once.
    pub at_once: usize,
    /// Calls at once for each provider.
    pub limits: Limits,
    /// When failed calls are tried again.
    pub retry: RetryPolicy,
    /// Makes the models of a plan.
    pub make_models: MakeModels,
    /// Where steps run. A step may reckon for a while without a pause, so whoever answers people runs elsewhere.
    pub work: Handle,
}

/// Handle to the running dispatcher. Cheap to clone.
#[derive(Clone)]
pub struct Runner {
    pub(super) shared: Arc<Shared>,
}

/// What every handle shares.
pub(super) struct Shared {
    pub(super) parts: RunnerParts,
    wake: Notify,
    at_work: Mutex<HashMap<JobId, CancellationToken>>,
    alone: Arc<RwLock<()>>,
    completed: Arc<AtomicBool>,
    /// Whether a step that was in flight at two unclean ends in a row may still be waiting.
    suspects: AtomicBool,
    pub(super) stopping: CancellationToken,
    tasks: TaskTracker,
}

/// Unclean ends in a row after which a step runs alone, so that only it can be to blame for a third.
const RUNS_ALONE: u8 = 2;

/// How long the dispatcher sleeps at most; a suspended machine or a clock set back is noticed then.
const LONGEST_NAP: Duration = Duration::from_secs(5);

impl Runner {
    /// Starts the dispatcher.
    pub fn start(parts: RunnerParts) -> Self {
        let shared = Arc::new(Shared {
            parts,
            wake: Notify::new(),
            at_work: Mutex::default(),
            alone: Arc::default(),
            completed: Arc::default(),
            suspects: AtomicBool::new(true),
            stopping: CancellationToken::new(),
            tasks: TaskTracker::new(),
        });
        let runner = Runner { shared: Arc::clone(&shared) };
        let dispatcher = runner.clone();
        shared.tasks.spawn_on(async move { dispatcher.dispatch().await }, &shared.parts.work);
        runner
    }

    /// Looks for due jobs now.
    pub fn wake(&self) {
        self.shared.wake.notify_one();
    }

    /// Breaks off the call in flight of a job whose state was changed by a person.
    pub fn let_go(&self, job: JobId) {
        if let Some(token) = self.at_work().get(&job) {
            token.cancel();
        }
        self.wake();
    }

    /// Jobs at work now.
    pub fn at_work_count(&self) -> usize {
        self.at_work().len()
    }

    /// Stops taking steps and waits up to `grace` for those in flight; what is not finished then is left in flight,
    /// exactly as a crash would leave it.
    pub async fn stop(&self, grace: Duration) {
        self.shared.stopping.cancel();
        self.shared.tasks.close();
        if tokio::time::timeout(grace, self.shared.tasks.wait()).await.is_err() {
            for token in self.at_work().values() {
                token.cancel();
            }
            let _ = tokio::time::timeout(Duration::from_millis(500), self.shared.tasks.wait()).await;
        }
    }

    fn at_work(&self) -> MutexGuard<'_, HashMap<JobId, CancellationToken>> {
        // The map is only ever inserted to and removed from; a panic cannot leave it half-changed.
        self.shared.at_work.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn dispatch(&self) {
        loop {
            let nap = match self.take_due() {
                Ok(nap) => nap,
                Err(error) => {
                    tracing::error!(%error, "looking for due jobs failed");
                    LONGEST_NAP
                }
            };
            tokio::select! {
                () = self.shared.stopping.cancelled() => return,
                () = self.shared.wake.notified() => {}
                () = tokio::time::sleep(nap) => {}
            }
        }
    }

    /// Starts what is due, in the order of the ids, and says how long to sleep.
    fn take_due(&self) -> Result<Duration, StepError> {
        let parts = &self.shared.parts;
        let mut nap = LONGEST_NAP;
        if self.suspects_first()? {
            return Ok(nap);
        }
        // One key at a time, so that a long queue costs nothing once the places are taken.
        let mut from = 0;
        while self.at_work().len() < parts.at_once && !self.shared.stopping.is_cancelled() {
            let reader = parts.store.read();
            let Some((id, ())) = reader.scan_from(&ACTIVE_JOBS, &from, 1)?.pop() else { break };
            from = id + 1;
            if self.at_work().contains_key(&JobId(id)) {
                continue;
            }
            let Some(job) = reader.get(&JOBS, &id)? else { continue };
            let now = parts.clock.now();
            if let JobState::Queued { not_before: Some(due), .. } = job.state
                && !job.state.is_due(now)
            {
                nap = nap.min(Duration::from_millis(due.since(now)));
                continue;
            }
            if !job.state.is_due(now) || !self.name_is_settled(&reader, &job)? {
                continue;
            }
            self.begin(job.id);
        }
        Ok(nap.max(Duration::from_millis(1)))
    }

    /// Starts the steps that were in flight at two unclean ends in a row before anything else and one at a time, so that
    /// a third end is counted against the one to blame and not against what merely stood beside it. Answers whether
    /// everything else has to wait. The first completed step of this life ends it: a third end in a row is out of reach.
    fn suspects_first(&self) -> Result<bool, StepError> {
        let shared = &self.shared;
        if !shared.suspects.load(Ordering::Relaxed) || shared.completed.load(Ordering::Relaxed) {
            return Ok(false);
        }
        if !self.at_work().is_empty() {
            return Ok(true);
        }
        let reader = shared.parts.store.read();
        let now = shared.parts.clock.now();
        for (id, ()) in reader.scan(&ACTIVE_JOBS, &Span::all())? {
            let Some(job) = reader.get(&JOBS, &id)? else { continue };
            if is_suspect(&job) && job.state.is_due(now) && self.name_is_settled(&reader, &job)? {
                self.begin(job.id);
                return Ok(true);
            }
        }
        shared.suspects.store(false, Ordering::Relaxed);
        Ok(false)
    }

    /// In a batch of new personas the i-th is written after the ones before it, so that a clash of names is settled by
    /// place and never by who finished first.
    fn name_is_settled(&self, view: &impl View, job: &JobRecord) -> Result<bool, StepError> {
        let (Some(before), None) = (job.after, job.persona) else { return Ok(true) };
        let before = view.get(&JOBS, &before.0)?;
        Ok(before.is_none_or(|before| before.persona.is_some() || before.state.is_over()))
    }

    /// Takes a place and lets the job start at it. The start is a change like any other; many jobs that begin together
    /// share one sync, and none waits for another's.
    fn begin(&self, id: JobId) {
        let token = CancellationToken::new();
        self.at_work().insert(id, token.clone());
        let runner = self.clone();
        let working = async move {
            let work = AssertUnwindSafe(runner.start_and_work(id)).catch_unwind();
            tokio::select! {
                () = token.cancelled() => runner.put_back(id).await,
                done = work => if done.is_err() {
                    // The panic hook has logged where; a job never stays "running" without a runner.
                    let words = "the program broke off inside a step; `sarf daemon logs` says where".to_owned();
                    runner.give_up(id, FailureClass::Bug, words, None).await;
                },
            }
            runner.at_work().remove(&id);
            runner.wake();
        };
        self.shared.tasks.spawn_on(working, &self.shared.parts.work);
    }

    async fn start_and_work(&self, id: JobId) {
        match self.take_on(id).await {
            Ok((job, plan)) => self.work_on(job, plan).await,
            Err(ChangeError::Refused(Stop::NotMine)) => {}
            // The place is held meanwhile, so that nothing is begun again and again on a disk that takes nothing.
            Err(ChangeError::NotWritten { .. }) => desk::until_writing(&self.shared.parts.store).await,
            Err(error) => {
                tracing::error!(job = %id, %error, "a job was not started");
                // Looked at again after a nap, not at once.
                tokio::select! {
                    () = self.shared.stopping.cancelled() => {}
                    () = tokio::time::sleep(LONGEST_NAP) => {}
                }
            }
        }
    }

    /// The change by which a job becomes this life's, and what it needs.
    async fn take_on(&self, id: JobId) -> Result<(JobRecord, Option<Plan>), ChangeError<Stop>> {
        let parts = &self.shared.parts;
        let boot = parts.boot.clone();
        let started = parts.store.change(move |tx| {
            let mut job = tx.get(&JOBS, &id.0)?.ok_or(Stop::NotMine)?;
            job.state.allows(JobMove::Start).map_err(|_| Stop::NotMine)?;
            let now = change::now(tx);
            let seen = job.in_flight.take().filter(|step| step.step == job.step);
            if seen.is_some() {
                job.rerun += 1;
                let words = format!("went on at {} of {}; one step is done again", job.progress.done, job.progress.of);
                job.tell(now, Actor::Runner, words);
            } else {
                job.tell(now, Actor::Runner, "started");
            }
            let unclean = seen.map_or(0, |step| step.unclean);
            job.in_flight = Some(InFlight { step: job.step, boot: boot.clone(), at: now, unclean });
            job.done_at_start = job.progress.done;
            job.state = JobState::Running { boot: boot.clone(), started: now };
            work::on_start(tx, &mut job)?;
            save_job(tx, &job)?;
            let plan = tx.get(&PLANS, &job.plan)?;
            Ok((job, plan))
        });
        started.await
    }

    async fn work_on(&self, job: JobRecord, plan: Option<Plan>) {
        let parts = &self.shared.parts;
        let Some(plan) = plan else {
            tracing::error!(job = %job.id, "the plan of a job is missing");
            self.give_up(job.id, FailureClass::Bug, "the models it was accepted with are missing".to_owned(), None)
                .await;
            return;
        };
        let allowed = match allowed(&parts.store, &job) {
            Ok(allowed) => allowed,
            Err(fault) => {
                self.give_up(job.id, FailureClass::Bug, fault.to_string(), None).await;
                return;
            }
        };
        let (plan, models) = (parts.make_models)(&plan, allowed.as_deref());
        let desk = Desk {
            job: job.id,
            store: parts.store.clone(),
            boot: parts.boot.clone(),
            clock: parts.clock.clone(),
            live: parts.live.clone(),
            models: Arc::new(models),
            plan: Arc::new(plan),
            limits: parts.limits.clone(),
            alone: Arc::clone(&self.shared.alone),
            completed: Arc::clone(&self.shared.completed),
        };
        let (mut alone, mut first) = (is_suspect(&job), true);
        let mut work = match work::open(&desk, &job).await {
            Ok(work) => work,
            Err(error) => return self.settle(&desk, error).await,
        };
        loop {
            if self.shared.stopping.is_cancelled() {
                return self.set_down(&desk).await;
            }
            let done = if alone {
                let _nobody_else = desk.alone.write().await;
                work.step(&desk).await
            } else {
                let _with_others = desk.alone.read().await;
                work.step(&desk).await
            };
            alone = false;
            // Others may have waited for it: for the name it settles, or for a suspect to prove itself.
            if std::mem::take(&mut first) {
                self.wake();
            }
            match done {
                Ok(Advance::More) => {}
                Ok(Advance::Over) => return,
                Err(error) => return self.settle(&desk, error).await,
            }
        }
    }
}

/// Whether the job's step was in flight at two unclean ends in a row.
fn is_suspect(job: &JobRecord) -> bool {
    job.in_flight.as_ref().is_some_and(|step| step.unclean >= RUNS_ALONE)
}

/// The providers a job's transcript may go to; `None` where no real person speaks in it.
fn allowed(store: &Store, job: &JobRecord) -> Result<Option<Vec<String>>, Fault> {
    let Some(id) = job.discussion else { return Ok(None) };
    let discussion = store.read().get(&DISCUSSIONS, &id.0)?;
    Ok(discussion
        .filter(|found| !found.origin.is_synthetic())
        .map(|found| found.consents.into_iter().map(|consent| consent.provider).collect()))
}
