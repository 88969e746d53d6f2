//! What a frame of the interface costs with 1,000 discussions at 120x40: drawing it, finding the bytes that changed,
//! and a key that moves the selection, all together; and taking in a fresh list.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use divan::{Bencher, black_box};
use sarf_shared::discussion::{DiscussionId, StatusWord, Timestamp};
use sarf_shared::job::BootId;
use sarf_shared::rpc::{
    BuildId, Changes, Cursor, DaemonStatus, DiscussionRow, PROTOCOL, ScoreSummary, StorageHealth, WatchReply,
};
use sarf_tui::app::{Message, State, still_state, update};
use sarf_tui::client::Link;
use sarf_tui::screens::picture;
use sarf_tui::terminal::paint::Painter;
use sarf_tui::theme::Theme;

fn main() {
    divan::main();
}

fn rows() -> Vec<DiscussionRow> {
    let row = |id: u64| DiscussionRow {
        id: DiscussionId(id),
        title: format!("Client {} of a long list", id * 7919 % 1000),
        synthetic: true,
        imported: false,
        persona: None,
        date: None,
        status: StatusWord::ALL[id as usize % StatusWord::ALL.len()],
        failure: None,
        note: None,
        job: None,
        planned: 20,
        turns: 20,
        statements: 40,
        scores: ScoreSummary { quality: Some(0.5), asked: Some((9, 15)), ..ScoreSummary::default() },
        coded: None,
        created: Timestamp(id),
    };
    (1..=1000).map(row).collect()
}

fn lists(epoch: u64) -> Message {
    let status = DaemonStatus {
        pid: 1,
        boot_id: BootId("boot".into()),
        build: BuildId("build".into()),
        protocol: PROTOCOL,
        socket: String::new(),
        home: String::new(),
        started: Timestamp(0),
        now: Timestamp(0),
        discussions: 1000,
        running_jobs: 0,
        active_jobs: 0,
        storage: StorageHealth::Writing,
        recovery: Vec::new(),
        engines: Vec::new(),
    };
    Message::Lists { epoch, status: Box::new(status), discussions: rows(), personas: Vec::new(), jobs: Vec::new() }
}

fn loaded() -> Option<State> {
    let mut state = still_state(Theme::new(true, false), 120, 40)?;
    let boot = BootId("boot".into());
    update(&mut state, Message::Link(Link::Connected { boot: boot.clone() }));
    let cursor = Cursor { boot, seq: 1 };
    let changes = Changes::Everything;
    let now = Timestamp(0);
    update(&mut state, Message::Watched(WatchReply { cursor, changes, live_version: 0, live: None, now }));
    let epoch = state.epoch;
    update(&mut state, lists(epoch));
    Some(state)
}

/// One step of the selection: update, picture, bytes.
#[divan::bench]
fn a_step_of_the_selection(bencher: Bencher<'_, '_>) {
    let Some(mut state) = loaded() else { return };
    let mut painter = Painter::default();
    painter.frame(picture(&state));
    bencher.bench_local(|| {
        let key = KeyEvent::new(KeyCode::Char('j'), KeyModifiers::NONE);
        black_box(update(&mut state, Message::Key(key)));
        black_box(painter.frame(picture(&state)))
    });
}

/// A whole frame on a cleared terminal.
#[divan::bench]
fn a_whole_frame(bencher: Bencher<'_, '_>) {
    let Some(state) = loaded() else { return };
    bencher.bench_local(|| black_box(Painter::default().frame(picture(&state))));
}

/// A thousand fresh rows after a reconnect, with the frame that shows them.
#[divan::bench]
fn a_fresh_list(bencher: Bencher<'_, '_>) {
    let Some(mut state) = loaded() else { return };
    let mut painter = Painter::default();
    let epoch = state.epoch;
    bencher.with_inputs(|| lists(epoch)).bench_local_values(|lists| {
        black_box(update(&mut state, lists));
        black_box(painter.frame(picture(&state)))
    });
}
