//! Pieces of Markdown: tables, figures, intervals.

use sarf_shared::scoring::agreement::Estimate;
use sarf_shared::scoring::f1::Value;
use sarf_shared::scoring::intervals::Interval;

/// A table.
pub fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut out = line(head.iter().map(|cell| escaped(cell)).collect());
    out.push_str(&line(head.iter().map(|_| "---".to_owned()).collect()));
    for row in rows {
        out.push_str(&line(row.iter().map(|cell| escaped(cell)).collect()));
    }
    out.push('\n');
    out
}

/// Text that cannot break out of a cell.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('|', "\\|").replace(['\n', '\r'], " ").replace('<', "&lt;")
}

/// Three decimals.
pub fn figure(value: f64) -> String {
    format!("{value:.3}")
}

/// Both ends of an interval, or why there is none.
pub fn interval(interval: &Interval) -> String {
    match interval {
        Interval::Bounds(bounds) => format!("{:.3} to {:.3}", bounds.low, bounds.high),
        Interval::Without(why) => why.to_string(),
    }
}

/// A figure of agreement with its interval; or the words.
pub fn estimate(estimate: &Estimate) -> [String; 2] {
    match estimate {
        Estimate::Figure { value, interval: drawn, .. } => {
            [figure(*value), drawn.bounds().map_or_else(|| "none".to_owned(), |_| interval(drawn))]
        }
        Estimate::Words { words, .. } => [words.clone(), "none".to_owned()],
    }
}

/// A figure of F1, or the words.
pub fn value(value: Value) -> String {
    value.to_string()
}
