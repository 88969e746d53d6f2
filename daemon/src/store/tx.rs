//! What a change sees and writes: the index, overlaid by the earlier changes of its group, overlaid by its own.
//!
//! Nothing here touches a disk; the writer turns what a group kept into one frame.

use super::error::Fault;
use super::events::StoreEvent;
use super::frame::WriteRef;
use super::index::Index;
use super::key::Key;
use super::shelf::Shelf;
use super::table::Table;
use super::view::{View, Visit, encoded};
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::{Bound, ControlFlow};
use std::sync::Arc;

/// Counters by name: the last number given out.
const COUNTERS: Table<String, u64> = Table::new("counters");

/// New values by table and key; `None` is a deletion.
type Overlay = BTreeMap<&'static str, BTreeMap<Vec<u8>, Option<Vec<u8>>>>;

/// One change at work.
pub struct Tx {
    index: Arc<Index>,
    shelf: Arc<Shelf>,
    group: Overlay,
    own: Overlay,
    group_events: Vec<StoreEvent>,
    own_events: Vec<StoreEvent>,
    bytes: usize,
    frame: u64,
    now: u64,
}

impl Tx {
    /// A group that is about to begin: its frame's number and the time.
    pub(super) fn new(index: Arc<Index>, shelf: Arc<Shelf>, frame: u64, now: u64) -> Self {
        Self {
            index,
            shelf,
            group: Overlay::new(),
            own: Overlay::new(),
            group_events: Vec::new(),
            own_events: Vec::new(),
            bytes: 0,
            frame,
            now,
        }
    }

    /// Writes a record, replacing what was there.
    pub fn put<K: Key, V: Serialize>(&mut self, table: &Table<K, V>, key: &K, value: &V) -> Result<(), Fault> {
        let (key, value) = encoded(table, key, value)?;
        self.own.entry(table.name()).or_default().insert(key, Some(value));
        Ok(())
    }

    /// Removes a record; none there is fine.
    pub fn delete<K: Key, V>(&mut self, table: &Table<K, V>, key: &K) {
        self.own.entry(table.name()).or_default().insert(key.to_bytes(), None);
    }

    /// Gives out the next number of the counter `name`: 1, 2, 3, … A number whose change was refused is given out again.
    pub fn next_id(&mut self, name: &str) -> Result<u64, Fault> {
        let name = name.to_owned();
        let id = self.get(&COUNTERS, &name)?.unwrap_or(0) + 1;
        self.put(&COUNTERS, &name, &id)?;
        Ok(id)
    }

    /// Publishes an event once this change is durable.
    pub fn event(&mut self, event: StoreEvent) {
        self.own_events.push(event);
    }

    /// The number of the frame this change will be in.
    pub fn frame(&self) -> u64 {
        self.frame
    }

    /// The time of this change, milliseconds since 1970.
    pub fn now(&self) -> u64 {
        self.now
    }

    /// Keeps what the change just run has written.
    pub(super) fn keep(&mut self) {
        for (table, records) in std::mem::take(&mut self.own) {
            self.bytes +=
                records.iter().map(|(key, value)| key.len() + value.as_ref().map_or(0, Vec::len)).sum::<usize>();
            self.group.entry(table).or_default().extend(records);
        }
        self.group_events.append(&mut self.own_events);
    }

    /// Forgets what the change just run has written.
    pub(super) fn forget(&mut self) {
        self.own.clear();
        self.own_events.clear();
    }

    /// Whether anything was kept that has to become a frame.
    pub(super) fn is_empty(&self) -> bool {
        self.group.is_empty() && self.group_events.is_empty()
    }

    /// About how many bytes have been kept.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// What the group wrote, in the order of tables and keys.
    pub(super) fn writes(&self) -> Vec<WriteRef<'_>> {
        self.group
            .iter()
            .flat_map(|(table, records)| records.iter().map(|(key, value)| (*table, key.as_slice(), value.as_deref())))
            .collect()
    }

    /// The group's events.
    pub(super) fn take_events(&mut self) -> Vec<StoreEvent> {
        std::mem::take(&mut self.group_events)
    }

    /// What this group says about a record: nothing, its new value, or that it is gone.
    fn overlaid(&self, table: &str, key: &[u8]) -> Option<&Option<Vec<u8>>> {
        let find = |overlay: &'_ Overlay| overlay.get(table).is_some_and(|records| records.contains_key(key));
        let overlay = if find(&self.own) { &self.own } else { &self.group };
        overlay.get(table)?.get(key)
    }

    /// Everything this group says about the records between two keys.
    fn overlaid_range(&self, table: &str, range: (Bound<&[u8]>, Bound<&[u8]>)) -> BTreeMap<&[u8], Option<&[u8]>> {
        let mut merged = BTreeMap::new();
        let inverted = match range {
            (Bound::Included(a), Bound::Included(b)) => a > b,
            (Bound::Included(a) | Bound::Excluded(a), Bound::Included(b) | Bound::Excluded(b)) => a >= b,
            _ => false,
        };
        if inverted {
            return merged;
        }
        for overlay in [&self.group, &self.own] {
            let Some(records) = overlay.get(table) else { continue };
            for (key, value) in records.range::<[u8], _>(range) {
                merged.insert(key.as_slice(), value.as_deref());
            }
        }
        merged
    }
}

impl View for Tx {
    fn raw_get(&self, table: &'static str, key: &[u8]) -> Result<Option<Vec<u8>>, Fault> {
        match self.overlaid(table, key) {
            Some(value) => Ok(value.clone()),
            None => self.index.get(table, key),
        }
    }

    fn raw_visit(
        &self,
        table: &'static str,
        range: (Bound<&[u8]>, Bound<&[u8]>),
        backwards: bool,
        each: &mut Visit<'_>,
    ) -> Result<(), Fault> {
        let mut over: Vec<(&[u8], Option<&[u8]>)> = self.overlaid_range(table, range).into_iter().collect();
        // Taken from the end of the list, so that the next one due is always last.
        if !backwards {
            over.reverse();
        }
        let due = |own: &[u8], stored: &[u8]| if backwards { own >= stored } else { own <= stored };
        let mut stopped = false;
        self.index.visit(table, range, backwards, &mut |key, value| {
            while let Some((own, written)) = over.pop_if(|(own, _)| due(own, key)) {
                if let Some(written) = written
                    && each(own, written).is_break()
                {
                    stopped = true;
                    return ControlFlow::Break(());
                }
                if own == key {
                    return ControlFlow::Continue(());
                }
            }
            let flow = each(key, value);
            stopped = flow.is_break();
            flow
        })?;
        while !stopped && let Some((own, written)) = over.pop() {
            stopped = written.is_some_and(|written| each(own, written).is_break());
        }
        Ok(())
    }

    fn raw_count(&self, table: &'static str) -> Result<u64, Fault> {
        let mut count = self.index.count(table);
        for (key, value) in self.overlaid_range(table, (Bound::Unbounded, Bound::Unbounded)) {
            match (value.is_some(), self.index.get(table, key)?.is_some()) {
                (true, false) => count += 1,
                (false, true) => count = count.saturating_sub(1),
                _ => {}
            }
        }
        Ok(count)
    }

    fn note(&self, fault: &Fault) {
        self.shelf.suspect(fault);
    }
}
