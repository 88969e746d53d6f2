//! The RPC handlers: validate, make one change, wake the runner, answer. No handler ever does a job's work: tarpc drops
//! a handler when its client goes away.

pub mod checks;
mod codings;
mod discussions;
mod generate;
mod house;
mod imports;
mod jobs;
mod personas;
mod requests;
mod rows;
mod scores;
mod server;
mod truth;
mod uploads;
mod views;
mod watching;

pub use house::{House, HouseParts, Identity};
pub use requests::forget_old;
pub use server::{Peer, Server};
