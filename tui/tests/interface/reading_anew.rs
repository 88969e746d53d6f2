//! What could not be read is never taken for what is: it is marked, asked for again, and the words on it go with it.

use sarf_shared::discussion::{DiscussionId, PersonaId};
use sarf_shared::rpc::{Changes, Event};
use sarf_tui::app::{Changed, Effect, Message, Screen, update};

use super::fixture::{self, NOW, press, reading, watched};
use super::{home, screen};

fn second_later() -> Message {
    Message::Tick(sarf_shared::discussion::Timestamp(NOW + 1_000))
}

#[test]
fn changes_that_could_not_be_read_are_asked_for_again_and_meanwhile_nothing_is_called_true() {
    let mut state = home();
    let changed = Changes::Events(vec![Event::Discussion { id: DiscussionId(41) }]);
    let effects = update(&mut state, watched("boot-1", 2, changed, None));
    let [Effect::FetchNews(1, asked)] = effects.as_slice() else { panic!("{effects:?}") };
    let failed = Message::NoNews { epoch: 1, asked: asked.clone(), why: "it did not answer within 10 s".into() };
    update(&mut state, failed);
    let shown = screen(&state);
    assert!(shown.contains("reading anew") && shown.contains("did not answer within 10 s"), "{shown}");
    let effects = update(&mut state, Message::Settled(1));
    assert_eq!(effects, [Effect::FetchNews(1, asked.clone())], "the same is asked for again");
    let status = Box::new(fixture::daemon("boot-1"));
    let discussions = fixture::rows().into_iter().filter(|row| row.id == DiscussionId(41)).collect();
    let news = Message::News { epoch: 1, asked: Changed::default(), status, discussions, jobs: vec![], personas: None };
    update(&mut state, news);
    let shown = screen(&state);
    assert!(!shown.contains("reading anew") && !shown.contains("did not answer"), "true again: {shown}");
}

#[test]
fn a_talk_stays_on_the_screen_when_reading_its_news_fails_and_is_asked_for_a_second_later() {
    let mut state = home();
    reading(&mut state);
    let id = DiscussionId(39);
    let failed = |gone| Message::NoDiscussion { id, from: 3, gone, why: "the connection broke".into() };
    let effects = update(&mut state, failed(false));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::FetchDiscussion(..))), "not without a pause");
    let shown = screen(&state);
    assert!(shown.contains("moved to Reno") && shown.contains("the connection broke"), "{shown}");
    assert!(update(&mut state, second_later()).contains(&Effect::FetchDiscussion(id, 3)));
    update(&mut state, failed(true));
    assert!(!screen(&state).contains("moved to Reno"), "what is gone is not shown: {}", screen(&state));
}

#[test]
fn a_persona_that_could_not_be_read_is_asked_for_again() {
    let mut state = home();
    let effects = press(&mut state, "6");
    let [Effect::FetchPersona(id)] = effects.as_slice() else { panic!("{effects:?}") };
    let failed = Message::NoPersona { id: PersonaId(id.0), why: "the connection broke".into() };
    assert_eq!(update(&mut state, failed), [], "not without a pause");
    assert!(update(&mut state, second_later()).contains(&Effect::FetchPersona(*id)));
    assert_eq!(state.screen, Screen::Personas);
}

#[test]
fn an_import_whose_file_is_not_there_goes_to_the_file() {
    let mut state = home();
    press(&mut state, "ia.json<Tab>Ms Q<Enter>");
    let wrong = (Some(sarf_tui::app::ImportField::File), "there is no file a.json".to_owned());
    update(&mut state, Message::Imported(Err(wrong)));
    press(&mut state, "x");
    let shown = screen(&state);
    assert!(shown.contains("a.jsonx") && shown.contains("Ms Q"), "what is typed now goes there: {shown}");
}
