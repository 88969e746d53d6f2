//! One key: how it is pressed, how it is written in hints, help and the configuration.

use std::str::FromStr;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// One key with its modifiers. Shift is part of the character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Which.
    pub code: KeyCode,
    /// With Ctrl.
    pub ctrl: bool,
}

impl Key {
    /// Whether the event is this key.
    pub fn is(self, event: &KeyEvent) -> bool {
        self.code == event.code && self.ctrl == event.modifiers.contains(KeyModifiers::CONTROL)
    }

    /// As it is written in hints and help.
    pub fn label(self) -> String {
        let name = match self.code {
            KeyCode::Char(' ') => "Space".into(),
            KeyCode::Char(c) if self.ctrl => c.to_ascii_uppercase().to_string(),
            KeyCode::Char(c) => c.to_string(),
            KeyCode::Enter => "Enter".into(),
            KeyCode::Esc => "Esc".into(),
            KeyCode::Tab => "Tab".into(),
            KeyCode::BackTab => "Shift-Tab".into(),
            KeyCode::Up => "Up".into(),
            KeyCode::Down => "Down".into(),
            KeyCode::Left => "Left".into(),
            KeyCode::Right => "Right".into(),
            KeyCode::PageUp => "PgUp".into(),
            KeyCode::PageDown => "PgDn".into(),
            KeyCode::Home => "Home".into(),
            KeyCode::End => "End".into(),
            KeyCode::F(n) => format!("F{n}"),
            other => format!("{other:?}"),
        };
        if self.ctrl { format!("Ctrl-{name}") } else { name }
    }
}

/// Keys with names; the first name is the one hints use.
const NAMED: &[(&[&str], KeyCode)] = &[
    (&["Space"], KeyCode::Char(' ')),
    (&["Enter", "Return"], KeyCode::Enter),
    (&["Esc", "Escape"], KeyCode::Esc),
    (&["Tab"], KeyCode::Tab),
    (&["Shift-Tab", "BackTab"], KeyCode::BackTab),
    (&["Backspace"], KeyCode::Backspace),
    (&["Delete", "Del"], KeyCode::Delete),
    (&["Insert", "Ins"], KeyCode::Insert),
    (&["Up"], KeyCode::Up),
    (&["Down"], KeyCode::Down),
    (&["Left"], KeyCode::Left),
    (&["Right"], KeyCode::Right),
    (&["PgUp", "PageUp"], KeyCode::PageUp),
    (&["PgDn", "PageDown"], KeyCode::PageDown),
    (&["Home"], KeyCode::Home),
    (&["End"], KeyCode::End),
];

impl FromStr for Key {
    type Err = String;

    /// Reads what [`Key::label`] writes: `g`, `G`, `Ctrl-d`, `Enter`, `F5`.
    fn from_str(text: &str) -> Result<Key, String> {
        let text = text.trim_matches(|c| c == '\t' || c == '\n');
        let unknown = || {
            format!(
                "\"{}\" is no key; write a character (g, G, /), Ctrl-d, F1 to F12, or one of: {}",
                text.chars().take(20).collect::<String>(),
                NAMED.iter().map(|(names, _)| names[0]).collect::<Vec<_>>().join(", ")
            )
        };
        let named = NAMED.iter().find(|(names, _)| names.iter().any(|name| name.eq_ignore_ascii_case(text)));
        if let Some((_, code)) = named {
            return Ok(Key { code: *code, ctrl: false });
        }
        let mut characters = text.chars();
        if let (Some(one), None) = (characters.next(), characters.next()) {
            return if one.is_control() { Err(unknown()) } else { Ok(Key { code: KeyCode::Char(one), ctrl: false }) };
        }
        if let Some(number) = text.strip_prefix(['F', 'f']).and_then(|rest| rest.parse().ok()).filter(|n| *n <= 12) {
            return if number == 0 { Err(unknown()) } else { Ok(Key { code: KeyCode::F(number), ctrl: false }) };
        }
        let mut with_ctrl =
            text.get(..5).filter(|start| start.eq_ignore_ascii_case("ctrl-")).map(|_| text[5..].chars());
        match with_ctrl.as_mut().map(|rest| (rest.next(), rest.next())) {
            Some((Some(letter), None)) if letter.is_ascii_alphabetic() => match letter.to_ascii_lowercase() {
                'i' => Err("a terminal cannot tell Ctrl-i from Tab; write Tab or another key".into()),
                'm' | 'j' => {
                    Err(format!("a terminal cannot tell Ctrl-{letter} from Enter; write Enter or another key"))
                }
                'h' => Err("many terminals cannot tell Ctrl-h from Backspace; write Backspace or another key".into()),
                letter => Ok(Key { code: KeyCode::Char(letter), ctrl: true }),
            },
            _ => Err(unknown()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keymap::Keymap;

    #[test]
    fn every_key_is_read_as_it_is_written() {
        for key in Keymap::default().all().iter().flat_map(|binding| &binding.keys) {
            assert_eq!(key.label().parse(), Ok(*key));
        }
        for text in ["F5", "ctrl-x", "pageup", "é", "\u{3b1}", "-"] {
            let key: Key = text.parse().unwrap();
            assert_eq!(key.label().parse(), Ok(key), "{text}");
        }
    }

    #[test]
    fn what_is_no_key_is_refused_with_what_would_be_one() {
        for text in ["", "F0", "F13", "Ctrl-", "Ctrl-ab", "Alt-x", "gg", "Ctrl-i", "\u{1b}"] {
            assert!(text.parse::<Key>().is_err(), "{text}");
        }
        assert!("hyper".parse::<Key>().unwrap_err().contains("Ctrl-d"));
    }
}
