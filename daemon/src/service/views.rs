//! Makes views of records: pages, jobs, engines, personas. Pure but for what is handed in.

use sarf_shared::discussion::{Timestamp, Transition};
use sarf_shared::job::{JobKind, JobMoment, JobState};
use sarf_shared::rpc::{EngineLabel, JobBrief, JobView, Page, PageRequest, PersonaRow};

use super::house::House;
use crate::codings::name_of;
use crate::models::Role;
use crate::records::{JobRecord, PLANS, PersonaRecord};
use crate::store::View;

/// The longest page.
const LONGEST_PAGE: u32 = 500;

/// How many entries a page request may get.
pub fn limit(page: PageRequest) -> usize {
    page.limit.min(LONGEST_PAGE) as usize
}

/// Cuts a page out of everything.
pub fn page<T, R>(all: &[T], page: PageRequest, view: impl FnMut(&T) -> R) -> Page<R> {
    Page {
        items: all.iter().skip(page.offset as usize).take(limit(page)).map(view).collect(),
        total: u32::try_from(all.len()).unwrap_or(u32::MAX),
    }
}

/// A job in short. The estimate of what is left is the pace of this run carried on.
pub fn brief(job: &JobRecord, now: Timestamp) -> JobBrief {
    let elapsed_ms = match &job.state {
        JobState::Running { started, .. } => now.since(*started),
        _ => 0,
    };
    let finished = job.progress.done.saturating_sub(job.done_at_start);
    let left = job.progress.of.saturating_sub(job.progress.done);
    let eta_ms = (elapsed_ms > 0 && finished > 0).then(|| elapsed_ms * u64::from(left) / u64::from(finished));
    JobBrief { id: job.id, kind: job.spec.kind(), state: job.state.clone(), progress: job.progress, elapsed_ms, eta_ms }
}

/// A job in full.
pub fn job(job: &JobRecord, engines: Vec<EngineLabel>, now: Timestamp) -> JobView {
    JobView {
        brief: brief(job, now),
        discussion: job.discussion,
        persona: job.persona,
        created: job.created,
        attempts: job.failures,
        rerun: job.rerun,
        engines,
        history: job.history.iter().map(named).collect(),
    }
}

/// A moment with the name of whoever did it.
fn named(moment: &JobMoment) -> JobMoment {
    JobMoment { account: name_of(moment.actor), ..moment.clone() }
}

/// A persona in a list.
pub fn persona(record: &PersonaRecord, discussions: u32) -> PersonaRow {
    let persona = &record.persona;
    let family = &persona.family;
    let me = family.people.iter().find(|person| person.relation == "self");
    let age = me.and_then(|me| me.birth).and_then(|birth| persona.as_of.years_since(birth));
    let facts = family.people.len() + family.pair_bonds.len() + family.events.len() + family.shifts.len();
    PersonaRow {
        id: record.id,
        name: persona.name.clone(),
        age,
        traits: persona.traits.iter().map(ToString::to_string).collect(),
        attachment_style: persona.attachment_style.to_string(),
        facts: u32::try_from(facts).unwrap_or(u32::MAX),
        discussions,
        seed: record.seed,
        created: record.created,
    }
}

/// The last reason of a history, for a note.
pub fn last_reason(history: &[Transition]) -> Option<&str> {
    history.last().map(|step| step.reason.as_str())
}

/// The roles a kind of job calls upon.
fn roles(kind: JobKind) -> &'static [Role] {
    match kind {
        JobKind::Author => &[Role::Author],
        JobKind::Generate => &[Role::Author, Role::Client, Role::Coach],
        JobKind::Extract => &[Role::Extractor],
        JobKind::Evaluate => &[Role::Judge],
    }
}

impl House {
    /// Who plays the roles of a job.
    pub(super) fn engines(&self, plan: &str, kind: JobKind) -> Vec<EngineLabel> {
        match self.store.read().get(&PLANS, &plan.to_owned()) {
            Ok(Some(plan)) => roles(kind).iter().map(|role| plan.label(*role)).collect(),
            _ => Vec::new(),
        }
    }
}
