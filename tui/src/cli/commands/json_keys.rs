//! `sarf json-keys`: what `--json` prints, command by command.

use schemars::JsonSchema;
use serde::Serialize;

use crate::cli::contract::{Form, TABLE};
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::Output;
use crate::cli::schema_keys::{Key, keys};
use crate::cli::text;

/// How many words of a key are listed in the table.
const WORDS: usize = 12;

/// One line of `json-keys --json`: a key.
#[derive(Serialize, JsonSchema)]
pub struct KeyLine {
    /// The command, as typed after `sarf`.
    command: &'static str,
    /// When it prints this form; empty for a command with one form.
    when: &'static str,
    /// How many objects it prints.
    shape: &'static str,
    /// Where the key stands, as a path: `said[].coding.run`; `*` stands for names that are data.
    key: String,
    /// The JSON types it can have.
    types: Vec<String>,
    /// What its text or number is, where that has a name.
    format: Option<String>,
    /// The words it can have, where they are counted.
    words: Vec<String>,
    /// Whether it can be missing.
    optional: bool,
    /// The words of another key it comes with.
    only_with: Vec<String>,
    /// What it means.
    meaning: String,
}

/// Prints the keys of a command, or of all.
pub fn run(output: &Output, command: &[String]) -> Result<Exit, Failure> {
    let wanted = command.join(" ");
    let inside = format!("{wanted} ");
    let of = |form: &&Form| wanted.is_empty() || form.command == wanted || form.command.starts_with(&inside);
    let forms: Vec<&Form> = TABLE.iter().filter(of).collect();
    if forms.is_empty() {
        let words = format!("there is no command \"{wanted}\"; `sarf --help` lists them");
        return Err(Failure::new(Exit::NotFound, words));
    }
    for (index, form) in forms.into_iter().enumerate() {
        let keys = keys(&(form.schema)());
        if output.is_json() {
            keys.into_iter().for_each(|key| output.value(&line(form, key), String::new));
            continue;
        }
        let when = if form.when.is_empty() { String::new() } else { format!(" ({})", form.when) };
        let gap = if index == 0 { "" } else { "\n" };
        output.text(format!("{gap}sarf {} --json{when}: {}", form.command, form.shape.words()));
        let rows: Vec<Vec<String>> = keys.iter().map(row).collect();
        output.text(text::table(&["key (? can be missing)", "type", "meaning"], &[], &rows));
    }
    Ok(Exit::Done)
}

fn line(form: &Form, key: Key) -> KeyLine {
    let Key { path, types, format, words, optional, only_with, meaning } = key;
    let Form { command, when, shape, .. } = *form;
    KeyLine { command, when, shape: shape.words(), key: path, types, format, words, optional, only_with, meaning }
}

fn row(key: &Key) -> Vec<String> {
    let mut kind = key.types.join(" or ");
    if let Some(format) = &key.format {
        kind.push_str(&format!(" ({format})"));
    }
    let mut meaning = vec![key.meaning.clone()];
    if !key.words.is_empty() {
        let more = if key.words.len() > WORDS { ", ..." } else { "" };
        let some: Vec<&str> = key.words.iter().take(WORDS).map(String::as_str).collect();
        meaning.push(format!("One of: {}{more}.", some.join(", ")));
    }
    if !key.only_with.is_empty() {
        meaning.push(format!("Only with {}.", key.only_with.join(", ")));
    }
    meaning.retain(|part| !part.is_empty());
    let mark = if key.optional { "?" } else { "" };
    vec![format!("{}{mark}", key.path), kind, meaning.join(" ")]
}
