//! Worlds kept from earlier forms of the data, in one file each, with what the program said of them at the time.
//!
//! A world that was ever kept must open for ever, and whatever was said of it then is said still; keys may be added.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::harness::Ran;

/// What is kept of a world: the folders of its data. Logs, locks and the socket are not.
const FOLDERS: [&str; 3] = ["journal", "snapshots", "store"];

/// The commands whose answers are kept; each prints JSON. None prints figures, which are computed anew by each version.
pub const COMMANDS: [&[&str]; 9] = [
    &["export"],
    &["list", "--json"],
    &["persona", "list", "--json"],
    &["jobs", "--json"],
    &["coding", "list", "--json"],
    &["coding", "export"],
    &["gt", "list", "--json"],
    &["gt", "show", "v1", "--json"],
    &["map", "list", "2", "--json"],
];

/// A world as it was, in a file.
#[derive(Debug, Serialize, Deserialize)]
pub struct Kept {
    /// Its files by their path in the home, base64.
    files: BTreeMap<String, String>,
    /// What each of [`COMMANDS`] printed, by its words: a JSON value a line.
    pub said: BTreeMap<String, Vec<Value>>,
}

impl Kept {
    /// Takes the data of a home whose daemon has ended; what was said of it is added by the caller.
    pub fn of(home: &Path) -> Result<Kept> {
        let mut files = BTreeMap::new();
        for folder in FOLDERS {
            take(home, Path::new(folder), &mut files)?;
        }
        Ok(Kept { files, said: BTreeMap::new() })
    }

    /// Reads a file of the kind [`Kept::write`] writes.
    pub fn read(file: &Path) -> Result<Kept> {
        let packed = std::fs::File::open(file).with_context(|| file.display().to_string())?;
        let mut text = String::new();
        GzDecoder::new(packed).read_to_string(&mut text)?;
        serde_json::from_str(&text).with_context(|| file.display().to_string())
    }

    /// Writes it into one file.
    pub fn write(&self, file: &Path) -> Result<()> {
        let out = std::fs::File::create(file).with_context(|| file.display().to_string())?;
        let mut packed = GzEncoder::new(out, Compression::best());
        packed.write_all(serde_json::to_string(self)?.as_bytes())?;
        packed.finish()?;
        Ok(())
    }

    /// Lays the data into an empty home.
    pub fn lay(&self, home: &Path) -> Result<()> {
        for (path, bytes) in &self.files {
            let file = home.join(path);
            if let Some(folder) = file.parent() {
                std::fs::create_dir_all(folder)?;
            }
            std::fs::write(&file, STANDARD.decode(bytes)?).with_context(|| file.display().to_string())?;
        }
        Ok(())
    }
}

fn take(home: &Path, folder: &Path, files: &mut BTreeMap<String, String>) -> Result<()> {
    let at = home.join(folder);
    for entry in std::fs::read_dir(&at).with_context(|| at.display().to_string())? {
        let entry = entry?;
        let path = folder.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            take(home, &path, files)?;
        } else {
            let bytes = std::fs::read(entry.path())?;
            files.insert(path.display().to_string(), STANDARD.encode(bytes));
        }
    }
    Ok(())
}

/// What a command printed: one JSON value, or one a line.
#[track_caller]
pub fn answers(ran: &Ran) -> Vec<Value> {
    serde_json::from_str(&ran.stdout).map_or_else(|_| ran.json_lines(), |value| vec![value])
}

/// Where `now` no longer says what `then` said; `None` if it says all of it. Keys of objects may have been added.
pub fn no_longer_said(then: &Value, now: &Value) -> Option<String> {
    fn look(then: &Value, now: &Value, at: &str) -> Option<String> {
        match (then, now) {
            // A note is a sentence made when it is shown, and may be put better; what it tells of stands beside it.
            (Value::Object(then), Value::Object(now)) => {
                then.iter().filter(|(key, _)| *key != "note").find_map(|(key, value)| {
                    let at = format!("{at}/{key}");
                    now.get(key).map_or_else(|| Some(format!("{at}: gone")), |now| look(value, now, &at))
                })
            }
            (Value::Array(then), Value::Array(now)) if then.len() == now.len() => {
                then.iter().zip(now).enumerate().find_map(|(i, (then, now))| look(then, now, &format!("{at}/{i}")))
            }
            (then, now) if then == now => None,
            (then, now) => Some(format!("{at}: was {then}, is {now}")),
        }
    }
    look(then, now, "")
}
