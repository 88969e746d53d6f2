//! `sarf coding import|list|show|export`.

use std::path::Path;

use sarf_shared::coding::file::{OwnCoding, OwnStatement, write_own};
use sarf_shared::coding::{CoderName, Provenance};
use sarf_shared::discussion::DiscussionId;
use sarf_shared::rpc::{CodedView, CoderRow, CodingImportOptions, CodingsImported, CodingsLaid, LaidCount};

use super::{export, import, pages, which};
use crate::cli::args_coding::{CodingCommand, CodingImportArgs, CodingListArgs};
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::Output;
use crate::cli::{session, text};
use crate::client::{Api, new_request_id, new_upload_id};
use crate::words::{self, Names};

/// Statements of a page: each may have 100 KB.
const PAGE: u32 = 50;

/// Runs the subcommand.
pub async fn run(output: &Output, command: CodingCommand) -> Result<Exit, Failure> {
    match command {
        CodingCommand::Import(args) => import_files(output, &args).await,
        CodingCommand::List(args) => list(output, &args).await,
        CodingCommand::Show { discussion, coder } => show(output, discussion, coder).await,
        CodingCommand::Export { discussions, coder, output: file } => {
            write(output, &discussions, coder.as_ref(), file.as_deref()).await
        }
    }
}

/// Imports files one after another. A file that is refused does not keep the others out; the command then fails.
async fn import_files(output: &Output, args: &CodingImportArgs) -> Result<Exit, Failure> {
    let api = session::connect(output).await?;
    let mut refused = None;
    for file in &args.files {
        match import_file(&api, file, args).await {
            Ok(done) => output.value(&done, || imported(&done)),
            Err(failure) if failure.exit == Exit::Unreachable => return Err(failure),
            Err(failure) => {
                output.failure(&failure);
                refused = refused.or(Some(failure.exit));
            }
        }
    }
    Ok(refused.unwrap_or(Exit::Done))
}

async fn import_file(api: &Api, file: &Path, args: &CodingImportArgs) -> Result<CodingsImported, Failure> {
    let bytes = import::read(file)?;
    if bytes.starts_with(b"unit,coder,variable,value") {
        let shown = file.display();
        let why = format!(
            "{shown} is the long table of `sarf agreement --csv`, which says of no item whose it is; \
             `sarf agreement {shown}` tells its figures. Nothing of it was imported."
        );
        return Err(Failure::new(Exit::Refused, why));
    }
    let upload = new_upload_id();
    api.upload_file(&upload, &bytes).await?;
    let options = CodingImportOptions {
        file: file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
        discussion: args.discussion,
        provenance: args.provenance,
        coder: args.coder.clone(),
        approve: args.approve,
    };
    Ok(api.import_codings(new_request_id(), upload, options).await?)
}

fn imported(done: &CodingsImported) -> String {
    let mut lines: Vec<String> = done.discussions.iter().map(laid).collect();
    lines.extend(done.warnings.iter().map(|warning| format!("    note: {warning}")));
    lines.join("\n")
}

fn laid(one: &CodingsLaid) -> String {
    let made = match (one.created, one.run) {
        (true, Some(run)) => format!(" (new, with the model's coding as {run})"),
        (true, None) => " (new)".to_owned(),
        _ => String::new(),
    };
    let coders: Vec<String> = one.coders.iter().map(|(coder, count)| format!("{coder}: {}", counted(*count))).collect();
    let version = one.version.map_or_else(String::new, |version| format!("; approved as {version}"));
    format!("discussion {}{made}  {}{version}", one.discussion, coders.join("; "))
}

fn counted(count: LaidCount) -> String {
    let LaidCount { first, revised, unchanged } = count;
    let parts = [(first, "coded"), (revised, "revised"), (unchanged, "as before")];
    let words: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
    words.join(", ")
}

/// What each coder coded of each discussion, as far as it is asked for, by discussion and coder.
pub(super) async fn listed(api: &Api, args: &CodingListArgs) -> Result<Vec<CoderRow>, Failure> {
    let which = which::chosen(api, &args.which).await?;
    let mut found = Vec::new();
    for id in which::each(&args.discussions) {
        found.extend(pages::all(500, |page| api.coders(id, page)).await?);
    }
    found.retain(|row| {
        let wanted = args.coder.is_empty() || args.coder.contains(row.coder.name());
        wanted && which::has(&row.provenance, &args.provenance) && which.takes(row.discussion)
    });
    found.sort_by(|a, b| (a.discussion, a.coder.name()).cmp(&(b.discussion, b.coder.name())));
    Ok(found)
}

async fn list(output: &Output, args: &CodingListArgs) -> Result<Exit, Failure> {
    let api = session::connect(output).await?;
    let rows = listed(&api, args).await?;
    let none = match args.is_all() {
        true => "Nobody has coded anything yet. `sarf coding import FILE` lays codings on discussions.",
        false => "No coding fits. `sarf coding list` shows all there are, `sarf coding import FILE` adds some.",
    };
    output.rows(&rows, none, || table(&rows));
    Ok(Exit::Done)
}

fn table(rows: &[CoderRow]) -> String {
    let lines: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            vec![
                row.discussion.to_string(),
                row.coder.to_string(),
                format!("{}/{}", row.statements, row.of),
                row.provenance.words().replace('_', " "),
                row.revisions.to_string(),
                if row.approved == 0 { "·".to_owned() } else { row.approved.to_string() },
            ]
        })
        .collect();
    let head = ["#", "coder", "coded", "provenance", "revisions", "approved"];
    text::fitted(&head, &[0, 2, 4, 5], &[1, 3], &lines)
}

async fn coded(api: &Api, id: DiscussionId, coder: &CoderName) -> Result<Vec<CodedView>, Failure> {
    pages::all(PAGE, |page| api.codings(id, coder.clone(), page)).await
}

async fn show(output: &Output, id: DiscussionId, coder: CoderName) -> Result<Exit, Failure> {
    let api = session::connect(output).await?;
    let coded = coded(&api, id, &coder).await?;
    if output.is_json() {
        for one in &coded {
            output.value(one, String::new);
        }
        return Ok(Exit::Done);
    }
    let mut names = Names::default();
    for one in &coded {
        names.learn(&one.deltas.people);
        output.text(coded_words(id, one, &names));
    }
    Ok(Exit::Done)
}

fn coded_words(id: DiscussionId, one: &CodedView, names: &Names) -> String {
    let last = one.revisions.last();
    let mut lines = vec![format!(
        "{id}/{}  {}{}",
        one.statement,
        last.map_or_else(String::new, |last| format!(
            "revision {}, {}, {}",
            last.revision,
            last.provenance.as_str().replace('_', " "),
            last.file
        )),
        if one.deltas.is_empty() { "  (coded: nothing there)" } else { "" },
    )];
    lines.extend(words::coded(&one.deltas, names).into_iter().map(|line| format!("      {line}")));
    for earlier in one.revisions.iter().rev().skip(1) {
        let [people, bonds, events, _] = earlier.items;
        lines.push(format!(
            "      before: revision {}, {}, {}: {people} people, {bonds} pair bonds, {events} events",
            earlier.revision, earlier.provenance, earlier.file
        ));
    }
    lines.iter().map(|line| text::wrap(line, 12)).collect::<String>().trim_end().to_owned()
}

async fn write(
    output: &Output,
    discussions: &[DiscussionId],
    coder: Option<&CoderName>,
    file: Option<&Path>,
) -> Result<Exit, Failure> {
    let api = session::connect(output).await?;
    let mut codings: Vec<OwnCoding> = Vec::new();
    let coder: Vec<CoderName> = coder.cloned().into_iter().collect();
    let wanted = CodingListArgs { discussions: discussions.to_vec(), coder, ..CodingListArgs::default() };
    for row in listed(&api, &wanted).await? {
        let name = row.coder.name();
        let coded = coded(&api, row.discussion, name).await?;
        for provenance in Provenance::ALL {
            let with = |one: &&CodedView| one.revisions.last().is_some_and(|last| last.provenance == *provenance);
            let statements: Vec<OwnStatement> = coded
                .iter()
                .filter(with)
                .map(|one| OwnStatement {
                    statement: one.statement,
                    deltas: one.deltas.clone(),
                    kept: one.kept.clone(),
                })
                .collect();
            if !statements.is_empty() {
                let (discussion, coder) = (row.discussion, name.clone());
                codings.push(OwnCoding { discussion, coder, provenance: *provenance, statements });
            }
        }
    }
    if codings.is_empty() {
        return Err(Failure::new(
            Exit::NotFound,
            "there is no coding to export; `sarf coding list` shows what there is",
        ));
    }
    let text = write_own(codings).map_err(|error| Failure::new(Exit::Failed, error.to_string()))?;
    export::put(output, file, &text)?;
    Ok(Exit::Done)
}
