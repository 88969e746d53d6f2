//! Pieces of Markdown: tables with the command that prints their figures, figures, intervals.

use sarf_shared::scoring::agreement::Estimate;
use sarf_shared::scoring::f1::Value;
use sarf_shared::scoring::intervals::Interval;

/// A table with the command that prints its figures beneath it.
pub fn printed(head: &[&str], rows: &[Vec<String>], command: &str) -> String {
    table(head, rows) + &beside(command)
}

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

/// The line beneath a table.
pub fn beside(command: &str) -> String {
    format!("Printed by {}\n\n", code(command))
}

/// A span of code; its fence is longer than any row of backticks within.
pub fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let room = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{room}{text}{room}{fence}")
}

/// Text that means nothing but itself, in a sentence or in a cell of a table.
pub fn escaped(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let is_word = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|c| c.is_alphanumeric());
    let mut out = String::new();
    for (at, letter) in letters.iter().enumerate() {
        match letter {
            '\n' | '\r' | '\t' => out.push(' '),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            // Within a word an underscore is a letter like any other.
            '_' if is_word(at.checked_sub(1)) && is_word(Some(at + 1)) => out.push('_'),
            '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '~' | '$' => out.extend(['\\', *letter]),
            other => out.push(*other),
        }
    }
    out
}

/// Three decimals.
pub fn figure(value: f64) -> String {
    format!("{value:.3}")
}

/// A p of a test: four decimals, and never a plain zero.
pub fn p(p: f64) -> String {
    if p < 0.0001 { "< 0.0001".to_owned() } else { format!("{p:.4}") }
}

/// Both ends of an interval, or why there is none.
pub fn interval(interval: &Interval) -> String {
    match interval {
        Interval::Bounds(bounds) => format!("{:.3} to {:.3}", bounds.low, bounds.high),
        Interval::Without(why) => why.to_string(),
    }
}

/// The same where intervals may not have been asked for.
pub fn asked(drawn: Option<&Interval>) -> String {
    drawn.map_or_else(|| "none asked for".to_owned(), interval)
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
    match value {
        Value::Figure(found) => figure(found),
        Value::Undefined(why) => why.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulldown_cmark::{Event, Options, Parser, TagEnd};

    /// The cells of a document's tables as a reader sees them.
    fn cells(page: &str) -> Vec<String> {
        let (mut out, mut cell) = (Vec::new(), String::new());
        for event in
            Parser::new_ext(page, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_MATH)
        {
            match event {
                Event::Text(text) => cell.push_str(&text),
                Event::End(TagEnd::TableCell) => out.push(std::mem::take(&mut cell)),
                Event::Code(_) | Event::Start(_) | Event::End(_) | Event::SoftBreak => {}
                other => panic!("{other:?}"),
            }
        }
        out
    }

    #[test]
    fn every_cell_reads_back_as_it_was_whatever_stands_in_it() {
        let nasty = [
            "truth \\ model",
            "a|b",
            "`c`",
            "*d* _e_",
            "coder_1",
            "<b>&amp;</b>",
            "[x](y)",
            "~~z~~",
            "$1$",
            "\\|",
            "a \\`b",
        ];
        let page = table(&["head", "other"], &nasty.map(|text| vec![text.to_owned(), "1".to_owned()]));
        let read = cells(&page);
        assert_eq!(read.len(), 2 + 2 * nasty.len(), "{page}");
        assert_eq!(read[2..].iter().step_by(2).collect::<Vec<_>>(), nasty.iter().collect::<Vec<_>>(), "{page}");
    }

    #[test]
    fn a_command_reads_back_whatever_it_quotes() {
        for command in ["sarf f1", "sarf f1 --model 'a`b'", "sarf f1 --model '``'", "`x`"] {
            let page = beside(command);
            let found = Parser::new(&page).find_map(|event| match event {
                Event::Code(text) => Some(text.to_string()),
                _ => None,
            });
            assert_eq!(found.as_deref(), Some(command), "{page}");
        }
    }
}
