//! `sarf jobs`, `cancel`, `pause`, `resume`, `retry`, and `show j12`.

use sarf_shared::discussion::{DiscussionId, JobId};
use sarf_shared::rpc::{CallView, JobAction, JobFilter, JobTarget, JobView, PageRequest};
use schemars::JsonSchema;
use serde::Serialize;

use crate::cli::args::{JobsArgs, RetryArgs, TargetArgs};
use crate::cli::exit::{Exit, Failure};
use crate::cli::follow;
use crate::cli::output::Output;
use crate::cli::{session, text};
use crate::client::{Api, new_request_id};

/// A job with its ledger.
#[derive(Serialize, JsonSchema)]
pub struct WithCalls<'a> {
    #[serde(flatten)]
    job: &'a JobView,
    /// Its model calls, oldest first.
    calls: Vec<CallView>,
}

/// Lists jobs.
pub async fn list(output: &Output, args: &JobsArgs) -> Result<Exit, Failure> {
    let api = session::connect(output).await?;
    let filter = JobFilter { ids: None, discussion: args.of, active: args.active };
    let jobs = all(&api, &filter).await?;
    if output.is_json() {
        for job in &jobs {
            if args.calls {
                output.value(&WithCalls { job, calls: calls(&api, job.brief.id).await? }, String::new);
            } else {
                output.value(job, String::new);
            }
        }
        return Ok(Exit::Done);
    }
    if jobs.is_empty() {
        output.text("No jobs.");
        return Ok(Exit::Done);
    }
    let rows: Vec<Vec<String>> = jobs.iter().map(row).collect();
    output.text(text::table(&["job", "what", "for", "state", "done", "since", "last"], &[4], &rows));
    if args.calls {
        for job in &jobs {
            output.text(format!("{}\n{}", job.brief.id, call_lines(&calls(&api, job.brief.id).await?)));
        }
    }
    Ok(Exit::Done)
}

fn row(job: &JobView) -> Vec<String> {
    let target = match (job.discussion, job.persona) {
        (Some(discussion), _) => discussion.to_string(),
        (None, Some(persona)) => persona.to_string(),
        (None, None) => "·".to_owned(),
    };
    let last = job.history.last().map_or("", |moment| moment.what.as_str());
    vec![
        job.brief.id.to_string(),
        job.brief.kind.to_string(),
        target,
        job.brief.state.word().to_owned(),
        format!("{}/{}", job.brief.progress.done, job.brief.progress.of),
        text::time(job.created),
        text::cut(last, 60),
    ]
}

/// Every job that fits, newest first, page by page.
async fn all(api: &Api, filter: &JobFilter) -> Result<Vec<JobView>, Failure> {
    let mut jobs: Vec<JobView> = Vec::new();
    loop {
        let offset = u32::try_from(jobs.len()).unwrap_or(u32::MAX);
        let page = api.jobs(filter.clone(), PageRequest { offset, limit: 500 }).await?;
        let done = page.items.is_empty() || offset as usize + page.items.len() >= page.total as usize;
        jobs.extend(page.items);
        if done {
            return Ok(jobs);
        }
    }
}

/// The whole ledger of a job, page by page.
pub async fn calls(api: &Api, job: JobId) -> Result<Vec<CallView>, Failure> {
    let mut calls: Vec<CallView> = Vec::new();
    loop {
        let offset = u32::try_from(calls.len()).unwrap_or(u32::MAX);
        let page = api.calls(job, PageRequest { offset, limit: 500 }).await?;
        let done = page.items.is_empty() || offset as usize + page.items.len() >= page.total as usize;
        calls.extend(page.items);
        if done {
            return Ok(calls);
        }
    }
}

fn call_lines(calls: &[CallView]) -> String {
    let rows: Vec<Vec<String>> = calls
        .iter()
        .map(|call| {
            vec![
                call.step.to_string(),
                call.engine.role.clone(),
                format!("{} {}", call.engine.provider, call.engine.model).trim().to_owned(),
                call.attempt.to_string(),
                format!("{} ms", call.ms),
                format!("{}+{}", call.prompt_tokens, call.completion_tokens),
                call.failure.clone().unwrap_or_else(|| "ok".to_owned()),
            ]
        })
        .collect();
    text::table(&["step", "role", "model", "try", "time", "tokens", "end"], &[0, 3, 4, 5], &rows)
}

/// Shows one job with its history and ledger.
pub async fn show(api: &Api, output: &Output, id: JobId) -> Result<Exit, Failure> {
    let job = api.job(id).await?;
    let ledger = calls(api, id).await?;
    output.value(&WithCalls { job: &job, calls: ledger.clone() }, || {
        let mut lines = vec![row(&job).join("  ")];
        for engine in &job.engines {
            lines.push(format!("    {}: {} {}", engine.role, engine.provider, engine.model).trim_end().to_owned());
        }
        if job.rerun > 0 {
            lines.push(format!("    steps done again after an interruption: {}", job.rerun));
        }
        for moment in &job.history {
            lines.push(format!("    {}  {}: {}", text::time(moment.at), moment.who(), moment.what));
        }
        if !ledger.is_empty() {
            lines.push(call_lines(&ledger));
        }
        lines.join("\n")
    });
    Ok(Exit::Done)
}

/// `cancel`
pub async fn cancel(output: &Output, args: TargetArgs) -> Result<Exit, Failure> {
    act(output, JobAction::Cancel, args.targets).await.map(|_| Exit::Done)
}

/// `pause`
pub async fn pause(output: &Output, args: TargetArgs) -> Result<Exit, Failure> {
    act(output, JobAction::Pause, args.targets).await.map(|_| Exit::Done)
}

/// `resume`
pub async fn resume(output: &Output, args: TargetArgs) -> Result<Exit, Failure> {
    act(output, JobAction::Resume, args.targets).await.map(|_| Exit::Done)
}

/// `retry`
pub async fn retry(output: &Output, args: RetryArgs) -> Result<Exit, Failure> {
    let targets = if args.failed { vec![JobTarget::AllFailed] } else { args.targets };
    let (api, changed) = act(output, JobAction::Retry, targets).await?;
    if args.failed && changed.is_empty() {
        output.text("Nothing failed that a person did not cancel.");
    }
    if !args.wait {
        return Ok(Exit::Done);
    }
    let discussions: Vec<DiscussionId> = changed.iter().filter_map(|job| job.discussion).collect();
    let personas: Vec<JobId> = changed.iter().filter(|job| job.discussion.is_none()).map(|job| job.brief.id).collect();
    let rows = follow::discussions(&api, output, &discussions).await?;
    let ended = follow::jobs(&api, &personas).await?;
    if output.is_json() {
        for row in &rows {
            output.value(row, String::new);
        }
    }
    let failed = ended.iter().any(|job| follow::job_words(job).is_some());
    Ok(if failed { Exit::Failed } else { follow::exit(&rows, discussions.len()) })
}

async fn act(output: &Output, action: JobAction, targets: Vec<JobTarget>) -> Result<(Api, Vec<JobView>), Failure> {
    let api = session::connect(output).await?;
    let mut changed = Vec::new();
    for target in targets {
        for job in api.job_action(new_request_id(), action, target).await? {
            output.value(&job, || {
                format!("{}: {}", job.brief.id, job.history.last().map_or("", |last| last.what.as_str()))
            });
            changed.push(job);
        }
    }
    Ok((api, changed))
}
