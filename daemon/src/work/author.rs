//! Writes a persona: a draft, checked against schema and rules, the problems back to the author at most three times.

use std::sync::Arc;

use chrono::NaiveDate;
use sarf_shared::discussion::persona_check;
use sarf_shared::discussion::{Actor, Persona, PersonaId};
use sarf_shared::rpc::{ApiError, Event};
use sarf_shared::seed;

use crate::jobs::change::{self, Stop, announce};
use crate::jobs::{Advance, Desk, Refusal, StepError};
use crate::models::ledger::CallRecord;
use crate::models::{AuthorBrief, CallContext, ModelFailure, Role, Silent};
use crate::records::{
    AuthorOrder, JOBS, JobRecord, JobSpec, PERSONA_NAMES, PERSONA_SEEDS, PERSONAS, PersonaRecord, ReplyRecord,
};
use crate::store::{Fault, Span, Tx, View};

/// Drafts an author may make of one persona: one, and three more with what was wrong.
const DRAFTS: usize = 4;

/// Days over which the offline author spreads its personas, from 5 January 2026: the day is part of what a seed means,
/// so it must not come from the clock.
const OFFLINE_DAYS: u64 = 300;

/// The day of an offline persona.
pub fn offline_day(seed: u64) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap_or_default();
    first + chrono::Days::new(seed::derive(seed, &[0xDA7E]) % OFFLINE_DAYS)
}

/// An order for a persona, with the names to avoid as they are known now.
pub fn order(
    view: &impl View,
    seed: u64,
    offline: bool,
    keep_for_seed: bool,
    today: NaiveDate,
) -> Result<AuthorOrder, Refusal> {
    let as_of = if offline { offline_day(seed) } else { today };
    // The persona of a seed is the same wherever it is made, so it cannot depend on which names are taken.
    let avoid = if keep_for_seed { Vec::new() } else { names(view)? };
    Ok(AuthorOrder { seed, as_of, avoid, keep_for_seed })
}

/// All names taken.
pub fn names(view: &impl View) -> Result<Vec<String>, Refusal> {
    let all = view.scan(&PERSONAS, &Span::all())?;
    Ok(all.into_iter().map(|(_, record)| record.persona.name).collect())
}

/// A persona from a file, or every problem with it.
pub fn check_bytes(bytes: &[u8], taken: &[String]) -> Result<Persona, Vec<String>> {
    persona_check::read(bytes, taken).map_err(|problems| problems.iter().map(ToString::to_string).collect())
}

/// Stores a persona under a name nobody has.
pub fn store(
    tx: &mut Tx,
    persona: Persona,
    seed: Option<u64>,
    keep_for_seed: bool,
    creator: Actor,
) -> Result<PersonaId, Refusal> {
    let name = persona.name.to_lowercase();
    if is_taken(tx, &persona.name)? {
        let why = format!("there is already a persona called \"{}\"; give this one another name", persona.name);
        return Err(ApiError::Invalid { problems: vec![format!("name: {why}")] }.into());
    }
    let id = PersonaId(tx.next_id("persona")?);
    tx.put(&PERSONA_NAMES, &name, &id.0)?;
    if let (Some(seed), true) = (seed, keep_for_seed) {
        tx.put(&PERSONA_SEEDS, &seed, &id.0)?;
    }
    let created = change::now(tx);
    tx.put(&PERSONAS, &id.0, &PersonaRecord { id, persona, seed, created, creator })?;
    announce(tx, &Event::Persona { id })?;
    Ok(id)
}

/// The persona of the order's seed, where another job has written it since the order was taken.
fn made_before(view: &impl View, order: &AuthorOrder) -> Result<Option<PersonaId>, Fault> {
    let known = if order.keep_for_seed { view.get(&PERSONA_SEEDS, &order.seed)? } else { None };
    Ok(match known {
        Some(id) if view.contains(&PERSONAS, &id)? => Some(PersonaId(id)),
        _ => None,
    })
}

/// Ends the job with a persona that is there already.
fn use_again(tx: &mut Tx, job: &mut JobRecord, id: PersonaId) -> Advance {
    job.persona = Some(id);
    job.progress.done = 1;
    Desk::succeed(tx, job, &format!("{id} was made from this seed before and is used again"));
    Advance::Over
}

fn is_taken(view: &impl View, name: &str) -> Result<bool, Fault> {
    view.contains(&PERSONA_NAMES, &name.to_lowercase())
}

/// A persona job, or the first step of a generation.
pub struct AuthorWork {
    order: AuthorOrder,
    /// The persona job before this one in a batch, whose name is settled by now.
    before: Option<sarf_shared::discussion::JobId>,
}

impl AuthorWork {
    /// Work on this order.
    pub fn new(order: AuthorOrder, before: Option<sarf_shared::discussion::JobId>) -> Self {
        AuthorWork { order, before }
    }

    /// Writes the persona and ends the job.
    pub async fn step(&mut self, desk: &Desk) -> Result<Advance, StepError> {
        let order = self.order.clone();
        let before = made_before(&desk.store.read(), &order).map_err(|fault| StepError::Fault(fault.to_string()))?;
        if let Some(id) = before {
            return desk.finish_step(Vec::new(), move |tx, job| Ok(use_again(tx, job, id))).await;
        }
        let (_, advance) = self
            .finish(desk, move |tx, job, persona| {
                let id = store(tx, persona.clone(), Some(order.seed), order.keep_for_seed, job.creator)?;
                job.persona = Some(id);
                job.progress.done = 1;
                Desk::succeed(tx, job, &format!("wrote {id}"));
                Ok(Advance::Over)
            })
            .await?;
        Ok(advance)
    }

    /// Writes the persona and stores it by `change`. Where another job took the name meanwhile, that is told to the
    /// author as any other problem.
    pub async fn finish<F>(&self, desk: &Desk, change: F) -> Result<(Persona, Advance), StepError>
    where
        F: Fn(&mut Tx, &mut JobRecord, &Persona) -> Result<Advance, Stop> + Send + Sync + 'static,
    {
        let change = Arc::new(change);
        loop {
            let (persona, call) = self.write(desk).await?;
            let (change, written, order) = (Arc::clone(&change), persona.clone(), self.order.clone());
            let stored = desk.finish_step(vec![call.clone()], move |tx, job| {
                // Two may ask for the persona of one seed at the same time: the first to be stored is the persona of both.
                if let Some(id) = made_before(tx, &order)? {
                    return Ok(use_again(tx, job, id));
                }
                if is_taken(tx, &written.name)? {
                    return Err(Stop::NameTaken);
                }
                change(tx, job, &written)
            });
            match stored.await {
                Err(StepError::NameTaken) => {
                    let problem = format!("name: \"{}\" is taken by another persona; choose another", persona.name);
                    desk.keep_reply(call, ReplyRecord::Draft { problems: vec![problem] }).await?;
                }
                stored => return Ok((persona, stored?)),
            }
        }
    }

    /// Asks for drafts until one is without problems; what was wrong with each is durable before the next call.
    async fn write(&self, desk: &Desk) -> Result<(Persona, CallRecord), StepError> {
        let mut avoid = self.order.avoid.clone();
        avoid.extend(self.settled_names(desk)?);
        loop {
            let replies = desk.replies()?;
            let problems: Vec<String> = match replies.last() {
                Some(ReplyRecord::Draft { problems } | ReplyRecord::Unreadable { problems }) => problems.clone(),
                _ => Vec::new(),
            };
            if replies.len() >= DRAFTS {
                return Err(StepError::Unusable { role: Role::Author, replies: replies.len(), problems });
            }
            let brief = AuthorBrief { as_of: self.order.as_of, avoid: avoid.clone(), problems };
            let attempt = u32::try_from(replies.len()).unwrap_or(u32::MAX);
            let context =
                CallContext { seed: seed::derive(self.order.seed, &[u64::from(attempt)]), live: Arc::new(Silent) };
            let (outcome, call) =
                desk.call(Role::Author, attempt + 1, || desk.models.author.draft(&brief, &context)).await;
            let reply = match outcome {
                Ok(reply) => match persona_check::check(&reply.value, &avoid) {
                    Ok(persona) => return Ok((persona, call)),
                    Err(problems) => {
                        ReplyRecord::Draft { problems: problems.iter().map(ToString::to_string).collect() }
                    }
                },
                Err(ModelFailure::Invalid { problems, .. }) => ReplyRecord::Unreadable { problems },
                Err(failure) => return Err(StepError::Model { failure, call: Box::new(call) }),
            };
            desk.keep_reply(call, reply).await?;
        }
    }

    /// Names of the personas before this one in its batch.
    fn settled_names(&self, desk: &Desk) -> Result<Vec<String>, StepError> {
        let view = desk.store.read();
        let mut names = Vec::new();
        let mut before = self.before;
        while let Some(job) = before {
            let Some(job) = view.get(&JOBS, &job.0)? else { break };
            if let (JobSpec::Generate { author: Some(_), .. }, Some(persona)) = (&job.spec, job.persona)
                && let Some(record) = view.get(&PERSONAS, &persona.0)?
            {
                names.push(record.persona.name);
            }
            before = job.after;
        }
        Ok(names)
    }
}
