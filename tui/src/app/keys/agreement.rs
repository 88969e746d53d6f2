//! Actions on the screen of agreement, and the keys of its dialogs.

use crossterm::event::{KeyCode, KeyEvent};

use crate::app::agreement::{AgreementForm, AgreementLevel};
use crate::app::fields::Fields as _;
use crate::app::message::Effect;
use crate::app::overlay::Overlay;
use crate::app::state::{State, Tone};
use crate::keymap::Action;
use crate::screens;
use crate::widgets::Input;

/// Does an action of this screen; `None`: it means the same everywhere.
pub(super) fn act(state: &mut State, action: Action, page: isize) -> Option<Vec<Effect>> {
    let agreement = &mut state.agreement;
    let before = (agreement.line(), agreement.cell(), agreement.on_pane, agreement.level().clone());
    match action {
        Action::Up => agreement.step(-1),
        Action::Down => agreement.step(1),
        Action::PageUp => agreement.step(-page),
        Action::PageDown => agreement.step(page),
        Action::First => agreement.step(isize::MIN + 1),
        Action::Last => agreement.step(isize::MAX),
        Action::CellLeft => agreement.step_column(-1),
        Action::CellRight => agreement.step_column(1),
        Action::Open => agreement.open(),
        Action::Back => {
            if !agreement.back() {
                return None;
            }
        }
        Action::NextPane | Action::PrevPane => agreement.switch_pane(),
        Action::NextItem => agreement.step_item(1),
        Action::PrevItem => agreement.step_item(-1),
        Action::Disagreements => agreement.open_disagreements(),
        Action::SwitchLevel => {
            let words = agreement.switch_level();
            state.say(Tone::Plain, words);
        }
        Action::SwitchUnits => {
            let words = agreement.switch_units();
            state.say(Tone::Plain, words);
        }
        Action::WithModel => {
            let words = agreement.switch_model();
            state.say(Tone::Plain, words);
        }
        Action::History => {
            let words = agreement.switch_windows();
            state.say(Tone::Plain, words);
        }
        Action::Sort => {
            let words = agreement.sort();
            state.say(Tone::Plain, words);
        }
        Action::Why => {
            let (heading, lines) = screens::rests_on(state)?;
            state.overlay = Some(Overlay::Page { heading, lines, scroll: 0 });
        }
        Action::Filter => {
            state.overlay = Some(Overlay::AgreementFilter(Box::new(AgreementForm::of(&agreement.request))));
        }
        Action::ExportFigures => state.overlay = Some(Overlay::AgreementFile(Input::default())),
        _ => return None,
    }
    let agreement = &state.agreement;
    let after = (agreement.line(), agreement.cell(), agreement.on_pane, agreement.level().clone());
    if before != after && !matches!(after.3, AgreementLevel::Unit(_)) {
        // What stands beside the matrix is about something else now.
        state.scroll = 0;
    }
    Some(Vec::new())
}

/// A key in the form for what is compared.
pub(super) fn filter(state: &mut State, mut form: Box<AgreementForm>, key: &KeyEvent) -> Vec<Effect> {
    match key.code {
        KeyCode::Esc => return Vec::new(),
        KeyCode::Enter => match form.request() {
            Ok(request) => {
                state.agreement.set_request(request);
                return Vec::new();
            }
            Err(wrong) => form.refuse(wrong),
        },
        _ => form.key(key),
    }
    state.overlay = Some(Overlay::AgreementFilter(form));
    Vec::new()
}

/// A key while the name of a file is typed.
pub(super) fn file(state: &mut State, mut input: Input, key: &KeyEvent) -> Vec<Effect> {
    match key.code {
        KeyCode::Esc => return Vec::new(),
        KeyCode::Enter if !input.text().trim().is_empty() => {
            let request = Box::new(state.agreement.request.clone());
            return vec![Effect::ExportAgreement(input.text().trim().into(), request)];
        }
        KeyCode::Enter => {}
        _ => {
            input.key(key);
        }
    }
    state.overlay = Some(Overlay::AgreementFile(input));
    Vec::new()
}
