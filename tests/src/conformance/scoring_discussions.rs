//! The operations over whole discussions: replay, cumulative F1, system F1.

use sarf_shared::scoring::compat::cumulative::{CumulativeScore, cumulative_rows, score_discussion};
use sarf_shared::scoring::compat::discussion::{Coder, Discussion};
use sarf_shared::scoring::compat::system::{SystemScore, score_system};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::scoring::{by_part, counts, id_map, per_variable, settings};
use super::{Answer, Operation};

/// Operation name and the function that answers it.
pub const OPERATIONS: &[Operation] = &[
    ("cumulative_pdp", cumulative_pdp),
    ("cumulative_f1", cumulative_f1),
    ("system_cumulative_f1", system_cumulative_f1),
];

fn cumulative_pdp(input: &Value) -> Answer {
    let discussion = Discussion::deserialize(&input["discussion"])?;
    let coder = match input["auditor_id"].as_str() {
        None | Some("AI") => Coder::Model,
        Some(name) => Coder::Named(name),
    };
    let rows = cumulative_rows(&discussion, coder, input["up_to_statement_id"].as_i64(), &settings(input)?)?;
    Ok(json!({"pdp": serde_json::to_value(rows)?}))
}

fn cumulative_f1(input: &Value) -> Answer {
    let discussion = Discussion::deserialize(&input["discussion"])?;
    let score = score_discussion(&discussion, &settings(input)?)?;
    Ok(json!({"metrics": metrics(&discussion, &score), "final_id_map": id_map(&score.sets.id_map)}))
}

fn metrics(discussion: &Discussion<'_>, score: &CumulativeScore) -> Value {
    let sets = &score.sets;
    let mut all = by_part(sets);
    let kinds: Map<_, _> = sets.kinds.iter().map(|(kind, part)| (kind.to_string(), counts(*part))).collect();
    // The reference leaves the counts out where no event matched.
    let coded = if sets.events.pairs.is_empty() {
        Map::new()
    } else {
        per_variable(|v| v.to_string(), |v| (*sets.coded.get(v)).into())
    };
    all.extend(per_variable(|v| format!("{v}_macro_f1"), |v| (*sets.macro_f1.get(v)).into()));
    all.insert("aggregate_micro_f1".into(), sets.aggregate().f1().into());
    all.insert("structural_kind_metrics".into(), kinds.into());
    all.insert("sarf_counts".into(), coded.into());
    all.insert("discussion_id".into(), discussion.id.into());
    all.insert("discussion_summary".into(), discussion.summary.as_deref().into());
    all.insert("auditor_id".into(), score.coder.as_str().into());
    all.insert("ai_people_count".into(), score.ai_people.into());
    all.insert("ai_events_count".into(), score.ai_events.into());
    all.insert("gt_people_count".into(), score.truth_people.into());
    all.insert("gt_events_count".into(), score.truth_events.into());
    all.into()
}

fn system_cumulative_f1(input: &Value) -> Answer {
    let discussions = Vec::<Discussion<'_>>::deserialize(&input["discussions"])?;
    let include = input["include_synthetic"].as_bool().unwrap_or(true);
    let score = score_system(&discussions, include, &settings(input)?)?;
    let mut all = system(&score);
    let per: Vec<_> = score.entries.iter().map(|e| json!([e.discussion, e.figures.aggregate().f1()])).collect();
    all.insert("per_discussion".into(), per.into());
    Ok(all.into())
}

/// The system figures, but for those of single discussions.
pub fn system(score: &SystemScore) -> Map<String, Value> {
    let kinds: Map<_, _> = score.kinds.iter().map(|(kind, f1, n)| (kind.to_string(), json!([f1, n]))).collect();
    // The reference leaves the counts out where no discussion is scored.
    let coded = if score.entries.is_empty() {
        Map::new()
    } else {
        per_variable(|v| v.to_string(), |v| (*score.coded.get(v)).into())
    };
    let mut all = per_variable(|v| format!("{v}_macro_f1"), |v| (*score.macro_f1.get(v)).into());
    let figures: [(&str, Value); 14] = [
        ("aggregate_micro_f1", score.aggregate.into()),
        ("people_f1", score.people.into()),
        ("events_f1", score.events.into()),
        ("structural_events_f1", score.structural.into()),
        ("structural_events_n", score.structural_items.into()),
        ("structural_kind_f1", kinds.into()),
        ("shift_events_f1", score.shift.into()),
        ("shift_events_n", score.shift_items.into()),
        ("pair_bonds_f1", score.pair_bonds.into()),
        ("sarf_counts", coded.into()),
        ("people_entity_count", score.people_items.into()),
        ("events_entity_count", score.events_items.into()),
        ("pair_bonds_entity_count", score.pair_bonds_items.into()),
        ("total_discussions", score.entries.len().into()),
    ];
    all.extend(figures.into_iter().map(|(name, value)| (name.to_owned(), value)));
    all
}
