//! The calls of the service with their deadlines: one table, from which the methods are made.

use std::time::Duration;

use base64::Engine as _;
use sarf_shared::coding::CoderName;
use sarf_shared::discussion::{DiscussionId, JobId, PersonaId, RunId, VersionId};
use sarf_shared::rpc::{
    Accepted, AgainstPrevious, AgreementRequest, Approval, ApproveRequest, ApprovedView, CallView, CheckView,
    CodedView, CoderRow, CodingImportOptions, CodingsImported, CompareRequest, CompareView, Cursor, DaemonStatus,
    DiscussionFilter, DiscussionRow, DiscussionView, DoctorFinding, ExtractRequest, F1DiscussionView, F1View,
    GenerateRequest, HistoryView, ImportOptions, ItemPair, ItemsRequest, JobAction, JobFilter, JobTarget, JobView,
    MAX_PART, MAX_WAIT_MS, MapRequest, MapView, Page, PageRequest, PersonaRow, PersonaView, RequestId, Resampling,
    ScoreFilter, StatementView, UploadId, VersionRow, VersionView, WatchReply, WatchRequest,
};

use sarf_shared::scoring::agreement::AgreementReport;

use super::api::{Api, Repeat};
use super::error::ClientError;

/// A call that reads a page or changes one thing.
const USUAL: Duration = Duration::from_secs(10);
/// A call that looks at everything.
const THOROUGH: Duration = Duration::from_secs(120);

macro_rules! calls {
    ($($(#[$meta:meta])* $repeat:ident $within:ident $name:ident($($arg:ident: $type:ty),*) -> $answer:ty;)+) => {
        impl Api {
            $($(#[$meta])*
            pub async fn $name(&self, $($arg: $type),*) -> Result<$answer, ClientError> {
                self.call(Repeat::$repeat, $within, |client, context| {
                    $(let $arg = $arg.clone();)*
                    async move { client.$name(context, $($arg),*).await }
                })
                .await
            })+
        }
    };
}

calls! {
    /// Ends the daemon in order; answers how many jobs were under way.
    Never USUAL shutdown() -> u32;
    /// How the daemon is.
    Read USUAL status() -> DaemonStatus;
    /// Lists discussions, newest first.
    Read USUAL discussions(filter: DiscussionFilter, page: PageRequest) -> Page<DiscussionRow>;
    /// One discussion.
    Read USUAL discussion(id: DiscussionId) -> DiscussionView;
    /// Its statements from number `page.offset + 1`, coded by `run` or by the run that stands.
    Read USUAL statements(id: DiscussionId, run: Option<RunId>, page: PageRequest) -> Page<StatementView>;
    /// Writes discussions.
    SameId USUAL generate(request_id: RequestId, request: GenerateRequest) -> Vec<Accepted>;
    /// Codes a discussion.
    SameId USUAL extract(request_id: RequestId, request: ExtractRequest) -> Accepted;
    /// Deletes a discussion with all that belongs to it.
    SameId USUAL delete_discussion(request_id: RequestId, id: DiscussionId) -> ();
    /// One part of a file (base64, at most 1 MB before it); see [`Api::upload_file`].
    SameId USUAL upload(upload: UploadId, part: u32, bytes: String) -> ();
    /// Makes a discussion of an uploaded transcript.
    SameId THOROUGH import_transcript(request_id: RequestId, upload: UploadId, options: ImportOptions) -> Accepted;
    /// Makes a persona of an uploaded file.
    SameId THOROUGH import_persona(request_id: RequestId, upload: UploadId) -> Accepted;
    /// Lays an uploaded file of codings on discussions, whole or not at all.
    SameId THOROUGH import_codings(request_id: RequestId, upload: UploadId, options: CodingImportOptions) -> CodingsImported;
    /// Who coded what: of one discussion, or of all.
    Read USUAL coders(discussion: Option<DiscussionId>, page: PageRequest) -> Page<CoderRow>;
    /// The statements one coder coded, in order.
    Read USUAL codings(discussion: DiscussionId, coder: CoderName, page: PageRequest) -> Page<CodedView>;
    /// Makes a coder's codings the ground truth of their statements.
    SameId USUAL approve(request_id: RequestId, request: ApproveRequest) -> Approval;
    /// Lists versions of ground truth, newest first.
    Read USUAL versions(discussion: Option<DiscussionId>, page: PageRequest) -> Page<VersionRow>;
    /// One version.
    Read USUAL version(id: VersionId) -> VersionView;
    /// Its statements, in order.
    Read USUAL approved(id: VersionId, page: PageRequest) -> Page<ApprovedView>;
    /// Says who is who between two sides, or takes it back; answers the map's entries.
    SameId USUAL map_person(request_id: RequestId, request: MapRequest) -> Vec<MapView>;
    /// Every entry of the person maps of a discussion.
    Read USUAL person_maps(discussion: DiscussionId, page: PageRequest) -> Page<MapView>;
    /// The F1 table, with a page of its discussions.
    Read THOROUGH f1(filter: ScoreFilter, resampling: Resampling, page: PageRequest) -> F1View;
    /// The F1 table of one discussion, with a page of its statements.
    Read THOROUGH f1_discussion(id: DiscussionId, filter: ScoreFilter, page: PageRequest) -> F1DiscussionView;
    /// The items behind a number.
    Read THOROUGH f1_items(request: ItemsRequest, page: PageRequest) -> Page<ItemPair>;
    /// One run against another.
    Read THOROUGH f1_compare(request: CompareRequest, page: PageRequest) -> CompareView;
    /// Every run of the discussions in order of time.
    Read THOROUGH f1_history(filter: ScoreFilter, resampling: Resampling) -> HistoryView;
    /// What the filter takes against the runs before it.
    Read THOROUGH f1_previous(filter: ScoreFilter, resampling: Resampling) -> Option<AgainstPrevious>;
    /// How far coders agree.
    Read THOROUGH agreement(request: AgreementRequest) -> AgreementReport;
    /// Lists personas, newest first.
    Read USUAL personas(page: PageRequest) -> Page<PersonaRow>;
    /// One persona.
    Read USUAL persona(id: PersonaId) -> PersonaView;
    /// Writes a persona; with a seed that already has one (offline), answers that one.
    SameId USUAL new_persona(request_id: RequestId, seed: Option<u64>, offline: bool) -> Accepted;
    /// Deletes a persona; its discussions stay.
    SameId USUAL delete_persona(request_id: RequestId, id: PersonaId) -> ();
    /// Lists jobs, newest first.
    Read USUAL jobs(filter: JobFilter, page: PageRequest) -> Page<JobView>;
    /// One job.
    Read USUAL job(id: JobId) -> JobView;
    /// Cancels, pauses, resumes or retries; answers the jobs that changed.
    SameId USUAL job_action(request_id: RequestId, action: JobAction, target: JobTarget) -> Vec<JobView>;
    /// Model calls of a job.
    Read USUAL calls(job: JobId, page: PageRequest) -> Page<CallView>;
    /// Looks at store and journal.
    Read THOROUGH check() -> CheckView;
    /// Looks at configuration, endpoints and files from the daemon's side.
    Read THOROUGH doctor() -> Vec<DoctorFinding>;
}

impl Api {
    /// What changed since `since` (`None`: only where the log is now), waiting at most `wait` for a change. Use a
    /// connection of its own for it. `live` is the version of the live words last seen; `None`: not wanted.
    pub async fn watch(
        &self,
        since: Option<Cursor>,
        live: Option<u64>,
        wait: Duration,
    ) -> Result<WatchReply, ClientError> {
        let wait = wait.min(Duration::from_millis(MAX_WAIT_MS));
        let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(MAX_WAIT_MS);
        let request = WatchRequest { since, live, wait_ms };
        self.call(Repeat::Read, wait + Duration::from_secs(5), |client, context| {
            let request = request.clone();
            async move { client.watch(context, request).await }
        })
        .await
    }

    /// Sends a file in parts of at most 1 MB. Nothing exists until an `import_*` call with this id was answered.
    pub async fn upload_file(&self, upload: &UploadId, bytes: &[u8]) -> Result<(), ClientError> {
        // An empty file is one empty part: the daemon says what is wrong with it.
        let parts = bytes.chunks(MAX_PART).chain(bytes.is_empty().then_some(bytes));
        for (part, bytes) in (0u32..).zip(parts) {
            let encoded = base64::engine::general_purpose::STANDARD.encode(bytes);
            self.upload(upload.clone(), part, encoded).await?;
        }
        Ok(())
    }
}
