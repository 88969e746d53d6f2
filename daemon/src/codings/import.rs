//! Lays a file of codings on discussions: whole or not at all, in one change, with every problem listed.

use std::collections::{BTreeMap, BTreeSet};

use sarf_shared::coding::file::{CodingFile, FileCoding, Of, Talk};
use sarf_shared::coding::{Chosen, CoderName, Problem, Problems};
use sarf_shared::dialogue::{Evaluation, Turn};
use sarf_shared::discussion::{Actor, Discussion, DiscussionId};
use sarf_shared::rpc::{ApiError, CodingImportOptions, CodingsImported, CodingsLaid};

use super::approve::{self, Failed};
use super::create;
use super::find;
use super::lay::{self, OfCoder, Unread};
use super::read;
use super::summary::refresh;
use crate::jobs::Refusal;
use crate::records::DISCUSSIONS;
use crate::store::{Tx, View};
use crate::work::evaluate;

/// The coder of a file that does not say who coded.
const UNNAMED: &str = "ground-truth";

/// Problems told at most; a file with more is another kind of file.
const MOST: usize = 1000;

/// A file read, with what takes long done before the change.
pub struct Prepared {
    file: CodingFile,
    /// What was wrong with the file itself, told together with what is wrong where it is laid.
    problems: Problems,
    /// By part: the evaluation of a discussion that may have to be made.
    evaluations: Vec<Option<Evaluation>>,
}

impl Prepared {
    /// Reads a file. `account` says whose account of this machine a name is; a name of somebody else's is refused.
    pub fn read(
        bytes: &[u8],
        options: &CodingImportOptions,
        account: &dyn Fn(&CoderName) -> Account,
    ) -> Result<Self, ApiError> {
        let (file, mut problems) = sarf_shared::coding::file::read(bytes);
        let mut known: BTreeMap<&CoderName, Account> = BTreeMap::new();
        let codings = file.parts.iter().flat_map(|part| &part.codings);
        for (place, name) in codings.filter_map(|one| Some((&one.place, one.coder.as_ref()?))) {
            if !known.contains_key(name) {
                let whose = account(name);
                if let Some(words) = whose.refusal(name) {
                    problems.error(place.clone(), words);
                }
                known.insert(name, whose);
            }
        }
        if let Some(name) = &options.coder
            && let Some(words) = account(name).refusal(name)
        {
            problems.error("--coder", words);
        }
        if file.parts.is_empty() && !problems.errors.is_empty() {
            return Err(refused(&options.file, &problems.errors));
        }
        let evaluations = file.parts.iter().map(|part| match &part.of {
            Of::Talk(talk) => Some(evaluation(talk)),
            _ => None,
        });
        Ok(Prepared { evaluations: evaluations.collect(), file, problems })
    }
}

/// Whose account a coder's name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Account {
    /// Nobody's.
    None,
    /// The account of whoever imports.
    Own,
    /// Somebody else's.
    Other,
    /// It cannot be told.
    Unknown,
}

impl Account {
    fn refusal(self, name: &CoderName) -> Option<String> {
        match self {
            Account::None | Account::Own => None,
            Account::Other => Some(format!(
                "{name} is an account of this machine, and not yours: nobody's codings are made in their name. If the \
                 file means somebody else, give that coder another name in it"
            )),
            Account::Unknown => Some(format!(
                "whether {name} is an account of this machine cannot be looked up at the moment; try again"
            )),
        }
    }
}

fn evaluation(talk: &Talk) -> Evaluation {
    let turns: Vec<Turn<'_>> =
        talk.statements.iter().map(|said| Turn { speaker: said.speaker, text: &said.text }).collect();
    evaluate::of_import(&turns, talk.synthetic)
}

/// The refusal of a file with all its problems.
fn refused(file: &str, errors: &[Problem]) -> ApiError {
    let mut problems: Vec<String> = errors.iter().take(MOST).map(|problem| format!("{file}: {problem}")).collect();
    if errors.len() > MOST {
        problems.push(format!("{file}: and {} more", errors.len() - MOST));
    }
    problems.push(format!("Nothing of {file} was imported."));
    ApiError::Invalid { problems }
}

/// A discussion the file is laid on, with the codings for it.
struct Target {
    discussion: Discussion,
    created: bool,
    run: Option<sarf_shared::discussion::RunId>,
    codings: Vec<FileCoding>,
}

/// Does it, or says why not.
pub fn accept(
    tx: &mut Tx,
    prepared: Prepared,
    options: &CodingImportOptions,
    actor: Actor,
) -> Result<CodingsImported, Refusal> {
    let Prepared { file, mut problems, evaluations } = prepared;
    let unread = Unread::of(&problems.errors);
    let targets = targets(tx, file, evaluations, options, actor, &mut problems)?;
    let mut discussions = Vec::new();
    for target in targets {
        discussions.extend(lay_on(tx, target, &unread, options, actor, &mut problems)?);
    }
    if !problems.errors.is_empty() {
        return Err(refused(&options.file, &problems.errors).into());
    }
    if options.approve && discussions.iter().all(|laid: &CodingsLaid| laid.version.is_none()) {
        let words = "nothing in it is marked as approved; import it without --approve, then `sarf gt approve`";
        return Err(refused(&options.file, &[Problem::at("--approve", words)]).into());
    }
    let mut warnings: Vec<String> = problems.warnings.iter().take(MOST).map(ToString::to_string).collect();
    if problems.warnings.len() > MOST {
        warnings.push(format!("and {} more", problems.warnings.len() - MOST));
    }
    Ok(CodingsImported { discussions, warnings })
}

/// Finds or makes the discussion of each part; parts of one discussion come together.
fn targets(
    tx: &mut Tx,
    file: CodingFile,
    evaluations: Vec<Option<Evaluation>>,
    options: &CodingImportOptions,
    actor: Actor,
    problems: &mut Problems,
) -> Result<Vec<Target>, Refusal> {
    let named: BTreeSet<DiscussionId> = file
        .parts
        .iter()
        .filter_map(|part| match &part.of {
            Of::Id(id) => Some(*id),
            _ => None,
        })
        .collect();
    if options.discussion.is_some() && (named.len() > 1 || (named.is_empty() && file.parts.len() > 1)) {
        problems
            .error("--discussion", "the file has codings of several discussions; --discussion is for a file of one");
        return Ok(Vec::new());
    }
    let mut targets: Vec<Target> = Vec::new();
    for (part, evaluation) in file.parts.into_iter().zip(evaluations) {
        let found = match &part.of {
            Of::Id(id) => {
                let id = options.discussion.unwrap_or(*id);
                let found = tx.get(&DISCUSSIONS, &id.0)?;
                if found.is_none() {
                    problems.error(
                        part.place.clone(),
                        format!("there is no discussion {id}; `sarf list` shows what there is"),
                    );
                }
                found.map(|discussion| (discussion, false, None))
            }
            Of::Beginning(texts) => {
                let found = find::by_beginning(tx, &part.place, texts, options.discussion, problems)?;
                found.map(|discussion| (discussion, false, None))
            }
            Of::Talk(talk) => match find::by_talk(tx, &part.place, talk, options.discussion, problems)? {
                find::Found::Here(discussion) => {
                    if talk.statements.iter().any(|said| said.model.is_some()) {
                        let words = format!(
                            "discussion {} keeps its own runs; the model's coding of the file was left out",
                            discussion.id
                        );
                        problems.warn(part.place.clone(), words);
                    }
                    Some((*discussion, false, None))
                }
                find::Found::Nowhere => {
                    let made = create::discussion(tx, talk, evaluation.as_ref(), &options.file, actor, problems)?;
                    made.map(|(discussion, run)| (discussion, true, run))
                }
                find::Found::Wrong => None,
            },
        };
        let Some((discussion, created, run)) = found else { continue };
        match targets.iter_mut().find(|target| target.discussion.id == discussion.id) {
            Some(target) => target.codings.extend(part.codings),
            None => targets.push(Target { discussion, created, run, codings: part.codings }),
        }
    }
    Ok(targets)
}

/// Lays the codings for one discussion, and approves what is marked if asked.
fn lay_on(
    tx: &mut Tx,
    target: Target,
    unread: &Unread,
    options: &CodingImportOptions,
    actor: Actor,
    problems: &mut Problems,
) -> Result<Option<CodingsLaid>, Refusal> {
    let Target { discussion, created, run, codings } = target;
    let id = discussion.id;
    let before = problems.errors.len();
    let subjects: BTreeSet<u32> = read::subject_statements(tx, id)?.into_iter().collect();
    let mut by_coder: BTreeMap<CoderName, OfCoder> = BTreeMap::new();
    let mut approved: BTreeMap<u32, CoderName> = BTreeMap::new();
    let mut unnamed = false;
    let mut unsaid = false;
    for mut one in codings {
        let number = one.statement;
        if number == 0 || number > discussion.statements {
            let words = format!("discussion {id} has {} statements; there is no {id}/{number}", discussion.statements);
            problems.error(one.place, words);
            continue;
        }
        if !subjects.contains(&number) {
            let words = format!("statement {id}/{number} is the coach's; only the client's are coded");
            problems.error(one.place, words);
            continue;
        }
        let coder = match (one.coder.take(), &options.coder) {
            (Some(coder), _) => coder,
            (None, Some(coder)) => coder.clone(),
            (None, None) => {
                unnamed = true;
                match UNNAMED.parse() {
                    Ok(coder) => coder,
                    Err(_) => continue,
                }
            }
        };
        unsaid |= one.provenance.is_none() && options.provenance.is_none();
        if one.approved
            && let Some(other) = approved.insert(number, coder.clone())
            && options.approve
        {
            let words = format!(
                "two codings of {id}/{number} are marked as approved ({other}'s and {coder}'s); the truth has one source"
            );
            problems.error(one.place.clone(), words);
        }
        by_coder.entry(coder.clone()).or_default().add(id, &coder, one, unread, problems);
    }
    if unnamed {
        let words = format!("the file does not say who coded; kept as {UNNAMED}'s (--coder gives another name)");
        problems.warn("", words);
    }
    if unsaid {
        let words = "the file does not say whether the coders saw a model's coding; kept as blind (--provenance says otherwise)";
        problems.warn("", words);
    }
    let mut coders = BTreeMap::new();
    for (name, of_coder) in by_coder {
        let count = lay::store(tx, &discussion, &name, of_coder, options, actor, problems)?;
        coders.insert(name, count);
    }
    if problems.errors.len() > before {
        return Ok(None);
    }
    let changed = coders.values().any(|count| count.first > 0 || count.revised > 0);
    if changed || created {
        refresh(tx, &discussion)?;
    }
    let version = match options.approve && !approved.is_empty() {
        true => approve_marked(tx, &discussion, &approved, actor, problems)?,
        false => None,
    };
    Ok(Some(CodingsLaid { discussion: id, created, run, coders, version }))
}

fn approve_marked(
    tx: &mut Tx,
    discussion: &Discussion,
    approved: &BTreeMap<u32, CoderName>,
    actor: Actor,
    problems: &mut Problems,
) -> Result<Option<sarf_shared::discussion::VersionId>, Refusal> {
    let id = discussion.id;
    let sides = read::coders(tx, id)?;
    let mut chosen: Chosen<'_> = Chosen::new();
    for (number, name) in approved {
        let key = lay::external(name).key();
        let side = sides.iter().find(|side| side.coder.key() == key);
        if let Some((side, coded)) = side.and_then(|side| Some((side, side.statements.get(number)?))) {
            chosen.insert(*number, (&side.coder, coded));
        }
    }
    match approve::store(tx, discussion, &chosen, false, actor) {
        Ok(approval) => {
            problems.warnings.extend(approval.notes.into_iter().map(|note| Problem::at("", note)));
            Ok(Some(approval.version.id))
        }
        Err(Failed::Problems(found)) => {
            problems.errors.extend(found);
            Ok(None)
        }
        Err(Failed::Other(refusal)) => Err(refusal),
    }
}
