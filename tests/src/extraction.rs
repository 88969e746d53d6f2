//! Runs the offline extractor over a whole discussion as the daemon does, without daemon or store, and compares what it
//! understood with the reference coding.

use anyhow::{Context, Result, bail};
use chrono::NaiveDate;
use futures::executor::block_on;
use std::sync::Arc;

use sarf_daemon::models::offline::{Offline, talk};
use sarf_daemon::models::{CallContext, ExtractPrompt, Extractor, Silent};
use sarf_shared::dialogue::{Speaker, Turn};
use sarf_shared::discussion::{FactId, FamilyFacts, reference};
use sarf_shared::family::{Family, ItemId, Person};
use sarf_shared::pdp::{Deltas, Extraction, Pdp, Progress, check_evidence};
use sarf_shared::scoring::compat::{CompatSettings, SetScore, score_sets};

use crate::written::{self, Written};

/// What came of extracting a discussion.
#[derive(Debug, Default)]
pub struct Extracted {
    /// The pool at the end.
    pub pdp: Pdp,
    /// Repairs that were needed.
    pub repairs: usize,
    /// Calls beyond the first of a statement.
    pub retries: usize,
    /// Words of evidence that did not occur in their statement.
    pub dropped_evidence: usize,
    /// Items without evidence.
    pub without_evidence: usize,
}

/// The committed family a discussion begins with: subject and coach.
pub fn beginning(name: &str) -> Family {
    let person = |id, name: &str| Person { name: Some(name.to_owned()), ..Person::new(id) };
    // Marked, as the daemon marks it: a relative whose name is only like the subject's is somebody else.
    let subject = Person { primary: true, ..person(ItemId::SUBJECT, name) };
    Family { people: vec![subject, person(ItemId::COACH, "Coach")], ..Family::default() }
}

/// Extracts a discussion, statement by statement.
pub fn extract(name: &str, date: Option<NaiveDate>, turns: &[(Speaker, String, Vec<FactId>)]) -> Result<Extracted> {
    let family = beginning(name);
    let talk: Vec<Turn<'_>> = turns.iter().map(|(speaker, text, _)| Turn { speaker: *speaker, text }).collect();
    let context = CallContext { seed: 0, live: Arc::new(Silent) };
    let mut done = Extracted::default();
    let offline = Offline::default();
    for at in (0..talk.len()).filter(|at| talk.get(*at).is_some_and(|turn| turn.speaker == Speaker::Subject)) {
        let so_far = talk.get(..=at).unwrap_or_default();
        let mut extraction = Extraction::default();
        let mut errors: Vec<String> = Vec::new();
        loop {
            let prompt = ExtractPrompt {
                family: &family,
                pdp: &done.pdp,
                talk: so_far,
                subject_name: Some(name),
                date,
                errors: &errors,
                previous: extraction.replies.last(),
            };
            let mut reply = block_on(offline.propose(&prompt, &context)).context("the offline extractor failed")?.value;
            done.dropped_evidence += check_evidence(&mut reply, turns.get(at).map_or("", |t| t.1.as_str())).len();
            done.without_evidence += reply.people.iter().filter(|p| p.evidence.is_empty()).count()
                + reply.events.iter().filter(|e| e.evidence.is_empty()).count()
                + reply.pair_bonds.iter().filter(|b| b.evidence.is_empty()).count();
            extraction.replies.push(reply);
            match extraction.progress(Some(&family), &done.pdp) {
                Progress::Accepted { pdp, repairs, .. } => {
                    done.pdp = pdp;
                    done.repairs += repairs.len();
                    break;
                }
                Progress::Ask { attempts } => {
                    done.retries += 1;
                    let last = attempts.last().map(|a| a.errors.clone()).unwrap_or_default();
                    errors = last.iter().map(|e| format!("{e:?}")).collect();
                }
                Progress::Failed { errors, .. } => bail!("statement {} could not be extracted: {errors:?}", at + 1),
            }
        }
    }
    Ok(done)
}

/// A discussion with all that is needed to score its extraction.
pub struct Case {
    /// What it is called in a report.
    pub label: String,
    /// Facts, turns and what they reveal.
    pub written: Written,
}

/// The offline discussion of a seed: a persona and twenty turns of it.
pub fn of_seed(seed: u64) -> Case {
    let (persona, said) = talk(seed, 20);
    let turns = said.into_iter().map(|one| (one.speaker, one.text, one.revealed)).collect();
    let (name, date) = (persona.name.clone(), Some(persona.as_of));
    Case { label: format!("seed {seed}"), written: Written { name, date, facts: persona.family, turns } }
}

/// The discussion of a file.
pub fn of_file(path: &std::path::Path) -> Result<Case> {
    Ok(Case { label: path.display().to_string(), written: written::read(path)? })
}

/// The reference coding of a whole discussion.
pub fn reference_of(facts: &FamilyFacts, turns: &[(Speaker, String, Vec<FactId>)]) -> Deltas {
    let revealed: Vec<FactId> = turns.iter().flat_map(|(_, _, facts)| facts.iter().cloned()).collect();
    let texts: Vec<&str> = turns.iter().map(|(_, text, _)| text.as_str()).collect();
    reference::coding(facts, &revealed, &texts)
}

/// The final sets of a discussion and their score.
pub struct Scored {
    /// What was extracted. The client, who is known beforehand, is no extracted person and is left out on both sides.
    pub found: Deltas,
    /// What was revealed.
    pub truth: Deltas,
    /// The comparison.
    pub score: SetScore,
    /// How the extraction went.
    pub extracted: Extracted,
}

/// Extracts and scores a discussion.
pub fn score(case: &Case) -> Result<Scored> {
    let Written { name, date, facts, turns } = &case.written;
    let extracted = extract(name, *date, turns)?;
    let pdp = &extracted.pdp;
    let found = reference::scored(Deltas {
        people: pdp.people.clone(),
        events: pdp.events.clone(),
        pair_bonds: pdp.pair_bonds.clone(),
        delete: Vec::new(),
    });
    let truth = reference::scored(reference_of(facts, turns));
    let score = score_sets(&found, &truth, &CompatSettings::for_discussion(*date))?;
    Ok(Scored { found, truth, score, extracted })
}
