//! `sarf daemon logs`: the end of the log, and with `--follow` every line that is written from then on. Reads the files
//! themselves, so that it works where no service runs.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::Duration;

use schemars::JsonSchema;
use serde::Serialize;

use crate::cli::exit::{Exit, Failure};
use crate::cli::files::trouble;
use crate::cli::output::Output;
use crate::cli::session;

/// How often it is looked whether something was written.
const LOOK: Duration = Duration::from_millis(250);

/// One line of `daemon logs`.
#[derive(Serialize, JsonSchema)]
pub struct LogLine<'a> {
    /// The line as it stands in the log.
    line: &'a str,
}

/// Shows the last lines; goes on with those to come, if asked to.
pub async fn run(output: &Output, lines: u32, follow: bool) -> Result<Exit, Failure> {
    let folder = session::places()?.log_dir;
    let unread = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => Failure::new(Exit::NotFound, "there is no log: the service has not run yet"),
        _ => Failure::new(Exit::Failed, trouble(&folder, &error)),
    };
    let files = logs(&folder).map_err(unread)?;
    // What is written from here on is told by who follows.
    let mut follower = Follower::at_the_end(&folder, &files);
    let mut all = Vec::new();
    for file in files.iter().rev().take(2).rev() {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        all.extend(text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned));
    }
    let tell = |line: &str| output.value(&LogLine { line }, || line.to_owned());
    all.iter().skip(all.len().saturating_sub(lines as usize)).for_each(|line| tell(line));
    if !follow {
        return Ok(Exit::Done);
    }
    loop {
        tokio::time::sleep(LOOK).await;
        follower.look().iter().for_each(|line| tell(line));
    }
}

/// The files of the log, in the order of their names.
fn logs(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "log"))
        .collect();
    files.sort();
    Ok(files)
}

/// The newest of the files the service writes a day each.
fn newest(files: &[PathBuf]) -> Option<PathBuf> {
    let daily = |path: &&PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("sarf."));
    files.iter().rfind(daily).cloned()
}

/// Who follows the log, and how far.
struct Follower {
    folder: PathBuf,
    file: Option<PathBuf>,
    told: u64,
}

impl Follower {
    /// What is there already is not told.
    fn at_the_end(folder: &Path, files: &[PathBuf]) -> Follower {
        let file = newest(files);
        let told = file.as_ref().and_then(|file| file.metadata().ok()).map_or(0, |meta| meta.len());
        Follower { folder: folder.to_owned(), file, told }
    }

    /// The lines completed since the last look; at midnight those of both days.
    fn look(&mut self) -> Vec<String> {
        let mut lines = self.completed();
        let now = logs(&self.folder).ok().and_then(|files| newest(&files));
        if now.is_some() && now != self.file {
            (self.file, self.told) = (now, 0);
            lines.extend(self.completed());
        }
        lines
    }

    fn completed(&mut self) -> Vec<String> {
        let read = |file: &PathBuf, from: u64| -> std::io::Result<Vec<u8>> {
            let mut file = File::open(file)?;
            file.seek(SeekFrom::Start(from))?;
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        // A file that is gone, or not readable for a moment, has nothing new.
        let bytes = self.file.as_ref().and_then(|file| read(file, self.told).ok()).unwrap_or_default();
        let Some(end) = bytes.iter().rposition(|byte| *byte == b'\n') else { return Vec::new() };
        self.told += end as u64 + 1;
        let whole = String::from_utf8_lossy(bytes.get(..end).unwrap_or_default()).into_owned();
        whole.lines().map(str::to_owned).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    #[test]
    fn who_follows_is_told_each_whole_line_once_and_across_midnight() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            File::options().create(true).append(true).open(path).unwrap().write_all(text.as_bytes()).unwrap();
        };
        write("sarf.2026-01-01.log", "before\n");
        write("start.log", "never told\n");
        let mut follower = Follower::at_the_end(folder.path(), &logs(folder.path()).unwrap());
        assert!(follower.look().is_empty(), "what was there is told by the end of the log");
        write("sarf.2026-01-01.log", "one\nha");
        assert_eq!(follower.look(), ["one"]);
        assert!(follower.look().is_empty(), "half a line is not told");
        write("sarf.2026-01-01.log", "lf\n");
        write("sarf.2026-01-02.log", "next day\n");
        assert_eq!(follower.look(), ["half", "next day"]);
    }
}
