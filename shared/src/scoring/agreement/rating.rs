//! The values that coders gave to units, for one variable: a row for each unit, a gap where a coder says nothing.

use super::unit::{Mark, Unit, UnitId, Units};
use super::{Absent, Clusters, Coder, Convention, Counted, Crossed, NONE, Rated, Shape};
use crate::family::{EventKind, RelationshipKind};

/// The word for every value but the one, where one kind is set against the rest.
pub const REST: &str = "other";
/// The word for any value but "none", where only presence is told.
pub const CODED: &str = "coded";

/// Which values of a table are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Apart {
    /// Each from each.
    Values,
    /// One relationship kind from everything else, "none" included.
    Kind(RelationshipKind),
    /// Any value from "none".
    Presence,
}

/// A unit's values, by their places in [`Rated::values`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rating {
    /// The unit.
    pub unit: UnitId,
    /// A place, or a gap, for each coder.
    pub values: Vec<Option<usize>>,
}

/// One variable over all units of a selection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatingTable {
    /// What is rated.
    pub rated: Rated,
    /// Which units count.
    pub counted: Counted,
    /// Which values are told apart.
    pub apart: Apart,
    /// The coders.
    pub coders: Vec<Coder>,
    /// The units that count for all coders together.
    pub rows: Vec<Rating>,
}

impl RatingTable {
    /// The table of a variable.
    ///
    /// SARF variables are rated on shifts, and on other events that somebody gave such a value; the certainty of dates on
    /// events of every kind, by those who found them.
    pub fn new(units: &Units, rated: Rated, convention: Convention) -> Self {
        let counted = if rated == Rated::DateCertainty { Counted::All } else { convention.counted };
        let mut table =
            RatingTable { rated, counted, apart: Apart::Values, coders: units.coders.clone(), rows: Vec::new() };
        let everybody: Vec<usize> = (0..table.coders.len()).collect();
        for unit in &units.units {
            if rated.variable().is_some() && !is_rated(unit, &units.coders) {
                continue;
            }
            let row = Rating { unit: unit.id.clone(), values: values(unit, &units.coders, rated, convention) };
            if table.counts(&row, &everybody) {
                table.rows.push(row);
            }
        }
        table
    }

    /// Whether a unit counts for some of the coders: values by two of them and, where only coded units count, one that is
    /// not "none".
    fn counts(&self, row: &Rating, coders: &[usize]) -> bool {
        let given = || coders.iter().filter_map(|coder| row.values.get(*coder).copied().flatten());
        given().count() >= 2 && (self.counted == Counted::All || given().any(|place| place > 0))
    }

    /// The rows that count for some of the coders.
    pub fn rows_of<'t, 'c>(&'t self, coders: &'c [usize]) -> impl Iterator<Item = &'t Rating> + use<'t, 'c> {
        self.rows.iter().filter(move |row| self.counts(row, coders))
    }

    /// Whether any of the coders gave a value other than "none" (or the one kind, where it is about one).
    pub fn is_coded(&self, coders: &[usize]) -> bool {
        let fold = self.fold();
        self.rows_of(coders).any(|row| {
            coders.iter().any(|coder| row.values.get(*coder).copied().flatten().is_some_and(|at| fold(at) > 0))
        })
    }

    /// The values told apart, in the order of their places in sums.
    pub fn labels(&self) -> Vec<&'static str> {
        match self.apart {
            Apart::Values => self.rated.values(),
            Apart::Kind(kind) => vec![REST, kind.as_str()],
            Apart::Presence => vec![NONE, CODED],
        }
    }

    /// From a value's place in the vocabulary to its place in sums.
    fn fold(&self) -> impl Fn(usize) -> usize {
        let (apart, rated) = (self.apart, self.rated);
        let one = match apart {
            Apart::Kind(kind) => rated.place(kind.as_str()),
            Apart::Values | Apart::Presence => None,
        };
        move |at| match apart {
            Apart::Values => at,
            Apart::Kind(_) => usize::from(one == Some(at)),
            Apart::Presence => usize::from(at > 0),
        }
    }

    /// The places of the humans among the coders.
    pub fn humans(&self) -> Vec<usize> {
        self.coders.iter().enumerate().filter(|(_, coder)| coder.is_human()).map(|(at, _)| at).collect()
    }

    /// The places of the models.
    pub fn models(&self) -> Vec<usize> {
        self.coders.iter().enumerate().filter(|(_, coder)| !coder.is_human()).map(|(at, _)| at).collect()
    }

    /// One relationship kind against everything else, "none" included, over the same units.
    pub fn one_against_rest(&self, kind: RelationshipKind) -> Self {
        RatingTable { apart: Apart::Kind(kind), ..self.clone() }
    }

    /// The lay-out of the sums.
    pub fn shape(&self) -> Shape {
        Shape::new(self.coders.len(), self.labels().len())
    }

    /// The sums of some of the coders, a row for each cluster.
    pub fn sums(&self, coders: &[usize], clusters: &Clusters) -> Vec<Vec<u32>> {
        let (shape, fold) = (self.shape(), self.fold());
        let mut sums = vec![vec![0; shape.len()]; clusters.len()];
        let width = self.labels().len();
        for row in self.rows_of(coders) {
            let mut unit = vec![0usize; width];
            for at in coders.iter().filter_map(|coder| row.values.get(*coder).copied().flatten()).map(&fold) {
                unit.get_mut(at).into_iter().for_each(|count| *count += 1);
            }
            if let Some(sums) = clusters.of(&row.unit).and_then(|at| sums.get_mut(at)) {
                shape.add_unit(sums, &unit);
            }
        }
        sums
    }

    /// Two coders crossed, a table for each cluster.
    pub fn crossed(&self, a: usize, b: usize, clusters: &Clusters) -> Vec<Vec<u32>> {
        let (pair, fold, crossed) = ([a, b], self.fold(), Crossed::new(self.labels().len()));
        let mut tables = vec![vec![0; crossed.len()]; clusters.len()];
        for row in self.rows_of(&pair) {
            let value = |coder: usize| row.values.get(coder).copied().flatten();
            if let (Some(x), Some(y), Some(at)) = (value(a), value(b), clusters.of(&row.unit))
                && let Some(table) = tables.get_mut(at)
            {
                crossed.add_unit(table, fold(x), fold(y));
            }
        }
        tables
    }
}

fn any<'u>(unit: &'u Unit, coders: &'u [Coder], human: bool) -> impl Iterator<Item = &'u super::Values> {
    let of = move |(_, coder): &(&Mark, &Coder)| coder.is_human() == human;
    unit.marks.iter().zip(coders).filter(of).filter_map(|(mark, _)| mark.values())
}

/// Whether the SARF variables are rated on a unit. Where a human found it, a model has no say in that.
fn is_rated(unit: &Unit, coders: &[Coder]) -> bool {
    let human = any(unit, coders, true).next().is_some();
    unit.kind == EventKind::Shift || any(unit, coders, human).any(super::Values::any_variable)
}

/// A place or a gap for each coder.
fn values(unit: &Unit, coders: &[Coder], rated: Rated, convention: Convention) -> Vec<Option<usize>> {
    // What no human found is no item of the humans: it is a model's alone, and says nothing about them.
    let found_by_human = any(unit, coders, true).next().is_some();
    let empty = convention.absent == Absent::None && rated != Rated::DateCertainty;
    (unit.marks.iter().zip(coders))
        .map(|(mark, coder)| match mark {
            Mark::Found(values) => rated.place(values.word(rated)),
            Mark::NotFound if empty && (found_by_human || !coder.is_human()) => Some(0),
            Mark::NotFound | Mark::NotCoded => None,
        })
        .collect()
}
