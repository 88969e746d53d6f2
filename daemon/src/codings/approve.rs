//! Approval: a coder's codings become the next version of ground truth, in one change.

use sarf_shared::coding::{self, Chosen, Coder, CoderName, CoderSide, GroundTruth, GroundTruthVersion, Problem};
use sarf_shared::discussion::{Actor, Discussion, DiscussionId, VersionId};
use sarf_shared::rpc::{ApiError, Approval, ApproveRequest};

use super::read;
use super::summary::{refresh, version_row};
use crate::jobs::Refusal;
use crate::jobs::change;
use crate::records::{DISCUSSION_VERSIONS, VERSION_STATEMENTS, VERSIONS};
use crate::store::{Tx, View};

/// Makes everything a coder has coded of a discussion the truth of those statements.
pub fn approve(tx: &mut Tx, asked: &ApproveRequest, actor: Actor) -> Result<Approval, Refusal> {
    let discussion = change::discussion(tx, asked.discussion)?;
    let coder = the_coder(tx, asked.discussion, &asked.coder)?;
    let side = read::coder_side(tx, asked.discussion, coder)?;
    let chosen: Chosen<'_> = side.statements.iter().map(|(number, coded)| (*number, (&side.coder, coded))).collect();
    store(tx, &discussion, &chosen, asked.afresh, actor).map_err(|failed| match failed {
        Failed::Problems(problems) => Refusal::Api(ApiError::Invalid { problems: listed(&side, &problems) }),
        Failed::Other(refusal) => refusal,
    })
}

/// Why nothing was approved.
pub enum Failed {
    /// The codings are not fit to be ground truth; every problem.
    Problems(Vec<Problem>),
    /// Something else.
    Other(Refusal),
}

impl<E: Into<Refusal>> From<E> for Failed {
    fn from(error: E) -> Self {
        Failed::Other(error.into())
    }
}

/// Stores the version that follows from `chosen`; the newest one, if it says just that already.
pub fn store(
    tx: &mut Tx,
    discussion: &Discussion,
    chosen: &Chosen<'_>,
    afresh: bool,
    actor: Actor,
) -> Result<Approval, Failed> {
    let id = discussion.id;
    let newest = read::newest_version(tx, id)?;
    let before = match newest {
        Some(version) => Some(read::ground_truth(tx, version)?),
        None => None,
    };
    let carried = before.as_ref().filter(|_| !afresh);
    let truth = coding::approve(id, carried, chosen).map_err(Failed::Problems)?;
    let notes = notes(&truth);
    if let (Some(version), Some(before)) = (newest, &before)
        && *before == truth
        && let Some(known) = tx.get(&VERSIONS, &version.0)?
    {
        let version = version_row(&known, newest, discussion.subject_statements);
        return Ok(Approval { version, new: false, notes });
    }
    let version = GroundTruthVersion {
        id: VersionId(tx.next_id("version")?),
        discussion: id,
        after: newest.filter(|_| carried.is_some()),
        approved_by: actor,
        at: change::now(tx),
        sources: truth.iter().map(|(number, approved)| (*number, approved.source.clone())).collect(),
    };
    tx.put(&VERSIONS, &version.id.0, &version)?;
    tx.put(&DISCUSSION_VERSIONS, &(id.0, version.id.0), &())?;
    for (number, approved) in &truth {
        tx.put(&VERSION_STATEMENTS, &(version.id.0, *number), approved)?;
    }
    refresh(tx, discussion)?;
    let row = version_row(&version, Some(version.id), discussion.subject_statements);
    Ok(Approval { version: row, new: true, notes })
}

/// What a person should know of a truth with several sources: nobody decides for them who is whom.
fn notes(truth: &GroundTruth) -> Vec<String> {
    let mut coders: Vec<&Coder> = truth.values().map(|approved| &approved.source.coder).collect();
    coders.sort();
    coders.dedup();
    if coders.len() < 2 {
        return Vec::new();
    }
    let names: Vec<String> = coders
        .iter()
        .map(|coder| {
            let count = truth.values().filter(|approved| approved.source.coder == **coder).count();
            format!("{coder} ({count})")
        })
        .collect();
    vec![format!(
        "This truth has statements of several coders: {}. Somebody whom two of them coded is two people in it. To have \
         one coder's statements only, approve with --afresh.",
        names.join(", ")
    )]
}

fn listed(side: &CoderSide, problems: &[Problem]) -> Vec<String> {
    let mut lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let carried = problems.iter().any(|problem| problem.what.contains("carried over"));
    lines.push(format!(
        "Nothing was approved. Correct the coding of {} and import it again{}.",
        side.coder,
        if carried { ", or approve with --afresh, which carries nothing over" } else { "" }
    ));
    lines
}

/// The one coder of a discussion who has this name.
pub fn the_coder(view: &impl View, discussion: DiscussionId, name: &CoderName) -> Result<Coder, Refusal> {
    let mut called = read::coders_called(view, discussion, name)?;
    if called.len() > 1 {
        let why = format!("two coders of discussion {discussion} are called {name}: an account and an imported one");
        return Err(ApiError::Conflict { why }.into());
    }
    called.pop().ok_or_else(|| {
        let list = format!("sarf coding list {discussion}");
        ApiError::NotFound { what: "coder".into(), id: format!("{name} of discussion {discussion}"), list }.into()
    })
}
