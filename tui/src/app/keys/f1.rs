//! Actions on the screen of figures.

use crate::app::f1::{FigureAsk, FilterForm, Level};
use crate::app::message::Effect;
use crate::app::overlay::Overlay;
use crate::app::state::{State, Tone};
use crate::keymap::Action;
use crate::screens;
use crate::widgets::Input;
use sarf_shared::rpc::ScoredChoice;

/// Does an action of this screen; `None`: it means the same everywhere.
pub(super) fn act(state: &mut State, action: Action, page: isize) -> Option<Vec<Effect>> {
    let f1 = &mut state.f1;
    if !matches!(action, Action::ScrollDown | Action::ScrollUp | Action::Why | Action::Copy) {
        state.scroll = 0;
    }
    match action {
        Action::Up => f1.step(-1),
        Action::Down => f1.step(1),
        Action::PageUp => f1.step(-page),
        Action::PageDown => f1.step(page),
        Action::First => f1.step(isize::MIN + 1),
        Action::Last => f1.step(isize::MAX),
        Action::CellLeft => f1.step_cell(-1),
        Action::CellRight => f1.step_cell(1),
        Action::Open => f1.open(),
        Action::Back => {
            if !f1.back() {
                return None;
            }
        }
        Action::NextItem => f1.step_item(1),
        Action::PrevItem => f1.step_item(-1),
        Action::NextPane | Action::PrevPane => f1.switch_pane(),
        Action::Confusion => f1.confuse(),
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
            state.say(Tone::Plain, words);
        }
        Action::SortBack => {
            let words = f1.sort_back();
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
        Action::History => f1.look_back(),
        Action::NextFigure => {
            let words = format!("the chart shows the F1 of {}", f1.next_figure().items());
            state.say(Tone::Plain, words);
        }
        Action::CompareRun if f1.level() == Level::History => {
            let runs = f1.history.point()?.runs.clone();
            f1.compare_with(ScoredChoice::Runs(runs));
        }
        Action::CompareRun => {
            // Nearly always it is the runs before that one wants to compare with.
            let before = f1.before().map(|before| before.runs.iter().map(ToString::to_string).collect::<Vec<_>>());
            let input = Input::new(before.unwrap_or_default().join(","));
            state.overlay = Some(Overlay::F1Ask { what: FigureAsk::Baseline, input });
        }
        Action::ExportFigures => {
            state.overlay = Some(Overlay::F1Ask { what: FigureAsk::File, input: Input::default() });
        }
        _ => return None,
    }
    Some(Vec::new())
}
