//! A real pseudo-terminal with the real program in it, read as a person reads it: frame by frame.
//!
//! A thread reads and feeds a terminal emulator; whoever waits is woken by it. Nothing sleeps, and a wait that fails
//! shows the screen.

use std::io::{Read, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use super::binary::sarf;
use super::wait::PATIENCE;
use super::world::World;

/// What begins a frame of the interface.
const FRAME_BEGIN: &[u8] = b"\x1b[?2026h";

/// What ends a frame of the interface (the end of a synchronised update).
const FRAME_END: &[u8] = b"\x1b[?2026l";

/// A terminal with a program in it. Dropped, it takes the program along.
pub struct Terminal {
    shown: Arc<(Mutex<Shown>, Condvar)>,
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    begun: Instant,
}

struct Shown {
    parser: vt100::Parser,
    frames: Vec<Frame>,
    bytes: Vec<u8>,
    unread: usize,
    closed: bool,
}

/// One picture the terminal showed.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Its text.
    pub text: String,
    /// How long after the start of the program it was complete.
    pub after: Duration,
}

impl Terminal {
    /// Opens the interface of a world.
    pub fn open(world: &World, columns: u16, rows: u16, environment: &[(&str, &str)]) -> Terminal {
        let mut command = CommandBuilder::new(sarf());
        command.env_clear();
        Terminal::run(world, command, columns, rows, environment)
    }

    /// Opens a shell with job control in a world; the program's path is in `$SARF`.
    pub fn shell(world: &World, columns: u16, rows: u16) -> Terminal {
        let mut command = CommandBuilder::new("bash");
        command.args(["--norc", "--noprofile", "-i"]);
        command.env_clear();
        let path = sarf().display().to_string();
        Terminal::run(world, command, columns, rows, &[("SARF", &path), ("PS1", "ready> ")])
    }

    /// Runs a script in a world, with the program's path in `$SARF`. No job control, so nothing but the program and
    /// the script's own commands touches the terminal.
    pub fn script(world: &World, script: &str, columns: u16, rows: u16, environment: &[(&str, &str)]) -> Terminal {
        let mut command = CommandBuilder::new("bash");
        command.args(["--norc", "--noprofile", "-c", script]);
        command.env_clear();
        command.env("SARF", sarf());
        Terminal::run(world, command, columns, rows, environment)
    }

    fn run(
        world: &World,
        mut command: CommandBuilder,
        columns: u16,
        rows: u16,
        environment: &[(&str, &str)],
    ) -> Terminal {
        let fail = |what: &str, error: anyhow::Error| -> ! { panic!("{what}: {error}") };
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap_or_else(|error| fail("no pseudo-terminal", error));
        command.cwd(world.beside());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", world.beside());
        command.env("SARF_HOME", world.home());
        command.env("TERM", "xterm-256color");
        command.env("TZ", "UTC");
        for (name, value) in environment {
            command.env(name, value);
        }
        let begun = Instant::now();
        let child = pair.slave.spawn_command(command).unwrap_or_else(|error| fail("the program", error));
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap_or_else(|error| fail("its output", error));
        let keyboard = pair.master.take_writer().unwrap_or_else(|error| fail("its input", error));
        let shown =
            Shown { parser: parser(columns, rows), frames: Vec::new(), bytes: Vec::new(), unread: 0, closed: false };
        let shown = Arc::new((Mutex::new(shown), Condvar::new()));
        let told = shown.clone();
        thread::spawn(move || {
            let mut buffer = [0; 8192];
            loop {
                let read = reader.read(&mut buffer).unwrap_or(0);
                let mut shown = told.0.lock().unwrap_or_else(PoisonError::into_inner);
                shown.take(&buffer[..read], begun);
                told.1.notify_all();
                if read == 0 {
                    return;
                }
            }
        });
        Terminal { shown, master: pair.master, keyboard, child, begun }
    }

    fn lock(&self) -> MutexGuard<'_, Shown> {
        self.shown.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Types.
    pub fn press(&mut self, keys: &str) {
        let done = self.keyboard.write_all(keys.as_bytes()).and_then(|()| self.keyboard.flush());
        done.unwrap_or_else(|error| panic!("typing {keys:?}: {error}\n{}", self.screen()));
    }

    /// Makes the terminal another size.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.lock().parser = parser(columns, rows);
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).unwrap_or_else(|error| panic!("resizing: {error}"));
    }

    /// The screen now.
    pub fn screen(&self) -> String {
        self.lock().parser.screen().contents()
    }

    /// What the terminal is left in that a shell would not want: the other screen, no cursor, marked pasting.
    pub fn left_in(&self) -> Vec<&'static str> {
        let shown = self.lock();
        let screen = shown.parser.screen();
        let modes = [
            (screen.alternate_screen(), "the other screen"),
            (screen.hide_cursor(), "no cursor"),
            (screen.bracketed_paste(), "marked pasting"),
        ];
        modes.into_iter().filter_map(|(on, name)| on.then_some(name)).collect()
    }

    /// How many frames there were so far; a mark for [`Terminal::frames_since`].
    pub fn mark(&self) -> usize {
        self.lock().frames.len()
    }

    /// The frames since a mark.
    pub fn frames_since(&self, mark: usize) -> Vec<Frame> {
        self.lock().frames.get(mark..).unwrap_or_default().to_vec()
    }

    /// Everything that was written to the terminal.
    pub fn bytes(&self) -> Vec<u8> {
        self.lock().bytes.clone()
    }

    /// Waits until the screen is as wanted; returns it.
    #[track_caller]
    pub fn wait(&self, what: &str, wanted: impl Fn(&str) -> bool) -> String {
        self.wait_for(what, |shown| {
            let text = shown.parser.screen().contents();
            wanted(&text).then_some(text)
        })
    }

    /// Waits until a frame since `mark` was as wanted, even if it has gone by; returns it.
    #[track_caller]
    pub fn wait_frame(&self, mark: usize, what: &str, wanted: impl Fn(&str) -> bool) -> Frame {
        self.wait_for(what, |shown| shown.frames.get(mark..)?.iter().find(|frame| wanted(&frame.text)).cloned())
    }

    /// How many bytes were written to the terminal so far; a mark for [`Terminal::wait_bytes`].
    pub fn written(&self) -> usize {
        self.lock().bytes.len()
    }

    /// Waits until `wanted` was written after the first `from` bytes, whatever came of it on the screen.
    #[track_caller]
    pub fn wait_bytes(&self, from: usize, what: &str, wanted: &str) {
        self.wait_for(what, |shown| find(shown.bytes.get(from..)?, wanted.as_bytes()));
    }

    #[track_caller]
    fn wait_for<T>(&self, what: &str, found: impl Fn(&Shown) -> Option<T>) -> T {
        let mut shown = self.lock();
        let begun = Instant::now();
        loop {
            if let Some(found) = found(&shown) {
                return found;
            }
            let left = PATIENCE.saturating_sub(begun.elapsed());
            let screen = || shown.parser.screen().contents();
            assert!(!left.is_zero(), "waited in vain until {what}; the screen:\n{}", screen());
            assert!(!shown.closed, "the program ended before {what}; the screen:\n{}", screen());
            shown = self.shown.1.wait_timeout(shown, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Waits until the program ends by itself, and says how.
    #[track_caller]
    pub fn ended(&mut self) -> u32 {
        let begun = Instant::now();
        {
            let mut shown = self.lock();
            while !shown.closed {
                let left = PATIENCE.saturating_sub(begun.elapsed());
                assert!(!left.is_zero(), "the program did not end:\n{}", shown.parser.screen().contents());
                shown = self.shown.1.wait_timeout(shown, left).unwrap_or_else(PoisonError::into_inner).0;
            }
        }
        self.child.wait().map(|status| status.exit_code()).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The program's process.
    pub fn pid(&self) -> u32 {
        self.child.process_id().unwrap_or_default()
    }

    /// How long it has been running.
    pub fn age(&self) -> Duration {
        self.begun.elapsed()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Shown {
    fn take(&mut self, bytes: &[u8], begun: Instant) {
        self.closed = bytes.is_empty();
        self.bytes.extend_from_slice(bytes);
        // A frame may end in the middle of what was read; the picture is taken exactly there.
        while let Some(at) = find(&self.bytes[self.unread..], FRAME_END) {
            let end = self.unread + at + FRAME_END.len();
            self.parser.process(&self.bytes[self.unread..end]);
            self.unread = end;
            self.frames.push(Frame { text: self.parser.screen().contents(), after: begun.elapsed() });
        }
        // What is no frame (a shell's words, the way back) is shown at once; a frame waits for its end, as on a real
        // terminal.
        let rest = &self.bytes[self.unread..];
        let ready = if self.closed { rest.len() } else { find(rest, FRAME_BEGIN).unwrap_or(rest.len()) };
        self.parser.process(&rest[..ready]);
        self.unread += ready;
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn parser(columns: u16, rows: u16) -> vt100::Parser {
    let size = |n: u16| std::num::NonZero::new(n).unwrap_or(std::num::NonZero::<u16>::MIN);
    vt100::Parser::new(size(rows), size(columns), 0)
}
