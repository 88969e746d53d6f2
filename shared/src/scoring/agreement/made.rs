//! Samples made for tests: coders' codings written in a few words.

use chrono::{DateTime, Utc};

use super::*;
use crate::family::{DateCertainty, Event, EventKind, ItemId, Person};
use crate::pdp::Deltas;
use crate::scoring::f1::{self, Ruler};

/// A shift of person -1 in a month of its own. `values` is "up", "A down", "R distance", several by commas, or "none".
pub(super) fn shift(id: i64, month: usize, values: &str) -> Event {
    let mut event = Event {
        person: Some(ItemId(-1)),
        description: Some("a shift".into()),
        date_time: Some(format!("{}-{:02}-15", 2000 + month / 12, month % 12 + 1)),
        date_certainty: Some(DateCertainty::Certain),
        ..Event::new(ItemId(id), EventKind::Shift)
    };
    for value in values.split(',').map(str::trim).filter(|value| *value != "none") {
        match value.split_once(' ') {
            Some(("A", word)) => event.anxiety = Some(word.parse().unwrap()),
            Some(("F", word)) => event.functioning = Some(word.parse().unwrap()),
            Some(("R", word)) => event.relationship = Some(word.parse().unwrap()),
            _ => event.symptom = Some(value.parse().unwrap()),
        }
    }
    event
}

pub(super) fn ann() -> Person {
    Person { name: Some("Ann".into()), ..Person::new(ItemId(-1)) }
}

/// Codings by one coder: a statement each, its values, "nothing" (coded: nothing there) or "-" (not coded). The n-th
/// statement tells of the n-th month; Ann comes with each statement, as a coder repeats her.
pub(super) fn codings(coder: Coder, statements: &[&str]) -> CoderCodings {
    let statements = (statements.iter().enumerate())
        .map(|(at, values)| {
            let events = match *values {
                "-" => return None,
                "nothing" => return Some(Deltas::default().into()),
                values => vec![shift(-10 - at as i64, at, values)],
            };
            Some(StatementCoding::from(Deltas { people: vec![ann()], events, ..Deltas::default() }))
        })
        .collect();
    CoderCodings { coder, statements }
}

/// A discussion from rows of coders, each a coder's statements.
pub(super) fn discussion(name: &str, coders: Vec<CoderCodings>) -> DiscussionCodings {
    let statements = coders.iter().map(|coder| coder.statements.len()).max().unwrap_or(0);
    DiscussionCodings {
        discussion: name.into(),
        statements: (1..=statements).map(|at| at.to_string()).collect(),
        coders,
        ..DiscussionCodings::default()
    }
}

/// One discussion by coders written as `ann: up | none | -`.
pub(super) fn sample(rows: &[&str]) -> Sample {
    let coders = (rows.iter())
        .map(|row| {
            let (coder, statements) = row.rsplit_once(": ").unwrap();
            codings(Coder::parse(coder), &statements.split('|').map(str::trim).collect::<Vec<_>>())
        })
        .collect();
    Sample { discussions: vec![discussion("39", coders)] }
}

pub(super) fn settings() -> Settings {
    Settings { replicates: 200, ..Settings::default() }
}

pub(super) fn compat() -> Ruler {
    Ruler::of(f1::Matcher::Compat)
}

pub(super) fn report(sample: &Sample) -> AgreementReport {
    AgreementReport::new(sample, compat(), &settings()).unwrap()
}

/// The n-th day.
pub(super) fn day(n: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(n * 86_400, 0).unwrap()
}

pub(super) fn figures(report: &AgreementReport, rated: Rated) -> &VariableFigures {
    report.main_values().unwrap().get(rated, None).unwrap()
}

/// A figure to the fifth digit.
pub(super) fn is(estimate: &Estimate, expected: f64) {
    let value = estimate.value().unwrap_or_else(|| panic!("{estimate:?} is not {expected}"));
    assert!((value - expected).abs() < 1e-5, "{value} is not {expected}");
}

pub(super) fn words(estimate: &Estimate) -> &str {
    match estimate {
        Estimate::Words { words, .. } => words,
        figure => panic!("{figure:?} is a figure"),
    }
}

/// Every number in a report is a number.
pub(super) fn all_numbers(value: &serde_json::Value) {
    match value {
        serde_json::Value::Array(list) => list.iter().for_each(all_numbers),
        serde_json::Value::Object(map) => map.iter().for_each(|(key, value)| {
            // A figure that is no number is written as null.
            assert!(!(value.is_null() && ["value", "low", "high", "share"].contains(&&**key)), "{key} is null");
            all_numbers(value);
        }),
        _ => {}
    }
}
