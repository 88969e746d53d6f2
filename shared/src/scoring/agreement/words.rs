//! What a reader of the figures has to know, in plain sentences.

use super::models::counted;
use super::{AgreementReport, Level, Rated, Resampled};
use crate::scoring::intervals::FEW;

/// From alpha 0.667 on tentative conclusions are acceptable, from 0.8 on firm ones (Krippendorff).
const TENTATIVE: f64 = 0.667;
const FIRM: f64 = 0.8;
/// With fewer statements than this it is said that they prove little. A round number, not a rule of statistics.
const SMALL: usize = 100;

/// The sentences of a report.
pub(super) fn notes(report: &AgreementReport) -> Vec<String> {
    let humans = report.raters.iter().filter(|rater| rater.coder.is_human()).count();
    let mut notes = vec![sample(report, humans)];
    match humans {
        0 => notes.push("No human coded anything, so there is no agreement among humans.".to_owned()),
        1 => notes.push("One human coded, so there is nobody to agree with among humans.".to_owned()),
        _ if report.sample.shared == 0 => {
            notes.push("No statement was coded by two humans, so nothing can be compared among them.".to_owned());
        }
        _ => {}
    }
    for rater in report.raters.iter().filter(|rater| rater.events == 0) {
        notes.push(match (rater.statements, rater.shared) {
            (0, _) => format!("{} coded nothing.", rater.coder),
            (_, 0) => format!("{} coded no statement that somebody else coded.", rater.coder),
            (statements, _) => {
                format!("{} coded {} and found no event.", rater.coder, counted(statements, "statement"))
            }
        });
    }
    notes.push(level(report.stamp.level).to_owned());
    if report.sample.shared > 0 {
        notes.push(intervals(report));
        notes.extend(proves(report));
    }
    notes
}

fn sample(report: &AgreementReport, humans: usize) -> String {
    let size = &report.sample;
    let models = report.raters.len() - humans;
    let mut words = format!(
        "{} of {} {} coded by two humans or more ({} and {} in all)",
        counted(size.shared, "statement"),
        counted(size.shared_discussions, "discussion"),
        if size.shared == 1 { "was" } else { "were" },
        counted(humans, "human"),
        counted(models, "model"),
    );
    words += &format!("; two humans or more found {} of {} events.", size.matched, size.units);
    words
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Cumulative => {
            "Coders are compared on what all their statements of a discussion come to; in which of them an item was coded \
             does not matter. Two coders are compared on the statements both coded."
        }
        Level::Statement => {
            "Coders are compared statement by statement: the same item coded at another statement is another item."
        }
    }
}

fn intervals(report: &AgreementReport) -> String {
    let (clusters, few) = (report.sample.clusters, report.sample.clusters < FEW);
    let mut words = format!(
        "Intervals are 95 % percentile intervals over {} draws (seed {}) of {}.",
        report.stamp.replicates,
        report.stamp.seed,
        match report.stamp.resampled {
            Resampled::Discussions => counted(clusters, "discussion"),
            Resampled::Statements => counted(clusters, "statement"),
        }
    );
    if report.stamp.resampled == Resampled::Statements {
        words += " Statements are drawn as if they were independent, which those of one discussion are not: the intervals \
                  are too narrow rather than too wide.";
    }
    if few {
        words += &format!(" Fewer than {FEW} are too few for an interval that keeps its 95 %.");
    }
    words
}

/// What the alphas of the main convention prove, and what they do not.
fn proves(report: &AgreementReport) -> Option<String> {
    let alphas: Vec<(f64, f64)> = (report.main_values()?.variables.iter())
        .filter(|figures| figures.rated != Rated::DateCertainty && figures.kind.is_none())
        .filter_map(|figures| figures.humans.alpha.bounds())
        .collect();
    if alphas.is_empty() {
        return Some(
            "No variable has an alpha with an interval: this sample proves nothing about agreement.".to_owned(),
        );
    }
    let widest = alphas.iter().map(|(low, high)| high - low).fold(0.0, f64::max);
    let below = alphas.iter().filter(|(_, high)| *high < TENTATIVE).count();
    let above = alphas.iter().filter(|(low, _)| *low >= FIRM).count();
    let open = alphas.len() - below - above;
    let mut words = format!(
        "Intervals of the alphas of the variables: wholly below {TENTATIVE} (too low for even tentative conclusions) {below}, \
         wholly at or above {FIRM} (firm) {above}, undecided {open}; the widest spans {widest:.2}."
    );
    if report.sample.shared < SMALL {
        words += &format!(
            " {} prove little: they tell what these coders did with these statements, not how far coders agree.",
            counted(report.sample.shared, "statement")
        );
    }
    Some(words)
}
