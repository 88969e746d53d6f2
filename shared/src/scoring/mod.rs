//! Scoring: names, dates, matching and the figures made from it. Pure functions.
//!
//! `fair` is the default matcher, `compat` the published method, quirks included; figures of different matchers are
//! never mixed without a mark.

pub mod agreement;
pub mod compat;
mod counts;
pub mod f1;
pub mod fair;
pub mod intervals;
mod matching;
mod variables;

pub use counts::Counts;
pub use matching::Matching;
pub use variables::PerVariable;
