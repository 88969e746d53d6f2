//! How a job ends badly: the job's state and its discussion's status change together.

use sarf_shared::discussion::{Actor, Cause, Failure, Stage, Status, Timestamp};
use sarf_shared::job::FailureClass;

use super::change::{Refusal, save_discussion, set_status};
use crate::models::ModelFailure;
use crate::records::{DISCUSSIONS, JobRecord, JobSpec};
use crate::store::{Tx, View};

/// The class by which a model's failure is stored.
pub fn class_of(failure: &ModelFailure) -> FailureClass {
    match failure {
        ModelFailure::RateLimited { .. } => FailureClass::RateLimited,
        ModelFailure::Transient(_) => FailureClass::Transient,
        ModelFailure::Invalid { .. } => FailureClass::InvalidOutput,
        ModelFailure::Refused { .. } => FailureClass::Refused,
        ModelFailure::Bug(_) => FailureClass::Bug,
    }
}

/// The cause a discussion shows for a class.
pub fn cause_of(class: FailureClass) -> Cause {
    match class {
        FailureClass::RateLimited | FailureClass::Transient => Cause::Provider,
        FailureClass::InvalidOutput => Cause::InvalidOutput,
        FailureClass::Refused => Cause::Refused,
        FailureClass::Bug => Cause::Internal,
    }
}

/// Moves the job's discussion to where a failed job leaves it, in the same change: to `failed`, or, for a repeated
/// extraction, back to `ready_for_coding` where the earlier run stands.
pub fn fail_discussion(
    tx: &mut Tx,
    job: &JobRecord,
    cause: Cause,
    now: Timestamp,
    actor: Actor,
) -> Result<(), Refusal> {
    let Some(id) = job.discussion else { return Ok(()) };
    let Some(mut discussion) = tx.get(&DISCUSSIONS, &id.0)? else { return Ok(()) };
    let progress = job.progress;
    let (stage, at, of) = match &job.spec {
        JobSpec::Author(_) | JobSpec::Evaluate => return Ok(()),
        JobSpec::Generate { .. } if job.persona.is_none() => (Stage::Authoring, 0, 1),
        JobSpec::Generate { .. } => (Stage::Generating, progress.done, progress.of),
        JobSpec::Extract { .. } => (Stage::Extracting, progress.done, progress.of),
    };
    let words = match cause {
        Cause::Cancelled => "cancelled",
        Cause::Provider => "the model could not be reached; the tries are used up",
        Cause::Refused => "the model's endpoint refused",
        Cause::InvalidOutput => "the model's answers were not usable",
        Cause::Internal => "a fault of sarf itself",
    };
    let failed = Status::Failed(Failure { stage, cause, at, of });
    match discussion.status {
        // Queued and not begun: it stays where it rests.
        Status::PendingExtraction | Status::ReadyForCoding | Status::Failed(_) => return Ok(()),
        Status::Extracting { standing: Some(_) } => {
            let reason = format!("the repeated extraction ended ({words}); the earlier one stands");
            set_status(&mut discussion, Status::ReadyForCoding, now, actor, reason)?;
        }
        Status::Pending | Status::Generating | Status::Extracting { standing: None } => {
            set_status(&mut discussion, failed, now, actor, words)?;
        }
    }
    save_discussion(tx, &discussion)?;
    Ok(())
}
