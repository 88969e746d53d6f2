//! Agreement between coders as the published method computes it: statement by statement, then averaged.
//!
//! Its weaknesses are kept: a statement seldom has two matched events with a variable coded, so most kappas are missing;
//! when both coders used one label throughout, kappa is NaN and makes every average over it NaN. The room `agreement`
//! pools matched items and names what is undefined instead.

use std::collections::BTreeSet;

use super::discussion::{Coder, Discussion};
use super::sarf::{NOT_CODED, value};
use super::side::{Prepared, Side};
use super::statement::{SetScore, score_sides};
use super::{CompatError, CompatSettings};
use crate::family::Variable;
use crate::scoring::PerVariable;

/// Cohen's kappa of two coders' labels. `None` for fewer than two pairs or lists of unequal length; NaN where both used
/// one and the same label throughout.
pub fn cohens_kappa(a: &[&str], b: &[&str]) -> Option<f64> {
    let n = a.len();
    if n < 2 || b.len() != n {
        return None;
    }
    let labels: BTreeSet<&str> = a.iter().chain(b).copied().collect();
    let share = |labels: &[&str], label: &str| labels.iter().filter(|other| **other == label).count() as f64 / n as f64;
    let differ = a.iter().zip(b).filter(|(a, b)| a != b).count() as f64 / n as f64;
    let by_chance: f64 = labels.iter().map(|label| share(a, label) * (1.0 - share(b, label))).sum();
    Some(if by_chance == 0.0 { f64::NAN } else { 1.0 - differ / by_chance })
}

/// Fleiss' kappa of a table of items by categories, holding how many coders chose the category.
///
/// `None` for fewer than two items, coders or categories, and for items with unequal numbers of coders; 1 where all chose
/// one of several categories throughout (where nothing can be said, really).
pub fn fleiss_kappa(ratings: &[Vec<f64>]) -> Option<f64> {
    let items = ratings.len() as f64;
    let coders: f64 = ratings.first()?.iter().sum();
    let uneven = ratings.iter().any(|row| row.iter().sum::<f64>() != coders);
    let categories = ratings.iter().map(Vec::len).max().unwrap_or(0);
    if ratings.len() < 2 || coders < 2.0 || uneven || categories < 2 {
        return None;
    }
    let agreed =
        |row: &Vec<f64>| row.iter().map(|count| count * (count - 1.0)).sum::<f64>() / (coders * (coders - 1.0));
    let observed = ratings.iter().map(agreed).sum::<f64>() / items;
    let share = |category: usize| ratings.iter().filter_map(|row| row.get(category)).sum::<f64>() / (items * coders);
    let by_chance: f64 = (0..categories).map(|category| share(category).powi(2)).sum();
    if by_chance == 1.0 {
        return (observed == 1.0).then_some(1.0);
    }
    Some((observed - by_chance) / (1.0 - by_chance))
}

/// How far two coders agree, on one statement or on average over several.
#[derive(Debug, Clone, PartialEq)]
pub struct PairAgreement {
    /// F1 of people.
    pub people: f64,
    /// F1 of events.
    pub events: f64,
    /// F1 of structural events.
    pub structural: f64,
    /// F1 of shifts.
    pub shift: f64,
    /// F1 of pair bonds.
    pub pair_bonds: f64,
    /// F1 of people, events and bonds pooled.
    pub aggregate: f64,
    /// Cohen's kappa of each variable, where there is one.
    pub kappa: PerVariable<Option<f64>>,
    /// Shared items among all distinct items; 1 where there are none.
    pub percent: f64,
    /// Matched events.
    pub matched_events: usize,
}

/// How far two codings of one statement agree.
pub fn pair_agreement(a: &Prepared<'_, '_>, b: &Prepared<'_, '_>) -> Result<PairAgreement, CompatError> {
    let (a, b) = (a.side(), b.side());
    let sets = score_sides(&a, &b)?;
    let aggregate = sets.aggregate();
    Ok(PairAgreement {
        people: sets.people.counts().f1(),
        events: sets.events.counts().f1(),
        structural: sets.structural.f1(),
        shift: sets.shift.f1(),
        pair_bonds: sets.pair_bonds.counts().f1(),
        aggregate: aggregate.f1(),
        kappa: PerVariable::from_fn(|variable| kappa_of_matched(&a, &b, &sets, variable)),
        percent: if aggregate.is_undefined() { 1.0 } else { aggregate.tp as f64 / aggregate.items() as f64 },
        matched_events: sets.events.pairs.len(),
    })
}

/// Kappa over the matched events that have the variable coded by either coder.
fn kappa_of_matched(a: &Side<'_, '_>, b: &Side<'_, '_>, sets: &SetScore, variable: Variable) -> Option<f64> {
    let (one, other): (Vec<&str>, Vec<&str>) = (sets.events.pairs.iter())
        .filter_map(|(i, j)| {
            let (x, y) = (value(a.events.get(*i)?.row, variable), value(b.events.get(*j)?.row, variable));
            (x.is_some() || y.is_some()).then(|| (x.unwrap_or(NOT_CODED), y.unwrap_or(NOT_CODED)))
        })
        .unzip();
    cohens_kappa(&one, &other)
}

/// Agreement of all pairs of coders on a discussion.
///
/// There is no Fleiss kappa: the published method has a place for it and never fills it.
#[derive(Debug, Clone)]
pub struct DiscussionAgreement {
    /// Every coder with a coding, by name.
    pub coders: Vec<String>,
    /// The subject's statements.
    pub statements: usize,
    /// Statements that two coders or more coded.
    pub coded_statements: usize,
    /// Each pair of coders that coded a statement both, in the order in which they first did; averages over statements.
    pub pairs: Vec<(String, String, PairAgreement)>,
}

/// Compares every pair of coders, statement by statement. `None` where no statement was coded by two.
pub fn discussion_agreement(
    discussion: &Discussion<'_>,
    settings: &CompatSettings,
) -> Result<Option<DiscussionAgreement>, CompatError> {
    let coders: BTreeSet<&str> = (discussion.feedbacks.iter())
        .filter(|feedback| feedback.is_extraction() && feedback.edited_extraction.is_some())
        .map(|feedback| &*feedback.auditor_id)
        .collect();
    let statements = discussion.subject_statements();
    let mut coded_statements = 0;
    let mut found: Vec<((&str, &str), Vec<PairAgreement>)> = Vec::new();
    for statement in &statements {
        let codings: Vec<(&str, Prepared<'_, '_>)> = (coders.iter())
            .filter_map(|coder| Some((*coder, discussion.coding(statement, Coder::Named(coder))?)))
            .map(|(coder, rows)| Ok((coder, Prepared::new(rows, settings)?)))
            .collect::<Result<_, CompatError>>()?;
        coded_statements += usize::from(codings.len() >= 2);
        for (at, (a, one)) in codings.iter().enumerate() {
            for (b, other) in codings.iter().skip(at + 1) {
                let agreement = pair_agreement(one, other)?;
                match found.iter_mut().find(|(pair, _)| *pair == (*a, *b)) {
                    Some((_, all)) => all.push(agreement),
                    None => found.push(((a, b), vec![agreement])),
                }
            }
        }
    }
    if found.is_empty() {
        return Ok(None);
    }
    Ok(Some(DiscussionAgreement {
        coders: coders.into_iter().map(str::to_owned).collect(),
        statements: statements.len(),
        coded_statements,
        pairs: found.into_iter().map(|((a, b), all)| (a.to_owned(), b.to_owned(), average(&all))).collect(),
    }))
}

fn average(all: &[PairAgreement]) -> PairAgreement {
    let mean = |value: fn(&PairAgreement) -> f64| mean(all.iter().map(value)).unwrap_or(0.0);
    PairAgreement {
        people: mean(|one| one.people),
        events: mean(|one| one.events),
        structural: mean(|one| one.structural),
        shift: mean(|one| one.shift),
        pair_bonds: mean(|one| one.pair_bonds),
        aggregate: mean(|one| one.aggregate),
        kappa: PerVariable::from_fn(|variable| mean_kappa(all, variable)),
        percent: mean(|one| one.percent),
        matched_events: all.iter().map(|one| one.matched_events).sum(),
    }
}

/// Mean of the kappas there are.
pub fn mean_kappa<'p>(all: impl IntoIterator<Item = &'p PairAgreement>, variable: Variable) -> Option<f64> {
    mean(all.into_iter().filter_map(|one| *one.kappa.get(variable)))
}

/// The mean of what there is, or `None` of nothing.
pub fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, n) = values.fold((0.0, 0usize), |(sum, n), value| (sum + value, n + 1));
    (n > 0).then(|| sum / n as f64)
}
