//! Agreement of coders: both stages, pairs, leave-one-out, confusions, the model apart.

use sarf_shared::scoring::agreement::{
    AgreementReport, Confusion, Estimate, LineFound, ModelStanding, PairFound, Standing, Statistic, ValueSection,
    VariableFigures,
};
use sarf_shared::scoring::f1::Line;

use super::commands::Commands;
use super::markdown::{estimate, figure, table};

/// The section.
pub fn results(report: &AgreementReport, commands: &Commands) -> String {
    let mut out = "### Stage 1: finding items\n\n".to_owned();
    if report.finding.humans.is_empty() {
        out.push_str("No statement was coded by two people, so nothing can be told of finding items.\n\n");
    } else {
        out.push_str("F1 of all pairs of people, counts pooled; true negatives do not exist.\n\n");
        let rows: Vec<Vec<String>> = report.finding.humans.iter().map(found).collect();
        let head = ["items", "F1", "95 % interval", "both", "first only", "second only", "n"];
        out.push_str(&table(&head, &rows));
        out.push_str(&commands.beside(&commands.agreement));
    }
    if !report.finding.pairs.is_empty() {
        out.push_str("F1 of every two coders:\n\n");
        let rows: Vec<Vec<String>> = report.finding.pairs.iter().map(pair).collect();
        out.push_str(&table(&["coders", "statements", "all items", "95 % interval", "events", "95 % interval"], &rows));
        out.push_str(&commands.beside(&format!("{} --json", commands.agreement)));
    }
    out.push_str("### Stage 2: values\n\n");
    for section in &report.values {
        out.push_str(&values(section, commands));
    }
    out.push_str("### Coded at all\n\nStatements in which a variable is coded, whatever the item; no matching has a part in it.\n\n");
    out.push_str(&variables(&report.presence));
    out.push_str(&commands.beside(&commands.agreement));
    let people = report.confusions.iter().filter(|one| one.a.is_human() && one.b.is_human());
    let tables: String = people.map(confusion).collect();
    if !tables.is_empty() {
        out.push_str("### Confusion of values between coders\n\n");
        out.push_str(&tables);
        out.push_str(&commands.beside(&format!("{} --json", commands.agreement)));
    }
    out.push_str("### The model as one more coder\n\n");
    if report.models.is_empty() {
        out.push_str("No run of a model is there to be set beside the people.\n\n");
    }
    for model in &report.models {
        out.push_str(&standing(model));
        out.push_str(&commands.beside(&commands.agreement));
    }
    out
}

fn found(line: &LineFound) -> Vec<String> {
    let name = if line.line == Line::Aggregate { "all items" } else { line.line.items() };
    let [f1, drawn] = estimate(&line.f1);
    let (both, first, second) = (line.counts.tp, line.counts.fp, line.counts.fn_);
    let counts = [both, first, second, line.counts.items()].map(|n| n.to_string());
    [name.to_owned(), f1, drawn].into_iter().chain(counts).collect()
}

fn pair(pair: &PairFound) -> Vec<String> {
    let of = |wanted: Line| match pair.lines.iter().find(|line| line.line == wanted) {
        Some(line) => estimate(&line.f1),
        None => ["not coded".to_owned(), "none".to_owned()],
    };
    let head = [format!("{} and {}", pair.a, pair.b), pair.statements.to_string()];
    head.into_iter().chain(of(Line::Aggregate)).chain(of(Line::Events)).collect()
}

fn values(section: &ValueSection, commands: &Commands) -> String {
    let mut out = format!("{}\n\n", section.question);
    out.push_str(&variables(&section.variables));
    out.push_str(&commands.beside(&commands.agreement));
    let kappas: Vec<Vec<String>> = (section.variables.iter())
        .flat_map(|variable| {
            variable.pairs.iter().map(|pair| {
                let [kappa, drawn] = estimate(&pair.kappa);
                let [percent, _] = estimate(&pair.percent);
                let who = format!("{} and {}", pair.a, pair.b);
                vec![variable.name(), who, pair.kappa.n().to_string(), percent, kappa, drawn]
            })
        })
        .collect();
    if !kappas.is_empty() {
        out.push_str("Every two coders:\n\n");
        out.push_str(&table(&["variable", "coders", "n", "agreement", "kappa", "95 % interval"], &kappas));
        out.push_str(&commands.beside(&format!("{} --json", commands.agreement)));
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
        out.push_str(&table(&["variable", "without", "n", "alpha", "95 % interval"], &without));
        out.push_str(&commands.beside(&commands.agreement));
    }
    out
}

fn variables(variables: &[VariableFigures]) -> String {
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
    let interval = "95 % interval";
    let head =
        ["variable", "n", "agreement", interval, "alpha", interval, "AC1", interval, "Fleiss", interval, "prevalence"];
    table(&head, &rows)
}

fn is_coded(variable: &VariableFigures) -> bool {
    use sarf_shared::scoring::agreement::Undefined;
    !matches!(variable.humans.alpha, Estimate::Words { reason: Undefined::NotCoded, .. })
}

fn confusion(one: &Confusion) -> String {
    let mut head = vec![""];
    head.extend(one.values.iter().map(String::as_str));
    let rows: Vec<Vec<String>> = (one.values.iter().zip(&one.counts))
        .map(|(value, counts)| std::iter::once(value.clone()).chain(counts.iter().map(ToString::to_string)).collect())
        .collect();
    format!("{}: rows {}, columns {}, n = {}\n\n{}", one.rated, one.a, one.b, one.n, table(&head, &rows))
}

fn standing(model: &ModelStanding) -> String {
    let mut rows = Vec::new();
    let mut row = |name: String, one: &Standing| {
        let told = |one: &Estimate| one.value().map_or_else(|| "none".to_owned(), figure);
        let [difference, drawn] = estimate(&one.difference);
        rows.push(vec![name, told(&one.humans), told(&one.with_model), difference, drawn, one.verdict.clone()]);
    };
    for one in model.finding.iter().filter(|one| one.line.depth() < 2) {
        let name = if one.line == Line::Aggregate { "all items" } else { one.line.items() };
        row(format!("F1 {name}"), &one.standing);
    }
    for one in model.values.iter().filter(|one| one.statistic == Statistic::Alpha) {
        row(format!("alpha {}", one.rated), &one.standing);
    }
    let head = ["figure", "people among themselves", "with the model", "difference", "95 % interval", "verdict"];
    format!("{}, compared with the people and never counted among them:\n\n{}", model.model, table(&head, &rows))
}
