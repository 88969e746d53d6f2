//! The values that coders gave to units, for one variable: a row for each unit, a gap where a coder says nothing.

use std::collections::BTreeMap;

use super::unit::{Mark, Unit, UnitId, Units};
use super::{Absent, Coder, Convention, Counted, Crossed, Rated, Resampled, Sums};
use crate::family::{EventKind, RelationshipKind};

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
        let mut table = RatingTable { rated, counted, coders: units.coders.clone(), rows: Vec::new() };
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
    pub fn rows_of<'t>(&'t self, coders: &'t [usize]) -> impl Iterator<Item = &'t Rating> {
        self.rows.iter().filter(move |row| self.counts(row, coders))
    }

    /// Whether any of the coders gave a value other than "none".
    pub fn is_coded(&self, coders: &[usize]) -> bool {
        self.rows_of(coders)
            .any(|row| coders.iter().any(|coder| row.values.get(*coder).copied().flatten().is_some_and(|at| at > 0)))
    }

    /// The places of the humans among the coders.
    pub fn humans(&self) -> Vec<usize> {
        self.coders.iter().enumerate().filter(|(_, coder)| coder.is_human()).map(|(at, _)| at).collect()
    }

    /// The places of the models.
    pub fn models(&self) -> Vec<usize> {
        self.coders.iter().enumerate().filter(|(_, coder)| !coder.is_human()).map(|(at, _)| at).collect()
    }

    /// One relationship kind against everything else, "none" included.
    pub fn one_against_rest(&self, kind: RelationshipKind) -> Self {
        let place = self.rated.place(kind.as_str());
        let recode = |row: &Rating| Rating {
            unit: row.unit.clone(),
            values: row.values.iter().map(|value| value.map(|at| usize::from(Some(at) == place))).collect(),
        };
        RatingTable { rows: self.rows.iter().map(recode).collect(), counted: Counted::All, ..self.clone() }
    }

    /// The sums of some of the coders, by cluster.
    pub fn sums(&self, coders: &[usize], clusters: &Clusters) -> Vec<Sums> {
        let mut sums = vec![Sums::default(); clusters.len()];
        let width = self.rated.values().len();
        for row in self.rows_of(coders) {
            let mut unit = vec![0; width];
            for at in coders.iter().filter_map(|coder| row.values.get(*coder).copied().flatten()) {
                unit.get_mut(at).into_iter().for_each(|count: &mut usize| *count += 1);
            }
            clusters.of(&row.unit).and_then(|at| sums.get_mut(at)).into_iter().for_each(|sums| sums.add_unit(&unit));
        }
        sums
    }

    /// Two coders crossed, by cluster.
    pub fn crossed(&self, a: usize, b: usize, clusters: &Clusters) -> Vec<Crossed> {
        let mut crossed = vec![Crossed::new(self.rated.values().len()); clusters.len()];
        let pair = [a, b];
        for row in self.rows_of(&pair) {
            let value = |coder: usize| row.values.get(coder).copied().flatten();
            if let (Some(x), Some(y), Some(at)) = (value(a), value(b), clusters.of(&row.unit)) {
                crossed.get_mut(at).into_iter().for_each(|crossed| crossed.add_unit(x, y));
            }
        }
        crossed
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

/// What is drawn anew for intervals: discussions or statements, told from the units' names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clusters {
    of: Resampled,
    places: BTreeMap<String, usize>,
}

impl Clusters {
    /// Clusters by the names of their units' discussions or statements, as [`UnitId`] gives them.
    pub fn new<'n>(of: Resampled, names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut places = BTreeMap::new();
        for name in names {
            let next = places.len();
            places.entry(name.to_owned()).or_insert(next);
        }
        Clusters { of, places }
    }

    /// What is drawn.
    pub fn resampled(&self) -> Resampled {
        self.of
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The cluster of a unit.
    pub fn of(&self, unit: &UnitId) -> Option<usize> {
        let name = match self.of {
            Resampled::Discussions => unit.discussion(),
            Resampled::Statements => unit.statement(),
        };
        self.places.get(name).copied()
    }
}
