//! What people make of a discussion: codings in chains, ground truth in versions, and who is who between two sides.
//!
//! Model codings are extraction runs and live elsewhere; the constructed reference coding of a generated discussion is
//! neither a coding nor ground truth and has types of its own ([`ReferenceSide`]). Nothing here reads files or the
//! clock; [`file`] reads bytes that somebody else has read.

mod approve;
mod chain;
mod check;
mod coder;
mod constructed;
pub mod file;

mod person_map;
mod problem;
mod revision;
mod sides;
mod truth;

pub use approve::{Chosen, approve};
pub use chain::append;
pub use check::{check_family, committed_family};
pub use coder::{BadCoderName, Coder, CoderName};
pub use constructed::by_statement;
pub use person_map::{
    MapEntry, MapEntryState, MapIs, MapScored, MapSides, MapTarget, People, PersonMapState, is_standing, standing,
};
pub use problem::{Problem, Problems};
pub use revision::{Coding, Provenance};
pub use sides::{CodedStatement, CoderSide, ReferenceSide, Statements, TruthSide};
pub use truth::{ApprovedStatement, GroundTruth, GroundTruthVersion, Source, as_one_family};
