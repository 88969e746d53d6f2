//! How a job ends badly: the job's state and its discussion's status change together.

use sarf_shared::discussion::{Actor, Cause, Failure, Stage, Status, Timestamp};
use sarf_shared::job::FailureClass;
use sarf_shared::plural::counted;
use sarf_shared::rpc::EngineLabel;

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

/// Why replies that could be read by nobody end a job, in words for a person: who gave them, how many, and everything
/// that was wrong with the last.
pub fn unusable(by: &EngineLabel, replies: usize, problems: &[String]) -> String {
    let EngineLabel { role, provider, model, .. } = by;
    let who = if model.is_empty() { provider.clone() } else { format!("{model} at {provider}") };
    let count = u32::try_from(replies).unwrap_or(u32::MAX);
    let count = counted(count, "reply", "replies");
    format!("the {role} ({who}) gave {count} that could not be used; wrong with the last: {}", for_people(problems))
}

/// What was wrong with a reply, in words for a person.
pub fn for_people(problems: &[String]) -> String {
    problems.iter().map(|problem| for_a_person(problem)).collect::<Vec<_>>().join("; ")
}

/// A problem without what only the model can heed: advice to it begins with "; answer", and what stands in brackets
/// after that is for whoever runs it.
fn for_a_person(problem: &str) -> String {
    let Some((what, advice)) = problem.split_once("; answer") else { return problem.to_owned() };
    match advice.split_once("(or ").and_then(|(_, rest)| rest.strip_suffix(')')) {
        Some(ours) => format!("{what}; {ours}"),
        None => what.to_owned(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unusable_replies_are_told_with_who_gave_them_and_without_advice_to_the_model() {
        let by = EngineLabel {
            role: "extractor".to_owned(),
            provider: "lab".to_owned(),
            model: "m-1".to_owned(),
            prompt_hash: String::new(),
        };
        let problems = [
            "the reply is prose; answer with one JSON object and nothing else".to_owned(),
            "the reply was cut off at the limit; answer more briefly (or raise max_tokens of the role)".to_owned(),
            "events.0.kind: the value must be one of a, b".to_owned(),
        ];
        assert_eq!(
            unusable(&by, 4, &problems),
            "the extractor (m-1 at lab) gave 4 replies that could not be used; wrong with the last: the reply is prose; \
             the reply was cut off at the limit; raise max_tokens of the role; events.0.kind: the value must be one of a, b"
        );
    }
}
