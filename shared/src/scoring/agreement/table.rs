//! Figures for any number of coders, from how many of them gave each value to each unit.
//!
//! Gaps are handled as in Gwet's "Handbook of Inter-Rater Reliability" (and so as irrCAC does): agreement is averaged
//! over the units with two values or more; how common a value is, over the units with one or more. Alpha is computed
//! from the coincidences of pairable values (Krippendorff 2011).

use super::{Defined, Figure, LEAST_UNITS, Undefined, beyond_chance};

/// Units by values, holding how many coders gave the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    units: Vec<Vec<usize>>,
}

impl Table {
    /// A table from its rows; units nobody gave a value are left out.
    pub fn from_counts(units: impl IntoIterator<Item = Vec<usize>>) -> Self {
        Table { units: units.into_iter().filter(|unit| unit.iter().any(|count| *count > 0)).collect() }
    }

    /// Values that were given at all.
    fn values(&self) -> usize {
        let width = self.units.iter().map(Vec::len).max().unwrap_or(0);
        (0..width)
            .filter(|value| self.units.iter().any(|unit| unit.get(*value).is_some_and(|count| *count > 0)))
            .count()
    }

    /// Units with two values or more, each with its number of values.
    fn pairable(&self) -> impl Iterator<Item = (&Vec<usize>, usize)> {
        self.units.iter().map(|unit| (unit, unit.iter().sum())).filter(|(_, values)| *values >= 2)
    }

    /// How many units have two values or more, if that is enough.
    fn enough(&self, least: usize) -> Result<usize, Undefined> {
        let n = self.pairable().count();
        if self.units.is_empty() {
            Err(Undefined::NotCoded)
        } else if n < least {
            Err(Undefined::TooSmall { n })
        } else {
            Ok(n)
        }
    }

    /// Mean share of agreeing pairs of coders per unit.
    fn observed(&self, n: usize) -> f64 {
        let agreeing = |unit: &[usize], values: usize| {
            unit.iter().map(|count| count * count.saturating_sub(1)).sum::<usize>() as f64
                / (values * (values - 1)) as f64
        };
        self.pairable().map(|(unit, values)| agreeing(unit, values)).sum::<f64>() / n as f64
    }

    /// Mean share of each value per unit.
    fn shares(&self) -> Vec<f64> {
        let width = self.units.iter().map(Vec::len).max().unwrap_or(0);
        let mut shares = vec![0.0; width];
        for unit in &self.units {
            let values: usize = unit.iter().sum();
            for (share, count) in shares.iter_mut().zip(unit) {
                *share += *count as f64 / values as f64 / self.units.len() as f64;
            }
        }
        shares
    }

    /// Mean share of pairs of coders that gave a unit the same value.
    pub fn percent_agreement(&self) -> Defined {
        let n = self.enough(1)?;
        Ok(Figure { value: self.observed(n), n })
    }

    /// Fleiss' kappa: agreement by chance is two draws from all coders' use of the values (for two coders Scott's pi).
    pub fn fleiss_kappa(&self) -> Defined {
        let n = self.enough(LEAST_UNITS)?;
        if self.values() < 2 {
            return Err(Undefined::AllAgree);
        }
        beyond_chance(self.observed(n), self.shares().iter().map(|share| share * share).sum(), n)
    }

    /// Gwet's AC1: agreement by chance is that of coders who guess only sometimes, so that a rare value does not make
    /// high agreement look like none (Gwet 2008).
    pub fn gwet_ac1(&self) -> Defined {
        let n = self.enough(LEAST_UNITS)?;
        let values = self.values();
        if values < 2 {
            return Err(Undefined::AllAgree);
        }
        let expected: f64 = self.shares().iter().map(|share| share * (1.0 - share)).sum();
        beyond_chance(self.observed(n), expected / (values - 1) as f64, n)
    }

    /// Krippendorff's alpha, nominal: one minus observed over expected disagreement of pairable values.
    pub fn krippendorff_alpha(&self) -> Defined {
        let n = self.enough(LEAST_UNITS)?;
        let width = self.units.iter().map(Vec::len).max().unwrap_or(0);
        let mut of_value = vec![0usize; width];
        let (mut total, mut disagreement) = (0usize, 0.0);
        for (unit, values) in self.pairable() {
            total += values;
            for (sum, count) in of_value.iter_mut().zip(unit) {
                *sum += count;
                disagreement += (count * (values - count)) as f64 / (values - 1) as f64;
            }
        }
        let expected: usize = of_value.iter().map(|count| count * (total - count)).sum();
        if expected == 0 {
            return Err(Undefined::AllAgree);
        }
        Ok(Figure { value: 1.0 - (total - 1) as f64 * disagreement / expected as f64, n })
    }

    /// Values in units with two or more: what alpha rests on.
    pub fn pairable_values(&self) -> usize {
        self.pairable().map(|(_, values)| values).sum()
    }
}
