//! Requests about personas.

use sarf_shared::discussion::{JobId, PersonaId, Uid};
use sarf_shared::rpc::{Accepted, ApiError, Event, Page, PageRequest, PersonaRow, PersonaView, RequestId, UploadId};
use sarf_shared::seed;

use super::house::{House, fault};
use super::views;
use crate::jobs::Refusal;
use crate::jobs::change::{self, announce, save_job};
use crate::models::Player;
use crate::records::{DISCUSSIONS, JobRecord, JobSpec, PERSONA_NAMES, PERSONA_SEEDS, PERSONAS, PersonaRecord};
use crate::store::{Span, View};
use crate::work;

/// The persona, or a refusal that says where they are listed.
pub fn persona(view: &impl View, id: PersonaId) -> Result<PersonaRecord, Refusal> {
    view.get(&PERSONAS, &id.0)?.ok_or_else(|| {
        ApiError::NotFound { what: "persona".into(), id: id.to_string(), list: "sarf persona list".into() }.into()
    })
}

impl House {
    pub(super) fn personas(&self, page: PageRequest) -> Result<Page<PersonaRow>, ApiError> {
        let view = self.store.read();
        let total = u32::try_from(view.count(&PERSONAS).map_err(fault)?).unwrap_or(u32::MAX);
        let wanted = page.offset as usize + views::limit(page);
        let newest = view.scan(&PERSONAS, &Span::all().backwards().limit(wanted)).map_err(fault)?;
        let counts = self.discussions_by_persona()?;
        let row = |record: &PersonaRecord| views::persona(record, counts.get(&record.id).copied().unwrap_or(0));
        Ok(Page { items: newest.iter().skip(page.offset as usize).map(|(_, record)| row(record)).collect(), total })
    }

    fn discussions_by_persona(&self) -> Result<std::collections::HashMap<PersonaId, u32>, ApiError> {
        let mut counts = std::collections::HashMap::new();
        self.store
            .read()
            .visit(&DISCUSSIONS, &Span::all(), |_, discussion| {
                if let Some(persona) = discussion.persona {
                    *counts.entry(persona).or_default() += 1;
                }
                std::ops::ControlFlow::Continue(())
            })
            .map_err(fault)?;
        Ok(counts)
    }

    pub(super) fn persona(&self, id: PersonaId) -> Result<PersonaView, ApiError> {
        let record = persona(&self.store.read(), id).map_err(super::house::api)?;
        let counts = self.discussions_by_persona()?;
        let row = views::persona(&record, counts.get(&id).copied().unwrap_or(0));
        Ok(PersonaView { row, persona: record.persona })
    }

    pub(super) async fn new_persona(
        &self,
        uid: Uid,
        request: RequestId,
        asked: Option<u64>,
        offline: bool,
    ) -> Result<Accepted, ApiError> {
        let plan = self.plan(offline)?;
        let today = self.today();
        let drawn = self.drawn_seed();
        self.mutate(uid, request, move |tx, actor| {
            let is_offline = plan.author == Player::Offline;
            if let (Some(seed), true) = (asked, is_offline)
                && let Some(known) = tx.get(&PERSONA_SEEDS, &seed)?
                && tx.contains(&PERSONAS, &known)?
            {
                let notes = vec![format!("persona p{known} was made from seed {seed} before and is used again")];
                return Ok(Accepted { discussion: None, persona: Some(PersonaId(known)), job: None, notes });
            }
            let seed = asked.unwrap_or(drawn);
            let keep = asked.is_some() && is_offline;
            let order = work::author::order(tx, seed, is_offline, keep, today)?;
            let hash = work::keep_plan(tx, &plan)?;
            let id = JobId(tx.next_id("job")?);
            let now = change::now(tx);
            let job = JobRecord::new(id, JobSpec::Author(order), hash, now, actor, 1);
            save_job(tx, &job)?;
            Ok(Accepted { discussion: None, persona: None, job: Some(id), notes: Vec::new() })
        })
        .await
    }

    pub(super) async fn import_persona(
        &self,
        uid: Uid,
        request: RequestId,
        upload: UploadId,
    ) -> Result<Accepted, ApiError> {
        if let Some(first) = self.answered(uid, &request)? {
            return Ok(first);
        }
        let bytes = self.uploads.bytes(uid, &upload)?;
        let answer = self
            .mutate(uid, request, move |tx, actor| {
                let taken = work::author::names(tx)?;
                let persona = work::author::check_bytes(&bytes, &taken)
                    .map_err(|problems| Refusal::Api(ApiError::Invalid { problems }))?;
                let id = work::author::store(tx, persona, None, false, actor)?;
                Ok(Accepted { discussion: None, persona: Some(id), job: None, notes: Vec::new() })
            })
            .await;
        self.uploads.settle(uid, &upload, &answer);
        answer
    }

    pub(super) async fn delete_persona(&self, uid: Uid, request: RequestId, id: PersonaId) -> Result<(), ApiError> {
        self.mutate(uid, request, move |tx, _| {
            let record = persona(tx, id)?;
            let in_use = work::generate::jobs_with(tx, id)?;
            if let Some(job) = in_use.first() {
                let why = format!("{id} is needed by {job}; wait until it is done, or cancel it first");
                return Err(ApiError::Conflict { why }.into());
            }
            tx.delete(&PERSONA_NAMES, &record.persona.name.to_lowercase());
            if let Some(seed) = record.seed
                && tx.get(&PERSONA_SEEDS, &seed)? == Some(id.0)
            {
                tx.delete(&PERSONA_SEEDS, &seed);
            }
            tx.delete(&PERSONAS, &id.0);
            announce(tx, &Event::PersonaDeleted { id })?;
            Ok(())
        })
        .await
    }

    /// A seed for who gave none. It is recorded with what is made from it.
    pub(super) fn drawn_seed(&self) -> u64 {
        // Request ids are random; so are these, but they need only differ.
        let random = u128::from_be_bytes(ulid::Ulid::generate().to_bytes());
        seed::derive(u64::try_from(random & u128::from(u64::MAX)).unwrap_or_default(), &[self.clock.now().0]) >> 16
    }

    /// The day now, by the daemon's clock.
    pub(super) fn today(&self) -> chrono::NaiveDate {
        let millis = i64::try_from(self.clock.now().0).unwrap_or(0);
        chrono::DateTime::from_timestamp_millis(millis).map_or(chrono::NaiveDate::MIN, |time| time.date_naive())
    }
}
