//! The instance lock: one daemon for each state folder, held for life, handed on when the process starts itself again.
//!
//! The lock is the kernel's (flock), so it cannot be stale; what the file says is only for people.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};

/// Set when the standard input is the lock, handed on by the process this one replaced.
pub const HANDED_ON: &str = "SARF_LOCK_ON_STDIN";

/// The lock cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another daemon has it.
    #[error("the service is already running{} for {}", holder.map_or(String::new(), |pid| format!(" (process {pid})")), path.display())]
    Held {
        /// The lock file.
        path: PathBuf,
        /// Who says to hold it.
        holder: Option<u32>,
    },
    /// The file cannot be opened.
    #[error("the lock {} cannot be opened: {cause}; the folder must be writable for you", path.display())]
    Unusable {
        /// The lock file.
        path: PathBuf,
        /// The system's words.
        cause: std::io::Error,
    },
}

/// The lock, held until dropped.
#[derive(Debug)]
pub struct InstanceLock {
    file: File,
}

impl InstanceLock {
    /// Takes the lock without waiting.
    pub fn take(path: &Path) -> Result<Self, LockError> {
        let unusable = |cause| LockError::Unusable { path: path.to_owned(), cause };
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path)
            .map_err(unusable)?;
        if flock(&file, FlockOperation::NonBlockingLockExclusive).is_err() {
            let mut text = String::new();
            let _ = file.read_to_string(&mut text);
            return Err(LockError::Held { path: path.to_owned(), holder: text.trim().parse().ok() });
        }
        let mut lock = InstanceLock { file };
        lock.sign().map_err(unusable)?;
        Ok(lock)
    }

    fn sign(&mut self) -> std::io::Result<()> {
        self.file.set_len(0)?;
        self.file.rewind()?;
        writeln!(self.file, "{}", std::process::id())
    }

    /// A second descriptor of the same lock, to be the standard input of the process that follows by exec. The lock
    /// stays held as long as one of them is open.
    pub fn hand_on(&self) -> std::io::Result<File> {
        self.file.try_clone()
    }

    /// The lock as handed on by the process this one replaced.
    pub fn take_over(path: &Path) -> Result<Self, LockError> {
        let unusable = |cause| LockError::Unusable { path: path.to_owned(), cause };
        let file = File::from(std::io::stdin().as_fd().try_clone_to_owned().map_err(unusable)?);
        if flock(&file, FlockOperation::NonBlockingLockExclusive).is_err() {
            return Err(LockError::Held { path: path.to_owned(), holder: None });
        }
        let mut lock = InstanceLock { file };
        lock.sign().map_err(unusable)?;
        Ok(lock)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_daemon_is_refused_and_told_who_holds_the_lock() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let first = InstanceLock::take(&path).unwrap();
        match InstanceLock::take(&path) {
            Err(LockError::Held { holder, .. }) => assert_eq!(holder, Some(std::process::id())),
            other => panic!("{other:?}"),
        }
        let copy = first.hand_on().unwrap();
        drop(first);
        assert!(InstanceLock::take(&path).is_err(), "a copy handed on keeps the lock");
        drop(copy);
        assert!(InstanceLock::take(&path).is_ok());
    }

    #[test]
    fn a_lock_file_with_a_foreign_living_pid_in_it_stops_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        std::fs::write(&path, "1\n").unwrap();
        assert!(InstanceLock::take(&path).is_ok());
    }
}
