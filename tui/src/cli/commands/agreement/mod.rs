//! `sarf agreement`: how far coders agree, of what is stored or of a file of codings.

mod file;
mod table;
mod values;

use sarf_shared::coding::CoderName;
use sarf_shared::scoring::agreement::{AgreementReport, Coder, Settings, write_long_csv};

use super::f1;
use crate::cli::args::agreement::{AgreementArgs, Source};
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::Output;
use crate::cli::session;

pub use file::OfTable;

/// Runs the command.
pub async fn run(output: &Output, args: &AgreementArgs) -> Result<Exit, Failure> {
    if args.csv && output.is_json() {
        return Err(Failure::new(Exit::Usage, "--csv and --json are two forms; take one of them"));
    }
    match args.source()? {
        Source::File(path) => file::run(output, args, &path),
        Source::Stored(request) => {
            let about = request.filter.discussions_in_words();
            let (settings, filter) = (request.settings.clone(), request.filter.clone());
            let report = session::connect(output).await?.agreement(*request).await?;
            known(args, &report)?;
            if report.raters.iter().all(|rater| rater.coder.is_human()) {
                f1::no_such_engine(&filter)?;
            }
            print(output, args.csv, &about, &settings, report)
        }
    }
}

/// Refuses a coder who is not there, so that a slip of the pen is not taken for agreement of the others.
fn known(args: &AgreementArgs, report: &AgreementReport) -> Result<(), Failure> {
    let is_there = |name: &CoderName| report.raters.iter().any(|rater| rater.coder == Coder::human(name.as_str()));
    let missing: Vec<String> = args.coder.iter().filter(|name| !is_there(name)).map(ToString::to_string).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let why =
        format!("none of the codings asked for is by {}; `sarf coding list` shows who coded what", missing.join(", "));
    Err(Failure::new(Exit::NotFound, why))
}

/// Prints a report in the form that was asked for.
fn print(
    output: &Output,
    csv: bool,
    about: &str,
    settings: &Settings,
    mut report: AgreementReport,
) -> Result<Exit, Failure> {
    if csv {
        let text = write_long_csv(&report.units, settings.main_convention());
        output.raw(&text.map_err(|error| Failure::new(Exit::Failed, error.to_string()))?);
        return Ok(Exit::Done);
    }
    report.units.units.clear();
    output.value(&report, || table::table(about, &report));
    Ok(Exit::Done)
}
