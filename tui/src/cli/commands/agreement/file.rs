//! Agreement of a file: codings that were normalised by hand (JSON), or a long table of values. The store has no part in it.

use std::path::Path;

use sarf_shared::scoring::agreement::{ValueSection, figures_of_long_csv, report_from_codings};
use sarf_shared::scoring::f1::{Matcher, Ruler};
use schemars::JsonSchema;
use serde::Serialize;

use super::values;
use crate::cli::args::agreement::AgreementArgs;
use crate::cli::exit::{Exit, Failure};
use crate::cli::files;
use crate::cli::output::Output;
use crate::cli::text::wrap;

/// The largest file that is read.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// The figures of a long table, as `--json` prints them.
#[derive(Serialize, JsonSchema)]
pub struct OfTable {
    /// The file.
    file: String,
    /// Seed of the draws.
    seed: u64,
    /// How many draws.
    replicates: u32,
    /// The figures under each convention that was asked for.
    values: Vec<ValueSection>,
}

/// Reads a file and prints its figures.
pub fn run(output: &Output, args: &AgreementArgs, path: &Path) -> Result<Exit, Failure> {
    let text = read(path)?;
    let refused = |error: String| Failure::new(Exit::Refused, format!("{}: {error}", path.display()));
    let mut settings = args.settings();
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    if text.trim_start().starts_with('{') {
        if is_to_be_stored(&text) {
            let why = format!(
                "{name} holds codings that are stored first: `sarf coding import {name}` reads them in, then `sarf agreement` \
                 compares what is stored"
            );
            return Err(Failure::new(Exit::Refused, why));
        }
        let ruler = Ruler::new(args.matched.method()?);
        if args.measured.units.is_empty() {
            // Such a file is told under two conventions, unless one is asked for.
            settings.conventions.clear();
        }
        let report = report_from_codings(&text, ruler, &settings).map_err(|error| refused(error.to_string()))?;
        return super::print(output, args.csv, &format!("file {name}"), &settings, report);
    }
    if args.matched.matcher != Matcher::Fair || args.matched.today.is_some() {
        let why = "a long table holds units that were matched already; leave --matcher and --today out";
        return Err(Failure::new(Exit::Usage, why));
    }
    if args.csv {
        return Err(Failure::new(Exit::Usage, "the file is a long table already; leave --csv out"));
    }
    let values = (settings.conventions.iter())
        .map(|convention| {
            figures_of_long_csv(&text, *convention, &settings).map_err(|error| refused(error.to_string()))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let table = OfTable { file: name, seed: settings.seed, replicates: settings.replicates, values };
    output.value(&table, || {
        let drawn = match table.replicates {
            0 => "no intervals".to_owned(),
            n => format!("95 % intervals from {n} draws, seed {}", table.seed),
        };
        let mut out =
            wrap(&format!("Agreement  file {}: values only; finding items cannot be told from it", table.file), 4);
        out.push_str(&format!("    {drawn}\n"));
        for section in &table.values {
            out.push_str(&values::section(section));
        }
        out.trim_end().to_owned()
    });
    Ok(Exit::Done)
}

/// Whether it is a file of this project's codings, or an export of the web system.
fn is_to_be_stored(text: &str) -> bool {
    let found: Option<serde_json::Map<String, serde_json::Value>> = serde_json::from_str(text).ok();
    found.is_some_and(|found| {
        !found.contains_key("rows") && ["format", "statements", "discussion"].iter().any(|key| found.contains_key(*key))
    })
}

fn read(path: &Path) -> Result<String, Failure> {
    let bytes = files::read(path, MOST_BYTES, " (discussions are named by their numbers)")?;
    String::from_utf8(bytes).map_err(|_| Failure::new(Exit::Refused, format!("{} is no text in UTF-8", path.display())))
}
