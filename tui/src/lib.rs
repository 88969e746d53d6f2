//! The program `sarf` as a library: command line, client and terminal interface.

pub mod client;
