//! Requests about jobs.

use sarf_shared::discussion::{JobId, Uid};
use sarf_shared::rpc::{
    ApiError, CallView, EngineLabel, JobAction, JobFilter, JobTarget, JobView, Page, PageRequest, RequestId,
};

use super::house::{House, api, fault};
use super::views;
use crate::jobs::{change, moves};
use crate::records::{ACTIVE_JOBS, CALLS, DISCUSSION_JOBS, JOBS, JobRecord};
use crate::store::{Span, View};

impl House {
    pub(super) fn jobs(&self, filter: &JobFilter, page: PageRequest) -> Result<Page<JobView>, ApiError> {
        let view = self.store.read();
        let mut ids: Vec<u64> = match (&filter.ids, filter.discussion, filter.active) {
            (Some(ids), _, _) => ids.iter().map(|id| id.0).collect(),
            (None, Some(discussion), _) => {
                let found = view.scan_prefix(&DISCUSSION_JOBS, &discussion.0).map_err(fault)?;
                found.into_iter().map(|((_, job), ())| job).collect()
            }
            (None, None, true) => {
                view.scan(&ACTIVE_JOBS, &Span::all()).map_err(fault)?.into_iter().map(|(id, ())| id).collect()
            }
            (None, None, false) => {
                let total = u32::try_from(view.count(&JOBS).map_err(fault)?).unwrap_or(u32::MAX);
                let wanted = page.offset as usize + views::limit(page);
                let newest = view.scan(&JOBS, &Span::all().backwards().limit(wanted)).map_err(fault)?;
                let rows = newest.into_iter().skip(page.offset as usize).map(|(_, job)| self.job_view(&job));
                return Ok(Page { items: rows.collect(), total });
            }
        };
        ids.sort_unstable_by(|a, b| b.cmp(a));
        let mut items = Vec::new();
        for id in ids {
            if let Some(job) = view.get(&JOBS, &id).map_err(fault)?
                && !(filter.active && job.state.is_over())
                && filter.discussion.is_none_or(|wanted| job.discussion == Some(wanted))
            {
                items.push(job);
            }
        }
        Ok(views::page(&items, page, |job| self.job_view(job)))
    }

    pub(super) fn job(&self, id: JobId) -> Result<JobView, ApiError> {
        let job = change::job(&self.store.read(), id).map_err(api)?;
        Ok(self.job_view(&job))
    }

    pub(super) async fn job_action(
        &self,
        uid: Uid,
        request: RequestId,
        action: JobAction,
        target: JobTarget,
    ) -> Result<Vec<JobView>, ApiError> {
        let ids = self
            .mutate(uid, request, move |tx, actor| {
                let mut changed = Vec::new();
                for job in moves::targets(tx, action, target)? {
                    changed.push(moves::act(tx, job, action, actor)?.id);
                }
                Ok(changed)
            })
            .await?;
        // Only what is to rest is broken off: a job let go on may be at work again already.
        if matches!(action, JobAction::Cancel | JobAction::Pause) {
            for id in &ids {
                self.runner.let_go(*id);
            }
        }
        ids.into_iter().map(|id| self.job(id)).collect()
    }

    pub(super) fn calls(&self, job: JobId, page: PageRequest) -> Result<Page<CallView>, ApiError> {
        let view = self.store.read();
        change::job(&view, job).map_err(api)?;
        let calls = view.scan_prefix(&CALLS, &job.0).map_err(fault)?;
        Ok(views::page(&calls, page, |(_, entry)| CallView {
            at: entry.at,
            job,
            step: entry.step,
            engine: EngineLabel {
                role: entry.call.role.to_string(),
                provider: entry.call.provider.clone(),
                model: entry.call.model.clone(),
                prompt_hash: entry.call.prompt_hash.clone().unwrap_or_default(),
            },
            prompt_tokens: entry.call.prompt_tokens,
            completion_tokens: entry.call.completion_tokens,
            ms: entry.call.ms,
            attempt: entry.call.attempt,
            failure: entry.call.failure.clone(),
        }))
    }

    fn job_view(&self, job: &JobRecord) -> JobView {
        let engines = self.engines(&job.plan, job.spec.kind());
        views::job(job, engines, self.clock.now())
    }

    /// Deletes a job with its ledger; part of deleting what it belongs to.
    pub(super) fn forget_job(tx: &mut crate::store::Tx, id: u64) -> Result<(), crate::jobs::Refusal> {
        for (key, _) in tx.scan_prefix(&CALLS, &id)? {
            tx.delete(&CALLS, &key);
        }
        for (key, _) in tx.scan_prefix(&crate::records::REPLIES, &id)? {
            tx.delete(&crate::records::REPLIES, &key);
        }
        tx.delete(&JOBS, &id);
        tx.delete(&ACTIVE_JOBS, &id);
        Ok(())
    }
}
