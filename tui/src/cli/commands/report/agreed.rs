//! Agreement of coders: both stages, pairs, leave-one-out, windows, confusions, disagreements, the model apart.

use sarf_shared::scoring::agreement::{
    AgreementReport, Confusion, Disagreement, Estimate, Impact, LineFound, ModelStanding, PairFound, Rated, Standing,
    Statistic, Undefined, ValueSection, VariableFigures, Window,
};
use sarf_shared::scoring::f1::Line;

use super::markdown::{escaped, estimate, figure, printed};
use super::scored::name;

const INTERVAL: &str = "95 % interval";

/// The section. `command` prints the tables; what only `--json` has says so.
pub fn results(report: &AgreementReport, command: &str) -> String {
    let json = format!("{command} --json");
    let mut out = "### Stage 1: finding items\n\n".to_owned();
    if report.finding.humans.is_empty() {
        out.push_str("No statement was coded by two people, so nothing can be told of finding items.\n\n");
    } else {
        out.push_str("F1 of all pairs of people, counts pooled; true negatives do not exist.\n\n");
        let rows: Vec<Vec<String>> = report.finding.humans.iter().map(found).collect();
        let head = ["items", "F1", INTERVAL, "both", "first only", "second only", "n"];
        out.push_str(&printed(&head, &rows, command));
    }
    let (people, with_model): (Vec<&PairFound>, Vec<&PairFound>) =
        report.finding.pairs.iter().partition(|pair| pair.a.is_human() && pair.b.is_human());
    if !people.is_empty() {
        out.push_str("F1 of every two people:\n\n");
        out.push_str(&pairs(&people, &json));
    }
    out.push_str("### Stage 2: values\n\n");
    for section in &report.values {
        out.push_str(&values(section, command, &json));
    }
    out.push_str("### Coded at all\n\nStatements in which a variable is coded, whatever the item; no matching has a part in it.\n\n");
    out.push_str(&variables(&report.presence, command));
    out.push_str(&windows(&report.windows, command));
    let between: Vec<&Confusion> =
        report.confusions.iter().filter(|one| one.a.is_human() && one.b.is_human()).collect();
    if !between.is_empty() {
        out.push_str("### Confusion of values between people\n\n");
        between.iter().for_each(|one| out.push_str(&confusion(one, &json)));
    }
    out.push_str(&disagreements(&report.disagreements, &json));
    out.push_str("### The model as one more coder\n\n");
    if report.models.is_empty() {
        out.push_str("No run of a model is there to be set beside the people.\n\n");
    }
    for model in &report.models {
        out.push_str(&standing(model, command));
    }
    if !with_model.is_empty() {
        out.push_str("F1 of each person and the model:\n\n");
        out.push_str(&pairs(&with_model, &json));
    }
    if let Some(section) = report.main_values() {
        let kappas = kappas(section, false);
        if !kappas.is_empty() {
            out.push_str("Kappa of each person and the model:\n\n");
            out.push_str(&printed(&KAPPAS, &kappas, &json));
        }
    }
    out
}

fn found(line: &LineFound) -> Vec<String> {
    let [f1, drawn] = estimate(&line.f1);
    let (both, first, second) = (line.counts.tp, line.counts.fp, line.counts.fn_);
    let counts = [both, first, second, line.counts.items()].map(|n| n.to_string());
    [name(line.line).to_owned(), f1, drawn].into_iter().chain(counts).collect()
}

fn pairs(pairs: &[&PairFound], command: &str) -> String {
    let head = ["coders", "statements", "all items", INTERVAL, "events", INTERVAL, "shifts", INTERVAL];
    let row = |pair: &&PairFound| {
        let of = |wanted: Line| match pair.lines.iter().find(|line| line.line == wanted) {
            Some(line) => estimate(&line.f1),
            None => ["not coded".to_owned(), "none".to_owned()],
        };
        let head = [format!("{} and {}", pair.a, pair.b), pair.statements.to_string()];
        let figures = [Line::Aggregate, Line::Events, Line::Shift].into_iter().flat_map(of);
        head.into_iter().chain(figures).collect()
    };
    printed(&head, &pairs.iter().map(row).collect::<Vec<Vec<String>>>(), command)
}

const KAPPAS: [&str; 7] = ["variable", "coders", "n", "agreement", INTERVAL, "kappa", INTERVAL];

/// Kappa of every two people, or of each person and a model.
fn kappas(section: &ValueSection, people: bool) -> Vec<Vec<String>> {
    let of = |variable: &VariableFigures| {
        let name = variable.name();
        let wanted = variable.pairs.iter().filter(|pair| (pair.a.is_human() && pair.b.is_human()) == people);
        let row = wanted.map(|pair| {
            let who = format!("{} and {}", pair.a, pair.b);
            let [percent, kappa] = [&pair.percent, &pair.kappa].map(estimate);
            [name.clone(), who, pair.kappa.n().to_string()].into_iter().chain(percent).chain(kappa).collect()
        });
        row.collect::<Vec<Vec<String>>>()
    };
    section.variables.iter().flat_map(of).collect()
}

fn values(section: &ValueSection, command: &str, json: &str) -> String {
    let mut out = format!("{}\n\n", escaped(&section.question));
    out.push_str(&variables(&section.variables, command));
    let kappas = kappas(section, true);
    if !kappas.is_empty() {
        out.push_str("Every two people:\n\n");
        out.push_str(&printed(&KAPPAS, &kappas, json));
    }
    let without: Vec<Vec<String>> = (section.variables.iter())
        .flat_map(|variable| {
            variable.left_out.iter().map(|one| {
                let [alpha, drawn] = estimate(&one.alpha);
                vec![variable.name(), one.coder.to_string(), one.alpha.n().to_string(), alpha, drawn]
            })
        })
        .collect();
    if without.is_empty() {
        out.push_str("Alpha without each coder needs three people or more.\n\n");
    } else {
        out.push_str("Alpha without each coder:\n\n");
        out.push_str(&printed(&["variable", "without", "n", "alpha", INTERVAL], &without, command));
    }
    out
}

fn variables(variables: &[VariableFigures], command: &str) -> String {
    let rows: Vec<Vec<String>> = (variables.iter())
        .map(|variable| {
            let humans = &variable.humans;
            let prevalence: Vec<String> =
                humans.prevalence.iter().map(|one| format!("{} {}", one.value, one.given)).collect();
            let mut row = vec![variable.name(), humans.n.to_string()];
            for one in [&humans.percent, &humans.alpha, &humans.ac1, &humans.fleiss] {
                row.extend(estimate(one));
            }
            row.push(if is_coded(variable) { prevalence.join(", ") } else { "not coded".to_owned() });
            row
        })
        .collect();
    let head =
        ["variable", "n", "agreement", INTERVAL, "alpha", INTERVAL, "AC1", INTERVAL, "Fleiss", INTERVAL, "prevalence"];
    printed(&head, &rows, command)
}

fn is_coded(variable: &VariableFigures) -> bool {
    !matches!(variable.humans.alpha, Estimate::Words { reason: Undefined::NotCoded, .. })
}

/// Agreement over time; nothing where no windows were asked for.
fn windows(windows: &[Window], command: &str) -> String {
    if windows.is_empty() {
        return String::new();
    }
    let rows: Vec<Vec<String>> = (windows.iter())
        .flat_map(|window| {
            window.variables.iter().map(|one| {
                let mut row = vec![format!("{} to {}", window.from, window.to)];
                row.push(if window.full { "full" } else { "part" }.to_owned());
                row.extend([one.rated.to_string(), one.humans.n.to_string()]);
                for figure in [&one.humans.percent, &one.humans.alpha, &one.humans.ac1] {
                    row.extend(estimate(figure));
                }
                row
            })
        })
        .collect();
    let head = ["units", "window", "variable", "n", "agreement", INTERVAL, "alpha", INTERVAL, "AC1", INTERVAL];
    "### Agreement over time\n\nThe units in the order of the discussions and their statements, in windows.\n\n"
        .to_owned()
        + &printed(&head, &rows, &format!("{command} --json"))
}

fn confusion(one: &Confusion, command: &str) -> String {
    let mut head = vec!["first ↓ second →"];
    head.extend(one.values.iter().map(String::as_str));
    let rows: Vec<Vec<String>> = (one.values.iter().zip(&one.counts))
        .map(|(value, counts)| std::iter::once(value.clone()).chain(counts.iter().map(ToString::to_string)).collect())
        .collect();
    let [a, b] = [&one.a, &one.b].map(|coder| escaped(&coder.to_string()));
    format!("{}: rows {a}, columns {b}, n = {}\n\n{}", one.rated, one.n, printed(&head, &rows, command))
}

/// How many disagreements of which gravity.
fn disagreements(all: &[Disagreement], command: &str) -> String {
    let of = |impact: Impact| all.iter().filter(|one| one.impact == impact).count();
    let rows: Vec<Vec<String>> =
        Impact::ALL.iter().map(|impact| vec![impact.to_string(), of(*impact).to_string()]).collect();
    "### Disagreements\n\nEvents on which two people or more differ, each under the gravest of its differences.\n\n"
        .to_owned()
        + &printed(&["disagreement", "events"], &rows, command)
}

fn standing(model: &ModelStanding, command: &str) -> String {
    let mut rows = Vec::new();
    let mut row = |name: String, one: &Standing| {
        let told = |one: &Estimate| one.value().map_or_else(|| "none".to_owned(), figure);
        let [difference, drawn] = estimate(&one.difference);
        rows.push(vec![name, told(&one.humans), told(&one.with_model), difference, drawn, one.verdict.clone()]);
    };
    for one in model.finding.iter().filter(|one| one.line.depth() < 2) {
        row(format!("F1 {}", name(one.line)), &one.standing);
    }
    for one in model.values.iter().filter(|one| one.statistic == Statistic::Alpha && one.rated != Rated::DateCertainty)
    {
        row(format!("alpha {}", one.rated), &one.standing);
    }
    let head = ["figure", "people among themselves", "with the model", "difference", INTERVAL, "verdict"];
    let who = escaped(&model.model.to_string());
    format!("{who}, compared with the people and never counted among them:\n\n{}", printed(&head, &rows, command))
}
