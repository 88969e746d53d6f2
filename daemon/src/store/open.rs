//! Opening a store: recovery, the writer and snapshot threads, migrations.

use super::error::{Fault, OpenError};
use super::events::Ring;
use super::files::{Files, RealFiles};
use super::handle::{Ask, Inner, Store};
use super::index::Index;
use super::kill::KillPoints;
use super::layout::Layout;
use super::migrate::{self, Migration};
use super::recovery::{Recovered, Recovery};
use super::segment;
use super::shelf::Shelf;
use super::snapshot;
use super::snapshots;
use super::view::Reader;
use super::writer::{Settings, Writer};
use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Everything a store needs from outside.
pub struct OpenOptions {
    /// The state folder; `journal/`, `snapshots/` and `store/` lie in it.
    pub dir: PathBuf,
    /// The file layer for journal, snapshots and marks.
    pub files: Arc<dyn Files>,
    /// The time, milliseconds since 1970.
    pub clock: Arc<dyn Fn() -> u64 + Send + Sync>,
    /// The kernel's boot id: another one than last time means that the machine went down.
    pub machine_boot_id: String,
    /// The name of this start of the service; cursors of another start are answered with "behind".
    pub run_id: String,
    /// How much of the index sled keeps in memory, in bytes (it may take somewhat more).
    pub sled_cache_bytes: u64,
    /// A journal segment ends when it is longer than this.
    pub segment_bytes: u64,
    /// A snapshot is taken when this much journal has been written since the last.
    pub snapshot_after_bytes: u64,
    /// How many events are kept in memory for those who fell behind.
    pub event_ring: usize,
    /// The migrations this program knows, in order.
    pub migrations: &'static [Migration],
    /// How long opening sled may stand still before it counts as endless.
    pub open_limit: Duration,
    /// How often a disk that refused is tried again.
    pub retry_every: Duration,
    /// Ends the process with SIGKILL at the k-th write event; for the crash tests.
    pub kill_at: Option<u64>,
    /// Told, in a sentence, what a long start is doing.
    pub progress: Arc<dyn Fn(&str) + Send + Sync>,
}

impl OpenOptions {
    /// The usual settings for `dir`, with the real files and clock.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        let boot_id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
        Self {
            dir: dir.into(),
            files: Arc::new(RealFiles),
            clock: Arc::new(|| u64::try_from(chrono::Utc::now().timestamp_millis()).unwrap_or(0)),
            machine_boot_id: boot_id.trim().to_owned(),
            run_id: ulid::Ulid::generate().to_string(),
            sled_cache_bytes: 4 * 1024 * 1024,
            segment_bytes: 8 * 1024 * 1024,
            snapshot_after_bytes: 64 * 1024 * 1024,
            event_ring: 10_000,
            migrations: &[],
            open_limit: Duration::from_secs(10),
            retry_every: Duration::from_secs(5),
            kill_at: None,
            progress: Arc::new(|_| {}),
        }
    }
}

/// What opening found and did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenReport {
    /// Whether this is the first start here.
    pub new_world: bool,
    /// The number of the last change.
    pub head: u64,
    /// What was done beyond opening, one sentence each, for doctor and interface. Empty after an ordinary start.
    pub sentences: Vec<String>,
}

/// Opens the store.
pub(super) fn open(options: OpenOptions) -> Result<(Store, OpenReport), OpenError> {
    let points = KillPoints::new(options.kill_at);
    let files = points.around(Arc::clone(&options.files));
    let layout = Layout::new(&options.dir);
    for dir in [layout.dir().to_owned(), layout.journal(), layout.snapshots()] {
        files.create_dir(&dir).map_err(|cause| OpenError::disk(&dir, cause))?;
    }
    let schema = migrate::newest(options.migrations);
    let mut sentences = Vec::new();
    let mut say = |sentence: String| {
        tracing::info!("{sentence}");
        (options.progress)(&sentence);
        sentences.push(sentence);
    };
    let recovered = Recovery::new(&options, Arc::clone(&files), points.clone(), &mut say).run()?;
    let Recovered { index, mut journal, head, fresh } = recovered;
    let index: Arc<Index> = Arc::from(index);
    let shelf = Arc::new(Shelf::new(Arc::clone(&index), Arc::clone(&files), layout.clone()));
    let reader = Reader { shelf: Arc::clone(&shelf) };
    let build = |fault: Fault| OpenError::Build { why: fault.to_string() };
    let noted = migrate::schema(&reader).map_err(build)?;
    let untouched = noted.is_none() && head.seq == 0;
    let found = noted.unwrap_or(if untouched { schema } else { migrate::FIRST_SCHEMA });
    if found > schema {
        return Err(OpenError::Newer { found, known: schema });
    }
    if found < schema {
        // From here on every segment says that older programs must not read it.
        journal.carry_schema(schema, (options.clock)()).map_err(|cause| OpenError::disk(&layout.journal(), cause))?;
    }
    let ring = Arc::new(Ring::new(options.run_id.clone(), options.event_ring, head.seq));
    let since = bytes_since_snapshot(&*files, &layout).map_err(|cause| OpenError::disk(&layout.journal(), cause))?;
    let (commands, queue) = channel();
    let (ask, asked) = channel();
    let writer = Writer {
        shelf: Arc::clone(&shelf),
        journal,
        ring: Arc::clone(&ring),
        settings: Settings {
            world: head.world,
            segment_bytes: options.segment_bytes,
            retry_every: options.retry_every,
            clock: Arc::clone(&options.clock),
            points,
            written: by_size(since, options.snapshot_after_bytes, ask.clone()),
        },
        refused: None,
    };
    let spawn_error = |cause| OpenError::disk(layout.dir(), cause);
    let writer = std::thread::Builder::new()
        .name("store-writer".to_owned())
        .spawn(move || writer.run_to_the_end(&queue))
        .map_err(spawn_error)?;
    let inner = Inner {
        shelf: Arc::clone(&shelf),
        ring,
        commands: commands.clone(),
        ask: Mutex::new(Some(ask)),
        threads: Mutex::new(vec![writer]),
        schema,
    };
    let store = Store { inner: Arc::new(inner) };
    let taker = super::handle::snapshot_taker(Arc::clone(&shelf), commands, schema, Arc::clone(&options.clock), asked);
    let taker = std::thread::Builder::new().name("store-snapshot".to_owned()).spawn(taker).map_err(spawn_error)?;
    super::locked(&store.inner.threads).push(taker);
    if untouched {
        let noted = store.change_blocking(move |tx| migrate::note(tx, schema));
        noted.map_err(|error| OpenError::Build { why: error.to_string() })?;
    }
    for migration in options.migrations.iter().filter(|migration| migration.to > found) {
        say(format!("Bringing the data to layout {}: {}.", migration.to, migration.title));
        snapshots::take_still(&*files, &layout, &index, migration.to.saturating_sub(1), (options.clock)())
            .map_err(|cause| OpenError::disk(&layout.snapshots(), cause))?;
        let migration = *migration;
        while !store
            .change_blocking(move |tx| migrate::advance(tx, &migration))
            .map_err(|error| migrate::failed(&migration, &error))?
        {}
    }
    let report = OpenReport { new_world: fresh, head: store.head(), sentences };
    Ok((store, report))
}

/// How much journal there is behind the newest snapshot.
fn bytes_since_snapshot(files: &dyn Files, layout: &Layout) -> std::io::Result<u64> {
    let end = files.list(&layout.snapshots())?.iter().filter_map(|entry| snapshot::end_of(&entry.name)).max();
    let segments = files.list(&layout.journal())?;
    let behind = segments.iter().filter(|entry| segment::first_of(&entry.name) > end);
    Ok(behind.map(|entry| entry.len).sum())
}

/// Asks for a snapshot whenever enough has been written.
fn by_size(already: u64, limit: u64, ask: Sender<Ask>) -> Box<dyn Fn(u64) + Send> {
    let total = std::cell::Cell::new(already);
    Box::new(move |bytes| {
        total.set(total.get() + bytes);
        if total.get() >= limit && ask.send(Ask::BySize).is_ok() {
            total.set(0);
        }
    })
}
