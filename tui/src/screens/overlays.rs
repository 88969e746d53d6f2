//! What lies over a screen: help, palette, confirmations, prompts, pages.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::paragraphs;
use crate::app::{Commands, ImportField, ImportForm, Overlay, State};
use crate::widgets::{Field, FieldValue, Input, dialog, fields, put, put_line, put_lines, put_lines_cut, wrap};

/// The widest a dialog grows: longer lines are hard to read.
const WIDEST: u16 = 84;

pub(super) fn draw(buffer: &mut Buffer, state: &State, area: Rect, overlay: &Overlay) {
    let width = area.width.saturating_sub(4).min(WIDEST).max(area.width.min(20));
    match overlay {
        Overlay::Commands(commands) => draw_commands(buffer, state, area, width, commands),
        Overlay::Filter { .. } => {}
        Overlay::Delete { words, wanted, input, .. } => {
            let lines = paragraphs(std::slice::from_ref(words), width.saturating_sub(4), 0, state.theme.text());
            let ask = format!("Type {wanted} and Enter to delete, Esc to keep it:");
            prompt(buffer, state, area, width, "delete?", lines, &ask, input);
        }
        Overlay::Import(form) => draw_import(buffer, state, area, width, form),
        Overlay::Page { heading, lines, scroll } => {
            let lines = page_lines(area, lines);
            let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(area.height.saturating_sub(4));
            let inner = dialog(buffer, area, width, height, heading, &state.theme);
            put_lines_cut(buffer, inner, &lines, *scroll, state.theme.glyphs.more);
        }
        Overlay::F1Filter(form) => super::f1::filter(buffer, state, area, width, form),
        Overlay::F1Map(form) => super::f1::map(buffer, state, area, width, form),
        Overlay::F1Ask { what, input } => {
            prompt(buffer, state, area, width, what.heading(), Vec::new(), what.words(), input);
        }
        Overlay::AgreementFilter(form) => super::agreement::filter(buffer, state, area, width, form),
        Overlay::AgreementFile(input) => {
            let ask = "Write agreement into which new file? All figures as JSON if its name ends with .json, else the values \
                       of every coder as a long CSV:";
            prompt(buffer, state, area, width, "export agreement", Vec::new(), ask, input);
        }
        Overlay::AskRestart(words) => {
            let mut lines = paragraphs(std::slice::from_ref(words), width.saturating_sub(4), 0, state.theme.text());
            lines.push(Line::default());
            let keys = [("y", " restart it now   "), ("n", " leave it running")];
            lines.push(Line::from(
                keys.iter()
                    .flat_map(|(key, word)| [Span::styled(*key, state.theme.key()), Span::raw(*word)])
                    .collect::<Vec<_>>(),
            ));
            let height = u16::try_from(lines.len()).unwrap_or(u16::MAX);
            let inner = dialog(buffer, area, width, height, "another version is running", &state.theme);
            put_lines(buffer, inner, &lines, 0);
        }
    }
}

/// The lines of a page as they are wrapped in a terminal of this size.
pub fn page_lines(area: Rect, lines: &[String]) -> Vec<Line<'static>> {
    let width = area.width.saturating_sub(8).clamp(8, WIDEST - 4);
    let wrapped = |line: &String| {
        // Lines that are set in stay so when they go on.
        let margin: String = line.chars().take_while(|c| *c == ' ').collect();
        let room = usize::from(width).saturating_sub(margin.len()).max(8);
        wrap(line, room).into_iter().map(move |line| Line::raw(format!("{margin}{line}"))).collect::<Vec<_>>()
    };
    lines.iter().flat_map(wrapped).collect()
}

#[allow(clippy::too_many_arguments, reason = "a dialog is its parts; a struct for one call would say no more")]
fn prompt(
    buffer: &mut Buffer,
    state: &State,
    area: Rect,
    width: u16,
    heading: &str,
    lines: Vec<Line<'_>>,
    ask: &str,
    input: &Input,
) {
    let theme = &state.theme;
    let asked = paragraphs(&[ask.to_owned()], width.saturating_sub(4), 0, theme.strong());
    let height = u16::try_from(lines.len() + asked.len() + 1).unwrap_or(u16::MAX);
    let inner = dialog(buffer, area, width, height, heading, theme);
    let all: Vec<Line<'_>> = lines.into_iter().chain(asked).collect();
    // The field stays in view however small the terminal is.
    let room = inner.height.saturating_sub(1);
    let skip = all.len().saturating_sub(usize::from(room));
    put_lines(buffer, Rect { height: room, ..inner }, &all, skip);
    let y = room.min(u16::try_from(all.len()).unwrap_or(room));
    let field =
        Rect { x: inner.x + 2, y: inner.y + y, width: inner.width.saturating_sub(2), height: inner.height.min(1) };
    put(buffer, inner, 0, y, ">", theme.focus());
    input.draw(buffer, field, theme.text(), true);
}

fn draw_import(buffer: &mut Buffer, state: &State, area: Rect, width: u16, form: &ImportForm) {
    let theme = &state.theme;
    let room = width.saturating_sub(4);
    let below = match &form.problem {
        _ if form.sent => paragraphs(&["Reading and sending it.".into()], room, 0, theme.dim()),
        Some(problem) => paragraphs(&[format!("! {problem}")], room, 0, theme.bad()),
        None => paragraphs(&[form.field.meaning().to_owned()], room, 0, theme.dim()),
    };
    let keys = ["Enter import   Tab next   Space switch   Esc back".to_owned()];
    let lines: Vec<Line<'_>> = below.into_iter().chain(paragraphs(&keys, room, 0, theme.dim())).collect();
    let all = ImportField::ALL.map(|field| Field {
        label: field.label(),
        here: field == form.field,
        value: match field {
            ImportField::File => FieldValue::Typed(&form.file, field.when_empty()),
            ImportField::Coach => FieldValue::Typed(&form.coach, field.when_empty()),
            ImportField::Date => FieldValue::Typed(&form.date, field.when_empty()),
            ImportField::Remote => FieldValue::Typed(&form.remote, field.when_empty()),
            ImportField::Synthetic => Field::switch(form.synthetic, "a model"),
            ImportField::Extract => Field::switch(form.extract, "extract"),
        },
    });
    let height = u16::try_from(all.len() + lines.len()).unwrap_or(u16::MAX);
    let inner = dialog(buffer, area, width, height, "import a transcript", theme);
    fields(buffer, inner, 11, &all, &lines, theme);
}

fn draw_commands(buffer: &mut Buffer, state: &State, area: Rect, width: u16, commands: &Commands) {
    let theme = &state.theme;
    let rows = commands.rows(&state.keys);
    let heading = if commands.palette { "command" } else { "keys" };
    let most = area.height.saturating_sub(4);
    let height = u16::try_from(rows.len() + 2).unwrap_or(most).min(most).max(3.min(most));
    let inner = dialog(buffer, area, width, height, heading, theme);
    let prompt = if commands.palette { ":" } else { "/" };
    put(buffer, inner, 0, 0, prompt, theme.focus());
    let field = Rect { x: inner.x + 1, width: inner.width.saturating_sub(1), height: inner.height.min(1), ..inner };
    commands.input.draw(buffer, field, theme.text(), true);
    if commands.input.text().is_empty() {
        let words = "type to search, Enter does it, Esc closes";
        let words = crate::widgets::fit(words, usize::from(inner.width).saturating_sub(3), theme.glyphs.more);
        put(buffer, inner, 3, 0, &words, theme.dim());
    }
    let list = Rect { y: inner.y + 1.min(inner.height), height: inner.height.saturating_sub(1), ..inner };
    if rows.is_empty() {
        return put(buffer, list, 0, 0, "Nothing matches.", theme.dim());
    }
    let seen = usize::from(list.height).max(1);
    let top = (commands.at + 1).saturating_sub(seen);
    let place_width = if inner.width >= 60 { 16 } else { 0 };
    for (y, (at, binding)) in (0..list.height).zip(rows.iter().enumerate().skip(top)) {
        let keys = binding.keys_label();
        let key_width = if inner.width >= 60 { 18 } else { 8 };
        let more = theme.glyphs.more;
        let mut spans = vec![Span::styled(format!("{} ", crate::widgets::pad(&keys, key_width, more)), theme.key())];
        let room = usize::from(inner.width).saturating_sub(key_width + 1 + place_width);
        let here = commands.place.scopes().contains(&binding.place);
        let works = here && state.allows(binding.action).is_ok();
        let style = if works { theme.text() } else { theme.dim() };
        spans.push(Span::styled(crate::widgets::pad(binding.help, room, more), style));
        if place_width > 0 {
            spans.push(Span::styled(format!(" {}", binding.place.heading()), theme.dim()));
        }
        put_line(buffer, list, y, &Line::from(spans));
        if at == commands.at {
            buffer.set_style(Rect { y: list.y + y, height: 1, ..list }, theme.selected());
        }
    }
}
