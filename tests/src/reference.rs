//! Finds the reference folder: what the field and other programs recorded, too large or not ours to keep here.
//!
//! `SARF_REFERENCE` names it; without the variable it is the folder `shared` beside the checkout. Tests that need it
//! are skipped without it, and say so.

use std::path::PathBuf;

/// The reference folder, if it is there; else says on stderr that `what` was skipped.
pub fn reference(what: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("SARF_REFERENCE")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared")), PathBuf::from);
    let there = folder.join("DESIGN.md").is_file() && folder.join("vectors").is_dir();
    if !there {
        eprintln!("skipped: {what}: no reference folder at {} (set SARF_REFERENCE)", folder.display());
    }
    there.then_some(folder)
}
