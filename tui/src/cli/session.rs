//! A command's way to the daemon: found or started, with what takes time told on standard error.

use sarf_shared::places::Places;

use super::build::build_id;
use super::exit::{Exit, Failure};
use super::output::Output;
use crate::client::{self, Api, Autostart, Connection};

/// Where everything lies.
pub fn places() -> Result<Places, Failure> {
    client::places().map_err(|error| Failure::new(Exit::Usage, error.to_string()))
}

/// Opens the way to the daemon, starting it where none runs.
pub async fn connect(output: &Output) -> Result<Api, Failure> {
    Ok(open(output, Autostart::Yes).await?.api)
}

/// Opens the way to the daemon as asked.
pub async fn open(output: &Output, autostart: Autostart) -> Result<Connection, Failure> {
    let output = *output;
    let notify = move |sentence: &str| output.notice(sentence);
    Ok(client::connect(&places()?, &build_id(), autostart, &notify).await?)
}
