//! The program `sarf` as a library: command line, client and terminal interface.

pub mod app;
pub mod cli;
pub mod client;
pub mod crash;
pub mod keymap;
pub mod screens;
pub mod terminal;
pub mod theme;
pub mod widgets;
pub mod words;
