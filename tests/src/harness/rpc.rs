//! A tarpc client over the real socket, for tests that are not written in async.

use std::future::Future;
use std::path::Path;
use std::time::{Duration, Instant};

use sarf_shared::discussion::{DiscussionId, JobId};
use sarf_shared::job::JobState;
use sarf_shared::rpc::{
    Accepted, ApiError, CallView, Cursor, DaemonStatus, DiscussionFilter, DiscussionRow, GenerateRequest, JobAction,
    JobFilter, JobTarget, JobView, MAX_FRAME, PageRequest, PersonaSource, RequestId, SarfClient, StatementView,
    WatchRequest,
};
use tarpc::client::RpcError;
use tarpc::context::Context;
use tokio::net::UnixStream;
use tokio::runtime::Runtime;
use tokio_serde::formats::Json;
use tokio_util::codec::LengthDelimitedCodec;

use super::wait::PATIENCE;

/// How long one call may take.
const CALL: Duration = Duration::from_secs(20);
/// Everything on one page.
const ALL: PageRequest = PageRequest { offset: 0, limit: 500 };

/// A connection. It does not mend itself: when the daemon is gone, so is it.
pub struct Rpc {
    runtime: Runtime,
    client: SarfClient,
}

impl Rpc {
    /// Connects; none if nobody listens.
    pub fn dial(socket: &Path) -> Option<Rpc> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().ok()?;
        let client = runtime.block_on(async {
            let stream = UnixStream::connect(socket).await.ok()?;
            let framed = LengthDelimitedCodec::builder().max_frame_length(MAX_FRAME).new_framed(stream);
            let transport = tarpc::serde_transport::new(framed, Json::default());
            Some(SarfClient::new(tarpc::client::Config::default(), transport).spawn())
        })?;
        Some(Rpc { runtime, client })
    }

    /// One call, with whatever becomes of it.
    pub fn call<T, F>(&self, send: impl FnOnce(SarfClient, Context) -> F) -> Result<Result<T, ApiError>, RpcError>
    where
        F: Future<Output = Result<Result<T, ApiError>, RpcError>>,
    {
        let mut context = tarpc::context::current();
        context.deadline = Instant::now() + CALL;
        self.runtime.block_on(send(self.client.clone(), context))
    }

    /// One call that must be answered well.
    #[track_caller]
    pub fn ask<T, F>(&self, send: impl FnOnce(SarfClient, Context) -> F) -> T
    where
        F: Future<Output = Result<Result<T, ApiError>, RpcError>>,
    {
        match self.call(send) {
            Ok(Ok(answer)) => answer,
            Ok(Err(refused)) => panic!("the daemon refused: {refused}"),
            Err(broken) => panic!("the call was not answered: {broken}"),
        }
    }

    /// One call that must be refused.
    #[track_caller]
    pub fn refused<T: std::fmt::Debug, F>(&self, send: impl FnOnce(SarfClient, Context) -> F) -> ApiError
    where
        F: Future<Output = Result<Result<T, ApiError>, RpcError>>,
    {
        match self.call(send) {
            Ok(Err(refused)) => refused,
            other => panic!("expected a refusal, not {other:?}"),
        }
    }

    /// The daemon's status; none if it did not answer within half a second.
    pub fn status(&self) -> Option<DaemonStatus> {
        let mut context = tarpc::context::current();
        context.deadline = Instant::now() + Duration::from_millis(500);
        self.runtime.block_on(self.client.status(context)).ok()?.ok()
    }

    /// Waits until `condition` gives something, looking again whenever anything changed; none if the daemon went away
    /// meanwhile.
    #[track_caller]
    pub fn watch_until<T>(&self, what: &str, mut condition: impl FnMut(&Rpc) -> Option<T>) -> Option<T> {
        let begun = Instant::now();
        let mut since: Option<Cursor> = None;
        loop {
            // The cursor is taken before the look, so that no change between them is missed.
            let wait_ms = if since.is_some() { 1_000 } else { 0 };
            let request = WatchRequest { since: since.clone(), live: None, wait_ms };
            let reply = self.call(|client, context| async move { client.watch(context, request).await });
            let Ok(Ok(reply)) = reply else { return None };
            since = Some(reply.cursor);
            if let Some(found) = condition(self) {
                return Some(found);
            }
            assert!(begun.elapsed() < PATIENCE, "waited {PATIENCE:?} in vain until {what}");
        }
    }

    /// The same where the daemon must stay.
    #[track_caller]
    pub fn until<T>(&self, what: &str, condition: impl FnMut(&Rpc) -> Option<T>) -> T {
        self.watch_until(what, condition).unwrap_or_else(|| panic!("the daemon went away before {what}"))
    }

    /// All jobs, oldest first; none if the daemon went away.
    pub fn try_jobs(&self) -> Option<Vec<JobView>> {
        let filter = JobFilter { ids: None, discussion: None, active: false };
        let page = self.call(|client, context| async move { client.jobs(context, filter, ALL).await }).ok()?.ok()?;
        Some(page.items.into_iter().rev().collect())
    }

    /// The calls of a job in the ledger, if the daemon answers.
    pub fn try_calls(&self, job: JobId) -> Option<Vec<CallView>> {
        let page = self.call(|client, context| async move { client.calls(context, job, ALL).await }).ok()?.ok()?;
        Some(page.items)
    }

    /// All jobs, oldest first.
    #[track_caller]
    pub fn jobs(&self) -> Vec<JobView> {
        self.try_jobs().unwrap_or_else(|| panic!("the jobs were not listed"))
    }

    /// One job.
    #[track_caller]
    pub fn job(&self, id: JobId) -> JobView {
        self.ask(|client, context| async move { client.job(context, id).await })
    }

    /// All discussions, oldest first.
    #[track_caller]
    pub fn discussions(&self) -> Vec<DiscussionRow> {
        let filter = DiscussionFilter::default();
        let page = self.ask(|client, context| async move { client.discussions(context, filter, ALL).await });
        page.items.into_iter().rev().collect()
    }

    /// One discussion's row.
    #[track_caller]
    pub fn row(&self, id: DiscussionId) -> DiscussionRow {
        self.ask(|client, context| async move { client.discussion(context, id).await }).row
    }

    /// The statements of a discussion.
    #[track_caller]
    pub fn statements(&self, id: DiscussionId) -> Vec<StatementView> {
        self.ask(|client, context| async move { client.statements(context, id, None, ALL).await }).items
    }

    /// Asks for discussions with new personas.
    #[track_caller]
    pub fn generate(&self, count: u32, turns: u32, seed: u64, extract: bool) -> Vec<Accepted> {
        let request =
            GenerateRequest { persona: PersonaSource::New, count, turns, seed: Some(seed), extract, offline: false };
        self.ask(|client, context| async move { client.generate(context, fresh_id(), request).await })
    }

    /// Does something to a job.
    #[track_caller]
    pub fn act(&self, action: JobAction, target: JobTarget) -> Vec<JobView> {
        self.ask(|client, context| async move { client.job_action(context, fresh_id(), action, target).await })
    }

    /// Waits until no job is under way or due: each is over or paused.
    #[track_caller]
    pub fn settle(&self) -> Vec<JobView> {
        self.until("all jobs have come to rest", |rpc| {
            let jobs = rpc.jobs();
            let rests = |state: &JobState| state.is_over() || matches!(state, JobState::Paused { .. });
            jobs.iter().all(|job| rests(&job.brief.state)).then_some(jobs)
        })
    }
}

impl std::fmt::Debug for Rpc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Rpc")
    }
}

/// A new request id.
pub fn fresh_id() -> RequestId {
    RequestId(ulid::Ulid::generate().to_string())
}
