//! `keep_world HOME FILE`: keeps a world as it is for the tests of all later versions. HOME is a `SARF_HOME` of the
//! newest layout, its daemon ended; it is copied, never changed.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use sarf_tests::harness::World;
use sarf_tests::kept::{COMMANDS, Kept, answers};

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [home, file] = arguments.as_slice() else {
        eprintln!("keep_world HOME FILE");
        return ExitCode::from(2);
    };
    match keep(home, file) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("keep_world: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn keep(home: &Path, file: &Path) -> Result<()> {
    let mut kept = Kept::of(home)?;
    let world = World::new();
    kept.lay(world.home())?;
    for words in COMMANDS {
        kept.said.insert(words.join(" "), answers(&world.sarf(words).ok()));
    }
    kept.write(file)
}
