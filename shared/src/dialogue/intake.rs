//! Intake coverage: which of the fifteen categories the committed family already tells about (FACTS section 5).
//!
//! Looks at the diagram only, never at the talk; what a coach asked is `asked`.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::IntakeCategory;
use super::day::{day_of, is_dated};
use super::kin::Kin;
use crate::family::{Event, EventKind, Family, Gender, ItemId, PairBond, Person, RelationshipKind};
use crate::vocabulary;

/// An event and a symptom belong together if no more than so many days lie between them.
const CONNECTED_DAYS: u64 = 365;

vocabulary! {
    /// How much the family tells about a category.
    CoverageStatus ("coverage status") {
        /// Nothing.
        NotCovered = "not_covered",
        /// Something.
        Partial = "partial",
        /// Enough.
        Covered = "covered",
    }
}

/// What was found for a category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// Nothing to tell.
    Nothing,
    /// A parent or grandparents, by name.
    Named(Vec<String>),
    /// Relatives.
    Relatives {
        /// How many.
        count: usize,
        /// The names of those that have one.
        names: Vec<String>,
    },
    /// What happened between the parents, in alphabetical order.
    Bond(Vec<EventKind>),
    /// Events.
    Events {
        /// How many.
        count: usize,
    },
    /// Relationship moves.
    Moves {
        /// How many.
        count: usize,
        /// Which kinds, in alphabetical order.
        kinds: Vec<RelationshipKind>,
    },
    /// Dated symptoms.
    Symptoms {
        /// How many carry a date.
        count: usize,
        /// First and last day, of two or more of which any date can be read.
        span: Option<(NaiveDate, NaiveDate)>,
    },
}

/// One category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CategoryCoverage {
    /// Which.
    pub category: IntakeCategory,
    /// How much is known.
    pub status: CoverageStatus,
    /// What.
    pub found: Found,
}

/// The fifteen categories, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct IntakeCoverage {
    /// One for each of [`IntakeCategory::ALL`].
    pub categories: Vec<CategoryCoverage>,
}

impl IntakeCoverage {
    /// How many categories are covered, and of how many.
    pub fn counts(&self) -> (usize, usize) {
        (self.categories.len() - self.outstanding().count(), self.categories.len())
    }

    /// What is not, or only partly, covered.
    pub fn outstanding(&self) -> impl Iterator<Item = IntakeCategory> + '_ {
        let open = |found: &&CategoryCoverage| found.status != CoverageStatus::Covered;
        self.categories.iter().filter(open).map(|found| found.category)
    }
}

/// What the family tells about each category, seen from `subject` ([`ItemId::SUBJECT`] in sarf's own families).
pub fn intake_coverage(family: &Family, subject: ItemId) -> IntakeCoverage {
    let survey = Survey::new(family, subject);
    let cover = |category: &IntakeCategory| {
        let (status, found) = survey.category(*category);
        CategoryCoverage { category: *category, status, found }
    };
    IntakeCoverage { categories: IntakeCategory::ALL.iter().map(cover).collect() }
}

type Answer = (CoverageStatus, Found);

const NOTHING: Answer = (CoverageStatus::NotCovered, Found::Nothing);

/// What several categories look at.
struct Survey<'a> {
    family: &'a Family,
    kin: Kin<'a>,
    parents: Option<&'a PairBond>,
    mother: Option<&'a Person>,
    father: Option<&'a Person>,
}

impl<'a> Survey<'a> {
    fn new(family: &'a Family, subject: ItemId) -> Self {
        let kin = Kin::of(family, subject);
        let parents = kin.subject().and_then(|person| kin.birth_bond(person));
        let parent = |gender| parents.and_then(|bond| kin.end(bond, gender));
        let (mother, father) = (parent(Gender::Female), parent(Gender::Male));
        Survey { family, kin, parents, mother, father }
    }

    fn category(&self, category: IntakeCategory) -> Answer {
        match category {
            // A talk begins with it.
            IntakeCategory::PresentingProblem => (CoverageStatus::Covered, Found::Nothing),
            IntakeCategory::Mother => self.parent(self.mother),
            IntakeCategory::Father => self.parent(self.father),
            IntakeCategory::ParentsStatus => self.parents_status(),
            IntakeCategory::Siblings => relatives(self.kin.subject().into_iter().flat_map(|p| self.kin.siblings(p))),
            IntakeCategory::MaternalGrandparents => self.grandparents(self.mother),
            IntakeCategory::PaternalGrandparents => self.grandparents(self.father),
            IntakeCategory::AuntsUncles => {
                let parents = [self.mother, self.father].into_iter().flatten();
                relatives(parents.flat_map(|parent| self.kin.siblings(parent)))
            }
            IntakeCategory::Spouse => relatives(self.kin.partners()),
            IntakeCategory::Children => relatives(self.kin.children()),
            IntakeCategory::NodalEvents => events(self.nodal().count(), 3),
            IntakeCategory::FamilyFunctioning => events(self.shifts().count(), 3),
            IntakeCategory::RelationshipPatterns => self.relationship_patterns(),
            IntakeCategory::SymptomTimeline => self.symptom_timeline(),
            IntakeCategory::EventSymptomConnections => events(self.connections(), 2),
        }
    }

    fn parent(&self, parent: Option<&Person>) -> Answer {
        match (self.parents, parent.and_then(name)) {
            (None, _) => NOTHING,
            (Some(_), None) => (CoverageStatus::Partial, Found::Nothing),
            (Some(_), Some(name)) => (CoverageStatus::Covered, Found::Named(vec![name])),
        }
    }

    fn parents_status(&self) -> Answer {
        let Some(bond) = self.parents else { return NOTHING };
        let pair = BTreeSet::from([bond.person_a, bond.person_b]);
        let theirs = |event: &&Event| event.kind.needs_spouse() && BTreeSet::from([event.person, event.spouse]) == pair;
        let kinds = in_alphabet(self.family.events.iter().filter(theirs).map(|event| event.kind), EventKind::as_str);
        match kinds.is_empty() {
            true => (CoverageStatus::Partial, Found::Nothing),
            false => (CoverageStatus::Covered, Found::Bond(kinds)),
        }
    }

    /// Two named ones cover; a bond with fewer is something.
    fn grandparents(&self, parent: Option<&Person>) -> Answer {
        let Some(bond) = parent.and_then(|parent| self.kin.birth_bond(parent)) else { return NOTHING };
        let ends = [Gender::Female, Gender::Male].map(|gender| self.kin.end(bond, gender));
        let names: Vec<String> = ends.into_iter().flatten().filter_map(name).collect();
        match names.len() {
            0 => (CoverageStatus::Partial, Found::Nothing),
            1 => (CoverageStatus::Partial, Found::Named(names)),
            _ => (CoverageStatus::Covered, Found::Named(names)),
        }
    }

    fn nodal(&self) -> impl Iterator<Item = &'a Event> {
        let nodal = |event: &&Event| {
            use EventKind::{Death, Divorced, Married, Moved, Separated};
            matches!(event.kind, Death | Married | Divorced | Separated | Moved)
        };
        self.family.events.iter().filter(nodal)
    }

    /// Shifts in which any SARF variable is coded.
    fn shifts(&self) -> impl Iterator<Item = &'a Event> {
        let coded = |event: &&Event| {
            let shifts = [event.symptom, event.anxiety, event.functioning];
            event.kind == EventKind::Shift && (shifts.iter().any(Option::is_some) || event.relationship.is_some())
        };
        self.family.events.iter().filter(coded)
    }

    fn relationship_patterns(&self) -> Answer {
        let moves: Vec<RelationshipKind> = self.family.events.iter().filter_map(|event| event.relationship).collect();
        let kinds = in_alphabet(moves.iter().copied(), RelationshipKind::as_str);
        let status = match (moves.len(), kinds.len()) {
            (0, _) => return NOTHING,
            (1..3, 1) => CoverageStatus::Partial,
            _ => CoverageStatus::Covered,
        };
        (status, Found::Moves { count: moves.len(), kinds })
    }

    fn symptom_timeline(&self) -> Answer {
        let dated: Vec<&Event> =
            self.family.events.iter().filter(|event| event.symptom.is_some() && is_dated(event)).collect();
        let days = || dated.iter().filter_map(|event| day_of(event));
        let span = if dated.len() < 2 { None } else { days().min().zip(days().max()) };
        (
            enough(dated.len(), 2),
            if dated.is_empty() { Found::Nothing } else { Found::Symptoms { count: dated.len(), span } },
        )
    }

    /// Shifts within a year of a nodal event.
    fn connections(&self) -> usize {
        let nodal: Vec<NaiveDate> = self.nodal().filter_map(day_of).collect();
        let near = |day: NaiveDate| {
            nodal.iter().any(|other| day.signed_duration_since(*other).num_days().unsigned_abs() <= CONNECTED_DAYS)
        };
        self.shifts().filter_map(day_of).filter(|day| near(*day)).count()
    }
}

/// Any relative covers.
fn relatives<'a>(people: impl Iterator<Item = &'a Person>) -> Answer {
    let people: Vec<&Person> = people.collect();
    if people.is_empty() {
        return NOTHING;
    }
    let names = people.iter().filter_map(|person| name(person)).collect();
    (CoverageStatus::Covered, Found::Relatives { count: people.len(), names })
}

fn events(count: usize, wanted: usize) -> Answer {
    (enough(count, wanted), if count == 0 { Found::Nothing } else { Found::Events { count } })
}

fn enough(count: usize, wanted: usize) -> CoverageStatus {
    match count {
        0 => CoverageStatus::NotCovered,
        _ if count < wanted => CoverageStatus::Partial,
        _ => CoverageStatus::Covered,
    }
}

/// The name as it stands; placeholders count, an empty one does not.
fn name(person: &Person) -> Option<String> {
    person.name.clone().filter(|name| !name.is_empty())
}

fn in_alphabet<T: Copy + PartialEq>(values: impl Iterator<Item = T>, word: fn(T) -> &'static str) -> Vec<T> {
    let mut values: Vec<T> = values.collect();
    values.sort_by_key(|value| word(*value));
    values.dedup();
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(id: i64, name: &str, gender: Option<Gender>, parents: Option<i64>) -> Person {
        Person { name: Some(name.into()), gender, parents: parents.map(ItemId), ..Person::new(ItemId(id)) }
    }

    fn three_generations() -> Family {
        Family {
            people: vec![
                person(1, "Ann", None, Some(10)),
                person(3, "Carol", Some(Gender::Female), Some(11)),
                person(4, "Dan", Some(Gender::Male), None),
                person(5, "Ruth", Some(Gender::Female), None),
                person(6, "", Some(Gender::Male), None),
                person(7, "Mike", None, Some(10)),
            ],
            pair_bonds: vec![
                PairBond::new(ItemId(10), ItemId(4), ItemId(3)),
                PairBond::new(ItemId(11), ItemId(6), ItemId(5)),
            ],
            events: Vec::new(),
        }
    }

    fn status(family: &Family, category: IntakeCategory) -> CoverageStatus {
        let coverage = intake_coverage(family, ItemId::SUBJECT);
        coverage.categories.iter().find(|found| found.category == category).unwrap().status
    }

    #[test]
    fn an_empty_family_covers_the_presenting_problem_and_nothing_else() {
        let coverage = intake_coverage(&Family::default(), ItemId::SUBJECT);
        assert_eq!(coverage.counts(), (1, 15));
        assert!(coverage.categories.iter().map(|found| found.category).eq(IntakeCategory::ALL.iter().copied()));
    }

    #[test]
    fn kin_are_found_through_bonds_and_a_nameless_grandparent_covers_half() {
        let family = three_generations();
        use CoverageStatus::{Covered, NotCovered, Partial};
        for (category, expected) in [
            (IntakeCategory::Mother, Covered),
            (IntakeCategory::Father, Covered),
            (IntakeCategory::ParentsStatus, Partial),
            (IntakeCategory::Siblings, Covered),
            (IntakeCategory::MaternalGrandparents, Partial),
            (IntakeCategory::PaternalGrandparents, NotCovered),
            (IntakeCategory::AuntsUncles, NotCovered),
            (IntakeCategory::Spouse, NotCovered),
        ] {
            assert_eq!(status(&family, category), expected, "{category}");
        }
    }

    #[test]
    fn the_parents_status_is_told_by_an_event_of_exactly_that_pair() {
        let mut family = three_generations();
        let mut event = Event::new(ItemId(20), EventKind::Divorced);
        (event.person, event.spouse) = (Some(ItemId(3)), Some(ItemId(5)));
        family.events.push(event.clone());
        assert_eq!(status(&family, IntakeCategory::ParentsStatus), CoverageStatus::Partial);
        event.spouse = Some(ItemId(4));
        family.events.push(event);
        assert_eq!(status(&family, IntakeCategory::ParentsStatus), CoverageStatus::Covered);
    }

    #[test]
    fn a_shift_connects_with_a_nodal_event_up_to_a_year_away() {
        let mut family = Family::default();
        let on = |id, kind, date: &str| Event { date_time: Some(date.into()), ..Event::new(ItemId(id), kind) };
        family.events.push(on(1, EventKind::Death, "2019-01-01"));
        let shift = |date| Event { symptom: Some(crate::family::VariableShift::Up), ..on(2, EventKind::Shift, date) };
        family.events.push(shift("2020-01-02"));
        assert_eq!(status(&family, IntakeCategory::EventSymptomConnections), CoverageStatus::NotCovered);
        family.events.push(shift("2020-01-01"));
        assert_eq!(status(&family, IntakeCategory::EventSymptomConnections), CoverageStatus::Partial);
        family.events.push(shift("2018-01-01"));
        assert_eq!(status(&family, IntakeCategory::EventSymptomConnections), CoverageStatus::Covered);
    }
}
