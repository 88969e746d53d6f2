//! The job runner: a durable queue, bounded concurrency, the step journal, and what happens when a step fails.
//!
//! What a step does is in `work`; what a person may do to a job is in `moves`; nothing here knows sled.

pub mod change;
mod desk;
mod dispatch;
pub(crate) mod failing;
mod limits;
pub mod moves;
mod reconcile;
mod retry;
mod unfinished;

pub use change::{Refusal, Stop};
pub use desk::{Advance, Desk, StepError};
pub use dispatch::{Runner, RunnerParts};
pub use limits::Limits;
pub use reconcile::{Reconciled, reconcile};
pub use retry::RetryPolicy;
