//! Whether coders code a variable in a statement at all: the coarsest figure of agreement, free of any matching.

use super::rating::{Apart, Rating};
use super::{Coder, CoderCodings, Counted, DiscussionCodings, Rated, RatingTable, Sample, UnitId, Values};

/// A table for each of the four variables: a row for each statement that two coders coded.
pub(super) fn presence(sample: &Sample, coders: &[Coder]) -> Vec<RatingTable> {
    let variables = Rated::ALL.iter().filter(|rated| rated.variable().is_some());
    let table = |rated: &Rated| RatingTable {
        rated: *rated,
        counted: Counted::All,
        apart: Apart::Presence,
        coders: coders.to_vec(),
        rows: sample.discussions.iter().flat_map(|discussion| rows(discussion, coders, *rated)).collect(),
    };
    variables.map(table).collect()
}

fn rows(discussion: &DiscussionCodings, coders: &[Coder], rated: Rated) -> Vec<Rating> {
    let of = |coder: &Coder| discussion.coders.iter().find(|codings| codings.coder == *coder);
    let codings: Vec<Option<&CoderCodings>> = coders.iter().map(of).collect();
    (discussion.statements.iter().enumerate())
        .map(|(at, statement)| Rating {
            unit: UnitId::new(&discussion.discussion, statement, 0),
            values: codings.iter().map(|codings| value(codings.as_ref()?, at, rated)).collect(),
        })
        .filter(|row| row.values.iter().flatten().count() >= 2)
        .collect()
}

/// The first value a coder gave in a statement, "none" where they coded it without; a gap where they did not code it.
fn value(codings: &CoderCodings, at: usize, rated: Rated) -> Option<usize> {
    let events = &codings.coding(at)?.deltas.events;
    events.iter().filter_map(|event| rated.place(Values::from(event).word(rated))).find(|place| *place > 0).or(Some(0))
}
