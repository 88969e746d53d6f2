//! A command that was run, and what it said.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// What a command did.
#[derive(Debug, Clone)]
pub struct Ran {
    /// Its arguments.
    pub arguments: Vec<String>,
    /// Its exit code; -1 if a signal ended it.
    pub code: i32,
    /// Its standard output.
    pub stdout: String,
    /// Its standard error.
    pub stderr: String,
    pub(super) home: PathBuf,
}

impl Ran {
    /// It must have ended with 0.
    #[track_caller]
    pub fn ok(self) -> Ran {
        self.ended(0)
    }

    /// It must have ended with this code.
    #[track_caller]
    pub fn ended(self, code: i32) -> Ran {
        assert!(self.code == code, "expected exit code {code}\n{self}");
        self
    }

    /// Its output as one JSON value.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("no JSON object: {error}\n{self}"))
    }

    /// Its output as JSON, one value a line.
    #[track_caller]
    pub fn json_lines(&self) -> Vec<Value> {
        let read = |line: &str| serde_json::from_str(line).unwrap_or_else(|error| panic!("no JSON: {error}\n{self}"));
        self.stdout.lines().map(read).collect()
    }

    /// Both outputs together must hold these words.
    #[track_caller]
    pub fn says(self, words: &str) -> Ran {
        assert!(self.stdout.contains(words) || self.stderr.contains(words), "expected the words \"{words}\"\n{self}");
        self
    }
}

impl std::fmt::Display for Ran {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "$ sarf {}\nexit code {}", self.arguments.join(" "), self.code)?;
        writeln!(f, "--- home {}\n{}", self.home.display(), listing(&self.home))?;
        writeln!(f, "--- standard output\n{}", self.stdout)?;
        writeln!(f, "--- standard error\n{}", self.stderr)?;
        write!(f, "--- end of the daemon's log\n{}", log_end(&self.home.join("log"), 30))
    }
}

/// The files under a folder with their sizes.
pub(super) fn listing(folder: &Path) -> String {
    fn walk(folder: &Path, root: &Path, lines: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let size = entry.metadata().map_or(0, |found| found.len());
            let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
            if path.is_dir() {
                walk(&path, root, lines);
            } else {
                lines.push(format!("{size:>10}  {name}"));
            }
        }
    }
    let mut lines = Vec::new();
    walk(folder, folder, &mut lines);
    lines.sort_by(|a, b| a.get(12..).cmp(&b.get(12..)));
    lines.join("\n")
}

/// The last lines of the newest log.
pub(super) fn log_end(folder: &Path, lines: usize) -> String {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    let text = files.last().and_then(|file| std::fs::read_to_string(file).ok()).unwrap_or_default();
    let all: Vec<&str> = text.lines().collect();
    all.get(all.len().saturating_sub(lines)..).unwrap_or_default().join("\n")
}
