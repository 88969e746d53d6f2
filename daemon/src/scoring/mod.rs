//! Scoring over what is stored.

pub mod inputs;
