//! Below the lines: every two coders on the focused line as a matrix, and beside it what the line, or the focused cell,
//! comes to in words.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use sarf_shared::scoring::agreement::{AgreementReport, Coder};

use super::words::{cell, plain, sign};
use super::{details, paragraphs};
use crate::app::State;
use crate::app::agreement::{AgreedLine, of_pair};
use crate::widgets::matrix::{Cell, Matrix, Row};
use crate::widgets::table::Side;
use crate::widgets::{fit, put_lines};

/// The widest a coder's name grows beside the matrix; in full it stands on the page of what the figures rest on.
const NAME: usize = 22;
/// Columns between the matrix and the words.
const GAP: u16 = 3;
/// Words need so many columns beside the matrix, else they stand below it.
const WORDS: u16 = 28;

/// Where matrix and words stand.
struct Parts {
    matrix: Rect,
    words: Rect,
}

fn parts(matrix: &Matrix, area: Rect) -> Parts {
    let wide = u16::try_from(matrix.width()).unwrap_or(u16::MAX).min(area.width);
    let beside = area.width.saturating_sub(wide + GAP);
    if beside >= WORDS {
        let x = area.x + wide + GAP;
        return Parts { matrix: Rect { width: wide, ..area }, words: Rect { x, width: beside, ..area } };
    }
    // Too wide to stand beside the words whole: it keeps up to three fifths, or all, with the words below.
    if area.width >= 72 {
        let wide = area.width * 3 / 5;
        let x = area.x + wide + GAP;
        let words = Rect { x, width: area.width - wide - GAP, ..area };
        return Parts { matrix: Rect { width: wide, ..area }, words };
    }
    let high = u16::try_from(matrix.height()).unwrap_or(u16::MAX).min(area.height.saturating_sub(2).max(2));
    let high = high.min(area.height);
    Parts {
        matrix: Rect { height: high, ..area },
        words: Rect { y: area.y + high, height: area.height - high, ..area },
    }
}

/// Lines the pane would like to have.
pub(super) fn wanted(state: &State) -> u16 {
    let coders = state.agreement.coders().len();
    u16::try_from(coders + 1).unwrap_or(u16::MAX).max(7)
}

/// Every two coders by the focused line.
fn matrix(state: &State, report: &AgreementReport) -> Matrix {
    let (agreement, theme) = (&state.agreement, &state.theme);
    let line = agreement.line();
    let coders = agreement.coders();
    let statistic = match line {
        AgreedLine::Found(_) => "F1",
        AgreedLine::Valued(..) | AgreedLine::Present(_) => "kappa",
    };
    let name = |at: usize, coder: &Coder| {
        plain(state, &fit(&format!("{} {coder}", sign(&coders, at)), NAME, theme.glyphs.more))
    };
    let rows = coders.iter().enumerate().map(|(row, a)| Row {
        name: name(row, a),
        cells: (coders.iter().enumerate())
            .map(|(column, b)| match of_cell(report, line, a, b) {
                _ if row == column => Cell::new(theme.glyphs.dash, theme.dim()),
                Some(text) if text.starts_with(|c: char| c.is_alphabetic()) => Cell::new(text, theme.dim()),
                Some(text) => Cell::new(text, theme.text()),
                None => Cell::new(theme.glyphs.none, theme.dim()),
            })
            .collect(),
    });
    Matrix {
        corner: format!("{statistic}, {}", plain(state, &line.in_full())),
        columns: (0..coders.len()).map(|at| sign(&coders, at)).collect(),
        rows: rows.collect(),
        side: Side::Right,
        focus: Some(agreement.cell()),
        focus_style: if agreement.on_pane { theme.selected() } else { theme.text() },
    }
}

fn of_cell(report: &AgreementReport, line: AgreedLine, a: &Coder, b: &Coder) -> Option<String> {
    match line {
        AgreedLine::Found(_) => {
            let pair = report.finding.pair(a, b)?;
            Some(line.found_by(pair).map_or_else(|| "not coded".to_owned(), |found| cell(&found.f1)))
        }
        AgreedLine::Valued(..) | AgreedLine::Present(_) => Some(cell(&of_pair(line.variable(report)?, a, b)?.kappa)),
    }
}

/// Draws matrix and words.
pub(super) fn draw(buffer: &mut Buffer, state: &State, area: Rect) {
    let Some(report) = state.agreement.report.value() else { return };
    if state.agreement.coders().len() < 2 {
        let lines = paragraphs(&details::lines(state, report), area.width, 0, state.theme.text());
        return put_lines(buffer, area, &lines, state.scroll);
    }
    let matrix = matrix(state, report);
    let parts = parts(&matrix, area);
    matrix.draw(buffer, parts.matrix, &state.theme);
    let lines = paragraphs(&details::lines(state, report), parts.words.width, 0, state.theme.text());
    put_lines(buffer, parts.words, &lines, state.scroll);
}

/// Lines of the words, and how many of them are in view.
pub(super) fn extent(state: &State, area: Rect) -> (usize, usize) {
    let Some(report) = state.agreement.report.value() else { return (0, 0) };
    let words = match state.agreement.coders().len() {
        0 | 1 => area,
        _ => parts(&matrix(state, report), area).words,
    };
    let lines = paragraphs(&details::lines(state, report), words.width, 0, state.theme.text());
    (lines.len(), usize::from(words.height))
}
