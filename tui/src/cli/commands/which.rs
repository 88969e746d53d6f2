//! Which discussions the flags of a list leave.

use std::collections::BTreeSet;

use sarf_shared::coding::Provenance;
use sarf_shared::discussion::DiscussionId;
use sarf_shared::rpc::{DiscussionFilter, DiscussionRow, OriginFilter, ProvenanceCounts};

use super::{list, pages};
use crate::cli::args::which::WhichArgs;
use crate::cli::exit::Failure;
use crate::client::Api;

/// The discussions that are left; all of them where nothing was asked for.
pub struct Which(Option<BTreeSet<DiscussionId>>);

impl Which {
    /// Whether a discussion is left.
    pub fn takes(&self, id: DiscussionId) -> bool {
        self.0.as_ref().is_none_or(|left| left.contains(&id))
    }
}

/// The discussions that the flags leave.
pub async fn chosen(api: &Api, which: &WhichArgs) -> Result<Which, Failure> {
    if which.is_all() {
        return Ok(Which(None));
    }
    let mut rows = list::all(api, &DiscussionFilter::default()).await?;
    let origin = which.origin();
    rows.retain(|row| origin.is_none_or(|wanted| is_from(row, wanted)));
    if let Some(wanted) = which.persona_trait {
        let personas = pages::all(500, |page| api.personas(page)).await?;
        let has = |traits: &[String]| traits.iter().any(|one| one == wanted.as_str());
        let fitting: BTreeSet<_> = personas.iter().filter(|row| has(&row.traits)).map(|row| row.id).collect();
        rows.retain(|row| row.persona.is_some_and(|persona| fitting.contains(&persona)));
    }
    Ok(Which(Some(rows.into_iter().map(|row| row.id).collect())))
}

fn is_from(row: &DiscussionRow, wanted: OriginFilter) -> bool {
    match wanted {
        OriginFilter::Synthetic => row.synthetic,
        OriginFilter::Real => !row.synthetic,
        OriginFilter::Imported => row.imported,
    }
}

/// What is asked for one after another: each discussion that was named once, or all at once.
pub fn each(named: &[DiscussionId]) -> Vec<Option<DiscussionId>> {
    let ids: BTreeSet<DiscussionId> = named.iter().copied().collect();
    if ids.is_empty() { vec![None] } else { ids.into_iter().map(Some).collect() }
}

/// Whether something is of one of these provenances, or none was asked for.
pub fn has(counts: &ProvenanceCounts, wanted: &[Provenance]) -> bool {
    wanted.is_empty() || wanted.iter().any(|provenance| counts.of(*provenance) > 0)
}
