//! Who is who: gates and similarity of two people, and the best map between two sides.

use super::FairSettings;
use super::assign::{Edge, assign};
use super::names::{Anchor, Claim};
use super::prepared::{Node, Place, Prepared, STRANGER};
use super::roles::{Fit, Role};
use super::{harmony, kinsfolk};
use crate::family::Gender;

/// Why two people cannot be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gate {
    /// One of them is the subject or the coach.
    Place,
    Gender(Gender, Gender),
    /// Two real names that are not alike.
    Name,
    /// They are different relatives.
    Relation,
    /// One has a name, the other not, and nothing says that they have the same place in the family.
    NoEvidence,
}

/// How alike two people are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Alike {
    /// The same real name, or the same relation by name.
    pub exact: bool,
    pub similarity: u32,
}

/// What is derived from one side for the comparison with another.
#[derive(Debug)]
pub(super) struct Signs {
    /// What happened to each person, roughly: kind, part and year, in order.
    all: Vec<(Node, u64)>,
}

impl Signs {
    pub fn of(side: &Prepared<'_>) -> Signs {
        let mut all: Vec<(Node, u64)> = Vec::with_capacity(3 * side.items.events.len());
        for event in &side.items.events {
            let year = event.when.map_or(0, |when| when.year() as u64 & 0xFFFF);
            for (part, node) in side.items.roles(event) {
                all.push((node, (event.kind as u64) << 32 | (part as u64) << 24 | year));
            }
        }
        all.sort_unstable();
        Signs { all }
    }

    fn of_node(&self, node: Node) -> &[(Node, u64)] {
        let from = self.all.partition_point(|(other, _)| *other < node);
        let rest = self.all.get(from..).unwrap_or_default();
        rest.get(..rest.partition_point(|(other, _)| *other == node)).unwrap_or_default()
    }
}

/// Somebody from whom relations are told by name ("Jim's ex"): the name, and what everybody is to him on each side.
struct Owner {
    name: u64,
    on_a: Vec<Option<Role>>,
    on_b: Vec<Option<Role>>,
}

/// Two sides whose people are compared.
pub(super) struct People<'p, 'a> {
    pub a: &'p Prepared<'a>,
    pub b: &'p Prepared<'a>,
    pub settings: &'p FairSettings,
    signs: (Signs, Signs),
    owners: Vec<Owner>,
}

impl<'p, 'a> People<'p, 'a> {
    pub fn new(a: &'p Prepared<'a>, b: &'p Prepared<'a>, settings: &'p FairSettings) -> Self {
        let signs = (Signs::of(a), Signs::of(b));
        let mut names: Vec<u64> = a.people.iter().chain(&b.people).filter_map(|one| owner(one.name.said)).collect();
        names.sort_unstable();
        names.dedup();
        let seen = |side: &Prepared<'_>, name: u64| match side.called(name) {
            Some(node) => kinsfolk::roles_from(node, &side.ties, |to| side.somebody(to).and_then(|one| one.gender)),
            None => Vec::new(),
        };
        let owners = names.into_iter().map(|name| Owner { name, on_a: seen(a, name), on_b: seen(b, name) }).collect();
        People { a, b, settings, signs, owners }
    }

    /// Whether two people, neither of them the subject or the coach, can be one, and how alike they are.
    pub fn compare(&self, i: Node, j: Node) -> Result<Alike, Gate> {
        let (Some(one), Some(two)) = (self.a.somebody(i), self.b.somebody(j)) else { return Err(Gate::Place) };
        if one.place != Place::Other || two.place != Place::Other {
            return Err(Gate::Place);
        }
        if let (Some(a), Some(b)) = (one.gender, two.gender)
            && Gender::contradicts(Some(a), Some(b))
        {
            return Err(Gate::Gender(a, b));
        }
        let (exact, name) = match (one.name.has_words(), two.name.has_words()) {
            (true, true) => {
                let alike = one.name.alike(&two.name, self.settings.name_percent).ok_or(Gate::Name)?;
                (alike == 1000, alike)
            }
            (false, false) if one.name.is_nothing() && two.name.is_nothing() => (false, self.nameless(i, j)?),
            (false, false) if one.name.content == two.name.content => (true, 1000),
            _ => match self.relation(i, j) {
                Relation::Same(Fit::Equal) => (one.said.is_some() && one.said == two.said, 900),
                Relation::Same(Fit::Near) => (false, 700),
                Relation::Other => return Err(Gate::Relation),
                Relation::Unknown => return Err(Gate::NoEvidence),
            },
        };
        let relation = match self.relation(i, j) {
            Relation::Same(Fit::Equal) => 200,
            Relation::Same(Fit::Near) => 150,
            Relation::Unknown => 100,
            Relation::Other => 0,
        };
        let similarity = 10 * name + 5 * relation + 15 * self.shared_signs(i, j).min(16) + self.near(i, j);
        Ok(Alike { exact, similarity })
    }

    /// Two people without any name: they must share a place in the family or something that happened, or nothing at
    /// all must be said of either.
    fn nameless(&self, i: Node, j: Node) -> Result<u32, Gate> {
        match self.relation(i, j) {
            Relation::Same(Fit::Equal) => Ok(600),
            Relation::Same(Fit::Near) => Ok(500),
            Relation::Other => Err(Gate::Relation),
            Relation::Unknown => {
                let tied = |side: &Prepared<'_>, node: Node| side.colours.tied.get(node as usize) == Some(&true);
                let alone = !tied(self.a, i) && !tied(self.b, j);
                (alone || self.shared_signs(i, j) > 0 || self.near(i, j) > 0).then_some(300).ok_or(Gate::NoEvidence)
            }
        }
    }

    /// Whether names and structure give the two the same place in the family.
    fn relation(&self, i: Node, j: Node) -> Relation {
        let (Some(one), Some(two)) = (self.a.somebody(i), self.b.somebody(j)) else { return Relation::Unknown };
        let mut answer = Relation::Unknown;
        for (mine, theirs) in
            [(one.said, two.said), (one.said, two.derived), (one.derived, two.said), (one.derived, two.derived)]
        {
            if let (Some(mine), Some(theirs)) = (mine, theirs) {
                answer = answer.or(mine.fit(&theirs));
                if answer == Relation::Same(Fit::Equal) {
                    return answer;
                }
            }
        }
        let role = |roles: &[Option<Role>], node: Node| roles.get(node as usize).copied().flatten();
        for Owner { name, on_a, on_b } in &self.owners {
            let told =
                |claim: Option<Claim>| claim.filter(|claim| claim.from == Anchor::Named(*name)).map(|claim| claim.role);
            let (said_a, said_b) = (told(one.name.said), told(two.name.said));
            for (mine, theirs) in [(said_a, said_b), (said_a, role(on_b, j)), (role(on_a, i), said_b)] {
                if let (Some(mine), Some(theirs)) = (mine, theirs) {
                    answer = answer.or(mine.fit(&theirs));
                }
            }
        }
        answer
    }

    fn shared_signs(&self, i: Node, j: Node) -> u32 {
        let (mut one, mut two) = (self.signs.0.of_node(i), self.signs.1.of_node(j));
        let mut shared = 0;
        while let ([(_, first), rest @ ..], [(_, other), others @ ..]) = (one, two) {
            match first.cmp(other) {
                std::cmp::Ordering::Equal => {
                    shared += 1;
                    (one, two) = (rest, others);
                }
                std::cmp::Ordering::Less => one = rest,
                std::cmp::Ordering::Greater => two = others,
            }
        }
        shared
    }

    /// Points for equal surroundings.
    fn near(&self, i: Node, j: Node) -> u32 {
        let tied = |side: &Prepared<'_>, node: Node| side.colours.tied.get(node as usize) == Some(&true);
        if !tied(self.a, i) || !tied(self.b, j) {
            return 0;
        }
        let (Some(one), Some(two)) = (self.a.colours.near.get(i as usize), self.b.colours.near.get(j as usize)) else {
            return 0;
        };
        one.iter().zip(two).filter(|(one, two)| one == two).count() as u32 * 20
    }
}

fn owner(claim: Option<Claim>) -> Option<u64> {
    match claim?.from {
        Anchor::Named(name) => Some(name),
        Anchor::Subject => None,
    }
}

/// What is known of two people's places in the family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    Unknown,
    Other,
    Same(Fit),
}

impl Relation {
    /// The better of two findings; "other" only where nothing fits.
    fn or(self, fit: Option<Fit>) -> Relation {
        match (self, fit) {
            (Relation::Same(one), Some(two)) => Relation::Same(one.max(two)),
            (_, Some(fit)) => Relation::Same(fit),
            (Relation::Unknown, None) => Relation::Other,
            (known, None) => known,
        }
    }
}

/// What is settled before any comparison, in the numbers of the two sides: whom an override pairs, and who is nobody.
#[derive(Debug, Clone, Default)]
pub(super) struct Settled {
    pub pairs: Vec<(Node, Node)>,
    pub nobody_a: Vec<Node>,
    pub nobody_b: Vec<Node>,
}

impl Settled {
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty() && self.nobody_a.is_empty() && self.nobody_b.is_empty()
    }
}

/// The person of `b` for each person of `a`; `STRANGER` for nobody. `a` must come before `b` in content.
pub(super) fn map_people(a: &Prepared<'_>, b: &Prepared<'_>, settled: &Settled, settings: &FairSettings) -> Vec<Node> {
    let mut map = vec![STRANGER; a.people.len()];
    if settled.is_empty() && a.colours.whole == b.colours.whole && a.people.len() == b.people.len() {
        for (i, j) in a.colours.order.iter().zip(&b.colours.order) {
            set(&mut map, *i, *j);
        }
        return map;
    }
    let mut free = Free { a: vec![true; a.people.len()], b: vec![true; b.people.len()] };
    for (i, j) in &settled.pairs {
        set(&mut map, *i, *j);
        free.take(*i, *j);
    }
    settled.nobody_a.iter().for_each(|i| clear(&mut free.a, *i));
    settled.nobody_b.iter().for_each(|j| clear(&mut free.b, *j));
    pin(a, b, &mut map, &mut free);
    if !free.a.contains(&true) || !free.b.contains(&true) {
        return map;
    }
    let people = People::new(a, b, settings);
    let rows: Vec<Node> = a.colours.order.iter().copied().filter(|i| free.has_a(*i)).collect();
    let columns: Vec<Node> = b.colours.order.iter().copied().filter(|j| free.has_b(*j)).collect();
    let mut edges = Vec::new();
    for (row, i) in (0..).zip(&rows) {
        for (column, j) in (0..).zip(&columns) {
            if let Ok(alike) = people.compare(*i, *j) {
                let Alike { exact, similarity } = alike;
                edges.push(Edge { row, column, first_class: exact, similarity, last: 0 });
            }
        }
    }
    for (row, column) in assign(rows.len(), columns.len(), &edges) {
        if let (Some(i), Some(j)) = (rows.get(row as usize), columns.get(column as usize)) {
            set(&mut map, *i, *j);
        }
    }
    harmony::improve((a, b), (&rows, &columns), &edges, &mut map);
    map
}

/// Who is still to be matched.
struct Free {
    a: Vec<bool>,
    b: Vec<bool>,
}

impl Free {
    fn take(&mut self, i: Node, j: Node) {
        clear(&mut self.a, i);
        clear(&mut self.b, j);
    }

    fn has_a(&self, i: Node) -> bool {
        self.a.get(i as usize) == Some(&true)
    }

    fn has_b(&self, j: Node) -> bool {
        self.b.get(j as usize) == Some(&true)
    }
}

fn clear(free: &mut [bool], node: Node) {
    if let Some(place) = free.get_mut(node as usize) {
        *place = false;
    }
}

fn set(map: &mut [Node], i: Node, j: Node) {
    if let Some(place) = map.get_mut(i as usize) {
        *place = j;
    }
}

/// The subject is the subject and the coach the coach; a committed person of whom a side says no name is the person
/// with the same committed id.
fn pin(a: &Prepared<'_>, b: &Prepared<'_>, map: &mut [Node], free: &mut Free) {
    for (i, one) in (0..).zip(&a.people) {
        if !free.has_a(i) {
            continue;
        }
        let other = match one.place {
            Place::Other if one.id.is_committed() => b.ids.node(one.id),
            Place::Other => None,
            place => (0..).zip(&b.people).find(|(_, two)| two.place == place).map(|(j, _)| j),
        };
        let Some((j, two)) = other.and_then(|j| Some((j, b.somebody(j)?))) else { continue };
        let one_person = one.place == two.place
            && (one.place != Place::Other
                || (one.name.is_nothing() || two.name.is_nothing()) && !Gender::contradicts(one.gender, two.gender));
        if one_person && free.has_b(j) {
            set(map, i, j);
            free.take(i, j);
        }
    }
}
