//! Writes a discussion: persona first where there is none, then statement by statement, client and coach in turn. Each
//! statement is durable before the next is asked for.
//!
//! Step 0 writes the persona; step n writes statement n.

use std::sync::Arc;

use sarf_shared::dialogue::{Speaker, Turn};
use sarf_shared::discussion::{Actor, DiscussionId, FactId, Persona, PersonaId, Statement, Status};
use sarf_shared::plural::counted;
use sarf_shared::rpc::Event;
use sarf_shared::seed;
use sarf_shared::simulation::{LEAST_WORDS, MOST_CALLS, Weighed, weigh};

use super::author::{self, AuthorWork};
use super::talk::{CALL_PART, Talk};
use super::{evaluate, extract};
use crate::jobs::change::{self, announce, save_discussion, set_status};
use crate::jobs::failing;
use crate::jobs::{Advance, Desk, Refusal, StepError};
use crate::models::ledger::CallRecord;
use crate::models::offline;
use crate::models::{CallContext, ClientPrompt, CoachPrompt, ModelFailure, Role};
use crate::records::{ACTIVE_JOBS, AuthorOrder, JOBS, JobRecord, JobSpec, PERSONAS, ReplyRecord, STATEMENTS};
use crate::store::{Span, View};

/// Times a coach may be asked for one turn.
const COACH_TRIES: usize = 4;

/// A discussion being written.
pub struct GenerateWork {
    discussion: DiscussionId,
    seed: u64,
    turns: u32,
    extract: bool,
    author: Option<AuthorOrder>,
    before: Option<sarf_shared::discussion::JobId>,
    persona: Option<Arc<Persona>>,
    talk: Talk,
}

/// Jobs not over that need a persona.
pub fn jobs_with(view: &impl View, persona: PersonaId) -> Result<Vec<sarf_shared::discussion::JobId>, Refusal> {
    let mut found = Vec::new();
    for (id, ()) in view.scan(&ACTIVE_JOBS, &Span::all())? {
        if let Some(job) = view.get(&JOBS, &id)?
            && job.persona == Some(persona)
        {
            found.push(job.id);
        }
    }
    Ok(found)
}

impl GenerateWork {
    /// Reads persona and talk so far.
    pub fn open(desk: &Desk, job: &JobRecord) -> Result<Self, StepError> {
        let (JobSpec::Generate { seed, turns, extract, author }, Some(discussion)) = (&job.spec, job.discussion) else {
            return Err(StepError::Fault("the job has no discussion to write".to_owned()));
        };
        let view = desk.store.read();
        let persona = match job.persona {
            Some(id) => {
                let found = view.get(&PERSONAS, &id.0)?;
                Some(Arc::new(found.ok_or_else(|| StepError::Fault(format!("persona {id} is gone")))?.persona))
            }
            None => None,
        };
        let statements = view.scan_prefix(&STATEMENTS, &discussion.0)?.into_iter().map(|(_, said)| said).collect();
        Ok(GenerateWork {
            discussion,
            seed: *seed,
            turns: *turns,
            extract: *extract,
            author: author.clone(),
            before: job.after,
            persona,
            talk: Talk { statements },
        })
    }

    /// Writes the persona or the next statement.
    pub async fn step(&mut self, desk: &Desk) -> Result<Advance, StepError> {
        let Some(persona) = self.persona.clone() else { return self.write_persona(desk).await };
        let number = self.talk.next_number();
        let step_seed = seed::derive(self.seed, &[u64::from(number)]);
        let (calls, text, revealed, canned) = if number == 1 {
            // The first turn is the presenting problem, word for word; no model is asked.
            (Vec::new(), persona.presenting_problem.clone(), Some(opening_facts(&persona)), None)
        } else if number.is_multiple_of(2) {
            let (call, text) = self.coach_turn(desk, &persona, number, step_seed).await?;
            (vec![call], text, Some(Vec::new()), None)
        } else {
            self.client_turn(desk, &persona, number, step_seed).await?
        };
        let speaker = if number.is_multiple_of(2) { Speaker::Coach } else { Speaker::Subject };
        self.store_statement(desk, &persona, number, speaker, text, revealed, canned, calls).await
    }

    async fn write_persona(&mut self, desk: &Desk) -> Result<Advance, StepError> {
        let Some(order) = self.author.clone() else {
            return Err(StepError::Fault("the job has neither a persona nor an order for one".to_owned()));
        };
        let id = self.discussion;
        let (persona, advance) = AuthorWork::new(order.clone(), self.before)
            .finish(desk, move |tx, job, written| {
                let stored = author::store(tx, written.clone(), Some(order.seed), order.keep_for_seed, job.creator)?;
                job.persona = Some(stored);
                let mut discussion = change::discussion(tx, id)?;
                let now = change::now(tx);
                discussion.persona = Some(stored);
                discussion.title.clone_from(&written.name);
                discussion.subject = Some(written.name.clone());
                discussion.date = Some(written.as_of);
                let reason = format!("{stored} written");
                set_status(&mut discussion, Status::Generating, now, Actor::Runner, reason)?;
                save_discussion(tx, &discussion)?;
                job.tell(now, Actor::Runner, format!("wrote {stored}"));
                Ok(Advance::More)
            })
            .await?;
        self.persona = Some(Arc::new(persona));
        Ok(advance)
    }

    async fn coach_turn(
        &self,
        desk: &Desk,
        persona: &Persona,
        number: u32,
        step_seed: u64,
    ) -> Result<(CallRecord, String), StepError> {
        let turns = self.talk.turns();
        let missing = self.talk.missing();
        loop {
            let replies = desk.replies()?;
            if replies.len() >= COACH_TRIES {
                return Err(unusable(&replies));
            }
            let tries = u64::try_from(replies.len()).unwrap_or(u64::MAX);
            let prompt = CoachPrompt {
                client_name: persona.name.split_whitespace().next().unwrap_or(&persona.name),
                date: Some(persona.as_of),
                talk: &turns,
                turn: number / 2,
                turns: self.turns,
                missing: &missing,
            };
            let live = desk.live.begin(self.discussion, number, Speaker::Coach);
            let context = CallContext { seed: seed::derive(step_seed, &[CALL_PART, tries]), live: Arc::new(live) };
            let attempt = u32::try_from(tries).unwrap_or(u32::MAX).saturating_add(1);
            let (outcome, call) = desk.call(Role::Coach, attempt, || desk.models.coach.reply(&prompt, &context)).await;
            match outcome {
                Ok(reply) if !reply.value.trim().is_empty() => return Ok((call, reply.value.trim().to_owned())),
                Ok(_) => {
                    let problems = vec!["the reply was empty".to_owned()];
                    desk.keep_reply(call, ReplyRecord::Unreadable { problems }).await?;
                }
                Err(ModelFailure::Invalid { problems, .. }) => {
                    desk.keep_reply(call, ReplyRecord::Unreadable { problems }).await?;
                }
                Err(failure) => return Err(StepError::Model { failure, call: Box::new(call) }),
            }
        }
    }

    /// One call, one retry when the cleaned reply is too short, then a canned line (FACTS section 6), with why.
    async fn client_turn(
        &self,
        desk: &Desk,
        persona: &Persona,
        number: u32,
        step_seed: u64,
    ) -> Result<(Vec<CallRecord>, String, Option<Vec<FactId>>, Option<String>), StepError> {
        let turns = self.talk.turns();
        let mine = self.talk.client_turn(step_seed);
        loop {
            let replies = desk.replies()?;
            let tries = u64::try_from(replies.len()).unwrap_or(u64::MAX);
            if tries >= u64::from(MOST_CALLS) {
                let why = match replies.last() {
                    Some(ReplyRecord::Unreadable { problems }) => failing::for_people(problems),
                    _ => format!("the reply had fewer than {LEAST_WORDS} words"),
                };
                return Ok((Vec::new(), self.talk.fallback(persona, step_seed), Some(Vec::new()), Some(why)));
            }
            let prompt = ClientPrompt {
                persona,
                talk: &turns,
                turn: mine.turn,
                phase: mine.phase,
                length: mine.length,
                target_words: mine.target_words,
                openers: &mine.openers,
                revealed: &mine.revealed,
                retry: tries > 0,
            };
            let live = desk.live.begin(self.discussion, number, Speaker::Subject);
            let context = CallContext { seed: seed::derive(step_seed, &[CALL_PART, tries]), live: Arc::new(live) };
            let attempt = u32::try_from(tries).unwrap_or(u32::MAX).saturating_add(1);
            let (outcome, call) =
                desk.call(Role::Client, attempt, || desk.models.client.reply(&prompt, &context)).await;
            match outcome {
                Ok(reply) => {
                    if let Weighed::Keep(text) = weigh(&reply.value.text, attempt) {
                        return Ok((vec![call], text, reply.value.revealed, None));
                    }
                    desk.keep_reply(call, ReplyRecord::TooShort).await?;
                }
                Err(ModelFailure::Invalid { problems, .. }) => {
                    desk.keep_reply(call, ReplyRecord::Unreadable { problems }).await?;
                }
                Err(failure) => return Err(StepError::Model { failure, call: Box::new(call) }),
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one statement, used once")]
    async fn store_statement(
        &mut self,
        desk: &Desk,
        persona: &Persona,
        number: u32,
        speaker: Speaker,
        text: String,
        revealed: Option<Vec<FactId>>,
        canned: Option<String>,
        calls: Vec<CallRecord>,
    ) -> Result<Advance, StepError> {
        let last = number >= self.turns.saturating_mul(2);
        let self_reported = revealed.is_some();
        let known = self.talk.revealed();
        let revealed = known_facts(persona, revealed.unwrap_or_default(), &known);
        let at = desk.clock.now();
        let said = Statement { number, speaker, text, at, revealed, fallback: canned.is_some() };
        let evaluation = last.then(|| {
            let mut finished = self.talk.turns();
            finished.push(Turn { speaker, text: &said.text });
            evaluate::of_talk(&finished, Some(persona))
        });
        let canned_lines = self.talk.statements.iter().chain([&said]).filter(|said| said.fallback).count();
        let (id, extract) = (self.discussion, self.extract);
        let stored = said.clone();
        let advance = desk
            .finish_step(calls, move |tx, job| {
                let mut discussion = change::discussion(tx, id)?;
                let now = change::now(tx);
                tx.put(&STATEMENTS, &(id.0, number), &stored)?;
                announce(tx, &Event::Statement { discussion: id, number })?;
                discussion.statements = number;
                if let Some(why) = &canned {
                    job.tell(now, Actor::Runner, format!("statement {number} is a canned line: {why}"));
                }
                if speaker == Speaker::Subject {
                    discussion.subject_statements += 1;
                    job.progress.done = discussion.subject_statements;
                    if !self_reported {
                        discussion.revealed_unknown = true;
                    }
                }
                if !last {
                    save_discussion(tx, &discussion)?;
                    return Ok(Advance::More);
                }
                if let Some(evaluation) = &evaluation {
                    evaluate::store(tx, id, evaluation)?;
                }
                set_status(&mut discussion, Status::PendingExtraction, now, Actor::Runner, "all turns are written")?;
                save_discussion(tx, &discussion)?;
                let turns = job.progress.of;
                let mut wrote = format!("wrote {}", counted(turns, "turn", "turns"));
                if canned_lines > 0 {
                    wrote.push_str(&format!("; {canned_lines} of the client's are canned"));
                }
                Desk::succeed(tx, job, &wrote);
                if extract {
                    extract::follow(tx, &mut discussion, job)?;
                }
                Ok(Advance::Over)
            })
            .await?;
        self.talk.statements.push(said);
        Ok(advance)
    }
}

/// What was wrong with the last reply.
fn unusable(replies: &[ReplyRecord]) -> StepError {
    let problems = match replies.last() {
        Some(ReplyRecord::Unreadable { problems } | ReplyRecord::Draft { problems }) => problems.clone(),
        _ => vec!["the replies were empty".to_owned()],
    };
    StepError::Unusable { role: Role::Coach, replies: replies.len(), problems }
}

/// Facts the persona has, each once, without those revealed before.
fn known_facts(persona: &Persona, facts: Vec<FactId>, before: &[FactId]) -> Vec<FactId> {
    let mut fresh: Vec<FactId> = Vec::new();
    for fact in facts {
        if persona.family.facts().any(|known| *known == fact) && !before.contains(&fact) && !fresh.contains(&fact) {
            fresh.push(fact);
        }
    }
    fresh
}

/// The facts first out with the presenting problem: the client itself, and relatives it mentions by name or kinship.
fn opening_facts(persona: &Persona) -> Vec<FactId> {
    offline::opening_facts(persona)
}
