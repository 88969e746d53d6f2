//! What the daemon shows: rows for lists, views for one thing. Made for reading; never stored.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::dialogue::Speaker;
use crate::discussion::{
    Actor, DiscussionId, FactId, Failure, JobId, Persona, PersonaId, RemoteConsent, RunId, StatusWord, Timestamp,
    Transition, VersionId,
};
use crate::job::{BootId, JobKind, JobMoment, JobState, Progress};
use crate::pdp::Deltas;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Page<T> {
    /// The entries.
    pub items: Vec<T>,
    /// How many there are in all.
    pub total: u32,
}

/// Which build a process is: version and a hash of its executable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct BuildId(pub String);

/// The first answer of a daemon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Hello {
    /// Contract version.
    pub protocol: u32,
    /// Build.
    pub build: BuildId,
    /// Which life.
    pub boot: BootId,
    /// Since when.
    pub started: Timestamp,
    /// Schema of the store.
    pub store_schema: u32,
    /// Jobs not over.
    pub active_jobs: u32,
}

/// Whether changes can be stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "storage", rename_all = "snake_case")]
pub enum StorageHealth {
    /// All is well.
    Writing,
    /// Writing failed; jobs wait, what is stored is safe, tried again every 5 s.
    Paused {
        /// Why, in a sentence.
        why: String,
    },
    /// No further change is taken; the daemon ends.
    Stopped {
        /// Why, in a sentence.
        why: String,
    },
}

/// The state of the daemon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct DaemonStatus {
    /// Process id.
    pub pid: u32,
    /// Which life.
    pub boot_id: BootId,
    /// Build.
    pub build: BuildId,
    /// Contract version.
    pub protocol: u32,
    /// Where it listens.
    pub socket: String,
    /// State folder.
    pub home: String,
    /// Since when.
    pub started: Timestamp,
    /// Its clock now.
    pub now: Timestamp,
    /// Discussions kept.
    pub discussions: u32,
    /// Jobs running now.
    pub running_jobs: u32,
    /// Jobs not over (running included).
    pub active_jobs: u32,
    /// Whether changes can be stored.
    #[serde(flatten)]
    pub storage: StorageHealth,
    /// What recovery found and did at start, in sentences.
    pub recovery: Vec<String>,
    /// Who plays which role in what is accepted now; empty where the configuration allows nothing.
    #[serde(default)]
    pub engines: Vec<EngineLabel>,
}

/// The scores shown in a row. `None`: not there yet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ScoreSummary {
    /// Coach quality, 0 to 1.
    pub quality: Option<f64>,
    /// Data points the coach asked about, of how many.
    pub asked: Option<(u32, u32)>,
    /// Client realism, 0 to 1.
    pub realism: Option<f64>,
    /// Whether a judge read the arc; otherwise it counts as 0.5.
    pub arc_judged: bool,
    /// Intake categories covered by the extracted family, of how many.
    pub intake: Option<(u32, u32)>,
}

/// A job as a discussion's row shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct JobBrief {
    /// Id.
    pub id: JobId,
    /// What it does.
    pub kind: JobKind,
    /// State.
    #[serde(flatten)]
    pub state: JobState,
    /// How far it is.
    pub progress: Progress,
    /// Milliseconds it has been at work in this run.
    pub elapsed_ms: u64,
    /// Milliseconds it still needs at the pace so far; `None` while that cannot be told.
    pub eta_ms: Option<u64>,
}

/// A discussion in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct DiscussionRow {
    /// Id.
    pub id: DiscussionId,
    /// Title.
    pub title: String,
    /// The client was a model.
    pub synthetic: bool,
    /// Read from a file.
    pub imported: bool,
    /// The client, for generated ones.
    pub persona: Option<PersonaId>,
    /// The day it took place.
    pub date: Option<NaiveDate>,
    /// Status word.
    pub status: StatusWord,
    /// Where and why it failed, beside the status `failed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// What happened, what was kept, what can be done: words for a failure or a waiting job.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Its latest job.
    pub job: Option<JobBrief>,
    /// Turns planned, or subject statements found.
    pub planned: u32,
    /// Subject statements so far.
    pub turns: u32,
    /// Statements so far.
    pub statements: u32,
    /// Scores.
    pub scores: ScoreSummary,
    /// What people coded and approved of it; `None` while nobody coded anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coded: Option<CodedSummary>,
    /// When it was created.
    pub created: Timestamp,
}

/// What people coded of a discussion, as its row shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CodedSummary {
    /// Subject statements coded by the coder who coded most.
    pub statements: u32,
    /// Subject statements there are.
    pub of: u32,
    /// Coders.
    pub coders: u32,
    /// Subject statements in the newest ground truth.
    pub approved: u32,
    /// The newest ground truth.
    pub version: Option<VersionId>,
}

impl CodedSummary {
    /// Whether everything that the coder who coded most has coded is ground truth.
    pub fn is_approved(&self) -> bool {
        self.approved > 0 && self.approved >= self.statements
    }
}

/// How a reference coding came about. Never mixed with human ground truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceProvenance {
    /// The offline client knows which facts a turn reveals.
    Constructed,
    /// A model client said which facts a turn reveals.
    ConstructedSelfReported,
}

/// Counts against a reference coding, one run of the `compat` matcher on the two final sets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ReferenceScore {
    /// People.
    pub people: crate::scoring::Counts,
    /// Pair bonds.
    pub pair_bonds: crate::scoring::Counts,
    /// All events.
    pub events: crate::scoring::Counts,
    /// Structural events.
    pub structural: crate::scoring::Counts,
    /// Shifts.
    pub shift: crate::scoring::Counts,
}

/// The constructed reference coding of a generated discussion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ReferenceView {
    /// How it came about.
    pub provenance: ReferenceProvenance,
    /// Facts of the persona revealed.
    pub revealed: u32,
    /// Facts the persona has.
    pub facts: u32,
    /// What was revealed, as one set.
    pub coding: Deltas,
    /// The standing run against it, once there is one.
    pub score: Option<ReferenceScore>,
}

/// Which engine played a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct EngineLabel {
    /// Role: author, client, coach, extractor, judge.
    pub role: String,
    /// Provider, `offline` for the built-in rules.
    pub provider: String,
    /// Model, empty for `offline`.
    pub model: String,
    /// Hash of the prompt text, empty for `offline`.
    pub prompt_hash: String,
}

/// One extraction of a discussion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RunView {
    /// Id.
    pub id: RunId,
    /// Its job; `None` for a coding that came with a file.
    pub job: Option<JobId>,
    /// The extractor.
    pub engine: EngineLabel,
    /// Said when the configured engine was not used, and why.
    pub engine_note: Option<String>,
    /// When it started.
    pub started: Timestamp,
    /// When it was complete.
    pub finished: Option<Timestamp>,
    /// Subject statements coded.
    pub coded: u32,
    /// Repairs made and items dropped, over all statements.
    pub repairs: u32,
}

/// One status a discussion had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct StatusMoment {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// The name of that person's account, as the service's machine knows it when this is shown; never stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The status it got.
    pub status: StatusWord,
    /// Where and why it failed, beside the status `failed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// Why, in words.
    pub reason: String,
}

impl From<&Transition> for StatusMoment {
    fn from(step: &Transition) -> Self {
        StatusMoment {
            at: step.at,
            actor: step.actor,
            account: None,
            status: step.to.word(),
            failure: step.to.failure(),
            reason: step.reason.clone(),
        }
    }
}

impl StatusMoment {
    /// Who, for people.
    pub fn who(&self) -> String {
        self.account.clone().unwrap_or_else(|| self.actor.to_string())
    }
}

/// A discussion with everything but its statements.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct DiscussionView {
    /// The row.
    pub row: DiscussionRow,
    /// The seed of a generated one.
    pub seed: Option<u64>,
    /// The client's name as the transcript has it, where known.
    pub subject: Option<String>,
    /// The coach's name as the transcript has it, where known.
    pub coach: Option<String>,
    /// Who created it.
    pub creator: Actor,
    /// Every status it had, oldest first.
    pub history: Vec<StatusMoment>,
    /// Extraction runs, oldest first.
    pub runs: Vec<RunView>,
    /// Evaluations in full.
    pub evaluation: crate::dialogue::Evaluation,
    /// The reference coding, where one exists.
    pub reference: Option<ReferenceView>,
    /// Providers outside this machine it may go to.
    pub consents: Vec<RemoteConsent>,
}

/// What one extraction run made of one statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CodingView {
    /// Which run.
    pub run: RunId,
    /// Accepted deltas.
    pub deltas: Deltas,
    /// What was repaired or dropped, in words.
    pub repairs: Vec<String>,
    /// Model calls it took.
    pub calls: u32,
}

/// A statement with its coding by the standing (or running) extraction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct StatementView {
    /// Number from 1.
    pub number: u32,
    /// Who speaks.
    pub speaker: Speaker,
    /// The words.
    pub text: String,
    /// When it was stored.
    pub at: Timestamp,
    /// Whether the words are the canned fallback.
    #[serde(default)]
    pub fallback: bool,
    /// Facts of the persona first revealed here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revealed: Vec<FactId>,
    /// The coding, for coded subject statements.
    pub coding: Option<CodingView>,
}

/// A persona in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PersonaRow {
    /// Id.
    pub id: PersonaId,
    /// Name.
    pub name: String,
    /// Age on its day, where its birth is known.
    pub age: Option<u32>,
    /// Traits, as words.
    pub traits: Vec<String>,
    /// Attachment style, as a word.
    pub attachment_style: String,
    /// Facts it can reveal.
    pub facts: u32,
    /// Discussions with it.
    pub discussions: u32,
    /// Seed it was made from, if generated here.
    pub seed: Option<u64>,
    /// When it was created.
    pub created: Timestamp,
}

/// A persona in full.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PersonaView {
    /// The row.
    pub row: PersonaRow,
    /// The persona; `persona import` takes just this.
    pub persona: Persona,
}

/// A job in full.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct JobView {
    /// Id, kind, state, progress.
    #[serde(flatten)]
    pub brief: JobBrief,
    /// The discussion it works on.
    pub discussion: Option<DiscussionId>,
    /// The persona it writes.
    pub persona: Option<PersonaId>,
    /// When it was accepted.
    pub created: Timestamp,
    /// Tries of the present step that failed.
    pub attempts: u32,
    /// Steps run again after an interruption.
    pub rerun: u32,
    /// The engines it was accepted with.
    pub engines: Vec<EngineLabel>,
    /// What happened to it, oldest first.
    pub history: Vec<JobMoment>,
}

/// What a command that starts work answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Accepted {
    /// The discussion, where there is one.
    pub discussion: Option<DiscussionId>,
    /// The persona, where it exists already or was made by the command.
    pub persona: Option<PersonaId>,
    /// The job, where one was started.
    pub job: Option<JobId>,
    /// What a person should know (an engine not used and why, a date missing), in sentences.
    pub notes: Vec<String>,
}

/// One model call of the ledger; holds no text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CallView {
    /// When it ended.
    pub at: Timestamp,
    /// Its job.
    pub job: JobId,
    /// Its step.
    pub step: u32,
    /// Who played which role.
    pub engine: EngineLabel,
    /// Tokens read.
    pub prompt_tokens: u64,
    /// Tokens written.
    pub completion_tokens: u64,
    /// Milliseconds.
    pub ms: u64,
    /// Which try of the step.
    pub attempt: u32,
    /// Class of failure, if it failed.
    pub failure: Option<String>,
}

/// What `check` found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CheckView {
    /// Whether everything is as it should be.
    pub sound: bool,
    /// What was looked at, in sentences.
    pub looked_at: Vec<String>,
    /// What is wrong, and what it means, in sentences.
    pub problems: Vec<String>,
    /// What repair did or would do, in sentences.
    pub repairs: Vec<String>,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FindingLevel {
    /// All is well.
    Ok,
    /// Works, but look at it.
    Warning,
    /// Does not work.
    Problem,
}

/// One line of `doctor`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct DoctorFinding {
    /// How bad.
    pub level: FindingLevel,
    /// What was looked at.
    pub what: String,
    /// What was found.
    pub found: String,
    /// What to do, where something is to be done.
    pub remedy: Option<String>,
}
