//! What the forms in dialogs have in common: fields below each other, of which one is being filled in by typing or by
//! choosing, and why the form was not taken. What comes of a form is its own matter.

use crossterm::event::{KeyCode, KeyEvent};

use crate::widgets::Input;

/// A form whose fields are filled in one after another.
pub trait Fields {
    /// Its fields.
    type Field: Copy + PartialEq + 'static;
    /// All of them, in the order of Tab.
    const ALL: &'static [Self::Field];

    /// The word of a field.
    fn label(field: Self::Field) -> &'static str;

    /// What a field means, in a sentence; nothing where its words say it.
    fn meaning(_field: Self::Field) -> &'static str {
        ""
    }

    /// The field being filled in.
    fn field(&self) -> Self::Field;

    /// Goes to a field.
    fn go(&mut self, field: Self::Field);

    /// The text of a field that is typed, and what it means if it is empty; `None` for one that is chosen.
    fn typed(&self, field: Self::Field) -> Option<(&Input, &'static str)>;

    /// The same text, to be changed.
    fn typed_mut(&mut self, field: Self::Field) -> Option<&mut Input>;

    /// What is chosen in a field, in words.
    fn chosen(&self, field: Self::Field) -> String;

    /// Chooses in the field being filled in: the next value, or the one before.
    fn choose(&mut self, by: isize);

    /// Why the form was not taken.
    fn problem(&self) -> Option<&str>;

    /// Says why it was not taken, or that nothing is wrong any more.
    fn set_problem(&mut self, problem: Option<String>);

    /// Whether it was sent and nothing came back yet.
    fn is_sent(&self) -> bool {
        false
    }

    /// What was typed in a field; nothing where there are blanks only.
    fn text(&self, field: Self::Field) -> Option<String> {
        let (input, _) = self.typed(field)?;
        Some(input.text().trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// The text being typed into.
    fn input(&mut self) -> Option<&mut Input> {
        self.typed_mut(self.field())
    }

    /// Says which field is wrong and why, and goes there.
    fn refuse(&mut self, (field, why): (Self::Field, String)) {
        self.go(field);
        self.set_problem(Some(why));
    }

    /// To the next field, or the one before.
    fn step(&mut self, by: isize) {
        self.go(turned(Self::ALL, self.field(), by));
    }

    /// Takes a key that moves, chooses or types. What is filled in otherwise is wrong no longer, as far as is known.
    fn key(&mut self, key: &KeyEvent) {
        if self.input().is_some_and(|input| input.key(key)) {
            return self.set_problem(None);
        }
        match key.code {
            KeyCode::Tab | KeyCode::Down => self.step(1),
            KeyCode::BackTab | KeyCode::Up => self.step(-1),
            KeyCode::Char(' ') | KeyCode::Right | KeyCode::Left if self.typed(self.field()).is_none() => {
                self.choose(if key.code == KeyCode::Left { -1 } else { 1 });
                self.set_problem(None);
            }
            _ => {}
        }
    }
}

/// The one that stands `by` places after `one` among `all`, going round.
pub(super) fn turned<T: Copy + PartialEq>(all: &[T], one: T, by: isize) -> T {
    let at = all.iter().position(|other| *other == one).unwrap_or(0) as isize;
    let next = (at + by).rem_euclid((all.len() as isize).max(1)) as usize;
    all.get(next).copied().unwrap_or(one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::ImportForm;
    use crossterm::event::KeyModifiers;

    fn press(form: &mut ImportForm, code: KeyCode) {
        form.key(&KeyEvent::new(code, KeyModifiers::NONE));
    }

    #[test]
    fn tab_visits_every_field_and_comes_back() {
        let mut form = ImportForm::default();
        let mut seen = Vec::new();
        for _ in ImportForm::ALL {
            seen.push(form.field());
            press(&mut form, KeyCode::Tab);
        }
        assert_eq!(seen, ImportForm::ALL);
        assert_eq!(form.field(), ImportForm::ALL[0]);
        press(&mut form, KeyCode::Up);
        assert_eq!(Some(&form.field()), ImportForm::ALL.last());
    }

    #[test]
    fn a_blank_is_typed_where_one_types_and_chooses_where_one_chooses() {
        let mut form = ImportForm::default();
        press(&mut form, KeyCode::Char(' '));
        assert_eq!((form.file.text(), form.synthetic), (" ", false));
        form.go(crate::app::ImportField::Synthetic);
        form.set_problem(Some("wrong".into()));
        press(&mut form, KeyCode::Char(' '));
        assert_eq!((form.file.text(), form.synthetic, form.problem()), (" ", true, None));
    }
}
