//! One run against another: both scored against the same truth, then compared item by item.

use std::collections::BTreeMap;

use sarf_shared::discussion::{DiscussionId, VersionId};
use sarf_shared::family::sentence::Names;
use sarf_shared::rpc::{
    ApiError, ChangedItem, CompareRequest, CompareView, F1Stamp, Page, PageRequest, Resampling, ScoreFilter,
    ScoreLevel, ScoredChoice, TruthChoice,
};
use sarf_shared::scoring::f1::{Changed, CompareOptions, DiscussionScore, Figure, NotComparable, RunScores, compare};

use super::load;
use super::pairs::Set;
use super::scorer::{Held, Scorer};
use super::select::TruthIs;
use super::stamp;
use super::tables::{cut, no_truth, too_many};
use crate::jobs::Refusal;

/// A run over the discussions, scored.
struct Side {
    stamp: F1Stamp,
    /// Which statements of which truth, by discussion.
    truth: BTreeMap<DiscussionId, TruthIs>,
    scores: BTreeMap<DiscussionId, (DiscussionScore, Vec<u32>)>,
}

impl Scorer {
    /// Compares two runs. Blocks.
    pub fn f1_compare(&self, request: &CompareRequest, page: PageRequest) -> Result<CompareView, Refusal> {
        too_many(request.resampling)?;
        if request.filter.level == ScoreLevel::Statement {
            let problem = "runs are compared by whole discussions, not statement by statement; count discussions and compare again".to_owned();
            return Err(ApiError::Invalid { problems: vec![problem] }.into());
        }
        let mut held = self.hold();
        let [mut old, mut new] = [side(&mut held, request, &request.old)?, side(&mut held, request, &request.new)?];
        drop(held);
        // What only one of the runs has scored has no truth to differ in.
        old.truth.retain(|id, _| new.scores.contains_key(id));
        new.truth.retain(|id, _| old.scores.contains_key(id));
        let compared = {
            let old_run = RunScores {
                truth: &old.truth,
                discussions: old.scores.iter().map(|(id, (score, _))| (*id, score)).collect(),
            };
            let new_run = RunScores {
                truth: &new.truth,
                discussions: new.scores.iter().map(|(id, (score, _))| (*id, score)).collect(),
            };
            let Resampling { seed, replicates } = request.resampling;
            let options = CompareOptions { by: Figure::F1(request.by), seed, replicates };
            compare(&old_run, &new_run, &options)
        };
        let compared = compared.map_err(|error| refused(&error, request))?;
        let changed = |all: &[Changed<DiscussionId>]| {
            let page = cut(all.iter(), page, |one| item(one, &new));
            Page { items: page.items.into_iter().flatten().collect(), total: page.total }
        };
        Ok(CompareView {
            fixed: changed(&compared.fixed),
            broken: changed(&compared.broken),
            differences: compared.differences,
            mcnemar: compared.mcnemar,
            discussions: compared.discussions,
            left_out: compared.left_out,
            stamps: [old.stamp, new.stamp],
        })
    }
}

fn side(held: &mut Held<'_>, request: &CompareRequest, choice: &ScoredChoice) -> Result<Side, Refusal> {
    let filter = ScoreFilter { scored: choice.clone(), ..request.filter.clone() };
    let rows = held.rows(&filter)?;
    if rows.iter().all(|row| row.selection.truth == TruthIs::Nothing) {
        return Err(no_truth(&filter));
    }
    let stamp = held.table(&filter, |table| stamp::stamp(&filter, &table.rows, &table.system, request.resampling))?;
    let mut side = Side { stamp, truth: BTreeMap::new(), scores: BTreeMap::new() };
    for row in rows {
        let id = row.selection.discussion;
        // Not by way of the memory: a comparison looks once at more than it holds.
        let scored = load::score(&held.view, &row.selection)?;
        if let Ok(score) = scored.score {
            side.truth.insert(id, row.selection.truth);
            side.scores.insert(id, (score.without_statements(), scored.numbers));
        }
    }
    Ok(side)
}

fn refused(error: &NotComparable, request: &CompareRequest) -> Refusal {
    let pinned = matches!(request.filter.truth, TruthChoice::Human { as_of: Some(VersionId(_)), .. });
    let why = match error {
        NotComparable::NothingInCommon => format!(
            "no discussion has a score in both {} and {}; `sarf extract` codes discussions again, and `sarf f1 history` \
             shows which runs there are",
            request.old, request.new
        ),
        other if pinned => other.to_string(),
        other => format!("{other}; the truth as of one version is the same for both"),
    };
    ApiError::Conflict { why }.into()
}

/// A changed item as the truth tells it.
fn item(changed: &Changed<DiscussionId>, side: &Side) -> Option<ChangedItem> {
    let (score, numbers) = side.scores.get(&changed.discussion)?;
    let truth = &score.whole.as_ref().ok()?.truth;
    let names = Names::of_people(&truth.items.people);
    let truth = Set::of_family(truth, &names, numbers).item(changed.line, changed.id)?;
    Some(ChangedItem { discussion: changed.discussion, line: changed.line, truth })
}
