//! Scores the offline extractor against reference codings, over unseen seeds of the offline engine or over files of
//! discussions written by hand. Prints one JSON object.
//!
//! `offline_score [--seeds N] [--first SEED] [--explain] [FILE...]`: without files, N seeds (20) from the first on
//! (1000000, which nobody tuned on). The figure: a discussion's whole extracted family against its whole reference
//! coding, one run of the published matcher on the two final sets, counts pooled over the discussions. `--explain` says
//! on standard error what was not matched.

use std::path::PathBuf;

use anyhow::{Context, Result};
use sarf_shared::family::{Event, ItemId};
use sarf_shared::pdp::Deltas;
use sarf_shared::scoring::Counts;
use sarf_tests::extraction::{Case, Scored, of_file, of_seed, score};
use serde_json::json;

struct Options {
    seeds: u64,
    first: u64,
    explain: bool,
    files: Vec<PathBuf>,
}

fn options() -> Result<Options> {
    let mut options = Options { seeds: 20, first: 1_000_000, explain: false, files: Vec::new() };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut number = |what: &str| -> Result<u64> {
            words.next().and_then(|n| n.parse().ok()).with_context(|| format!("{what} needs a number"))
        };
        match word.as_str() {
            "--seeds" => options.seeds = number("--seeds")?,
            "--first" => options.first = number("--first")?,
            "--explain" => options.explain = true,
            _ => options.files.push(word.into()),
        }
    }
    Ok(options)
}

fn main() -> Result<()> {
    let options = options()?;
    let cases: Vec<Case> = if options.files.is_empty() {
        (options.first..options.first + options.seeds).map(of_seed).collect()
    } else {
        options.files.iter().map(|path| of_file(path)).collect::<Result<_>>()?
    };
    let mut pooled = [Counts::default(); 6];
    let (mut repairs, mut retries, mut unsupported, mut not_said) = (0, 0, 0, 0);
    for case in &cases {
        let scored = score(case).with_context(|| case.label.clone())?;
        let s = &scored.score;
        let all = s.events.counts();
        let judged = Counts::new(all.tp, all.fp - s.shift.fp, all.fn_);
        let counts = [s.people.counts(), s.pair_bonds.counts(), all, s.structural, s.shift, judged];
        for (sum, one) in pooled.iter_mut().zip(counts) {
            *sum += one;
        }
        repairs += scored.extracted.repairs;
        retries += scored.extracted.retries;
        unsupported += scored.extracted.without_evidence;
        not_said += scored.extracted.dropped_evidence;
        if options.explain {
            explain(case, &scored);
        }
    }
    let figure = |c: Counts| json!({"tp": c.tp, "fp": c.fp, "fn": c.fn_, "precision": c.precision(), "recall": c.recall(), "f1": c.f1()});
    let [people, bonds, events, structural, shift, judged] = pooled.map(figure);
    let report = json!({
        "discussions": cases.len(),
        "people": people,
        "pair_bonds": bonds,
        "events": events,
        "structural": structural,
        "shift": shift,
        "events_with_unlisted_shifts_unjudged": judged,
        "extraction": {"repairs": repairs, "retries": retries, "items_without_evidence": unsupported, "evidence_not_said": not_said},
    });
    println!("{report}");
    Ok(())
}

fn name(set: &Deltas, id: Option<ItemId>) -> String {
    let Some(id) = id else { return "-".to_owned() };
    let person = set.people.iter().find(|p| p.id == id);
    person
        .and_then(|p| p.name.clone())
        .unwrap_or_else(|| if id == ItemId::SUBJECT { "CLIENT".into() } else { id.to_string() })
}

fn told(set: &Deltas, event: &Event) -> String {
    let names = |ids: &[ItemId]| ids.iter().map(|id| name(set, Some(*id))).collect::<Vec<_>>().join("+");
    let code = [
        event.symptom.map(|s| format!("S {s}")),
        event.anxiety.map(|s| format!("A {s}")),
        event.functioning.map(|s| format!("F {s}")),
        event.relationship.map(|r| {
            format!("R {r} -> {} / {}", names(&event.relationship_targets), names(&event.relationship_triangles))
        }),
    ];
    let code: Vec<String> = code.into_iter().flatten().collect();
    format!(
        "{} {} spouse {} child {} {} {} {} | {}",
        event.kind,
        name(set, event.person),
        name(set, event.spouse),
        name(set, event.child),
        event.date_time.as_deref().unwrap_or("-"),
        event.date_certainty.map(|c| c.as_str()).unwrap_or("-"),
        code.join(" "),
        event
            .evidence
            .first()
            .or(event.description.as_ref())
            .map(|t| t.chars().take(110).collect::<String>())
            .unwrap_or_default()
    )
}

fn explain(case: &Case, scored: &Scored) {
    let Scored { found, truth, score, .. } = scored;
    eprintln!("== {}", case.label);
    let person = |set: &Deltas, at: usize| {
        set.people
            .get(at)
            .map(|p| format!("{} ({})", name(set, Some(p.id)), p.gender.map_or("?", |g| g.as_str())))
            .unwrap_or_default()
    };
    let bond = |set: &Deltas, at: usize| {
        set.pair_bonds
            .get(at)
            .map(|b| format!("{} + {}", name(set, b.person_a), name(set, b.person_b)))
            .unwrap_or_default()
    };
    let event = |set: &Deltas, at: usize| set.events.get(at).map(|e| told(set, e)).unwrap_or_default();
    for (what, matching, row) in [
        ("person", &score.people, &person as &dyn Fn(&Deltas, usize) -> String),
        ("bond", &score.pair_bonds, &bond),
        ("event", &score.events, &event),
    ] {
        for (a, t) in &matching.pairs {
            eprintln!("  = {what}: {}   <=>   {}", row(found, *a), row(truth, *t));
        }
        for at in &matching.scored_unmatched {
            eprintln!("  + {what}: {}", row(found, *at));
        }
        for at in &matching.truth_unmatched {
            eprintln!("  - {what}: {}", row(truth, *at));
        }
    }
}
