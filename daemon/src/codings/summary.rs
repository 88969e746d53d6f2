//! What rows show of codings, kept beside them and renewed in the same change.

use std::collections::BTreeMap;

use sarf_shared::coding::GroundTruthVersion;
use sarf_shared::discussion::{Discussion, VersionId};
use sarf_shared::rpc::{CodedSummary, Event, ProvenanceCounts, VersionRow};

use super::read;
use crate::jobs::Refusal;
use crate::jobs::change::announce;
use crate::records::{CODED, VERSIONS};
use crate::store::{Tx, View};

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Renews a discussion's summary and tells of the change: to lists, and to whoever scores.
pub fn refresh(tx: &mut Tx, discussion: &Discussion) -> Result<(), Refusal> {
    let id = discussion.id;
    let coders = read::coders(tx, id)?;
    let version = read::newest_version(tx, id)?;
    let approved = match version {
        Some(version) => tx.get(&VERSIONS, &version.0)?.map_or(0, |version| small(version.sources.len())),
        None => 0,
    };
    let summary = CodedSummary {
        statements: coders.iter().map(|side| small(side.statements.len())).max().unwrap_or(0),
        of: discussion.subject_statements,
        coders: small(coders.len()),
        approved,
        version,
    };
    tx.put(&CODED, &id.0, &summary)?;
    announce(tx, &Event::Codings { discussion: id })?;
    announce(tx, &Event::Discussion { id })?;
    Ok(())
}

/// A version in a list.
pub fn version_row(version: &GroundTruthVersion, newest: Option<VersionId>, of: u32) -> VersionRow {
    let mut provenance = ProvenanceCounts::default();
    let mut coders = BTreeMap::new();
    for source in version.sources.values() {
        provenance.add(source.provenance);
        *coders.entry(source.coder.name().clone()).or_insert(0) += 1;
    }
    VersionRow {
        id: version.id,
        discussion: version.discussion,
        after: version.after,
        newest: newest == Some(version.id),
        statements: small(version.sources.len()),
        of,
        provenance,
        coders,
        approved_by: version.approved_by,
        account: super::name_of(version.approved_by),
        at: version.at,
    }
}
