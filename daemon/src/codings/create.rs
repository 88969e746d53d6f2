//! Makes a discussion of one that came whole in a file of codings, with the model's coding as a finished run.

use sarf_shared::coding::file::{MAX_CODING, Talk};
use sarf_shared::coding::{Problems, committed_family};
use sarf_shared::dialogue::{Evaluation, Speaker};
use sarf_shared::discussion::transcript::MAX_STATEMENT;
use sarf_shared::discussion::{
    Actor, Discussion, DiscussionId, Origin, RunId, Statement, Status, Timestamp, Transition,
};
use sarf_shared::pdp::{self, Deltas};
use sarf_shared::rpc::EngineLabel;

use crate::jobs::Refusal;
use crate::jobs::change::{self, save_discussion, set_status};
use crate::records::{CODINGS, CodingRecord, DISCUSSION_RUNS, KEPT, RUNS, RunRecord, STATEMENTS};
use crate::store::Tx;
use crate::work::{evaluate, extract};

/// The provider of a coding that came with a file.
const IMPORTED: &str = "imported";

/// The longest object of a file that is kept beside what was understood of it.
const LONGEST_KEPT: usize = 1024 * 1024;

/// Stores the discussion; none if it cannot be one, which the problems say.
pub fn discussion(
    tx: &mut Tx,
    talk: &Talk,
    evaluation: Option<&Evaluation>,
    file: &str,
    actor: Actor,
    problems: &mut Problems,
) -> Result<Option<(Discussion, Option<RunId>)>, Refusal> {
    let before = problems.errors.len();
    let subjects = talk.statements.iter().filter(|said| said.speaker == Speaker::Subject).count();
    if subjects == 0 {
        problems.error("statements", "the client says nothing in it, so it is no discussion");
    }
    for said in &talk.statements {
        if said.text.len() > MAX_STATEMENT {
            let words =
                format!("the statement has {} bytes; a statement may have {MAX_STATEMENT} (64 KB)", said.text.len());
            problems.error(said.place.clone(), words);
        }
        if said.text.contains('\0') {
            problems.error(said.place.clone(), "the statement holds a NUL character, which no spoken words have");
        }
        let bytes = said.model.as_ref().and_then(|model| serde_json::to_vec(model).ok()).map_or(0, |text| text.len());
        if bytes > MAX_CODING {
            let words = format!("the model's coding has {bytes} bytes; one statement's may have {MAX_CODING} (100 KB)");
            problems.error(said.place.clone(), words);
        }
    }
    if problems.errors.len() > before {
        return Ok(None);
    }
    let now = change::now(tx);
    let id = DiscussionId(tx.next_id("discussion")?);
    let subjects = u32::try_from(subjects).unwrap_or(u32::MAX);
    let mut discussion = Discussion {
        id,
        title: talk.title.clone().unwrap_or_else(|| file.to_owned()),
        origin: Origin::Imported { synthetic: talk.synthetic, file: file.to_owned() },
        persona: None,
        subject: talk.subject.clone(),
        coach: talk.coach.clone(),
        date: talk.date,
        seed: None,
        planned: subjects,
        status: Status::PendingExtraction,
        history: vec![Transition {
            at: now,
            actor,
            to: Status::PendingExtraction,
            reason: "imported with codings".to_owned(),
        }],
        statements: u32::try_from(talk.statements.len()).unwrap_or(u32::MAX),
        subject_statements: subjects,
        standing_run: None,
        revealed_unknown: true,
        self_reported: false,
        consents: Vec::new(),
        created: now,
        creator: actor,
    };
    for (number, said) in (1u32..).zip(&talk.statements) {
        let (speaker, text) = (said.speaker, said.text.clone());
        let statement = Statement { number, speaker, text, at: now, revealed: Vec::new(), fallback: false };
        tx.put(&STATEMENTS, &(id.0, number), &statement)?;
        keep(tx, id, number, &said.raw, &said.place, problems)?;
    }
    keep(tx, id, 0, &talk.raw, "the discussion", problems)?;
    if let Some(evaluation) = evaluation {
        evaluate::store(tx, id, evaluation)?;
    }
    let run = run(tx, &mut discussion, talk, file, actor, now)?;
    save_discussion(tx, &discussion)?;
    Ok(Some((discussion, run)))
}

/// Keeps what the file said, so that nothing of it is lost.
fn keep(
    tx: &mut Tx,
    id: DiscussionId,
    number: u32,
    raw: &serde_json::Value,
    place: &str,
    problems: &mut Problems,
) -> Result<(), Refusal> {
    if serde_json::to_vec(raw).map_or(usize::MAX, |text| text.len()) > LONGEST_KEPT {
        problems.warn(place, "it is too long to be kept as it stands in the file; what was understood of it is kept");
    } else {
        tx.put(&KEPT, &(id.0, number), raw)?;
    }
    Ok(())
}

/// The model's coding of the file as a finished run; none if the file has none.
fn run(
    tx: &mut Tx,
    discussion: &mut Discussion,
    talk: &Talk,
    file: &str,
    actor: Actor,
    now: Timestamp,
) -> Result<Option<RunId>, Refusal> {
    let subjects = || (1u32..).zip(&talk.statements).filter(|(_, said)| said.speaker == Speaker::Subject);
    if subjects().all(|(_, said)| said.model.is_none()) {
        return Ok(None);
    }
    let run = RunId(tx.next_id("run")?);
    let mut all: Vec<Deltas> = Vec::new();
    for (number, said) in subjects() {
        // A statement of which the model said nothing was coded as empty.
        let deltas = said.model.clone().unwrap_or_default();
        all.push(deltas.clone());
        let coding = CodingRecord { deltas, repairs: Vec::new(), calls: 0 };
        tx.put(&CODINGS, &(run.0, number), &coding)?;
    }
    let record = RunRecord {
        id: run,
        discussion: discussion.id,
        job: None,
        engine: EngineLabel {
            role: "extractor".to_owned(),
            provider: IMPORTED.to_owned(),
            model: file.to_owned(),
            prompt_hash: String::new(),
        },
        engine_note: Some("It came with the file; which model and prompt made it is not known here.".to_owned()),
        started: now,
        finished: Some(now),
        coded: u32::try_from(all.len()).unwrap_or(u32::MAX),
        repairs: 0,
    };
    tx.put(&RUNS, &run.0, &record)?;
    tx.put(&DISCUSSION_RUNS, &(discussion.id.0, run.0), &())?;
    set_status(discussion, Status::Extracting { standing: None }, now, actor, "its model coding is in the file")?;
    discussion.standing_run = Some(run);
    set_status(discussion, Status::ReadyForCoding, now, actor, "imported with its model coding")?;
    let pool = pdp::replay(&all, all.len());
    evaluate::add_intake(tx, discussion.id, &extract::whole(&committed_family(), &pool))?;
    Ok(Some(run))
}
