//! A table with names on two sides: coders by coders, given values by found values. What does not fit is moved out of
//! view so that the focused cell stays in it, and signs at the edge say how much there is beyond.
//!
//! It knows neither what the cells mean nor where the focus comes from.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr as _;

use super::table::Side;
use super::{fit, pad, put};
use crate::theme::Theme;

/// Blanks before each column.
const GAP: usize = 2;

/// One cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// How.
    pub style: Style,
}

impl Cell {
    /// A cell.
    pub fn new(text: impl Into<String>, style: Style) -> Cell {
        Cell { text: text.into(), style }
    }
}

/// A named row of cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// Its cells, one for each column; missing ones are empty.
    pub cells: Vec<Cell>,
}

/// The matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// Above the names of the rows: what the cells are.
    pub corner: String,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
    /// On which side of their columns the cells stand.
    pub side: Side,
    /// The focused cell by row and column. It stays in view; without one the first cells are shown.
    pub focus: Option<(usize, usize)>,
    /// How the focused cell is marked.
    pub focus_style: Style,
}

/// What of a matrix is in view, and how wide its parts are.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shown {
    names: usize,
    widths: Vec<usize>,
    /// First column in view, and the one after the last.
    columns: (usize, usize),
    /// First row in view, and the one after the last.
    rows: (usize, usize),
}

impl Matrix {
    /// Columns of the terminal it takes where nothing has to be moved out of view.
    pub fn width(&self) -> usize {
        self.names() + self.widths().iter().map(|width| width + GAP).sum::<usize>()
    }

    /// Lines it takes where nothing has to be moved out of view.
    pub fn height(&self) -> usize {
        self.rows.len() + 1
    }

    fn names(&self) -> usize {
        self.rows.iter().map(|row| row.name.width()).chain([self.corner.width()]).max().unwrap_or(0)
    }

    fn widths(&self) -> Vec<usize> {
        let cell = |at: usize| self.rows.iter().filter_map(move |row| row.cells.get(at)).map(|cell| cell.text.width());
        let of = |(at, name): (usize, &String)| cell(at).chain([name.width()]).max().unwrap_or(0).max(1);
        self.columns.iter().enumerate().map(of).collect()
    }

    /// What fits: names give way down to a third of the room, then columns and rows go out of view.
    fn shown(&self, area: Rect) -> Shown {
        let widths = self.widths();
        let (wide, high) = (usize::from(area.width), usize::from(area.height.saturating_sub(1)).max(1));
        let all: usize = widths.iter().map(|width| width + GAP).sum();
        let names = self.names().min(wide.saturating_sub(all).max(wide / 3));
        let (row, column) = self.focus.unwrap_or((0, 0));
        let rows = in_view(row, self.rows.len(), |_| 1, high);
        // The signs of what is beyond need room of their own: "<12" before, "12>" behind.
        let room = wide.saturating_sub(names);
        let columns = match all <= room {
            true => (0, widths.len()),
            false => {
                let beyond = 2 * (1 + widths.len().to_string().len()) + 1;
                let of = |at: usize| widths.get(at).map_or(0, |width| width + GAP);
                in_view(column, widths.len(), of, room.saturating_sub(beyond))
            }
        };
        Shown { names, widths, columns, rows }
    }

    /// Draws it from the top left of `area`.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        if area.width == 0 || area.height == 0 {
            return;
        }
        let more = theme.glyphs.more;
        let shown = self.shown(area);
        let (first, end) = shown.columns;
        let (before, behind) = (first, self.columns.len().saturating_sub(end));
        let sign = if before > 0 { format!(" <{before}") } else { String::new() };
        let (top, bottom) = shown.rows;
        let mut beyond = String::new();
        if top > 0 {
            beyond.push_str(&format!(" ^{top}"));
        }
        if bottom < self.rows.len() {
            beyond.push_str(&format!(" v{}", self.rows.len() - bottom));
        }
        let corner = shown.names.saturating_sub(beyond.len());
        put(buffer, area, 0, 0, &pad(&self.corner, corner, more), theme.dim());
        put(buffer, area, column(corner), 0, &beyond, theme.attention());
        put(buffer, area, column(shown.names), 0, &sign, theme.attention());
        let mut x = shown.names + if before + behind > 0 { 1 + self.columns.len().to_string().len() } else { 0 };
        for (at, name) in self.columns.iter().enumerate().take(end).skip(first) {
            let width = shown.widths.get(at).copied().unwrap_or(0);
            put(buffer, area, column(x + GAP), 0, &aligned(name, width, self.side, more), theme.dim());
            for (y, (place, row)) in (1..area.height).zip(self.rows.iter().enumerate().skip(shown.rows.0)) {
                let cell = row.cells.get(at).cloned().unwrap_or_default();
                let text = aligned(&cell.text, width, self.side, more);
                let is_focus = self.focus == Some((place, at));
                let style = if is_focus { self.focus_style } else { cell.style };
                put(buffer, area, column(x + GAP), y, &text, style);
            }
            x += GAP + width;
        }
        if behind > 0 {
            put(buffer, area, column(x + 1), 0, &format!("{behind}>"), theme.attention());
        }
        for (y, (place, row)) in (1..area.height).zip(self.rows.iter().enumerate().take(bottom).skip(top)) {
            let style = if self.focus.is_some_and(|(at, _)| at == place) { theme.strong() } else { theme.text() };
            put(buffer, area, 0, y, &pad(&row.name, shown.names, more), style);
        }
    }
}

fn column(x: usize) -> u16 {
    u16::try_from(x).unwrap_or(u16::MAX)
}

fn aligned(text: &str, width: usize, side: Side, more: &str) -> String {
    match side {
        Side::Left => pad(text, width, more),
        Side::Right => {
            let text = fit(text, width, more);
            format!("{}{text}", " ".repeat(width.saturating_sub(text.width())))
        }
    }
}

/// The parts in view: those from the first on, or as many before the focused one as fit with it. Never none.
fn in_view(focus: usize, of: usize, size: impl Fn(usize) -> usize, room: usize) -> (usize, usize) {
    let focus = focus.min(of.saturating_sub(1));
    let fit = |first: usize| {
        let mut used = 0;
        let fits = |at: &usize| {
            used += size(*at);
            used <= room
        };
        (first..of).take_while(fits).count()
    };
    let mut first = 0;
    while first < focus && first + fit(first) <= focus {
        first += 1;
    }
    (first, (first + fit(first).max(1)).min(of))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coders(n: usize, focus: Option<(usize, usize)>) -> Matrix {
        let name = |at: usize| format!("{} coder_{at}", at + 1);
        let rows = (0..n).map(|row| Row {
            name: name(row),
            cells: (0..n)
                .map(|column| {
                    Cell::new(
                        if row == column { String::new() } else { format!(".{}{}", row % 10, column % 10) },
                        Style::new(),
                    )
                })
                .collect(),
        });
        Matrix {
            corner: "F1".into(),
            columns: (1..=n).map(|at| at.to_string()).collect(),
            rows: rows.collect(),
            side: Side::Right,
            focus,
            focus_style: Theme::new(false, true).selected(),
        }
    }

    fn drawn(matrix: &Matrix, width: u16, height: u16) -> Vec<String> {
        let area = Rect::new(0, 0, width, height);
        let mut buffer = Buffer::empty(area);
        matrix.draw(&mut buffer, area, &Theme::new(false, true));
        let line = |y: u16| (0..width).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
        (0..height).map(line).collect()
    }

    #[test]
    fn numbers_stand_right_under_their_columns() {
        let shown = drawn(&coders(3, None), 40, 4);
        assert_eq!(
            shown,
            ["F1           1    2    3", "1 coder_0       .01  .02", "2 coder_1  .10       .12", "3 coder_2  .20  .21"]
        );
        let words = Matrix { side: Side::Left, ..coders(2, None) };
        assert_eq!(drawn(&words, 40, 2), ["F1     v1  1    2", "1 coder_0       .01"]);
    }

    #[test]
    fn the_focused_cell_is_in_view_in_every_size_and_what_is_beyond_is_counted() {
        for width in 12..60 {
            for height in 2..9 {
                for row in 0..7 {
                    for at in 0..7 {
                        let matrix = coders(7, Some((row, at)));
                        let area = Rect::new(0, 0, width, height);
                        let mut buffer = Buffer::empty(area);
                        matrix.draw(&mut buffer, area, &Theme::new(false, true));
                        let marked = buffer
                            .content()
                            .iter()
                            .filter(|cell| cell.modifier.contains(ratatui::style::Modifier::REVERSED));
                        assert!(marked.count() > 0, "{width}x{height}, {row} {at}");
                    }
                }
            }
        }
        let shown = drawn(&coders(12, Some((6, 6))), 31, 4);
        assert_eq!(shown[0], "F1   ^4 v5 <5    6    7 5>", "{shown:#?}");
    }

    #[test]
    fn how_many_rows_are_above_and_below_is_said_in_the_corner() {
        let shown = drawn(&coders(9, Some((4, 0))), 60, 4);
        assert!(shown[0].starts_with("F1  ^2 v4 "), "{shown:#?}");
        // The control: where all is in view nothing is said.
        let whole = drawn(&coders(9, Some((4, 0))), 60, 10).join("\n");
        assert!(!whole.contains(['^', '<', '>']), "{whole}");
    }
}
