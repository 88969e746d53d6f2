//! The store: every change durable in a journal before it is acknowledged, sled as the index over it.
//!
//! This is the only room that knows sled and the journal. A change is a function run on the one writer thread
//! ([`Store::change`]); what it wrote is appended to the journal as part of one checksummed frame, synced, applied to
//! the index, and only then answered. At start (`plan`, `recovery`) the journal and the newest snapshot decide what is
//! true; a damaged index is set aside and rebuilt. The store does not know what its records mean.
//!
//! | file | holds |
//! |---|---|
//! | `files`, `kill` | the file layer, and the points at which a test ends the process |
//! | `frame`, `segment`, `journal` | the journal's bytes, from one change to the folder |
//! | `index`, `guard`, `mark` | sled; opening it where it can do no harm; what happened to it last |
//! | `key`, `codec`, `table`, `view`, `tx` | records with types, read and written |
//! | `writer`, `events`, `health`, `shelf` | the thread that owns all changes, and who listens to it |
//! | `plan`, `found`, `examine`, `recovery`, `build`, `tail` | what a start finds and does |
//! | `snapshot`, `snapshots`, `migrate` | snapshots and what needs them |
//! | `check`, `repair` | looking at everything; going on without what is lost, when a person says so |

mod build;
mod check;
mod codec;
mod error;
mod events;
mod examine;
mod files;
mod found;
mod frame;
mod guard;
mod handle;
mod health;
mod index;
mod journal;
mod key;
mod kill;
mod layout;
mod mark;
mod migrate;
mod open;
mod plan;
mod recovery;
mod repair;
mod segment;
mod shelf;
mod snapshot;
mod snapshots;
mod table;
mod tail;
#[cfg(test)]
mod tests;
mod tx;
mod view;
mod writer;

pub use check::{CheckReport, Finding, Weight, check};
pub use codec::LONGEST_VALUE;
pub use error::{ChangeError, Fault, OpenError};
pub use events::{Cursor, Events, FrameEvents, StoreEvent};
pub use files::{Appender, Entry, Files, RealFiles, Source};
pub use handle::Store;
pub use health::Health;
pub use key::{Key, Prefix};
pub use migrate::{FIRST_SCHEMA, Migration, Step};
pub use open::{OpenOptions, OpenReport};
pub use repair::repair;
pub use table::{Span, Table};
pub use tx::Tx;
pub use view::{Reader, View, Visit};

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks, going on after a panic elsewhere: what these locks guard is replaced whole, never half.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
