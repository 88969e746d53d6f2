//! The discussions with their main figures.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use sarf_shared::rpc::F1Row;

use super::rows::{self, FigureRow, List};
use crate::app::State;
use crate::app::f1::short;

pub(super) fn draw(buffer: &mut Buffer, state: &State, area: Rect) {
    let f1 = &state.f1;
    let rows = f1.discussions().into_iter().map(|row| {
        let coverage = row.discussion.coverage;
        FigureRow {
            number: row.discussion.id.to_string(),
            name: title(row),
            coded: Some(format!("{}/{}", coverage.truth, coverage.statements)),
            figures: &row.figures,
            exact: short(row.exact),
            why: row.problem.clone().or(row.why.map(|why| why.to_string())),
        }
    });
    let heading = if area.width >= 66 { "F1 of discussion" } else { "F1 of" };
    let list = List {
        heading: heading.into(),
        coded: true,
        by: f1.discussions_by().by,
        rows: rows.collect(),
        at: f1.row_at(),
    };
    rows::draw(buffer, state, area, &list);
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
