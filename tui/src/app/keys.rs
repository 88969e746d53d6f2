//! What keys do: overlays and typed fields take theirs first (`over`), the keymap says the rest; pages that are only
//! read are made in `pages`.

mod agreement;
mod f1;
mod figures;
mod over;
mod pages;
mod search;

use crossterm::event::{KeyEvent, KeyEventKind, KeyModifiers};
use sarf_shared::discussion::{PersonaId, StatusWord};
use sarf_shared::job::JobState;
use sarf_shared::rpc::{JobAction, JobTarget};

use super::message::Effect;
use super::overlay::{Commands, Overlay};
use super::reading::Reading;
use super::state::{Screen, State, Tone};
use crate::keymap::{Action, Place};
use crate::screens;
use crate::widgets::Input;

/// Takes a key.
pub(super) fn key(state: &mut State, key: &KeyEvent) -> Vec<Effect> {
    if key.kind == KeyEventKind::Release {
        return Vec::new();
    }
    state.notice = None;
    if let Some(action) = always(state, key) {
        return act(state, action);
    }
    if let Some(overlay) = state.overlay.take() {
        return over::key(state, overlay, key);
    }
    // A text field takes all it can type with; what it cannot, belongs to the form.
    if state.screen == Screen::Generate && state.form.input().is_some_and(|input| input.key(key)) {
        return Vec::new();
    }
    match state.keys.lookup(state.place(), key) {
        Some(action) => act(state, action),
        None => Vec::new(),
    }
}

/// What a key does whatever lies over the screen or is being typed: leave, go to the shell, draw anew. Only keys with
/// Ctrl that no text field takes, so that nobody loses a letter to it.
fn always(state: &State, key: &KeyEvent) -> Option<Action> {
    if !key.modifiers.contains(KeyModifiers::CONTROL) || Input::default().key(key) {
        return None;
    }
    let action = state.keys.lookup(Place::Everywhere, key)?;
    matches!(action, Action::Quit | Action::Suspend | Action::Redraw).then_some(action)
}

/// Takes pasted text: into the field being typed in, if there is one.
pub(super) fn paste(state: &mut State, text: &str) {
    let text = text.trim();
    match &mut state.overlay {
        Some(Overlay::Filter { input, .. }) => {
            input.insert(text);
            let filter = input.text().to_owned();
            set_filter(state, &filter);
        }
        Some(Overlay::Search { input, from, .. }) => {
            input.insert(text);
            let (words, from) = (input.text().to_owned(), *from);
            search::look(state, &words, from);
        }
        Some(overlay) => {
            if let Some(input) = overlay.input() {
                input.insert(text);
            }
            if let Overlay::Commands(commands) = overlay {
                commands.at = 0;
            }
        }
        None if state.screen == Screen::Generate => {
            if let Some(input) = state.form.input() {
                input.insert(text);
            }
        }
        None => {}
    }
}

/// Does an action, or says why not.
pub(super) fn act(state: &mut State, action: Action) -> Vec<Effect> {
    if let Err(why) = state.allows(action) {
        state.say(Tone::Plain, why);
        return Vec::new();
    }
    let page = screens::list_height(state).max(1) as isize;
    if state.screen == Screen::F1
        && let Some(effects) = f1::act(state, action, page)
    {
        return effects;
    }
    if state.screen == Screen::Agreement
        && let Some(effects) = agreement::act(state, action, page)
    {
        return effects;
    }
    match action {
        Action::Up => move_selection(state, -1),
        Action::Down => move_selection(state, 1),
        Action::PageUp => move_selection(state, -page),
        Action::PageDown => move_selection(state, page),
        Action::First => move_to_end(state, false),
        Action::Last => move_to_end(state, true),
        Action::Open => open(state),
        Action::Back => back(state),
        Action::Generate => {
            state.form.persona =
                if state.screen == Screen::Personas { state.personas.selected_id() } else { state.form.persona };
            state.screen = Screen::Generate;
        }
        Action::Import => state.overlay = Some(Overlay::Import(Box::default())),
        Action::Extract => return state.subject().map(|row| Effect::Extract(row.id)).into_iter().collect(),
        Action::Retry => return job_effect(state, JobAction::Retry),
        Action::Cancel => return job_effect(state, JobAction::Cancel),
        Action::PauseResume => {
            let paused = state.job().is_some_and(|job| matches!(job.state, JobState::Paused { .. }));
            return job_effect(state, if paused { JobAction::Resume } else { JobAction::Pause });
        }
        Action::RetryFailed => return vec![Effect::Job(JobAction::Retry, JobTarget::AllFailed)],
        Action::Delete => pages::ask_delete(state),
        Action::History => pages::history(state),
        Action::Scores => pages::scores(state),
        Action::Filter if state.screen == Screen::Reading => search::ask(state),
        Action::Filter => {
            let before = current_filter(state).to_owned();
            state.overlay = Some(Overlay::Filter { input: Input::new(before.clone()), before });
        }
        Action::NextItem | Action::PrevItem => search::go_on(state, action == Action::PrevItem),
        Action::Sort => sort(state),
        Action::NewPersona => return vec![Effect::NewPersona],
        Action::NextPane | Action::PrevPane => {
            if let Some(reading) = &mut state.reading {
                reading.pane = reading.pane.step(if action == Action::NextPane { 1 } else { -1 });
            }
        }
        Action::ScrollDown => scroll(state, 1),
        Action::ScrollUp => scroll(state, -1),
        Action::NextField => state.form.step(1),
        Action::PrevField => state.form.step(-1),
        Action::Choose | Action::ChooseBack => {
            let personas: Vec<PersonaId> = state.personas.all().map(|row| row.id).collect();
            state.form.choose(if action == Action::Choose { 1 } else { -1 }, &personas);
        }
        Action::Start => return start(state),
        Action::GoDiscussions => state.screen = Screen::Discussions,
        Action::GoF1 => go(state, Screen::F1),
        Action::GoAgreement => go(state, Screen::Agreement),
        Action::GoJobs => go(state, Screen::Jobs),
        Action::GoPersonas => go(state, Screen::Personas),
        // Of the screens of figures and of agreement only, which took them above.
        Action::Why
        | Action::Confusion
        | Action::CellLeft
        | Action::CellRight
        | Action::NextFigure
        | Action::SortBack
        | Action::PooledOrMean
        | Action::SwitchTruth
        | Action::MapPerson
        | Action::UndoMap
        | Action::CompareRun
        | Action::ExportFigures
        | Action::Disagreements
        | Action::SwitchLevel
        | Action::SwitchUnits
        | Action::WithModel => {}
        Action::Messages => pages::messages(state),
        Action::Copy => {
            return match screens::focused_text(state) {
                Some((what, text)) => copy(state, &what, text),
                None => {
                    state.say(Tone::Plain, "nothing is selected that could be copied");
                    Vec::new()
                }
            };
        }
        Action::Palette => state.overlay = Some(Overlay::Commands(Commands::new(true, place(state)))),
        Action::Help => state.overlay = Some(Overlay::Commands(Commands::new(false, place(state)))),
        Action::RestartDaemon => return vec![Effect::RestartDaemon],
        Action::Redraw => return vec![Effect::Redraw],
        Action::Suspend => return vec![Effect::Suspend],
        Action::Quit => return vec![Effect::SaveSession(state.session()), Effect::Quit],
    }
    Vec::new()
}

/// Hands text to the terminal's clipboard. Whether the terminal takes it cannot be known without asking it.
fn copy(state: &mut State, what: &str, text: String) -> Vec<Effect> {
    if text.len() > crate::terminal::MOST_COPIED {
        let words = "too long for a terminal's clipboard (75 kB); `sarf show` prints it";
        state.say(Tone::Bad, format!("{what} was not copied: {words}"));
        return Vec::new();
    }
    state.say(Tone::Good, format!("{what} copied, if your terminal allows it (OSC 52)"));
    vec![Effect::Copy(text)]
}

fn place(state: &State) -> Place {
    state.place()
}

fn go(state: &mut State, screen: Screen) {
    if state.screen != screen {
        (state.screen, state.scroll) = (screen, 0);
    }
}

fn move_selection(state: &mut State, by: isize) {
    match state.screen {
        Screen::Discussions => state.discussions.step(by),
        Screen::Personas => state.personas.step(by),
        Screen::Jobs => state.jobs.step(by),
        Screen::Reading => {
            if let Some(reading) = &mut state.reading {
                reading.step(by);
            }
        }
        Screen::Generate | Screen::F1 | Screen::Agreement => {}
    }
}

fn move_to_end(state: &mut State, last: bool) {
    match state.screen {
        Screen::Discussions => state.discussions.to_end(last),
        Screen::Personas => state.personas.to_end(last),
        Screen::Jobs => state.jobs.to_end(last),
        Screen::Reading => {
            if let Some(reading) = &mut state.reading {
                reading.go(if last { usize::MAX } else { 0 });
            }
        }
        Screen::Generate | Screen::F1 | Screen::Agreement => {}
    }
}

fn scroll(state: &mut State, by: isize) {
    let scroll = match (state.screen, &mut state.reading) {
        (Screen::Reading, Some(reading)) => &mut reading.scroll[reading.pane as usize],
        _ => &mut state.scroll,
    };
    *scroll = scroll.saturating_add_signed(by);
    // Not beyond the end: what is drawn says how much there is.
    let most = screens::most_scroll(state);
    let scroll = match (state.screen, &mut state.reading) {
        (Screen::Reading, Some(reading)) => &mut reading.scroll[reading.pane as usize],
        _ => &mut state.scroll,
    };
    *scroll = (*scroll).min(most);
}

fn open(state: &mut State) {
    let id = match state.screen {
        Screen::Jobs => state.jobs.selected().and_then(|job| job.discussion),
        _ => state.discussions.selected_id(),
    };
    if let Some(id) = id {
        if state.reading.as_ref().is_none_or(|reading| reading.id != id) {
            // What is being written is read where it is being written.
            let row = state.discussions.get(id);
            let written = row.is_some_and(|row| matches!(row.status, StatusWord::Pending | StatusWord::Generating));
            state.reading = Some(Reading::new(id, if written { u32::MAX } else { 0 }));
        }
        state.screen = Screen::Reading;
    }
}

fn back(state: &mut State) {
    match state.screen {
        Screen::Reading => {
            if let Some(reading) = &state.reading {
                state.discussions.select(reading.id);
            }
            state.screen = Screen::Discussions;
        }
        Screen::Generate => state.screen = Screen::Discussions,
        _ if !current_filter(state).is_empty() => set_filter(state, ""),
        Screen::Personas | Screen::Jobs | Screen::F1 | Screen::Agreement => state.screen = Screen::Discussions,
        Screen::Discussions => {}
    }
}

fn job_effect(state: &State, action: JobAction) -> Vec<Effect> {
    state.job().map(|job| Effect::Job(action, JobTarget::Job(job.id))).into_iter().collect()
}

fn current_filter(state: &State) -> &str {
    match state.screen {
        Screen::Personas => state.personas.filter(),
        Screen::Jobs => state.jobs.filter(),
        _ => state.discussions.filter(),
    }
}

fn set_filter(state: &mut State, filter: &str) {
    match state.screen {
        Screen::Personas => state.personas.set_filter(filter),
        Screen::Jobs => state.jobs.set_filter(filter),
        _ => state.discussions.set_filter(filter),
    }
}

fn sort(state: &mut State) {
    let word = match state.screen {
        Screen::Personas => {
            state.personas.set_order(state.personas.order() + 1);
            state.personas.order_word()
        }
        Screen::Jobs => {
            state.jobs.set_order(state.jobs.order() + 1);
            state.jobs.order_word()
        }
        Screen::Discussions => {
            state.discussions.set_order(state.discussions.order() + 1);
            state.discussions.order_word()
        }
        Screen::Reading | Screen::Generate | Screen::F1 | Screen::Agreement => return,
    };
    state.say(Tone::Plain, format!("order: {word}"));
}

fn start(state: &mut State) -> Vec<Effect> {
    if state.form.sent {
        return Vec::new();
    }
    match state.form.request() {
        Ok(request) => {
            state.form.sent = true;
            vec![Effect::Generate(request)]
        }
        Err((field, why)) => {
            state.form.field = field;
            state.say(Tone::Bad, why);
            Vec::new()
        }
    }
}
