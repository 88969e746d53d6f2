//! Figures of agreement in words and in the signs of this terminal. "all agree", "n too small" and "not coded" stay three
//! different things however little room there is.

use sarf_shared::scoring::agreement::{
    Coder, Estimate, Mark, NONE, Rated, Resampled, Undefined, ValueFigures, interval_in_words,
};

use crate::app::State;
use crate::app::f1::decimals;

/// The same text with the signs of this terminal.
pub(super) fn plain(state: &State, text: &str) -> String {
    crate::screens::f1::plain(state, text)
}

/// A figure, where there is one.
pub(super) fn figure(estimate: &Estimate) -> Option<String> {
    estimate.value().map(|value| decimals(value, 3))
}

/// `.89 – .95`, where there is an interval.
pub(super) fn bounds(state: &State, estimate: &Estimate) -> Option<String> {
    let (low, high) = estimate.bounds()?;
    Some(plain(state, &format!("{} – {}", decimals(low, 2), decimals(high, 2))))
}

/// A share in per cent.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

/// Why there is no figure, in a cell.
pub(super) fn reason(why: Undefined) -> &'static str {
    match why {
        Undefined::AllAgree => "all agree",
        Undefined::TooSmall { .. } => "n small",
        Undefined::NotCoded => "not coded",
    }
}

/// A figure in a cell, or why there is none.
pub(super) fn cell(estimate: &Estimate) -> String {
    match estimate {
        Estimate::Figure { value, .. } => decimals(*value, 3),
        Estimate::Words { reason: why, .. } => reason(*why).to_owned(),
    }
}

/// `.457 [.17 – .72], n 15`; why there is no interval; or why there is no figure.
pub(super) fn told(estimate: &Estimate, resampled: Resampled) -> String {
    match estimate {
        Estimate::Figure { value, n, interval } => match interval.bounds() {
            Some(bounds) => {
                let (low, high) = (decimals(bounds.low, 2), decimals(bounds.high, 2));
                format!("{} [{low} – {high}], n {n}", decimals(*value, 3))
            }
            None => format!("{}, n {n}, {}", decimals(*value, 3), interval_in_words(interval, resampled)),
        },
        Estimate::Words { words, .. } => words.clone(),
    }
}

/// Which share of the values given is about the variable, or is the one kind.
pub(super) fn coded_share(figures: &ValueFigures, kind: Option<&str>) -> Option<f64> {
    if figures.values == 0 {
        return None;
    }
    let share = |value: &str| figures.prevalence.iter().find(|one| one.value == value).map_or(0.0, |one| one.share);
    Some(match kind {
        Some(kind) => share(kind),
        None => 1.0 - share(NONE),
    })
}

/// How often each value was given.
pub(super) fn prevalence(figures: &ValueFigures) -> String {
    let one = |value: &sarf_shared::scoring::agreement::Prevalence| {
        format!("{} {} ({})", value.value.replace('_', " "), value.given, percent(value.share))
    };
    figures.prevalence.iter().map(one).collect::<Vec<_>>().join(" · ")
}

/// A coder's sign in a matrix: people are counted, models are counted apart.
pub(super) fn sign(coders: &[&Coder], at: usize) -> String {
    let people = coders.iter().filter(|coder| coder.is_human()).count();
    if at < people { format!("{}", at + 1) } else { format!("M{}", at + 1 - people) }
}

/// What a coder says of an event, in one clause.
pub(super) fn mark(mark: &Mark) -> String {
    match mark {
        Mark::NotCoded => "did not code the statement".to_owned(),
        Mark::NotFound => "coded the statement without it".to_owned(),
        Mark::Found(values) => {
            let given = Rated::ALL.iter().filter(|rated| values.word(**rated) != NONE);
            let words: Vec<String> =
                given.map(|rated| format!("{} {}", rated.as_str(), values.word(*rated)).replace('_', " ")).collect();
            if words.is_empty() { "found it without a value".to_owned() } else { words.join(", ") }
        }
    }
}
