//! `sarf report`: one Markdown page of methods and results as a reviewer asks for them (GRRAS for raters, TRIPOD-LLM for
//! models), made of the very answers that `f1`, `agreement`, `coding list` and `gt list` print. No clock: the same state gives
//! the same bytes.

mod agreed;
mod commands;
mod markdown;
mod methods;
mod scored;

use sarf_shared::coding::Provenance;
use sarf_shared::rpc::{
    AgreementRequest, CoderRow, CompareRequest, CompareView, F1View, HistoryView, PageRequest, ScoreFilter,
    TruthChoice, VersionRow,
};
use sarf_shared::scoring::agreement::AgreementReport;
use sarf_shared::scoring::f1::Line;
use schemars::JsonSchema;
use serde::Serialize;

use super::{coding, export, f1, gt};
use crate::cli::args::agreement::ReportArgs;
use crate::cli::args::scores::{TruthWord, run_choice};
use crate::cli::args_coding::{CodingListArgs, GtListArgs};
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
    /// The same against truth of each provenance alone, where there are several.
    split: Vec<(Provenance, F1View)>,
    /// The scored runs against another, where that is asked for.
    compared: Option<Result<CompareView, String>>,
    /// Every run, where there are several.
    history: Option<HistoryView>,
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
    if scores.as_ref().is_ok_and(|view| view.stamp.engines.is_empty()) {
        f1::no_such_engine(&filter)?;
    }
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
    let provenance: Vec<Provenance> = (args.filter.provenance.iter())
        .filter_map(|word| match word {
            TruthWord::Human(provenance) => Some(*provenance),
            TruthWord::Constructed => None,
        })
        .collect();
    let (discussions, which) = (args.discussions.clone(), args.filter.which.clone());
    let wanted = CodingListArgs {
        discussions: discussions.clone(),
        which: which.clone(),
        provenance: provenance.clone(),
        ..CodingListArgs::default()
    };
    let coders = coding::listed(api, &wanted).await?;
    let truth = args.filter.truth;
    let wanted =
        GtListArgs { discussions, which, provenance, coder: args.filter.coder.clone(), newest: truth.is_none(), truth };
    let versions = gt::listed(api, &wanted).await?;
    Ok(Material {
        commands: Commands::new(args),
        split: split(api, args, &filter, &scores).await?,
        compared: compared(api, args, &filter).await?,
        history: history(api, args, &filter, &scores).await?,
        filter,
        f1: scores,
        agreement,
        coders,
        versions,
    })
}

/// Figures against truth of each provenance alone, where the truth has several.
async fn split(
    api: &Api,
    args: &ReportArgs,
    filter: &ScoreFilter,
    scores: &Result<F1View, String>,
) -> Result<Vec<(Provenance, F1View)>, Failure> {
    let (Ok(view), TruthChoice::Human { coder, as_of, .. }) = (scores, &filter.truth) else { return Ok(Vec::new()) };
    let counts = &view.stamp.truth.provenance;
    let there: Vec<Provenance> = Provenance::ALL.iter().copied().filter(|one| counts.of(*one) > 0).collect();
    let mut split = Vec::new();
    for provenance in there.iter().filter(|_| there.len() > 1) {
        let truth = TruthChoice::Human { provenance: vec![*provenance], coder: coder.clone(), as_of: *as_of };
        let alone = ScoreFilter { truth, ..filter.clone() };
        split.extend(words(f1::whole(api, args.drawn.into(), &alone).await)?.ok().map(|view| (*provenance, view)));
    }
    Ok(split)
}

async fn compared(
    api: &Api,
    args: &ReportArgs,
    filter: &ScoreFilter,
) -> Result<Option<Result<CompareView, String>>, Failure> {
    let Some(old) = &args.against else { return Ok(None) };
    let request = CompareRequest {
        old: run_choice(old),
        new: filter.scored.clone(),
        filter: filter.clone(),
        resampling: args.drawn.into(),
        by: Line::Aggregate,
    };
    let view = api.f1_compare(request, PageRequest { offset: 0, limit: 1 }).await;
    Ok(Some(words(view.map_err(Failure::from))?))
}

/// Every run in order of time; one alone is what the tables say already.
async fn history(
    api: &Api,
    args: &ReportArgs,
    filter: &ScoreFilter,
    scores: &Result<F1View, String>,
) -> Result<Option<HistoryView>, Failure> {
    if scores.is_err() {
        return Ok(None);
    }
    let view = words(api.f1_history(filter.clone(), args.drawn.into()).await.map_err(Failure::from))?;
    Ok(view.ok().filter(|view| view.points.len() > 1))
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
        Ok(view) => out.push_str(&scored::results(view, material)),
        Err(why) => out.push_str(&none(why, Some(&material.commands.f1))),
    }
    out.push_str("## Results: agreement of coders\n\n");
    match (&material.agreement, &material.commands.agreement) {
        (Ok(report), Some(command)) => out.push_str(&agreed::results(report, command)),
        (Err(why), command) => out.push_str(&none(why, command.as_deref())),
        (Ok(_), None) => {}
    }
    out.push_str(&methods::models_and_people(material));
    out.push_str(&methods::limits(material));
    out
}

/// Why there are no figures, with the command that says the same.
fn none(why: &str, command: Option<&str>) -> String {
    let asked = command.map_or_else(String::new, |command| format!("Asked for with {}\n\n", markdown::code(command)));
    format!("No figures: {why}.\n\n{asked}")
}
