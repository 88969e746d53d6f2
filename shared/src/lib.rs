//! What both processes of sarf speak: the words of the field, the rules over them, and the service contract.
//!
//! No I/O, no clock, no async but the service trait, no randomness but a seeded generator handed in by the caller.

pub mod coding;
pub mod dialogue;
pub mod discussion;
pub mod family;
pub mod job;
pub mod pdp;
pub mod places;
pub mod plural;
pub mod remedy;
pub mod rpc;
pub mod scoring;
pub mod seed;
pub mod simulation;
