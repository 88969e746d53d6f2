//! Reading records with their types, the same way inside a change (`Tx`) and outside (`Reader`).

use super::codec;
use super::error::Fault;
use super::key::{Key, Prefix};
use super::shelf::Shelf;
use super::table::{Span, Table};
use serde::{Serialize, de::DeserializeOwned};
use std::ops::{Bound, ControlFlow};
use std::sync::Arc;

/// What a visit is called with: key bytes and value bytes.
pub type Visit<'a> = dyn FnMut(&[u8], &[u8]) -> ControlFlow<()> + 'a;

/// Something records can be read from.
pub trait View {
    /// The encoded value under `key`.
    fn raw_get(&self, table: &'static str, key: &[u8]) -> Result<Option<Vec<u8>>, Fault>;
    /// Visits records between two keys.
    fn raw_visit(
        &self,
        table: &'static str,
        range: (Bound<&[u8]>, Bound<&[u8]>),
        backwards: bool,
        each: &mut Visit<'_>,
    ) -> Result<(), Fault>;
    /// The number of records in a table.
    fn raw_count(&self, table: &'static str) -> Result<u64, Fault>;
    /// Notes that a record is damaged, so that the next start rebuilds the store.
    fn note(&self, fault: &Fault);

    /// The record under `key`.
    fn get<K: Key, V: DeserializeOwned>(&self, table: &Table<K, V>, key: &K) -> Result<Option<V>, Fault> {
        let key = key.to_bytes();
        let Some(bytes) = self.raw_get(table.name(), &key).inspect_err(|fault| self.note(fault))? else {
            return Ok(None);
        };
        codec::decode(table.name(), &key, &bytes).map(Some).inspect_err(|fault| self.note(fault))
    }

    /// Whether there is a record under `key`.
    fn contains<K: Key, V>(&self, table: &Table<K, V>, key: &K) -> Result<bool, Fault> {
        Ok(self.raw_get(table.name(), &key.to_bytes()).inspect_err(|fault| self.note(fault))?.is_some())
    }

    /// Calls `each` for the records of a span, one at a time, until it breaks off. Nothing is held in memory, and
    /// writing goes on meanwhile: records changed during a visit may be seen in either state.
    fn visit<K: Key, V: DeserializeOwned>(
        &self,
        table: &Table<K, V>,
        span: &Span<K>,
        mut each: impl FnMut(K, V) -> ControlFlow<()>,
    ) -> Result<(), Fault> {
        let mut left = span.limit;
        let mut wrong = None;
        let range = (as_slice(&span.lower), as_slice(&span.upper));
        if left == 0 {
            return Ok(());
        }
        let visited = self.raw_visit(table.name(), range, span.backwards, &mut |key, value| {
            let read = codec::decode(table.name(), key, value).and_then(|value| {
                let mut rest = key;
                let key = K::decode(&mut rest).filter(|_| rest.is_empty());
                key.map(|key| (key, value)).ok_or_else(|| Fault::damaged(table.name(), "its key is of another shape"))
            });
            match read {
                Ok((key, value)) => {
                    left -= 1;
                    if left == 0 {
                        let _ = each(key, value);
                        return ControlFlow::Break(());
                    }
                    each(key, value)
                }
                Err(fault) => {
                    wrong = Some(fault);
                    ControlFlow::Break(())
                }
            }
        });
        match wrong.map_or(visited, Err) {
            Err(fault) => {
                self.note(&fault);
                Err(fault)
            }
            Ok(()) => Ok(()),
        }
    }

    /// The records of a span. Give it a limit where the table may be long.
    fn scan<K: Key, V: DeserializeOwned>(&self, table: &Table<K, V>, span: &Span<K>) -> Result<Vec<(K, V)>, Fault> {
        let mut found = Vec::new();
        self.visit(table, span, |key, value| {
            found.push((key, value));
            ControlFlow::Continue(())
        })?;
        Ok(found)
    }

    /// Every record whose key begins with `prefix`.
    fn scan_prefix<K: Key, V: DeserializeOwned, P: Prefix<K>>(
        &self,
        table: &Table<K, V>,
        prefix: &P,
    ) -> Result<Vec<(K, V)>, Fault> {
        self.scan(table, &Span::of(prefix))
    }

    /// At most `limit` records from `key` on.
    fn scan_from<K: Key, V: DeserializeOwned>(
        &self,
        table: &Table<K, V>,
        key: &K,
        limit: usize,
    ) -> Result<Vec<(K, V)>, Fault> {
        self.scan(table, &Span::all().from(key).limit(limit))
    }

    /// The last record of a span, if there is one.
    fn last<K: Key, V: DeserializeOwned>(&self, table: &Table<K, V>, span: Span<K>) -> Result<Option<(K, V)>, Fault> {
        Ok(self.scan(table, &span.backwards().limit(1))?.pop())
    }

    /// The number of records in a table.
    fn count<K, V>(&self, table: &Table<K, V>) -> Result<u64, Fault> {
        self.raw_count(table.name())
    }
}

/// A bound that borrows.
pub(super) fn as_slice(bound: &Bound<Vec<u8>>) -> Bound<&[u8]> {
    match bound {
        Bound::Included(key) => Bound::Included(key),
        Bound::Excluded(key) => Bound::Excluded(key),
        Bound::Unbounded => Bound::Unbounded,
    }
}

/// The encoded form of a value for `table` under `key`.
pub(super) fn encoded<K: Key, V: Serialize>(
    table: &Table<K, V>,
    key: &K,
    value: &V,
) -> Result<(Vec<u8>, Vec<u8>), Fault> {
    let key = key.to_bytes();
    let value = super::codec::encode(table.name(), &key, value)?;
    Ok((key, value))
}

/// Reads what has been acknowledged.
#[derive(Clone)]
pub struct Reader {
    pub(super) shelf: Arc<Shelf>,
}

impl View for Reader {
    fn raw_get(&self, table: &'static str, key: &[u8]) -> Result<Option<Vec<u8>>, Fault> {
        self.shelf.index()?.get(table, key)
    }
    fn raw_visit(
        &self,
        table: &'static str,
        range: (Bound<&[u8]>, Bound<&[u8]>),
        backwards: bool,
        each: &mut Visit<'_>,
    ) -> Result<(), Fault> {
        self.shelf.index()?.visit(table, range, backwards, each)
    }
    fn raw_count(&self, table: &'static str) -> Result<u64, Fault> {
        Ok(self.shelf.index()?.count(table))
    }
    fn note(&self, fault: &Fault) {
        self.shelf.suspect(fault);
    }
}
