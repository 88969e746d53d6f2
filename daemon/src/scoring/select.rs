//! From a filter to what is scored of each discussion: which run, against which statements of which truth.
//!
//! A selection names everything a score depends on by things that never change once stored (a finished run, a version, how
//! many statements and map entries there are), so two equal selections have equal scores.

use sarf_shared::coding::{GroundTruthVersion, MapScored, MapSides, MapTarget};
use sarf_shared::discussion::{Discussion, DiscussionId, RunId, VersionId};
use sarf_shared::rpc::{
    ApiError, EngineLabel, OriginFilter, ProvenanceCounts, ScoreFilter, ScoredChoice, ScoredDiscussion, TruthChoice,
};
use sarf_shared::scoring::f1::{Coverage, Method};

use crate::codings::read;
use crate::jobs::Refusal;
use crate::records::{DISCUSSION_RUNS, DISCUSSIONS, MAP_ENTRIES, PERSONAS, RUNS, RunRecord, VERSIONS};
use crate::store::{Fault, Span, View};

/// The truth of a discussion, as far as a filter takes it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TruthIs {
    /// There is none.
    Nothing,
    /// These statements of a version.
    Version(VersionId, Vec<u32>),
    /// The constructed reference.
    Constructed,
}

/// What a score is of; equal ones have equal scores.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Selection {
    /// Of which discussion.
    pub discussion: DiscussionId,
    /// Statements so far, both speakers.
    pub statements: u32,
    /// What the subject is called.
    pub subject: Option<String>,
    /// The day.
    pub date: Option<chrono::NaiveDate>,
    /// The scored run.
    pub run: Option<RunId>,
    /// Against what.
    pub truth: TruthIs,
    /// How many entries the person map of the two sides has; entries are only added.
    pub map_entries: usize,
    /// Matcher and settings.
    pub method: Method,
}

/// A discussion that a filter leaves.
#[derive(Debug, Clone, PartialEq)]
pub struct Chosen {
    /// What the score is of.
    pub selection: Selection,
    /// Which discussion it is, for people; how much is coded is known when it is scored.
    pub about: ScoredDiscussion,
    /// The version, with the source of each statement.
    pub version: Option<GroundTruthVersion>,
}

/// The ids a filter could leave, in order.
pub fn candidates(view: &impl View, filter: &ScoreFilter) -> Result<Vec<DiscussionId>, Fault> {
    let mut ids: Vec<DiscussionId> = if !filter.discussions.is_empty() {
        filter.discussions.clone()
    } else if let ScoredChoice::Runs(runs) = &filter.scored {
        let mut of_runs = Vec::new();
        for run in runs {
            of_runs.extend(view.get(&RUNS, &run.0)?.map(|run| run.discussion));
        }
        of_runs
    } else {
        view.scan(&DISCUSSIONS, &Span::all())?.into_iter().map(|(id, _)| DiscussionId(id)).collect()
    };
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

/// Whether everything a filter names exists and fits together. What does not exist is told first; runs that fit no
/// discussion named are told all.
pub fn check(view: &impl View, filter: &ScoreFilter) -> Result<(), Refusal> {
    let not_found = |what: &str, id: String, list: &str| {
        Refusal::Api(ApiError::NotFound { what: what.into(), id, list: list.into() })
    };
    for id in &filter.discussions {
        if !view.contains(&DISCUSSIONS, &id.0)? {
            return Err(not_found("discussion", id.to_string(), "sarf list"));
        }
    }
    let mut problems = Vec::new();
    if let ScoredChoice::Runs(runs) = &filter.scored {
        for run in runs {
            let Some(record) = view.get(&RUNS, &run.0)? else {
                return Err(not_found("run", run.to_string(), "sarf show DISCUSSION"));
            };
            if record.finished.is_none() {
                let why =
                    format!("run {run} is not finished, so it cannot be scored yet; `sarf jobs` shows how far it is");
                return Err(Refusal::Api(ApiError::Conflict { why }));
            }
            if !filter.discussions.is_empty() && !filter.discussions.contains(&record.discussion) {
                problems
                    .push(format!("run {run} is of discussion {}, which is not among those named", record.discussion));
            }
        }
    }
    if let TruthChoice::Human { as_of: Some(version), .. } = &filter.truth
        && !view.contains(&VERSIONS, &version.0)?
    {
        return Err(not_found("version", version.to_string(), "sarf gt list"));
    }
    if problems.is_empty() { Ok(()) } else { Err(Refusal::Api(ApiError::Invalid { problems })) }
}

/// What a filter takes of one discussion; `None` if nothing. A discussion that was named stays without truth too.
pub fn choose(view: &impl View, filter: &ScoreFilter, id: DiscussionId) -> Result<Option<Chosen>, Fault> {
    let Some(discussion) = view.get(&DISCUSSIONS, &id.0)? else { return Ok(None) };
    let named = filter.discussions.contains(&id);
    if (!filter.discussions.is_empty() && !named) || !fits(view, filter, &discussion)? {
        return Ok(None);
    }
    let run = run_of(view, &filter.scored, &discussion)?;
    if run.is_none() && !named && matches!(filter.scored, ScoredChoice::Runs(_)) {
        return Ok(None);
    }
    let (truth, version) = truth_of(view, &filter.truth, &discussion)?;
    if truth == TruthIs::Nothing && !named {
        return Ok(None);
    }
    let mut provenance = ProvenanceCounts::default();
    if let (TruthIs::Version(_, statements), Some(version)) = (&truth, &version) {
        let kept = statements.iter().filter_map(|number| version.sources.get(number));
        kept.for_each(|source| provenance.add(source.provenance));
    }
    let map_entries = match (&run, &truth) {
        (Some((run, _)), TruthIs::Version(..)) => view.scan_prefix(&MAP_ENTRIES, &(id.0, sides(*run).key()))?.len(),
        _ => 0,
    };
    let about = ScoredDiscussion {
        id,
        title: discussion.title.clone(),
        synthetic: discussion.origin.is_synthetic(),
        imported: discussion.origin.is_imported(),
        run: run.as_ref().map(|(run, _)| *run),
        engine: run.as_ref().map(|(_, record)| record.engine.clone()),
        truth: version.as_ref().filter(|_| truth != TruthIs::Nothing).map(|version| version.id),
        provenance,
        overrides: 0,
        coverage: Coverage::default(),
    };
    let selection = Selection {
        discussion: id,
        statements: discussion.statements,
        subject: discussion.subject,
        date: discussion.date,
        run: about.run,
        truth,
        map_entries,
        method: filter.method,
    };
    Ok(Some(Chosen { selection, about, version }))
}

/// The sides whose person map a score follows.
pub fn sides(run: RunId) -> MapSides {
    MapSides { scored: MapScored::Run(run), truth: MapTarget::Truth }
}

/// Whether a discussion is of the origin and the kind of persona asked for.
pub fn fits(view: &impl View, filter: &ScoreFilter, discussion: &Discussion) -> Result<bool, Fault> {
    let origin = match filter.origin {
        None => true,
        Some(OriginFilter::Synthetic) => discussion.origin.is_synthetic(),
        Some(OriginFilter::Real) => !discussion.origin.is_synthetic(),
        Some(OriginFilter::Imported) => discussion.origin.is_imported(),
    };
    let (true, Some(wanted)) = (origin, filter.persona_trait) else { return Ok(origin) };
    let Some(persona) = discussion.persona else { return Ok(false) };
    Ok(view.get(&PERSONAS, &persona.0)?.is_some_and(|record| record.persona.traits.contains(&wanted)))
}

/// The finished runs of a discussion, oldest first.
pub fn finished_runs(view: &impl View, id: DiscussionId) -> Result<Vec<(RunId, RunRecord)>, Fault> {
    let mut runs = Vec::new();
    for ((_, run), ()) in view.scan_prefix(&DISCUSSION_RUNS, &id.0)? {
        runs.extend(view.get(&RUNS, &run)?.filter(|run| run.finished.is_some()).map(|record| (RunId(run), record)));
    }
    Ok(runs)
}

/// The run that a choice takes of a discussion.
pub fn run_of(
    view: &impl View,
    choice: &ScoredChoice,
    discussion: &Discussion,
) -> Result<Option<(RunId, RunRecord)>, Fault> {
    match choice {
        ScoredChoice::Standing => match discussion.standing_run {
            Some(run) => Ok(view.get(&RUNS, &run.0)?.map(|record| (run, record))),
            None => Ok(None),
        },
        choice => {
            let runs = finished_runs(view, discussion.id)?;
            Ok(runs.into_iter().rev().find(|(run, record)| is_wanted(choice, *run, &record.engine)))
        }
    }
}

/// Whether a choice of runs takes this one at all, be it the newest or not.
pub fn is_wanted(choice: &ScoredChoice, run: RunId, engine: &EngineLabel) -> bool {
    match choice {
        ScoredChoice::Standing => true,
        ScoredChoice::Runs(wanted) => wanted.contains(&run),
        ScoredChoice::Engine { model, prompt } => {
            let is = |name: &String| {
                *name == engine.model
                    || *name == engine.provider
                    || *name == format!("{}/{}", engine.provider, engine.model)
            };
            model.as_ref().is_none_or(is)
                && prompt.as_ref().is_none_or(|prompt| engine.prompt_hash.starts_with(prompt.as_str()))
        }
    }
}

fn truth_of(
    view: &impl View,
    choice: &TruthChoice,
    discussion: &Discussion,
) -> Result<(TruthIs, Option<GroundTruthVersion>), Fault> {
    match choice {
        TruthChoice::Constructed => {
            let is = match read::has_reference(view, discussion)? {
                true => TruthIs::Constructed,
                false => TruthIs::Nothing,
            };
            Ok((is, None))
        }
        TruthChoice::Human { provenance, coder, as_of } => {
            let Some(version) = read::version_as_of(view, discussion.id, *as_of)? else {
                return Ok((TruthIs::Nothing, None));
            };
            let Some(record) = view.get(&VERSIONS, &version.0)? else { return Ok((TruthIs::Nothing, None)) };
            let kept: Vec<u32> = (record.sources.iter())
                .filter(|(_, source)| provenance.is_empty() || provenance.contains(&source.provenance))
                .filter(|(_, source)| coder.as_ref().is_none_or(|coder| source.coder.name() == coder))
                .map(|(number, _)| *number)
                .collect();
            let is = if kept.is_empty() { TruthIs::Nothing } else { TruthIs::Version(version, kept) };
            Ok((is, Some(record)))
        }
    }
}
