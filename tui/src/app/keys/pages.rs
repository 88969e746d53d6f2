//! What lies over the screen to be read or confirmed: history, scores, messages, the question before a deletion.

use sarf_shared::plural::counted;
use sarf_shared::rpc::DiscussionRow;

use crate::app::overlay::{Overlay, Target};
use crate::app::state::{Screen, State};
use crate::app::{scores, words};
use crate::widgets::Input;

pub(super) fn ask_delete(state: &mut State) {
    let asked = if state.screen == Screen::Personas {
        state.personas.selected().map(|row| {
            let words = format!(
                "Persona {} {}. Its {}.",
                row.id,
                row.name,
                counted(row.discussions, "discussion stays", "discussions stay")
            );
            (Target::Persona(row.id), words, row.id.to_string())
        })
    } else {
        state.subject().map(|row| {
            let words = format!(
                "Discussion {} {} with its {} and all that was extracted or coded from it, by people too. It cannot be brought back.",
                row.id,
                row.title,
                counted(row.statements, "statement", "statements")
            );
            (Target::Discussion(row.id), words, row.id.to_string())
        })
    };
    state.overlay =
        asked.map(|(target, words, wanted)| Overlay::Delete { target, words, wanted, input: Input::default() });
}

pub(super) fn history(state: &mut State) {
    let Some(row) = state.subject() else { return };
    let lines = history_lines(state, row);
    let heading = format!("history of {} {}", row.id, row.title);
    state.overlay = Some(Overlay::Page { heading, lines, scroll: 0 });
}

pub(super) fn scores(state: &mut State) {
    let Some(view) = state.reading.as_ref().and_then(|reading| reading.view.as_ref()) else { return };
    let heading = format!("scores of {} {}", view.row.id, view.row.title);
    state.overlay = Some(Overlay::Page { heading, lines: scores::lines(view), scroll: 0 });
}

/// What happened to a discussion: its statuses where its view is there, and what its jobs went through.
fn history_lines(state: &State, row: &DiscussionRow) -> Vec<String> {
    let mut moments: Vec<(u64, String)> = Vec::new();
    let view = state.reading.as_ref().filter(|reading| reading.id == row.id).and_then(|reading| reading.view.as_ref());
    for step in view.iter().flat_map(|view| &view.history) {
        let status = step.status.as_str().replace('_', " ");
        moments.push((step.at.0, format!("{status} ({}) {}", step.who(), step.reason)));
    }
    for job in state.jobs.all().filter(|job| job.discussion == Some(row.id)) {
        let kind = words::job_kind(job.brief.kind);
        for moment in &job.history {
            moments.push((moment.at.0, format!("{} {kind}: {} ({})", job.brief.id, moment.what, moment.who())));
        }
    }
    moments.sort_by_key(|moment| moment.0);
    let at = |ms: u64| words::day_and_clock(sarf_shared::discussion::Timestamp(ms), state.zone);
    let mut lines = vec![format!("{}  created", at(row.created.0))];
    lines.extend(moments.into_iter().map(|(ms, words)| format!("{}  {words}", at(ms))));
    lines
}

pub(super) fn messages(state: &mut State) {
    let mut lines: Vec<String> = state
        .notices
        .iter()
        .rev()
        .map(|notice| format!("{}  {}", words::clock_seconds(notice.at, state.zone), notice.words))
        .collect();
    if lines.is_empty() {
        lines.push("No message yet.".into());
    }
    state.overlay = Some(Overlay::Page { heading: "messages, newest first".into(), lines, scroll: 0 });
}
