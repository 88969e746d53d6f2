//! Every key of the interface, once. Dispatch, the hint line, the help and the palette are all made from this table.
//!
//! It does not know whether an action makes sense for the selected row; [`crate::app::State::allows`] does.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Where a key works. A key of a narrower place hides the same key of a wider one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    Generate,
    /// Personas.
    Personas,
    /// Jobs.
    Jobs,
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
        }
    }

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
        }
    }
}

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
    /// Show only what matches.
    Filter,
    /// Another order.
    Sort,
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
    /// The list of discussions.
    GoDiscussions,
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
            other => format!("{other:?}"),
        };
        if self.ctrl { format!("Ctrl-{name}") } else { name }
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// Where.
    pub place: Place,
    /// What.
    pub action: Action,
    /// By which keys; the first is the one shown in hints. None: only by the palette.
    pub keys: &'static [Key],
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

const fn c(character: char) -> Key {
    Key { code: KeyCode::Char(character), ctrl: false }
}
const fn ctrl(character: char) -> Key {
    Key { code: KeyCode::Char(character), ctrl: true }
}
const fn k(code: KeyCode) -> Key {
    Key { code, ctrl: false }
}

/// The table. Within a place, in the order of the hint line.
#[rustfmt::skip]
pub const TABLE: &[Binding] = {
    use Action as A;
    use KeyCode as K;
    use Place as P;
    const fn b(place: Place, action: Action, keys: &'static [Key], hint: &'static str, help: &'static str) -> Binding {
        Binding { place, action, keys, hint, help }
    }
    &[
        b(P::Discussions, A::Open, &[k(K::Enter), c('l'), k(K::Right)], "read", "Read the discussion with what was extracted from it"),
        b(P::Discussions, A::Generate, &[c('g')], "generate", "Write a new discussion"),
        b(P::Discussions, A::Import, &[c('i')], "import", "Import a recorded transcript"),
        b(P::Discussions, A::Retry, &[c('r')], "retry", "Go on where it stopped"),
        b(P::Discussions, A::Extract, &[c('e')], "extract", "Extract the family data from what was said"),
        b(P::Discussions, A::PauseResume, &[c('p')], "pause/resume", "Pause its job, or let a paused one go on"),
        b(P::Discussions, A::Cancel, &[c('c')], "cancel", "Cancel its job; what is finished is kept"),
        b(P::Discussions, A::Delete, &[c('D')], "delete", "Delete the discussion, after a typed confirmation"),
        b(P::Discussions, A::History, &[c('H')], "history", "What happened to it so far"),

        b(P::Reading, A::Down, &[c('j'), k(K::Down)], "next statement", "The next statement"),
        b(P::Reading, A::Up, &[c('k'), k(K::Up)], "previous", "The statement before"),
        b(P::Reading, A::NextPane, &[k(K::Tab), k(K::Right)], "next pane", "Talk, codes, family: the next pane"),
        b(P::Reading, A::Back, &[k(K::Esc), k(K::Backspace)], "back", "Back to the list"),
        b(P::Reading, A::PrevPane, &[k(K::BackTab), k(K::Left)], "", "Talk, codes, family: the pane before"),
        b(P::Reading, A::ScrollDown, &[c('J'), ctrl('d')], "scroll", "Scroll the focused pane down"),
        b(P::Reading, A::ScrollUp, &[c('K'), ctrl('u')], "", "Scroll the focused pane up"),
        b(P::Reading, A::Scores, &[c('v')], "scores", "The evaluations in words, with what they rest on"),
        b(P::Reading, A::Extract, &[c('e')], "extract", "Extract the family data from what was said"),
        b(P::Reading, A::Retry, &[c('r')], "retry", "Go on where it stopped"),
        b(P::Reading, A::History, &[c('H')], "history", "What happened to it so far"),

        b(P::Generate, A::Start, &[k(K::Enter)], "start", "Start writing"),
        b(P::Generate, A::NextField, &[k(K::Tab), k(K::Down)], "next", "The next field"),
        b(P::Generate, A::PrevField, &[k(K::BackTab), k(K::Up)], "", "The field before"),
        b(P::Generate, A::Choose, &[c(' '), k(K::Right)], "choose", "Switch, or the next choice"),
        b(P::Generate, A::ChooseBack, &[k(K::Left)], "", "The choice before"),

        b(P::Personas, A::Generate, &[c('g'), k(K::Enter)], "generate", "Write a discussion with this persona"),
        b(P::Personas, A::NewPersona, &[c('n')], "new", "Write a new persona"),
        b(P::Personas, A::ScrollDown, &[c('J'), ctrl('d')], "scroll", "Scroll the description down"),
        b(P::Personas, A::ScrollUp, &[c('K'), ctrl('u')], "", "Scroll the description up"),
        b(P::Personas, A::Delete, &[c('D')], "delete", "Delete the persona; its discussions stay"),

        b(P::Jobs, A::Open, &[k(K::Enter)], "read", "Read the discussion it works on"),
        b(P::Jobs, A::Retry, &[c('r')], "retry", "Try it again, from where it stopped"),
        b(P::Jobs, A::RetryFailed, &[c('F')], "retry all failed", "Try every job again that failed"),
        b(P::Jobs, A::PauseResume, &[c('p')], "pause/resume", "Pause it, or let it go on"),
        b(P::Jobs, A::Cancel, &[c('c')], "cancel", "Cancel it; what is finished is kept"),
        b(P::Jobs, A::ScrollDown, &[c('J'), ctrl('d')], "scroll", "Scroll its history down"),
        b(P::Jobs, A::ScrollUp, &[c('K'), ctrl('u')], "", "Scroll its history up"),

        b(P::Lists, A::Filter, &[c('/')], "filter", "Show only what matches"),
        b(P::Lists, A::Sort, &[c('s')], "sort", "Another order"),
        b(P::Lists, A::Down, &[c('j'), k(K::Down)], "", "One down"),
        b(P::Lists, A::Up, &[c('k'), k(K::Up)], "", "One up"),
        b(P::Lists, A::PageDown, &[k(K::PageDown), ctrl('f')], "", "One screen down"),
        b(P::Lists, A::PageUp, &[k(K::PageUp), ctrl('b')], "", "One screen up"),
        b(P::Lists, A::First, &[k(K::Home)], "", "To the first"),
        b(P::Lists, A::Last, &[c('G'), k(K::End)], "", "To the last"),

        b(P::Everywhere, A::Back, &[k(K::Esc), k(K::Backspace)], "back", "One level back; ends a filter"),
        b(P::Everywhere, A::GoDiscussions, &[c('1')], "", "The list of discussions"),
        b(P::Everywhere, A::GoJobs, &[c('5')], "", "The list of jobs"),
        b(P::Everywhere, A::GoPersonas, &[c('6')], "", "The list of personas"),
        b(P::Everywhere, A::Messages, &[c('!')], "", "All messages of this session"),
        b(P::Everywhere, A::RestartDaemon, &[], "", "Start or restart the background service; jobs go on by themselves"),
        b(P::Everywhere, A::Redraw, &[ctrl('l')], "", "Draw everything anew"),
        b(P::Everywhere, A::Suspend, &[ctrl('z')], "", "To the shell for now; `fg` comes back"),
        b(P::Everywhere, A::Palette, &[c(':')], "command", "A command by its name"),
        b(P::Everywhere, A::Help, &[c('?')], "help", "All keys"),
        b(P::Everywhere, A::Quit, &[c('q'), ctrl('c')], "quit", "Leave; jobs go on without you"),
    ]
};

/// What a key does at a place.
pub fn lookup(place: Place, event: &KeyEvent) -> Option<Action> {
    bindings(place).find(|binding| binding.keys.iter().any(|key| key.is(event))).map(|binding| binding.action)
}

/// The rows that work at a place, narrowest first, an action only once.
pub fn bindings(place: Place) -> impl Iterator<Item = &'static Binding> {
    let scopes = place.scopes();
    let of = move |scope: Place| TABLE.iter().filter(move |binding| binding.place == scope);
    scopes.iter().enumerate().flat_map(move |(depth, scope)| {
        of(*scope).filter(move |binding| {
            let narrower = &scopes[..depth];
            !TABLE.iter().any(|other| narrower.contains(&other.place) && other.action == binding.action)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_means_two_things_in_one_place() {
        for (i, one) in TABLE.iter().enumerate() {
            for other in &TABLE[i + 1..] {
                let clash = one.place == other.place && one.keys.iter().any(|key| other.keys.contains(key));
                assert!(!clash, "{:?} and {:?} share a key in {:?}", one.action, other.action, one.place);
            }
        }
    }

    #[test]
    fn every_row_has_a_sentence_and_every_hint_a_key() {
        for binding in TABLE {
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
