//! Jobs: what works, waits, failed; and what the selected one went through.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use sarf_shared::rpc::JobView;

use super::discussions::matches_aside;
use super::{paragraphs, put_empty, put_place, split};
use crate::app::{State, words};
use crate::keymap::Action;
use crate::theme::Theme;
use crate::widgets::table::{self, Column, left, right};
use crate::widgets::{bar, put_lines_cut, rule};

const WIDE: &[Column] = &[
    right("#", 6),
    left("what", 16),
    left("of", 0),
    left("state", 14),
    left("progress", 17),
    right("tries", 5),
    right("rerun", 5),
    right("since", 16),
];
const MEDIUM: &[Column] =
    &[right("#", 6), left("what", 16), left("of", 0), left("state", 14), right("done", 7), right("tries", 5)];
const NARROW: &[Column] = &[right("#", 6), left("what", 0), left("state", 13), right("done", 6)];

fn columns(width: u16) -> &'static [Column] {
    match width {
        100.. => WIDE,
        64..100 => MEDIUM,
        _ => NARROW,
    }
}

pub(super) fn draw(buffer: &mut Buffer, state: &State, body: Rect) {
    let theme = &state.theme;
    let parts = split(body);
    let columns = columns(parts.table.width);
    table::headings(buffer, parts.table, columns, theme.dim());
    matches_aside(buffer, parts.table, state.jobs.filter(), state.jobs.counts(), theme);
    for (y, job) in (1..).zip(state.jobs.in_view(usize::from(parts.table.height.saturating_sub(1)))) {
        table::row(buffer, parts.table, y, columns, &cells(state, job, columns), theme.glyphs.more);
        if state.jobs.selected_id() == Some(job.brief.id) {
            buffer.set_style(Rect { y: parts.table.y + y, height: 1, ..parts.table }, theme.selected());
        }
    }
    if state.jobs.counts().1 == 0 {
        let words = match (state.jobs.is_loaded(), state.jobs.filter()) {
            (false, _) => "Loading the jobs.".to_owned(),
            (true, "") => "No job yet. Writing or extracting a discussion makes one.".into(),
            (true, _) => format!("No job matches. {} shows all.", state.key(Action::Back)),
        };
        put_empty(buffer, parts.table, &words, theme);
    }
    rule(buffer, Rect { x: body.x - 1, width: body.width + 2, ..parts.rule }, theme);
    put_place(buffer, parts.rule, &state.jobs, parts.table.height, theme);
    put_lines_cut(buffer, parts.words, &lines(state, parts.words.width), state.scroll, theme.glyphs.more);
}

/// Lines below the list and the height they have.
pub(super) fn extent(state: &State, body: Rect) -> (usize, usize) {
    let area = split(body).words;
    (lines(state, area.width).len(), usize::from(area.height))
}

fn cells(state: &State, job: &JobView, columns: &[Column]) -> Vec<(String, Style)> {
    let theme: &Theme = &state.theme;
    let text = |text: String| (text, theme.text());
    let (sign, style) = words::job_sign(&job.brief.state, theme);
    let state_word = (format!("{sign} {}", job.brief.state.word()), style);
    let (done, of) = (job.brief.progress.done, job.brief.progress.of);
    let fraction = if of == 0 { String::new() } else { format!("{done}/{of}") };
    let number = text(job.brief.id.to_string());
    let what = text(words::job_kind(job.brief.kind).into());
    let subject = match (job.discussion, job.persona) {
        (Some(id), _) => {
            let title = state.discussions.get(id).map(|row| format!(" {}", row.title)).unwrap_or_default();
            format!("{id}{title}")
        }
        (None, Some(id)) => {
            let name = state.personas.get(id).map(|row| format!(" {}", row.name)).unwrap_or_default();
            format!("{id}{name}")
        }
        (None, None) => theme.glyphs.none.into(),
    };
    let count = |n: u32| if n == 0 { (theme.glyphs.none.to_owned(), theme.dim()) } else { text(n.to_string()) };
    match columns.len() {
        8 => {
            let bar = if of == 0 || job.brief.state.is_over() {
                format!("{:10} {fraction:>6}", "")
            } else {
                format!("{} {fraction:>6}", bar(done, of, 10, theme))
            };
            let since = text(words::day_and_clock(job.created, state.zone));
            vec![number, what, text(subject), state_word, (bar, style), count(job.attempts), count(job.rerun), since]
        }
        6 => vec![number, what, text(subject), state_word, text(fraction), count(job.attempts)],
        _ => vec![number, what, state_word, text(fraction)],
    }
}

fn lines<'a>(state: &State, width: u16) -> Vec<Line<'a>> {
    let theme = &state.theme;
    let Some(job) = state.jobs.selected() else { return Vec::new() };
    let head = format!("{}  {}", job.brief.id, words::job_kind(job.brief.kind));
    let mut lines = vec![Line::styled(head, theme.strong())];
    lines.extend(paragraphs(&words::explain_job(job, state.zone), width, 4, theme.text()));
    // Newest first: what is happening now is what is looked for.
    let history: Vec<String> = job
        .history
        .iter()
        .rev()
        .map(|moment| format!("{}  {} ({})", words::clock_seconds(moment.at, state.zone), moment.what, moment.who()))
        .collect();
    lines.extend(paragraphs(&history, width, 4, theme.dim()));
    lines
}
