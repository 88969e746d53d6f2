//! A family in the making: people, bonds and events under construction, and the few ways of adding to them that keep
//! dates and ids in agreement. Knows nothing of stories.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use sarf_shared::discussion::{FactBond, FactEvent, FactId, FactPerson, FactShift, FamilyFacts, Shifted};
use sarf_shared::family::{DateCertainty, EventKind, Gender};

use super::super::dice::Dice;
use super::names::{CULTURES, Culture, Register};

/// When something happened, as precisely as a client would know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct When {
    pub(crate) date: NaiveDate,
    pub(crate) certainty: DateCertainty,
}

/// 1 January of a year, `certain`: "that year" (FACTS section 3, rule 8).
pub(crate) fn in_year(year: i32) -> When {
    When { date: NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(NaiveDate::MIN), certainty: DateCertainty::Certain }
}

/// A person's place in the draft.
pub(crate) type Key = FactId;

/// The family so far.
pub(crate) struct Draft {
    pub(crate) as_of: NaiveDate,
    pub(crate) facts: FamilyFacts,
    pub(crate) register: Register,
    /// Sentences of the background, `Name did this.`, in order.
    pub(crate) notes: Vec<(Key, String)>,
    /// Whose people each is of; names and places of their kin come from there.
    peoples: BTreeMap<Key, &'static Culture>,
    serial: usize,
}

impl Draft {
    pub(crate) fn new(as_of: NaiveDate) -> Self {
        Draft {
            as_of,
            facts: FamilyFacts::default(),
            register: Register::default(),
            notes: Vec::new(),
            peoples: BTreeMap::new(),
            serial: 0,
        }
    }

    /// A culture at random.
    pub(crate) fn culture(dice: &mut Dice) -> &'static Culture {
        let at = dice.below(CULTURES.len());
        CULTURES.get(at).unwrap_or(&CULTURES[0])
    }

    /// Adds a person born in a year.
    pub(crate) fn person(
        &mut self,
        dice: &mut Dice,
        culture: &'static Culture,
        key: &str,
        relation: &str,
        gender: Gender,
        born: NaiveDate,
    ) -> Key {
        let name = self.register.give(dice, culture, gender, born.year());
        let key = self.named(key, relation, gender, born, name);
        self.peoples.insert(key.clone(), culture);
        key
    }

    /// The culture of one of two parents, for a child of theirs.
    pub(crate) fn culture_of_child(&self, dice: &mut Dice, one: &Key, other: &Key) -> &'static Culture {
        self.culture_of(if dice.chance(50) { one } else { other }).or(self.culture_of(other)).unwrap_or(&CULTURES[0])
    }

    /// The culture somebody was given.
    pub(crate) fn culture_of(&self, key: &Key) -> Option<&'static Culture> {
        self.peoples.get(key).copied()
    }

    /// Adds the client, who is named last.
    pub(crate) fn client(&mut self, culture: &'static Culture, gender: Gender, born: NaiveDate) -> Key {
        let key = self.named("self", "self", gender, born, String::new());
        self.peoples.insert(key.clone(), culture);
        key
    }

    /// Adds a person with a name already chosen.
    pub(crate) fn named(&mut self, key: &str, relation: &str, gender: Gender, born: NaiveDate, name: String) -> Key {
        let key = FactId(key.to_owned());
        self.facts.people.push(FactPerson {
            key: key.clone(),
            name,
            relation: relation.to_owned(),
            gender,
            birth: Some(born),
            death: None,
        });
        key
    }

    /// A key not used yet: `brother`, `brother_2`, ...
    pub(crate) fn key(&self, stem: &str) -> String {
        let stem = stem.replace([' ', '-'], "_");
        let taken = |key: &str| self.facts.people.iter().any(|person| person.key.0 == key);
        if !taken(&stem) {
            return stem;
        }
        (2..).map(|number| format!("{stem}_{number}")).find(|key| !taken(key)).unwrap_or(stem)
    }

    pub(crate) fn get(&self, key: &Key) -> Option<&FactPerson> {
        self.facts.people.iter().find(|person| &person.key == key)
    }

    pub(crate) fn name(&self, key: &Key) -> String {
        self.get(key).map(|person| person.name.clone()).unwrap_or_default()
    }

    pub(crate) fn gender(&self, key: &Key) -> Gender {
        self.get(key).map_or(Gender::Unknown, |person| person.gender)
    }

    /// Birth year; 0 for a key that is not there.
    pub(crate) fn born(&self, key: &Key) -> i32 {
        self.get(key).and_then(|person| person.birth).map_or(0, |date| date.year())
    }

    /// Whether the person lives on a day (a death in that very year counts as dead).
    pub(crate) fn alive(&self, key: &Key, on: NaiveDate) -> bool {
        self.get(key).is_some_and(|person| {
            person.death.is_none_or(|death| death.year() > on.year() || (death > on && death.ordinal() > 1))
        })
    }

    /// Whether the two have a bond that is a marriage.
    pub(crate) fn are_married(&self, a: &Key, b: &Key) -> bool {
        let bonds = &self.facts.pair_bonds;
        bonds.iter().any(|bond| bond.married && ((&bond.a == a && &bond.b == b) || (&bond.a == b && &bond.b == a)))
    }

    /// Adds a pair bond.
    pub(crate) fn bond(&mut self, a: &Key, b: &Key, married: bool) {
        let id = FactId(format!("b_{a}_{b}"));
        self.facts.pair_bonds.push(FactBond { id, a: a.clone(), b: b.clone(), married });
    }

    /// Adds an event that one person or a pair has.
    pub(crate) fn event(
        &mut self,
        kind: EventKind,
        person: &Key,
        spouse: Option<&Key>,
        when: When,
        description: String,
    ) {
        self.push_event(kind, person, spouse, None, when, description);
    }

    /// Adds the birth event of a child, dated as the child's birth is.
    pub(crate) fn birth(&mut self, child: &Key, mother: &Key, father: Option<&Key>) {
        let Some(born) = self.get(child).and_then(|person| person.birth) else { return };
        let description = format!("{} born", self.name(child));
        self.push_event(
            EventKind::Birth,
            mother,
            father,
            Some(child),
            When { date: born, certainty: DateCertainty::Certain },
            description,
        );
    }

    /// Adds the adoption of a child.
    pub(crate) fn adopted(&mut self, child: &Key, mother: &Key, father: &Key, when: When) {
        let description = format!("{} adopted", self.name(child));
        self.push_event(EventKind::Adopted, mother, Some(father), Some(child), when, description);
    }

    /// Lets a person die.
    pub(crate) fn death(&mut self, person: &Key, when: When, description: String) {
        if let Some(found) = self.facts.people.iter_mut().find(|found| &found.key == person) {
            found.death = Some(when.date);
        }
        self.event(EventKind::Death, person, None, when, description);
    }

    fn push_event(
        &mut self,
        kind: EventKind,
        person: &Key,
        spouse: Option<&Key>,
        child: Option<&Key>,
        when: When,
        description: String,
    ) {
        self.serial += 1;
        let of = child.unwrap_or(person);
        self.facts.events.push(FactEvent {
            id: FactId(format!("e{}_{kind}_{of}", self.serial)),
            kind,
            person: person.clone(),
            spouse: spouse.cloned(),
            child: child.cloned(),
            date: when.date,
            certainty: when.certainty,
            description,
        });
    }

    /// Adds a shift.
    pub(crate) fn shift(&mut self, person: &Key, when: When, shifted: Shifted, description: String) {
        self.serial += 1;
        let word = match &shifted {
            Shifted::Symptom(_) => "symptom",
            Shifted::Anxiety(_) => "anxiety",
            Shifted::Functioning(_) => "functioning",
            Shifted::Relationship { kind, .. } => kind.as_str(),
        };
        self.facts.shifts.push(FactShift {
            id: FactId(format!("s{}_{word}_{person}", self.serial)),
            person: person.clone(),
            date: when.date,
            certainty: when.certainty,
            description,
            shifted,
        });
    }

    /// A month before the day of the discussion, known to the month only. Never 1 January, which would say "that year".
    pub(crate) fn months_ago(&self, dice: &mut Dice, months: i32) -> When {
        let days = u64::from(months.max(1).unsigned_abs()) * 30 + 3;
        let date = self.as_of.checked_sub_days(Days::new(days)).unwrap_or(self.as_of);
        let date = date.with_day(dice.between(4, 26).unsigned_abs()).unwrap_or(date);
        When { date: date.min(self.as_of), certainty: DateCertainty::Approximate }
    }

    /// A day in a year, exactly known; never 1 January.
    pub(crate) fn day_in(dice: &mut Dice, year: i32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, dice.between(1, 12).unsigned_abs(), dice.between(2, 28).unsigned_abs())
            .unwrap_or(NaiveDate::MIN)
    }
}
