//! What is wrong with codings, with its place: where in the file, which statement, which item.

use std::fmt;

/// One thing that is wrong, or worth a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where in the file: a line, or a path such as `codings[0].statements[2].deltas.events[1]`. Empty where it is not
    /// the file that is wrong.
    pub place: String,
    /// Which statement, as `41/8` or as the file names it.
    pub statement: Option<String>,
    /// Which item, as `event -2`.
    pub item: Option<String>,
    /// What is wrong, in words; holds no words of a transcript.
    pub what: String,
}

impl Problem {
    /// A problem at a place of the file.
    pub fn at(place: impl Into<String>, what: impl Into<String>) -> Self {
        Problem { place: place.into(), statement: None, item: None, what: what.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.place.is_empty() {
            write!(f, "{}: ", self.place)?;
        }
        match (&self.statement, &self.item) {
            (Some(statement), Some(item)) => write!(f, "statement {statement}, {item}: ")?,
            (Some(statement), None) => write!(f, "statement {statement}: ")?,
            (None, Some(item)) => write!(f, "{item}: ")?,
            (None, None) => {}
        }
        f.write_str(&self.what)
    }
}

/// Problems and warnings as they are found; nothing stops at the first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems {
    /// What keeps the file out.
    pub errors: Vec<Problem>,
    /// What does not.
    pub warnings: Vec<Problem>,
}

impl Problems {
    /// Notes an error.
    pub fn error(&mut self, place: impl Into<String>, what: impl Into<String>) {
        self.errors.push(Problem::at(place, what));
    }

    /// Notes a warning.
    pub fn warn(&mut self, place: impl Into<String>, what: impl Into<String>) {
        self.warnings.push(Problem::at(place, what));
    }
}
