//! A file per command. Each asks the daemon, says what came of it, and answers how it ended.

pub mod agreement;
pub mod check;
pub mod coding;
pub mod config;
pub mod daemon;
pub mod delete;
pub mod demo;
pub mod doctor;
pub mod export;
pub mod extract;
pub mod f1;
pub mod generate;
pub mod generated;
pub mod gt;
pub mod import;
pub mod interface;
pub mod jobs;
pub mod json_keys;
pub mod list;
pub mod logs;
pub mod map;
mod pages;
pub mod persona;
pub mod report;
pub mod show;
pub mod watch;
mod which;

use sarf_shared::discussion::{DiscussionId, JobId, PersonaId};
use sarf_shared::rpc::{Accepted, DiscussionRow};
use schemars::JsonSchema;
use serde::Serialize;

use super::exit::{Exit, Failure};
use super::follow;
use super::output::Output;
use crate::client::Api;

/// What a command that starts work prints for each discussion.
#[derive(Serialize, JsonSchema)]
pub(super) struct Started<'a> {
    /// The discussion, where there is one.
    discussion: Option<DiscussionId>,
    /// The persona, where it exists already.
    persona: Option<PersonaId>,
    /// The job, where one was started.
    job: Option<JobId>,
    /// What a person should know, in sentences.
    notes: &'a [String],
    /// The row at the end, with `--wait`.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    end: Option<End<'a>>,
}

/// How it ended; these keys come with `--wait`.
#[derive(Serialize, JsonSchema)]
struct End<'a> {
    /// Status, with `--wait`.
    status: sarf_shared::discussion::StatusWord,
    /// Where and why it failed, with `--wait` and beside the status `failed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<sarf_shared::discussion::Failure>,
    /// What happened, what was kept and what can be done, with `--wait`.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    /// Statements, with `--wait`.
    statements: u32,
    /// Subject statements, with `--wait`.
    turns: u32,
    /// Scores, with `--wait`.
    scores: &'a sarf_shared::rpc::ScoreSummary,
}

impl<'a> End<'a> {
    fn of(row: &'a DiscussionRow) -> Self {
        End {
            status: row.status,
            failure: row.failure,
            note: row.note.as_deref(),
            statements: row.statements,
            turns: row.turns,
            scores: &row.scores,
        }
    }
}

/// Says what was started; with `wait`, waits for it and says how it ended.
async fn started(api: &Api, output: &Output, accepted: &[Accepted], wait: bool) -> Result<Exit, Failure> {
    if !wait || !output.is_json() {
        for one in accepted {
            if !wait {
                output.value(
                    &Started {
                        discussion: one.discussion,
                        persona: one.persona,
                        job: one.job,
                        notes: &one.notes,
                        end: None,
                    },
                    || started_words(one),
                );
            } else {
                output.text(started_words(one));
            }
        }
    }
    if !wait {
        return Ok(Exit::Done);
    }
    let ids: Vec<DiscussionId> = accepted.iter().filter_map(|one| one.discussion).collect();
    let rows = follow::discussions(api, output, &ids).await?;
    if output.is_json() {
        for one in accepted {
            let row = rows.iter().find(|row| Some(row.id) == one.discussion);
            let persona = row.and_then(|row| row.persona).or(one.persona);
            output.value(
                &Started {
                    discussion: one.discussion,
                    persona,
                    job: one.job,
                    notes: &one.notes,
                    end: row.map(End::of),
                },
                String::new,
            );
        }
    }
    Ok(follow::exit(&rows, ids.len()))
}

fn started_words(one: &Accepted) -> String {
    let mut words = match (one.discussion, one.job) {
        (Some(discussion), Some(job)) => format!("discussion {discussion}, job {job}"),
        (Some(discussion), None) => format!("discussion {discussion}"),
        (None, Some(job)) => format!("job {job}"),
        (None, None) => one.persona.map_or_else(String::new, |persona| format!("persona {persona}")),
    };
    for note in &one.notes {
        words.push_str(&format!("\n    {note}"));
    }
    words
}

/// Asks a person to type a word; anything else is a no. Without a terminal the answer is no.
fn confirmed(question: &str, word: &str) -> Result<bool, Failure> {
    use std::io::{BufRead, IsTerminal, Write};
    if !std::io::stdin().is_terminal() {
        return Err(Failure::new(Exit::Usage, format!("{question} Nobody is there to ask; add --yes to do it.")));
    }
    let mut err = std::io::stderr();
    let _ = write!(err, "{question} Type {word} to do it: ");
    let _ = err.flush();
    let mut line = String::new();
    let _ = std::io::stdin().lock().read_line(&mut line);
    Ok(line.trim() == word)
}
