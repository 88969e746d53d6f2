//! Promise: whatever is said, the evaluators answer within their bounds and the client's words are never added to.

use proptest::prelude::*;

use sarf_shared::dialogue::{
    ArcScore, Births, DataPoint, Evaluation, Hit, IntakeCategory, PhraseRule, ROSTER_CAP, Speaker, SyntheticClient,
    Turn, client_realism, coach_quality, intake_coverage, roster, transcript_coverage,
};
use sarf_shared::family::{
    Event, EventKind, Family, Gender, ItemId, PairBond, Person, RelationshipKind, VariableShift,
};
use sarf_shared::seed::generator;
use sarf_shared::simulation::{
    ArcPhase, AttachmentStyle, BigFive, LEAST_WORDS, LengthMode, Trait, Weighed, clean_reply, fallback_line,
    read_arc_reply, read_coach_verdict, recent_openers, repeats_opener, trim_to_sentence, weigh,
};

/// Pieces in which the rules see something, and pieces of any Unicode text.
fn words() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "It sounds like ",
        "So ",
        "tell me more",
        "first, second, third",
        "toxic",
        "ſo narciſſiſm ",
        "İ",
        "ΟΔΟΣ ",
        "? ",
        ". A",
        "! Z",
        "…",
        "\u{1c}",
        "\u{200b}",
        "*sighs* ",
        "**x**: ",
        "(a) ",
        "Tom: ",
        ".\"",
        "?')] ",
        "moving on ",
        "that's normal ",
        "and then my mother left ",
        "2019-05-03",
        "\u{301}",
        "²",
        "```",
        "{\"score\": ",
        "0.5",
    ]);
    let piece = prop_oneof![3 => known.prop_map(str::to_owned), 1 => any::<String>(), 1 => "[a-z ]{0,40}"];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// A talk, said up to six times over, so that penalties add up to more than there is to lose.
fn talk() -> impl Strategy<Value = Vec<(bool, String)>> {
    let once = prop::collection::vec((any::<bool>(), words()), 0..16);
    (once, 1_usize..=6).prop_map(|(once, times)| vec![once; times].concat())
}

fn turns(talk: &[(bool, String)]) -> Vec<Turn<'_>> {
    let speaker = |coach| if coach { Speaker::Coach } else { Speaker::Subject };
    talk.iter().map(|(coach, text)| Turn { speaker: speaker(*coach), text }).collect()
}

fn points() -> impl Strategy<Value = Vec<DataPoint>> {
    let point = (prop::sample::select(IntakeCategory::ALL), prop::collection::vec(words(), 0..3));
    prop::collection::vec(point.prop_map(|(category, keywords)| DataPoint { category, keywords }), 0..6)
}

fn arc() -> impl Strategy<Value = ArcScore> {
    prop_oneof![
        any::<f64>().prop_map(ArcScore::Judged),
        (0.0..=1.0).prop_map(ArcScore::Judged),
        prop::sample::select(vec![ArcScore::TooFew, ArcScore::NotJudged, ArcScore::Unreadable]),
    ]
}

fn id() -> impl Strategy<Value = ItemId> {
    (-1_i64..12).prop_map(ItemId)
}

fn maybe<T: Clone + std::fmt::Debug + 'static>(values: &'static [T]) -> impl Strategy<Value = Option<T>> {
    prop::option::of(prop::sample::select(values))
}

fn family() -> impl Strategy<Value = Family> {
    let name = prop::option::of(prop_oneof![words(), Just("Ann".to_owned()), Just("Ann's spouse".to_owned())]);
    let person = (id(), name, maybe(Gender::ALL), prop::option::of(id()))
        .prop_map(|(id, name, gender, parents)| Person { name, gender, parents, ..Person::new(id) });
    let bond = (id(), prop::option::of(id()), prop::option::of(id())).prop_map(|(id, a, b)| PairBond {
        person_a: a,
        person_b: b,
        ..PairBond::new(id, id, id)
    });
    let ends = (prop::option::of(id()), prop::option::of(id()), prop::option::of(id()));
    let date = prop::option::of(prop_oneof!["[0-9]{4}-[01][0-9]-[0-3][0-9]", "[0-9W-]{6,11}", words()]);
    let codes = (maybe(VariableShift::ALL), maybe(VariableShift::ALL), maybe(RelationshipKind::ALL));
    let event = (prop::sample::select(EventKind::ALL), ends, date, codes).prop_map(|(kind, ends, date_time, codes)| {
        let mut event = Event { date_time, ..Event::new(ItemId(50), kind) };
        (event.person, event.spouse, event.child) = ends;
        (event.symptom, event.anxiety, event.relationship) = codes;
        event
    });
    let some = |most| 0..most;
    (
        prop::collection::vec(person, some(12)),
        prop::collection::vec(bond, some(6)),
        prop::collection::vec(event, some(10)),
    )
        .prop_map(|(people, pair_bonds, events)| Family { people, pair_bonds, events })
}

fn stand_in_the_text<R: PhraseRule>(hits: &[Hit<R>], texts: &[&str]) -> bool {
    hits.iter().all(|hit| texts[hit.turn].contains(&hit.span) && !hit.span.is_empty())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn quality_stays_within_its_bounds_and_shows_words_that_were_said(talk in talk()) {
        let turns = turns(&talk);
        let quality = coach_quality(&turns);
        prop_assert!((0.0..=1.0).contains(&quality.score), "{}", quality.score);
        for share in [quality.echo_rate, quality.question_only_share] {
            prop_assert!((0.0..=1.0).contains(&share));
        }
        let figures = [quality.mean_words, quality.median_words, quality.words_deviation, quality.kind_entropy];
        prop_assert!(figures.iter().chain([&quality.starter_entropy]).all(|figure| *figure >= 0.0 && figure.is_finite()));
        prop_assert_eq!(quality.words.len(), turns.iter().filter(|turn| turn.speaker == Speaker::Coach).count());
        let texts: Vec<&str> = turns.iter().map(|turn| turn.text).collect();
        prop_assert!(stand_in_the_text(&quality.robotic, &texts));
    }

    #[test]
    fn realism_stays_within_its_bounds_whatever_the_judge_says(talk in talk(), arc in arc()) {
        let turns = turns(&talk);
        let realism = client_realism(&turns, arc);
        prop_assert!((0.0..=1.0).contains(&realism.score), "{}", realism.score);
        for share in [realism.short_share, realism.question_share] {
            prop_assert!((0.0..=1.0).contains(&share));
        }
        prop_assert!(realism.longest_streak <= realism.words.len() && realism.repeated_closers <= realism.words.len());
        let client = |turn: &&Turn<'_>| turn.speaker == Speaker::Subject;
        let texts: Vec<&str> = turns.iter().filter(client).map(|turn| turn.text).collect();
        prop_assert!(stand_in_the_text(&realism.jargon, &texts) && stand_in_the_text(&realism.organised, &texts));
    }

    #[test]
    fn saying_more_never_loses_a_data_point(talk in talk(), more in words(), points in points()) {
        let mut turns = turns(&talk);
        let before = transcript_coverage(&turns, &points);
        turns.push(Turn::coach(&more));
        let after = transcript_coverage(&turns, &points);
        prop_assert!((0.0..=1.0).contains(&before.rate) && before.rate <= after.rate);
        for (before, after) in before.points.iter().zip(&after.points) {
            prop_assert!(before.keywords.iter().all(|word| after.keywords.contains(word)));
        }
    }

    #[test]
    fn intake_and_roster_answer_for_any_family(family in family(), subject in id()) {
        let coverage = intake_coverage(&family, subject);
        prop_assert!(coverage.categories.iter().map(|found| &found.category).eq(IntakeCategory::ALL));
        prop_assert_eq!(coverage.counts().0 + coverage.outstanding().count(), IntakeCategory::ALL.len());
        for births in [Births::OfTheChild, Births::OfAnyoneNamed] {
            let roster = roster(&family, subject, births);
            prop_assert!(roster.people.len() <= ROSTER_CAP);
            prop_assert!(roster.people.iter().all(|person| !person.name.trim().is_empty()));
            prop_assert!(roster.people.len() + roster.extra <= family.people.len());
        }
    }

    #[test]
    fn an_evaluation_survives_being_stored(talk in talk(), points in points(), arc in arc(), family in family()) {
        // JSON has no word for infinity or NaN; the readers of judges let neither pass.
        prop_assume!(arc.value().is_finite());
        let client = SyntheticClient { data_points: &points, arc };
        let evaluation = Evaluation::of(&turns(&talk), Some(client), Some(&family));
        let stored = serde_json::to_string(&evaluation).unwrap();
        prop_assert_eq!(serde_json::from_str::<Evaluation>(&stored).unwrap(), evaluation);
    }

    #[test]
    fn trimming_only_takes_away(text in words()) {
        let trimmed = trim_to_sentence(&text);
        prop_assert!(text.contains(trimmed));
        prop_assert_eq!(trim_to_sentence(trimmed), trimmed);
        let last = trimmed.trim_end_matches(['"', '\'', ')', ']']).chars().last();
        prop_assert!(trimmed.is_empty() || matches!(last, Some('.' | '!' | '?' | '…')), "{trimmed:?}");
    }

    #[test]
    fn cleaning_never_lengthens_and_what_is_kept_has_words_enough(text in words(), call in 1_u32..4) {
        let clean = clean_reply(&text);
        prop_assert!(clean.len() <= text.len());
        match weigh(&text, call) {
            Weighed::Keep(kept) => prop_assert!(kept == clean && kept.split_whitespace().count() > 0),
            Weighed::AskAgain => prop_assert_eq!(call, 1),
            Weighed::FallBack => prop_assert!(call > 1 && sarf_shared::dialogue::text::count_words(&clean) < LEAST_WORDS),
        }
    }

    #[test]
    fn judges_may_answer_anything(text in words()) {
        if let Ok(verdict) = read_arc_reply(&text) {
            prop_assert!(verdict.score.value().is_finite());
        }
        if let Some(verdict) = read_coach_verdict(&text) {
            prop_assert!(verdict.met.len() <= 5);
        }
    }

    #[test]
    fn openers_are_recognised_again(talk in talk()) {
        let turns = turns(&talk);
        let openers = recent_openers(&turns);
        prop_assert!(openers.len() <= 5);
        for opener in &openers {
            let whose = |turn: &&Turn<'_>| turn.speaker == Speaker::Subject && recent_openers(&[**turn]) == [opener.as_str()];
            let turn = turns.iter().find(whose);
            prop_assert!(turn.is_some_and(|turn| repeats_opener(turn.text, &openers)), "{opener:?}");
        }
    }

    #[test]
    fn draws_stay_within_their_tables(seed: u64, turn in 0_u32..60, last in prop::option::of(0_usize..400),
        style in prop::sample::select(AttachmentStyle::ALL), said in prop::collection::vec(words(), 0..4),
        traits in prop::collection::vec(prop::sample::select(Trait::ALL), 0..5)) {
        let phase = ArcPhase::at(turn);
        let mode = LengthMode::pick(phase, last, &mut generator(seed, &[]));
        prop_assert!(mode.weight(phase, last) > 0.0);
        prop_assert!(style.fallback_lines().contains(&fallback_line(style, &said, &mut generator(seed, &[1]))));
        let again: Vec<Trait> = traits.iter().chain(&traits).copied().collect();
        prop_assert_eq!(BigFive::of(&traits, style), BigFive::of(&again, style));
    }
}
