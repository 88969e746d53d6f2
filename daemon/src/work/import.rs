//! Makes a discussion of a transcript: one change, evaluated at once, extraction queued.

use sarf_shared::dialogue::{Evaluation, Speaker, Turn};
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

/// A transcript read and evaluated, ready to be stored. Made outside the change, because a long one takes seconds.
pub struct Prepared {
    transcript: Transcript,
    synthetic: bool,
    evaluation: Evaluation,
}

impl Prepared {
    /// Evaluates a transcript; `synthetic` wins over what the file says.
    pub fn new(transcript: Transcript, synthetic: bool) -> Self {
        let synthetic = transcript.synthetic || synthetic;
        let turns: Vec<Turn<'_>> =
            transcript.turns.iter().map(|(speaker, text)| Turn { speaker: *speaker, text }).collect();
        let evaluation = evaluate::of_import(&turns, synthetic);
        Prepared { transcript, synthetic, evaluation }
    }
}

/// Stores the transcript as a discussion and, unless asked not to, queues its extraction.
pub fn accept(
    tx: &mut Tx,
    prepared: Prepared,
    options: &ImportOptions,
    plan: &Plan,
    config: &Config,
    actor: Actor,
) -> Result<Accepted, Refusal> {
    let Prepared { transcript, synthetic, evaluation } = prepared;
    let now = change::now(tx);
    let id = DiscussionId(tx.next_id("discussion")?);
    let subjects = transcript.turns.iter().filter(|(speaker, _)| *speaker == Speaker::Subject).count();
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
        statements: u32::try_from(transcript.turns.len()).unwrap_or(u32::MAX),
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
    for (number, (speaker, text)) in (1u32..).zip(transcript.turns) {
        let said = Statement { number, speaker, text, at: now, revealed: Vec::new(), fallback: false };
        tx.put(&STATEMENTS, &(id.0, number), &said)?;
    }
    evaluate::store(tx, id, &evaluation)?;
    save_discussion(tx, &discussion)?;
    if options.extract {
        let (plan, note) = consent::keep_at_home(&discussion, plan, config);
        return extract::accept(tx, &mut discussion, &plan, note, actor);
    }
    Ok(Accepted { discussion: Some(id), persona: None, job: None, notes: Vec::new() })
}
