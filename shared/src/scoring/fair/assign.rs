//! The best one-to-one assignment: first as many pairs of the first class as possible, then as many pairs as possible,
//! then the highest similarity, then the highest agreement in what decides last.
//!
//! Whole numbers throughout. What cannot be paired with one another is taken apart first, so that the library's
//! algorithm (cubic) sees small blocks only.

use std::iter::Sum;

use pathfinding::kuhn_munkres::{Weights, kuhn_munkres};
use pathfinding::num_traits::{Bounded, One, Signed, Zero};

/// A pair that passed the gates. Rows and columns are places in an order that depends on content alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edge {
    pub row: u32,
    pub column: u32,
    /// Exact names; dated events.
    pub first_class: bool,
    /// Less than 2^20.
    pub similarity: u32,
    /// 0 to 7; decides only between assignments equal in all else.
    pub last: u32,
}

/// Pairs of rows and columns, in the order of the rows.
///
/// The edges come in the order of rows and columns.
pub(super) fn assign(rows: usize, columns: usize, edges: &[Edge]) -> Vec<(u32, u32)> {
    if nobody_twice(edges, columns) {
        return edges.iter().map(|edge| (edge.row, edge.column)).collect();
    }
    let mut edges = edges.to_vec();
    let mut blocks = Blocks::new(rows + columns);
    for edge in &edges {
        blocks.join(edge.row, rows as u32 + edge.column);
    }
    edges.sort_by_key(|edge| (blocks.root(edge.row), edge.row, edge.column));
    let mut pairs = Vec::with_capacity(rows.min(columns));
    for block in edges.chunk_by(|one, other| blocks.root(one.row) == blocks.root(other.row)) {
        solve(block, &mut pairs);
    }
    pairs.sort_unstable();
    pairs
}

/// Whether no row and no column has a choice.
fn nobody_twice(edges: &[Edge], columns: usize) -> bool {
    if edges.len() < 2 {
        return true;
    }
    if edges.is_sorted_by(|one, next| one.row < next.row) {
        if edges.is_sorted_by(|one, next| one.column < next.column) {
            return true;
        }
        let mut taken = vec![false; columns];
        return edges
            .iter()
            .all(|edge| taken.get_mut(edge.column as usize).is_some_and(|taken| !std::mem::replace(taken, true)));
    }
    false
}

/// The best pairs of one block; its edges are in order.
fn solve(block: &[Edge], pairs: &mut Vec<(u32, u32)>) {
    let mut rows: Vec<u32> = block.iter().map(|edge| edge.row).collect();
    rows.dedup();
    let mut columns: Vec<u32> = block.iter().map(|edge| edge.column).collect();
    columns.sort_unstable();
    columns.dedup();
    if rows.len() == 1 || columns.len() == 1 {
        let key = |edge: &Edge| (edge.first_class, edge.similarity, edge.last);
        // Of equals the first.
        let best = block.iter().reduce(|best, edge| if key(edge) > key(best) { edge } else { best });
        pairs.extend(best.map(|edge| (edge.row, edge.column)));
        return;
    }
    let count = rows.len().min(columns.len());
    // i64 holds the sums of that many pairs, squared; more in one block take longer numbers.
    match count {
        ..=128 => best_of::<i64>(block, &rows, &columns, pairs),
        _ => best_of::<i128>(block, &rows, &columns, pairs),
    }
}

/// Weights of a block, with fewer rows than columns.
struct Matrix<N> {
    weights: Vec<N>,
    rows: usize,
    columns: usize,
}

impl<N: Number> Weights<N> for Matrix<N> {
    fn rows(&self) -> usize {
        self.rows
    }

    fn columns(&self) -> usize {
        self.columns
    }

    fn at(&self, row: usize, column: usize) -> N {
        self.weights.get(row * self.columns + column).copied().unwrap_or_else(N::zero)
    }

    fn neg(&self) -> Self {
        let weights = self.weights.iter().map(|weight| -*weight).collect();
        Matrix { weights, rows: self.rows, columns: self.columns }
    }
}

/// Numbers long enough for a block.
trait Number: Bounded + Sum<Self> + Signed + Zero + One + Ord + Copy + From<u32> {}
impl Number for i64 {}
impl Number for i128 {}

fn best_of<N: Number>(block: &[Edge], rows: &[u32], columns: &[u32], pairs: &mut Vec<(u32, u32)>) {
    let n = <N as From<u32>>::from;
    let count = n(rows.len().min(columns.len()) as u32);
    let one = N::one();
    let highest = block.iter().map(|edge| edge.similarity).max().unwrap_or_default();
    // Each worth more than all that comes after it together.
    let unit = count * n(7) + one;
    let any = (n(highest) * unit + n(7)) * count + one;
    let first = (any + n(highest) * unit + n(7)) * count + one;
    let across = rows.len() > columns.len();
    let (high, wide) = if across { (columns, rows) } else { (rows, columns) };
    let mut matrix =
        Matrix { weights: vec![N::zero(); high.len() * wide.len()], rows: high.len(), columns: wide.len() };
    for edge in block {
        let (row, column) = if across { (edge.column, edge.row) } else { (edge.row, edge.column) };
        let weight = any + n(edge.similarity) * unit + n(edge.last) + if edge.first_class { first } else { N::zero() };
        if let (Ok(row), Ok(column)) = (high.binary_search(&row), wide.binary_search(&column))
            && let Some(place) = matrix.weights.get_mut(row * wide.len() + column)
        {
            *place = weight;
        }
    }
    let (_, chosen) = kuhn_munkres(&matrix);
    for (row, column) in chosen.into_iter().enumerate() {
        if matrix.at(row, column) > N::zero()
            && let (Some(row), Some(column)) = (high.get(row), wide.get(column))
        {
            pairs.push(if across { (*column, *row) } else { (*row, *column) });
        }
    }
}

/// Which rows and columns belong together.
struct Blocks(Vec<u32>);

impl Blocks {
    fn new(count: usize) -> Self {
        Blocks((0..count as u32).collect())
    }

    fn root(&self, of: u32) -> u32 {
        let mut at = of;
        while let Some(up) = self.0.get(at as usize).copied().filter(|up| *up != at) {
            at = up;
        }
        at
    }

    fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.root(one), self.root(other));
        // The smaller number is the root, so blocks come in the order of their first row.
        if let Some(up) = self.0.get_mut(one.max(other) as usize) {
            *up = one.min(other);
        }
    }
}
