//! A discussion's row: its record, its latest job, its scores, and the sentence that explains where it stands.

use sarf_shared::discussion::{Discussion, Failure, Stage, Status, Timestamp};
use sarf_shared::job::JobState;
use sarf_shared::rpc::{DiscussionRow, ScoreSummary};

use super::views;
use crate::jobs::moves;
use crate::records::{CODED, JobRecord, SCORES};
use crate::store::{Fault, View};

/// The row of a discussion.
pub fn row(view: &impl View, discussion: &Discussion, now: Timestamp) -> Result<DiscussionRow, Fault> {
    let job = moves::latest(view, discussion.id).ok();
    let scores = view.get(&SCORES, &discussion.id.0)?.unwrap_or_else(ScoreSummary::default);
    Ok(DiscussionRow {
        id: discussion.id,
        title: discussion.title.clone(),
        synthetic: discussion.origin.is_synthetic(),
        imported: discussion.origin.is_imported(),
        persona: discussion.persona,
        date: discussion.date,
        status: discussion.status.word(),
        failure: discussion.status.failure(),
        note: note(discussion, job.as_ref(), now),
        job: job.as_ref().map(|job| views::brief(job, now)),
        planned: discussion.planned,
        turns: discussion.subject_statements,
        statements: discussion.statements,
        scores,
        coded: view.get(&CODED, &discussion.id.0)?,
        created: discussion.created,
    })
}

/// What happened, what was kept, what can be done.
fn note(discussion: &Discussion, job: Option<&JobRecord>, now: Timestamp) -> Option<String> {
    let id = discussion.id;
    let told = |job: &JobRecord| match &job.state {
        JobState::Failed { message, .. } | JobState::Dead { message, .. } => Some(message.clone()),
        _ => None,
    };
    if let Status::Failed(failure) = discussion.status {
        let why = job.and_then(told).or_else(|| views::last_reason(&discussion.history).map(str::to_owned));
        return Some(failed(discussion, failure, why.as_deref().unwrap_or("")));
    }
    let job = job?;
    match &job.state {
        JobState::Queued { not_before: Some(due), .. } if *due > now => {
            let last = job.history.last().map_or("", |moment| moment.what.as_str());
            // The history says how long the wait was to be; a row says how much of it is left.
            let tried = last.rsplit_once(" in ").map_or(last, |(tried, _)| tried);
            Some(format!("{tried} in {} s", due.since(now).div_ceil(1000)))
        }
        JobState::Queued { .. } => Some("Waits for a free place.".to_owned()),
        JobState::Paused { .. } => Some(format!("Paused; `sarf resume {id}` lets it go on.")),
        JobState::Interrupted { .. } => Some("Interrupted by a restart; goes on by itself.".to_owned()),
        JobState::Failed { message, .. } | JobState::Dead { message, .. } => Some(format!(
            "{} failed: {message}. What was there stands. `sarf retry {id}` tries again.",
            job.spec.kind()
        )),
        JobState::Cancelled { .. } if discussion.status == Status::PendingExtraction => {
            Some(format!("Its coding was cancelled; `sarf extract {id}` starts it."))
        }
        _ => job.note.clone(),
    }
}

fn failed(discussion: &Discussion, failure: Failure, why: &str) -> String {
    let Failure { stage, at, of, .. } = failure;
    let id = discussion.id;
    let why = why.trim_end_matches('.');
    match stage {
        Stage::Authoring => format!(
            "Its persona could not be written: {why}. Nothing else was begun. `sarf retry {id}` tries again with the \
             same model, `sarf delete {id}` removes it."
        ),
        Stage::Generating if discussion.statements == 0 => format!(
            "Generation stopped before the first turn: {why}. `sarf retry {id}` tries again with the same models, \
             `sarf delete {id}` removes it."
        ),
        Stage::Generating => format!(
            "Generation stopped after turn {at} of {of}: {why}. The finished turns are kept. `sarf retry {id}` goes on \
             where it stopped with the same models, `sarf extract {id}` codes what there is, `sarf delete {id}` removes it."
        ),
        Stage::Extracting if at == 0 => format!(
            "Coding stopped before the first of {of} statements: {why}. `sarf retry {id}` tries again with the same \
             model, `sarf extract {id}` codes it with the one configured now."
        ),
        Stage::Extracting => format!(
            "Coding stopped after statement {at} of {of}: {why}. What was coded is kept. `sarf retry {id}` goes on at \
             the next statement with the same model, `sarf extract {id}` codes it anew with the one configured now."
        ),
    }
}
