//! Everything a report of F1 counts, as integers that add and subtract: the parts of a sum never drift.
//!
//! A tally holds no ratio. The figures made of it are in `figure`; how items are matched and counted is in `count`.

use std::iter::Sum;
use std::ops::{AddAssign, SubAssign};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Line;
use crate::family::{Event, RelationshipKind, Variable, VariableShift};
use crate::scoring::Counts;

/// Values of symptom, anxiety or functioning with "not coded".
const SHIFTS: usize = VariableShift::ALL.len() + 1;
/// Values of relationship with "not coded".
const KINDS: usize = RelationshipKind::ALL.len() + 1;

const EXACT: usize = Line::COUNT * 3;
const CONNECTED: usize = EXACT + 2;
const CONFUSION: usize = CONNECTED + 4;
/// How many integers a tally is.
pub const CELLS: usize = CONFUSION + 3 * SHIFTS * SHIFTS + KINDS * KINDS;

/// Which of the two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhichSide {
    /// The side that is scored: a model's run or a coder.
    Scored,
    /// The side it is scored against.
    Truth,
}

/// A part and the whole it is a part of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Share {
    /// The part.
    pub part: u64,
    /// The whole.
    pub whole: u64,
}

/// How many values a variable has, "not coded" among them.
pub const fn classes(variable: Variable) -> usize {
    match variable {
        Variable::Relationship => KINDS,
        _ => SHIFTS,
    }
}

/// The words of a variable's values, in the order of a confusion matrix; the last is "not coded".
pub fn labels(variable: Variable) -> Vec<&'static str> {
    let words: Vec<&str> = match variable {
        Variable::Relationship => RelationshipKind::ALL.iter().map(|kind| kind.as_str()).collect(),
        _ => VariableShift::ALL.iter().map(|shift| shift.as_str()).collect(),
    };
    words.into_iter().chain(["not coded"]).collect()
}

/// Where an event's value of a variable stands among [`labels`].
pub(super) fn class(event: &Event, variable: Variable) -> usize {
    let shift = match variable {
        Variable::Relationship => return event.relationship.map_or(KINDS - 1, |kind| kind as usize),
        Variable::Symptom => event.symptom,
        Variable::Anxiety => event.anxiety,
        Variable::Functioning => event.functioning,
    };
    shift.map_or(SHIFTS - 1, |shift| shift as usize)
}

/// The word of an event's value of a variable, one of [`labels`].
pub fn label(event: &Event, variable: Variable) -> &'static str {
    labels(variable).get(class(event, variable)).copied().unwrap_or("not coded")
}

/// Where the confusion matrix of a variable begins.
const fn matrix(variable: Variable) -> usize {
    const SQUARE: usize = SHIFTS * SHIFTS;
    match variable {
        Variable::Symptom => CONFUSION,
        Variable::Anxiety => CONFUSION + SQUARE,
        Variable::Functioning => CONFUSION + 2 * SQUARE,
        Variable::Relationship => CONFUSION + 3 * SQUARE,
    }
}

/// How the values of matched shifts were coded on both sides: rows are the truth, columns the scored side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Confusion {
    /// The variable.
    pub variable: Variable,
    /// The words of rows and columns, "not coded" last.
    pub labels: Vec<String>,
    /// Matched shifts, by the truth's value and then the scored side's.
    pub cells: Vec<Vec<u64>>,
}

/// Everything counted of one comparison, or the sum over several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Vec<u32>", into = "Vec<u32>")]
#[schemars(with = "Vec<u32>")]
pub struct Tally {
    cells: [u32; CELLS],
}

/// The cells of a tally, or sums of them.
#[derive(Debug, Clone, Copy)]
pub struct Sums<'a, C>(pub &'a [C]);

impl<C: Copy + Into<u64>> Sums<'_, C> {
    fn at(self, cell: usize) -> u64 {
        self.0.get(cell).map_or(0, |value| (*value).into())
    }

    /// True positives, false positives and false negatives of a line.
    pub fn counts(self, line: Line) -> [u64; 3] {
        let first = line as usize * 3;
        [self.at(first), self.at(first + 1), self.at(first + 2)]
    }

    /// Statements coded alike in everything that is compared, among those coded by both sides.
    pub fn exact(self) -> Share {
        Share { part: self.at(EXACT), whole: self.at(EXACT + 1) }
    }

    /// People of the largest connected part of the family, among all but the client and the coach.
    pub fn connected(self, side: WhichSide) -> Share {
        let first = CONNECTED + 2 * side as usize;
        Share { part: self.at(first), whole: self.at(first + 1) }
    }

    /// Matched shifts to which the truth gives one value of a variable and the scored side another.
    pub fn confused(self, variable: Variable, truth: usize, scored: usize) -> u64 {
        self.at(matrix(variable) + truth * classes(variable) + scored)
    }
}

impl Tally {
    /// All integers, for sums over many tallies.
    pub fn cells(&self) -> &[u32] {
        &self.cells
    }

    /// The cells, read by name.
    pub fn sums(&self) -> Sums<'_, u32> {
        Sums(&self.cells)
    }

    /// True positives, false positives and false negatives of a line.
    pub fn counts(&self, line: Line) -> Counts {
        let [tp, fp, fn_] = self.sums().counts(line).map(|n| usize::try_from(n).unwrap_or(usize::MAX));
        Counts::new(tp, fp, fn_)
    }

    /// The confusion matrix of a variable over matched shifts.
    pub fn confusion(&self, variable: Variable) -> Confusion {
        let n = classes(variable);
        let cells = (0..n).map(|truth| (0..n).map(|scored| self.sums().confused(variable, truth, scored)).collect());
        Confusion {
            variable,
            labels: labels(variable).into_iter().map(str::to_owned).collect(),
            cells: cells.collect(),
        }
    }

    fn add_at(&mut self, cell: usize, n: usize) {
        if let Some(cell) = self.cells.get_mut(cell) {
            *cell = cell.saturating_add(u32::try_from(n).unwrap_or(u32::MAX));
        }
    }

    /// Adds to a line and to every line it is part of.
    pub(super) fn add(&mut self, line: Line, counts: Counts) {
        if counts == Counts::default() {
            return;
        }
        for line in std::iter::once(&line).chain(line.sums()) {
            for (place, n) in [counts.tp, counts.fp, counts.fn_].into_iter().enumerate() {
                self.add_at(*line as usize * 3 + place, n);
            }
        }
    }

    /// Adds a matched shift to the confusion matrix of a variable.
    pub(super) fn add_confused(&mut self, variable: Variable, truth: usize, scored: usize) {
        self.add_at(matrix(variable) + truth * classes(variable) + scored, 1);
    }

    /// Adds a statement coded by both sides.
    pub(super) fn add_exact(&mut self, exact: bool) {
        self.add_at(EXACT, usize::from(exact));
        self.add_at(EXACT + 1, 1);
    }

    /// Adds how connected one side's family is.
    pub(super) fn add_connected(&mut self, side: WhichSide, largest: usize, people: usize) {
        self.add_at(CONNECTED + 2 * side as usize, largest);
        self.add_at(CONNECTED + 2 * side as usize + 1, people);
    }
}

impl Default for Tally {
    fn default() -> Self {
        Tally { cells: [0; CELLS] }
    }
}

impl AddAssign<&Tally> for Tally {
    fn add_assign(&mut self, other: &Tally) {
        self.cells.iter_mut().zip(&other.cells).for_each(|(sum, part)| *sum = sum.saturating_add(*part));
    }
}

impl SubAssign<&Tally> for Tally {
    /// Takes back what was added before.
    fn sub_assign(&mut self, other: &Tally) {
        self.cells.iter_mut().zip(&other.cells).for_each(|(sum, part)| *sum = sum.saturating_sub(*part));
    }
}

impl<'a> Sum<&'a Tally> for Tally {
    fn sum<I: Iterator<Item = &'a Tally>>(tallies: I) -> Tally {
        tallies.fold(Tally::default(), |mut sum, tally| {
            sum += tally;
            sum
        })
    }
}

/// A stored tally that this version of the scorer does not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a stored tally has {found} numbers instead of {CELLS}; score the discussion again")]
pub struct TallySize {
    /// How many numbers were found.
    pub found: usize,
}

impl TryFrom<Vec<u32>> for Tally {
    type Error = TallySize;

    fn try_from(cells: Vec<u32>) -> Result<Self, TallySize> {
        let found = cells.len();
        cells.try_into().map(|cells| Tally { cells }).map_err(|_| TallySize { found })
    }
}

impl From<Tally> for Vec<u32> {
    fn from(tally: Tally) -> Self {
        tally.cells.to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::{EventKind, ItemId};

    #[test]
    fn a_birth_counts_as_birth_structural_event_event_and_in_the_aggregate() {
        let mut tally = Tally::default();
        tally.add(Line::Birth, Counts::new(1, 0, 2));
        for line in [Line::Birth, Line::Structural, Line::Events, Line::Aggregate] {
            assert_eq!(tally.counts(line), Counts::new(1, 0, 2), "{line}");
        }
        for line in [Line::Shift, Line::People, Line::Death] {
            assert!(tally.counts(line).is_undefined(), "{line}");
        }
    }

    #[test]
    fn what_was_added_can_be_taken_back_to_the_last_cell() {
        let (mut sum, mut part) = (Tally::default(), Tally::default());
        sum.add(Line::People, Counts::new(3, 1, 2));
        part.add(Line::Shift, Counts::new(1, 1, 1));
        part.add_confused(Variable::Relationship, 12, 12);
        part.add_exact(true);
        part.add_connected(WhichSide::Truth, 4, 5);
        let before = sum.clone();
        sum += &part;
        assert_ne!(sum, before);
        sum -= &part;
        assert_eq!(sum, before);
    }

    #[test]
    fn the_last_cell_of_the_largest_matrix_is_the_last_of_the_tally() {
        let mut tally = Tally::default();
        tally.add_confused(Variable::Relationship, KINDS - 1, KINDS - 1);
        assert_eq!(tally.cells.last(), Some(&1));
        assert_eq!(tally.confusion(Variable::Relationship).cells[KINDS - 1][KINDS - 1], 1);
        let uncoded = Event::new(ItemId(-1), EventKind::Shift);
        for variable in Variable::ALL {
            assert_eq!(labels(*variable).len(), classes(*variable));
            assert_eq!(class(&uncoded, *variable), classes(*variable) - 1);
        }
    }

    #[test]
    fn a_tally_comes_back_from_json_and_one_of_another_version_is_refused_with_words() {
        let mut tally = Tally::default();
        tally.add(Line::People, Counts::new(1, 2, 3));
        let json = serde_json::to_string(&tally).unwrap();
        assert_eq!(serde_json::from_str::<Tally>(&json).unwrap(), tally);
        let error = serde_json::from_str::<Tally>("[1,2,3]").unwrap_err();
        assert!(error.to_string().contains("score the discussion again"), "{error}");
    }
}
