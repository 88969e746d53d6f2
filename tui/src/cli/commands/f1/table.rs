//! The table as text: a stamp, the lines, the variables, the discussions, and what a reader has to know. 80 columns.

use std::fmt::Write as _;

use sarf_shared::rpc::{
    F1Line, F1Row, F1Stamp, F1StatementRow, F1Variable, F1View, RowFigure, ScoreLevel, ShareLine, Stat,
};
use sarf_shared::scoring::f1::{Line, Value};

use super::DiscussionStatements;
use super::rows::{interval, short};
use crate::cli::text::{cut, wrap};

/// Discussions shown; the rest are counted.
const SHOWN: usize = 40;

/// The table.
pub fn table(view: &F1View) -> String {
    let mut out = stamp(&view.stamp);
    let _ = writeln!(out, "\n{}", head(""));
    let of_variables = |line: &F1Line| is_of_variable(line.line);
    for line in view.lines.iter().filter(|line| !of_variables(line)) {
        // Kinds that nobody coded would only be noise.
        if line.n > 0 || line.line.depth() < 2 {
            out.push_str(&f1_line(line, name(line.line)));
        }
    }
    let variables: Vec<&F1Line> = view.lines.iter().filter(|line| of_variables(line) && line.n > 0).collect();
    if !variables.is_empty() {
        let _ = writeln!(out, "\n{}", head("variables, by person"));
        for line in variables {
            out.push_str(&f1_line(line, line.line.items().to_owned()));
        }
    }
    out.push_str(&agreement(&view.variables));
    out.push('\n');
    out.push_str(&share("exact statements", &view.exact));
    if view.stamp.level == ScoreLevel::Discussion {
        out.push_str(&share("connected, scored", &view.connectivity[0]));
        out.push_str(&share("connected, truth", &view.connectivity[1]));
    }
    out.push_str(&published(view));
    if view.discussions.items.len() > 1 {
        out.push_str(&discussions(&view.discussions.items));
    }
    out.push_str(&warnings(&view.stamp.warnings));
    out.trim_end().to_owned()
}

/// The lines above every table: what was measured, with what, against what.
pub fn stamp(stamp: &F1Stamp) -> String {
    let engines: Vec<String> = (stamp.engines.iter())
        .map(|one| {
            let engine = &one.engine;
            let mut words = engine.provider.clone();
            if !engine.model.is_empty() {
                let _ = write!(words, "/{}", engine.model);
            }
            if !engine.prompt_hash.is_empty() {
                let _ = write!(words, " prompt {}", cut(&engine.prompt_hash, 9));
            }
            format!("{words} ({})", some(&one.runs))
        })
        .collect();
    let truth = &stamp.truth;
    let truth = match truth.constructed {
        true => format!("constructed references ({} statements)", truth.statements),
        false => format!("{} ({})", some(&truth.versions), truth.provenance.words().replace('_', " ")),
    };
    let resampling = match stamp.resampling.replicates {
        0 => "no intervals".to_owned(),
        n => format!("95 % intervals from {n} resamples of discussions, seed {}", stamp.resampling.seed),
    };
    let discussions = if stamp.discussions == 1 { "discussion" } else { "discussions" };
    let lines = [
        format!("F1  {}", stamp.filter),
        format!(
            "    model {}",
            if engines.is_empty() { "none: no run was scored".to_owned() } else { engines.join("; ") }
        ),
        format!("    matcher {} · scorer v{} · truth {truth}", stamp.ruler_words, stamp.ruler.scorer),
        format!("    {} {discussions} · {} · {resampling}", stamp.discussions, stamp.coverage),
    ];
    lines.iter().map(|line| wrap(line, 4)).collect()
}

/// The first ids of a list, and how many more.
fn some<T: ToString>(all: &[T]) -> String {
    const MOST: usize = 6;
    let shown: Vec<String> = all.iter().take(MOST).map(ToString::to_string).collect();
    match all.len().checked_sub(MOST) {
        None | Some(0) => shown.join(", "),
        Some(more) => format!("{} and {more} more", shown.join(", ")),
    }
}

fn head(title: &str) -> String {
    format!(
        "{title:<23}{:>6}{:>6}{:>6}  {:<13}{:>5}{:>5}{:>5}{:>7}",
        "P", "R", "F1", "95 % interval", "TP", "FP", "FN", "mean"
    )
}

fn name(line: Line) -> String {
    let words = match line {
        Line::Aggregate => "all items",
        other => other.items(),
    };
    format!("{}{words}", "  ".repeat(line.depth()))
}

fn is_of_variable(line: Line) -> bool {
    line as usize > Line::ChildOf as usize
}

fn ratio(value: Value) -> String {
    value.figure().map_or_else(|| "·".to_owned(), short)
}

fn f1_line(line: &F1Line, name: String) -> String {
    let name = cut(&name, 23);
    let Value::Figure(f1) = line.pooled.f1 else {
        return format!("{name:<23}     {}\n", line.pooled.f1);
    };
    format!(
        "{name:<23}{:>6}{:>6}{:>6}  {:<13}{:>5}{:>5}{:>5}{:>7}\n",
        ratio(line.pooled.precision),
        ratio(line.pooled.recall),
        short(f1),
        interval(line.intervals.as_ref().map(|[.., f1]| f1)),
        line.counts.tp,
        line.counts.fp,
        line.counts.fn_,
        ratio(line.mean[2].value),
    )
}

fn agreement(variables: &[F1Variable]) -> String {
    let n = variables.first().map_or(0, |one| one.n);
    let title = format!("values, {n} matched shifts");
    let mut out =
        format!("\n{title:<23}{:>6}{:>6}{:>6}{:>7}{:>10}{:>8}\n", "κ", "α", "AC1", "agree", "macro F1", "coded");
    for one in variables {
        if one.coded == 0 {
            let _ = writeln!(out, "{:<23}     {}", one.variable.as_str(), one.macro_f1);
            continue;
        }
        let stat = |stat: &Stat| match stat {
            Stat::Figure(figure) => short(figure.value),
            Stat::Undefined(_) => "·".to_owned(),
        };
        let percent = match &one.percent {
            Stat::Figure(figure) => format!("{:.0} %", 100.0 * figure.value),
            Stat::Undefined(_) => "·".to_owned(),
        };
        let _ = write!(
            out,
            "{:<23}{:>6}{:>6}{:>6}{percent:>7}{:>10}{:>8}",
            one.variable.as_str(),
            stat(&one.kappa),
            stat(&one.alpha),
            stat(&one.ac1),
            ratio(one.macro_f1),
            one.coded,
        );
        // One reason serves for all figures that are missing.
        let missing = [&one.kappa, &one.alpha, &one.ac1].into_iter().find_map(|stat| match stat {
            Stat::Undefined(why) => Some(why.to_string()),
            Stat::Figure(_) => None,
        });
        let _ = writeln!(out, "{}", missing.map_or_else(String::new, |why| format!("\n{:<23}     {why}", "")));
    }
    out
}

fn share(name: &str, share: &ShareLine) -> String {
    match share.value {
        Value::Figure(figure) => format!(
            "{name:<35}{:>6}  {:<13}{:>5} of {:>3}{:>8}\n",
            short(figure),
            interval(share.interval.as_ref()),
            share.part,
            share.whole,
            ratio(share.mean.value),
        ),
        undefined => format!("{name:<23}     {undefined}\n"),
    }
}

/// The published system figures, every digit.
fn published(view: &F1View) -> String {
    let mut rows: Vec<(String, f64)> = Vec::new();
    for line in &view.lines {
        rows.extend(line.published.map(|figure| (name(line.line), figure)));
    }
    for one in &view.variables {
        rows.extend(one.published.map(|figure| (format!("{} macro F1", one.variable), figure)));
    }
    if rows.is_empty() {
        return String::new();
    }
    let mut out = "\npublished (mean over discussions; nothing on either side counts as 1)\n".to_owned();
    for (name, figure) in rows {
        let _ = writeln!(out, "{name:<29}{figure}");
    }
    out
}

/// How wide the first column of rows is.
const NAME: usize = 23;

/// Under tables of rows.
const LEGEND: &str =
    "n: items of either side, a matched pair counted once; a dot: none on either side; link: of parent and child.";

const COLUMNS: [(Line, &str); 5] = [
    (Line::People, "person"),
    (Line::Events, "event"),
    (Line::Shift, "shift"),
    (Line::PairBonds, "bond"),
    (Line::ChildOf, "link"),
];

/// F1 and the number of items of each column.
fn cells(figures: &[RowFigure]) -> String {
    let cell = |line: Line| match figures.iter().find(|figure| figure.line == line) {
        Some(one) => format!("{:>6}{:>4}", ratio(one.f1), one.counts.tp + one.counts.fp + one.counts.fn_),
        None => format!("{:>6}{:>4}", "·", 0),
    };
    COLUMNS.iter().map(|(line, _)| cell(*line)).collect()
}

fn columns(first: &str) -> String {
    let names: String = COLUMNS.iter().map(|(_, name)| format!("{name:>6}{:>4}", "n")).collect();
    format!("\n{first:<NAME$}{names}{:>6}\n", "exact")
}

fn discussions(rows: &[F1Row]) -> String {
    let mut out = columns("F1 by discussion");
    for row in rows.iter().take(SHOWN) {
        let about = &row.discussion;
        let name = cut(&format!("{:>4}  {}", about.id.to_string(), about.title), NAME - 1);
        match (&row.why, &row.problem) {
            (Some(why), _) => drop(writeln!(out, "{name:<NAME$}     {why}")),
            (_, Some(problem)) => out.push_str(&wrap(&format!("{name:<NAME$}     {problem}"), 32)),
            _ => drop(writeln!(out, "{name:<NAME$}{}{:>6}", cells(&row.figures), ratio(row.exact))),
        }
    }
    if rows.len() > SHOWN {
        let _ = writeln!(out, "      and {} more; --json and --csv have them all", rows.len() - SHOWN);
    }
    out + &wrap(LEGEND, 0)
}

/// The statements of each discussion.
pub fn statements(all: &[DiscussionStatements]) -> String {
    let mut out = String::new();
    for of in all {
        out.push_str(&columns(&format!("statements of {}", of.discussion)));
        for row in &of.rows {
            out.push_str(&statement(row));
        }
    }
    format!("\n{}\n{}", out.trim_end(), wrap(LEGEND, 0).trim_end())
}

fn statement(row: &F1StatementRow) -> String {
    let by = row.coder.as_ref().map_or_else(String::new, ToString::to_string);
    let name = cut(&format!("{:>4}  {by}", row.statement), NAME - 1);
    match (&row.why, row.exact) {
        (Some(why), _) => format!("{name:<NAME$}     {why}\n"),
        (None, exact) => {
            format!("{name:<NAME$}{}{:>6}\n", cells(&row.figures), if exact == Some(true) { "yes" } else { "no" })
        }
    }
}

/// What a reader has to know, a sentence a paragraph.
pub fn warnings(warnings: &[String]) -> String {
    let mut out = String::from("\n");
    for warning in warnings {
        out.push_str(&wrap(&format!("! {warning}"), 2));
    }
    out
}
