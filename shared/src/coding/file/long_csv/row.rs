//! One row of the long table: what its cells say, each problem with line and column.

use std::collections::BTreeMap;
use std::str::FromStr;

use super::super::dates::{self, BadDate};
use crate::coding::{BadCoderName, CoderName, Problems};
use crate::family::UnknownWord;

/// One row, by column name.
pub(super) struct Row<'a> {
    pub line: u64,
    pub record: &'a csv::StringRecord,
    pub columns: &'a BTreeMap<&'static str, usize>,
}

impl Row<'_> {
    pub(super) fn cell(&self, column: &str) -> Option<&str> {
        let text = self.record.get(*self.columns.get(column)?)?.trim();
        (!text.is_empty()).then_some(text)
    }

    pub(super) fn place(&self, column: &str) -> String {
        format!("line {}, {column}", self.line)
    }

    pub(super) fn word<T: FromStr<Err = UnknownWord>>(&self, column: &str, problems: &mut Problems) -> Option<T> {
        let text = self.cell(column)?.to_lowercase();
        text.parse().map_err(|error: UnknownWord| problems.error(self.place(column), error.to_string())).ok()
    }

    pub(super) fn people(&self, column: &str) -> Vec<String> {
        let names = self.cell(column).unwrap_or_default().split(';').map(str::trim);
        names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
    }

    pub(super) fn owned(&self, column: &str) -> Option<String> {
        self.cell(column).map(str::to_owned)
    }

    /// Discussion and statement.
    pub(super) fn unit(&self, problems: &mut Problems) -> Option<(u64, u32)> {
        let (place, discussion, statement) = match self.cell("unit") {
            Some(unit) => {
                let (discussion, statement) = unit.split_once('/').unwrap_or((unit, ""));
                (self.place("unit"), discussion.to_owned(), statement.to_owned())
            }
            None => {
                let cell = |column| self.cell(column).unwrap_or_default().to_owned();
                (self.place("statement"), cell("discussion"), cell("statement"))
            }
        };
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        match (discussion.parse(), statement.parse()) {
            (Ok(one), Ok(other)) if digits(&discussion) && digits(&statement) => Some((one, other)),
            _ => {
                problems.error(place, "the number of a discussion and of a statement are wanted (41 and 8, or 41/8)");
                None
            }
        }
    }

    pub(super) fn coder(&self, problems: &mut Problems) -> Option<CoderName> {
        let Some(name) = self.cell("coder") else {
            problems.error(self.place("coder"), "who coded is missing");
            return None;
        };
        name.parse().map_err(|error: BadCoderName| problems.error(self.place("coder"), error.to_string())).ok()
    }

    pub(super) fn date(&self, problems: &mut Problems) -> Option<String> {
        let text = self.cell("date")?;
        let shown: String = text.chars().filter(|c| !c.is_control()).take(40).collect();
        match dates::look(text) {
            Ok(()) => {}
            Err(BadDate::Impossible) => {
                problems
                    .error(self.place("date"), format!("\"{shown}\" is written as a date, but there is no such day"));
            }
            Err(BadDate::Words) => {
                problems.error(self.place("date"), format!("\"{shown}\" is no date; write a day, or leave it empty"));
            }
        }
        Some(text.to_owned())
    }
}
