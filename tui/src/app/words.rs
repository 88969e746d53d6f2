//! What the rows mean, in words: statuses, times, and the sentences that explain a discussion or a job.

use chrono::{DateTime, FixedOffset};
use sarf_shared::discussion::{Cause, Failure, Stage, StatusWord, Timestamp};
use sarf_shared::job::{JobKind, JobState, PauseCause};
use sarf_shared::plural::counted;
use sarf_shared::rpc::{DiscussionRow, JobBrief, JobView};

use crate::theme::{Glyphs, Theme};
use ratatui::style::Style;

/// How the background service is restarted, for a sentence.
pub fn restart(state: &super::State) -> String {
    let name = crate::keymap::Action::RestartDaemon.name();
    match state.keys.label(state.place(), crate::keymap::Action::Palette) {
        Some(key) => format!("`{key}{name}`"),
        None => "`sarf daemon restart`".into(),
    }
}

/// A clock time.
pub fn clock(at: Timestamp, zone: FixedOffset) -> String {
    moment(at, zone, "%H:%M")
}

/// A clock time to the second.
pub fn clock_seconds(at: Timestamp, zone: FixedOffset) -> String {
    moment(at, zone, "%H:%M:%S")
}

/// A day and a clock time.
pub fn day_and_clock(at: Timestamp, zone: FixedOffset) -> String {
    moment(at, zone, "%Y-%m-%d %H:%M")
}

fn moment(at: Timestamp, zone: FixedOffset, format: &str) -> String {
    let utc = i64::try_from(at.0).ok().and_then(DateTime::from_timestamp_millis);
    utc.map(|utc| utc.with_timezone(&zone).format(format).to_string()).unwrap_or_default()
}

/// A length of time: `12 s`, `3 min 05 s`, `2 h 10 min`.
pub fn length(ms: u64) -> String {
    let s = ms / 1000;
    match s {
        0..60 => format!("{s} s"),
        60..3600 => format!("{} min {:02} s", s / 60, s % 60),
        _ => format!("{} h {:02} min", s / 3600, s % 3600 / 60),
    }
}

/// The sign and style of a discussion's status. A waiting or paused job shows before the status it waits in.
pub fn status_sign(row: &DiscussionRow, theme: &Theme) -> (&'static str, Style) {
    let glyphs: &'static Glyphs = theme.glyphs;
    if let Some(job) = row.job.as_ref().filter(|job| !job.state.is_over()) {
        match job.state {
            JobState::Paused { .. } => return (glyphs.paused, theme.attention()),
            JobState::Running { .. } => return (glyphs.running, theme.working()),
            _ => return (glyphs.waiting, theme.dim()),
        }
    }
    match row.status {
        StatusWord::Failed => (glyphs.failed, theme.bad()),
        StatusWord::ReadyForCoding => (glyphs.ready, theme.good()),
        StatusWord::Generating | StatusWord::Extracting => (glyphs.running, theme.working()),
        StatusWord::Pending | StatusWord::PendingExtraction => (glyphs.waiting, theme.text()),
    }
}

/// The status in a few words.
pub fn status_text(row: &DiscussionRow) -> String {
    let word = match row.status {
        StatusWord::Failed => failure_word(row.failure),
        other => other.as_str().replace('_', " "),
    };
    let job = row.job.as_ref().filter(|job| !job.state.is_over());
    match job.map(|job| &job.state) {
        Some(JobState::Paused { .. }) => format!("{word}, paused"),
        Some(JobState::Queued { not_before: Some(_), .. }) => format!("{word}, waiting"),
        Some(JobState::Queued { .. }) if row.status != StatusWord::Pending => format!("{word}, queued"),
        Some(JobState::Interrupted { .. }) => format!("{word}, interrupted"),
        _ => word,
    }
}

fn failure_word(failure: Option<Failure>) -> String {
    match failure {
        None => "failed".into(),
        Some(Failure { stage: Stage::Authoring, cause, .. }) => format!("{} persona", cause_word(cause)),
        Some(Failure { stage, cause, at, of }) => {
            let unit = if stage == Stage::Generating { "turn" } else { "statement" };
            format!("{} {unit} {at}/{of}", cause_word(cause))
        }
    }
}

fn cause_word(cause: Cause) -> &'static str {
    if cause == Cause::Cancelled { "cancelled" } else { "failed" }
}

/// Done and planned for the bar of a discussion: of its job while there is one, nothing otherwise.
pub fn progress(row: &DiscussionRow) -> Option<(u32, u32)> {
    let job = row.job.as_ref().filter(|job| !job.state.is_over())?;
    Some((job.progress.done, job.progress.of))
}

/// A discussion explained in sentences: what happened, what was kept and, if what is known is `fresh`, how long it takes.
pub fn explain(row: &DiscussionRow, zone: FixedOffset, fresh: bool) -> Vec<String> {
    let mut sentences = vec![happened(row)];
    if let Some(job) = row.job.as_ref().filter(|job| fresh && !job.state.is_over()) {
        sentences.extend(job_words(job, zone));
    }
    sentences.extend(because(row, zone, fresh).filter(|words| !words.is_empty()));
    sentences
}

/// Why it stands where it stands, as far as the sentences before do not say it. The row's own note tells the command line
/// what to type; here the keys stand below, so that of it only what is told nowhere else is taken.
fn because(row: &DiscussionRow, zone: FixedOffset, fresh: bool) -> Option<String> {
    let note = || row.note.as_deref().map(|note| note.trim().to_owned());
    let ended = |message: &str| format!("{}.", message.trim().trim_end_matches('.'));
    let Some(job) = &row.job else { return note() };
    match &job.state {
        JobState::Failed { message, .. } | JobState::Dead { message, .. } if row.status == StatusWord::Failed => {
            Some(ended(message))
        }
        JobState::Failed { message, .. } | JobState::Dead { message, .. } => {
            Some(format!("{} ({}) failed: {} What was there stands.", job.id, job_kind(job.kind), ended(message)))
        }
        state @ JobState::Cancelled { .. } => state_words(state, zone).map(|words| format!("{}: {words}.", job.id)),
        JobState::Queued { not_before: Some(_), .. } | JobState::Running { .. } if !fresh => None,
        JobState::Queued { not_before: Some(_), .. } | JobState::Running { .. } | JobState::Succeeded { .. } => note(),
        JobState::Queued { .. } | JobState::Interrupted { .. } | JobState::Paused { .. } => None,
    }
}

fn happened(row: &DiscussionRow) -> String {
    let turns = |n: u32| counted(n, "turn", "turns");
    let kept = |n: u32| match n {
        0 => "No turn was written.".to_owned(),
        1 => "1 turn is kept.".to_owned(),
        n => format!("{n} turns are kept."),
    };
    match (row.status, row.failure) {
        (StatusWord::Pending, _) => "Waits for its first turn.".into(),
        (StatusWord::Generating, _) => {
            format!("Being written: {} of {} so far; each is kept as soon as it exists.", row.turns, turns(row.planned))
        }
        (StatusWord::PendingExtraction, _) => {
            format!("Complete with {}; its family data is not extracted yet.", turns(row.turns))
        }
        (StatusWord::Extracting, _) => "Its family data is being extracted, statement by statement.".into(),
        (StatusWord::ReadyForCoding, _) => {
            format!("Ready for coding: {}, family data extracted.", turns(row.turns))
        }
        (StatusWord::Failed, None) => format!("Stopped. {}", kept(row.turns)),
        (StatusWord::Failed, Some(failure)) => {
            let verb = if failure.cause == Cause::Cancelled { "was cancelled" } else { "stopped" };
            let why = match failure.cause {
                Cause::Cancelled => "",
                Cause::Provider => ": the model could not be reached, and the tries are used up",
                Cause::Refused => ": the model's endpoint refused the request",
                Cause::InvalidOutput => ": the model's answer was not usable",
                Cause::Internal => ": a fault of this program",
            };
            match failure.stage {
                Stage::Authoring => format!("Writing the persona {verb}{why}. Nothing was written yet."),
                Stage::Generating => {
                    format!("Writing {verb} after turn {} of {}{why}. {}", failure.at, failure.of, kept(row.turns))
                }
                Stage::Extracting => format!(
                    "Extraction {verb} after statement {} of {}{why}. The talk is complete, what was extracted is kept.",
                    failure.at, failure.of
                ),
            }
        }
    }
}

fn job_words(job: &JobBrief, zone: FixedOffset) -> Option<String> {
    let pace = match job.eta_ms {
        Some(eta) => format!("{} so far, about {} to go", length(job.elapsed_ms), length(eta)),
        None => format!("{} so far", length(job.elapsed_ms)),
    };
    match &job.state {
        JobState::Running { .. } => Some(format!("{} is at work: {pace}.", job.id)),
        state => state_words(state, zone).map(|words| format!("{}: {words}.", job.id)),
    }
}

/// The state of a job in words; nothing where its one word says all.
pub fn state_words(state: &JobState, zone: FixedOffset) -> Option<String> {
    match state {
        JobState::Queued { not_before: Some(due), after, .. } => {
            let after = match after {
                Some(class) => format!(" after a failed try ({})", class.as_str().replace('_', " ")),
                None => String::new(),
            };
            Some(format!("waits{after}; goes on by itself at {}", clock_seconds(*due, zone)))
        }
        JobState::Queued { .. } => Some("waits for a free place; starts by itself".into()),
        JobState::Running { .. } | JobState::Succeeded { .. } => None,
        JobState::Interrupted { .. } => Some("the service ended meanwhile; goes on by itself where it stopped".into()),
        JobState::Paused { at, cause: PauseCause::Person(_) } => {
            Some(format!("paused at {}; waits for a person", clock(*at, zone)))
        }
        JobState::Failed { message, .. } | JobState::Dead { message, .. } => Some(message.clone()),
        JobState::Cancelled { at, by } => Some(format!("cancelled by {by} at {}", clock(*at, zone))),
    }
}

/// Sign and style of a job's state.
pub fn job_sign(state: &JobState, theme: &Theme) -> (&'static str, Style) {
    let glyphs = theme.glyphs;
    match state {
        JobState::Running { .. } => (glyphs.running, theme.working()),
        JobState::Succeeded { .. } => (glyphs.ready, theme.good()),
        JobState::Failed { .. } | JobState::Dead { .. } => (glyphs.failed, theme.bad()),
        JobState::Paused { .. } => (glyphs.paused, theme.attention()),
        JobState::Cancelled { .. } => (glyphs.none, theme.dim()),
        JobState::Queued { .. } | JobState::Interrupted { .. } => (glyphs.waiting, theme.text()),
    }
}

/// What a job does, in a few words.
pub fn job_kind(kind: JobKind) -> &'static str {
    match kind {
        JobKind::Author => "write a persona",
        JobKind::Generate => "write the talk",
        JobKind::Extract => "extract",
        JobKind::Evaluate => "judge",
    }
}

/// A job in sentences: state, tries, engines; then its history.
pub fn explain_job(job: &JobView, zone: FixedOffset) -> Vec<String> {
    let mut sentences = Vec::new();
    if let JobState::Running { .. } = job.brief.state {
        sentences.extend(job_words(&job.brief, zone));
    }
    sentences.extend(state_words(&job.brief.state, zone));
    let mut counts = Vec::new();
    if job.attempts > 0 {
        counts.push(format!("failed tries of the present step: {}", job.attempts));
    }
    if job.rerun > 0 {
        counts.push(format!("steps run again after an interruption: {}", job.rerun));
    }
    if !counts.is_empty() {
        sentences.push(counts.join("; "));
    }
    let engines: Vec<String> = job
        .engines
        .iter()
        .map(|e| {
            if e.model.is_empty() {
                format!("{} {}", e.role, e.provider)
            } else {
                format!("{} {}/{}", e.role, e.provider, e.model)
            }
        })
        .collect();
    if !engines.is_empty() {
        sentences.push(format!("engines: {}", engines.join(", ")));
    }
    sentences
}
