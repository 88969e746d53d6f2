//! A provider: one endpoint, its key, its limits. Nothing here makes a connection.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

/// Name of the built-in engine; no endpoint may take it.
pub const OFFLINE: &str = "offline";

/// Protocol of an endpoint.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ProviderKind {
    /// `POST {base_url}/chat/completions`, as OpenAI and many others speak it.
    #[default]
    OpenAi,
}

/// How an endpoint is told how much to think; servers differ, and there is no common field.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ThinkingField {
    /// `reasoning_effort: "none" | "low" | ...` (OpenAI, Gemini's and Ollama's OpenAI endpoints).
    #[default]
    ReasoningEffort,
    /// `chat_template_kwargs: {enable_thinking: bool}` (vLLM, llama.cpp).
    ChatTemplateKwargs,
    /// `reasoning: {enabled, effort}` (OpenRouter).
    Reasoning,
    /// Nothing is sent.
    None,
}

/// One endpoint as the file describes it. Holds no key, only where one is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// Protocol.
    #[serde(default)]
    pub kind: ProviderKind,
    /// Address up to and without `/chat/completions`; usually ends in `/v1`.
    pub base_url: String,
    /// Variable that holds the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_key_env: Option<String>,
    /// File that holds the key, and nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_key_file: Option<PathBuf>,
    /// Calls at the same time.
    #[serde(default = "four")]
    pub concurrency: usize,
    /// Seconds to make the connection.
    #[serde(default = "ten")]
    pub connect_timeout_s: u64,
    /// Seconds from the request to the first word.
    #[serde(default = "two_minutes")]
    pub first_token_timeout_s: u64,
    /// Seconds between two pieces of a reply.
    #[serde(default = "one_minute")]
    pub idle_timeout_s: u64,
    /// Seconds for a whole reply.
    #[serde(default = "ten_minutes")]
    pub timeout_s: u64,
    /// Whether to ask for the reply piece by piece.
    #[serde(default = "yes")]
    pub stream: bool,
    /// Whether to send the call's seed.
    #[serde(default = "yes")]
    pub send_seed: bool,
    /// How to say how much to think.
    #[serde(default)]
    pub thinking_field: ThinkingField,
    /// Price of a million tokens read, in the currency of your choice.
    #[serde(default)]
    pub price_in: f64,
    /// Price of a million tokens written.
    #[serde(default)]
    pub price_out: f64,
    /// Added to every request as it stands.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, serde_json::Value>,
}

fn four() -> usize {
    4
}
fn ten() -> u64 {
    10
}
fn one_minute() -> u64 {
    60
}
fn two_minutes() -> u64 {
    120
}
fn ten_minutes() -> u64 {
    600
}
fn yes() -> bool {
    true
}

/// Why a key could not be had. Names the place, never what is in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The variable is not set where the daemon runs.
    #[error(
        "the variable {0} is not set; set it in the shell and restart the background service (`sarf daemon restart`), or \
         name a file with api_key_file"
    )]
    VariableMissing(String),
    /// What stands there cannot be a variable's name; it may be the key itself, so it is not repeated.
    #[error(
        "api_key_env must be the name of a variable (letters, digits, _), not the key itself; put the key in a variable or \
         a file and name that"
    )]
    NotAVariable,
    /// The file cannot be read.
    #[error("the key file {path} cannot be read ({why}); create it with mode 0600, holding the key and nothing else")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        why: String,
    },
    /// The file or variable is empty, or holds something no header can carry.
    #[error("{0} holds no usable key; it must hold the key and nothing else")]
    Unusable(String),
}

/// Looks up environment variables; injected, so that tests bring their own.
pub type Environment<'a> = &'a (dyn Fn(&str) -> Option<String> + Sync);

impl Provider {
    /// The URL, if it is one a request can be sent to.
    pub fn url(&self) -> Result<reqwest::Url, String> {
        let url = reqwest::Url::parse(self.base_url.trim()).map_err(|e| format!("it is not a URL ({e})"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err("it must begin with http:// or https://".to_owned());
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err("it names no host".to_owned());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("it carries a user name or password; use api_key_env or api_key_file".to_owned());
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("it must end with its path, usually /v1".to_owned());
        }
        Ok(url)
    }

    /// The address chat completions are asked at.
    pub fn chat_url(&self) -> Result<reqwest::Url, String> {
        let mut url = self.url()?;
        let path = format!("{}/chat/completions", url.path().trim_end_matches('/'));
        url.set_path(&path);
        Ok(url)
    }

    /// Whether the endpoint is this very machine: 127.0.0.0/8, ::1 or `localhost`. What cannot be read is not.
    /// Requests to `localhost` are pinned to the loopback addresses, and no proxy is used, so that it stays true.
    pub fn is_loopback(&self) -> bool {
        let Ok(url) = self.url() else { return false };
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
        host == "localhost"
            || host.parse::<Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
            || host
                .parse::<Ipv6Addr>()
                .is_ok_and(|ip| ip.is_loopback() || ip.to_ipv4_mapped().is_some_and(|mapped| mapped.is_loopback()))
    }

    /// The key, if one is named. A relative file name is looked up beside the configuration file.
    pub fn key(&self, folder: &Path, environment: Environment<'_>) -> Result<Option<SecretString>, KeyError> {
        if let Some(name) = &self.api_key_env {
            if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') || name.len() > 64 {
                return Err(KeyError::NotAVariable);
            }
            let value = environment(name).ok_or_else(|| KeyError::VariableMissing(name.clone()))?;
            return usable(&value, || format!("the variable {name}")).map(Some);
        }
        let Some(file) = &self.api_key_file else { return Ok(None) };
        let path = folder.join(file);
        let text = std::fs::read_to_string(&path)
            .map_err(|error| KeyError::File { path: path.clone(), why: error.kind().to_string() })?;
        usable(&text, || format!("the file {}", path.display())).map(Some)
    }

    /// Time to make the connection.
    pub fn connect_timeout(&self) -> Duration {
        Duration::from_secs(self.connect_timeout_s)
    }

    /// Time to the first word.
    pub fn first_token_timeout(&self) -> Duration {
        Duration::from_secs(self.first_token_timeout_s)
    }

    /// Time between two pieces.
    pub fn idle_timeout(&self) -> Duration {
        Duration::from_secs(self.idle_timeout_s)
    }

    /// Time for a whole reply.
    pub fn timeout(&self) -> Duration {
        Duration::from_secs(self.timeout_s)
    }
}

fn usable(text: &str, place: impl Fn() -> String) -> Result<SecretString, KeyError> {
    let key = text.trim();
    if key.is_empty() || !key.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(KeyError::Unusable(place()));
    }
    Ok(SecretString::from(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(url: &str) -> Provider {
        toml::from_str(&format!("base_url = \"{url}\"")).unwrap()
    }

    #[test]
    fn only_this_machine_counts_as_loopback() {
        for url in ["http://127.0.0.1:1/v1", "http://127.9.9.9/v1", "http://[::1]:8080/v1", "http://LOCALHOST:1234/v1"]
        {
            assert!(at(url).is_loopback(), "{url}");
        }
        for url in [
            "https://api.openai.com/v1",
            "http://192.168.0.7:11434/v1",
            "http://localhost.example.org/v1",
            "http://127.0.0.1.example.org/v1",
            "http://0.0.0.0/v1",
            "http://127.0.0.1@example.org/v1",
            "nonsense",
        ] {
            assert!(!at(url).is_loopback(), "{url}");
        }
    }

    #[test]
    fn the_chat_address_is_the_base_and_its_last_part() {
        assert_eq!(at("http://h:1/v1/").chat_url().unwrap().as_str(), "http://h:1/v1/chat/completions");
        assert_eq!(at("http://h:1").chat_url().unwrap().as_str(), "http://h:1/chat/completions");
        for wrong in ["ftp://h/v1", "h:1/v1", "http://", "http://me:pw@h/v1", "http://h/v1?key=1"] {
            assert!(at(wrong).chat_url().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_key_written_where_a_name_belongs_is_not_repeated() {
        let mut provider = at("http://h/v1");
        provider.api_key_env = Some("sk-proj-very-secret".into());
        let error = provider.key(Path::new("/"), &|_| None).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("secret"));
        provider.api_key_env = Some("LAB_KEY".into());
        let error = provider.key(Path::new("/"), &|_| None).unwrap_err();
        assert_eq!(error, KeyError::VariableMissing("LAB_KEY".into()));
        let key = provider.key(Path::new("/"), &|_| Some(" abc\n".into())).unwrap().unwrap();
        assert_eq!(secrecy::ExposeSecret::expose_secret(&key), "abc");
        assert!(!format!("{key:?}").contains("abc"));
    }

    #[test]
    fn a_key_file_is_looked_up_beside_the_configuration() {
        let folder = tempfile::tempdir().unwrap();
        let mut provider = at("http://h/v1");
        provider.api_key_file = Some("lab.key".into());
        assert!(matches!(provider.key(folder.path(), &|_| None), Err(KeyError::File { .. })));
        std::fs::write(folder.path().join("lab.key"), "k1\n").unwrap();
        assert!(provider.key(folder.path(), &|_| None).unwrap().is_some());
        std::fs::write(folder.path().join("lab.key"), "two words\n").unwrap();
        assert!(matches!(provider.key(folder.path(), &|_| None), Err(KeyError::Unusable(_))));
    }
}
