//! The family as a net of ties, and the shortest way from one person to every other.

use super::items::Items;
use super::prepared::{NOBODY, Node, STRANGER};
use super::roles::{Bare, Role};
use crate::family::{EventKind, Gender};

/// Who is tied to whom, by bonds, parents and the events that say the same.
#[derive(Debug, Clone, Default)]
pub(super) struct Ties {
    people: usize,
    /// Every child with its parents (in order, `NOBODY` where not known), in order. Codings that contradict themselves
    /// can give a child more than one pair.
    parents: Vec<(Node, [Node; 2])>,
    /// From whom, to whom and by what, in order.
    steps: Vec<(Node, Node, Bare)>,
}

impl Ties {
    pub fn of(people: usize, items: &Items) -> Ties {
        if items.bonds.is_empty() && items.links.is_empty() && items.events.iter().all(|e| !e.kind.is_pair_bond()) {
            return Ties::default();
        }
        let births = items.events.iter().filter(|event| event.kind.is_offspring() && is_somebody(event.child));
        let births = births.map(|birth| {
            let apart = |node: Node| if node == birth.child { NOBODY } else { node };
            (birth.child, super::items::sorted([apart(birth.person), apart(birth.spouse)]))
        });
        let mut parents: Vec<(Node, [Node; 2])> =
            items.links.iter().map(|l| (l.child, l.parents)).chain(births).collect();
        parents.sort_unstable();
        parents.dedup();
        // A birth that names one parent says nothing beside one that names both.
        let whole = parents.clone();
        parents.retain(|(child, two)| {
            let fuller = |(other, of): &(Node, [Node; 2])| {
                other == child && of != two && two.iter().all(|one| *one == NOBODY || of.contains(one))
            };
            !whole.iter().any(fuller)
        });
        let mut steps = Vec::new();
        for (child, two) in &parents {
            for parent in two.iter().filter(|parent| is_somebody(**parent)) {
                steps.push((*child, *parent, Bare::Parent));
                steps.push((*parent, *child, Bare::Child));
            }
        }
        let couples = items.events.iter().filter(|event| event.kind.needs_spouse());
        let couples = couples.map(|event| ([event.person, event.spouse], event.kind == EventKind::Divorced));
        for ([a, b], over) in items.bonds.iter().map(|bond| (bond.ends, false)).chain(couples) {
            if is_somebody(a) && is_somebody(b) && a != b {
                let tie = if over { Bare::FormerPartner } else { Bare::Partner };
                steps.extend([(a, b, tie), (b, a, tie)]);
            }
        }
        steps.sort_unstable();
        // "Former" comes last and replaces what was before it.
        steps.dedup_by(|next, kept| {
            let same = (next.0, next.1) == (kept.0, kept.1);
            if same && next.2 == Bare::FormerPartner && kept.2 == Bare::Partner {
                kept.2 = next.2;
            }
            same && (next.2 == kept.2 || (next.2 == Bare::FormerPartner && kept.2 == Bare::Partner))
        });
        Ties { people, parents, steps }
    }

    /// Whether nobody is tied to anybody.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// From whom, to whom and by what.
    pub fn steps(&self) -> impl Iterator<Item = (Node, Node, Bare)> {
        self.steps.iter().copied()
    }

    fn from(&self, node: Node) -> impl Iterator<Item = (Node, Bare)> {
        let start = self.steps.partition_point(|step| step.0 < node);
        let steps = self.steps.get(start..).unwrap_or_default();
        steps.iter().take_while(move |step| step.0 == node).map(|step| (step.1, step.2))
    }

    /// Brothers and sisters of a person.
    fn siblings(&self, node: Node) -> impl Iterator<Item = (Node, Bare)> {
        let from = self.parents.partition_point(|(child, _)| *child < node);
        let to = self.parents.partition_point(|(child, _)| *child <= node);
        let mine = self.parents.get(from..to).unwrap_or_default();
        self.parents.iter().filter_map(move |(other, theirs)| {
            let shared = |(_, two): &(Node, [Node; 2])| two.iter().any(|one| is_somebody(*one) && theirs.contains(one));
            if *other == node || !mine.iter().any(shared) {
                return None;
            }
            let tie = if mine.iter().any(|(_, two)| two == theirs) { Bare::Sibling } else { Bare::HalfSibling };
            Some((*other, tie))
        })
    }
}

fn is_somebody(node: Node) -> bool {
    node != NOBODY && node != STRANGER
}

/// What everybody is to one person: the shortest way, of equally short ones the first in the order of roles.
pub(super) fn roles_from(start: Node, ties: &Ties, gender: impl Fn(Node) -> Option<Gender>) -> Vec<Option<Role>> {
    let mut roles: Vec<Option<Role>> = vec![None; ties.people];
    if let Some(own) = roles.get_mut(start as usize) {
        *own = Some(Role::SELF);
    }
    let mut frontier = vec![start];
    while !frontier.is_empty() {
        let mut found: Vec<(Node, Role)> = Vec::new();
        for node in &frontier {
            let Some(Some(role)) = roles.get(*node as usize).copied() else { continue };
            for (to, tie) in ties.from(*node).chain(ties.siblings(*node)) {
                if roles.get(to as usize).is_some_and(Option::is_none)
                    && let Some(longer) = role.and(tie, gender(to))
                {
                    found.push((to, longer));
                }
            }
        }
        found.sort_unstable();
        found.dedup_by_key(|(to, _)| *to);
        frontier.clear();
        for (to, role) in found {
            if let Some(place) = roles.get_mut(to as usize) {
                *place = Some(role);
                frontier.push(to);
            }
        }
    }
    if let Some(own) = roles.get_mut(start as usize) {
        *own = None;
    }
    roles
}
