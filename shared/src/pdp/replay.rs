//! The cumulative pool: what all statements up to one have brought, statement by statement.

use super::{Deltas, Pdp, apply};

/// The pool after the first `upto` deltas (all of them if there are fewer).
///
/// Deltas are given in the order of their statements; `replay(deltas, k)` followed by applying the next deltas equals
/// `replay(deltas, k + 1)`.
pub fn replay<'a>(deltas: impl IntoIterator<Item = &'a Deltas>, upto: usize) -> Pdp {
    deltas.into_iter().take(upto).fold(Pdp::default(), |pool, next| apply(&pool, next))
}
