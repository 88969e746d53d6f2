//! What scoring costs: `cargo bench -p sarf-tests --bench scoring`. The corpora lie in the reference folder; without it
//! the benchmarks that need them are skipped, and say so.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on has nothing to measure")]

use std::sync::OnceLock;

use divan::{Bencher, black_box};
use sarf_shared::family::VariableShift;
use sarf_shared::scoring::f1::{
    Codings, CompareOptions, DiscussionScore, Matcher, Ruler, RunScores, SystemTable, compare,
};
use sarf_tests::{reference, scored_corpus};

fn main() {
    divan::main();
}

type Corpus = Vec<(u64, Codings)>;

fn corpus(name: &'static str, kept: &'static OnceLock<Option<Corpus>>) -> Option<&'static Corpus> {
    let read = || {
        let file = reference::reference("benchmark over a corpus")?.join("bench").join(name);
        let text = scored_corpus::text(&file).map_err(|why| eprintln!("skipped: {}: {why}", file.display())).ok()?;
        Some(scored_corpus::read(&text).unwrap())
    };
    kept.get_or_init(read).as_ref()
}

fn hundred() -> Option<&'static Corpus> {
    static KEPT: OnceLock<Option<Corpus>> = OnceLock::new();
    corpus("corpus_100.json.gz", &KEPT)
}

fn thousand() -> Option<&'static Corpus> {
    static KEPT: OnceLock<Option<Corpus>> = OnceLock::new();
    corpus("corpus_1000.json.gz", &KEPT)
}

/// The corpus of a thousand, again and again until there are so many.
fn many(n: u64) -> Option<impl Iterator<Item = (u64, &'static Codings)> + Clone> {
    let all = thousand()?;
    Some((1..=n).zip(all.iter().cycle().map(|(_, codings)| codings)))
}

fn score(codings: &Codings, matcher: Matcher) -> DiscussionScore {
    DiscussionScore::new(codings, &Ruler::of(matcher)).unwrap()
}

fn table(n: u64, matcher: Matcher) -> Option<SystemTable<u64>> {
    let mut table = SystemTable::new();
    for (id, codings) in many(n)? {
        table.set(id, &score(codings, matcher));
    }
    Some(table)
}

/// Final families and every statement of 100 discussions, from codings to the table.
#[divan::bench(args = [Matcher::Compat, Matcher::Fair], sample_count = 10, sample_size = 1)]
fn hundred_discussions(bencher: Bencher, matcher: Matcher) {
    let Some(corpus) = hundred() else { return };
    bencher.bench_local(|| {
        let mut table = SystemTable::new();
        corpus.iter().for_each(|(id, codings)| table.set(*id, &score(codings, matcher)));
        table
    });
}

/// The same of 1,000, 3,000 and 10,000: the time grows with the number.
#[divan::bench(args = [1_000, 3_000, 10_000], sample_count = 3, sample_size = 1)]
fn discussions_compat(bencher: Bencher, n: u64) {
    if thousand().is_some() {
        bencher.bench_local(|| table(n, Matcher::Compat));
    }
}

/// The same with the matcher `fair`.
#[divan::bench(args = [1_000, 3_000, 10_000], sample_count = 3, sample_size = 1)]
fn discussions_fair(bencher: Bencher, n: u64) {
    if thousand().is_some() {
        bencher.bench_local(|| table(n, Matcher::Fair));
    }
}

/// One edited statement among 1,000 discussions: its statement, its discussion, the table and all its rows.
#[divan::bench(args = [Matcher::Compat, Matcher::Fair])]
fn one_edited_statement_among_a_thousand(bencher: Bencher, matcher: Matcher) {
    let Some(mut table) = table(1_000, matcher) else { return };
    let Some((id, codings)) = many(500).and_then(|mut all| all.nth(499)) else { return };
    let mut codings = codings.clone();
    let mut kept = score(&codings, matcher);
    let mut shifts = VariableShift::ALL.iter().cycle();
    bencher.bench_local(|| {
        if let Some(event) = codings.statements[9].scored.as_mut().and_then(|deltas| deltas.events.first_mut()) {
            event.anxiety = shifts.next().copied();
        }
        kept.rescore_statement(&codings, 9).unwrap();
        table.set(id, &kept);
        black_box(table.rows())
    });
}

/// 10,000 resamples of 1,000 discussions, for every figure of the table.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn intervals_of_a_thousand_discussions(bencher: Bencher) {
    if let Some(table) = table(1_000, Matcher::Compat) {
        bencher.bench_local(|| table.intervals(1, 10_000));
    }
}

/// Two runs over 1,000 discussions: items, intervals of the differences, permutation tests, 10,000 of each.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn two_runs_over_a_thousand_discussions(bencher: Bencher) {
    let Some(all) = many(1_000) else { return };
    let old: Vec<_> = all.clone().map(|(id, codings)| (id, score(codings, Matcher::Compat))).collect();
    let new: Vec<_> = all
        .map(|(id, codings)| {
            let mut codings = codings.clone();
            if let Some(deltas) = codings.statements[9].scored.as_mut() {
                deltas.events.clear();
            }
            (id, score(&codings, Matcher::Compat))
        })
        .collect();
    let old = RunScores { truth: 1, discussions: old.iter().map(|(id, score)| (*id, score)).collect() };
    let new = RunScores { truth: 1, discussions: new.iter().map(|(id, score)| (*id, score)).collect() };
    bencher.bench_local(|| compare(&old, &new, &CompareOptions::default()).unwrap());
}
