//! Figures for any number of coders, from how many of them gave each value to each unit.
//!
//! Gaps are handled as in Gwet's "Handbook of Inter-Rater Reliability" (and so as irrCAC does): agreement is averaged
//! over the units with two values or more; how common a value is, over the units with one or more. Alpha is computed
//! from the coincidences of pairable values (Krippendorff 2011).

use super::{Defined, Sums};

/// Units by values, holding how many coders gave the value.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    sums: Sums,
}

impl Table {
    /// A table from its rows; units nobody gave a value are left out.
    pub fn from_counts(units: impl IntoIterator<Item = Vec<usize>>) -> Self {
        let mut sums = Sums::default();
        units.into_iter().for_each(|unit| sums.add_unit(&unit));
        Table { sums }
    }

    /// Mean share of pairs of coders that gave a unit the same value.
    pub fn percent_agreement(&self) -> Defined {
        self.sums.percent_agreement()
    }

    /// Fleiss' kappa (see [`Sums::fleiss_kappa`]).
    pub fn fleiss_kappa(&self) -> Defined {
        self.sums.fleiss_kappa()
    }

    /// Gwet's AC1 (see [`Sums::gwet_ac1`]).
    pub fn gwet_ac1(&self) -> Defined {
        self.sums.gwet_ac1()
    }

    /// Krippendorff's alpha (see [`Sums::krippendorff_alpha`]).
    pub fn krippendorff_alpha(&self) -> Defined {
        self.sums.krippendorff_alpha()
    }

    /// Values in units with two or more: what alpha rests on.
    pub fn pairable_values(&self) -> usize {
        self.sums.pairable_values()
    }
}
