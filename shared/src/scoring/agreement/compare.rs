//! Every pair of coders of a sample matched once: what both found (stage one), and the units their values are compared on.
//!
//! A pair is compared on the statements that *both* coded. What a coder says of a unit is taken from all their statements
//! that somebody else coded too.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::align::{Edge, Item, group};
use super::found::{self, Found, Placed};
use super::side::{CoderSide, introductions};
use super::strength::{Strength, strength};
use super::unit::{Mark, Place, Unit, UnitId, Units};
use super::{AgreementError, Coder, CoderCodings, DiscussionCodings, Level, PairMatcher, Pairing, Sample};
use crate::family::{Event, ItemId};

/// What comparing a sample's coders comes to, before any figure.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Comparison {
    /// The units.
    pub units: Units,
    /// For each pair of coders (places in the list of coders, smaller first) that coded a statement both: the counts of
    /// each statement.
    pub found: BTreeMap<(usize, usize), BTreeMap<Place, Found>>,
    /// For each statement, which coders coded it.
    pub coded: BTreeMap<Place, BTreeSet<usize>>,
}

impl Comparison {
    /// Compares every pair of coders of a sample.
    pub fn new(sample: &Sample, level: Level, matcher: &dyn PairMatcher) -> Result<Self, AgreementError> {
        let wrong = sample.check();
        if !wrong.is_empty() {
            return Err(AgreementError::Sample(wrong));
        }
        let coders = sample.coders();
        let mut comparison = Comparison::default();
        for (at, discussion) in sample.discussions.iter().enumerate() {
            let mut block = Block::new(at, discussion, &coders, level, matcher);
            for (statement, by) in block.coded_by() {
                comparison.coded.insert(Place { discussion: at, statement }, by);
            }
            match level {
                Level::Cumulative => block.compare(None, &mut comparison)?,
                Level::Statement => {
                    for statement in 0..discussion.statements.len() {
                        block.compare(Some(statement), &mut comparison)?;
                    }
                }
            }
        }
        comparison.units.coders = coders;
        Ok(comparison)
    }
}

/// A coder in a discussion.
struct Present<'a> {
    /// Place in the sample's list of coders.
    coder: usize,
    codings: &'a CoderCodings,
    coded: BTreeSet<usize>,
    first_named: HashMap<ItemId, usize>,
}

/// A discussion with its coders, in the order of their names.
struct Block<'a> {
    at: usize,
    discussion: &'a DiscussionCodings,
    coders: &'a [Coder],
    present: Vec<Present<'a>>,
    level: Level,
    matcher: &'a dyn PairMatcher,
    sides: HashMap<(usize, BTreeSet<usize>), CoderSide>,
}

impl<'a> Block<'a> {
    fn new(
        at: usize,
        discussion: &'a DiscussionCodings,
        coders: &'a [Coder],
        level: Level,
        matcher: &'a dyn PairMatcher,
    ) -> Self {
        let mut present: Vec<Present<'_>> = (discussion.coders.iter())
            .filter_map(|codings| {
                let coder = coders.iter().position(|coder| *coder == codings.coder)?;
                let (coded, first_named) = (codings.coded(), introductions(codings));
                Some(Present { coder, codings, coded, first_named })
            })
            .collect();
        present.sort_unstable_by_key(|one| one.coder);
        Block { at, discussion, coders, present, level, matcher, sides: HashMap::new() }
    }

    /// For each statement, which coders coded it.
    fn coded_by(&self) -> BTreeMap<usize, BTreeSet<usize>> {
        let mut by: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for one in &self.present {
            one.coded.iter().for_each(|at| by.entry(*at).or_default().extend([one.coder]));
        }
        by
    }

    /// The statements of one coder that are compared with those of the others: all that somebody else coded too, or at the
    /// level of statements the one.
    fn places(&self, one: &Present<'_>, others: &[&Present<'_>], statement: Option<usize>) -> BTreeSet<usize> {
        let shared = |at: &usize| others.iter().any(|other| other.coded.contains(at));
        match statement {
            None => one.coded.iter().filter(|at| shared(at)).copied().collect(),
            Some(at) if one.coded.contains(&at) && shared(&at) => one.coded.range(..=at).copied().collect(),
            Some(_) => BTreeSet::new(),
        }
    }

    fn side(&mut self, at: usize, places: &BTreeSet<usize>) -> CoderSide {
        let Some(one) = self.present.get(at) else { return CoderSide::default() };
        let key = (at, places.clone());
        let level = self.level;
        self.sides.entry(key).or_insert_with(|| CoderSide::new(one.codings, places, level)).clone()
    }

    /// Everything a coder says in statements that somebody else coded too.
    ///
    /// A human's items are those of the statements shared with other humans, as they are told there; what is shared only
    /// with a model comes after them. So a model adds to what humans are compared on, and changes nothing in it.
    fn full_side(&mut self, at: usize, statement: Option<usize>) -> CoderSide {
        let is_human = |one: &Present<'_>| self.coders.get(one.coder).is_some_and(Coder::is_human);
        let Some(one) = self.present.get(at) else { return CoderSide::default() };
        let others: Vec<&Present<'_>> = self.present.iter().filter(|other| other.coder != one.coder).collect();
        let humans: Vec<&Present<'_>> = others.iter().copied().filter(|other| is_human(other)).collect();
        let (with_all, with_humans) = (self.places(one, &others, statement), self.places(one, &humans, statement));
        if !is_human(one) || with_all == with_humans {
            return self.side(at, &with_all);
        }
        let (mut all, humans) = (self.side(at, &with_all), self.side(at, &with_humans));
        let known = by_id(&humans.events);
        let keys = in_order(&all.events);
        let more = all.events.iter().zip(keys).filter(|(_, key)| !known.contains_key(key)).map(|(event, _)| event);
        all.events = humans.events.iter().chain(more).cloned().collect();
        all
    }

    /// Compares every two of the coders, on the whole discussion or on one statement.
    fn compare(&mut self, statement: Option<usize>, comparison: &mut Comparison) -> Result<(), AgreementError> {
        if statement.is_some() {
            self.sides.clear();
        }
        let n = self.present.len();
        let sides: Vec<CoderSide> = (0..n).map(|at| self.full_side(at, statement)).collect();
        let keys: Vec<HashMap<(ItemId, usize), usize>> = sides.iter().map(|side| by_id(&side.events)).collect();

        let mut edges = Vec::new();
        for i in 0..n {
            for j in i + 1..n {
                let (Some(one), Some(two)) = (self.present.get(i), self.present.get(j)) else { continue };
                let (for_one, for_two) = (self.places(one, &[two], statement), self.places(two, &[one], statement));
                if for_one.is_empty() || for_two.is_empty() {
                    continue;
                }
                let (side_one, side_two) = (self.side(i, &for_one), self.side(j, &for_two));
                for (a, b, strength) in self.pair((i, &side_one), (j, &side_two), statement, comparison)? {
                    let item = |at: usize, key| keys.get(at).and_then(|keys| keys.get(&key)).copied();
                    if let (Some(x), Some(y)) = (item(i, a), item(j, b)) {
                        edges.push(Edge { strength, a: Item { coder: i, at: x }, b: Item { coder: j, at: y } });
                    }
                }
            }
        }
        let units = self.units(&sides, &edges, statement);
        comparison.units.units.extend(units);
        Ok(())
    }

    /// Matches two coders, adds what they found, and answers the pairs of events.
    #[allow(clippy::type_complexity, reason = "two keys of an item and a strength, used once")]
    fn pair(
        &self,
        (i, side_a): (usize, &CoderSide),
        (j, side_b): (usize, &CoderSide),
        statement: Option<usize>,
        comparison: &mut Comparison,
    ) -> Result<Vec<((ItemId, usize), (ItemId, usize), Strength)>, AgreementError> {
        let (Some(one), Some(two)) = (self.present.get(i), self.present.get(j)) else { return Ok(Vec::new()) };
        let (Some(a), Some(b)) = (self.coders.get(one.coder), self.coders.get(two.coder)) else {
            return Ok(Vec::new());
        };
        let DiscussionCodings { discussion, date, subject, .. } = self.discussion;
        let pairing = Pairing { discussion, date: *date, subject: subject.as_deref(), a, side_a, b, side_b };
        let matched = self.matcher.pair(&pairing).map_err(|why| AgreementError::Match {
            discussion: discussion.clone(),
            a: a.to_string(),
            b: b.to_string(),
            why,
        })?;
        let counts = comparison.found.entry((one.coder, two.coder)).or_default();
        let place_a = |id| self.place(one, id, statement);
        let place_b = |id| self.place(two, id, statement);
        let placed = (Placed { side: side_a, place: &place_a }, Placed { side: side_b, place: &place_b });
        found::count(&matched, &placed.0, &placed.1, &mut |place, found| counts.entry(place).or_default().add(found));
        let (keys_a, keys_b) = (in_order(&side_a.events), in_order(&side_b.events));
        let pairs = matched.events.pairs.iter().filter_map(|(x, y)| {
            let strength = strength(side_a.events.get(*x)?, side_b.events.get(*y)?);
            Some((*keys_a.get(*x)?, *keys_b.get(*y)?, strength))
        });
        Ok(pairs.collect())
    }

    /// Where an item belongs: on the statement compared by itself, else where it was first named.
    fn place(&self, one: &Present<'_>, id: ItemId, only: Option<usize>) -> Option<Place> {
        let statement = only.or_else(|| one.first_named.get(&id).copied())?;
        Some(Place { discussion: self.at, statement })
    }

    /// The units of all coders' events, of one statement where only that is compared.
    fn units(&self, sides: &[CoderSide], edges: &[Edge<Strength>], only: Option<usize>) -> Vec<Unit> {
        let items: Vec<Item> = (sides.iter().enumerate())
            .flat_map(|(coder, side)| (0..side.events.len()).map(move |at| Item { coder, at }))
            .collect();
        let mut units: Vec<(Place, Vec<Item>)> = group(&items, edges, |at| self.is_human(at))
            .into_iter()
            .filter_map(|items| Some((self.first_place(&items, sides, only)?, items)))
            .collect();
        // Groups come by coder and content; the sort keeps that order inside a statement.
        units.sort_by_key(|(place, _)| *place);
        let mut numbers: HashMap<Place, usize> = HashMap::new();
        (units.into_iter())
            .filter_map(|(place, items)| {
                let n = numbers.entry(place).or_default();
                *n += 1;
                self.unit(place, *n, &items, sides, only)
            })
            .collect()
    }

    /// The items that say where and when a unit was coded: the humans', or where there are none the models'.
    fn telling<'i>(&self, items: &'i [Item]) -> Vec<&'i Item> {
        let humans: Vec<&Item> = items.iter().filter(|item| self.is_human(item.coder)).collect();
        if humans.is_empty() { items.iter().collect() } else { humans }
    }

    fn is_human(&self, at: usize) -> bool {
        self.present.get(at).and_then(|one| self.coders.get(one.coder)).is_some_and(Coder::is_human)
    }

    fn first_place(&self, items: &[Item], sides: &[CoderSide], only: Option<usize>) -> Option<Place> {
        let places = self.telling(items).into_iter();
        places.filter_map(|item| self.place(self.present.get(item.coder)?, event(sides, item)?.id, only)).min()
    }

    fn unit(&self, place: Place, n: usize, items: &[Item], sides: &[CoderSide], only: Option<usize>) -> Option<Unit> {
        let first = items.first()?;
        let event_of = |item: &Item| event(sides, item);
        let named = event_of(first)?;
        let telling = self.telling(items);
        let statements: BTreeSet<usize> = (telling.iter())
            .filter_map(|item| self.place(self.present.get(item.coder)?, event_of(item)?.id, only))
            .map(|place| place.statement)
            .collect();
        let mut marks = vec![Mark::NotCoded; self.coders.len()];
        for (at, one) in self.present.iter().enumerate() {
            let found = items.iter().find(|item| item.coder == at).and_then(event_of);
            let mark = match found {
                Some(event) => Mark::Found(event.into()),
                None if statements.iter().any(|statement| one.coded.contains(statement)) => Mark::NotFound,
                None => Mark::NotCoded,
            };
            marks.get_mut(one.coder).into_iter().for_each(|place| *place = mark);
        }
        let times = telling.iter().map(|item| {
            let one = self.present.get(item.coder)?;
            let at = self.place(one, event_of(item)?.id, only)?;
            one.codings.coding(at.statement)?.coded_at
        });
        let times: Option<Vec<_>> = times.collect();
        let statement = self.discussion.statements.get(place.statement)?;
        Some(Unit {
            id: UnitId::new(&self.discussion.discussion, statement, n),
            kind: named.kind,
            label: label(named, sides.get(first.coder)?, self.discussion.subject.as_deref()),
            marks,
            place,
            coded_at: times.and_then(|times| times.into_iter().max()),
        })
    }
}

fn event<'s>(sides: &'s [CoderSide], item: &Item) -> Option<&'s Event> {
    sides.get(item.coder)?.events.get(item.at)
}

/// Who and when, without the values.
fn label(event: &Event, side: &CoderSide, subject: Option<&str>) -> String {
    let mut words = format!("{} {}", event.kind, side.name(event.person.or(event.child), subject));
    if event.kind.needs_spouse() && event.spouse.is_some() {
        words += &format!(" and {}", side.name(event.spouse, subject));
    }
    if let Some(date) = event.date_time.as_deref().filter(|date| !date.is_empty()) {
        words += &format!(", {}", date.chars().take(10).collect::<String>());
    }
    words
}

/// Each event by its id and which of those with that id it is.
fn in_order(events: &[Event]) -> Vec<(ItemId, usize)> {
    let mut seen: HashMap<ItemId, usize> = HashMap::new();
    (events.iter())
        .map(|event| {
            let n = seen.entry(event.id).or_default();
            *n += 1;
            (event.id, *n)
        })
        .collect()
}

fn by_id(events: &[Event]) -> HashMap<(ItemId, usize), usize> {
    in_order(events).into_iter().enumerate().map(|(at, key)| (key, at)).collect()
}
