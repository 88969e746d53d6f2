//! How far coders agree on the values of items they both found: any number of coders, gaps allowed.
//!
//! Percent agreement and the chance-corrected figures: Cohen's kappa (two coders), Fleiss' kappa, Krippendorff's alpha
//! and Gwet's AC1, all for nominal values. A figure that is not defined is a sentence that says why, never a number.
//! Which items belong together, intervals and tables are not decided here.

mod mcnemar;
mod ratings;
mod table;
#[cfg(test)]
mod tests;

pub use mcnemar::mcnemar_exact;
pub use ratings::Ratings;
pub use table::Table;

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

/// Chance-corrected figures need two units at least.
const LEAST_UNITS: usize = 2;

/// `(observed - expected) / (1 - expected)`, or all agree where chance alone explains everything.
fn beyond_chance(observed: f64, expected: f64, n: usize) -> Defined {
    if expected >= 1.0 {
        return Err(Undefined::AllAgree);
    }
    Ok(Figure { value: (observed - expected) / (1.0 - expected), n })
}
