//! What the daemon keeps: every table once, with its key and value. The store knows how, this room knows what.
//!
//! Discussions, personas and statements are stored as the shared types; what only the daemon needs is defined here.

mod coding;
mod job;
mod kept;

use sarf_shared::dialogue::Evaluation;
use sarf_shared::discussion::{Discussion, Statement};

use crate::models::plan::Plan;
use crate::store::{Migration, Table};

pub use coding::{CODED, CODERS, DISCUSSION_VERSIONS, HUMAN_CODINGS, KEPT, MAP_ENTRIES, VERSION_STATEMENTS, VERSIONS};
pub use job::{AuthorOrder, InFlight, JobRecord, JobSpec};
pub use kept::{BootRecord, CodingRecord, LedgerEntry, PersonaRecord, ReplyRecord, RequestRecord, RunRecord};

/// Discussions by id.
pub const DISCUSSIONS: Table<u64, Discussion> = Table::new("discussions");
/// Statements by discussion and number.
pub const STATEMENTS: Table<(u64, u32), Statement> = Table::new("statements");
/// Evaluations by discussion.
pub const EVALUATIONS: Table<u64, Evaluation> = Table::new("evaluations");
/// Scores as rows show them, by discussion.
pub const SCORES: Table<u64, sarf_shared::rpc::ScoreSummary> = Table::new("scores");
/// Personas by id.
pub const PERSONAS: Table<u64, PersonaRecord> = Table::new("personas");
/// Persona ids by lower-cased name: names are unique.
pub const PERSONA_NAMES: Table<String, u64> = Table::new("persona_names");
/// Persona ids by the seed the offline author made them from: the persona of a seed is made once.
pub const PERSONA_SEEDS: Table<u64, u64> = Table::new("persona_seeds");
/// Jobs by id.
pub const JOBS: Table<u64, JobRecord> = Table::new("jobs");
/// Jobs that are not over.
pub const ACTIVE_JOBS: Table<u64, ()> = Table::new("active_jobs");
/// Jobs by discussion.
pub const DISCUSSION_JOBS: Table<(u64, u64), ()> = Table::new("discussion_jobs");
/// Plans (models, parameters, prompt texts) by their hash; many jobs share one.
pub const PLANS: Table<String, Plan> = Table::new("plans");
/// Replies of the present step of a job that were not usable, by job and number: so that a step goes on where it was.
pub const REPLIES: Table<(u64, u32), ReplyRecord> = Table::new("replies");
/// The ledger of model calls by job and number.
pub const CALLS: Table<(u64, u32), LedgerEntry> = Table::new("calls");
/// Extraction runs by id.
pub const RUNS: Table<u64, RunRecord> = Table::new("runs");
/// Runs by discussion.
pub const DISCUSSION_RUNS: Table<(u64, u64), ()> = Table::new("discussion_runs");
/// Codings by run and statement number.
pub const CODINGS: Table<(u64, u32), CodingRecord> = Table::new("codings");
/// Answers already given, by uid and request id; kept seven days.
pub const REQUESTS: Table<(u32, String), RequestRecord> = Table::new("requests");
/// The lives of the daemon: the present one and the one before, under `last`.
pub const BOOTS: Table<String, BootRecord> = Table::new("boots");

/// Changes of layout between releases, in order. The first release has none.
pub const MIGRATIONS: &[Migration] = &[];
