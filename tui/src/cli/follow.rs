//! Waiting for discussions and jobs, and showing how they go on: bars in a terminal, plain lines in a pipe, nothing
//! beside JSON. What is waited for goes on in the background whether or not anybody looks.

use std::collections::BTreeSet;
use std::time::Duration;

use sarf_shared::dialogue::Speaker;
use sarf_shared::discussion::{DiscussionId, JobId, StatusWord};
use sarf_shared::job::{JobKind, JobState};
use sarf_shared::rpc::{Cursor, DiscussionFilter, DiscussionRow, JobView, PageRequest};

use super::exit::{Exit, Failure};
use super::output::{Output, harmless};
use super::text;
use crate::client::Api;

/// How long one long poll waits.
const POLL: Duration = Duration::from_secs(20);

/// Everything on one page.
pub const ALL: PageRequest = PageRequest { offset: 0, limit: 500 };

/// Whether a discussion has come to rest: its latest job is over. A row that was read while its job ended can tell of the
/// discussion as it was before and of the job as it is now; the news of that end are still to come.
pub fn is_settled(row: &DiscussionRow) -> bool {
    let at_work = matches!(row.status, StatusWord::Generating | StatusWord::Extracting);
    row.job.as_ref().is_none_or(|job| match job.state {
        JobState::Succeeded { .. } => !at_work,
        _ => job.state.is_over(),
    })
}

/// The rows of these discussions; those that are gone are left out.
pub async fn rows(api: &Api, ids: &[DiscussionId]) -> Result<Vec<DiscussionRow>, Failure> {
    let mut rows = Vec::new();
    for part in ids.chunks(ALL.limit as usize) {
        let filter = DiscussionFilter { ids: Some(part.to_vec()), ..DiscussionFilter::default() };
        rows.extend(api.discussions(filter, ALL).await?.items);
    }
    Ok(rows)
}

/// Waits until these discussions have come to rest, showing progress; answers their rows in the order asked for.
pub async fn discussions(api: &Api, output: &Output, ids: &[DiscussionId]) -> Result<Vec<DiscussionRow>, Failure> {
    let watching = api.own_connection();
    let mut shown = Shown::new(output);
    let mut cursor = watching.watch(None, None, Duration::ZERO).await?.cursor;
    let mut open: BTreeSet<DiscussionId> = ids.iter().copied().collect();
    while !open.is_empty() {
        let asked: Vec<DiscussionId> = open.iter().copied().collect();
        let now = rows(api, &asked).await?;
        shown.rows(&now);
        let known: BTreeSet<DiscussionId> = now.iter().map(|row| row.id).collect();
        open.retain(|id| known.contains(id));
        for row in now.iter().filter(|row| is_settled(row)) {
            open.remove(&row.id);
            shown.settled(row);
        }
        if open.is_empty() {
            break;
        }
        cursor = next_change(&watching, cursor).await?;
    }
    shown.end();
    rows(api, ids).await
}

/// Waits until these jobs are over.
pub async fn jobs(api: &Api, ids: &[JobId]) -> Result<Vec<JobView>, Failure> {
    let watching = api.own_connection();
    let mut cursor = watching.watch(None, None, Duration::ZERO).await?.cursor;
    loop {
        let mut views = Vec::new();
        for id in ids {
            views.push(api.job(*id).await?);
        }
        if views.iter().all(|view| view.brief.state.is_over()) {
            return Ok(views);
        }
        cursor = next_change(&watching, cursor).await?;
    }
}

async fn next_change(api: &Api, since: Cursor) -> Result<Cursor, Failure> {
    Ok(api.watch(Some(since), None, POLL).await?.cursor)
}

/// How the discussions waited for decide the exit code.
pub fn exit(rows: &[DiscussionRow], asked: usize) -> Exit {
    let failed = rows.iter().any(|row| {
        row.status == StatusWord::Failed
            || row.job.as_ref().is_some_and(|job| {
                matches!(job.state, JobState::Failed { .. } | JobState::Dead { .. } | JobState::Cancelled { .. })
            })
    });
    if failed || rows.len() < asked { Exit::Failed } else { Exit::Done }
}

/// How a job failed, in words.
pub fn job_words(view: &JobView) -> Option<String> {
    match &view.brief.state {
        JobState::Failed { message, .. } | JobState::Dead { message, .. } => Some(message.clone()),
        JobState::Cancelled { .. } => Some("cancelled".to_owned()),
        _ => None,
    }
}

/// What has been shown.
struct Shown<'a> {
    output: &'a Output,
    lines: usize,
    told: BTreeSet<(DiscussionId, &'static str, u32)>,
}

/// Bars shown at once; more would scroll.
const MOST_BARS: usize = 8;

impl<'a> Shown<'a> {
    fn new(output: &'a Output) -> Self {
        Shown { output, lines: 0, told: BTreeSet::new() }
    }

    fn rows(&mut self, rows: &[DiscussionRow]) {
        if self.output.is_json() {
            return;
        }
        if self.output.is_terminal() {
            let active: Vec<String> = rows.iter().filter(|row| !is_settled(row)).map(bar_line).collect();
            self.clear();
            let lines: Vec<String> = active.iter().take(MOST_BARS).cloned().collect();
            if !lines.is_empty() {
                self.output.raw(&format!("{}\n", harmless(&lines.join("\n"))));
            }
            self.lines = lines.len();
            return;
        }
        for row in rows {
            if let Some(job) = &row.job {
                let key = (row.id, job.kind.as_str(), job.progress.done);
                if job.progress.done > 0 && self.told.insert(key) {
                    self.output.text(plain_line(row));
                }
            }
        }
    }

    fn settled(&mut self, row: &DiscussionRow) {
        self.clear();
        let note = row.note.as_ref().map_or_else(String::new, |note| format!("\n    {note}"));
        self.output.text(format!("{}  {} — {}{note}", row.id, row.title, text::status(row)));
    }

    fn clear(&mut self) {
        if self.lines > 0 {
            self.output.raw(&format!("\x1b[{}A\x1b[J", self.lines));
            self.lines = 0;
        }
    }

    fn end(&mut self) {
        self.clear();
    }
}

/// `41  generating  ███████░░░  7/20  3.1 s, about 5.8 s left`
pub fn bar_line(row: &DiscussionRow) -> String {
    let Some(job) = &row.job else { return format!("{}  {}", row.id, text::status(row)) };
    let (done, of) = (job.progress.done, job.progress.of.max(1));
    let filled = (done as usize * 20 / of as usize).min(20);
    let bar: String = "█".repeat(filled) + &"─".repeat(20 - filled);
    let mut line = format!(
        "{}  {:<10} {bar} {done:>3}/{of:<3} {}",
        row.id,
        verb(job.kind, &job.state),
        text::duration(job.elapsed_ms)
    );
    if let Some(eta) = job.eta_ms {
        line.push_str(&format!(", about {} left", text::duration(eta)));
    }
    text::cut(&line, 100)
}

/// `41  generating: turn 7 of 20, 3.1 s, about 5.8 s left`
pub fn plain_line(row: &DiscussionRow) -> String {
    let Some(job) = &row.job else { return String::new() };
    let (done, of) = (job.progress.done, job.progress.of);
    let unit = if job.kind == JobKind::Generate { "turn" } else { "statement" };
    let mut line = format!(
        "{}  {}: {unit} {done} of {of}, {}",
        row.id,
        verb(job.kind, &job.state),
        text::duration(job.elapsed_ms)
    );
    if let Some(eta) = job.eta_ms {
        line.push_str(&format!(", about {} left", text::duration(eta)));
    }
    line
}

/// What a job is doing, as a word.
pub fn verb(kind: JobKind, state: &JobState) -> &'static str {
    match (state, kind) {
        (JobState::Running { .. } | JobState::Succeeded { .. }, JobKind::Author) => "authoring",
        (JobState::Running { .. } | JobState::Succeeded { .. }, JobKind::Generate) => "generating",
        (JobState::Running { .. } | JobState::Succeeded { .. }, JobKind::Extract) => "extracting",
        (JobState::Running { .. } | JobState::Succeeded { .. }, JobKind::Evaluate) => "evaluating",
        (other, _) => other.word(),
    }
}

/// The word for a speaker.
pub fn speaker(speaker: Speaker) -> &'static str {
    match speaker {
        Speaker::Subject => "client",
        Speaker::Coach => "coach",
    }
}
