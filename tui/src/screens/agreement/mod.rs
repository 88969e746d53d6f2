//! Coder against coder: what the figures rest on, the lines, and below them the matrix of the focused line or the events
//! of two coders. A small terminal shows the one or the other.

mod details;
mod events;
mod pane;
mod stamp;
mod table;
mod words;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::Line;
use sarf_shared::plural::counted;
use sarf_shared::scoring::agreement::{AgreementReport, Coder};

use super::paragraphs;
use crate::app::State;
use crate::app::agreement::{AgreedLine, AgreementLevel};
use crate::keymap::Action;
use crate::widgets::{fit, put, put_lines, put_lines_cut, rule};

/// Below this height of the body there is room for one pane only.
const LOW: u16 = 14;

/// How the body divides.
struct Parts {
    stamp: Rect,
    /// Who the two are, where one has drilled down to two.
    who: Rect,
    table: Rect,
    rule: Rect,
    pane: Rect,
}

fn parts(state: &State, body: Rect) -> Parts {
    let agreement = &state.agreement;
    let stamp = u16::try_from(stamp::lines(state, body).len()).unwrap_or(0).min(body.height);
    let who = match agreement.level() {
        AgreementLevel::Pair(..) => 1.min(body.height - stamp),
        _ => 0,
    };
    let left = body.height - stamp - who;
    let two = matches!(agreement.level(), AgreementLevel::Table | AgreementLevel::Pair(..));
    let (table, line) = match (two, body.height < LOW) {
        (false, _) => (left, 0),
        (true, true) => (if agreement.on_pane { 0 } else { left }, 0),
        (true, false) => {
            let pane = pane::wanted(state).clamp(4.min(left), (left * 2 / 5).max(4.min(left)));
            // What the lines leave is the pane's.
            let table = left.saturating_sub(pane + 1).min(table::rows(state));
            (table, 1.min(left))
        }
    };
    let y = body.y + stamp + who;
    Parts {
        stamp: Rect { height: stamp, ..body },
        who: Rect { y: body.y + stamp, height: who, ..body },
        table: Rect { y, height: table, ..body },
        rule: Rect { y: y + table, height: line, ..body },
        pane: Rect { y: y + table + line, height: left - table - line, ..body },
    }
}

pub(super) fn draw(buffer: &mut Buffer, state: &State, body: Rect) {
    let agreement = &state.agreement;
    let theme = &state.theme;
    if agreement.report.value().is_none() {
        let words = match agreement.report.shown() {
            Some((_, Err(why))) => empty(state, why),
            _ => vec!["Reading the figures.".to_owned()],
        };
        let mut lines = vec![Line::default()];
        lines.extend(paragraphs(&words, body.width, 0, theme.text()));
        return put_lines_cut(buffer, body, &lines, 0, state.theme.glyphs.more);
    }
    let parts = parts(state, body);
    put_lines(buffer, parts.stamp, &stamp::lines(state, body), 0);
    match agreement.level() {
        AgreementLevel::Unit(_) => events::one(buffer, state, parts.table),
        AgreementLevel::Disagreements => events::disagreements(buffer, state, parts.table),
        AgreementLevel::Table | AgreementLevel::Pair(..) => {
            if let AgreementLevel::Pair(a, b) = agreement.level() {
                let words = who(state, a, b);
                put(buffer, parts.who, 0, 0, &fit(&words, parts.who.width.into(), theme.glyphs.more), theme.strong());
            }
            table::draw(buffer, state, parts.table);
            if parts.rule.height > 0 {
                rule(buffer, Rect { x: body.x - 1, width: body.width + 2, ..parts.rule }, theme);
                let (lines, height) = extent(state, body);
                let hidden = lines.saturating_sub(state.scroll + height);
                if hidden > 0 {
                    let words =
                        format!(" {}: {} ", counted(hidden, "more line", "more lines"), state.key(Action::ScrollDown));
                    let x = parts.rule.width.saturating_sub(u16::try_from(words.len() + 2).unwrap_or(0));
                    put(buffer, parts.rule, x, 0, &words, theme.dim());
                }
            }
            match agreement.level() {
                AgreementLevel::Table => pane::draw(buffer, state, parts.pane),
                _ => events::of_pair(buffer, state, parts.pane),
            }
        }
    }
    if !agreement.is_settled() {
        // Said in words above; put in the background like all that may no longer be true.
        let below = body.height - parts.stamp.height;
        let rest = Rect { y: body.y + parts.stamp.height, height: below, ..body };
        buffer.set_style(rest, Style::new().add_modifier(Modifier::DIM));
    }
}

fn who(state: &State, a: &Coder, b: &Coder) -> String {
    let both = state.agreement.report.value().and_then(|report| report.finding.pair(a, b));
    let both = both.map_or(0, |pair| pair.statements);
    let dot = state.theme.glyphs.dot;
    let words = format!("1st {a} {dot} 2nd {b} {dot} {} both coded", counted(both, "statement", "statements"));
    words::plain(state, &words)
}

/// What to do where there is nothing to compare.
fn empty(state: &State, why: &str) -> Vec<String> {
    vec![
        words::plain(state, why),
        String::new(),
        "Agreement needs two coders of the same statements: `sarf coding import FILE` reads a coder's codings, and \
         `sarf coding list` shows who coded what."
            .to_owned(),
        format!("{} changes whose agreement is asked for, and of which discussions.", state.key(Action::Filter)),
    ]
}

/// Lines of the list that keys move in, with its heading.
pub(super) fn list_rows(state: &State, body: Rect) -> u16 {
    let parts = parts(state, body);
    match state.agreement.on_pane {
        true => parts.pane.height,
        false => parts.table.height,
    }
}

/// Lines that can be scrolled, and how many are in view.
pub(super) fn extent(state: &State, body: Rect) -> (usize, usize) {
    match state.agreement.level() {
        AgreementLevel::Table => pane::extent(state, parts(state, body).pane),
        AgreementLevel::Unit(_) => {
            let lines = state.agreement.unit().map(|unit| events::in_words(state, &unit)).unwrap_or_default();
            let height = parts(state, body).table.height.saturating_sub(2);
            (paragraphs(&lines, body.width, 0, Style::new()).len(), usize::from(height))
        }
        _ => (0, 0),
    }
}

/// What the focused figures rest on, or the event in full.
pub fn rests_on(state: &State) -> Option<(String, Vec<String>)> {
    let agreement = &state.agreement;
    let report = agreement.report.value()?;
    if let Some(page) = events::page(state) {
        return Some(page);
    }
    let mut lines = match agreement.level() {
        AgreementLevel::Pair(a, b) => of_two(report, a, b),
        _ if agreement.on_pane => {
            agreement.cell_coders().map(|(a, b)| details::of_two(report, agreement.line(), a, b)).unwrap_or_default()
        }
        _ => details::of_line(report, agreement.line()),
    };
    lines = lines.iter().map(|line| words::plain(state, line)).collect();
    lines.push(String::new());
    lines.extend(stamp::page(state));
    Some(("what the figures rest on".into(), lines))
}

/// All figures of two coders.
fn of_two(report: &AgreementReport, a: &Coder, b: &Coder) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in AgreedLine::all(report) {
        let all = details::of_two(report, line, a, b);
        // The first says who; once is enough.
        lines.extend(all.into_iter().skip(usize::from(!lines.is_empty())));
    }
    lines
}

/// What is focused as text to copy, and what to call it.
pub(super) fn focused_text(state: &State) -> Option<(String, String)> {
    let (heading, lines) = rests_on(state)?;
    let what = if heading.starts_with("what") { "the figures".to_owned() } else { heading };
    Some((what, lines.join("\n") + "\n"))
}

/// The first row in view so that the selected one is.
fn top(at: usize, height: usize) -> usize {
    (at + 1).saturating_sub(height.max(1))
}
