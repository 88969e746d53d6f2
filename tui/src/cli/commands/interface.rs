//! `sarf` without a command: the interface.

use sarf_shared::places::Places;

use crate::app;
use crate::cli::build::build_id;
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::Output;
use crate::cli::session;
use crate::client::Launch;
use crate::keymap::Keymap;

/// Opens the interface. It finds or starts the daemon itself, so that its first frame waits for nothing.
pub async fn run(_output: &Output) -> Result<Exit, Failure> {
    let places = session::places()?;
    let keys = keys(&places)?;
    let launch = Launch::this_program(&places)?;
    app::run(launch, build_id(), keys).await.map_err(|error| Failure::new(Exit::Failed, error.to_string()))?;
    Ok(Exit::Done)
}

/// The keymap as configured, or what is wrong with `[keys]`. What is wrong with the rest of the file is the service's to
/// say.
pub fn keys(places: &Places) -> Result<Keymap, Failure> {
    let text = std::fs::read_to_string(&places.config_file).unwrap_or_default();
    Keymap::configured(&text, &places.config_file).map_err(|problem| Failure::new(Exit::Failed, problem.to_string()))
}
