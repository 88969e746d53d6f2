//! The terminal: raw mode and back, whatever happens. Sends no questions to it, so nothing waits for an answer.

pub mod input;
pub mod paint;

use std::io::{self, IsTerminal as _, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use paint::Painter;

/// Other screen, no cursor, pasted text marked as such.
const ENTER: &str = "\x1b[?1049h\x1b[?25l\x1b[?2004h";
/// The way back, safe to say twice; ends a synchronised update and a scroll region that a panic may have cut in two.
const LEAVE: &str = "\x1b[?2026l\x1b[r\x1b[0m\x1b[?2004l\x1b[?25h\x1b[?1049l";

/// The most bytes of a text that are handed to a terminal's clipboard: many take no more than 100 kB once encoded.
pub const MOST_COPIED: usize = 75_000;

/// Whether the terminal is ours: a fault may happen in any thread, and no frame may follow the way back.
static OURS: AtomicBool = AtomicBool::new(false);

/// The terminal while it is ours; dropping it gives it back.
#[derive(Debug)]
pub struct Terminal {
    painter: Painter,
}

impl Terminal {
    /// Takes the terminal. A panic gives it back before it speaks ([`crate::crash`]).
    pub fn take() -> io::Result<Terminal> {
        if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
            return Err(io::Error::other("the interface needs a terminal; the commands of `sarf --help` do not"));
        }
        let mut terminal = Terminal { painter: Painter::default() };
        terminal.enter()?;
        Ok(terminal)
    }

    /// Takes it (again, after a suspension).
    pub fn enter(&mut self) -> io::Result<()> {
        enable_raw_mode()?;
        OURS.store(true, Ordering::SeqCst);
        self.painter.forget();
        write_all(ENTER)
    }

    /// Gives it back for now.
    pub fn leave(&mut self) {
        give_back();
    }

    /// Its size.
    pub fn size(&self) -> io::Result<Rect> {
        let (width, height) = crossterm::terminal::size()?;
        Ok(Rect::new(0, 0, width.max(1), height.max(1)))
    }

    /// Hands text to the terminal's own clipboard (OSC 52): it works over SSH, and asks nothing. Within tmux it is said
    /// twice, to tmux and through it, as either may be what the person allows.
    pub fn copy(&self, text: &str) -> io::Result<()> {
        write_ours(&osc_52(text, std::env::var_os("TMUX").is_some()))
    }

    /// Forgets what is shown, so that the next frame is written whole.
    pub fn forget(&mut self) {
        self.painter.forget();
    }

    /// Shows a picture: one write, one flush, and neither when nothing changed.
    pub fn show(&mut self, picture: Buffer) -> io::Result<()> {
        let bytes = self.painter.frame(picture);
        if bytes.is_empty() { Ok(()) } else { write_ours(&bytes) }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

fn write_all(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Writes unless the terminal was given back meanwhile, which is looked at while nobody else can write.
fn write_ours(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if OURS.load(Ordering::SeqCst) {
        out.write_all(text.as_bytes())?;
        out.flush()?;
    }
    Ok(())
}

/// The way back, once. Nothing can be done about a failure here; the terminal may be gone.
pub(crate) fn give_back() {
    if OURS.swap(false, Ordering::SeqCst) {
        let _ = write_all(LEAVE);
        let _ = disable_raw_mode();
    }
}

fn osc_52(text: &str, tmux: bool) -> String {
    use base64::Engine as _;
    let said = format!("\x1b]52;c;{}\x07", base64::engine::general_purpose::STANDARD.encode(text));
    if tmux { format!("{said}\x1bPtmux;\x1b{said}\x1b\\") } else { said }
}

#[cfg(test)]
mod tests {
    use super::osc_52;

    #[test]
    fn copied_text_goes_encoded_to_the_terminal_and_through_tmux() {
        assert_eq!(osc_52("41/8", false), "\x1b]52;c;NDEvOA==\x07");
        assert!(osc_52("41/8", true).ends_with("\x1bPtmux;\x1b\x1b]52;c;NDEvOA==\x07\x1b\\"));
        // Whatever is copied, nothing of it can reach the terminal as a command.
        assert!(!osc_52("\x1b[2J", false)[2..].contains('\x1b'));
    }
}
