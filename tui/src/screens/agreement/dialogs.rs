//! The dialog for whose agreement is shown, and how it is measured.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::State;
use crate::app::agreement::{AgreementField, AgreementForm};
use crate::screens::paragraphs;
use crate::widgets::{Field, FieldValue, dialog, fields};

/// Whose agreement, measured how.
pub(in crate::screens) fn filter(buffer: &mut Buffer, state: &State, area: Rect, width: u16, form: &AgreementForm) {
    let theme = &state.theme;
    let (words, style) = match &form.problem {
        Some(problem) => (format!("! {problem}"), theme.bad()),
        None => ("Enter show   Tab next   Space choose   Esc back".to_owned(), theme.dim()),
    };
    let below = paragraphs(&[words], width.saturating_sub(4), 0, style);
    let all = AgreementField::ALL.map(|field| Field {
        label: field.label(),
        here: field == form.field,
        value: match form.text(field) {
            Some(input) => FieldValue::Typed(input, field.when_empty()),
            None => FieldValue::Chosen(form.choice(field)),
        },
    });
    let height = u16::try_from(all.len() + below.len()).unwrap_or(u16::MAX);
    let inner = dialog(buffer, area, width, height, "whose agreement, and how", theme);
    fields(buffer, inner, 10, &all, &below, theme);
}
