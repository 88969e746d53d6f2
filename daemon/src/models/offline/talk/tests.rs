use sarf_shared::dialogue::{ArcScore, client_realism, coach_quality};

use super::*;

/// Words of the measured discussions, for reading and for the figures in the README.
fn seeds() -> std::ops::Range<u64> {
    let from = std::env::var("SARF_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let count = std::env::var("SARF_SEEDS").ok().and_then(|count| count.parse().ok()).unwrap_or(2);
    from..from + count
}

#[test]
#[ignore = "prints whole discussions for a person to read: SARF_SEED, SARF_SEEDS"]
fn print_discussions() {
    for seed in seeds() {
        let (persona, said) = talk(seed, 20);
        println!("\n===== seed {seed}: {} {:?} {:?}", persona.name, persona.traits, persona.attachment_style);
        println!("{}\n", persona.background);
        for one in &said {
            println!("{:>7}: {}", one.speaker, one.text);
            if !one.revealed.is_empty() {
                println!("         [{}]", one.revealed.iter().map(|id| id.0.as_str()).collect::<Vec<_>>().join(" "));
            }
        }
    }
}

#[test]
#[ignore = "prints the means over seeds: SARF_SEED, SARF_SEEDS"]
fn print_figures() {
    let (mut n, mut realism, mut quality, mut asked, mut out, mut all, mut pass) = (0.0, 0.0, 0.0, 0.0, 0, 0, 0);
    let mut words = 0.0;
    for seed in seeds() {
        let (persona, said) = talk(seed, 20);
        let turns: Vec<Turn<'_>> = said.iter().map(|one| Turn { speaker: one.speaker, text: &one.text }).collect();
        let real = client_realism(&turns, ArcScore::NotJudged).score;
        let good = coach_quality(&turns).score;
        n += 1.0;
        realism += real;
        quality += good;
        asked += transcript_coverage(&turns, &persona.data_points).rate;
        out += said.iter().map(|one| one.revealed.len()).sum::<usize>();
        let family = &persona.family;
        all += family.people.len() + family.pair_bonds.len() + family.events.len() + family.shifts.len();
        pass += usize::from(real >= 0.6 && good >= 0.7);
        let own: Vec<usize> = turns
            .iter()
            .filter(|turn| turn.speaker == Speaker::Subject)
            .map(|turn| turn.text.split_whitespace().count())
            .collect();
        words += own.iter().sum::<usize>() as f64 / own.len() as f64;
    }
    println!(
        "seeds {n} realism {:.3} quality {:.3} asked {:.3} revealed {out}/{all} = {:.3} both pass {pass} words {:.1}",
        realism / n,
        quality / n,
        asked / n,
        out as f64 / all as f64,
        words / n
    );
}

fn turns(said: &[Said]) -> Vec<Turn<'_>> {
    said.iter().map(|one| Turn { speaker: one.speaker, text: &one.text }).collect()
}

#[test]
fn a_talk_is_the_same_for_the_same_seed_and_another_for_another() {
    assert_eq!(talk(21, 12), talk(21, 12));
    assert_ne!(talk(21, 12).1, talk(22, 12).1);
    let (persona, said) = talk(21, 20);
    assert_eq!(said.len(), 40);
    assert_eq!(said.first().map(|one| one.text.as_str()), Some(persona.presenting_problem.as_str()));
}

#[test]
fn every_fact_is_revealed_at_most_once_and_most_are_in_twenty_turns() {
    let (mut out, mut all) = (0, 0);
    for seed in 300..330 {
        let (persona, said) = talk(seed, 20);
        let known: std::collections::BTreeSet<&FactId> = persona.family.fact_ids().collect();
        let mut seen = std::collections::BTreeSet::new();
        for one in &said {
            assert!(one.speaker == Speaker::Subject || one.revealed.is_empty());
            for id in &one.revealed {
                assert!(known.contains(id) && seen.insert(id), "seed {seed}: {id}");
            }
        }
        out += seen.len();
        all += known.len();
    }
    assert!(out * 100 > all * 60, "{out} of {all}");
}

#[test]
fn an_event_is_revealed_only_by_words_that_say_who() {
    for seed in 400..430 {
        let (persona, said) = talk(seed, 20);
        let mut before = String::new();
        for one in said.iter().filter(|one| one.speaker == Speaker::Subject) {
            before.push_str(&one.text);
            for event in persona.family.events.iter().filter(|event| one.revealed.contains(&event.id)) {
                let whom = event.child.as_ref().unwrap_or(&event.person);
                let person = persona.family.people.iter().find(|person| &person.key == whom).unwrap();
                let known = said.iter().flat_map(|one| &one.revealed).any(|id| id == whom);
                assert!(known, "seed {seed}: {} is out, its person {} is not", event.id, person.name);
            }
        }
    }
}

#[test]
fn talks_pass_the_evaluators_and_survive_the_clean_up_untouched() {
    for seed in 500..540 {
        let (persona, said) = talk(seed, 20);
        let turns = turns(&said);
        let realism = client_realism(&turns, ArcScore::NotJudged);
        assert!(realism.score >= 0.6, "seed {seed}: {realism:?}");
        let quality = coach_quality(&turns);
        assert!(quality.score >= 0.7, "seed {seed}: {quality:?}");
        let asked = transcript_coverage(&turns, &persona.data_points);
        assert!(asked.passed, "seed {seed}: {:?}", asked.missed().collect::<Vec<_>>());
        for one in &said {
            assert_eq!(sarf_shared::simulation::clean_reply(&one.text), one.text, "seed {seed}");
            assert!(
                !one.text.contains(['{', '}', '\u{1}']) && !one.text.contains(",.") && !one.text.contains("  "),
                "seed {seed}: {}",
                one.text
            );
        }
    }
}

#[test]
fn no_saying_is_heard_twice_from_a_client() {
    // Facts may sound alike ("Anna is called Anna" never does); sayings without a fact must not come twice.
    for seed in 600..620 {
        let (_, said) = talk(seed, 20);
        let mut seen = std::collections::BTreeSet::new();
        for one in said.iter().filter(|one| one.speaker == Speaker::Subject) {
            for sentence in one
                .text
                .split_inclusive(['.', '!', '?'])
                .map(str::trim)
                .filter(|text| text.split_whitespace().count() >= 7)
            {
                assert!(seen.insert(sentence.to_owned()), "seed {seed}: {sentence}");
            }
        }
    }
}

proptest::proptest! {
    #[test]
    fn any_words_of_a_coach_get_an_answer(words in "\\PC{0,400}", more in "(your|mother|Who|when|brother's|grandparents|died|\u{2019}s|[A-Z][a-z]{1,6}|, |\\? |\\. ){0,40}", seed in 0u64..50) {
        let persona = persona(seed);
        for text in [words, more] {
            let mut said = vec![
                Said { speaker: Speaker::Subject, text: persona.presenting_problem.clone(), revealed: Vec::new() },
                Said { speaker: Speaker::Coach, text: text.clone(), revealed: Vec::new() },
            ];
            let (reply, revealed) = client_turn(&persona, &said, seed, 2);
            proptest::prop_assert!(count_words(&reply) >= 8);
            proptest::prop_assert!(revealed.iter().all(|id| persona.family.fact_ids().any(|known| known == id)));
            // And any words of a client get a question.
            said.push(Said { speaker: Speaker::Subject, text, revealed: Vec::new() });
            let ask = coach_turn(&persona, &said, seed, 2, 20);
            proptest::prop_assert!(ask.ends_with('?'), "{}", ask);
        }
    }
}
