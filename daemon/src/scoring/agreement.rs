//! How far the coders of the stored discussions agree: gathers their codings as a sample and has the report made.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate};
use sarf_shared::coding::{CoderName, MapScored, MapSides, MapTarget};
use sarf_shared::discussion::{Discussion, DiscussionId, RunId, Timestamp};
use sarf_shared::family::ItemId;
use sarf_shared::rpc::{AgreementRequest, ApiError, EngineLabel, ScoreFilter, ScoredChoice, TruthChoice};
use sarf_shared::scoring::agreement::{
    AgreementReport, ByRuler, Coder, CoderCodings, DiscussionCodings, Sample, StatementCoding, Units,
};
use sarf_shared::scoring::f1::{Overrides, Ruler};
use sarf_shared::scoring::fair::{PersonMap, Stands};

use super::scorer::Scorer;
use super::select;
use super::standing::{Known, Standing};
use crate::codings::read;
use crate::jobs::Refusal;
use crate::records::{CODERS, CODINGS, DISCUSSIONS, HUMAN_CODINGS, MAP_ENTRIES};
use crate::store::{Fault, View};

/// The longest answer in units; a frame holds no more.
const MOST_UNITS: usize = 20_000;

/// A coder of one discussion, by the name under which person maps know them.
struct Present {
    coder: Coder,
    as_scored: MapScored,
    as_target: Option<MapTarget>,
    statements: Vec<Option<StatementCoding>>,
}

/// What a report rests on in one discussion: each coder's statements with the revision that counts, the scored run, and
/// how many entries the person maps have. All of it is stored once and never changes.
#[derive(Debug, PartialEq, Eq)]
pub struct RestsOn {
    statements: u32,
    subject: Option<String>,
    date: Option<NaiveDate>,
    coders: Vec<(String, BTreeMap<u32, u32>)>,
    run: Option<RunId>,
    map_entries: usize,
}

/// A report that stands until a coding it rests on is another.
pub type StandingAgreement = Standing<RestsOn, AgreementReport>;

impl Scorer {
    /// The report. Blocks.
    pub fn agreement(&self, request: &AgreementRequest) -> Result<AgreementReport, Refusal> {
        let mut held = self.hold();
        select::check(&held.view, &request.filter)?;
        let (standing, view) = held.agreement(request);
        let known = standing
            .update(|| select::candidates(view, &all_runs(&request.filter)), |id| rests_on(view, request, id))?;
        // Without the memory held: others are answered meanwhile.
        drop(held);
        let state = match known {
            Known::Answer(report) => return Ok(report.as_ref().clone()),
            Known::State(state) => state,
        };
        let report = Arc::new(made(&self.view(), request)?);
        self.hold().agreement(request).0.keep(state, report.clone());
        Ok(report.as_ref().clone())
    }
}

/// A filter whose choice of runs does not narrow the discussions: it says only who stands for the model.
fn all_runs(filter: &ScoreFilter) -> ScoreFilter {
    ScoreFilter { scored: ScoredChoice::Standing, ..filter.clone() }
}

fn rests_on(view: &impl View, request: &AgreementRequest, id: DiscussionId) -> Result<Option<RestsOn>, Fault> {
    let Some(discussion) = view.get(&DISCUSSIONS, &id.0)? else { return Ok(None) };
    let named = &request.filter.discussions;
    if (!named.is_empty() && !named.contains(&id)) || !select::fits(view, &request.filter, &discussion)? {
        return Ok(None);
    }
    let mut coders = Vec::new();
    for (_, coder) in view.scan_prefix(&CODERS, &id.0)? {
        let key = coder.key();
        // Revisions come in order; the last one stays.
        let codings = view.scan_prefix(&HUMAN_CODINGS, &(id.0, key.clone()))?;
        coders.push((key, codings.into_iter().map(|((.., number, revision), _)| (number, revision)).collect()));
    }
    if coders.is_empty() {
        return Ok(None);
    }
    let run = match request.model {
        true => select::run_of(view, &request.filter.scored, &discussion)?.map(|(run, _)| run),
        false => None,
    };
    let map_entries = view.scan_prefix(&MAP_ENTRIES, &id.0)?.len();
    let Discussion { statements, subject, date, .. } = discussion;
    Ok(Some(RestsOn { statements, subject, date, coders, run, map_entries }))
}

fn made(view: &impl View, request: &AgreementRequest) -> Result<AgreementReport, Refusal> {
    let (sample, matcher, ruler) = sample(view, request)?;
    if sample.discussions.is_empty() {
        let narrowed = !request.coders.is_empty()
            || matches!(&request.filter.truth, TruthChoice::Human { provenance, .. } if !provenance.is_empty());
        let why = match narrowed {
            true => "no coding fits the coders and provenances asked for; `sarf coding list` shows who coded what",
            false => {
                "nobody has coded any of the discussions asked for; `sarf coding import FILE` reads codings, and `sarf \
                 coding list` shows what there is"
            }
        };
        return Err(ApiError::Conflict { why: why.into() }.into());
    }
    let report = AgreementReport::with(&sample, &matcher, ruler, &request.settings);
    let mut report = report.map_err(|error| ApiError::Conflict { why: error.to_string() })?;
    if !request.units {
        report.units = Units::default();
    } else if report.units.units.len() > MOST_UNITS {
        let why = format!(
            "{} units are too many to list at once ({MOST_UNITS} are the most); ask for fewer discussions",
            report.units.units.len()
        );
        return Err(ApiError::Conflict { why }.into());
    }
    Ok(report)
}

fn sample(view: &impl View, request: &AgreementRequest) -> Result<(Sample, ByRuler, Ruler), Fault> {
    let filter = &request.filter;
    let mut sample = Sample::default();
    let mut maps: Vec<(DiscussionId, Coder, Coder, PersonMap)> = Vec::new();
    for id in select::candidates(view, &all_runs(filter))? {
        let Some(discussion) = view.get(&DISCUSSIONS, &id.0)? else { continue };
        if !select::fits(view, filter, &discussion)? {
            continue;
        }
        let numbers = read::subject_statements(view, id)?;
        let mut present = people(view, request, &discussion, &numbers)?;
        if present.is_empty() {
            continue;
        }
        if request.model
            && let Some((run, record)) = select::run_of(view, &filter.scored, &discussion)?
        {
            present.push(model(view, run, &record.engine, &numbers)?);
        }
        present.sort_by(|a, b| a.coder.cmp(&b.coder));
        for (at, a) in present.iter().enumerate() {
            for b in present.iter().skip(at + 1) {
                let map = map(view, id, a, b)?;
                if !map.is_empty() {
                    maps.push((id, a.coder.clone(), b.coder.clone(), map));
                }
            }
        }
        sample.discussions.push(DiscussionCodings {
            discussion: id.to_string(),
            subject: discussion.subject,
            date: discussion.date,
            statements: numbers.iter().map(ToString::to_string).collect(),
            coders: present
                .into_iter()
                .map(|one| CoderCodings { coder: one.coder, statements: one.statements })
                .collect(),
        });
    }
    let ruler = Ruler::new(filter.method).with_overrides(Overrides::of(maps.iter().map(|(id, .., map)| (id.0, map))));
    let matcher = maps
        .into_iter()
        .fold(ByRuler::new(ruler), |matcher, (id, a, b, map)| matcher.with_map(&id.to_string(), a, b, map));
    Ok((sample, matcher, ruler))
}

/// The people who coded a discussion, as far as they are asked for.
fn people(
    view: &impl View,
    request: &AgreementRequest,
    discussion: &Discussion,
    numbers: &[u32],
) -> Result<Vec<Present>, Fault> {
    let wanted = match &request.filter.truth {
        TruthChoice::Human { provenance, .. } => provenance.as_slice(),
        TruthChoice::Constructed => &[],
    };
    let mut present = Vec::new();
    for (_, coder) in view.scan_prefix(&CODERS, &discussion.id.0)? {
        let name: &CoderName = coder.name();
        if !request.coders.is_empty() && !request.coders.contains(name) {
            continue;
        }
        let mut coded: BTreeMap<u32, StatementCoding> = BTreeMap::new();
        for ((.., number, _), coding) in view.scan_prefix(&HUMAN_CODINGS, &(discussion.id.0, coder.key()))? {
            // Revisions come in order; the last one stays, be it one that takes no part.
            match wanted.is_empty() || wanted.contains(&coding.provenance) {
                true => {
                    let coded_at = time(coding.at);
                    coded.insert(number, StatementCoding { deltas: coding.deltas, coded_at })
                }
                false => coded.remove(&number),
            };
        }
        if !coded.is_empty() {
            present.push(Present {
                coder: Coder::human(name.as_str()),
                as_scored: MapScored::Coder(name.clone()),
                as_target: Some(MapTarget::Coder(name.clone())),
                statements: numbers.iter().map(|number| coded.remove(number)).collect(),
            });
        }
    }
    Ok(present)
}

fn model(view: &impl View, run: RunId, engine: &EngineLabel, numbers: &[u32]) -> Result<Present, Fault> {
    let mut coded: BTreeMap<u32, StatementCoding> = (view.scan_prefix(&CODINGS, &run.0)?.into_iter())
        .map(|((_, number), coding)| (number, StatementCoding::from(coding.deltas)))
        .collect();
    let name = match engine.model.as_str() {
        "" => engine.provider.clone(),
        model => format!("{}/{model}", engine.provider),
    };
    let coder = match engine.prompt_hash.as_str() {
        "" => Coder::Model(name),
        prompt => Coder::model(&name, prompt),
    };
    let statements = numbers.iter().map(|number| coded.remove(number)).collect();
    Ok(Present { coder, as_scored: MapScored::Run(run), as_target: None, statements })
}

/// Who of the first coder's people is whom of the second's, as a person said it in either direction. What is said in the
/// direction of the figures wins.
fn map(view: &impl View, id: DiscussionId, a: &Present, b: &Present) -> Result<PersonMap, Fault> {
    let said = |of: &Present, in_terms_of: &Present| match &in_terms_of.as_target {
        Some(target) => {
            let sides = MapSides { scored: of.as_scored.clone(), truth: target.clone() };
            Ok(read::person_map(view, id, &sides)?.used)
        }
        None => Ok(PersonMap::new()),
    };
    Ok(both_ways(said(a, b)?, &said(b, a)?))
}

/// A map and the one of the opposite direction as one.
fn both_ways(mut map: PersonMap, opposite: &PersonMap) -> PersonMap {
    let taken: BTreeSet<ItemId> = (map.iter())
        .filter_map(|(_, stands)| match stands {
            Stands::For(of_b) => Some(of_b),
            Stands::ForNobody => None,
        })
        .collect();
    for (of_b, stands) in opposite.iter().filter(|(of_b, _)| !taken.contains(of_b)) {
        match stands {
            Stands::For(of_a) if map.get(of_a).is_none() => drop(map.set(of_a, Stands::For(of_b))),
            Stands::For(_) => {}
            Stands::ForNobody => map.set_truth_nobody(of_b),
        }
    }
    map
}

fn time(at: Timestamp) -> Option<DateTime<chrono::Utc>> {
    DateTime::from_timestamp_millis(i64::try_from(at.0).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(of: &[(i64, Stands)]) -> PersonMap {
        of.iter().map(|(id, stands)| (ItemId(*id), *stands)).collect()
    }

    #[test]
    fn what_is_said_in_the_direction_of_the_figures_wins_over_what_is_said_the_other_way_round() {
        let is = |id: i64| Stands::For(ItemId(id));
        // The other way round: -11 is -5, -12 is -4, -13 is -6, -14 is nobody.
        let opposite = map(&[(-11, is(-5)), (-12, is(-4)), (-13, is(-6)), (-14, Stands::ForNobody)]);
        let both = both_ways(map(&[(-4, is(-11))]), &opposite);
        let mut expected = map(&[(-4, is(-11)), (-6, is(-13))]);
        expected.set_truth_nobody(ItemId(-14));
        assert_eq!(both, expected, "nobody is two people, whichever way it was said");
        assert_eq!(both.len(), 3);
        assert_eq!(both_ways(map(&[(-4, is(-14))]), &opposite).truth_nobodies().count(), 0);
    }
}
