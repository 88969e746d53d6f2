//! `sarf gt approve|list|show`.

use std::collections::BTreeMap;

use sarf_shared::discussion::{DiscussionId, VersionId};
use sarf_shared::rpc::{ApproveRequest, ApprovedView, VersionRow, VersionView};
use schemars::JsonSchema;
use serde::Serialize;

use super::{pages, which};
use crate::cli::args_coding::{GtCommand, GtListArgs};
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::Output;
use crate::cli::{session, text};
use crate::client::{Api, new_request_id};
use crate::words::{self, Names};

/// A version with everything in it, as `--json` prints it.
#[derive(Serialize, JsonSchema)]
pub struct Shown {
    #[serde(flatten)]
    row: VersionRow,
    approved: Vec<ApprovedView>,
}

/// Runs the subcommand.
pub async fn run(output: &Output, command: GtCommand) -> Result<Exit, Failure> {
    match command {
        GtCommand::Approve { discussion, coder, afresh } => {
            approve(output, ApproveRequest { discussion, coder, afresh }).await
        }
        GtCommand::List(args) => list(output, &args).await,
        GtCommand::Show { version } => show(output, version).await,
    }
}

async fn approve(output: &Output, request: ApproveRequest) -> Result<Exit, Failure> {
    let api = session::connect(output).await?;
    let done = api.approve(new_request_id(), request).await?;
    output.value(&done, || {
        let mut lines = vec![if done.new {
            version_words(&done.version)
        } else {
            format!("{}; it said just that already", version_words(&done.version))
        }];
        lines.extend(done.notes.iter().map(|note| format!("    {note}")));
        lines.join("\n")
    });
    Ok(Exit::Done)
}

fn version_words(row: &VersionRow) -> String {
    format!(
        "{}  discussion {}: {} of {} statements approved ({})",
        row.id,
        row.discussion,
        row.statements,
        row.of,
        row.provenance.words().replace('_', " ")
    )
}

/// The versions asked for, newest first.
pub(super) async fn listed(api: &Api, args: &GtListArgs) -> Result<Vec<VersionRow>, Failure> {
    let which = which::chosen(api, &args.which).await?;
    let mut found: Vec<VersionRow> = Vec::new();
    for id in which::each(&args.discussions) {
        found.extend(pages::all(500, |page| api.versions(id, page)).await?);
    }
    if let Some(truth) = args.truth {
        // That there is such a version is asked, so that a wrong number is not an empty list.
        api.version(truth).await?;
        found.retain(|row| row.id <= truth);
        let mut newest: BTreeMap<DiscussionId, VersionId> = BTreeMap::new();
        for row in &found {
            let of = newest.entry(row.discussion).or_insert(row.id);
            *of = row.id.max(*of);
        }
        found.retain(|row| newest.get(&row.discussion) == Some(&row.id));
    }
    found.retain(|row| {
        let wanted = args.coder.as_ref().is_none_or(|coder| row.coders.contains_key(coder));
        let newest = !args.newest || row.newest;
        wanted && newest && which::has(&row.provenance, &args.provenance) && which.takes(row.discussion)
    });
    found.sort_by_key(|row| std::cmp::Reverse(row.id));
    Ok(found)
}

async fn list(output: &Output, args: &GtListArgs) -> Result<Exit, Failure> {
    let api = session::connect(output).await?;
    let rows = listed(&api, args).await?;
    let none = match args.is_all() {
        true => "There is no ground truth yet. `sarf gt approve DISCUSSION --coder NAME` makes a version.",
        false => "No version fits. `sarf gt list` shows all there are.",
    };
    output.rows(&rows, none, || table(&rows));
    Ok(Exit::Done)
}

fn table(rows: &[VersionRow]) -> String {
    let lines: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let coders: Vec<String> = row.coders.iter().map(|(coder, count)| format!("{coder} {count}")).collect();
            vec![
                row.id.to_string(),
                row.discussion.to_string(),
                format!("{}/{}", row.statements, row.of),
                row.provenance.words().replace('_', " "),
                coders.join(", "),
                row.account.clone().unwrap_or_else(|| row.approved_by.to_string()),
                if row.newest { "is the truth" } else { "earlier" }.to_owned(),
            ]
        })
        .collect();
    let head = ["version", "#", "approved", "provenance", "coders", "by", ""];
    text::fitted(&head, &[1, 2], &[3, 4, 5], &lines)
}

async fn show(output: &Output, id: VersionId) -> Result<Exit, Failure> {
    let api = session::connect(output).await?;
    let VersionView { row, .. } = api.version(id).await?;
    let approved = pages::all(50, |page| api.approved(id, page)).await?;
    if output.is_json() {
        output.value(&Shown { row, approved }, String::new);
        return Ok(Exit::Done);
    }
    output.text(text::wrap(&version_words(&row), 4).trim_end());
    // Each coder's ids are their own.
    let mut names: BTreeMap<String, Names> = BTreeMap::new();
    for one in &approved {
        let source = &one.approved.source;
        let nothing = if one.approved.deltas.is_empty() { "  (nothing there)" } else { "" };
        output.text(format!(
            "  {}/{}  {} revision {}, {}{nothing}",
            row.discussion,
            one.statement,
            source.coder,
            source.revision,
            source.provenance.as_str().replace('_', " ")
        ));
        let names = names.entry(source.coder.key()).or_default();
        names.learn(&one.approved.deltas.people);
        for line in words::coded(&one.approved.deltas, names) {
            output.text(text::wrap(&format!("        {line}"), 14).trim_end());
        }
    }
    Ok(Exit::Done)
}
