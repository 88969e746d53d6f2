//! `sarf persona new|list|show|import|delete`.

use sarf_shared::discussion::PersonaId;
use sarf_shared::rpc::{Accepted, PageRequest, PersonaRow};
use schemars::JsonSchema;
use serde::Serialize;

use super::{confirmed, import};
use crate::cli::args::PersonaCommand;
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::Output;
use crate::cli::{follow, session, text};
use crate::client::{Api, new_request_id, new_upload_id};

/// `persona delete`
#[derive(Serialize, JsonSchema)]
pub struct Deleted {
    /// Which.
    persona: PersonaId,
    /// Whether it is gone; a person may have said no.
    deleted: bool,
}

/// Runs the subcommand.
pub async fn run(output: &Output, command: PersonaCommand) -> Result<Exit, Failure> {
    match command {
        PersonaCommand::New { seed, offline, wait } => new(output, seed, offline, wait).await,
        PersonaCommand::List => list(output).await,
        PersonaCommand::Show { id } => show(output, id).await,
        PersonaCommand::Import { files } => import_files(output, &files).await,
        PersonaCommand::Delete { id, yes } => delete(output, id, yes).await,
    }
}

async fn new(output: &Output, seed: Option<u64>, offline: bool, wait: bool) -> Result<Exit, Failure> {
    let api = session::connect(output).await?;
    let accepted = api.new_persona(new_request_id(), seed, offline).await?;
    let (Some(job), true) = (accepted.job, wait) else {
        output.value(&accepted, || match (accepted.persona, accepted.job) {
            (Some(persona), _) => format!("{persona}  {}", accepted.notes.join(" ")),
            (None, Some(job)) => format!("job {job}; `sarf persona list` shows the persona when it is there"),
            (None, None) => String::new(),
        });
        return Ok(Exit::Done);
    };
    let ended = follow::jobs(&api, &[job]).await?;
    let Some(view) = ended.first() else { return Ok(Exit::Failed) };
    if let Some(why) = follow::job_words(view) {
        return Err(Failure::new(
            Exit::Failed,
            format!("the persona was not written: {why}. `sarf retry {job}` tries again"),
        ));
    }
    match view.persona {
        // A script needs the id, which the form that `persona import` takes does not hold.
        Some(_) if output.is_json() => {
            output.value(&Accepted { persona: view.persona, ..accepted }, String::new);
            Ok(Exit::Done)
        }
        Some(id) => show(output, id).await,
        None => Ok(Exit::Failed),
    }
}

async fn all(api: &Api) -> Result<Vec<PersonaRow>, Failure> {
    let mut rows: Vec<PersonaRow> = Vec::new();
    loop {
        let offset = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let page = api.personas(PageRequest { offset, limit: 500 }).await?;
        let done = page.items.is_empty() || offset as usize + page.items.len() >= page.total as usize;
        rows.extend(page.items);
        if done {
            return Ok(rows);
        }
    }
}

async fn list(output: &Output) -> Result<Exit, Failure> {
    let api = session::connect(output).await?;
    let rows = all(&api).await?;
    output.rows(
        &rows,
        "No personas. `sarf persona new` has one written, `sarf persona import FILE` reads one.",
        || table(&rows),
    );
    Ok(Exit::Done)
}

fn table(rows: &[PersonaRow]) -> String {
    let lines: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            vec![
                row.id.to_string(),
                row.name.clone(),
                row.age.map_or_else(|| "·".to_owned(), |age| age.to_string()),
                row.attachment_style.clone(),
                row.traits.join(", "),
                row.facts.to_string(),
                row.discussions.to_string(),
            ]
        })
        .collect();
    text::table(&["id", "name", "age", "attachment", "traits", "facts", "discussions"], &[2, 5, 6], &lines)
}

/// Shows a persona; with `--json` in the form `persona import` takes.
pub async fn show(output: &Output, id: PersonaId) -> Result<Exit, Failure> {
    let api = session::connect(output).await?;
    let view = api.persona(id).await?;
    output.value(&view.persona, || {
        let persona = &view.persona;
        let mut lines = vec![
            format!(
                "{id}  {}, {}  ({}; {})",
                persona.name,
                view.row.age.map_or_else(|| "age unknown".to_owned(), |age| age.to_string()),
                view.row.attachment_style,
                view.row.traits.join(", ")
            ),
            String::new(),
            persona.presenting_problem.clone(),
            String::new(),
            persona.background.clone(),
            String::new(),
            format!("family on {}:", persona.as_of),
        ];
        for person in &persona.family.people {
            let year =
                |day: Option<chrono::NaiveDate>| day.map_or_else(String::new, |day| day.format("%Y").to_string());
            lines.push(format!(
                "  {}  {} ({})  {}–{}",
                person.key,
                person.name,
                person.relation,
                year(person.birth),
                year(person.death)
            ));
        }
        for event in &persona.family.events {
            lines.push(format!("  {}  {} {}", event.date, event.kind, event.description));
        }
        for shift in &persona.family.shifts {
            lines.push(format!("  {}  shift {}", shift.date, shift.description));
        }
        lines.join("\n")
    });
    Ok(Exit::Done)
}

async fn import_files(output: &Output, files: &[std::path::PathBuf]) -> Result<Exit, Failure> {
    let api = session::connect(output).await?;
    let mut refused = None;
    for file in files {
        let done = async {
            let bytes = import::read(file)?;
            let upload = new_upload_id();
            api.upload_file(&upload, &bytes).await?;
            Ok::<_, Failure>(api.import_persona(new_request_id(), upload).await?)
        };
        match done.await {
            Ok(accepted) => output.value(&accepted, || {
                accepted.persona.map_or_else(String::new, |id| format!("{id}  from {}", file.display()))
            }),
            Err(failure) if failure.exit == Exit::Unreachable => return Err(failure),
            Err(failure) => {
                let (name, told) = (file.display().to_string(), &failure.message);
                let words = if told.contains(&name) { told.clone() } else { format!("{name}: not imported:\n{told}") };
                output.failure(&Failure::new(failure.exit, words));
                refused = refused.or(Some(failure.exit));
            }
        }
    }
    Ok(refused.unwrap_or(Exit::Done))
}

async fn delete(output: &Output, id: PersonaId, yes: bool) -> Result<Exit, Failure> {
    let api = session::connect(output).await?;
    let view = api.persona(id).await?;
    let what = format!("persona {id} \"{}\"", view.row.name);
    if !yes && !confirmed(&format!("This removes {what} for good; its discussions stay."), &id.to_string())? {
        output.value(&Deleted { persona: id, deleted: false }, || format!("{what} is kept"));
        return Ok(Exit::Done);
    }
    api.delete_persona(new_request_id(), id).await?;
    output.value(&Deleted { persona: id, deleted: true }, || format!("{what} is deleted"));
    Ok(Exit::Done)
}
