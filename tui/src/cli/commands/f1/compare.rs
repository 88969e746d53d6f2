//! `sarf f1 compare`: what a new run fixed and broke, and how sure the difference is.

use std::fmt::Write as _;

use sarf_shared::rpc::{ChangedItem, CompareRequest, CompareView, PageRequest, ROW_LINES, Resampling, ScoreFilter};
use sarf_shared::scoring::f1::{Figure, Line, Value};

use super::rows::short;
use super::table::{stamp, warnings};
use crate::cli::args::scores::run_choice;
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::Output;
use crate::cli::session;
use crate::cli::text::{cut, wrap};

/// Items and discussions shown; the rest are counted.
const SHOWN: usize = 20;

/// Compares.
pub async fn run(
    output: &Output,
    old: &str,
    new: &str,
    filter: ScoreFilter,
    by: Line,
    resampling: Resampling,
) -> Result<Exit, Failure> {
    let request = CompareRequest { old: run_choice(old), new: run_choice(new), filter, resampling, by };
    let api = session::connect(output).await?;
    let view = api.f1_compare(request, PageRequest { offset: 0, limit: 500 }).await?;
    output.value(&view, || text(&view, by));
    Ok(Exit::Done)
}

fn figure(value: Value) -> String {
    value.figure().map_or_else(|| "·".to_owned(), short)
}

fn signed(value: Value) -> String {
    value.figure().map_or_else(
        || "·".to_owned(),
        |figure| match short(figure) {
            zero if zero.trim_start_matches('-') == ".000" => ".000".to_owned(),
            text if figure > 0.0 => format!("+{text}"),
            text => text,
        },
    )
}

fn p(p: Option<f64>) -> String {
    match p {
        None => "·".to_owned(),
        Some(p) if p < 0.001 => "<.001".to_owned(),
        Some(p) => short(p),
    }
}

/// The comparison in words and tables, at most 80 columns wide.
pub fn text(view: &CompareView, by: Line) -> String {
    let mut out = String::from("old\n");
    out.push_str(&stamp(&view.stamps[0]));
    out.push_str("new\n");
    out.push_str(&stamp(&view.stamps[1]));
    let _ = writeln!(
        out,
        "\n{:<19}{:>6}{:>6}{:>7}  {:<15}{:>6}{:>6}{:>7}{:>6}",
        "F1", "old", "new", "diff", "95 % interval", "perm p", "fixed", "broken", "p"
    );
    for line in ROW_LINES {
        let Some(found) = view.differences.iter().find(|one| one.figure == Figure::F1(*line)) else { continue };
        let words = if *line == Line::Aggregate { "all items" } else { line.items() };
        let name = cut(&format!("{}{words}", "  ".repeat(line.depth())), 19);
        if found.old.figure().is_none() && found.new.figure().is_none() {
            let _ = writeln!(out, "{name:<19}      {}", found.new);
            continue;
        }
        let bounds = found.interval.bounds();
        let interval = bounds.map_or_else(
            || "·".to_owned(),
            |bounds| format!("{} – {}", signed(Value::Figure(bounds.low)), signed(Value::Figure(bounds.high))),
        );
        let items = view.mcnemar.iter().find(|test| test.line == *line);
        let _ = writeln!(
            out,
            "{name:<19}{:>6}{:>6}{:>7}  {interval:<15}{:>6}{:>6}{:>7}{:>6}",
            figure(found.old),
            figure(found.new),
            signed(found.difference),
            p(found.test.p()),
            items.map_or(0, |test| test.fixed),
            items.map_or(0, |test| test.broken),
            p(items.and_then(|test| test.p().ok())),
        );
    }
    out.push_str(
        "perm p: permutation test over discussions. p: McNemar's exact test over items,\nwhich takes them for \
         independent.\n",
    );
    if view.discussions.len() > 1 {
        let _ = writeln!(out, "\n{} by discussion, worst regression first", by.items());
        for row in view.discussions.iter().take(SHOWN) {
            let _ = writeln!(
                out,
                "{:>6}{:>8}{:>7}{:>8}   fixed {:>3}  broken {:>3}",
                row.discussion.to_string(),
                figure(row.old),
                figure(row.new),
                signed(row.difference),
                row.fixed,
                row.broken
            );
        }
        if view.discussions.len() > SHOWN {
            let _ = writeln!(out, "       and {} more", view.discussions.len() - SHOWN);
        }
    }
    items(&mut out, "broken", &view.broken.items, view.broken.total);
    items(&mut out, "fixed", &view.fixed.items, view.fixed.total);
    if !view.left_out.is_empty() {
        let ids: Vec<String> = view.left_out.iter().take(SHOWN).map(ToString::to_string).collect();
        let more = match view.left_out.len().saturating_sub(SHOWN) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        out.push('\n');
        out.push_str(&wrap(&format!("scored in one of the two only, and left out: {}{more}", ids.join(", ")), 4));
    }
    let mut told: Vec<String> = Vec::new();
    for warning in view.stamps.iter().flat_map(|stamp| &stamp.warnings) {
        if !told.contains(warning) {
            told.push(warning.clone());
        }
    }
    out.push_str(&warnings(&told));
    out.trim_end().to_owned()
}

fn items(out: &mut String, title: &str, items: &[ChangedItem], total: u32) {
    let _ = writeln!(out, "\n{title} ({total})");
    for item in items.iter().take(SHOWN) {
        let place = match item.truth.statement {
            Some(number) => format!("{}/{number}", item.discussion),
            None => item.discussion.to_string(),
        };
        out.push_str(&wrap(&format!("{place:<7} {}", item.truth.sentence), 8));
    }
    if total as usize > SHOWN {
        let _ = writeln!(out, "        and {} more; --json has 500", total as usize - SHOWN);
    }
}
