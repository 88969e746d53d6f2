//! Small drawing parts the screens share: text that fits, bars, one-line inputs, the frame of title and hints.
//! They draw what they are given and know nothing of the state.

mod bar;
mod fields;
mod frame;
mod input;
pub mod matrix;
pub mod table;
mod text;

pub use bar::bar;
pub use fields::{Field, FieldValue, fields, switch};
pub use frame::{Regions, dialog, regions, rule, title};
pub use input::Input;
pub use text::{fit, pad, wrap};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

/// Writes text within `area`, on its line `y`, from its column `x`; what does not fit is not written.
pub fn put(buffer: &mut Buffer, area: Rect, x: u16, y: u16, text: &str, style: Style) {
    if y < area.height && x < area.width {
        buffer.set_stringn(area.x + x, area.y + y, text, usize::from(area.width - x), style);
    }
}

/// Writes a line of styled parts; what does not fit is not written.
pub fn put_line(buffer: &mut Buffer, area: Rect, y: u16, line: &Line<'_>) {
    if y < area.height {
        buffer.set_line(area.x, area.y + y, line, area.width);
    }
}

/// Writes a line of styled parts; where it does not fit, `more` stands at its end.
pub fn put_line_cut(buffer: &mut Buffer, area: Rect, y: u16, line: &Line<'_>, more: &str) {
    put_line(buffer, area, y, line);
    if line.width() > usize::from(area.width) {
        put_more(buffer, area, area.width.saturating_sub(1), y, more);
    }
}

/// Puts the sign for what is cut off at column `at`.
fn put_more(buffer: &mut Buffer, area: Rect, at: u16, y: u16, more: &str) {
    if at == 0 || at >= area.width || y >= area.height {
        return;
    }
    // Half of a wide character would be left beside the sign.
    if let Some(cell) = buffer.cell_mut((area.x + at - 1, area.y + y))
        && unicode_width::UnicodeWidthStr::width(cell.symbol()) > 1
    {
        cell.set_symbol(" ");
    }
    put(buffer, area, at, y, more, Style::new());
}

/// Writes lines from the top, after `skip` of them.
pub fn put_lines(buffer: &mut Buffer, area: Rect, lines: &[Line<'_>], skip: usize) {
    for (y, line) in (0..area.height).zip(lines.iter().skip(skip)) {
        put_line(buffer, area, y, line);
    }
}

/// As [`put_lines`]; where lines are left below, `more` stands at the end of the last one in view.
pub fn put_lines_cut(buffer: &mut Buffer, area: Rect, lines: &[Line<'_>], skip: usize, more: &str) {
    put_lines(buffer, area, lines, skip);
    let height = usize::from(area.height);
    let last = height.checked_sub(1).and_then(|last| lines.get(skip + last));
    if let (Some(last), true) = (last, lines.len() > skip + height) {
        let at = u16::try_from(last.width() + 1).unwrap_or(area.width).min(area.width.saturating_sub(1));
        put_more(buffer, area, at, area.height - 1, more);
    }
}
