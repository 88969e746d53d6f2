//! What a fault of the program itself says and leaves behind: a sentence, the place in the source, and a report in the
//! log folder. Never the words the fault came with: they may quote a transcript, a prompt or a key.

use std::backtrace::Backtrace;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};

use crate::{client, terminal};

/// The end of a program that broke off: "failed" in the table of exit codes.
const FAILED: i32 = 1;

/// For every command but `daemon run`: gives the terminal back, says what happened and where to look, and ends
/// the whole program, in whichever thread the fault was: a picture without the task behind it would lie.
pub fn end_with_a_report() {
    std::panic::set_hook(Box::new(|panic| {
        terminal::give_back();
        let place = place(panic);
        let report = client::places().ok().and_then(|places| report(&places.log_dir, &place));
        // Nobody is left to tell when this fails.
        let _ = writeln!(std::io::stderr(), "{}", sentence(&place, report.as_deref()));
        std::process::exit(FAILED);
    }));
}

/// For the background service and its check of the files, which survive the fault of one piece of work: the place only,
/// until the service has a log of its own to say it in.
pub fn say_the_place() {
    std::panic::set_hook(Box::new(|panic| {
        let _ = writeln!(std::io::stderr(), "sarf: a piece of work broke off at {}", place(panic));
    }));
}

fn place(panic: &PanicHookInfo<'_>) -> String {
    panic.location().map_or_else(|| "an unknown place".into(), |at| format!("{}:{}", at.file(), at.line()))
}

fn sentence(place: &str, report: Option<&Path>) -> String {
    let look = match report {
        Some(file) => format!("The report is in {} (it holds nothing of your data).", file.display()),
        None => "No report could be written; the place in the program is all there is.".into(),
    };
    format!(
        "sarf: this is a fault in the program itself, at {place}; it had to end.\nNothing that was acknowledged is lost, \
         and work under way goes on in the background. Start sarf again.\n{look}"
    )
}

/// Adds a report to the file of reports.
fn report(folder: &Path, place: &str) -> Option<PathBuf> {
    client::make_private_folder(folder).ok()?;
    let file = folder.join("faults.txt");
    let mut out = OpenOptions::new().create(true).append(true).mode(0o600).open(&file).ok()?;
    let at = chrono::Utc::now().format("%Y-%m-%dT%H:%M:%SZ");
    let version = env!("CARGO_PKG_VERSION");
    // Function names and lines only; no values.
    let trace = Backtrace::force_capture();
    writeln!(out, "{at} sarf {version} at {place}\n{trace}").ok()?;
    Some(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn a_report_names_the_place_and_is_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = report(&folder.path().join("log"), "here.rs:7").unwrap();
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.lines().next().unwrap().ends_with("at here.rs:7"), "{text}");
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(sentence("here.rs:7", Some(&file)).contains("faults.txt"));
        assert!(sentence("here.rs:7", None).contains("No report"));
    }
}
