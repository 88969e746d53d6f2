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
