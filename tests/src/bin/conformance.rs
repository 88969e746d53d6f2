//! `conformance FILE...`: replays vector files and says how many lines agree. Exit 0 only when nothing failed or was
//! skipped and something passed; 1 otherwise; 2 when a file cannot be read or none is named.

use std::process::ExitCode;

use sarf_tests::conformance::{Deviations, Tally, check};

fn main() -> ExitCode {
    let files: Vec<String> = std::env::args().skip(1).collect();
    if files.is_empty() {
        eprintln!("usage: conformance FILE...   (JSON lines with id, op, input, expected)");
        return ExitCode::from(2);
    }
    let deviations = match Deviations::written() {
        Ok(deviations) => deviations,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    let mut tally = Tally::default();
    for file in &files {
        match std::fs::read_to_string(file) {
            Ok(text) => check(&text, &deviations, &mut tally, |id, what| println!("{id}: {what}")),
            Err(error) => {
                eprintln!("{file}: {error}");
                return ExitCode::from(2);
            }
        }
    }
    println!("{tally}");
    if tally.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
