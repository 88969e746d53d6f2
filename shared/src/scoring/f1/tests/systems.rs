//! The table over discussions, worked out by hand.

use super::families::{ann_and_bob, both, codings, death, deltas, person};
use crate::pdp::Deltas;
use crate::scoring::Counts;
use crate::scoring::f1::{Codings, DiscussionScore, Figure, Line, Matcher, Ruler, SystemTable, Value, Why};
use crate::scoring::intervals::{Interval, NoInterval};

fn score(codings: &Codings, matcher: Matcher) -> DiscussionScore {
    DiscussionScore::new(codings, &Ruler::of(matcher)).unwrap()
}

/// Truth: Carol dies; scored the same. No shift, no bond.
fn carol() -> Codings {
    let coded = || deltas(vec![person(-1, "Carol")], Vec::new(), vec![death(-2, -1, "1990-06-05")]);
    codings(vec![both(coded(), coded())])
}

fn two(matcher: Matcher) -> SystemTable<u64> {
    let mut table = SystemTable::new();
    table.set(1, &score(&ann_and_bob(), matcher));
    table.set(2, &score(&carol(), matcher));
    table
}

#[test]
fn pooled_figures_sum_counts_and_means_average_figures() {
    for matcher in Matcher::ALL {
        let table = two(*matcher);
        // 4/1/2 and 2/0/0 are 6/1/2: 12 / 15. The mean of 8/11 and 1.
        assert_eq!(table.pooled().counts(Line::Aggregate), Counts::new(6, 1, 2), "{matcher}");
        assert_eq!(table.figure(Figure::F1(Line::Aggregate)), Value::Figure(0.8));
        let mean = table.mean(Figure::F1(Line::Aggregate));
        assert!((mean.value.figure().unwrap() - (8.0 / 11.0 + 1.0) / 2.0).abs() < 1e-15);
        assert_eq!((mean.over, mean.left_out), (2, 0));
    }
}

#[test]
fn a_mean_leaves_out_where_the_figure_is_undefined_and_says_how_often() {
    let table = two(Matcher::Fair);
    let mean = table.mean(Figure::F1(Line::PairBonds));
    assert_eq!((mean.value, mean.over, mean.left_out), (Value::Figure(1.0), 1, 1));
    let none = table.mean(Figure::F1(Line::Adopted));
    assert_eq!((none.value.to_string().as_str(), none.over, none.left_out), ("no adoptions coded", 0, 2));
}

#[test]
fn a_table_of_nothing_and_of_discussions_without_truth_has_words_in_every_cell() {
    let empty = SystemTable::<u64>::new();
    let mut untrue = SystemTable::new();
    untrue.set(3, &score(&Codings::default(), Matcher::Fair));
    for (table, why) in [(empty, Why::NoDiscussions), (untrue, Why::NoTruth)] {
        for row in table.rows() {
            assert_eq!(row.pooled.ratios.f1, Value::Undefined(why));
            assert_eq!(row.mean.map(|mean| mean.value), [Value::Undefined(why); 3]);
        }
        let interval = table.intervals(1, 100).get(Figure::F1(Line::People));
        assert!(matches!(interval, Interval::Without(_)));
        assert!(table.published().is_none());
    }
}

#[test]
fn a_discussion_without_truth_is_named_and_changes_no_figure() {
    let mut table = two(Matcher::Fair);
    let before = table.rows();
    table.set(9, &score(&Codings::default(), Matcher::Fair));
    assert_eq!(table.rows(), before);
    assert_eq!(table.left_out().collect::<Vec<_>>(), [(&9, Why::NoTruth)]);
    assert_eq!((table.scored(), table.len()), (2, 3));
}

#[test]
fn figures_of_two_rulers_in_one_table_are_seen() {
    let mut table = two(Matcher::Fair);
    assert_eq!(table.rulers(), [Ruler::of(Matcher::Fair)]);
    table.set(2, &score(&carol(), Matcher::Compat));
    assert_eq!(table.rulers().len(), 2);
    assert!(table.published().is_none(), "published figures are those of one matcher");
}

#[test]
fn published_figures_keep_their_conventions_beside_ours() {
    let table = two(Matcher::Compat);
    let published = table.published().unwrap();
    // Bonds: 1 in the first, and none in the second, which counts as 1; shifts: 1 in the first, the second is left out.
    assert_eq!(published.get(Figure::F1(Line::PairBonds)), Some(1.0));
    assert_eq!(published.get(Figure::F1(Line::Shift)), Some(1.0));
    // Anxiety: up against down is 0; Carol's matched death has none coded, which counts as 1.
    assert_eq!(published.get(Figure::MacroF1(crate::family::Variable::Anxiety)), Some(0.5));
    assert_eq!(table.mean(Figure::MacroF1(crate::family::Variable::Anxiety)).value, Value::Figure(0.0));
}

#[test]
fn one_and_identical_discussions_have_words_for_intervals() {
    let mut table = SystemTable::new();
    table.set(1u64, &score(&ann_and_bob(), Matcher::Fair));
    let figure = Figure::F1(Line::Aggregate);
    assert_eq!(table.intervals(1, 200).get(figure), Interval::Without(NoInterval::OneCluster));
    (2..12).for_each(|id| table.set(id, &score(&ann_and_bob(), Matcher::Fair)));
    let intervals = table.intervals(1, 200);
    assert_eq!(intervals.get(figure), Interval::Without(NoInterval::NoVariation));
    assert_eq!(intervals.get(Figure::F1(Line::Adopted)), Interval::Without(NoInterval::NoFigure));
}

#[test]
fn an_interval_of_few_discussions_says_so() {
    let table = two(Matcher::Fair);
    let interval = table.intervals(1, 1000).get(Figure::F1(Line::Aggregate));
    // Both the first (8/11), both the second (1), or one of each.
    let bounds = interval.bounds().unwrap();
    assert_eq!((bounds.low, bounds.high, bounds.clusters), (8.0 / 11.0, 1.0, 2));
    assert_eq!(interval.to_string(), "0.727 to 1.000 (only 2 discussions)");
    assert_eq!(table.intervals(1, 1000), table.intervals(1, 1000));
}

#[test]
fn a_coding_with_nothing_there_scores_zero_and_not_undefined() {
    let mut missed = carol();
    missed.statements[0].scored = Some(Deltas::default());
    let mut table = SystemTable::new();
    table.set(1u64, &score(&missed, Matcher::Fair));
    assert_eq!(table.figure(Figure::F1(Line::People)), Value::Figure(0.0));
    assert_eq!(table.figure(Figure::Precision(Line::People)).to_string(), "no people on the scored side");
}
