//! The cumulative pool: what all statements up to one have brought, statement by statement.

use super::apply::apply_to;
use super::{Deltas, Pdp};

/// The pool after the first `upto` deltas (all of them if there are fewer).
///
/// Deltas are given in the order of their statements; `replay(deltas, k)` followed by applying the next deltas equals
/// `replay(deltas, k + 1)`.
pub fn replay<'a>(deltas: impl IntoIterator<Item = &'a Deltas>, upto: usize) -> Pdp {
    let mut pool = Pdp::default();
    deltas.into_iter().take(upto).for_each(|next| apply_to(&mut pool, next));
    pool
}
