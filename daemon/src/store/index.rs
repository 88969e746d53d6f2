//! sled, and nothing but sled: the index over what the journal promises.
//!
//! Every table is a tree `t.<name>`; the tree `head` holds one record: the world, the number of the last frame applied
//! and the number of records per table. This is the only file that names sled. It calls `flush` when the store is
//! closed or built, never to keep a promise.

use super::codec;
use super::error::Fault;
use super::frame::WriteRef;
use super::locked;
use super::segment::World;
use super::view::Visit;
use serde::{Deserialize, Serialize};
use sled::transaction::{ConflictableTransactionError, TransactionError, Transactional, TransactionalTree};
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
        Ok(Self { db, trees: RwLock::new(trees), head_tree, head: Mutex::new(head) })
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
        match catch_unwind(AssertUnwindSafe(|| tree.get(key))) {
            Ok(Ok(value)) => Ok(value.map(|value| value.to_vec())),
            Ok(Err(cause)) => Err(Fault::damaged(table, &cause.to_string())),
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
            let next = catch_unwind(AssertUnwindSafe(|| if backwards { records.next_back() } else { records.next() }));
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
                Ok(Some(Err(cause))) => return Err(Fault::damaged(table, &cause.to_string())),
                Err(_) => return Err(Fault::damaged(table, "it cannot be read")),
            }
        }
    }

    /// Applies writes in one transaction over all their tables and moves the head to `seq`. Absolute values: applying
    /// twice changes nothing.
    pub(super) fn apply(&self, world: World, seq: u64, writes: &[WriteRef<'_>]) -> Result<(), IndexError> {
        let mut places: Vec<&str> = Vec::new();
        let mut trees = vec![self.head_tree.clone()];
        for (table, _, _) in writes {
            if !places.contains(table) {
                places.push(table);
                trees.push(self.tree_or_new(table)?);
            }
        }
        let before = self.head().unwrap_or(Head { world, seq: 0, counts: BTreeMap::new() });
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            trees.as_slice().transaction(|trees: &Vec<TransactionalTree>| {
                let mut head = Head { world, seq, counts: before.counts.clone() };
                for (table, key, value) in writes {
                    let place = places.iter().position(|place| place == table).map_or(0, |place| place + 1);
                    let Some(tree) = trees.get(place) else { continue };
                    let count = head.counts.entry((*table).to_owned()).or_insert(0);
                    match value {
                        Some(value) => {
                            if tree.insert(*key, *value)?.is_none() {
                                *count += 1;
                            }
                        }
                        None => {
                            if tree.remove(*key)?.is_some() {
                                *count = count.saturating_sub(1);
                            }
                        }
                    }
                }
                let bytes = codec::encode(HEAD, HEAD.as_bytes(), &head).map_err(ConflictableTransactionError::Abort)?;
                if let Some(tree) = trees.first() {
                    tree.insert(HEAD, bytes)?;
                }
                Ok(head)
            })
        }));
        match outcome {
            Ok(Ok(head)) => {
                *locked(&self.head) = Some(head);
                Ok(())
            }
            Ok(Err(TransactionError::Storage(cause))) => Err(cause.into()),
            Ok(Err(TransactionError::Abort(fault))) => Err(IndexError::Bad(fault.to_string())),
            Err(_) => Err(IndexError::Bad("the index broke off".to_owned())),
        }
    }

    /// Reads every record, checks its checksum, and compares the number of records per table with the head.
    /// `progress` counts what was read, for whoever waits.
    pub(super) fn walk(&self, progress: &AtomicU64) -> Result<(), String> {
        let Some(head) = self.head() else { return Err("it has no head".to_owned()) };
        let mut tables = self.tables();
        tables.extend(head.counts.keys().filter(|table| !self.known().contains_key(*table)).cloned());
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
            if count != told {
                return Err(format!("\"{table}\" holds {count} records and should hold {told}"));
            }
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
