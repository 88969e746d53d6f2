//! Completions and the manual page, from the one definition of the command line.

use clap::CommandFactory;
use schemars::JsonSchema;
use serde::Serialize;

use crate::cli::args::Cli;
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::Output;

/// `completions`
#[derive(Serialize, JsonSchema)]
pub struct Completions<'a> {
    /// The shell.
    shell: String,
    /// The script for it.
    script: &'a str,
}

/// `man`
#[derive(Serialize, JsonSchema)]
pub struct ManualPage<'a> {
    /// The manual page in roff.
    roff: &'a str,
}

/// Prints a completion script.
pub fn completions(output: &Output, shell: clap_complete::Shell) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "sarf", &mut script);
    let script = String::from_utf8_lossy(&script);
    output.value(&Completions { shell: shell.to_string(), script: &script }, || script.trim_end().to_owned());
    Ok(Exit::Done)
}

/// Prints the manual page.
pub fn man(output: &Output) -> Result<Exit, Failure> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command())
        .render(&mut page)
        .map_err(|error| Failure::new(Exit::Failed, error.to_string()))?;
    let page = String::from_utf8_lossy(&page);
    output.value(&ManualPage { roff: &page }, || page.trim_end().to_owned());
    Ok(Exit::Done)
}
