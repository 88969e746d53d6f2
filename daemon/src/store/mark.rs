//! The mark beside the store: what happened to it last, so that the next start knows how far to trust it.

use super::files::{self, Files};
use super::layout::Layout;
use serde::{Deserialize, Serialize};
use std::fs::{File, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::Path;

/// What happened to the store last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Mark {
    /// It is being opened; if this is found, that did not end.
    Opening {
        /// How many openings in a row began.
        tries: u32,
        /// What was known before.
        before: Option<Box<Mark>>,
    },
    /// It was in use; if this is found, the process did not close it.
    Open {
        /// The kernel's boot id at that time: another one means that the machine went down.
        machine: String,
    },
    /// It was closed; sled's files looked like this.
    Closed {
        /// Its files.
        files: Vec<Print>,
    },
    /// Damage was seen.
    Suspect {
        /// What was seen.
        why: String,
    },
}

/// A file's name, length and checksum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Print {
    name: String,
    len: u64,
    crc: u32,
}

/// Reads the mark; an unreadable one counts as none.
pub(super) fn read(files: &dyn Files, layout: &Layout) -> io::Result<Option<Mark>> {
    Ok(files::read(files, &layout.mark())?.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
}

/// Replaces the mark.
pub(super) fn write(files: &dyn Files, layout: &Layout, mark: &Mark) -> io::Result<()> {
    files::replace(files, &layout.mark(), &serde_json::to_vec(mark)?)
}

/// What sled's files look like. Call it with nothing open.
pub(super) fn prints(layout: &Layout) -> io::Result<Vec<Print>> {
    let mut found = Vec::new();
    each_file(&layout.store(), &mut |path, mut file| {
        if file.metadata()?.is_dir() {
            return Ok(());
        }
        let mut sum = crc32fast::Hasher::new();
        let mut part = vec![0; 1 << 18];
        let mut len = 0;
        loop {
            let got = io::Read::read(&mut file, &mut part)?;
            if got == 0 {
                break;
            }
            len += got as u64;
            sum.update(part.get(..got).unwrap_or_default());
        }
        let name = path.strip_prefix(layout.store()).unwrap_or(path).to_string_lossy().into_owned();
        found.push(Print { name, len, crc: sum.finalize() });
        Ok(())
    })?;
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// Makes sure that a folder of sled's is on the disk (its own flush is no promise) and that it is nobody else's to read
/// (sled makes its files with the modes the process's mask leaves).
pub(super) fn settle_tree(dir: &Path) -> io::Result<()> {
    each_file(dir, &mut |_, file| {
        let mode = if file.metadata()?.is_dir() { 0o700 } else { 0o600 };
        file.set_permissions(Permissions::from_mode(mode))?;
        file.sync_all()
    })
}

/// Copies a folder of sled's, for nobody else to read.
pub(super) fn copy_tree(from: &Path, to: &Path) -> io::Result<()> {
    std::fs::DirBuilder::new().mode(0o700).create(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_tree(&entry.path(), &to)?
        } else {
            std::fs::copy(entry.path(), &to).map(drop)?
        }
    }
    Ok(())
}

/// Calls `each` for every file below `dir`, and for the folders.
fn each_file(dir: &Path, each: &mut dyn FnMut(&Path, File) -> io::Result<()>) -> io::Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            each_file(&entry.path(), each)?;
        } else {
            each(&entry.path(), File::open(entry.path())?)?;
        }
    }
    each(dir, File::open(dir)?)
}
