//! The contract between client and daemon: the tarpc service, its requests, views, events and errors.
//!
//! No logic. Everything on the wire is JSON, so that a method or field added later harms no older peer.

mod coding;
mod error;
mod requests;
mod scores;
mod service;
mod views;
mod watch;

pub use coding::{
    Approval, ApproveRequest, ApprovedView, CodedView, CoderRow, CodingImportOptions, CodingsImported, CodingsLaid,
    LaidCount, MapChange, MapRequest, MapView, ProvenanceCounts, RevisionRow, VersionRow, VersionView,
};
pub use error::ApiError;
pub use requests::{
    DiscussionFilter, ExtractRequest, GenerateRequest, ImportOptions, JobAction, JobFilter, JobTarget, PageRequest,
    PersonaSource, RequestId, UploadId,
};
pub use scores::{
    AgainstPrevious, AgreementRequest, ChangedItem, CompareRequest, CompareView, ConfusionCell, EngineRuns,
    F1DiscussionView, F1Line, F1Row, F1Stamp, F1StatementRow, F1Variable, F1View, HistoryFigure, HistoryPoint,
    HistoryView, ItemField, ItemPair, ItemSide, ItemsRequest, Named, OriginFilter, Outcome, Prevalence, ROW_LINES,
    Resampling, RowFigure, ScoreFilter, ScoreLevel, ScoredChoice, ScoredDiscussion, ScoredItem, ShareLine, Stat,
    TruthChoice, TruthStamp,
};
pub use service::{Sarf, SarfClient, SarfRequest, SarfResponse, ServeSarf};
pub use views::{
    Accepted, BuildId, CallView, CheckView, CodedSummary, CodingView, DaemonStatus, DiscussionRow, DiscussionView,
    DoctorFinding, EngineLabel, FindingLevel, Hello, JobBrief, JobView, Page, PersonaRow, PersonaView,
    ReferenceProvenance, ReferenceScore, ReferenceView, RunView, ScoreSummary, StatementView, StatusMoment,
    StorageHealth,
};
pub use watch::{Changes, Cursor, Event, LiveText, WatchReply, WatchRequest};

/// Version of this contract. A client and a daemon of different versions do not talk; `hello` says so in a sentence.
pub const PROTOCOL: u32 = 1;

/// The longest reply frame in bytes; pages are cut well below it.
pub const MAX_FRAME: usize = 16 * 1024 * 1024;

/// The longest part of an upload, in bytes.
pub const MAX_PART: usize = 1024 * 1024;

/// The longest wait of a long poll, in milliseconds.
pub const MAX_WAIT_MS: u64 = 25_000;
