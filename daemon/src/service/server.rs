//! The tarpc server: who is on the other end, and one line per request. A stranger is answered `Forbidden` to every
//! call; the logic is in the files of each family of requests.

use sarf_shared::coding::CoderName;
use sarf_shared::discussion::{DiscussionId, JobId, PersonaId, RunId, Uid, VersionId};
use sarf_shared::rpc::{
    Accepted, AgainstPrevious, AgreementRequest, ApiError, Approval, ApproveRequest, ApprovedView, CallView, CheckView,
    CodedView, CoderRow, CodingImportOptions, CodingsImported, CompareRequest, CompareView, DaemonStatus,
    DiscussionFilter, DiscussionRow, DiscussionView, DoctorFinding, ExtractRequest, F1DiscussionView, F1View,
    GenerateRequest, Hello, HistoryView, ImportOptions, ItemPair, ItemsRequest, JobAction, JobFilter, JobTarget,
    JobView, MapRequest, MapView, PROTOCOL, Page, PageRequest, PersonaRow, PersonaView, RequestId, Resampling, Sarf,
    ScoreFilter, StatementView, UploadId, VersionRow, VersionView, WatchReply, WatchRequest,
};
use sarf_shared::scoring::agreement::AgreementReport;
use tarpc::context::Context;

use super::house::{House, fault, internal};
use crate::models::{Plan, Role};
use crate::records::{ACTIVE_JOBS, DISCUSSIONS};
use crate::store::View;

/// Who is on the other end, as the kernel says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Peer {
    /// Someone this daemon works for.
    Known(Uid),
    /// Someone else.
    Stranger {
        /// Their uid.
        uid: Uid,
        /// Why they are refused.
        why: String,
    },
}

/// One connection.
#[derive(Clone)]
pub struct Server {
    house: House,
    peer: Peer,
}

impl Server {
    /// Serves `peer` in `house`.
    pub fn new(house: House, peer: Peer) -> Self {
        Server { house, peer }
    }

    fn who(&self) -> Result<Uid, ApiError> {
        match &self.peer {
            Peer::Known(uid) => Ok(*uid),
            Peer::Stranger { why, .. } => Err(ApiError::Forbidden { why: why.clone() }),
        }
    }
}

impl House {
    fn active_jobs(&self) -> Result<u32, ApiError> {
        let count = self.store.read().count(&ACTIVE_JOBS).map_err(fault)?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    fn status(&self) -> Result<DaemonStatus, ApiError> {
        let discussions = self.store.read().count(&DISCUSSIONS).map_err(fault)?;
        let me = &self.identity;
        Ok(DaemonStatus {
            pid: me.pid,
            boot_id: me.boot.clone(),
            build: me.build.clone(),
            protocol: PROTOCOL,
            socket: me.socket.clone(),
            home: me.home.clone(),
            started: me.started,
            now: self.clock.now(),
            discussions: u32::try_from(discussions).unwrap_or(u32::MAX),
            running_jobs: u32::try_from(self.runner.at_work_count()).unwrap_or(u32::MAX),
            active_jobs: self.active_jobs()?,
            storage: self.storage(),
            recovery: me.recovery.clone(),
            engines: Plan::accept(&self.config, &self.prompts)
                .map(|plan| Role::ALL.iter().map(|role| plan.label(*role)).collect())
                .unwrap_or_default(),
        })
    }

    async fn check(&self) -> Result<CheckView, ApiError> {
        let store = self.store.clone();
        let report = tokio::task::spawn_blocking(move || store.check()).await;
        let report = report.map_err(|error| internal(&error.to_string()))?.map_err(fault)?;
        Ok(super::checks::view(&report, Vec::new()))
    }

    async fn doctor(&self) -> Vec<DoctorFinding> {
        let mut findings = crate::lifecycle::doctor(&self.config, &self.prompts, &self.identity, &self.storage());
        let environment = |name: &str| std::env::var(name).ok();
        findings.extend(crate::models::llm::probe(&self.config, &environment, &self.http).await);
        findings
    }
}

impl Sarf for Server {
    async fn hello(self, _: Context, protocol: u32, build: String) -> Result<Hello, ApiError> {
        self.who()?;
        tracing::debug!(protocol, build, "hello");
        let me = &self.house.identity;
        Ok(Hello {
            protocol: PROTOCOL,
            build: me.build.clone(),
            boot: me.boot.clone(),
            started: me.started,
            store_schema: self.house.store.schema(),
            active_jobs: self.house.active_jobs()?,
        })
    }

    async fn shutdown(self, _: Context) -> Result<u32, ApiError> {
        self.who()?;
        let under_way = self.house.active_jobs()?;
        self.house.shutdown.cancel();
        Ok(under_way)
    }

    async fn status(self, _: Context) -> Result<DaemonStatus, ApiError> {
        self.who()?;
        self.house.status()
    }

    async fn watch(self, _: Context, request: WatchRequest) -> Result<WatchReply, ApiError> {
        self.who()?;
        self.house.watch(request).await
    }

    async fn discussions(
        self,
        _: Context,
        filter: DiscussionFilter,
        page: PageRequest,
    ) -> Result<Page<DiscussionRow>, ApiError> {
        self.who()?;
        self.house.discussions(&filter, page)
    }

    async fn discussion(self, _: Context, id: DiscussionId) -> Result<DiscussionView, ApiError> {
        self.who()?;
        self.house.discussion(id)
    }

    async fn statements(
        self,
        _: Context,
        id: DiscussionId,
        run: Option<RunId>,
        page: PageRequest,
    ) -> Result<Page<StatementView>, ApiError> {
        self.who()?;
        self.house.statements(id, run, page)
    }

    async fn generate(
        self,
        _: Context,
        request_id: RequestId,
        request: GenerateRequest,
    ) -> Result<Vec<Accepted>, ApiError> {
        let uid = self.who()?;
        self.house.generate(uid, request_id, request).await
    }

    async fn extract(self, _: Context, request_id: RequestId, request: ExtractRequest) -> Result<Accepted, ApiError> {
        let uid = self.who()?;
        self.house.extract(uid, request_id, request).await
    }

    async fn delete_discussion(self, _: Context, request_id: RequestId, id: DiscussionId) -> Result<(), ApiError> {
        let uid = self.who()?;
        self.house.delete_discussion(uid, request_id, id).await
    }

    async fn upload(self, _: Context, upload: UploadId, part: u32, bytes: String) -> Result<(), ApiError> {
        let uid = self.who()?;
        self.house.uploads.add(uid, upload, part, &bytes, self.house.clock.now())
    }

    async fn import_transcript(
        self,
        _: Context,
        request_id: RequestId,
        upload: UploadId,
        options: ImportOptions,
    ) -> Result<Accepted, ApiError> {
        let uid = self.who()?;
        self.house.import_transcript(uid, request_id, upload, options).await
    }

    async fn import_persona(self, _: Context, request_id: RequestId, upload: UploadId) -> Result<Accepted, ApiError> {
        let uid = self.who()?;
        self.house.import_persona(uid, request_id, upload).await
    }

    async fn import_codings(
        self,
        _: Context,
        request_id: RequestId,
        upload: UploadId,
        options: CodingImportOptions,
    ) -> Result<CodingsImported, ApiError> {
        let uid = self.who()?;
        self.house.import_codings(uid, request_id, upload, options).await
    }

    async fn coders(
        self,
        _: Context,
        discussion: Option<DiscussionId>,
        page: PageRequest,
    ) -> Result<Page<CoderRow>, ApiError> {
        self.who()?;
        self.house.coders(discussion, page)
    }

    async fn codings(
        self,
        _: Context,
        discussion: DiscussionId,
        coder: CoderName,
        page: PageRequest,
    ) -> Result<Page<CodedView>, ApiError> {
        self.who()?;
        self.house.codings(discussion, &coder, page)
    }

    async fn approve(self, _: Context, request_id: RequestId, request: ApproveRequest) -> Result<Approval, ApiError> {
        let uid = self.who()?;
        self.house.approve(uid, request_id, request).await
    }

    async fn versions(
        self,
        _: Context,
        discussion: Option<DiscussionId>,
        page: PageRequest,
    ) -> Result<Page<VersionRow>, ApiError> {
        self.who()?;
        self.house.versions(discussion, page)
    }

    async fn version(self, _: Context, id: VersionId) -> Result<VersionView, ApiError> {
        self.who()?;
        self.house.version(id)
    }

    async fn approved(self, _: Context, id: VersionId, page: PageRequest) -> Result<Page<ApprovedView>, ApiError> {
        self.who()?;
        self.house.approved(id, page)
    }

    async fn map_person(
        self,
        _: Context,
        request_id: RequestId,
        request: MapRequest,
    ) -> Result<Vec<MapView>, ApiError> {
        let uid = self.who()?;
        self.house.map_person(uid, request_id, request).await
    }

    async fn person_maps(
        self,
        _: Context,
        discussion: DiscussionId,
        page: PageRequest,
    ) -> Result<Page<MapView>, ApiError> {
        self.who()?;
        self.house.person_maps(discussion, page)
    }

    async fn f1(
        self,
        _: Context,
        filter: ScoreFilter,
        resampling: Resampling,
        page: PageRequest,
    ) -> Result<F1View, ApiError> {
        self.who()?;
        self.house.f1(filter, resampling, page).await
    }

    async fn f1_discussion(
        self,
        _: Context,
        id: DiscussionId,
        filter: ScoreFilter,
        page: PageRequest,
    ) -> Result<F1DiscussionView, ApiError> {
        self.who()?;
        self.house.f1_discussion(id, filter, page).await
    }

    async fn f1_items(self, _: Context, request: ItemsRequest, page: PageRequest) -> Result<Page<ItemPair>, ApiError> {
        self.who()?;
        self.house.f1_items(request, page).await
    }

    async fn f1_compare(self, _: Context, request: CompareRequest, page: PageRequest) -> Result<CompareView, ApiError> {
        self.who()?;
        self.house.f1_compare(request, page).await
    }

    async fn f1_history(
        self,
        _: Context,
        filter: ScoreFilter,
        resampling: Resampling,
    ) -> Result<HistoryView, ApiError> {
        self.who()?;
        self.house.f1_history(filter, resampling).await
    }

    async fn f1_previous(
        self,
        _: Context,
        filter: ScoreFilter,
        resampling: Resampling,
    ) -> Result<Option<AgainstPrevious>, ApiError> {
        self.who()?;
        self.house.f1_previous(filter, resampling).await
    }

    async fn agreement(self, _: Context, request: AgreementRequest) -> Result<AgreementReport, ApiError> {
        self.who()?;
        self.house.agreement(request).await
    }

    async fn personas(self, _: Context, page: PageRequest) -> Result<Page<PersonaRow>, ApiError> {
        self.who()?;
        self.house.personas(page)
    }

    async fn persona(self, _: Context, id: PersonaId) -> Result<PersonaView, ApiError> {
        self.who()?;
        self.house.persona(id)
    }

    async fn new_persona(
        self,
        _: Context,
        request_id: RequestId,
        seed: Option<u64>,
        offline: bool,
    ) -> Result<Accepted, ApiError> {
        let uid = self.who()?;
        self.house.new_persona(uid, request_id, seed, offline).await
    }

    async fn delete_persona(self, _: Context, request_id: RequestId, id: PersonaId) -> Result<(), ApiError> {
        let uid = self.who()?;
        self.house.delete_persona(uid, request_id, id).await
    }

    async fn jobs(self, _: Context, filter: JobFilter, page: PageRequest) -> Result<Page<JobView>, ApiError> {
        self.who()?;
        self.house.jobs(&filter, page)
    }

    async fn job(self, _: Context, id: JobId) -> Result<JobView, ApiError> {
        self.who()?;
        self.house.job(id)
    }

    async fn job_action(
        self,
        _: Context,
        request_id: RequestId,
        action: JobAction,
        target: JobTarget,
    ) -> Result<Vec<JobView>, ApiError> {
        let uid = self.who()?;
        self.house.job_action(uid, request_id, action, target).await
    }

    async fn calls(self, _: Context, job: JobId, page: PageRequest) -> Result<Page<CallView>, ApiError> {
        self.who()?;
        self.house.calls(job, page)
    }

    async fn check(self, _: Context) -> Result<CheckView, ApiError> {
        self.who()?;
        self.house.check().await
    }

    async fn doctor(self, _: Context) -> Result<Vec<DoctorFinding>, ApiError> {
        self.who()?;
        Ok(self.house.doctor().await)
    }
}
