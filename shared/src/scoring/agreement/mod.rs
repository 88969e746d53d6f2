//! How far coders agree: on finding items, and on the values of the items they found. Any number of coders, gaps allowed.
//!
//! Two stages, always together. Stage one matches every two coders and counts the items both found (F1; there are no true
//! negatives). Stage two lines matched events of all coders up into units and compares the values, pooled over the whole
//! selection: percent agreement, prevalence, Cohen's kappa, Fleiss' kappa, Krippendorff's alpha and Gwet's AC1, all for
//! nominal values. A figure that is not defined is a sentence that says why, never a number. A model is one more coder,
//! kept apart from the humans, whose figures it never changes.
//!
//! Which codings are compared is the caller's choice; how two sides are matched is a [`PairMatcher`]'s.

mod align;
mod canonical;
mod clusters;
mod coder;
mod compare;
mod confusion;
mod crossed;
mod disagreement;
mod estimate;
mod figures;
mod finding;
mod found;
mod long_csv;
#[cfg(test)]
mod made;
mod matcher;
mod mcnemar;
mod models;
mod normalised;
mod presence;
mod rated;
mod rating;
mod ratings;
mod report;
mod sample;
mod settings;
mod side;
mod strength;
mod sums;
mod table;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_files;
#[cfg(test)]
mod tests_properties;
#[cfg(test)]
mod tests_report;
mod unit;
mod variables;
mod windows;
mod words;

pub use clusters::Clusters;
pub use coder::Coder;
pub use compare::Comparison;
pub use confusion::Confusion;
pub use crossed::Crossed;
pub use disagreement::{Disagreement, Impact, Said};
pub use estimate::{Estimate, interval_in_words};
pub use figures::{PairValues, Prevalence, Statistic, ValueFigures};
pub use finding::{Finding, LineFound, PairFound};
pub use found::{Found, LINES};
pub use long_csv::{LongCsvError, LongCsvProblem, figures_of_long_csv, read_long_csv, write_long_csv};
pub use matcher::{ByRuler, Matched, PairMatcher, Pairing};
pub use mcnemar::mcnemar_exact;
pub use models::{FoundStanding, InPlaceOf, ModelStanding, Standing, ValueStanding};
pub use normalised::{NormalisedError, read_normalised, report_from_codings};
pub use rated::{NONE, Rated, Values};
pub use rating::{Apart, CODED, REST, Rating, RatingTable};
pub use ratings::Ratings;
pub use report::{AgreementReport, Rater, SampleSize, Stamp, VERSION};
pub use sample::{CoderCodings, DiscussionCodings, Sample, SampleError, StatementCoding};
pub use settings::{Absent, Convention, Counted, Level, Resampled, Settings, WindowOrder, WindowSettings};
pub use side::CoderSide;
pub use sums::Shape;
pub use table::Table;
pub use unit::{Mark, Place, Unit, UnitId, Units};
pub use variables::{LeftOut, ValueSection, VariableFigures};
pub use windows::{Window, WindowFigures};

/// A figure and the number of units it rests on.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Figure {
    /// The figure.
    pub value: f64,
    /// Units with a value by two coders or more.
    pub n: usize,
}

/// Why there is no figure. Three different things, so three different sentences.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Undefined {
    /// Everybody gave one and the same value throughout, so agreement by chance cannot be told from agreement.
    #[error("all agree (no variation)")]
    AllAgree,
    /// Too few units have a value by two coders.
    #[error("n too small (n = {n})")]
    TooSmall {
        /// Units with a value by two coders or more.
        n: usize,
    },
    /// Nobody gave a value.
    #[error("not coded")]
    NotCoded,
}

/// A figure, or why there is none.
pub type Defined = Result<Figure, Undefined>;

/// Why there is no report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AgreementError {
    /// The sample contradicts itself.
    #[error("the codings cannot be compared: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Sample(Vec<SampleError>),
    /// Two codings cannot be matched.
    #[error("discussion {discussion}: the codings of {a} and {b} cannot be matched: {why}")]
    Match {
        /// The discussion.
        discussion: String,
        /// One coder.
        a: String,
        /// The other.
        b: String,
        /// Why not.
        why: String,
    },
}

/// Chance-corrected figures need two units at least.
const LEAST_UNITS: usize = 2;

/// `(observed - expected) / (1 - expected)`, or all agree where chance alone explains everything.
fn beyond_chance(observed: f64, expected: f64, n: usize) -> Defined {
    if expected >= 1.0 {
        return Err(Undefined::AllAgree);
    }
    Ok(Figure { value: (observed - expected) / (1.0 - expected), n })
}
