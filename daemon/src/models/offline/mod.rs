//! The offline engine: rules and seeded randomness, no network and no language model, and it says so.
//!
//! It plays author, client, coach and extractor. Every reply is a pure function of what the role sees and of the call's
//! seed, so that a repeated call gives the same words. Client and extractor share no table but the kinship words.

mod author;
mod client;
mod coach;
mod dice;
pub mod extractor;
mod live;
mod talk;

pub use talk::{Said, opening_facts, persona, talk};

/// The engine. It keeps nothing between calls.
#[derive(Debug, Clone, Copy, Default)]
pub struct Offline;
