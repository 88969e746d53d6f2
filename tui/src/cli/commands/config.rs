//! `sarf config show|path|init|schema|keys`.

use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;

use crate::cli::args::ConfigCommand;
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::Output;
use crate::cli::{daemon_run, session, text};
use crate::keymap::Binding;

/// One line of `config keys`.
#[derive(Serialize, JsonSchema)]
pub struct KeyRow {
    /// Where it is in force.
    place: String,
    /// The name by which `[keys]` changes it.
    action: String,
    /// The keys.
    keys: Vec<String>,
    /// What it does.
    does: &'static str,
}

/// `config path`
#[derive(Serialize, JsonSchema)]
pub struct ConfigPath<'a> {
    /// Where the configuration file lies.
    path: &'a Path,
    /// Whether there is one.
    exists: bool,
}

/// `config show`
#[derive(Serialize, JsonSchema)]
pub struct ConfigText<'a> {
    /// Where the configuration file lies.
    path: &'a Path,
    /// The configuration in force, as TOML.
    toml: &'a str,
}

/// `config schema`
#[derive(Serialize, JsonSchema)]
pub struct ConfigSchema<'a> {
    /// The JSON schema of the configuration, as text.
    schema: &'a str,
}

/// `config init`
#[derive(Serialize, JsonSchema)]
pub struct ConfigWritten<'a> {
    /// The file.
    path: &'a Path,
    /// Always true; where there is a file already the command fails.
    written: bool,
}

impl KeyRow {
    fn of(row: &Binding) -> KeyRow {
        KeyRow {
            place: row.place.name(),
            action: row.action.name(),
            keys: row.keys.iter().map(|key| key.label()).collect(),
            does: row.help,
        }
    }
}

/// Runs the subcommand.
pub async fn run(output: &Output, command: ConfigCommand) -> Result<Exit, Failure> {
    let places = session::places()?;
    let file = &places.config_file;
    match command {
        ConfigCommand::Path => {
            output.value(&ConfigPath { path: file, exists: file.exists() }, || file.display().to_string());
        }
        ConfigCommand::Show => {
            let text = daemon_run::config_in_force()?;
            output.value(&ConfigText { path: file, toml: &text }, || text.trim_end().to_owned());
        }
        ConfigCommand::Schema => {
            let schema = daemon_run::config_schema()?;
            output.value(&ConfigSchema { schema: &schema }, || schema.clone());
        }
        ConfigCommand::Keys => {
            let keymap = super::interface::keys(&places)?;
            let rows: Vec<KeyRow> = keymap.all().iter().map(KeyRow::of).collect();
            if output.is_json() {
                rows.iter().for_each(|row| output.value(row, String::new));
            } else {
                let cells =
                    |row: &KeyRow| vec![row.place.clone(), row.action.clone(), row.keys.join(" "), row.does.to_owned()];
                let lines: Vec<Vec<String>> = rows.iter().map(cells).collect();
                output.text(text::table(&["place", "action", "keys", "what it does"], &[], &lines));
            }
        }
        ConfigCommand::Init => {
            let failed = |error: std::io::Error| {
                if error.kind() == std::io::ErrorKind::AlreadyExists {
                    let words = "is there already; nothing was written. Edit it, or move it away first";
                    return Failure::new(Exit::Conflict, format!("{} {words}", file.display()));
                }
                Failure::new(Exit::Failed, format!("{}: {error}; nothing was written", file.display()))
            };
            std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&places.config_dir).map_err(failed)?;
            let mut out =
                std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file).map_err(failed)?;
            out.write_all(daemon_run::config_example().as_bytes()).map_err(failed)?;
            output.value(&ConfigWritten { path: file, written: true }, || {
                format!("written: {}\nEdit it, then `sarf daemon restart` and `sarf doctor`.", file.display())
            });
        }
    }
    Ok(Exit::Done)
}
