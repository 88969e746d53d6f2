//! One side made ready for matching: names read, ids turned into small numbers, roles seen from the subject, an order
//! that depends on content alone.

use std::sync::Arc;

use super::Side;
use super::colours::Colours;
use super::items::Items;
use super::kinsfolk::{self, Ties};
use super::names::{Anchor, Name};
use super::reader::Reader;
use super::roles::Role;
use crate::family::{Gender, ItemId, Person};

/// Number of a person on a side.
pub(super) type Node = u32;
/// An empty place.
pub(super) const NOBODY: Node = Node::MAX;
/// Somebody who is nobody on the other side; equal to no one.
pub(super) const STRANGER: Node = Node::MAX - 1;

/// Who of the family a person is by definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Place {
    Other,
    Subject,
    Coach,
}

/// A person, listed or only referred to.
#[derive(Debug, Clone)]
pub(super) struct Somebody {
    /// The id: a committed one before a pending one, then the one nearer to zero.
    pub id: ItemId,
    pub place: Place,
    pub name: Arc<Name>,
    /// As coded, or as the kin word says.
    pub gender: Option<Gender>,
    /// The first position in the list of people.
    pub first: Option<u32>,
    /// How often the person is listed.
    pub listed: u32,
    /// What the name says the person is to the subject.
    pub said: Option<Role>,
    /// What the family's structure says the person is to the subject.
    pub derived: Option<Role>,
}

/// A side made ready. Make it once and match it as often as needed.
#[derive(Debug)]
pub struct Prepared<'a> {
    pub(super) side: Side<'a>,
    pub(super) ids: Ids,
    pub(super) people: Vec<Somebody>,
    pub(super) items: Items,
    pub(super) ties: Ties,
    pub(super) colours: Colours,
}

/// Which id is which person.
#[derive(Debug, Clone, Default)]
pub(super) struct Ids(Vec<(ItemId, Node)>);

impl Ids {
    /// The person of an id.
    pub fn node(&self, id: ItemId) -> Option<Node> {
        let at = self.0.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        self.0.get(at).map(|(_, node)| *node)
    }

    /// The person in a place; no id and id 0 are nobody, an id nobody has is a stranger.
    pub fn place(&self, id: Option<ItemId>) -> Node {
        match id {
            Some(id) if !id.is_nothing() => self.node(id).unwrap_or(STRANGER),
            _ => NOBODY,
        }
    }

    /// Every id with its person, in order of the ids.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (ItemId, Node)> {
        self.0.iter().copied()
    }
}

impl<'a> Prepared<'a> {
    /// Makes a side ready.
    pub fn new(side: Side<'a>) -> Self {
        Prepared::read(side, &mut Reader::new())
    }

    /// Makes a side ready with a reader that may have read its names before.
    pub fn read(side: Side<'a>, reader: &mut Reader) -> Self {
        let subject = reader.subject(&side);
        let names: Vec<Arc<Name>> = side.people.iter().map(|person| reader.name(person, &subject)).collect();
        let no_name = &reader.no_name;
        let called = |is: fn(&Name) -> bool, id: ItemId| {
            only_id(
                side.people.iter().zip(&names).filter(|(one, name)| one.id != id && is(name)).map(|(one, _)| one.id),
            )
        };
        let coach = called(|name| name.is_coach, ItemId::COACH);
        let by_word = called(|name| name.is_subject, ItemId::SUBJECT);
        if by_word.is_none()
            && let Some(alias) =
                only_id(side.people.iter().zip(&names).filter(|(_, name)| subject.has(name)).map(|(one, _)| one.id))
            && alias != ItemId::SUBJECT
        {
            // The subject's namesake is the subject unless the family says that he or she is a relative.
            let apart = Prepared::with(side, names.clone(), None, coach, no_name);
            if !apart.are_two(ItemId::SUBJECT, alias) {
                return Prepared::with(side, names, Some(alias), coach, no_name);
            }
            return apart;
        }
        Prepared::with(side, names, by_word, coach, no_name)
    }

    fn with(
        side: Side<'a>,
        names: Vec<Arc<Name>>,
        subject: Option<ItemId>,
        coach: Option<ItemId>,
        no_name: &Arc<Name>,
    ) -> Self {
        let (ids, mut people) = gather(&side, names, subject, coach, no_name);
        let items = Items::of(&side, &ids, side.pair_bonds, &ids);
        let ties = Ties::of(people.len(), &items);
        let subject = people.iter().position(|one| one.place == Place::Subject);
        if let Some(subject) = subject
            && !ties.is_empty()
        {
            let roles = kinsfolk::roles_from(subject as Node, &ties, |node| {
                people.get(node as usize).and_then(|one| one.gender)
            });
            people.iter_mut().zip(roles).for_each(|(one, role)| one.derived = role);
        }
        let mut prepared = Prepared { side, ids, people, items, ties, colours: Colours::default() };
        prepared.compose_said();
        prepared.colours = Colours::of(&prepared.people, &prepared.items);
        prepared
    }

    /// "Jim's ex" is the ex of the subject's brother, where Jim is the brother.
    fn compose_said(&mut self) {
        for at in 0..self.people.len() {
            let Some(claim) = self.people.get(at).and_then(|one| one.name.said) else { continue };
            let said = match claim.from {
                Anchor::Subject => Some(claim.role),
                Anchor::Named(word) => self
                    .called(word)
                    .and_then(|node| self.people.get(node as usize))
                    .and_then(|owner| if owner.place == Place::Subject { Some(Role::SELF) } else { owner.derived })
                    .and_then(|owner| owner.followed_by(&claim.role)),
            };
            if let Some(one) = self.people.get_mut(at) {
                one.said = said;
            }
        }
    }

    /// The one person with this first name; `None`: nobody, or more than one.
    pub(super) fn called(&self, word: u64) -> Option<Node> {
        let mut found = self.people.iter().enumerate().filter(|(_, one)| one.name.first_word() == Some(word));
        let (at, _) = found.next()?;
        found.next().is_none().then_some(at as Node)
    }

    /// Whether the family has the two as different people.
    fn are_two(&self, one: ItemId, other: ItemId) -> bool {
        let (Some(one), Some(other)) = (self.ids.node(one), self.ids.node(other)) else { return false };
        let related = self.people.get(other as usize).is_some_and(|person| person.derived.is_some());
        related || self.items.events.iter().any(|event| self.items.names(event, one) && self.items.names(event, other))
    }

    /// Somebody of this side.
    pub(super) fn somebody(&self, node: Node) -> Option<&Somebody> {
        self.people.get(node as usize)
    }
}

/// The id, if all are one.
fn only_id(mut ids: impl Iterator<Item = ItemId>) -> Option<ItemId> {
    let first = ids.next()?;
    ids.all(|id| id == first).then_some(first)
}

/// Everybody who is listed or referred to.
fn gather(
    side: &Side<'_>,
    names: Vec<Arc<Name>>,
    subject: Option<ItemId>,
    coach: Option<ItemId>,
    no_name: &Arc<Name>,
) -> (Ids, Vec<Somebody>) {
    let mut all: Vec<ItemId> =
        Vec::with_capacity(side.people.len() + 4 * side.events.len() + 2 * side.pair_bonds.len() + 2);
    all.extend(side.people.iter().map(|person| person.id));
    for event in side.events {
        all.extend([event.person, event.spouse, event.child].into_iter().flatten());
        all.extend(event.relationship_targets.iter().chain(&event.relationship_triangles));
    }
    all.extend(side.pair_bonds.iter().flat_map(|bond| [bond.person_a, bond.person_b]).flatten());
    // Whoever else the subject or the coach is listed as, their own ids name them, too.
    all.extend(subject.map(|_| ItemId::SUBJECT).into_iter().chain(coach.map(|_| ItemId::COACH)));
    all.retain(|id| !id.is_nothing());
    all.sort_unstable_by_key(|id| (id.is_pending(), id.0.unsigned_abs()));
    all.dedup();
    let mut ids: Vec<(ItemId, Node)> = Vec::with_capacity(all.len());
    let mut people: Vec<Somebody> = Vec::with_capacity(all.len());
    for id in all {
        let place = match id {
            id if id == ItemId::SUBJECT || Some(id) == subject => Place::Subject,
            id if id == ItemId::COACH || Some(id) == coach => Place::Coach,
            _ => Place::Other,
        };
        let known = people.iter().position(|one| place != Place::Other && one.place == place);
        ids.push((id, known.unwrap_or(people.len()) as Node));
        if known.is_none() {
            let name = no_name.clone();
            people.push(Somebody { id, place, name, gender: None, first: None, listed: 0, said: None, derived: None });
        }
    }
    ids.sort_unstable();
    let ids = Ids(ids);
    for (at, (person, name)) in side.people.iter().zip(names).enumerate() {
        let found = ids.node(person.id).and_then(|node| people.get_mut(node as usize));
        if let Some(one) = found {
            one.first = one.first.or(Some(at as u32));
            one.listed += 1;
            one.gender = one.gender.max(coded_gender(person));
            // Where an id stands twice, content decides which name counts, not the order.
            if one.listed == 1 || (name.is_nothing(), name.content) < (one.name.is_nothing(), one.name.content) {
                one.name = name;
            }
        }
    }
    for one in &mut people {
        one.gender = one.gender.or_else(|| one.name.said.and_then(|claim| claim.role.gender()));
    }
    (ids, people)
}

fn coded_gender(person: &Person) -> Option<Gender> {
    person.gender.filter(|gender| *gender != Gender::Unknown)
}
