//! From a selection to its score: reads both sides and has them scored.

use sarf_shared::coding::{PersonMapState, Statements, as_one_family};
use sarf_shared::discussion::{DiscussionId, RunId, VersionId};
use sarf_shared::pdp::whole_rows;
use sarf_shared::scoring::f1::{Codings, DiscussionScore, Method, Overrides, Ruler, StatementCodings};
use sarf_shared::scoring::fair::PersonMap;

use super::select::{self, Selection, TruthIs};
use crate::codings::read;
use crate::records::{DISCUSSIONS, RUNS};
use crate::store::{Fault, View};

/// A score with what it was made of.
#[derive(Debug)]
pub struct Scored {
    /// Numbers of the subject's statements; positions in scores are positions in this list.
    pub numbers: Vec<u32>,
    /// Both sides.
    pub codings: Codings,
    /// The score, or why the discussion cannot be scored, in a sentence.
    pub score: Result<DiscussionScore, String>,
}

/// Scores a selection.
pub fn score(view: &impl View, selection: &Selection) -> Result<Scored, Fault> {
    let id = selection.discussion;
    let numbers = read::subject_statements(view, id)?;
    let scored = match selection.run {
        Some(run) => read::model_run(view, run)?,
        None => Statements::new(),
    };
    let (truth, kept) = truth(view, id, &selection.truth)?;
    let (scored, truth) = match selection.method {
        Method::Compat(_) if !is_imported(view, selection.run)? => (whole(scored), whole(truth)),
        _ => (scored, truth),
    };
    let overrides = match (selection.run, &selection.truth) {
        (Some(run), TruthIs::Version(..)) if selection.map_entries > 0 => {
            let entries = read::map_entries(view, id, &select::sides(run))?;
            PersonMapState::of(&entries, &read::people(&scored), &read::people(&truth)).used
        }
        _ => PersonMap::new(),
    };
    let statement = |number: &u32| StatementCodings {
        scored: scored.get(number).cloned(),
        truth: truth.get(number).filter(|_| kept.as_ref().is_none_or(|kept| kept.contains(number))).cloned(),
    };
    let codings = Codings {
        subject: selection.subject.clone(),
        date: selection.date,
        statements: numbers.iter().map(statement).collect(),
        overrides,
        ..Codings::default()
    };
    let ruler = Ruler::new(selection.method).with_overrides(Overrides::of([(id.0, &codings.overrides)]));
    let score = DiscussionScore::new(&codings, &ruler).map_err(|error| error.to_string());
    Ok(Scored { numbers, codings, score })
}

/// Whether a run came with a file: its rows are then scored as they were published.
fn is_imported(view: &impl View, run: Option<RunId>) -> Result<bool, Fault> {
    let Some(run) = run else { return Ok(false) };
    Ok(view.get(&RUNS, &run.0)?.is_some_and(|run| run.job.is_none()))
}

/// The published method takes a repeated id as a replacement, and codings kept here name what changes.
fn whole(statements: Statements) -> Statements {
    let rows = whole_rows(statements.values());
    statements.into_keys().zip(rows).collect()
}

/// The truth's statements, and which of them count; all, if nothing is said.
fn truth(view: &impl View, id: DiscussionId, truth: &TruthIs) -> Result<(Statements, Option<Vec<u32>>), Fault> {
    match truth {
        TruthIs::Nothing => Ok((Statements::new(), None)),
        TruthIs::Version(version, kept) => Ok((version_deltas(view, *version)?, Some(kept.clone()))),
        TruthIs::Constructed => {
            let reference = match view.get(&DISCUSSIONS, &id.0)? {
                Some(discussion) => read::reference(view, &discussion)?,
                None => None,
            };
            Ok((reference.map(|side| side.deltas).unwrap_or_default(), None))
        }
    }
}

fn version_deltas(view: &impl View, version: VersionId) -> Result<Statements, Fault> {
    Ok(as_one_family(&read::ground_truth(view, version)?))
}
