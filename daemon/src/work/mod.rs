//! What a job does, a file each: author, generate, extract, evaluate, import. The runner calls `step` until it is over;
//! each step is at most one finished model call between two durable changes.

pub mod author;
pub mod consent;
pub mod evaluate;
pub mod extract;
pub mod generate;
pub mod import;
pub mod reference;
mod talk;

use sarf_shared::discussion::{Actor, Status};

use crate::jobs::change::{self, Stop, save_discussion, set_status};
use crate::jobs::{Advance, Desk, Refusal, StepError};
use crate::models::plan::Plan;
use crate::records::{JobRecord, JobSpec, PLANS};
use crate::store::{Tx, View};

/// Which part of a discussion's seed its persona's seed is derived with.
pub const PERSONA_PART: u64 = 0x70_65_72_73;

/// The part of a discussion's seed that its extractions come from.
const EXTRACT_PART: u64 = 0x65_78_74_72;

/// The part of a discussion's seed that its judge's comes from.
const EVALUATE_PART: u64 = 0x6a_75_64_67;

/// The seed of a discussion; an imported one has none, and its number stands for it.
fn seed_of(discussion: &sarf_shared::discussion::Discussion) -> u64 {
    discussion.seed.unwrap_or(discussion.id.0)
}

/// A job being worked on, with what it holds in memory between steps; all of it can be read again from the store.
pub enum Work {
    /// Writes a persona.
    Author(author::AuthorWork),
    /// Writes a discussion.
    Generate(Box<generate::GenerateWork>),
    /// Codes a discussion.
    Extract(Box<extract::ExtractWork>),
    /// Asks the judge.
    Evaluate(evaluate::EvaluateWork),
}

/// Reads what a job needs.
pub async fn open(desk: &Desk, job: &JobRecord) -> Result<Work, StepError> {
    Ok(match &job.spec {
        JobSpec::Author(order) => Work::Author(author::AuthorWork::new(order.clone(), None)),
        JobSpec::Generate { .. } => Work::Generate(Box::new(generate::GenerateWork::open(desk, job)?)),
        JobSpec::Extract { run } => Work::Extract(Box::new(extract::ExtractWork::open(desk, job, *run)?)),
        JobSpec::Evaluate => Work::Evaluate(evaluate::EvaluateWork::open(desk, job)?),
    })
}

impl Work {
    /// Does the next step.
    pub async fn step(&mut self, desk: &Desk) -> Result<Advance, StepError> {
        match self {
            Work::Author(work) => work.step(desk).await,
            Work::Generate(work) => work.step(desk).await,
            Work::Extract(work) => work.step(desk).await,
            Work::Evaluate(work) => work.step(desk).await,
        }
    }
}

/// What a start changes besides the job: the discussion's status.
pub fn on_start(tx: &mut Tx, job: &mut JobRecord) -> Result<(), Stop> {
    let Some(id) = job.discussion else { return Ok(()) };
    let mut discussion = change::discussion(tx, id)?;
    let now = change::now(tx);
    let next = match (&job.spec, discussion.status) {
        (JobSpec::Generate { .. }, Status::Pending) if job.persona.is_some() => Status::Generating,
        (JobSpec::Extract { .. }, Status::PendingExtraction) => Status::Extracting { standing: None },
        (JobSpec::Extract { .. }, Status::ReadyForCoding) => Status::Extracting { standing: discussion.standing_run },
        _ => return Ok(()),
    };
    set_status(&mut discussion, next, now, Actor::Runner, job.id.to_string())?;
    save_discussion(tx, &discussion)?;
    Ok(())
}

fn plan_hash(plan: &Plan) -> String {
    let text = serde_json::to_vec(plan).unwrap_or_default();
    blake3::hash(&text).to_hex().chars().take(32).collect()
}

/// Stores a plan under its hash, once, and answers the hash.
pub fn keep_plan(tx: &mut Tx, plan: &Plan) -> Result<String, Refusal> {
    let hash = plan_hash(plan);
    if !tx.contains(&PLANS, &hash)? {
        tx.put(&PLANS, &hash, plan)?;
    }
    Ok(hash)
}
