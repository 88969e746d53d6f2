//! `sarf f1`: the model against ground truth, one run against another, all runs in order of time.

mod compare;
mod explain;
mod history;
pub(super) mod rows;
pub(super) mod table;

pub(crate) use rows::csv;

use sarf_shared::discussion::DiscussionId;
use sarf_shared::rpc::{
    F1DiscussionView, F1StatementRow, F1View, ItemPair, PageRequest, Resampling, ScoreFilter, ScoredChoice,
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::cli::args::scores::{F1Args, F1Command};
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::Output;
use crate::cli::session;
use crate::client::Api;

/// What `--json` prints: the table, with all its discussions, and what was asked for beside it.
#[derive(Serialize, JsonSchema)]
pub struct Printed {
    #[serde(flatten)]
    view: F1View,
    /// With `--per-statement`: the statements of each discussion.
    #[serde(skip_serializing_if = "Option::is_none")]
    statements: Option<Vec<DiscussionStatements>>,
    /// With `--explain`: every item that was missed or invented.
    #[serde(skip_serializing_if = "Option::is_none")]
    unmatched: Option<Vec<ItemPair>>,
}

/// The statements of one discussion.
#[derive(Serialize, JsonSchema)]
pub struct DiscussionStatements {
    discussion: DiscussionId,
    rows: Vec<F1StatementRow>,
}

/// Runs the command.
pub async fn run(output: &Output, args: F1Args) -> Result<Exit, Failure> {
    match &args.what {
        Some(F1Command::Compare { old, new, discussions, filter, by, drawn }) => {
            if !filter.runs.is_empty() {
                let why = "the two runs are named after `f1 compare`; leave --run, --model and --prompt out";
                return Err(Failure::new(Exit::Usage, why));
            }
            let filter = filter.filter(discussions, false)?;
            compare::run(output, old, new, filter, *by, (*drawn).into()).await
        }
        Some(F1Command::History { discussions, filter, line, drawn }) => {
            let filter = filter.filter(discussions, false)?;
            history::run(output, filter, *line, (*drawn).into()).await
        }
        None => scores(output, &args).await,
    }
}

async fn scores(output: &Output, args: &F1Args) -> Result<Exit, Failure> {
    if args.csv && output.is_json() {
        return Err(Failure::new(Exit::Usage, "--csv and --json are two forms; take one of them"));
    }
    let filter = args.filter.filter(&args.discussions, args.per_statement)?;
    let api = session::connect(output).await?;
    let view = whole(&api, args.drawn.into(), &filter).await?;
    if view.stamp.engines.is_empty() {
        no_such_engine(&filter)?;
    }
    let statements = match args.per_statement {
        true => Some(all_statements(&api, &view, &filter).await?),
        false => None,
    };
    if args.csv {
        output.raw(&rows::csv(&view, statements.as_deref().unwrap_or_default())?);
        return Ok(Exit::Done);
    }
    let unmatched = match args.explain {
        true => Some(explain::unmatched(&api, &filter).await?),
        false => None,
    };
    let printed = Printed { view, statements, unmatched };
    output.value(&printed, || {
        let mut text = table::table(&printed.view);
        if let Some(statements) = &printed.statements {
            text.push_str(&table::statements(statements));
        }
        if let Some(unmatched) = &printed.unmatched {
            text.push_str(&explain::text(unmatched));
        }
        text
    });
    Ok(Exit::Done)
}

/// Refuses a model or prompt of which there is no run, so that a slip of the pen is no empty table.
pub(super) fn no_such_engine(filter: &ScoreFilter) -> Result<(), Failure> {
    let ScoredChoice::Engine { model, prompt } = &filter.scored else { return Ok(()) };
    let named = [("model", model), ("prompt", prompt)];
    let named: Vec<String> =
        named.iter().filter_map(|(what, name)| Some(format!("{what} {}", name.as_ref()?))).collect();
    let why = format!(
        "no discussion asked for has a finished run of {}; `sarf f1 history` shows the runs there are",
        named.join(" with ")
    );
    Err(Failure::new(Exit::NotFound, why))
}

/// The table with all its discussions.
pub(super) async fn whole(api: &Api, drawn: Resampling, filter: &ScoreFilter) -> Result<F1View, Failure> {
    let page = |offset| PageRequest { offset, limit: 500 };
    let mut view = api.f1(filter.clone(), drawn, page(0)).await?;
    loop {
        let have = u32::try_from(view.discussions.items.len()).unwrap_or(u32::MAX);
        if have >= view.discussions.total {
            return Ok(view);
        }
        let more = api.f1(filter.clone(), drawn, page(have)).await?.discussions.items;
        if more.is_empty() {
            return Ok(view);
        }
        view.discussions.items.extend(more);
    }
}

async fn all_statements(api: &Api, view: &F1View, filter: &ScoreFilter) -> Result<Vec<DiscussionStatements>, Failure> {
    let mut all = Vec::new();
    for row in view.discussions.items.iter().filter(|row| row.why.is_none() && row.problem.is_none()) {
        let discussion = row.discussion.id;
        let mut rows: Vec<F1StatementRow> = Vec::new();
        loop {
            let page = PageRequest { offset: u32::try_from(rows.len()).unwrap_or(u32::MAX), limit: 500 };
            let F1DiscussionView { statements, .. } = api.f1_discussion(discussion, filter.clone(), page).await?;
            let done = statements.items.is_empty();
            rows.extend(statements.items);
            if done || rows.len() >= statements.total as usize {
                break;
            }
        }
        all.push(DiscussionStatements { discussion, rows });
    }
    Ok(all)
}
