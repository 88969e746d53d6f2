//! Why each unmatched item is unmatched: the nearest item of the other side and what separates the two.

use super::dates::{Compared, Span};
use super::events::Events;
use super::items::{Bond, Row, sorted};
use super::matched::Matched;
use super::people::{self, People};
use super::prepared::{NOBODY, Node, Place, Prepared, STRANGER};
use super::why::{OfSide, Separation, Unmatchable, Unmatched, WhyNot};
use super::{FairMatch, FairSettings};
use crate::family::kinship::SUBJECT_ROLE;
use crate::family::{EventKind, Gender, ItemId, prose};
use crate::scoring::Matching;

impl Matched<'_, '_> {
    /// Explains every unmatched item of the two sides: the scored side's first, people before events, pair bonds and
    /// child-of links, each in the order of its list.
    pub fn explain(&self) -> Vec<Unmatched> {
        let found = self.whole();
        let [nobody, truth_nobody] = &self.nobody;
        let scored = From {
            side: OfSide::Scored,
            ours: self.scored,
            theirs: self.truth,
            map: &self.forth,
            nobody,
            settings: &self.settings,
        };
        let truth = From {
            side: OfSide::Truth,
            ours: self.truth,
            theirs: self.scored,
            map: &self.back,
            nobody: truth_nobody,
            settings: &self.settings,
        };
        let mut all = scored.all(&found, |matching| (&matching.scored_unmatched, matching.pairs.clone()));
        all.extend(truth.all(&found, |matching| {
            (&matching.truth_unmatched, matching.pairs.iter().map(|(at, to)| (*to, *at)).collect())
        }));
        all
    }
}

/// The comparison as seen from one side.
struct From<'m> {
    side: OfSide,
    ours: &'m Prepared<'m>,
    theirs: &'m Prepared<'m>,
    map: &'m [Node],
    nobody: &'m [Node],
    settings: &'m FairSettings,
}

/// Positions of a side that are unmatched, and the pairs with this side first.
type Seen<'f> = (&'f Vec<usize>, Vec<(usize, usize)>);

/// What separates two items, and how far that is.
struct Apart {
    far: u32,
    by: Vec<Separation>,
}

impl<'m> From<'m> {
    fn all<'f>(&self, found: &'f FairMatch, seen: impl Fn(&'f Matching) -> Seen<'f>) -> Vec<Unmatched> {
        let mut all = Vec::new();
        let mut add = |what, at, item, why| all.push(Unmatched { side: self.side, what, at, item, why });
        let (open, pairs) = seen(&found.people);
        if !open.is_empty() {
            let people = People::new(self.ours, self.theirs, self.settings);
            for at in open {
                let Some(node) = self.ours.items.people.get(*at).copied() else { continue };
                add(Unmatchable::Person, *at, self.ours.label(node), self.person(&people, node, &pairs));
            }
        }
        let (open, pairs) = seen(&found.events);
        for at in open {
            if let Some(event) = self.ours.items.events.get(*at) {
                add(Unmatchable::Event, *at, self.ours.event(*at), self.event(event, *at, &pairs));
            }
        }
        let (open, pairs) = seen(&found.pair_bonds);
        for at in open {
            if let Some(bond) = self.ours.items.bonds.get(*at) {
                add(Unmatchable::PairBond, *at, self.ours.bond(*at), self.bond(bond, &pairs));
            }
        }
        let (open, pairs) = seen(&found.child_of);
        for at in open {
            add(Unmatchable::ChildOf, *at, self.ours.link(*at), self.link(*at, &pairs));
        }
        all
    }

    /// The item of our side that has taken one of theirs.
    fn taken_by(pairs: &[(usize, usize)], theirs: usize) -> Option<usize> {
        pairs.iter().find(|(_, to)| *to == theirs).map(|(at, _)| *at)
    }

    fn person(&self, people: &People<'_, '_>, node: Node, pairs: &[(usize, usize)]) -> WhyNot {
        if self.nobody.contains(&node) {
            return WhyNot::SaidToBeNobody;
        }
        let mut taken: Option<(u32, String, String)> = None;
        let mut apart: Option<(u32, String, Vec<Separation>)> = None;
        for (to, other) in self.theirs.items.people.iter().enumerate() {
            let label = self.theirs.label(*other);
            match people.compare(node, *other) {
                Ok(alike) => {
                    let by = From::taken_by(pairs, to).and_then(|at| self.ours.items.people.get(at));
                    let Some(by) = by else { continue };
                    let key = (alike.similarity, label, self.ours.label(*by));
                    if taken.as_ref().is_none_or(|best| (key.0, &best.1) > (best.0, &key.1)) {
                        taken = Some(key);
                    }
                }
                Err(gate) => {
                    let (far, by) = self.two_people(node, *other, gate);
                    if apart.as_ref().is_none_or(|best| (far, &label) < (best.0, &best.1)) {
                        apart = Some((far, label, by));
                    }
                }
            }
        }
        match (taken, apart) {
            (Some((_, nearest, by)), _) => WhyNot::Taken { nearest, by },
            (None, Some((_, nearest, by))) => WhyNot::Separated { nearest, same_words: false, by },
            (None, None) => WhyNot::NothingOfThisKind,
        }
    }

    fn two_people(&self, node: Node, other: Node, gate: people::Gate) -> (u32, Vec<Separation>) {
        let (Some(one), Some(two)) = (self.ours.somebody(node), self.theirs.somebody(other)) else {
            return (u32::MAX, vec![Separation::Place]);
        };
        let percent = one.name.percent(&two.name);
        let limit = self.settings.name_percent;
        let mut by = Vec::new();
        let names = one.name.has_words() && two.name.has_words();
        if names && one.name.alike(&two.name, limit).is_none() {
            by.push(Separation::Name { percent, limit });
        }
        if let (Some(ours), Some(theirs)) = (one.gender, two.gender)
            && Gender::contradicts(Some(ours), Some(theirs))
        {
            by.push(Separation::Gender { ours, theirs });
        }
        match gate {
            people::Gate::Place => by = vec![Separation::Place],
            people::Gate::Relation => by.push(Separation::Relation),
            people::Gate::NoEvidence => by.push(Separation::NoEvidence),
            people::Gate::Gender(..) | people::Gate::Name => {}
        }
        let place = if gate == people::Gate::Place { 400 } else { 0 };
        (place + 100 * by.len() as u32 + (100 - percent.min(100)), by)
    }

    fn event(&self, event: &Row, at: usize, pairs: &[(usize, usize)]) -> WhyNot {
        let events = self.events();
        let words = self.ours.what(at);
        let mut taken: Option<(u32, String, String)> = None;
        let mut apart: Option<(u32, String, usize, Vec<Separation>)> = None;
        for (to, other) in self.theirs.items.events.iter().enumerate() {
            let label = self.theirs.event(to);
            match events.compare(event, other) {
                Ok(alike) => {
                    let Some(by) = From::taken_by(pairs, to) else { continue };
                    if taken.as_ref().is_none_or(|best| (alike.similarity, &best.1) > (best.0, &label)) {
                        taken = Some((alike.similarity, label, self.ours.event(by)));
                    }
                }
                Err(_) => {
                    let Apart { far, by } = self.two_events(&events, (event, at), (other, to));
                    if apart.as_ref().is_none_or(|best| (far, &label) < (best.0, &best.1)) {
                        apart = Some((far, label, to, by));
                    }
                }
            }
        }
        if let Some((_, nearest, by)) = taken {
            return WhyNot::Taken { nearest, by };
        }
        let strangers = [event.person, event.spouse, event.child].into_iter().find(|node| self.is_stranger(*node));
        match (apart, strangers) {
            // Neither the kind nor the people: that is near nothing.
            (Some((far, nearest, to, by)), _) if far < Apart::KIND + Apart::PEOPLE => {
                WhyNot::Separated { nearest, same_words: self.theirs.what(to) == words, by }
            }
            (_, Some(node)) => WhyNot::PersonUnmatched(self.ours.label(node)),
            _ => WhyNot::NothingOfThisKind,
        }
    }

    fn events(&self) -> Events<'_> {
        Events { a: &self.ours.items, b: &self.theirs.items, map: self.map, settings: self.settings }
    }

    fn is_stranger(&self, node: Node) -> bool {
        node != NOBODY && self.across(node) == STRANGER
    }

    fn across(&self, node: Node) -> Node {
        if node == NOBODY { NOBODY } else { self.map.get(node as usize).copied().unwrap_or(STRANGER) }
    }

    fn two_events(&self, events: &Events<'_>, (one, at): (&Row, usize), (two, to): (&Row, usize)) -> Apart {
        let (mut far, mut by) = (0, Vec::new());
        if one.kind != two.kind {
            far += Apart::KIND;
            by.push(Separation::Kind { theirs: two.kind });
        }
        if let Some(person) = self.differing_person(events, one, two) {
            far += Apart::PEOPLE;
            by.push(person);
        }
        let (ours, theirs) = (&self.ours.items, &self.theirs.items);
        if events.shared(ours.targets(one), theirs.targets(two)).is_none() {
            far += Apart::OTHERS;
            by.push(Separation::Targets);
        }
        if events.shared(ours.triangles(one), theirs.triangles(two)).is_none() {
            far += Apart::OTHERS;
            by.push(Separation::Triangles);
        }
        match Span::compare(one.when, two.when, self.settings) {
            Compared::Far(days) => {
                far += Apart::DATE + days.days.min(Apart::DATE - 1);
                let certainty = [
                    self.ours.side.events.get(at).and_then(|event| event.date_certainty),
                    self.theirs.side.events.get(to).and_then(|event| event.date_certainty),
                ];
                by.push(Separation::Days { apart: days.days, limit: days.limit, certainty });
            }
            Compared::Near(days) => far += days.min(Apart::OTHERS - 1),
            Compared::Undated => {}
        }
        Apart { far, by }
    }

    /// The first person who differs; of another kind of event only the one to whom it happens is compared.
    fn differing_person(&self, events: &Events<'_>, one: &Row, two: &Row) -> Option<Separation> {
        let first = |row: &Row| if row.kind.is_offspring() { row.child } else { row.person };
        let differ = |mine: Node, theirs: Node| {
            let across = self.across(mine);
            let same = across == theirs && across != STRANGER;
            (!same).then(|| match across {
                STRANGER => Separation::Unknown(self.ours.label(mine)),
                _ => Separation::Person {
                    ours: (mine != NOBODY).then(|| self.ours.label(mine)),
                    theirs: (theirs != NOBODY).then(|| self.theirs.label(theirs)),
                },
            })
        };
        if one.kind != two.kind {
            return differ(first(one), first(two));
        }
        if events.same_people(one, two) {
            return None;
        }
        if one.kind.needs_spouse() {
            // Unordered: whoever of ours is not one of theirs.
            let theirs = [two.person, two.spouse];
            let odd = [one.person, one.spouse].into_iter().find(|node| !theirs.contains(&self.across(*node)));
            let odd = odd.unwrap_or(one.person);
            let left =
                theirs.into_iter().find(|node| ![one.person, one.spouse].iter().any(|n| self.across(*n) == *node));
            return differ(odd, left.unwrap_or(NOBODY)).or_else(|| differ(one.child, two.child));
        }
        differ(first(one), first(two))
            .or_else(|| differ(one.person, two.person))
            .or_else(|| differ(one.spouse, two.spouse))
            .or_else(|| differ(one.child, two.child))
    }

    fn bond(&self, bond: &Bond, pairs: &[(usize, usize)]) -> WhyNot {
        let mapped = sorted(bond.ends.map(|node| self.across(node)));
        let mut best: Option<(String, Separation)> = None;
        for (to, other) in self.theirs.items.bonds.iter().enumerate() {
            let label = self.theirs.bond(to);
            if other.ends == mapped {
                if let Some(by) = From::taken_by(pairs, to) {
                    return WhyNot::Taken { nearest: label, by: self.ours.bond(by) };
                }
                continue;
            }
            let shared = bond.ends.into_iter().find(|node| {
                let across = self.across(*node);
                across != NOBODY && across != STRANGER && other.ends.contains(&across)
            });
            let Some(shared) = shared else { continue };
            let [a, b] = bond.ends;
            let ours = if a == shared { b } else { a };
            let theirs = other.ends.into_iter().find(|node| *node != self.across(shared)).unwrap_or(NOBODY);
            let by = match self.across(ours) {
                STRANGER => Separation::Unknown(self.ours.label(ours)),
                _ => Separation::Person {
                    ours: (ours != NOBODY).then(|| self.ours.label(ours)),
                    theirs: (theirs != NOBODY).then(|| self.theirs.label(theirs)),
                },
            };
            if best.as_ref().is_none_or(|(nearest, _)| label < *nearest) {
                best = Some((label, by));
            }
        }
        match (best, bond.ends.into_iter().find(|node| self.is_stranger(*node))) {
            (Some((nearest, by)), _) => WhyNot::Separated { nearest, same_words: false, by: vec![by] },
            (None, Some(node)) => WhyNot::PersonUnmatched(self.ours.label(node)),
            (None, None) => WhyNot::NothingOfThisKind,
        }
    }

    fn link(&self, at: usize, pairs: &[(usize, usize)]) -> WhyNot {
        let Some(link) = self.ours.items.links.iter().find(|link| link.at as usize == at) else {
            return WhyNot::NothingOfThisKind;
        };
        if self.is_stranger(link.child) {
            return WhyNot::PersonUnmatched(self.ours.label(link.child));
        }
        let parents = sorted(link.parents.map(|node| self.across(node)));
        if let Some(other) = self.theirs.items.links.iter().find(|other| other.child == self.across(link.child)) {
            let nearest = self.theirs.link(other.at as usize);
            return match From::taken_by(pairs, other.at as usize) {
                Some(by) if other.parents == parents => WhyNot::Taken { nearest, by: self.ours.link(by) },
                _ => WhyNot::Separated { nearest, same_words: false, by: vec![Separation::Parents] },
            };
        }
        match link.parents.into_iter().find(|node| self.is_stranger(*node)) {
            Some(node) => WhyNot::PersonUnmatched(self.ours.label(node)),
            None => WhyNot::NothingOfThisKind,
        }
    }
}

impl Apart {
    /// Another date, plus the days.
    const DATE: u32 = 100_000;
    /// Nobody in common among targets or triangles.
    const OTHERS: u32 = 50_000;
    /// Another kind.
    const KIND: u32 = 1_000_000;
    /// Another person.
    const PEOPLE: u32 = 2_000_000;
}

impl Prepared<'_> {
    /// How somebody is called.
    pub(super) fn label(&self, node: Node) -> String {
        let Some(one) = self.somebody(node) else { return "somebody".to_owned() };
        let person = one.first.and_then(|at| self.side.people.get(at as usize));
        let parts = person.map(|person| [person.name.as_deref(), person.last_name.as_deref()]).unwrap_or_default();
        let words: Vec<&str> = parts.into_iter().flatten().map(str::trim).filter(|part| !part.is_empty()).collect();
        match (words.is_empty(), one.place) {
            (false, _) => words.join(" "),
            (true, Place::Subject) => self.side.subject.unwrap_or(SUBJECT_ROLE).to_owned(),
            (true, Place::Coach) => "Coach".to_owned(),
            (true, Place::Other) => "an unnamed person".to_owned(),
        }
    }

    fn name(&self, id: ItemId) -> String {
        self.ids.node(id).map_or_else(|| "somebody".to_owned(), |node| self.label(node))
    }

    fn event(&self, at: usize) -> String {
        self.side.events.get(at).map(|event| prose::event(event, |id| self.name(id))).unwrap_or_default()
    }

    /// An event in words, without its date.
    fn what(&self, at: usize) -> (Option<EventKind>, String) {
        let event = self.side.events.get(at);
        (event.map(|event| event.kind), event.map(|e| prose::what(e, |id| self.name(id))).unwrap_or_default())
    }

    fn bond(&self, at: usize) -> String {
        self.side.pair_bonds.get(at).map(|bond| prose::pair_bond(bond, |id| self.name(id))).unwrap_or_default()
    }

    fn link(&self, at: usize) -> String {
        let Some(child) = self.side.people.get(at) else { return String::new() };
        let parents = self.side.pair_bonds.iter().find(|bond| Some(bond.id) == child.parents);
        match parents {
            Some(parents) => prose::child_of(child.id, parents, |id| self.name(id)),
            None => self.name(child.id),
        }
    }
}
