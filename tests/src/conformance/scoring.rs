//! The operations of the `scoring` room.

use super::Operation;

/// Operation name and the function that answers it.
pub const OPERATIONS: &[Operation] = &[];
