//! A daemon made of lists, on a real socket: enough to prove what the client does when a daemon breaks, lies or leaves.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where something is not as it must be")]
#![allow(dead_code, reason = "each test file uses its own part of the fake")]

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};

use futures::StreamExt as _;
use sarf_shared::coding::CoderName;
use sarf_shared::discussion::{DiscussionId, JobId, PersonaId, RunId, Timestamp, VersionId};
use sarf_shared::job::BootId;
use sarf_shared::rpc::*;
use tarpc::context::Context;
use tarpc::server::{BaseChannel, Channel as _};
use tokio::net::UnixListener;
use tokio_serde::formats::Json;
use tokio_util::codec::LengthDelimitedCodec;
use tokio_util::sync::CancellationToken;

/// What the fake knows and has seen.
pub struct Known {
    pub boot: String,
    pub build: String,
    pub protocol: u32,
    pub active_jobs: u32,
    pub discussions: Vec<DiscussionRow>,
    /// Request ids of mutations, in the order they came.
    pub asked: Vec<RequestId>,
    /// The next mutation is done, and its answer is lost together with the connection.
    pub lose_next_answer: bool,
    pub shut_down: bool,
}

#[derive(Clone)]
pub struct Fake {
    known: Arc<Mutex<Known>>,
    life: CancellationToken,
}

impl Fake {
    pub fn new(build: &str) -> Fake {
        let known = Known {
            boot: "boot-1".into(),
            build: build.into(),
            protocol: PROTOCOL,
            active_jobs: 0,
            discussions: Vec::new(),
            asked: Vec::new(),
            lose_next_answer: false,
            shut_down: false,
        };
        Fake { known: Arc::new(Mutex::new(known)), life: CancellationToken::new() }
    }

    pub fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap()
    }

    /// Serves on `socket` until [`Fake::die`]; a stale socket is replaced.
    pub fn serve_on(&self, socket: &Path) {
        std::fs::create_dir_all(socket.parent().unwrap()).unwrap();
        let _ = std::fs::remove_file(socket);
        let listener = UnixListener::bind(socket).unwrap();
        let fake = self.clone();
        tokio::spawn(async move {
            loop {
                let stream = tokio::select! {
                    accepted = listener.accept() => accepted.unwrap().0,
                    () = fake.life.cancelled() => return,
                };
                let connection = fake.life.child_token();
                let framed = LengthDelimitedCodec::builder().max_frame_length(MAX_FRAME).new_framed(stream);
                let channel = BaseChannel::with_defaults(tarpc::serde_transport::new(framed, Json::default()));
                let peer = Peer { fake: fake.clone(), connection: connection.clone() };
                let requests = channel.execute(peer.serve());
                tokio::spawn(async move {
                    tokio::select! {
                        () = requests.for_each(|answer| async { tokio::spawn(answer); }) => {}
                        () = connection.cancelled() => {}
                    }
                });
            }
        });
    }

    /// Ends as SIGKILL would: every connection breaks, the socket file stays.
    pub fn die(&self) {
        self.life.cancel();
    }

    /// The same daemon in its next life, with what it knew.
    pub fn reborn(&self, boot: &str) -> Fake {
        self.known().boot = boot.into();
        Fake { known: self.known.clone(), life: CancellationToken::new() }
    }
}

/// One connection of the fake.
#[derive(Clone)]
struct Peer {
    fake: Fake,
    connection: CancellationToken,
}

impl Peer {
    /// Records a mutation; `false` when its answer is to be lost.
    fn note(&self, id: RequestId) -> bool {
        let mut known = self.fake.known();
        known.asked.push(id);
        let lose = std::mem::take(&mut known.lose_next_answer);
        if lose {
            self.connection.cancel();
        }
        !lose
    }
}

fn missing<T>(what: &str, id: String) -> Result<T, ApiError> {
    Err(ApiError::NotFound { what: what.into(), id, list: "sarf list".into() })
}

fn nothing() -> Accepted {
    Accepted { discussion: None, persona: None, job: None, notes: Vec::new() }
}

impl Sarf for Peer {
    async fn hello(self, _: Context, _protocol: u32, _build: String) -> Result<Hello, ApiError> {
        let known = self.fake.known();
        Ok(Hello {
            protocol: known.protocol,
            build: BuildId(known.build.clone()),
            boot: BootId(known.boot.clone()),
            started: Timestamp(1),
            store_schema: 1,
            active_jobs: known.active_jobs,
        })
    }

    async fn shutdown(self, _: Context) -> Result<u32, ApiError> {
        self.fake.known().shut_down = true;
        self.fake.life.cancel();
        Ok(0)
    }

    async fn status(self, _: Context) -> Result<DaemonStatus, ApiError> {
        let known = self.fake.known();
        Ok(DaemonStatus {
            pid: 1,
            boot_id: BootId(known.boot.clone()),
            build: BuildId(known.build.clone()),
            protocol: known.protocol,
            socket: String::new(),
            home: String::new(),
            started: Timestamp(1),
            now: Timestamp(2),
            discussions: u32::try_from(known.discussions.len()).unwrap(),
            running_jobs: 0,
            active_jobs: known.active_jobs,
            storage: StorageHealth::Writing,
            recovery: Vec::new(),
            engines: Vec::new(),
        })
    }

    async fn watch(self, _: Context, request: WatchRequest) -> Result<WatchReply, ApiError> {
        let boot = BootId(self.fake.known().boot.clone());
        let here = Cursor { boot, seq: 1 };
        let changes = match request.since {
            Some(since) if since == here => {
                tokio::time::sleep(std::time::Duration::from_millis(request.wait_ms)).await;
                Changes::Events(Vec::new())
            }
            _ => Changes::Everything,
        };
        Ok(WatchReply { cursor: here, changes, live_version: 0, live: None, now: Timestamp(2) })
    }

    async fn discussions(
        self,
        _: Context,
        filter: DiscussionFilter,
        page: PageRequest,
    ) -> Result<Page<DiscussionRow>, ApiError> {
        let known = self.fake.known();
        let wanted = |row: &&DiscussionRow| filter.ids.as_ref().is_none_or(|ids| ids.contains(&row.id));
        let rows: Vec<DiscussionRow> = known.discussions.iter().filter(wanted).cloned().collect();
        let total = u32::try_from(rows.len()).unwrap();
        let items = rows.into_iter().skip(page.offset as usize).take(page.limit as usize).collect();
        Ok(Page { items, total })
    }

    async fn discussion(self, _: Context, id: DiscussionId) -> Result<DiscussionView, ApiError> {
        missing("discussion", id.to_string())
    }

    async fn statements(
        self,
        _: Context,
        id: DiscussionId,
        _run: Option<RunId>,
        _page: PageRequest,
    ) -> Result<Page<StatementView>, ApiError> {
        missing("discussion", id.to_string())
    }

    async fn generate(
        self,
        _: Context,
        request_id: RequestId,
        request: GenerateRequest,
    ) -> Result<Vec<Accepted>, ApiError> {
        if self.note(request_id) { Ok(vec![nothing(); request.count as usize]) } else { std::future::pending().await }
    }

    async fn extract(self, _: Context, _id: RequestId, request: ExtractRequest) -> Result<Accepted, ApiError> {
        missing("discussion", request.discussion.to_string())
    }

    async fn delete_discussion(self, _: Context, request_id: RequestId, _id: DiscussionId) -> Result<(), ApiError> {
        self.note(request_id);
        Ok(())
    }

    async fn upload(self, _: Context, _upload: UploadId, _part: u32, _bytes: String) -> Result<(), ApiError> {
        Ok(())
    }

    async fn import_transcript(
        self,
        _: Context,
        _id: RequestId,
        _upload: UploadId,
        _options: ImportOptions,
    ) -> Result<Accepted, ApiError> {
        Ok(nothing())
    }

    async fn import_persona(self, _: Context, _id: RequestId, _upload: UploadId) -> Result<Accepted, ApiError> {
        Ok(nothing())
    }

    async fn import_codings(
        self,
        _: Context,
        _id: RequestId,
        _upload: UploadId,
        _options: CodingImportOptions,
    ) -> Result<CodingsImported, ApiError> {
        Ok(CodingsImported { discussions: Vec::new(), warnings: Vec::new() })
    }

    async fn coders(
        self,
        _: Context,
        _discussion: Option<DiscussionId>,
        _page: PageRequest,
    ) -> Result<Page<CoderRow>, ApiError> {
        Ok(Page { items: Vec::new(), total: 0 })
    }

    async fn codings(
        self,
        _: Context,
        discussion: DiscussionId,
        _coder: CoderName,
        _page: PageRequest,
    ) -> Result<Page<CodedView>, ApiError> {
        missing("discussion", discussion.to_string())
    }

    async fn approve(self, _: Context, _id: RequestId, request: ApproveRequest) -> Result<Approval, ApiError> {
        missing("discussion", request.discussion.to_string())
    }

    async fn versions(
        self,
        _: Context,
        _discussion: Option<DiscussionId>,
        _page: PageRequest,
    ) -> Result<Page<VersionRow>, ApiError> {
        Ok(Page { items: Vec::new(), total: 0 })
    }

    async fn version(self, _: Context, id: VersionId) -> Result<VersionView, ApiError> {
        missing("version", id.to_string())
    }

    async fn approved(self, _: Context, id: VersionId, _page: PageRequest) -> Result<Page<ApprovedView>, ApiError> {
        missing("version", id.to_string())
    }

    async fn map_person(self, _: Context, _id: RequestId, request: MapRequest) -> Result<Vec<MapView>, ApiError> {
        missing("discussion", request.discussion.to_string())
    }

    async fn person_maps(
        self,
        _: Context,
        _discussion: DiscussionId,
        _page: PageRequest,
    ) -> Result<Page<MapView>, ApiError> {
        Ok(Page { items: Vec::new(), total: 0 })
    }

    async fn f1(
        self,
        _: Context,
        filter: ScoreFilter,
        _resampling: Resampling,
        _page: PageRequest,
    ) -> Result<F1View, ApiError> {
        Err(ApiError::Conflict { why: format!("no ground truth among {filter}") })
    }

    async fn f1_discussion(
        self,
        _: Context,
        id: DiscussionId,
        _filter: ScoreFilter,
        _page: PageRequest,
    ) -> Result<F1DiscussionView, ApiError> {
        missing("discussion", id.to_string())
    }

    async fn f1_items(
        self,
        _: Context,
        _request: ItemsRequest,
        _page: PageRequest,
    ) -> Result<Page<ItemPair>, ApiError> {
        Ok(Page { items: Vec::new(), total: 0 })
    }

    async fn f1_compare(
        self,
        _: Context,
        request: CompareRequest,
        _page: PageRequest,
    ) -> Result<CompareView, ApiError> {
        Err(ApiError::Conflict { why: format!("no ground truth among {}", request.filter) })
    }

    async fn f1_history(
        self,
        _: Context,
        filter: ScoreFilter,
        _resampling: Resampling,
    ) -> Result<HistoryView, ApiError> {
        Err(ApiError::Conflict { why: format!("no ground truth among {filter}") })
    }

    async fn f1_previous(
        self,
        _: Context,
        _filter: ScoreFilter,
        _resampling: Resampling,
    ) -> Result<Option<sarf_shared::rpc::AgainstPrevious>, ApiError> {
        Ok(None)
    }

    async fn agreement(
        self,
        _: Context,
        request: AgreementRequest,
    ) -> Result<sarf_shared::scoring::agreement::AgreementReport, ApiError> {
        Err(ApiError::Conflict { why: format!("nobody has coded anything among {}", request.filter) })
    }

    async fn personas(self, _: Context, _page: PageRequest) -> Result<Page<PersonaRow>, ApiError> {
        Ok(Page { items: Vec::new(), total: 0 })
    }

    async fn persona(self, _: Context, id: PersonaId) -> Result<PersonaView, ApiError> {
        missing("persona", id.to_string())
    }

    async fn new_persona(
        self,
        _: Context,
        _id: RequestId,
        _seed: Option<u64>,
        _offline: bool,
    ) -> Result<Accepted, ApiError> {
        Ok(nothing())
    }

    async fn delete_persona(self, _: Context, _id: RequestId, _persona: PersonaId) -> Result<(), ApiError> {
        Ok(())
    }

    async fn jobs(self, _: Context, _filter: JobFilter, _page: PageRequest) -> Result<Page<JobView>, ApiError> {
        Ok(Page { items: Vec::new(), total: 0 })
    }

    async fn job(self, _: Context, id: JobId) -> Result<JobView, ApiError> {
        missing("job", id.to_string())
    }

    async fn job_action(
        self,
        _: Context,
        _id: RequestId,
        _action: JobAction,
        _target: JobTarget,
    ) -> Result<Vec<JobView>, ApiError> {
        Ok(Vec::new())
    }

    async fn calls(self, _: Context, _job: JobId, _page: PageRequest) -> Result<Page<CallView>, ApiError> {
        Ok(Page { items: Vec::new(), total: 0 })
    }

    async fn check(self, _: Context) -> Result<CheckView, ApiError> {
        Ok(CheckView { sound: true, looked_at: Vec::new(), problems: Vec::new(), repairs: Vec::new() })
    }

    async fn doctor(self, _: Context) -> Result<Vec<DoctorFinding>, ApiError> {
        Ok(Vec::new())
    }
}
