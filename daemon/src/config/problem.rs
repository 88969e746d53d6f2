//! What is wrong with a configuration: file, line, key, what it is and what to do. Never a value that may be a key.

use std::fmt;
use std::path::{Path, PathBuf};

use regex::Regex;
use sarf_shared::rpc::{DoctorFinding, FindingLevel};

use super::places::{Places, line_at};

/// Something wrong with a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigProblem {
    /// The file.
    pub file: PathBuf,
    /// Its line, from 1, where one can be named.
    pub line: Option<usize>,
    /// The key, dotted, where one can be named.
    pub key: Option<String>,
    /// What is wrong.
    pub problem: String,
    /// What to do.
    pub remedy: String,
}

impl fmt::Display for ConfigProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.place())?;
        if let Some(key) = &self.key {
            write!(f, ": {key}")?;
        }
        write!(f, ": {}. {}", self.problem, self.remedy)
    }
}

impl std::error::Error for ConfigProblem {}

impl ConfigProblem {
    /// `file, line n`.
    pub fn place(&self) -> String {
        match self.line {
            Some(line) => format!("{}, line {line}", self.file.display()),
            None => self.file.display().to_string(),
        }
    }

    /// As `doctor` shows it.
    pub fn finding(&self, level: FindingLevel) -> DoctorFinding {
        let key = self.key.as_deref().map(|key| format!(" ({key})")).unwrap_or_default();
        DoctorFinding {
            level,
            what: format!("configuration{key}"),
            found: format!("{}: {}", self.place(), self.problem),
            remedy: Some(self.remedy.clone()),
        }
    }

    /// A file that is there but cannot be read.
    pub(super) fn unreadable(file: &Path, error: &std::io::Error) -> Self {
        let problem = match error.kind() {
            std::io::ErrorKind::InvalidData => "the file is not UTF-8 text".to_owned(),
            kind => format!("the file cannot be read ({kind})"),
        };
        let remedy = "Look at its rights, or move it away and run `sarf config init`".to_owned();
        ConfigProblem { file: file.to_owned(), line: None, key: None, problem, remedy }
    }

    /// A text that does not parse, or holds an unknown key or a value of the wrong kind.
    pub(super) fn unparsable(file: &Path, text: &str, error: &toml::de::Error) -> Self {
        let start = error.span().map(|span| span.start);
        let key = start.and_then(|byte| Places::of(text).key_at(byte).map(str::to_owned));
        let (problem, remedy) = in_words(error.message());
        ConfigProblem { file: file.to_owned(), line: start.map(|byte| line_at(text, byte)), key, problem, remedy }
    }
}

/// The parser's message in our words. Quoted values are left out: one of them may be a key.
fn in_words(message: &str) -> (String, String) {
    if let Some((unknown, known)) = split_unknown(message) {
        let problem = format!("the key \"{unknown}\" is unknown");
        if unknown.contains("key") || unknown.contains("token") || unknown.contains("secret") {
            let remedy = "Keys of endpoints are never written here: name the variable (api_key_env) or the file \
                          (api_key_file) that holds it";
            return (problem, remedy.to_owned());
        }
        let remedy = if known.is_empty() {
            "Remove it".to_owned()
        } else {
            format!("Known here: {known}. Correct it, or remove the line")
        };
        return (problem, remedy);
    }
    if let Some(rest) = message.strip_prefix("unknown variant `") {
        let known: Vec<&str> = rest.split('`').skip(2).step_by(2).collect();
        let remedy = format!("Use one of: {}", known.join(", "));
        return ("the word given is not one of those known here".to_owned(), remedy);
    }
    let remedy = "Correct the line; for an example move the file away and run `sarf config init`".to_owned();
    let first_line = message.lines().next().unwrap_or_default();
    if let Some(problem) = wrong_kind(first_line) {
        return (problem, remedy);
    }
    let quoted = Regex::new(r#""[^"]*""#);
    let words = quoted.map(|q| q.replace_all(first_line, "the text given").into_owned()).unwrap_or_default();
    (format!("the file cannot be read there ({})", words.replace('`', "\"")), remedy)
}

/// serde's words for a value of another kind: `invalid type: string "x", expected usize`. The value is not repeated.
fn wrong_kind(message: &str) -> Option<String> {
    // A word of a vocabulary, where something else than a word was written.
    if message == "wanted string or table" {
        return Some("something else stands where a text in quotes belongs".to_owned());
    }
    let rest = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "))?;
    let (given, expected) = rest.rsplit_once(", expected ")?;
    let given = match given.split_whitespace().next()? {
        "string" => "a text",
        "integer" => "a whole number",
        "floating" => "a number with a fraction",
        "boolean" => "true or false",
        "sequence" => "a list",
        "map" => "a table",
        _ => "something else",
    };
    let expected = match expected {
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number that is not negative",
        "i64" => "a whole number",
        "f64" => "a number",
        "a boolean" => "true or false",
        "a string" => "a text in quotes",
        "a sequence" => "a list",
        words if words == "a map" || words.starts_with("struct ") => "a table",
        _ => "something else",
    };
    Some(format!("{given} stands where {expected} belongs"))
}

/// serde's words for an unknown key: its name, and the known ones separated by commas.
fn split_unknown(message: &str) -> Option<(String, String)> {
    let rest = message.strip_prefix("unknown field `")?;
    let (name, rest) = rest.split_once('`')?;
    let known: Vec<&str> = rest.split('`').skip(1).step_by(2).collect();
    Some((name.chars().take(40).collect(), known.join(", ")))
}
