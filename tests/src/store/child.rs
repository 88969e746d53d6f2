//! The child process: opens a store, works on it or verifies it, and says what it does line by line. And how a test
//! starts it, listens to it and kills it.

use super::{layers::Procrastinating, work};
use sarf_daemon::store::{ChangeError, Fault, Migration, OpenError, OpenOptions, Step, Store, Table, Tx, View};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Exit: the store has to be opened again in a fresh process.
pub const AGAIN: u8 = 75;
/// Exit: it did not open, and said why.
pub const REFUSED: u8 = 3;
/// Exit: it opened and something in it is wrong.
pub const WRONG: u8 = 9;

/// How a child works.
#[derive(Debug, Clone)]
pub struct Order {
    /// The state folder.
    pub dir: PathBuf,
    /// How many changes; 0 only verifies.
    pub changes: u64,
    /// How many tasks make them at the same time.
    pub tasks: u64,
    /// Die at this write event.
    pub kill_at: Option<u64>,
    /// Take a snapshot after every so many changes of a task; 0 never.
    pub snapshot_every: u64,
    /// Length of a segment.
    pub segment_bytes: u64,
    /// Whether to close the store at the end.
    pub close: bool,
    /// The control: acknowledge before the frame is written.
    pub procrastinate: bool,
    /// The kernel's boot id, as far as the store knows.
    pub machine: String,
    /// Bring the data to layout 3.
    pub migrate: bool,
    /// What else to do before opening, `repair`, or instead: `check`, `repair only`.
    pub first: String,
}

impl Order {
    /// Verifies `dir` and closes it.
    pub fn verify(dir: &Path) -> Self {
        Self {
            dir: dir.to_owned(),
            changes: 0,
            tasks: 1,
            kill_at: None,
            snapshot_every: 0,
            segment_bytes: 8 * 1024 * 1024,
            close: true,
            procrastinate: false,
            machine: "this machine".into(),
            migrate: false,
            first: String::new(),
        }
    }

    /// Makes `changes` changes in `dir`, one after another, and closes it.
    pub fn work(dir: &Path, changes: u64) -> Self {
        Self { changes, ..Self::verify(dir) }
    }

    fn arguments(&self) -> Vec<String> {
        let kill_at = self.kill_at.map_or("-".to_owned(), |k| k.to_string());
        vec![
            self.dir.to_string_lossy().into_owned(),
            self.changes.to_string(),
            self.tasks.to_string(),
            kill_at,
            self.snapshot_every.to_string(),
            self.segment_bytes.to_string(),
            self.close.to_string(),
            self.procrastinate.to_string(),
            self.machine.clone(),
            self.migrate.to_string(),
            self.first.clone(),
        ]
    }

    /// Reads what `arguments` wrote.
    pub fn parse(arguments: &[String]) -> Option<Self> {
        let [
            dir,
            changes,
            tasks,
            kill_at,
            snapshot_every,
            segment_bytes,
            close,
            procrastinate,
            machine,
            migrate,
            first,
        ] = arguments
        else {
            return None;
        };
        Some(Self {
            dir: dir.into(),
            changes: changes.parse().ok()?,
            tasks: tasks.parse().ok()?,
            kill_at: kill_at.parse().ok(),
            snapshot_every: snapshot_every.parse().ok()?,
            segment_bytes: segment_bytes.parse().ok()?,
            close: close.parse().ok()?,
            procrastinate: procrastinate.parse().ok()?,
            machine: machine.clone(),
            migrate: migrate.parse().ok()?,
            first: first.clone(),
        })
    }

    /// Starts the child.
    pub fn start(&self, program: &str) -> Running {
        let child = Command::new(program)
            .args(self.arguments())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|cause| panic!("{program} does not start: {cause}"));
        Running { child }
    }

    /// Runs the child to its end, and again in a fresh process when it asks for that.
    pub fn run(&self, program: &str) -> Ended {
        for _ in 0..4 {
            let ended = self.start(program).wait();
            if ended.status.code() != Some(i32::from(AGAIN)) {
                return ended;
            }
        }
        panic!("the store in {} asks to be opened again and again", self.dir.display())
    }
}

/// A child at work.
pub struct Running {
    child: Child,
}

/// What a child said and how it ended.
#[derive(Debug)]
pub struct Ended {
    /// How it ended.
    pub status: ExitStatus,
    /// Its lines.
    pub lines: Vec<String>,
}

impl Running {
    /// Waits for its end.
    pub fn wait(mut self) -> Ended {
        let lines =
            self.child.stdout.take().map(BufReader::new).into_iter().flat_map(|out| out.lines().map_while(Result::ok));
        let lines = lines.collect();
        let status = self.child.wait().unwrap_or_else(|cause| panic!("the child cannot be waited for: {cause}"));
        Ended { status, lines }
    }

    /// Kills it once it has said a line that `enough` accepts, after a pause.
    pub fn kill_when(mut self, mut enough: impl FnMut(&str) -> bool, pause: Duration) -> Ended {
        let mut lines = Vec::new();
        let mut out =
            self.child.stdout.take().map(BufReader::new).into_iter().flat_map(|out| out.lines().map_while(Result::ok));
        for line in out.by_ref() {
            let stop = enough(&line);
            lines.push(line);
            if stop {
                break;
            }
        }
        // The moment of the kill is what is being varied; nothing is waited for.
        std::thread::sleep(pause);
        let _ = self.child.kill();
        lines.extend(out);
        let status = self.child.wait().unwrap_or_else(|cause| panic!("the child cannot be waited for: {cause}"));
        Ended { status, lines }
    }
}

impl Ended {
    /// The highest id it acknowledged.
    pub fn acked(&self) -> u64 {
        self.numbers("ack ").max().unwrap_or(0)
    }

    /// How many records it found whole.
    pub fn verified(&self) -> Option<u64> {
        self.numbers("whole ").last()
    }

    /// How many records it found whole; the test fails with all it said if it did not.
    pub fn whole(&self) -> u64 {
        self.verified().unwrap_or_else(|| panic!("the store did not verify: {:?} {:#?}", self.status, self.tail()))
    }

    /// Whether some line contains `words`.
    pub fn says(&self, words: &str) -> bool {
        self.lines.iter().any(|line| line.contains(words))
    }

    /// Its last lines.
    pub fn tail(&self) -> &[String] {
        &self.lines[self.lines.len().saturating_sub(12)..]
    }

    fn numbers(&self, word: &str) -> impl Iterator<Item = u64> {
        self.lines.iter().filter_map(move |line| line.strip_prefix(word)?.parse().ok())
    }
}

/// Runs `order` with a kill at its first write event, its second, and so on until it ends by itself, each in a fresh
/// folder made by `prepare`, and hands the event, the folder and the last id acknowledged to `check`. The number of
/// events.
pub fn sweep(
    program: &str,
    order: impl Fn(&Path) -> Order + Sync,
    prepare: impl Fn(&Path) + Sync,
    check: impl Fn(u64, &Path, u64) + Sync,
) -> u64 {
    let next = AtomicU64::new(1);
    let last = AtomicU64::new(u64::MAX);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let k = next.fetch_add(1, Ordering::SeqCst);
                    if k > last.load(Ordering::SeqCst) {
                        return;
                    }
                    let dir = tempfile::tempdir().unwrap_or_else(|cause| panic!("no folder: {cause}"));
                    prepare(dir.path());
                    let ended = Order { kill_at: Some(k), ..order(dir.path()) }.start(program).wait();
                    if ended.status.success() {
                        last.fetch_min(k, Ordering::SeqCst);
                    } else {
                        assert_eq!(ended.status.signal(), Some(9), "event {k}: {:?} {:#?}", ended.status, ended.tail());
                    }
                    check(k, dir.path(), ended.acked());
                }
            });
        }
    });
    last.load(Ordering::SeqCst)
}

/// What layout 2 adds and layout 3 turns over; for the migration tests.
pub const LENGTHS: Table<u64, u64> = Table::new("lengths");

fn add_lengths(tx: &mut Tx, place: Option<serde_json::Value>) -> Result<Step, Fault> {
    let from = place.and_then(|place| place.as_u64()).unwrap_or(1);
    let some = tx.scan_from(&work::RECORDS, &from, 5)?;
    let Some((last, _)) = some.last() else { return Ok(Step::Done) };
    let next = last + 1;
    for (id, text) in some {
        // Not absolute on purpose: a step that ran twice would be seen.
        let before = tx.get(&LENGTHS, &id)?.unwrap_or(0);
        tx.put(&LENGTHS, &id, &(before + text.len() as u64))?;
    }
    Ok(Step::More(next.into()))
}

fn negate_lengths(tx: &mut Tx, _: Option<serde_json::Value>) -> Result<Step, Fault> {
    for (id, length) in tx.scan_from(&LENGTHS, &0, usize::MAX)? {
        tx.put(&LENGTHS, &id, &(u64::MAX - length))?;
    }
    Ok(Step::Done)
}

/// The migrations of the tests: many small steps, then one.
pub const MIGRATIONS: &[Migration] = &[
    Migration { to: 2, title: "note the length of every record", step: add_lengths },
    Migration { to: 3, title: "turn the lengths over", step: negate_lengths },
];

/// What the child does.
pub fn main(order: Order) -> ExitCode {
    let say = |line: String| {
        let mut out = std::io::stdout().lock();
        let _ = writeln!(out, "{line}").and_then(|()| out.flush());
    };
    let mut options = OpenOptions::new(&order.dir);
    options.machine_boot_id = order.machine.clone();
    options.segment_bytes = order.segment_bytes;
    options.kill_at = order.kill_at;
    options.open_limit = Duration::from_secs(3);
    if order.migrate {
        options.migrations = MIGRATIONS;
    }
    if order.procrastinate {
        options.files = Arc::new(Procrastinating);
    }
    let looked = match order.first.as_str() {
        "check" => sarf_daemon::store::check(&options).map(|report| vec![format!("{report:#?}")]),
        "repair" | "repair only" => sarf_daemon::store::repair(&options),
        _ => Ok(Vec::new()),
    };
    match looked {
        Ok(lines) => lines.into_iter().for_each(&say),
        Err(error) => {
            say(format!("error {error}"));
            return ExitCode::from(REFUSED);
        }
    }
    if matches!(order.first.as_str(), "check" | "repair only") {
        return ExitCode::SUCCESS;
    }
    let (store, report) = match Store::open(options) {
        Ok(opened) => opened,
        Err(OpenError::MustReexec) => return ExitCode::from(AGAIN),
        Err(error) => {
            say(format!("error {error}"));
            return ExitCode::from(REFUSED);
        }
    };
    say(format!("open {}", report.head));
    say(format!("resident {}", resident()));
    for sentence in report.sentences {
        say(format!("said {sentence}"));
    }
    match work::verify(&store.read()).and_then(|total| verify_lengths(&store, &order, total)) {
        Ok(total) => {
            say(format!("resident {}", resident()));
            say(format!("whole {total}"));
        }
        Err(error) => {
            say(format!("wrong {error}"));
            return ExitCode::from(WRONG);
        }
    }
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(_) => return ExitCode::FAILURE,
    };
    let failed = runtime.block_on(async {
        let tasks = (0..order.tasks).map(|_| async {
            for n in 1..=order.changes {
                match store.change(work::step).await {
                    Ok(id) => say(format!("ack {id}")),
                    Err(error) => return Some(error),
                }
                if order.snapshot_every > 0 && n.is_multiple_of(order.snapshot_every) {
                    match store.snapshot().await {
                        Ok(end) => say(format!("snapshot {end}")),
                        Err(why) => say(format!("no snapshot: {why}")),
                    }
                }
            }
            None::<ChangeError<Fault>>
        });
        futures::future::join_all(tasks).await.into_iter().flatten().next()
    });
    if let Some(error) = failed {
        say(format!("failed {error}"));
        return ExitCode::FAILURE;
    }
    if order.close {
        if let Err(why) = store.close_blocking() {
            say(format!("not closed: {why}"));
            return ExitCode::FAILURE;
        }
        say("closed".into());
    }
    ExitCode::SUCCESS
}

/// Memory of this process that is its own (not its executable's), in kilobytes.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok()).unwrap_or(0)
}

fn verify_lengths(store: &Store, order: &Order, total: u64) -> anyhow::Result<u64> {
    if order.migrate {
        let lengths = store.read().scan_from(&LENGTHS, &0, usize::MAX)?;
        let due: Vec<(u64, u64)> = (1..=total).map(|id| (id, u64::MAX - work::text(id).len() as u64)).collect();
        anyhow::ensure!(lengths == due, "the lengths are wrong: {lengths:?}");
    }
    Ok(total)
}
