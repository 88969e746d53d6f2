//! The reference coding of what a client revealed.

use super::{FactId, FamilyFacts};
use crate::pdp::Deltas;

/// What was revealed, as one set.
pub fn coding(_: &FamilyFacts, _: &[FactId], _: &[&str]) -> Deltas {
    Deltas::default()
}
