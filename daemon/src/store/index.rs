//! sled, and nothing but sled: the index over what the journal promises.
//!
//! Every table is a tree `t.<name>`; the tree `head` holds one record: the world, the number of the last frame applied
//! and the number of records per table. This is the only file that names sled. It calls `flush` when the store is
//! closed or built, never to keep a promise.
//!
//! A frame is applied by plain inserts between two writes of the head, not by a transaction of sled's: every transaction
//! makes sled write its buffer out twice and wait for the disk, beside the journal's own sync. sled's log keeps the order
//! of writes, so after a stop the head tells whether a frame may be there in part; it is then applied again.

use super::codec;
use super::error::Fault;
use super::frame::WriteRef;
use super::locked;
use super::segment::World;
use super::view::Visit;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::ops::{Bound, ControlFlow};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, RwLock};

/// The tree and key of the head.
const HEAD: &str = "head";
/// What a table's tree is called is its name behind this.
const TABLE: &str = "t.";

/// What the index says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    /// The world it belongs to.
    pub world: World,
    /// The number of the last frame applied.
    pub seq: u64,
    /// Records per table.
    pub counts: BTreeMap<String, u64>,
    /// While the frame behind `seq` is being applied: what the counts of its tables may be until it is, and then are.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub applying: BTreeMap<String, Expected>,
}

/// How many records a table holds while a frame is being applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Expected {
    /// With all that the frame deletes gone and nothing new there.
    pub fewest: u64,
    /// The other way round.
    pub most: u64,
    /// With the whole frame applied.
    pub after: u64,
}

impl Expected {
    fn still(count: u64) -> Self {
        Self { fewest: count, most: count, after: count }
    }

    fn added(&mut self) {
        self.most += 1;
        self.after += 1;
    }

    fn removed(&mut self) {
        self.fewest = self.fewest.saturating_sub(1);
        self.after = self.after.saturating_sub(1);
    }
}

impl Head {
    /// Nothing applied yet.
    fn new(world: World) -> Self {
        Self { world, seq: 0, counts: BTreeMap::new(), applying: BTreeMap::new() }
    }

    /// Whether a frame is there in part that a journal ending with frame `last` cannot complete.
    pub(super) fn lacks(&self, last: u64) -> bool {
        !self.applying.is_empty() && last <= self.seq
    }
}

/// Why sled did not do something.
#[derive(Debug)]
pub(super) enum IndexError {
    /// A file error that is no damage: no space, no rights, read-only.
    Disk(std::io::Error),
    /// Another handle or process holds sled's lock.
    InUse,
    /// Anything else.
    Bad(String),
}

impl From<sled::Error> for IndexError {
    fn from(cause: sled::Error) -> Self {
        match cause {
            sled::Error::Io(cause) if super::error::is_no_damage(&cause) => Self::Disk(cause),
            sled::Error::Io(cause) if cause.to_string().contains("could not acquire lock") => Self::InUse,
            other => Self::Bad(other.to_string()),
        }
    }
}

/// A visit looks a record up by its key after about this many bytes.
const TOUCH_EVERY: usize = 512;

/// The open index.
pub(super) struct Index {
    db: sled::Db,
    trees: RwLock<HashMap<String, sled::Tree>>,
    head_tree: sled::Tree,
    head: Mutex<Option<Head>>,
    /// Held for writing while a frame is applied, so that no single read sees a part of one.
    whole: RwLock<()>,
}

impl Index {
    /// Opens (or makes) the index. On a damaged one this may panic or never return: call it through `guard`.
    pub(super) fn open(dir: &Path, cache_bytes: u64) -> Result<Self, IndexError> {
        let db = sled::Config::new().path(dir).cache_capacity(cache_bytes).open()?;
        let head_tree = db.open_tree(HEAD)?;
        let mut trees = HashMap::new();
        for name in db.tree_names() {
            let Some(table) = std::str::from_utf8(&name).ok().and_then(|name| name.strip_prefix(TABLE)) else {
                continue;
            };
            trees.insert(table.to_owned(), db.open_tree(&name)?);
        }
        let head = match head_tree.get(HEAD)? {
            None => None,
            Some(bytes) => {
                Some(codec::decode(HEAD, HEAD.as_bytes(), &bytes).map_err(|fault| IndexError::Bad(fault.to_string()))?)
            }
        };
        Ok(Self { db, trees: RwLock::new(trees), head_tree, head: Mutex::new(head), whole: RwLock::default() })
    }

    /// What it says about itself; `None` if nothing was ever applied.
    pub(super) fn head(&self) -> Option<Head> {
        locked(&self.head).clone()
    }

    /// Records in a table.
    pub(super) fn count(&self, table: &str) -> u64 {
        locked(&self.head).as_ref().and_then(|head| head.counts.get(table).copied()).unwrap_or(0)
    }

    /// The tables there are, sorted.
    pub(super) fn tables(&self) -> Vec<String> {
        let mut names: Vec<String> = self.known().keys().cloned().collect();
        names.sort();
        names
    }

    fn known(&self) -> std::sync::RwLockReadGuard<'_, HashMap<String, sled::Tree>> {
        self.trees.read().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn reading(&self) -> std::sync::RwLockReadGuard<'_, ()> {
        self.whole.read().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn tree(&self, table: &str) -> Option<sled::Tree> {
        self.known().get(table).cloned()
    }

    fn tree_or_new(&self, table: &str) -> Result<sled::Tree, IndexError> {
        if let Some(tree) = self.tree(table) {
            return Ok(tree);
        }
        let tree = self.db.open_tree(format!("{TABLE}{table}"))?;
        self.trees.write().unwrap_or_else(std::sync::PoisonError::into_inner).insert(table.to_owned(), tree.clone());
        Ok(tree)
    }

    /// One record's encoded value. A panic inside sled counts as damage.
    pub(super) fn get(&self, table: &str, key: &[u8]) -> Result<Option<Vec<u8>>, Fault> {
        let Some(tree) = self.tree(table) else { return Ok(None) };
        let found = {
            let _no_part = self.reading();
            catch_unwind(AssertUnwindSafe(|| tree.get(key)))
        };
        match found {
            Ok(Ok(value)) => Ok(value.map(|value| value.to_vec())),
            Ok(Err(cause)) => Err(Fault::of_sled(table, &cause)),
            Err(_) => Err(Fault::damaged(table, "it cannot be read")),
        }
    }

    /// Visits the records of a table between two keys, until `each` breaks off.
    pub(super) fn visit(
        &self,
        table: &str,
        (lower, upper): (Bound<&[u8]>, Bound<&[u8]>),
        backwards: bool,
        each: &mut Visit<'_>,
    ) -> Result<(), Fault> {
        let Some(tree) = self.tree(table) else { return Ok(()) };
        if empty_range(lower, upper) {
            return Ok(());
        }
        let mut records = tree.range::<&[u8], _>((lower, upper));
        let mut unseen = 0;
        loop {
            let next = {
                let _no_part = self.reading();
                catch_unwind(AssertUnwindSafe(|| if backwards { records.next_back() } else { records.next() }))
            };
            match next {
                Ok(None) => return Ok(()),
                Ok(Some(Ok((key, value)))) => {
                    // sled drops cached pages only as it counts lookups, of which a range makes almost none: without
                    // these a long visit would leave every page it read in memory.
                    unseen += value.len() + key.len();
                    while unseen >= TOUCH_EVERY {
                        unseen -= TOUCH_EVERY;
                        let _ = catch_unwind(AssertUnwindSafe(|| tree.get(&key)));
                    }
                    if each(&key, &value).is_break() {
                        return Ok(());
                    }
                }
                Ok(Some(Err(cause))) => return Err(Fault::of_sled(table, &cause)),
                Err(_) => return Err(Fault::damaged(table, "it cannot be read")),
            }
        }
    }

    /// Whether a frame is there in part. The frame that completes it is applied by itself, so that the counts can be
    /// compared.
    pub(super) fn is_in_part(&self) -> bool {
        locked(&self.head).as_ref().is_some_and(|head| !head.applying.is_empty())
    }

    /// Applies writes and moves the head to `seq`; nobody reads meanwhile. Absolute values: applying twice changes
    /// nothing, and what a stop left half-done is done again from the journal. Where a frame that was there in part does
    /// not lead to the counts it was to lead to, records were lost, and the index is not to be believed.
    pub(super) fn apply(&self, world: World, seq: u64, writes: &[WriteRef<'_>]) -> Result<(), IndexError> {
        let mut head = self.head().unwrap_or_else(|| Head::new(world));
        head.world = world;
        let _alone = self.whole.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        let outcome = catch_unwind(AssertUnwindSafe(|| -> Result<(), IndexError> {
            let expected = self.expected(&head, writes)?;
            for (table, told) in &head.applying {
                let leads_to = expected.get(table).map(|expected| expected.after);
                if leads_to != Some(told.after) {
                    let found = leads_to.unwrap_or_else(|| head.counts.get(table).copied().unwrap_or(0));
                    return Err(IndexError::Bad(format!(
                        "with the change that was in work \"{table}\" holds {found} records and should hold {}",
                        told.after
                    )));
                }
            }
            head.applying = expected;
            self.write_head(&head)?;
            for (table, key, value) in writes {
                let Some(tree) = self.tree(table) else { continue };
                match value {
                    Some(value) => drop(tree.insert(key, *value)?),
                    None => drop(tree.remove(key)?),
                }
            }
            for (table, expected) in std::mem::take(&mut head.applying) {
                head.counts.insert(table, expected.after);
            }
            head.seq = seq;
            self.write_head(&head)
        }));
        match outcome {
            Ok(Ok(())) => {
                *locked(&self.head) = Some(head);
                Ok(())
            }
            Ok(Err(error)) => Err(error),
            Err(_) => Err(IndexError::Bad("the index broke off".to_owned())),
        }
    }

    /// What the counts of the tables will be that `writes` touch; makes the tables that are new.
    fn expected(&self, head: &Head, writes: &[WriteRef<'_>]) -> Result<BTreeMap<String, Expected>, IndexError> {
        let mut expected = BTreeMap::new();
        let mut there = HashMap::with_capacity(writes.len());
        for (table, key, value) in writes {
            let tree = self.tree_or_new(table)?;
            let before = match there.insert((*table, *key), value.is_some()) {
                Some(earlier) => earlier,
                None => tree.contains_key(key)?,
            };
            if !expected.contains_key(*table) {
                let count = head.counts.get(*table).copied().unwrap_or(0);
                expected.insert((*table).to_owned(), Expected::still(count));
            }
            let Some(expected) = expected.get_mut(*table) else { continue };
            match (before, value.is_some()) {
                (false, true) => expected.added(),
                (true, false) => expected.removed(),
                (true, true) | (false, false) => {}
            }
        }
        Ok(expected)
    }

    fn write_head(&self, head: &Head) -> Result<(), IndexError> {
        let bytes = codec::encode(HEAD, HEAD.as_bytes(), head).map_err(|fault| IndexError::Bad(fault.to_string()))?;
        self.head_tree.insert(HEAD, bytes)?;
        Ok(())
    }

    /// Reads every record, checks its checksum, and compares the number of records per table with the head.
    /// `progress` counts what was read, for whoever waits.
    ///
    /// Where the head says that a frame is there in part, its own writes may be there or not; what was counted is then
    /// what the head goes on from.
    pub(super) fn walk(&self, progress: &AtomicU64) -> Result<(), String> {
        let Some(head) = self.head() else { return Err("it has no head".to_owned()) };
        let mut tables = self.tables();
        tables.extend(head.counts.keys().filter(|table| !self.known().contains_key(*table)).cloned());
        let mut counted = head.counts.clone();
        for table in tables {
            let (mut count, mut wrong) = (0u64, 0u64);
            self.visit(&table, (Bound::Unbounded, Bound::Unbounded), false, &mut |key, value| {
                progress.fetch_add(1, Ordering::Relaxed);
                count += 1;
                wrong += u64::from(codec::body(&table, key, value).is_none());
                ControlFlow::Continue(())
            })
            .map_err(|fault| fault.to_string())?;
            let told = head.counts.get(&table).copied().unwrap_or(0);
            if wrong > 0 {
                return Err(format!("{wrong} records of \"{table}\" are damaged"));
            }
            let may = head.applying.get(&table).copied().unwrap_or_else(|| Expected::still(told));
            if !(may.fewest..=may.most).contains(&count) {
                return Err(format!("\"{table}\" holds {count} records and should hold {told}"));
            }
            counted.insert(table, count);
        }
        if !head.applying.is_empty()
            && let Some(kept) = locked(&self.head).as_mut()
        {
            kept.counts = counted;
        }
        Ok(())
    }

    /// Writes out what sled still holds in memory.
    pub(super) fn flush(&self) -> Result<(), IndexError> {
        match catch_unwind(AssertUnwindSafe(|| self.db.flush())) {
            Ok(outcome) => outcome.map(|_| ()).map_err(Into::into),
            Err(_) => Err(IndexError::Bad("the index broke off".to_owned())),
        }
    }
}

/// Whether nothing can lie between two bounds (sled panics when asked).
fn empty_range(lower: Bound<&[u8]>, upper: Bound<&[u8]>) -> bool {
    match (lower, upper) {
        (Bound::Unbounded, _) | (_, Bound::Unbounded) => false,
        (Bound::Included(lower), Bound::Included(upper)) => lower > upper,
        (Bound::Included(lower) | Bound::Excluded(lower), Bound::Included(upper) | Bound::Excluded(upper)) => {
            lower >= upper
        }
    }
}

#[cfg(test)]
impl Index {
    /// What a stop in the middle of applying frame `seq + 1` leaves: the first head, and some of the writes.
    pub(super) fn apply_in_part(&self, writes: &[WriteRef<'_>], part: usize) {
        let mut head = self.head().unwrap();
        head.applying = self.expected(&head, writes).unwrap();
        self.write_head(&head).unwrap();
        for (table, key, value) in &writes[..part] {
            let tree = self.tree_or_new(table).unwrap();
            match value {
                Some(value) => tree.insert(key, *value).unwrap(),
                None => tree.remove(key).unwrap(),
            };
        }
        self.flush().unwrap();
    }

    /// Loses records, as damage would: the head does not learn of it.
    pub(super) fn lose(&self, table: &str, keys: &[Vec<u8>]) {
        for key in keys {
            self.tree(table).unwrap().remove(key).unwrap();
        }
        self.flush().unwrap();
    }
}
