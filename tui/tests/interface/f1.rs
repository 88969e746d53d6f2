//! What keys and messages do on the screen of figures.

use sarf_shared::discussion::{DiscussionId, RunId};
use sarf_shared::family::{ItemId, Variable};
use sarf_shared::rpc::{Changes, Event, MapChange, Outcome, ScoreFilter, ScoredChoice, TruthChoice};
use sarf_shared::scoring::f1::Line;
use sarf_tui::app::f1::{Got, Level};
use sarf_tui::app::{Effect, Message, Overlay, Screen, State, update};

use super::fixture::{at_home, figures_arrive, press, press_figures, scores, watched};
use super::{home, screen};
use sarf_tui::theme::Theme;

fn figures() -> State {
    let mut state = home();
    press_figures(&mut state, &["3"]);
    state
}

/// Opens the screen; answers the number under which its table is asked for.
fn opened(state: &mut State) -> u64 {
    let effects = press(state, "3");
    let [Effect::FetchF1(number, filter)] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(*filter, ScoreFilter::default());
    *number
}

#[test]
fn the_table_is_asked_for_once_and_its_items_when_it_is_there() {
    let mut state = home();
    let number = opened(&mut state);
    assert_eq!(press(&mut state, "p"), [], "it is on its way");
    let effects = update(&mut state, Message::F1(number, Got::Value(scores::f1(&ScoreFilter::default()))));
    let [Effect::FetchF1Items(_, request)] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!((request.discussion, request.line), (None, Line::Aggregate));
    assert_eq!(request.outcomes, [Outcome::Invented, Outcome::Missed]);
}

#[test]
fn enter_goes_from_the_system_to_the_item_and_esc_all_the_way_back() {
    let mut state = figures();
    press_figures(&mut state, &["<Enter>"]);
    assert_eq!(state.f1.level(), Level::Discussions);
    assert_eq!(state.f1.row().map(|row| row.discussion.id), Some(DiscussionId(40)), "the worst first");
    press_figures(&mut state, &["<Enter>"]);
    assert_eq!(state.f1.level(), Level::Statements(DiscussionId(40)));
    press_figures(&mut state, &["<Enter>", "j", "j", "<Enter>"]);
    assert_eq!(state.f1.level(), Level::Item);
    let shown = screen(&state);
    assert!(shown.contains("! distance") && shown.contains("away"), "what differs is marked: {shown}");
    for level in
        [Level::Statements(DiscussionId(40)), Level::Statements(DiscussionId(40)), Level::Discussions, Level::Table]
    {
        press_figures(&mut state, &["<Esc>"]);
        assert_eq!(state.f1.level(), level);
    }
    press_figures(&mut state, &["<Esc>"]);
    assert_eq!(state.screen, Screen::Discussions);
}

#[test]
fn the_focused_line_says_whose_items_stand_below() {
    let mut state = figures();
    let effects = press(&mut state, "j");
    let [Effect::FetchF1Items(_, request)] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(request.line, Line::People);
    // While they are on their way, the items shown keep the heading they belong to.
    assert!(screen(&state).contains("people, events and pair bonds · invented 1"), "{}", screen(&state));
    figures_arrive(&mut state, effects);
    assert!(!screen(&state).contains("people, events and pair bonds · invented 1"), "{}", screen(&state));
}

#[test]
fn pooled_and_mean_are_both_in_view_and_it_is_said_which_is_which() {
    let mut state = at_home(Theme::new(true, false), 120, 40);
    press_figures(&mut state, &["3"]);
    let shown = screen(&state);
    assert!(shown.contains("pooled over discussions") && shown.contains("mean F1"), "{shown}");
    press(&mut state, "p");
    let shown = screen(&state);
    assert!(shown.contains("mean over discussions") && shown.contains("pooled F1"), "{shown}");
    assert!(shown.contains("95 % (pooled)"), "the interval stays of the pooled figure: {shown}");
}

#[test]
fn what_changes_is_asked_for_once_a_second_and_the_old_figures_stay_until_then() {
    let mut state = figures();
    let event = || vec![Event::Codings { discussion: DiscussionId(39) }];
    for seq in 2..9 {
        let effects = update(&mut state, watched("boot-1", seq, Changes::Events(event()), None));
        assert!(!effects.iter().any(|effect| matches!(effect, Effect::FetchF1(..))), "{effects:?}");
    }
    let now = state.now;
    let effects = update(&mut state, Message::Tick(now));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::FetchF1(..))), "{effects:?}");
    assert!(screen(&state).contains(".927"), "{}", screen(&state));
    let now = state.now;
    let effects = update(&mut state, Message::Tick(now));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::FetchF1(..))), "asked for once");
}

#[test]
fn an_answer_from_before_a_reconnect_changes_no_figure() {
    let mut state = home();
    let number = opened(&mut state);
    update(&mut state, watched("boot-2", 1, Changes::Everything, None));
    update(&mut state, Message::F1(number, Got::Value(scores::f1(&ScoreFilter::default()))));
    assert!(state.f1.table.value().is_none(), "it is of another life");
}

#[test]
fn without_truth_it_says_what_to_do_and_a_key_takes_the_constructed_references() {
    let mut state = home();
    let number = opened(&mut state);
    update(&mut state, Message::F1(number, Got::Refused("no discussion has ground truth of people".into())));
    let shown = screen(&state);
    for words in ["sarf coding import", "sarf gt approve", "no discussion has ground truth"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let effects = press(&mut state, "t");
    let [Effect::FetchF1(_, filter)] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(filter.truth, TruthChoice::Constructed);
    figures_arrive(&mut state, effects);
    let shown = screen(&state);
    assert!(shown.contains("truth constructed") && shown.contains("no human's coding"), "{shown}");
}

#[test]
fn discussions_can_be_ordered_by_every_column_and_those_without_figures_stay_last() {
    let mut state = figures();
    let order = |state: &State| state.f1.discussions().iter().map(|row| row.discussion.id.0).collect::<Vec<_>>();
    press_figures(&mut state, &["<Enter>"]);
    assert_eq!(order(&state), [40, 39, 37], "the worst first");
    press_figures(&mut state, &["S"]);
    assert_eq!(order(&state), [39, 40, 37]);
    let mut seen = vec![screen(&state)];
    for _ in 0..10 {
        press_figures(&mut state, &["s"]);
        assert_eq!(order(&state)[2], 37);
        assert!(!seen.contains(&screen(&state)), "each press is another order: {}", screen(&state));
        seen.push(screen(&state));
    }
    press_figures(&mut state, &["s"]);
    assert!(screen(&state).contains("lowest first"), "and round again");
}

#[test]
fn statements_and_lines_are_ordered_by_their_columns_too() {
    let mut state = figures();
    press_figures(&mut state, &["<Enter>", "<Enter>"]);
    let order = |state: &State| state.f1.statements().iter().map(|row| row.statement).collect::<Vec<_>>();
    assert_eq!(order(&state), [2, 4, 8]);
    press_figures(&mut state, &["S"]);
    assert_eq!(order(&state), [8, 4, 2]);
    press_figures(&mut state, &["s"]);
    assert_eq!(order(&state), [2, 8, 4], "by coder; what nobody coded is last");
    press_figures(&mut state, &["<Esc>", "<Esc>"]);
    let first = |state: &State| state.f1.lines()[0].name();
    assert_eq!(first(&state), "all items");
    for (presses, first_line) in [(1, "shift"), (2, "deaths"), (3, "all items")] {
        let mut state = figures();
        (0..presses).for_each(|_| drop(press_figures(&mut state, &["s"])));
        // Precision .454 of shifts is the lowest; of deaths there is no precision, and recall 0; F1 likewise.
        let expected = if presses == 3 { "deaths" } else { first_line };
        assert_eq!(first(&state), expected, "{presses}");
    }
}

#[test]
fn why_tells_of_an_item_and_of_a_figure() {
    let mut state = figures();
    press_figures(&mut state, &["w"]);
    let Some(Overlay::Page { lines, .. }) = &state.overlay else { panic!("no page") };
    let words = lines.join("\n");
    for wanted in ["282 found, 91 invented, 141 missed", "fair v1", "kmora 31", "seed 1", "fewer than ten"] {
        assert!(words.contains(wanted), "{wanted}: {words}");
    }
    press_figures(&mut state, &["<Esc>", "]", "w"]);
    let Some(Overlay::Page { lines, .. }) = &state.overlay else { panic!("no page") };
    assert!(lines.iter().any(|line| line == "nearest: Michael ─away→ Client: kind differs"), "{lines:?}");
    press_figures(&mut state, &["<Esc>"]);
    let copied = press_figures(&mut state, &["y"]);
    assert!(matches!(copied.as_slice(), [Effect::Copy(text)] if text.contains("kind differs")), "{copied:?}");
}

#[test]
fn the_filter_form_asks_for_other_figures_and_names_what_is_wrong() {
    let mut state = figures();
    press(&mut state, "/");
    for _ in 0..6 {
        press(&mut state, "<Tab>");
    }
    assert_eq!(press(&mut state, "seven<Enter>"), []);
    assert!(screen(&state).contains("\"seven\" is no number"), "{}", screen(&state));
    let effects = press(&mut state, "<Backspace><Backspace><Backspace><Backspace><Backspace>r7<Enter>");
    let [Effect::FetchF1(_, filter), ..] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(filter.scored, ScoredChoice::Runs(vec![RunId(7)]));
    assert!(state.overlay.is_none());
}

#[test]
fn a_person_is_mapped_in_two_choices_and_the_figures_follow() {
    let mut state = figures();
    assert_eq!(press(&mut state, "m"), []);
    assert!(screen(&state).contains("choose an item or a discussion first"), "{}", screen(&state));
    press_figures(&mut state, &["<Enter>"]);
    let effects = press(&mut state, "m");
    let id = DiscussionId(40);
    assert!(matches!(effects.as_slice(), [Effect::FetchF1People(of, _)] if *of == id), "{effects:?}");
    update(&mut state, Message::F1People(id, Ok(scores::people())));
    let shown = screen(&state);
    assert!(shown.contains("Mom") && shown.contains("nobody"), "{shown}");
    assert_eq!(press(&mut state, "<Enter>"), []);
    assert!(screen(&state).contains("Who in the truth is Mom?"), "{}", screen(&state));
    let effects = press(&mut state, "<Enter><Enter>");
    let [Effect::MapPerson(request)] = effects.as_slice() else { panic!("sent once: {effects:?}") };
    assert_eq!(request.change, MapChange::Set { scored: ItemId(-4), truth: ItemId(-11) });
    assert_eq!(request.sides.key(), "r7>truth");
    let effects = update(&mut state, Message::F1Mapped(Ok("mapped by hand".into())));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::FetchF1(..))), "in the next frame: {effects:?}");
    // What was said by hand is taken back from the same list; of others there is nothing to take back.
    update(&mut state, Message::F1People(id, Ok(scores::people())));
    assert_eq!(press(&mut state, "u"), []);
    let effects = press(&mut state, "ju");
    let [Effect::MapPerson(request)] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(request.change, MapChange::Undo { scored: Some(ItemId(-5)) });
    update(&mut state, Message::F1Mapped(Err("the daemon says no".into())));
    // Who is not in the truth is nobody there: the last choice.
    press(&mut state, "k<Enter>");
    assert!(screen(&state).contains("nobody there"), "{}", screen(&state));
    let effects = press(&mut state, "jjjjj<Enter>");
    let [Effect::MapPerson(request)] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(request.change, MapChange::Nobody { scored: ItemId(-4) });
    update(&mut state, Message::F1Mapped(Err("the daemon says no".into())));
    assert!(screen(&state).contains("! the daemon says no"), "{}", screen(&state));
}

#[test]
fn people_of_constructed_references_are_not_mapped() {
    let mut state = figures();
    press_figures(&mut state, &["t", "<Enter>"]);
    assert_eq!(press(&mut state, "m"), []);
    assert!(screen(&state).contains("constructed references are not mapped"), "{}", screen(&state));
}

#[test]
fn what_is_shown_stands_beside_what_was_before_once_that_is_known() {
    let mut state = at_home(Theme::new(true, false), 120, 40);
    let number = opened(&mut state);
    let effects = update(&mut state, Message::F1(number, Got::Value(scores::f1(&ScoreFilter::default()))));
    assert!(matches!(effects.as_slice(), [Effect::FetchF1Items(..)]), "the figures do not wait: {effects:?}");
    let place = |shown: &str| shown.lines().find_map(|line| line.find(".709"));
    let before = screen(&state);
    assert!(!before.contains("+.061"), "{before}");
    figures_arrive(&mut state, effects);
    let after = screen(&state);
    for words in ["vs previous", "+.061 ▲ p=.02", "-.094 ▼ p<.01", "+.004   p=.61", "-.010"] {
        assert!(after.contains(words), "{words}: {after}");
    }
    assert_eq!(place(&before), place(&after), "everything keeps its place");
    press_figures(&mut state, &["w"]);
    let Some(Overlay::Page { lines, .. }) = &state.overlay else { panic!("no page") };
    let words = lines.join("\n");
    for wanted in ["against the runs before (gemini-x (prompt 77aa), r5 r6", "p = 0.020"] {
        assert!(words.contains(wanted), "{wanted}: {words}");
    }
    // Other figures, other runs before: nothing of the old ones stays beside them.
    press(&mut state, "<Esc>");
    let effects = press(&mut state, "t");
    let [Effect::FetchF1(number, filter), ..] = effects.as_slice() else { panic!("{effects:?}") };
    update(&mut state, Message::F1(*number, Got::Value(scores::f1(filter))));
    assert!(!screen(&state).contains("+.061"), "{}", screen(&state));
}

#[test]
fn a_confusion_matrix_opens_from_the_line_of_a_variable_and_its_cell_lists_its_items() {
    let mut state = at_home(Theme::new(true, false), 120, 40);
    press_figures(&mut state, &["3", "c"]);
    assert!(screen(&state).contains("choose a line of a variable first"), "{}", screen(&state));
    while state.f1.line().name() != "relationship" {
        press_figures(&mut state, &["j"]);
    }
    press_figures(&mut state, &["c"]);
    assert_eq!(state.f1.level(), Level::Confusion(Variable::Relationship));
    let shown = screen(&state);
    for words in ["relationship: 44 matched shifts", "total", "not coded"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let at = |word: &str| sarf_shared::scoring::f1::labels(Variable::Relationship).iter().position(|one| *one == word);
    let (away, distance) = (at("away").unwrap(), at("distance").unwrap());
    for _ in 0..away {
        press_figures(&mut state, &["j"]);
    }
    for _ in 0..distance {
        press_figures(&mut state, &["l"]);
    }
    assert_eq!(state.f1.cell(), (away, distance));
    assert!(screen(&state).contains("away in the truth, distance on the scored side"), "{}", screen(&state));
    press_figures(&mut state, &["<Enter>", "<Enter>"]);
    assert_eq!(state.f1.level(), Level::Item);
    assert!(screen(&state).contains("! distance"), "{}", screen(&state));
    press_figures(&mut state, &["<Esc>", "<Esc>", "c"]);
    assert_eq!(state.f1.level(), Level::Confusion(Variable::Functioning), "the next variable");
    press_figures(&mut state, &["h", "h", "<Esc>"]);
    assert_eq!(state.f1.level(), Level::Table, "left is a cell in a matrix, not a level");
}

#[test]
fn a_run_of_the_history_opens_its_table_and_back_leads_to_the_history() {
    let mut state = figures();
    press_figures(&mut state, &["H"]);
    assert_eq!(state.f1.level(), Level::History);
    let shown = screen(&state);
    for words in ["gemini-w", "gemini-x", "F1 of people, events and pair bonds", "other discussions: not comparable"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    press_figures(&mut state, &["f"]);
    assert!(screen(&state).contains("F1 of people ·"), "{}", screen(&state));
    press_figures(&mut state, &["k", "<Enter>"]);
    assert_eq!(state.f1.filter.scored, ScoredChoice::Runs(vec![RunId(5), RunId(6)]));
    assert_eq!(state.f1.level(), Level::Table);
    press_figures(&mut state, &["<Esc>"]);
    assert_eq!((state.f1.level(), &state.f1.filter.scored), (Level::History, &ScoredChoice::Standing));
    press_figures(&mut state, &["<Esc>"]);
    assert_eq!(state.f1.level(), Level::Table);
}

#[test]
fn a_comparison_lists_what_broke_first_and_an_item_opens_side_by_side() {
    let mut state = figures();
    assert_eq!(press(&mut state, "r"), [], "asked with what");
    assert!(screen(&state).contains("r5,r6"), "the runs before are offered: {}", screen(&state));
    press_figures(&mut state, &["<Enter>"]);
    assert_eq!(state.f1.level(), Level::Comparison);
    let changes = |state: &State| {
        let changes = state.f1.compare.changes();
        changes.iter().map(|change| (change.fixed, change.item.discussion.0)).collect::<Vec<_>>()
    };
    assert_eq!(changes(&state), [(false, 40), (true, 39), (true, 39)]);
    let shown = screen(&state);
    for words in ["broken 1 · fixed 2", "+.061 ▲", "-.094 ▼", "40 Tomas V."] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    press_figures(&mut state, &["j"]);
    assert_eq!(changes(&state), [(true, 39)], "of people one was fixed");
    press_figures(&mut state, &["k", "<Enter>", "<Enter>"]);
    let shown = screen(&state);
    for words in ["shifts: broken", "old run", "! distance", "new run: missed. nearest: Michael"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    press_figures(&mut state, &["<Esc>", "<Esc>", "<Esc>"]);
    assert_eq!(state.f1.level(), Level::Table);
    // From the history the selected run is the baseline.
    press_figures(&mut state, &["H", "k", "r"]);
    assert_eq!(state.f1.compare.baseline, Some(ScoredChoice::Runs(vec![RunId(5), RunId(6)])));
}

#[test]
fn all_of_an_item_is_within_reach_on_a_small_terminal() {
    let mut state = at_home(Theme::new(true, false), 40, 12);
    press_figures(&mut state, &["3", "<Enter>", "<Enter>", "]", "]", "]", "<Enter>"]);
    let mut seen = screen(&state);
    assert!(!seen.contains("hardly"), "the control: it does not fit: {seen}");
    for _ in 0..12 {
        press_figures(&mut state, &["J"]);
        seen.push_str(&screen(&state));
    }
    for words in ["relationshi", "first told", "hardly", "differs in"] {
        assert!(seen.contains(words), "{words}: {seen}");
    }
}

#[test]
fn an_export_is_written_with_the_filter_shown() {
    let mut state = figures();
    assert_eq!(press(&mut state, "E<Enter>"), [], "nothing typed, nothing written");
    let effects = press(&mut state, "f.csv<Enter>");
    assert!(matches!(effects.as_slice(), [Effect::ExportF1(file, _)] if file.ends_with("f.csv")), "{effects:?}");
}
