//! What a starting daemon writes before it has a log: kept in a file beside the log, or in memory where the disk takes
//! nothing, so that a daemon that dies of a full disk can still say so.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;
use std::process::Stdio;

use super::error::ConnectError;
use super::folders::file_error;

/// At most this much of the end is shown, in bytes and in lines.
const TAIL: (u64, usize) = (4096, 10);

/// The words of one start.
#[derive(Debug)]
pub struct Words(File);

impl Words {
    /// Begins anew in `path`. The blank line at the start shows whether the disk takes anything, and keeps a block.
    pub(super) fn begin(path: &Path) -> Result<Words, ConnectError> {
        let file = OpenOptions::new().create(true).read(true).write(true).truncate(true).mode(0o600).open(path);
        let written = file.and_then(|mut file| file.write_all(b"\n").map(|()| file));
        written
            .or_else(|error| in_memory().map_err(|_| error))
            .map(Words)
            .map_err(|error| file_error("cannot write", path, &error))
    }

    /// Where a child's standard error goes. Reading here does not move the place where it writes.
    pub(super) fn stderr(&self) -> io::Result<Stdio> {
        self.0.try_clone().map(Stdio::from)
    }

    /// The last lines, at most 4 KB.
    pub(super) fn last(&self) -> String {
        let (bytes, lines) = TAIL;
        let read = || -> io::Result<String> {
            let length = self.0.metadata()?.len();
            let mut end = vec![0; usize::try_from(length.min(bytes)).unwrap_or_default()];
            self.0.read_exact_at(&mut end, length.saturating_sub(bytes))?;
            Ok(String::from_utf8_lossy(&end).into_owned())
        };
        let text = read().unwrap_or_default();
        let said: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        said[said.len().saturating_sub(lines)..].join("\n")
    }
}

#[cfg(target_os = "linux")]
fn in_memory() -> io::Result<File> {
    Ok(rustix::fs::memfd_create("sarf-start", rustix::fs::MemfdFlags::CLOEXEC)?.into())
}

#[cfg(not(target_os = "linux"))]
fn in_memory() -> io::Result<File> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a child wrote that said `script` in a shell.
    fn said(words: &Words, script: &str) -> String {
        let mut child = std::process::Command::new("/bin/sh");
        let status = child.args(["-c", script]).stderr(words.stderr().unwrap()).status();
        assert!(status.unwrap().success());
        words.last()
    }

    #[test]
    fn the_end_of_what_was_said_is_kept_with_its_last_lines() {
        let folder = tempfile::tempdir().unwrap();
        let words = Words::begin(&folder.path().join("start.log")).unwrap();
        assert_eq!(words.last(), "");
        assert_eq!(said(&words, "echo one >&2"), "one");
        assert_eq!(said(&words, "for i in 1 2 3 4 5 6 7 8 9 10 11; do echo $i >&2; done").lines().count(), 10);
        assert!(said(&words, "head -c 9000 /dev/zero | tr '\\0' x >&2").len() <= 4096);
        let again = Words::begin(&folder.path().join("start.log")).unwrap();
        assert_eq!(again.last(), "", "each start begins anew");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_disk_that_takes_nothing_silences_nobody() {
        // Writing there says that the disk is full.
        let words = Words::begin(Path::new("/dev/full")).unwrap();
        assert_eq!(said(&words, "echo the disk is full >&2"), "the disk is full");
    }
}
