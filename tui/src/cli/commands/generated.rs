//! Completions and the manual page, from the one definition of the command line.

use clap::CommandFactory;

use crate::cli::args::Cli;
use crate::cli::exit::{Exit, Failure};

/// Prints a completion script.
pub fn completions(shell: clap_complete::Shell) -> Result<Exit, Failure> {
    clap_complete::generate(shell, &mut Cli::command(), "sarf", &mut std::io::stdout());
    Ok(Exit::Done)
}

/// Prints the manual page.
pub fn man() -> Result<Exit, Failure> {
    let page = clap_mangen::Man::new(Cli::command());
    page.render(&mut std::io::stdout()).map_err(|error| Failure::new(Exit::Failed, error.to_string()))?;
    Ok(Exit::Done)
}
