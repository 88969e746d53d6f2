//! Lays one coder's codings of a file on that coder's chains.

use std::collections::{BTreeMap, BTreeSet};

use sarf_shared::coding::file::{Content, FileCoding, MAX_CODING, NamedCoding, lay};
use sarf_shared::coding::{Coder, CoderName, Coding, Problem, Problems, Provenance, Statements, append, check_family};
use sarf_shared::discussion::{Actor, Discussion, DiscussionId};
use sarf_shared::rpc::{CodingImportOptions, LaidCount};

use super::read;
use crate::jobs::Refusal;
use crate::jobs::change;
use crate::records::{CODERS, HUMAN_CODINGS};
use crate::store::{Span, Tx, View};

/// What a file has of one coder and discussion, by statement.
#[derive(Default)]
pub struct OfCoder {
    statements: BTreeMap<u32, FileCoding>,
    /// Something of it, or of what came with it, could not be read.
    in_part: bool,
}

impl OfCoder {
    /// Adds a coding; a second one of the same statement is a problem, since neither is the later one.
    pub fn add(
        &mut self,
        id: DiscussionId,
        coder: &CoderName,
        one: FileCoding,
        unread: &Unread,
        problems: &mut Problems,
    ) {
        self.in_part |= unread.concerns(&one.place);
        if let Some(first) = self.statements.get(&one.statement) {
            let words =
                format!("{coder}'s coding of {id}/{} is in the file twice (also at {})", one.statement, first.place);
            problems.error(one.place, words);
        } else {
            self.statements.insert(one.statement, one);
        }
    }
}

/// The parts of a file of which something could not be read.
pub struct Unread(BTreeSet<String>);

impl Unread {
    /// By what was wrong when the file was read.
    pub fn of(errors: &[Problem]) -> Self {
        Unread(errors.iter().map(|problem| Unread::part(&problem.place).to_owned()).collect())
    }

    fn concerns(&self, place: &str) -> bool {
        self.0.contains(Unread::part(place))
    }

    /// `codings[0]` of the project's own form; the other forms are one part.
    fn part(place: &str) -> &str {
        let coding = place.strip_prefix("codings[").and_then(|rest| rest.find(']'));
        coding.and_then(|at| place.get(.."codings[".len() + at + 1)).unwrap_or_default()
    }
}

/// A coder of a file: a name, never an account.
pub fn external(name: &CoderName) -> Coder {
    Coder::External { name: name.clone() }
}

/// Stores what is new. Every problem of the coder's coding as a whole, stored statements included, is noted; the caller
/// drops the change then.
pub fn store(
    tx: &mut Tx,
    discussion: &Discussion,
    name: &CoderName,
    of_coder: OfCoder,
    options: &CodingImportOptions,
    actor: Actor,
    problems: &mut Problems,
) -> Result<LaidCount, Refusal> {
    let id = discussion.id;
    let coder = external(name);
    let stored = read::coder_side(tx, id, coder.clone())?.deltas();
    let deltas = match with_ids(&of_coder, &stored, discussion.subject.as_deref()) {
        Ok(deltas) => deltas,
        Err(found) => {
            problems.errors.extend(found);
            return Ok(LaidCount::default());
        }
    };
    let mut whole = stored;
    whole.extend(deltas.iter().map(|(number, deltas)| (*number, deltas.clone())));
    let words = |number: u32| format!("{id}/{number} ({name})");
    let place = |number: u32| of_coder.statements.get(&number).map_or_else(String::new, |one| one.place.clone());
    for problem in check_family(&whole, !of_coder.in_part, &|number| number.to_string()) {
        let number = problem.statement.as_deref().and_then(|number| number.parse().ok()).unwrap_or(0);
        problems.errors.push(Problem { place: place(number), statement: Some(words(number)), ..problem });
    }
    let mut count = LaidCount::default();
    for (number, deltas) in deltas {
        let Some(one) = of_coder.statements.get(&number) else { continue };
        let provenance = one.provenance.or(options.provenance).unwrap_or(Provenance::Blind);
        let coding = Coding {
            revision: 0,
            deltas,
            provenance,
            at: change::now(tx),
            stored_by: actor,
            file: options.file.clone(),
            kept: one.kept.clone(),
        };
        let bytes = serde_json::to_vec(&coding).map_or(usize::MAX, |text| text.len());
        if bytes > MAX_CODING {
            let words = format!("the coding has {bytes} bytes; one statement's may have {MAX_CODING} (100 KB)");
            problems.error(one.place.clone(), words);
            continue;
        }
        let chain = Span::of(&(id.0, coder.key(), number));
        let last = tx.last(&HUMAN_CODINGS, chain)?.map(|(_, coding)| coding);
        match append(last.as_ref(), coding) {
            None => count.unchanged += 1,
            Some(coding) => {
                *(if last.is_none() { &mut count.first } else { &mut count.revised }) += 1;
                tx.put(&HUMAN_CODINGS, &(id.0, coder.key(), number, coding.revision), &coding)?;
            }
        }
    }
    tx.put(&CODERS, &(id.0, coder.key()), &coder)?;
    Ok(count)
}

/// The codings with ids. A coder's coding comes with names or with ids, never both in one file.
fn with_ids(of_coder: &OfCoder, stored: &Statements, subject: Option<&str>) -> Result<Statements, Vec<Problem>> {
    let mut named: BTreeMap<u32, &NamedCoding> = BTreeMap::new();
    let mut deltas = Statements::new();
    for (number, one) in &of_coder.statements {
        match &one.content {
            Content::Deltas(read) => {
                deltas.insert(*number, read.clone());
            }
            Content::Named(read) => {
                named.insert(*number, read);
            }
        }
    }
    if !named.is_empty() {
        deltas.extend(lay(&named, stored, subject)?);
    }
    Ok(deltas)
}
