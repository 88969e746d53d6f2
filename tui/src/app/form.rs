//! The form for a new discussion: its fields, what may be typed in them, and the request that comes of it.

use sarf_shared::discussion::PersonaId;
use sarf_shared::rpc::{GenerateRequest, PersonaSource};

use super::fields::turned;
use crate::widgets::Input;

/// A field, in the order of Tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Whose discussion.
    Persona,
    /// How many turns.
    Turns,
    /// Which seed.
    Seed,
    /// How many discussions.
    Count,
    /// Extract at the end.
    Extract,
    /// Offline engine for every role.
    Offline,
}

impl Field {
    /// All of them.
    pub const ALL: [Field; 6] =
        [Field::Persona, Field::Turns, Field::Seed, Field::Count, Field::Extract, Field::Offline];

    /// Its word.
    pub fn label(self) -> &'static str {
        match self {
            Field::Persona => "persona",
            Field::Turns => "turns",
            Field::Seed => "seed",
            Field::Count => "discussions",
            Field::Extract => "after it",
            Field::Offline => "engine",
        }
    }
}

/// The form.
#[derive(Debug, Clone)]
pub struct Form {
    /// Where one is.
    pub field: Field,
    /// The persona; none: a new one.
    pub persona: Option<PersonaId>,
    /// Turns, as typed.
    pub turns: Input,
    /// Seed, as typed; empty: drawn.
    pub seed: Input,
    /// Discussions, as typed.
    pub count: Input,
    /// Extract at the end.
    pub extract: bool,
    /// Offline engine for every role.
    pub offline: bool,
    /// The request is on its way.
    pub sent: bool,
}

impl Default for Form {
    fn default() -> Self {
        Form {
            field: Field::Persona,
            persona: None,
            turns: Input::new("20"),
            seed: Input::default(),
            count: Input::new("1"),
            extract: true,
            offline: false,
            sent: false,
        }
    }
}

impl Form {
    /// The text field one is in.
    pub fn input(&mut self) -> Option<&mut Input> {
        match self.field {
            Field::Turns => Some(&mut self.turns),
            Field::Seed => Some(&mut self.seed),
            Field::Count => Some(&mut self.count),
            Field::Persona | Field::Extract | Field::Offline => None,
        }
    }

    /// Whether one is in a text field, which takes every key that types.
    pub fn is_typing(&self) -> bool {
        matches!(self.field, Field::Turns | Field::Seed | Field::Count)
    }

    /// To the next field, or the one before.
    pub fn step(&mut self, by: isize) {
        self.field = turned(&Field::ALL, self.field, by);
    }

    /// The other value of the field one is in: switches, or the next persona of `personas` (after the last: a new one).
    pub fn choose(&mut self, by: isize, personas: &[PersonaId]) {
        match self.field {
            Field::Persona => {
                let at = self.persona.and_then(|id| personas.iter().position(|p| *p == id)).map_or(0, |at| at + 1);
                let next = (at as isize + by).rem_euclid(personas.len() as isize + 1) as usize;
                self.persona = next.checked_sub(1).and_then(|at| personas.get(at)).copied();
            }
            Field::Extract => self.extract = !self.extract,
            Field::Offline => self.offline = !self.offline,
            Field::Turns | Field::Seed | Field::Count => {}
        }
    }

    /// What was asked for, or the field that is wrong and why.
    pub fn request(&self) -> Result<GenerateRequest, (Field, String)> {
        let number = |field: Field, input: &Input, most: u32| {
            let wrong = || (field, format!("{} must be a number from 1 to {most}", field.label()));
            let number: u32 = input.text().trim().parse().map_err(|_| wrong())?;
            if (1..=most).contains(&number) { Ok(number) } else { Err(wrong()) }
        };
        let seed = match self.seed.text().trim() {
            "" => None,
            typed => Some(typed.parse().map_err(|_| {
                (Field::Seed, "seed must be a whole number, or empty for one that is drawn and recorded".to_owned())
            })?),
        };
        Ok(GenerateRequest {
            persona: self.persona.map_or(PersonaSource::New, PersonaSource::Existing),
            count: number(Field::Count, &self.count, 1000)?,
            turns: number(Field::Turns, &self.turns, 200)?,
            seed,
            extract: self.extract,
            offline: self.offline,
        })
    }

    /// Model calls it will take, about: coach and client take turns and the coach begins and ends; one more for each
    /// coded statement, and one for a new persona. `None` while a number is wrong.
    pub fn calls(&self) -> Option<u32> {
        let request = self.request().ok()?;
        let talk = 2 * request.turns - 1;
        let coding = if request.extract { request.turns } else { 0 };
        let author = u32::from(request.persona == PersonaSource::New);
        Some(request.count * (talk + coding + author))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_number_names_its_field_and_the_right_range() {
        let form = Form { turns: Input::new("0"), ..Form::default() };
        let (field, why) = form.request().unwrap_err();
        assert_eq!(field, Field::Turns);
        assert!(why.contains("1 to 200"), "{why}");
        assert!(Form { seed: Input::new("x"), ..Form::default() }.request().is_err());
        assert!(Form { count: Input::new("1001"), ..Form::default() }.request().is_err());
    }

    #[test]
    fn choosing_goes_through_all_personas_and_back_to_a_new_one() {
        let personas = [PersonaId(3), PersonaId(7)];
        let mut form = Form::default();
        let mut seen = Vec::new();
        for _ in 0..3 {
            form.choose(1, &personas);
            seen.push(form.persona);
        }
        assert_eq!(seen, [Some(PersonaId(3)), Some(PersonaId(7)), None]);
        form.choose(-1, &personas);
        assert_eq!(form.persona, Some(PersonaId(7)));
    }

    #[test]
    fn tab_visits_every_field_and_comes_back() {
        let mut form = Form::default();
        for _ in Field::ALL {
            form.step(1);
        }
        assert_eq!(form.field, Field::Persona);
        form.step(-1);
        assert_eq!(form.field, Field::Offline);
    }
}
