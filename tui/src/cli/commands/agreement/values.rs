//! Stage two as text: a line for each variable and relationship kind, its values, pairs and leave-one-out beneath it.

use std::fmt::Write as _;

use sarf_shared::scoring::agreement::{
    Coder, Estimate, PairValues, Prevalence, Undefined, ValueFigures, ValueSection, VariableFigures,
};

use super::super::f1::rows::{interval, short};
use crate::cli::text::{cut, wrap};

/// Columns of a variable's name.
const NAME: usize = 19;

/// Every variable under one convention, with the question that its figures answer.
pub fn section(section: &ValueSection) -> String {
    let mut out = format!("\n{}", wrap(&format!("values: {}", section.question), 2));
    out.push_str(&figures(&section.variables));
    out
}

/// A line for each variable.
pub fn figures(variables: &[VariableFigures]) -> String {
    let mut out = format!(
        "{:<NAME$}{:>4}{:>7}{:>7}{:>7}  {:<13}{:>6}  95 % interval\n",
        "", "n", "agree", "Fleiss", "α", "95 % interval", "AC1"
    );
    for variable in variables {
        out.push_str(&row(variable));
        if !is_not_coded(&variable.humans.alpha) {
            out.push_str(&beneath(variable));
        }
    }
    out
}

fn is_not_coded(estimate: &Estimate) -> bool {
    matches!(estimate, Estimate::Words { reason: Undefined::NotCoded, .. })
}

fn row(variable: &VariableFigures) -> String {
    let name = match variable.kind {
        Some(kind) => format!("  {kind}"),
        None => variable.rated.to_string().replace('_', " "),
    };
    format!("{:<NAME$}{}\n", cut(&name, NAME - 1), cells(&variable.humans))
}

/// The figures of a row, without its name.
pub fn cells(figures: &ValueFigures) -> String {
    let Estimate::Figure { value: alpha, interval: of_alpha, .. } = &figures.alpha else {
        let words = words(&figures.alpha);
        return match is_not_coded(&figures.alpha) {
            true => format!("    {words}"),
            false => format!("{:>4}{:>7}  {words}", figures.n, percent(&figures.percent)),
        };
    };
    let ac1 = match &figures.ac1 {
        Estimate::Figure { interval: of, .. } => interval(Some(of)),
        Estimate::Words { .. } => "·".to_owned(),
    };
    format!(
        "{:>4}{:>7}{:>7}{:>7}  {:<13}{:>6}  {ac1}",
        figures.n,
        percent(&figures.percent),
        figure(&figures.fleiss),
        short(*alpha),
        interval(Some(of_alpha)),
        figure(&figures.ac1),
    )
}

/// A figure, or a dot; the words stand beside the dot of alpha.
pub fn figure(estimate: &Estimate) -> String {
    estimate.value().map_or_else(|| "·".to_owned(), short)
}

/// A share in per cent.
pub fn percent(estimate: &Estimate) -> String {
    estimate.value().map_or_else(|| "·".to_owned(), |share| format!("{:.0} %", 100.0 * share))
}

fn beneath(variable: &VariableFigures) -> String {
    let mut out = String::new();
    let mut line = |title: &str, parts: Vec<String>| {
        if !parts.is_empty() {
            out.push_str(&wrap(&format!("    {title} {}", parts.join(" · ")), 6));
        }
    };
    line("given:", variable.humans.prevalence.iter().map(prevalence).collect());
    line("κ:", kappas(&variable.pairs));
    let left_out = variable.left_out.iter().map(|one| format!("without {} {}", one.coder, words(&one.alpha)));
    line("α:", left_out.collect());
    out
}

fn prevalence(value: &Prevalence) -> String {
    format!("{} {} ({:.0} %)", value.value, value.given, 100.0 * value.share)
}

/// Kappa of every two people; those who both did not code it are counted.
fn kappas(pairs: &[PairValues]) -> Vec<String> {
    let people = pairs.iter().filter(|pair| pair.a.is_human() && pair.b.is_human());
    let (without, with): (Vec<&PairValues>, Vec<&PairValues>) = people.partition(|pair| is_not_coded(&pair.kappa));
    let mut out: Vec<String> = with
        .into_iter()
        .map(|pair| format!("{}–{} {}", short_name(&pair.a), short_name(&pair.b), words(&pair.kappa)))
        .collect();
    match without.as_slice() {
        [] => {}
        [one] => out.push(format!("{}–{} not coded", short_name(&one.a), short_name(&one.b))),
        some => out.push(format!("{} pairs not coded", some.len())),
    }
    out
}

fn short_name(coder: &Coder) -> String {
    cut(&coder.to_string(), 20)
}

/// `.42 [.10 – .71] n 12`, or the words.
pub fn words(estimate: &Estimate) -> String {
    match estimate {
        Estimate::Figure { value, n, interval: drawn } => {
            let mut out = short(*value);
            if drawn.bounds().is_some() {
                let _ = write!(out, " [{}]", interval(Some(drawn)));
            }
            let _ = write!(out, " n {n}");
            out
        }
        Estimate::Words { words, .. } => words.clone(),
    }
}
