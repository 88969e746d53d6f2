//! The long file: one row for each unit, coder and variable, from which any statistics program gives the same figures.
//!
//! Columns `unit,coder,variable,value`. A gap is no row; "coded without the variable" is the value `none`. The rows are those
//! of the units that count under one convention, for all coders together: turned into a table of units by coders, a
//! variable's rows are what irrCAC's `krippen.alpha.raw`, `gwet.ac1.raw` and `fleiss.kappa.raw` take. For the humans' figures
//! leave out coders that begin with `model: `, and then units with fewer than two values.

use std::collections::{BTreeMap, BTreeSet};

use super::estimate::Draws;
use super::rating::{Apart, Rating};
use super::variables::{OfWhom, ValueSection};
use super::{Clusters, Coder, Convention, Counted, Rated, RatingTable, Settings, UnitId, Units};

const COLUMNS: [&str; 4] = ["unit", "coder", "variable", "value"];

/// What cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum LongCsvError {
    /// The file is no CSV.
    #[error("the file cannot be read as CSV: {0}")]
    Csv(#[from] csv::Error),
    /// Other columns.
    #[error("the columns are \"{found}\"; they must be \"unit,coder,variable,value\"")]
    Columns {
        /// The first line.
        found: String,
    },
    /// Everything wrong in the rows.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Rows(Vec<LongCsvProblem>),
    /// The written text is not text; cannot happen with names that are.
    #[error("the file cannot be written: {0}")]
    Write(String),
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct LongCsvProblem {
    /// The line, counted from 1 with the heading.
    pub line: u64,
    /// What is wrong, and what would be right.
    pub what: String,
}

/// Writes the values of a selection's units.
pub fn write_long_csv(units: &Units, convention: Convention) -> Result<String, LongCsvError> {
    let mut file = csv::Writer::from_writer(Vec::new());
    file.write_record(COLUMNS)?;
    for rated in Rated::ALL {
        let table = RatingTable::new(units, *rated, convention);
        let words = rated.values();
        for row in &table.rows {
            for (coder, value) in table.coders.iter().zip(&row.values) {
                let Some(word) = value.and_then(|at| words.get(at)) else { continue };
                file.write_record([row.unit.as_str(), &coder.to_string(), rated.as_str(), word])?;
            }
        }
    }
    let bytes = file.into_inner().map_err(|error| LongCsvError::Write(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| LongCsvError::Write(error.to_string()))
}

/// Reads values, a table for each variable. Nothing is read of a file with a wrong row.
pub fn read_long_csv(text: &str, counted: Counted) -> Result<Vec<RatingTable>, LongCsvError> {
    let mut file = csv::Reader::from_reader(text.as_bytes());
    let heading = file.headers()?.clone();
    if !heading.iter().eq(COLUMNS) {
        return Err(LongCsvError::Columns { found: heading.iter().collect::<Vec<_>>().join(",") });
    }
    let mut read = Read::default();
    for record in file.records() {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        if let Err(what) = read.row(&record) {
            read.problems.push(LongCsvProblem { line, what });
        }
    }
    if !read.problems.is_empty() {
        return Err(LongCsvError::Rows(read.problems));
    }
    Ok(read.tables(counted))
}

/// The rows of one variable: its units in the order of the file, and the values of each.
#[derive(Default)]
struct OfVariable {
    order: Vec<UnitId>,
    values: BTreeMap<UnitId, BTreeMap<Coder, usize>>,
}

/// The rows of a file so far.
#[derive(Default)]
struct Read {
    variables: BTreeMap<Rated, OfVariable>,
    coders: BTreeSet<Coder>,
    problems: Vec<LongCsvProblem>,
}

impl Read {
    fn row(&mut self, record: &csv::StringRecord) -> Result<(), String> {
        let cell = |at: usize| record.get(at).unwrap_or_default();
        let (unit, coder, variable, value) = (cell(0), cell(1), cell(2), cell(3));
        if unit.is_empty() || coder.is_empty() {
            return Err("a row needs a unit and a coder".to_owned());
        }
        let rated: Rated = variable.parse().map_err(|error: crate::family::UnknownWord| error.to_string())?;
        let Some(place) = rated.place(value) else {
            let shown: String = value.chars().take(40).collect();
            return Err(format!("\"{shown}\" is no value of {rated}; use one of: {}", rated.values().join(", ")));
        };
        let (unit, coder) = (UnitId::read(unit), Coder::parse(coder));
        let OfVariable { order, values } = self.variables.entry(rated).or_default();
        let values = values.entry(unit.clone()).or_insert_with(|| {
            order.push(unit.clone());
            BTreeMap::new()
        });
        if values.insert(coder.clone(), place).is_some() {
            return Err(format!("{coder} has a second value for {rated} of unit {unit}; keep one"));
        }
        self.coders.insert(coder);
        Ok(())
    }

    fn tables(self, counted: Counted) -> Vec<RatingTable> {
        let coders: Vec<Coder> = self.coders.into_iter().collect();
        let mut variables = self.variables;
        let table = |rated: &Rated| {
            let OfVariable { order, mut values } = variables.remove(rated).unwrap_or_default();
            let rows = (order.into_iter())
                .map(|unit| {
                    let mut given = values.remove(&unit).unwrap_or_default();
                    Rating { values: coders.iter().map(|coder| given.remove(coder)).collect(), unit }
                })
                .collect();
            // The certainty of dates is counted on every unit, whatever counts for the variables.
            let counted = if *rated == Rated::DateCertainty { Counted::All } else { counted };
            RatingTable { rated: *rated, counted, apart: Apart::Values, coders: coders.clone(), rows }
        };
        Rated::ALL.iter().map(table).collect()
    }
}

/// The figures of a long file, as the report has them. Clusters are those of its units: a discussion without a unit is not in
/// the file, so an interval can differ from the report's where there is one; the figures do not.
pub fn figures_of_long_csv(
    text: &str,
    convention: Convention,
    settings: &Settings,
) -> Result<ValueSection, LongCsvError> {
    let tables = read_long_csv(text, convention.counted)?;
    let units = || tables.iter().flat_map(|table| table.rows.iter().map(|row| &row.unit));
    let clusters = Clusters::of_units(settings.resampled, units());
    let whom = OfWhom { humans: &clusters, all: &clusters };
    let draws = Draws { seed: settings.seed, replicates: settings.replicates };
    Ok(ValueSection::of_tables(&tables, convention, &whom, draws))
}
