//! Small changes every room needs: load or refuse, save with the indexes and the event that go with it.

use sarf_shared::discussion::{
    Actor, Discussion, DiscussionId, IllegalTransition, JobId, Status, Timestamp, Transition,
};
use sarf_shared::job::IllegalJobMove;
use sarf_shared::rpc::{ApiError, Event};

use crate::records::{ACTIVE_JOBS, DISCUSSION_JOBS, DISCUSSIONS, JOBS, JobRecord};
use crate::store::{Fault, StoreEvent, Tx, View};

/// Why a change was refused. Nothing of it was kept.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The request cannot be done; goes to the client as it is.
    #[error(transparent)]
    Api(#[from] ApiError),
    /// The store could not read or write a record.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<IllegalTransition> for Refusal {
    fn from(error: IllegalTransition) -> Self {
        Refusal::Api(ApiError::Conflict { why: error.to_string() })
    }
}

impl From<IllegalJobMove> for Refusal {
    fn from(error: IllegalJobMove) -> Self {
        Refusal::Api(ApiError::Conflict { why: error.to_string() })
    }
}

/// Why a runner's change was not made: it is no longer its job, or the store has a fault.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    /// Cancelled, paused, deleted, or taken over meanwhile.
    #[error("the job is no longer this runner's")]
    NotMine,
    /// The persona's name was taken while it was written.
    #[error("the name was taken meanwhile")]
    NameTaken,
    /// A rule said no: a fault of this program.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Stop::Refused(fault.into())
    }
}

impl From<IllegalTransition> for Stop {
    fn from(error: IllegalTransition) -> Self {
        Stop::Refused(error.into())
    }
}

/// The time of a change.
pub fn now(tx: &Tx) -> Timestamp {
    Timestamp(tx.now())
}

/// Publishes an event with the change.
pub fn announce(tx: &mut Tx, event: &Event) -> Result<(), Fault> {
    tx.event(StoreEvent::of(event)?);
    Ok(())
}

/// The discussion, or a refusal that says where they are listed.
pub fn discussion(view: &impl View, id: DiscussionId) -> Result<Discussion, Refusal> {
    view.get(&DISCUSSIONS, &id.0)?.ok_or_else(|| {
        ApiError::NotFound { what: "discussion".into(), id: id.to_string(), list: "sarf list".into() }.into()
    })
}

/// The job, or a refusal that says where they are listed.
pub fn job(view: &impl View, id: JobId) -> Result<JobRecord, Refusal> {
    view.get(&JOBS, &id.0)?
        .ok_or_else(|| ApiError::NotFound { what: "job".into(), id: id.to_string(), list: "sarf jobs".into() }.into())
}

/// Stores a discussion and tells of it.
pub fn save_discussion(tx: &mut Tx, discussion: &Discussion) -> Result<(), Fault> {
    tx.put(&DISCUSSIONS, &discussion.id.0, discussion)?;
    announce(tx, &Event::Discussion { id: discussion.id })
}

/// Stores a job with its indexes and tells of it. A step changes neither index, and looking costs less than writing.
pub fn save_job(tx: &mut Tx, job: &JobRecord) -> Result<(), Fault> {
    tx.put(&JOBS, &job.id.0, job)?;
    if job.state.is_over() {
        tx.delete(&ACTIVE_JOBS, &job.id.0);
    } else if !tx.contains(&ACTIVE_JOBS, &job.id.0)? {
        tx.put(&ACTIVE_JOBS, &job.id.0, &())?;
    }
    if let Some(discussion) = job.discussion
        && !tx.contains(&DISCUSSION_JOBS, &(discussion.0, job.id.0))?
    {
        tx.put(&DISCUSSION_JOBS, &(discussion.0, job.id.0), &())?;
    }
    announce(tx, &Event::Job { id: job.id })
}

/// Moves a discussion along the status machine and writes its history.
pub fn set_status(
    discussion: &mut Discussion,
    to: Status,
    at: Timestamp,
    actor: Actor,
    reason: impl Into<String>,
) -> Result<(), IllegalTransition> {
    discussion.status = discussion.status.to(to)?;
    discussion.history.push(Transition { at, actor, to, reason: reason.into() });
    Ok(())
}
