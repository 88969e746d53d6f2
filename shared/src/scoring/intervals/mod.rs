//! Uncertainty of figures over clusters (discussions): percentile intervals by the cluster bootstrap, and permutation
//! tests of the difference between two systems.
//!
//! The discussion is the unit that was drawn, so it is the unit that is drawn again: items of one discussion are not
//! independent. Figures are functions of summed integers, so a resample is a sum of rows. Everything is seeded; the same
//! seed gives the same interval on every machine. What cannot be said is a sentence, never a number.

mod bootstrap;
mod clusters;
mod permutation;

pub use bootstrap::{Bounds, FEW, Interval, NoInterval, OfSums, REPLICATES, bootstrap, bootstrap_all};
pub use clusters::Clusters;
pub use permutation::{NoTest, Permutation, Test, permutation, permutation_all};
