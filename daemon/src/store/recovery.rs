//! Doing what the plan says: replay, cut, witness, rebuild. Every step may be repeated after a stop in its middle.

use super::error::OpenError;
use super::examine::Store;
use super::files::Files;
use super::found;
use super::index::{Head, Index};
use super::journal::Journal;
use super::kill::KillPoints;
use super::layout::Layout;
use super::mark::Mark;
use super::migrate;
use super::open::OpenOptions;
use super::plan::{self, Found, Plan, StoreFound};
use super::segment::World;
use super::snapshot;
use super::snapshots;
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

/// Why a store is not used that holds a part of a frame which the journal cannot complete.
pub(super) const PART_OF_A_CHANGE: &str = "it holds a part of a change that the journal does not have";

/// A store that can be used.
pub(super) struct Recovered {
    pub index: Box<Index>,
    pub journal: Journal,
    pub head: Head,
    /// Whether this is a new world.
    pub fresh: bool,
}

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
            let headers = found::survey(&*self.files, &self.layout, None)?;
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
            let survey = found::survey(&*self.files, &self.layout, Some(needed))?;
            let journal = found::journal_found(&survey);
            if let Store::Good { head, .. } = &store
                && head.lacks(journal.last())
            {
                // Only a disk that did not keep its word gets here: the frame was in the journal before.
                let why = PART_OF_A_CHANGE.to_owned();
                drop(std::mem::replace(&mut store, Store::Bad(why.clone())));
                self.note(&Mark::Suspect { why })?;
                continue;
            }
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
                    match self.replay(&index, head.world, &survey, (from, to)) {
                        Err(OpenError::Build { why }) => {
                            // A store that does not take what the journal has is no store to go on with.
                            drop(index);
                            self.note(&Mark::Suspect { why: why.clone() })?;
                            store = Store::Bad(why);
                            continue;
                        }
                        replayed => replayed?,
                    }
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
        let survey = found::survey(&*self.files, &self.layout, None)?;
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
}
