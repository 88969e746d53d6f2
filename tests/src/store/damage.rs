//! Damage to files, as a disk or a hand would do it.

use std::fs;
use std::path::{Path, PathBuf};

/// One way to damage a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// One bit of the byte at this share of the file (in thousandths) is turned over.
    Flip(u64),
    /// The file is cut at this share.
    Cut(u64),
    /// Everything behind this share becomes zero.
    Zero(u64),
    /// The file is removed.
    Remove,
}

impl Damage {
    /// Does it; whether that changed anything.
    pub fn to(self, path: &Path) -> bool {
        let whole = fs::read(path).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()));
        let mut bytes = whole.clone();
        let at = |share: u64| usize::try_from(bytes.len() as u64 * share / 1000).unwrap_or(0);
        match self {
            Self::Flip(share) => {
                let at = at(share).min(bytes.len().saturating_sub(1));
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 0x20;
                }
            }
            Self::Cut(share) => bytes.truncate(at(share)),
            Self::Zero(share) => {
                let from = at(share);
                bytes[from..].fill(0);
            }
            Self::Remove => {
                fs::remove_file(path).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()));
                return true;
            }
        }
        let changed = bytes != whole;
        fs::write(path, bytes).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()));
        changed
    }
}

/// Copies a folder.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap_or_else(|cause| panic!("{}: {cause}", to.display()));
    for path in entries(from) {
        let name = path.file_name().unwrap_or_default();
        if path.is_dir() {
            copy(&path, &to.join(name));
        } else {
            // A file may vanish while a running store is copied.
            let _ = fs::copy(&path, to.join(name));
        }
    }
}

/// What is in a folder, sorted.
pub fn entries(dir: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> =
        fs::read_dir(dir).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path()).collect();
    found.sort();
    found
}

/// Every file below a folder, sorted.
pub fn files(dir: &Path) -> Vec<PathBuf> {
    entries(dir).into_iter().flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}
