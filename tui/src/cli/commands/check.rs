//! `sarf check [--repair]`: asks the daemon; where none can start, this executable looks by itself.

use std::process::Stdio;

use sarf_shared::rpc::CheckView;

use crate::cli::args::CheckArgs;
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::Output;
use crate::cli::session;
use crate::client::Autostart;

/// Looks, and repairs if asked.
pub async fn run(output: &Output, args: &CheckArgs) -> Result<Exit, Failure> {
    if args.repair {
        // Repair moves files that a running daemon has open.
        if session::open(output, Autostart::No).await.is_ok() {
            let words = "the service is running and its store is open; stop it first (`sarf daemon stop`), then repair";
            return Err(Failure::new(Exit::Conflict, words));
        }
        return by_itself(output, true).await;
    }
    match session::open(output, Autostart::Yes).await {
        Ok(connection) => Ok(tell(output, &connection.api.check().await?)),
        // Another build, or another person's: it runs, so its files are open.
        Err(failure) if failure.exit != Exit::Unreachable => Err(failure),
        Err(failure) => {
            output.notice(&format!("{failure}\nLooking at the files without the service:"));
            by_itself(output, false).await
        }
    }
}

async fn by_itself(output: &Output, repair: bool) -> Result<Exit, Failure> {
    let failed = |error: std::io::Error| Failure::new(Exit::Failed, format!("the check could not start: {error}"));
    let mut command = tokio::process::Command::new(std::env::current_exe().map_err(failed)?);
    command.args(["daemon", "run", "--check"]).stdin(Stdio::null());
    if repair {
        command.arg("--repair");
    }
    if output.is_json() {
        command.arg("--json");
    }
    let status = command.status().await.map_err(failed)?;
    Ok(status.code().and_then(Exit::of_code).unwrap_or(Exit::Failed))
}

/// Says what was found.
pub fn tell(output: &Output, report: &CheckView) -> Exit {
    output.value(report, || {
        let mut lines = report.looked_at.clone();
        lines.extend(report.problems.iter().map(|problem| format!("! {problem}")));
        lines.extend(report.repairs.iter().map(|repair| format!("> {repair}")));
        lines.push(
            if report.sound { "Everything is as it should be." } else { "Not everything is as it should be." }
                .to_owned(),
        );
        lines.join("\n")
    });
    if report.sound { Exit::Done } else { Exit::Failed }
}
