//! Drawing: from the state to a picture, without changing either. A file for each screen; this one puts title, body,
//! notice and hints together.

mod agreement;
mod chrome;
mod discussions;
mod f1;
mod generate;
mod hints;
mod jobs;
mod overlays;
mod personas;
mod reading;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::Line;

use crate::app::{Listing, Overlay, Row, Screen, State};
use crate::theme::Theme;
use crate::widgets::{put, put_lines_cut, regions};

pub use agreement::rests_on;
pub use f1::why;
pub use overlays::page_lines;
pub use reading::scroll_to_found;

/// The smallest terminal in which anything but a line is drawn.
const SMALLEST: (u16, u16) = (20, 6);

/// Draws the whole terminal.
pub fn picture(state: &State) -> Buffer {
    let mut buffer = Buffer::empty(state.area);
    if state.area.width < SMALLEST.0 || state.area.height < SMALLEST.1 {
        let words = paragraphs(&["sarf: make this terminal larger".into()], state.area.width, 0, Style::new());
        crate::widgets::put_lines(&mut buffer, state.area, &words, 0);
        return buffer;
    }
    let parts = regions(state.area);
    chrome::title_line(&mut buffer, state, parts.title);
    crate::widgets::rule(&mut buffer, parts.rule, &state.theme);
    match state.screen {
        Screen::Discussions => discussions::draw(&mut buffer, state, parts.body),
        Screen::Reading => reading::draw(&mut buffer, state, parts.body),
        Screen::Generate => generate::draw(&mut buffer, state, parts.body),
        Screen::Personas => personas::draw(&mut buffer, state, parts.body),
        Screen::Jobs => jobs::draw(&mut buffer, state, parts.body),
        Screen::F1 => f1::draw(&mut buffer, state, parts.body),
        Screen::Agreement => agreement::draw(&mut buffer, state, parts.body),
    }
    if state.stale && state.discussions.is_loaded() && state.screen != Screen::Generate {
        // What may no longer be true is put in the background; the title says so in words.
        buffer.set_style(parts.body, Style::new().add_modifier(Modifier::DIM));
    }
    chrome::notice_line(&mut buffer, state, parts.notice);
    match &state.overlay {
        Some(Overlay::Filter { input, .. }) => hints::typed_line(&mut buffer, state, parts.hints, input, None),
        Some(Overlay::Search { input, .. }) => {
            hints::typed_line(&mut buffer, state, parts.hints, input, reading::found(state));
        }
        overlay => {
            hints::hint_line(&mut buffer, state, parts.hints);
            if let Some(overlay) = overlay {
                // What its keys do stays in view below it.
                let area = Rect { height: state.area.height - 1, ..state.area };
                overlays::draw(&mut buffer, state, area, overlay);
            }
        }
    }
    buffer
}

/// How a body divides: the table with its heading, a rule, and the words on the selected row.
#[derive(Debug, Clone, Copy)]
struct Split {
    table: Rect,
    rule: Rect,
    words: Rect,
}

/// Lists leave their lower third to the words; on a small terminal a little less.
fn split(body: Rect) -> Split {
    let words = (body.height / 3).clamp(2.min(body.height), 10);
    let rule = u16::from(body.height > words + 3);
    let table = body.height - words - rule;
    Split {
        table: Rect { height: table, ..body },
        rule: Rect { y: body.y + table, height: rule, ..body },
        words: Rect { y: body.y + table + rule, height: words, ..body },
    }
}

/// Rows the list of this screen has in view.
pub fn list_height(state: &State) -> usize {
    let body = regions(state.area).body;
    let rows = match state.screen {
        Screen::Personas => personas::list_area(body).height,
        Screen::F1 => f1::list_rows(state, body),
        Screen::Agreement => agreement::list_rows(state, body),
        _ => split(body).table.height,
    };
    usize::from(rows.saturating_sub(1)).max(1)
}

/// The farthest that what the scroll keys move can be scrolled on this screen.
pub fn most_scroll(state: &State) -> usize {
    let body = regions(state.area).body;
    let (lines, height) = match state.screen {
        Screen::Reading => reading::extent(state, body),
        Screen::Personas => personas::extent(state, body),
        Screen::Jobs => jobs::extent(state, body),
        Screen::Agreement => agreement::extent(state, body),
        Screen::F1 => f1::extent(state, body),
        Screen::Discussions | Screen::Generate => (0, 0),
    };
    lines.saturating_sub(height)
}

/// What is selected or read on this screen as text to copy, and what to call it.
pub fn focused_text(state: &State) -> Option<(String, String)> {
    let id = match state.screen {
        Screen::Discussions => state.discussions.selected_id()?.to_string(),
        Screen::Jobs => state.jobs.selected_id()?.to_string(),
        Screen::Personas => state.personas.selected_id()?.to_string(),
        Screen::Generate => return None,
        Screen::F1 => return f1::focused_text(state),
        Screen::Agreement => return agreement::focused_text(state),
        Screen::Reading => return reading::focused_text(state),
    };
    Some((id.clone(), id))
}

/// At the end of the rule below a list: which of how many is selected, where they are not all in view, and the order,
/// where it is not the usual one.
fn put_place<T: Row>(buffer: &mut Buffer, rule: Rect, list: &Listing<T>, height: u16, theme: &Theme) {
    let shown = list.counts().1;
    let place = list.place().filter(|_| shown > usize::from(height.saturating_sub(1)));
    let place = place.map(|at| format!("{} of {shown}", at + 1));
    let order = Some(format!("order: {}", list.order_word())).filter(|_| list.order() > 0);
    let words: Vec<String> = place.into_iter().chain(order).collect();
    if words.is_empty() || rule.height == 0 {
        return;
    }
    let words = format!(" {} ", words.join(&format!(" {} ", theme.glyphs.dot)));
    let width = u16::try_from(words.chars().count() + 2).unwrap_or(u16::MAX);
    put(buffer, rule, rule.width.saturating_sub(width), 0, &words, theme.dim());
}

/// Says below the headings of a list why it is empty.
fn put_empty(buffer: &mut Buffer, list: Rect, words: &str, theme: &Theme) {
    let below = Rect { y: list.y + 2.min(list.height), height: list.height.saturating_sub(2), ..list };
    let lines = paragraphs(&[words.to_owned()], list.width, 0, theme.dim());
    put_lines_cut(buffer, below, &lines, 0, theme.glyphs.more);
}

/// Wraps sentences, the lines after the first of each indented.
fn paragraphs<'a>(sentences: &[String], width: u16, indent: usize, style: Style) -> Vec<Line<'a>> {
    let room = usize::from(width).saturating_sub(indent).max(1);
    let margin = " ".repeat(indent);
    sentences
        .iter()
        .flat_map(|sentence| crate::widgets::wrap(sentence, room))
        .map(|line| Line::styled(format!("{margin}{line}"), style))
        .collect()
}
