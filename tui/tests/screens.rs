//! Every screen at three sizes, as text and as styles, with and without colour. The pictures are checked in.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where something is not as it must be")]

#[path = "screens/agreement.rs"]
mod agreement;
#[path = "screens/f1.rs"]
mod f1;
mod fixture;

use std::fmt::Write as _;

use fixture::{at_home, opened, persona, press, reading, rows, watched};
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};
use sarf_shared::dialogue::Speaker;
use sarf_shared::discussion::DiscussionId;
use sarf_shared::rpc::{Changes, LiveText};
use sarf_tui::app::{Message, State, update};
use sarf_tui::client::Link;
use sarf_tui::screens::picture;
use sarf_tui::theme::Theme;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (40, 12)];

fn text(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let mut line = String::new();
        let mut x = 0;
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += u16::try_from(unicode_width::UnicodeWidthStr::width(symbol)).unwrap_or(1).max(1);
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out
}

/// Runs of cells with a style of their own: "row: from-to style".
fn styles(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let mut runs: Vec<(u16, u16, String)> = Vec::new();
        for x in 0..buffer.area.width {
            let cell = &buffer[(x, y)];
            let mut style = String::new();
            if cell.fg != Color::Reset {
                let _ = write!(style, "{} ", cell.fg);
            }
            if cell.bg != Color::Reset {
                let _ = write!(style, "on {} ", cell.bg);
            }
            if cell.modifier != Modifier::empty() {
                let _ = write!(style, "{:?}", cell.modifier);
            }
            match runs.last_mut() {
                Some((_, to, last)) if *last == style && *to + 1 == x => *to = x,
                _ => runs.push((x, x, style)),
            }
        }
        let words: Vec<String> = runs
            .into_iter()
            .filter(|(_, _, style)| !style.is_empty())
            .map(|(from, to, style)| format!("{from}-{to} {}", style.trim_end()))
            .collect();
        if !words.is_empty() {
            let _ = writeln!(out, "{y}: {}", words.join("; "));
        }
    }
    out
}

/// Takes the picture of a screen in every size. Colour changes styles only, never a word; ASCII is pictured at 80x24.
#[track_caller]
fn pictured(name: &str, make: impl Fn(&mut State), from: impl Fn(Theme, u16, u16) -> State) {
    let at = |theme: Theme, (width, height): (u16, u16)| {
        let mut state = from(theme, width, height);
        make(&mut state);
        picture(&state)
    };
    for size in SIZES {
        let coloured = at(Theme::new(true, false), size);
        let plain = at(Theme::new(false, false), size);
        assert_eq!(text(&coloured), text(&plain), "colour must not carry words");
        for cell in plain.content() {
            assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset), "NO_COLOR means no colour");
        }
        let shown = format!(
            "{}--- styles\n{}--- styles without colour\n{}",
            text(&coloured),
            styles(&coloured),
            styles(&plain)
        );
        insta::assert_snapshot!(format!("{name}_{}x{}", size.0, size.1), shown);
    }
    let ascii = text(&at(Theme::new(false, true), (80, 24)));
    assert!(ascii.is_ascii(), "ASCII means ASCII:\n{ascii}");
    insta::assert_snapshot!(format!("{name}_ascii"), ascii);
}

#[test]
fn the_discussions() {
    pictured("discussions", |_| {}, at_home);
}

#[test]
fn a_failed_discussion_explained() {
    pictured("discussion_failed", |state| state.discussions.select(DiscussionId(38)), at_home);
}

#[test]
fn a_turn_being_written() {
    let live = |state: &mut State| {
        let text = "Since my brother left I have not slept through one night, and".to_owned();
        let live = LiveText { discussion: DiscussionId(41), number: 23, speaker: Speaker::Subject, text };
        update(state, watched("boot-1", 2, Changes::Events(Vec::new()), Some(vec![live])));
        state.discussions.select(DiscussionId(41));
    };
    pictured("discussion_live", live, at_home);
}

#[test]
fn no_discussion_yet() {
    pictured("discussions_none", |_| {}, |theme, width, height| fixture::with(theme, width, height, Vec::new()));
}

#[test]
fn before_the_daemon_answers() {
    pictured("connecting", |_| {}, opened);
}

#[test]
fn while_reconnecting() {
    let broken = |state: &mut State| {
        update(state, Message::Link(Link::Reconnecting { why: "the connection broke".into() }));
    };
    pictured("reconnecting", broken, at_home);
}

#[test]
fn a_discussion_read() {
    pictured("reading", reading, at_home);
}

#[test]
fn its_codes_and_its_family() {
    let codes = |state: &mut State| {
        reading(state);
        press(state, "<Tab>");
    };
    pictured("reading_codes", codes, at_home);
    let family = |state: &mut State| {
        reading(state);
        press(state, "jj<Tab><Tab>");
    };
    pictured("reading_family", family, at_home);
}

#[test]
fn a_new_discussion() {
    let form = |state: &mut State| {
        press(state, "g <Tab>");
    };
    pictured("generate", form, at_home);
}

#[test]
fn the_personas() {
    let personas = |state: &mut State| {
        press(state, "6");
        state.personas.select(sarf_shared::discussion::PersonaId(3));
        update(state, Message::Persona(Box::new(persona())));
    };
    pictured("personas", personas, at_home);
}

#[test]
fn the_jobs() {
    let jobs = |state: &mut State| {
        press(state, "5jj");
    };
    pictured("jobs", jobs, at_home);
}

#[test]
fn what_lies_over_a_screen() {
    for (name, keys) in
        [("help", "?"), ("palette", ":ret"), ("import", "i~/talk.txt"), ("history", "H"), ("filter", "/el")]
    {
        let open = |state: &mut State| {
            press(state, keys);
        };
        pictured(name, open, at_home);
    }
    let remote = |state: &mut State| {
        press(state, "i~/talk.txt");
        (0..5).for_each(|_| drop(press(state, "<Tab>")));
        press(state, "lab");
    };
    pictured("import_remote", remote, at_home);
    let delete = |state: &mut State| {
        state.discussions.select(DiscussionId(38));
        press(state, "D3");
    };
    pictured("delete", delete, at_home);
}

#[test]
fn a_failure_in_the_notice_line() {
    let failed = |state: &mut State| {
        let why = "no, the model \"x\" is not there; `sarf doctor` says which are".to_owned();
        update(state, Message::Generated(Err(why)));
    };
    pictured("notice", failed, at_home);
}

#[test]
fn selection_focus_and_failure_stand_out_without_colour() {
    let theme = Theme::new(false, false);
    let mut state = at_home(theme, 120, 40);
    state.discussions.select(DiscussionId(38));
    let buffer = picture(&state);
    let row_of = |buffer: &Buffer, words: &str| {
        let lines = text(buffer);
        lines.lines().position(|line| line.contains(words)).and_then(|y| u16::try_from(y).ok()).unwrap_or(0)
    };
    let y = row_of(&buffer, "Marta K.");
    assert!((1..119).all(|x| buffer[(x, y)].modifier.contains(Modifier::REVERSED)), "the selected row is reversed");
    let line: String = (0..120).map(|x| buffer[(x, y)].symbol().to_owned()).collect();
    assert!(line.contains("✗ failed turn 7/20"), "{line}");
    let x = u16::try_from(line.chars().position(|c| c == '✗').unwrap_or(0)).unwrap_or(0);
    assert!(buffer[(x, y)].modifier.contains(Modifier::BOLD), "a failure is bold");
    let coloured = picture(&{
        let mut state = at_home(Theme::new(true, false), 120, 40);
        state.discussions.select(DiscussionId(38));
        state
    });
    assert_eq!(coloured[(x, y)].fg, Color::Red);
}

#[test]
fn every_screen_can_be_drawn_in_every_size() {
    for width in (1..60).chain([79, 99, 100, 121]) {
        for height in (1..30).chain([40, 61]) {
            for keys in ["", "g", "3", "5", "6", "?", ":", "D", "i", "/x", "H", "!"] {
                let mut state = at_home(Theme::new(true, false), width, height);
                press(&mut state, keys);
                picture(&state);
            }
            let mut state = at_home(Theme::new(true, false), width, height);
            reading(&mut state);
            for _ in 0..3 {
                picture(&state);
                press(&mut state, "<Tab>JJJ");
            }
        }
    }
    let _ = rows();
}
