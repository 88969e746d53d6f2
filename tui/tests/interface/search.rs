//! Searching in a talk: what is found is gone to and marked, and Esc leads back to where one was.

use ratatui::style::Modifier;
use sarf_shared::dialogue::Speaker;
use sarf_tui::app::{Message, State, update};
use sarf_tui::screens::picture;

use super::fixture::{self, press, reading};
use super::{home, screen};

/// A talk in which "Reno" is said in statements 2, 5 and 6, in the last of them far below its beginning.
fn talk() -> State {
    let mut state = home();
    reading(&mut state);
    let said = fixture::statements().remove(1);
    let far = format!("{} at last RENO again", "and so on and on ".repeat(120));
    let texts = ["hello", "we went to Reno", "yes", "no", "reno it was", far.as_str()];
    let statements = (1..).zip(texts).map(|(number, text)| {
        let speaker = if number % 2 == 1 { Speaker::Coach } else { Speaker::Subject };
        sarf_shared::rpc::StatementView { number, speaker, text: text.into(), coding: None, ..said.clone() }
    });
    let mut view = fixture::discussion();
    view.row.statements = 6;
    update(&mut state, Message::Discussion { view: Box::new(view), from: 1, statements: statements.collect() });
    state
}

fn at(state: &State) -> u32 {
    state.reading.as_ref().unwrap().number()
}

/// The underlined words in view.
fn marked(state: &State) -> String {
    let picture = picture(state);
    let cells = picture.content().iter().filter(|cell| cell.modifier.contains(Modifier::UNDERLINED));
    cells.map(|cell| cell.symbol()).collect()
}

#[test]
fn words_are_found_while_they_are_typed_and_n_goes_from_one_to_the_next_and_round() {
    let mut state = talk();
    press(&mut state, "<Up>/re");
    assert_eq!(at(&state), 2);
    assert!(screen(&state).contains("1 of 3 statements"), "{}", screen(&state));
    press(&mut state, "no<Enter>");
    assert_eq!((at(&state), marked(&state).to_lowercase().starts_with("reno")), (2, true));
    assert!(screen(&state).contains("n next match"), "{}", screen(&state));
    press(&mut state, "n");
    assert_eq!(at(&state), 5);
    press(&mut state, "n");
    assert_eq!(at(&state), 6);
    assert!(marked(&state).contains("RENO"), "it is in view however long the statement is: {}", screen(&state));
    press(&mut state, "n");
    assert_eq!(at(&state), 2);
    assert!(screen(&state).contains("goes on from the beginning"), "{}", screen(&state));
    press(&mut state, "N");
    assert_eq!(at(&state), 6);
}

#[test]
fn esc_leads_back_and_what_is_not_said_is_told() {
    let mut state = talk();
    press(&mut state, "jj");
    let before = at(&state);
    press(&mut state, "/reno");
    assert_ne!(at(&state), before);
    press(&mut state, "<Esc>");
    assert_eq!((at(&state), marked(&state)), (before, String::new()));
    assert!(!screen(&state).contains("next match"), "nothing is searched for");
    press(&mut state, "n");
    assert!(screen(&state).contains("nothing is searched for; / asks"), "{}", screen(&state));
    press(&mut state, "/Alaska");
    assert!(screen(&state).contains("not said here"), "{}", screen(&state));
    press(&mut state, "<Enter>n");
    assert_eq!(at(&state), before);
    assert!(screen(&state).contains("\"alaska\" is not said here"), "{}", screen(&state));
}

#[test]
fn a_statement_that_arrives_is_searched_as_well() {
    let mut state = talk();
    press(&mut state, "/alaska<Enter>");
    let mut more = fixture::statements().remove(1);
    (more.number, more.text) = (7, "To Alaska.".into());
    let view = Box::new(fixture::discussion());
    update(&mut state, Message::Discussion { view, from: 7, statements: vec![more] });
    press(&mut state, "n");
    assert_eq!(at(&state), 7);
}
