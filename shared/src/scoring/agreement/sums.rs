//! What the figures of any number of coders are made of: sums over units, which can be added up by discussion.
//!
//! Additive, so that a bootstrap replicate is a weighted sum of the clusters' sums, not another walk over the units.

use super::{Defined, Figure, LEAST_UNITS, Undefined, beyond_chance};

/// Sums over units; the parts of every figure but Cohen's kappa.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sums {
    /// Units with one value or more.
    rated: usize,
    /// Units with two values or more.
    pairable: usize,
    /// Sum over pairable units of the share of agreeing pairs of coders.
    agreement: f64,
    /// For each value, the sum over rated units of its share.
    shares: Vec<f64>,
    /// For each value, how often it was given in pairable units.
    pairable_of: Vec<usize>,
    /// Sum over pairable units of differing pairs by values less one.
    disagreement: f64,
}

impl Sums {
    /// Adds a unit: how many coders gave each value. A unit nobody gave a value adds nothing.
    pub fn add_unit(&mut self, unit: &[usize]) {
        let values: usize = unit.iter().sum();
        if values == 0 {
            return;
        }
        self.widen(unit.len());
        self.rated += 1;
        for (share, count) in self.shares.iter_mut().zip(unit) {
            *share += *count as f64 / values as f64;
        }
        if values < 2 {
            return;
        }
        self.pairable += 1;
        let agreeing: usize = unit.iter().map(|count| count * count.saturating_sub(1)).sum();
        let differing: usize = unit.iter().map(|count| count * (values - count)).sum();
        self.agreement += agreeing as f64 / (values * (values - 1)) as f64;
        self.disagreement += differing as f64 / (values - 1) as f64;
        for (sum, count) in self.pairable_of.iter_mut().zip(unit) {
            *sum += count;
        }
    }

    /// Adds other sums, `times` over.
    pub fn add(&mut self, other: &Sums, times: usize) {
        self.widen(other.shares.len());
        self.rated += times * other.rated;
        self.pairable += times * other.pairable;
        self.agreement += times as f64 * other.agreement;
        self.disagreement += times as f64 * other.disagreement;
        self.shares.iter_mut().zip(&other.shares).for_each(|(sum, share)| *sum += times as f64 * share);
        self.pairable_of.iter_mut().zip(&other.pairable_of).for_each(|(sum, count)| *sum += times * count);
    }

    fn widen(&mut self, width: usize) {
        if self.shares.len() < width {
            self.shares.resize(width, 0.0);
            self.pairable_of.resize(width, 0);
        }
    }

    /// Units with two values or more.
    pub fn n(&self) -> usize {
        self.pairable
    }

    /// Values in units with two or more: what alpha rests on.
    pub fn pairable_values(&self) -> usize {
        self.pairable_of.iter().sum()
    }

    /// How often each value was given in units with two or more, by place.
    pub fn given(&self) -> &[usize] {
        &self.pairable_of
    }

    /// Values that were given at all.
    fn values(&self) -> usize {
        self.shares.iter().filter(|share| **share > 0.0).count()
    }

    /// How many units have two values or more, if that is enough.
    fn enough(&self, least: usize) -> Result<usize, Undefined> {
        if self.rated == 0 {
            Err(Undefined::NotCoded)
        } else if self.pairable < least {
            Err(Undefined::TooSmall { n: self.pairable })
        } else {
            Ok(self.pairable)
        }
    }

    fn observed(&self) -> f64 {
        self.agreement / self.pairable as f64
    }

    fn mean_shares(&self) -> impl Iterator<Item = f64> {
        self.shares.iter().map(|share| share / self.rated as f64)
    }

    /// Mean share of pairs of coders that gave a unit the same value.
    pub fn percent_agreement(&self) -> Defined {
        let n = self.enough(1)?;
        Ok(Figure { value: self.observed(), n })
    }

    /// Fleiss' kappa: agreement by chance is two draws from all coders' use of the values (for two coders Scott's pi).
    pub fn fleiss_kappa(&self) -> Defined {
        let n = self.enough(LEAST_UNITS)?;
        if self.values() < 2 {
            return Err(Undefined::AllAgree);
        }
        beyond_chance(self.observed(), self.mean_shares().map(|share| share * share).sum(), n)
    }

    /// Gwet's AC1: agreement by chance is that of coders who guess only sometimes, so that a rare value does not make
    /// high agreement look like none (Gwet 2008).
    ///
    /// Its chance depends on how many values there are: those that were given, as the established packages count them.
    pub fn gwet_ac1(&self) -> Defined {
        let n = self.enough(LEAST_UNITS)?;
        let values = self.values();
        if values < 2 {
            return Err(Undefined::AllAgree);
        }
        let expected: f64 = self.mean_shares().map(|share| share * (1.0 - share)).sum();
        beyond_chance(self.observed(), expected / (values - 1) as f64, n)
    }

    /// Krippendorff's alpha, nominal: one minus observed over expected disagreement of pairable values.
    pub fn krippendorff_alpha(&self) -> Defined {
        let n = self.enough(LEAST_UNITS)?;
        let total = self.pairable_values();
        let expected: usize = self.pairable_of.iter().map(|count| count * (total - count)).sum();
        if expected == 0 {
            return Err(Undefined::AllAgree);
        }
        Ok(Figure { value: 1.0 - (total - 1) as f64 * self.disagreement / expected as f64, n })
    }
}
