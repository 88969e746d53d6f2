//! A form in a dialog: fields below each other, the one being filled in always in view, words below them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{Input, fit, put, put_lines};
use crate::theme::Theme;

/// What a field holds.
#[derive(Debug)]
pub enum FieldValue<'f> {
    /// What is typed, and what an empty field means.
    Typed(&'f Input, &'static str),
    /// What is chosen, in words.
    Chosen(String),
}

/// A field.
#[derive(Debug)]
pub struct Field<'f> {
    /// Its word.
    pub label: &'static str,
    /// What it holds.
    pub value: FieldValue<'f>,
    /// It is the one being filled in.
    pub here: bool,
}

/// A switch with its words.
pub fn switch(on: bool, words: &str) -> String {
    format!("[{}] {words}", if on { "x" } else { " " })
}

/// Draws a form into the inside of a dialog: what does not fit is moved out of view, the words below stay.
pub fn fields(buffer: &mut Buffer, inner: Rect, label: u16, all: &[Field<'_>], below: &[Line<'_>], theme: &Theme) {
    let more = theme.glyphs.more;
    let seen = usize::from(inner.height).saturating_sub(below.len()).max(1);
    let at = all.iter().position(|field| field.here).unwrap_or(0);
    let first = (at + 1).saturating_sub(seen);
    let label = label.min(inner.width);
    for (y, field) in (0..inner.height).zip(all.iter().skip(first).take(seen)) {
        let mark = if field.here { theme.glyphs.cursor } else { " " };
        let style = if field.here { theme.focus() } else { theme.dim() };
        put(buffer, inner, 0, y, &format!("{mark}{}", field.label), style);
        let value = Rect { x: inner.x + label, y: inner.y + y, width: inner.width - label, height: 1 };
        let style = if field.here { theme.strong() } else { theme.text() };
        match &field.value {
            FieldValue::Typed(input, when_empty) => {
                input.draw(buffer, value, style, field.here);
                if input.text().is_empty() {
                    let words = fit(when_empty, usize::from(value.width).saturating_sub(2), more);
                    put(buffer, value, 2, 0, &words, theme.dim());
                }
            }
            FieldValue::Chosen(words) => put(buffer, value, 0, 0, &fit(words, value.width.into(), more), style),
        }
    }
    let used = u16::try_from(seen.min(all.len())).unwrap_or(0).min(inner.height);
    put_lines(buffer, Rect { y: inner.y + used, height: inner.height - used, ..inner }, below, 0);
}
