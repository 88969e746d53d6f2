//! The background service of sarf: it owns the store and runs the jobs.

pub mod config;
pub mod models;
pub mod prompts;
pub mod store;
