//! Doing what the plan says: replay, cut, witness, rebuild. Every step may be repeated after a stop in its middle.

use super::error::OpenError;
use super::files::Files;
use super::found::{self, Shots};
use super::frame::{self, Frame, Write, WriteRef};
use super::guard::{self, Opened};
use super::index::{Head, Index, IndexError};
use super::journal::{self, AppendError, Journal, Survey};
use super::kill::KillPoints;
use super::layout::{self, Layout};
use super::mark::{self, Mark};
use super::migrate;
use super::open::OpenOptions;
use super::plan::{self, Found, JournalFound, Plan, StoreFound};
use super::segment::{Damage, Header, World};
use super::snapshot;
use super::snapshots;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// What recovery needs to know.
pub(super) struct Recovery<'a> {
    pub files: Arc<dyn Files>,
    pub layout: Layout,
    pub points: KillPoints,
    pub machine: &'a str,
    pub cache_bytes: u64,
    pub open_limit: Duration,
    pub now: u64,
    /// The layout number of the data this program writes.
    pub schema: u32,
    /// The name of the world, if a new one has to be made.
    pub new_world: World,
    pub say: &'a mut dyn FnMut(String),
}

/// A store that can be used.
pub(super) struct Recovered {
    pub index: Box<Index>,
    pub journal: Journal,
    pub head: Head,
    /// Whether this is a new world.
    pub fresh: bool,
}

/// The store, looked at.
enum Store {
    Absent,
    Good { index: Box<Index>, head: Head, walked: bool },
    Bad(String),
}

/// Writes are applied in transactions of about this many.
const BATCH: usize = 1000;

impl<'a> Recovery<'a> {
    /// Recovery with `options`; `files` are theirs, with the kill points in them.
    pub(super) fn new(
        options: &'a OpenOptions,
        files: Arc<dyn Files>,
        points: KillPoints,
        say: &'a mut dyn FnMut(String),
    ) -> Self {
        Self {
            files,
            layout: Layout::new(&options.dir),
            points,
            machine: &options.machine_boot_id,
            cache_bytes: options.sled_cache_bytes,
            open_limit: options.open_limit,
            now: (options.clock)(),
            schema: migrate::newest(options.migrations),
            new_world: ulid::Ulid::generate().into(),
            say,
        }
    }

    /// Brings store and journal into agreement, or says why a person has to decide.
    pub(super) fn run(mut self) -> Result<Recovered, OpenError> {
        let mut damaged = Vec::new();
        self.refuse_newer()?;
        self.tidy()?;
        let mut store = self.examine()?;
        let mut fresh = false;
        loop {
            let mut shots = found::shots(&*self.files, &self.layout, &damaged)?;
            let headers = found::survey(&*self.files, &self.layout, u64::MAX)?;
            let world = found::world_of(&headers);
            if let Some(world) = world {
                found::only_of(world, &mut shots);
                if let Store::Good { head, .. } = &store
                    && head.world != world
                {
                    store = Store::Bad("it belongs to another journal".to_owned());
                }
            }
            let needed = match &store {
                Store::Good { head, .. } => head.seq + 1,
                Store::Absent | Store::Bad(_) => shots.good.last().map_or(0, |newest| newest.end) + 1,
            };
            let survey = found::survey(&*self.files, &self.layout, needed)?;
            let journal = found::journal_found(&survey);
            let seen = match &store {
                Store::Absent => StoreFound::Absent,
                Store::Good { head, .. } => StoreFound::Good { head: head.seq },
                Store::Bad(why) => StoreFound::Bad { why: why.clone() },
            };
            let all = Found { store: seen, snapshots: shots.found(), journal };
            let decided = plan::plan(&all);
            tracing::debug!(?decided, "start");
            match (decided, store) {
                (Plan::Stop { why }, _) => return Err(OpenError::Stopped { why }),
                (Plan::Distrust { why }, before) => {
                    drop(before);
                    self.note(&Mark::Suspect { why: why.clone() })?;
                    store = Store::Bad(why);
                }
                (Plan::NewWorld, _) => {
                    self.new_world(&survey)?;
                    fresh = true;
                    store = self.reopen()?;
                }
                (Plan::Rebuild { snapshot, to }, before) => {
                    if let Store::Bad(why) = &before {
                        (self.say)(format!("The store could not be used: {why}. It is rebuilt from the journal."));
                    } else {
                        (self.say)("The store is missing. It is rebuilt from the journal.".to_owned());
                    }
                    let set_aside = matches!(before, Store::Bad(_));
                    drop(before);
                    if self.rebuild(&shots, &survey, snapshot, to, set_aside)? {
                        store = self.reopen()?;
                    } else {
                        let end = snapshot.unwrap_or(0);
                        (self.say)(format!("Snapshot {} is damaged; the one before it is used.", snapshot::name(end)));
                        damaged.push(end);
                        store = if set_aside { Store::Bad("it could not be used".to_owned()) } else { Store::Absent };
                    }
                }
                (Plan::Witness { .. }, Store::Good { index, head, walked }) => {
                    if !walked && let Err(why) = index.walk(&std::sync::atomic::AtomicU64::new(0)) {
                        drop(index);
                        self.note(&Mark::Suspect { why: why.clone() })?;
                        store = Store::Bad(why);
                        continue;
                    }
                    let journal = self.witness(&index, &head, &survey, &all.journal)?;
                    return Ok(Recovered { index, journal, head, fresh });
                }
                (Plan::Replay { from, to }, Store::Good { index, head, .. }) => {
                    self.replay(&index, head.world, &survey, (from, to))?;
                    (self.say)(format!("{} changes were taken over from the journal.", to - from + 1));
                    let head = Head { seq: to, ..index.head().unwrap_or(head) };
                    let journal = self.journal_for(&survey, &all.journal, &head)?;
                    return Ok(Recovered { index, journal, head, fresh });
                }
                (Plan::GoOn, Store::Good { index, head, .. }) => {
                    let journal = self.journal_for(&survey, &all.journal, &head)?;
                    return Ok(Recovered { index, journal, head, fresh });
                }
                (Plan::GoOn | Plan::Replay { .. } | Plan::Witness { .. }, Store::Absent | Store::Bad(_)) => {
                    // The plan gives these only for a good store.
                    return Err(OpenError::Build { why: "the recovery plan does not fit what was found".to_owned() });
                }
            }
        }
    }

    /// Refuses data of a newer layout before anything is touched.
    pub(super) fn refuse_newer(&self) -> Result<(), OpenError> {
        let survey = found::survey(&*self.files, &self.layout, u64::MAX)?;
        let shots = found::shots(&*self.files, &self.layout, &[])?;
        let journals = survey.segments.iter().filter_map(|segment| segment.header).map(|header| header.schema);
        let newest = journals.chain(shots.good.iter().map(|about| about.schema)).max().unwrap_or(0);
        if newest > self.schema {
            return Err(OpenError::Newer { found: newest, known: self.schema });
        }
        Ok(())
    }

    /// Removes what a stop left half-made.
    pub(super) fn tidy(&self) -> Result<(), OpenError> {
        for half in [self.layout.fresh(), self.layout.check_copy()] {
            self.files.remove_dir(&half).map_err(|cause| OpenError::disk(&half, cause))?;
        }
        snapshots::tidy(&*self.files, &self.layout).map_err(|cause| OpenError::disk(&self.layout.snapshots(), cause))
    }

    pub(super) fn note(&self, mark: &Mark) -> Result<(), OpenError> {
        mark::write(&*self.files, &self.layout, mark).map_err(|cause| OpenError::disk(&self.layout.mark(), cause))
    }

    fn mark(&self) -> Result<Option<Mark>, OpenError> {
        mark::read(&*self.files, &self.layout).map_err(|cause| OpenError::disk(&self.layout.mark(), cause))
    }

    /// Why the store is not even to be opened, as far as its mark tells.
    pub(super) fn distrusted(&self) -> Result<Option<String>, OpenError> {
        let (tries, before) = match self.mark()? {
            Some(Mark::Opening { tries, before }) => (tries, before.map(|mark| *mark)),
            other => (0, other),
        };
        if tries >= 2 {
            return Ok(Some("two attempts to open it did not end".to_owned()));
        }
        match before {
            Some(Mark::Suspect { why }) => Ok(Some(why)),
            // An opening that did not end may have changed the files; then they are read in full instead.
            Some(Mark::Closed { files }) if tries == 0 => {
                let now = mark::prints(&self.layout).map_err(|cause| OpenError::disk(&self.layout.store(), cause))?;
                Ok((now != files).then(|| "its files have changed since it was closed".to_owned()))
            }
            _ => Ok(None),
        }
    }

    /// Looks at the store, opening it if it may be opened.
    fn examine(&mut self) -> Result<Store, OpenError> {
        if !self.layout.store().exists() {
            return Ok(Store::Absent);
        }
        if let Some(why) = self.distrusted()? {
            return Ok(Store::Bad(why));
        }
        let (tries, before) = match self.mark()? {
            Some(Mark::Opening { tries, before }) => (tries, before.map(|mark| *mark)),
            other => (0, other),
        };
        // After a clean end the files are known to be as they were left; after any other every record is read.
        let walk = tries > 0 || !matches!(before, Some(Mark::Closed { .. }));
        let boxed = before.clone().map(Box::new);
        self.note(&Mark::Opening { tries: tries + 1, before: boxed })?;
        let restore = |recovery: &Self| match &before {
            Some(mark) => recovery.note(mark),
            None => recovery
                .files
                .remove(&recovery.layout.mark())
                .map_err(|cause| OpenError::disk(&recovery.layout.mark(), cause)),
        };
        match guard::open(&self.layout.store(), self.cache_bytes, walk, self.open_limit) {
            Opened::Good(index) => {
                let Some(head) = index.head() else {
                    let why = "it has no head".to_owned();
                    self.note(&Mark::Suspect { why: why.clone() })?;
                    return Ok(Store::Bad(why));
                };
                self.note(&Mark::Open { machine: self.machine.to_owned() })?;
                Ok(Store::Good { index: Box::new(index), head, walked: walk })
            }
            Opened::Bad(why) => {
                // A full disk can show as a panic inside sled; writing the mark tells the two apart.
                self.note(&Mark::Suspect { why: why.clone() })?;
                Ok(Store::Bad(why))
            }
            Opened::Disk(cause) => {
                let _ = restore(self);
                Err(OpenError::disk(&self.layout.store(), cause))
            }
            Opened::InUse => {
                let _ = restore(self);
                Err(OpenError::InUse { path: self.layout.store() })
            }
            Opened::Endless => {
                self.note(&Mark::Suspect { why: "reading it did not end".to_owned() })?;
                Err(OpenError::MustReexec)
            }
        }
    }

    /// Opens a store that was just built.
    fn reopen(&mut self) -> Result<Store, OpenError> {
        match guard::open(&self.layout.store(), self.cache_bytes, false, self.open_limit) {
            Opened::Good(index) => match index.head() {
                Some(head) => {
                    self.note(&Mark::Open { machine: self.machine.to_owned() })?;
                    Ok(Store::Good { index: Box::new(index), head, walked: true })
                }
                None => Err(OpenError::Build { why: "what was built has no head".to_owned() }),
            },
            Opened::Bad(why) => Err(OpenError::Build { why }),
            Opened::Disk(cause) => Err(OpenError::disk(&self.layout.store(), cause)),
            Opened::InUse => Err(OpenError::InUse { path: self.layout.store() }),
            Opened::Endless => Err(OpenError::MustReexec),
        }
    }

    /// A journal with nothing in it, then a store with nothing in it.
    fn new_world(&mut self, survey: &Survey) -> Result<(), OpenError> {
        let dir = self.layout.journal();
        for torn in &survey.segments {
            self.files.remove(&dir.join(torn.name())).map_err(|cause| OpenError::disk(&dir, cause))?;
        }
        let header = Header { schema: self.schema, world: self.new_world, first: 1, passed_over: None, time: self.now };
        self.begin(header)?;
        self.build(self.new_world, |_| Ok(Some(0)))?;
        self.put_in_place(false)
    }

    fn begin(&self, header: Header) -> Result<Journal, OpenError> {
        let dir = self.layout.journal();
        Journal::begin(Arc::clone(&self.files), &dir, header).map_err(|error| match error {
            AppendError::NotWritten(cause) | AppendError::Unknown(cause) => OpenError::disk(&dir, cause),
        })
    }

    /// Builds a store in `store.new`: `fill` applies what belongs in it and tells the head's number, or `None` if it
    /// cannot be built from that.
    pub(super) fn build(
        &self,
        world: World,
        fill: impl FnOnce(&mut Filler<'_>) -> Result<Option<u64>, OpenError>,
    ) -> Result<bool, OpenError> {
        let dir = self.layout.fresh();
        self.files.remove_dir(&dir).map_err(|cause| OpenError::disk(&dir, cause))?;
        self.files.create_dir(&dir).map_err(|cause| OpenError::disk(&dir, cause))?;
        let index = Index::open(&dir, self.cache_bytes).map_err(|error| build_error(&dir, error))?;
        let mut filler = Filler { index: &index, world, seq: 0, batch: Vec::new() };
        let Some(seq) = fill(&mut filler)? else { return Ok(false) };
        filler.seq = seq;
        filler.flush().map_err(|error| build_error(&dir, error))?;
        index.flush().map_err(|error| build_error(&dir, error))?;
        drop(index);
        mark::settle_tree(&dir).map_err(|cause| OpenError::disk(&dir, cause))?;
        self.points.pass();
        Ok(true)
    }

    /// Gives the built store its name, setting the old one aside.
    pub(super) fn put_in_place(&mut self, set_aside: bool) -> Result<(), OpenError> {
        let (store, fresh, dir) = (self.layout.store(), self.layout.fresh(), self.layout.dir().to_owned());
        let disk = |cause| OpenError::disk(&store, cause);
        if set_aside {
            let aside = self.layout.unused(layout::BAD, self.now);
            self.files.rename(&store, &aside).map_err(disk)?;
            (self.say)(format!("The old store is kept as {}.", file_name(&aside)));
        }
        self.files.rename(&fresh, &store).map_err(disk)?;
        self.files.sync_dir(&dir).map_err(disk)?;
        let entries = self.files.list(&dir).map_err(disk)?;
        let mut bad: Vec<String> =
            entries.into_iter().map(|entry| entry.name).filter(|name| name.starts_with(layout::BAD)).collect();
        bad.sort();
        for old in bad.iter().rev().skip(2) {
            self.files.remove_dir(&dir.join(old)).map_err(disk)?;
        }
        Ok(())
    }

    /// Builds the store again; `false` if the snapshot turned out to be damaged.
    fn rebuild(
        &mut self,
        shots: &Shots,
        survey: &Survey,
        end: Option<u64>,
        to: u64,
        set_aside: bool,
    ) -> Result<bool, OpenError> {
        let of_shot = shots.good.iter().find(|about| Some(about.end) == end).map(|about| about.world);
        let world = of_shot.or_else(|| found::world_of(survey)).unwrap_or(self.new_world);
        let dir = self.layout.fresh();
        let (files, journal_dir) = (Arc::clone(&self.files), self.layout.journal());
        let path = end.map(|end| self.layout.snapshots().join(snapshot::name(end)));
        let built = self.build(world, |filler| {
            if let Some(path) = &path {
                let loaded = snapshot::load::<Trouble>(&*files, path, &mut |frame| filler.take(frame));
                if loaded.map_err(|trouble| trouble.at(&dir))?.is_none() {
                    return Ok(None);
                }
            }
            let from = end.unwrap_or(0) + 1;
            let mut take = |frame| filler.take(frame);
            journal::read_frames::<Trouble>(&*files, &journal_dir, survey, (from, to), &mut take)
                .map_err(|trouble| trouble.at(&dir))?;
            Ok(Some(to))
        })?;
        if built {
            self.put_in_place(set_aside)?;
            (self.say)(format!("The store was rebuilt up to change {to}; nothing that was saved is missing."));
        }
        Ok(built)
    }

    /// Applies frames the store does not have.
    fn replay(&self, index: &Index, world: World, survey: &Survey, range: (u64, u64)) -> Result<(), OpenError> {
        let dir = self.layout.store();
        let mut filler = Filler { index, world, seq: range.0.saturating_sub(1), batch: Vec::new() };
        let mut take = |frame: Frame| filler.take(frame);
        journal::read_frames::<Trouble>(&*self.files, &self.layout.journal(), survey, range, &mut take)
            .map_err(|trouble| trouble.at(&dir))?;
        filler.seq = range.1;
        filler.flush().map_err(|error| build_error(&dir, error))
    }

    /// The store knows more than the journal: snapshot it, set the journal aside, begin a new one behind its head.
    pub(super) fn witness(
        &mut self,
        index: &Index,
        head: &Head,
        survey: &Survey,
        journal: &JournalFound,
    ) -> Result<Journal, OpenError> {
        let disk = |cause| OpenError::disk(&self.layout.journal(), cause);
        snapshots::take_still(&*self.files, &self.layout, index, self.schema, self.now).map_err(disk)?;
        let dir = self.layout.journal();
        if !survey.segments.is_empty() {
            let aside = self.layout.unused(layout::CUT, self.now);
            self.files.create_dir(&aside).map_err(disk)?;
            for segment in &survey.segments {
                self.files.rename(&dir.join(segment.name()), &aside.join(segment.name())).map_err(disk)?;
            }
            self.files.sync_dir(&aside).map_err(disk)?;
            self.files.sync_dir(&dir).map_err(disk)?;
            self.files.sync_dir(self.layout.dir()).map_err(disk)?;
            (self.say)(format!(
                "The journal ends with change {}, the store with {}: the store is right. The old journal is kept as {}.",
                journal.last(),
                head.seq,
                file_name(&aside)
            ));
        } else {
            (self.say)(format!("The journal is missing; the store is right, up to change {}.", head.seq));
        }
        // A tail that is set aside is not seen again if this stops here, so a number is skipped for it in any case.
        let skip = held(&journal.tail).max(1024);
        let first = head.seq + skip + 1;
        let passed_over = Some((head.seq + 1, head.seq + skip));
        self.begin(Header { schema: self.schema, world: head.world, first, passed_over, time: self.now })
    }

    /// The journal, ready to go on: its bad tail cut, its last segment open, or a new one begun.
    fn journal_for(&mut self, survey: &Survey, journal: &JournalFound, head: &Head) -> Result<Journal, OpenError> {
        let dir = self.layout.journal();
        let disk = |cause| OpenError::disk(&dir, cause);
        let known = journal.last().max(head.seq);
        let named = survey.segments.last().map_or(0, |segment| segment.first.saturating_sub(1));
        let passed = journal.passed_over.iter().map(|run| run.to).max().unwrap_or(0);
        let highest = known.max(named).max(passed);
        let resumable = survey.segments.last().and_then(|last| {
            let scan = last.scan.as_ref()?;
            let next = scan.runs.last().map_or(last.first, |run| run.to + 1);
            (next == highest + 1).then_some((last.header?, scan.good_len, next))
        });
        if journal.tail.is_empty() {
            if let Some((header, len, next)) = resumable {
                return Journal::resume(Arc::clone(&self.files), &dir, header, len, next).map_err(disk);
            }
            self.remove_headless(survey)?;
            let header = Header {
                schema: self.schema,
                world: head.world,
                first: highest + 1,
                passed_over: None,
                time: self.now,
            };
            return self.begin(header);
        }
        self.keep_tail(&journal.tail)?;
        let last = highest + held(&journal.tail);
        let passed_over = Some((known + 1, last));
        let header = Header { schema: self.schema, world: head.world, first: last + 1, passed_over, time: self.now };
        let open = self.begin(header)?;
        self.remove_headless(survey)?;
        for damage in &journal.tail {
            let headless = survey.segments.iter().any(|s| s.name() == damage.segment && s.header.is_none())
                && !survey.segments.iter().any(|s| s.name() == damage.segment && holds_frames(s));
            if !headless {
                let mut file = self.files.open(&dir.join(&damage.segment)).map_err(disk)?;
                file.truncate(damage.offset).map_err(disk)?;
                file.sync_data().map_err(disk)?;
            }
        }
        (self.say)(format!(
            "The journal's end was unreadable behind change {known}; changes after it may be missing (none that was acknowledged, if the disk keeps its word)."
        ));
        Ok(open)
    }

    /// Copies the bad tail's bytes to a folder beside the journal.
    fn keep_tail(&self, tail: &[Damage]) -> Result<(), OpenError> {
        let dir = self.layout.journal();
        let disk = |cause: io::Error| OpenError::disk(&dir, cause);
        let aside = self.layout.unused(layout::CUT, self.now);
        self.files.create_dir(&aside).map_err(disk)?;
        for damage in tail {
            let bytes = super::files::read(&*self.files, &dir.join(&damage.segment)).map_err(disk)?.unwrap_or_default();
            let from = usize::try_from(damage.offset).unwrap_or(usize::MAX).min(bytes.len());
            let to = from.saturating_add(usize::try_from(damage.len).unwrap_or(usize::MAX)).min(bytes.len());
            let path = aside.join(format!("{}.at-{}", damage.segment, damage.offset));
            let mut file = self.files.create(&path).map_err(disk)?;
            file.append(bytes.get(from..to).unwrap_or_default()).map_err(disk)?;
            file.sync_data().map_err(disk)?;
        }
        self.files.sync_dir(&aside).map_err(disk)?;
        self.files.sync_dir(self.layout.dir()).map_err(disk)
    }

    /// Removes segments in which nothing can be read (their bytes, if any, have been kept).
    fn remove_headless(&self, survey: &Survey) -> Result<(), OpenError> {
        let dir = self.layout.journal();
        for segment in &survey.segments {
            if segment.header.is_none() && segment.scan.is_some() && !holds_frames(segment) {
                self.files.remove(&dir.join(segment.name())).map_err(|cause| OpenError::disk(&dir, cause))?;
            }
        }
        Ok(())
    }
}

fn holds_frames(segment: &journal::Segment) -> bool {
    segment.scan.as_ref().is_some_and(|scan| !scan.runs.is_empty())
}

/// How many frames a bad tail may have held.
fn held(tail: &[Damage]) -> u64 {
    tail.iter().map(|damage| damage.len / frame::SHORTEST + 1).sum()
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

pub(super) fn build_error(dir: &Path, error: IndexError) -> OpenError {
    match error {
        IndexError::Disk(cause) => OpenError::disk(dir, cause),
        IndexError::InUse => OpenError::InUse { path: dir.to_owned() },
        IndexError::Bad(why) => OpenError::Build { why },
    }
}

/// A file or index error while filling.
pub(super) enum Trouble {
    Io(io::Error),
    Index(IndexError),
}

impl From<io::Error> for Trouble {
    fn from(cause: io::Error) -> Self {
        Self::Io(cause)
    }
}

impl Trouble {
    pub(super) fn at(self, dir: &Path) -> OpenError {
        match self {
            Self::Io(cause) => OpenError::disk(dir, cause),
            Self::Index(error) => build_error(dir, error),
        }
    }
}

/// Applies frames in larger transactions.
pub(super) struct Filler<'a> {
    index: &'a Index,
    world: World,
    seq: u64,
    batch: Vec<Write>,
}

impl Filler<'_> {
    pub(super) fn take(&mut self, frame: Frame) -> Result<(), Trouble> {
        self.batch.extend(frame.writes);
        self.seq = self.seq.max(frame.seq);
        if self.batch.len() >= BATCH { self.flush().map_err(Trouble::Index) } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), IndexError> {
        let writes: Vec<WriteRef<'_>> = self
            .batch
            .iter()
            .map(|write| (write.table.as_str(), write.key.as_slice(), write.value.as_deref()))
            .collect();
        self.index.apply(self.world, self.seq, &writes)?;
        self.batch.clear();
        Ok(())
    }
}
