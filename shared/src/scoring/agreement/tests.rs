//! The golden values (computed with krippendorff 0.9, irrCAC 0.4.4, scikit-learn and statsmodels) and the properties.

use proptest::prelude::*;

use super::*;

/// Units written as "up/down up/-": a value for each coder, "-" a gap.
fn ratings(coders: usize, units: &str) -> Ratings<&str> {
    let mut ratings = Ratings::new(coders);
    for unit in units.split_whitespace() {
        ratings.push(unit.split('/').map(|value| (value != "-").then_some(value)));
    }
    ratings
}

/// Units of two coders from a square table of counts.
fn crossed(counts: &[&[usize]]) -> Ratings<usize> {
    let mut ratings = Ratings::new(2);
    for (a, row) in counts.iter().enumerate() {
        for (b, count) in row.iter().enumerate() {
            (0..*count).for_each(|_| ratings.push([Some(a), Some(b)]));
        }
    }
    ratings
}

fn is(figure: Defined, expected: f64) {
    let value = figure.unwrap().value;
    assert!((value - expected).abs() < 1e-5, "{value} is not {expected}");
}

#[test]
fn cohens_kappa_of_crossed_counts() {
    is(crossed(&[&[20, 5], &[10, 15]]).cohens_kappa(0, 1), 0.4);
    let abstractors = crossed(&[&[13, 0, 0], &[0, 20, 7], &[0, 4, 56]]);
    is(abstractors.cohens_kappa(0, 1), 0.7964094);
    is(abstractors.fleiss_kappa(), 0.7962397);
}

#[test]
fn fleiss_kappa_of_the_classic_table_of_fourteen_coders() {
    let rows = [
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
    ];
    is(Table::from_counts(rows.map(Vec::from)).fleiss_kappa(), 0.20993);
}

#[test]
fn alpha_of_four_observers_and_twelve_units_with_gaps() {
    let observers =
        ratings(4, "1/1/-/1 2/2/3/2 3/3/3/3 3/3/3/3 2/2/2/2 1/2/3/4 4/4/4/4 1/1/2/1 2/2/2/2 -/5/5/5 -/-/1/1 -/3/-/-");
    is(observers.krippendorff_alpha(), 0.743421);
    assert_eq!(observers.table().pairable_values(), 40);
}

#[test]
fn ten_units_of_two_coders_by_every_figure() {
    let ten = ratings(2, "up/up up/down down/down same/same none/none up/up none/up down/same none/none same/same");
    is(ten.cohens_kappa(0, 1), 0.6);
    is(ten.krippendorff_alpha(), 0.61745);
    is(ten.gwet_ac1(), 0.60089);
    is(ten.fleiss_kappa(), 0.59732);
    is(ten.percent_agreement(), 0.7);
}

#[test]
fn high_agreement_on_a_rare_value_shows_the_paradox_of_kappa() {
    // In the order none, up: 45 both none, 2 and 2 one of them, 1 both up.
    let rare = crossed(&[&[45, 2], &[2, 1]]);
    is(rare.percent_agreement(), 0.92);
    is(rare.cohens_kappa(0, 1), 0.29078);
    is(rare.krippendorff_alpha(), 0.29787);
    is(rare.gwet_ac1(), 0.90983);
    assert!((rare.prevalence()[&1] - 0.06).abs() < 1e-12);
}

#[test]
fn three_coders_with_gaps() {
    let three = ratings(
        3,
        "up/up/- up/up/down down/down/down none/-/none same/same/same up/none/up none/none/none -/down/down",
    );
    is(three.krippendorff_alpha(), 0.75309);
    is(three.gwet_ac1(), 0.77982);
    is(three.fleiss_kappa(), 0.77143);
    assert_eq!(three.without(2).coders(), 2);
    assert_eq!(three.without(2).fleiss_kappa().unwrap().n, 6);
}

#[test]
fn what_is_undefined_is_said_in_three_different_sentences() {
    let one_value = ratings(2, "up/up up/up up/up");
    let figures = |ratings: &Ratings<&str>| {
        [ratings.cohens_kappa(0, 1), ratings.fleiss_kappa(), ratings.gwet_ac1(), ratings.krippendorff_alpha()]
    };
    assert!(figures(&one_value).iter().all(|figure| *figure == Err(Undefined::AllAgree)));
    is(one_value.percent_agreement(), 1.0);
    let one_unit = ratings(2, "up/down up/- -/same");
    assert!(figures(&one_unit).iter().all(|figure| *figure == Err(Undefined::TooSmall { n: 1 })));
    let nothing = ratings(2, "-/- -/-");
    assert!(figures(&nothing).iter().all(|figure| *figure == Err(Undefined::NotCoded)));
    assert_eq!(nothing.percent_agreement(), Err(Undefined::NotCoded));
    let words = [Undefined::AllAgree, Undefined::TooSmall { n: 1 }, Undefined::NotCoded].map(|why| why.to_string());
    assert_eq!(words, ["all agree (no variation)", "n too small (n = 1)", "not coded"]);
}

#[test]
fn a_value_only_one_coder_gave_takes_no_part_in_alpha() {
    let alone = ratings(2, "up/up up/up down/-");
    assert_eq!(alone.krippendorff_alpha(), Err(Undefined::AllAgree));
}

fn any_ratings() -> impl Strategy<Value = Vec<Vec<Option<u8>>>> {
    proptest::collection::vec(proptest::collection::vec(proptest::option::weighted(0.8, 0u8..4), 3), 0..12)
}

fn made(units: &[Vec<Option<u8>>]) -> Ratings<u8> {
    let mut ratings = Ratings::new(3);
    units.iter().for_each(|unit| ratings.push(unit.clone()));
    ratings
}

fn all(ratings: &Ratings<u8>) -> [Defined; 4] {
    [ratings.percent_agreement(), ratings.fleiss_kappa(), ratings.gwet_ac1(), ratings.krippendorff_alpha()]
}

fn same(a: [Defined; 4], b: [Defined; 4]) -> bool {
    a.iter().zip(&b).all(|(a, b)| match (a, b) {
        (Ok(a), Ok(b)) => a.n == b.n && (a.value - b.value).abs() < 1e-9,
        (a, b) => a == b,
    })
}

proptest! {
    #[test]
    fn no_figure_is_ever_not_a_number_or_above_one(units in any_ratings()) {
        let ratings = made(&units);
        for figure in all(&ratings).into_iter().chain([ratings.cohens_kappa(0, 1)]).flatten() {
            prop_assert!(figure.value.is_finite() && figure.value <= 1.0 + 1e-12, "{figure:?}");
        }
    }

    #[test]
    fn neither_the_order_of_units_and_coders_nor_the_names_of_values_matter(units in any_ratings()) {
        let turned: Vec<Vec<Option<u8>>> = (units.iter().rev())
            .map(|unit| unit.iter().rev().map(|value| value.map(|value| 9 - value)).collect())
            .collect();
        prop_assert!(same(all(&made(&units)), all(&made(&turned))));
    }

    #[test]
    fn complete_agreement_is_one_wherever_values_vary(values in proptest::collection::vec(0u8..4, 2..10)) {
        let units: Vec<Vec<Option<u8>>> = values.iter().map(|value| vec![Some(*value); 3]).collect();
        for figure in all(&made(&units)) {
            match figure {
                Ok(figure) => prop_assert!((figure.value - 1.0).abs() < 1e-9),
                Err(why) => prop_assert_eq!(why, Undefined::AllAgree),
            }
        }
    }
}
