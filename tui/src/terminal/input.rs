//! What comes from the terminal: keys, pasted text, a new size; and whether it is still there. Decides nothing.
//!
//! Reading has a thread of its own. crossterm reads on, without end, while half of a key is there, and for ever once the
//! terminal is gone; in the loop of the interface either would keep even a signal from being heard.

use std::io;
use std::thread;

use crossterm::event::{self, Event};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use tokio::sync::mpsc;

/// Begins to read the terminal: events as they come, and at last the error that ended it. The thread ends with the
/// process, or when nobody takes what it sends.
///
/// # Errors
/// The thread cannot be started.
pub fn listen() -> io::Result<mpsc::UnboundedReceiver<io::Result<Event>>> {
    let (send, input) = mpsc::unbounded_channel();
    thread::Builder::new().name("terminal-input".to_owned()).spawn(move || {
        loop {
            let event = event::read();
            let last = event.is_err();
            if send.send(event).is_err() || last {
                return;
            }
        }
    })?;
    Ok(input)
}

/// Whether the terminal is gone: its window was closed, its connection cut. Most programs are told by a signal, but not
/// one in a session of its own; and nobody who only waits for this is woken, so it has to be asked.
pub fn is_gone() -> bool {
    let stdin = io::stdin();
    // Nothing is asked for: a hang-up is told unasked.
    let mut asked = [PollFd::new(&stdin, PollFlags::empty())];
    let at_once = Timespec::default();
    poll(&mut asked, Some(&at_once)).is_ok()
        && asked.iter().any(|asked| asked.revents().intersects(PollFlags::HUP | PollFlags::ERR))
}
