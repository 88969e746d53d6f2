//! Which person of the scored side is which person of the truth.
//!
//! Two people may be a pair if their genders do not contradict and their names are alike enough (or the truth's name is
//! "User"); among those the score is the name similarity plus a tenth of the parents' similarity.

use super::matching::greedy;
use super::names::{self, Name};
use super::rows::Word;
use super::side::{PersonItem, Side};
use crate::family::Gender;
use crate::scoring::Matching;

/// Weight of the parents' names beside the person's own.
const PARENTS_WEIGHT: f64 = 0.1;
/// The parents' similarity where either side has none to compare.
const NEUTRAL: f64 = 0.5;

/// Ids of the scored side's people in terms of the truth's; a later pair with the same id replaces an earlier.
///
/// Kept in order of the scored side's id, a missing id first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IdMap(Vec<(Option<i64>, Option<i64>)>);

impl IdMap {
    fn find(&self, from: Option<i64>) -> Result<usize, usize> {
        self.0.binary_search_by_key(&from, |(from, _)| *from)
    }

    /// Maps `from` (scored side) to `to` (truth).
    pub fn insert(&mut self, from: Option<i64>, to: Option<i64>) {
        match self.find(from) {
            Ok(at) => self.0.get_mut(at).into_iter().for_each(|entry| entry.1 = to),
            Err(at) => self.0.insert(at, (from, to)),
        }
    }

    /// Whether an id of the scored side is mapped.
    pub fn contains(&self, from: Option<i64>) -> bool {
        self.find(from).is_ok()
    }

    /// An id of the scored side as the truth would write it; one that is not mapped stands for itself.
    pub fn resolve(&self, id: Option<i64>) -> Option<i64> {
        id?;
        self.find(id).ok().and_then(|at| self.0.get(at)).map_or(id, |(_, to)| *to)
    }

    /// The pairs, ordered by the scored side's id, a missing id first.
    pub fn iter(&self) -> impl Iterator<Item = (Option<i64>, Option<i64>)> {
        self.0.iter().copied()
    }
}

/// Genders contradict only if both are given, differ, and neither is "unknown".
pub(super) fn genders_contradict(a: &Option<Word<'_, Gender>>, b: &Option<Word<'_, Gender>>) -> bool {
    let unknown = Word::Known(Gender::Unknown);
    matches!((a, b), (Some(a), Some(b)) if a != b && *a != unknown && *b != unknown)
}

/// Similarity of a name of the scored side and one of the truth, where they are alike; the truth's "User" is anybody.
fn name_similarity(ai: &Name, truth: &Name) -> Option<f64> {
    if truth.is_speaker() { Some(1.0) } else { names::similarity_if_alike(ai, truth) }
}

/// Pairs the people of two sides.
pub(super) fn match_people(ai: &Side<'_, '_>, truth: &Side<'_, '_>) -> (Matching, IdMap) {
    let score = |a: usize, t: usize| -> Result<Option<f64>, std::convert::Infallible> {
        let (Some(one), Some(other)) = (ai.people.get(a), truth.people.get(t)) else { return Ok(None) };
        if genders_contradict(&one.row.gender, &other.row.gender) {
            return Ok(None);
        }
        let Some(name) = name_similarity(one.name, other.name) else { return Ok(None) };
        let parents = if one.row.parents.is_some() && other.row.parents.is_some() {
            parents_similarity(&parents_of(one, ai), &parents_of(other, truth))
        } else {
            NEUTRAL
        };
        Ok(Some(name + PARENTS_WEIGHT * parents))
    };
    let Ok((pairs, taken)) = greedy(ai.people.len(), truth.people.len(), score);
    let mut map = IdMap::default();
    for (a, t) in &pairs {
        if let (Some(one), Some(other)) = (ai.people.get(*a), truth.people.get(*t)) {
            map.insert(one.row.id, other.row.id);
        }
    }
    let matching = Matching::by_id(pairs, ai.people.len(), &taken, |at| ai.people.get(at).and_then(|one| one.row.id));
    (matching, map)
}

/// The distinct names of a person's parents: none, one or two.
type ParentNames<'r> = [Option<&'r Name>; 2];

/// The first bond with the id counts, and the first person with the id. A parent without a name is left out; one whose
/// name is only a title is an empty name, alike to nobody.
fn parents_of<'r>(person: &PersonItem<'r, '_>, side: &Side<'r, '_>) -> ParentNames<'r> {
    let Some(bond) = person.row.parents.and_then(|id| side.bonds.iter().find(|bond| bond.id == Some(id))) else {
        return [None, None];
    };
    let name_of = |id: Option<i64>| {
        let id = id?;
        let parent = side.people.iter().find(|person| person.row.id == Some(id))?;
        parent.row.name.as_deref().filter(|name| !name.is_empty()).map(|_| parent.name)
    };
    let (a, b) = (name_of(bond.person_a), name_of(bond.person_b));
    if a.is_some() && a == b { [a, None] } else { [a, b] }
}

/// Mean similarity over all pairs of parents, neutral where a side has none (a known weakness: the right parents seldom
/// score above neutral).
fn parents_similarity(ai: &ParentNames<'_>, truth: &ParentNames<'_>) -> f64 {
    let (mut sum, mut pairs) = (0.0, 0usize);
    for one in ai.iter().flatten() {
        for other in truth.iter().flatten() {
            sum += names::similarity(one, other);
            pairs += 1;
        }
    }
    if pairs == 0 { NEUTRAL } else { sum / pairs as f64 }
}
