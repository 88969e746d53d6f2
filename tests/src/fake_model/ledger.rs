//! The ledger of calls: one line of JSON when a call begins and one when it is answered, flushed at once, so that it
//! tells after any kill what was asked how often.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

/// When a line was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// The request was there.
    Begin,
    /// The answer was sent, in full.
    End,
}

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Number of the call, from 1.
    pub call: u64,
    /// Which line of the call.
    pub moment: Moment,
    /// Hash of the request: the same request has the same key.
    pub key: String,
    /// Role.
    pub role: String,
    /// Whether a fault was scripted for it.
    pub fault: bool,
    /// Microseconds from the request's last byte to the first byte of the answer; 0 when it begins.
    #[serde(default)]
    pub after_us: u64,
}

/// Counts of calls, and the file they are written to.
#[derive(Default)]
pub struct Ledger {
    entries: Vec<Entry>,
    keys: HashMap<String, u64>,
    roles: HashMap<String, u64>,
    all: u64,
    file: Option<File>,
}

impl Ledger {
    /// A ledger that appends to a file; what the file holds already is counted.
    pub fn open(path: &Path) -> io::Result<Ledger> {
        let mut ledger = Ledger::default();
        if path.exists() {
            for entry in read_ledger(path)? {
                if entry.moment == Moment::Begin {
                    ledger.count(&entry.key, &entry.role);
                }
            }
        }
        ledger.file = Some(OpenOptions::new().create(true).append(true).open(path)?);
        Ok(ledger)
    }

    /// Lines written since the start.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Counts a call: of its key, of its role, of all.
    pub(super) fn count(&mut self, key: &str, role: &str) -> (u64, u64, u64) {
        self.all += 1;
        let of_key = self.keys.entry(key.to_owned()).or_default();
        *of_key += 1;
        let of_role = self.roles.entry(role.to_owned()).or_default();
        *of_role += 1;
        (*of_key, *of_role, self.all)
    }

    /// Writes a line.
    pub(super) fn write(&mut self, entry: Entry) -> io::Result<()> {
        if let Some(file) = &mut self.file {
            let mut line = serde_json::to_vec(&entry)?;
            line.push(b'\n');
            file.write_all(&line)?;
        }
        self.entries.push(entry);
        Ok(())
    }
}

/// Reads a ledger file; a line that was being written when the server was killed is left out.
pub fn read_ledger(path: &Path) -> io::Result<Vec<Entry>> {
    let text = std::fs::read_to_string(path)?;
    Ok(text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect())
}
