//! Stage two, counted: the figures of one variable for some of the coders, each with n and interval.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::estimate::{Asked, Draws, Rows};
use super::variables::OfWhom;
use super::{Clusters, Coder, Crossed, Defined, Estimate, RatingTable, Shape, Undefined};

crate::vocabulary! {
    /// A figure of any number of coders.
    Statistic ("statistic") {
        /// Mean share of pairs of coders that gave a unit the same value.
        Percent = "percent",
        /// Krippendorff's alpha.
        Alpha = "alpha",
        /// Gwet's AC1.
        Ac1 = "ac1",
        /// Fleiss' kappa; for two coders Scott's pi.
        Fleiss = "fleiss",
    }
}

impl Statistic {
    /// The figure of a row of sums.
    pub fn of(self, shape: Shape, row: &[u64]) -> Defined {
        match self {
            Statistic::Percent => shape.percent_agreement(row),
            Statistic::Alpha => shape.krippendorff_alpha(row),
            Statistic::Ac1 => shape.gwet_ac1(row),
            Statistic::Fleiss => shape.fleiss_kappa(row),
        }
    }
}

/// How often a value was given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Prevalence {
    /// The value; "none" is one.
    pub value: String,
    /// How often, by all coders together.
    pub given: u64,
    /// The share of all values given.
    pub share: f64,
}

/// Agreement of two coders on values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PairValues {
    /// The one.
    pub a: Coder,
    /// The other.
    pub b: Coder,
    /// Share of units with the same value.
    pub percent: Estimate,
    /// Cohen's kappa.
    pub kappa: Estimate,
}

/// What some coders' values come to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ValueFigures {
    /// Units with values by two coders or more.
    pub n: usize,
    /// Values in them.
    pub values: usize,
    /// How common each value is; those nobody gave are left out.
    pub prevalence: Vec<Prevalence>,
    /// Percent agreement (as a share).
    pub percent: Estimate,
    /// Krippendorff's alpha.
    pub alpha: Estimate,
    /// Gwet's AC1.
    pub ac1: Estimate,
    /// Fleiss' kappa; for two coders Scott's pi.
    pub fleiss: Estimate,
}

impl ValueFigures {
    /// A figure by its name.
    pub fn get(&self, statistic: Statistic) -> &Estimate {
        match statistic {
            Statistic::Percent => &self.percent,
            Statistic::Alpha => &self.alpha,
            Statistic::Ac1 => &self.ac1,
            Statistic::Fleiss => &self.fleiss,
        }
    }

    /// The figures of some coders of a table.
    pub(super) fn new(table: &RatingTable, coders: &[usize], clusters: &Clusters, draws: Draws) -> Self {
        let (shape, labels) = (table.shape(), table.labels());
        let rows = Rows::new(table.sums(coders, clusters));
        let coded = table.is_coded(coders);
        let asked: Vec<Asked<'_>> = (Statistic::ALL.iter())
            .map(|statistic| -> Asked<'_> { Box::new(move |row: &[u64]| figure(*statistic, coded, shape, row)) })
            .collect();
        let mut estimates = rows.estimates(&asked, draws).into_iter();
        let mut next = || estimates.next().unwrap_or_else(|| Undefined::NotCoded.into());
        let all = shape.pairable_values(rows.total());
        let prevalence = (labels.iter().zip(shape.given(rows.total())))
            .filter(|(_, given)| *given > 0)
            .map(|(value, given)| Prevalence { value: (*value).to_owned(), given, share: given as f64 / all as f64 })
            .collect();
        ValueFigures {
            n: shape.n(rows.total()),
            values: all,
            prevalence,
            percent: next(),
            alpha: next(),
            ac1: next(),
            fleiss: next(),
        }
    }
}

/// Units that all have "none" are units nobody coded the variable on: that is no agreement about it, but "not coded".
pub(super) fn figure(statistic: Statistic, coded: bool, shape: Shape, row: &[u64]) -> Defined {
    if coded { statistic.of(shape, row) } else { Err(Undefined::NotCoded) }
}

/// The figures of every two of all coders: humans with humans, then with models, then models with models.
pub(super) fn pairs(table: &RatingTable, clusters: &OfWhom<'_>, draws: Draws) -> Vec<PairValues> {
    let crossed = Crossed::new(table.labels().len());
    let mut pairs = Vec::new();
    for (i, a) in table.coders.iter().enumerate() {
        for (j, b) in table.coders.iter().enumerate().skip(i + 1) {
            let coded = table.is_coded(&[i, j]);
            let asked = |statistic: fn(Crossed, &[u64]) -> Defined| -> Asked<'_> {
                Box::new(move |row| if coded { statistic(crossed, row) } else { Err(Undefined::NotCoded) })
            };
            let clusters = if a.is_human() && b.is_human() { clusters.humans } else { clusters.all };
            let rows = Rows::new(table.crossed(i, j, clusters));
            let asked = [asked(Crossed::percent_agreement), asked(Crossed::cohens_kappa)];
            let mut estimates = rows.estimates(&asked, draws).into_iter();
            let mut next = || estimates.next().unwrap_or_else(|| Undefined::NotCoded.into());
            pairs.push(PairValues { a: a.clone(), b: b.clone(), percent: next(), kappa: next() });
        }
    }
    pairs.sort_by_key(|pair| usize::from(!pair.a.is_human()) + usize::from(!pair.b.is_human()));
    pairs
}
