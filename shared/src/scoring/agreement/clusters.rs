//! What is drawn anew for intervals: discussions, or statements where there are too few of them.

use std::collections::BTreeMap;

use super::found::Found;
use super::{Comparison, Place, Resampled, Sample, UnitId};

/// With fewer discussions than this statements are drawn: two discussions can be drawn in three ways.
const LEAST_DISCUSSIONS: usize = 3;

/// Clusters, by the place of a statement and by the names of units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clusters {
    of: Resampled,
    by_name: BTreeMap<String, usize>,
    by_place: BTreeMap<Place, usize>,
}

impl Clusters {
    /// The clusters of some statements, each with the name of any unit of it. `None` draws discussions where there are
    /// enough of them.
    pub fn new(of: Option<Resampled>, statements: impl IntoIterator<Item = (Place, UnitId)>) -> Self {
        let statements: Vec<(Place, UnitId)> = statements.into_iter().collect();
        let of = of.unwrap_or_else(|| {
            let discussions: std::collections::BTreeSet<&str> =
                statements.iter().map(|(_, unit)| unit.discussion()).collect();
            if discussions.len() < LEAST_DISCUSSIONS { Resampled::Statements } else { Resampled::Discussions }
        });
        let mut clusters = Clusters { of, by_name: BTreeMap::new(), by_place: BTreeMap::new() };
        for (place, unit) in statements {
            let next = clusters.by_name.len();
            let at = *clusters.by_name.entry(clusters.name(&unit).to_owned()).or_insert(next);
            clusters.by_place.insert(place, at);
        }
        clusters
    }

    /// The clusters of the statements that two or more of the coders coded.
    pub(super) fn of_coders(
        of: Option<Resampled>,
        sample: &Sample,
        comparison: &Comparison,
        coders: impl Fn(usize) -> bool,
    ) -> Self {
        let shared = comparison.coded.iter().filter(|(_, by)| by.iter().filter(|coder| coders(**coder)).count() >= 2);
        Clusters::new(
            of,
            shared.filter_map(|(place, _)| {
                let discussion = sample.discussions.get(place.discussion)?;
                let statement = discussion.statements.get(place.statement)?;
                Some((*place, UnitId::new(&discussion.discussion, statement, 0)))
            }),
        )
    }

    /// The clusters of units alone, where nothing else is known of the sample.
    pub fn of_units<'u>(of: Option<Resampled>, units: impl IntoIterator<Item = &'u UnitId>) -> Self {
        let mut clusters =
            Clusters::new(of, units.into_iter().map(|unit| (Place { discussion: 0, statement: 0 }, unit.clone())));
        clusters.by_place.clear();
        clusters
    }

    fn name<'u>(&self, unit: &'u UnitId) -> &'u str {
        match self.of {
            Resampled::Discussions => unit.discussion(),
            Resampled::Statements => unit.statement(),
        }
    }

    /// What is drawn.
    pub fn resampled(&self) -> Resampled {
        self.of
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.by_name.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }

    /// The cluster of a unit.
    pub fn of(&self, unit: &UnitId) -> Option<usize> {
        self.by_name.get(self.name(unit)).copied()
    }

    /// Counts of statements, summed by cluster.
    pub(super) fn found<'f>(&self, found: impl IntoIterator<Item = (&'f Place, &'f Found)>) -> Vec<Vec<u32>> {
        let mut rows = vec![Found::default(); self.len()];
        for (place, found) in found {
            if let Some(row) = self.by_place.get(place).and_then(|at| rows.get_mut(*at)) {
                row.add(found);
            }
        }
        rows.into_iter().map(|row| row.row().to_vec()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clusters(discussions: usize) -> Clusters {
        let statements = (0..discussions * 2).map(|at| {
            let place = Place { discussion: at / 2, statement: at % 2 };
            (place, UnitId::new(&place.discussion.to_string(), &place.statement.to_string(), 1))
        });
        Clusters::new(None, statements)
    }

    #[test]
    fn statements_are_drawn_where_there_are_too_few_discussions() {
        assert_eq!((clusters(2).resampled(), clusters(2).len()), (Resampled::Statements, 4));
        assert_eq!((clusters(3).resampled(), clusters(3).len()), (Resampled::Discussions, 3));
        assert_eq!(clusters(3).of(&UnitId::new("2", "1", 7)), Some(2));
        assert_eq!(clusters(3).of(&UnitId::new("9", "1", 7)), None);
        assert!(clusters(0).is_empty());
    }
}
