//! Integer rows of clusters, laid out so that sums over many drawn clusters are quick.
//!
//! The columns are cut into blocks that fit the registers of any processor, and each block holds its part of all rows
//! side by side: a sum over draws then runs over one block in the cache after the other.

/// Columns of a block.
const LANES: usize = 32;

type Block = Vec<[u32; LANES]>;

/// One row of integers for each cluster.
#[derive(Debug, Clone, Default)]
pub struct Clusters {
    rows: usize,
    width: usize,
    blocks: Vec<Block>,
    /// Rows that can be added up in 32 bits.
    safe: usize,
}

impl Clusters {
    /// Takes over the rows. Shorter rows are filled up with zeros.
    pub fn new<R: AsRef<[u32]>>(rows: &[R]) -> Self {
        let width = rows.iter().map(|row| row.as_ref().len()).max().unwrap_or(0);
        let mut blocks: Vec<Block> = vec![vec![[0; LANES]; rows.len()]; width.div_ceil(LANES)];
        let mut largest = 1;
        for (at, row) in rows.iter().enumerate() {
            for (block, part) in blocks.iter_mut().zip(row.as_ref().chunks(LANES)) {
                let Some(slots) = block.get_mut(at) else { continue };
                for (slot, value) in slots.iter_mut().zip(part) {
                    *slot = *value;
                    largest = largest.max(*value);
                }
            }
        }
        let safe = usize::try_from(u32::MAX / largest).unwrap_or(usize::MAX);
        Clusters { rows: rows.len(), width, blocks, safe }
    }

    /// How many clusters there are.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Integers in a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// A cluster's row.
    pub fn row(&self, at: usize) -> Vec<u64> {
        let mut row = vec![0; self.width];
        self.sum(&[u32::try_from(at).unwrap_or(u32::MAX)], &mut row);
        row
    }

    /// Adds the rows drawn, one as often as it is drawn, into `sums`, which are overwritten. Rows that do not exist add
    /// nothing.
    pub fn sum(&self, draws: &[u32], sums: &mut [u64]) {
        sums.fill(0);
        for (block, sums) in self.blocks.iter().zip(sums.chunks_mut(LANES)) {
            for draws in draws.chunks(self.safe.max(1)) {
                let added = add(block, draws);
                sums.iter_mut().zip(added).for_each(|(sum, added)| *sum += u64::from(added));
            }
        }
    }
}

/// The sum of some rows of a block; the caller sees to it that 32 bits are enough.
#[inline]
fn add(block: &[[u32; LANES]], draws: &[u32]) -> [u32; LANES] {
    let mut sums = [0u32; LANES];
    for draw in draws {
        if let Some(row) = block.get(*draw as usize) {
            for (sum, value) in sums.iter_mut().zip(row) {
                *sum = sum.wrapping_add(*value);
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_row_drawn_twice_counts_twice() {
        let clusters = Clusters::new(&[vec![1, 2, 3], vec![10, 20, 30]]);
        let mut sums = vec![0; 3];
        clusters.sum(&[0, 1, 1], &mut sums);
        assert_eq!(sums, [21, 42, 63]);
        assert_eq!(clusters.row(1), [10, 20, 30]);
    }

    #[test]
    fn large_counts_do_not_wrap() {
        let clusters = Clusters::new(&[vec![u32::MAX, 1]]);
        let mut sums = vec![0; 2];
        clusters.sum(&[0, 0, 0], &mut sums);
        assert_eq!(sums, [3 * u64::from(u32::MAX), 3]);
    }

    proptest! {
        #[test]
        fn the_quick_sum_equals_the_plain_one(
            rows in prop::collection::vec(prop::collection::vec(0u32..1000, 70), 1..8),
            draws in prop::collection::vec(0u32..8, 0..40),
        ) {
            let clusters = Clusters::new(&rows);
            let mut sums = vec![7; 70];
            clusters.sum(&draws, &mut sums);
            let plain: Vec<u64> = (0..70)
                .map(|column| {
                    draws.iter().filter_map(|draw| rows.get(*draw as usize)).map(|row| u64::from(row[column])).sum()
                })
                .collect();
            prop_assert_eq!(sums, plain);
        }
    }
}
