//! Values that coders gave to units, with gaps.

use std::collections::BTreeMap;

use super::table::Table;
use super::{Defined, Figure, LEAST_UNITS, Undefined, beyond_chance};

/// Units by coders; a gap where a coder gave no value. "Coded as none" is a value, a gap is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ratings<L> {
    coders: usize,
    units: Vec<Vec<Option<L>>>,
}

impl<L: Ord + Clone> Ratings<L> {
    /// No units yet.
    pub fn new(coders: usize) -> Self {
        Ratings { coders, units: Vec::new() }
    }

    /// Adds a unit: one value or gap for each coder, in the order of the coders. Missing ones at the end are gaps, and
    /// more values than coders are left out.
    pub fn push(&mut self, values: impl IntoIterator<Item = Option<L>>) {
        let mut unit: Vec<Option<L>> = values.into_iter().take(self.coders).collect();
        unit.resize(self.coders, None);
        self.units.push(unit);
    }

    /// The number of coders.
    pub fn coders(&self) -> usize {
        self.coders
    }

    /// The number of units, coded or not.
    pub fn units(&self) -> usize {
        self.units.len()
    }

    /// The same without one coder, to see what hangs on that coder.
    pub fn without(&self, coder: usize) -> Self {
        let keep = |unit: &Vec<Option<L>>| {
            unit.iter().enumerate().filter(|(at, _)| *at != coder).map(|(_, value)| value.clone()).collect()
        };
        let coders = if coder < self.coders { self.coders - 1 } else { self.coders };
        Ratings { coders, units: self.units.iter().map(keep).collect() }
    }

    /// How often each value was given, of all that were given.
    pub fn prevalence(&self) -> BTreeMap<&L, f64> {
        let mut counts: BTreeMap<&L, usize> = BTreeMap::new();
        for value in self.units.iter().flatten().flatten() {
            *counts.entry(value).or_default() += 1;
        }
        let all: usize = counts.values().sum();
        counts.into_iter().map(|(value, count)| (value, count as f64 / all as f64)).collect()
    }

    /// For each unit, how many coders gave each value.
    pub fn table(&self) -> Table {
        let values: BTreeMap<&L, usize> = {
            let mut sorted: Vec<&L> = self.units.iter().flatten().flatten().collect();
            sorted.sort_unstable();
            sorted.dedup();
            sorted.into_iter().enumerate().map(|(at, value)| (value, at)).collect()
        };
        Table::from_counts(self.units.iter().map(|unit| {
            let mut counts = vec![0; values.len()];
            for place in unit.iter().flatten().filter_map(|value| values.get(value)) {
                if let Some(count) = counts.get_mut(*place) {
                    *count += 1;
                }
            }
            counts
        }))
    }

    /// Cohen's kappa of two coders, over the units both gave a value.
    ///
    /// Observed agreement against what each coder's own use of the values would give by chance (Cohen 1960).
    pub fn cohens_kappa(&self, a: usize, b: usize) -> Defined {
        let pairs: Vec<(&L, &L)> =
            (self.units.iter()).filter_map(|unit| Some((unit.get(a)?.as_ref()?, unit.get(b)?.as_ref()?))).collect();
        if pairs.is_empty()
            && !self.units.iter().any(|unit| [a, b].iter().any(|at| matches!(unit.get(*at), Some(Some(_)))))
        {
            return Err(Undefined::NotCoded);
        }
        let n = pairs.len();
        if n < LEAST_UNITS {
            return Err(Undefined::TooSmall { n });
        }
        let same = pairs.iter().filter(|(a, b)| a == b).count();
        let mut uses: BTreeMap<&L, (usize, usize)> = BTreeMap::new();
        for (a, b) in &pairs {
            uses.entry(a).or_default().0 += 1;
            uses.entry(b).or_default().1 += 1;
        }
        // In whole numbers, so that agreement by chance is 1 exactly where it is 1.
        let by_chance: usize = uses.values().map(|(a, b)| a * b).sum();
        if by_chance == n * n {
            return Err(Undefined::AllAgree);
        }
        beyond_chance(same as f64 / n as f64, by_chance as f64 / (n * n) as f64, n)
    }

    /// The share of units two coders gave the same value, of those both gave one.
    pub fn percent_agreement(&self) -> Defined {
        self.table().percent_agreement()
    }

    /// Fleiss' kappa (see [`Table::fleiss_kappa`]).
    pub fn fleiss_kappa(&self) -> Defined {
        self.table().fleiss_kappa()
    }

    /// Gwet's AC1 (see [`Table::gwet_ac1`]).
    pub fn gwet_ac1(&self) -> Defined {
        self.table().gwet_ac1()
    }

    /// Krippendorff's alpha (see [`Table::krippendorff_alpha`]).
    pub fn krippendorff_alpha(&self) -> Result<Figure, Undefined> {
        self.table().krippendorff_alpha()
    }
}
