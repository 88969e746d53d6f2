//! `sarf` without a command: the interface.

use crate::app;
use crate::cli::build::build_id;
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::Output;
use crate::cli::session;
use crate::client::Launch;

/// Opens the interface. It finds or starts the daemon itself, so that its first frame waits for nothing.
pub async fn run(_output: &Output) -> Result<Exit, Failure> {
    let launch = Launch::this_program(&session::places()?)?;
    app::run(launch, build_id()).await.map_err(|error| Failure::new(Exit::Failed, error.to_string()))?;
    Ok(Exit::Done)
}
