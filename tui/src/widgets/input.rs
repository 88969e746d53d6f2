//! A line of text being typed. Pure; drawing shows the cursor as a reversed cell.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// The most a line holds, in bytes; a pasted book is cut.
const LIMIT: usize = 4096;

/// One line with a cursor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Input {
    text: String,
    /// Bytes before the cursor; always at a grapheme's border.
    at: usize,
}

impl Input {
    /// With text, the cursor behind it.
    pub fn new(text: impl Into<String>) -> Input {
        let text = text.into();
        Input { at: text.len(), text }
    }

    /// What was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Adds text at the cursor; line breaks become spaces, control characters are left out.
    pub fn insert(&mut self, text: &str) {
        let clean: String =
            text.chars().map(|c| if c == '\n' || c == '\t' { ' ' } else { c }).filter(|c| !c.is_control()).collect();
        if self.text.len() + clean.len() <= LIMIT {
            self.text.insert_str(self.at, &clean);
            self.at += clean.len();
        }
    }

    /// Takes a key; `false` when it is none of an input's.
    pub fn key(&mut self, event: &KeyEvent) -> bool {
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        match event.code {
            KeyCode::Char('u') if ctrl => {
                self.text.drain(..self.at);
                self.at = 0;
            }
            KeyCode::Char('w') if ctrl => {
                let kept = self.text[..self.at].trim_end();
                let kept = kept.rfind(' ').map_or(0, |space| space + 1);
                self.text.drain(kept..self.at);
                self.at = kept;
            }
            KeyCode::Char('a') if ctrl => self.at = 0,
            KeyCode::Char('e') if ctrl => self.at = self.text.len(),
            KeyCode::Char(c) if !ctrl && !event.modifiers.contains(KeyModifiers::ALT) => {
                self.insert(c.encode_utf8(&mut [0; 4]));
            }
            KeyCode::Backspace => {
                let from = self.before();
                self.text.drain(from..self.at);
                self.at = from;
            }
            KeyCode::Delete => {
                let to = self.after();
                self.text.drain(self.at..to);
            }
            KeyCode::Left => self.at = self.before(),
            KeyCode::Right => self.at = self.after(),
            KeyCode::Home => self.at = 0,
            KeyCode::End => self.at = self.text.len(),
            _ => return false,
        }
        true
    }

    fn before(&self) -> usize {
        self.text[..self.at].grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn after(&self) -> usize {
        self.text[self.at..].graphemes(true).next().map_or(self.at, |grapheme| self.at + grapheme.len())
    }

    /// Draws it in one row, moved so that the cursor is seen.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, style: Style, focused: bool) {
        if area.width == 0 || area.height == 0 {
            return;
        }
        let width = usize::from(area.width);
        let before = self.text[..self.at].width();
        // The cursor's own cell needs a place as well.
        let hidden = before.saturating_sub(width - 1);
        let mut skipped = 0;
        let mut from = 0;
        for (at, grapheme) in self.text.grapheme_indices(true) {
            if skipped >= hidden {
                break;
            }
            skipped += grapheme.width();
            from = at + grapheme.len();
        }
        buffer.set_stringn(area.x, area.y, &self.text[from..], width, style);
        if focused {
            let x = u16::try_from(before.saturating_sub(skipped)).unwrap_or(0).min(area.width - 1);
            if let Some(cell) = buffer.cell_mut((area.x + x, area.y)) {
                cell.set_style(Style::new().add_modifier(Modifier::REVERSED));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(input: &mut Input, code: KeyCode) {
        input.key(&KeyEvent::new(code, KeyModifiers::NONE));
    }

    #[test]
    fn a_letter_with_its_accent_is_deleted_as_one() {
        let mut input = Input::new("re\u{301}sume\u{301}");
        press(&mut input, KeyCode::Backspace);
        assert_eq!(input.text(), "re\u{301}sum");
        for _ in 0..3 {
            press(&mut input, KeyCode::Left);
        }
        press(&mut input, KeyCode::Backspace);
        assert_eq!(input.text(), "rsum");
        press(&mut input, KeyCode::Char('é'));
        assert_eq!(input.text(), "résum");
    }

    #[test]
    fn pasted_text_keeps_no_control_characters() {
        let mut input = Input::default();
        input.insert("a\nb\x1b[31mc\u{7}");
        assert_eq!(input.text(), "a b[31mc");
    }
}
