//! The table as rows for spreadsheets: one figure a row, each with what it rests on and what it was measured with.

use sarf_shared::discussion::{DiscussionId, RunId, VersionId};
use sarf_shared::rpc::{F1Stamp, F1View, RowFigure, ScoredDiscussion, ShareLine, Stat};
use sarf_shared::scoring::Counts;
use sarf_shared::scoring::f1::{Mean, Value, Why};
use sarf_shared::scoring::intervals::Interval;

use super::DiscussionStatements;
use crate::cli::exit::{Exit, Failure};

/// What a row is of; `low` and `high` are the ends of the 95 % interval, `mean` is over the discussions. A figure that is not
/// defined has an empty `value` and the words in `undefined`.
const HEAD: [&str; 20] = [
    "scope",
    "discussion",
    "statement",
    "line",
    "figure",
    "value",
    "low",
    "high",
    "mean",
    "mean_over",
    "n",
    "tp",
    "fp",
    "fn",
    "undefined",
    "ruler",
    "scorer",
    "level",
    "truth",
    "runs",
];

/// What a row's figure is of.
#[derive(Clone, Default)]
struct Of {
    scope: &'static str,
    discussion: Option<DiscussionId>,
    statement: Option<u32>,
    truth: String,
    runs: String,
}

/// A figure with what it rests on.
#[derive(Default)]
struct Row<'a> {
    line: String,
    figure: &'a str,
    value: Option<f64>,
    undefined: String,
    drawn: Option<&'a Interval>,
    mean: Option<&'a Mean>,
    n: Option<u64>,
    counts: Option<Counts>,
}

impl<'a> Row<'a> {
    fn new(line: impl ToString, figure: &'a str, value: Value) -> Self {
        let undefined = match value {
            Value::Figure(_) => String::new(),
            Value::Undefined(why) => why.to_string(),
        };
        Row { line: line.to_string(), figure, value: value.figure(), undefined, ..Row::default() }
    }

    fn share(line: &str, share: &'a ShareLine) -> Self {
        Row {
            drawn: share.interval.as_ref(),
            mean: Some(&share.mean),
            n: Some(share.whole),
            ..Row::new(line, "share", share.value)
        }
    }

    fn stat(line: impl ToString, figure: &'a str, stat: &Stat, n: u64) -> Self {
        let (value, undefined) = match stat {
            Stat::Figure(found) => (Some(found.value), String::new()),
            Stat::Undefined(why) => (None, why.to_string()),
        };
        Row { line: line.to_string(), figure, value, undefined, n: Some(n), ..Row::default() }
    }

    fn cells(&self, of: &Of, stamp: &F1Stamp) -> Vec<String> {
        fn text<T: ToString>(value: Option<T>) -> String {
            value.map_or_else(String::new, |value| value.to_string())
        }
        let bounds = self.drawn.and_then(Interval::bounds);
        vec![
            of.scope.to_owned(),
            text(of.discussion),
            text(of.statement),
            self.line.clone(),
            self.figure.to_owned(),
            // Every digit, so that figures are read back as they are.
            text(self.value),
            text(bounds.map(|bounds| bounds.low)),
            text(bounds.map(|bounds| bounds.high)),
            text(self.mean.and_then(|mean| mean.value.figure())),
            text(self.mean.map(|mean| mean.over)),
            text(self.n.or_else(|| self.counts.and_then(|counts| u64::try_from(counts.items()).ok()))),
            text(self.counts.map(|counts| counts.tp)),
            text(self.counts.map(|counts| counts.fp)),
            text(self.counts.map(|counts| counts.fn_)),
            self.undefined.clone(),
            stamp.ruler_words.clone(),
            stamp.ruler.scorer.to_string(),
            stamp.level.to_string(),
            of.truth.clone(),
            of.runs.clone(),
        ]
    }
}

/// The table as CSV.
pub fn csv(view: &F1View, statements: &[DiscussionStatements]) -> Result<String, Failure> {
    let failed = |error: String| Failure::new(Exit::Failed, format!("the rows could not be written: {error}"));
    let stamp = &view.stamp;
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(HEAD).map_err(|error| failed(error.to_string()))?;
    let mut write = |of: &Of, rows: Vec<Row<'_>>| {
        rows.iter()
            .try_for_each(|row| out.write_record(row.cells(of, stamp)))
            .map_err(|error| failed(error.to_string()))
    };
    write(&system(stamp), of_system(view))?;
    for row in &view.discussions.items {
        let of = discussion(stamp, &row.discussion);
        let why = row.why.map(|why| why.to_string()).or_else(|| row.problem.clone());
        match why {
            // Words, where there is no figure.
            Some(undefined) => write(&of, vec![Row { undefined, ..Row::default() }])?,
            None => {
                let mut rows: Vec<Row<'_>> = row.figures.iter().flat_map(of_counts).collect();
                rows.push(Row::new("exact", "share", row.exact));
                write(&of, rows)?;
            }
        }
    }
    for of_one in statements {
        let about =
            view.discussions.items.iter().map(|row| &row.discussion).find(|about| about.id == of_one.discussion);
        let Some(about) = about else { continue };
        for row in &of_one.rows {
            let of = Of { scope: "statement", statement: Some(row.statement), ..discussion(stamp, about) };
            match row.why {
                Some(why) => write(&of, vec![Row { undefined: why.to_string(), ..Row::default() }])?,
                None => {
                    let mut rows: Vec<Row<'_>> = row.figures.iter().flat_map(of_counts).collect();
                    let exact = row.exact.map(|exact| Value::Figure(f64::from(u8::from(exact))));
                    rows.extend(exact.map(|exact| Row::new("exact", "share", exact)));
                    write(&of, rows)?;
                }
            }
        }
    }
    let bytes = out.into_inner().map_err(|error| failed(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| failed(error.to_string()))
}

fn joined<T: ToString>(all: impl IntoIterator<Item = T>) -> String {
    all.into_iter().map(|one| one.to_string()).collect::<Vec<_>>().join(" ")
}

fn system(stamp: &F1Stamp) -> Of {
    let truth: Vec<VersionId> = stamp.truth.versions.clone();
    let runs: Vec<RunId> = stamp.engines.iter().flat_map(|one| one.runs.iter().copied()).collect();
    Of {
        scope: "system",
        truth: if stamp.truth.constructed { "constructed".to_owned() } else { joined(truth) },
        runs: joined(runs),
        ..Of::default()
    }
}

fn discussion(stamp: &F1Stamp, about: &ScoredDiscussion) -> Of {
    let constructed = if stamp.truth.constructed { "constructed" } else { "" };
    Of {
        scope: "discussion",
        discussion: Some(about.id),
        truth: about.truth.map_or_else(|| constructed.to_owned(), |version| version.to_string()),
        runs: joined(about.run),
        ..Of::default()
    }
}

fn of_system(view: &F1View) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for line in &view.lines {
        let pooled = [line.pooled.precision, line.pooled.recall, line.pooled.f1];
        for (at, (figure, value)) in ["precision", "recall", "f1"].into_iter().zip(pooled).enumerate() {
            rows.push(Row {
                drawn: line.intervals.as_ref().and_then(|all| all.get(at)),
                mean: line.mean.get(at),
                counts: Some(line.counts),
                ..Row::new(line.line, figure, value)
            });
        }
        rows.extend(line.published.map(|figure| Row::new(line.line, "published", Value::Figure(figure))));
    }
    for one in &view.variables {
        rows.push(Row {
            drawn: one.interval.as_ref(),
            mean: Some(&one.mean),
            n: Some(one.n),
            ..Row::new(one.variable, "macro_f1", one.macro_f1)
        });
        let stats = [("kappa", &one.kappa), ("alpha", &one.alpha), ("ac1", &one.ac1), ("percent", &one.percent)];
        rows.extend(stats.map(|(figure, stat)| Row::stat(one.variable, figure, stat, one.n)));
        rows.extend(one.published.map(|figure| Row::new(one.variable, "published", Value::Figure(figure))));
    }
    let [scored, truth] = &view.connectivity;
    rows.extend([
        Row::share("exact", &view.exact),
        Row::share("connected_scored", scored),
        Row::share("connected_truth", truth),
    ]);
    rows
}

/// Precision, recall and F1 of the counts of a discussion or a statement.
fn of_counts(figure: &RowFigure) -> [Row<'static>; 3] {
    let RowFigure { line, counts, f1 } = *figure;
    let share = |whole: usize, why: Why| match (f1, whole) {
        (Value::Undefined(none), _) => Value::Undefined(none),
        (_, 0) => Value::Undefined(why),
        _ => Value::Figure(counts.tp as f64 / whole as f64),
    };
    let precision = share(counts.tp + counts.fp, Why::NoneScored(line));
    let recall = share(counts.tp + counts.fn_, Why::NoneTrue(line));
    [("precision", precision), ("recall", recall), ("f1", f1)]
        .map(|(figure, value)| Row { counts: Some(counts), ..Row::new(line, figure, value) })
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
