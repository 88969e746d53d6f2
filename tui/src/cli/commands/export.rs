//! `sarf export`: discussions as one JSON document. With `--content` only what was said and coded, so that two worlds
//! with the same content give the same bytes.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use sarf_shared::dialogue::{Evaluation, Speaker};
use sarf_shared::discussion::{DiscussionId, FactId, Failure as Failed, Persona, RemoteConsent, StatusWord, Timestamp};
use sarf_shared::pdp::Deltas;
use sarf_shared::rpc::{
    CallView, DiscussionFilter, DiscussionView, JobFilter, JobView, ReferenceView, RunView, StatementView, StatusMoment,
};
use schemars::JsonSchema;
use serde::Serialize;

use super::{jobs, list, show};
use crate::cli::args::ExportArgs;
use crate::cli::exit::{Exit, Failure};
use crate::cli::files;
use crate::cli::follow::ALL;
use crate::cli::output::Output;
use crate::cli::session;
use crate::client::Api;

/// The form of the document; raised when it changes.
const FORMAT: u32 = 1;

/// What `export` writes.
#[derive(Serialize, JsonSchema)]
pub struct Document<T> {
    /// The form of the document; raised when it changes.
    format: u32,
    /// The discussions, by id.
    discussions: Vec<T>,
}

/// A discussion with everything known of it: the keys of [`Content`], and times, history, attempts and ids beside them.
#[derive(Serialize, JsonSchema)]
pub struct Whole {
    /// Id.
    id: DiscussionId,
    /// Title.
    title: String,
    /// The client was a model.
    synthetic: bool,
    /// Read from a file.
    imported: bool,
    /// The day it took place.
    date: Option<chrono::NaiveDate>,
    /// The seed of a generated one.
    seed: Option<u64>,
    /// Turns planned, or subject statements found.
    planned: u32,
    /// Status word.
    status: StatusWord,
    /// Where and why it failed, beside the status `failed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<Failed>,
    /// The client, for generated ones whose persona was not deleted.
    persona: Option<Persona>,
    /// The client's name as the transcript has it, where known.
    subject: Option<String>,
    /// The coach's name as the transcript has it, where known.
    coach: Option<String>,
    /// What was said, and its coding.
    statements: Vec<StatementView>,
    /// Evaluations in full.
    evaluation: Evaluation,
    /// The reference coding, where one exists.
    reference: Option<ReferenceView>,
    /// When it was created.
    created: Timestamp,
    /// Every status it had, oldest first.
    history: Vec<StatusMoment>,
    /// Extraction runs, oldest first.
    runs: Vec<RunView>,
    /// Providers outside this machine it may go to.
    consents: Vec<RemoteConsent>,
    /// Its jobs.
    jobs: Vec<JobView>,
    /// Their model calls.
    calls: Vec<CallView>,
}

/// A discussion without times, history, attempts and ids of jobs and runs.
#[derive(Serialize, JsonSchema)]
pub struct Content {
    /// Id.
    id: DiscussionId,
    /// Title.
    title: String,
    /// The client was a model.
    synthetic: bool,
    /// Read from a file.
    imported: bool,
    /// The day it took place.
    date: Option<chrono::NaiveDate>,
    /// The seed of a generated one.
    seed: Option<u64>,
    /// Turns planned, or subject statements found.
    planned: u32,
    /// Status word.
    status: StatusWord,
    /// The client, for generated ones whose persona was not deleted.
    persona: Option<Persona>,
    /// What was said, and its coding.
    statements: Vec<ContentStatement>,
    /// Evaluations in full.
    evaluation: Evaluation,
    /// The reference coding, where one exists.
    reference: Option<ReferenceView>,
}

#[derive(Serialize, JsonSchema)]
struct ContentStatement {
    /// Number from 1.
    number: u32,
    /// Who speaks.
    speaker: Speaker,
    /// The words.
    text: String,
    /// Whether the words are the canned fallback.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    fallback: bool,
    /// Facts of the persona first revealed here.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    revealed: Vec<FactId>,
    /// The coding, for coded subject statements.
    #[serde(skip_serializing_if = "Option::is_none")]
    coding: Option<ContentCoding>,
}

#[derive(Serialize, JsonSchema)]
struct ContentCoding {
    /// Accepted deltas.
    deltas: Deltas,
    /// What was repaired or dropped, in words.
    repairs: Vec<String>,
}

/// Writes the document.
pub async fn run(output: &Output, args: &ExportArgs) -> Result<Exit, Failure> {
    let api = session::connect(output).await?;
    let mut ids = args.discussions.clone();
    if ids.is_empty() {
        ids = list::all(&api, &DiscussionFilter::default()).await?.into_iter().map(|row| row.id).collect();
    }
    ids.sort_unstable();
    ids.dedup();
    let text = if args.content {
        let mut discussions = Vec::new();
        for id in ids {
            discussions.push(content(&api, id).await?);
        }
        serde_json::to_string_pretty(&Document { format: FORMAT, discussions })
    } else {
        let mut discussions = Vec::new();
        for id in ids {
            discussions.push(whole(&api, id).await?);
        }
        serde_json::to_string_pretty(&Document { format: FORMAT, discussions })
    };
    let text = text.map_err(|error| Failure::new(Exit::Failed, error.to_string()))?;
    put(output, args.output.as_deref(), &text)?;
    Ok(Exit::Done)
}

/// Prints a document, or writes it into a file.
pub fn put(output: &Output, file: Option<&Path>, text: &str) -> Result<(), Failure> {
    match file {
        None => output.line(text),
        Some(file) => {
            write(file, text).map_err(|error| {
                let why = match error.kind() {
                    std::io::ErrorKind::NotFound => format!("the folder of {} is not there", file.display()),
                    _ => files::trouble(file, &error),
                };
                Failure::new(Exit::Failed, format!("{why}; nothing was written"))
            })?;
            output.notice(&format!("written to {}", file.display()));
        }
    }
    Ok(())
}

/// Transcripts are sensitive: the file is for this user alone. An old file stays until the new one is complete.
fn write(file: &Path, text: &str) -> std::io::Result<()> {
    let mut name = file.as_os_str().to_owned();
    name.push(".part");
    let part = std::path::PathBuf::from(name);
    let mut out = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part)?;
    writeln!(out, "{text}")?;
    out.sync_all()?;
    std::fs::rename(&part, file)
}

async fn persona(api: &Api, view: &DiscussionView) -> Result<Option<Persona>, Failure> {
    match view.row.persona {
        // A persona that was deleted leaves its discussions behind.
        Some(id) => Ok(api.persona(id).await.ok().map(|view| view.persona)),
        None => Ok(None),
    }
}

async fn whole(api: &Api, id: DiscussionId) -> Result<Whole, Failure> {
    let view = api.discussion(id).await?;
    let persona = persona(api, &view).await?;
    let said = show::statements(api, id, None).await?;
    let filter = JobFilter { ids: None, discussion: Some(id), active: false };
    let jobs = api.jobs(filter, ALL).await?.items;
    let mut calls = Vec::new();
    for job in &jobs {
        calls.extend(jobs::calls(api, job.brief.id).await?);
    }
    let DiscussionView { row, seed, subject, coach, history, runs, evaluation, reference, consents, .. } = view;
    Ok(Whole {
        id,
        title: row.title,
        synthetic: row.synthetic,
        imported: row.imported,
        date: row.date,
        seed,
        planned: row.planned,
        status: row.status,
        failure: row.failure,
        persona,
        subject,
        coach,
        statements: said,
        evaluation,
        reference,
        created: row.created,
        history,
        runs,
        consents,
        jobs,
        calls,
    })
}

async fn content(api: &Api, id: DiscussionId) -> Result<Content, Failure> {
    let view = api.discussion(id).await?;
    let persona = persona(api, &view).await?;
    let said = show::statements(api, id, None).await?;
    Ok(Content {
        id,
        title: view.row.title,
        synthetic: view.row.synthetic,
        imported: view.row.imported,
        date: view.row.date,
        seed: view.seed,
        planned: view.row.planned,
        status: view.row.status,
        persona,
        statements: said.into_iter().map(content_statement).collect(),
        evaluation: view.evaluation,
        reference: view.reference,
    })
}

fn content_statement(one: StatementView) -> ContentStatement {
    ContentStatement {
        number: one.number,
        speaker: one.speaker,
        text: one.text,
        fallback: one.fallback,
        revealed: one.revealed,
        coding: one.coding.map(|coding| ContentCoding { deltas: coding.deltas, repairs: coding.repairs }),
    }
}
