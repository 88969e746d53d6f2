//! The form for importing a transcript: its fields, and what comes of them. Means what `sarf import` means.

use std::path::PathBuf;

use chrono::NaiveDate;
use crossterm::event::{KeyCode, KeyEvent};

use crate::widgets::Input;

/// A field, in the order of Tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportField {
    /// The transcript.
    File,
    /// Which speaker is the coach.
    Coach,
    /// The day of the discussion.
    Date,
    /// Whether the client was a model.
    Synthetic,
    /// Whether it is extracted afterwards.
    Extract,
    /// To which provider outside this machine a real person's words may go.
    Remote,
}

impl ImportField {
    /// All of them.
    pub const ALL: [ImportField; 6] = [
        ImportField::File,
        ImportField::Coach,
        ImportField::Date,
        ImportField::Synthetic,
        ImportField::Extract,
        ImportField::Remote,
    ];

    /// Its word.
    pub fn label(self) -> &'static str {
        match self {
            ImportField::File => "file",
            ImportField::Coach => "coach",
            ImportField::Date => "date",
            ImportField::Synthetic => "client",
            ImportField::Extract => "after it",
            ImportField::Remote => "may go to",
        }
    }

    /// What an empty field means.
    pub fn when_empty(self) -> &'static str {
        match self {
            ImportField::File => "its path",
            ImportField::Coach => "the usual names",
            ImportField::Date => "as the file says",
            ImportField::Remote => "nowhere: stays here",
            ImportField::Synthetic | ImportField::Extract => "",
        }
    }

    /// What it means, in a sentence.
    pub fn meaning(self) -> &'static str {
        match self {
            ImportField::File => "Neutral JSON, or text with \"Name: words\" on each line. ~ is your home.",
            ImportField::Coach => {
                "Who of the speakers is the coach. Empty: coach, therapist, interviewer and the like."
            }
            ImportField::Date => "The day of the talk, YYYY-MM-DD. Empty: the file's own, or none.",
            ImportField::Synthetic => "Whether the client was a model (synthetic), whatever the file says.",
            ImportField::Extract => "Extract the family data and evaluate by itself once it is here.",
            ImportField::Remote => {
                "A configured provider that may read this real person's words; kept with who allowed it and when."
            }
        }
    }
}

/// The form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportForm {
    /// Where one is.
    pub field: ImportField,
    /// Path, as typed.
    pub file: Input,
    /// Coach's name, as typed; empty: the usual names.
    pub coach: Input,
    /// Day, as typed; empty: the file's own.
    pub date: Input,
    /// The client was a model, whatever the file says.
    pub synthetic: bool,
    /// Extract afterwards.
    pub extract: bool,
    /// The provider that may read it, as typed; empty: none outside this machine.
    pub remote: Input,
    /// It is being read and sent.
    pub sent: bool,
    /// Why it was not imported.
    pub problem: Option<String>,
}

impl Default for ImportForm {
    fn default() -> Self {
        ImportForm {
            field: ImportField::File,
            file: Input::default(),
            coach: Input::default(),
            date: Input::default(),
            synthetic: false,
            extract: true,
            remote: Input::default(),
            sent: false,
            problem: None,
        }
    }
}

/// What is to be imported, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportWish {
    /// The file.
    pub path: PathBuf,
    /// Which speaker is the coach.
    pub coach: Option<String>,
    /// The day.
    pub date: Option<NaiveDate>,
    /// The client was a model, whatever the file says.
    pub synthetic: bool,
    /// Extract afterwards.
    pub extract: bool,
    /// The provider outside this machine that may read it.
    pub allow_remote: Option<String>,
}

impl ImportForm {
    /// The text field one is in.
    pub fn input(&mut self) -> Option<&mut Input> {
        match self.field {
            ImportField::File => Some(&mut self.file),
            ImportField::Coach => Some(&mut self.coach),
            ImportField::Date => Some(&mut self.date),
            ImportField::Remote => Some(&mut self.remote),
            ImportField::Synthetic | ImportField::Extract => None,
        }
    }

    /// Takes a key that moves, switches or types.
    pub fn key(&mut self, key: &KeyEvent) {
        if self.input().is_some_and(|input| input.key(key)) {
            self.problem = None;
            return;
        }
        match key.code {
            KeyCode::Tab | KeyCode::Down => self.step(1),
            KeyCode::BackTab | KeyCode::Up => self.step(-1),
            KeyCode::Char(' ') | KeyCode::Left | KeyCode::Right if self.field == ImportField::Synthetic => {
                self.synthetic = !self.synthetic;
            }
            KeyCode::Char(' ') | KeyCode::Left | KeyCode::Right if self.field == ImportField::Extract => {
                self.extract = !self.extract;
            }
            _ => {}
        }
    }

    fn step(&mut self, by: isize) {
        let at = ImportField::ALL.iter().position(|field| *field == self.field).unwrap_or(0) as isize;
        self.field = ImportField::ALL[(at + by).rem_euclid(ImportField::ALL.len() as isize) as usize];
    }

    /// What was asked for, or the field that is wrong and why.
    pub fn wish(&self) -> Result<ImportWish, (ImportField, String)> {
        let typed = |input: &Input| Some(input.text().trim().to_owned()).filter(|text| !text.is_empty());
        let path = typed(&self.file).ok_or((ImportField::File, "type the path of a transcript".to_owned()))?;
        let date = typed(&self.date).map(|day| day.parse::<NaiveDate>()).transpose().map_err(|_| {
            (ImportField::Date, "the date must be a day like 2026-04-11, or empty for the file's own".to_owned())
        })?;
        Ok(ImportWish {
            path: path.into(),
            coach: typed(&self.coach),
            date,
            synthetic: self.synthetic,
            extract: self.extract,
            allow_remote: typed(&self.remote),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_day_and_a_missing_path_name_their_fields() {
        let mut form = ImportForm::default();
        assert_eq!(form.wish().unwrap_err().0, ImportField::File);
        form.file.insert("a.json");
        for wrong in ["11.4.2026", "2026-02-30", "yesterday"] {
            form.date = Input::new(wrong);
            assert_eq!(form.wish().unwrap_err().0, ImportField::Date, "{wrong}");
        }
        form.date = Input::new(" 2026-04-11 ");
        assert_eq!(form.wish().unwrap().date, NaiveDate::from_ymd_opt(2026, 4, 11));
        form.date = Input::default();
        let wish = form.wish().unwrap();
        assert_eq!((wish.coach, wish.date, wish.synthetic, wish.extract), (None, None, false, true));
        assert_eq!(wish.allow_remote, None, "nobody outside this machine, unless one is named");
        form.remote.insert(" lab ");
        assert_eq!(form.wish().unwrap().allow_remote.as_deref(), Some("lab"));
    }
}
