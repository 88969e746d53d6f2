//! Finds the programs under test beside the running executable, and refuses one that is older than its sources.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The `sarf` of this build.
///
/// Cargo builds it for `cargo test --workspace` (its package has an integration test); a test command for one package
/// alone may leave an old one behind, which would prove nothing about the present sources.
pub fn sarf() -> &'static Path {
    static FOUND: OnceLock<PathBuf> = OnceLock::new();
    FOUND.get_or_init(|| {
        let path = program("sarf");
        refuse_if_stale(&path);
        path
    })
}

/// A program of this build: in the folder of the running executable, or above its `deps`.
pub fn program(name: &str) -> PathBuf {
    let me = std::env::current_exe().unwrap_or_else(|error| panic!("this executable cannot be found: {error}"));
    let mut folder = me.parent().unwrap_or(Path::new("/")).to_owned();
    if folder.ends_with("deps") {
        folder.pop();
    }
    let path = folder.join(name);
    assert!(
        path.is_file(),
        "{} is missing; build it first (`cargo build --workspace`, with --release if this is a release build), or run \
         `cargo test --workspace`",
        path.display()
    );
    path
}

/// Cargo writes beside a program what it was made of; any of these changed later means that the program is old.
fn refuse_if_stale(program: &Path) {
    let list = program.with_extension("d");
    let text = std::fs::read_to_string(&list).unwrap_or_else(|error| panic!("{}: {error}", list.display()));
    let built = changed(program);
    let sources = text.split_once(": ").map_or("", |(_, sources)| sources);
    // Spaces in names are written as `\ `.
    let sources = sources.replace("\\ ", "\0");
    for source in sources.split_whitespace().map(|source| source.replace('\0', " ")) {
        let source = Path::new(&source);
        assert!(
            source.exists() && changed(source) <= built,
            "{} is older than {}; run `cargo build --workspace` (or `cargo test --workspace`)",
            program.display(),
            source.display()
        );
    }
}

fn changed(path: &Path) -> std::time::SystemTime {
    std::fs::metadata(path)
        .and_then(|found| found.modified())
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
