//! From two pictures to the fewest bytes between them: rows that only moved are scrolled by the terminal, cells that
//! changed are written, styles are said in the sixteen classic colours. One string a frame, within a synchronised
//! update (DEC 2026), so that a slow line never shows half a picture.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// Rows that must have moved together for a scroll to be worth its bytes.
const WORTH_SCROLLING: u16 = 4;

/// The farthest a picture is looked for above or below its old place.
const REACH: u16 = 3;

/// Remembers what the terminal shows.
#[derive(Debug, Default)]
pub struct Painter {
    shown: Option<Buffer>,
}

impl Painter {
    /// Forgets what is shown: the next frame clears the terminal and writes everything.
    pub fn forget(&mut self) {
        self.shown = None;
    }

    /// The bytes that turn what is shown into `next`; empty when nothing changed.
    pub fn frame(&mut self, next: Buffer) -> String {
        let mut out = String::new();
        let shown = match self.shown.take().filter(|shown| shown.area == next.area) {
            Some(shown) => shown,
            None => {
                out.push_str("\x1b[0m\x1b[2J");
                Buffer::empty(next.area)
            }
        };
        let mut shown = shown;
        scroll(&mut shown, &next, &mut out);
        distrust(&mut shown, &next);
        cells(&shown, &next, &mut out);
        self.shown = Some(next);
        if out.is_empty() { out } else { format!("\x1b[?2026h{out}\x1b[0m\x1b[?2026l") }
    }
}

fn row(buffer: &Buffer, y: u16) -> &[Cell] {
    let width = usize::from(buffer.area.width);
    let from = usize::from(y) * width;
    buffer.content.get(from..from + width).unwrap_or_default()
}

/// Finds the longest run of rows that moved up or down together, lets the terminal scroll it, and does the same to the
/// remembered picture.
fn scroll(shown: &mut Buffer, next: &Buffer, out: &mut String) {
    let height = next.area.height;
    let mut best: Option<(u16, u16, bool, u16)> = None;
    for by in 1..=REACH.min(height.saturating_sub(1)) {
        for up in [true, false] {
            // Row y of the next picture was row `from(y)` of the shown one.
            let span = if up { 0..height - by } else { by..height };
            let from = |y: u16| if up { y + by } else { y - by };
            let mut run = 0;
            let mut changed = 0;
            let end = span.end;
            for y in span {
                if row(next, y) == row(shown, from(y)) {
                    run += 1;
                    changed += u16::from(row(next, y) != row(shown, y));
                } else {
                    (run, changed) = (0, 0);
                }
                let better = changed >= WORTH_SCROLLING && best.is_none_or(|(_, _, _, most)| changed > most);
                if better && y < end {
                    best = Some((y + 1 - run, by, up, changed));
                }
            }
        }
    }
    let Some((first, by, up, _)) = best else { return };
    let mut last = first;
    let from = |y: u16| if up { y + by } else { y - by };
    while last < height
        && (if up { last + by < height } else { last >= by })
        && row(next, last) == row(shown, from(last))
    {
        last += 1;
    }
    // The region covers the rows in both pictures.
    let (top, bottom) = if up { (first, last - 1 + by) } else { (first - by, last - 1) };
    let _ = write!(out, "\x1b[{};{}r\x1b[{by}{}\x1b[r", top + 1, bottom + 1, if up { 'S' } else { 'T' });
    let width = usize::from(next.area.width);
    let region = usize::from(top) * width..(usize::from(bottom) + 1) * width;
    let by = usize::from(by) * width;
    if let Some(cells) = shown.content.get_mut(region) {
        if up {
            cells.rotate_left(by);
            let kept = cells.len() - by;
            cells[kept..].fill(Cell::EMPTY);
        } else {
            cells.rotate_right(by);
            cells[..by].fill(Cell::EMPTY);
        }
    }
}

/// In a row that changes, what stands behind a disputed character may stand elsewhere by now: it is written again.
fn distrust(shown: &mut Buffer, next: &Buffer) {
    let disputed = |row: &[Cell]| row.iter().position(|cell| is_disputed(cell.symbol()));
    let width = usize::from(next.area.width);
    for y in 0..next.area.height {
        let (was, is) = (row(shown, y), row(next, y));
        if was == is {
            continue;
        }
        let Some(first) = [disputed(was), disputed(is)].into_iter().flatten().min() else { continue };
        let from = usize::from(y) * width;
        for cell in shown.content.iter_mut().skip(from + first).take(width - first) {
            // A colour that no picture has, so that the cell counts as another one.
            cell.fg = Color::Indexed(255);
        }
    }
}

fn cells(shown: &Buffer, next: &Buffer, out: &mut String) {
    let mut pen = Pen::default();
    let mut at: Option<(u16, u16)> = None;
    for (x, y, cell) in shown.diff(next) {
        if at != Some((x, y)) {
            match at {
                // A short gap in the same row and style is cheaper to write again than to jump over.
                Some((ax, ay)) if ay == y && x > ax && x - ax <= 3 && plain(next, ax, x, y, &pen) => {
                    for gap in ax..x {
                        out.push_str(next[(gap, y)].symbol());
                    }
                }
                _ => {
                    let _ = write!(out, "\x1b[{};{}H", y + 1, x + 1);
                }
            }
        }
        pen.take(cell, out);
        let width = u16::try_from(unicode_width::UnicodeWidthStr::width(cell.symbol())).unwrap_or(1).max(1);
        if is_disputed(cell.symbol()) {
            // Its cells are emptied first, and what follows is put where it belongs, however far the terminal moved.
            let blanks = " ".repeat(width.into());
            let _ = write!(out, "{blanks}\x1b[{};{}H{}", y + 1, x + 1, cell.symbol());
            at = None;
        } else {
            out.push_str(cell.symbol());
            at = Some((x + width, y));
        }
    }
}

/// Whether terminals disagree on how many columns a character takes: what is made of several code points (a flag, a
/// family, a letter with marks) and pictures. Wide characters of a script and plain letters are beyond dispute.
fn is_disputed(symbol: &str) -> bool {
    let mut characters = symbol.chars();
    let first = characters.next().unwrap_or(' ');
    characters.next().is_some() || ('\u{1f000}'..='\u{1faff}').contains(&first)
}

/// Whether the cells between can be written as they are, with the pen as it is.
fn plain(next: &Buffer, from: u16, to: u16, y: u16, pen: &Pen) -> bool {
    (from..to).all(|x| {
        let cell = &next[(x, y)];
        cell.symbol().len() == 1 && pen.is(cell)
    })
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

impl Pen {
    fn is(&self, cell: &Cell) -> bool {
        self.fg == cell.fg && self.bg == cell.bg && self.modifier == cell.modifier
    }

    fn take(&mut self, cell: &Cell, out: &mut String) {
        if self.is(cell) {
            return;
        }
        *self = Pen { fg: cell.fg, bg: cell.bg, modifier: cell.modifier };
        out.push_str("\x1b[0");
        const MODIFIERS: [(Modifier, u8); 5] = [
            (Modifier::BOLD, 1),
            (Modifier::DIM, 2),
            (Modifier::ITALIC, 3),
            (Modifier::UNDERLINED, 4),
            (Modifier::REVERSED, 7),
        ];
        for (modifier, code) in MODIFIERS {
            if self.modifier.contains(modifier) {
                let _ = write!(out, ";{code}");
            }
        }
        for (colour, base) in [(self.fg, 30), (self.bg, 40)] {
            if let Some(code) = sgr(colour, base) {
                let _ = write!(out, ";{code}");
            }
        }
        out.push('m');
    }
}

/// The classic code of a colour; none for the default and for what is no ANSI colour.
fn sgr(colour: Color, base: u8) -> Option<u8> {
    let offset = match colour {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 60,
        Color::LightRed => 61,
        Color::LightGreen => 62,
        Color::LightYellow => 63,
        Color::LightBlue => 64,
        Color::LightMagenta => 65,
        Color::LightCyan => 66,
        Color::White => 67,
        Color::Reset | Color::Rgb(..) | Color::Indexed(_) => return None,
    };
    Some(base + offset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    fn picture(rows: &[String]) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 40, 12));
        for (y, text) in (0..).zip(rows) {
            buffer.set_string(0, y, text, Style::new());
        }
        buffer
    }

    fn list(from: usize) -> Buffer {
        let rows: Vec<String> =
            (from..from + 12).map(|n| format!("row {n} with words of its own {}", n * 7919)).collect();
        picture(&rows)
    }

    fn terminal() -> vt100::Parser {
        let size = |n| std::num::NonZero::new(n).unwrap();
        vt100::Parser::new(size(12), size(40), 0)
    }

    fn screen(parser: &vt100::Parser) -> String {
        parser.screen().contents()
    }

    #[test]
    fn the_same_picture_costs_nothing() {
        let mut painter = Painter::default();
        assert!(!painter.frame(list(0)).is_empty());
        assert_eq!(painter.frame(list(0)), "");
    }

    #[test]
    fn a_list_that_moved_is_scrolled_and_the_terminal_shows_what_a_whole_frame_would() {
        for (before, after) in [(5, 6), (6, 5), (5, 8), (8, 5), (3, 9)] {
            let mut shown = terminal();
            let mut painter = Painter::default();
            shown.process(painter.frame(list(before)).as_bytes());
            let bytes = painter.frame(list(after));
            shown.process(bytes.as_bytes());
            let mut fresh = terminal();
            fresh.process(Painter::default().frame(list(after)).as_bytes());
            assert_eq!(screen(&shown), screen(&fresh), "{before} to {after}");
            let distance = usize::abs_diff(before, after);
            assert_eq!(bytes.contains('S') || bytes.contains('T'), distance <= 3, "{bytes:?}");
        }
    }

    #[test]
    fn a_list_under_a_title_moves_without_the_title() {
        let framed = |from: usize| {
            let mut rows: Vec<String> = vec!["a title that stays".into()];
            rows.extend((from..from + 8).map(|n| format!("row {n} {}", n * 7919)));
            rows.push(format!("the words below speak of row {from}"));
            picture(&rows)
        };
        let mut shown = terminal();
        let mut painter = Painter::default();
        for from in [0, 1, 2, 1, 0, 3] {
            shown.process(painter.frame(framed(from)).as_bytes());
            let mut fresh = terminal();
            fresh.process(Painter::default().frame(framed(from)).as_bytes());
            assert_eq!(screen(&shown), screen(&fresh), "at {from}");
        }
    }

    #[test]
    fn another_size_clears_and_writes_everything() {
        let mut painter = Painter::default();
        painter.frame(list(0));
        let other = Buffer::empty(Rect::new(0, 0, 20, 6));
        assert!(painter.frame(other).contains("\x1b[2J"));
    }

    #[test]
    fn what_stands_behind_a_character_of_disputed_width_keeps_its_column() {
        // This terminal gives a family of four eight columns, we count two; others give it two, or cut it.
        let mut shown = terminal();
        let mut painter = Painter::default();
        for text in ["👨‍👩‍👧‍👦 home  | a", "👨‍👩‍👧‍👦 home  | b", "plain words  | b", "👍🏽 well    | b"]
        {
            let next = picture(&[text.into()]);
            let column = (0..40).find(|x| next[(*x, 0)].symbol() == "|").unwrap();
            shown.process(painter.frame(next).as_bytes());
            assert_eq!(shown.screen().cell(0, column).unwrap().contents(), "|", "{text}: {}", screen(&shown));
            assert!(screen(&shown).trim_end().ends_with(&text[text.len() - 1..]), "{text}: {}", screen(&shown));
        }
    }

    #[test]
    fn wide_characters_keep_the_row_straight() {
        let mut shown = terminal();
        let mut painter = Painter::default();
        for text in ["名前 abc", "abc 名前 d", "a名b名c"] {
            shown.process(painter.frame(picture(&[text.into()])).as_bytes());
            assert_eq!(screen(&shown).trim_end(), text);
        }
    }
}
