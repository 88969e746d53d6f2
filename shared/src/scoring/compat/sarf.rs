//! Agreement on the four SARF variables: macro F1 over matched events, and the three levels over all events.

use std::collections::{BTreeMap, BTreeSet};

use super::people::IdMap;
use super::rows::{EventRow, Word};
use super::side::{EventItem, Side};
use crate::family::{ItemId, Variable, VariableShift};
use crate::scoring::Counts;

/// One value for each of the four variables.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PerVariable<T> {
    /// Of symptom.
    pub symptom: T,
    /// Of anxiety.
    pub anxiety: T,
    /// Of relationship.
    pub relationship: T,
    /// Of functioning.
    pub functioning: T,
}

impl<T> PerVariable<T> {
    /// Makes each value from its variable.
    pub fn from_fn(mut make: impl FnMut(Variable) -> T) -> Self {
        PerVariable {
            symptom: make(Variable::Symptom),
            anxiety: make(Variable::Anxiety),
            relationship: make(Variable::Relationship),
            functioning: make(Variable::Functioning),
        }
    }

    /// The value of a variable.
    pub fn get(&self, variable: Variable) -> &T {
        match variable {
            Variable::Symptom => &self.symptom,
            Variable::Anxiety => &self.anxiety,
            Variable::Relationship => &self.relationship,
            Variable::Functioning => &self.functioning,
        }
    }

    /// The values with their variables, in the order of the vocabulary.
    pub fn iter(&self) -> impl Iterator<Item = (Variable, &T)> {
        Variable::ALL.iter().map(|variable| (*variable, self.get(*variable)))
    }
}

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

/// What one side coded of one variable for one person.
#[derive(Default)]
struct Coded<'r> {
    words: BTreeSet<&'r str>,
    others: BTreeSet<(BTreeSet<i64>, BTreeSet<i64>)>,
}

fn coded_by_person<'r>(
    events: &'r [EventItem<'r, '_>],
    variable: Variable,
    resolve: impl Fn(Option<i64>) -> Option<i64>,
) -> BTreeMap<i64, Coded<'r>> {
    let mut people: BTreeMap<i64, Coded<'r>> = BTreeMap::new();
    for event in events {
        let Some(word) = value(event.row, variable) else { continue };
        let Some(person) = resolve(event.row.person) else { continue };
        let coded = people.entry(person).or_default();
        coded.words.insert(word);
        let ids = |list: Option<&[ItemId]>| {
            list.unwrap_or_default().iter().filter_map(|ItemId(id)| resolve(Some(*id))).collect()
        };
        coded.others.insert((ids(event.row.targets.as_deref()), ids(event.row.triangles.as_deref())));
    }
    people
}

/// The three levels of one variable.
pub(super) fn levels(ai: &Side<'_, '_>, truth: &Side<'_, '_>, map: &IdMap, variable: Variable) -> Levels {
    let ai = coded_by_person(&ai.events, variable, |id| map.resolve(id));
    let truth = coded_by_person(&truth.events, variable, |id| id);
    let mut levels = Levels::default();
    for (person, one) in &ai {
        let Some(other) = truth.get(person) else {
            levels.detection.fp += 1;
            continue;
        };
        levels.detection.tp += 1;
        // A miss counts on one side only, so these two are milder than an F1 over items.
        let outcome = |same: bool| if same { Counts::new(1, 0, 0) } else { Counts::new(0, 1, 0) };
        levels.value += outcome(!one.words.is_disjoint(&other.words));
        if variable == Variable::Relationship {
            levels.people += outcome(!one.others.is_disjoint(&other.others));
        }
    }
    levels.detection.fn_ = truth.keys().filter(|person| !ai.contains_key(person)).count();
    levels
}
