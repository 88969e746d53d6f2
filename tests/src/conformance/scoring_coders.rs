//! The operations of agreement between coders, as the published method computes it.

use sarf_shared::scoring::compat::Prepared;
use sarf_shared::scoring::compat::coders::{
    DiscussionAgreement, PairAgreement, cohens_kappa, discussion_agreement, fleiss_kappa, mean, mean_kappa,
    pair_agreement,
};
use sarf_shared::scoring::compat::discussion::Discussion;
use sarf_shared::scoring::compat::rows::Rows;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::scoring::{per_variable, settings};
use super::{Answer, Operation};

/// Operation name and the function that answers it.
pub const OPERATIONS: &[Operation] = &[
    ("cohens_kappa", cohen),
    ("fleiss_kappa", fleiss),
    ("pairwise_irr", pairwise_irr),
    ("discussion_irr", discussion_irr),
];

/// A figure, null where there is none, `"NaN"` where it is not a number.
fn figure(value: Option<f64>) -> Value {
    match value {
        Some(value) if value.is_nan() => "NaN".into(),
        other => other.into(),
    }
}

fn cohen(input: &Value) -> Answer {
    let labels = |side: &str| -> Result<Vec<String>, serde_json::Error> { Vec::deserialize(&input[side]) };
    let (a, b) = (labels("a")?, labels("b")?);
    let (a, b): (Vec<&str>, Vec<&str>) = (a.iter().map(|l| &**l).collect(), b.iter().map(|l| &**l).collect());
    Ok(json!({"kappa": figure(cohens_kappa(&a, &b))}))
}

fn fleiss(input: &Value) -> Answer {
    Ok(json!({"kappa": figure(fleiss_kappa(&Vec::<Vec<f64>>::deserialize(&input["ratings"])?))}))
}

fn pairwise_irr(input: &Value) -> Answer {
    let settings = settings(input)?;
    let (a, b) = (Rows::deserialize(&input["a"])?, Rows::deserialize(&input["b"])?);
    let agreement = pair_agreement(&Prepared::new(&a, &settings)?, &Prepared::new(&b, &settings)?)?;
    Ok(pair("a", "b", &agreement))
}

fn pair(a: &str, b: &str, agreement: &PairAgreement) -> Value {
    let mut all = per_variable(|v| format!("{v}_kappa"), |v| figure(*agreement.kappa.get(v)));
    let figures: [(&str, Value); 10] = [
        ("coder_a", a.into()),
        ("coder_b", b.into()),
        ("people_f1", agreement.people.into()),
        ("events_f1", agreement.events.into()),
        ("structural_events_f1", agreement.structural.into()),
        ("shift_events_f1", agreement.shift.into()),
        ("pair_bonds_f1", agreement.pair_bonds.into()),
        ("aggregate_f1", agreement.aggregate.into()),
        ("percent_agreement", agreement.percent.into()),
        ("matched_event_count", agreement.matched_events.into()),
    ];
    all.extend(figures.into_iter().map(|(name, value)| (name.to_owned(), value)));
    all.into()
}

fn discussion_irr(input: &Value) -> Answer {
    let discussion = Discussion::deserialize(&input["discussion"])?;
    let agreement = discussion_agreement(&discussion, &settings(input)?)?;
    Ok(json!({"result": agreement.map(|agreement| result(&discussion, &agreement))}))
}

fn result(discussion: &Discussion<'_>, agreement: &DiscussionAgreement) -> Value {
    let pairs = || agreement.pairs.iter().map(|(.., pair)| pair);
    let average = |value: fn(&PairAgreement) -> f64| figure(mean(pairs().map(value)));
    let mut all: Map<String, Value> = per_variable(|v| format!("avg_{v}_kappa"), |v| figure(mean_kappa(pairs(), v)));
    all.extend(per_variable(|v| format!("fleiss_{v}"), |_| Value::Null));
    let figures: [(&str, Value); 9] = [
        ("discussion_id", discussion.id.into()),
        ("coders", agreement.coders.clone().into()),
        ("statement_count", agreement.statements.into()),
        ("coded_statement_count", agreement.coded_statements.into()),
        ("pairwise_metrics", agreement.pairs.iter().map(|(a, b, of)| pair(a, b, of)).collect()),
        ("avg_events_f1", average(|pair| pair.events)),
        ("avg_structural_events_f1", average(|pair| pair.structural)),
        ("avg_shift_events_f1", average(|pair| pair.shift)),
        ("avg_aggregate_f1", average(|pair| pair.aggregate)),
    ];
    all.extend(figures.into_iter().map(|(name, value)| (name.to_owned(), value)));
    all.into()
}
