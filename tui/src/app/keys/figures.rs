//! Keys in the dialogs of the figures: which figures, who is who, the baseline of a comparison, the file of an export.

use crossterm::event::{KeyCode, KeyEvent};

use crate::app::f1::{FigureAsk, FilterForm, MapForm};
use crate::app::fields::Fields as _;
use crate::app::message::Effect;
use crate::app::overlay::Overlay;
use crate::app::state::State;
use crate::cli::figures::run_choice;
use crate::keymap::{Action, Place};
use crate::widgets::Input;

pub(super) fn filter(state: &mut State, mut form: Box<FilterForm>, key: &KeyEvent) -> Vec<Effect> {
    match key.code {
        KeyCode::Esc => return Vec::new(),
        KeyCode::Enter => match form.filter() {
            Ok(filter) => {
                state.f1.set_filter(filter);
                return Vec::new();
            }
            Err(wrong) => form.refuse(wrong),
        },
        _ => form.key(key),
    }
    state.overlay = Some(Overlay::F1Filter(form));
    Vec::new()
}

pub(super) fn map(state: &mut State, mut form: Box<MapForm>, key: &KeyEvent) -> Vec<Effect> {
    let mut effects = Vec::new();
    match state.keys.lookup(Place::F1, key) {
        _ if key.code == KeyCode::Esc => {
            if form.chosen.take().is_none() {
                return Vec::new();
            }
            form.at = 0;
        }
        // Sent already: what comes of it decides whether the dialog stays.
        _ if form.sent => {}
        _ if key.code == KeyCode::Enter => {
            effects.extend(form.choose().map(|request| Effect::MapPerson(Box::new(request))));
        }
        Some(Action::Up) => form.step(-1),
        Some(Action::Down) => form.step(1),
        Some(Action::PageUp) => form.step(-10),
        Some(Action::PageDown) => form.step(10),
        Some(Action::UndoMap) => match form.undo() {
            Some(request) => effects.push(Effect::MapPerson(Box::new(request))),
            None => form.problem = Some("nothing was said by hand of this person".into()),
        },
        _ => {}
    }
    state.overlay = Some(Overlay::F1Map(form));
    effects
}

pub(super) fn ask(state: &mut State, what: FigureAsk, mut input: Input, key: &KeyEvent) -> Vec<Effect> {
    match key.code {
        KeyCode::Esc => return Vec::new(),
        KeyCode::Enter if !input.text().trim().is_empty() => {
            let typed = input.text().trim().to_owned();
            match what {
                FigureAsk::Baseline => state.f1.compare_with(run_choice(&typed)),
                FigureAsk::File => return vec![Effect::ExportF1(typed.into(), Box::new(state.f1.filter.clone()))],
            }
            return Vec::new();
        }
        KeyCode::Enter => {}
        _ => {
            input.key(key);
        }
    }
    state.overlay = Some(Overlay::F1Ask { what, input });
    Vec::new()
}
