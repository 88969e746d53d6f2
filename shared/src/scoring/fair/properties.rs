//! Promises that hold for every family, not for the examples someone thought of.

use proptest::prelude::*;

use super::testing::{Coded, families};
use super::*;
use crate::scoring::Counts;

fn matched(scored: &Coded, truth: &Coded) -> FairMatch {
    match_sides(&scored.side(), &truth.side(), &PersonMap::new(), &FairSettings::default()).unwrap()
}

fn counts(of: &FairMatch) -> [Counts; 4] {
    [&of.people, &of.events, &of.pair_bonds, &of.child_of].map(Matching::counts)
}

fn mirrored(matching: &Matching) -> Matching {
    let mut pairs: Vec<_> = matching.pairs.iter().map(|(s, t)| (*t, *s)).collect();
    pairs.sort_unstable();
    Matching {
        pairs,
        scored_unmatched: matching.truth_unmatched.clone(),
        truth_unmatched: matching.scored_unmatched.clone(),
    }
}

/// What agreement on values is measured on, without the order of lists.
fn values(scored: &Coded, truth: &Coded, of: &FairMatch) -> Vec<String> {
    let mut values: Vec<String> = (of.events.pairs.iter())
        .map(|(s, t)| {
            let (one, two) = (&scored.events[*s], &truth.events[*t]);
            let of = |event: &Event| {
                format!("{:?} {:?} {:?} {:?}", event.symptom, event.anxiety, event.relationship, event.functioning)
            };
            format!("{} {} / {}", one.kind, of(one), of(two))
        })
        .collect();
    values.sort();
    values
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn identical_codings_pair_up_completely_under_any_names_order_and_ids(family in families(), seed: u64) {
        let other = family.shuffled(seed);
        let found = matched(&family, &other);
        for counts in counts(&found) {
            prop_assert_eq!((counts.fp, counts.fn_), (0, 0));
        }
        for (one, two) in &found.events.pairs {
            let (one, two) = (&family.events[*one], &other.events[*two]);
            prop_assert_eq!((one.symptom, one.anxiety, one.relationship, one.functioning),
                            (two.symptom, two.anxiety, two.relationship, two.functioning));
        }
    }

    #[test]
    fn exchanging_the_sides_mirrors_the_answer(one in families(), two in families()) {
        let (there, back) = (matched(&one, &two), matched(&two, &one));
        prop_assert_eq!(mirrored(&there.people), back.people);
        prop_assert_eq!(mirrored(&there.events), back.events);
        prop_assert_eq!(mirrored(&there.pair_bonds), back.pair_bonds);
        prop_assert_eq!(mirrored(&there.child_of), back.child_of);
    }

    #[test]
    fn order_and_ids_change_no_digit(one in families(), two in families(), seed: u64) {
        let (here, there) = (one.shuffled(seed), two.shuffled(seed.rotate_left(7)));
        let (plain, shuffled) = (matched(&one, &two), matched(&here, &there));
        prop_assert_eq!(counts(&plain), counts(&shuffled));
        prop_assert_eq!(values(&one, &two, &plain), values(&here, &there, &shuffled));
    }
}
