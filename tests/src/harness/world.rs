//! A world: a home of its own, a configuration, a daemon, and commands run in it.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use rustix::fs::{FlockOperation, flock};
use rustix::process::{Pid, Signal, kill_process};
use sarf_shared::places::Places;
use tempfile::TempDir;

use super::binary::sarf;
use super::daemon::Daemon;
use super::ran::{Ran, listing, log_end};
use super::rpc::Rpc;
use super::wait::{PATIENCE, until};

/// A home with everything of the program in it. Dropped, it takes its daemon along.
#[derive(Debug)]
pub struct World {
    folder: TempDir,
    places: Places,
    environment: Vec<(String, String)>,
}

impl Default for World {
    fn default() -> Self {
        World::new()
    }
}

impl World {
    /// An empty home in a temporary folder.
    pub fn new() -> World {
        let folder = tempfile::Builder::new().prefix("sarf-").tempdir();
        World::at(folder.unwrap_or_else(|error| panic!("no temporary folder: {error}")))
    }

    /// An empty home in a folder of the caller's.
    pub fn at(folder: TempDir) -> World {
        let home = folder.path().join("home");
        let set = |name: &str| (name == "SARF_HOME").then(|| home.clone().into_os_string());
        let uid = rustix::process::getuid().as_raw();
        let places = Places::resolve(set, Path::new("/"), uid).unwrap_or_else(|error| panic!("{error}"));
        World { folder, places, environment: Vec::new() }
    }

    /// Where everything lies.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// `SARF_HOME`.
    pub fn home(&self) -> &Path {
        &self.places.state_dir
    }

    /// A folder beside the home, for a test's own files.
    pub fn beside(&self) -> &Path {
        self.folder.path()
    }

    /// Sets a variable for every command and daemon from now on.
    pub fn set(&mut self, name: &str, value: &str) {
        self.environment.push((name.to_owned(), value.to_owned()));
    }

    /// Writes `config.toml`; takes effect at the daemon's next start.
    pub fn configure(&self, text: &str) {
        let file = &self.places.config_file;
        let done = std::fs::create_dir_all(&self.places.config_dir).and_then(|()| std::fs::write(file, text));
        done.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    }

    /// The program with this world around it and nothing of the caller's.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(sarf());
        command
            .args(arguments)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.folder.path())
            .env("SARF_HOME", self.home())
            .env("RUST_BACKTRACE", "1")
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .current_dir(self.folder.path());
        command
    }

    /// Runs a command to its end.
    #[track_caller]
    pub fn sarf(&self, arguments: &[&str]) -> Ran {
        self.sarf_reading(arguments, "")
    }

    /// Runs a command to its end with something on its standard input.
    #[track_caller]
    pub fn sarf_reading(&self, arguments: &[&str], input: &str) -> Ran {
        let told = arguments.join(" ");
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("sarf {told}: {error}"));
        if let Some(mut stdin) = child.stdin.take() {
            // A command that ends without reading closes the pipe.
            let _ = stdin.write_all(input.as_bytes());
        }
        let (out, err) = (drained(child.stdout.take()), drained(child.stderr.take()));
        let begun = Instant::now();
        let status = loop {
            match child.try_wait() {
                Ok(Some(status)) => break Some(status),
                Ok(None) if begun.elapsed() < PATIENCE * 3 => std::thread::sleep(std::time::Duration::from_millis(2)),
                Ok(None) | Err(_) => break None,
            }
        };
        if status.is_none() {
            let _ = child.kill();
            let _ = child.wait();
        }
        let ran = Ran {
            arguments: arguments.iter().map(|&argument| argument.to_owned()).collect(),
            code: status.and_then(|status| status.code()).unwrap_or(-1),
            stdout: out.join().unwrap_or_default(),
            stderr: err.join().unwrap_or_default(),
            home: self.home().to_owned(),
        };
        assert!(status.is_some(), "a command did not end\n{ran}");
        ran
    }

    /// Starts a daemon as a child of the test and waits for its status reply.
    #[track_caller]
    pub fn start(&self) -> Daemon {
        let mut daemon = self.spawn(&[]);
        until("the daemon answers", || {
            if let Some(status) = daemon.gone() {
                panic!("the daemon ended ({status}) instead of answering\n{}", self.tell());
            }
            self.answers()
        });
        daemon
    }

    /// Starts a daemon that kills itself at its `k`-th write event; it may be gone before it answers.
    pub fn start_to_crash(&self, k: u64) -> Daemon {
        self.spawn(&[("SARF_CRASH_AT", &k.to_string())])
    }

    /// Starts a daemon and waits for nothing.
    pub fn spawn(&self, more: &[(&str, &str)]) -> Daemon {
        let log = self.folder.path().join("daemon.err");
        let stderr = OpenOptions::new().create(true).append(true).open(&log);
        let stderr = stderr.unwrap_or_else(|error| panic!("{}: {error}", log.display()));
        let child = self
            .command(&["daemon", "run"])
            .envs(more.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(stderr)
            .spawn()
            .unwrap_or_else(|error| panic!("the daemon cannot be started: {error}"));
        Daemon { child }
    }

    /// Something if a daemon answers here.
    pub fn answers(&self) -> Option<()> {
        Rpc::dial(&self.places.socket)?.status().map(|_| ())
    }

    /// A connection to the daemon, which must be there.
    #[track_caller]
    pub fn rpc(&self) -> Rpc {
        Rpc::dial(&self.places.socket).unwrap_or_else(|| panic!("no daemon listens\n{}", self.tell()))
    }

    /// Home, log and last words, for a failed test.
    pub fn tell(&self) -> String {
        let words = std::fs::read_to_string(self.folder.path().join("daemon.err")).unwrap_or_default();
        format!(
            "--- home {}\n{}\n--- end of the daemon's log\n{}\n--- its last words\n{words}",
            self.home().display(),
            listing(self.home()),
            log_end(&self.places.log_dir, 40)
        )
    }

    /// The content of every discussion, as `export --content` writes it.
    #[track_caller]
    pub fn content(&self) -> String {
        self.sarf(&["export", "--content"]).ok().stdout
    }

    /// The process that holds the instance lock, if one does.
    pub fn holder(&self) -> Option<u32> {
        let mut file = File::open(&self.places.lock).ok()?;
        if flock(&file, FlockOperation::NonBlockingLockShared).is_ok() {
            return None;
        }
        let mut text = String::new();
        file.read_to_string(&mut text).ok()?;
        text.trim().parse().ok()
    }

    /// Where the daemon's own temporary files of this test lie.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // A command may have started a daemon that is nobody's child any more; it holds the lock of this home.
        let Some(pid) = self.holder().and_then(|pid| Pid::from_raw(i32::try_from(pid).ok()?)) else { return };
        let _ = kill_process(pid, Signal::KILL);
        let begun = Instant::now();
        while self.holder().is_some() && begun.elapsed() < PATIENCE {
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
    }
}

fn drained(pipe: Option<impl Read + Send + 'static>) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            let _ = pipe.read_to_end(&mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
}
