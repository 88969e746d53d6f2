//! The test harness of sarf, and the programs that check it against recorded vectors.

pub mod conformance;
pub mod reference;
pub mod store;
