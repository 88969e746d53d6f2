//! Makes a discussion of a transcript: one change, evaluated at once, extraction queued.

use sarf_shared::dialogue::{Speaker, Turn};
use sarf_shared::discussion::transcript::Transcript;
use sarf_shared::discussion::{Actor, Discussion, DiscussionId, Origin, Statement, Status, Transition};
use sarf_shared::rpc::{Accepted, ImportOptions};

use super::consent;
use super::{evaluate, extract};
use crate::config::Config;
use crate::jobs::Refusal;
use crate::jobs::change::{self, save_discussion};
use crate::models::plan::Plan;
use crate::records::STATEMENTS;
use crate::store::Tx;

/// Stores the transcript as a discussion and, unless asked not to, queues its extraction.
pub fn accept(
    tx: &mut Tx,
    transcript: Transcript,
    options: &ImportOptions,
    plan: &Plan,
    config: &Config,
    actor: Actor,
) -> Result<Accepted, Refusal> {
    let now = change::now(tx);
    let id = DiscussionId(tx.next_id("discussion")?);
    let synthetic = transcript.synthetic || options.synthetic;
    let turns: Vec<Turn<'_>> =
        transcript.turns.iter().map(|(speaker, text)| Turn { speaker: *speaker, text }).collect();
    let subjects = turns.iter().filter(|turn| turn.speaker == Speaker::Subject).count();
    let subjects = u32::try_from(subjects).unwrap_or(u32::MAX);
    let mut discussion = Discussion {
        id,
        title: transcript.title.clone().unwrap_or_else(|| options.file.clone()),
        origin: Origin::Imported { synthetic, file: options.file.clone() },
        persona: None,
        subject: transcript.subject.clone(),
        coach: transcript.coach.clone(),
        date: transcript.date,
        seed: None,
        planned: subjects,
        status: Status::PendingExtraction,
        history: vec![Transition { at: now, actor, to: Status::PendingExtraction, reason: "imported".to_owned() }],
        statements: u32::try_from(turns.len()).unwrap_or(u32::MAX),
        subject_statements: subjects,
        standing_run: None,
        revealed_unknown: true,
        self_reported: false,
        consents: Vec::new(),
        created: now,
        creator: actor,
    };
    if let Some(provider) = &options.allow_remote {
        consent::allow(&mut discussion, provider.clone(), actor, now, config)?;
    }
    for (number, turn) in (1u32..).zip(&turns) {
        let said = Statement {
            number,
            speaker: turn.speaker,
            text: turn.text.to_owned(),
            at: now,
            revealed: Vec::new(),
            fallback: false,
        };
        tx.put(&STATEMENTS, &(id.0, number), &said)?;
    }
    evaluate::store(tx, id, &evaluate::of_import(&turns, synthetic))?;
    save_discussion(tx, &discussion)?;
    if options.extract {
        let (plan, note) = consent::keep_at_home(&discussion, plan, config);
        return extract::accept(tx, &mut discussion, &plan, note, actor);
    }
    Ok(Accepted { discussion: Some(id), persona: None, job: None, notes: Vec::new() })
}
