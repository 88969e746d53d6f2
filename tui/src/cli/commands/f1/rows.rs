//! The table as rows for spreadsheets: one figure a row, each with what it was measured with.

use sarf_shared::rpc::F1View;
use sarf_shared::scoring::Counts;
use sarf_shared::scoring::f1::{Ratios, Value};
use sarf_shared::scoring::intervals::Interval;

use super::DiscussionStatements;
use crate::cli::exit::{Exit, Failure};

const HEAD: [&str; 18] = [
    "scope",
    "discussion",
    "statement",
    "line",
    "tp",
    "fp",
    "fn",
    "n",
    "precision",
    "recall",
    "f1",
    "f1_low",
    "f1_high",
    "f1_mean",
    "undefined",
    "ruler",
    "truth",
    "runs",
];

/// The table as CSV.
pub fn csv(view: &F1View, statements: &[DiscussionStatements]) -> Result<String, Failure> {
    let failed = |error: String| Failure::new(Exit::Failed, format!("the rows could not be written: {error}"));
    let mut out = csv::Writer::from_writer(Vec::new());
    let mut write = |row: Vec<String>| out.write_record(row).map_err(|error| failed(error.to_string()));
    write(HEAD.iter().map(ToString::to_string).collect())?;
    let stamp = &view.stamp;
    let join = |all: Vec<String>| all.join(" ");
    let truth = match stamp.truth.constructed {
        true => "constructed".to_owned(),
        false => join(stamp.truth.versions.iter().map(ToString::to_string).collect()),
    };
    let runs = join(stamp.engines.iter().flat_map(|one| &one.runs).map(ToString::to_string).collect());
    for line in &view.lines {
        let bounds = line.intervals.as_ref().and_then(|[.., f1]| f1.bounds().copied());
        let [low, high] =
            [bounds.map(|b| b.low), bounds.map(|b| b.high)].map(|bound| bound.map_or_else(String::new, plain));
        let mut row = vec!["system".to_owned(), String::new(), String::new(), line.line.to_string()];
        row.extend(counts(line.counts));
        row.extend(ratios(&line.pooled));
        row.extend([low, high, value(line.mean[2].value), undefined(line.pooled.f1)]);
        row.extend([stamp.ruler_words.clone(), truth.clone(), runs.clone()]);
        write(row)?;
    }
    for row in &view.discussions.items {
        let about = &row.discussion;
        let truth = about.truth.map_or_else(|| truth_word(stamp.truth.constructed), |version| version.to_string());
        let run = about.run.map_or_else(String::new, |run| run.to_string());
        for figure in &row.figures {
            let mut cells = vec!["discussion".to_owned(), about.id.to_string(), String::new(), figure.line.to_string()];
            cells.extend(counts(figure.counts));
            cells.extend(of_counts(figure.counts, figure.f1));
            cells.extend([stamp.ruler_words.clone(), truth.clone(), run.clone()]);
            write(cells)?;
        }
    }
    for of in statements {
        let about = view.discussions.items.iter().map(|row| &row.discussion).find(|about| about.id == of.discussion);
        let truth = about.and_then(|about| about.truth);
        let truth = truth.map_or_else(|| truth_word(stamp.truth.constructed), |version| version.to_string());
        let run = about.and_then(|about| about.run).map_or_else(String::new, |run| run.to_string());
        for row in &of.rows {
            for figure in &row.figures {
                let mut cells = vec![
                    "statement".to_owned(),
                    of.discussion.to_string(),
                    row.statement.to_string(),
                    figure.line.to_string(),
                ];
                cells.extend(counts(figure.counts));
                cells.extend(of_counts(figure.counts, figure.f1));
                cells.extend([stamp.ruler_words.clone(), truth.clone(), run.clone()]);
                write(cells)?;
            }
        }
    }
    let bytes = out.into_inner().map_err(|error| failed(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| failed(error.to_string()))
}

fn truth_word(constructed: bool) -> String {
    if constructed { "constructed".to_owned() } else { String::new() }
}

/// Every digit, so that figures are read back as they are.
fn plain(figure: f64) -> String {
    figure.to_string()
}

fn value(value: Value) -> String {
    value.figure().map_or_else(String::new, plain)
}

fn undefined(value: Value) -> String {
    match value {
        Value::Figure(_) => String::new(),
        Value::Undefined(why) => why.to_string(),
    }
}

fn counts(counts: Counts) -> [String; 4] {
    [counts.tp, counts.fp, counts.fn_, counts.items()].map(|n| n.to_string())
}

fn ratios(ratios: &Ratios) -> [String; 3] {
    [ratios.precision, ratios.recall, ratios.f1].map(value)
}

/// Precision, recall, F1, no interval, no mean, and why there is no F1.
fn of_counts(counts: Counts, f1: Value) -> [String; 7] {
    let share = |part: usize, whole: usize| if whole == 0 { String::new() } else { plain(part as f64 / whole as f64) };
    [
        share(counts.tp, counts.tp + counts.fp),
        share(counts.tp, counts.tp + counts.fn_),
        value(f1),
        String::new(),
        String::new(),
        String::new(),
        undefined(f1),
    ]
}

/// An interval as a table shows it, or a dot.
pub fn interval(interval: Option<&Interval>) -> String {
    match interval.and_then(Interval::bounds) {
        Some(bounds) => format!("{} – {}", short(bounds.low), short(bounds.high)),
        None => "·".to_owned(),
    }
}

/// Three decimals without the zero before the point.
pub fn short(figure: f64) -> String {
    let text = format!("{figure:.3}");
    match text.strip_prefix("0.") {
        Some(rest) => format!(".{rest}"),
        None => text.strip_prefix("-0.").map_or(text.clone(), |rest| format!("-.{rest}")),
    }
}
