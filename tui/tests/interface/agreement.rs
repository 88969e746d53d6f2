//! What keys and messages do on the screen of agreement.

use sarf_shared::discussion::DiscussionId;
use sarf_shared::rpc::{AgreementRequest, Changes, Event};
use sarf_shared::scoring::agreement::{Coder, Convention, Level};
use sarf_tui::app::agreement::{AgreementLevel, Between};
use sarf_tui::app::f1::Got;
use sarf_tui::app::{Effect, Message, Overlay, Screen, State, update};
use sarf_tui::theme::Theme;

use super::fixture::{agreement, at_home, figures_arrive, press, press_figures, watched};
use super::{home, screen};

fn figures() -> State {
    let mut state = home();
    press_figures(&mut state, &["4"]);
    state
}

/// Opens the screen; answers what it asks for.
fn opened(state: &mut State) -> (u64, AgreementRequest) {
    let effects = press(state, "4");
    let [Effect::FetchAgreement(number, request)] = effects.as_slice() else { panic!("{effects:?}") };
    (*number, (**request).clone())
}

/// The request in what was asked for.
fn asked(effects: &[Effect]) -> Option<AgreementRequest> {
    effects.iter().find_map(|effect| match effect {
        Effect::FetchAgreement(_, request) => Some((**request).clone()),
        _ => None,
    })
}

#[test]
fn it_asks_what_the_command_without_flags_asks_and_the_list_stays_usable_meanwhile() {
    let mut state = home();
    let (number, request) = opened(&mut state);
    assert_eq!(request.settings.windows, None);
    assert_eq!((request.settings.level, request.settings.main_convention()), (Level::Cumulative, Convention::MATCHED));
    assert!(!request.model && !request.units && request.coders.is_empty());
    assert!(screen(&state).contains("Reading the figures"), "{}", screen(&state));
    assert_eq!(press(&mut state, "jk"), [], "it is on its way");
    assert_eq!(press(&mut state, "1"), []);
    assert_eq!(state.screen, Screen::Discussions, "nobody has to wait for it");
    update(&mut state, Message::Agreement(number, Got::Value(agreement::report(&request))));
    press(&mut state, "4");
    assert!(screen(&state).contains("1 finding items"), "{}", screen(&state));
}

#[test]
fn the_three_sentences_are_three_on_screen() {
    let mut state = at_home(Theme::new(true, false), 120, 40);
    press_figures(&mut state, &["4"]);
    let shown = screen(&state);
    for words in ["all agree (no variation)", "not coded"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    // Of what was given, the symptom was given once only.
    press_figures(&mut state, &["u", "u"]);
    let shown = screen(&state);
    assert!(shown.contains("n too small (n = 1)"), "{shown}");
}

#[test]
fn enter_goes_from_the_line_to_the_cell_to_two_coders_to_their_event_and_esc_all_the_way_back() {
    let mut state = figures();
    press_figures(&mut state, &["j", "j", "<Enter>"]);
    assert!(state.agreement.on_pane);
    press_figures(&mut state, &["l", "<Enter>"]);
    let (ann, cy) = (Coder::human("ann"), Coder::human("cy"));
    assert_eq!(*state.agreement.level(), AgreementLevel::Pair(ann, cy));
    let shown = screen(&state);
    assert!(shown.contains("1st ann") && shown.contains("2nd cy") && shown.contains("1st only"), "{shown}");
    press_figures(&mut state, &["<Enter>", "<Enter>"]);
    assert!(matches!(state.agreement.level(), AgreementLevel::Unit(_)), "{:?}", state.agreement.level());
    let shown = screen(&state);
    assert!(shown.contains("ben") && shown.contains("People differ in"), "every coder's word: {shown}");
    for _ in 0..5 {
        assert_eq!(state.screen, Screen::Agreement);
        press_figures(&mut state, &["<Esc>"]);
    }
    assert_eq!(state.screen, Screen::Discussions);
}

#[test]
fn the_focus_passes_the_cells_that_would_compare_a_coder_with_themselves() {
    let mut state = figures();
    press(&mut state, "<Tab>");
    let mut seen = vec![state.agreement.cell()];
    for key in ["j", "h", "k", "l", "l", "j"] {
        press(&mut state, key);
        seen.push(state.agreement.cell());
    }
    assert_eq!(seen, [(0, 1), (2, 1), (2, 0), (1, 0), (1, 2), (1, 2), (1, 2)]);
}

#[test]
fn the_events_of_two_coders_add_up_to_the_figures_of_the_two() {
    let mut state = figures();
    press_figures(&mut state, &["j", "j", "<Enter>", "<Enter>"]);
    let (ann, ben) = (Coder::human("ann"), Coder::human("ben"));
    let report = state.agreement.report.value().unwrap();
    let found = report.finding.pair(&ann, &ben).unwrap();
    let counts = state.agreement.line().found_by(found).unwrap().counts;
    let units = state.agreement.pair_units().unwrap();
    let count = |wanted: &[Between]| units.iter().filter(|unit| wanted.contains(&unit.between)).count();
    let found =
        (count(&[Between::Same, Between::Differs]), count(&[Between::OnlyFirst]), count(&[Between::OnlySecond]));
    assert_eq!(found, (counts.tp, counts.fp, counts.fn_), "{units:?}");
    // The gravest first, until another order is asked for.
    assert_ne!(units[0].between, Between::Same);
    press_figures(&mut state, &["s"]);
    let in_order = state.agreement.pair_units().unwrap();
    assert_ne!(in_order, units);
    assert!(in_order.is_sorted_by_key(|unit| unit.id.discussion().to_owned()), "{in_order:?}");
}

#[test]
fn people_and_links_are_counted_and_it_is_said_that_they_are_not_listed() {
    let mut state = figures();
    press_figures(&mut state, &["j", "<Enter>", "<Enter>"]);
    assert!(screen(&state).contains("counted, not listed"), "{}", screen(&state));
    assert_eq!(press(&mut state, "<Enter><Enter>"), []);
    assert!(screen(&state).contains("there is no event here"), "{}", screen(&state));
}

#[test]
fn switches_ask_anew_and_what_is_shown_is_marked_until_the_answer_is_there() {
    let mut state = figures();
    assert!(!screen(&state).contains("being computed anew"), "{}", screen(&state));
    let effects = press(&mut state, "t");
    assert_eq!(asked(&effects).unwrap().settings.level, Level::Statement);
    let shown = screen(&state);
    assert!(shown.contains("being computed anew") && shown.contains("timeline"), "{shown}");
    figures_arrive(&mut state, effects);
    let shown = screen(&state);
    assert!(!shown.contains("being computed anew") && shown.contains("statement by statement"), "{shown}");
    let effects = press(&mut state, "u");
    assert_eq!(asked(&effects).unwrap().settings.main_convention(), Convention::CELLS);
    figures_arrive(&mut state, effects);
    // Pressed twice while one is on its way: the last wish is asked for, once.
    let effects = press(&mut state, "uu");
    assert_eq!(effects.iter().filter(|effect| matches!(effect, Effect::FetchAgreement(..))).count(), 1);
    figures_arrive(&mut state, effects);
    assert!(screen(&state).contains("units matched"), "{}", screen(&state));
}

#[test]
fn the_model_stands_beside_the_people_and_changes_none_of_their_figures() {
    let mut state = at_home(Theme::new(true, false), 120, 40);
    press_figures(&mut state, &["4"]);
    let people = state.agreement.report.value().unwrap().finding.humans.clone();
    press_figures(&mut state, &["m"]);
    assert_eq!(state.agreement.report.value().unwrap().finding.humans, people);
    let shown = screen(&state);
    for words in ["M1 model: gemini", "never counted among them", "1 model beside the people"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    press_figures(&mut state, &["m"]);
    assert!(!screen(&state).contains("gemini"), "{}", screen(&state));
}

#[test]
fn what_changes_is_asked_for_once_a_second_and_the_models_codings_only_while_it_is_shown() {
    let mut state = figures();
    let hear = |state: &mut State, seq: u64, event: Event| {
        let effects = update(state, watched("boot-1", seq, Changes::Events(vec![event]), None));
        assert_eq!(asked(&effects), None, "not with every event");
        let now = state.now;
        update(state, Message::Tick(now))
    };
    let discussion = DiscussionId(39);
    let coded = || Event::Coded { discussion, number: 2 };
    assert_eq!(asked(&hear(&mut state, 2, coded())), None, "no model is shown");
    let effects = hear(&mut state, 3, Event::Codings { discussion });
    assert!(asked(&effects).is_some(), "{effects:?}");
    assert!(screen(&state).contains("1 finding"), "the last figures stay: {}", screen(&state));
    figures_arrive(&mut state, effects);
    let now = state.now;
    assert_eq!(asked(&update(&mut state, Message::Tick(now))), None, "asked for once");
    press_figures(&mut state, &["m"]);
    assert!(asked(&hear(&mut state, 4, coded())).is_some());
}

#[test]
fn an_answer_from_before_a_reconnect_changes_no_figure() {
    let mut state = home();
    let (number, request) = opened(&mut state);
    update(&mut state, watched("boot-2", 1, Changes::Everything, None));
    update(&mut state, Message::Agreement(number, Got::Value(agreement::report(&request))));
    assert!(state.agreement.report.value().is_none(), "it is of another life");
}

#[test]
fn where_nobody_coded_it_says_what_to_do() {
    let mut state = home();
    let (number, _) = opened(&mut state);
    update(&mut state, Message::Agreement(number, Got::Refused("nobody has coded any of them".into())));
    let shown = screen(&state);
    for words in ["nobody has coded any of them", "sarf coding import", "two coders", "/ changes"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert_eq!(press(&mut state, "<Enter>"), []);
    assert!(screen(&state).contains("there are no figures yet"), "{}", screen(&state));
}

#[test]
fn the_page_tells_every_warning_and_what_the_figure_rests_on_and_can_be_copied() {
    let mut state = figures();
    press_figures(&mut state, &["j", "j", "j", "j", "w"]);
    let Some(Overlay::Page { lines, .. }) = &state.overlay else { panic!("no page") };
    let words = lines.join("\n");
    for wanted in ["alpha", "AC1", "given:", "alpha without ann", "fair v1", "seed 1", "ann: 11 statements"] {
        assert!(words.contains(wanted), "{wanted}: {words}");
    }
    for note in &state.agreement.report.value().unwrap().notes {
        assert!(words.contains(note.as_str()), "{note}: {words}");
    }
    press_figures(&mut state, &["<Esc>"]);
    let copied = press_figures(&mut state, &["y"]);
    assert!(matches!(copied.as_slice(), [Effect::Copy(text)] if text.contains("alpha without ann")), "{copied:?}");
}

#[test]
fn the_filter_form_asks_for_other_figures_and_names_what_is_wrong() {
    let mut state = figures();
    press(&mut state, "/<Tab>");
    assert_eq!(press(&mut state, "three<Enter>"), []);
    assert!(screen(&state).contains("\"three\" is no number"), "{}", screen(&state));
    let effects =
        press(&mut state, "<Backspace><Backspace><Backspace><Backspace><Backspace>39<Tab><Tab>ann, ben<Enter>");
    let request = asked(&effects).unwrap();
    assert_eq!(request.filter.discussions, [DiscussionId(39)]);
    assert_eq!(request.coders.len(), 2);
    assert!(state.overlay.is_none());
}

#[test]
fn the_export_is_of_what_is_shown() {
    let mut state = figures();
    press_figures(&mut state, &["m"]);
    assert_eq!(press(&mut state, "E<Enter>"), [], "nothing typed, nothing written");
    let effects = press(&mut state, "long.csv<Enter>");
    let [Effect::ExportAgreement(file, request)] = effects.as_slice() else { panic!("{effects:?}") };
    assert!(file.ends_with("long.csv") && request.model);
}

#[test]
fn disagreements_are_listed_the_gravest_first_and_lead_to_the_event() {
    let mut state = figures();
    press_figures(&mut state, &["d"]);
    let shown = screen(&state);
    assert!(shown.contains("opposite direction") && shown.contains("the gravest first"), "{shown}");
    let first = state.agreement.disagreements()[0].unit.clone();
    press_figures(&mut state, &["<Enter>"]);
    assert_eq!(*state.agreement.level(), AgreementLevel::Unit(first.clone()));
    press_figures(&mut state, &["]"]);
    assert_ne!(*state.agreement.level(), AgreementLevel::Unit(first), "the next one, without going back");
    press_figures(&mut state, &["<Esc>"]);
    assert_eq!(*state.agreement.level(), AgreementLevel::Disagreements);
}

#[test]
fn the_model_makes_no_difference_among_people_in_the_event_either() {
    let mut state = figures();
    press_figures(&mut state, &["m", "j", "j", "<Enter>", "<Enter>", "s", "<Enter>"]);
    press_figures(&mut state, &["j", "j", "<Enter>"]);
    let shown = screen(&state);
    assert!(shown.contains("39/6#1") && shown.contains("M1 model"), "{shown}");
    assert!(shown.contains("People differ in relationship."), "people say distance and away: {shown}");
    press_figures(&mut state, &["]", "]", "]"]);
    while !screen(&state).contains("40/4#1") {
        let before = screen(&state);
        press_figures(&mut state, &["]"]);
        assert_ne!(before, screen(&state), "the event is in the list");
    }
    // There all people say "down" and the model says "up".
    assert!(!screen(&state).contains("differ in"), "{}", screen(&state));
}
