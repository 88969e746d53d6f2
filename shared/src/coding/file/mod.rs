//! Files of codings: bytes in, one common form out, every problem with its place. Pure.
//!
//! | file | form |
//! |---|---|
//! | `own` | this project's JSON, `{"format": "sarf-codings/1", "codings": [...]}`; also written here |
//! | `web` | the public web system's exports: a discussion, ground truth of many, a test case |
//! | `long_csv`, `lay` | one coded cell a row, people by name; `lay` gives them ids |
//! | `deltas`, `fields`, `dates` | what all of them read |
//!
//! Knows nothing of what is stored: whether a discussion, statement or coder exists is the reader's caller to say.

mod dates;
mod deltas;
mod fields;
mod lay;
mod long_csv;
mod own;
mod web;

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::{CoderName, Problem, Problems, Provenance};
use crate::dialogue::Speaker;
use crate::discussion::DiscussionId;
use crate::pdp::Deltas;

pub use lay::{Named, NamedCoding, lay};
pub use own::{FORMAT, OwnCoding, OwnFile, OwnStatement, write as write_own};

/// The largest file of codings, in bytes.
pub const MAX_CODINGS: usize = 64 * 1024 * 1024;
/// The most bytes one statement's coding may have when stored.
pub const MAX_CODING: usize = 100 * 1024;

/// A file of codings as read.
#[derive(Debug, Clone, PartialEq)]
pub struct CodingFile {
    /// By discussion, in the order of the file.
    pub parts: Vec<FilePart>,
}

/// What a file holds of one discussion.
#[derive(Debug, Clone, PartialEq)]
pub struct FilePart {
    /// Where in the file.
    pub place: String,
    /// Which discussion it is of.
    pub of: Of,
    /// The codings. Statement numbers are those of the discussion.
    pub codings: Vec<FileCoding>,
}

/// How a file says which discussion it is of.
#[derive(Debug, Clone, PartialEq)]
pub enum Of {
    /// By its id here.
    Id(DiscussionId),
    /// By the words of all its statements; a discussion that is not here yet can be made of it.
    Talk(Box<Talk>),
    /// By the words of its first statements.
    Beginning(Vec<String>),
}

/// A whole discussion in a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Talk {
    /// What it is called, where the file says.
    pub title: Option<String>,
    /// Its day, where the file says.
    pub date: Option<NaiveDate>,
    /// Whether the file says that its client was a model.
    pub synthetic: bool,
    /// The client's name, where the file says.
    pub subject: Option<String>,
    /// The coach's name, where the file says.
    pub coach: Option<String>,
    /// Its statements in order.
    pub statements: Vec<TalkStatement>,
    /// The whole object of the file without its statements.
    pub raw: Value,
}

/// One statement of a discussion in a file.
#[derive(Debug, Clone, PartialEq)]
pub struct TalkStatement {
    /// Where in the file.
    pub place: String,
    /// Who says it.
    pub speaker: Speaker,
    /// The words.
    pub text: String,
    /// What a model made of it, where the file says.
    pub model: Option<Deltas>,
    /// The whole object of the file.
    pub raw: Value,
}

/// One coder's coding of one statement, as a file has it.
#[derive(Debug, Clone, PartialEq)]
pub struct FileCoding {
    /// Where in the file.
    pub place: String,
    /// Number of the statement, from 1.
    pub statement: u32,
    /// Who coded, where the file says.
    pub coder: Option<CoderName>,
    /// What the coder had seen, where the file says.
    pub provenance: Option<Provenance>,
    /// What was coded.
    pub content: Content,
    /// Fields that mean nothing here.
    pub kept: Map<String, Value>,
    /// Whether the file marks it as approved.
    pub approved: bool,
}

/// What was coded.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// With ids, as stored.
    Deltas(Deltas),
    /// With names; [`lay`] gives them ids.
    Named(NamedCoding),
}

/// Reads a file of any of the forms. Errors keep all of it out; warnings do not.
pub fn read(bytes: &[u8]) -> (CodingFile, Problems) {
    let mut problems = Problems::default();
    let parts = match text(bytes) {
        Ok(text) if text.trim_start().starts_with('{') => json(text, &mut problems),
        Ok(text) if text.trim_start().starts_with('[') => {
            problems
                .error("", "the file is a list; codings are an object (see `sarf coding import --help`) or a table");
            Vec::new()
        }
        Ok(text) => long_csv::read(text, &mut problems),
        Err(problem) => {
            problems.errors.push(problem);
            Vec::new()
        }
    };
    if problems.errors.is_empty() && parts.iter().all(|part| part.codings.is_empty()) {
        problems.error("", "there is no coding in the file");
    }
    (CodingFile { parts }, problems)
}

fn text(bytes: &[u8]) -> Result<&str, Problem> {
    if bytes.len() > MAX_CODINGS {
        let words = format!("the file has {} bytes; a file of codings may have {MAX_CODINGS} (64 MB)", bytes.len());
        return Err(Problem::at("", words));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        Problem::at("", format!("the file is not UTF-8 text (byte {at}); save it as UTF-8 and import it again"))
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(at) = text.find('\0') {
        let line = text.get(..at).map_or(1, |head| head.matches('\n').count() + 1);
        return Err(Problem::at(format!("line {line}"), "a NUL byte; this is probably not a text file"));
    }
    if text.trim().is_empty() {
        return Err(Problem::at("", "the file is empty"));
    }
    Ok(text)
}

fn json(text: &str, problems: &mut Problems) -> Vec<FilePart> {
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => {
            let place = format!("line {}, column {}", error.line(), error.column());
            let what = match error.classify() {
                serde_json::error::Category::Eof => "the JSON ends too early; the file is cut short",
                _ => "the JSON cannot be read from here on",
            };
            problems.error(place, what);
            return Vec::new();
        }
    };
    let Value::Object(object) = value else { return Vec::new() };
    if object.contains_key("format") {
        own::read(&object, problems)
    } else if object.contains_key("discussions") {
        web::many(object, problems)
    } else if object.contains_key("statements") {
        web::discussion(object, "", problems).into_iter().collect()
    } else if object.contains_key("expected_output") {
        web::test_case(&object, problems).into_iter().collect()
    } else {
        let words = "none of the known forms: it has neither \"format\": \"sarf-codings/1\" nor \"statements\", \
                     \"discussions\" or \"expected_output\" as the web system's exports have";
        problems.error("", words);
        Vec::new()
    }
}
