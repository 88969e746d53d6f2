//! The form for importing a transcript: its fields, and what comes of them. Means what `sarf import` means.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::fields::Fields;
use crate::widgets::{Input, switch};

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

impl Fields for ImportForm {
    type Field = ImportField;
    const ALL: &'static [ImportField] = &[
        ImportField::File,
        ImportField::Coach,
        ImportField::Date,
        ImportField::Synthetic,
        ImportField::Extract,
        ImportField::Remote,
    ];

    fn label(field: ImportField) -> &'static str {
        match field {
            ImportField::File => "file",
            ImportField::Coach => "coach",
            ImportField::Date => "date",
            ImportField::Synthetic => "client",
            ImportField::Extract => "after it",
            ImportField::Remote => "may go to",
        }
    }

    fn meaning(field: ImportField) -> &'static str {
        match field {
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

    fn field(&self) -> ImportField {
        self.field
    }

    fn go(&mut self, field: ImportField) {
        self.field = field;
    }

    fn typed(&self, field: ImportField) -> Option<(&Input, &'static str)> {
        match field {
            ImportField::File => Some((&self.file, "its path")),
            ImportField::Coach => Some((&self.coach, "the usual names")),
            ImportField::Date => Some((&self.date, "as the file says")),
            ImportField::Remote => Some((&self.remote, "nowhere: stays here")),
            ImportField::Synthetic | ImportField::Extract => None,
        }
    }

    fn typed_mut(&mut self, field: ImportField) -> Option<&mut Input> {
        match field {
            ImportField::File => Some(&mut self.file),
            ImportField::Coach => Some(&mut self.coach),
            ImportField::Date => Some(&mut self.date),
            ImportField::Remote => Some(&mut self.remote),
            ImportField::Synthetic | ImportField::Extract => None,
        }
    }

    fn chosen(&self, field: ImportField) -> String {
        match field {
            ImportField::Synthetic => switch(self.synthetic, "a model"),
            ImportField::Extract => switch(self.extract, "extract"),
            _ => String::new(),
        }
    }

    fn choose(&mut self, _by: isize) {
        match self.field {
            ImportField::Synthetic => self.synthetic = !self.synthetic,
            ImportField::Extract => self.extract = !self.extract,
            _ => {}
        }
    }

    fn problem(&self) -> Option<&str> {
        self.problem.as_deref()
    }

    fn set_problem(&mut self, problem: Option<String>) {
        self.problem = problem;
    }

    fn is_sent(&self) -> bool {
        self.sent
    }
}

impl ImportForm {
    /// What was asked for, or the field that is wrong and why.
    pub fn wish(&self) -> Result<ImportWish, (ImportField, String)> {
        let path =
            self.text(ImportField::File).ok_or((ImportField::File, "type the path of a transcript".to_owned()))?;
        let date = self.text(ImportField::Date).map(|day| day.parse::<NaiveDate>()).transpose().map_err(|_| {
            (ImportField::Date, "the date must be a day like 2026-04-11, or empty for the file's own".to_owned())
        })?;
        Ok(ImportWish {
            path: path.into(),
            coach: self.text(ImportField::Coach),
            date,
            synthetic: self.synthetic,
            extract: self.extract,
            allow_remote: self.text(ImportField::Remote),
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
