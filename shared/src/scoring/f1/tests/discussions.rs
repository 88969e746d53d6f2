//! Discussions worked out by hand.

use super::families::{ann_and_bob, birth, both, codings, death, deltas, person, shift};
use crate::family::{Event, ItemId, RelationshipKind, Variable, VariableShift};
use crate::pdp::Deltas;
use crate::scoring::Counts;
use crate::scoring::compat::CompatError;
use crate::scoring::f1::{
    Codings, DiscussionScore, Figure, Line, Matcher, Ruler, ScoreError, StatementCodings, Value, WhichSide, Why,
};
use crate::scoring::fair::Stands;

fn score(codings: &Codings, matcher: Matcher) -> DiscussionScore {
    DiscussionScore::new(codings, &Ruler::of(matcher)).unwrap()
}

#[test]
fn a_discussion_counts_what_its_final_families_share() {
    for matcher in Matcher::ALL {
        let score = score(&ann_and_bob(), *matcher);
        let counts = |line| score.tally.counts(line);
        // Ann and Bob are found, Zoe is invented, Kim missed.
        assert_eq!(counts(Line::People), Counts::new(2, 1, 1), "{matcher}");
        assert_eq!(counts(Line::PairBonds), Counts::new(1, 0, 0));
        // The shift two days off is the same, the birth is missed.
        assert_eq!(counts(Line::Shift), Counts::new(1, 0, 0));
        assert_eq!((counts(Line::Birth), counts(Line::Structural)), (Counts::new(0, 0, 1), Counts::new(0, 0, 1)));
        assert_eq!(counts(Line::Events), Counts::new(1, 0, 1));
        // 2 + 1 + 1 right, 1 too many, 1 + 1 missing: 8 / 11.
        assert_eq!(counts(Line::Aggregate), Counts::new(4, 1, 2));
        assert_eq!(Figure::F1(Line::Aggregate).of(score.tally.sums()), Value::Figure(8.0 / 11.0));
        assert_eq!(counts(Line::ChildOf), Counts::new(0, 0, 1));
        // Anxiety is found with Ann; up against down is wrong on both sides.
        assert_eq!(counts(Line::AnxietyDetection), Counts::new(1, 0, 0));
        assert_eq!(counts(Line::AnxietyValue), Counts::new(0, 1, 1));
        assert!(counts(Line::SymptomDetection).is_undefined());
        let confusion = score.tally.confusion(Variable::Anxiety);
        assert_eq!(confusion.labels, ["up", "down", "same", "not coded"]);
        assert_eq!(confusion.cells, [[0, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]);
        assert_eq!(score.tally.confusion(Variable::Symptom).cells[3][3], 1);
        // Ann and Bob hang together and Zoe does not; in the truth all three do.
        let connected = |side| score.tally.sums().connected(side);
        assert_eq!((connected(WhichSide::Scored).part, connected(WhichSide::Scored).whole), (2, 3));
        assert_eq!((connected(WhichSide::Truth).part, connected(WhichSide::Truth).whole), (3, 3));
        assert_eq!(Figure::Exact.of(score.tally.sums()), Value::Figure(0.0));
        assert_eq!(score.coverage.to_string(), "truth covers 2 of 2 statements");
    }
}

#[test]
fn each_statement_has_a_score_of_its_own() {
    for matcher in Matcher::ALL {
        let score = score(&ann_and_bob(), *matcher);
        let [first, second] = [0, 1].map(|at| score.statements[at].as_ref().unwrap().tally.counts(Line::Aggregate));
        assert_eq!((first, second), (Counts::new(4, 1, 0), Counts::new(0, 0, 2)), "{matcher}");
        assert_eq!(score.by_statement().counts(Line::Aggregate), Counts::new(4, 1, 2));
    }
}

#[test]
fn one_right_value_of_ten_is_a_tenth() {
    // Ten people, of each anxiety is coded by both sides, once alike.
    let people: Vec<_> =
        (1..=10).map(|at| person(-at, &format!("Person {}", "ABCDEFGHIJ".split_at(at as usize).0))).collect();
    let coded = |word: fn(i64) -> VariableShift| {
        let events = (1..=10).map(|at| shift(-20 - at, -at, "1990-06-05", word(at))).collect();
        deltas(people.clone(), Vec::new(), events)
    };
    let truth = coded(|_| VariableShift::Up);
    let scored = coded(|at| if at == 1 { VariableShift::Up } else { VariableShift::Down });
    let score = score(&codings(vec![both(scored, truth)]), Matcher::Fair);
    assert_eq!(score.tally.counts(Line::AnxietyDetection), Counts::new(10, 0, 0));
    assert_eq!(score.tally.counts(Line::AnxietyValue), Counts::new(1, 9, 9));
    assert_eq!(Figure::F1(Line::AnxietyValue).of(score.tally.sums()), Value::Figure(0.1));
}

#[test]
fn targets_of_a_move_count_apart_from_its_kind() {
    let people = || vec![person(-1, "Ann"), person(-2, "Bob"), person(-3, "Carol")];
    let moves = |kind, target: i64| {
        let away = Event {
            anxiety: None,
            relationship: Some(kind),
            relationship_targets: vec![ItemId(target)],
            ..shift(-4, -1, "1990-06-05", VariableShift::Up)
        };
        deltas(people(), Vec::new(), vec![away])
    };
    let one = both(moves(RelationshipKind::Distance, -2), moves(RelationshipKind::Cutoff, -2));
    for matcher in Matcher::ALL {
        let score = score(&codings(vec![one.clone()]), *matcher);
        assert_eq!(score.tally.counts(Line::RelationshipDetection), Counts::new(1, 0, 0), "{matcher}");
        assert_eq!(score.tally.counts(Line::RelationshipValue), Counts::new(0, 1, 1), "{matcher}");
        assert_eq!(score.tally.counts(Line::RelationshipPeople), Counts::new(1, 0, 0), "{matcher}");
    }
}

/// First statement without truth: the scored side introduces Ann and codes her death in 1990, and Max. Second, with
/// truth: Ann, her death, Bob's; the scored side adds Bob's death.
fn partial() -> Codings {
    let before = deltas(vec![person(-11, "Ann"), person(-12, "Max")], Vec::new(), vec![death(-13, -11, "1990-06-05")]);
    let truth = deltas(
        vec![person(-1, "Ann"), person(-2, "Bob")],
        Vec::new(),
        vec![death(-3, -1, "1990-06-05"), death(-4, -2, "2001-02-03"), shift(-5, -1, "1989-06-05", VariableShift::Up)],
    );
    let scored = deltas(
        vec![person(-14, "Bob")],
        Vec::new(),
        vec![death(-15, -14, "2001-02-03"), shift(-16, -11, "1989-06-05", VariableShift::Up)],
    );
    codings(vec![StatementCodings { scored: Some(before), truth: None }, both(scored, truth)])
}

#[test]
fn a_statement_without_truth_is_context_and_its_items_count_on_neither_side() {
    for matcher in Matcher::ALL {
        let score = score(&partial(), *matcher);
        // Max is not invented and Ann neither found nor missed: both were introduced where no truth is.
        assert_eq!(score.tally.counts(Line::People), Counts::new(1, 0, 0), "{matcher}");
        // So was Ann's death; Bob's counts, and the shift of Ann, who can be referred to.
        assert_eq!(score.tally.counts(Line::Death), Counts::new(1, 0, 0), "{matcher}");
        assert_eq!(score.tally.counts(Line::Shift), Counts::new(1, 0, 0), "{matcher}");
        assert_eq!(score.coverage.to_string(), "truth covers 1 of 2 statements");
        assert_eq!(score.statements[0], Err(Why::NoTruth));
    }
}

#[test]
fn a_statement_the_scored_side_did_not_code_is_missed_and_said() {
    let mut codings = ann_and_bob();
    codings.statements[1].scored = None;
    let score = score(&codings, Matcher::Fair);
    assert_eq!(score.statements[1], Err(Why::NotScored));
    assert_eq!(score.tally.counts(Line::Birth), Counts::new(0, 0, 1));
    assert_eq!(score.coverage.to_string(), "truth covers 2 of 2 statements, 1 of them not coded by the scored side");
}

#[test]
fn a_discussion_without_truth_or_without_codings_has_words_for_figures() {
    for matcher in Matcher::ALL {
        assert_eq!(score(&Codings::default(), *matcher).whole, Err(Why::NoTruth));
        let mut no_truth = ann_and_bob();
        no_truth.statements.iter_mut().for_each(|statement| statement.truth = None);
        assert_eq!(score(&no_truth, *matcher).whole, Err(Why::NoTruth));
        let mut not_scored = ann_and_bob();
        not_scored.statements.iter_mut().for_each(|statement| statement.scored = None);
        assert_eq!(score(&not_scored, *matcher).whole, Err(Why::NotScored));
    }
}

#[test]
fn nothing_there_on_both_sides_is_an_exact_statement_and_no_figure() {
    let nothing = codings(vec![both(Deltas::default(), Deltas::default())]);
    for matcher in Matcher::ALL {
        let score = score(&nothing, *matcher);
        assert_eq!(Figure::Exact.of(score.tally.sums()), Value::Figure(1.0), "{matcher}");
        assert_eq!(
            Figure::F1(Line::Aggregate).of(score.tally.sums()),
            Value::Undefined(Why::NoneCoded(Line::Aggregate))
        );
    }
}

#[test]
fn a_statement_knows_the_people_of_earlier_ones() {
    // Mary is -1 for the one and -9 for the other since the first statement; both speak of her in the second.
    let scored =
        [deltas(vec![person(-9, "Mary")], vec![], vec![]), deltas(vec![], vec![], vec![death(-8, -9, "1990-06-05")])];
    let truth =
        [deltas(vec![person(-1, "Mary")], vec![], vec![]), deltas(vec![], vec![], vec![death(-4, -1, "1990-06-05")])];
    let codings = codings(scored.into_iter().zip(truth).map(|(scored, truth)| both(scored, truth)).collect());
    let fair = score(&codings, Matcher::Fair);
    let second = &fair.statements[1].as_ref().unwrap().tally;
    assert_eq!((second.counts(Line::Death), second.counts(Line::People)), (Counts::new(1, 0, 0), Counts::default()));
    assert_eq!(Figure::Exact.of(fair.tally.sums()), Value::Figure(1.0));
    // The published method looks at the statement alone.
    let compat = score(&codings, Matcher::Compat);
    assert_eq!(compat.statements[1].as_ref().unwrap().tally.counts(Line::Death), Counts::new(0, 1, 1));
}

#[test]
fn an_edited_name_scores_the_statements_that_speak_of_the_person_again() {
    let mut codings = codings(vec![
        both(deltas(vec![person(-9, "Quentin")], vec![], vec![]), deltas(vec![person(-1, "Mary")], vec![], vec![])),
        both(
            deltas(vec![], vec![], vec![death(-8, -9, "1990-06-05")]),
            deltas(vec![], vec![], vec![death(-4, -1, "1990-06-05")]),
        ),
    ]);
    let ruler = Ruler::of(Matcher::Fair);
    let mut score = DiscussionScore::new(&codings, &ruler).unwrap();
    assert_eq!(score.tally.counts(Line::Death), Counts::new(0, 1, 1));
    codings.statements[0].scored.as_mut().unwrap().people[0].name = Some("Mary".into());
    score.rescore_statement(&codings, 0).unwrap();
    assert_eq!(score.statements[1].as_ref().unwrap().tally.counts(Line::Death), Counts::new(1, 0, 0));
    assert_eq!(score, DiscussionScore::new(&codings, &ruler).unwrap());
}

#[test]
fn an_edit_of_a_statement_that_is_not_named_leaves_its_old_score_standing() {
    // The control of the incremental properties: they could not hold if every statement were scored every time.
    let mut codings = ann_and_bob();
    let ruler = Ruler::of(Matcher::Fair);
    let mut score = DiscussionScore::new(&codings, &ruler).unwrap();
    codings.statements[0].scored.as_mut().unwrap().events.clear();
    score.rescore_statement(&codings, 1).unwrap();
    let fresh = DiscussionScore::new(&codings, &ruler).unwrap();
    assert_ne!(score.statements[0], fresh.statements[0]);
    score.rescore_statement(&codings, 0).unwrap();
    assert_eq!(score, fresh);
}

#[test]
fn what_the_published_method_cannot_score_is_an_error_that_leaves_the_old_score_standing() {
    let mut codings = ann_and_bob();
    let ruler = Ruler::of(Matcher::Compat);
    let mut score = DiscussionScore::new(&codings, &ruler).unwrap();
    let before = score.clone();
    codings.statements[0].scored.as_mut().unwrap().pair_bonds[0].person_b = None;
    let error = score.rescore_statement(&codings, 0).unwrap_err();
    assert_eq!(error, ScoreError::Compat(CompatError::HalfBond));
    assert!(error.to_string().contains("the matcher fair has no such limit"));
    assert_eq!(score, before);
}

#[test]
fn an_override_wins_in_the_discussion_and_in_each_statement_that_speaks_of_the_person() {
    let mut codings = codings(vec![
        both(deltas(vec![person(-9, "Quentin")], vec![], vec![]), deltas(vec![person(-1, "Mary")], vec![], vec![])),
        both(
            deltas(vec![], vec![], vec![death(-8, -9, "1990-06-05")]),
            deltas(vec![], vec![], vec![death(-4, -1, "1990-06-05")]),
        ),
        both(deltas(vec![person(-7, "Zoe")], vec![], vec![]), deltas(vec![person(-2, "Zoe")], vec![], vec![])),
    ]);
    assert_eq!(score(&codings, Matcher::Fair).tally.counts(Line::Aggregate), Counts::new(1, 2, 2));
    codings.overrides.set(ItemId(-9), Stands::For(ItemId(-1)));
    let fair = score(&codings, Matcher::Fair);
    assert_eq!(fair.tally.counts(Line::Aggregate), Counts::new(3, 0, 0));
    assert_eq!(fair.by_statement().counts(Line::Aggregate), Counts::new(3, 0, 0));
    // The published method follows none.
    assert_eq!(score(&codings, Matcher::Compat).tally.counts(Line::People), Counts::new(1, 1, 1));
    codings.overrides.set(ItemId(-99), Stands::ForNobody);
    let error = DiscussionScore::new(&codings, &Ruler::of(Matcher::Fair)).unwrap_err();
    assert!(error.to_string().contains("-99"), "an override of somebody who is not there is not passed over: {error}");
}

#[test]
fn items_know_the_statement_that_first_spoke_of_them() {
    let score = score(&ann_and_bob(), Matcher::Fair);
    let whole = score.whole.as_ref().unwrap();
    assert_eq!(whole.truth.first_statement(ItemId(-6)), Some(1));
    assert_eq!(whole.scored.first_statement(ItemId(-15)), Some(0));
    assert_eq!(whole.truth.first_statement(ItemId(-99)), None);
    assert_eq!(birth(-6, [-1, -2], -5, "2010-03-01").id, whole.truth.items.events[1].id);
}
