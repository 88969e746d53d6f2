//! What lies over a screen and takes the keys: help and palette, typed confirmations, prompts, pages of text.

use sarf_shared::discussion::{DiscussionId, PersonaId};

use super::agreement::AgreementForm;
use super::f1::{FigureAsk, FilterForm, MapForm};
use super::fields::Fields as _;
use super::import::ImportForm;
use crate::keymap::{Action, Binding, Keymap, Place};
use crate::widgets::Input;

/// One thing over the screen.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// Help (all keys) or palette (what can be done here), filtered by what is typed; Enter does it.
    Commands(Commands),
    /// A filter being typed; it works while it is typed.
    Filter {
        /// The words.
        input: Input,
        /// What it was before.
        before: String,
    },
    /// Words to be searched for in the talk being read; they are found while they are typed.
    Search {
        /// The words.
        input: Input,
        /// What was searched for before.
        before: String,
        /// The place where the search began.
        from: usize,
    },
    /// A deletion to be confirmed by typing.
    Delete {
        /// What.
        target: Target,
        /// What goes with it, in words.
        words: String,
        /// What must be typed.
        wanted: String,
        /// What is typed.
        input: Input,
    },
    /// The form for a transcript to import.
    Import(Box<ImportForm>),
    /// Lines to read.
    Page {
        /// Heading.
        heading: String,
        /// The lines, each wrapped when drawn.
        lines: Vec<String>,
        /// Lines scrolled by.
        scroll: usize,
    },
    /// Which figures are shown.
    F1Filter(Box<FilterForm>),
    /// Who is who.
    F1Map(Box<MapForm>),
    /// A line about figures being typed.
    F1Ask {
        /// What is asked.
        what: FigureAsk,
        /// What is typed.
        input: Input,
    },
    /// Whose agreement is shown, and how it is measured.
    AgreementFilter(Box<AgreementForm>),
    /// The file that agreement is written into, being typed.
    AgreementFile(Input),
    /// A question answered with y or n: restart the daemon?
    AskRestart(String),
}

impl Overlay {
    /// The text being typed into, if one is.
    pub fn input(&mut self) -> Option<&mut Input> {
        match self {
            Overlay::Commands(commands) => Some(&mut commands.input),
            Overlay::Filter { input, .. } | Overlay::Search { input, .. } | Overlay::Delete { input, .. } => {
                Some(input)
            }
            Overlay::F1Ask { input, .. } | Overlay::AgreementFile(input) => Some(input),
            Overlay::Import(form) => form.input(),
            Overlay::F1Filter(form) => form.input(),
            Overlay::AgreementFilter(form) => form.input(),
            Overlay::Page { .. } | Overlay::F1Map(_) | Overlay::AskRestart(_) => None,
        }
    }
}

/// What is to be deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A discussion.
    Discussion(DiscussionId),
    /// A persona.
    Persona(PersonaId),
}

/// Help or palette.
#[derive(Debug, Clone)]
pub struct Commands {
    /// Only what works here, best match first.
    pub palette: bool,
    /// The place it was opened at.
    pub place: Place,
    /// What is typed.
    pub input: Input,
    /// The chosen row.
    pub at: usize,
}

impl Commands {
    /// With nothing typed.
    pub fn new(palette: bool, place: Place) -> Commands {
        Commands { palette, place, input: Input::default(), at: 0 }
    }

    /// The rows to show.
    pub fn rows<'k>(&self, keymap: &'k Keymap) -> Vec<&'k Binding> {
        let typed = self.input.text().trim();
        if !self.palette {
            let words = typed.to_lowercase();
            let text = |b: &Binding| {
                format!("{} {} {} {} {}", b.keys_label(), b.action.name(), b.hint, b.help, b.place.heading())
            };
            // Those of this place first, then those of the others.
            let here = |binding: &&Binding| self.place.scopes().contains(&binding.place);
            let (mut rows, others): (Vec<&Binding>, Vec<&Binding>) = keymap.all().iter().partition(here);
            rows.extend(others);
            rows.retain(|binding| text(binding).to_lowercase().contains(&words));
            return rows;
        }
        let rows = keymap.bindings(self.place).filter(|binding| !is_motion(binding.action));
        if typed.is_empty() {
            return rows.collect();
        }
        let mut matcher = nucleo_matcher::Matcher::new(nucleo_matcher::Config::DEFAULT);
        let pattern = nucleo_matcher::pattern::Pattern::parse(
            typed,
            nucleo_matcher::pattern::CaseMatching::Ignore,
            nucleo_matcher::pattern::Normalization::Smart,
        );
        let mut buffer = Vec::new();
        let mut scored: Vec<(u32, &Binding)> = rows
            .filter_map(|binding| {
                let text = format!("{} {} {}", binding.action.name(), binding.hint, binding.help);
                let text = nucleo_matcher::Utf32Str::new(&text, &mut buffer);
                pattern.score(text, &mut matcher).map(|score| (score, binding))
            })
            .collect();
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        scored.into_iter().map(|(_, binding)| binding).collect()
    }

    /// The chosen row's action.
    pub fn chosen(&self, keymap: &Keymap) -> Option<Action> {
        self.rows(keymap).get(self.at).map(|binding| binding.action)
    }
}

/// Moves of a selection make no commands.
fn is_motion(action: Action) -> bool {
    use Action as A;
    matches!(
        action,
        A::Up
            | A::Down
            | A::PageUp
            | A::PageDown
            | A::First
            | A::Last
            | A::NextPane
            | A::PrevPane
            | A::CellLeft
            | A::CellRight
            | A::ScrollUp
            | A::ScrollDown
            | A::NextField
            | A::PrevField
            | A::Choose
            | A::ChooseBack
            | A::Palette
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_palette_finds_a_command_by_letters_of_its_words() {
        let mut commands = Commands::new(true, Place::Jobs);
        commands.input.insert("retall");
        assert_eq!(commands.chosen(&Keymap::default()), Some(Action::RetryFailed));
        commands.input = Input::new("zzzz");
        assert_eq!(commands.chosen(&Keymap::default()), None);
    }

    #[test]
    fn help_shows_every_key_there_is_and_those_of_this_place_first() {
        let commands = Commands::new(false, Place::Jobs);
        let keymap = Keymap::default();
        let rows = commands.rows(&keymap);
        assert_eq!(rows.len(), keymap.all().len());
        assert_eq!(rows[0].place, Place::Jobs);
    }
}
