//! The stamp above a table: what its figures were measured with, and what a reader of them has to know.

use std::collections::BTreeMap;

use sarf_shared::discussion::DiscussionId;
use sarf_shared::plural::counted;
use sarf_shared::rpc::{
    EngineLabel, EngineRuns, F1Stamp, Resampling, ScoreFilter, ScoreLevel, TruthChoice, TruthStamp,
};
use sarf_shared::scoring::f1::{Method, Overrides, Ruler, SystemTable};
use sarf_shared::scoring::intervals::FEW;

use super::select::TruthIs;
use super::table::Row;

/// The stamp of a table.
pub fn stamp(
    filter: &ScoreFilter,
    rows: &BTreeMap<DiscussionId, Row>,
    system: &SystemTable<DiscussionId>,
    resampling: Resampling,
) -> F1Stamp {
    let maps = rows.iter().map(|(id, row)| (id.0, &row.kept.overrides));
    let ruler = Ruler::new(filter.method).with_overrides(Overrides::of(maps));
    F1Stamp {
        ruler,
        ruler_words: ruler.to_string(),
        filter: filter.to_string(),
        level: filter.level,
        truth: truth(filter, rows),
        engines: engines(rows),
        discussions: u32::try_from(system.scored()).unwrap_or(u32::MAX),
        coverage: system.coverage(),
        resampling,
        warnings: warnings(filter, rows, system, resampling),
    }
}

fn truth(filter: &ScoreFilter, rows: &BTreeMap<DiscussionId, Row>) -> TruthStamp {
    let mut stamp = TruthStamp { constructed: filter.truth == TruthChoice::Constructed, ..TruthStamp::default() };
    for row in rows.values() {
        let provenance = row.about.provenance;
        stamp.provenance.blind += provenance.blind;
        stamp.provenance.over_the_model += provenance.over_the_model;
        stamp.provenance.adjudicated += provenance.adjudicated;
        match (&row.selection.truth, &row.version) {
            (TruthIs::Version(version, kept), Some(record)) => {
                stamp.versions.push(*version);
                stamp.statements += u32::try_from(kept.len()).unwrap_or(u32::MAX);
                for source in kept.iter().filter_map(|number| record.sources.get(number)) {
                    *stamp.coders.entry(source.coder.name().clone()).or_insert(0) += 1;
                }
            }
            (TruthIs::Constructed, _) => {
                stamp.statements += u32::try_from(row.about.coverage.truth).unwrap_or(u32::MAX);
            }
            _ => {}
        }
    }
    stamp
}

fn engines(rows: &BTreeMap<DiscussionId, Row>) -> Vec<EngineRuns> {
    let mut engines: Vec<EngineRuns> = Vec::new();
    for row in rows.values() {
        let (Some(run), Some(engine)) = (row.about.run, &row.about.engine) else { continue };
        match engines.iter_mut().find(|other| other.engine == *engine) {
            Some(known) => known.runs.push(run),
            None => engines.push(EngineRuns { engine: engine.clone(), runs: vec![run] }),
        }
    }
    let name = |engine: &EngineLabel| (engine.provider.clone(), engine.model.clone(), engine.prompt_hash.clone());
    engines.sort_by_key(|one| name(&one.engine));
    engines
}

fn discussions(n: usize) -> String {
    counted(n, "discussion", "discussions")
}

fn ids(all: &[DiscussionId]) -> String {
    const SOME: usize = 8;
    let named: Vec<String> = all.iter().take(SOME).map(ToString::to_string).collect();
    match all.len().checked_sub(SOME) {
        None | Some(0) => named.join(", "),
        Some(more) => format!("{} and {more} more", named.join(", ")),
    }
}

fn warnings(
    filter: &ScoreFilter,
    rows: &BTreeMap<DiscussionId, Row>,
    system: &SystemTable<DiscussionId>,
    resampling: Resampling,
) -> Vec<String> {
    let mut warnings = Vec::new();
    let n = system.scored();
    if n == 1 {
        warnings.push("One discussion: there is nothing to draw an interval from.".to_owned());
    } else if n > 0 && n < FEW && resampling.replicates > 0 {
        warnings.push(format!(
            "Intervals rest on {} only; with fewer than ten they are narrower than they should be.",
            discussions(n)
        ));
    }
    let engines = engines(rows);
    if engines.len() > 1 {
        warnings.push(format!(
            "The scored runs are of {} different engines or prompts; a filter by model or prompt takes one of them.",
            engines.len()
        ));
    }
    if filter.truth == TruthChoice::Constructed {
        warnings.push(
            "The truth is constructed from what synthetic clients revealed; it is no human's coding and not comparable \
             with one."
                .to_owned(),
        );
    }
    let human = rows.values().fold(0, |sum, row| sum + row.about.provenance.over_the_model);
    if human > 0 {
        warnings.push(format!(
            "{human} statements of the truth were coded over a model's coding, which favours the model; \
             a filter by provenance (blind) leaves them out."
        ));
    }
    let coverage = system.coverage();
    if coverage.truth < coverage.statements {
        warnings.push(format!("Of the scored discussions, {coverage}."));
    }
    let mut without: BTreeMap<String, Vec<DiscussionId>> = BTreeMap::new();
    for (id, why) in system.left_out() {
        without.entry(why.to_string()).or_default().push(*id);
    }
    for (why, of) in without {
        warnings.push(format!("Left out, {why}: {} ({}).", discussions(of.len()), ids(&of)));
    }
    for (id, row) in rows {
        if let Err(why) = &row.kept.entry {
            warnings.push(format!("Left out, discussion {id} cannot be scored: {why}."));
        }
    }
    if let Method::Compat(_) = filter.method {
        warnings.push(COMPAT.to_owned());
        if filter.level == ScoreLevel::Discussion && rows.values().any(|row| row.selection.map_entries > 0) {
            warnings.push("The published method follows no person map.".to_owned());
        }
    }
    warnings
}

/// What a reader of figures by the published method has to know.
const COMPAT: &str = "The published method: people and events are paired in the order of the lists, kin names match \
     nobody, undated events match any date. The column \"published\" counts nothing on either side as 1 and no matched \
     event as 0; the others do not.";
