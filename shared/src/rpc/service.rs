//! The tarpc service. Every mutation carries a request id; every list is paged; `watch` is the only long poll.

use super::{
    Accepted, AgainstPrevious, AgreementRequest, ApiError, Approval, ApproveRequest, ApprovedView, CallView, CheckView,
    CodedView, CoderRow, CodingImportOptions, CodingsImported, CompareRequest, CompareView, DaemonStatus,
    DiscussionFilter, DiscussionRow, DiscussionView, DoctorFinding, ExtractRequest, F1DiscussionView, F1View,
    GenerateRequest, Hello, HistoryView, ImportOptions, ItemPair, ItemsRequest, JobAction, JobFilter, JobTarget,
    JobView, MapRequest, MapView, Page, PageRequest, PersonaRow, PersonaView, RequestId, Resampling, ScoreFilter,
    StatementView, UploadId, VersionRow, VersionView, WatchReply, WatchRequest,
};
use crate::coding::CoderName;
use crate::discussion::{DiscussionId, JobId, PersonaId, RunId, VersionId};
use crate::scoring::agreement::AgreementReport;

/// What the daemon does for a client.
#[tarpc::service]
pub trait Sarf {
    /// First call: who are you, and do we speak the same contract?
    async fn hello(protocol: u32, build: String) -> Result<Hello, ApiError>;
    /// Ends the daemon gracefully; jobs go on at the next start. Answers how many jobs were under way.
    async fn shutdown() -> Result<u32, ApiError>;
    /// How the daemon is.
    async fn status() -> Result<DaemonStatus, ApiError>;
    /// What changed since; waits for a change.
    async fn watch(request: WatchRequest) -> Result<WatchReply, ApiError>;

    /// Lists discussions, newest first.
    async fn discussions(filter: DiscussionFilter, page: PageRequest) -> Result<Page<DiscussionRow>, ApiError>;
    /// One discussion.
    async fn discussion(id: DiscussionId) -> Result<DiscussionView, ApiError>;
    /// Its statements from number `page.offset + 1`, coded by `run` or by the run that stands.
    async fn statements(
        id: DiscussionId,
        run: Option<RunId>,
        page: PageRequest,
    ) -> Result<Page<StatementView>, ApiError>;
    /// Writes discussions.
    async fn generate(request_id: RequestId, request: GenerateRequest) -> Result<Vec<Accepted>, ApiError>;
    /// Codes a discussion.
    async fn extract(request_id: RequestId, request: ExtractRequest) -> Result<Accepted, ApiError>;
    /// Deletes a discussion with all that belongs to it.
    async fn delete_discussion(request_id: RequestId, id: DiscussionId) -> Result<(), ApiError>;

    /// One part of a file, at most 1 MB; parts are numbered from 0. Nothing exists until `import_*` was answered.
    async fn upload(upload: UploadId, part: u32, bytes: String) -> Result<(), ApiError>;
    /// Makes a discussion of an uploaded transcript.
    async fn import_transcript(
        request_id: RequestId,
        upload: UploadId,
        options: ImportOptions,
    ) -> Result<Accepted, ApiError>;
    /// Makes a persona of an uploaded file.
    async fn import_persona(request_id: RequestId, upload: UploadId) -> Result<Accepted, ApiError>;

    /// Lays an uploaded file of codings on discussions, whole or not at all.
    async fn import_codings(
        request_id: RequestId,
        upload: UploadId,
        options: CodingImportOptions,
    ) -> Result<CodingsImported, ApiError>;
    /// Who coded what: of one discussion, or of all, by discussion and coder.
    async fn coders(discussion: Option<DiscussionId>, page: PageRequest) -> Result<Page<CoderRow>, ApiError>;
    /// The statements one coder coded, in order.
    async fn codings(
        discussion: DiscussionId,
        coder: CoderName,
        page: PageRequest,
    ) -> Result<Page<CodedView>, ApiError>;
    /// Makes a coder's codings the ground truth of their statements; all of them or none.
    async fn approve(request_id: RequestId, request: ApproveRequest) -> Result<Approval, ApiError>;
    /// Lists versions of ground truth, newest first: of one discussion, or of all.
    async fn versions(discussion: Option<DiscussionId>, page: PageRequest) -> Result<Page<VersionRow>, ApiError>;
    /// One version.
    async fn version(id: VersionId) -> Result<VersionView, ApiError>;
    /// Its statements, in order.
    async fn approved(id: VersionId, page: PageRequest) -> Result<Page<ApprovedView>, ApiError>;
    /// Says who is who between two sides, or takes it back; answers the map's entries, oldest first.
    async fn map_person(request_id: RequestId, request: MapRequest) -> Result<Vec<MapView>, ApiError>;
    /// Every entry of the person maps of a discussion, by sides, oldest first.
    async fn person_maps(discussion: DiscussionId, page: PageRequest) -> Result<Page<MapView>, ApiError>;

    /// The F1 table, with a page of its discussions.
    async fn f1(filter: ScoreFilter, resampling: Resampling, page: PageRequest) -> Result<F1View, ApiError>;
    /// The F1 table of one discussion, with a page of its statements. The discussions of the filter are not looked at.
    async fn f1_discussion(
        id: DiscussionId,
        filter: ScoreFilter,
        page: PageRequest,
    ) -> Result<F1DiscussionView, ApiError>;
    /// The items behind a number, by discussion: found, invented, missed.
    async fn f1_items(request: ItemsRequest, page: PageRequest) -> Result<Page<ItemPair>, ApiError>;
    /// One run against another, with a page of the items fixed and of those broken.
    async fn f1_compare(request: CompareRequest, page: PageRequest) -> Result<CompareView, ApiError>;
    /// Every run of the discussions in order of time, all scored now.
    async fn f1_history(filter: ScoreFilter, resampling: Resampling) -> Result<HistoryView, ApiError>;
    /// What the filter takes against the runs before it in the history; nothing if none were before.
    async fn f1_previous(filter: ScoreFilter, resampling: Resampling) -> Result<Option<AgainstPrevious>, ApiError>;
    /// How far coders agree, and the model as one more coder beside them where that is asked for.
    async fn agreement(request: AgreementRequest) -> Result<AgreementReport, ApiError>;

    /// Lists personas, newest first.
    async fn personas(page: PageRequest) -> Result<Page<PersonaRow>, ApiError>;
    /// One persona.
    async fn persona(id: PersonaId) -> Result<PersonaView, ApiError>;
    /// Writes a persona. With a seed that already has one (offline), answers that one.
    async fn new_persona(request_id: RequestId, seed: Option<u64>, offline: bool) -> Result<Accepted, ApiError>;
    /// Deletes a persona; its discussions stay.
    async fn delete_persona(request_id: RequestId, id: PersonaId) -> Result<(), ApiError>;

    /// Lists jobs, newest first.
    async fn jobs(filter: JobFilter, page: PageRequest) -> Result<Page<JobView>, ApiError>;
    /// One job.
    async fn job(id: JobId) -> Result<JobView, ApiError>;
    /// Cancels, pauses, resumes or retries; answers the jobs that changed.
    async fn job_action(request_id: RequestId, action: JobAction, target: JobTarget) -> Result<Vec<JobView>, ApiError>;
    /// Model calls of a job.
    async fn calls(job: JobId, page: PageRequest) -> Result<Page<CallView>, ApiError>;

    /// Looks at store and journal.
    async fn check() -> Result<CheckView, ApiError>;
    /// Looks at configuration, endpoints and files from the daemon's side.
    async fn doctor() -> Result<Vec<DoctorFinding>, ApiError>;
}
