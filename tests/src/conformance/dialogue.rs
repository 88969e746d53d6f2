//! The operations of the `dialogue` room.

use super::Operation;

/// Operation name and the function that answers it.
pub const OPERATIONS: &[Operation] = &[];
