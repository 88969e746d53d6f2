//! What follows a step that did not finish: tried again later, given up, put back, or set down at the daemon's end.
//! Each is one change, made only while the job is still this life's to run.

use std::sync::Arc;
use std::time::Duration;

use sarf_shared::discussion::{Actor, JobId, Timestamp};
use sarf_shared::job::{FailureClass, JobState};
use sarf_shared::plural::counted;
use sarf_shared::seed;

use super::Runner;
use super::change::{self, Refusal, Stop, save_job};
use super::desk::{self, Desk, StepError};
use super::failing::{self, cause_of, class_of};
use crate::models::ModelFailure;
use crate::models::ledger::CallRecord;
use crate::records::{JOBS, JobRecord};
use crate::store::{ChangeError, Tx, View};

impl Runner {
    /// Between two steps at the daemon's end: nothing is in flight, so nothing will have to be done again.
    pub(super) async fn set_down(&self, desk: &Desk) {
        let kept = desk.keep(|tx, job| {
            let now = change::now(tx);
            let (done, of) = (job.progress.done, job.progress.of);
            job.in_flight = None;
            job.state = JobState::Interrupted { at: now };
            job.tell(now, Actor::Runner, format!("set down after {done} of {of}; goes on at the next start"));
            Ok(())
        });
        if let Err(error) = kept.await {
            tracing::debug!(job = %desk.job, %error, "a job was not set down");
        }
    }

    /// What follows a step that did not finish.
    pub(super) async fn settle(&self, desk: &Desk, error: StepError) {
        match error {
            StepError::NotMine => {}
            StepError::Stopped(why) => tracing::error!(job = %desk.job, why, "left in flight"),
            StepError::Model { failure, call } => self.after_failure(desk, failure, *call).await,
            StepError::Unusable { role, replies, problems } => {
                let words = failing::unusable(&desk.plan.label(role), replies, &problems);
                self.give_up(desk.job, FailureClass::InvalidOutput, words, None).await;
            }
            StepError::NameTaken => {
                self.give_up(desk.job, FailureClass::Bug, error.to_string(), None).await;
            }
            StepError::Fault(why) => {
                tracing::error!(job = %desk.job, why, "a step failed by a fault of the program");
                self.give_up(desk.job, FailureClass::Bug, why, None).await;
            }
        }
    }

    async fn after_failure(&self, desk: &Desk, failure: ModelFailure, call: CallRecord) {
        let class = class_of(&failure);
        let (again, retry_after) = match &failure {
            ModelFailure::RateLimited { retry_after } => (true, *retry_after),
            ModelFailure::Transient(_) => (true, None),
            ModelFailure::Invalid { .. } | ModelFailure::Refused { .. } | ModelFailure::Bug(_) => (false, None),
        };
        if !again {
            self.give_up(desk.job, class, failure.to_string(), Some(call)).await;
            return;
        }
        let policy = self.shared.parts.retry;
        let provider = call.provider.clone();
        let words = failure.to_string();
        let kept = desk
            .keep(move |tx, job| {
                let now = change::now(tx);
                let step = job.step;
                desk::enter(tx, job, step, std::slice::from_ref(&call))?;
                job.failures += 1;
                let due = policy.next(job.failures, now, retry_after, seed::derive(job.id.0, &[u64::from(step)]));
                match due {
                    Some(due) => {
                        let wait = Duration::from_millis(due.since(now)).as_secs_f64();
                        let told = format!("{provider}: {words}; try {} in {wait:.0} s", job.failures + 1);
                        job.tell(now, Actor::Runner, told);
                        job.in_flight = None;
                        job.state = JobState::Queued { since: now, not_before: Some(due), after: Some(class) };
                    }
                    None => {
                        let times = job.failures;
                        let doctor = if class == FailureClass::Transient { "; `sarf doctor` tries it" } else { "" };
                        let told = format!("{provider}: {words} ({}){doctor}", counted(times, "time", "times"));
                        fail(tx, job, class, told, now)?;
                    }
                }
                Ok(())
            })
            .await;
        if let Err(error) = kept {
            tracing::debug!(job = %desk.job, %error, "a failed call was not recorded");
        }
        self.wake();
    }

    /// Ends a job as failed, and its discussion with it.
    pub(super) async fn give_up(&self, id: JobId, class: FailureClass, words: String, call: Option<CallRecord>) {
        self.while_mine(id, move |tx, job| {
            let step = job.step;
            if let Some(call) = &call {
                desk::enter(tx, job, step, std::slice::from_ref(call))?;
            }
            let now = change::now(tx);
            fail(tx, job, class, words.clone(), now)
        })
        .await;
    }

    /// Puts a job back whose runner was called off while nobody wanted it to rest: it was paused and let go on again, or
    /// cancelled and tried again, before the runner heard of the first. It goes on at the next free place.
    pub(super) async fn put_back(&self, id: JobId) {
        if self.shared.stopping.is_cancelled() {
            return;
        }
        self.while_mine(id, |tx, job| {
            let now = change::now(tx);
            job.state = JobState::Interrupted { at: now };
            job.tell(now, Actor::Runner, "called off and wanted again; goes on by itself");
            Ok(())
        })
        .await;
    }

    /// Makes a change to a job if it still is this life's to run, waiting while the disk takes nothing: a job whose end
    /// was not recorded would stay "running" without a runner.
    async fn while_mine<F>(&self, id: JobId, change: F)
    where
        F: Fn(&mut Tx, &mut JobRecord) -> Result<(), Refusal> + Send + Sync + 'static,
    {
        let change = Arc::new(change);
        loop {
            let (change, boot) = (Arc::clone(&change), self.shared.parts.boot.clone());
            let done = self.shared.parts.store.change(move |tx: &mut Tx| -> Result<(), Stop> {
                let mut job = tx.get(&JOBS, &id.0)?.ok_or(Stop::NotMine)?;
                if !job.is_run_by(&boot) {
                    return Err(Stop::NotMine);
                }
                change(tx, &mut job)?;
                save_job(tx, &job)?;
                Ok(())
            });
            match done.await {
                Ok(()) | Err(ChangeError::Refused(Stop::NotMine)) => return,
                Err(ChangeError::NotWritten { .. }) => desk::until_writing(&self.shared.parts.store).await,
                Err(error) => {
                    tracing::error!(job = %id, %error, "what became of a job was not recorded");
                    return;
                }
            }
        }
    }
}

/// The change by which a job fails: state, history with what was kept and what can be done, discussion.
fn fail(tx: &mut Tx, job: &mut JobRecord, class: FailureClass, words: String, now: Timestamp) -> Result<(), Refusal> {
    job.in_flight = None;
    // Where the endpoint is to blame, somebody looks at it for them.
    let words = match class {
        FailureClass::Transient | FailureClass::Refused => {
            format!("{}; `sarf doctor` looks at the endpoint", words.trim_end_matches('.'))
        }
        FailureClass::RateLimited | FailureClass::InvalidOutput | FailureClass::Bug => words,
    };
    job.tell(now, Actor::Runner, words.clone());
    job.state = JobState::Failed { at: now, class, message: words };
    failing::fail_discussion(tx, job, cause_of(class), now, Actor::Runner)
}
