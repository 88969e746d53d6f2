//! The subject's statements of one discussion with their main figures.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use sarf_shared::rpc::F1StatementRow;

use super::rows::{self, FigureRow, List};
use super::words::plain;
use crate::app::State;
use crate::widgets::{fit, put};

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
    let rows = f1.statements().into_iter().map(|row| FigureRow {
        number: row.statement.to_string(),
        name: coded_by(row),
        coded: None,
        figures: &row.figures,
        exact: row.exact.map(|exact| if exact { "yes" } else { "no" }.to_owned()),
        why: row.why.map(|why| why.to_string()),
    });
    let heading = format!("{} {}", view.row.discussion.id, view.row.discussion.title);
    let list = List { heading, coded: false, by: f1.statements_by.by, rows: rows.collect(), at: f1.statement_at() };
    rows::draw(buffer, state, area, &list);
}

fn coded_by(row: &F1StatementRow) -> String {
    match (&row.coder, row.provenance) {
        (Some(coder), Some(provenance)) => format!("{coder}  {}", provenance.as_str().replace('_', " ")),
        (Some(coder), None) => coder.to_string(),
        _ => String::new(),
    }
}
