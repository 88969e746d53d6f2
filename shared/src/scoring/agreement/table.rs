//! Figures for any number of coders, from how many of them gave each value to each unit.
//!
//! Gaps are handled as in Gwet's "Handbook of Inter-Rater Reliability" (and so as irrCAC does): agreement is averaged
//! over the units with two values or more; how common a value is, over the units with one or more. Alpha is computed
//! from the coincidences of pairable values (Krippendorff 2011).

use super::{Defined, Shape};

/// Units by values, summed up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    shape: Shape,
    row: Vec<u64>,
}

impl Table {
    /// A table from its rows, each holding how many coders gave each value; units nobody gave a value are left out.
    pub fn from_counts(units: impl IntoIterator<Item = Vec<usize>>) -> Self {
        let units: Vec<Vec<usize>> = units.into_iter().collect();
        let coders = units.iter().map(|unit| unit.iter().sum()).max().unwrap_or(0);
        let shape = Shape::new(coders, units.iter().map(Vec::len).max().unwrap_or(0));
        let mut row = vec![0; shape.len()];
        units.iter().for_each(|unit| shape.add_unit(&mut row, unit));
        Table { shape, row: row.into_iter().map(u64::from).collect() }
    }

    /// Mean share of pairs of coders that gave a unit the same value.
    pub fn percent_agreement(&self) -> Defined {
        self.shape.percent_agreement(&self.row)
    }

    /// Fleiss' kappa (see [`Shape::fleiss_kappa`]).
    pub fn fleiss_kappa(&self) -> Defined {
        self.shape.fleiss_kappa(&self.row)
    }

    /// Gwet's AC1 (see [`Shape::gwet_ac1`]).
    pub fn gwet_ac1(&self) -> Defined {
        self.shape.gwet_ac1(&self.row)
    }

    /// Krippendorff's alpha (see [`Shape::krippendorff_alpha`]).
    pub fn krippendorff_alpha(&self) -> Defined {
        self.shape.krippendorff_alpha(&self.row)
    }

    /// Values in units with two values or more: what alpha rests on.
    pub fn pairable_values(&self) -> usize {
        self.shape.pairable_values(&self.row)
    }
}
