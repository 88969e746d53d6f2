//! The background service of sarf: it owns the store and runs the jobs.

pub mod models;
