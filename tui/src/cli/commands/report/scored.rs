//! The model against ground truth: lines, variables, confusion matrices, discussions.

use sarf_shared::rpc::{F1Variable, F1View, Stat};
use sarf_shared::scoring::f1::Line;

use super::commands::Commands;
use super::markdown::{figure, interval, table, value};

/// The section.
pub fn results(view: &F1View, commands: &Commands) -> String {
    let mut out = lines(view);
    out.push_str(&commands.beside(&commands.f1));
    out.push_str("### Values on matched shifts\n\n");
    out.push_str(
        "Model and truth as two raters of the shifts that both found; \"not coded\" is a value. Macro F1 is over the values \
         used.\n\n",
    );
    out.push_str(&variables(&view.variables));
    out.push_str(&commands.beside(&commands.f1));
    for variable in view.variables.iter().filter(|variable| variable.coded > 0) {
        out.push_str(&confusion(variable));
    }
    if view.variables.iter().any(|variable| variable.coded > 0) {
        out.push_str(&commands.beside(&format!("{} --json", commands.f1)));
    }
    out.push_str("### By discussion\n\n");
    let rows: Vec<Vec<String>> = (view.discussions.items.iter())
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
            vec![about.id.to_string(), truth, run, about.coverage.to_string(), f1(Line::Aggregate), f1(Line::Events)]
        })
        .collect();
    out.push_str(&table(&["discussion", "truth", "run", "coverage", "F1 all items", "F1 events"], &rows));
    out + &commands.beside(&commands.f1)
}

fn lines(view: &F1View) -> String {
    let rows: Vec<Vec<String>> = (view.lines.iter().filter(|line| line.n > 0 || line.line.depth() < 2))
        .map(|line| {
            let name = if line.line == Line::Aggregate { "all items" } else { line.line.items() };
            let drawn = line.intervals.as_ref().map_or_else(|| "none asked for".to_owned(), |[.., f1]| interval(f1));
            vec![
                name.to_owned(),
                value(line.pooled.precision),
                value(line.pooled.recall),
                value(line.pooled.f1),
                drawn,
                line.counts.tp.to_string(),
                line.counts.fp.to_string(),
                line.counts.fn_.to_string(),
                line.n.to_string(),
                value(line.mean[2].value),
            ]
        })
        .collect();
    let head = ["items", "precision", "recall", "F1 pooled", "95 % interval", "TP", "FP", "FN", "n", "F1 mean"];
    table(&head, &rows)
}

fn variables(variables: &[F1Variable]) -> String {
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
                one.interval.as_ref().map_or_else(|| "none asked for".to_owned(), interval),
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
    table(&head, &rows)
}

fn confusion(variable: &F1Variable) -> String {
    let of = &variable.confusion;
    let mut head = vec!["truth \\ model"];
    head.extend(of.labels.iter().map(String::as_str));
    let rows: Vec<Vec<String>> = (of.labels.iter().zip(&of.cells))
        .map(|(label, cells)| std::iter::once(label.clone()).chain(cells.iter().map(ToString::to_string)).collect())
        .collect();
    format!("Confusion of {} (rows the truth, columns the model):\n\n{}", variable.variable, table(&head, &rows))
}
