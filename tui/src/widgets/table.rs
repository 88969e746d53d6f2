//! Rows of columns of fixed width. Numbers stand right, so that they keep their place while they change.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr as _;

use super::{fit, pad, put};

/// On which side a column's text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Heading.
    pub heading: &'static str,
    /// Columns on screen; 0 takes what the others leave.
    pub width: u16,
    /// Where its text stands.
    pub side: Side,
}

/// A column of words.
pub const fn left(heading: &'static str, width: u16) -> Column {
    Column { heading, width, side: Side::Left }
}

/// A column of numbers.
pub const fn right(heading: &'static str, width: u16) -> Column {
    Column { heading, width, side: Side::Right }
}

/// Blanks between two columns, unless there is room for one only.
const GAP: u16 = 2;

/// The columns' widths in `width`: two blanks between them, the flexible ones share what is left.
pub fn widths(columns: &[Column], width: u16) -> Vec<u16> {
    widths_apart(columns, width, GAP)
}

/// The same with so many blanks between them.
pub fn widths_apart(columns: &[Column], width: u16, gap: u16) -> Vec<u16> {
    let gaps = gap * u16::try_from(columns.len().saturating_sub(1)).unwrap_or(0);
    let fixed: u16 = columns.iter().map(|column| column.width).sum();
    let flexible = u16::try_from(columns.iter().filter(|column| column.width == 0).count()).unwrap_or(1).max(1);
    let share = width.saturating_sub(gaps + fixed) / flexible;
    columns.iter().map(|column| if column.width == 0 { share } else { column.width }).collect()
}

/// Draws one row of cells into the line `y` of `area`.
pub fn row(buffer: &mut Buffer, area: Rect, y: u16, columns: &[Column], cells: &[(String, Style)], more: &str) {
    row_apart(buffer, Rect { y: area.y + y, height: area.height.saturating_sub(y), ..area }, columns, GAP, cells, more);
}

/// Draws one row of cells into the first line of `area`, with so many blanks between them.
pub fn row_apart(buffer: &mut Buffer, area: Rect, columns: &[Column], gap: u16, cells: &[(String, Style)], more: &str) {
    let mut x = 0;
    for ((column, width), (text, style)) in columns.iter().zip(widths_apart(columns, area.width, gap)).zip(cells) {
        let wide = usize::from(width);
        let text = match column.side {
            Side::Left => pad(text, wide, more),
            Side::Right => {
                let text = fit(text, wide, more);
                format!("{}{text}", " ".repeat(wide.saturating_sub(text.width())))
            }
        };
        put(buffer, area, x, 0, &text, *style);
        x += width + gap;
    }
}

/// Draws the headings.
pub fn headings(buffer: &mut Buffer, area: Rect, columns: &[Column], style: Style) {
    headings_apart(buffer, area, columns, GAP, style);
}

/// Draws the headings, with so many blanks between them.
pub fn headings_apart(buffer: &mut Buffer, area: Rect, columns: &[Column], gap: u16, style: Style) {
    let cells: Vec<(String, Style)> = columns.iter().map(|column| (column.heading.to_owned(), style)).collect();
    row_apart(buffer, area, columns, gap, &cells, "");
}
