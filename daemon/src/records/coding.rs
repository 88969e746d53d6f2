//! Codings by people, ground truth, person maps: their tables. Deltas lie one statement a record, so that no value grows
//! with a discussion.

use sarf_shared::coding::{ApprovedStatement, Coder, Coding, GroundTruthVersion, MapEntry};
use sarf_shared::rpc::CodedSummary;

use crate::store::Table;

/// Who codes a discussion: coders by discussion and their key ([`Coder::key`]).
pub const CODERS: Table<(u64, String), Coder> = Table::new("coders");
/// Codings by discussion, coder's key, statement and revision; the last revision counts.
pub const HUMAN_CODINGS: Table<(u64, String, u32, u32), Coding> = Table::new("human_codings");
/// What a discussion's row shows of its codings.
pub const CODED: Table<u64, CodedSummary> = Table::new("coded");
/// Versions of ground truth by id, without their deltas.
pub const VERSIONS: Table<u64, GroundTruthVersion> = Table::new("versions");
/// Versions by discussion; the last is its truth.
pub const DISCUSSION_VERSIONS: Table<(u64, u64), ()> = Table::new("discussion_versions");
/// Statements of versions, by version and number.
pub const VERSION_STATEMENTS: Table<(u64, u32), ApprovedStatement> = Table::new("version_statements");
/// Entries of person maps by discussion, sides ([`sarf_shared::coding::MapSides::key`]) and number.
pub const MAP_ENTRIES: Table<(u64, String, u32), MapEntry> = Table::new("map_entries");
/// What an imported discussion held in its file: 0 the discussion without its statements, n its n-th statement.
pub const KEPT: Table<(u64, u32), serde_json::Value> = Table::new("kept");
