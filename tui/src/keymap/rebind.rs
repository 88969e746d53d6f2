//! `[keys]` of the configuration: other keys for actions, everywhere or at one place. What is wrong with it is said when
//! it is read, with both names and the line; a keymap in which a key means two things never comes to be.
//!
//! The rest of the file is the background service's; it lets this table through unread.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error as Unknown, StrDeserializer};

use super::{Action, Binding, Key, Keymap, Place, name_of};
use crate::widgets::Input;

/// Ctrl-C always leaves, whatever is configured: nobody is ever locked in.
const ALWAYS_QUITS: Key = Key { code: KeyCode::Char('c'), ctrl: true };

/// What is wrong with `[keys]`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{}: keys.{key}: {problem}", file.display(), line.map(|line| format!(", line {line}")).unwrap_or_default())]
pub struct KeysProblem {
    /// The file.
    pub file: PathBuf,
    /// The line, from 1, where one can be named.
    pub line: Option<usize>,
    /// The entry, dotted.
    pub key: String,
    /// What is wrong and what to do.
    pub problem: String,
}

#[derive(Deserialize, Default)]
struct File {
    #[serde(default)]
    keys: BTreeMap<String, toml::Value>,
}

/// One wish: at this place (none: wherever the action is) these keys.
struct Wish {
    place: Option<Place>,
    action: Action,
    keys: Vec<Key>,
}

impl Keymap {
    /// The usual keys changed by `[keys]` of the configuration's text; `file` is named in problems.
    ///
    /// # Errors
    /// An unknown action, place or key, an action that does not exist at a place, a key that would mean two things, or a
    /// form that could no longer be left. A text that is no TOML is left to its other reader, who says where.
    pub fn configured(text: &str, file: &Path) -> Result<Keymap, KeysProblem> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let wanted = toml::from_str::<File>(text).unwrap_or_default();
        let problem = |place: Option<&str>, name: &str, problem: String| KeysProblem {
            file: file.to_owned(),
            line: line_of(text, place, name),
            key: place.map_or_else(|| name.to_owned(), |place| format!("{place}.{name}")),
            problem,
        };
        let mut wishes = Vec::new();
        for (name, value) in &wanted.keys {
            match value {
                toml::Value::Table(table) => {
                    let place = named::<Place>(name).map_err(|known| {
                        problem(None, name, format!("there is no such place; the places are: {known}"))
                    })?;
                    for (action, value) in table {
                        let wish = wish(Some(place), action, value);
                        wishes.push(wish.map_err(|why| problem(Some(name), action, why))?);
                    }
                }
                value => wishes.push(wish(None, name, value).map_err(|why| problem(None, name, why))?),
            }
        }
        // What is said of one place goes before what is said of all.
        wishes.sort_by_key(|wish| wish.place.is_some());
        let mut keymap = Keymap::default();
        for Wish { place, action, keys } in &wishes {
            let rows = keymap.table.iter_mut().filter(|row| row.action == *action);
            for row in rows.filter(|row| place.is_none_or(|place| row.place == place)) {
                row.keys = keys.clone();
                if *action == Action::Quit && !keys.contains(&ALWAYS_QUITS) {
                    row.keys.push(ALWAYS_QUITS);
                }
            }
        }
        let said = |row: &Binding| {
            let exact = wishes.iter().rev().find(|wish| wish.action == row.action && wish.place == Some(row.place));
            exact.or_else(|| wishes.iter().find(|wish| wish.action == row.action && wish.place.is_none()))
        };
        let of = |row: &Binding, words: String| {
            let place = said(row).and_then(|wish| wish.place).map(name_of);
            problem(place.as_deref(), &row.action.name(), words)
        };
        if let Some((key, one, other)) = keymap.conflict() {
            let (said, other) = if said(one).is_some() { (one, other) } else { (other, one) };
            let words = format!(
                "the key {} would mean both \"{}\" ({}) and \"{}\" ({}); give one of them another key",
                key.label(),
                said.action.name(),
                said.place.heading(),
                other.action.name(),
                other.place.heading()
            );
            return Err(of(said, words));
        }
        if let Some(row) = keymap.no_way_out() {
            let words = format!(
                "\"{}\" needs a key that types nothing (Enter, Tab, Esc, F5, Ctrl-x), because the form for a new \
                 discussion has text fields",
                row.action.name()
            );
            return Err(of(row, words));
        }
        Ok(keymap)
    }

    /// Two actions that one key would do on one screen.
    pub(super) fn conflict(&self) -> Option<(Key, &Binding, &Binding)> {
        Place::SCREENS.iter().find_map(|place| {
            let rows: Vec<&Binding> = self.bindings(*place).collect();
            rows.iter().enumerate().find_map(|(at, one)| {
                let others = rows.iter().skip(at + 1);
                others.into_iter().find_map(|other| {
                    let key = one.keys.iter().find(|key| other.keys.contains(key))?;
                    Some((*key, *one, *other))
                })
            })
        })
    }

    /// An action without which a text field of the form could not be left.
    fn no_way_out(&self) -> Option<&Binding> {
        let types = |key: &Key| {
            let modifiers = if key.ctrl { KeyModifiers::CONTROL } else { KeyModifiers::NONE };
            Input::default().key(&KeyEvent::new(key.code, modifiers))
        };
        self.bindings(Place::Generate)
            .filter(|row| matches!(row.action, Action::Start | Action::NextField | Action::Back))
            .find(|row| row.keys.iter().all(types))
    }
}

/// The action or place of a name, or all names there are.
fn named<'a, T: Deserialize<'a>>(name: &'a str) -> Result<T, String> {
    let reader: StrDeserializer<'a, Unknown> = name.into_deserializer();
    T::deserialize(reader).map_err(|unknown| {
        let words = unknown.to_string();
        // Of serde's words only the names after "expected one of" are for a person.
        let known: Vec<&str> = words.split('`').skip(3).step_by(2).collect();
        known.join(", ")
    })
}

fn wish(place: Option<Place>, name: &str, value: &toml::Value) -> Result<Wish, String> {
    let action: Action = named(name).map_err(|known| format!("there is no such action; the actions are: {known}"))?;
    let mut rows = Keymap::default().table.into_iter().filter(|row| row.action == action);
    if let Some(place) = place
        && !rows.any(|row| row.place == place)
    {
        let places: Vec<String> =
            Keymap::default().table.iter().filter(|row| row.action == action).map(|row| name_of(row.place)).collect();
        return Err(format!("this action is not there; it is at: {}", places.join(", ")));
    }
    let texts: Vec<&str> = match value {
        toml::Value::String(one) => vec![one],
        toml::Value::Array(many) => {
            let texts: Option<Vec<&str>> = many.iter().map(toml::Value::as_str).collect();
            texts.ok_or_else(|| "write each key in quotation marks, like [\"g\", \"F5\"]".to_owned())?
        }
        _ => return Err("write a key in quotation marks, or several: \"g\" or [\"g\", \"F5\"]".into()),
    };
    Ok(Wish { place, action, keys: texts.into_iter().map(str::parse).collect::<Result<_, _>>()? })
}

/// The line of an entry: the first that names it under its heading.
fn line_of(text: &str, place: Option<&str>, name: &str) -> Option<usize> {
    let heading = place.map_or_else(|| "keys".to_owned(), |place| format!("keys.{place}"));
    let bare = |part: &str| part.trim().trim_matches('"').to_owned();
    let mut here = false;
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(table) = line.strip_prefix('[') {
            let table = table.split(']').next().map(bare).unwrap_or_default();
            if place.is_none() && table == format!("keys.{name}") {
                return Some(at + 1);
            }
            here = table == heading;
        } else if here && line.split_once('=').is_some_and(|(key, _)| bare(key) == name) {
            return Some(at + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Keymap, KeysProblem> {
        Keymap::configured(text, Path::new("/c/config.toml"))
    }

    fn why(text: &str) -> String {
        read(text).map(|_| ()).unwrap_err().to_string()
    }

    #[test]
    fn an_action_gets_other_keys_wherever_it_is_or_at_one_place() {
        let keymap = read("[keys]\ngenerate = \"x\"\n[keys.personas]\ngenerate = [\"w\", \"F5\"]\n").unwrap();
        assert_eq!(keymap.word(Place::Discussions, Action::Generate), "x");
        assert_eq!(keymap.word(Place::Personas, Action::Generate), "w");
        let g = KeyEvent::new(KeyCode::Char('g'), KeyModifiers::NONE);
        assert_eq!(keymap.lookup(Place::Discussions, &g), None);
        // The control: nothing said, nothing changed.
        assert_eq!(read("[jobs]\nconcurrency = 2\n").unwrap(), Keymap::default());
    }

    #[test]
    fn a_key_for_two_actions_is_refused_with_both_names_the_file_and_the_line() {
        let told = why("[jobs]\nconcurrency = 2\n[keys]\nhelp = \"g\"\n");
        for words in ["/c/config.toml, line 4", "keys.help", "\"help\" (everywhere)", "\"generate\" (discussions)"] {
            assert!(told.contains(words), "{words}: {told}");
        }
        // The control: with the other one moved it holds.
        assert!(read("[keys]\nhelp = \"g\"\ngenerate = \"?\"\n").is_ok());
    }

    #[test]
    fn unknown_actions_places_and_keys_are_refused_with_those_there_are() {
        assert!(why("[keys]\nquitt = \"x\"").contains("quit"));
        assert!(why("[keys]\nquit = \"hyper-x\"").contains("Ctrl-d"));
        assert!(why("[keys]\nquit = 7").contains("quotation marks"));
        assert!(why("[keys.desk]\nquit = \"x\"").contains("new-discussion"));
        assert!(why("[keys.jobs]\nquit = \"x\"").contains("everywhere"));
    }

    #[test]
    fn nobody_is_locked_in() {
        let keymap = read("[keys]\nquit = []\nhelp = []\n").unwrap();
        let ctrl_c = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
        assert_eq!(keymap.lookup(Place::Jobs, &ctrl_c), Some(Action::Quit));
        assert_eq!(keymap.label(Place::Jobs, Action::Help), None);
        for entry in ["next-field = \"n\"", "back = [\"b\", \"Backspace\"]", "start = []"] {
            let told = why(&format!("[keys]\n{entry}\n"));
            assert!(told.contains("types nothing") && told.contains("line 2"), "{told}");
        }
        assert!(read("[keys]\nback = [\"b\", \"F4\"]\n").is_ok());
    }
}
