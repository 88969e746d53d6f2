//! The dialog for whose agreement is shown, and how it is measured.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::top;
use crate::app::State;
use crate::app::agreement::{AgreementField, AgreementForm};
use crate::screens::paragraphs;
use crate::widgets::{dialog, fit, put, put_lines};

/// Whose agreement, measured how.
pub(in crate::screens) fn filter(buffer: &mut Buffer, state: &State, area: Rect, width: u16, form: &AgreementForm) {
    let theme = &state.theme;
    let more = theme.glyphs.more;
    let room = width.saturating_sub(4);
    let (words, style) = match &form.problem {
        Some(problem) => (format!("! {problem}"), theme.bad()),
        None => ("Enter show   Tab next   Space choose   Esc back".to_owned(), theme.dim()),
    };
    let below = paragraphs(&[words], room, 0, style);
    let used = u16::try_from(below.len()).unwrap_or(0);
    let fields = u16::try_from(AgreementField::ALL.len()).unwrap_or(0);
    let inner = dialog(buffer, area, width, fields + used, "whose agreement, and how", theme);
    let list = Rect { height: inner.height.saturating_sub(used).max(1).min(inner.height), ..inner };
    let at = AgreementField::ALL.iter().position(|field| *field == form.field).unwrap_or(0);
    let first = top(at, list.height.into());
    for (y, field) in (0..list.height).zip(AgreementField::ALL.into_iter().skip(first)) {
        let here = field == form.field;
        let (label, value_style) = match here {
            true => (theme.focus(), theme.strong()),
            false => (theme.dim(), theme.text()),
        };
        let mark = if here { theme.glyphs.cursor } else { " " };
        put(buffer, list, 0, y, &format!("{mark}{}", field.label()), label);
        let label = 10.min(list.width);
        let value = Rect { x: list.x + label, y: list.y + y, width: list.width - label, height: 1 };
        let Some(input) = form.text(field) else {
            put(buffer, value, 0, 0, &fit(&form.choice(field), value.width.into(), more), value_style);
            continue;
        };
        input.draw(buffer, value, value_style, here);
        if input.text().is_empty() {
            let words = fit(field.when_empty(), usize::from(value.width).saturating_sub(2), more);
            put(buffer, value, 2, 0, &words, theme.dim());
        }
    }
    let rest = Rect { y: list.y + list.height, height: inner.height - list.height, ..inner };
    put_lines(buffer, rest, &below, 0);
}
