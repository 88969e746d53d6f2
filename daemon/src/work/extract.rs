//! Codes a discussion: for each subject statement in order sparse deltas, proposed, repaired, validated, with errors
//! back to the model at most three times, applied. Step n codes the n-th subject statement, from 0.

use std::sync::Arc;

use chrono::NaiveDate;
use sarf_shared::dialogue::{Speaker, Turn};
use sarf_shared::discussion::{Actor, Discussion, DiscussionId, JobId, RunId, Statement, Status};
use sarf_shared::family::{Family, ItemId, Person};
use sarf_shared::pdp::{self, Deltas, Extraction, Pdp, Progress};
use sarf_shared::plural::counted;
use sarf_shared::rpc::{Accepted, Event};
use sarf_shared::seed;

use super::evaluate;
use crate::jobs::change::{self, announce, save_discussion, save_job, set_status};
use crate::jobs::{Advance, Desk, Refusal, StepError};
use crate::models::ledger::CallRecord;
use crate::models::plan::Plan;
use crate::models::{CallContext, ExtractPrompt, ModelFailure, Role, Silent};
use crate::records::{
    CODINGS, CodingRecord, DISCUSSION_RUNS, DISCUSSIONS, JobRecord, JobSpec, PLANS, RUNS, ReplyRecord, RunRecord,
    STATEMENTS,
};
use crate::store::{Tx, View};

/// The committed family of a discussion nobody has committed anything to: the client and the coach (FACTS section 1).
pub fn family() -> Family {
    let person = |id, name: &str| Person { name: Some(name.to_owned()), ..Person::new(id) };
    Family {
        people: vec![Person { primary: true, ..person(ItemId::SUBJECT, "Client") }, person(ItemId::COACH, "Coach")],
        pair_bonds: Vec::new(),
        events: Vec::new(),
    }
}

/// The committed family together with what is pending, as the evaluators read it.
pub fn whole(family: &Family, pdp: &Pdp) -> Family {
    let mut whole = family.clone();
    whole.people.extend(pdp.people.iter().cloned());
    whole.pair_bonds.extend(pdp.pair_bonds.iter().cloned());
    whole.events.extend(pdp.events.iter().cloned());
    whole
}

/// Accepts an extraction: a run and its job.
pub fn accept(
    tx: &mut Tx,
    discussion: &mut Discussion,
    plan: &Plan,
    note: Option<String>,
    actor: Actor,
) -> Result<Accepted, Refusal> {
    let hash = super::keep_plan(tx, plan)?;
    let now = change::now(tx);
    let run = RunId(tx.next_id("run")?);
    let of = discussion.subject_statements;
    let mut job = JobRecord::new(JobId(tx.next_id("job")?), JobSpec::Extract { run }, hash, now, actor, of);
    job.discussion = Some(discussion.id);
    job.note.clone_from(&note);
    let record = RunRecord {
        id: run,
        discussion: discussion.id,
        job: Some(job.id),
        engine: plan.label(Role::Extractor),
        engine_note: note.clone(),
        started: now,
        finished: None,
        coded: 0,
        repairs: 0,
    };
    tx.put(&RUNS, &run.0, &record)?;
    tx.put(&DISCUSSION_RUNS, &(discussion.id.0, run.0), &())?;
    save_job(tx, &job)?;
    let mut notes: Vec<String> = note.into_iter().collect();
    if discussion.date.is_none() {
        notes.push("The discussion has no date, so relative dates (\"last year\") stay undated.".to_owned());
    }
    Ok(Accepted { discussion: Some(discussion.id), persona: discussion.persona, job: Some(job.id), notes })
}

/// Starts the extraction that follows a finished generation, with the models that job was accepted with.
pub fn follow(tx: &mut Tx, discussion: &mut Discussion, after: &JobRecord) -> Result<(), Refusal> {
    let Some(plan) = tx.get(&PLANS, &after.plan)? else { return Ok(()) };
    // The transcript of a synthetic client goes wherever its generation went.
    accept(tx, discussion, &plan, None, after.creator)?;
    Ok(())
}

/// A discussion being coded.
pub struct ExtractWork {
    discussion: DiscussionId,
    run: RunId,
    /// Of the discussion and of the run's place among its runs: ids depend on who finished first.
    seed: u64,
    date: Option<NaiveDate>,
    subject: Option<String>,
    family: Family,
    pdp: Pdp,
    statements: Vec<Statement>,
    /// Places in `statements` of the subject's, in order.
    subjects: Vec<usize>,
}

impl ExtractWork {
    /// Reads the talk, and replays what this run has coded already.
    pub fn open(desk: &Desk, job: &JobRecord, run: RunId) -> Result<Self, StepError> {
        let Some(id) = job.discussion else {
            return Err(StepError::Fault("the job has no discussion to code".to_owned()));
        };
        let view = desk.store.read();
        let discussion =
            view.get(&DISCUSSIONS, &id.0)?.ok_or_else(|| StepError::Fault(format!("discussion {id} is gone")))?;
        let statements: Vec<Statement> =
            view.scan_prefix(&STATEMENTS, &id.0)?.into_iter().map(|(_, said)| said).collect();
        let places = statements.iter().enumerate().filter(|(_, said)| said.speaker == Speaker::Subject);
        let subjects = places.map(|(place, _)| place).collect();
        let coded: Vec<Deltas> =
            view.scan_prefix(&CODINGS, &run.0)?.into_iter().map(|(_, coding)| coding.deltas).collect();
        let place = view.scan_prefix(&DISCUSSION_RUNS, &id.0)?.iter().position(|((_, other), ())| *other == run.0);
        let place = u64::try_from(place.unwrap_or_default()).unwrap_or_default();
        Ok(ExtractWork {
            discussion: id,
            run,
            seed: seed::derive(super::seed_of(&discussion), &[super::EXTRACT_PART, place]),
            date: discussion.date,
            subject: discussion.subject,
            family: family(),
            pdp: pdp::replay(&coded, coded.len()),
            statements,
            subjects,
        })
    }

    /// Codes the next subject statement; an empty one is coded as nothing without a call.
    pub async fn step(&mut self, desk: &Desk) -> Result<Advance, StepError> {
        let job = change::job(&desk.store.read(), desk.job).map_err(|error| StepError::Fault(error.to_string()))?;
        let index = job.step as usize;
        let Some(place) = self.subjects.get(index).copied() else {
            return Err(StepError::Fault(format!("there is no subject statement {}", index + 1)));
        };
        let empty = self.statements.get(place).is_none_or(|said| said.text.trim().is_empty());
        let coded = if empty { Coded::nothing(&self.pdp) } else { self.code(desk, place, index).await? };
        self.store_coding(desk, place, index, coded).await
    }

    async fn code(&self, desk: &Desk, place: usize, index: usize) -> Result<Coded, StepError> {
        let said = self.statements.get(..=place).unwrap_or(&self.statements);
        let talk: Vec<Turn<'_>> = said.iter().map(|said| Turn { speaker: said.speaker, text: &said.text }).collect();
        let text = said.last().map_or("", |said| said.text.as_str());
        let mut last_call = Vec::new();
        let mut extraction = Extraction::default();
        loop {
            let replies = desk.replies()?;
            let unreadable = replies.iter().filter(|reply| matches!(reply, ReplyRecord::Unreadable { .. })).count();
            extraction.replies.truncate(0);
            extraction.replies.extend(replies.iter().filter_map(|reply| match reply {
                ReplyRecord::Deltas(deltas) => Some(deltas.clone()),
                _ => None,
            }));
            let progress = if replies.len() >= pdp::CALLS {
                extraction.end(Some(&self.family), &self.pdp)
            } else {
                extraction.progress(Some(&self.family), &self.pdp)
            };
            let errors = match progress {
                Progress::Accepted { calls, deltas, pdp, repairs } => {
                    return Ok(self.accepted(text, deltas, pdp, &repairs, calls + unreadable, last_call));
                }
                Progress::Failed { errors, .. } => {
                    let problems = errors.iter().map(ToString::to_string).collect();
                    return Err(StepError::Unusable { role: Role::Extractor, replies: replies.len(), problems });
                }
                Progress::Ask { attempts } => attempts
                    .last()
                    .map(|attempt| attempt.errors.iter().map(ToString::to_string).collect::<Vec<_>>())
                    .unwrap_or_default(),
            };
            let errors = match replies.last() {
                // What was wrong with the reply before, which is shown again, still is.
                Some(ReplyRecord::Unreadable { problems }) => problems.iter().cloned().chain(errors).collect(),
                _ => errors,
            };
            if replies.len() >= pdp::CALLS {
                return Err(StepError::Unusable { role: Role::Extractor, replies: replies.len(), problems: errors });
            }
            let prompt = ExtractPrompt {
                family: &self.family,
                pdp: &self.pdp,
                talk: &talk,
                subject_name: self.subject.as_deref(),
                date: self.date,
                errors: &errors,
                previous: extraction.replies.last(),
            };
            let attempt = u32::try_from(replies.len()).unwrap_or(u32::MAX).saturating_add(1);
            let parts = [u64::try_from(index).unwrap_or(u64::MAX), u64::from(attempt)];
            let context = CallContext { seed: seed::derive(self.seed, &parts), live: Arc::new(Silent) };
            let (outcome, call) =
                desk.call(Role::Extractor, attempt, || desk.models.extractor.propose(&prompt, &context)).await;
            match outcome {
                Ok(reply) => {
                    extraction.replies.push(reply.value.clone());
                    match extraction.progress(Some(&self.family), &self.pdp) {
                        Progress::Accepted { calls, deltas, pdp, repairs } => {
                            last_call.push(call);
                            return Ok(self.accepted(text, deltas, pdp, &repairs, calls + unreadable, last_call));
                        }
                        _ => desk.keep_reply(call, ReplyRecord::Deltas(reply.value)).await?,
                    }
                }
                Err(ModelFailure::Invalid { problems, .. }) => {
                    desk.keep_reply(call, ReplyRecord::Unreadable { problems }).await?;
                }
                Err(failure) => return Err(StepError::Model { failure, call: Box::new(call) }),
            }
            last_call = Vec::new();
        }
    }

    fn accepted(
        &self,
        text: &str,
        mut deltas: Deltas,
        pdp: Pdp,
        repairs: &[pdp::Repair],
        calls: usize,
        ledger: Vec<CallRecord>,
    ) -> Coded {
        let mut words: Vec<String> = repairs.iter().map(|repair| repair.words.clone()).collect();
        for dropped in pdp::check_evidence(&mut deltas, text) {
            words.push(format!(
                "evidence given for item {} does not occur in the statement and was dropped",
                dropped.item
            ));
        }
        // What is pending holds the items as stored, so that evidence dropped here is dropped there too.
        let pdp = if words.is_empty() { pdp } else { pdp::apply(&self.pdp, &deltas) };
        Coded { deltas, pdp, repairs: words, calls: u32::try_from(calls).unwrap_or(u32::MAX), ledger }
    }

    async fn store_coding(
        &mut self,
        desk: &Desk,
        place: usize,
        index: usize,
        coded: Coded,
    ) -> Result<Advance, StepError> {
        let Coded { deltas, pdp, repairs, calls, ledger } = coded;
        let number = self.statements.get(place).map_or(0, |said| said.number);
        let last = index + 1 >= self.subjects.len();
        let done = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let whole = last.then(|| whole(&self.family, &pdp));
        let (id, run) = (self.discussion, self.run);
        let advance = desk
            .finish_step(ledger, move |tx, job| {
                let now = change::now(tx);
                let record = CodingRecord { deltas: deltas.clone(), repairs: repairs.clone(), calls };
                tx.put(&CODINGS, &(run.0, number), &record)?;
                if let Some(mut record) = tx.get(&RUNS, &run.0)? {
                    record.coded = done;
                    record.repairs = record.repairs.saturating_add(u32::try_from(repairs.len()).unwrap_or(u32::MAX));
                    record.finished = last.then_some(now);
                    tx.put(&RUNS, &run.0, &record)?;
                }
                job.progress.done = done;
                announce(tx, &Event::Coded { discussion: id, number })?;
                if !last {
                    return Ok(Advance::More);
                }
                let mut discussion = change::discussion(tx, id)?;
                discussion.standing_run = Some(run);
                let reason = format!("{run} complete");
                set_status(&mut discussion, Status::ReadyForCoding, now, Actor::Runner, reason)?;
                save_discussion(tx, &discussion)?;
                if let Some(whole) = &whole {
                    evaluate::add_intake(tx, id, whole)?;
                }
                Desk::succeed(tx, job, &format!("coded {}", counted(done, "statement", "statements")));
                evaluate::follow(tx, &discussion, job)?;
                Ok(Advance::Over)
            })
            .await?;
        self.pdp = pdp;
        Ok(advance)
    }
}

/// What became of one statement.
struct Coded {
    deltas: Deltas,
    pdp: Pdp,
    repairs: Vec<String>,
    calls: u32,
    ledger: Vec<CallRecord>,
}

impl Coded {
    fn nothing(pdp: &Pdp) -> Self {
        Coded { deltas: Deltas::default(), pdp: pdp.clone(), repairs: Vec::new(), calls: 0, ledger: Vec::new() }
    }
}
