//! What the offline extractor costs: `cargo bench -p sarf-tests --bench extractor`. The talks are the four written by hand
//! (`benches/written`), each statement extracted as the daemon does it, store left out.
//!
//! It reads the talk from its first statement every time it is asked, so the last statement of a talk costs most and a
//! whole talk grows with the square of its length; both are measured.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on has nothing to measure")]

use std::path::Path;

use divan::Bencher;
use divan::counter::ItemsCount;
use sarf_daemon::models::offline::Offline;
use sarf_daemon::models::{CallContext, ExtractPrompt, Extractor, Silent};
use sarf_shared::dialogue::{Speaker, Turn};
use sarf_tests::extraction::{Case, beginning, extract, of_file};

fn main() {
    divan::main();
}

const TALKS: [&str; 4] = ["2-brandi", "4-trevor", "5-gerrit", "7-glenys"];

fn talk(name: &str) -> Case {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/written");
    of_file(&folder.join(format!("{name}.json"))).unwrap()
}

/// A whole talk, statement by statement with validation and pool; the rate is that of the client's statements.
#[divan::bench(args = TALKS)]
fn whole_talk(bencher: Bencher, name: &str) {
    let written = talk(name).written;
    let statements = written.turns.iter().filter(|(speaker, ..)| *speaker == Speaker::Subject).count();
    bencher
        .counter(ItemsCount::new(statements))
        .bench(|| extract(&written.name, written.date, &written.turns).unwrap());
}

/// One proposal for the last statement of the client, the whole talk before it and all it told pending.
#[divan::bench(args = TALKS)]
fn last_statement(bencher: Bencher, name: &str) {
    let written = talk(name).written;
    let last = written.turns.iter().rposition(|(speaker, ..)| *speaker == Speaker::Subject).unwrap();
    let before = extract(&written.name, written.date, &written.turns[..last]).unwrap();
    let family = beginning(&written.name);
    let turns: Vec<Turn<'_>> =
        written.turns[..=last].iter().map(|(speaker, text, _)| Turn { speaker: *speaker, text }).collect();
    let context = CallContext { seed: 0, live: std::sync::Arc::new(Silent) };
    bencher.bench(|| {
        let prompt = ExtractPrompt {
            family: &family,
            pdp: &before.pdp,
            talk: &turns,
            subject_name: Some(&written.name),
            date: written.date,
            errors: &[],
            previous: None,
        };
        futures::executor::block_on(Offline::default().propose(&prompt, &context)).unwrap()
    });
}
