//! Codings, ground truth and person maps on the wire.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::coding::{
    ApprovedStatement, Coder, CoderName, GroundTruthVersion, MapEntry, MapEntryState, MapSides, Provenance,
};
use crate::discussion::{Actor, DiscussionId, RunId, Timestamp, VersionId};
use crate::family::ItemId;
use crate::pdp::Deltas;

/// How an uploaded file of codings is to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CodingImportOptions {
    /// The file's name without its folder.
    pub file: String,
    /// The discussion it is laid on, whatever the file calls it.
    pub discussion: Option<DiscussionId>,
    /// What the coders had seen, where the file does not say.
    pub provenance: Option<Provenance>,
    /// Who coded, where the file does not say.
    pub coder: Option<CoderName>,
    /// Approve what the file marks as approved.
    pub approve: bool,
}

/// What an import did to one discussion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CodingsLaid {
    /// Which discussion.
    pub discussion: DiscussionId,
    /// Whether it was made by this import.
    pub created: bool,
    /// The run made of the file's model coding, for a discussion that was made.
    pub run: Option<RunId>,
    /// By coder: statements whose chain grew, and statements the file held nothing new for.
    pub coders: BTreeMap<CoderName, LaidCount>,
    /// The version made of what the file marks as approved.
    pub version: Option<VersionId>,
}

/// Statements of one coder in a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LaidCount {
    /// Coded for the first time.
    pub first: u32,
    /// Coded again, otherwise than before.
    pub revised: u32,
    /// As stored already.
    pub unchanged: u32,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CodingsImported {
    /// By discussion, in the order of the file.
    pub discussions: Vec<CodingsLaid>,
    /// What a person should know, with the place in the file.
    pub warnings: Vec<String>,
}

/// How many statements have which provenance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ProvenanceCounts {
    /// Blind.
    pub blind: u32,
    /// Over a model's coding.
    pub over_the_model: u32,
    /// Adjudicated.
    pub adjudicated: u32,
}

impl ProvenanceCounts {
    /// Counts one more.
    pub fn add(&mut self, provenance: Provenance) {
        let count = match provenance {
            Provenance::Blind => &mut self.blind,
            Provenance::OverTheModel => &mut self.over_the_model,
            Provenance::Adjudicated => &mut self.adjudicated,
        };
        *count = count.saturating_add(1);
    }

    /// How many are of one provenance.
    pub fn of(&self, provenance: Provenance) -> u32 {
        match provenance {
            Provenance::Blind => self.blind,
            Provenance::OverTheModel => self.over_the_model,
            Provenance::Adjudicated => self.adjudicated,
        }
    }

    /// "blind 31, over_the_model 12"; "none" where there is nothing.
    pub fn words(&self) -> String {
        let all = Provenance::ALL.iter().map(|word| (word, self.of(*word)));
        let some: Vec<String> =
            all.filter(|(_, count)| *count > 0).map(|(word, count)| format!("{word} {count}")).collect();
        if some.is_empty() { "none".to_owned() } else { some.join(", ") }
    }
}

/// One coder's coding of one discussion, in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CoderRow {
    /// Which discussion.
    pub discussion: DiscussionId,
    /// Who.
    pub coder: Coder,
    /// Subject statements coded.
    pub statements: u32,
    /// Subject statements there are.
    pub of: u32,
    /// By provenance of the revisions that count.
    pub provenance: ProvenanceCounts,
    /// Revisions stored, earlier ones included.
    pub revisions: u32,
    /// Statements whose revision that counts is the source of the newest ground truth.
    pub approved: u32,
    /// When the last revision was stored.
    pub last: Timestamp,
}

/// One revision without its deltas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RevisionRow {
    /// Its number in the chain.
    pub revision: u32,
    /// What the coder had seen.
    pub provenance: Provenance,
    /// When it was stored.
    pub at: Timestamp,
    /// Who stored it.
    pub stored_by: Actor,
    /// The file it came in.
    pub file: String,
    /// People, pair bonds, events, deletes in it.
    pub items: [u32; 4],
}

/// One statement as a coder coded it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CodedView {
    /// Number of the statement.
    pub statement: u32,
    /// The deltas that count.
    pub deltas: Deltas,
    /// Every revision, oldest first; the last one counts.
    pub revisions: Vec<RevisionRow>,
    /// Fields of the file that mean nothing here.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    pub kept: serde_json::Map<String, serde_json::Value>,
}

/// Asks for a coder's codings to become ground truth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ApproveRequest {
    /// Of which discussion.
    pub discussion: DiscussionId,
    /// Whose codings.
    pub coder: CoderName,
    /// Start from nothing: what was approved of other coders is not carried over.
    pub afresh: bool,
}

/// A version of ground truth, in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct VersionRow {
    /// Which.
    pub id: VersionId,
    /// Of which discussion.
    pub discussion: DiscussionId,
    /// The version before it, whose other statements it carries on.
    pub after: Option<VersionId>,
    /// Whether it is the newest of its discussion.
    pub newest: bool,
    /// Subject statements approved.
    pub statements: u32,
    /// Subject statements there are.
    pub of: u32,
    /// By provenance.
    pub provenance: ProvenanceCounts,
    /// The coders it comes from, with their statements.
    pub coders: BTreeMap<CoderName, u32>,
    /// Who approved it.
    pub approved_by: Actor,
    /// The name of the account of whoever approved it, as the service's machine knows it when this is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// What an approval came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Approval {
    /// The version that holds now.
    pub version: VersionRow,
    /// Whether it is new; approving again what is approved makes no version.
    pub new: bool,
    /// What a person should know, in sentences.
    pub notes: Vec<String>,
}

/// A version with its sources.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct VersionView {
    /// The row.
    pub row: VersionRow,
    /// The sources.
    pub version: GroundTruthVersion,
}

/// One statement of a version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ApprovedView {
    /// Number of the statement.
    pub statement: u32,
    /// Source and deltas.
    #[serde(flatten)]
    pub approved: ApprovedStatement,
}

/// Says who is who between two sides, or takes it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct MapRequest {
    /// Of which discussion.
    pub discussion: DiscussionId,
    /// Between which sides.
    pub sides: MapSides,
    /// What to do.
    pub change: MapChange,
}

/// A change of a person map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MapChange {
    /// The scored person is that person.
    Set {
        /// Of the scored side.
        scored: ItemId,
        /// Of the other side.
        truth: ItemId,
    },
    /// The scored person is nobody on the other side.
    Nobody {
        /// Of the scored side.
        scored: ItemId,
    },
    /// Take back what was said last, of this person or of anybody.
    Undo {
        /// Of whom.
        scored: Option<ItemId>,
    },
}

/// An entry of a person map with how it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct MapView {
    /// The entry.
    #[serde(flatten)]
    pub entry: MapEntry,
    /// The name of the account of whoever said so, as the service's machine knows it when this is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// How it stands; `None` for an entry that a later one took back or replaced, and for taking back itself.
    pub state: Option<MapEntryState>,
}
