//! Every key of the interface, once: the table of actions with their usual keys (`table`), what the configuration makes
//! of it (`rebind`), and the keymap in force. Dispatch, hint line, help and palette are all made from that.
//!
//! It does not know whether an action makes sense for the selected row; [`crate::app::State::allows`] does.

mod key;
mod rebind;
mod table;

use crossterm::event::KeyEvent;
use serde::{Deserialize, Serialize};

pub use key::Key;
pub use rebind::KeysProblem;

/// Where a key works. A key of a narrower place hides the same key of a wider one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// On every screen.
    Everywhere,
    /// Wherever one thing of many is chosen.
    Lists,
    /// The list of discussions.
    Discussions,
    /// A discussion being read.
    Reading,
    /// The form for a new discussion.
    #[serde(rename = "new-discussion")]
    Generate,
    /// Personas.
    Personas,
    /// Jobs.
    Jobs,
    /// The model against ground truth.
    F1,
    /// A table with names on two sides.
    Matrix,
    /// Coder against coder.
    Agreement,
}

impl Place {
    /// Narrowest first: where a key pressed here is looked for.
    pub fn scopes(self) -> &'static [Place] {
        match self {
            Place::Everywhere => &[Place::Everywhere],
            Place::Lists => &[Place::Lists, Place::Everywhere],
            Place::Discussions => &[Place::Discussions, Place::Lists, Place::Everywhere],
            Place::Reading => &[Place::Reading, Place::Lists, Place::Everywhere],
            Place::Generate => &[Place::Generate, Place::Everywhere],
            Place::Personas => &[Place::Personas, Place::Lists, Place::Everywhere],
            Place::Jobs => &[Place::Jobs, Place::Lists, Place::Everywhere],
            Place::F1 => &[Place::F1, Place::Lists, Place::Everywhere],
            Place::Matrix => &[Place::Matrix, Place::F1, Place::Lists, Place::Everywhere],
            Place::Agreement => &[Place::Agreement, Place::Lists, Place::Everywhere],
        }
    }

    /// Its name in the configuration.
    pub fn name(self) -> String {
        name_of(self)
    }

    /// The screens: where a key can be pressed at all.
    const SCREENS: [Place; 8] = [
        Place::Discussions,
        Place::Reading,
        Place::Generate,
        Place::Personas,
        Place::Jobs,
        Place::F1,
        Place::Matrix,
        Place::Agreement,
    ];

    /// The heading under which help shows the keys of this place.
    pub fn heading(self) -> &'static str {
        match self {
            Place::Everywhere => "everywhere",
            Place::Lists => "lists",
            Place::Discussions => "discussions",
            Place::Reading => "reading",
            Place::Generate => "new discussion",
            Place::Personas => "personas",
            Place::Jobs => "jobs",
            Place::F1 => "f1",
            Place::Matrix => "confusion matrix",
            Place::Agreement => "agreement",
        }
    }
}

/// What a key does. Its name in the configuration is the variant's, in small letters with hyphens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// One up.
    Up,
    /// One down.
    Down,
    /// One screen up.
    PageUp,
    /// One screen down.
    PageDown,
    /// To the first.
    First,
    /// To the last.
    Last,
    /// Open what is selected.
    Open,
    /// One level back.
    Back,
    /// Write a new discussion.
    Generate,
    /// Import a transcript.
    Import,
    /// Code the discussion.
    Extract,
    /// Try again, or go on where it stopped.
    Retry,
    /// Try everything again that failed.
    RetryFailed,
    /// Stop for good.
    Cancel,
    /// Stop for now, or go on.
    PauseResume,
    /// Delete, after a typed confirmation.
    Delete,
    /// What happened so far.
    History,
    /// The evaluations in words.
    Scores,
    /// Show only what matches; in a talk, search in it.
    Filter,
    /// Another order.
    Sort,
    /// The same order the other way round.
    SortBack,
    /// Write a persona.
    NewPersona,
    /// The next pane.
    NextPane,
    /// The pane before.
    PrevPane,
    /// Scroll the pane beside the talk down.
    ScrollDown,
    /// Scroll the pane beside the talk up.
    ScrollUp,
    /// The next field of a form.
    NextField,
    /// The field before.
    PrevField,
    /// Switch or choose the field's value.
    Choose,
    /// Choose the other way round.
    ChooseBack,
    /// Send the form.
    Start,
    /// Copy what is selected to the terminal's clipboard.
    Copy,
    /// Why: of an item, or what a figure rests on.
    Why,
    /// The next item behind a number, or statement with the words searched for.
    NextItem,
    /// The item before.
    PrevItem,
    /// Which values of a variable were taken for which.
    Confusion,
    /// One cell to the left.
    CellLeft,
    /// One cell to the right.
    CellRight,
    /// Chart the next figure.
    NextFigure,
    /// Say who is who between the scored side and the truth.
    MapPerson,
    /// Take back what was said of a person.
    UndoMap,
    /// Compare with other runs.
    CompareRun,
    /// Write the figures into a file.
    ExportFigures,
    /// Figures pooled over discussions, or means over them.
    PooledOrMean,
    /// Against ground truth of people, or against constructed references.
    SwitchTruth,
    /// The events on which coders disagree.
    Disagreements,
    /// Coders compared on the whole talk, or statement by statement.
    SwitchLevel,
    /// Which units count.
    SwitchUnits,
    /// With the model beside the people, or without it.
    WithModel,
    /// The list of discussions.
    GoDiscussions,
    /// The figures of the model against ground truth.
    GoF1,
    /// How far coders agree.
    GoAgreement,
    /// The list of jobs.
    GoJobs,
    /// The list of personas.
    GoPersonas,
    /// All messages.
    Messages,
    /// Commands by name.
    Palette,
    /// All keys.
    Help,
    /// Restart the background service.
    RestartDaemon,
    /// Draw everything anew.
    Redraw,
    /// Back to the shell, for now.
    Suspend,
    /// Leave; jobs go on.
    Quit,
}

/// The name of an action or place in the configuration.
fn name_of(named: impl Serialize) -> String {
    serde_json::to_value(named).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

impl Action {
    /// Its name in the configuration.
    pub fn name(self) -> String {
        name_of(self)
    }
}

/// An action at a place, with the keys that do it now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// Where.
    pub place: Place,
    /// What.
    pub action: Action,
    /// By which keys; the first is the one shown in hints. None: only by the palette.
    pub keys: Vec<Key>,
    /// The word in the hint line; empty: not shown there.
    pub hint: &'static str,
    /// The sentence in help and palette.
    pub help: &'static str,
}

impl Binding {
    /// The keys as help shows them.
    pub fn keys_label(&self) -> String {
        self.keys.iter().map(|key| key.label()).collect::<Vec<_>>().join(" ")
    }
}

/// The keymap in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    table: Vec<Binding>,
}

impl Default for Keymap {
    fn default() -> Self {
        let binding = |row: &table::Row| Binding {
            place: row.place,
            action: row.action,
            keys: row.keys.to_vec(),
            hint: row.hint,
            help: row.help,
        };
        Keymap { table: table::TABLE.iter().map(binding).collect() }
    }
}

impl Keymap {
    /// Every row, in the order of the table.
    pub fn all(&self) -> &[Binding] {
        &self.table
    }

    /// What a key does at a place.
    pub fn lookup(&self, place: Place, event: &KeyEvent) -> Option<Action> {
        self.bindings(place).find(|binding| binding.keys.iter().any(|key| key.is(event))).map(|binding| binding.action)
    }

    /// The rows that work at a place, narrowest first, an action only once.
    pub fn bindings(&self, place: Place) -> impl Iterator<Item = &Binding> {
        let scopes = place.scopes();
        let of = move |scope: Place| self.table.iter().filter(move |binding| binding.place == scope);
        scopes.iter().enumerate().flat_map(move |(depth, scope)| {
            of(*scope).filter(move |binding| {
                let narrower = &scopes[..depth];
                !self.table.iter().any(|other| narrower.contains(&other.place) && other.action == binding.action)
            })
        })
    }

    /// The key that does an action at a place, as hints write it; none where only the palette does it.
    pub fn label(&self, place: Place, action: Action) -> Option<String> {
        self.bindings(place).find(|binding| binding.action == action)?.keys.first().map(|key| key.label())
    }

    /// The key within a sentence; where there is none, the action's name as the palette knows it.
    pub fn word(&self, place: Place, action: Action) -> String {
        self.label(place, action).unwrap_or_else(|| format!("the command \"{}\"", action.name()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::{KeyCode, KeyModifiers};

    fn lookup(place: Place, event: &KeyEvent) -> Option<Action> {
        Keymap::default().lookup(place, event)
    }

    #[test]
    fn no_key_means_two_things_in_one_place() {
        assert_eq!(Keymap::default().conflict(), None);
    }

    #[test]
    fn every_row_has_a_sentence_and_every_hint_a_key() {
        for binding in Keymap::default().all() {
            assert!(!binding.help.is_empty());
            assert!(binding.hint.is_empty() || !binding.keys.is_empty(), "{:?}", binding.action);
        }
    }

    #[test]
    fn a_narrower_place_hides_a_key_of_a_wider_one() {
        let right = KeyEvent::new(KeyCode::Right, KeyModifiers::NONE);
        assert_eq!(lookup(Place::Discussions, &right), Some(Action::Open));
        assert_eq!(lookup(Place::Reading, &right), Some(Action::NextPane));
        assert_eq!(lookup(Place::Jobs, &right), None);
    }

    #[test]
    fn arrows_and_vim_keys_do_the_same_in_every_list() {
        for place in [Place::Discussions, Place::Reading, Place::Personas, Place::Jobs] {
            for (arrow, letter) in [(KeyCode::Up, 'k'), (KeyCode::Down, 'j')] {
                let arrow = lookup(place, &KeyEvent::new(arrow, KeyModifiers::NONE));
                assert!(arrow.is_some());
                assert_eq!(arrow, lookup(place, &KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE)));
            }
        }
    }
}
