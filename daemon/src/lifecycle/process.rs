//! The daemon process from start to end: lock, log, store, reconciliation, runner, socket; then the same backwards.

use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use sarf_shared::job::BootId;
use sarf_shared::places::Places;
use sarf_shared::rpc::{BuildId, CheckView};
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::folders::{self, FolderError};
use super::lock::{HANDED_ON, InstanceLock, LockError};
use super::{log, socket};
use crate::clock::Clock;
use crate::config::{Config, ConfigProblem};
use crate::prompts::Prompts;
use crate::store::{OpenError, OpenOptions, OpenReport, Store};
use crate::{Parts, run};

/// The daemon could not start, or had to end.
#[derive(Debug, thiserror::Error)]
pub enum DaemonError {
    /// A folder.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The lock.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The configuration.
    #[error("{0}")]
    Config(ConfigProblem),
    /// The store.
    #[error(transparent)]
    Store(#[from] OpenError),
    /// The socket.
    #[error("the socket {} cannot be opened: {cause}", path.display())]
    Socket {
        /// Which.
        path: PathBuf,
        /// The system's words.
        cause: std::io::Error,
    },
    /// The program could not be started again in its own place.
    #[error("the service could not start itself again: {0}; start it by hand")]
    Reexec(std::io::Error),
    /// The runtime.
    #[error("the service could not start: {0}")]
    Runtime(std::io::Error),
    /// Storage stopped.
    #[error("{0}")]
    Stopped(String),
}

/// How a daemon process is started.
#[derive(Debug, Clone)]
pub struct DaemonOptions {
    /// Where everything lies.
    pub places: Places,
    /// Which build this is.
    pub build: BuildId,
}

/// How long steps in flight get at the end; with the rest of the way down it stays under five seconds.
const GRACE: Duration = Duration::from_millis(2500);

/// Takes the lock, new or handed on.
fn lock(places: &Places) -> Result<InstanceLock, LockError> {
    if std::env::var_os(HANDED_ON).is_some() {
        InstanceLock::take_over(&places.lock)
    } else {
        InstanceLock::take(&places.lock)
    }
}

fn store_options(places: &Places, clock: &Clock) -> OpenOptions {
    let mut options = OpenOptions::new(&places.state_dir);
    let clock = clock.clone();
    options.clock = Arc::new(move || clock.now().0);
    options.migrations = crate::records::MIGRATIONS;
    options.kill_at = std::env::var("SARF_CRASH_AT").ok().and_then(|at| at.parse().ok());
    options
}

/// Opens the store; one that never ends opening is left to a fresh process in this one's place.
fn open_store(places: &Places, options: OpenOptions, lock: &InstanceLock) -> Result<(Store, OpenReport), DaemonError> {
    match Store::open(options) {
        Ok(opened) => Ok(opened),
        Err(OpenError::MustReexec) => {
            tracing::warn!("opening the store does not end; starting again to rebuild it");
            let program = std::env::current_exe().map_err(DaemonError::Reexec)?;
            let handed = lock.hand_on().map_err(DaemonError::Reexec)?;
            let error = Command::new(program)
                .args(std::env::args_os().skip(1))
                .env(HANDED_ON, "1")
                .current_dir(places.state_dir.parent().unwrap_or(&places.state_dir))
                .stdin(Stdio::from(handed))
                .exec();
            Err(DaemonError::Reexec(error))
        }
        Err(other) => Err(other.into()),
    }
}

/// Runs the daemon until it is told to end. Blocks.
pub fn run_process(options: DaemonOptions) -> Result<(), DaemonError> {
    let DaemonOptions { places, build } = options;
    // Whatever is made from here on is for this user alone.
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    folders::prepare(&places)?;
    let lock = lock(&places)?;
    let config = Config::read(&places.config_file).map_err(DaemonError::Config)?;
    let _log = log::start(&places.log_dir, config.daemon.log_level.as_str(), config.daemon.log_days);
    log::panics_without_words();
    let prompts = Prompts::load(&places.config_dir);
    let clock = Clock::system();
    let store_options = store_options(&places, &clock);
    let boot = BootId(store_options.run_id.clone());
    tracing::info!(boot = %boot, build = %build.0, pid = std::process::id(), "starting");
    let (store, report) = open_store(&places, store_options, &lock)?;
    // A step of the rules may reckon for seconds: people are answered and signals heard by threads of their own.
    let cores = std::thread::available_parallelism().map_or(2, |n| n.get().clamp(2, 4));
    let work = threads("work", cores)?;
    let runtime = threads("service", 2)?;
    let ended = runtime.block_on(async {
        let shutdown = CancellationToken::new();
        on_signals(&shutdown).map_err(DaemonError::Runtime)?;
        let listening =
            socket::bind(&places.socket).map_err(|cause| DaemonError::Socket { path: places.socket.clone(), cause })?;
        let parts = Parts {
            store,
            clock,
            config,
            prompts,
            boot,
            build,
            socket: places.socket.display().to_string(),
            home: places.state_dir.display().to_string(),
            recovery: report.sentences,
            grace: GRACE,
            work: work.handle().clone(),
        };
        run(listening, parts, shutdown).await
    });
    // Gone already unless it never served. The lock is still held, so that it cannot be a later daemon's.
    let _ = std::fs::remove_file(&places.socket);
    work.shutdown_timeout(Duration::from_millis(500));
    runtime.shutdown_timeout(Duration::from_millis(500));
    drop(lock);
    ended
}

/// Threads of one purpose.
fn threads(name: &'static str, number: usize) -> Result<Runtime, DaemonError> {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.worker_threads(number).thread_name(name).enable_all().build().map_err(DaemonError::Runtime)
}

fn on_signals(shutdown: &CancellationToken) -> std::io::Result<()> {
    let mut term = signal(SignalKind::terminate())?;
    let mut int = signal(SignalKind::interrupt())?;
    let mut hup = signal(SignalKind::hangup())?;
    let shutdown = shutdown.clone();
    tokio::spawn(async move {
        loop {
            tokio::select! {
                _ = term.recv() => break,
                _ = int.recv() => break,
                // The terminal it was started from went away; the daemon stays.
                _ = hup.recv() => {}
            }
        }
        tracing::info!("told to end");
        shutdown.cancel();
    });
    Ok(())
}

/// Looks at store and journal without a daemon, and repairs if asked. Needs the instance lock.
pub fn check_offline(places: &Places, repair: bool) -> Result<CheckView, DaemonError> {
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    folders::prepare(places)?;
    let _lock = lock(places)?;
    let options = store_options(places, &Clock::system());
    let done = if repair { crate::store::repair(&options)? } else { Vec::new() };
    Ok(crate::service::checks::view(&crate::store::check(&options)?, done))
}
