//! An order of a side's people that depends on content alone: colour refinement over everything said of them.
//!
//! Each person begins with a colour for what is known of the person alone; in each round it takes in the colours of
//! those with whom the person shares a bond, a link or an event. Who is still alike in the end (everyone called "Mom")
//! is told apart by marking one of them and refining again, the one whose marking leaves the smallest picture, so that
//! equal families are coloured equally.

use super::hash;
use super::items::Items;
use super::prepared::{NOBODY, Node, Place, Somebody};

/// Markings tried for one choice at most; beyond it the first is taken.
const WORK: usize = 2_000_000;

/// Colours of the people of a side, and their order.
#[derive(Debug, Clone, Default)]
pub(super) struct Colours {
    /// Colours after one and after two rounds: equal for people of two sides who have the same surroundings so far.
    pub near: Vec<[u64; 2]>,
    /// Final colours, all different but for people of whom nothing is said.
    pub last: Vec<u64>,
    /// The people in the order of their final colours.
    pub order: Vec<Node>,
    /// A number for the whole side: equal sides, equal numbers.
    pub whole: u64,
    /// Whether anything is said of a person beside what the person is.
    pub tied: Vec<bool>,
}

impl Colours {
    pub fn of(people: &[Somebody], items: &Items) -> Colours {
        let net = Net { items, people: people.len() };
        let mut last: Vec<u64> = people.iter().map(own_colour).collect();
        let mut sums = Vec::with_capacity(people.len());
        let mut near = vec![[0; 2]; people.len()];
        for round in 0..2 {
            net.round(&mut last, &mut sums);
            for (near, colour) in near.iter_mut().zip(&last) {
                if let Some(slot) = near.get_mut(round) {
                    *slot = *colour;
                }
            }
        }
        let tied: Vec<bool> = sums.iter().map(|sum| *sum != 0).collect();
        if !net.settle(&mut last, &mut sums) {
            net.tell_apart(&mut last, &mut sums, &tied);
        }
        let mut order: Vec<Node> = (0..people.len() as Node).collect();
        order.sort_by_key(|node| last.get(*node as usize).copied());
        let whole = net.picture(&last);
        Colours { near, last, order, whole, tied }
    }

    /// The final colour of a person; of nobody, a colour of its own.
    pub fn of_node(&self, node: Node) -> u64 {
        self.last.get(node as usize).copied().unwrap_or(u64::from(node))
    }
}

fn own_colour(one: &Somebody) -> u64 {
    let gender = one.gender.map_or(0, |gender| gender as u64 + 1);
    let place = match one.place {
        Place::Other => hash::then(one.name.content, one.said.map_or(0, |role| role.content())),
        Place::Subject => 1,
        Place::Coach => 2,
    };
    hash::then(hash::then(place, gender), u64::from(one.listed))
}

/// What ties the people of a side.
struct Net<'i> {
    items: &'i Items,
    people: usize,
}

impl Net<'_> {
    /// One round of refinement. Afterwards `sums` holds what each person took in.
    fn round(&self, colours: &mut [u64], sums: &mut Vec<u64>) {
        sums.clear();
        sums.resize(self.people, 0);
        let colour = |node: Node| colours.get(node as usize).copied().unwrap_or(u64::from(node));
        let mut add = |node: Node, what: u64| {
            if let Some(sum) = sums.get_mut(node as usize) {
                *sum = sum.wrapping_add(hash::mix(what) | 1);
            }
        };
        for bond in &self.items.bonds {
            let kind = 0xB0 + bond.married.map_or(2, u64::from);
            let [a, b] = bond.ends;
            add(a, hash::then(kind, colour(b)));
            add(b, hash::then(kind, colour(a)));
        }
        for link in &self.items.links {
            let [a, b] = link.parents;
            let two = hash::mix(colour(a)).wrapping_add(hash::mix(colour(b)));
            add(link.child, hash::then(0xC0, two));
            let family = hash::then(two, colour(link.child));
            add(a, family);
            add(b, family);
        }
        for event in &self.items.events {
            let all = self.event(event, colour);
            for (part, node) in self.items.roles(event) {
                add(node, hash::then(all, part as u64));
            }
        }
        for (colour, sum) in colours.iter_mut().zip(sums) {
            *colour = hash::then(*colour, *sum);
        }
    }

    /// The content of an event with the colours of its people.
    fn event(&self, event: &super::items::Row, colour: impl Fn(Node) -> u64) -> u64 {
        let people = self.items.roles(event);
        people.fold(event.content, |sum, (part, node)| sum.wrapping_add(hash::then(part as u64, colour(node))))
    }

    /// Rounds until no two people are told apart any more; says whether all are.
    fn settle(&self, colours: &mut [u64], sums: &mut Vec<u64>) -> bool {
        let mut sorted = Vec::new();
        let mut count = distinct(colours, &mut sorted);
        while count < colours.len() {
            self.round(colours, sums);
            let now = distinct(colours, &mut sorted);
            if now == count {
                break;
            }
            count = now;
        }
        count == colours.len()
    }

    fn tell_apart(&self, colours: &mut Vec<u64>, sums: &mut Vec<u64>, tied: &[bool]) {
        while let Some(alike) = alike(colours, tied) {
            let budget = WORK / (colours.len() * (1 + self.items.events.len() + self.items.bonds.len())).max(1);
            let mut best: Option<(u64, Vec<u64>)> = None;
            for node in alike.iter().take(budget.max(1)) {
                let mut marked = colours.clone();
                if let Some(colour) = marked.get_mut(*node as usize) {
                    *colour = hash::then(*colour, 0x3A);
                }
                self.settle(&mut marked, sums);
                let picture = self.picture(&marked);
                if best.as_ref().is_none_or(|(smallest, _)| picture < *smallest) {
                    best = Some((picture, marked));
                }
            }
            let Some((_, marked)) = best else { return };
            *colours = marked;
        }
    }

    /// A number for the whole side under these colours.
    fn picture(&self, colours: &[u64]) -> u64 {
        let colour = |node: Node| colours.get(node as usize).copied().unwrap_or(u64::from(node));
        let add = |sum: u64, what: u64| sum.wrapping_add(hash::mix(what));
        let people = colours.iter().copied().fold(0, add);
        let events = self.items.events.iter().map(|event| self.event(event, colour)).fold(0, add);
        let bonds = self.items.bonds.iter().map(|bond| {
            let [a, b] = bond.ends;
            hash::mix(colour(a)).wrapping_add(hash::mix(colour(b))) ^ bond.married.map_or(2, u64::from)
        });
        let links = self.items.links.iter().map(|link| {
            let [a, b] = link.parents;
            hash::then(colour(link.child), hash::mix(colour(a)).wrapping_add(hash::mix(colour(b))))
        });
        let sums = [people, events, bonds.fold(0, add), links.fold(0, add)];
        sums.into_iter().fold(colours.len() as u64, hash::then)
    }
}

fn distinct(colours: &[u64], sorted: &mut Vec<u64>) -> usize {
    sorted.clear();
    sorted.extend_from_slice(colours);
    sorted.sort_unstable();
    sorted.dedup();
    sorted.len()
}

/// The first people who are tied to others and still alike.
fn alike(colours: &[u64], tied: &[bool]) -> Option<Vec<Node>> {
    if distinct(colours, &mut Vec::new()) == colours.len() {
        return None;
    }
    let mut sorted: Vec<(u64, Node)> = colours.iter().copied().zip(0..).collect();
    sorted.retain(|(_, node)| tied.get(*node as usize) == Some(&true));
    sorted.sort_unstable();
    let twin = sorted.windows(2).find_map(|two| match two {
        [(one, _), (other, _)] if one == other => Some(*one),
        _ => None,
    })?;
    debug_assert_ne!(twin, u64::from(NOBODY));
    Some(sorted.into_iter().filter(|(colour, _)| *colour == twin).map(|(_, node)| node).collect())
}
