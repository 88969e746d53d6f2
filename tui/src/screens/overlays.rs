//! What lies over a screen: help, palette, confirmations, prompts, pages.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::paragraphs;
use crate::app::{Commands, Fields, Overlay, State};
use crate::keymap::Binding;
use crate::widgets::{Field, FieldValue, Input, dialog, fields, put, put_line, put_lines, put_lines_cut, wrap};

/// The widest a dialog grows: longer lines are hard to read.
const WIDEST: u16 = 84;

pub(super) fn draw(buffer: &mut Buffer, state: &State, area: Rect, overlay: &Overlay) {
    let width = area.width.saturating_sub(4).min(WIDEST).max(area.width.min(20));
    match overlay {
        Overlay::Commands(commands) => draw_commands(buffer, state, area, width, commands),
        Overlay::Filter { .. } | Overlay::Search { .. } => {}
        Overlay::Delete { words, wanted, input, .. } => {
            let lines = paragraphs(std::slice::from_ref(words), width.saturating_sub(4), 0, state.theme.text());
            let ask = format!("Type {wanted} to confirm:");
            prompt(buffer, state, area, width, "delete?", lines, &ask, input);
        }
        Overlay::Import(form) => draw_form(buffer, state, area, width, "import a transcript", form.as_ref()),
        Overlay::Page { heading, lines, scroll } => {
            let lines = page_lines(area, lines);
            let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(area.height.saturating_sub(3));
            let inner = dialog(buffer, area, width, height, heading, &state.theme);
            put_lines_cut(buffer, inner, &lines, *scroll, state.theme.glyphs.more);
        }
        Overlay::F1Filter(form) => draw_form(buffer, state, area, width, "which figures", form.as_ref()),
        Overlay::F1Map(form) => super::f1::map(buffer, state, area, width, form),
        Overlay::F1Ask { what, input } => {
            prompt(buffer, state, area, width, what.heading(), Vec::new(), what.words(), input);
        }
        Overlay::AgreementFilter(form) => {
            draw_form(buffer, state, area, width, "whose agreement, and how", form.as_ref());
        }
        Overlay::AgreementFile(input) => {
            let ask = "Write agreement into which new file? All figures as JSON if its name ends with .json, else the values \
                       of every coder as a long CSV:";
            prompt(buffer, state, area, width, "export agreement", Vec::new(), ask, input);
        }
        Overlay::AskRestart(words) => {
            let lines = paragraphs(std::slice::from_ref(words), width.saturating_sub(4), 0, state.theme.text());
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

/// A form: its fields, and below them why it was not taken, or what the field being filled in means.
fn draw_form<F: Fields>(buffer: &mut Buffer, state: &State, area: Rect, width: u16, heading: &str, form: &F) {
    let theme = &state.theme;
    let (words, style) = match form.problem() {
        _ if form.is_sent() => ("Reading and sending it.".to_owned(), theme.dim()),
        Some(problem) => (format!("! {problem}"), theme.bad()),
        None => (F::meaning(form.field()).to_owned(), theme.dim()),
    };
    let below = if words.is_empty() { Vec::new() } else { paragraphs(&[words], width.saturating_sub(4), 0, style) };
    let all: Vec<Field<'_>> = F::ALL
        .iter()
        .map(|field| Field {
            label: F::label(*field),
            here: *field == form.field(),
            value: match form.typed(*field) {
                Some((input, when_empty)) => FieldValue::Typed(input, when_empty),
                None => FieldValue::Chosen(form.chosen(*field)),
            },
        })
        .collect();
    let label = F::ALL.iter().map(|field| F::label(*field).len() + 2).max().unwrap_or(0);
    let height = u16::try_from(all.len() + below.len()).unwrap_or(u16::MAX);
    let inner = dialog(buffer, area, width, height, heading, theme);
    fields(buffer, inner, u16::try_from(label).unwrap_or(0), &all, &below, theme);
}

fn draw_commands(buffer: &mut Buffer, state: &State, area: Rect, width: u16, commands: &Commands) {
    let theme = &state.theme;
    let rows = commands.rows(&state.keys);
    let heading = if commands.palette { "command" } else { "keys" };
    let lines = command_lines(state, width.saturating_sub(4), commands, &rows);
    let most = area.height.saturating_sub(2);
    let height = u16::try_from(lines.len() + 1).unwrap_or(most).min(most).max(3.min(most));
    let inner = dialog(buffer, area, width, height, heading, theme);
    let prompt = if commands.palette { ":" } else { "/" };
    put(buffer, inner, 0, 0, prompt, theme.focus());
    let field = Rect { x: inner.x + 1, width: inner.width.saturating_sub(1), height: inner.height.min(1), ..inner };
    commands.input.draw(buffer, field, theme.text(), true);
    if commands.input.text().is_empty() {
        let words = "type to search; keys in the background work elsewhere, or not now";
        let words = crate::widgets::fit(words, usize::from(inner.width).saturating_sub(3), theme.glyphs.more);
        put(buffer, inner, 3, 0, &words, theme.dim());
    }
    let list = Rect { y: inner.y + 1.min(inner.height), height: inner.height.saturating_sub(1), ..inner };
    if rows.is_empty() {
        return put(buffer, list, 0, 0, "Nothing matches.", theme.dim());
    }
    // All of the chosen row is in view, and as much before it as there is room for.
    let seen = usize::from(list.height).max(1);
    let first = lines.iter().position(|(at, _)| *at == commands.at).unwrap_or(0);
    let end = lines.iter().rposition(|(at, _)| *at == commands.at).map_or(0, |last| last + 1);
    let skip = end.saturating_sub(seen).min(first);
    for (y, (at, line)) in (0..list.height).zip(lines.iter().skip(skip)) {
        put_line(buffer, list, y, line);
        if *at == commands.at {
            buffer.set_style(Rect { y: list.y + y, height: 1, ..list }, theme.selected());
        }
    }
    if lines.len() > skip + seen {
        put(buffer, list, list.width.saturating_sub(1), list.height.saturating_sub(1), theme.glyphs.more, theme.dim());
    }
}

/// The rows of help or palette, each wrapped into lines of the given width, with its place among them. No word of them
/// is cut off: this is where a person looks who does not know.
fn command_lines<'a>(state: &State, width: u16, commands: &Commands, rows: &[&Binding]) -> Vec<(usize, Line<'a>)> {
    let theme = &state.theme;
    let wide = width >= 60;
    let (key_width, place_width) = if wide { (18, 17) } else { (8, 0) };
    let room = usize::from(width).saturating_sub(key_width + 1 + place_width);
    let mut lines = Vec::new();
    for (at, binding) in rows.iter().enumerate() {
        let here = commands.place.scopes().contains(&binding.place);
        let style = if here && state.allows(binding.action).is_ok() { theme.text() } else { theme.dim() };
        // What has no key has a name, by which the palette finds it.
        let keys = if binding.keys.is_empty() { binding.action.name() } else { binding.keys_label() };
        let (keys, help) = (wrap(&keys, key_width), wrap(binding.help, room));
        for part in 0..keys.len().max(help.len()) {
            let of = |texts: &[String], width: usize| {
                crate::widgets::pad(texts.get(part).map_or("", String::as_str), width, theme.glyphs.more)
            };
            let mut spans = vec![
                Span::styled(of(&keys, key_width), theme.key()),
                Span::raw(" "),
                Span::styled(of(&help, room), style),
            ];
            if wide && part == 0 {
                spans.push(Span::styled(format!(" {}", binding.place.heading()), theme.dim()));
            }
            lines.push((at, Line::from(spans)));
        }
    }
    lines
}
