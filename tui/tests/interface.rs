//! What the interface does with what happens: nothing false on the screen, nothing asked twice, nothing lost.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where something is not as it must be")]

#[path = "interface/agreement.rs"]
mod agreement;
#[path = "interface/f1.rs"]
mod f1;
mod fixture;
#[path = "interface/hints.rs"]
mod hints;
#[path = "interface/reading_anew.rs"]
mod reading_anew;
#[path = "interface/search.rs"]
mod search;

use fixture::{NOW, at_home, connected, lists, press, reading, row, rows, watched};
use ratatui::buffer::Buffer;
use sarf_shared::dialogue::Speaker;
use sarf_shared::discussion::{DiscussionId, JobId, StatusWord, Timestamp};
use sarf_shared::rpc::{Changes, DiscussionRow, Event, JobAction, JobTarget, LiveText, PersonaSource};
use sarf_tui::app::{Changed, Effect, Message, Screen, State, update};
use sarf_tui::client::Link;
use sarf_tui::screens::picture;
use sarf_tui::terminal::paint::Painter;
use sarf_tui::theme::Theme;

fn home() -> State {
    at_home(Theme::new(true, false), 100, 30)
}

fn screen(state: &State) -> String {
    let buffer: Buffer = picture(state);
    let width = usize::from(buffer.area.width);
    let line = |cells: &[ratatui::buffer::Cell]| cells.iter().map(|cell| cell.symbol()).collect::<String>();
    buffer.content().chunks(width).map(line).collect::<Vec<_>>().join("\n")
}

fn live(discussion: u64, text: &str) -> Vec<LiveText> {
    let text = text.to_owned();
    vec![LiveText { discussion: DiscussionId(discussion), number: 23, speaker: Speaker::Subject, text }]
}

#[test]
fn words_being_written_go_when_the_connection_breaks_and_the_rest_is_marked_as_old() {
    let mut state = home();
    state.discussions.select(DiscussionId(41));
    update(&mut state, watched("boot-1", 2, Changes::Events(vec![]), Some(live(41, "half a sent"))));
    assert!(screen(&state).contains("half a sent"));
    update(&mut state, Message::Link(Link::Reconnecting { why: "the connection broke".into() }));
    let shown = screen(&state);
    assert!(!shown.contains("half a sent"), "{shown}");
    assert!(shown.contains("reconnecting") && shown.contains("as of 13:20:00"), "{shown}");
    assert!(shown.contains("Elena R."), "what was read stays: {shown}");
    assert!(!shown.contains("at work") && !shown.contains("to go"), "nothing is said of now: {shown}");
    // Connected again, but not yet read anew: still not called true.
    update(&mut state, connected("boot-2"));
    assert!(screen(&state).contains("reading anew"));
}

#[test]
fn another_life_of_the_daemon_drops_partial_words_and_asks_for_everything() {
    let mut state = home();
    update(&mut state, watched("boot-1", 2, Changes::Events(vec![]), Some(live(41, "half a sent"))));
    let effects = update(&mut state, watched("boot-2", 1, Changes::Events(vec![]), None));
    assert_eq!(effects, [Effect::FetchLists(2)]);
    assert!(state.live.is_empty() && state.stale);
    update(&mut state, lists(2, vec![row(50, "Someone else", StatusWord::Pending)]));
    let shown = screen(&state);
    assert!(shown.contains("Someone else") && !shown.contains("Elena R."), "replaced, not merged: {shown}");
    assert!(!state.stale);
}

#[test]
fn an_answer_that_a_reconnect_overtook_is_dropped() {
    let mut state = home();
    update(&mut state, watched("boot-2", 1, Changes::Everything, None));
    update(&mut state, lists(1, Vec::new()));
    assert!(state.stale, "the answer of the first asking proves nothing");
    assert!(screen(&state).contains("Elena R."));
    let late = Message::News {
        epoch: 1,
        asked: Changed { discussions: vec![DiscussionId(41)], ..Changed::default() },
        status: Box::new(fixture::daemon("boot-1")),
        discussions: Vec::new(),
        jobs: Vec::new(),
        personas: None,
    };
    update(&mut state, late);
    assert!(screen(&state).contains("Elena R."), "nothing is removed by an old answer");
}

#[test]
fn while_news_are_on_their_way_further_changes_wait_and_are_asked_for_together() {
    let mut state = home();
    let changed = |ids: &[u64]| ids.iter().map(|id| Event::Discussion { id: DiscussionId(*id) }).collect();
    let effects = update(&mut state, watched("boot-1", 2, Changes::Events(changed(&[41])), None));
    let asked = Changed { discussions: vec![DiscussionId(41)], ..Changed::default() };
    assert_eq!(effects, [Effect::FetchNews(1, asked)]);
    for seq in 3..50 {
        let effects = update(&mut state, watched("boot-1", seq, Changes::Events(changed(&[40, 41])), None));
        assert_eq!(effects, []);
    }
    let effects = update(&mut state, Message::Settled(1));
    let asked = Changed { discussions: vec![DiscussionId(40), DiscussionId(41)], ..Changed::default() };
    assert_eq!(effects, [Effect::FetchNews(1, asked)]);
}

#[test]
fn a_discussion_that_the_daemon_no_longer_has_leaves_the_list() {
    let mut state = home();
    let asked = Changed { discussions: vec![DiscussionId(41)], ..Changed::default() };
    let status = Box::new(fixture::daemon("boot-1"));
    let news = Message::News { epoch: 1, asked, status, discussions: vec![], jobs: vec![], personas: None };
    update(&mut state, news);
    assert!(!screen(&state).contains("Elena R."));
}

#[test]
fn a_deletion_needs_the_number_typed() {
    let mut state = home();
    state.discussions.select(DiscussionId(38));
    assert_eq!(press(&mut state, "D<Enter>"), []);
    assert_eq!(press(&mut state, "39<Enter>"), []);
    assert_eq!(press(&mut state, "<Esc>"), []);
    assert_eq!(press(&mut state, "D38<Enter>"), [Effect::DeleteDiscussion(DiscussionId(38))]);
}

#[test]
fn only_what_makes_sense_is_offered_and_the_rest_says_why_not() {
    let mut state = home();
    state.discussions.select(DiscussionId(38));
    let shown = screen(&state);
    assert!(shown.contains("r retry from turn 8   e extract the 7 turns"), "{shown}");
    assert_eq!(press(&mut state, "r"), [Effect::Job(JobAction::Retry, JobTarget::Job(JobId(12)))]);
    state.discussions.select(DiscussionId(41));
    assert!(!screen(&state).contains("retry"), "a running job is not retried");
    assert_eq!(press(&mut state, "r"), []);
    assert!(screen(&state).contains("a job that is running cannot be retried"), "{}", screen(&state));
    assert_eq!(press(&mut state, "p"), [Effect::Job(JobAction::Pause, JobTarget::Job(JobId(14)))]);
    state.discussions.select(DiscussionId(36));
    assert_eq!(press(&mut state, "p"), [Effect::Job(JobAction::Resume, JobTarget::Job(JobId(10)))]);
}

#[test]
fn without_the_daemon_nothing_is_sent_and_that_is_said() {
    let mut state = home();
    update(&mut state, Message::Link(Link::Reconnecting { why: "gone".into() }));
    state.discussions.select(DiscussionId(38));
    for keys in ["r", "c", "e", "g<Enter>"] {
        assert_eq!(press(&mut state, keys), [], "{keys}");
        assert!(screen(&state).contains("nothing was sent"), "{keys}: {}", screen(&state));
    }
    assert_eq!(state.screen, Screen::Generate, "the form and what was typed stay");
}

#[test]
fn a_form_is_sent_once_and_its_discussion_is_selected() {
    let mut state = home();
    press(&mut state, "g<Tab><Tab>4711");
    let effects = press(&mut state, "<Enter><Enter>");
    let [Effect::Generate(request)] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!((request.seed, request.turns, &request.persona), (Some(4711), 20, &PersonaSource::New));
    update(&mut state, Message::Failed { what: "extracting 38".into(), why: "busy".into() });
    assert_eq!(press(&mut state, "<Enter>"), [], "what else failed does not send it a second time");
    let done = Ok(("writing of discussion 42 was started".into(), Some(DiscussionId(42))));
    update(&mut state, Message::Generated(done));
    assert_eq!(state.screen, Screen::Discussions);
    let status = Box::new(fixture::daemon("boot-1"));
    let asked = Changed { discussions: vec![DiscussionId(42)], ..Changed::default() };
    let discussions = vec![row(42, "New one", StatusWord::Pending)];
    update(&mut state, Message::News { epoch: 1, asked, status, discussions, jobs: vec![], personas: None });
    assert_eq!(state.discussions.selected_id(), Some(DiscussionId(42)));
}

#[test]
fn a_wrong_number_in_the_form_is_named_and_nothing_is_sent() {
    let mut state = home();
    assert_eq!(press(&mut state, "g<Tab>00<Enter>"), []);
    assert!(screen(&state).contains("turns must be a number from 1 to 200"));
}

#[test]
fn the_family_grows_with_the_statement_that_is_selected() {
    let mut state = home();
    reading(&mut state);
    let family = |state: &State| state.reading.as_ref().map(|reading| reading.family().people.len());
    assert_eq!(family(&state), Some(2));
    press(&mut state, "jj");
    assert_eq!(family(&state), Some(3));
    press(&mut state, "kkk");
    assert_eq!(family(&state), Some(0));
}

#[test]
fn in_a_long_talk_the_family_is_the_same_as_if_every_coding_were_replayed_wherever_one_jumps() {
    use sarf_shared::family::{ItemId, Person};
    use sarf_shared::pdp::{Deltas, replay};
    let mut state = home();
    reading(&mut state);
    let coded = |number: u32, name: &str| {
        let mut statement = fixture::statements().remove(1);
        let person = Person { name: Some(name.into()), ..Person::new(ItemId(-i64::from(number))) };
        let deltas = Deltas { people: vec![person], ..Deltas::default() };
        statement.number = number;
        if let Some(coding) = &mut statement.coding {
            coding.deltas = deltas;
        }
        statement
    };
    let all: Vec<_> = (1..=200).map(|number| coded(number, "first")).collect();
    let view = || Box::new(fixture::discussion());
    update(&mut state, Message::Discussion { view: view(), from: 1, statements: all });
    let check = |state: &State| {
        let reading = state.reading.as_ref().unwrap();
        let deltas = reading.statements.iter().filter_map(|one| one.coding.as_ref()).map(|coding| &coding.deltas);
        assert_eq!(*reading.family(), replay(deltas, reading.at() + 1), "at {}", reading.at());
    };
    for at in [0, 31, 32, 33, 199, 64, 63, 100, 5] {
        state.reading.as_mut().unwrap().go(at);
        check(&state);
    }
    state.reading.as_mut().unwrap().go(199);
    // Another coding from the 60th statement on: what was kept behind it holds no longer.
    let again: Vec<_> = (60..=200).map(|number| coded(number, "second")).collect();
    update(&mut state, Message::Discussion { view: view(), from: 60, statements: again });
    check(&state);
    state.reading.as_mut().unwrap().go(70);
    check(&state);
}

#[test]
fn the_time_of_a_long_call_is_asked_for_once_a_second_while_it_is_shown() {
    let mut state = home();
    state.discussions.select(DiscussionId(41));
    let asked = |effects: &[Effect]| effects.iter().any(|effect| matches!(effect, Effect::FetchNews(..)));
    assert!(asked(&update(&mut state, Message::Tick(Timestamp(NOW + 1000)))));
    update(&mut state, Message::Settled(1));
    state.discussions.select(DiscussionId(39));
    update(&mut state, Message::Settled(1));
    state.dirty.asking = false;
    assert!(!asked(&update(&mut state, Message::Tick(Timestamp(NOW + 2000)))), "a finished one needs no time");
}

#[test]
fn a_stored_statement_takes_the_place_of_its_words_while_they_were_written() {
    let mut state = home();
    reading(&mut state);
    let words = LiveText { discussion: DiscussionId(39), number: 5, speaker: Speaker::Coach, text: "And how".into() };
    update(&mut state, watched("boot-1", 2, Changes::Events(vec![]), Some(vec![words])));
    assert!(screen(&state).contains("And how"));
    let mut stored = fixture::statements().remove(0);
    (stored.number, stored.text) = (5, "And how was that?".into());
    let view = Box::new(fixture::discussion());
    update(&mut state, Message::Discussion { view, from: 5, statements: vec![stored] });
    let shown = screen(&state);
    assert_eq!(shown.matches("And how").count(), 1, "{shown}");
}

#[test]
fn a_changed_statement_asks_for_the_talk_from_there_on() {
    let mut state = home();
    reading(&mut state);
    let coded = Event::Coded { discussion: DiscussionId(39), number: 4 };
    let effects = update(&mut state, watched("boot-1", 2, Changes::Events(vec![coded]), None));
    assert!(effects.contains(&Effect::FetchDiscussion(DiscussionId(39), 4)), "{effects:?}");
}

#[test]
fn leaving_a_discussion_keeps_it_selected_and_the_session_remembers_it() {
    let mut state = home();
    reading(&mut state);
    let session = state.session();
    assert_eq!((session.screen, session.discussion, session.statement), (Screen::Reading, Some(DiscussionId(39)), 2));
    press(&mut state, "<Esc>");
    assert_eq!(state.discussions.selected_id(), Some(DiscussionId(39)));
    let effects = update(&mut state, Message::Tick(Timestamp(NOW + 1000)));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::SaveSession(_))), "{effects:?}");
    assert_eq!(update(&mut state, Message::Tick(Timestamp(NOW + 2000))), [], "saved once");
}

#[test]
fn a_failure_stays_until_a_key_and_good_news_go_by_themselves() {
    let mut state = home();
    update(&mut state, Message::Failed { what: "extracting 38".into(), why: "busy".into() });
    update(&mut state, Message::Tick(Timestamp(NOW + 60_000)));
    assert!(screen(&state).contains("extracting 38: busy"));
    press(&mut state, "j");
    assert!(!screen(&state).contains("extracting 38: busy"));
    assert!({
        press(&mut state, "!");
        screen(&state).contains("extracting 38: busy")
    });
}

fn thousand() -> Vec<DiscussionRow> {
    let all = rows();
    let like = |id: u64| {
        let mut row = all[id as usize % all.len()].clone();
        row.id = DiscussionId(id);
        row.title = format!("Client {} of the long list", id * 7919 % 1000);
        row
    };
    (1..=1000).map(like).collect()
}

/// The most a step of the selection may write to the terminal.
const STEP: usize = 2048;
/// The most a whole new screen may write.
const SCREEN: usize = 12 * 1024;

#[test]
fn a_step_of_the_selection_writes_less_than_two_kilobytes_wherever_it_is() {
    for (keys, steps) in [("", 999), ("5", 5), ("6", 2)] {
        let mut state = fixture::with(Theme::new(true, false), 120, 40, thousand());
        press(&mut state, keys);
        let mut painter = Painter::default();
        painter.frame(picture(&state));
        let mut most = 0;
        for key in ["j", "k"] {
            for _ in 0..steps {
                press(&mut state, key);
                most = most.max(painter.frame(picture(&state)).len());
            }
        }
        eprintln!("screen {keys:?}: at most {most} bytes a step");
        assert!(most < STEP, "{most} bytes on screen {keys:?}");
    }
}

#[test]
fn a_whole_new_screen_writes_less_than_twelve_kilobytes() {
    let mut state = fixture::with(Theme::new(true, false), 120, 40, thousand());
    let mut painter = Painter::default();
    let mut most = painter.frame(picture(&state)).len();
    for keys in ["5", "6", "1", "?", "<Esc>g", "<Esc>"] {
        press(&mut state, keys);
        most = most.max(painter.frame(picture(&state)).len());
    }
    reading(&mut state);
    most = most.max(painter.frame(picture(&state)).len());
    eprintln!("at most {most} bytes a screen");
    assert!(most < SCREEN, "{most} bytes");
}

#[test]
fn the_budget_of_a_step_can_be_broken() {
    // A whole screen is what a step would cost without the painter's memory.
    let mut state = fixture::with(Theme::new(true, false), 120, 40, thousand());
    press(&mut state, "j");
    assert!(Painter::default().frame(picture(&state)).len() > STEP);
}

#[test]
fn rebound_keys_act_and_stand_in_hints_help_and_sentences_and_the_old_ones_do_nothing() {
    use sarf_tui::keymap::Keymap;
    let text =
        "[keys]\ngenerate = \"x\"\nhelp = \"F1\"\ngo-jobs = \"8\"\nretry = \"T\"\npalette = \";\"\nback = \"F4\"\n";
    let mut state = home();
    state.keys = Keymap::configured(text, std::path::Path::new("config.toml")).unwrap();
    state.discussions.select(DiscussionId(38));
    let shown = screen(&state);
    for words in ["x generate", "F1 help", "8 Jobs", "T retry from turn 8"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    for words in ["g generate", "? help", "5 Jobs", "r retry"] {
        assert!(!shown.contains(words), "{words}: {shown}");
    }
    assert_eq!(press(&mut state, "r"), []);
    press(&mut state, "g");
    assert_eq!(state.screen, Screen::Discussions, "the old key does nothing");
    assert_eq!(press(&mut state, "T"), [Effect::Job(JobAction::Retry, JobTarget::Job(JobId(12)))]);
    update(&mut state, Message::Link(Link::Refused { why: "gone".into() }));
    state.notice = None;
    assert!(screen(&state).contains("`;restart-daemon` tries again"), "{}", screen(&state));
    // Where one types, every rebound letter is a letter, and the palette finds by it.
    press(&mut state, "/xT8;");
    assert_eq!((state.discussions.filter(), state.screen), ("xT8;", Screen::Discussions));
    press(&mut state, "<Esc>x<Tab>xq8");
    assert_eq!((state.form.turns.text(), state.screen), ("20xq8", Screen::Generate));
}

#[test]
fn what_is_selected_or_read_is_copied_and_that_is_said() {
    let mut state = home();
    state.discussions.select(DiscussionId(38));
    assert_eq!(press(&mut state, "y"), [Effect::Copy("38".into())]);
    assert!(screen(&state).contains("38 copied, if your terminal allows it"), "{}", screen(&state));
    reading(&mut state);
    let words = state.reading.as_ref().unwrap().selected().unwrap().text.clone();
    assert_eq!(press(&mut state, "y"), [Effect::Copy(words)]);
    let effects = press(&mut state, "<Tab><Tab>y");
    let [Effect::Copy(family)] = effects.as_slice() else { panic!("{effects:?}") };
    assert!(family.starts_with("people 2"), "{family}");
    let effects = press(&mut state, "Hy");
    let [Effect::Copy(history)] = effects.as_slice() else { panic!("{effects:?}") };
    assert!(history.starts_with("history of"), "{history}");
    // Too much for a terminal is said, and nothing is sent.
    let mut state = home();
    reading(&mut state);
    let mut long = fixture::statements();
    long.iter_mut().for_each(|one| one.text = "a".repeat(80_000));
    update(&mut state, Message::Discussion { view: Box::new(fixture::discussion()), from: 1, statements: long });
    assert_eq!(press(&mut state, "y"), []);
    assert!(screen(&state).contains("was not copied"), "{}", screen(&state));
}

#[test]
fn an_import_asks_for_coach_date_and_kind_and_keeps_what_was_typed_when_it_is_refused() {
    let mut state = home();
    press(&mut state, "ia b.json<Tab>Ms Q<Tab>11.4.<Enter>");
    assert!(screen(&state).contains("a day like 2026-04-11"), "{}", screen(&state));
    let effects = press(&mut state, "<Backspace><Backspace><Backspace><Backspace><Backspace>2026-04-11<Tab> <Enter>");
    let [Effect::Import(wish)] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!((wish.path.to_str(), wish.coach.as_deref()), (Some("a b.json"), Some("Ms Q")));
    assert_eq!(wish.date, chrono::NaiveDate::from_ymd_opt(2026, 4, 11));
    assert!(wish.synthetic && wish.extract);
    assert_eq!(press(&mut state, "<Enter>"), [], "sent once");
    update(&mut state, Message::Imported(Err((None, "no coach among: Ann, Bob".into()))));
    let shown = screen(&state);
    for words in ["no coach among: Ann, Bob", "a b.json", "Ms Q", "2026-04-11", "[x] a model"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert_eq!(press(&mut state, "<Enter>").len(), 1, "it can be sent again");
    update(&mut state, Message::Imported(Ok(("imported as discussion 42".into(), Some(DiscussionId(42))))));
    assert!(state.overlay.is_none());
}
