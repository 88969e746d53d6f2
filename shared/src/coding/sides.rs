//! What scoring compares: a side is deltas by statement, with who they are of.

use std::collections::BTreeMap;

use super::{Coder, GroundTruthVersion, Provenance};
use crate::pdp::Deltas;
use crate::rpc::ReferenceProvenance;

/// Deltas by statement number. A statement that is not in it is not coded; one with empty deltas is coded as empty.
pub type Statements = BTreeMap<u32, Deltas>;

/// One statement as a coder has it now.
#[derive(Debug, Clone, PartialEq)]
pub struct CodedStatement {
    /// The revision that counts.
    pub revision: u32,
    /// What the coder had seen.
    pub provenance: Provenance,
    /// The deltas.
    pub deltas: Deltas,
}

/// One coder's coding of a discussion as it is now.
#[derive(Debug, Clone, PartialEq)]
pub struct CoderSide {
    /// Who.
    pub coder: Coder,
    /// What, by statement number.
    pub statements: BTreeMap<u32, CodedStatement>,
}

impl CoderSide {
    /// The deltas alone.
    pub fn deltas(&self) -> Statements {
        self.statements.iter().map(|(number, coded)| (*number, coded.deltas.clone())).collect()
    }
}

/// A version of ground truth as a side. Its ids are unique even where several coders are its source; see
/// [`super::as_one_family`].
#[derive(Debug, Clone, PartialEq)]
pub struct TruthSide {
    /// The version, with the source of each statement.
    pub version: GroundTruthVersion,
    /// Its deltas, in one namespace of ids.
    pub deltas: Statements,
}

/// The constructed reference coding of a generated discussion as a side: never human truth, used only when asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct ReferenceSide {
    /// How it came about.
    pub provenance: ReferenceProvenance,
    /// Its deltas by subject statement.
    pub deltas: Statements,
}
