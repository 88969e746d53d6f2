//! Which event of the scored side is which event of the truth, and which pair bond, and which child of whom.
//!
//! Events: the kind must be equal, the people must be (through the id map), the dates must be close enough; the closest
//! date wins. Couples (bonded, married, separated, divorced) are compared as a set of two, births and adoptions by the
//! child and by the parents the truth names, all else slot by slot. Descriptions are not compared.

use super::CompatError;
use super::dates::closeness;
use super::matching::greedy;
use super::people::IdMap;
use super::rows::{BondRow, EventRow};
use super::side::Side;
use crate::family::ItemId;
use crate::scoring::Matching;

/// Pairs the events of two sides.
pub(super) fn match_events(ai: &Side<'_, '_>, truth: &Side<'_, '_>, map: &IdMap) -> Result<Matching, CompatError> {
    let mut resolved: Option<(usize, Links)> = None;
    let score = |a: usize, t: usize| -> Result<Option<f64>, CompatError> {
        let (Some(one), Some(other)) = (ai.events.get(a), truth.events.get(t)) else { return Ok(None) };
        if one.kind != other.kind {
            return Ok(None);
        }
        let links = match &resolved {
            Some((at, links)) if *at == a => links,
            _ => &resolved.insert((a, Links::resolve(one.row, map))).1,
        };
        if !links.fit(one.row, other.row, map)? {
            return Ok(None);
        }
        Ok(closeness(&one.date, &other.date)?)
    };
    let (pairs, taken) = greedy(ai.events.len(), truth.events.len(), score)?;
    Ok(Matching::by_id(pairs, ai.events.len(), &taken, |at| ai.events.get(at).and_then(|event| event.row.id)))
}

/// The people of an event of the scored side, as the truth would write them.
struct Links {
    person: Option<i64>,
    spouse: Option<i64>,
    child: Option<i64>,
}

impl Links {
    fn resolve(event: &EventRow<'_>, map: &IdMap) -> Self {
        Links { person: map.resolve(event.person), spouse: map.resolve(event.spouse), child: map.resolve(event.child) }
    }

    fn fit(&self, ai: &EventRow<'_>, truth: &EventRow<'_>, map: &IdMap) -> Result<bool, CompatError> {
        let kind = truth.kind;
        let slots = if kind.needs_spouse() {
            same_two((self.person, self.spouse), (truth.person, truth.spouse)) && self.child == truth.child
        } else if kind.is_offspring() {
            let named = |truth: Option<i64>, ai: Option<i64>| truth.is_none() || truth == ai;
            self.child == truth.child && named(truth.person, self.person) && named(truth.spouse, self.spouse)
        } else {
            (self.person, self.spouse, self.child) == (truth.person, truth.spouse, truth.child)
        };
        Ok(slots
            && overlap(ai.targets.as_deref(), truth.targets.as_deref(), map)?
            && overlap(ai.triangles.as_deref(), truth.triangles.as_deref(), map)?)
    }
}

/// Two pairs as sets: order does not matter, and a pair of the same id twice is a set of one.
fn same_two(a: (Option<i64>, Option<i64>), b: (Option<i64>, Option<i64>)) -> bool {
    a == b || (a.0, a.1) == (b.1, b.0)
}

/// Lists of people fit if one of them is empty or they share somebody.
fn overlap(ai: Option<&[ItemId]>, truth: Option<&[ItemId]>, map: &IdMap) -> Result<bool, CompatError> {
    let ai = ai.ok_or(CompatError::NullList)?;
    let truth = truth.unwrap_or_default();
    Ok(ai.is_empty()
        || truth.is_empty()
        || ai.iter().any(|ItemId(id)| map.resolve(Some(*id)).is_some_and(|id| truth.contains(&ItemId(id)))))
}

/// Pairs the pair bonds of two sides: the same two people, whichever comes first.
pub(super) fn match_bonds(ai: &Side<'_, '_>, truth: &Side<'_, '_>, map: &IdMap) -> Matching {
    let resolved: Vec<_> =
        ai.bonds.iter().map(|bond| (map.resolve(bond.person_a), map.resolve(bond.person_b))).collect();
    let score = |a: usize, t: usize| -> Result<Option<f64>, std::convert::Infallible> {
        let (Some(two), Some(other)) = (resolved.get(a), truth.bonds.get(t)) else { return Ok(None) };
        Ok(same_two(*two, (other.person_a, other.person_b)).then_some(1.0))
    };
    let Ok((pairs, taken)) = greedy(ai.bonds.len(), truth.bonds.len(), score);
    Matching::by_row(pairs, ai.bonds.len(), &taken)
}

/// A child and its two parents, smaller id first.
type ChildOf = (usize, Option<i64>, (i64, i64));

/// Pairs the child-of links of two sides, as positions of the children in the lists of people.
///
/// The last bond with the id counts; a bond with a missing end makes no link.
pub(super) fn match_children(ai: &Side<'_, '_>, truth: &Side<'_, '_>, map: &IdMap) -> Result<Matching, CompatError> {
    let ai_links = children(ai, |id| map.resolve(id))?;
    let truth_links = children(truth, |id| id)?;
    let mut taken = vec![false; truth_links.len()];
    let mut matching = Matching::default();
    for (at, child, parents) in &ai_links {
        let found = (truth_links.iter().zip(&mut taken))
            .find(|((_, other, of), taken)| !**taken && other == child && of == parents);
        match found {
            Some(((truth_at, ..), taken)) => {
                *taken = true;
                matching.pairs.push((*at, *truth_at));
            }
            None => matching.scored_unmatched.push(*at),
        }
    }
    matching.truth_unmatched =
        truth_links.iter().zip(&taken).filter(|(_, taken)| !**taken).map(|((at, ..), _)| *at).collect();
    Ok(matching)
}

fn children(side: &Side<'_, '_>, resolve: impl Fn(Option<i64>) -> Option<i64>) -> Result<Vec<ChildOf>, CompatError> {
    let mut links = Vec::new();
    for (at, person) in side.people.iter().enumerate() {
        let Some(bond) = person.row.parents.and_then(|id| last_bond(side, id)) else { continue };
        let (Some(_), Some(_)) = (bond.person_a, bond.person_b) else { continue };
        let (Some(a), Some(b)) = (resolve(bond.person_a), resolve(bond.person_b)) else {
            return Err(CompatError::PersonWithoutId);
        };
        links.push((at, resolve(person.row.id), (a.min(b), a.max(b))));
    }
    Ok(links)
}

fn last_bond<'r>(side: &Side<'r, '_>, id: i64) -> Option<&'r BondRow> {
    side.bonds.iter().rev().find(|bond| bond.id == Some(id)).copied()
}
