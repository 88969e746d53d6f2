//! `sarf config show|path|init`.

use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};

use crate::cli::args::ConfigCommand;
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::Output;
use crate::cli::{daemon_run, session};

/// Runs the subcommand.
pub async fn run(output: &Output, command: ConfigCommand) -> Result<Exit, Failure> {
    let places = session::places()?;
    let file = &places.config_file;
    match command {
        ConfigCommand::Path => {
            output.value(&serde_json::json!({ "path": file, "exists": file.exists() }), || file.display().to_string());
        }
        ConfigCommand::Show => {
            let text = daemon_run::config_in_force()?;
            output.value(&serde_json::json!({ "path": file, "toml": text }), || text.trim_end().to_owned());
        }
        ConfigCommand::Init => {
            let failed = |error: std::io::Error| {
                let exit =
                    if error.kind() == std::io::ErrorKind::AlreadyExists { Exit::Conflict } else { Exit::Failed };
                Failure::new(exit, format!("{}: {error}; nothing was written", file.display()))
            };
            std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&places.config_dir).map_err(failed)?;
            let mut out =
                std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file).map_err(failed)?;
            out.write_all(daemon_run::config_example().as_bytes()).map_err(failed)?;
            output.value(&serde_json::json!({ "path": file, "written": true }), || {
                format!("written: {}\nEdit it, then `sarf daemon restart` and `sarf doctor`.", file.display())
            });
        }
    }
    Ok(Exit::Done)
}
