//! `score_bench [--matcher compat|fair] FILE`: how long scoring takes over a corpus of discussions (JSON, or gzip of it),
//! on one thread, and what it finds.
//!
//! Without the option it is the published method. Prints one JSON object: the best of three seconds for each phase
//! (reading, cumulative figures, statement figures), the system figures, and the totals over statements. With `fair` the
//! final families and all statements are scored in one go, and the table's lines are printed, pooled and mean.

use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use sarf_shared::scoring::Counts;
use sarf_shared::scoring::compat::cumulative::PreparedDiscussion;
use sarf_shared::scoring::compat::discussion::Discussion;
use sarf_shared::scoring::compat::system::{Entry, SystemScore, summarise};
use sarf_shared::scoring::compat::{CompatError, CompatSettings};
use sarf_shared::scoring::f1::{
    Codings, DiscussionScore, Figure, Matcher, Ruler, ScoreError, SystemTable, VariableRow,
};
use sarf_tests::conformance::system_figures;
use sarf_tests::scored_corpus;
use serde_json::{Value, json};

const TRIES: usize = 3;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let asked = match words.as_slice() {
        [file] => Some((*file, Matcher::Compat)),
        ["--matcher", matcher, file] | [file, "--matcher", matcher] => {
            matcher.parse().ok().map(|matcher| (*file, matcher))
        }
        _ => None,
    };
    let Some((file, matcher)) = asked else {
        eprintln!("usage: score_bench [--matcher compat|fair] FILE   (a JSON list of discussions, gzipped or not)");
        return ExitCode::from(2);
    };
    let answer = match matcher {
        Matcher::Compat => run(file),
        Matcher::Fair => run_fair(file),
    };
    match answer {
        Ok(answer) => {
            println!("{answer}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{file}: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(file: &str) -> Result<Value, Box<dyn Error>> {
    let text = scored_corpus::text(Path::new(file))?;
    let settings = CompatSettings::default();
    let mut parse = f64::INFINITY;
    for _ in 1..TRIES {
        parse = parse.min(timed(|| serde_json::from_str::<Vec<Discussion<'_>>>(&text))?.0);
    }
    let (seconds, discussions) = timed(|| serde_json::from_str::<Vec<Discussion<'_>>>(&text))?;
    let mut best = Sweep::of(&discussions, &settings)?;
    for _ in 1..TRIES {
        let again = Sweep::of(&discussions, &settings)?;
        best.cumulative = best.cumulative.min(again.cumulative);
        best.statement = best.statement.min(again.statement);
    }
    Ok(json!({
        "seconds": {"parse": parse.min(seconds), "cumulative": best.cumulative, "statement": best.statement},
        "system": figures(&best.system),
        "statements": best.totals.figures(),
    }))
}

/// Final families and every statement by the matcher `fair`, from codings to the table.
fn run_fair(file: &str) -> Result<Value, Box<dyn Error>> {
    let text = scored_corpus::text(Path::new(file))?;
    let (parse, corpus) = timed(|| scored_corpus::read(&text))?;
    let (mut best, mut table) = (f64::INFINITY, SystemTable::new());
    for _ in 0..TRIES {
        let (seconds, scored) = timed(|| sweep_fair(&corpus))?;
        (best, table) = (best.min(seconds), scored);
    }
    let rows: serde_json::Map<String, Value> = (table.rows().into_iter())
        .map(|row| {
            let [.., mean] = row.mean;
            (
                row.pooled.line.to_string(),
                json!({"counts": row.pooled.counts, "pooled": row.pooled.ratios, "mean_f1": mean}),
            )
        })
        .collect();
    Ok(json!({
        "seconds": {"parse": parse, "cumulative_and_statement": best},
        "ruler": Ruler::of(Matcher::Fair).to_string(),
        "system": rows,
        "variables": VariableRow::all(table.pooled()),
        "exact": table.figure(Figure::Exact),
    }))
}

fn sweep_fair(corpus: &[(u64, Codings)]) -> Result<SystemTable<u64>, ScoreError> {
    let mut table = SystemTable::new();
    for (id, codings) in corpus {
        table.set(*id, &DiscussionScore::new(codings, &Ruler::of(Matcher::Fair))?);
    }
    Ok(table)
}

fn timed<T, E>(work: impl FnOnce() -> Result<T, E>) -> Result<(f64, T), E> {
    let start = Instant::now();
    let answer = black_box(work()?);
    Ok((start.elapsed().as_secs_f64(), answer))
}

/// One go over all discussions: each is made ready once, scored as a whole, then statement by statement. Making ready
/// counts into the cumulative time.
struct Sweep {
    cumulative: f64,
    statement: f64,
    system: SystemScore,
    totals: Totals,
}

impl Sweep {
    fn of(discussions: &[Discussion<'_>], settings: &CompatSettings) -> Result<Self, CompatError> {
        let (mut cumulative, mut statement) = (0.0, 0.0);
        let (mut entries, mut totals) = (Vec::with_capacity(discussions.len()), Totals::default());
        for discussion in discussions {
            let ready = timed(|| {
                let ready = PreparedDiscussion::new(discussion, settings)?;
                let figures = ready.cumulative()?.sets.figures();
                Ok((ready, Entry { discussion: discussion.id, figures }))
            });
            let (seconds, (ready, entry)) = match ready {
                Err(error) if CompatError::leaves_out_discussion(&error) => continue,
                other => other?,
            };
            cumulative += seconds;
            entries.push(entry);
            statement += timed(|| totals.add(&ready))?.0;
        }
        let (seconds, system) = timed(|| Ok::<_, CompatError>(summarise(entries)))?;
        Ok(Sweep { cumulative: cumulative + seconds, statement, system, totals })
    }
}

/// Every subject statement that has an approved coding: sums of the counts, and means.
#[derive(Default)]
struct Totals {
    n: usize,
    exact: usize,
    pooled: Counts,
    aggregate: f64,
    detection: f64,
}

impl Totals {
    fn add(&mut self, discussion: &PreparedDiscussion<'_, '_>) -> Result<(), CompatError> {
        for (_, score) in discussion.statements() {
            let score = score?;
            let counts = score.sets.aggregate();
            self.n += 1;
            self.pooled += counts;
            self.exact += usize::from(score.exact);
            self.aggregate += counts.f1();
            self.detection += score.levels.relationship.detection.f1();
        }
        Ok(())
    }

    fn figures(&self) -> Value {
        let mean = |sum: f64| if self.n == 0 { Value::Null } else { (sum / self.n as f64).into() };
        json!({
            "n": self.n, "sum_tp": self.pooled.tp, "sum_fp": self.pooled.fp, "sum_fn": self.pooled.fn_,
            "mean_aggregate_micro_f1": mean(self.aggregate),
            "exact_matches": self.exact,
            "mean_relationship_hierarchical_detection": mean(self.detection),
        })
    }
}

fn figures(system: &SystemScore) -> Value {
    let mut all = system_figures(system);
    let per = system.entries.iter().map(|entry| {
        let sets = &entry.figures;
        let f1 = |counts: Counts| counts.f1();
        json!([entry.discussion, f1(sets.aggregate()), f1(sets.people), f1(sets.events), f1(sets.pair_bonds),])
    });
    all.insert("per_discussion".into(), per.collect());
    all.into()
}
