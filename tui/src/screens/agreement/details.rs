//! What a line, or two coders on it, comes to in words: every figure with its n and interval, how common the values are,
//! what hangs on each coder, change over time, and the model beside the people.

use sarf_shared::plural::counted;
use sarf_shared::scoring::agreement::{
    AgreementReport, Coder, ModelStanding, Rated, Standing, Statistic, VariableFigures,
};

use super::words::{plain, prevalence, told};
use crate::app::State;
use crate::app::agreement::{AgreedLine, of_pair};
use crate::keymap::Action;

/// What has the focus, in words.
pub(super) fn lines(state: &State, report: &AgreementReport) -> Vec<String> {
    let agreement = &state.agreement;
    let lines = match agreement.on_pane {
        true => match agreement.cell_coders() {
            Some((a, b)) => {
                let mut lines = of_two(report, agreement.line(), a, b);
                lines.push(format!("{}: all their lines and events", state.key(Action::Open)));
                lines
            }
            None => vec!["A coder is not compared with themselves.".to_owned()],
        },
        false => of_line(report, agreement.line()),
    };
    lines.iter().map(|line| plain(state, line)).collect()
}

/// A line over all people.
pub(super) fn of_line(report: &AgreementReport, line: AgreedLine) -> Vec<String> {
    let drawn = report.stamp.resampled;
    let mut lines = match (line, line.variable(report)) {
        (AgreedLine::Found(_), _) | (_, None) => match line.found(report) {
            Some(found) => vec![
                format!("{}, all pairs of people: F1 {}", line.in_full(), told(&found.f1, drawn)),
                format!(
                    "found by both {}, by one only {}; an item counts once for every pair",
                    found.counts.tp,
                    found.counts.fp + found.counts.fn_
                ),
            ],
            None => vec![format!("{}: no two people coded a statement with such an item", line.in_full())],
        },
        (_, Some(variable)) => of_variable(report, line, variable),
    };
    for model in &report.models {
        lines.extend(beside(report, model, line));
    }
    lines
}

fn of_variable(report: &AgreementReport, line: AgreedLine, variable: &VariableFigures) -> Vec<String> {
    let (figures, drawn) = (&variable.humans, report.stamp.resampled);
    let what = match line {
        AgreedLine::Present(_) => counted(figures.n, "statement", "statements"),
        _ => counted(figures.n, "item", "items"),
    };
    let mut lines = vec![format!("{}, {what} with a value by two or more", line.in_full())];
    for (name, one) in [("alpha", &figures.alpha), ("AC1", &figures.ac1), ("Fleiss", &figures.fleiss)] {
        lines.push(format!("{name} {}", told(one, drawn)));
    }
    lines.push(format!("agree (as a share) {}", told(&figures.percent, drawn)));
    if !figures.prevalence.is_empty() {
        lines.push(format!("given: {}", prevalence(figures)));
    }
    for one in &variable.left_out {
        lines.push(format!("alpha without {}: {}", one.coder, told(&one.alpha, drawn)));
    }
    if let AgreedLine::Valued(rated, None) = line {
        lines.extend(over_time(report, rated));
    }
    lines
}

fn over_time(report: &AgreementReport, rated: Rated) -> Vec<String> {
    let windows = report.windows.iter().filter_map(|window| {
        let figures = window.variables.iter().find(|one| one.rated == rated)?;
        let part = if window.full { "" } else { " (part of a window)" };
        let alpha = told(&figures.humans.alpha, report.stamp.resampled);
        Some(format!("  units {} to {}{part}, {} to {}: {alpha}", window.from, window.to, window.first, window.last))
    });
    let lines: Vec<String> = windows.collect();
    if lines.is_empty() { lines } else { std::iter::once("alpha over time:".to_owned()).chain(lines).collect() }
}

/// The model beside the people on a line.
fn beside(report: &AgreementReport, model: &ModelStanding, line: AgreedLine) -> Vec<String> {
    let mut lines = Vec::new();
    let mut tell = |what: &str, standing: &Standing| {
        let drawn = report.stamp.resampled;
        lines.push(format!("{what}: people {}", told(&standing.humans, drawn)));
        lines.push(format!("  with the model {}", told(&standing.with_model, drawn)));
        lines.push(format!("  difference {}", told(&standing.difference, drawn)));
        lines.push(format!("  {}", standing.verdict));
    };
    match line {
        AgreedLine::Found(line) => {
            if let Some(one) = model.finding.iter().find(|one| one.line == line) {
                tell("F1", &one.standing);
            }
        }
        AgreedLine::Valued(rated, None) => {
            for one in model.values.iter().filter(|one| one.rated == rated) {
                let name = match one.statistic {
                    Statistic::Percent => "agree",
                    Statistic::Alpha => "alpha",
                    Statistic::Ac1 => "AC1",
                    Statistic::Fleiss => "Fleiss",
                };
                tell(name, &one.standing);
            }
        }
        AgreedLine::Valued(_, Some(_)) | AgreedLine::Present(_) => {}
    }
    if !lines.is_empty() {
        lines.insert(0, format!("beside the people, never counted among them: {}", model.model));
    }
    lines
}

/// Two coders on a line.
pub(super) fn of_two(report: &AgreementReport, line: AgreedLine, a: &Coder, b: &Coder) -> Vec<String> {
    let (a, b) = if a <= b { (a, b) } else { (b, a) };
    let drawn = report.stamp.resampled;
    let Some(pair) = report.finding.pair(a, b) else {
        return vec![format!("{a} and {b} coded no statement both")];
    };
    let mut lines = vec![format!("{a} and {b}: {} both coded", counted(pair.statements, "statement", "statements"))];
    match line.variable(report).map(|variable| of_pair(variable, a, b)) {
        Some(Some(values)) => {
            lines.push(format!("{}: Cohen's kappa {}", line.in_full(), told(&values.kappa, drawn)));
            lines.push(format!("agree (as a share) {}", told(&values.percent, drawn)));
        }
        Some(None) => lines.push(format!("{}: not coded", line.in_full())),
        None => match line.found_by(pair) {
            Some(found) => {
                lines.push(format!("{}: F1 {}", line.in_full(), told(&found.f1, drawn)));
                lines.push(format!(
                    "both {}, {a} only {}, {b} only {}",
                    found.counts.tp, found.counts.fp, found.counts.fn_
                ));
            }
            None => lines.push(format!("{}: not coded", line.in_full())),
        },
    }
    lines
}
