//! Two sides with who is who between them: the matching of everything they say, and of what single statements say.

use super::events::Events;
use super::hash;
use super::items::Items;
use super::people::{Settled, map_people};
use super::prepared::{NOBODY, Node, Prepared, STRANGER};
use super::{FairMatch, FairSettings, IdMap, MapError, PersonMap, Side, Stands};
use crate::family::ItemId;
use crate::scoring::Matching;

/// Two sides whose people are matched.
#[derive(Debug)]
pub struct Matched<'p, 'a> {
    pub(super) scored: &'p Prepared<'a>,
    pub(super) truth: &'p Prepared<'a>,
    pub(super) settings: FairSettings,
    /// The person of the truth for each person of the scored side.
    pub(super) forth: Vec<Node>,
    /// The person of the scored side for each person of the truth.
    pub(super) back: Vec<Node>,
    /// People of the scored side, and of the truth, of whom the researcher said that they are nobody on the other.
    pub(super) nobody: [Vec<Node>; 2],
    /// Whether the truth comes first in content; the first side is the one whose people are turned into the other's.
    turned: bool,
}

impl<'p, 'a> Matched<'p, 'a> {
    /// Finds out who is who.
    pub fn new(
        scored: &'p Prepared<'a>,
        truth: &'p Prepared<'a>,
        map: &PersonMap,
        settings: &FairSettings,
    ) -> Result<Self, MapError> {
        let settled = settle(scored, truth, map)?;
        let nobody = [settled.nobody_a.clone(), settled.nobody_b.clone()];
        // Which side is called the scored one must not matter, so content decides which comes first.
        let turned = scored.colours.whole > truth.colours.whole;
        let (forth, back) = if turned {
            let settled = Settled {
                pairs: settled.pairs.iter().map(|(i, j)| (*j, *i)).collect(),
                nobody_a: settled.nobody_b,
                nobody_b: settled.nobody_a,
            };
            let back = map_people(truth, scored, &settled, settings);
            (inverse(&back, scored.people.len()), back)
        } else {
            let forth = map_people(scored, truth, &settled, settings);
            let back = inverse(&forth, truth.people.len());
            (forth, back)
        };
        Ok(Matched { scored, truth, settings: *settings, forth, back, nobody, turned })
    }

    /// Who is who, by id.
    pub fn id_map(&self) -> IdMap {
        let first = |side: &Prepared<'_>, node: Node| side.somebody(node).map(|one| one.id);
        let mut pairs = Vec::with_capacity(self.scored.ids.iter().len());
        pairs.extend(self.scored.ids.iter().filter_map(|(id, node)| {
            let to = self.forth.get(node as usize).copied()?;
            Some((id, first(self.truth, to)?))
        }));
        let aliases = self.truth.ids.iter().filter_map(|(id, node)| Some((id, first(self.truth, node)?)));
        IdMap::new(pairs, aliases.filter(|(id, first)| id != first).collect())
    }

    /// Matches everything the two sides say.
    pub fn whole(&self) -> FairMatch {
        FairMatch { id_map: self.id_map(), ..self.items(&self.scored.items, &self.truth.items) }
    }

    /// Matches what a statement's codings say, in the light of the two whole families: who is who is known from there,
    /// and people and bonds that other statements brought are known, too. The id map is left empty.
    ///
    /// People whom the whole side does not have match nobody; prepare it with everybody ever coded.
    pub fn part(&self, scored: &Side<'_>, truth: &Side<'_>) -> FairMatch {
        let of = |side: &Side<'_>, whole: &Prepared<'_>| Items::of(side, &whole.ids, whole.side.pair_bonds, &whole.ids);
        self.items(&of(scored, self.scored), &of(truth, self.truth))
    }

    fn items(&self, scored: &Items, truth: &Items) -> FairMatch {
        let people = by_key(
            (scored.people.iter().copied().enumerate()).map(|(at, node)| (at, self.across(node), 0)),
            (truth.people.iter().copied().enumerate()).map(|(at, node)| (at, node, 0)),
            |node| *node != NOBODY && *node != STRANGER,
        );
        let married = |bond: Option<bool>| bond.map_or(2, u8::from);
        let pair_bonds = by_key(
            (scored.bonds.iter().enumerate())
                .map(|(at, bond)| (at, super::items::sorted(bond.ends.map(|n| self.across(n))), married(bond.married))),
            truth.bonds.iter().enumerate().map(|(at, bond)| (at, bond.ends, married(bond.married))),
            |ends| !ends.contains(&STRANGER),
        );
        let child_of = by_key(
            scored.links.iter().map(|link| {
                let parents = super::items::sorted(link.parents.map(|node| self.across(node)));
                (link.at as usize, (self.across(link.child), parents), 0)
            }),
            truth.links.iter().map(|link| (link.at as usize, (link.child, link.parents), 0)),
            |(child, parents)| *child != STRANGER && !parents.contains(&STRANGER),
        );
        let events = self.events(scored, truth);
        FairMatch { people, pair_bonds, events, child_of, id_map: IdMap::default() }
    }

    fn events(&self, scored: &Items, truth: &Items) -> Matching {
        if scored.events.is_empty() || truth.events.is_empty() {
            return Matching {
                pairs: Vec::new(),
                scored_unmatched: (0..scored.events.len()).collect(),
                truth_unmatched: (0..truth.events.len()).collect(),
            };
        }
        let orders = (order(scored, self.scored), order(truth, self.truth));
        let pairs = if self.turned {
            let events = Events { a: truth, b: scored, map: &self.back, settings: &self.settings };
            let pairs = events.pairs((&orders.1, &orders.0));
            pairs.into_iter().map(|(at, to)| (to as usize, at as usize)).collect()
        } else {
            let events = Events { a: scored, b: truth, map: &self.forth, settings: &self.settings };
            let pairs = events.pairs((&orders.0, &orders.1));
            pairs.into_iter().map(|(at, to)| (at as usize, to as usize)).collect()
        };
        matching(pairs, 0..scored.events.len(), 0..truth.events.len())
    }

    /// Somebody of the scored side in the truth's numbers.
    fn across(&self, node: Node) -> Node {
        if node == NOBODY { NOBODY } else { self.forth.get(node as usize).copied().unwrap_or(STRANGER) }
    }
}

/// Events in an order that depends on content alone, kind by kind.
fn order(items: &Items, side: &Prepared<'_>) -> Vec<u32> {
    let key = |at: &u32| {
        items.events.get(*at as usize).map(|event| {
            let people = items.roles(event).fold(event.content, |sum, (part, node)| {
                sum.wrapping_add(hash::then(part as u64, side.colours.of_node(node)))
            });
            (event.kind, event.when, people)
        })
    };
    let mut order: Vec<u32> = (0..items.events.len() as u32).collect();
    order.sort_by_cached_key(key);
    order
}

/// Pairs items with equal keys: first those that are equal in the second key, too. Items whose key is not `whole` are
/// left over.
fn by_key<K: Ord + Copy>(
    scored: impl Iterator<Item = (usize, K, u8)>,
    truth: impl Iterator<Item = (usize, K, u8)>,
    whole: impl Fn(&K) -> bool,
) -> Matching {
    let mut scored: Vec<(K, u8, usize)> = scored.map(|(at, key, second)| (key, second, at)).collect();
    let mut truth: Vec<(K, u8, usize)> = truth.map(|(at, key, second)| (key, second, at)).collect();
    scored.sort_unstable();
    truth.sort_unstable();
    let mut pairs = Vec::with_capacity(scored.len().min(truth.len()));
    for second_too in [true, false] {
        if scored.is_empty() || truth.is_empty() {
            break;
        }
        let same = |one: &(K, u8, usize), two: &(K, u8, usize)| match second_too {
            true => (one.0, one.1).cmp(&(two.0, two.1)),
            false => one.0.cmp(&two.0),
        };
        let (mut left, mut right) = (Vec::new(), Vec::new());
        let (mut ones, mut twos) = (scored.as_slice(), truth.as_slice());
        while let ([one, more @ ..], [two, others @ ..]) = (ones, twos) {
            match same(one, two) {
                std::cmp::Ordering::Equal if whole(&one.0) => {
                    pairs.push((one.2, two.2));
                    (ones, twos) = (more, others);
                }
                std::cmp::Ordering::Equal | std::cmp::Ordering::Less => {
                    left.push(*one);
                    ones = more;
                }
                std::cmp::Ordering::Greater => {
                    right.push(*two);
                    twos = others;
                }
            }
        }
        left.extend_from_slice(ones);
        right.extend_from_slice(twos);
        (scored, truth) = (left, right);
    }
    pairs.sort_unstable();
    let mut matching = Matching {
        pairs,
        scored_unmatched: scored.into_iter().map(|(.., at)| at).collect(),
        truth_unmatched: truth.into_iter().map(|(.., at)| at).collect(),
    };
    matching.scored_unmatched.sort_unstable();
    matching.truth_unmatched.sort_unstable();
    matching
}

fn matching(mut pairs: Vec<(usize, usize)>, scored: std::ops::Range<usize>, truth: std::ops::Range<usize>) -> Matching {
    pairs.sort_unstable();
    let mut taken = vec![false; truth.len()];
    for (_, to) in &pairs {
        if let Some(place) = taken.get_mut(*to) {
            *place = true;
        }
    }
    let unpaired = |at: &usize| pairs.binary_search_by_key(at, |(at, _)| *at).is_err();
    Matching {
        scored_unmatched: scored.filter(unpaired).collect(),
        truth_unmatched: truth.filter(|at| taken.get(*at) != Some(&true)).collect(),
        pairs,
    }
}

fn inverse(map: &[Node], count: usize) -> Vec<Node> {
    let mut inverse = vec![STRANGER; count];
    for (i, j) in (0..).zip(map) {
        if let Some(place) = inverse.get_mut(*j as usize) {
            *place = i;
        }
    }
    inverse
}

/// The overrides in the numbers of the two sides.
fn settle(scored: &Prepared<'_>, truth: &Prepared<'_>, map: &PersonMap) -> Result<Settled, MapError> {
    let mut settled = Settled::default();
    let mut said: Vec<(Node, ItemId, Stands)> = Vec::new();
    for (id, stands) in map.iter() {
        let node = scored.ids.node(id).ok_or(MapError::UnknownScored(id))?;
        let to = match stands {
            Stands::For(other) => Some(truth.ids.node(other).ok_or(MapError::UnknownTruth(other))?),
            Stands::ForNobody => None,
        };
        if let Some((_, first, before)) = said.iter().find(|(one, ..)| *one == node) {
            let known = match before {
                Stands::For(other) => truth.ids.node(*other),
                Stands::ForNobody => None,
            };
            if known != to {
                return Err(MapError::OneToTwo { first: *first, second: id });
            }
            continue;
        }
        if let (Some(j), Stands::For(other)) = (to, stands) {
            if let Some((i, _)) = settled.pairs.iter().find(|(_, taken)| *taken == j) {
                let first = said.iter().find(|(node, ..)| node == i).map_or(id, |(_, first, _)| *first);
                return Err(MapError::TwoToOne { first, second: id, truth: other });
            }
            settled.pairs.push((node, j));
        } else {
            settled.nobody_a.push(node);
        }
        said.push((node, id, stands));
    }
    for id in map.truth_nobodies() {
        let node = truth.ids.node(id).ok_or(MapError::UnknownTruth(id))?;
        // Who somebody was said to be is not nobody.
        if !settled.pairs.iter().any(|(_, taken)| *taken == node) {
            settled.nobody_b.push(node);
        }
    }
    Ok(settled)
}
