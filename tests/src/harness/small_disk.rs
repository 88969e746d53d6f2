//! A small file system of a test's own, to be filled up for real.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use rustix::fs::statvfs;
use tempfile::TempDir;

/// A file system in memory, unmounted when dropped.
#[derive(Debug)]
pub struct SmallDisk(TempDir);

impl SmallDisk {
    /// One of this size (`20m`); none if this user may not mount.
    pub fn new(size: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("no temporary folder: {error}"));
        let mounted = mount(&["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"], folder.path());
        mounted.then_some(Self(folder))
    }

    /// Where it is mounted.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Makes it larger.
    #[track_caller]
    pub fn resize(&self, size: &str) {
        assert!(mount(&["-o", &format!("remount,size={size}")], self.path()), "the file system cannot be resized");
    }

    /// Takes or gives back the right to write on it; whoever has a file open for writing keeps the first from happening.
    pub fn set_read_only(&self, read_only: bool) -> bool {
        mount(&["-o", if read_only { "remount,ro" } else { "remount,rw" }], self.path())
    }

    /// Fills it with a file of nobody's until only about `left` bytes are free.
    #[track_caller]
    pub fn fill(&self, left: u64) {
        let fill = || -> std::io::Result<()> {
            let disk = statvfs(self.path())?;
            let length = (disk.f_bavail * disk.f_frsize).saturating_sub(left);
            let mut file = std::fs::File::options().create(true).append(true).open(self.path().join("filler"))?;
            file.write_all(&vec![0; usize::try_from(length).unwrap_or_default()])
        };
        fill().unwrap_or_else(|error| panic!("the file system cannot be filled: {error}"));
    }

    /// Gives back what [`SmallDisk::fill`] took.
    #[track_caller]
    pub fn empty(&self) {
        let done = std::fs::remove_file(self.path().join("filler"));
        done.unwrap_or_else(|error| panic!("the filler cannot be removed: {error}"));
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: a daemon of the test may still be on its way out.
        let _ = Command::new("umount").arg("-l").arg(self.path()).status();
    }
}

fn mount(arguments: &[&str], at: &Path) -> bool {
    let mut command = Command::new("mount");
    let status = command.args(arguments).arg(at).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}
