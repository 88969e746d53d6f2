//! Corpora of discussions with a model's and a coder's codings, read as the scoring room takes them.

use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result};
use sarf_shared::family::Person;
use sarf_shared::pdp::Deltas;
use sarf_shared::scoring::f1::{Codings, StatementCodings};
use serde::Deserialize;

#[derive(Deserialize)]
struct Discussion {
    id: u64,
    statements: Vec<Statement>,
    feedbacks: Vec<Feedback>,
    diagram: Option<Diagram>,
}

#[derive(Deserialize)]
struct Diagram {
    people: Vec<Person>,
}

#[derive(Deserialize)]
struct Statement {
    id: i64,
    order: i64,
    speaker: String,
    pdp_deltas: Option<Deltas>,
}

#[derive(Deserialize)]
struct Feedback {
    statement_id: i64,
    edited_extraction: Option<Deltas>,
}

/// The text of a file, unpacked if it is packed.
pub fn text(file: &Path) -> Result<String> {
    let bytes = std::fs::read(file)?;
    let mut text = String::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        flate2::read::GzDecoder::new(&*bytes).read_to_string(&mut text)?;
    } else {
        text = String::from_utf8(bytes)?;
    }
    Ok(text)
}

/// The discussions of a corpus with one coder, by id.
pub fn read(text: &str) -> Result<Vec<(u64, Codings)>> {
    let all: Vec<Discussion> = serde_json::from_str(text).context("not a list of discussions with codings")?;
    Ok(all.into_iter().map(codings).collect())
}

fn codings(discussion: Discussion) -> (u64, Codings) {
    let mut truths: std::collections::HashMap<i64, Deltas> = (discussion.feedbacks.into_iter())
        .filter_map(|feedback| Some((feedback.statement_id, feedback.edited_extraction?)))
        .collect();
    let mut statements: Vec<Statement> =
        discussion.statements.into_iter().filter(|statement| statement.speaker == "subject").collect();
    statements.sort_by_key(|statement| (statement.order, statement.id));
    let statements = (statements.into_iter())
        .map(|statement| StatementCodings { truth: truths.remove(&statement.id), scored: statement.pdp_deltas })
        .collect();
    let committed = discussion.diagram.map(|diagram| diagram.people).unwrap_or_default();
    (discussion.id, Codings { committed, statements, ..Codings::default() })
}
