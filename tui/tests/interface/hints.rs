//! What the last line and help promise: only keys that do something, all of them in full, and a way out of everything.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use sarf_shared::discussion::DiscussionId;
use sarf_tui::app::{Commands, Effect, Message, State, update};
use sarf_tui::keymap::{Keymap, Place};
use sarf_tui::theme::Theme;

use super::fixture::{self, at_home, press};
use super::{home, screen};

fn last_line(state: &State) -> String {
    screen(state).lines().last().unwrap_or_default().trim().to_owned()
}

fn ctrl(state: &mut State, letter: char) -> Vec<Effect> {
    update(state, Message::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL)))
}

#[test]
fn ctrl_c_leaves_whatever_lies_over_the_screen_or_is_being_typed() {
    for keys in ["", "?", ":", "/ab", "i~/a", "D38", "H", "!", "g", "g<Tab>12"] {
        let mut state = home();
        press(&mut state, keys);
        assert!(ctrl(&mut state, 'c').contains(&Effect::Quit), "after {keys:?}");
        assert_eq!(ctrl(&mut state, 'z'), [Effect::Suspend], "after {keys:?}");
    }
    // What a text field makes of Ctrl stays its own.
    let mut state = home();
    press(&mut state, "/abc");
    ctrl(&mut state, 'u');
    assert!(!screen(&state).contains("abc"), "{}", screen(&state));
}

#[test]
fn the_last_line_names_the_keys_of_what_lies_over_the_screen() {
    for (keys, hints) in [
        ("?", "Enter do it  Esc close"),
        (":", "Enter do it  Esc close"),
        ("?zzzz", "Esc close"),
        ("i", "Enter import  Esc back  Tab next  Space choose"),
        ("D", "Enter delete  Esc keep it"),
        ("H", "y copy  Esc close"),
    ] {
        let mut state = home();
        state.discussions.select(DiscussionId(38));
        press(&mut state, keys);
        assert!(last_line(&state).starts_with(hints), "after {keys}: {}", last_line(&state));
        assert!(!last_line(&state).contains("generate"), "after {keys}: {}", last_line(&state));
    }
}

#[test]
fn where_one_types_no_key_is_offered_that_would_only_be_typed() {
    let mut state = home();
    press(&mut state, "g");
    assert!(last_line(&state).contains("? help  q quit"), "{}", last_line(&state));
    press(&mut state, "<Tab>");
    assert_eq!(last_line(&state), "Enter start  Esc back  Tab next  Ctrl-C quit");
    press(&mut state, "?q");
    assert!(screen(&state).contains("20?q"), "{}", screen(&state));
}

#[test]
fn help_says_every_sentence_in_full_in_every_size() {
    for (width, height) in [(40, 12), (80, 24), (120, 40)] {
        let mut state = at_home(Theme::new(true, false), width, height);
        press(&mut state, "?");
        let keymap = Keymap::default();
        let mut shown = String::new();
        for _ in Commands::new(false, Place::Discussions).rows(&keymap) {
            shown.push_str(&screen(&state));
            press(&mut state, "<Down>");
        }
        // Sentences go on in the next line; each word of each of them is somewhere, and none is cut.
        for word in keymap.all().iter().flat_map(|binding| binding.help.split(' ')) {
            assert!(shown.contains(word), "{word} at {width}x{height}");
        }
    }
}

#[test]
fn the_interface_tells_the_keys_and_not_what_to_type_elsewhere() {
    let mut state = home();
    for id in [36, 37, 38, 39, 40, 41] {
        state.discussions.select(DiscussionId(id));
        assert!(!screen(&state).contains("`sarf "), "{}", screen(&state));
    }
    state.discussions.select(DiscussionId(38));
    let shown = screen(&state);
    assert_eq!(shown.matches("turn 7 of 20").count(), 1, "what happened is said once: {shown}");
    assert!(shown.contains("gemini answered nothing within 120 s"), "{shown}");
}

#[test]
fn long_numbers_stand_whole_in_every_list_and_size() {
    for (width, height) in [(40, 12), (80, 24), (120, 40)] {
        let mut state = at_home(Theme::new(true, false), width, height);
        let mut row = fixture::row(12345, "Much later", sarf_shared::discussion::StatusWord::Pending);
        row.job = None;
        let mut persona = fixture::personas().remove(0);
        persona.id = sarf_shared::discussion::PersonaId(12345);
        let mut job = fixture::jobs().remove(0);
        job.brief.id = sarf_shared::discussion::JobId(12345);
        let status = Box::new(fixture::daemon("boot-1"));
        let lists =
            Message::Lists { epoch: 1, status, discussions: vec![row], personas: vec![persona], jobs: vec![job] };
        update(&mut state, lists);
        for (screen_key, number) in [("1", "12345"), ("5", "j12345"), ("6", "p12345")] {
            press(&mut state, screen_key);
            let list = screen(&state).lines().nth(3).unwrap_or_default().to_owned();
            assert!(list.contains(number), "{width}x{height}: {list}");
        }
    }
}

#[test]
fn in_a_narrow_terminal_the_title_of_what_is_read_stays_beside_where_one_is() {
    let mut state = at_home(Theme::new(true, false), 40, 12);
    fixture::reading(&mut state);
    let title = screen(&state).lines().next().unwrap_or_default().to_owned();
    assert!(title.contains("39 Int") && title.contains("2/4"), "{title}");
    update(&mut state, Message::Resize(18, 5));
    assert!(screen(&state).contains("larger"), "{}", screen(&state));
}
