//! What the figures of any number of coders are made of: whole numbers summed over units, which add up by cluster.
//!
//! Additive, so that a bootstrap replicate is a sum of rows and not another walk over the units; whole numbers, so that the
//! order of units and coders cannot change the last digit of a figure. Units are kept apart by how many values they
//! have, because every share below is a share of that.

use super::{Defined, Figure, LEAST_UNITS, Undefined, beyond_chance};

/// The lay-out of a row of sums: so many coders at most, so many different values.
///
/// For each number of values a unit can have: how many such units, agreeing ordered pairs in them, and how often each
/// value was given in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    coders: usize,
    values: usize,
}

/// The units of one number of values.
struct Stratum<'a> {
    /// How many values each of them has.
    size: usize,
    units: u64,
    agreeing: u64,
    given: &'a [u64],
}

impl Shape {
    /// The lay-out for so many coders and different values.
    pub const fn new(coders: usize, values: usize) -> Self {
        Shape { coders, values }
    }

    /// How many numbers a row is.
    pub const fn len(self) -> usize {
        self.coders * self.step()
    }

    /// Whether a row is no numbers at all.
    pub const fn is_empty(self) -> bool {
        self.coders == 0
    }

    const fn step(self) -> usize {
        self.values + 2
    }

    /// Adds a unit to a row: how many coders gave each value. A unit nobody gave a value adds nothing.
    pub fn add_unit(self, row: &mut [u32], unit: &[usize]) {
        let size: usize = unit.iter().sum();
        if size == 0 || size > self.coders {
            return;
        }
        let agreeing: usize = unit.iter().map(|count| count * count.saturating_sub(1)).sum();
        let numbers = [1, agreeing].into_iter().chain(unit.iter().copied().take(self.values));
        for (cell, number) in row.iter_mut().skip((size - 1) * self.step()).zip(numbers) {
            *cell = cell.saturating_add(u32::try_from(number).unwrap_or(u32::MAX));
        }
    }

    /// The strata of a row that have units.
    fn strata(self, row: &[u64]) -> impl Iterator<Item = Stratum<'_>> {
        row.chunks(self.step()).take(self.coders).enumerate().filter_map(|(at, cells)| match cells {
            [0, ..] => None,
            [units, agreeing, given @ ..] => Some(Stratum { size: at + 1, units: *units, agreeing: *agreeing, given }),
            _ => None,
        })
    }

    fn pairable(self, row: &[u64]) -> impl Iterator<Item = Stratum<'_>> {
        self.strata(row).filter(|stratum| stratum.size >= 2)
    }

    /// Units with two values or more.
    pub fn n(self, row: &[u64]) -> usize {
        count(self.pairable(row).map(|stratum| stratum.units).sum())
    }

    /// How often each value was given in units with two or more, by place.
    pub fn given(self, row: &[u64]) -> Vec<u64> {
        let mut all = vec![0; self.values];
        for stratum in self.pairable(row) {
            all.iter_mut().zip(stratum.given).for_each(|(sum, given)| *sum += given);
        }
        all
    }

    /// Values in units with two or more: what alpha rests on.
    pub fn pairable_values(self, row: &[u64]) -> usize {
        count(self.given(row).iter().sum())
    }

    /// How many units have two values or more, if that is enough.
    fn enough(self, row: &[u64], least: usize) -> Result<usize, Undefined> {
        let n = self.n(row);
        if self.strata(row).next().is_none() {
            Err(Undefined::NotCoded)
        } else if n < least {
            Err(Undefined::TooSmall { n })
        } else {
            Ok(n)
        }
    }

    /// Mean share of agreeing pairs of coders per unit.
    fn observed(self, row: &[u64], n: usize) -> f64 {
        let share = |stratum: Stratum<'_>| stratum.agreeing as f64 / (stratum.size * (stratum.size - 1)) as f64;
        self.pairable(row).map(share).sum::<f64>() / n as f64
    }

    /// Mean share of each value per unit with one value or more.
    fn shares(self, row: &[u64]) -> Vec<f64> {
        let mut shares = vec![0.0; self.values];
        let units: u64 = self.strata(row).map(|stratum| stratum.units).sum();
        for stratum in self.strata(row) {
            for (share, given) in shares.iter_mut().zip(stratum.given) {
                *share += *given as f64 / stratum.size as f64 / units as f64;
            }
        }
        shares
    }

    /// Different values that were given.
    fn different(shares: &[f64]) -> usize {
        shares.iter().filter(|share| **share > 0.0).count()
    }

    /// Mean share of pairs of coders that gave a unit the same value.
    pub fn percent_agreement(self, row: &[u64]) -> Defined {
        let n = self.enough(row, 1)?;
        Ok(Figure { value: self.observed(row, n), n })
    }

    /// Fleiss' kappa: agreement by chance is two draws from all coders' use of the values (for two coders Scott's pi).
    pub fn fleiss_kappa(self, row: &[u64]) -> Defined {
        let n = self.enough(row, LEAST_UNITS)?;
        let shares = self.shares(row);
        if Shape::different(&shares) < 2 {
            return Err(Undefined::AllAgree);
        }
        beyond_chance(self.observed(row, n), shares.iter().map(|share| share * share).sum(), n)
    }

    /// Gwet's AC1: agreement by chance is that of coders who guess only sometimes, so that a rare value does not make
    /// high agreement look like none (Gwet 2008).
    ///
    /// Its chance depends on how many values there are: those that were given, as the established packages count them.
    pub fn gwet_ac1(self, row: &[u64]) -> Defined {
        let n = self.enough(row, LEAST_UNITS)?;
        let shares = self.shares(row);
        let different = Shape::different(&shares);
        if different < 2 {
            return Err(Undefined::AllAgree);
        }
        let expected: f64 = shares.iter().map(|share| share * (1.0 - share)).sum();
        beyond_chance(self.observed(row, n), expected / (different - 1) as f64, n)
    }

    /// Krippendorff's alpha, nominal: one minus observed over expected disagreement of pairable values.
    pub fn krippendorff_alpha(self, row: &[u64]) -> Defined {
        let n = self.enough(row, LEAST_UNITS)?;
        let given = self.given(row);
        let total: u64 = given.iter().sum();
        let differing = |stratum: Stratum<'_>| {
            let size = stratum.size as u64;
            (size * (size - 1) * stratum.units - stratum.agreeing) as f64 / (size - 1) as f64
        };
        let expected: u64 = given.iter().map(|count| count * (total - count)).sum();
        if expected == 0 {
            return Err(Undefined::AllAgree);
        }
        let disagreement: f64 = self.pairable(row).map(differing).sum();
        Ok(Figure { value: 1.0 - (total - 1) as f64 * disagreement / expected as f64, n })
    }
}

fn count(sum: u64) -> usize {
    usize::try_from(sum).unwrap_or(usize::MAX)
}
