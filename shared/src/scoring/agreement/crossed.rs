//! Two coders' values crossed: the table of confusions, and Cohen's kappa from it. Additive like [`Sums`](super::Sums).

use super::{Defined, Figure, LEAST_UNITS, Undefined, beyond_chance};

/// How often the one coder's value met the other's, by the places of the values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crossed {
    width: usize,
    counts: Vec<usize>,
}

impl Crossed {
    /// Nothing yet, for a variable with so many values.
    pub fn new(width: usize) -> Self {
        Crossed { width, counts: vec![0; width * width] }
    }

    /// Adds a unit both gave a value; places beyond the width are left out.
    pub fn add_unit(&mut self, a: usize, b: usize) {
        if a < self.width
            && b < self.width
            && let Some(count) = self.counts.get_mut(a * self.width + b)
        {
            *count += 1;
        }
    }

    /// Adds other counts of the same width, `times` over.
    pub fn add(&mut self, other: &Crossed, times: usize) {
        self.counts.iter_mut().zip(&other.counts).for_each(|(sum, count)| *sum += times * count);
    }

    /// A row for each value of the first coder.
    pub fn rows(&self) -> Vec<Vec<usize>> {
        self.counts.chunks(self.width.max(1)).map(<[usize]>::to_vec).collect()
    }

    /// Units both gave a value.
    pub fn n(&self) -> usize {
        self.counts.iter().sum()
    }

    fn same(&self) -> usize {
        self.counts.iter().step_by(self.width + 1).sum()
    }

    /// The share of units both gave the same value.
    pub fn percent_agreement(&self) -> Defined {
        match self.n() {
            0 => Err(Undefined::TooSmall { n: 0 }),
            n => Ok(Figure { value: self.same() as f64 / n as f64, n }),
        }
    }

    /// Cohen's kappa (see [`Ratings::cohens_kappa`](super::Ratings::cohens_kappa)).
    pub fn cohens_kappa(&self) -> Defined {
        let n = self.n();
        if n < LEAST_UNITS {
            return Err(Undefined::TooSmall { n });
        }
        let rows = self.rows();
        let by_row = rows.iter().map(|row| row.iter().sum::<usize>());
        let by_column = (0..self.width).map(|at| rows.iter().filter_map(|row| row.get(at)).sum::<usize>());
        // In whole numbers, so that agreement by chance is 1 exactly where it is 1.
        let by_chance: usize = by_row.zip(by_column).map(|(a, b)| a * b).sum();
        if by_chance == n * n {
            return Err(Undefined::AllAgree);
        }
        beyond_chance(self.same() as f64 / n as f64, by_chance as f64 / (n * n) as f64, n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crossed(counts: &[&[usize]]) -> Crossed {
        let mut crossed = Crossed::new(counts.len());
        for (a, row) in counts.iter().enumerate() {
            for (b, count) in row.iter().enumerate() {
                (0..*count).for_each(|_| crossed.add_unit(a, b));
            }
        }
        crossed
    }

    #[test]
    fn kappa_of_crossed_counts_is_the_published_one() {
        let kappa = |counts: &[&[usize]]| crossed(counts).cohens_kappa().unwrap().value;
        assert!((kappa(&[&[20, 5], &[10, 15]]) - 0.4).abs() < 1e-5);
        assert!((kappa(&[&[13, 0, 0], &[0, 20, 7], &[0, 4, 56]]) - 0.7964094).abs() < 1e-5);
        assert!((kappa(&[&[45, 2], &[2, 1]]) - 0.29078).abs() < 1e-5);
    }

    #[test]
    fn what_has_no_kappa_says_why_and_places_beyond_the_table_are_left_out() {
        assert_eq!(crossed(&[&[5, 0], &[0, 0]]).cohens_kappa(), Err(Undefined::AllAgree));
        assert_eq!(crossed(&[&[1, 0], &[0, 0]]).cohens_kappa(), Err(Undefined::TooSmall { n: 1 }));
        let mut small = Crossed::new(2);
        small.add_unit(1, 2);
        small.add_unit(2, 0);
        assert_eq!((small.n(), small.percent_agreement()), (0, Err(Undefined::TooSmall { n: 0 })));
    }

    #[test]
    fn counts_add_up() {
        let mut sum = crossed(&[&[1, 2], &[0, 1]]);
        sum.add(&crossed(&[&[0, 1], &[3, 0]]), 2);
        assert_eq!(sum.rows(), [[1, 4], [6, 1]]);
    }
}
