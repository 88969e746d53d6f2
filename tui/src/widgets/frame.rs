//! What every screen has: a title line, a rule, the body, a rule or notice, the hints.

use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Rect};
use ratatui::text::Line;
use ratatui::widgets::{Clear, Widget as _};

use super::{put, put_line, put_line_cut};
use crate::theme::Theme;

/// The parts of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Regions {
    /// First line.
    pub title: Rect,
    /// Rule below it.
    pub rule: Rect,
    /// The screen's own.
    pub body: Rect,
    /// Rule above the hints; holds the notice.
    pub notice: Rect,
    /// Last line.
    pub hints: Rect,
}

/// Divides the terminal; one column of margin on the left, as in the title.
pub fn regions(area: Rect) -> Regions {
    let line = |y: u16| Rect::new(area.x, area.y + y.min(area.height.saturating_sub(1)), area.width, 1);
    let body = Rect::new(area.x + 1, area.y + 2, area.width.saturating_sub(2), area.height.saturating_sub(4));
    Regions {
        title: line(0),
        rule: line(1),
        body,
        notice: line(area.height.saturating_sub(2)),
        hints: line(area.height.saturating_sub(1)),
    }
}

/// A rule over the whole width.
pub fn rule(buffer: &mut Buffer, area: Rect, theme: &Theme) {
    let inner = Rect::new(area.x + 1, area.y, area.width.saturating_sub(2), area.height);
    put(buffer, inner, 0, 0, &theme.glyphs.rule.repeat(usize::from(inner.width)), theme.dim());
}

/// The title line: `left` gives way to `right`, which always stays.
pub fn title(buffer: &mut Buffer, area: Rect, left: &Line<'_>, right: &Line<'_>, more: &str) {
    let inner = Rect::new(area.x + 1, area.y, area.width.saturating_sub(2), 1);
    let wide = u16::try_from(right.width()).unwrap_or(inner.width).min(inner.width);
    let room = inner.width.saturating_sub(wide + 2);
    put_line_cut(buffer, Rect { width: room, ..inner }, 0, left, more);
    put_line(buffer, Rect { x: inner.x + inner.width - wide, width: wide, ..inner }, 0, right);
}

/// An emptied area in the middle with a heading between two rules; answers its inside.
pub fn dialog(buffer: &mut Buffer, area: Rect, width: u16, height: u16, heading: &str, theme: &Theme) -> Rect {
    let width = width.min(area.width);
    let height = (height + 2).min(area.height);
    let outer = Rect::new(area.x + (area.width - width) / 2, area.y + (area.height - height) / 2, width, height);
    Clear.render(outer, buffer);
    let bar = theme.glyphs.rule.repeat(usize::from(width));
    put(buffer, outer, 0, 0, &bar, theme.focus());
    put(buffer, outer, 2, 0, &format!(" {heading} "), theme.focus());
    put(buffer, outer, 0, height.saturating_sub(1), &bar, theme.focus());
    outer.inner(Margin { horizontal: 2.min(width / 2), vertical: 1.min(height / 2) })
}
