//! What can be wrong with a configuration that parses: values out of range (it is refused), and endpoints, keys and
//! roles that cannot work (it is used, `doctor` says what to do, and the roles concerned refuse).

use sarf_shared::rpc::{DoctorFinding, FindingLevel};

use super::{Config, ConfigProblem, Environment, OFFLINE};
use crate::models::Role;

/// Refuses values no program could use.
pub(super) fn values(config: &Config) -> Result<(), ConfigProblem> {
    let range = |key: &str, ok: bool, range: &str| {
        if ok { Ok(()) } else { Err(config.problem(Some(key), "the value is out of range", format!("Use {range}"))) }
    };
    range("jobs.concurrency", (1..=256).contains(&config.jobs.concurrency), "1 to 256")?;
    range("retry.attempts", (1..=100).contains(&config.retry.attempts), "1 to 100")?;
    range("retry.first_wait_s", (0.0..=3600.0).contains(&config.retry.first_wait_s), "0 to 3600 seconds")?;
    let longest = config.retry.first_wait_s.max(0.0)..=86_400.0;
    range("retry.longest_wait_s", longest.contains(&config.retry.longest_wait_s), "first_wait_s to 86400 seconds")?;
    range("daemon.log_days", (1..=3650).contains(&config.daemon.log_days), "1 to 3650")?;
    for role in Role::ALL {
        let settings = config.roles.of(*role);
        let key = format!("roles.{role}.temperature");
        range(&key, settings.temperature.is_none_or(|t| (0.0..=2.0).contains(&t)), "0.0 to 2.0")?;
        let key = format!("roles.{role}.max_tokens");
        range(&key, settings.max_tokens.is_none_or(|t| (1..=1_000_000).contains(&t)), "1 to 1000000")?;
    }
    for (name, provider) in &config.providers {
        let at = |key: &str| format!("providers.{name}.{key}");
        if name == OFFLINE {
            let remedy = "Give the endpoint another name; \"offline\" is built in and needs no table";
            return Err(config.problem(Some(&format!("providers.{name}")), "the name is taken", remedy));
        }
        range(&at("concurrency"), (1..=256).contains(&provider.concurrency), "1 to 256")?;
        for (key, seconds) in [
            ("connect_timeout_s", provider.connect_timeout_s),
            ("first_token_timeout_s", provider.first_token_timeout_s),
            ("idle_timeout_s", provider.idle_timeout_s),
            ("timeout_s", provider.timeout_s),
        ] {
            range(&at(key), (1..=86_400).contains(&seconds), "1 to 86400 seconds")?;
        }
        for (key, price) in [("price_in", provider.price_in), ("price_out", provider.price_out)] {
            range(&at(key), (0.0..=1e9).contains(&price), "0.0 or more")?;
        }
        if provider.api_key_env.is_some() && provider.api_key_file.is_some() {
            let problem = "both api_key_env and api_key_file are given";
            return Err(config.problem(Some(&at("api_key_file")), problem, "Keep one of them"));
        }
    }
    Ok(())
}

impl Config {
    /// What is wrong with an endpoint's address or key, as far as this can be told without asking it.
    pub fn provider_problems(&self, name: &str, environment: Environment<'_>) -> Vec<ConfigProblem> {
        let Some(provider) = self.provider(name) else { return Vec::new() };
        let at = |key: &str| format!("providers.{name}.{key}");
        let mut problems = Vec::new();
        if let Err(why) = provider.url() {
            let remedy = "Write the address up to and without /chat/completions, such as http://127.0.0.1:11434/v1";
            problems.push(self.problem(Some(&at("base_url")), why, remedy));
        } else if provider.base_url.starts_with("http://") && !provider.is_loopback() {
            let remedy = "Use https:// for an endpoint on another machine";
            problems.push(self.problem(
                Some(&at("base_url")),
                "what is said would cross the network in the clear",
                remedy,
            ));
        }
        if let Err(error) = provider.key(self.folder(), environment) {
            let key = if provider.api_key_env.is_some() { "api_key_env" } else { "api_key_file" };
            let words = error.to_string();
            let (problem, remedy) = words.split_once("; ").unwrap_or((&words, "Correct it"));
            problems.push(self.problem(Some(&at(key)), problem, capital(remedy)));
        }
        problems
    }

    /// Every finding for `doctor`: who plays each role, and what is wrong with endpoints and keys.
    pub fn findings(&self, environment: Environment<'_>) -> Vec<DoctorFinding> {
        let mut findings = Vec::new();
        for role in Role::ALL {
            match self.choice(*role) {
                Err(problem) => findings.push(problem.finding(FindingLevel::Problem)),
                Ok(choice) => {
                    let found = match choice {
                        super::Choice::Offline if *role == Role::Judge => "nobody: the arc is not judged".to_owned(),
                        super::Choice::Offline => "the built-in engine".to_owned(),
                        super::Choice::Model { provider, model, .. } => format!("{model} at {provider}"),
                    };
                    let what = format!("role {role}");
                    findings.push(DoctorFinding { level: FindingLevel::Ok, what, found, remedy: None });
                }
            }
        }
        for (name, provider) in &self.providers {
            let problems = self.provider_problems(name, environment);
            if problems.is_empty() {
                let place = if provider.is_loopback() { "this machine" } else { "another machine" };
                let found = format!("{} ({place})", provider.base_url);
                let what = format!("provider {name}");
                findings.push(DoctorFinding { level: FindingLevel::Ok, what, found, remedy: None });
            }
            for problem in problems {
                let harmless = problem.problem.contains("in the clear");
                let level = if harmless { FindingLevel::Warning } else { FindingLevel::Problem };
                findings.push(problem.finding(level));
            }
            #[cfg(unix)]
            if let Some(file) = &provider.api_key_file {
                use std::os::unix::fs::PermissionsExt;
                let path = self.folder().join(file);
                if std::fs::metadata(&path).is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0) {
                    let key = format!("providers.{name}.api_key_file");
                    let problem = self.problem(
                        Some(&key),
                        "others on this machine can read the key file",
                        format!("Run: chmod 600 {}", path.display()),
                    );
                    findings.push(problem.finding(FindingLevel::Warning));
                }
            }
        }
        findings
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
