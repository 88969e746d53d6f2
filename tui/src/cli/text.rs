//! Words of commands: lists as aligned columns, ids, times, items in sentence form. Pure.

use std::fmt::Write as _;

use chrono::{DateTime, Local};
use sarf_shared::discussion::Timestamp;
use sarf_shared::rpc::DiscussionRow;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns of a table or a line of words, whatever reads it: what is printed in a terminal and through a pipe is the same.
pub const WIDTH: usize = 80;

/// Between two columns of a table.
const GAP: usize = 2;
/// A column that gives way keeps so much, if it has it.
const KEPT: usize = 8;

/// Rows as columns, each as wide as its widest cell; columns named in `right` are right-aligned.
pub fn table(head: &[&str], right: &[usize], rows: &[Vec<String>]) -> String {
    laid(head, right, rows, &natural(head, rows))
}

/// The same in [`WIDTH`] columns, if the columns named in `giving` can give way: the widest of them is made narrower, and its
/// longer cells go on in the next line. Nothing is cut.
pub fn fitted(head: &[&str], right: &[usize], giving: &[usize], rows: &[Vec<String>]) -> String {
    let mut widths = natural(head, rows);
    let total = |widths: &[usize]| widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
    while total(&widths) > WIDTH {
        let widest = giving.iter().filter_map(|at| Some((*widths.get(*at)?, *at))).max();
        let Some((width, at)) = widest.filter(|(width, _)| *width > KEPT) else { break };
        if let Some(column) = widths.get_mut(at) {
            *column = width - 1;
        }
    }
    laid(head, right, rows, &widths)
}

fn natural(head: &[&str], rows: &[Vec<String>]) -> Vec<usize> {
    let mut widths: Vec<usize> = head.iter().map(|cell| cell.width()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    widths
}

fn laid(head: &[&str], right: &[usize], rows: &[Vec<String>], widths: &[usize]) -> String {
    let line = |cells: &[String]| {
        let mut out = String::new();
        for (index, (cell, width)) in cells.iter().zip(widths).enumerate() {
            let pad = " ".repeat(width.saturating_sub(cell.width()));
            if right.contains(&index) {
                let _ = write!(out, "{pad}{cell}  ");
            } else {
                let _ = write!(out, "{cell}{pad}  ");
            }
        }
        out.trim_end().to_owned()
    };
    let mut lines = Vec::new();
    let head: Vec<String> = head.iter().map(ToString::to_string).collect();
    for row in std::iter::once(&head).chain(rows) {
        let cells: Vec<Vec<String>> = row.iter().zip(widths).map(|(cell, width)| broken(cell, *width)).collect();
        for at in 0..cells.iter().map(Vec::len).max().unwrap_or(1) {
            let part = |cell: &Vec<String>| cell.get(at).cloned().unwrap_or_default();
            lines.push(line(&cells.iter().map(part).collect::<Vec<_>>()));
        }
    }
    lines.join("\n")
}

/// A cell in lines of `width` columns, broken between words, or within a word that is wider.
fn broken(cell: &str, width: usize) -> Vec<String> {
    let (mut lines, mut line) = (Vec::new(), String::new());
    for word in cell.split(' ') {
        if !line.is_empty() && line.width() + 1 + word.width() > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        for letter in word.chars() {
            if !line.is_empty() && line.width() + letter.width().unwrap_or(0) > width {
                lines.push(std::mem::take(&mut line));
            }
            line.push(letter);
        }
    }
    lines.push(line);
    lines
}

/// Breaks a line of words at [`WIDTH`] columns; what follows is indented. Two spaces between words stay two.
pub fn wrap(line: &str, indent: usize) -> String {
    let words = line.trim_start();
    let mut width = line.width() - words.width();
    let mut out = " ".repeat(width);
    let mut gap = 0;
    for (at, word) in words.split([' ', '\n', '\t']).enumerate() {
        if word.is_empty() {
            gap += 1;
            continue;
        }
        gap += usize::from(at > 0);
        if at > 0 && width + gap + word.width() > WIDTH {
            let _ = write!(out, "\n{}", " ".repeat(indent));
            width = indent;
        } else {
            out.push_str(&" ".repeat(gap));
            width += gap;
        }
        out.push_str(word);
        width += word.width();
        gap = 0;
    }
    out.push('\n');
    out
}

/// A local time to the minute.
pub fn time(at: Timestamp) -> String {
    let millis = i64::try_from(at.0).unwrap_or(0);
    DateTime::from_timestamp_millis(millis)
        .map_or_else(String::new, |time| time.with_timezone(&Local).format("%Y-%m-%d %H:%M").to_string())
}

/// A duration as a person says it.
pub fn duration(ms: u64) -> String {
    match ms {
        0..=9_999 => format!("{:.1} s", ms as f64 / 1000.0),
        10_000..=119_999 => format!("{} s", ms / 1000),
        120_000..=7_199_999 => format!("{} min", ms / 60_000),
        _ => format!("{} h {} min", ms / 3_600_000, ms / 60_000 % 60),
    }
}

/// A score to two digits, or a dot where there is none.
pub fn score(value: Option<f64>) -> String {
    value.map_or_else(|| "·".to_owned(), |value| format!("{value:.2}"))
}

/// `n/of`, or a dot where there is none.
pub fn part(value: Option<(u32, u32)>) -> String {
    value.map_or_else(|| "·".to_owned(), |(n, of)| format!("{n}/{of}"))
}

/// What people coded: `14/20`, with a tick where all of it is approved, or a dot where nobody coded.
pub fn coded(row: &DiscussionRow) -> String {
    row.coded.map_or_else(
        || "·".to_owned(),
        |coded| format!("{}/{}{}", coded.statements, coded.of, if coded.is_approved() { " ✓" } else { "" }),
    )
}

/// The mark after a discussion's title.
pub fn mark(row: &DiscussionRow) -> &'static str {
    match (row.synthetic, row.imported) {
        (true, false) => "synthetic",
        (true, true) => "synthetic, imported",
        (false, _) => "imported",
    }
}

/// The status as a person reads it, with where a failure happened.
pub fn status(row: &DiscussionRow) -> String {
    let word = row.status.as_str().replace('_', " ");
    match row.failure {
        Some(failure) => format!("{word} ({} {}/{}: {})", failure.stage, failure.at, failure.of, failure.cause),
        None => word,
    }
}

/// Cuts to `width` columns.
pub fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        let mut next = out.clone();
        next.push(c);
        if next.width() + 1 > width {
            break;
        }
        out = next;
    }
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_whatever_the_width_of_their_letters() {
        let rows = vec![vec!["1".into(), "Zoë".into()], vec!["12".into(), "日本".into()]];
        assert_eq!(table(&["#", "who"], &[0], &rows), " #  who\n 1  Zoë\n12  日本");
    }

    #[test]
    fn a_table_that_is_too_wide_breaks_the_cells_that_may_give_way_and_loses_nothing() {
        let long = "blind 31, over the model 12, adjudicated 3";
        let rows = vec![vec!["1".into(), "a".repeat(40), long.into(), "9".into()]];
        let told = fitted(&["#", "coder", "provenance", "n"], &[0, 3], &[1, 2], &rows);
        assert!(told.lines().all(|line| line.width() <= WIDTH), "{told}");
        let words: String = told.lines().skip(1).collect::<Vec<_>>().join(" ");
        assert_eq!(words.matches('a').count(), 40 + "adjudicated".matches('a').count(), "{told}");
        for word in long.split(' ') {
            assert!(words.contains(word), "{word}\n{told}");
        }
        assert!(table(&["#", "coder", "provenance", "n"], &[0, 3], &rows).lines().any(|line| line.width() > WIDTH));
    }

    #[test]
    fn a_broken_line_keeps_its_words_its_indent_and_its_double_spaces() {
        let words = "word ".repeat(30);
        let told = wrap(&format!("F1  {words}"), 4);
        assert!(told.starts_with("F1  word") && told.lines().all(|line| line.width() <= WIDTH), "{told}");
        assert!(told.lines().skip(1).all(|line| line.starts_with("    word")), "{told}");
        assert_eq!(told.matches("word").count(), 30);
        assert_eq!(wrap("39/8    Ann  up", 8), "39/8    Ann  up\n");
    }

    #[test]
    fn a_cut_never_exceeds_its_width() {
        assert_eq!(cut("abcdef", 4), "abc…");
        assert!(cut("日本語テキスト", 5).width() <= 5);
    }
}
