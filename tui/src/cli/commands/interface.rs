//! `sarf` without a command: the interface.

use crate::cli::exit::{Exit, Failure};
use crate::cli::output::Output;

/// Opens the interface.
pub async fn run(output: &Output) -> Result<Exit, Failure> {
    let _ = output;
    Err(Failure::new(Exit::Failed, "the interface is not here yet"))
}
