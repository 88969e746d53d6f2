//! The report as text of 80 columns: who coded what, stage one, stage two, windows, models, and what a reader has to know.

use std::fmt::Write as _;

use sarf_shared::plural::counted;
use sarf_shared::scoring::agreement::{
    AgreementReport, Coder, Estimate, Finding, Level, LineFound, ModelStanding, Rated, Rater, Resampled, Stamp,
    Statistic, Window,
};
use sarf_shared::scoring::f1::Line;

use super::super::f1::rows::{interval, short};
use super::values;
use crate::cli::text::{cut, wrap};

/// Coders beside one another in a matrix.
const COLUMNS: usize = 7;
/// Disagreements shown; the rest are counted.
const SHOWN: usize = 10;

/// The whole report.
pub fn table(about: &str, report: &AgreementReport) -> String {
    let mut out = stamp(about, &report.stamp);
    out.push_str(&raters(&report.raters));
    out.push_str("\n1 Finding: do coders find the same items? F1 of all pairs of people, pooled\n");
    out.push_str(&finding(&report.finding));
    for (line, title) in [(Line::Aggregate, "F1, all items"), (Line::Events, "F1, events")] {
        out.push_str(&matrix(title, line, report));
    }
    out.push_str("\n2 Values: do they give what they found the same values?\n");
    for section in &report.values {
        out.push_str(&values::section(section));
    }
    out.push_str("\nCoded at all? Statements in which a variable is coded, whatever the item\n");
    out.push_str(&values::figures(&report.presence));
    out.push_str(&windows(&report.windows));
    for model in &report.models {
        out.push_str(&standing(model));
    }
    out.push_str(&disagreements(report));
    out.push('\n');
    for note in &report.notes {
        out.push_str(&wrap(&format!("! {note}"), 2));
    }
    out.trim_end().to_owned()
}

fn stamp(about: &str, stamp: &Stamp) -> String {
    let level = match stamp.level {
        Level::Cumulative => "timeline",
        Level::Statement => "statement by statement",
    };
    let drawn = match (stamp.replicates, stamp.resampled) {
        (0, _) => "no intervals".to_owned(),
        (n, Resampled::Discussions) => format!("95 % intervals from {n} draws of discussions, seed {}", stamp.seed),
        (n, Resampled::Statements) => format!("95 % intervals from {n} draws of statements, seed {}", stamp.seed),
    };
    let first = wrap(&format!("Agreement  {about}"), 4);
    let second = format!("    matcher {} · rules v{} · {level} · {drawn}", stamp.ruler_words, stamp.version);
    first + &wrap(&second, 4)
}

fn raters(raters: &[Rater]) -> String {
    let mut out =
        format!("\n{:<40}{:>12}{:>12}{:>8}{:>8}\n", "coders", "discussions", "statements", "shared", "events");
    for rater in raters {
        let _ = writeln!(
            out,
            "{:<40}{:>12}{:>12}{:>8}{:>8}",
            cut(&rater.coder.to_string(), 39),
            rater.discussions,
            rater.statements,
            rater.shared,
            rater.events
        );
    }
    out
}

fn finding(finding: &Finding) -> String {
    if finding.humans.is_empty() {
        return "    no statement was coded by two people\n".to_owned();
    }
    let mut out = format!(
        "{:<23}{:>6}  {:<13}{:>6}{:>11}{:>12}\n",
        "", "F1", "95 % interval", "both", "first only", "second only"
    );
    for line in &finding.humans {
        out.push_str(&found(line));
    }
    out
}

fn found(line: &LineFound) -> String {
    let name = match line.line {
        Line::Aggregate => "all items".to_owned(),
        other => format!("{}{}", "  ".repeat(other.depth()), other.items()),
    };
    let counts = &line.counts;
    let drawn = match &line.f1 {
        Estimate::Figure { interval: drawn, .. } => interval(Some(drawn)),
        Estimate::Words { .. } => "·".to_owned(),
    };
    format!(
        "{:<23}{:>6}  {drawn:<13}{:>6}{:>11}{:>12}\n",
        cut(&name, 23),
        values::figure(&line.f1),
        counts.tp,
        counts.fp,
        counts.fn_
    )
}

/// Every two coders by a line's F1; blocks of columns where there are many.
fn matrix(title: &str, line: Line, report: &AgreementReport) -> String {
    let coders: Vec<&Coder> = report.raters.iter().map(|rater| &rater.coder).collect();
    if coders.len() < 2 {
        return String::new();
    }
    let mut out = String::new();
    for (block, columns) in coders.chunks(COLUMNS).enumerate() {
        let _ = write!(out, "\n{title:<23}");
        for at in 0..columns.len() {
            let _ = write!(out, "{:>8}", block * COLUMNS + at + 1);
        }
        out.push('\n');
        for (number, row) in coders.iter().enumerate() {
            let _ = write!(out, "{:<23}", cut(&format!("{} {row}", number + 1), 22));
            for column in columns {
                let cell = match report.finding.pair(row, column) {
                    _ if row == column => String::new(),
                    None => "·".to_owned(),
                    Some(pair) => {
                        let found = pair.lines.iter().find(|found| found.line == line);
                        found.map_or_else(|| "·".to_owned(), |found| values::figure(&found.f1))
                    }
                };
                let _ = write!(out, "{cell:>8}");
            }
            out.truncate(out.trim_end().len());
            out.push('\n');
        }
    }
    out
}

fn windows(windows: &[Window]) -> String {
    // One window says what the table says.
    if windows.len() < 2 {
        return String::new();
    }
    let mut out = format!("\n{:<24}", "α over time, by units");
    for rated in Rated::ALL.iter().filter(|rated| rated.variable().is_some()) {
        let _ = write!(out, "{:>14}", rated.as_str());
    }
    out.push('\n');
    for window in windows {
        let part = if window.full { "" } else { " (part)" };
        let _ = write!(out, "{:<24}", format!("{} – {}{part}", window.from, window.to));
        for figures in &window.variables {
            let cell = match &figures.humans.alpha {
                Estimate::Figure { value, .. } => short(*value),
                Estimate::Words { words, .. } => words.split(" (").next().unwrap_or_default().to_owned(),
            };
            let _ = write!(out, "{cell:>14}");
        }
        out.push('\n');
    }
    out
}

fn standing(model: &ModelStanding) -> String {
    let mut out =
        format!("\n{}", wrap(&format!("The model apart, never counted among the people: {}", model.model), 4));
    let _ = writeln!(out, "{:<23}{:>10}{:>12}{:>12}  95 % interval", "", "people", "with model", "difference");
    let mut verdicts = String::new();
    let mut row = |name: &str, standing: &sarf_shared::scoring::agreement::Standing| {
        let drawn = match &standing.difference {
            Estimate::Figure { interval: drawn, .. } => interval(Some(drawn)),
            Estimate::Words { .. } => "·".to_owned(),
        };
        let _ = writeln!(
            out,
            "{:<23}{:>10}{:>12}{:>12}  {drawn}",
            cut(name, 23),
            values::figure(&standing.humans),
            values::figure(&standing.with_model),
            values::figure(&standing.difference)
        );
        verdicts.push_str(&wrap(&format!("  {name}: {}", standing.verdict), 4));
    };
    for one in model.finding.iter().filter(|one| one.line.depth() < 2) {
        let name = if one.line == Line::Aggregate { "all items" } else { one.line.items() };
        row(&format!("F1 {name}"), &one.standing);
    }
    for one in model.values.iter().filter(|one| one.statistic == Statistic::Alpha) {
        row(&format!("α {}", one.rated.to_string().replace('_', " ")), &one.standing);
    }
    out + &verdicts
}

fn disagreements(report: &AgreementReport) -> String {
    let all = &report.disagreements;
    if all.is_empty() {
        return String::new();
    }
    let mut out = format!("\n{}, the gravest first\n", counted(all.len(), "disagreement", "disagreements"));
    for one in all.iter().take(SHOWN) {
        let words = format!("  {}  {}  {}", one.unit, one.impact, one.label);
        let _ = writeln!(out, "{}", cut(&words, 80));
    }
    if all.len() > SHOWN {
        let _ = writeln!(out, "  and {} more; --json has them all", all.len() - SHOWN);
    }
    out
}
