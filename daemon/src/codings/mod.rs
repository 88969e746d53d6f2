//! What changes codings, ground truth and person maps: each function is the body of one change of the store.

pub mod approve;
mod forget;
pub mod maps;
mod summary;

pub use forget::forget;
pub use summary::{refresh, version_row};
