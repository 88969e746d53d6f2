//! `sarf show`: a discussion, a statement, a persona or a job.

use sarf_shared::dialogue::Speaker;
use sarf_shared::discussion::{DiscussionId, JobId, PersonaId, RunId};
use sarf_shared::plural::counted;
use sarf_shared::rpc::{DiscussionView, PageRequest, StatementView};
use schemars::JsonSchema;
use serde::Serialize;

use super::{jobs, persona};
use crate::cli::args::ShowArgs;
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::Output;
use crate::cli::{follow, session, text};
use crate::client::Api;
use crate::words;

/// A discussion with its statements, as `--json` prints it.
#[derive(Serialize, JsonSchema)]
pub struct Shown {
    /// The discussion; status, failure and scores are in `row`.
    #[serde(flatten)]
    pub row: sarf_shared::rpc::DiscussionRow,
    /// Everything else about it.
    pub history: Vec<sarf_shared::rpc::StatusMoment>,
    /// Extraction runs.
    pub runs: Vec<sarf_shared::rpc::RunView>,
    /// Evaluations in full.
    pub evaluation: sarf_shared::dialogue::Evaluation,
    /// The reference coding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<sarf_shared::rpc::ReferenceView>,
    /// Providers it may go to.
    pub consents: Vec<sarf_shared::discussion::RemoteConsent>,
    /// What was said, and its coding.
    pub said: Vec<StatementView>,
}

/// All statements of a discussion.
pub async fn statements(api: &Api, id: DiscussionId, run: Option<RunId>) -> Result<Vec<StatementView>, Failure> {
    let mut said: Vec<StatementView> = Vec::new();
    loop {
        let offset = u32::try_from(said.len()).unwrap_or(u32::MAX);
        // Pages are small because a statement may have 64 KB and its coding more.
        let page = api.statements(id, run, PageRequest { offset, limit: 50 }).await?;
        let done = page.items.is_empty() || offset as usize + page.items.len() >= page.total as usize;
        said.extend(page.items);
        if done {
            return Ok(said);
        }
    }
}

/// Shows what was named.
pub async fn run(output: &Output, args: &ShowArgs) -> Result<Exit, Failure> {
    let what = args.what.trim();
    if let Ok(id) = what.parse::<PersonaId>() {
        return persona::show(output, id).await;
    }
    let api = session::connect(output).await?;
    if let Ok(id) = what.parse::<JobId>() {
        return jobs::show(&api, output, id).await;
    }
    let (id, number) = match what.split_once('/') {
        Some((id, number)) => (id, Some(number)),
        None => (what, None),
    };
    let wrong = || {
        let words =
            format!("\"{what}\" is neither a discussion (41), a statement (41/8), a persona (p3) nor a job (j12)");
        Failure::new(Exit::Usage, words)
    };
    let id: DiscussionId = id.parse().map_err(|_| wrong())?;
    match number {
        Some(number) => statement(&api, output, id, number.parse().map_err(|_| wrong())?, args.run).await,
        None => discussion(&api, output, id, args.run).await,
    }
}

async fn discussion(api: &Api, output: &Output, id: DiscussionId, run: Option<RunId>) -> Result<Exit, Failure> {
    let view = api.discussion(id).await?;
    let said = statements(api, id, run).await?;
    if output.is_json() {
        let DiscussionView { row, history, runs, evaluation, reference, consents, .. } = view;
        output.value(&Shown { row, history, runs, evaluation, reference, consents, said }, String::new);
        return Ok(Exit::Done);
    }
    output.text(head(&view));
    let canned = said.iter().filter(|one| one.fallback).count();
    if canned > 0 {
        let of = said.iter().filter(|one| one.speaker == Speaker::Subject).count();
        output.text(format!(
            "    {canned} of {of} client turns are canned lines: what the model wrote for them was too short or not usable"
        ));
    }
    for one in &said {
        output.text(said_words(one));
        for line in words::coding(one, &said) {
            output.text(format!("          {line}"));
        }
    }
    Ok(Exit::Done)
}

/// The lines above the talk.
fn head(view: &DiscussionView) -> String {
    let row = &view.row;
    let mut lines = vec![format!("{}  {} ({})  {}", row.id, row.title, text::mark(row), text::status(row))];
    if let Some(note) = &row.note {
        lines.push(format!("    {note}"));
    }
    lines.push(format!(
        "    turns {}  quality {}  asked {}  realism {}{}  intake {}  coded {}  date {}",
        row.turns,
        text::score(row.scores.quality),
        text::part(row.scores.asked),
        text::score(row.scores.realism),
        if row.scores.realism.is_some() && !row.scores.arc_judged { " (arc not judged)" } else { "" },
        text::part(row.scores.intake),
        text::coded(row),
        row.date.map_or_else(|| "unknown".to_owned(), |date| date.to_string()),
    ));
    for run in &view.runs {
        let engine = if run.engine.model.is_empty() {
            run.engine.provider.clone()
        } else {
            format!("{} {}", run.engine.provider, run.engine.model)
        };
        lines.push(format!(
            "    {} coded {} with {engine}; {} repaired or dropped",
            run.id,
            counted(run.coded, "statement", "statements"),
            run.repairs
        ));
        if let Some(note) = &run.engine_note {
            lines.push(format!("      {note}"));
        }
    }
    lines.join("\n")
}

fn said_words(one: &StatementView) -> String {
    let mark = if one.fallback { " (canned line)" } else { "" };
    let words = if one.text.trim().is_empty() { "(nothing)" } else { one.text.as_str() };
    format!("{:>4}  {}{mark}: {words}", one.number, follow::speaker(one.speaker))
}

async fn statement(
    api: &Api,
    output: &Output,
    id: DiscussionId,
    number: u32,
    run: Option<RunId>,
) -> Result<Exit, Failure> {
    let said = statements(api, id, run).await?;
    let Some(one) = said.iter().find(|one| one.number == number) else {
        let words = format!(
            "discussion {id} has {}; there is no {id}/{number}",
            counted(said.len(), "statement", "statements")
        );
        return Err(Failure::new(Exit::NotFound, words));
    };
    output.value(one, || {
        let mut lines = vec![said_words(one)];
        lines.extend(words::coding(one, &said).into_iter().map(|line| format!("      {line}")));
        lines.join("\n")
    });
    Ok(Exit::Done)
}
