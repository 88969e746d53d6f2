//! The operations of the `scoring` room: the published method (`scoring::compat`).

use chrono::NaiveDate;
use sarf_shared::family::Variable;
use sarf_shared::scoring::Counts;
use sarf_shared::scoring::compat::dates::{self, CodedDate};
use sarf_shared::scoring::compat::rows::Rows;
use sarf_shared::scoring::compat::sarf::{Levels, macro_f1};
use sarf_shared::scoring::compat::{CompatSettings, IdMap, Prepared, SetScore, StatementScore, names, score_statement};
use sarf_shared::scoring::{Matching, PerVariable};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Answer, Operation, Refused};

/// Operation name and the function that answers it.
pub const OPERATIONS: &[Operation] = &[
    ("name_similarity", name_similarity),
    ("date_parse", date_parse),
    ("date_pair", date_pair),
    ("f1_from_counts", f1_from_counts),
    ("sarf_macro_f1", sarf_macro_f1),
    ("statement_f1", statement_f1),
];

/// The pinned day, where the case has one; for dates in words only (`settings` are the matcher's own).
pub(super) fn settings(input: &Value) -> Result<CompatSettings, Refused> {
    let today = Option::<NaiveDate>::deserialize(&input["today"])?;
    Ok(CompatSettings::for_discussion(today))
}

fn name_similarity(input: &Value) -> Answer {
    let (a, b) = (names::Name::new(input["a"].as_str()), names::Name::new(input["b"].as_str()));
    let similarity = names::similarity(&a, &b);
    Ok(json!({
        "norm_a": a.as_str(),
        "norm_b": b.as_str(),
        "similarity": similarity,
        "passes_threshold": similarity >= names::THRESHOLD,
    }))
}

fn read(text: &Value, today: NaiveDate) -> Option<dates::Moment> {
    text.as_str().and_then(|text| dates::read(text, today))
}

fn date_parse(input: &Value) -> Answer {
    let parsed = read(&input["date"], settings(input)?.today);
    Ok(json!({"parsed": parsed.map(|moment| moment.iso()).transpose()?}))
}

fn date_pair(input: &Value) -> Answer {
    let today = settings(input)?.today;
    let coded = |date: &str, certainty: &str| -> Result<CodedDate, Refused> {
        Ok(CodedDate { moment: read(&input[date], today), certainty: Option::deserialize(&input[certainty])? })
    };
    let closeness = dates::closeness(&coded("date1", "certainty1")?, &coded("date2", "certainty2")?)?;
    Ok(json!({"within": closeness.is_some(), "similarity": closeness.unwrap_or(0.0)}))
}

fn f1_from_counts(input: &Value) -> Answer {
    Ok(counts(Counts::deserialize(input)?))
}

/// Counts with their three ratios.
pub(super) fn counts(counts: Counts) -> Value {
    json!({
        "tp": counts.tp, "fp": counts.fp, "fn": counts.fn_,
        "precision": counts.precision(), "recall": counts.recall(), "f1": counts.f1(),
    })
}

/// An object with a member for each variable.
pub(super) fn per_variable(key: impl Fn(Variable) -> String, value: impl Fn(Variable) -> Value) -> Map<String, Value> {
    Variable::ALL.iter().map(|variable| (key(*variable), value(*variable))).collect()
}

fn sarf_macro_f1(input: &Value) -> Answer {
    #[derive(Deserialize)]
    struct Input<'a> {
        #[serde(borrow)]
        pairs: Vec<(SarfOnly<'a>, SarfOnly<'a>)>,
    }
    type SarfOnly<'a> = std::collections::HashMap<&'a str, Option<&'a str>>;
    let pairs = Input::deserialize(input)?.pairs;
    let figures = PerVariable::from_fn(|variable| {
        let word = |side: &SarfOnly<'_>| side.get(variable.as_str()).copied().flatten().map(str::to_owned);
        let pairs: Vec<_> = pairs.iter().map(|(ai, truth)| (word(ai), word(truth))).collect();
        macro_f1(pairs.iter().map(|(ai, truth)| (ai.as_deref(), truth.as_deref())))
    });
    Ok(json!({
        "macro_f1": per_variable(|v| v.to_string(), |v| figures.get(v).0.into()),
        "counts": per_variable(|v| v.to_string(), |v| figures.get(v).1.into()),
    }))
}

fn statement_f1(input: &Value) -> Answer {
    let settings = settings(input)?;
    let (ai, truth) = (Rows::deserialize(&input["ai"])?, Rows::deserialize(&input["gt"])?);
    let (ai, truth) = (Prepared::new(&ai, &settings)?, Prepared::new(&truth, &settings)?);
    let score = score_statement(&ai, &truth)?;
    let sets = &score.sets;
    let child_of = match &sets.child_of {
        Ok(links) => {
            let mut value = matching(links);
            value["f1"] = counts(links.counts());
            value
        }
        // The vectors name the exception the reference raised here; that this is one is all that is claimed.
        Err(_) => json!({"error": "TypeError"}),
    };
    Ok(json!({
        "metrics": metrics(&score),
        "id_map": id_map(&sets.id_map),
        "people": matching(&sets.people),
        "events": matching(&sets.events),
        "pair_bonds": matching(&sets.pair_bonds),
        "child_of": child_of,
        "sarf_counts": per_variable(|v| v.to_string(), |v| (*sets.coded.get(v)).into()),
        "structural_kinds": (sets.kinds.iter())
            .map(|(kind, c)| (kind.to_string(), json!([c.tp, c.fp, c.fn_])))
            .collect::<Map<_, _>>(),
    }))
}

/// Pairs and rests, in the words of the vectors.
fn matching(matching: &Matching) -> Value {
    json!({
        "pairs": matching.pairs,
        "ai_unmatched": matching.scored_unmatched,
        "gt_unmatched": matching.truth_unmatched,
    })
}

/// An id map as sorted pairs.
pub(super) fn id_map(map: &IdMap) -> Value {
    map.iter().map(|(from, to)| json!([from, to])).collect()
}

/// F1 and counts of each part of two sets.
pub(super) fn by_part(sets: &SetScore) -> Map<String, Value> {
    let mut all = Map::new();
    let parts = [
        ("people", sets.people.counts()),
        ("events", sets.events.counts()),
        ("structural_events", sets.structural),
        ("shift_events", sets.shift),
        ("pair_bonds", sets.pair_bonds.counts()),
    ];
    for (name, part) in parts {
        all.insert(format!("{name}_f1"), part.f1().into());
        all.insert(format!("{name}_metrics"), counts(part));
    }
    all
}

fn metrics(score: &StatementScore) -> Value {
    let sets = &score.sets;
    let aggregate = sets.aggregate();
    let mut all = by_part(sets);
    all.extend(per_variable(|v| format!("{v}_macro_f1"), |v| (*sets.macro_f1.get(v)).into()));
    all.extend(per_variable(|v| format!("{v}_hierarchical"), |v| levels(score.levels.get(v))));
    all.insert("aggregate_micro_f1".into(), aggregate.f1().into());
    all.insert("aggregate_tp".into(), aggregate.tp.into());
    all.insert("aggregate_fp".into(), aggregate.fp.into());
    all.insert("aggregate_fn".into(), aggregate.fn_.into());
    all.insert("exact_match".into(), score.exact.into());
    all.into()
}

fn levels(levels: &Levels) -> Value {
    json!({
        "detection_f1": levels.detection.f1(),
        "value_match_f1": levels.value.f1(),
        "people_match_f1": levels.people.f1(),
    })
}
