//! The test harness of sarf, and the programs that check it against recorded vectors.

pub mod coders;
pub mod codings;
pub mod conformance;
pub mod extraction;
pub mod fake_model;
pub mod harness;
pub mod kept;
pub mod measure;
pub mod model_kit;
pub mod reference;
pub mod scored_corpus;
pub mod store;
pub mod written;
