//! What has been understood so far: people, bonds and happenings, and who is whose relative.
//!
//! Items are numbered in the order they were first understood and never removed; a person found to be another is marked
//! as merged. Reads no text: `mentions` and the event readers do, and put what they found here.

use sarf_shared::family::kinship::{self, Step, Tie};
use std::collections::BTreeMap;

use sarf_shared::family::{EventKind, Family, Gender, ItemId, RelationshipKind, VariableShift};

use super::ages::Clue;
use super::time::Dated;

/// A person of the world.
pub type Who = usize;

/// The client, the first person of every world.
pub const CLIENT: Who = 0;

/// Verbatim words of a statement, and the number of the statement among the subject's.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// Statement, counted over the whole talk.
    pub statement: usize,
    /// The words.
    pub words: String,
}

/// A person.
#[derive(Debug, Clone, Default)]
pub struct Human {
    /// First name as said.
    pub given: Option<String>,
    /// Family name as said.
    pub last: Option<String>,
    /// Other names, in lower case.
    pub aliases: Vec<String>,
    /// Gender, where known.
    pub gender: Option<Gender>,
    /// The bond this person is a child of.
    pub parents: Option<usize>,
    /// The bond was taken because a parent has it, not said: another of the parent's bonds may fit the dates better.
    pub assumed: Option<Who>,
    /// Said to be a stepchild of this person: no child of a pair with them.
    pub step_of: Option<Who>,
    /// Relation to the client, where known.
    pub path: Option<Vec<Step>>,
    /// Relations that bonds and parents do not express: whose, and how tied.
    pub loose: Vec<(Who, Step)>,
    /// Found to be this other person.
    pub merged: Option<Who>,
    /// Id of a person who was committed before the talk.
    pub committed: Option<ItemId>,
    /// What tells when the person was born, with the words that said it.
    pub births: Vec<(Clue, Option<Evidence>)>,
    /// The words that spoke of the birth without a date.
    pub birth_said: Option<Evidence>,
    /// Has died.
    pub dead: bool,
    /// Was spoken of, not only made as the other half of a pair or as a step to somebody else.
    pub spoken: bool,
    /// What supports it.
    pub evidence: Vec<Evidence>,
}

/// A pair.
#[derive(Debug, Clone)]
pub struct Pair {
    /// One.
    pub a: Who,
    /// The other.
    pub b: Who,
    /// Married, as far as is known.
    pub married: Option<bool>,
    /// Over: divorced, separated, or said to be former.
    pub former: bool,
    /// Repeats an earlier pair, after a merge.
    pub gone: bool,
    /// Id of a bond that was committed before the talk.
    pub committed: Option<ItemId>,
    /// What supports it.
    pub evidence: Vec<Evidence>,
}

/// The time of a happening.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Time {
    /// Not said.
    Unknown,
    /// A date.
    On(Dated),
    /// When somebody was this old; a date once the birth is known.
    AtAge(Who, f64),
}

/// A SARF variable's shift.
#[derive(Debug, Clone, PartialEq)]
pub enum Coded {
    /// Symptom.
    Symptom(VariableShift),
    /// Anxiety.
    Anxiety(VariableShift),
    /// Functioning.
    Functioning(VariableShift),
    /// Relationship: kind, targets, the others of a triangle.
    Relationship(RelationshipKind, Vec<Who>, Vec<Who>),
}

/// An event.
#[derive(Debug, Clone)]
pub struct Happening {
    /// Kind.
    pub kind: EventKind,
    /// Actor; for births the mother.
    pub person: Option<Who>,
    /// Partner; for births the father.
    pub spouse: Option<Who>,
    /// Child.
    pub child: Option<Who>,
    /// When.
    pub time: Time,
    /// Words.
    pub description: String,
    /// Where.
    pub location: Option<String>,
    /// What shifted, for shifts.
    pub coded: Option<Coded>,
    /// How sure, 0 to 1.
    pub confidence: f64,
    /// Taken back or repeated.
    pub gone: bool,
    /// What supports it.
    pub evidence: Vec<Evidence>,
}

/// Everything understood so far.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// People; the first is the client.
    pub people: Vec<Human>,
    /// Pairs.
    pub pairs: Vec<Pair>,
    /// Events.
    pub happenings: Vec<Happening>,
    /// The statement being read and the words being read in it.
    pub reading: Option<Evidence>,
}

impl World {
    /// A world with nobody but the client in it.
    pub fn new(client_name: Option<&str>) -> Self {
        let client = Human {
            given: client_name.map(str::to_owned),
            path: Some(Vec::new()),
            committed: Some(ItemId::SUBJECT),
            ..Human::default()
        };
        World { people: vec![client], ..World::default() }
    }

    /// A world in which the committed family is known; the client is the subject of it.
    pub fn of_family(family: &Family, client_name: Option<&str>) -> Self {
        let mut world = World::new(client_name);
        let mut numbers: BTreeMap<ItemId, Who> = BTreeMap::from([(ItemId::SUBJECT, CLIENT)]);
        for person in family.people.iter().filter(|p| p.id != ItemId::SUBJECT && p.id != ItemId::COACH) {
            let given = person.name.clone().filter(|name| !kinship::is_placeholder(name));
            let human = Human {
                given,
                last: person.last_name.clone(),
                gender: person.gender,
                committed: Some(person.id),
                ..Human::default()
            };
            numbers.insert(person.id, world.add(human));
        }
        if let Some(subject) = family.people.iter().find(|p| p.id == ItemId::SUBJECT)
            && let Some(client) = world.people.get_mut(CLIENT)
        {
            client.gender = subject.gender;
        }
        let mut pairs: BTreeMap<ItemId, usize> = BTreeMap::new();
        for bond in &family.pair_bonds {
            let end = |id: Option<ItemId>| id.and_then(|id| numbers.get(&id).copied());
            if let (Some(a), Some(b)) = (end(bond.person_a), end(bond.person_b)) {
                let pair = world.bond(a, b, bond.married);
                if let Some(row) = world.pairs.get_mut(pair) {
                    row.committed = Some(bond.id);
                }
                pairs.insert(bond.id, pair);
            }
        }
        for person in &family.people {
            if let (Some(who), Some(pair)) =
                (numbers.get(&person.id), person.parents.and_then(|id| pairs.get(&id).copied()))
                && let Some(human) = world.people.get_mut(*who)
            {
                human.parents = Some(pair);
            }
        }
        world.find_paths();
        world
    }

    /// Gives committed people their relation to the client, from the client outward, nearest first.
    fn find_paths(&mut self) {
        let mut todo = vec![CLIENT];
        let mut at = 0;
        while let Some(who) = todo.get(at).copied() {
            at += 1;
            for tie in [Tie::Parent, Tie::Sibling, Tie::Child, Tie::Spouse, Tie::Partner] {
                for other in self.tied(who, Step::new(tie, None)) {
                    let path = self.human(who).and_then(|h| h.path.clone());
                    let gender = self.gender(other);
                    if let (Some(mut path), Some(row)) = (path, self.human_mut(other))
                        && row.path.is_none()
                    {
                        path.push(Step::new(tie, gender));
                        row.path = Some(path);
                        todo.push(other);
                    }
                }
            }
        }
    }

    /// The person, after merges.
    pub fn real(&self, who: Who) -> Who {
        let mut who = who;
        // Merges always lead to an earlier person, so this ends.
        while let Some(into) = self.people.get(who).and_then(|p| p.merged).filter(|into| *into < who) {
            who = into;
        }
        who
    }

    /// A person's row.
    pub fn human(&self, who: Who) -> Option<&Human> {
        self.people.get(self.real(who))
    }

    /// A person's row, to change.
    pub fn human_mut(&mut self, who: Who) -> Option<&mut Human> {
        let who = self.real(who);
        self.people.get_mut(who)
    }

    /// Gender, where known.
    pub fn gender(&self, who: Who) -> Option<Gender> {
        self.human(who).and_then(|h| h.gender)
    }

    /// Sets a gender that is not known yet.
    pub fn set_gender(&mut self, who: Who, gender: Option<Gender>) {
        if let (Some(human), Some(gender)) = (self.human_mut(who), gender)
            && human.gender.is_none()
        {
            human.gender = Some(gender);
        }
    }

    /// Adds a person.
    pub fn add(&mut self, human: Human) -> Who {
        let evidence = self.reading.clone().into_iter().collect();
        self.people.push(Human { evidence, ..human });
        self.people.len() - 1
    }

    /// Notes that the words being read speak for the person.
    pub fn support(&mut self, who: Who) {
        if let Some(human) = self.human_mut(who) {
            human.spoken = true;
        }
        let Some(reading) = self.reading.clone() else { return };
        if let Some(human) = self.human_mut(who) {
            note(&mut human.evidence, reading);
        }
    }

    /// Notes what tells a birth.
    pub fn tell_birth(&mut self, who: Who, clue: Clue) {
        let reading = self.reading.clone();
        if let Some(human) = self.human_mut(who)
            && !human.births.iter().any(|(known, _)| *known == clue)
        {
            human.births.push((clue, reading));
        }
    }

    /// Notes that a birth was spoken of, without a date.
    pub fn say_birth(&mut self, who: Who) {
        let reading = self.reading.clone();
        if let Some(human) = self.human_mut(who) {
            human.birth_said = human.birth_said.take().or(reading);
        }
    }

    /// What tells a person's birth.
    pub fn birth_clues(&self, who: Who) -> Vec<Clue> {
        self.human(who).map(|h| h.births.iter().map(|(clue, _)| *clue).collect()).unwrap_or_default()
    }

    /// Gives a person a name, or an alias if it has another name.
    pub fn name(&mut self, who: Who, given: &str, last: Option<&str>) {
        self.support(who);
        let Some(human) = self.human_mut(who) else { return };
        match &human.given {
            None => human.given = Some(given.to_owned()),
            Some(known) if known.eq_ignore_ascii_case(given) => {}
            Some(_) => {
                let alias = given.to_lowercase();
                if !human.aliases.contains(&alias) {
                    human.aliases.push(alias);
                }
            }
        }
        if human.last.is_none() {
            human.last = last.map(str::to_owned);
        }
    }

    /// Whether the person goes by the name.
    pub fn goes_by(&self, who: Who, name: &str) -> bool {
        self.human(who).is_some_and(|h| {
            h.given.as_deref().is_some_and(|g| g.to_lowercase() == name.to_lowercase())
                || h.aliases.iter().any(|a| *a == name.to_lowercase())
        })
    }

    /// Everybody who goes by the name, latest first.
    pub fn named(&self, name: &str) -> Vec<Who> {
        (0..self.people.len()).rev().filter(|w| self.real(*w) == *w && self.goes_by(*w, name)).collect()
    }

    /// The living pairs a person is in, with the other and the pair's number.
    pub fn partners(&self, who: Who) -> Vec<(Who, usize)> {
        let who = self.real(who);
        let pairs = self.pairs.iter().enumerate().filter(|(_, pair)| !pair.gone);
        pairs
            .filter_map(|(i, pair)| match (self.real(pair.a), self.real(pair.b)) {
                (a, b) if a == who => Some((b, i)),
                (a, b) if b == who => Some((a, i)),
                _ => None,
            })
            .collect()
    }

    /// The pair of two people.
    pub fn pair_of(&self, a: Who, b: Who) -> Option<usize> {
        let b = self.real(b);
        self.partners(a).into_iter().find(|(other, _)| *other == b).map(|(_, i)| i)
    }

    /// The pair of two people, made if need be; a known `married` is set where it was not known, and true wins.
    pub fn bond(&mut self, a: Who, b: Who, married: Option<bool>) -> usize {
        let (a, b) = (self.real(a), self.real(b));
        let reading = self.reading.clone();
        if let Some(at) = self.pair_of(a, b) {
            if let Some(pair) = self.pairs.get_mut(at) {
                if married == Some(true) || pair.married.is_none() {
                    pair.married = married.or(pair.married);
                }
                if let Some(reading) = reading {
                    note(&mut pair.evidence, reading);
                }
            }
            return at;
        }
        let evidence = reading.into_iter().collect();
        self.pairs.push(Pair { a, b, married, former: false, gone: false, committed: None, evidence });
        self.pairs.len() - 1
    }

    /// Both ends of a pair.
    pub fn ends(&self, pair: usize) -> Option<(Who, Who)> {
        self.pairs.get(pair).map(|p| (self.real(p.a), self.real(p.b)))
    }

    /// Mother or father, made with the other parent and their bond if need be (coding rule 7).
    pub fn parent(&mut self, child: Who, gender: Gender, create: bool) -> Option<Who> {
        if let Some(found) = self.known_parent(child, gender) {
            return Some(found);
        }
        let pair = self.parents_of(child, create)?;
        let (a, b) = self.ends(pair)?;
        let found = [a, b].into_iter().find(|p| self.gender(*p) == Some(gender));
        found.or_else(|| {
            let unknown = [b, a].into_iter().find(|p| *p != CLIENT && self.gender(*p).is_none());
            let unknown = unknown.or_else(|| [a, b].into_iter().find(|p| self.gender(*p).is_none()))?;
            if create {
                self.set_gender(unknown, Some(gender));
            }
            Some(unknown)
        })
    }

    fn known_parent(&self, child: Who, gender: Gender) -> Option<Who> {
        let (a, b) = self.ends(self.human(child)?.parents?)?;
        [a, b].into_iter().find(|p| self.gender(*p) == Some(gender))
    }

    /// The bond a person is a child of, made with two placeholders if need be.
    pub fn parents_of(&mut self, child: Who, create: bool) -> Option<usize> {
        let child = self.real(child);
        if let Some(pair) = self.people.get(child)?.parents {
            return Some(pair);
        }
        if !create {
            return None;
        }
        // Somebody already known to be a parent is one of the two.
        let known = self.people.get(child)?.loose.iter().find(|(_, step)| step.tie == Tie::Child).map(|(who, _)| *who);
        let known = known.map(|who| self.real(who)).filter(|who| *who != child);
        let pair = match known.map(|who| (who, self.gender(who))) {
            Some((parent, gender @ (Some(Gender::Female) | Some(Gender::Male)))) => {
                let other = if gender == Some(Gender::Female) { Step::FATHER } else { Step::MOTHER };
                let other = self.new_relative(child, &[other]);
                self.bond(parent, other, None)
            }
            Some((parent, _)) => {
                let other = self.new_relative(child, &[Step::new(Tie::Parent, None)]);
                self.bond(parent, other, None)
            }
            None => {
                let mother = self.new_relative(child, &[Step::MOTHER]);
                let father = self.new_relative(child, &[Step::FATHER]);
                self.bond(mother, father, None)
            }
        };
        let row = self.people.get_mut(child)?;
        row.parents = Some(pair);
        row.loose.retain(|(_, step)| step.tie != Tie::Child);
        Some(pair)
    }

    /// A person at the end of a path from another, without links to anybody.
    pub fn new_relative(&mut self, anchor: Who, steps: &[Step]) -> Who {
        let path = self.human(anchor).and_then(|h| h.path.clone()).map(|mut path| {
            path.extend_from_slice(steps);
            path
        });
        let gender = steps.last().and_then(|s| s.gender);
        self.add(Human { gender, path, ..Human::default() })
    }

    /// How the person is called: name, or placeholder.
    pub fn title(&self, who: Who) -> String {
        let Some(human) = self.human(who) else { return String::new() };
        if let Some(given) = &human.given {
            return given.clone();
        }
        match &human.path {
            Some(path) => kinship::placeholder(path),
            None => kinship::placeholder(&[Step::new(Tie::Cousin, None)]),
        }
    }
}

/// Notes words once, the newest last; a handful is enough.
pub(super) fn note(evidence: &mut Vec<Evidence>, new: Evidence) {
    if !evidence.contains(&new) {
        if evidence.len() >= 6 {
            evidence.remove(0);
        }
        evidence.push(new);
    }
}
