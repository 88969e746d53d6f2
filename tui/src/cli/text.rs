//! Words of commands: lists as aligned columns, ids, times, items in sentence form. Pure.

use std::fmt::Write as _;

use chrono::{DateTime, Local};
use sarf_shared::discussion::Timestamp;
use sarf_shared::rpc::DiscussionRow;
use unicode_width::UnicodeWidthStr;

/// Rows as columns, each as wide as its widest cell; columns named in `right` are right-aligned.
pub fn table(head: &[&str], right: &[usize], rows: &[Vec<String>]) -> String {
    let mut widths: Vec<usize> = head.iter().map(|cell| cell.width()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let line = |cells: &[String]| {
        let mut out = String::new();
        for (index, (cell, width)) in cells.iter().zip(&widths).enumerate() {
            let pad = " ".repeat(width.saturating_sub(cell.width()));
            if right.contains(&index) {
                let _ = write!(out, "{pad}{cell}  ");
            } else {
                let _ = write!(out, "{cell}{pad}  ");
            }
        }
        out.trim_end().to_owned()
    };
    let head: Vec<String> = head.iter().map(ToString::to_string).collect();
    std::iter::once(line(&head)).chain(rows.iter().map(|row| line(row))).collect::<Vec<_>>().join("\n")
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
    fn a_cut_never_exceeds_its_width() {
        assert_eq!(cut("abcdef", 4), "abc…");
        assert!(cut("日本語テキスト", 5).width() <= 5);
    }
}
