//! `sarf agreement`: how far coders agree, of what is stored or of a file of codings.

mod file;
mod table;
mod values;

use sarf_shared::scoring::agreement::{AgreementReport, Settings, write_long_csv};

use crate::cli::args::agreement::{AgreementArgs, Source};
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::Output;
use crate::cli::session;

/// Runs the command.
pub async fn run(output: &Output, args: &AgreementArgs) -> Result<Exit, Failure> {
    if args.csv && output.is_json() {
        return Err(Failure::new(Exit::Usage, "--csv and --json are two forms; take one of them"));
    }
    match args.source()? {
        Source::File(path) => file::run(output, args, &path),
        Source::Stored(request) => {
            let about = request.filter.discussions_in_words();
            let settings = request.settings.clone();
            let report = session::connect(output).await?.agreement(*request).await?;
            print(output, args.csv, &about, &settings, report)
        }
    }
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
