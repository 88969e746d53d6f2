//! How things look: styles by meaning (ANSI 16 colours, or none) and glyphs (Unicode, or ASCII). Nothing is said by
//! colour alone: every style that means something stands beside a glyph or a word.

use ratatui::style::{Color, Modifier, Style};

/// Styles and glyphs of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    colour: bool,
    /// The glyphs.
    pub glyphs: &'static Glyphs,
}

impl Theme {
    /// From the environment: `NO_COLOR` (not empty) takes the colours. The glyphs are ASCII with `SARF_ASCII=1`, never
    /// with `SARF_ASCII=0`; without either where `TERM` is `linux` or `dumb`, or the locale names another encoding than
    /// UTF-8. Where no locale is set at all nothing is known, and nearly every terminal of today can do Unicode.
    pub fn from_env(env: impl Fn(&str) -> Option<String>) -> Theme {
        let set = |name: &str| env(name).is_some_and(|value| !value.is_empty());
        // As the C library does it, the first of these that says something decides.
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| env(name).filter(|v| !v.is_empty()));
        let foreign = locale.is_some_and(|locale| {
            let locale = locale.to_ascii_lowercase();
            !locale.contains("utf-8") && !locale.contains("utf8")
        });
        let ascii = match env("SARF_ASCII").as_deref() {
            None | Some("") => foreign || env("TERM").is_some_and(|term| term == "linux" || term == "dumb"),
            Some(value) => value != "0",
        };
        Theme::new(!set("NO_COLOR"), ascii)
    }

    /// With or without colours, in Unicode or ASCII.
    pub fn new(colour: bool, ascii: bool) -> Theme {
        Theme { colour, glyphs: if ascii { &ASCII } else { &UNICODE } }
    }

    fn coloured(self, colour: Color) -> Style {
        if self.colour { Style::new().fg(colour) } else { Style::new() }
    }

    /// Ordinary text.
    pub fn text(self) -> Style {
        Style::new()
    }

    /// Background matter: rules, units, what is not yet there.
    pub fn dim(self) -> Style {
        Style::new().add_modifier(Modifier::DIM)
    }

    /// A heading or the thing being spoken of.
    pub fn strong(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// Where one is.
    pub fn focus(self) -> Style {
        self.coloured(Color::Cyan).add_modifier(Modifier::BOLD)
    }

    /// The selected row.
    pub fn selected(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// Words that were searched for.
    pub fn found(self) -> Style {
        self.coloured(Color::Yellow).add_modifier(Modifier::UNDERLINED)
    }

    /// A key in a hint.
    pub fn key(self) -> Style {
        self.coloured(Color::Cyan)
    }

    /// Better, done.
    pub fn good(self) -> Style {
        self.coloured(Color::Green)
    }

    /// Worse, failed.
    pub fn bad(self) -> Style {
        self.coloured(Color::Red).add_modifier(Modifier::BOLD)
    }

    /// Wants attention.
    pub fn attention(self) -> Style {
        self.coloured(Color::Yellow)
    }

    /// At work.
    pub fn working(self) -> Style {
        self.coloured(Color::Cyan)
    }
}

/// Signs that carry meaning.
#[derive(Debug, PartialEq, Eq)]
pub struct Glyphs {
    /// Horizontal rule.
    pub rule: &'static str,
    /// Vertical rule between panes.
    pub wall: &'static str,
    /// At work.
    pub running: &'static str,
    /// Ready.
    pub ready: &'static str,
    /// Waiting its turn, or for a person.
    pub waiting: &'static str,
    /// Paused.
    pub paused: &'static str,
    /// Failed.
    pub failed: &'static str,
    /// Approved.
    pub tick: &'static str,
    /// Not there.
    pub none: &'static str,
    /// Cut off.
    pub more: &'static str,
    /// A filled part of a bar.
    pub full: &'static str,
    /// Parts of a bar, by eighths; empty where only whole parts are drawn.
    pub eighths: &'static [&'static str],
    /// An empty part of a bar.
    pub empty: &'static str,
    /// From actor to target.
    pub arrow: (&'static str, &'static str),
    /// A pair bond, and a broken one.
    pub bond: &'static str,
    /// A pair bond that ended.
    pub broken_bond: &'static str,
    /// A branch, the last branch, and what stands under a branch that goes on.
    pub tree: (&'static str, &'static str, &'static str),
    /// Between clauses.
    pub dot: &'static str,
    /// Between a thing and what is said of it.
    pub dash: &'static str,
    /// The mark of the statement being read.
    pub cursor: &'static str,
    /// Better than before, and worse.
    pub change: (&'static str, &'static str),
    /// Multiplication sign, for tries.
    pub times: &'static str,
}

static UNICODE: Glyphs = Glyphs {
    rule: "─",
    wall: "│",
    running: "▶",
    ready: "●",
    waiting: "○",
    paused: "‖",
    failed: "✗",
    tick: "✓",
    none: "·",
    more: "…",
    full: "█",
    eighths: &["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"],
    empty: "─",
    arrow: ("─", "→"),
    bond: "──",
    broken_bond: "─×─",
    tree: ("├ ", "└ ", "│ "),
    dot: "·",
    dash: "—",
    cursor: "▌",
    change: ("▲", "▼"),
    times: "×",
};

static ASCII: Glyphs = Glyphs {
    rule: "-",
    wall: "|",
    running: ">",
    ready: "*",
    waiting: "o",
    paused: "=",
    failed: "x",
    tick: "v",
    none: ".",
    more: "~",
    full: "#",
    eighths: &[],
    empty: "-",
    arrow: ("-", "->"),
    bond: "--",
    broken_bond: "-x-",
    tree: ("|- ", "`- ", "|  "),
    dot: "-",
    dash: "-",
    cursor: "|",
    change: ("^", "v"),
    times: "x",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_color_leaves_no_colour_and_an_empty_one_does() {
        let plain = Theme::from_env(|name| (name == "NO_COLOR").then(|| "1".into()));
        for style in [plain.focus(), plain.key(), plain.good(), plain.bad(), plain.attention(), plain.working()] {
            assert_eq!(style.fg, None);
        }
        let coloured = Theme::from_env(|name| (name == "NO_COLOR").then(String::new));
        assert_eq!(coloured.bad().fg, Some(Color::Red));
    }

    #[test]
    fn a_terminal_that_cannot_do_unicode_gets_ascii_unless_one_says_otherwise() {
        let rule = |set: &[(&str, &str)]| {
            let value = |name: &str| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
            Theme::from_env(value).glyphs.rule
        };
        for set in
            [&[][..], &[("LANG", "C.UTF-8")], &[("LANG", "de_DE.utf8")], &[("LC_ALL", ""), ("LANG", "en_US.UTF-8")]]
        {
            assert_eq!(rule(set), "─", "{set:?}");
        }
        for set in [
            &[("LANG", "C")][..],
            &[("LC_ALL", "POSIX"), ("LANG", "en_US.UTF-8")],
            &[("LC_CTYPE", "de_DE.ISO-8859-1")],
            &[("TERM", "linux"), ("LANG", "C.UTF-8")],
            &[("TERM", "dumb")],
        ] {
            assert_eq!(rule(set), "-", "{set:?}");
        }
        assert_eq!(rule(&[("LANG", "C"), ("SARF_ASCII", "0")]), "─");
    }

    #[test]
    fn ascii_glyphs_are_ascii() {
        let g = Theme::from_env(|name| (name == "SARF_ASCII").then(|| "1".into())).glyphs;
        let all = [
            g.rule,
            g.wall,
            g.running,
            g.ready,
            g.waiting,
            g.paused,
            g.failed,
            g.tick,
            g.none,
            g.more,
            g.full,
            g.empty,
            g.arrow.0,
            g.arrow.1,
            g.bond,
            g.broken_bond,
            g.tree.0,
            g.tree.1,
            g.tree.2,
            g.dot,
            g.dash,
            g.cursor,
            g.change.0,
            g.change.1,
            g.times,
        ];
        assert!(all.iter().all(|glyph| glyph.is_ascii() && !glyph.is_empty()));
        assert_eq!(Theme::from_env(|name| (name == "SARF_ASCII").then(|| "0".into())).glyphs.rule, "─");
    }
}
