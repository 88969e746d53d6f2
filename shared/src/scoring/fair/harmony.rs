//! Among equally good maps of people, one under which what is said of two people together agrees.
//!
//! Where several people are alike (two couples without names), any of them could be any other, each for himself; but a
//! wife taken for one man's and her husband for another's loses their bond. Exchanges that cost nothing in similarity
//! are made as long as they bring more ties and events together.

use super::assign::Edge;
use super::hash;
use super::prepared::{Node, Prepared, STRANGER};

/// Rounds of exchanges at most.
const ROUNDS: usize = 8;

/// What is said of two people together: the one, the other, and what.
#[derive(Debug)]
struct Bonds(Vec<(Node, Node, u64)>);

impl Bonds {
    fn of(side: &Prepared<'_>) -> Bonds {
        let mut all: Vec<(Node, Node, u64)> = side.ties.steps().map(|(from, to, tie)| (from, to, tie as u64)).collect();
        for event in &side.items.events {
            let what = (event.kind as u64) << 32 | event.when.map_or(0, |when| when.year() as u64 & 0xFFFF);
            for (part, one) in side.items.roles(event) {
                for (other_part, other) in side.items.roles(event) {
                    if one != other {
                        all.push((one, other, hash::then(what, (part as u64) << 4 | other_part as u64)));
                    }
                }
            }
        }
        all.sort_unstable();
        all.dedup();
        Bonds(all)
    }

    fn from(&self, node: Node) -> &[(Node, Node, u64)] {
        let start = self.0.partition_point(|(from, ..)| *from < node);
        let end = self.0.partition_point(|(from, ..)| *from <= node);
        self.0.get(start..end).unwrap_or_default()
    }

    fn has(&self, one: Node, other: Node, what: u64) -> bool {
        self.0.binary_search(&(one, other, what)).is_ok()
    }
}

/// Improves a map in place. `rows` and `columns` are the people that were assigned, `edges` the pairs that passed the
/// gates, in order.
pub(super) fn improve(
    sides: (&Prepared<'_>, &Prepared<'_>),
    (rows, columns): (&[Node], &[Node]),
    edges: &[Edge],
    map: &mut [Node],
) {
    if edges.is_sorted_by(|one, next| one.row < next.row) {
        // Nobody could be another.
        return;
    }
    let weight = |row: usize, column: usize| {
        let at = edges.binary_search_by_key(&(row, column), |edge| (edge.row as usize, edge.column as usize)).ok()?;
        edges.get(at).map(|edge| (i64::from(edge.first_class), i64::from(edge.similarity)))
    };
    let column_of = |node: Node| columns.iter().position(|other| *other == node);
    let mut chosen: Vec<Option<usize>> =
        rows.iter().map(|row| map.get(*row as usize).and_then(|to| column_of(*to))).collect();
    // Only those who could as well be another are worth a look.
    let open: Vec<usize> = (chosen.iter().enumerate())
        .filter(|(row, column)| {
            let own = column.and_then(|column| weight(*row, column));
            let same = edges.iter().filter(|edge| {
                edge.row as usize == *row && Some((i64::from(edge.first_class), i64::from(edge.similarity))) == own
            });
            column.is_some() && same.count() > 1
        })
        .map(|(row, _)| row)
        .collect();
    if open.is_empty() {
        return;
    }
    let bonds = (Bonds::of(sides.0), Bonds::of(sides.1));
    let agreement = |map: &[Node], row: usize| {
        let Some(one) = rows.get(row) else { return 0 };
        let Some(to) = map.get(*one as usize).filter(|to| **to != STRANGER) else { return 0 };
        let held = bonds.0.from(*one).iter().filter(|(_, other, what)| {
            map.get(*other as usize).is_some_and(|other| *other != STRANGER && bonds.1.has(*to, *other, *what))
        });
        held.count()
    };
    let put = |map: &mut [Node], row: usize, column: Option<usize>| {
        let to = column.and_then(|column| columns.get(column)).copied().unwrap_or(STRANGER);
        if let Some(place) = rows.get(row).and_then(|one| map.get_mut(*one as usize)) {
            *place = to;
        }
    };
    for _ in 0..ROUNDS {
        let mut better = false;
        for row in &open {
            for column in 0..columns.len() {
                let Some(own) = chosen.get(*row).copied().flatten().filter(|own| *own != column) else { continue };
                let (Some(before), Some(after)) = (weight(*row, own), weight(*row, column)) else { continue };
                let other = chosen.iter().position(|taken| *taken == Some(column));
                // Whoever has the column takes ours in exchange; a free one is simply taken.
                let costs_nothing = match other {
                    Some(other) => match (weight(other, column), weight(other, own)) {
                        (Some(had), Some(gets)) => {
                            (before.0 + had.0, before.1 + had.1) == (after.0 + gets.0, after.1 + gets.1)
                        }
                        _ => false,
                    },
                    None => before == after,
                };
                if !costs_nothing {
                    continue;
                }
                let held = |map: &[Node]| agreement(map, *row) + other.map_or(0, |other| agreement(map, other));
                let now = held(map);
                put(map, *row, Some(column));
                other.into_iter().for_each(|other| put(map, other, Some(own)));
                if held(map) > now {
                    better = true;
                    set(&mut chosen, *row, column);
                    other.into_iter().for_each(|other| set(&mut chosen, other, own));
                } else {
                    put(map, *row, Some(own));
                    other.into_iter().for_each(|other| put(map, other, Some(column)));
                }
            }
        }
        if !better {
            return;
        }
    }
}

fn set(chosen: &mut [Option<usize>], row: usize, column: usize) {
    if let Some(place) = chosen.get_mut(row) {
        *place = Some(column);
    }
}
