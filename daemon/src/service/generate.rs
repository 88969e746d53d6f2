//! The request to write discussions.

use sarf_shared::discussion::{Discussion, DiscussionId, JobId, Origin, PersonaId, Status, Transition, Uid};
use sarf_shared::rpc::{Accepted, ApiError, GenerateRequest, PersonaSource, RequestId};
use sarf_shared::seed;

use super::house::House;
use super::personas;
use crate::jobs::change::{self, save_discussion, save_job};
use crate::models::Player;
use crate::records::{JobRecord, JobSpec, PersonaRecord};
use crate::work;

/// Most discussions one command may ask for.
const MOST: u32 = 1000;
/// Most turns of one discussion.
const MOST_TURNS: u32 = 200;

impl House {
    pub(super) async fn generate(
        &self,
        uid: Uid,
        request: RequestId,
        asked: GenerateRequest,
    ) -> Result<Vec<Accepted>, ApiError> {
        let mut problems = Vec::new();
        if !(1..=MOST).contains(&asked.count) {
            problems.push(format!("count: {} is not between 1 and {MOST}", asked.count));
        }
        if !(1..=MOST_TURNS).contains(&asked.turns) {
            problems.push(format!("turns: {} is not between 1 and {MOST_TURNS}", asked.turns));
        }
        if !problems.is_empty() {
            return Err(ApiError::Invalid { problems });
        }
        let plan = self.plan(asked.offline)?;
        let base = asked.seed.unwrap_or_else(|| self.drawn_seed());
        let today = self.today();
        self.mutate(uid, request, move |tx, actor| {
            let persona: Option<PersonaRecord> = match asked.persona {
                PersonaSource::Existing(id) => Some(personas::persona(tx, id)?),
                PersonaSource::New => None,
            };
            let is_offline = plan.author == Player::Offline;
            let hash = work::keep_plan(tx, &plan)?;
            let mut accepted = Vec::new();
            let mut before: Option<JobId> = None;
            // Names to avoid are those known now; within the batch a clash is settled by place.
            let orders =
                persona.is_none().then(|| work::author::order(tx, base, is_offline, false, today)).transpose()?;
            for i in 0..asked.count {
                // A single discussion uses the seed itself, so that the seed alone reproduces it.
                let seed = if asked.count == 1 { base } else { seed::derive(base, &[u64::from(i)]) };
                let now = change::now(tx);
                let id = DiscussionId(tx.next_id("discussion")?);
                let discussion = Discussion {
                    id,
                    title: persona.as_ref().map_or_else(|| "new client".to_owned(), |known| known.persona.name.clone()),
                    origin: Origin::Generated,
                    persona: persona.as_ref().map(|known| known.id),
                    subject: persona.as_ref().map(|known| known.persona.name.clone()),
                    coach: None,
                    date: persona.as_ref().map(|known| known.persona.as_of),
                    seed: Some(seed),
                    planned: asked.turns,
                    status: Status::Pending,
                    history: vec![Transition { at: now, actor, to: Status::Pending, reason: "asked for".to_owned() }],
                    statements: 0,
                    subject_statements: 0,
                    standing_run: None,
                    revealed_unknown: false,
                    self_reported: plan.client != Player::Offline,
                    consents: Vec::new(),
                    created: now,
                    creator: actor,
                };
                save_discussion(tx, &discussion)?;
                let author = orders.clone().map(|mut order| {
                    order.seed = seed::derive(seed, &[work::PERSONA_PART]);
                    if is_offline {
                        order.as_of = work::author::offline_day(order.seed);
                    }
                    order
                });
                let spec = JobSpec::Generate { seed, turns: asked.turns, extract: asked.extract, author };
                let mut job = JobRecord::new(JobId(tx.next_id("job")?), spec, hash.clone(), now, actor, asked.turns);
                job.discussion = Some(id);
                job.persona = persona.as_ref().map(|known| known.id);
                job.step = u32::from(persona.is_some());
                job.after = before.filter(|_| persona.is_none());
                save_job(tx, &job)?;
                before = Some(job.id);
                let known: Option<PersonaId> = job.persona;
                accepted.push(Accepted {
                    discussion: Some(id),
                    persona: known,
                    job: Some(job.id),
                    notes: if asked.seed.is_none() { vec![format!("seed {base}")] } else { Vec::new() },
                });
            }
            Ok(accepted)
        })
        .await
    }
}
