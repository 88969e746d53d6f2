//! Run against run, worked out by hand.

use std::collections::BTreeMap;

use super::families::{ann_and_bob, birth, deltas, person, shift};
use crate::family::{ItemId, Person, VariableShift};
use crate::scoring::f1::{
    Codings, CompareOptions, DiscussionScore, Figure, Line, Matcher, NotComparable, Ruler, RunScores, Value, compare,
};
use crate::scoring::intervals::{Interval, NoTest, Test};

type Scores = BTreeMap<u64, DiscussionScore>;

fn scores(all: &[(u64, Codings)], matcher: Matcher) -> Scores {
    all.iter().map(|(id, codings)| (*id, DiscussionScore::new(codings, &Ruler::of(matcher)).unwrap())).collect()
}

fn run(scores: &Scores, truth: u32) -> RunScores<'_, u64, u32> {
    RunScores { truth, discussions: scores.iter().map(|(id, score)| (*id, score)).collect() }
}

fn options() -> CompareOptions {
    CompareOptions { replicates: 500, ..CompareOptions::default() }
}

/// The same truth as of Ann and Bob; this run finds Kim's birth and misses the shift.
fn better_at_births() -> Codings {
    let mut codings = ann_and_bob();
    codings.statements[0].scored.as_mut().unwrap().events.clear();
    let kim = Person { parents: Some(ItemId(-13)), ..person(-16, "Kim") };
    codings.statements[1].scored = Some(deltas(vec![kim], vec![], vec![birth(-17, [-11, -12], -16, "2010-03-01")]));
    codings
}

#[test]
fn fixed_and_broken_items_are_listed_with_the_statement_that_first_spoke_of_them() {
    for matcher in Matcher::ALL {
        let (old, new) = (scores(&[(7, ann_and_bob())], *matcher), scores(&[(7, better_at_births())], *matcher));
        let comparison = compare(&run(&old, 3), &run(&new, 3), &options()).unwrap();
        let listed: Vec<_> = comparison.fixed.iter().map(|item| (item.line, item.id.0, item.statement)).collect();
        assert_eq!(listed, [(Line::People, -5, Some(1)), (Line::Birth, -6, Some(1)), (Line::ChildOf, -5, Some(1))]);
        let listed: Vec<_> = comparison.broken.iter().map(|item| (item.line, item.id.0, item.statement)).collect();
        assert_eq!(listed, [(Line::Shift, -4, Some(0))]);
        // Aggregate 4/1/2 before; now Ann, Bob, Kim, the bond and the birth are right, Zoe is not, the shift is missed: 5/1/1.
        let aggregate = comparison.get(Figure::F1(Line::Aggregate)).unwrap();
        assert_eq!((aggregate.old, aggregate.new), (Value::Figure(8.0 / 11.0), Value::Figure(10.0 / 12.0)));
        assert_eq!(aggregate.difference, Value::Figure(10.0 / 12.0 - 8.0 / 11.0));
        assert!(matches!(aggregate.interval, Interval::Without(_)), "one discussion has no interval");
        assert_eq!(aggregate.test, Test::Without(NoTest::OneCluster));
        let events = comparison.mcnemar.iter().find(|test| test.line == Line::Events).unwrap();
        assert_eq!((events.both, events.fixed, events.broken, events.neither), (0, 1, 1, 0));
        assert_eq!(events.p(), Ok(1.0));
    }
}

#[test]
fn a_run_against_itself_gives_words_and_no_p() {
    let all = scores(&[(1, ann_and_bob()), (2, better_at_births())], Matcher::Fair);
    let comparison = compare(&run(&all, 1), &run(&all, 1), &options()).unwrap();
    assert!(comparison.fixed.is_empty() && comparison.broken.is_empty());
    for difference in &comparison.differences {
        assert_eq!(difference.test, Test::Without(NoTest::NoDifference), "{:?}", difference.figure);
        assert!(matches!(difference.interval, Interval::Without(_)), "{:?}", difference.figure);
    }
    assert!(comparison.mcnemar.iter().all(|test| test.p() == Err(NoTest::NoDifference)));
}

#[test]
fn another_truth_another_ruler_and_nothing_in_common_are_refused_with_words() {
    let fair = scores(&[(1, ann_and_bob())], Matcher::Fair);
    let compat = scores(&[(1, ann_and_bob())], Matcher::Compat);
    let elsewhere = scores(&[(2, ann_and_bob())], Matcher::Fair);
    let refused =
        |old: &RunScores<'_, u64, u32>, new: &RunScores<'_, u64, u32>| compare(old, new, &options()).unwrap_err();
    assert_eq!(refused(&run(&fair, 1), &run(&fair, 2)), NotComparable::OtherTruth);
    assert!(refused(&run(&fair, 1), &run(&compat, 1)).to_string().contains("(fair v1; compat v1"));
    assert_eq!(refused(&run(&fair, 1), &run(&elsewhere, 1)), NotComparable::NothingInCommon);
    let mut other = ann_and_bob();
    other.statements[1].truth.as_mut().unwrap().people[0].name = Some("Jim".into());
    let other = scores(&[(1, other)], Matcher::Fair);
    assert_eq!(refused(&run(&fair, 1), &run(&other, 1)), NotComparable::OtherTruth, "whatever the caller says");
}

#[test]
fn the_worst_regression_comes_first_and_discussions_of_one_run_are_named() {
    let mut worse = ann_and_bob();
    worse.statements[0].scored = Some(deltas(vec![person(-11, "Ann")], vec![], vec![]));
    let old = scores(&[(1, ann_and_bob()), (2, ann_and_bob()), (3, ann_and_bob()), (4, ann_and_bob())], Matcher::Fair);
    let new = scores(&[(1, better_at_births()), (2, ann_and_bob()), (3, worse), (9, ann_and_bob())], Matcher::Fair);
    let comparison = compare(&run(&old, 1), &run(&new, 1), &options()).unwrap();
    assert_eq!(comparison.discussions.iter().map(|one| one.discussion).collect::<Vec<_>>(), [3, 2, 1]);
    let first = &comparison.discussions[0];
    // Of Ann, Bob, bond and shift only Ann is left.
    assert_eq!((first.fixed, first.broken), (0, 3));
    assert_eq!(comparison.left_out, [4, 9]);
}

#[test]
fn a_run_that_is_better_everywhere_has_a_small_p_and_an_interval_above_zero() {
    let with = |found: i64| {
        let truth_events = (1..=5).map(|at| shift(-20 - at, -1, &format!("19{}-06-05", 80 + at), VariableShift::Up));
        let events = truth_events.clone().take(found as usize).collect();
        let scored = deltas(vec![person(-1, "Ann")], vec![], events);
        let truth = deltas(vec![person(-1, "Ann")], vec![], truth_events.collect());
        super::families::codings(vec![super::families::both(scored, truth)])
    };
    let old: Vec<_> = (0..10).map(|id| (id, with(1 + id as i64 % 2))).collect();
    let new: Vec<_> = (0..10).map(|id| (id, with(3 + id as i64 % 3))).collect();
    let (old, new) = (scores(&old, Matcher::Fair), scores(&new, Matcher::Fair));
    let comparison = compare(&run(&old, 1), &run(&new, 1), &options()).unwrap();
    let shifts = comparison.get(Figure::F1(Line::Shift)).unwrap();
    assert!(shifts.interval.bounds().unwrap().low > 0.0, "{}", shifts.interval);
    // All ten differences have one sign: 2 of the 1,024 ways to exchange are as large.
    assert!((shifts.test.p().unwrap() - 2.0 / 1024.0).abs() < 1e-12, "{}", shifts.test);
}
