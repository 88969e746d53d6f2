//! The terminal interface. A message changes the state (`update`, pure) and asks for effects (`effects`); a frame is
//! drawn from the state alone (`screens`). This file is the loop between them.

pub mod agreement;
mod effects;
pub mod f1;
#[cfg(debug_assertions)]
mod fault;
mod fields;
mod files;
mod form;
mod import;
mod keys;
pub mod kin;
mod list;
mod message;
mod overlay;
mod reading;
mod rows;
pub mod scores;
mod search;
pub mod sentences;
mod session;
mod state;
mod update;
mod watching;
pub mod words;

use std::io;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use chrono::{FixedOffset, Local, Offset as _};
use crossterm::event::Event;
use ratatui::layout::Rect;
use sarf_shared::discussion::Timestamp;
use sarf_shared::rpc::BuildId;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc;
use tokio::time::{MissedTickBehavior, interval, sleep_until};

pub use fields::Fields;
pub use form::{Field, Form};
pub use import::{ImportField, ImportForm, ImportWish};
pub use list::{Listing, Row};
pub use message::{Changed, Effect, Message};
pub use overlay::{Commands, Overlay, Target};
pub use reading::{Pane, Reading};
pub use search::Search;
pub use session::Session;
pub use state::{Dirty, Notice, Screen, State, Tone};
pub use update::update;

use crate::client::{Launch, make_private_folder};
use crate::keymap::Keymap;
use crate::screens;
use crate::terminal::Terminal;
use crate::terminal::input::{is_gone, listen};
use crate::theme::Theme;

/// Frames a second at most, here and over SSH.
const FRAMES: (u64, u64) = (30, 10);

/// Runs the interface until the person leaves. The first frame is drawn before the daemon is asked for anything.
///
/// # Errors
/// Standard input or output is no terminal, or the terminal cannot be written to.
pub async fn run(launch: Launch, build: BuildId, keys: Keymap) -> io::Result<()> {
    let theme = Theme::from_env(|name| std::env::var(name).ok());
    let mut terminal = Terminal::take()?;
    // A folder that cannot be made is said by the first call to the daemon, in words.
    let _ = make_private_folder(&launch.places.state_dir);
    let session = Session::load(&launch.places.session_file);
    let mut state = State::new(theme, terminal.size()?, now(), zone(), session);
    state.keys = keys;
    terminal.show(screens::picture(&state))?;

    let (send, messages) = mpsc::unbounded_channel();
    let effects = effects::Effects::new(launch, build, send);
    effects.begin();
    let ended = turn(&mut terminal, &mut state, &effects, messages).await;
    // However it ended: a terminal that went away takes nothing along.
    if state.discussions.is_loaded() {
        effects.save_session(&state.session());
    }
    ended
}

/// What ends the interface from outside.
struct Ends {
    asked: Signal,
    hung_up: Signal,
}

impl Ends {
    async fn told(&mut self) {
        tokio::select! {
            _ = self.asked.recv() => {}
            _ = self.hung_up.recv() => {}
        }
    }
}

/// Takes message after message until the person leaves or a signal says so.
async fn turn(
    terminal: &mut Terminal,
    state: &mut State,
    effects: &effects::Effects,
    mut messages: mpsc::UnboundedReceiver<Message>,
) -> io::Result<()> {
    let mut input = listen()?;
    let mut seconds = interval(Duration::from_secs(1));
    seconds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut ends = Ends { asked: signal(SignalKind::terminate())?, hung_up: signal(SignalKind::hangup())? };
    let mut stop = signal(SignalKind::from_raw(rustix::process::Signal::TSTP.as_raw()))?;
    let mut resumed = signal(SignalKind::from_raw(rustix::process::Signal::CONT.as_raw()))?;
    let pause = frame_pause(std::env::var_os("SSH_CONNECTION").is_some());
    let mut shown = Instant::now();
    let mut dirty = false;

    loop {
        let due = tokio::time::Instant::from_std(shown + pause);
        let message = tokio::select! {
            biased;
            () = ends.told() => return Ok(()),
            from = input.recv() => match from {
                Some(event) => from_terminal(event?),
                None => return Ok(()),
            },
            () = sleep_until(due), if dirty => {
                terminal.show(screens::picture(state))?;
                (shown, dirty) = (Instant::now(), false);
                continue;
            }
            Some(message) = messages.recv() => Some(message),
            _ = seconds.tick() => {
                if is_gone() {
                    return Ok(());
                }
                Some(Message::Tick(now()))
            }
            _ = stop.recv() => {
                if suspend(terminal, state, &mut resumed, &mut ends).await?.is_break() {
                    return Ok(());
                }
                None
            }
            _ = resumed.recv() => {
                // Stopped by what cannot be caught: the terminal may be in any state.
                terminal.leave();
                again(terminal, state)?;
                None
            }
        };
        dirty = true;
        let Some(message) = message else { continue };
        #[cfg(debug_assertions)]
        fault::on_demand(&message);
        for effect in update(state, message) {
            match effect {
                Effect::Quit => return Ok(()),
                Effect::Redraw => terminal.forget(),
                Effect::Copy(text) => terminal.copy(&text)?,
                Effect::Suspend => {
                    if suspend(terminal, state, &mut resumed, &mut ends).await?.is_break() {
                        return Ok(());
                    }
                }
                effect => effects.run(effect),
            }
        }
    }
}

/// Gives the terminal to the shell until it says `fg`. Where no shell waits for that (the program is the terminal's
/// first, as in `ssh -t host sarf`), nobody could ever wake it, and it says so instead.
///
/// A shell that goes away wakes whom it stopped and says so in one breath; then the terminal is not taken again, since
/// asking for one that is somebody else's would stop the program for ever.
async fn suspend(
    terminal: &mut Terminal,
    state: &mut State,
    resumed: &mut Signal,
    ends: &mut Ends,
) -> io::Result<ControlFlow<()>> {
    use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};
    if getsid(None).is_ok_and(|session| session == getpgrp()) {
        state.say(Tone::Plain, "there is no shell to go to: this program is the first of its terminal");
        return Ok(ControlFlow::Continue(()));
    }
    terminal.leave();
    // Not SIGTSTP, which we take ourselves; the whole group, as the terminal would.
    kill_current_process_group(Signal::STOP)?;
    tokio::select! {
        biased;
        () = ends.told() => return Ok(ControlFlow::Break(())),
        _ = resumed.recv() => {}
    }
    again(terminal, state)?;
    Ok(ControlFlow::Continue(()))
}

/// Takes the terminal again, which may have another size by now.
fn again(terminal: &mut Terminal, state: &mut State) -> io::Result<()> {
    terminal.enter()?;
    state.area = terminal.size()?;
    Ok(())
}

fn from_terminal(event: Event) -> Option<Message> {
    match event {
        Event::Key(key) => Some(Message::Key(key)),
        Event::Paste(text) => Some(Message::Paste(text)),
        Event::Resize(width, height) => Some(Message::Resize(width, height)),
        Event::FocusGained | Event::FocusLost | Event::Mouse(_) => None,
    }
}

/// The pause between two frames.
fn frame_pause(ssh: bool) -> Duration {
    Duration::from_millis(1000 / if ssh { FRAMES.1 } else { FRAMES.0 })
}

fn now() -> Timestamp {
    Timestamp(u64::try_from(chrono::Utc::now().timestamp_millis()).unwrap_or(0))
}

fn zone() -> FixedOffset {
    Local::now().offset().fix()
}

/// A state for tests and benchmarks: no terminal, no daemon, a clock that stands still, the zone of Greenwich.
pub fn still_state(theme: Theme, width: u16, height: u16) -> Option<State> {
    let zone = FixedOffset::east_opt(0)?;
    Some(State::new(theme, Rect::new(0, 0, width, height), Timestamp(1_776_000_000_000), zone, Session::default()))
}
