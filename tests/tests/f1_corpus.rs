//! The F1 room against the recorded figures of the reference corpora.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use sarf_shared::family::Variable;
use sarf_shared::scoring::f1::{DiscussionScore, Figure, Line, Matcher, Ruler, SystemTable, Value};
use sarf_tests::{reference, scored_corpus};
use serde_json::Value as Json;

type Table = SystemTable<u64>;

/// The corpus of a hundred discussions scored, and what the reference says of it.
fn hundred(matcher: Matcher) -> Option<(Table, Json)> {
    let folder = reference::reference("figures of the corpus of a hundred")?.join("bench");
    let text = scored_corpus::text(&folder.join("corpus_100.json.gz")).unwrap();
    let mut table = SystemTable::new();
    for (id, codings) in scored_corpus::read(&text).unwrap() {
        table.set(id, &DiscussionScore::new(&codings, &Ruler::of(matcher)).unwrap());
    }
    let expected = std::fs::read_to_string(folder.join("corpus_100.expected.json")).unwrap();
    Some((table, serde_json::from_str(&expected).unwrap()))
}

#[test]
fn a_table_by_compat_prints_the_published_system_figures_beside_pooled_ones() {
    let Some((table, expected)) = hundred(Matcher::Compat) else { return };
    let system = &expected["system"];
    let published = table.published().unwrap();
    let mut figures = vec![
        (Figure::F1(Line::Aggregate), &system["aggregate_micro_f1"]),
        (Figure::F1(Line::People), &system["people_f1"]),
        (Figure::F1(Line::Events), &system["events_f1"]),
        (Figure::F1(Line::Structural), &system["structural_events_f1"]),
        (Figure::F1(Line::Shift), &system["shift_events_f1"]),
        (Figure::F1(Line::PairBonds), &system["pair_bonds_f1"]),
    ];
    for variable in Variable::ALL {
        figures.push((Figure::MacroF1(*variable), &system[format!("{variable}_macro_f1")]));
    }
    for (kind, mean) in system["structural_kind_f1"].as_object().unwrap() {
        let line: Line = kind.parse().unwrap();
        figures.push((Figure::F1(line), &mean[0]));
        assert_eq!(table.pooled().counts(line).items() as u64, mean[1].as_u64().unwrap(), "{kind}");
    }
    for (figure, expected) in figures {
        let found = published.get(figure).unwrap();
        assert!((found - expected.as_f64().unwrap()).abs() < 1e-9, "{figure:?}: {found}, recorded {expected}");
    }
    for (line, key) in [
        (Line::People, "people_entity_count"),
        (Line::Events, "events_entity_count"),
        (Line::PairBonds, "pair_bonds_entity_count"),
        (Line::Shift, "shift_events_n"),
    ] {
        assert_eq!(table.pooled().counts(line).items() as u64, system[key].as_u64().unwrap(), "{key}");
    }
}

#[test]
fn statements_by_compat_sum_to_the_recorded_totals() {
    let Some((table, expected)) = hundred(Matcher::Compat) else { return };
    let totals = &expected["statements"];
    let pooled = table.by_statement().counts(Line::Aggregate);
    let recorded = |key: &str| totals[key].as_u64().unwrap();
    assert_eq!(
        [pooled.tp as u64, pooled.fp as u64, pooled.fn_ as u64],
        [recorded("sum_tp"), recorded("sum_fp"), recorded("sum_fn")]
    );
    let exact = table.by_statement().sums().exact();
    assert_eq!((exact.part, exact.whole), (recorded("exact_matches"), recorded("n")));
}

#[test]
fn fair_finds_more_in_the_same_corpus_and_every_figure_lies_in_its_interval() {
    let (Some((fair, _)), Some((compat, _))) = (hundred(Matcher::Fair), hundred(Matcher::Compat)) else { return };
    let figure = Figure::F1(Line::People);
    assert!(fair.figure(figure).figure() >= compat.figure(figure).figure(), "kin names match under fair");
    let intervals = fair.intervals(1, 2000);
    for figure in Figure::all() {
        if let (Value::Figure(point), Some(bounds)) = (fair.figure(figure), intervals.get(figure).bounds()) {
            assert!(bounds.low <= point && point <= bounds.high, "{figure:?}: {point} not in {bounds:?}");
            assert_eq!(bounds.few_clusters(), bounds.clusters < 10);
        }
    }
}
