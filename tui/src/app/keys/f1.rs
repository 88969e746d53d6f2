//! Actions on the screen of figures.

use crate::app::f1::{FigureAsk, FilterForm, Level};
use crate::app::message::Effect;
use crate::app::overlay::Overlay;
use crate::app::state::{State, Tone};
use crate::keymap::Action;
use crate::screens;
use crate::widgets::Input;

/// Does an action of this screen; `None`: it means the same everywhere.
pub(super) fn act(state: &mut State, action: Action, page: isize) -> Option<Vec<Effect>> {
    let f1 = &mut state.f1;
    match action {
        Action::Up => f1.step(-1),
        Action::Down => f1.step(1),
        Action::PageUp => f1.step(-page),
        Action::PageDown => f1.step(page),
        Action::First => f1.step(isize::MIN + 1),
        Action::Last => f1.step(isize::MAX),
        Action::Open => f1.open(),
        Action::Back => {
            if !f1.back() {
                return None;
            }
        }
        Action::NextItem => f1.step_item(1),
        Action::PrevItem => f1.step_item(-1),
        Action::NextPane | Action::PrevPane => f1.switch_pane(),
        Action::PooledOrMean => {
            let words = f1.switch_mean();
            state.say(Tone::Plain, words);
        }
        Action::SwitchTruth => {
            let words = f1.switch_truth();
            state.say(Tone::Plain, words);
        }
        Action::Sort => {
            let words = f1.sort();
            if f1.level() == Level::Table {
                f1.open();
            }
            state.say(Tone::Plain, words);
        }
        Action::Why => {
            let (heading, lines) = screens::why(state)?;
            state.overlay = Some(Overlay::Page { heading, lines, scroll: 0 });
        }
        Action::Filter => state.overlay = Some(Overlay::F1Filter(Box::new(FilterForm::of(&f1.filter)))),
        Action::MapPerson => {
            let form = f1.map_form().ok()?;
            let effect = Effect::FetchF1People(form.discussion, Box::new(f1.filter.clone()));
            state.overlay = Some(Overlay::F1Map(Box::new(form)));
            return Some(vec![effect]);
        }
        Action::History => {
            let effect = Effect::FetchF1History(Box::new(f1.filter.clone()), f1.order_line());
            state.say(Tone::Plain, "reading every run");
            return Some(vec![effect]);
        }
        Action::CompareRun | Action::ExportFigures => {
            let what = if action == Action::CompareRun { FigureAsk::Baseline } else { FigureAsk::File };
            state.overlay = Some(Overlay::F1Ask { what, input: Input::default() });
        }
        _ => return None,
    }
    Some(Vec::new())
}
