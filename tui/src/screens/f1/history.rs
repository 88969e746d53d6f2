//! Every run in order of time: the chart of one figure, and the runs below it. All are measured now, in one way.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use sarf_shared::rpc::{HistoryPoint, HistoryView};
use sarf_shared::scoring::f1::Line;

use super::chart::{self, Mark};
use super::stamp::engine;
use super::top;
use super::words::{interval, plain};
use crate::app::State;
use crate::app::f1::short;
use crate::app::words::day_and_clock;
use crate::screens::paragraphs;
use crate::widgets::table::{self, Column, left, right};
use crate::widgets::{fit, put, put_lines};

/// From this height on there is room for the chart.
const CHARTED: u16 = 15;

const WIDE: &[Column] = &[
    right("#", 3),
    left("last run", 16),
    left("model, prompt", 0),
    left("runs", 18),
    right("disc.", 5),
    right("F1", 6),
    right("95 % interval", 14),
];
const MEDIUM: &[Column] = &[
    right("#", 2),
    left("last run", 16),
    left("model, prompt", 0),
    right("disc.", 5),
    right("F1", 5),
    right("95 % int.", 11),
];
const NARROW: &[Column] = &[right("#", 2), left("model, prompt", 0), right("F1", 5)];

pub(super) fn draw(buffer: &mut Buffer, state: &State, area: Rect) {
    let (f1, theme) = (&state.f1, &state.theme);
    let view = match f1.history.asked.shown() {
        Some((_, Ok(view))) if f1.history.asked.is_current() => view,
        Some((_, Err(why))) if f1.history.asked.is_current() => {
            let lines = paragraphs(&[plain(state, why)], area.width, 0, theme.text());
            return put_lines(buffer, area, &lines, 0);
        }
        _ => return put(buffer, area, 0, 1, "Scoring every run.", theme.dim()),
    };
    let line = f1.charted();
    let head = format!("F1 of {} · {} · matcher {}", line.items(), view.filter, view.ruler_words);
    put(buffer, area, 0, 0, &fit(&plain(state, &head), area.width.into(), theme.glyphs.more), theme.strong());
    if view.points.is_empty() {
        return put(buffer, area, 0, 2, "No finished run.", theme.dim());
    }
    let marked = view.points.iter().any(|point| !point.marks.is_empty());
    let legend = if marked {
        let (same, other) = (theme.glyphs.ready, theme.glyphs.waiting);
        format!("{same} the discussions of the newest run, joined   {other} other discussions: not comparable with it")
    } else {
        "All were scored now, in one way, on the same discussions.".to_owned()
    };
    put(buffer, area, 0, 1, &fit(&legend, area.width.into(), theme.glyphs.more), theme.dim());
    let rest = Rect { y: area.y + 2.min(area.height), height: area.height.saturating_sub(2), ..area };
    let wanted = u16::try_from(view.points.len() + 1).unwrap_or(u16::MAX);
    let chart = match rest.height >= CHARTED {
        true => rest.height.saturating_sub(wanted).clamp(8, rest.height / 2 + 2),
        false => 0,
    };
    let marks: Vec<Mark> = view.points.iter().map(|point| mark(point, line)).collect();
    chart::draw(buffer, Rect { height: chart, ..rest }, &marks, f1.history.at(), theme);
    let list = Rect { y: rest.y + chart, height: rest.height - chart, ..rest };
    rows(buffer, state, list, view, line);
}

fn mark(point: &HistoryPoint, line: Line) -> Mark {
    let found = point.figures.iter().find(|figure| figure.figure.line == line);
    let bounds = found.and_then(|figure| figure.interval.as_ref()?.bounds().copied());
    Mark {
        figure: found.and_then(|figure| figure.figure.f1.figure()),
        bounds: bounds.map(|bounds| (bounds.low, bounds.high)),
        comparable: point.marks.is_empty(),
    }
}

fn rows(buffer: &mut Buffer, state: &State, area: Rect, view: &HistoryView, line: Line) {
    let (f1, theme) = (&state.f1, &state.theme);
    let more = theme.glyphs.more;
    let columns = match area.width {
        106.. => WIDE,
        66..106 => MEDIUM,
        _ => NARROW,
    };
    table::headings(buffer, area, columns, theme.dim());
    let height = usize::from(area.height.saturating_sub(1));
    let at = f1.history.at();
    for (y, (place, point)) in (1..area.height).zip(view.points.iter().enumerate().skip(top(at, height))) {
        let here = Rect { y: area.y + y, height: 1, ..area };
        let cells = cells(state, point, place, line, columns.len());
        table::row(buffer, here, 0, columns, &cells, more);
        if place == at {
            buffer.set_style(here, theme.selected());
        }
    }
}

fn cells(state: &State, point: &HistoryPoint, place: usize, line: Line, columns: usize) -> Vec<(String, Style)> {
    let theme = &state.theme;
    let mut name = engine(&point.engine);
    if point.repetition > 1 {
        name.push_str(&format!(", again ({})", point.repetition));
    }
    let found = point.figures.iter().find(|figure| figure.figure.line == line);
    let value = found.map(|figure| figure.figure.f1);
    let mark = if point.marks.is_empty() { "" } else { theme.glyphs.waiting };
    let figure = value.and_then(short).map_or_else(|| theme.glyphs.none.to_owned(), |figure| format!("{mark}{figure}"));
    let bounds = interval(state, found.and_then(|figure| figure.interval.as_ref()));
    let number = (place + 1).to_string();
    let mut cells = vec![number];
    if columns > NARROW.len() {
        cells.push(day_and_clock(point.last, state.zone));
    }
    cells.push(name);
    if columns == WIDE.len() {
        cells.push(point.runs.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "));
    }
    if columns > NARROW.len() {
        cells.push(point.discussions.to_string());
    }
    cells.push(figure);
    if columns > NARROW.len() {
        cells.push(bounds.unwrap_or_else(|| theme.glyphs.none.to_owned()));
    }
    cells.into_iter().map(|cell| (cell, theme.text())).collect()
}

/// Everything about the selected run.
pub(super) fn page(state: &State) -> Option<Vec<String>> {
    let view = state.f1.history.asked.value()?;
    let mut lines = Vec::new();
    if let Some(point) = state.f1.history.point() {
        let runs: Vec<String> = point.runs.iter().map(ToString::to_string).collect();
        lines.push(format!("{}: runs {}", engine(&point.engine), runs.join(" ")));
        for one in &point.figures {
            let bounds = one.interval.as_ref().map_or_else(String::new, |interval| format!("  ({interval})"));
            lines.push(format!("    F1 of {}: {}{bounds}", one.figure.line.items(), one.figure.f1));
        }
        lines.extend(point.marks.iter().map(|mark| format!("! {mark}")));
        lines.push(String::new());
    }
    lines.push(format!("{} · matcher {}", view.filter, view.ruler_words));
    lines.push(format!(
        "intervals: {} resamples of discussions, seed {}",
        view.resampling.replicates, view.resampling.seed
    ));
    lines.extend(view.notes.iter().cloned());
    Some(lines.iter().map(|line| plain(state, line)).collect())
}
