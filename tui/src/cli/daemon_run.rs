//! `sarf daemon run`: the only file of the client that names the daemon.

use sarf_daemon::lifecycle::{DaemonError, DaemonOptions, LockError, check_offline, run_process};

use super::build::build_id;
use super::exit::{Exit, Failure};
use super::output::Output;
use super::{commands, session};

/// Runs the daemon in this process, or only looks at (and repairs) its files.
pub fn run(output: &Output, detached: bool, check: bool, repair: bool) -> Result<Exit, Failure> {
    crate::crash::say_the_place();
    let places = session::places()?;
    if check {
        let report = check_offline(&places, repair).map_err(|error| failed(&error))?;
        return Ok(commands::check::tell(output, &report));
    }
    if detached {
        crate::client::start::detach();
    }
    run_process(DaemonOptions { places, build: build_id() }).map_err(|error| failed(&error))?;
    Ok(Exit::Done)
}

fn failed(error: &DaemonError) -> Failure {
    let exit = match error {
        DaemonError::Lock(LockError::Held { .. }) => Exit::Conflict,
        _ => Exit::Failed,
    };
    Failure::new(exit, error.to_string())
}

/// The configuration in force, as TOML; or what is wrong with the file.
pub fn config_in_force() -> Result<String, Failure> {
    let places = session::places()?;
    let failed = |problem: sarf_daemon::config::ConfigProblem| Failure::new(Exit::Failed, problem.to_string());
    sarf_daemon::config::Config::read(&places.config_file).map_err(failed)?.show().map_err(failed)
}

/// A commented configuration file to start from.
pub fn config_example() -> &'static str {
    sarf_daemon::config::EXAMPLE
}

/// What may stand in a configuration file, as a JSON schema: editors complete and check by it.
pub fn config_schema() -> Result<String, Failure> {
    let schema = schemars::schema_for!(sarf_daemon::config::Config);
    serde_json::to_string_pretty(&schema).map_err(|error| Failure::new(Exit::Failed, error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_example_is_in_the_schema_and_others_are_not_allowed() {
        let schema: serde_json::Value = serde_json::from_str(&config_schema().unwrap()).unwrap();
        let text = schema.to_string();
        let keys = config_example().lines().filter_map(|line| {
            let line = line.trim_start_matches(['#', ' ']);
            let (key, _) = line.split_once(" = ")?;
            key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_').then_some(key)
        });
        let keys: Vec<&str> = keys.collect();
        assert!(keys.len() > 10, "{keys:?}");
        let own = ["extract", "scores", "quit", "help"];
        for key in keys.into_iter().filter(|key| !own.contains(key)) {
            assert!(text.contains(&format!("\"{key}\":")), "{key}");
        }
        assert_eq!(schema.get("additionalProperties"), Some(&serde_json::Value::Bool(false)));
    }

    #[test]
    fn a_daemon_that_finds_the_lock_held_ends_as_a_client_that_starts_one_expects() {
        let held = DaemonError::Lock(LockError::Held { path: "lock".into(), holder: None });
        assert_eq!(i32::from(failed(&held).exit.code()), crate::client::start::ALREADY_RUNNING);
    }
}
