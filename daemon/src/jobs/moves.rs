//! What a person may do to a job: cancel, pause, resume, retry. Each is one change of job and discussion together.
//!
//! The intent is durable before the runner sees it; the runner's own later changes are refused then.

use sarf_shared::discussion::{Actor, Cause, DiscussionId, Stage, Status};
use sarf_shared::job::{JobMove, JobState, PauseCause};
use sarf_shared::rpc::{ApiError, JobAction, JobTarget};

use super::change::{self, Refusal, save_discussion, save_job, set_status};
use super::desk::forget_replies;
use super::failing;
use crate::records::{DISCUSSION_JOBS, JOBS, JobRecord, JobSpec};
use crate::store::{Span, Tx, View};

/// The jobs a target means.
pub fn targets(view: &impl View, action: JobAction, target: JobTarget) -> Result<Vec<JobRecord>, Refusal> {
    match target {
        JobTarget::Job(id) => Ok(vec![change::job(view, id)?]),
        JobTarget::Discussion(id) => Ok(vec![latest(view, id)?]),
        JobTarget::AllFailed if action == JobAction::Retry => {
            let all = view.scan(&JOBS, &Span::all())?.into_iter().map(|(_, job)| job);
            let mut failed: Vec<JobRecord> = Vec::new();
            for job in all.filter(|job| matches!(job.state, JobState::Failed { .. } | JobState::Dead { .. })) {
                // Of several jobs of a discussion only the latest is still its business.
                let superseded = match job.discussion {
                    Some(id) => latest(view, id).is_ok_and(|newest| newest.id != job.id),
                    None => false,
                };
                if !job.cancelled_by_person && !superseded {
                    failed.push(job);
                }
            }
            Ok(failed)
        }
        JobTarget::AllFailed => {
            Err(ApiError::Invalid { problems: vec!["--failed goes with retry only".to_owned()] }.into())
        }
    }
}

/// The latest job of a discussion.
pub fn latest(view: &impl View, id: DiscussionId) -> Result<JobRecord, Refusal> {
    change::discussion(view, id)?;
    match view.last(&DISCUSSION_JOBS, Span::of(&id.0))? {
        Some(((_, job), ())) => change::job(view, sarf_shared::discussion::JobId(job)),
        None => Err(ApiError::Conflict { why: format!("discussion {id} has no job") }.into()),
    }
}

/// Does `action` to one job.
pub fn act(tx: &mut Tx, mut job: JobRecord, action: JobAction, actor: Actor) -> Result<JobRecord, Refusal> {
    let now = change::now(tx);
    let asked = match action {
        JobAction::Cancel => JobMove::Cancel,
        JobAction::Pause => JobMove::Pause,
        JobAction::Resume => JobMove::Resume,
        JobAction::Retry => JobMove::Retry,
    };
    if let Err(refused) = job.state.allows(asked) {
        return Err(ApiError::Conflict { why: not_now(&job, asked, &refused.to_string()) }.into());
    }
    match action {
        JobAction::Cancel => {
            job.state = JobState::Cancelled { at: now, by: actor };
            job.cancelled_by_person = true;
            job.in_flight = None;
            job.tell(now, actor, "cancelled; what was finished is kept");
            failing::fail_discussion(tx, &job, Cause::Cancelled, now, actor)?;
        }
        JobAction::Pause => {
            job.state = JobState::Paused { at: now, cause: PauseCause::Person(actor) };
            job.tell(now, actor, "paused");
        }
        JobAction::Resume => {
            job.state = JobState::Queued { since: now, not_before: None, after: None };
            job.tell(now, actor, "resumed");
        }
        JobAction::Retry => {
            revive_discussion(tx, &job, actor)?;
            forget_replies(tx, &job)?;
            job.state = JobState::Queued { since: now, not_before: None, after: None };
            job.failures = 0;
            job.in_flight = None;
            job.cancelled_by_person = false;
            job.tell(now, actor, "asked to try again");
        }
    }
    save_job(tx, &job)?;
    Ok(job)
}

/// Takes the discussion of a job that is tried again out of `failed`; refuses if it went another way meanwhile.
fn revive_discussion(tx: &mut Tx, job: &JobRecord, actor: Actor) -> Result<(), Refusal> {
    let Some(id) = job.discussion else { return Ok(()) };
    let now = change::now(tx);
    let mut discussion = change::discussion(tx, id)?;
    if latest(tx, id)?.id != job.id {
        let why = format!("job {} was followed by a later one for discussion {id}; retry that one", job.id);
        return Err(ApiError::Conflict { why }.into());
    }
    let next = match (&job.spec, discussion.status) {
        (JobSpec::Generate { .. }, Status::Failed(failure)) => match failure.stage {
            Stage::Authoring => Status::Pending,
            Stage::Generating => Status::Generating,
            Stage::Extracting => return Ok(()),
        },
        (JobSpec::Extract { .. }, Status::Failed(failure)) if failure.stage == Stage::Extracting => {
            Status::Extracting { standing: None }
        }
        (JobSpec::Generate { .. }, other) => {
            let why = format!("discussion {id} is {other} now, so its generation cannot be tried again");
            return Err(ApiError::Conflict { why }.into());
        }
        // A repeated extraction goes back to `extracting` when it starts.
        _ => return Ok(()),
    };
    set_status(&mut discussion, next, now, actor, "tried again")?;
    save_discussion(tx, &discussion)?;
    Ok(())
}

fn not_now(job: &JobRecord, asked: JobMove, refused: &str) -> String {
    let help = match (&job.state, asked) {
        (JobState::Succeeded { .. }, JobMove::Retry) => " It is done; for a new coding use `sarf extract`.",
        (JobState::Succeeded { .. }, _) => " It is done already.",
        (JobState::Queued { .. } | JobState::Interrupted { .. }, JobMove::Resume | JobMove::Retry) => {
            " It waits for its turn and goes on by itself."
        }
        (JobState::Running { .. }, JobMove::Resume | JobMove::Retry) => " It is at work.",
        (JobState::Paused { .. }, JobMove::Retry) => " `sarf resume` lets it go on.",
        (JobState::Failed { .. } | JobState::Dead { .. } | JobState::Cancelled { .. }, JobMove::Resume) => {
            " `sarf retry` tries it again."
        }
        _ => "",
    };
    format!("{}: {refused}.{help}", job.id)
}
