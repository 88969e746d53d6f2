//! `sarf report`: one Markdown page of methods and results as a reviewer asks for them (GRRAS for raters, TRIPOD-LLM for
//! models), made of the very answers that `f1`, `agreement`, `coding list` and `gt list` print. No clock: the same state gives
//! the same bytes.

mod agreed;
mod commands;
mod markdown;
mod methods;
mod scored;

use sarf_shared::rpc::{AgreementRequest, CoderRow, F1View, ScoreFilter, TruthChoice, VersionRow};
use sarf_shared::scoring::agreement::AgreementReport;
use schemars::JsonSchema;
use serde::Serialize;

use super::{export, f1, pages};
use crate::cli::args::agreement::ReportArgs;
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::Output;
use crate::cli::session;
use crate::client::Api;
use commands::Commands;

/// The page, as `--json` prints it.
#[derive(Serialize, JsonSchema)]
pub struct Written<'a> {
    /// The page, in Markdown.
    markdown: &'a str,
}

/// Everything the page is made of. What there is no answer to is a sentence.
struct Material {
    filter: ScoreFilter,
    commands: Commands,
    f1: Result<F1View, String>,
    agreement: Result<AgreementReport, String>,
    coders: Vec<CoderRow>,
    versions: Vec<VersionRow>,
}

/// Runs the command.
pub async fn run(output: &Output, args: &ReportArgs) -> Result<Exit, Failure> {
    let filter = args.filter.filter(&args.discussions, false)?;
    let api = session::connect(output).await?;
    let material = gather(&api, args, filter).await?;
    let page = page(&material);
    match &args.output {
        Some(file) => export::put(output, Some(file), page.trim_end())?,
        None => output.value(&Written { markdown: &page }, || page.trim_end().to_owned()),
    }
    Ok(Exit::Done)
}

async fn gather(api: &Api, args: &ReportArgs, filter: ScoreFilter) -> Result<Material, Failure> {
    let scores = words(f1::whole(api, args.drawn.into(), &filter).await)?;
    let agreement = match &filter.truth {
        TruthChoice::Constructed => Err("constructed references are no person's coding, so nobody can agree on \
                                         them; leave --provenance constructed out for the agreement of coders"
            .to_owned()),
        TruthChoice::Human { .. } => {
            let settings = args.measured.settings(args.drawn.seed, args.drawn.replicates);
            let request =
                AgreementRequest { filter: filter.clone(), model: true, settings, ..AgreementRequest::default() };
            words(api.agreement(request).await.map_err(Failure::from))?
        }
    };
    let mut coders = pages::all(500, |page| api.coders(None, page)).await?;
    let mut versions = pages::all(500, |page| api.versions(None, page)).await?;
    // What the selection leaves out is left out here too.
    let asked = scored_discussions(&scores);
    let named = &filter.discussions;
    coders.retain(|row| named.is_empty() || named.contains(&row.discussion));
    versions.retain(|row| named.is_empty() || named.contains(&row.discussion));
    versions.retain(|row| asked.as_ref().is_none_or(|asked| asked.contains(&row.id)));
    coders.sort_by(|a, b| (a.discussion, a.coder.name().as_str()).cmp(&(b.discussion, b.coder.name().as_str())));
    versions.sort_by_key(|row| row.id);
    Ok(Material { commands: Commands::new(args), filter, f1: scores, agreement, coders, versions })
}

/// The versions that were truth, if there are figures.
fn scored_discussions(scores: &Result<F1View, String>) -> Option<Vec<sarf_shared::discussion::VersionId>> {
    scores.as_ref().ok().map(|view| view.stamp.truth.versions.clone())
}

/// An answer, or why the state of things has none; other failures end the command.
fn words<T>(asked: Result<T, Failure>) -> Result<Result<T, String>, Failure> {
    match asked {
        Ok(answer) => Ok(Ok(answer)),
        Err(failure) if failure.exit == Exit::Conflict => Ok(Err(failure.message)),
        Err(failure) => Err(failure),
    }
}

fn page(material: &Material) -> String {
    let mut out = String::from("# Methods and results\n\n");
    out.push_str(&methods::methods(material));
    out.push_str("## Results: the model against ground truth\n\n");
    match &material.f1 {
        Ok(view) => out.push_str(&scored::results(view, &material.commands)),
        Err(why) => out.push_str(&format!("No figures: {why}.\n\n{}", material.commands.beside(&material.commands.f1))),
    }
    out.push_str("## Results: agreement of coders\n\n");
    match &material.agreement {
        Ok(report) => out.push_str(&agreed::results(report, &material.commands)),
        Err(why) => {
            out.push_str(&format!("No figures: {why}.\n\n{}", material.commands.beside(&material.commands.agreement)));
        }
    }
    out.push_str(&methods::models_and_people(material));
    out.push_str(&methods::limits(material));
    out
}
