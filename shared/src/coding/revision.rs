//! One revision of a coder's coding of one statement.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::discussion::{Actor, Timestamp};
use crate::pdp::Deltas;
use crate::vocabulary;

vocabulary! {
    /// What a human coder had seen when coding. A constructed reference has no such word: it is no human's coding.
    Provenance ("provenance") {
        /// Neither a model's coding nor another coder's was seen.
        Blind = "blind",
        /// The coder corrected or confirmed a model's coding.
        OverTheModel = "over_the_model",
        /// Decided after the codings of others were compared.
        Adjudicated = "adjudicated",
    }
}

/// One revision of a coding. The chain of a statement only grows; its last revision counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Coding {
    /// Its number in the chain, from 1.
    pub revision: u32,
    /// What the statement adds or changes; nothing in it: "coded, nothing there".
    pub deltas: Deltas,
    /// What the coder had seen.
    pub provenance: Provenance,
    /// When it was stored.
    pub at: Timestamp,
    /// Who stored it; not necessarily who coded.
    pub stored_by: Actor,
    /// The file it came in, without its folder.
    pub file: String,
    /// Fields of the file that mean nothing here, kept for whoever exports it.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub kept: Map<String, Value>,
}
