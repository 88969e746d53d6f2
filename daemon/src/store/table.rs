//! A table's name and the types of its records, and which part of it to read.

use super::key::{Key, Prefix};
use std::marker::PhantomData;
use std::ops::Bound;

/// A named collection of records with ordered keys. Declared once, as a constant.
pub struct Table<K, V> {
    name: &'static str,
    holds: PhantomData<fn() -> (K, V)>,
}

impl<K, V> Table<K, V> {
    /// The table called `name` (at most 255 bytes; two tables never share a name).
    pub const fn new(name: &'static str) -> Self {
        Self { name, holds: PhantomData }
    }

    /// Its name.
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

impl<K, V> std::fmt::Debug for Table<K, V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Table({})", self.name)
    }
}

/// Which records of a table to read, in which order, and how many.
pub struct Span<K> {
    pub(super) lower: Bound<Vec<u8>>,
    pub(super) upper: Bound<Vec<u8>>,
    pub(super) backwards: bool,
    pub(super) limit: usize,
    keys: PhantomData<fn() -> K>,
}

impl<K: Key> Span<K> {
    /// Every record, in the order of the keys.
    pub fn all() -> Self {
        Self {
            lower: Bound::Unbounded,
            upper: Bound::Unbounded,
            backwards: false,
            limit: usize::MAX,
            keys: PhantomData,
        }
    }

    /// The records whose keys begin with `prefix`.
    pub fn of<P: Prefix<K>>(prefix: &P) -> Self {
        let lower = prefix.to_bytes();
        let upper = end_of_prefix(&lower).map_or(Bound::Unbounded, Bound::Excluded);
        Self { lower: Bound::Included(lower), upper, ..Self::all() }
    }

    /// Only those behind `key`.
    #[must_use]
    pub fn after(mut self, key: &K) -> Self {
        self.lower = Bound::Excluded(key.to_bytes());
        self
    }

    /// Only those from `key` on, itself included.
    #[must_use]
    pub fn from(mut self, key: &K) -> Self {
        self.lower = Bound::Included(key.to_bytes());
        self
    }

    /// Only those before `key`.
    #[must_use]
    pub fn before(mut self, key: &K) -> Self {
        self.upper = Bound::Excluded(key.to_bytes());
        self
    }

    /// The last key first.
    #[must_use]
    pub fn backwards(mut self) -> Self {
        self.backwards = true;
        self
    }

    /// At most `count` records.
    #[must_use]
    pub fn limit(mut self, count: usize) -> Self {
        self.limit = count;
        self
    }
}

/// The first bytes behind every key that begins with `prefix`; `None` if there are none.
fn end_of_prefix(prefix: &[u8]) -> Option<Vec<u8>> {
    let keep = prefix.iter().rposition(|byte| *byte != u8::MAX)?;
    let mut end = prefix.get(..=keep)?.to_vec();
    if let Some(last) = end.last_mut() {
        *last += 1;
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_prefix_is_the_first_key_behind_it() {
        assert_eq!(end_of_prefix(&[1, 2]), Some(vec![1, 3]));
        assert_eq!(end_of_prefix(&[1, 255]), Some(vec![2]));
        assert_eq!(end_of_prefix(&[255, 255]), None);
        assert_eq!(end_of_prefix(&[]), None);
    }
}
