//! The few files the client itself makes before a daemon is there to do it: folders for their owner alone, and locks.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use sarf_shared::remedy;

use super::error::ConnectError;
use super::wire::not_yours;

/// Makes a folder that only its owner enters.
pub(crate) fn make_private_folder(folder: &Path) -> Result<(), ConnectError> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|error| file_error("cannot make the folder", folder, &error))
}

/// Opens a file for writing, made for its owner alone.
pub(super) fn open_private(path: &Path) -> Result<File, ConnectError> {
    OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .mode(0o600)
        .open(path)
        .map_err(|error| file_error("cannot open", path, &error))
}

/// Whether nobody holds the lock. A lock file that cannot be opened counts as free: the daemon itself will say more.
///
/// Looking takes the lock for a moment, so a daemon that starts just then finds it held; whoever starts one tries again.
pub(super) fn is_free(lock: &Path) -> bool {
    match OpenOptions::new().read(true).write(true).open(lock) {
        Ok(file) => file.try_lock().is_ok(),
        Err(_) => true,
    }
}

/// The process that wrote itself into the lock file last.
pub(super) fn holder(lock: &Path) -> Option<u32> {
    fs::read_to_string(lock).ok()?.trim().parse().ok()
}

/// A file error in words: whose the folder is, or what the system said and what can be done.
pub(super) fn file_error(what: &'static str, path: &Path, error: &io::Error) -> ConnectError {
    if error.kind() == io::ErrorKind::PermissionDenied {
        return not_yours(path);
    }
    let why = format!("{error}; {}", remedy::of_file_error(error.kind()));
    ConnectError::File { what, path: path.to_path_buf(), why }
}
