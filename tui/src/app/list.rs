//! A list of rows with selection, filter and order. The selection holds on to an id, so that a row that arrives above
//! it does not move what a person is looking at.

use std::cmp::Ordering;
use std::collections::BTreeMap;

/// What a list needs to know of its rows.
pub trait Row {
    /// How a row is named.
    type Id: Copy + Ord + std::fmt::Debug;
    /// The orders it can have, the usual one first, each with its word.
    const ORDERS: &'static [&'static str];

    /// Its name.
    fn id(&self) -> Self::Id;
    /// The text a filter looks through.
    fn text(&self) -> String;
    /// Which of two comes first in the order of this number.
    fn compare(&self, other: &Self, order: usize) -> Ordering;
}

/// The rows, and where a person is among them.
#[derive(Debug, Clone)]
pub struct Listing<T: Row> {
    rows: BTreeMap<T::Id, T>,
    visible: Vec<T::Id>,
    selected: Option<T::Id>,
    wished: Option<T::Id>,
    filter: String,
    order: usize,
    top: usize,
    loaded: bool,
}

impl<T: Row> Default for Listing<T> {
    fn default() -> Self {
        Listing {
            rows: BTreeMap::new(),
            visible: Vec::new(),
            selected: None,
            wished: None,
            filter: String::new(),
            order: 0,
            top: 0,
            loaded: false,
        }
    }
}

impl<T: Row> Listing<T> {
    /// Takes these rows for all there are.
    pub fn replace(&mut self, rows: Vec<T>) {
        self.rows = rows.into_iter().map(|row| (row.id(), row)).collect();
        self.loaded = true;
        self.arrange();
    }

    /// Takes the news of `asked`: those that are not among `rows` are gone.
    pub fn update(&mut self, asked: &[T::Id], rows: Vec<T>) {
        for id in asked {
            self.rows.remove(id);
        }
        self.rows.extend(rows.into_iter().map(|row| (row.id(), row)));
        self.arrange();
    }

    /// Takes one row away.
    pub fn remove(&mut self, id: T::Id) {
        self.rows.remove(&id);
        self.arrange();
    }

    /// Whether the rows have been received.
    pub fn is_loaded(&self) -> bool {
        self.loaded
    }

    /// All rows, in the order of their ids.
    pub fn all(&self) -> impl Iterator<Item = &T> {
        self.rows.values()
    }

    /// One row.
    pub fn get(&self, id: T::Id) -> Option<&T> {
        self.rows.get(&id)
    }

    /// How many there are, and how many the filter lets through.
    pub fn counts(&self) -> (usize, usize) {
        (self.rows.len(), self.visible.len())
    }

    /// The rows in view: their place is from [`Listing::top`].
    pub fn in_view(&self, height: usize) -> impl Iterator<Item = &T> {
        self.visible.iter().skip(self.top).take(height).filter_map(|id| self.rows.get(id))
    }

    /// The first row in view.
    pub fn top(&self) -> usize {
        self.top
    }

    /// The selected row.
    pub fn selected(&self) -> Option<&T> {
        self.selected.and_then(|id| self.rows.get(&id))
    }

    /// The name of the selected row, or of the one wished for while nothing is loaded.
    pub fn selected_id(&self) -> Option<T::Id> {
        if self.loaded { self.selected } else { self.wished }
    }

    /// Selects a row; one that is not there (yet) stays wished for until the rows are there.
    pub fn select(&mut self, id: T::Id) {
        self.wished = Some(id);
        self.arrange();
    }

    /// Moves the selection by some rows.
    pub fn step(&mut self, by: isize) {
        let at = self.place().unwrap_or(0).saturating_add_signed(by).min(self.visible.len().saturating_sub(1));
        self.selected = self.visible.get(at).copied();
        self.wished = None;
    }

    /// Selects the first or the last.
    pub fn to_end(&mut self, last: bool) {
        self.selected = if last { self.visible.last() } else { self.visible.first() }.copied();
        self.wished = None;
    }

    /// Moves the view as little as needed for the selection to be in it.
    pub fn keep_in_view(&mut self, height: usize) {
        let at = self.place().unwrap_or(0);
        let height = height.max(1);
        let lowest = self.visible.len().saturating_sub(height);
        self.top = self.top.clamp((at + 1).saturating_sub(height), at).min(lowest);
    }

    /// The filter.
    pub fn filter(&self) -> &str {
        &self.filter
    }

    /// Shows only rows in which every word of the filter occurs, whatever its case.
    pub fn set_filter(&mut self, filter: &str) {
        self.filter = filter.to_owned();
        self.arrange();
    }

    /// The word of the order.
    pub fn order_word(&self) -> &'static str {
        T::ORDERS.get(self.order).copied().unwrap_or_default()
    }

    /// The number of the order.
    pub fn order(&self) -> usize {
        self.order
    }

    /// Takes the order of this number, if there is one.
    pub fn set_order(&mut self, order: usize) {
        self.order = if order < T::ORDERS.len() { order } else { 0 };
        self.arrange();
    }

    /// The place of the selected row among those the filter lets through, from 0.
    pub fn place(&self) -> Option<usize> {
        let selected = self.selected?;
        self.visible.iter().position(|id| *id == selected)
    }

    fn arrange(&mut self) {
        let before = self.place();
        let words: Vec<String> = self.filter.split_whitespace().map(str::to_lowercase).collect();
        let passes = |row: &T| {
            words.is_empty() || {
                let text = row.text().to_lowercase();
                words.iter().all(|word| text.contains(word.as_str()))
            }
        };
        let mut rows: Vec<&T> = self.rows.values().filter(|row| passes(row)).collect();
        rows.sort_by(|a, b| a.compare(b, self.order).then_with(|| b.id().cmp(&a.id())));
        self.visible = rows.iter().map(|row| row.id()).collect();
        if let Some(wished) = self.wished.filter(|id| self.visible.contains(id)) {
            (self.selected, self.wished) = (Some(wished), None);
        }
        if self.loaded && self.place().is_none() {
            // The selected row is gone: the one now in its place, else the last.
            let at = before.unwrap_or(0).min(self.visible.len().saturating_sub(1));
            self.selected = self.visible.get(at).copied();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone)]
    struct Thing(u32, &'static str);

    impl Row for Thing {
        type Id = u32;
        const ORDERS: &'static [&'static str] = &["newest", "name"];

        fn id(&self) -> u32 {
            self.0
        }

        fn text(&self) -> String {
            self.1.into()
        }

        fn compare(&self, other: &Self, order: usize) -> Ordering {
            if order == 1 { self.1.cmp(other.1) } else { Ordering::Equal }
        }
    }

    fn listing() -> Listing<Thing> {
        let mut list = Listing::default();
        list.replace(vec![Thing(1, "Ada"), Thing(2, "Ben"), Thing(3, "Cleo")]);
        list
    }

    #[test]
    fn a_row_that_arrives_does_not_move_the_selection() {
        let mut list = listing();
        list.select(2);
        list.update(&[4], vec![Thing(4, "Dan")]);
        assert_eq!(list.selected_id(), Some(2));
    }

    #[test]
    fn a_row_that_goes_hands_the_selection_to_its_neighbour() {
        let mut list = listing();
        list.select(2);
        list.update(&[2], vec![]);
        assert_eq!(list.selected_id(), Some(1), "the one that took its place");
        list.remove(1);
        list.remove(3);
        assert_eq!(list.selected_id(), None);
    }

    #[test]
    fn a_wished_selection_waits_for_its_row() {
        let mut list: Listing<Thing> = Listing::default();
        list.select(2);
        list.replace(vec![Thing(1, "Ada"), Thing(2, "Ben")]);
        assert_eq!(list.selected_id(), Some(2));
        list.select(9);
        assert_eq!(list.selected_id(), Some(2), "until the wished row is there, the selection stays");
        list.update(&[9], vec![Thing(9, "Eve")]);
        assert_eq!(list.selected_id(), Some(9));
    }

    #[test]
    fn filter_and_order_show_the_rows_asked_for() {
        let mut list = listing();
        list.set_order(1);
        assert_eq!(list.in_view(9).map(|row| row.1).collect::<Vec<_>>(), ["Ada", "Ben", "Cleo"]);
        list.set_filter("E");
        assert_eq!(list.in_view(9).map(|row| row.1).collect::<Vec<_>>(), ["Ben", "Cleo"]);
        assert_eq!(list.counts(), (3, 2));
    }

    #[test]
    fn the_view_moves_no_more_than_the_selection_needs() {
        let mut list: Listing<Thing> = Listing::default();
        list.replace((1..=10).map(|n| Thing(n, "x")).collect());
        list.to_end(false);
        list.keep_in_view(4);
        for top in [0, 0, 0, 1, 2] {
            list.step(1);
            list.keep_in_view(4);
            assert_eq!(list.top(), top);
        }
        list.step(-3);
        list.keep_in_view(4);
        assert_eq!(list.top(), 2);
        list.step(-1);
        list.keep_in_view(4);
        assert_eq!(list.top(), 1);
        list.to_end(true);
        list.keep_in_view(40);
        assert_eq!(list.top(), 0);
    }
}
