//! The operations of the `pdp` room.

use super::Operation;

/// Operation name and the function that answers it.
pub const OPERATIONS: &[Operation] = &[];
