//! Requests about discussions: lists, one in full, its statements, extraction by hand, deletion.

use sarf_shared::dialogue::Speaker;
use sarf_shared::discussion::{Actor, Discussion, DiscussionId, RunId, Status, Transition, Uid};
use sarf_shared::rpc::{
    Accepted, ApiError, CodingView, DiscussionFilter, DiscussionRow, DiscussionView, Event, ExtractRequest, Page,
    PageRequest, RequestId, RunView, StatementView, StatusMoment,
};

use super::house::{House, api, fault};
use super::{rows, views};
use crate::codings::name_of;
use crate::jobs::change::{self, announce, save_discussion, set_status};
use crate::jobs::{Refusal, moves};
use crate::records::{CODINGS, DISCUSSION_JOBS, DISCUSSION_RUNS, DISCUSSIONS, EVALUATIONS, RUNS, SCORES, STATEMENTS};
use crate::store::{Span, Tx, View};
use crate::work;

/// A step of the status with the name of whoever caused it.
fn named(step: &Transition) -> StatusMoment {
    StatusMoment { account: name_of(step.actor), ..StatusMoment::from(step) }
}

impl House {
    pub(super) fn discussions(
        &self,
        filter: &DiscussionFilter,
        page: PageRequest,
    ) -> Result<Page<DiscussionRow>, ApiError> {
        let view = self.store.read();
        let now = self.clock.now();
        let fits = |discussion: &Discussion| {
            filter.synthetic.is_none_or(|wanted| discussion.origin.is_synthetic() == wanted)
                && filter.status.is_none_or(|wanted| discussion.status.word() == wanted)
        };
        let mut found = Vec::new();
        match &filter.ids {
            Some(ids) => {
                for id in ids {
                    found.extend(view.get(&DISCUSSIONS, &id.0).map_err(fault)?.filter(|found| fits(found)));
                }
            }
            None => {
                let all = view.scan(&DISCUSSIONS, &Span::all().backwards()).map_err(fault)?;
                found.extend(all.into_iter().map(|(_, discussion)| discussion).filter(|found| fits(found)));
            }
        }
        let wanted = found.iter().skip(page.offset as usize).take(views::limit(page));
        let items = wanted.map(|discussion| rows::row(&view, discussion, now)).collect::<Result<_, _>>();
        Ok(Page { items: items.map_err(fault)?, total: u32::try_from(found.len()).unwrap_or(u32::MAX) })
    }

    pub(super) fn discussion(&self, id: DiscussionId) -> Result<DiscussionView, ApiError> {
        let view = self.store.read();
        let discussion = change::discussion(&view, id).map_err(api)?;
        let row = rows::row(&view, &discussion, self.clock.now()).map_err(fault)?;
        let mut runs = Vec::new();
        for ((_, run), ()) in view.scan_prefix(&DISCUSSION_RUNS, &id.0).map_err(fault)? {
            if let Some(run) = view.get(&RUNS, &run).map_err(fault)? {
                runs.push(RunView {
                    id: run.id,
                    job: run.job,
                    engine: run.engine,
                    engine_note: run.engine_note,
                    started: run.started,
                    finished: run.finished,
                    coded: run.coded,
                    repairs: run.repairs,
                });
            }
        }
        let evaluation = view.get(&EVALUATIONS, &id.0).map_err(fault)?.unwrap_or_default();
        let reference = work::reference::view(&view, &discussion).map_err(fault)?;
        Ok(DiscussionView {
            row,
            history: discussion.history.iter().map(named).collect(),
            seed: discussion.seed,
            subject: discussion.subject,
            coach: discussion.coach,
            creator: discussion.creator,
            consents: discussion.consents,
            runs,
            evaluation,
            reference,
        })
    }

    pub(super) fn statements(
        &self,
        id: DiscussionId,
        run: Option<RunId>,
        page: PageRequest,
    ) -> Result<Page<StatementView>, ApiError> {
        let view = self.store.read();
        let discussion = change::discussion(&view, id).map_err(api)?;
        if let Some(run) = run
            && view.get(&RUNS, &run.0).map_err(fault)?.is_none_or(|found| found.discussion != id)
        {
            let list = format!("sarf show {id}");
            return Err(ApiError::NotFound { what: "run".into(), id: format!("{run} of discussion {id}"), list });
        }
        // While an extraction runs, what it has coded so far is what there is to see.
        let latest =
            || view.last(&DISCUSSION_RUNS, Span::of(&id.0)).map(|found| found.map(|((_, run), ())| RunId(run)));
        let run = match (run, discussion.standing_run) {
            (Some(run), _) | (None, Some(run)) => Some(run),
            (None, None) => latest().map_err(fault)?,
        };
        let mut items = Vec::new();
        let first = page.offset.saturating_add(1);
        let span = Span::of(&id.0).from(&(id.0, first)).limit(views::limit(page));
        for (_, statement) in view.scan(&STATEMENTS, &span).map_err(fault)? {
            let coding = match run {
                Some(run) if statement.speaker == Speaker::Subject => {
                    view.get(&CODINGS, &(run.0, statement.number)).map_err(fault)?.map(|coding| CodingView {
                        run,
                        deltas: coding.deltas,
                        repairs: coding.repairs,
                        calls: coding.calls,
                    })
                }
                _ => None,
            };
            items.push(StatementView {
                number: statement.number,
                speaker: statement.speaker,
                text: statement.text,
                at: statement.at,
                fallback: statement.fallback,
                revealed: statement.revealed,
                coding,
            });
        }
        Ok(Page { items, total: discussion.statements })
    }

    pub(super) async fn extract(
        &self,
        uid: Uid,
        request: RequestId,
        asked: ExtractRequest,
    ) -> Result<Accepted, ApiError> {
        let plan = self.plan(false)?;
        let config = self.config.clone();
        self.mutate(uid, request, move |tx, actor| {
            let mut discussion = change::discussion(tx, asked.discussion)?;
            let now = change::now(tx);
            if let Some(provider) = asked.allow_remote {
                work::consent::allow(&mut discussion, provider, actor, now, &config)?;
            }
            ready_to_code(&mut discussion, tx, actor)?;
            save_discussion(tx, &discussion)?;
            let (plan, note) = work::consent::keep_at_home(&discussion, &plan, &config);
            work::extract::accept(tx, &mut discussion, &plan, note, actor)
        })
        .await
    }

    pub(super) async fn delete_discussion(
        &self,
        uid: Uid,
        request: RequestId,
        id: DiscussionId,
    ) -> Result<(), ApiError> {
        let jobs = self
            .mutate(uid, request, move |tx, _| {
                change::discussion(tx, id)?;
                forget_discussion(tx, id)
            })
            .await?;
        for job in jobs {
            self.runner.let_go(job);
        }
        Ok(())
    }
}

/// Takes a discussion to where an extraction can start, or says why not.
fn ready_to_code(discussion: &mut Discussion, tx: &mut Tx, actor: Actor) -> Result<(), Refusal> {
    let id = discussion.id;
    let conflict = |why: String| Refusal::Api(ApiError::Conflict { why });
    if let Ok(job) = moves::latest(tx, id)
        && !job.state.is_over()
        && job.spec.kind() != sarf_shared::job::JobKind::Evaluate
    {
        let why =
            format!("discussion {id} is at work ({}: {}); wait, or `sarf cancel {id}` first", job.id, job.state.word());
        return Err(conflict(why));
    }
    if discussion.subject_statements == 0 {
        return Err(conflict(format!(
            "discussion {id} has no statement of the client yet, so there is nothing to code"
        )));
    }
    match discussion.status {
        Status::Failed(_) => {
            let now = change::now(tx);
            set_status(discussion, Status::PendingExtraction, now, actor, "extracted as it is")?;
            Ok(())
        }
        Status::PendingExtraction | Status::ReadyForCoding => Ok(()),
        other => Err(conflict(format!("discussion {id} is {other}; it can be extracted when that is over"))),
    }
}

/// Removes a discussion with all that belongs to it; answers its jobs.
fn forget_discussion(tx: &mut Tx, id: DiscussionId) -> Result<Vec<sarf_shared::discussion::JobId>, Refusal> {
    let mut jobs = Vec::new();
    for (key, ()) in tx.scan_prefix(&DISCUSSION_JOBS, &id.0)? {
        House::forget_job(tx, key.1)?;
        tx.delete(&DISCUSSION_JOBS, &key);
        jobs.push(sarf_shared::discussion::JobId(key.1));
    }
    for (key, ()) in tx.scan_prefix(&DISCUSSION_RUNS, &id.0)? {
        for (coding, _) in tx.scan_prefix(&CODINGS, &key.1)? {
            tx.delete(&CODINGS, &coding);
        }
        tx.delete(&RUNS, &key.1);
        tx.delete(&DISCUSSION_RUNS, &key);
    }
    for (key, _) in tx.scan_prefix(&STATEMENTS, &id.0)? {
        tx.delete(&STATEMENTS, &key);
    }
    crate::codings::forget(tx, id)?;
    tx.delete(&EVALUATIONS, &id.0);
    tx.delete(&SCORES, &id.0);
    tx.delete(&DISCUSSIONS, &id.0);
    announce(tx, &Event::DiscussionDeleted { id })?;
    Ok(jobs)
}
