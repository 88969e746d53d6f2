//! Building a store: in `store.new`, from a snapshot and frames, and then in its place; and replay into one that is good.

use super::error::OpenError;
use super::found::{self, Shots};
use super::frame::{Frame, Write, WriteRef};
use super::index::{Index, IndexError};
use super::journal::{self, Survey};
use super::layout;
use super::mark;
use super::recovery::Recovery;
use super::segment::{Header, World};
use super::snapshot;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// Writes are applied together about this many at a time.
const BATCH: usize = 1000;

impl Recovery<'_> {
    /// A journal with nothing in it, then a store with nothing in it.
    pub(super) fn new_world(&mut self, survey: &Survey) -> Result<(), OpenError> {
        let dir = self.layout.journal();
        for torn in &survey.segments {
            self.files.remove(&dir.join(torn.name())).map_err(|cause| OpenError::disk(&dir, cause))?;
        }
        let header = Header { schema: self.schema, world: self.new_world, first: 1, passed_over: None, time: self.now };
        self.begin(header)?;
        self.build(self.new_world, |_| Ok(Some(0)))?;
        self.put_in_place(false)
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
    pub(super) fn rebuild(
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
    pub(super) fn replay(
        &self,
        index: &Index,
        world: World,
        survey: &Survey,
        range: (u64, u64),
    ) -> Result<(), OpenError> {
        let dir = self.layout.store();
        let mut filler = Filler { index, world, seq: range.0.saturating_sub(1), batch: Vec::new() };
        let mut take = |frame: Frame| filler.take(frame);
        journal::read_frames::<Trouble>(&*self.files, &self.layout.journal(), survey, range, &mut take)
            .map_err(|trouble| trouble.at(&dir))?;
        filler.seq = range.1;
        filler.flush().map_err(|error| build_error(&dir, error))
    }
}

pub(super) fn file_name(path: &Path) -> String {
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

/// Applies frames many at a time.
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
        if self.batch.len() >= BATCH || self.index.is_in_part() { self.flush().map_err(Trouble::Index) } else { Ok(()) }
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
