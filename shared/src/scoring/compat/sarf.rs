//! Agreement on the four SARF variables: macro F1 over matched events, and the three levels over all events.

use super::people::IdMap;
use super::rows::{EventRow, Word};
use super::side::Side;
use crate::family::{ItemId, Variable, VariableShift};
use crate::scoring::{Counts, PerVariable};

/// Stands for "not coded" among the classes of a variable.
pub(super) const NOT_CODED: &str = "none";

/// The word coded for a variable, if any.
pub(super) fn value<'r>(event: &'r EventRow<'_>, variable: Variable) -> Option<&'r str> {
    fn shift<'r>(word: &'r Option<Word<'_, VariableShift>>) -> Option<&'r str> {
        word.as_ref().map(|word| match word {
            Word::Known(shift) => shift.as_str(),
            Word::Raw(text) => text.as_ref(),
        })
    }
    match variable {
        Variable::Symptom => shift(&event.symptom),
        Variable::Anxiety => shift(&event.anxiety),
        Variable::Functioning => shift(&event.functioning),
        Variable::Relationship => event.relationship.as_ref().map(|word| match word {
            Word::Known(kind) => kind.as_str(),
            Word::Raw(text) => text.as_ref(),
        }),
    }
}

/// Macro F1 of one variable over pairs of coded words, and how many pairs have it coded on either side.
///
/// The classes are all words used on either side, "not coded" included; a class never right scores 0; no pairs at all
/// score 0.
pub fn macro_f1<'p>(pairs: impl IntoIterator<Item = (Option<&'p str>, Option<&'p str>)>) -> (f64, usize) {
    let mut classes: Vec<(&str, Counts)> = Vec::new();
    let mut coded = 0;
    for (ai, truth) in pairs {
        coded += usize::from(ai.is_some() || truth.is_some());
        let (ai, truth) = (ai.unwrap_or(NOT_CODED), truth.unwrap_or(NOT_CODED));
        let mut count = |class: &'p str, add: Counts| match classes.iter_mut().find(|(known, _)| *known == class) {
            Some((_, counts)) => *counts += add,
            None => classes.push((class, add)),
        };
        if ai == truth {
            count(ai, Counts::new(1, 0, 0));
        } else {
            count(ai, Counts::new(0, 1, 0));
            count(truth, Counts::new(0, 0, 1));
        }
    }
    if classes.is_empty() {
        return (0.0, coded);
    }
    let sum: f64 = classes.iter().map(|(_, counts)| counts.f1()).sum();
    (sum / classes.len() as f64, coded)
}

/// Macro F1 and number of coded pairs, per variable, over matched events.
pub(super) fn macro_over_pairs(
    ai: &Side<'_, '_>,
    truth: &Side<'_, '_>,
    pairs: &[(usize, usize)],
) -> PerVariable<(f64, usize)> {
    PerVariable::from_fn(|variable| {
        macro_f1(pairs.iter().filter_map(|(a, t)| {
            let (one, other) = (ai.events.get(*a)?, truth.events.get(*t)?);
            Some((value(one.row, variable), value(other.row, variable)))
        }))
    })
}

/// Agreement on one variable at three levels, over *all* events with a person, matched or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Levels {
    /// People for whom the variable is coded at all.
    pub detection: Counts,
    /// Of those on both sides: people with a coded word in common.
    pub value: Counts,
    /// Of those on both sides, for relationship: people with the same targets and triangle on some event.
    pub people: Counts,
}

/// Events of one side that have a variable coded and a person, with the person as the truth would write it.
fn coded_events<'r, 'a>(
    side: &'r Side<'_, 'a>,
    variable: Variable,
    resolve: impl Fn(Option<i64>) -> Option<i64>,
) -> Vec<(i64, &'r str, &'r EventRow<'a>)> {
    let mut events: Vec<_> = (side.events.iter())
        .filter_map(|event| Some((event.row, value(event.row, variable)?)))
        .filter_map(|(row, word)| Some((resolve(row.person)?, word, row)))
        .collect();
    events.sort_unstable_by_key(|(person, ..)| *person);
    events
}

/// The three levels of one variable.
pub(super) fn levels(ai: &Side<'_, '_>, truth: &Side<'_, '_>, map: &IdMap, variable: Variable) -> Levels {
    let ai = coded_events(ai, variable, |id| map.resolve(id));
    let truth = coded_events(truth, variable, |id| id);
    let mut levels = Levels::default();
    for ours in ai.chunk_by(|a, b| a.0 == b.0) {
        let Some((person, ..)) = ours.first() else { continue };
        let start = truth.partition_point(|(other, ..)| other < person);
        let theirs = truth.get(start..).unwrap_or_default();
        let theirs = theirs.get(..theirs.partition_point(|(other, ..)| other == person)).unwrap_or_default();
        if theirs.is_empty() {
            levels.detection.fp += 1;
            continue;
        }
        levels.detection.tp += 1;
        // A miss counts on one side only, so these two are milder than an F1 over items.
        let outcome = |same: bool| if same { Counts::new(1, 0, 0) } else { Counts::new(0, 1, 0) };
        let any = |same: &dyn Fn(&EventRow<'_>, &EventRow<'_>, bool) -> bool| {
            ours.iter().any(|(_, word, one)| theirs.iter().any(|(_, other, two)| same(one, two, word == other)))
        };
        levels.value += outcome(any(&|_, _, same_word| same_word));
        if variable == Variable::Relationship {
            levels.people += outcome(any(&|one, two, _| {
                same_people(one.targets.as_deref(), two.targets.as_deref(), map)
                    && same_people(one.triangles.as_deref(), two.triangles.as_deref(), map)
            }));
        }
    }
    let people = truth.chunk_by(|a, b| a.0 == b.0).count();
    levels.detection.fn_ = people - levels.detection.tp;
    levels
}

/// Two lists as sets.
fn same_people(ai: Option<&[ItemId]>, truth: Option<&[ItemId]>, map: &IdMap) -> bool {
    let (ai, truth) = (ai.unwrap_or_default(), truth.unwrap_or_default());
    let resolved = |id: &ItemId| map.resolve(Some(id.0)).map(ItemId);
    ai.iter().filter_map(resolved).all(|id| truth.contains(&id))
        && truth.iter().all(|id| ai.iter().any(|other| resolved(other) == Some(*id)))
}
