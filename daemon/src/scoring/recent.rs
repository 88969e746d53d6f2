//! A map that holds what was used last, up to a limit.

use std::collections::HashMap;
use std::hash::Hash;

/// What was used last. When it is full, the quarter used longest ago goes.
#[derive(Debug)]
pub struct Recent<K, V> {
    limit: usize,
    clock: u64,
    held: HashMap<K, (u64, V)>,
}

impl<K: Hash + Eq + Clone, V> Recent<K, V> {
    /// Holds at most `limit` entries.
    pub fn new(limit: usize) -> Self {
        Recent { limit: limit.max(1), clock: 0, held: HashMap::new() }
    }

    /// The entry, which counts as used now.
    pub fn get(&mut self, key: &K) -> Option<&mut V> {
        self.clock += 1;
        let (used, value) = self.held.get_mut(key)?;
        *used = self.clock;
        Some(value)
    }

    /// Puts an entry in; answers it.
    pub fn put(&mut self, key: K, value: V) {
        if self.held.len() >= self.limit && !self.held.contains_key(&key) {
            self.shrink();
        }
        self.clock += 1;
        self.held.insert(key, (self.clock, value));
    }

    /// The entry, made where there is none; it counts as used now.
    pub fn or_default(&mut self, key: &K) -> &mut V
    where
        V: Default,
    {
        if !self.held.contains_key(key) {
            self.put(key.clone(), V::default());
        }
        self.clock += 1;
        let (used, value) = self.held.entry(key.clone()).or_default();
        *used = self.clock;
        value
    }

    /// Takes an entry out.
    pub fn take(&mut self, key: &K) -> Option<V> {
        self.held.remove(key).map(|(_, value)| value)
    }

    /// Every value.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.held.values_mut().map(|(_, value)| value)
    }

    /// Forgets everything, and gives the memory back.
    pub fn clear(&mut self) {
        self.held = HashMap::new();
    }

    fn shrink(&mut self) {
        let mut used: Vec<u64> = self.held.values().map(|(used, _)| *used).collect();
        used.sort_unstable();
        let keep = used.get(used.len().div_ceil(4).saturating_sub(1)).copied().unwrap_or(0);
        self.held.retain(|_, (used, _)| *used > keep);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_used_longest_ago_goes_first_and_the_limit_holds() {
        let mut held = Recent::new(4);
        (0..4).for_each(|n| held.put(n, n));
        assert!(held.get(&0).is_some());
        held.put(4, 4);
        assert!(held.get(&1).is_none() && held.get(&0).is_some() && held.get(&4).is_some());
        for n in 0..100 {
            held.put(n, n);
            assert!(held.held.len() <= 4 && held.get(&n) == Some(&mut { n }));
        }
        assert_eq!((held.take(&99), held.take(&99)), (Some(99), None));
        *held.or_default(&50) += 1;
        assert_eq!((*held.or_default(&50), held.held.len()), (1, 4));
        held.clear();
        assert_eq!(held.held.len(), 0);
    }
}
