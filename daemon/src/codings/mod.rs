//! What changes codings, ground truth and person maps: each function is the body of one change of the store.

mod accounts;
pub mod approve;
mod create;
mod find;
mod forget;
mod import;
mod lay;
pub mod maps;
mod summary;

pub use accounts::account;
pub use forget::forget;
pub use import::{Account, Prepared, accept as import};
pub use summary::{refresh, version_row};
