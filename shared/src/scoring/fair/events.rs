//! Which events are one: kind, people and date, then similarity.

use super::FairSettings;
use super::assign::{Edge, assign};
use super::dates::{Apart, Compared, Span};
use super::items::{Items, Row, sorted};
use super::prepared::{NOBODY, Node, STRANGER};
use crate::family::EventKind;

/// Days between two dates from which on they count as equally far.
const FAR: u32 = 1022;

/// Why two events cannot be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gate {
    Kind,
    /// Person, partner or child differ.
    People,
    /// Both name targets, and share none.
    Targets,
    /// Both name others of a triangle, and share none.
    Triangles,
    Date(Apart),
}

/// How alike two events are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Alike {
    pub dated: bool,
    pub similarity: u32,
    pub last: u32,
}

/// What one side says, with the map that turns `a`'s people into `b`'s.
#[derive(Clone, Copy)]
pub(super) struct Events<'e> {
    pub a: &'e Items,
    pub b: &'e Items,
    /// The person of `b` for each person of `a`.
    pub map: &'e [Node],
    pub settings: &'e FairSettings,
}

impl Events<'_> {
    /// Somebody of `a` in `b`'s numbers.
    pub fn across(&self, node: Node) -> Node {
        if node == NOBODY { NOBODY } else { self.map.get(node as usize).copied().unwrap_or(STRANGER) }
    }

    /// Whether a person of `a` is the one in a place of `b`, where nobody is nobody.
    fn same(&self, mine: Node, theirs: Node) -> bool {
        let mine = self.across(mine);
        mine == theirs && mine != STRANGER
    }

    fn same_two(&self, mine: [Node; 2], theirs: [Node; 2]) -> bool {
        let [a, b] = sorted(mine.map(|node| self.across(node)));
        [a, b] == sorted(theirs) && b != STRANGER && a != STRANGER
    }

    /// Whether two events can be one, and how alike they are.
    pub fn compare(&self, one: &Row, two: &Row) -> Result<Alike, Gate> {
        if one.kind != two.kind {
            return Err(Gate::Kind);
        }
        if !self.same_people(one, two) {
            return Err(Gate::People);
        }
        let targets = self.shared(self.a.targets(one), self.b.targets(two)).ok_or(Gate::Targets)?;
        let triangles = self.shared(self.a.triangles(one), self.b.triangles(two)).ok_or(Gate::Triangles)?;
        let (dated, close) = match Span::compare(one.when, two.when, self.settings) {
            Compared::Undated => (false, 0),
            Compared::Near(days) => (true, 1 + FAR - days.min(FAR)),
            Compared::Far(apart) => return Err(Gate::Date(apart)),
        };
        let (mut coded, mut equal) = (0, 0);
        for (mine, theirs) in one.values.iter().zip(&two.values) {
            coded += u32::from((*mine == 0) == (*theirs == 0));
            equal += u32::from(mine == theirs);
        }
        let words = u32::from(one.words == two.words);
        let similarity = coded << 16 | close << 6 | (targets + triangles) << 1 | words;
        Ok(Alike { dated, similarity, last: equal })
    }

    pub fn same_people(&self, one: &Row, two: &Row) -> bool {
        if one.kind.needs_spouse() {
            return self.same(one.child, two.child)
                && self.same_two([one.person, one.spouse], [two.person, two.spouse]);
        }
        if one.kind.is_offspring() {
            return self.same_birth(one, two);
        }
        self.same(one.person, two.person) && self.same(one.spouse, two.spouse) && self.same(one.child, two.child)
    }

    /// The same child; parents only say something where both name some, and then one may name fewer.
    fn same_birth(&self, one: &Row, two: &Row) -> bool {
        if !self.same(one.child, two.child) {
            return false;
        }
        let named = |row: &Row| {
            let [a, b] = [row.person, row.spouse].map(|node| if node == row.child { NOBODY } else { node });
            if a == NOBODY { [b, a] } else { [a, if a == b { NOBODY } else { b }] }
        };
        let (mine, theirs) = (named(one).map(|node| self.across(node)), named(two));
        if two.child == NOBODY {
            return sorted(mine) == sorted(theirs) && !mine.contains(&STRANGER);
        }
        let within = |few: [Node; 2], many: [Node; 2]| {
            few.iter().all(|node| *node == NOBODY || *node != STRANGER && many.contains(node))
        };
        within(mine, theirs) || within(theirs, mine)
    }

    /// How much two lists share, 0 to 15; `None`: both have somebody and nobody is in both.
    pub fn shared(&self, mine: &[Node], theirs: &[Node]) -> Option<u32> {
        if mine.is_empty() && theirs.is_empty() {
            return Some(15);
        }
        if mine.is_empty() || theirs.is_empty() {
            return Some(0);
        }
        let both = mine
            .iter()
            .map(|node| self.across(*node))
            .filter(|node| *node != STRANGER && theirs.contains(node))
            .count();
        (both > 0).then(|| (15 * both / (mine.len() + theirs.len() - both)) as u32)
    }

    /// The pairs of events. `orders` are the events of each side in an order that depends on content alone, the kinds
    /// one after another.
    pub fn pairs(&self, orders: (&[u32], &[u32])) -> Vec<(u32, u32)> {
        let kind = |items: &Items, at: &u32| items.events.get(*at as usize).map(|event| event.kind);
        let mut pairs = Vec::new();
        for wanted in EventKind::ALL {
            let of = |items: &Items, order: &[u32]| {
                let from = order.partition_point(|at| kind(items, at) < Some(*wanted));
                let to = order.partition_point(|at| kind(items, at) <= Some(*wanted));
                from..to
            };
            let rows = orders.0.get(of(self.a, orders.0)).unwrap_or_default();
            let columns = orders.1.get(of(self.b, orders.1)).unwrap_or_default();
            if !rows.is_empty() && !columns.is_empty() {
                self.pairs_of_kind(rows, columns, &mut pairs);
            }
        }
        pairs
    }

    fn pairs_of_kind(&self, rows: &[u32], columns: &[u32], pairs: &mut Vec<(u32, u32)>) {
        let mut edges = Vec::new();
        for (row, at) in (0..).zip(rows) {
            let Some(one) = self.a.events.get(*at as usize) else { continue };
            for (column, to) in (0..).zip(columns) {
                let Some(two) = self.b.events.get(*to as usize) else { continue };
                if let Ok(Alike { dated, similarity, last }) = self.compare(one, two) {
                    edges.push(Edge { row, column, first_class: dated, similarity, last });
                }
            }
        }
        for (row, column) in assign(rows.len(), columns.len(), &edges) {
            if let (Some(at), Some(to)) = (rows.get(row as usize), columns.get(column as usize)) {
                pairs.push((*at, *to));
            }
        }
    }
}
