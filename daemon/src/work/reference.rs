//! The reference coding of a generated discussion: what its client revealed, as one set, and how the standing run does
//! against it. Made when it is looked at; never stored, never shown to the extractor, never mixed with ground truth.

use sarf_shared::discussion::{Discussion, FactId, FamilyFacts, Statement, reference};
use sarf_shared::pdp::{self, Deltas};
use sarf_shared::rpc::{ReferenceProvenance, ReferenceScore, ReferenceView};
use sarf_shared::scoring::compat::{CompatSettings, score_sets};

use crate::records::{CODINGS, PERSONAS, STATEMENTS};
use crate::store::{Fault, View};

/// What a reference coding is made from.
pub struct Told {
    /// The client's family as facts.
    pub family: FamilyFacts,
    /// The statements, with the facts each revealed.
    pub said: Vec<Statement>,
    /// Who says that they did.
    pub provenance: ReferenceProvenance,
}

/// Whether a discussion's client said what it reveals.
pub fn is_told(view: &impl View, discussion: &Discussion) -> Result<bool, Fault> {
    let Some(persona) = discussion.persona else { return Ok(false) };
    Ok(!discussion.revealed_unknown && discussion.statements > 0 && view.contains(&PERSONAS, &persona.0)?)
}

/// What the client of a discussion told of its family, if it said what it reveals.
pub fn told(view: &impl View, discussion: &Discussion) -> Result<Option<Told>, Fault> {
    let Some(persona) = discussion.persona.filter(|_| !discussion.revealed_unknown && discussion.statements > 0) else {
        return Ok(None);
    };
    let Some(persona) = view.get(&PERSONAS, &persona.0)? else { return Ok(None) };
    let said = view.scan_prefix(&STATEMENTS, &discussion.id.0)?.into_iter().map(|(_, said)| said).collect();
    let provenance = if discussion.self_reported {
        ReferenceProvenance::ConstructedSelfReported
    } else {
        ReferenceProvenance::Constructed
    };
    Ok(Some(Told { family: persona.persona.family, said, provenance }))
}

/// The reference coding of a discussion, if its client said what it reveals.
pub fn view(view: &impl View, discussion: &Discussion) -> Result<Option<ReferenceView>, Fault> {
    let Some(Told { family, said, provenance }) = told(view, discussion)? else { return Ok(None) };
    let revealed: Vec<FactId> = said.iter().flat_map(|said| said.revealed.iter().cloned()).collect();
    let texts: Vec<&str> = said.iter().map(|said| said.text.as_str()).collect();
    let coding = reference::coding(&family, &revealed, &texts);
    let score = match discussion.standing_run {
        Some(run) => {
            let coded: Vec<Deltas> =
                view.scan_prefix(&CODINGS, &run.0)?.into_iter().map(|(_, coding)| coding.deltas).collect();
            let pool = pdp::replay(&coded, coded.len());
            let found =
                Deltas { people: pool.people, events: pool.events, pair_bonds: pool.pair_bonds, delete: Vec::new() };
            let settings = CompatSettings::for_discussion(discussion.date);
            score_sets(&reference::scored(found), &reference::scored(coding.clone()), &settings).ok().map(|score| {
                ReferenceScore {
                    people: score.people.counts(),
                    pair_bonds: score.pair_bonds.counts(),
                    events: score.events.counts(),
                    structural: score.structural,
                    shift: score.shift,
                }
            })
        }
        None => None,
    };
    let facts = family.people.len() + family.pair_bonds.len() + family.events.len() + family.shifts.len();
    Ok(Some(ReferenceView {
        provenance,
        revealed: u32::try_from(revealed.len()).unwrap_or(u32::MAX),
        facts: u32::try_from(facts).unwrap_or(u32::MAX),
        coding,
        score,
    }))
}
