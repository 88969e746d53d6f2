//! Promises that hold for every family, not for the examples someone thought of.

use proptest::prelude::*;

use super::testing::{Coded, coded_twice, families, named_families};
use super::*;
use crate::family::ItemId;
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
    fn exchanging_the_sides_mirrors_the_answer((one, two) in prop_oneof![coded_twice(), (families(), families())]) {
        let (there, back) = (matched(&one, &two), matched(&two, &one));
        prop_assert_eq!(mirrored(&there.people), back.people);
        prop_assert_eq!(mirrored(&there.events), back.events);
        prop_assert_eq!(mirrored(&there.pair_bonds), back.pair_bonds);
        prop_assert_eq!(mirrored(&there.child_of), back.child_of);
    }

    #[test]
    fn order_and_ids_change_no_digit(
        (one, two) in prop_oneof![coded_twice(), (families(), families())],
        seed: u64,
    ) {
        let (here, there) = (one.shuffled(seed), two.shuffled(seed.rotate_left(7)));
        let (plain, shuffled) = (matched(&one, &two), matched(&here, &there));
        prop_assert_eq!(counts(&plain), counts(&shuffled));
        prop_assert_eq!(values(&one, &two, &plain), values(&here, &there, &shuffled));
    }

    #[test]
    fn people_with_names_of_their_own_lose_nothing_but_what_is_left_out(family in named_families(), seed: u64) {
        let mut other = family.shuffled(seed);
        for events in 0..seed % 3 {
            if !other.events.is_empty() {
                other.events.remove((seed >> events) as usize % other.events.len());
            }
        }
        if seed.is_multiple_of(5) {
            other.pair_bonds.pop();
        }
        let found = matched(&family, &other);
        prop_assert_eq!(counts(&found).map(|counts| counts.fn_), [0, 0, 0, 0]);
        prop_assert_eq!(found.people.scored_unmatched.len(), 0);
    }

    #[test]
    fn the_researchers_word_is_followed_whatever_it_is((one, two) in coded_twice(), draw: u64) {
        let ids = |coded: &Coded| coded.people.iter().map(|person| person.id).collect::<Vec<ItemId>>();
        let (scored, truth) = (ids(&one), ids(&two));
        if let (Some(id), Some(other)) =
            (scored.get(draw as usize % scored.len().max(1)), truth.get((draw >> 8) as usize % truth.len().max(1)))
        {
            let with = |stands| {
                let map = [(*id, stands)].into_iter().collect();
                match_sides(&one.side(), &two.side(), &map, &FairSettings::default()).unwrap().id_map
            };
            prop_assert!(with(Stands::For(*other)).same(*id, *other));
            prop_assert_eq!(with(Stands::ForNobody).resolve(*id), None);
        }
    }

    #[test]
    fn nothing_is_paired_twice_or_lost_and_everything_unmatched_is_explained((one, two) in coded_twice()) {
        let found = matched(&one, &two);
        let lists = [
            (&found.people, one.people.len(), two.people.len()),
            (&found.events, one.events.len(), two.events.len()),
            (&found.pair_bonds, one.pair_bonds.len(), two.pair_bonds.len()),
        ];
        for (matching, ours, theirs) in lists {
            let mut scored: Vec<usize> = matching.pairs.iter().map(|(at, _)| *at).collect();
            let mut truth: Vec<usize> = matching.pairs.iter().map(|(_, at)| *at).collect();
            scored.extend(&matching.scored_unmatched);
            truth.extend(&matching.truth_unmatched);
            scored.sort_unstable();
            truth.sort_unstable();
            prop_assert_eq!((scored, truth), ((0..ours).collect::<Vec<_>>(), (0..theirs).collect::<Vec<_>>()));
        }
        let open = counts(&found).iter().map(|counts| counts.fp + counts.fn_).sum::<usize>();
        let said = explain(&one.side(), &two.side(), &PersonMap::new(), &FairSettings::default()).unwrap();
        prop_assert_eq!(said.len(), open);
    }
}
