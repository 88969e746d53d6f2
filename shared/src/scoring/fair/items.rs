//! Events, pair bonds and child-of links in small numbers, for comparing by the thousand.

use super::Side;
use super::dates::Span;
use super::hash;
use super::prepared::{Ids, NOBODY, Node};
use crate::family::{Event, EventKind, PairBond, Variable};

/// What one side says of its people.
#[derive(Debug, Clone, Default)]
pub(super) struct Items {
    /// The person of each position in the list of people.
    pub people: Vec<Node>,
    pub bonds: Vec<Bond>,
    pub links: Vec<Link>,
    pub events: Vec<Row>,
    /// Targets and triangles of all events, each list in order and without repeats.
    lists: Vec<Node>,
    /// The people of all events, each with the place he or she has.
    roles: Vec<(Part, Node)>,
}

/// A pair bond; its ends in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bond {
    pub ends: [Node; 2],
    pub married: Option<bool>,
}

/// A child and its parents, these in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link {
    /// Position of the child in the list of people.
    pub at: u32,
    pub child: Node,
    pub parents: [Node; 2],
}

/// An event.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub kind: EventKind,
    pub person: Node,
    pub spouse: Node,
    pub child: Node,
    targets: (u32, u32),
    triangles: (u32, u32),
    roles: (u32, u32),
    pub when: Option<Span>,
    /// The value of each variable, 0 where it is not coded.
    pub values: [u8; Variable::ALL.len()],
    /// The description's content, 0 for none.
    pub words: u64,
    /// Everything but the people.
    pub content: u64,
}

impl Items {
    /// What a side says. Ids are those of `ids`; parents are looked for in the side's bonds, then in `bonds`.
    pub fn of(side: &Side<'_>, ids: &Ids, bonds: &[PairBond], bond_ids: &Ids) -> Items {
        let (mut lists, mut roles) = (Vec::new(), Vec::with_capacity(2 * side.events.len()));
        let events = side.events.iter().map(|event| Row::of(event, ids, &mut lists, &mut roles)).collect();
        let ends = |bond: &PairBond, ids: &Ids| sorted([ids.place(bond.person_a), ids.place(bond.person_b)]);
        let links = side.people.iter().enumerate().filter_map(|(at, person)| {
            let parents = person.parents?;
            let own = side.pair_bonds.iter().find(|bond| bond.id == parents).map(|bond| ends(bond, ids));
            let parents =
                own.or_else(|| bonds.iter().find(|bond| bond.id == parents).map(|bond| ends(bond, bond_ids)))?;
            let child = ids.node(person.id)?;
            (!parents.contains(&NOBODY)).then_some(Link { at: at as u32, child, parents })
        });
        Items {
            people: side.people.iter().map(|person| ids.place(Some(person.id))).collect(),
            bonds: side.pair_bonds.iter().map(|bond| Bond { ends: ends(bond, ids), married: bond.married }).collect(),
            links: links.collect(),
            events,
            lists,
            roles,
        }
    }

    pub fn targets(&self, event: &Row) -> &[Node] {
        self.list(event.targets)
    }

    pub fn triangles(&self, event: &Row) -> &[Node] {
        self.list(event.triangles)
    }

    fn list(&self, (from, to): (u32, u32)) -> &[Node] {
        self.lists.get(from as usize..to as usize).unwrap_or_default()
    }

    /// Whether an event names a person in any place.
    pub fn names(&self, event: &Row, node: Node) -> bool {
        [event.person, event.spouse, event.child].contains(&node)
            || self.targets(event).contains(&node)
            || self.triangles(event).contains(&node)
    }

    /// Each person of an event with the place he or she has in it; places that can be exchanged are one.
    pub fn roles(&self, event: &Row) -> impl Iterator<Item = (Part, Node)> + Clone {
        let (from, to) = event.roles;
        self.roles.get(from as usize..to as usize).unwrap_or_default().iter().copied()
    }
}

/// The place of a person in an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Person = 1,
    Spouse,
    Child,
    Target,
    Triangle,
}

impl Row {
    fn of(event: &Event, ids: &Ids, lists: &mut Vec<Node>, roles: &mut Vec<(Part, Node)>) -> Row {
        let mut list = |people: &[crate::family::ItemId]| {
            let from = lists.len();
            lists.extend(people.iter().map(|id| ids.place(Some(*id))));
            if people.len() > 1 {
                let own = lists.get_mut(from..).unwrap_or_default();
                own.sort_unstable();
                if own.windows(2).any(|two| matches!(two, [one, next] if one == next)) {
                    let mut own = lists.split_off(from);
                    own.dedup();
                    lists.append(&mut own);
                }
            }
            (from as u32, lists.len() as u32)
        };
        let targets = list(&event.relationship_targets);
        let triangles = list(&event.relationship_triangles);
        let (person, spouse, child) = (ids.place(event.person), ids.place(event.spouse), ids.place(event.child));
        let partner = match event.kind.needs_spouse() || event.kind.is_offspring() {
            true => Part::Person,
            false => Part::Spouse,
        };
        let first = roles.len();
        let slots = [(Part::Person, person), (partner, spouse), (Part::Child, child)];
        roles.extend(slots.into_iter().filter(|(_, node)| *node != NOBODY));
        for (part, (from, to)) in [(Part::Target, targets), (Part::Triangle, triangles)] {
            let list = lists.get(from as usize..to as usize).unwrap_or_default();
            roles.extend(list.iter().map(|node| (part, *node)));
        }
        let roles = (first as u32, roles.len() as u32);
        let shift = |value: Option<crate::family::VariableShift>| value.map_or(0, |value| value as u8 + 1);
        let values = [
            shift(event.symptom),
            shift(event.anxiety),
            event.relationship.map_or(0, |kind| kind as u8 + 1),
            shift(event.functioning),
        ];
        let when = Span::of(event);
        let words = event.description.as_deref().map(str::trim).filter(|text| !text.is_empty()).map_or(0, |text| {
            if text.is_ascii() { hash::text(&text.to_ascii_lowercase()) } else { hash::text(&text.to_lowercase()) }
        });
        let coded = values.iter().fold(event.kind as u64, |sum, value| sum << 8 | u64::from(*value));
        Row {
            kind: event.kind,
            person,
            spouse,
            child,
            targets,
            triangles,
            roles,
            when,
            values,
            words,
            content: hash::then(hash::then(coded, Span::content(when)), words),
        }
    }
}

pub(super) fn sorted([a, b]: [Node; 2]) -> [Node; 2] {
    [a.min(b), a.max(b)]
}
