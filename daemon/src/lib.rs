//! The background service of sarf: it owns the store and runs the jobs.
//!
//! [`run`] takes everything it needs as arguments, so that a test can bind a socket of its own and stop it cleanly;
//! [`lifecycle::run_process`] is the whole process around it.

pub mod clock;
pub mod codings;
pub mod config;
pub mod jobs;
pub mod lifecycle;
pub mod live;
pub mod models;
pub mod prompts;
pub mod records;
pub mod scoring;
pub mod service;
pub mod store;
pub mod work;

mod running;

pub use running::{Parts, run};
