//! The fake model as a process of its own: it and its ledger of calls survive the daemon.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::binary::program;
use crate::fake_model::{Entry, Moment, Script, read_ledger};

/// A running fake model. Dropped, it ends.
#[derive(Debug)]
pub struct ModelServer {
    child: Child,
    url: String,
    ledger: PathBuf,
}

impl ModelServer {
    /// Starts one that behaves as `script` says; its ledger lies in `folder`.
    pub fn start(folder: &Path, script: &Script) -> ModelServer {
        ModelServer::start_at(folder, script, 0)
    }

    /// The same on a port of the caller's choice, so that a later one can take the place of an earlier one.
    pub fn start_at(folder: &Path, script: &Script, port: u16) -> ModelServer {
        let (script_file, ledger) = (folder.join("model-script.json"), folder.join("model-ledger.jsonl"));
        let text = serde_json::to_string(script).unwrap_or_else(|error| panic!("a script: {error}"));
        std::fs::write(&script_file, text).unwrap_or_else(|error| panic!("{}: {error}", script_file.display()));
        let mut child = Command::new(program("fake_model"))
            .args(["--port", &port.to_string()])
            .arg("--ledger")
            .arg(&ledger)
            .arg("--script")
            .arg(&script_file)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("the fake model cannot be started: {error}"));
        let mut line = String::new();
        if let Some(out) = child.stdout.take() {
            let _ = BufReader::new(out).read_line(&mut line);
        }
        let url = line.trim().strip_prefix("listening ").map(str::to_owned);
        let Some(url) = url else {
            let _ = child.kill();
            let _ = child.wait();
            panic!("the fake model did not say where it listens but \"{}\"", line.trim());
        };
        ModelServer { child, url, ledger }
    }

    /// The address to configure.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        let port = self.url.rsplit(':').next().and_then(|end| end.split('/').next());
        port.and_then(|port| port.parse().ok()).unwrap_or_else(|| panic!("no port in {}", self.url))
    }

    /// Every call that was begun, in order, over all lives of the daemon.
    pub fn begun(&self) -> Vec<Entry> {
        let mut entries = self.entries();
        entries.retain(|entry| entry.moment == Moment::Begin);
        entries
    }

    /// Every line of the ledger.
    pub fn entries(&self) -> Vec<Entry> {
        read_ledger(&self.ledger).unwrap_or_else(|error| panic!("{}: {error}", self.ledger.display()))
    }

    /// The ledger file.
    pub fn ledger(&self) -> &Path {
        &self.ledger
    }

    /// A configuration in which it plays every role; `more` is added as it stands.
    pub fn config(&self, more: &str) -> String {
        format!(
            "[model]\nprovider = \"fake\"\nmodel = \"fake-1\"\n\n[providers.fake]\nbase_url = \"{}\"\n{more}\n",
            self.url
        )
    }
}

impl Drop for ModelServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
