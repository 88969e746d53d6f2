//! The harness: the real program, with its own home, seen from the outside as a person, a script and a client see it.
//!
//! It finds the built `sarf` beside its own executable, starts and kills daemons, runs commands, talks to the socket, and
//! waits for conditions (never for time alone). Nothing it started outlives it, however a test ends. It panics rather
//! than return errors: whatever goes wrong in it fails the test, with everything a person needs to see.
#![expect(clippy::panic, reason = "a harness of tests: whatever goes wrong in it fails the test")]

mod binary;
mod contract;
mod daemon;
mod differ;
mod inside;
mod model;
mod ran;
mod rpc;
mod small_disk;
mod terminal;
mod wait;
mod world;

pub use binary::{program, sarf};
pub use contract::Contract;
pub use daemon::{Daemon, Ended};
pub use differ::same;
pub use inside::Inside;
pub use model::ModelServer;
pub use ran::Ran;
pub use rpc::{Rpc, fresh_id};
pub use small_disk::SmallDisk;
pub use terminal::{Frame, Terminal};
pub use wait::{PATIENCE, until, until_within};
pub use world::World;

/// Whether the long sweeps are wanted (`SARF_LONG=1`).
pub fn long() -> bool {
    std::env::var("SARF_LONG").is_ok_and(|set| set == "1")
}
