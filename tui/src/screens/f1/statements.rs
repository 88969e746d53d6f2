//! The subject's statements of one discussion with their main figures.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use sarf_shared::rpc::F1StatementRow;

use super::discussions::figures;
use super::top;
use super::words::plain;
use crate::app::State;
use crate::widgets::table::{self, Column, left, right};
use crate::widgets::{fit, put};

const WIDE: &[Column] = &[
    right("#", 5),
    left("", 0),
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
    left("", 0),
    right("all", 5),
    right("people", 6),
    right("events", 6),
    right("shift", 5),
    right("bonds", 5),
];
const NARROW: &[Column] = &[right("#", 4), left("", 0), right("all", 5), right("shift", 5)];

pub(super) fn draw(buffer: &mut Buffer, state: &State, area: Rect) {
    let (f1, theme) = (&state.f1, &state.theme);
    let more = theme.glyphs.more;
    let view = match f1.one.shown() {
        Some((_, Ok(view))) if f1.one.is_current() => view,
        Some((_, Err(why))) if f1.one.is_current() => {
            return put(buffer, area, 0, 1, &fit(&plain(state, why), usize::from(area.width), more), theme.text());
        }
        _ => return put(buffer, area, 0, 1, "Reading the statements.", theme.dim()),
    };
    let columns = match area.width {
        106.. => WIDE,
        66..106 => MEDIUM,
        _ => NARROW,
    };
    table::headings(buffer, area, columns, theme.dim());
    let widths = table::widths(columns, area.width);
    let (first, second) = (widths.first().copied().unwrap_or(0), widths.get(1).copied().unwrap_or(0));
    let title = format!("{} {}", view.row.discussion.id, view.row.discussion.title);
    put(buffer, area, first + 2, 0, &crate::widgets::pad(&title, second.into(), more), theme.strong());
    let height = usize::from(area.height.saturating_sub(1));
    let at = f1.statement_at();
    let rows = view.statements.items.iter().enumerate().skip(top(at, height));
    for (y, (place, row)) in (1..area.height).zip(rows) {
        let line = Rect { y: area.y + y, height: 1, ..area };
        let mut cells = vec![(row.statement.to_string(), theme.text()), (coded_by(row), theme.text())];
        match row.why {
            Some(why) => {
                table::row(buffer, line, 0, columns, &cells, more);
                let skip: u16 = table::widths(columns, area.width).iter().take(2).map(|width| width + 2).sum();
                let room = usize::from(area.width.saturating_sub(skip));
                put(buffer, line, skip, 0, &fit(&plain(state, &why.to_string()), room, more), theme.dim());
            }
            None => {
                cells.extend(figures(&row.figures, columns.len(), theme));
                if columns.len() == WIDE.len() {
                    cells.push((exact(row).into(), theme.text()));
                }
                table::row(buffer, line, 0, columns, &cells, more);
            }
        }
        if place == at {
            buffer.set_style(line, if f1.on_items { theme.strong() } else { theme.selected() });
        }
    }
}

fn coded_by(row: &F1StatementRow) -> String {
    match (&row.coder, row.provenance) {
        (Some(coder), Some(provenance)) => format!("{coder}  {}", provenance.as_str().replace('_', " ")),
        (Some(coder), None) => coder.to_string(),
        _ => String::new(),
    }
}

fn exact(row: &F1StatementRow) -> &'static str {
    match row.exact {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    }
}
