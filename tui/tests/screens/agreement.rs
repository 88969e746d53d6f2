//! The screen of agreement at every level.

use sarf_tui::app::f1::Got;
use sarf_tui::app::{Effect, Message, State, update};
use sarf_tui::screens::picture;
use sarf_tui::theme::Theme;

use super::fixture::{at_home, figures_arrive, press, press_figures};
use super::pictured;

fn after(keys: &'static [&'static str]) -> impl Fn(&mut State) {
    move |state: &mut State| {
        press_figures(state, keys);
    }
}

#[test]
fn the_lines_and_the_matrix_of_the_focused_one() {
    pictured("agreement", after(&["4"]), at_home);
    pictured("agreement_values", after(&["4", "jjjjj"]), at_home);
    pictured("agreement_matrix", after(&["4", "jjjjj", "<Tab>", "j"]), at_home);
}

#[test]
fn other_units_windows_and_the_model_beside_the_people() {
    pictured("agreement_coded", after(&["4", "u", "u", "jjjj"]), at_home);
    pictured("agreement_model", after(&["4", "m", "jjjjj", "<Tab>", "ll"]), at_home);
    pictured("agreement_statements", after(&["4", "t", "H"]), at_home);
}

#[test]
fn the_levels_below() {
    pictured("agreement_pair", after(&["4", "jjjjj", "<Tab>", "<Enter>"]), at_home);
    pictured("agreement_pair_events", after(&["4", "j", "<Tab>", "<Enter>", "<Tab>", "j"]), at_home);
    pictured("agreement_pair_people", after(&["4", "j", "<Tab>", "<Enter>", "<Tab>"]), at_home);
    pictured("agreement_event", after(&["4", "jj", "<Tab>", "<Enter>", "<Tab>", "<Enter>"]), at_home);
    pictured("agreement_disagreements", after(&["4", "d", "j"]), at_home);
    pictured("agreement_rests_on", after(&["4", "jjjjj", "w"]), at_home);
}

#[test]
fn the_dialogs() {
    pictured("agreement_filter", after(&["4", "/", "<Tab>"]), at_home);
    pictured("agreement_export", after(&["4", "E"]), at_home);
}

#[test]
fn while_other_figures_are_computed_the_last_ones_are_marked() {
    let asked = |state: &mut State| {
        press_figures(state, &["4"]);
        press(state, "m");
    };
    pictured("agreement_computing", asked, at_home);
}

fn refused(state: &mut State, why: &str) {
    let effects = press(state, "4");
    let [Effect::FetchAgreement(number, _)] = effects.as_slice() else { panic!("{effects:?}") };
    update(state, Message::Agreement(*number, Got::Refused(why.into())));
}

#[test]
fn nothing_coded_and_one_coder_only() {
    let none = |state: &mut State| refused(state, "nobody has coded any of the discussions asked for");
    pictured("agreement_none", none, at_home);
    let one = |state: &mut State| {
        press_figures(state, &["4", "/"]);
        press(state, "<Tab><Tab><Tab>");
        press_figures(state, &["ann", "<Enter>"]);
    };
    pictured("agreement_one_coder", one, at_home);
}

#[test]
fn every_level_can_be_drawn_in_every_size() {
    for width in (20..60).step_by(3).chain([72, 79, 106, 121]) {
        for height in (6..30).step_by(2).chain([40, 61]) {
            let mut state = at_home(Theme::new(true, false), width, height);
            let effects = press(&mut state, "4");
            picture(&state);
            figures_arrive(&mut state, effects);
            for key in
                ["m", "<End>", "<Enter>", "<Down>", "<Enter>", "<Enter>", "<Enter>", "w", "<Esc>", "d", "<Enter>"]
            {
                press_figures(&mut state, &[key]);
                picture(&state);
            }
        }
    }
}
