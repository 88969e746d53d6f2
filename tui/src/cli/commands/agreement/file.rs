//! Agreement of a file: codings that were normalised by hand (JSON), or a long table of values. The store has no part in it.

use std::path::Path;

use sarf_shared::scoring::agreement::{Convention, figures_of_long_csv, report_from_codings};
use sarf_shared::scoring::f1::Ruler;

use super::super::f1::table::wrap;
use super::values;
use crate::cli::args::agreement::AgreementArgs;
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::Output;

/// The largest file that is read.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// Reads a file and prints its figures.
pub fn run(output: &Output, args: &AgreementArgs, path: &Path) -> Result<Exit, Failure> {
    let text = read(path)?;
    let refused = |error: String| Failure::new(Exit::Refused, format!("{}: {error}", path.display()));
    let settings = args.settings();
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    if text.trim_start().starts_with('{') {
        let ruler = Ruler::new(args.method()?);
        let report = report_from_codings(&text, ruler, &settings).map_err(|error| refused(error.to_string()))?;
        return super::print(output, args.csv, &format!("file {name}"), &settings, report);
    }
    if args.csv {
        return Err(Failure::new(Exit::Usage, "the file is a long table already; leave --csv out"));
    }
    let conventions = match args.measured.units.as_slice() {
        [] => vec![Convention::MATCHED],
        words => words.iter().map(|word| word.convention()).collect(),
    };
    let sections = (conventions.into_iter())
        .map(|convention| figures_of_long_csv(&text, convention, &settings).map_err(|error| refused(error.to_string())))
        .collect::<Result<Vec<_>, _>>()?;
    output.value(&sections, || {
        let mut out = format!(
            "{}    {} draws, seed {}\n",
            wrap(&format!("Agreement  file {name}: values only; finding items cannot be told from it"), 4),
            settings.replicates,
            settings.seed
        );
        for section in &sections {
            out.push_str(&values::section(section));
        }
        out.trim_end().to_owned()
    });
    Ok(Exit::Done)
}

fn read(path: &Path) -> Result<String, Failure> {
    let told = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            let why = format!("there is no file {} (discussions are named by their numbers)", path.display());
            Failure::new(Exit::NotFound, why)
        }
        _ => Failure::new(Exit::Failed, format!("{}: {error}", path.display())),
    };
    let size = std::fs::metadata(path).map_err(told)?.len();
    if size > MOST_BYTES {
        let why = format!("{} has {size} bytes; {MOST_BYTES} are the most that is read", path.display());
        return Err(Failure::new(Exit::Refused, why));
    }
    let bytes = std::fs::read(path).map_err(told)?;
    String::from_utf8(bytes).map_err(|_| Failure::new(Exit::Refused, format!("{} is no text in UTF-8", path.display())))
}
