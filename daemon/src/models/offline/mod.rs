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

use std::sync::Mutex;

pub use talk::{Said, opening_facts, persona, talk};

/// The engine. Between calls it keeps only what it has read of the talk it is coding, which spares reading it again.
#[derive(Debug, Default)]
pub struct Offline {
    heard: Mutex<Option<extractor::SoFar>>,
}
