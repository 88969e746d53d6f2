//! What codings there are, read from one view of the store: model runs, coders, ground truth, constructed references, and
//! who is who between two sides. Plain shared types; nothing is scored or changed here.

use std::collections::BTreeMap;

use sarf_shared::coding::{
    self, CodedStatement, Coder, CoderName, CoderSide, GroundTruth, MapEntry, MapScored, MapSides, MapTarget, People,
    PersonMapState, ReferenceSide, Statements, TruthSide, as_one_family,
};
use sarf_shared::dialogue::Speaker;
use sarf_shared::discussion::{Discussion, DiscussionId, RunId, VersionId};
use sarf_shared::family::ItemId;
use sarf_shared::pdp;

use crate::records::{
    CODERS, CODINGS, DISCUSSION_VERSIONS, HUMAN_CODINGS, MAP_ENTRIES, STATEMENTS, VERSION_STATEMENTS, VERSIONS,
};
use crate::store::{Fault, Span, View};
use crate::work::reference::{self, Told};

/// Numbers of the subject's statements, in order: what can be coded at all.
pub fn subject_statements(view: &impl View, discussion: DiscussionId) -> Result<Vec<u32>, Fault> {
    let all = view.scan_prefix(&STATEMENTS, &discussion.0)?;
    Ok(all.into_iter().filter(|(_, said)| said.speaker == Speaker::Subject).map(|((_, number), _)| number).collect())
}

/// (a) What a run made of each statement it coded.
pub fn model_run(view: &impl View, run: RunId) -> Result<Statements, Fault> {
    let coded = view.scan_prefix(&CODINGS, &run.0)?;
    Ok(coded.into_iter().map(|((_, number), coding)| (number, coding.deltas)).collect())
}

/// (b) Every coder of a discussion with what counts of their codings now, in the order of their keys.
pub fn coders(view: &impl View, discussion: DiscussionId) -> Result<Vec<CoderSide>, Fault> {
    let known = view.scan_prefix(&CODERS, &discussion.0)?;
    known.into_iter().map(|(_, coder)| coder_side(view, discussion, coder)).collect()
}

/// One coder's codings as they count now.
pub fn coder_side(view: &impl View, discussion: DiscussionId, coder: Coder) -> Result<CoderSide, Fault> {
    let mut statements = BTreeMap::new();
    for ((.., number, revision), coding) in view.scan_prefix(&HUMAN_CODINGS, &(discussion.0, coder.key()))? {
        // Revisions come in order; the last one stays.
        let coded = CodedStatement { revision, provenance: coding.provenance, deltas: coding.deltas };
        statements.insert(number, coded);
    }
    Ok(CoderSide { coder, statements })
}

/// The coders of a discussion whom a person means by a name; more than one if an account and an external coder share it.
pub fn coders_called(view: &impl View, discussion: DiscussionId, name: &CoderName) -> Result<Vec<Coder>, Fault> {
    let known = view.scan_prefix(&CODERS, &discussion.0)?;
    Ok(known.into_iter().map(|(_, coder)| coder).filter(|coder| coder.name() == name).collect())
}

/// The newest version of a discussion's ground truth.
pub fn newest_version(view: &impl View, discussion: DiscussionId) -> Result<Option<VersionId>, Fault> {
    Ok(view.last(&DISCUSSION_VERSIONS, Span::of(&discussion.0))?.map(|((_, version), ())| VersionId(version)))
}

/// The version that was the truth of a discussion when `as_of` was made, or the newest.
pub fn version_as_of(
    view: &impl View,
    discussion: DiscussionId,
    as_of: Option<VersionId>,
) -> Result<Option<VersionId>, Fault> {
    let all = view.scan_prefix(&DISCUSSION_VERSIONS, &discussion.0)?;
    let mut newest_first = all.into_iter().rev().map(|((_, version), ())| VersionId(version));
    Ok(newest_first.find(|version| as_of.is_none_or(|limit| *version <= limit)))
}

/// The approved statements of a version, with their deltas as the coders have them.
pub fn ground_truth(view: &impl View, version: VersionId) -> Result<GroundTruth, Fault> {
    let all = view.scan_prefix(&VERSION_STATEMENTS, &version.0)?;
    Ok(all.into_iter().map(|((_, number), approved)| (number, approved)).collect())
}

/// (c) A version as a side; `None` if there is no such version.
pub fn truth(view: &impl View, version: VersionId) -> Result<Option<TruthSide>, Fault> {
    let Some(record) = view.get(&VERSIONS, &version.0)? else { return Ok(None) };
    let deltas = as_one_family(&ground_truth(view, version)?);
    Ok(Some(TruthSide { version: record, deltas }))
}

/// Whether there is a constructed reference coding.
pub fn has_reference(view: &impl View, discussion: &Discussion) -> Result<bool, Fault> {
    reference::is_told(view, discussion)
}

/// (d) The constructed reference coding by statement, for a generated discussion whose client said what it reveals.
pub fn reference(view: &impl View, discussion: &Discussion) -> Result<Option<ReferenceSide>, Fault> {
    let told = reference::told(view, discussion)?;
    Ok(told.map(|Told { family, said, provenance }| ReferenceSide {
        provenance,
        deltas: coding::by_statement(&family, &said),
    }))
}

/// The entries of one person map, oldest first.
pub fn map_entries(view: &impl View, discussion: DiscussionId, sides: &MapSides) -> Result<Vec<MapEntry>, Fault> {
    let all = view.scan_prefix(&MAP_ENTRIES, &(discussion.0, sides.key()))?;
    Ok(all.into_iter().map(|(_, entry)| entry).collect())
}

/// (e) Who is who between two sides as a person said: what a matcher must obey, and what is outdated.
pub fn person_map(view: &impl View, discussion: DiscussionId, sides: &MapSides) -> Result<PersonMapState, Fault> {
    let entries = map_entries(view, discussion, sides)?;
    if entries.is_empty() {
        return Ok(PersonMapState::default());
    }
    let (scored, truth) = people_of(view, discussion, sides)?;
    Ok(PersonMapState::of(&entries, &scored, &truth))
}

/// The people of both sides as they are now.
pub fn people_of(view: &impl View, discussion: DiscussionId, sides: &MapSides) -> Result<(People, People), Fault> {
    let of_coder = |name: &CoderName| -> Result<People, Fault> {
        let mut called = coders_called(view, discussion, name)?;
        match called.pop() {
            Some(coder) => Ok(people(&coder_side(view, discussion, coder)?.deltas())),
            None => Ok(People::new()),
        }
    };
    let scored = match &sides.scored {
        MapScored::Run(run) => people(&model_run(view, *run)?),
        MapScored::Coder(name) => of_coder(name)?,
    };
    let truth = match &sides.truth {
        MapTarget::Truth => match newest_version(view, discussion)? {
            Some(version) => people(&as_one_family(&ground_truth(view, version)?)),
            None => People::new(),
        },
        MapTarget::Coder(name) => of_coder(name)?,
    };
    Ok((scored, truth))
}

/// The people of a side after its last statement, by name; the subject and the coach are nobody's to map.
pub fn people(statements: &Statements) -> People {
    let pool = pdp::replay(statements.values(), statements.len());
    let people = pool.people.into_iter().filter(|person| person.id != ItemId::SUBJECT && person.id != ItemId::COACH);
    let name = |first: Option<String>, last: Option<String>| {
        first.into_iter().chain(last).map(|part| part.trim().to_owned()).collect::<Vec<_>>().join(" ")
    };
    people.map(|person| (person.id, name(person.name, person.last_name))).collect()
}
