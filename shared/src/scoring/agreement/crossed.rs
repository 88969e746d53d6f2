//! Two coders' values crossed: the table of confusions, and Cohen's kappa from it. Additive like [`Shape`](super::Shape).

use super::{Defined, Figure, LEAST_UNITS, Undefined, beyond_chance};

/// The lay-out of two coders' values crossed: a row for each value of the first coder, a column for each of the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crossed {
    values: usize,
}

impl Crossed {
    /// The lay-out for so many different values.
    pub const fn new(values: usize) -> Self {
        Crossed { values }
    }

    /// How many numbers a table is.
    pub const fn len(self) -> usize {
        self.values * self.values
    }

    /// Whether a table is no numbers at all.
    pub const fn is_empty(self) -> bool {
        self.values == 0
    }

    /// Adds a unit both gave a value; places beyond the values are left out.
    pub fn add_unit(self, table: &mut [u32], a: usize, b: usize) {
        if a < self.values
            && b < self.values
            && let Some(count) = table.get_mut(a * self.values + b)
        {
            *count = count.saturating_add(1);
        }
    }

    /// A list for each value of the first coder.
    pub fn rows(self, table: &[u64]) -> Vec<Vec<u64>> {
        table.chunks(self.values.max(1)).map(<[u64]>::to_vec).collect()
    }

    fn n(table: &[u64]) -> usize {
        usize::try_from(table.iter().sum::<u64>()).unwrap_or(usize::MAX)
    }

    fn same(self, table: &[u64]) -> u64 {
        table.iter().step_by(self.values + 1).sum()
    }

    /// The share of units both gave the same value.
    pub fn percent_agreement(self, table: &[u64]) -> Defined {
        match Crossed::n(table) {
            0 => Err(Undefined::TooSmall { n: 0 }),
            n => Ok(Figure { value: self.same(table) as f64 / n as f64, n }),
        }
    }

    /// Cohen's kappa: observed agreement against what each coder's own use of the values would give by chance (Cohen 1960).
    pub fn cohens_kappa(self, table: &[u64]) -> Defined {
        let n = Crossed::n(table);
        if n < LEAST_UNITS {
            return Err(Undefined::TooSmall { n });
        }
        let rows = self.rows(table);
        let by_row = rows.iter().map(|row| row.iter().sum::<u64>());
        let by_column = (0..self.values).map(|at| rows.iter().filter_map(|row| row.get(at)).sum::<u64>());
        // In whole numbers, so that agreement by chance is 1 exactly where it is 1.
        let (by_chance, all) = (by_row.zip(by_column).map(|(a, b)| a * b).sum::<u64>(), (n * n) as u64);
        if by_chance == all {
            return Err(Undefined::AllAgree);
        }
        beyond_chance(self.same(table) as f64 / n as f64, by_chance as f64 / all as f64, n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kappa<const N: usize>(counts: [[u64; N]; N]) -> Defined {
        Crossed::new(N).cohens_kappa(&counts.concat())
    }

    #[test]
    fn kappa_of_crossed_counts_is_the_published_one() {
        assert!((kappa([[20, 5], [10, 15]]).unwrap().value - 0.4).abs() < 1e-5);
        assert!((kappa([[13, 0, 0], [0, 20, 7], [0, 4, 56]]).unwrap().value - 0.7964094).abs() < 1e-5);
        assert!((kappa([[45, 2], [2, 1]]).unwrap().value - 0.29078).abs() < 1e-5);
    }

    #[test]
    fn what_has_no_kappa_says_why_and_places_beyond_the_table_are_left_out() {
        assert_eq!(kappa([[5, 0], [0, 0]]), Err(Undefined::AllAgree));
        assert_eq!(kappa([[1, 0], [0, 0]]), Err(Undefined::TooSmall { n: 1 }));
        let crossed = Crossed::new(2);
        let mut table = [0; 4];
        crossed.add_unit(&mut table, 1, 2);
        crossed.add_unit(&mut table, 2, 0);
        assert_eq!(table, [0; 4]);
        crossed.add_unit(&mut table, 1, 0);
        assert_eq!(crossed.rows(&table.map(u64::from)), [[0, 0], [1, 0]]);
        assert_eq!(crossed.percent_agreement(&[0; 4]), Err(Undefined::TooSmall { n: 0 }));
    }
}
