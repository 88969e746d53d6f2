//! Finding a running daemon, or starting one: probe, start-up lock, second probe, spawn, and wait for a *status reply*
//! as long as the child lives. A socket file proves nothing, so its existence is never asked.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

use sarf_shared::places::Places;
use sarf_shared::rpc::{BuildId, DaemonStatus, PROTOCOL};
use tokio::process::{Child, Command};
use tokio::time::sleep;

use super::error::{BuildIdWords, ConnectError};
use super::folders::{file_error, holder, is_free, make_private_folder, open_private};
use super::stop::stop;
pub use super::wire::PROBE;
use super::wire::{Dialled, ctx, dial, dial_failure};
use super::words::Words;

/// The word after `daemon run` that tells the daemon it was started in the background. It then makes itself the leader
/// of a session of its own, so that neither Ctrl-C nor the end of the terminal reaches it.
pub const DETACHED: &str = "--detached";

/// The command that restarts a daemon of another build.
pub const RESTART: &str = "sarf daemon restart";

/// After how long a person is told what is being waited for.
const PATIENCE: Duration = Duration::from_secs(1);

/// The usual [`Launch::silence`].
const SILENCE: Duration = Duration::from_secs(5);

/// How `daemon run` ends where another process holds the lock.
pub(crate) const ALREADY_RUNNING: i32 = 4;

/// How often a daemon is started again that found the lock held by somebody who then let go of it.
const AGAIN: u32 = 5;

/// How often the child's state is looked at while it starts.
const STEP: Duration = Duration::from_millis(10);

/// Whether a daemon may be started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Autostart {
    /// Yes.
    Yes,
    /// No: say that none runs.
    No,
}

/// What is started, and where its files lie.
#[derive(Debug, Clone)]
pub struct Launch {
    /// Where everything lies.
    pub places: Places,
    /// The executable.
    pub program: PathBuf,
    /// Its arguments.
    pub args: Vec<String>,
    /// How long a connected but silent daemon is given, all in all.
    pub silence: Duration,
}

impl Launch {
    /// This executable, as `daemon run --detached`.
    pub fn this_program(places: &Places) -> Result<Launch, ConnectError> {
        let program = std::env::current_exe().map_err(|error| ConnectError::File {
            what: "cannot find",
            path: PathBuf::from("this program's own file"),
            why: error.to_string(),
        })?;
        Ok(Launch {
            places: places.clone(),
            program,
            args: vec!["daemon".into(), "run".into(), DETACHED.into()],
            silence: SILENCE,
        })
    }

    /// Where the words of a starting daemon go.
    pub fn words_file(&self) -> PathBuf {
        self.places.log_dir.join("start.log")
    }
}

/// What answers at the socket.
#[derive(Debug)]
pub enum Probe {
    /// A daemon, with its state.
    Up(Box<DaemonStatus>),
    /// Nobody. `clean`: the socket is gone too, so the last daemon ended in order.
    Down {
        /// Whether the socket is gone.
        clean: bool,
    },
    /// Someone who takes the connection and does not answer in time.
    Silent,
}

/// Asks for the state, waiting at most `within` for the answer.
pub async fn probe(places: &Places, within: Duration) -> Result<Probe, ConnectError> {
    let Dialled { client, .. } = match dial(&places.socket).await {
        Ok(dialled) => dialled,
        Err(error) => {
            let clean = error.kind() == std::io::ErrorKind::NotFound;
            return dial_failure(&places.socket, &error).map_or(Ok(Probe::Down { clean }), Err);
        }
    };
    match tokio::time::timeout(within, client.status(ctx(within))).await {
        Ok(Ok(Ok(status))) => Ok(Probe::Up(Box::new(status))),
        Ok(Ok(Err(refusal))) => Err(ConnectError::Refused(refusal)),
        // The connection was dropped unanswered: the daemon is ending, or its answer cannot be read.
        Ok(Err(error)) if super::wire::is_broken(&error) => Ok(Probe::Down { clean: false }),
        Ok(Err(_)) | Err(_) => Ok(Probe::Silent),
    }
}

/// Makes sure that a daemon of this build answers.
pub async fn ensure(
    launch: &Launch,
    build: &BuildId,
    autostart: Autostart,
    notify: &(dyn Fn(&str) + Sync),
) -> Result<(), ConnectError> {
    match patient_probe(launch, notify).await? {
        Probe::Up(status) => match verdict(&status, build) {
            Verdict::Same => Ok(()),
            Verdict::Replace if autostart == Autostart::Yes => {
                notify(&format!(
                    "The background service was another version ({}); no job was under way, so it is restarted.",
                    status.build.0
                ));
                stop(&launch.places, notify).await?;
                start(launch, notify).await
            }
            Verdict::Replace | Verdict::Keep => Err(ConnectError::Mismatch {
                theirs: BuildIdWords(status.build),
                ours: BuildIdWords(build.clone()),
                active_jobs: Some(status.active_jobs),
                command: RESTART.into(),
            }),
        },
        Probe::Down { .. } if autostart == Autostart::Yes => start(launch, notify).await,
        Probe::Down { .. } => Err(ConnectError::NotRunning { socket: launch.places.socket.clone() }),
        Probe::Silent => Err(ConnectError::Silent { waited: launch.silence }),
    }
}

enum Verdict {
    Same,
    Replace,
    Keep,
}

fn verdict(status: &DaemonStatus, build: &BuildId) -> Verdict {
    if status.protocol == PROTOCOL && status.build == *build {
        Verdict::Same
    } else if status.active_jobs == 0 {
        Verdict::Replace
    } else {
        Verdict::Keep
    }
}

/// A probe that gives a busy daemon a second, longer chance, and says that it does.
async fn patient_probe(launch: &Launch, notify: &(dyn Fn(&str) + Sync)) -> Result<Probe, ConnectError> {
    match probe(&launch.places, PROBE.min(launch.silence)).await? {
        Probe::Silent => {
            notify("The background service takes long to answer; waiting for it.");
            probe(&launch.places, launch.silence.saturating_sub(PROBE)).await
        }
        found => Ok(found),
    }
}

/// Starts a daemon, unless another client does so at the same moment, and waits for its first status reply.
pub async fn start(launch: &Launch, notify: &(dyn Fn(&str) + Sync)) -> Result<(), ConnectError> {
    let begun = Instant::now();
    let places = &launch.places;
    for folder in [&places.state_dir, &places.log_dir] {
        make_private_folder(folder)?;
    }
    let mut waiting = Waiting::new(begun, notify);
    let lock = open_private(&places.start_lock)?;
    while lock.try_lock().is_err() {
        if matches!(probe(places, PROBE).await?, Probe::Up(_)) {
            return Ok(());
        }
        waiting.say("Another program is starting the background service; waiting for it.");
        sleep(STEP).await;
    }
    // Someone may have started it between our probe and our lock.
    if matches!(probe(places, PROBE).await?, Probe::Up(_)) {
        return Ok(());
    }
    let mut refused = 0;
    let (mut child, mut words) = spawn(launch)?;
    loop {
        if matches!(probe(places, PROBE).await?, Probe::Up(_)) {
            return Ok(());
        }
        if let Ok(Some(exit)) = child.try_wait() {
            if exit.code() != Some(ALREADY_RUNNING) || refused >= AGAIN {
                return Err(ConnectError::DiedAtStart { exit: exit.to_string(), words: words.last() });
            }
            if awaited(launch, &mut waiting).await? {
                return Ok(());
            }
            refused += 1;
            (child, words) = spawn(launch)?;
        }
        let doing = words.last();
        let doing = doing.lines().last().filter(|line| !line.trim().is_empty());
        waiting.say(&doing.map_or_else(
            || "The background service is starting.".to_owned(),
            |doing| format!("The background service is starting: {doing}"),
        ));
        sleep(STEP).await;
    }
}

/// Waits while another process holds the lock without answering: a daemon that was started by hand, or by a client that
/// was interrupted while it read its store, or a repair. Answers whether it answers now; else the lock is free.
async fn awaited(launch: &Launch, waiting: &mut Waiting<'_>) -> Result<bool, ConnectError> {
    let places = &launch.places;
    let mut silent: Option<Instant> = None;
    loop {
        match probe(places, PROBE).await? {
            Probe::Up(_) => return Ok(true),
            Probe::Down { .. } => silent = None,
            Probe::Silent if silent.get_or_insert_with(Instant::now).elapsed() < launch.silence => {}
            Probe::Silent => return Err(ConnectError::Silent { waited: launch.silence }),
        }
        if is_free(&places.lock) {
            return Ok(false);
        }
        let who = holder(&places.lock).map_or_else(|| "another process".to_owned(), |pid| format!("process {pid}"));
        waiting.say(&format!("The workspace is in use by {who}, which is not ready yet; waiting for it."));
        sleep(STEP).await;
    }
}

/// Says the same thing only once, and nothing within the first second.
struct Waiting<'a> {
    begun: Instant,
    said: String,
    notify: &'a (dyn Fn(&str) + Sync),
}

impl<'a> Waiting<'a> {
    fn new(begun: Instant, notify: &'a (dyn Fn(&str) + Sync)) -> Self {
        Waiting { begun, said: String::new(), notify }
    }

    fn say(&mut self, words: &str) {
        if self.begun.elapsed() >= PATIENCE && self.said != words {
            (self.notify)(words);
            self.said = words.to_owned();
        }
    }
}

/// Starts the child; its words go where [`Words`] reads them.
fn spawn(launch: &Launch) -> Result<(Child, Words), ConnectError> {
    let words_file = launch.words_file();
    let words = Words::begin(&words_file)?;
    let stderr = words.stderr().map_err(|error| file_error("cannot write", &words_file, &error))?;
    let mut command = Command::new(&launch.program);
    command
        .args(&launch.args)
        // Its folder is `/`, so that it holds no mount busy; a relative SARF_HOME would then mean another place.
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(stderr)
        .kill_on_drop(false);
    if std::env::var_os("SARF_HOME").is_some_and(|home| !home.is_empty()) {
        command.env("SARF_HOME", &launch.places.state_dir);
    }
    let child = command.spawn().map_err(|error| file_error("cannot start", &launch.program, &error))?;
    Ok((child, words))
}

/// Leaves the terminal's session: what a daemon started with [`DETACHED`] does first. It fails only for a process that
/// leads a group already, which then is out of the terminal's foreground anyway.
pub fn detach() {
    let _ = rustix::process::setsid();
}
