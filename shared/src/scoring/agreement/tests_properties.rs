//! What holds of every sample, over generated ones, with the matcher `fair`.

use proptest::prelude::*;
use rand::seq::SliceRandom;

use super::made::*;
use super::*;
use crate::family::{DateCertainty, Event, EventKind, ItemId, PairBond, Person};
use crate::pdp::Deltas;
use crate::scoring::f1::Ruler;
use crate::seed::generator;

/// What a coder says: who, which kind, which month (none: undated), which values.
type Item = (usize, u8, Option<usize>, u8);
/// For each coder, for each statement, the items; `None` is not coded.
type Coded = Vec<Vec<Option<Vec<Item>>>>;

const NAMES: [&str; 4] = ["Ann", "Ben", "Mom", "Sarah"];
const VALUES: [&str; 6] = ["none", "up", "A down", "R distance,up", "R away", "F same,A up"];

fn any_coded(coders: usize) -> impl Strategy<Value = Coded> {
    let item = (0usize..4, 0u8..8, prop::option::weighted(0.8, 0usize..30), 0u8..6);
    let statement = prop::option::weighted(0.85, prop::collection::vec(item, 0..4));
    prop::collection::vec(prop::collection::vec(statement, 4), coders)
}

/// The codings, each coder with pending numbers of their own.
fn made(coded: &Coded, number: impl Fn(usize, i64) -> i64) -> Sample {
    let coders = (coded.iter().enumerate())
        .map(|(coder, statements)| {
            let id = |n: i64| ItemId(-number(coder, n));
            let mut next = 10;
            let statements = (statements.iter())
                .map(|items| {
                    let people = NAMES
                        .iter()
                        .enumerate()
                        .map(|(at, name)| Person { name: Some((*name).to_owned()), ..Person::new(id(at as i64)) });
                    let bond = PairBond::new(id(9), id(0), id(1));
                    let events = items.as_ref()?.iter().map(|(who, kind, month, values)| {
                        next += 1;
                        let mut event = shift(id(next).0, month.unwrap_or(0), VALUES[usize::from(*values)]);
                        event.person = Some(id(*who as i64));
                        if month.is_none() {
                            (event.date_time, event.date_certainty) = (None, Some(DateCertainty::Unknown));
                        }
                        if *kind == 0 {
                            event = Event {
                                kind: EventKind::Moved,
                                symptom: None,
                                anxiety: None,
                                relationship: None,
                                functioning: None,
                                ..event
                            };
                        }
                        event
                    });
                    let deltas = Deltas {
                        people: people.collect(),
                        events: events.collect(),
                        pair_bonds: vec![bond],
                        ..Deltas::default()
                    };
                    Some(deltas.into())
                })
                .collect();
            CoderCodings { coder: Coder::human(format!("coder {coder}")), statements }
        })
        .collect();
    Sample { discussions: vec![discussion("39", coders)] }
}

/// The same codings with coders and items in another order and other pending numbers.
fn shuffled(coded: &Coded, seed: u64) -> Sample {
    let mut sample = made(coded, |coder, n| 1 + (n * 7919 + 31 * coder as i64) % 10_007);
    let mut random = generator(seed, &[]);
    for discussion in &mut sample.discussions {
        discussion.coders.shuffle(&mut random);
        for coding in discussion.coders.iter_mut().flat_map(|coder| &mut coder.statements).flatten() {
            coding.deltas.people.shuffle(&mut random);
            coding.deltas.events.shuffle(&mut random);
        }
    }
    sample
}

fn fair(sample: &Sample, level: Level) -> AgreementReport {
    let settings = Settings {
        level,
        replicates: 20,
        conventions: vec![Convention::MATCHED, Convention::CELLS],
        ..Settings::default()
    };
    AgreementReport::new(sample, Ruler::default(), &settings).unwrap()
}

/// All numbers of the report, and the words in their places.
fn figures(report: &AgreementReport) -> String {
    let told = (&report.finding, &report.values, &report.presence, &report.confusions, &report.models, &report.windows);
    let impacts: Vec<_> = report.disagreements.iter().map(|one| (one.impact, &one.about)).collect();
    serde_json::to_string(&(told, impacts, &report.sample, &report.notes)).unwrap()
}

#[test]
fn a_changed_value_changes_the_figures_the_properties_look_at() {
    let mut coded: Coded = vec![vec![Some(vec![(0, 1, Some(3), 1), (1, 1, Some(5), 1)]); 4]; 3];
    let plain = figures(&fair(&made(&coded, |_, n| n + 1), Level::Cumulative));
    coded[1][2].as_mut().unwrap()[0].3 = 4;
    assert_ne!(figures(&fair(&made(&coded, |_, n| n + 1), Level::Cumulative)), plain);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn neither_the_order_of_coders_and_items_nor_their_numbers_change_a_digit(
        coded in any_coded(3),
        seed in any::<u64>(),
    ) {
        for level in Level::ALL {
            let plain = fair(&made(&coded, |_, n| n + 1), *level);
            prop_assert_eq!(figures(&fair(&shuffled(&coded, seed), *level)), figures(&plain));
        }
    }

    #[test]
    fn identical_coders_agree_on_everything(one in any_coded(1), seed in any::<u64>()) {
        let mut all = one;
        all.push(all[0].clone());
        all.push(all[0].clone());
        let report = fair(&shuffled(&all, seed), Level::Cumulative);
        for line in &report.finding.humans {
            prop_assert_eq!(line.f1.value(), Some(1.0), "{}", line.line);
        }
        prop_assert_eq!(&report.disagreements, &vec![]);
        for figures in report.values.iter().flat_map(|section| &section.variables).chain(&report.presence) {
            for statistic in Statistic::ALL {
                match figures.humans.get(*statistic) {
                    Estimate::Figure { value, .. } => prop_assert!((value - 1.0).abs() < 1e-9, "{figures:?}"),
                    Estimate::Words { reason, .. } => {
                        let enough = matches!(reason, Undefined::TooSmall { n } if *n >= 2);
                        prop_assert!(!enough, "two units are enough");
                    }
                }
            }
        }
    }

    #[test]
    fn no_figure_is_ever_not_a_number_and_a_model_changes_none_of_the_humans(coded in any_coded(4)) {
        let mut with = made(&coded, |_, n| n + 1);
        with.discussions[0].coders[3].coder = Coder::model("m", "1");
        let mut without = with.clone();
        without.discussions[0].coders.truncate(3);
        for level in Level::ALL {
            let (with, without) = (fair(&with, *level), fair(&without, *level));
            all_numbers(&serde_json::to_value(&with).unwrap());
            for (one, two) in without.values.iter().zip(&with.values) {
                for figures in &one.variables {
                    let same = two.get(figures.rated, figures.kind).unwrap();
                    prop_assert_eq!(&figures.humans, &same.humans);
                    prop_assert_eq!(&figures.left_out, &same.left_out);
                }
            }
            prop_assert_eq!(&without.finding.humans, &with.finding.humans);
            prop_assert_eq!(&without.windows, &with.windows);
            prop_assert_eq!(without.sample.matched, with.sample.matched);
        }
    }

    #[test]
    fn the_long_file_of_any_sample_gives_its_figures(coded in any_coded(3)) {
        let sample = made(&coded, |_, n| n + 1);
        let report = fair(&sample, Level::Cumulative);
        for section in &report.values {
            let text = write_long_csv(&report.units, section.convention).unwrap();
            let read = figures_of_long_csv(&text, section.convention, &settings()).unwrap();
            for figures in section.variables.iter().filter(|figures| figures.humans.n > 0) {
                let again = read.get(figures.rated, figures.kind).unwrap();
                for statistic in Statistic::ALL {
                    let (one, two) = (figures.humans.get(*statistic), again.humans.get(*statistic));
                    prop_assert_eq!((one.value(), one.n()), (two.value(), two.n()));
                }
            }
        }
    }
}
