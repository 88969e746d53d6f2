//! Where a command's words go: JSON or text to standard output, notices to standard error. A reader that goes away
//! (`| head`) ends the program quietly. Text is cleaned on its way out: names and transcripts come from other people's
//! files, and a terminal would obey the control characters in them.

use std::borrow::Cow;
use std::io::{IsTerminal, Write};

use schemars::JsonSchema;
use serde::Serialize;

use super::exit::Failure;

/// A failure as `--json` tells it, on standard error.
#[derive(Serialize, JsonSchema)]
pub struct Told<'a> {
    /// What happened, what was kept, what to do.
    error: &'a str,
    /// The words of the exit code.
    kind: &'static str,
    /// The exit code.
    exit: u8,
}

/// How a command speaks.
#[derive(Debug, Clone, Copy)]
pub struct Output {
    json: bool,
}

impl Output {
    /// Text, or JSON.
    pub fn new(json: bool) -> Self {
        Output { json }
    }

    /// Whether JSON was asked for.
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// Whether progress can be drawn in place.
    pub fn is_terminal(&self) -> bool {
        !self.json && std::io::stdout().is_terminal()
    }

    /// One JSON object, or the text.
    pub fn value<T: Serialize>(&self, value: &T, text: impl FnOnce() -> String) {
        if self.json {
            self.line(&serde_json::to_string(value).unwrap_or_default());
        } else {
            let text = text();
            if !text.is_empty() {
                self.line(&harmless(&text));
            }
        }
    }

    /// Rows: as JSON one a line; else what `table` makes of them, or `none` where there are none.
    pub fn rows<T: Serialize>(&self, rows: &[T], none: impl AsRef<str>, table: impl FnOnce() -> String) {
        if self.json {
            rows.iter().for_each(|row| self.value(row, String::new));
        } else if rows.is_empty() {
            self.text(none);
        } else {
            self.text(table());
        }
    }

    /// A line of text; nothing when JSON was asked for.
    pub fn text(&self, line: impl AsRef<str>) {
        if !self.json {
            self.line(&harmless(line.as_ref()));
        }
    }

    /// A sentence that is not the result: to standard error, also beside JSON.
    pub fn notice(&self, sentence: &str) {
        let _ = writeln!(std::io::stderr(), "{}", harmless(sentence));
    }

    /// Writes a line as it is.
    pub fn line(&self, line: &str) {
        self.raw(&format!("{line}\n"));
    }

    /// Writes as it is and flushes.
    pub fn raw(&self, text: &str) {
        let mut out = std::io::stdout().lock();
        if out.write_all(text.as_bytes()).and_then(|()| out.flush()).is_err() {
            // Nobody reads any more; there is nobody to tell either.
            std::process::exit(0);
        }
    }

    /// Says why a command failed: a sentence, or one JSON object, to standard error.
    pub fn failure(&self, failure: &Failure) {
        if self.json {
            let error = Told { error: &failure.message, kind: failure.exit.words(), exit: failure.exit.code() };
            self.notice(&serde_json::to_string(&error).unwrap_or_default());
        } else {
            self.notice(&format!("sarf: {}", failure.message));
        }
    }
}

/// The text with every control character but the ends of lines and tabs made visible as one mark, so that what a file
/// holds is shown and never obeyed.
pub fn harmless(text: &str) -> Cow<'_, str> {
    let is_obeyed = |c: char| c.is_control() && c != '\n' && c != '\t';
    if !text.contains(is_obeyed) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace(is_obeyed, "\u{fffd}"))
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn what_a_terminal_would_obey_is_shown_and_lines_tabs_and_letters_stay() {
        assert_eq!(harmless("a\tb\nZoë 日本 שלום"), "a\tb\nZoë 日本 שלום");
        assert_eq!(harmless("one\r\ntwo"), "one\ntwo");
        let told = harmless("\u{1b}[2J\u{9b}31m red \u{7} \u{7f} back\rfront");
        assert!(!told.contains(char::is_control), "{told:?}");
        assert!(told.contains("[2J") && told.contains(" red ") && told.ends_with("front"), "{told:?}");
    }
}
