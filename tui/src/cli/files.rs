//! Reading files that a person names, with words a person understands where that fails.

use std::io::{Error, ErrorKind};
use std::path::Path;

use super::exit::{Exit, Failure};

/// What went wrong with a file, without the system's own words where there are better ones.
pub fn trouble(file: &Path, error: &Error) -> String {
    let shown = file.display();
    match error.kind() {
        ErrorKind::NotFound => format!("there is no file {shown}"),
        ErrorKind::PermissionDenied => format!("{shown} may not be opened by this account"),
        ErrorKind::IsADirectory => format!("{shown} is a folder, not a file"),
        _ => format!("{shown}: {error}"),
    }
}

/// Reads a file of at most `most` bytes; a larger one is refused before it is read. `after` ends the sentence where it fails.
pub fn read(file: &Path, most: u64, after: &str) -> Result<Vec<u8>, Failure> {
    let failed = |error: Error| {
        let exit = if error.kind() == ErrorKind::NotFound { Exit::NotFound } else { Exit::Failed };
        Failure::new(exit, format!("{}{after}", trouble(file, &error)))
    };
    let size = std::fs::metadata(file).map_err(failed)?.len();
    if size > most {
        let mb = most / (1024 * 1024);
        let words = format!("{}: the file has {size} bytes; at most {mb} MB are read{after}", file.display());
        return Err(Failure::new(Exit::Refused, words));
    }
    std::fs::read(file).map_err(failed)
}
