//! What the matcher `fair` costs, without counting: `cargo bench -p sarf-tests --bench fair`. The corpus lies in the
//! reference folder; without it nothing is measured, and that is said.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on has nothing to measure")]

use std::io::Read;
use std::sync::OnceLock;

use divan::{Bencher, black_box};
use sarf_shared::pdp::{Deltas, Pdp, replay};
use sarf_shared::scoring::fair::{FairSettings, Matched, PersonMap, Prepared, Side, match_sides};
use sarf_tests::reference;
use serde_json::Value;

fn main() {
    divan::main();
}

/// The model's and a coder's codings of one discussion.
struct Discussion {
    statements: Vec<[Deltas; 2]>,
    /// Everybody and everything either side ever coded.
    ever: [Pdp; 2],
}

fn hundred() -> Option<&'static [Discussion]> {
    static KEPT: OnceLock<Option<Vec<Discussion>>> = OnceLock::new();
    let read = || {
        let file = reference::reference("benchmark of the matcher fair")?.join("bench/corpus_100.json.gz");
        let mut text = String::new();
        flate2::read::GzDecoder::new(std::fs::File::open(file).ok()?).read_to_string(&mut text).ok()?;
        let discussions: Vec<Value> = serde_json::from_str(&text).unwrap();
        Some(discussions.iter().map(discussion).collect())
    };
    KEPT.get_or_init(read).as_deref()
}

fn discussion(value: &Value) -> Discussion {
    let feedbacks = value["feedbacks"].as_array().unwrap();
    let coder = feedbacks.iter().find(|one| one["approved"] == true).map(|one| &one["auditor_id"]);
    let deltas = |value: &Value| serde_json::from_value::<Deltas>(value.clone()).unwrap_or_default();
    let statements: Vec<[Deltas; 2]> = (value["statements"].as_array().unwrap().iter())
        .filter(|statement| statement["speaker"] == "subject")
        .map(|statement| {
            let truth = feedbacks
                .iter()
                .find(|one| one["statement_id"] == statement["id"] && Some(&one["auditor_id"]) == coder)
                .map(|one| deltas(&one["edited_extraction"]));
            [deltas(&statement["pdp_deltas"]), truth.unwrap_or_default()]
        })
        .collect();
    let ever = [0, 1].map(|side| {
        let all: Vec<Deltas> =
            (statements.iter()).map(|both| Deltas { delete: Vec::new(), ..both[side].clone() }).collect();
        replay(&all, usize::MAX)
    });
    Discussion { statements, ever }
}

/// The final families of 100 discussions.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn families(bencher: Bencher) {
    let Some(discussions) = hundred() else { return };
    bencher.bench_local(|| {
        for one in discussions {
            let [scored, truth] = one.ever.each_ref().map(|pool| Side::of(pool, None));
            black_box(match_sides(&scored, &truth, &PersonMap::new(), &FairSettings::default()).unwrap());
        }
    });
}

/// Making the final families ready, which is part of the above.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn families_made_ready(bencher: Bencher) {
    let Some(discussions) = hundred() else { return };
    bencher.bench_local(|| {
        for pool in discussions.iter().flat_map(|one| &one.ever) {
            black_box(Prepared::new(Side::of(pool, None)));
        }
    });
}

/// Their 2,000 statements, each by itself.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn statements_alone(bencher: Bencher) {
    let Some(discussions) = hundred() else { return };
    bencher.bench_local(|| {
        for [scored, truth] in discussions.iter().flat_map(|one| &one.statements) {
            let (scored, truth) = (Side::of_deltas(scored, None), Side::of_deltas(truth, None));
            black_box(match_sides(&scored, &truth, &PersonMap::new(), &FairSettings::default()).unwrap());
        }
    });
}

/// The families and every statement in their light.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn families_and_statements(bencher: Bencher) {
    let Some(discussions) = hundred() else { return };
    bencher.bench_local(|| {
        for one in discussions {
            let [scored, truth] = one.ever.each_ref().map(|pool| Prepared::new(Side::of(pool, None)));
            let matched = Matched::new(&scored, &truth, &PersonMap::new(), &FairSettings::default()).unwrap();
            black_box(matched.whole());
            for [scored, truth] in &one.statements {
                black_box(matched.part(&Side::of_deltas(scored, None), &Side::of_deltas(truth, None)));
            }
        }
    });
}
