//! The model against ground truth: lines, shares, variables, confusion matrices, provenance, discussions, other runs.

use sarf_shared::rpc::{CompareView, F1Line, F1Row, F1Variable, F1View, HistoryView, ROW_LINES, ShareLine, Stat};
use sarf_shared::scoring::f1::{Figure, Line};
use sarf_shared::scoring::intervals::Test;

use super::Material;
use super::commands::Commands;
use super::markdown::{asked, escaped, figure, interval, p, printed, value};

/// The name of a line.
pub fn name(line: Line) -> &'static str {
    if line == Line::Aggregate { "all items" } else { line.items() }
}

/// The section.
pub fn results(view: &F1View, material: &Material) -> String {
    let commands = &material.commands;
    let mut out = "### Items\n\n".to_owned();
    out.push_str(&lines(view, &commands.f1));
    out.push_str("### Exactness and connection\n\n");
    out.push_str(&shares(view, &commands.f1));
    out.push_str("### Values on matched shifts\n\n");
    out.push_str(
        "Model and truth as two raters of the shifts that both found; \"not coded\" is a value. Macro F1 is over the values \
         used.\n\n",
    );
    out.push_str(&variables(&view.variables, &commands.f1));
    for variable in view.variables.iter().filter(|variable| variable.coded > 0) {
        out.push_str(&confusion(variable, &commands.f1));
    }
    out.push_str(&published(view, &commands.f1));
    if !material.split.is_empty() {
        out.push_str("### By provenance of the truth\n\n");
        for (provenance, view) in &material.split {
            out.push_str(&format!("Truth that is {} only:\n\n", provenance.as_str().replace('_', " ")));
            out.push_str(&main_lines(view, &commands.f1_of(*provenance)));
        }
    }
    out.push_str("### By discussion\n\n");
    out.push_str(&discussions(&view.discussions.items, &commands.f1));
    if let (Some(compared), Some(command)) = (&material.compared, &commands.compare) {
        out.push_str("### One run against another\n\n");
        out.push_str(
            &compared
                .as_ref()
                .map_or_else(|why| super::none(why, Some(command)), |compared| comparison(compared, command)),
        );
    }
    if let Some(history) = &material.history {
        out.push_str("### Every run in order of time\n\n");
        out.push_str(&runs(history, commands));
    }
    out
}

const INTERVAL: &str = "95 % interval";

/// Precision, recall and F1 with their intervals.
fn ratios(line: &F1Line) -> Vec<String> {
    let all = [line.pooled.precision, line.pooled.recall, line.pooled.f1];
    let drawn = |at: usize| asked(line.intervals.as_ref().and_then(|all| all.get(at)));
    all.iter().enumerate().flat_map(|(at, one)| [value(*one), drawn(at)]).collect()
}

fn counts(line: &F1Line) -> [String; 4] {
    [line.counts.tp, line.counts.fp, line.counts.fn_, line.n].map(|n| n.to_string())
}

fn lines(view: &F1View, command: &str) -> String {
    let rows: Vec<Vec<String>> = (view.lines.iter().filter(|line| line.n > 0 || line.line.depth() < 2))
        .map(|line| {
            let mut row = vec![name(line.line).to_owned()];
            row.extend(ratios(line));
            row.extend(counts(line));
            row.extend([value(line.mean[2].value), line.mean[2].over.to_string()]);
            row
        })
        .collect();
    let head = [
        "items",
        "precision",
        INTERVAL,
        "recall",
        INTERVAL,
        "F1 pooled",
        INTERVAL,
        "TP",
        "FP",
        "FN",
        "n",
        "F1 mean",
        "mean over",
    ];
    printed(&head, &rows, command)
}

fn main_lines(view: &F1View, command: &str) -> String {
    let of = |line: &&F1Line| ROW_LINES.contains(&line.line);
    let rows: Vec<Vec<String>> = (view.lines.iter().filter(of))
        .map(|line| {
            let mut row = vec![name(line.line).to_owned()];
            row.extend(ratios(line));
            row.extend(counts(line));
            row
        })
        .collect();
    let head = ["items", "precision", INTERVAL, "recall", INTERVAL, "F1 pooled", INTERVAL, "TP", "FP", "FN", "n"];
    printed(&head, &rows, command)
}

fn shares(view: &F1View, command: &str) -> String {
    let [scored, truth] = &view.connectivity;
    let all: [(&str, &ShareLine); 3] = [
        ("statements coded alike", &view.exact),
        ("people connected, model", scored),
        ("people connected, truth", truth),
    ];
    let rows = all.map(|(name, share)| {
        let of = [share.part, share.whole].map(|n| n.to_string());
        let drawn = asked(share.interval.as_ref());
        [name.to_owned(), value(share.value), drawn].into_iter().chain(of).chain([value(share.mean.value)]).collect()
    });
    printed(&["share", "pooled", INTERVAL, "part", "whole", "mean"], &rows, command)
}

fn variables(variables: &[F1Variable], command: &str) -> String {
    let stat = |stat: &Stat| match stat {
        Stat::Figure(found) => figure(found.value),
        Stat::Undefined(why) => why.to_string(),
    };
    let rows: Vec<Vec<String>> = (variables.iter())
        .map(|one| {
            let prevalence: Vec<String> = (one.prevalence.iter())
                .map(|value| format!("{} {}/{}", value.value, value.truth, value.scored))
                .collect();
            vec![
                one.variable.as_str().to_owned(),
                one.n.to_string(),
                one.coded.to_string(),
                stat(&one.percent),
                stat(&one.kappa),
                stat(&one.alpha),
                stat(&one.ac1),
                value(one.macro_f1),
                asked(one.interval.as_ref()),
                prevalence.join(", "),
            ]
        })
        .collect();
    let head = [
        "variable",
        "n",
        "coded",
        "agreement",
        "kappa",
        "alpha",
        "AC1",
        "macro F1",
        "95 % interval of macro F1",
        "prevalence (truth/model)",
    ];
    printed(&head, &rows, command)
}

fn confusion(variable: &F1Variable, command: &str) -> String {
    let of = &variable.confusion;
    let mut head = vec!["truth ↓ model →"];
    head.extend(of.labels.iter().map(String::as_str));
    let rows: Vec<Vec<String>> = (of.labels.iter().zip(&of.cells))
        .map(|(label, cells)| std::iter::once(label.clone()).chain(cells.iter().map(ToString::to_string)).collect())
        .collect();
    let caption = format!("Confusion of {} (rows the truth, columns the model):\n\n", variable.variable);
    caption + &printed(&head, &rows, &format!("{command} --json"))
}

/// The published system figures, every digit; `compat` alone has them.
fn published(view: &F1View, command: &str) -> String {
    let of_lines = view.lines.iter().filter_map(|line| Some((name(line.line).to_owned(), line.published?)));
    let of_variables =
        view.variables.iter().filter_map(|one| Some((format!("{} macro F1", one.variable), one.published?)));
    let rows: Vec<Vec<String>> =
        of_lines.chain(of_variables).map(|(name, figure)| vec![name, figure.to_string()]).collect();
    if rows.is_empty() {
        return String::new();
    }
    "### Published system figures\n\nMeans over discussions in which nothing on either side counts as 1; every digit.\n\n"
        .to_owned()
        + &printed(&["published figure", "value"], &rows, command)
}

fn discussions(rows: &[F1Row], command: &str) -> String {
    let rows: Vec<Vec<String>> = (rows.iter())
        .map(|row| {
            let about = &row.discussion;
            let f1 = |line: Line| {
                let found = row.figures.iter().find(|one| one.line == line);
                match (found, &row.why, &row.problem) {
                    (Some(one), ..) => value(one.f1),
                    (None, Some(why), _) => why.to_string(),
                    (None, None, problem) => problem.clone().unwrap_or_else(|| "none".to_owned()),
                }
            };
            let truth = about.truth.map_or_else(|| "constructed or none".to_owned(), |version| version.to_string());
            let run = about.run.map_or_else(|| "none".to_owned(), |run| run.to_string());
            let covered = [about.coverage.truth, about.coverage.statements].map(|n| n.to_string());
            let figures = [Line::Aggregate, Line::People, Line::Events, Line::PairBonds].map(f1);
            [about.id.to_string(), truth, run].into_iter().chain(covered).chain(figures).collect()
        })
        .collect();
    let head = [
        "discussion",
        "truth",
        "run",
        "statements of the truth",
        "of",
        "F1 all items",
        "F1 people",
        "F1 events",
        "F1 pair bonds",
    ];
    printed(&head, &rows, &format!("{command} --json"))
}

/// What a run fixed and broke.
fn comparison(view: &CompareView, command: &str) -> String {
    let runs = |at: usize| -> String {
        let engines = view.stamps.get(at).map(|stamp| stamp.engines.as_slice()).unwrap_or_default();
        let all: Vec<String> = engines.iter().flat_map(|one| &one.runs).map(ToString::to_string).collect();
        all.join(", ")
    };
    let mut out = format!(
        "Old: {}. New: {}. Differences are new less old, over the discussions scored in both ({}; {} left out). The \
         permutation test exchanges whole discussions; McNemar's exact test counts items found by one run only and takes \
         items for independent.\n\n",
        runs(0),
        runs(1),
        view.discussions.len(),
        view.left_out.len()
    );
    let rows: Vec<Vec<String>> = (ROW_LINES.iter())
        .filter_map(|line| {
            let found = view.differences.iter().find(|one| one.figure == Figure::F1(*line))?;
            let test = view.mcnemar.iter().find(|test| test.line == *line);
            let items = match test {
                Some(test) => [test.both, test.fixed, test.broken, test.neither].map(|n| n.to_string()),
                None => ["0"; 4].map(str::to_owned),
            };
            let exact = match test.map(|test| test.p()) {
                Some(Ok(found)) => p(found),
                Some(Err(why)) => why.to_string(),
                None => "no items in the truth".to_owned(),
            };
            let permuted = match &found.test {
                Test::Done(done) => p(done.p),
                Test::Without(why) => why.to_string(),
            };
            let mut row = vec![name(*line).to_owned(), value(found.old), value(found.new), value(found.difference)];
            row.extend([interval(&found.interval), permuted]);
            row.extend(items);
            row.push(exact);
            Some(row)
        })
        .collect();
    let head = [
        "F1",
        "old",
        "new",
        "difference",
        INTERVAL,
        "permutation p",
        "both",
        "fixed",
        "broken",
        "neither",
        "McNemar p",
    ];
    out.push_str(&printed(&head, &rows, &format!("{command} --json")));
    let rows: Vec<Vec<String>> = (view.discussions.iter())
        .map(|row| {
            let figures = [row.old, row.new, row.difference].map(value);
            let items = [row.fixed, row.broken].map(|n| n.to_string());
            std::iter::once(row.discussion.to_string()).chain(figures).chain(items).collect()
        })
        .collect();
    out.push_str("F1 of all items, worst regression first:\n\n");
    out + &printed(&["discussion", "old", "new", "difference", "fixed", "broken"], &rows, command)
}

/// All runs that were ever made of the discussions.
fn runs(history: &HistoryView, commands: &Commands) -> String {
    let rows: Vec<Vec<String>> = (history.points.iter())
        .map(|point| {
            let engine = &point.engine;
            let known = |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
            let found = |line: Line| point.figures.iter().find(|one| one.figure.line == line);
            let of = |line: Line| match found(line) {
                Some(one) => [value(one.figure.f1), asked(one.interval.as_ref())],
                None => ["none".to_owned(), "none".to_owned()],
            };
            let mut row = vec![known(&engine.provider), known(&engine.model), known(&engine.prompt_hash)];
            row.extend([point.repetition, point.discussions].map(|n| n.to_string()));
            row.extend(of(Line::Aggregate).into_iter().chain(of(Line::Events)));
            row.push(if point.marks.is_empty() { "comparable".to_owned() } else { point.marks.join("; ") });
            row
        })
        .collect();
    let head = [
        "provider",
        "model",
        "prompt (hash)",
        "repetition",
        "discussions",
        "F1 all items",
        INTERVAL,
        "F1 events",
        INTERVAL,
        "beside the newest",
    ];
    let notes: String = history.notes.iter().map(|note| format!("{}\n\n", escaped(note))).collect();
    notes + &printed(&head, &rows, &format!("{} --json", commands.history))
}
