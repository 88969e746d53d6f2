//! The discussions with their main figures.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use sarf_shared::rpc::{F1Row, RowFigure};
use sarf_shared::scoring::f1::Line;

use super::top;
use crate::app::State;
use crate::app::f1::{figure, short};
use crate::theme::Theme;
use crate::widgets::table::{self, Column, left, right};
use crate::widgets::{fit, put};

/// The F1 columns of rows on a wide terminal, in order.
pub(super) const LINES: [Line; 7] =
    [Line::Aggregate, Line::People, Line::Events, Line::Structural, Line::Shift, Line::PairBonds, Line::ChildOf];

const WIDE: &[Column] = &[
    right("#", 5),
    left("F1 of discussion", 0),
    right("coded", 7),
    right("all", 6),
    right("people", 6),
    right("events", 6),
    right("struct.", 7),
    right("shift", 6),
    right("bonds", 6),
    right("parents", 7),
    right("exact", 6),
];
const MEDIUM: &[Column] = &[
    right("#", 4),
    left("F1 of discussion", 0),
    right("coded", 7),
    right("all", 5),
    right("people", 6),
    right("events", 6),
    right("shift", 5),
    right("bonds", 5),
];
const NARROW: &[Column] = &[right("#", 4), left("F1 of", 0), right("all", 5), right("shift", 5)];

pub(super) fn draw(buffer: &mut Buffer, state: &State, area: Rect) {
    let (f1, theme) = (&state.f1, &state.theme);
    let columns = match area.width {
        106.. => WIDE,
        66..106 => MEDIUM,
        _ => NARROW,
    };
    table::headings(buffer, area, columns, theme.dim());
    let height = usize::from(area.height.saturating_sub(1));
    let at = f1.row_at();
    for (y, (place, row)) in (1..area.height).zip(f1.discussions().into_iter().enumerate().skip(top(at, height))) {
        let line = Rect { y: area.y + y, height: 1, ..area };
        let mut cells = vec![(row.discussion.id.to_string(), theme.text()), (title(row), theme.text())];
        if columns.len() > 4 {
            let coverage = row.discussion.coverage;
            cells.push((format!("{}/{}", coverage.truth, coverage.statements), theme.text()));
        }
        cells.extend(figures(&row.figures, columns.len(), theme));
        if columns.len() == WIDE.len() {
            cells.push(optional(short(row.exact), theme));
        }
        let why = row.problem.clone().or(row.why.map(|why| why.to_string()));
        if let Some(why) = why {
            cells.truncate(2);
            table::row(buffer, line, 0, columns, &cells, theme.glyphs.more);
            let skip: u16 = table::widths(columns, area.width).iter().take(2).map(|width| width + 2).sum();
            let room = usize::from(area.width.saturating_sub(skip));
            put(buffer, line, skip, 0, &fit(&super::words::plain(state, &why), room, theme.glyphs.more), theme.dim());
        } else {
            table::row(buffer, line, 0, columns, &cells, theme.glyphs.more);
        }
        if place == at {
            buffer.set_style(line, if f1.on_items { theme.strong() } else { theme.selected() });
        }
    }
}

fn title(row: &F1Row) -> String {
    let of = &row.discussion;
    let origin = match (of.synthetic, of.imported) {
        (true, _) => "synthetic",
        (false, true) => "imported",
        (false, false) => "real",
    };
    format!("{}  ({origin})", of.title)
}

pub(super) fn optional(text: Option<String>, theme: &Theme) -> (String, Style) {
    text.map_or_else(|| (theme.glyphs.none.to_owned(), theme.dim()), |text| (text, theme.text()))
}

/// The F1 of the main lines that so many columns have room for.
pub(super) fn figures(figures: &[RowFigure], columns: usize, theme: &Theme) -> Vec<(String, Style)> {
    let lines: &[Line] = match columns {
        9.. => &LINES,
        7..9 => &[Line::Aggregate, Line::People, Line::Events, Line::Shift, Line::PairBonds],
        _ => &[Line::Aggregate, Line::Shift],
    };
    lines.iter().map(|line| optional(figure(figures, *line).and_then(|one| short(one.f1)), theme)).collect()
}
