//! What the store's promises are tested with: a workload whose truth is known, a child process to kill, file layers
//! that lose power or refuse, and damage.

#![expect(clippy::panic, reason = "a harness of tests: whatever goes wrong in it fails the test")]

pub mod child;
pub mod damage;
pub mod layers;
pub mod power;
pub mod work;
