//! The screen of figures at every level.

use sarf_tui::app::f1::Got;
use sarf_tui::app::{Message, State, update};
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
fn the_figures() {
    pictured("f1", after(&["3", "jjjj"]), at_home);
    pictured("f1_mean_variables", after(&["3", "p", "<End>"]), at_home);
}

#[test]
fn the_levels_below_the_figures() {
    pictured("f1_discussions", after(&["3", "<Enter>", "j"]), at_home);
    pictured("f1_statements", after(&["3", "<Enter>", "<Enter>", "<Tab>"]), at_home);
    pictured("f1_item", after(&["3", "<Enter>", "<Enter>", "]", "]", "]", "<Enter>"]), at_home);
    pictured("f1_why", after(&["3", "w"]), at_home);
}

#[test]
fn what_was_taken_for_what() {
    fn relationship(state: &mut State) {
        press_figures(state, &["3"]);
        while state.f1.line().name() != "relationship" {
            press_figures(state, &["j"]);
        }
        press_figures(state, &["c", "j", "l", "l"]);
    }
    pictured("f1_confusion", relationship, at_home);
    let symptom = |state: &mut State| {
        press_figures(state, &["3"]);
        while state.f1.line().name() != "symptom" {
            press_figures(state, &["j"]);
        }
        press_figures(state, &["c", "<Enter>"]);
    };
    pictured("f1_confusion_symptom", symptom, at_home);
}

#[test]
fn runs_against_runs() {
    pictured("f1_history", after(&["3", "H", "k"]), at_home);
    pictured("f1_comparison", after(&["3", "r", "<Enter>", "j"]), at_home);
    pictured("f1_changed", after(&["3", "r", "<Enter>", "<Enter>", "<Enter>"]), at_home);
    pictured("f1_sorted", after(&["3", "s", "s", "s"]), at_home);
}

#[test]
fn no_ground_truth_yet() {
    let none = |state: &mut State| {
        let effects = press(state, "3");
        let [sarf_tui::app::Effect::FetchF1(number, _)] = effects.as_slice() else { panic!("{effects:?}") };
        let why = "no discussion has ground truth of people".to_owned();
        update(state, Message::F1(*number, Got::Refused(why)));
    };
    pictured("f1_none", none, at_home);
}

#[test]
fn every_level_of_the_figures_can_be_drawn_in_every_size() {
    for width in (20..60).chain([72, 79, 106, 121]) {
        for height in (6..30).chain([40, 61]) {
            let mut state = at_home(Theme::new(true, false), width, height);
            let effects = press(&mut state, "3");
            picture(&state);
            figures_arrive(&mut state, effects);
            for key in ["<End>", "<Enter>", "<Enter>", "]", "<Enter>", "w", "<Esc>"] {
                press_figures(&mut state, &[key]);
                picture(&state);
            }
            press_figures(&mut state, &["<Esc>", "<Esc>", "<Esc>", "<Esc>"]);
            for key in [
                "k", "k", "k", "k", "c", "j", "l", "<Esc>", "H", "w", "<Esc>", "<Esc>", "r", "r7", "<Enter>", "]",
                "<Enter>",
            ] {
                press_figures(&mut state, &[key]);
                picture(&state);
            }
        }
    }
}

#[test]
fn the_dialogs_of_the_figures() {
    pictured("f1_filter", after(&["3", "/", "<Tab>", " "]), at_home);
    pictured("f1_compare", after(&["3", "r"]), at_home);
    let map = |state: &mut State| {
        press_figures(state, &["3", "<Enter>", "m"]);
        let people = super::fixture::scores::people();
        update(state, Message::F1People(sarf_shared::discussion::DiscussionId(40), Ok(people)));
    };
    pictured("f1_map", map, at_home);
}
