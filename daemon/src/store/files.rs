//! The file layer under journal, snapshots and marks: a trait, so that tests can lose power or fill the disk, and the
//! real thing.
//!
//! It does not interpret what it writes. Folders are made 0700 and files 0600.

use std::fs;
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

/// A file that grows at its end.
pub trait Appender: Send {
    /// Writes all of `bytes` at the end; after an error a part of them may be there.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Returns when everything appended so far is on the disk.
    fn sync_data(&mut self) -> io::Result<()>;
    /// Cuts the file to `len` bytes; the next append goes there.
    fn truncate(&mut self, len: u64) -> io::Result<()>;
}

/// A file being read.
pub trait Source: Read + Seek + Send {}
impl<T: Read + Seek + Send> Source for T {}

/// One name in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The name without its folder.
    pub name: String,
    /// Length in bytes (0 for folders).
    pub len: u64,
    /// Whether it is a folder.
    pub is_dir: bool,
}

/// Everything the store does to files other than sled's own.
pub trait Files: Send + Sync {
    /// Makes a folder (and those above it); one that is there already is fine.
    fn create_dir(&self, dir: &Path) -> io::Result<()>;
    /// Makes a new file; an error if it is there already.
    fn create(&self, path: &Path) -> io::Result<Box<dyn Appender>>;
    /// Opens a file that is there, to append to it.
    fn open(&self, path: &Path) -> io::Result<Box<dyn Appender>>;
    /// Opens a file to read it.
    fn source(&self, path: &Path) -> io::Result<Box<dyn Source>>;
    /// What is in a folder, sorted by name; a folder that is not there is empty.
    fn list(&self, dir: &Path) -> io::Result<Vec<Entry>>;
    /// Gives a file or folder another name, replacing a file of that name.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file; one that is not there is fine.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Removes a folder and all in it; one that is not there is fine.
    fn remove_dir(&self, dir: &Path) -> io::Result<()>;
    /// Returns when the names in `dir` are on the disk.
    fn sync_dir(&self, dir: &Path) -> io::Result<()>;
}

/// Reads a whole file; `None` if it is not there.
pub(super) fn read(files: &dyn Files, path: &Path) -> io::Result<Option<Vec<u8>>> {
    let mut source = match files.source(path) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
        other => other?,
    };
    let mut bytes = Vec::new();
    source.read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// Replaces a small file so that after any stop either the old or the new content is there.
pub(super) fn replace(files: &dyn Files, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let fresh = path.with_extension("tmp");
    files.remove(&fresh)?;
    let mut file = files.create(&fresh)?;
    file.append(bytes)?;
    file.sync_data()?;
    files.rename(&fresh, path)?;
    files.sync_dir(path.parent().unwrap_or(path))
}

/// The files of this computer.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealFiles;

/// What journal and snapshots leave free on the disk. sled writes in the background what the journal has taken already,
/// and a background write that finds no room ends the use of the whole index: so the journal has to be refused first.
const RESERVE: u64 = 8 * 1024 * 1024;

/// A file of this computer, opened for appending.
struct RealAppender {
    file: fs::File,
    /// Whether it leaves the reserve alone. Marks may use it: they are small, and said when things go wrong.
    leaves_reserve: bool,
}

impl RealAppender {
    fn boxed(path: &Path, file: fs::File) -> Box<dyn Appender> {
        let grows = path.extension().is_some_and(|ending| ending == "seg" || ending == "part");
        Box::new(Self { file, leaves_reserve: grows })
    }
}

/// Whether `len` more bytes, and what the index makes of them, leave the reserve alone.
fn has_room(file: &fs::File, len: usize) -> io::Result<()> {
    let disk = rustix::fs::fstatvfs(file)?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    // A file system that does not count says that it has no blocks at all.
    if disk.f_blocks == 0 || free >= RESERVE.saturating_add(2 * len as u64) {
        return Ok(());
    }
    let words = format!("less than {} MB are left on it", RESERVE.saturating_add(2 * len as u64).div_ceil(1024 * 1024));
    Err(io::Error::new(io::ErrorKind::StorageFull, words))
}

impl Appender for RealAppender {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.leaves_reserve {
            has_room(&self.file, bytes.len())?;
        }
        self.file.write_all(bytes)
    }
    fn sync_data(&mut self) -> io::Result<()> {
        self.file.sync_data()
    }
    fn truncate(&mut self, len: u64) -> io::Result<()> {
        self.file.set_len(len)
    }
}

/// Turns "it is not there" into success.
fn absent_is_fine(outcome: io::Result<()>) -> io::Result<()> {
    match outcome {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

impl Files for RealFiles {
    fn create_dir(&self, dir: &Path) -> io::Result<()> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)
    }
    fn create(&self, path: &Path) -> io::Result<Box<dyn Appender>> {
        let file = fs::OpenOptions::new().append(true).create_new(true).mode(0o600).open(path)?;
        Ok(RealAppender::boxed(path, file))
    }
    fn open(&self, path: &Path) -> io::Result<Box<dyn Appender>> {
        Ok(RealAppender::boxed(path, fs::OpenOptions::new().append(true).open(path)?))
    }
    fn source(&self, path: &Path) -> io::Result<Box<dyn Source>> {
        Ok(Box::new(fs::File::open(path)?))
    }
    fn list(&self, dir: &Path) -> io::Result<Vec<Entry>> {
        let entries = match fs::read_dir(dir) {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            other => other?,
        };
        let mut found = Vec::new();
        for entry in entries {
            let entry = entry?;
            let about = entry.metadata()?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            found.push(Entry { name, len: if about.is_dir() { 0 } else { about.len() }, is_dir: about.is_dir() });
        }
        found.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(found)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        absent_is_fine(fs::remove_file(path))
    }
    fn remove_dir(&self, dir: &Path) -> io::Result<()> {
        absent_is_fine(fs::remove_dir_all(dir))
    }
    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        fs::File::open(dir)?.sync_all()
    }
}
