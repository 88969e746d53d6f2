//! Codings, ground truth and person maps: what reads them from the store ([`read`]), and what changes them, where each
//! function is the body of one change.

mod accounts;
pub mod approve;
mod create;
mod find;
mod forget;
mod import;
mod lay;
pub mod maps;
pub mod read;
mod summary;

pub use accounts::{account, name_of};
pub use forget::forget;
pub use import::{Account, Prepared, accept as import};
pub use summary::{refresh, version_row};
