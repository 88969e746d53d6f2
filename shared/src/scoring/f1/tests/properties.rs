//! What holds for any codings.

use proptest::prelude::*;

use super::families::{any_codings, any_deltas, any_statement};
use crate::family::Variable;
use crate::pdp::Deltas;
use crate::scoring::compat::CompatError;
use crate::scoring::f1::{
    Codings, DiscussionScore, Figure, Line, Matcher, Ruler, ScoreError, StatementCodings, SystemTable, Tally, Value,
    classes,
};

fn any_matcher() -> impl Strategy<Value = Matcher> {
    any::<bool>().prop_map(|fair| if fair { Matcher::Fair } else { Matcher::Compat })
}

/// The score, or nothing where the published method has none.
fn score(codings: &Codings, matcher: Matcher) -> Option<DiscussionScore> {
    match DiscussionScore::new(codings, &Ruler::of(matcher)) {
        Err(ScoreError::Compat(CompatError::HalfBond | CompatError::Date(_))) => None,
        other => Some(other.unwrap()),
    }
}

fn swapped(codings: &Codings) -> Codings {
    let swap = |one: &StatementCodings| StatementCodings { scored: one.truth.clone(), truth: one.scored.clone() };
    Codings { statements: codings.statements.iter().map(swap).collect(), ..codings.clone() }
}

/// Each list backwards.
fn reversed(deltas: &mut Deltas) {
    deltas.people.reverse();
    deltas.pair_bonds.reverse();
    deltas.events.reverse();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_rescored_statement_equals_scoring_from_scratch(
        mut codings in any_codings(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any_statement()), 1..6),
        matcher in any_matcher(),
    ) {
        let Some(mut kept) = score(&codings, matcher) else { return Ok(()) };
        for (at, statement) in edits {
            let at = at.index(codings.statements.len());
            codings.statements[at] = statement;
            let Some(fresh) = score(&codings, matcher) else { return Ok(()) };
            kept.rescore_statement(&codings, at).unwrap();
            prop_assert_eq!(&kept, &fresh);
        }
    }

    #[test]
    fn a_table_after_any_edits_equals_one_made_afresh_and_is_the_sum_of_its_parts(
        edits in prop::collection::vec((0u64..5, prop::option::weighted(0.8, any_codings())), 1..12),
        matcher in any_matcher(),
    ) {
        let mut table = SystemTable::new();
        let mut last = std::collections::BTreeMap::new();
        for (id, codings) in edits {
            match codings.and_then(|codings| score(&codings, matcher)) {
                Some(score) => {
                    table.set(id, &score);
                    last.insert(id, score);
                }
                None => {
                    table.remove(&id);
                    last.remove(&id);
                }
            }
        }
        let mut fresh = SystemTable::new();
        last.iter().rev().for_each(|(id, score)| fresh.set(*id, score));
        prop_assert_eq!(&table, &fresh);
        let parts: Tally = last.values().filter(|score| score.whole.is_ok()).map(|score| &score.tally).sum();
        prop_assert_eq!(table.pooled(), &parts);
        for row in table.rows() {
            for value in [row.pooled.ratios.precision, row.pooled.ratios.recall, row.pooled.ratios.f1]
                .into_iter()
                .chain(row.mean.map(|mean| mean.value))
            {
                if let Value::Figure(figure) = value {
                    prop_assert!((0.0..=1.0).contains(&figure), "{}: {}", row.pooled.line, figure);
                }
            }
        }
    }

    #[test]
    fn lines_are_the_sums_of_their_parts_and_matrices_of_the_matched_shifts(codings in any_codings(), matcher in any_matcher()) {
        let Some(score) = score(&codings, matcher) else { return Ok(()) };
        let counts = |line| score.tally.counts(line);
        let structural = Line::ALL.iter().filter(|line| line.depth() == 2).map(|line| counts(*line)).sum();
        prop_assert_eq!(counts(Line::Structural), structural);
        prop_assert_eq!(counts(Line::Events), counts(Line::Structural) + counts(Line::Shift));
        prop_assert_eq!(counts(Line::Aggregate), counts(Line::People) + counts(Line::Events) + counts(Line::PairBonds));
        for variable in Variable::ALL {
            let n = classes(*variable);
            let all: u64 = (0..n * n).map(|cell| score.tally.sums().confused(*variable, cell / n, cell % n)).sum();
            prop_assert_eq!(all, counts(Line::Shift).tp as u64);
        }
    }

    #[test]
    fn identical_codings_score_one_wherever_there_is_anything(deltas in prop::collection::vec(any_deltas(), 1..5)) {
        let statements = deltas.into_iter().map(|one| StatementCodings { scored: Some(one.clone()), truth: Some(one) });
        let codings = Codings { statements: statements.collect(), ..Codings::default() };
        let score = score(&codings, Matcher::Fair).unwrap();
        for line in Line::ALL {
            let value = Figure::F1(*line).of(score.tally.sums());
            prop_assert!(value.figure().is_none_or(|f1| f1 == 1.0), "{}: {}", line, value);
        }
        for variable in Variable::ALL {
            let value = Figure::MacroF1(*variable).of(score.tally.sums());
            prop_assert!(value.figure().is_none_or(|f1| f1 == 1.0), "{}: {}", variable, value);
        }
        prop_assert_eq!(Figure::Exact.of(score.tally.sums()), Value::Figure(1.0));
    }

    #[test]
    fn f1_is_the_same_whichever_side_is_scored(codings in any_codings()) {
        let mut codings = codings;
        // What is context depends on which side is the truth.
        codings.statements.retain(|one| one.scored.is_some() && one.truth.is_some());
        let (Some(one), Some(other)) = (score(&codings, Matcher::Fair), score(&swapped(&codings), Matcher::Fair)) else {
            return Ok(());
        };
        for line in Line::ALL {
            let (a, b) = (one.tally.counts(*line), other.tally.counts(*line));
            prop_assert_eq!((a.tp, a.fp, a.fn_), (b.tp, b.fn_, b.fp), "{}", line);
        }
        for variable in Variable::ALL {
            let figure = Figure::MacroF1(*variable);
            // Summed in the same order on either side, so equal to the last digit.
            prop_assert_eq!(figure.of(one.tally.sums()), figure.of(other.tally.sums()));
        }
        prop_assert_eq!(one.tally.sums().exact(), other.tally.sums().exact());
    }

    #[test]
    fn the_order_of_the_lists_changes_no_digit(codings in any_codings(), which in any::<bool>()) {
        let before = score(&codings, Matcher::Fair).unwrap();
        let mut shuffled = codings.clone();
        for statement in &mut shuffled.statements {
            let side = if which { &mut statement.scored } else { &mut statement.truth };
            side.iter_mut().for_each(reversed);
        }
        let after = score(&shuffled, Matcher::Fair).unwrap();
        prop_assert_eq!(before.tally, after.tally);
    }
}
