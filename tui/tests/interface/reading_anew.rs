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

#[test]
fn what_was_repaired_at_the_start_of_the_service_is_told_once_in_each_of_its_lives() {
    let mut state = home();
    let started = |epoch: u64, boot: &str| {
        let mut status = Box::new(fixture::daemon(boot));
        status.recovery = vec!["The store was rebuilt up to change 70; nothing that was saved is missing.".into()];
        Message::Lists { epoch, status, discussions: fixture::rows(), personas: vec![], jobs: vec![] }
    };
    update(&mut state, watched("boot-2", 1, Changes::Everything, None));
    update(&mut state, started(2, "boot-2"));
    assert!(screen(&state).contains("The store was rebuilt up to change 70"), "{}", screen(&state));
    press(&mut state, "j");
    update(&mut state, watched("boot-2", 9, Changes::Everything, None));
    update(&mut state, started(3, "boot-2"));
    assert!(!screen(&state).contains("was rebuilt"), "said once: {}", screen(&state));
    press(&mut state, "!");
    assert!(screen(&state).contains("was rebuilt"), "but kept: {}", screen(&state));
}

#[test]
fn a_service_that_was_stopped_is_said_with_what_starts_it_for_as_long_as_that_lasts() {
    let mut state = home();
    let why = "the background service was stopped; `sarf daemon start` starts it again".to_owned();
    update(&mut state, Message::Link(sarf_tui::client::Link::Refused { why }));
    for keys in ["", "j", "?<Esc>"] {
        press(&mut state, keys);
        assert!(screen(&state).contains("`:restart-daemon` tries again: the background"), "{}", screen(&state));
    }
    press(&mut state, ":restart-d");
    assert!(screen(&state).lines().any(|line| line.contains(" restart-daemon ")), "by its name: {}", screen(&state));
    update(&mut state, fixture::connected("boot-1"));
    press(&mut state, "<Esc>");
    assert!(!screen(&state).contains("was stopped"), "{}", screen(&state));
}

#[test]
fn a_discussion_being_written_is_opened_where_it_is_being_written_and_followed() {
    let mut state = home();
    state.discussions.select(DiscussionId(41));
    press(&mut state, "<Enter>");
    let arrive = |state: &mut sarf_tui::app::State, count: usize| {
        let mut view = fixture::discussion();
        view.row = fixture::rows().remove(0);
        let statements = fixture::statements().into_iter().take(count).collect();
        update(state, Message::Discussion { view: Box::new(view), from: 1, statements });
    };
    let at = |state: &sarf_tui::app::State| state.reading.as_ref().map(|reading| reading.number());
    arrive(&mut state, 2);
    assert_eq!(at(&state), Some(2));
    arrive(&mut state, 3);
    assert_eq!(at(&state), Some(3));
    press(&mut state, "k");
    arrive(&mut state, 4);
    assert_eq!(at(&state), Some(2), "who went back is left there");
}

#[test]
fn the_form_says_which_engine_plays_which_role_it_needs() {
    let mut state = home();
    press(&mut state, "g");
    let shown = screen(&state).replace('\n', " ");
    let shown: String = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    let offline =
        "author, client: offline, rules and seeded chance, no language model; coach, extractor: gemini/gemini-x.";
    assert!(shown.contains(offline), "{shown}");
    press(&mut state, "<Tab><Tab><Tab><Tab> <Tab> ");
    let shown: String = screen(&state).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(shown.contains("No model is called.") && !shown.contains("gemini"), "{shown}");
    assert!(shown.contains("author, client, coach: offline"), "nothing is extracted: {shown}");
}
