//! The program `sarf` as a library: command line, client and terminal interface.

pub mod cli;
pub mod client;
pub mod words;
