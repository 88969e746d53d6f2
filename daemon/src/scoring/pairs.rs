//! The items of two sets side by side: what was found, invented and missed, in sentences, with what matched items differ
//! in.

use sarf_shared::discussion::DiscussionId;
use sarf_shared::family::sentence::{self, Names};
use sarf_shared::family::{Event, EventKind, ItemId, PairBond, Person};
use sarf_shared::pdp::{Deltas, Pdp};
use sarf_shared::rpc::{ConfusionCell, ItemField, ItemPair, ItemSide, ItemsRequest, Named, Outcome, ScoredItem};
use sarf_shared::scoring::Matching;
use sarf_shared::scoring::f1::{Final, Line, SetScore, Who, label};
use sarf_shared::scoring::fair::{OfSide, Unmatchable};

use super::reasons::Reasons;

/// The items of one side, in the order in which a matching speaks of them.
pub struct Set<'s> {
    people: &'s [Person],
    bonds: &'s [PairBond],
    events: &'s [Event],
    family: &'s Pdp,
    names: &'s Names,
    told: Told<'s>,
}

/// The statement in which a side speaks of an item.
enum Told<'s> {
    /// This one.
    Here(u32),
    /// The first of these.
    First(&'s Final, &'s [u32]),
}

impl<'s> Set<'s> {
    /// What one statement says.
    pub fn of_deltas(deltas: &'s Deltas, family: &'s Pdp, names: &'s Names, number: u32) -> Self {
        let told = Told::Here(number);
        Set { people: &deltas.people, bonds: &deltas.pair_bonds, events: &deltas.events, family, names, told }
    }

    /// A whole family.
    pub fn of_family(side: &'s Final, names: &'s Names, numbers: &'s [u32]) -> Self {
        let family = &side.items;
        let told = Told::First(side, numbers);
        Set { people: &family.people, bonds: &family.pair_bonds, events: &family.events, family, names, told }
    }

    /// The item of a line that has this id; of a parent-child link the child's.
    pub fn item(&self, line: Line, id: ItemId) -> Option<ItemSide> {
        let person = || self.people.iter().find(|person| person.id == id).cloned();
        let item = match line {
            Line::People => ScoredItem::Person(person()?),
            Line::ChildOf => ScoredItem::ChildOf(person()?),
            Line::PairBonds => ScoredItem::PairBond(self.bonds.iter().find(|bond| bond.id == id)?.clone()),
            _ => ScoredItem::Event(self.events.iter().find(|event| event.id == id)?.clone()),
        };
        Some(self.side(item))
    }

    fn told(&self, id: ItemId) -> Option<u32> {
        match &self.told {
            Told::Here(number) => Some(*number),
            Told::First(side, numbers) => numbers.get(side.first_statement(id)?).copied(),
        }
    }

    fn side(&self, item: ScoredItem) -> ItemSide {
        let (id, evidence) = match &item {
            ScoredItem::Person(one) | ScoredItem::ChildOf(one) => (one.id, one.evidence.clone()),
            ScoredItem::PairBond(one) => (one.id, one.evidence.clone()),
            ScoredItem::Event(one) => (one.id, one.evidence.clone()),
        };
        let sentence = match &item {
            // The published replay forgets a name that a later row does not repeat.
            ScoredItem::Person(one) if sentence::full_name(one).is_none() => self.names.of(one.id),
            ScoredItem::Person(one) => sentence::person(one, self.names),
            ScoredItem::PairBond(one) => sentence::pair_bond(one, self.names),
            ScoredItem::Event(one) => sentence::event(one, self.names),
            ScoredItem::ChildOf(one) => self.child_of(one),
        };
        let names = self.named(&item);
        ItemSide { id, sentence, evidence, statement: self.told(id), item, names }
    }

    /// Whom the ids within an item mean.
    fn named(&self, item: &ScoredItem) -> Vec<Named> {
        let person = |id: ItemId| Named { id, name: self.names.of(id) };
        match item {
            ScoredItem::Person(one) | ScoredItem::ChildOf(one) => {
                let parents = |id| Named { id, name: self.couple(id).unwrap_or_else(|| "not named".to_owned()) };
                one.parents.into_iter().map(parents).collect()
            }
            ScoredItem::PairBond(one) => [one.person_a, one.person_b].into_iter().flatten().map(person).collect(),
            ScoredItem::Event(one) => {
                let of_fields = [one.person, one.spouse, one.child].into_iter().flatten();
                let others = one.relationship_targets.iter().chain(&one.relationship_triangles).copied();
                let mut ids: Vec<ItemId> = of_fields.chain(others).collect();
                ids.sort_unstable();
                ids.dedup();
                ids.into_iter().map(person).collect()
            }
        }
    }

    /// `Client and David`
    fn couple(&self, bond: ItemId) -> Option<String> {
        let bond = self.bonds.iter().chain(&self.family.pair_bonds).find(|known| known.id == bond)?;
        Some(format!("{} and {}", self.names.of_opt(bond.person_a), self.names.of_opt(bond.person_b)))
    }

    /// `Emma, child of Client and David`
    fn child_of(&self, child: &Person) -> String {
        let parents = child.parents.and_then(|bond| self.couple(bond));
        format!("{}, child of {}", self.names.of(child.id), parents.as_deref().unwrap_or("parents not named"))
    }
}

/// Whether an item of this line is counted in the line asked for.
fn counts_in(line: Line, wanted: Line) -> bool {
    let of_kind = |kind: &&EventKind| Line::of_kind(**kind) == line;
    let kind = EventKind::ALL.iter().find(of_kind);
    match wanted {
        Line::Aggregate => kind.is_some() || matches!(line, Line::People | Line::PairBonds),
        Line::Events => kind.is_some(),
        Line::Structural => kind.is_some_and(|kind| kind.is_structural()),
        other => line == other,
    }
}

/// Whether two matched items are shifts counted in this cell of a confusion matrix.
fn is_in(cell: &ConfusionCell, scored: &ScoredItem, truth: &ScoredItem) -> bool {
    let is = |item: &ScoredItem, word: &str| match item {
        ScoredItem::Event(event) => label(event, cell.variable) == word,
        _ => false,
    };
    is(truth, &cell.truth) && is(scored, &cell.scored)
}

/// The item of a set at a position, with its line.
type ItemAt = dyn Fn(&Set<'_>, usize) -> Option<(Line, ScoredItem)>;

/// The items asked for of two sets, scored side first.
pub fn pairs(
    discussion: DiscussionId,
    score: &SetScore,
    sides: &[Set<'_>; 2],
    request: &ItemsRequest,
    reasons: &Reasons,
) -> Vec<ItemPair> {
    let mut found = Vec::new();
    let mut part = |what: Unmatchable, matching: &Matching, item: &ItemAt| {
        let mut add = |outcome: Outcome, scored: Option<usize>, truth: Option<usize>| {
            if !request.outcomes().contains(&outcome) {
                return;
            }
            let [ours, theirs] = sides;
            let why = match (scored, truth) {
                (Some(at), None) => reasons.get(OfSide::Scored, what, at),
                (None, Some(at)) => reasons.get(OfSide::Truth, what, at),
                _ => None,
            };
            let (scored, truth) = (scored.and_then(|at| item(ours, at)), truth.and_then(|at| item(theirs, at)));
            let Some(line) = truth.as_ref().or(scored.as_ref()).map(|(line, _)| *line) else { return };
            if !counts_in(line, request.line) {
                return;
            }
            if let (Some(cell), Some((_, of)), Some((_, to))) = (&request.cell, &scored, &truth)
                && !is_in(cell, of, to)
            {
                return;
            }
            let differs = match (&scored, &truth) {
                (Some((_, scored)), Some((_, truth))) => differs(scored, truth, &score.who),
                _ => Vec::new(),
            };
            found.push(ItemPair {
                discussion,
                line,
                outcome,
                scored: scored.map(|(_, item)| ours.side(item)),
                truth: truth.map(|(_, item)| theirs.side(item)),
                differs,
                why,
            });
        };
        matching.pairs.iter().for_each(|(scored, truth)| add(Outcome::Found, Some(*scored), Some(*truth)));
        matching.scored_unmatched.iter().for_each(|at| add(Outcome::Invented, Some(*at), None));
        matching.truth_unmatched.iter().for_each(|at| add(Outcome::Missed, None, Some(*at)));
    };
    let matching = &score.matching;
    part(Unmatchable::Person, &matching.people, &|set, at| {
        Some((Line::People, ScoredItem::Person(set.people.get(at)?.clone())))
    });
    part(Unmatchable::PairBond, &matching.pair_bonds, &|set, at| {
        Some((Line::PairBonds, ScoredItem::PairBond(set.bonds.get(at)?.clone())))
    });
    part(Unmatchable::ChildOf, &matching.child_of, &|set, at| {
        Some((Line::ChildOf, ScoredItem::ChildOf(set.people.get(at)?.clone())))
    });
    part(Unmatchable::Event, &matching.events, &|set, at| {
        let event = set.events.get(at)?;
        Some((Line::of_kind(event.kind), ScoredItem::Event(event.clone())))
    });
    found
}

/// In what two matched items differ.
fn differs(scored: &ScoredItem, truth: &ScoredItem, who: &Who) -> Vec<ItemField> {
    let mut fields = Vec::new();
    let mut check = |differs: bool, field: ItemField| {
        if differs {
            fields.push(field);
        }
    };
    match (scored, truth) {
        (ScoredItem::Person(a), ScoredItem::Person(b)) => {
            let alike = |text: &Option<String>| text.as_deref().unwrap_or("").trim().to_lowercase();
            check(alike(&a.name) != alike(&b.name), ItemField::Name);
            check(alike(&a.last_name) != alike(&b.last_name), ItemField::LastName);
            check(a.gender != b.gender, ItemField::Gender);
            // Whose child somebody is stands in a line of its own; here only whether it is known.
            check(a.parents.is_some() != b.parents.is_some(), ItemField::Parents);
        }
        (ScoredItem::PairBond(a), ScoredItem::PairBond(b)) => check(a.married != b.married, ItemField::Married),
        (ScoredItem::Event(a), ScoredItem::Event(b)) => {
            check(a.date_time != b.date_time, ItemField::Date);
            check(a.end_date_time != b.end_date_time, ItemField::EndDate);
            check(a.date_certainty != b.date_certainty, ItemField::Certainty);
            // The two of a couple are unordered.
            let (couple_a, couple_b) = (ours([a.person, a.spouse], who), theirs([b.person, b.spouse], who));
            if couple_a != couple_b {
                check(ours([a.person], who) != theirs([b.person], who), ItemField::Person);
                check(ours([a.spouse], who) != theirs([b.spouse], who), ItemField::Spouse);
            }
            check(ours([a.child], who) != theirs([b.child], who), ItemField::Child);
            check(a.symptom != b.symptom, ItemField::Symptom);
            check(a.anxiety != b.anxiety, ItemField::Anxiety);
            check(a.relationship != b.relationship, ItemField::Relationship);
            check(a.functioning != b.functioning, ItemField::Functioning);
            let some = |ids: &[ItemId]| ids.iter().copied().map(Some).collect::<Vec<_>>();
            let others = |a: &[ItemId], b: &[ItemId]| ours(some(a), who) != theirs(some(b), who);
            check(others(&a.relationship_targets, &b.relationship_targets), ItemField::Targets);
            check(others(&a.relationship_triangles, &b.relationship_triangles), ItemField::Triangles);
        }
        _ => {}
    }
    fields
}

/// People of the scored side as the truth knows them; who is nobody there stays who they are, and is told apart.
fn ours(ids: impl IntoIterator<Item = Option<ItemId>>, who: &Who) -> Vec<(bool, ItemId)> {
    let known = |id: ItemId| who.resolve(id).map_or((false, id), |truth| (true, truth));
    let mut people: Vec<(bool, ItemId)> = ids.into_iter().flatten().map(known).collect();
    people.sort_unstable();
    people.dedup();
    people
}

/// People of the truth.
fn theirs(ids: impl IntoIterator<Item = Option<ItemId>>, who: &Who) -> Vec<(bool, ItemId)> {
    let mut people: Vec<(bool, ItemId)> = ids.into_iter().flatten().map(|id| (true, who.truth_id(id))).collect();
    people.sort_unstable();
    people.dedup();
    people
}
