//! Lists of what has main figures: discussions and statements.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use sarf_shared::rpc::RowFigure;
use sarf_shared::scoring::f1::Line;

use super::top;
use super::words::plain;
use crate::app::State;
use crate::app::f1::{RowColumn, figure, short};
use crate::theme::Theme;
use crate::widgets::table::{self, Column, left, right};
use crate::widgets::{fit, pad, put};

/// A row.
pub(super) struct FigureRow<'v> {
    pub(super) number: String,
    pub(super) name: String,
    /// How many statements are coded, where that is a column.
    pub(super) coded: Option<String>,
    pub(super) figures: &'v [RowFigure],
    pub(super) exact: Option<String>,
    /// Why it has no figures.
    pub(super) why: Option<String>,
}

/// How a list looks.
pub(super) struct List<'v> {
    /// The heading of the names.
    pub(super) heading: String,
    /// Whether statements coded are a column.
    pub(super) coded: bool,
    /// The column it is ordered by.
    pub(super) by: RowColumn,
    /// The rows.
    pub(super) rows: Vec<FigureRow<'v>>,
    /// Place of the selected one.
    pub(super) at: usize,
}

const WIDE: &[(Line, Column)] = &[
    (Line::Aggregate, right("all", 6)),
    (Line::People, right("people", 6)),
    (Line::Events, right("events", 6)),
    (Line::Structural, right("struct.", 7)),
    (Line::Shift, right("shift", 6)),
    (Line::PairBonds, right("bonds", 6)),
    (Line::ChildOf, right("parents", 7)),
];
const MEDIUM: &[(Line, Column)] = &[
    (Line::Aggregate, right("all", 5)),
    (Line::People, right("people", 6)),
    (Line::Events, right("events", 6)),
    (Line::Shift, right("shift", 5)),
    (Line::PairBonds, right("bonds", 5)),
];
const NARROW: &[(Line, Column)] = &[(Line::Aggregate, right("all", 5)), (Line::Shift, right("shift", 5))];

/// The columns with what each shows.
fn columns(width: u16, coded: bool) -> Vec<(RowColumn, Column)> {
    let (number, lines) = match width {
        106.. => (5, WIDE),
        66..106 => (4, MEDIUM),
        _ => (4, NARROW),
    };
    let mut all = vec![(RowColumn::Number, right("#", number)), (RowColumn::Name, left("", 0))];
    all.extend((coded && width >= 66).then_some((RowColumn::Coded, right("coded", 7))));
    all.extend(lines.iter().map(|(line, column)| (RowColumn::F1(*line), *column)));
    all.extend((width >= 106).then_some((RowColumn::Exact, right("exact", 6))));
    all
}

pub(super) fn draw(buffer: &mut Buffer, state: &State, area: Rect, list: &List<'_>) {
    let (f1, theme) = (&state.f1, &state.theme);
    let more = theme.glyphs.more;
    let all = columns(area.width, list.coded);
    let columns: Vec<Column> = all.iter().map(|(_, column)| *column).collect();
    table::headings(buffer, area, &columns, theme.dim());
    let widths = table::widths(&columns, area.width);
    let place = |at: usize| widths.iter().take(at).map(|width| width + 2).sum::<u16>();
    let named = widths.get(1).copied().unwrap_or(0);
    put(buffer, area, place(1), 0, &pad(&list.heading, named.into(), more), theme.dim());
    if let Some(at) = all.iter().position(|(column, _)| *column == list.by) {
        let width = widths.get(at).copied().unwrap_or(0);
        let head = Rect { x: area.x + place(at), width, height: 1.min(area.height), ..area };
        buffer.set_style(head.intersection(area), theme.focus());
    }
    let height = usize::from(area.height.saturating_sub(1));
    for (y, (at, row)) in (1..area.height).zip(list.rows.iter().enumerate().skip(top(list.at, height))) {
        let line = Rect { y: area.y + y, height: 1, ..area };
        let cells: Vec<(String, Style)> = all.iter().map(|(column, _)| cell(row, *column, theme)).collect();
        match &row.why {
            Some(why) => {
                table::row(buffer, line, 0, &columns, cells.get(..2).unwrap_or(&cells), more);
                let skip = place(2);
                let room = usize::from(area.width.saturating_sub(skip));
                put(buffer, line, skip, 0, &fit(&plain(state, why), room, more), theme.dim());
            }
            None => table::row(buffer, line, 0, &columns, &cells, more),
        }
        if at == list.at {
            buffer.set_style(line, if f1.on_items { theme.strong() } else { theme.selected() });
        }
    }
}

fn cell(row: &FigureRow<'_>, column: RowColumn, theme: &Theme) -> (String, Style) {
    let text = match column {
        RowColumn::Number => Some(row.number.clone()),
        RowColumn::Name => Some(row.name.clone()),
        RowColumn::Coded => row.coded.clone(),
        RowColumn::F1(line) => figure(row.figures, line).and_then(|one| short(one.f1)),
        RowColumn::Exact => row.exact.clone(),
    };
    text.map_or_else(|| (theme.glyphs.none.to_owned(), theme.dim()), |text| (text, theme.text()))
}
