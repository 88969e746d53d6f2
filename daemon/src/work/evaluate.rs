//! Evaluates a discussion: the pure evaluators as soon as their input exists, in the change that completes it; and, in
//! a job of its own, the arc judge where one is configured.

use std::sync::Arc;

use sarf_shared::dialogue::{ArcScore, Evaluation, Speaker, SyntheticClient, Turn, client_realism, intake_coverage};
use sarf_shared::discussion::{Discussion, DiscussionId, JobId, Persona, Statement};
use sarf_shared::family::{Family, ItemId};
use sarf_shared::rpc::ScoreSummary;
use sarf_shared::simulation::{arc_can_be_judged, read_arc_reply};

use crate::jobs::change::{self, announce, save_job};
use crate::jobs::{Advance, Desk, Refusal, StepError};
use crate::models::{CallContext, ModelFailure, Player, Role, Silent};
use crate::records::{DISCUSSIONS, EVALUATIONS, JobRecord, JobSpec, PLANS, ReplyRecord, SCORES, STATEMENTS};
use crate::store::{Tx, View};

/// Times the judge may be asked: an unreadable reply counts as 0.5 in the end.
const JUDGE_TRIES: usize = 3;

/// Evaluates a complete talk. `persona` is that of a generated discussion.
pub fn of_talk(turns: &[Turn<'_>], persona: Option<&Persona>) -> Evaluation {
    let client = persona.map(|persona| SyntheticClient { data_points: &persona.data_points, arc: ArcScore::NotJudged });
    Evaluation::of(turns, client, None)
}

/// Evaluates an imported talk: realism only where the client was a model, nothing asked of data points nobody gave.
pub fn of_import(turns: &[Turn<'_>], synthetic: bool) -> Evaluation {
    let mut evaluation = Evaluation::of(turns, None, None);
    evaluation.realism = synthetic.then(|| client_realism(turns, ArcScore::NotJudged));
    evaluation
}

/// Stores an evaluation and the numbers rows show.
pub fn store(tx: &mut Tx, id: DiscussionId, evaluation: &Evaluation) -> Result<(), Refusal> {
    tx.put(&EVALUATIONS, &id.0, evaluation)?;
    tx.put(&SCORES, &id.0, &summary(evaluation))?;
    announce(tx, &sarf_shared::rpc::Event::Discussion { id })?;
    Ok(())
}

/// Adds what the extracted family covers.
pub fn add_intake(tx: &mut Tx, id: DiscussionId, family: &Family) -> Result<(), Refusal> {
    let mut evaluation = tx.get(&EVALUATIONS, &id.0)?.unwrap_or_default();
    evaluation.intake = Some(intake_coverage(family, ItemId::SUBJECT));
    store(tx, id, &evaluation)
}

/// The numbers of an evaluation.
pub fn summary(evaluation: &Evaluation) -> ScoreSummary {
    let small = |(n, of): (usize, usize)| (u32::try_from(n).unwrap_or(u32::MAX), u32::try_from(of).unwrap_or(u32::MAX));
    ScoreSummary {
        quality: evaluation.quality.as_ref().map(|quality| quality.score),
        asked: evaluation.asked.as_ref().map(|asked| small(asked.counts())),
        realism: evaluation.realism.as_ref().map(|realism| realism.score),
        arc_judged: evaluation.realism.as_ref().is_some_and(|realism| matches!(realism.arc, ArcScore::Judged(_))),
        intake: evaluation.intake.as_ref().map(|intake| small(intake.counts())),
    }
}

/// Starts the judge's job where there is a judge and something to judge.
pub fn follow(tx: &mut Tx, discussion: &Discussion, after: &JobRecord) -> Result<(), Refusal> {
    let Some(plan) = tx.get(&PLANS, &after.plan)? else { return Ok(()) };
    if !discussion.origin.is_synthetic() || plan.judge == Player::Offline {
        return Ok(());
    }
    let judged = tx.get(&EVALUATIONS, &discussion.id.0)?.is_some_and(|evaluation| {
        evaluation.realism.is_some_and(|realism| !matches!(realism.arc, ArcScore::NotJudged))
    });
    if judged {
        return Ok(());
    }
    let now = change::now(tx);
    let id = JobId(tx.next_id("job")?);
    let mut job = JobRecord::new(id, JobSpec::Evaluate, after.plan.clone(), now, after.creator, 1);
    job.discussion = Some(discussion.id);
    save_job(tx, &job)?;
    Ok(())
}

/// The judge's job: one step.
pub struct EvaluateWork {
    discussion: DiscussionId,
    client: Vec<String>,
    statements: Vec<Statement>,
    /// Of the discussion: a job's number depends on who finished first.
    seed: u64,
}

impl EvaluateWork {
    /// Reads the client's turns.
    pub fn open(desk: &Desk, job: &JobRecord) -> Result<Self, StepError> {
        let Some(discussion) = job.discussion else {
            return Err(StepError::Fault("the job has no discussion".to_owned()));
        };
        let view = desk.store.read();
        let seed = view.get(&DISCUSSIONS, &discussion.0)?.map_or(discussion.0, |found| super::seed_of(&found));
        let statements: Vec<Statement> =
            view.scan_prefix(&STATEMENTS, &discussion.0)?.into_iter().map(|(_, said)| said).collect();
        let client = statements.iter().filter(|said| said.speaker == Speaker::Subject);
        Ok(EvaluateWork { discussion, client: client.map(|said| said.text.clone()).collect(), statements, seed })
    }

    /// Asks the judge and scores realism with what it says.
    pub async fn step(&mut self, desk: &Desk) -> Result<Advance, StepError> {
        let Some(judge) = desk.models.judge.clone() else {
            return desk
                .finish_step(Vec::new(), |tx, job| {
                    Desk::succeed(tx, job, "there is no judge; the arc stays unjudged");
                    Ok(Advance::Over)
                })
                .await;
        };
        let turns: Vec<&str> = self.client.iter().map(String::as_str).collect();
        let (calls, arc) = loop {
            if !arc_can_be_judged(turns.len()) {
                break (Vec::new(), ArcScore::TooFew);
            }
            let tries = desk.replies()?.len();
            if tries >= JUDGE_TRIES {
                break (Vec::new(), ArcScore::Unreadable);
            }
            let attempt = u32::try_from(tries).unwrap_or(u32::MAX).saturating_add(1);
            let seed = sarf_shared::seed::derive(self.seed, &[super::EVALUATE_PART, u64::from(attempt)]);
            let context = CallContext { seed, live: Arc::new(Silent) };
            let (outcome, call) = desk.call(Role::Judge, attempt, || judge.arc(&turns, &context)).await;
            match outcome.map(|reply| read_arc_reply(&reply.value)) {
                Ok(Ok(verdict)) if matches!(verdict.score, ArcScore::Judged(_)) => break (vec![call], verdict.score),
                Ok(_) => {
                    let problems = vec!["the reply had no score".to_owned()];
                    desk.keep_reply(call, ReplyRecord::Unreadable { problems }).await?;
                }
                Err(ModelFailure::Invalid { problems, .. }) => {
                    desk.keep_reply(call, ReplyRecord::Unreadable { problems }).await?;
                }
                Err(failure) => return Err(StepError::Model { failure, call: Box::new(call) }),
            }
        };
        let all: Vec<Turn<'_>> =
            self.statements.iter().map(|said| Turn { speaker: said.speaker, text: &said.text }).collect();
        let realism = client_realism(&all, arc);
        let told = match arc {
            ArcScore::Judged(_) => "the arc was judged",
            ArcScore::TooFew => "the talk is too short for its arc to be judged",
            ArcScore::NotJudged | ArcScore::Unreadable => "no reply of the judge could be read",
        };
        let id = self.discussion;
        desk.finish_step(calls, move |tx, job| {
            let mut evaluation = tx.get(&EVALUATIONS, &id.0)?.unwrap_or_default();
            evaluation.realism = Some(realism.clone());
            store(tx, id, &evaluation)?;
            job.progress.done = 1;
            Desk::succeed(tx, job, told);
            Ok(Advance::Over)
        })
        .await
    }
}
