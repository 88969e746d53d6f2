//! The configuration file: its types, how it is read, its defaults, and what can be wrong with it. The path is handed
//! in; nothing here looks for a home, makes a connection or logs.

mod check;
mod places;
mod problem;
mod provider;
mod role;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::models::Role;
use places::Places;

pub use problem::ConfigProblem;
pub use provider::{Environment, KeyError, OFFLINE, Provider, ProviderKind, ThinkingField};
pub use role::{Choice, ModelDefault, Parameters, RoleSettings, RoleTable, Thinking};

/// The example `sarf config init` writes: every key with its default, commented out.
pub const EXAMPLE: &str = include_str!("default.toml");

/// The configuration in force.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The model of every role that names none.
    #[serde(default)]
    pub model: ModelDefault,
    /// Endpoints by name. The built-in `offline` is not among them.
    #[serde(default)]
    pub providers: BTreeMap<String, Provider>,
    /// The five roles.
    #[serde(default)]
    pub roles: RoleTable,
    /// How many steps at the same time.
    #[serde(default)]
    pub jobs: JobSettings,
    /// How often and how late failed steps are tried again.
    #[serde(default)]
    pub retry: RetrySettings,
    /// The background service itself.
    #[serde(default)]
    pub daemon: DaemonSettings,
    /// Keys of the interface: read and checked by the interface alone, here only let through.
    #[serde(default, skip_serializing_if = "toml::Table::is_empty")]
    #[schemars(with = "BTreeMap<String, serde_json::Value>")]
    pub keys: toml::Table,
    #[serde(skip)]
    source: Source,
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Source {
    file: PathBuf,
    places: Places,
}

/// `[jobs]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct JobSettings {
    /// Steps of all jobs at the same time.
    pub concurrency: usize,
}

impl Default for JobSettings {
    fn default() -> Self {
        JobSettings { concurrency: 4 }
    }
}

/// `[retry]`: for what passes by itself. Invalid replies have their own limit of three, which is no setting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RetrySettings {
    /// Tries of one step, over all restarts.
    pub attempts: u32,
    /// Seconds before the second try; doubled each time, with jitter.
    pub first_wait_s: f64,
    /// Most seconds between two tries.
    pub longest_wait_s: f64,
}

impl Default for RetrySettings {
    fn default() -> Self {
        RetrySettings { attempts: 8, first_wait_s: 2.0, longest_wait_s: 300.0 }
    }
}

impl RetrySettings {
    /// Wait before the second try.
    pub fn first_wait(&self) -> Duration {
        Duration::try_from_secs_f64(self.first_wait_s).unwrap_or(Duration::from_secs(2))
    }

    /// Longest wait.
    pub fn longest_wait(&self) -> Duration {
        Duration::try_from_secs_f64(self.longest_wait_s).unwrap_or(Duration::from_secs(300))
    }
}

/// `[daemon]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DaemonSettings {
    /// What is logged.
    pub log_level: LogLevel,
    /// Days of log that are kept.
    pub log_days: usize,
}

impl Default for DaemonSettings {
    fn default() -> Self {
        DaemonSettings { log_level: LogLevel::Info, log_days: 7 }
    }
}

/// How much is logged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    /// What failed.
    Error,
    /// What may fail.
    Warn,
    /// What was done.
    #[default]
    Info,
    /// How it was done.
    Debug,
}

impl LogLevel {
    /// The word in the file.
    pub fn as_str(self) -> &'static str {
        match self {
            LogLevel::Error => "error",
            LogLevel::Warn => "warn",
            LogLevel::Info => "info",
            LogLevel::Debug => "debug",
        }
    }
}

impl Config {
    /// Reads the file; a missing one is the default configuration.
    pub fn read(file: &Path) -> Result<Config, ConfigProblem> {
        match std::fs::read_to_string(file) {
            Ok(text) => Config::parse(&text, file),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Config::parse("", file),
            Err(error) => Err(ConfigProblem::unreadable(file, &error)),
        }
    }

    /// Reads a text; `file` is named in problems, and its folder is where key files and prompts are looked up.
    pub fn parse(text: &str, file: &Path) -> Result<Config, ConfigProblem> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut config: Config = toml::from_str(text).map_err(|error| ConfigProblem::unparsable(file, text, &error))?;
        config.source = Source { file: file.to_owned(), places: Places::of(text) };
        check::values(&config)?;
        Ok(config)
    }

    /// The configuration in force as TOML, defaults written out. Holds no key, only where keys are.
    pub fn show(&self) -> Result<String, ConfigProblem> {
        let mut full = self.clone();
        for (role, settings) in [
            (Role::Author, &mut full.roles.author),
            (Role::Client, &mut full.roles.client),
            (Role::Coach, &mut full.roles.coach),
            (Role::Extractor, &mut full.roles.extractor),
            (Role::Judge, &mut full.roles.judge),
        ] {
            let parameters = Parameters::of(role, settings);
            settings.temperature = Some(parameters.temperature);
            settings.max_tokens = parameters.max_tokens;
            settings.thinking = Some(parameters.thinking);
            settings.provider = settings.provider.clone().or(self.model.provider.clone()).or(Some(OFFLINE.to_owned()));
        }
        toml::to_string(&full).map_err(|_| self.problem(None, "it cannot be written as TOML", "Report this as a fault"))
    }

    /// Whether both say the same to the service: wherever it was read from, and whatever keys the interface has.
    pub fn is_same_in_force(&self, other: &Config) -> bool {
        let bare = |config: &Config| Config { source: Source::default(), keys: toml::Table::new(), ..config.clone() };
        bare(self) == bare(other)
    }

    /// The file it was read from.
    pub fn file(&self) -> &Path {
        &self.source.file
    }

    /// The folder of the file: prompts and key files are looked up here.
    pub fn folder(&self) -> &Path {
        self.source.file.parent().unwrap_or(Path::new(""))
    }

    /// An endpoint by name; `None` for `offline` and for unknown names.
    pub fn provider(&self, name: &str) -> Option<&Provider> {
        self.providers.get(name)
    }

    /// Who plays a role. A role that cannot be played as the file says is a problem, never quietly `offline`.
    pub fn choice(&self, role: Role) -> Result<Choice, ConfigProblem> {
        let settings = self.roles.of(role);
        let own = settings.provider.is_some();
        let (name, key) = match (&settings.provider, &self.model.provider) {
            (Some(name), _) => (name.as_str(), format!("roles.{role}.provider")),
            (None, Some(name)) => (name.as_str(), "model.provider".to_owned()),
            (None, None) => (OFFLINE, format!("roles.{role}.model")),
        };
        if name == OFFLINE {
            return Ok(Choice::Offline);
        }
        if !self.providers.contains_key(name) {
            let known: Vec<&str> = [OFFLINE].into_iter().chain(self.providers.keys().map(String::as_str)).collect();
            let problem = format!("there is no provider \"{}\"", short(name));
            let remedy = format!("Use one of: {}; or add a table [providers.{}]", known.join(", "), short(name));
            return Err(self.problem(Some(&key), problem, remedy));
        }
        let inherited = if own && settings.provider != self.model.provider { None } else { self.model.model.clone() };
        let model = settings.model.clone().or(inherited).filter(|model| !model.trim().is_empty());
        let Some(model) = model else {
            let key = if own { format!("roles.{role}.model") } else { "model.model".to_owned() };
            let problem = format!("no model is named for the {role}");
            let remedy = format!("Add `model = \"...\"`, by the name the endpoint of \"{name}\" gives it");
            return Err(self.problem(Some(&key), problem, remedy));
        };
        Ok(Choice::Model { provider: name.to_owned(), model, parameters: Parameters::of(role, settings) })
    }

    /// A problem at a key of this file.
    pub fn problem(&self, key: Option<&str>, problem: impl Into<String>, remedy: impl Into<String>) -> ConfigProblem {
        ConfigProblem {
            file: self.source.file.clone(),
            line: key.and_then(|key| self.source.places.line(key)),
            key: key.map(str::to_owned),
            problem: problem.into(),
            remedy: remedy.into(),
        }
    }
}

/// A name short enough to be repeated.
fn short(name: &str) -> String {
    name.chars().take(40).collect()
}

#[cfg(test)]
mod tests;
