//! What a matcher answers: which positions belong together, and which are left on either side.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Counts;

/// Matched and unmatched positions in the lists of the two sides.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Matching {
    /// Positions `(scored, truth)` of each pair, in the order they were found.
    pub pairs: Vec<(usize, usize)>,
    /// Positions only the scored side has. The matcher `compat` leaves out rows hidden by a repeated id.
    pub scored_unmatched: Vec<usize>,
    /// Positions only the truth has.
    pub truth_unmatched: Vec<usize>,
}

impl Matching {
    /// Pairs, rest of the scored side, rest of the truth.
    pub fn counts(&self) -> Counts {
        Counts::new(self.pairs.len(), self.scored_unmatched.len(), self.truth_unmatched.len())
    }
}
