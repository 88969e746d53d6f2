//! Figures written as CSV are read back with a reader of CSV and compared, every one of them, with `--json`; the long table of
//! agreement, fed back, gives the figures it was written from.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use std::collections::BTreeMap;

use sarf_shared::rpc::{F1Line, F1StatementRow, F1View, RowFigure, ShareLine, Stat};
use sarf_shared::scoring::f1::Value;
use sarf_shared::scoring::intervals::Interval;
use sarf_tests::coders::three_coders;
use sarf_tests::harness::World;
use serde_json::Value as Json;

/// Scope, discussion, statement, line, figure.
type Key = [String; 5];
/// Value, low, high, mean, n, true positives, false positives, false negatives, the words for no value.
type Cells = [String; 9];

fn text<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn words(value: Value) -> String {
    match value {
        Value::Figure(_) => String::new(),
        Value::Undefined(why) => why.to_string(),
    }
}

fn ends(drawn: Option<&Interval>) -> [String; 2] {
    let bounds = drawn.and_then(Interval::bounds);
    [text(bounds.map(|bounds| bounds.low)), text(bounds.map(|bounds| bounds.high))]
}

/// Every row that the table has to have.
#[derive(Default)]
struct Expected(BTreeMap<Key, Cells>);

impl Expected {
    fn put(&mut self, of: &[String; 3], line: &str, figure: &str, cells: Cells) {
        let [scope, discussion, statement] = of.clone();
        let key = [scope, discussion, statement, line.to_owned(), figure.to_owned()];
        assert!(self.0.insert(key, cells).is_none(), "{line} {figure} twice");
    }

    fn line(&mut self, of: &[String; 3], one: &F1Line) {
        let pooled = [one.pooled.precision, one.pooled.recall, one.pooled.f1];
        for (at, figure) in ["precision", "recall", "f1"].iter().enumerate() {
            let [low, high] = ends(one.intervals.as_ref().map(|all| &all[at]));
            let (value, mean) = (text(pooled[at].figure()), text(one.mean[at].value.figure()));
            let [n, tp, fp, fn_] = [one.n, one.counts.tp, one.counts.fp, one.counts.fn_].map(|n| n.to_string());
            self.put(of, &one.line.to_string(), figure, [value, low, high, mean, n, tp, fp, fn_, words(pooled[at])]);
        }
    }

    fn plain(&mut self, of: &[String; 3], line: &str, figure: &str, value: String, undefined: String, n: String) {
        let none = String::new;
        self.put(of, line, figure, [value, none(), none(), none(), n, none(), none(), none(), undefined]);
    }

    fn share(&mut self, of: &[String; 3], line: &str, one: &ShareLine) {
        let [low, high] = ends(one.interval.as_ref());
        let (value, mean) = (text(one.value.figure()), text(one.mean.value.figure()));
        let none = String::new;
        let cells = [value, low, high, mean, one.whole.to_string(), none(), none(), none(), words(one.value)];
        self.put(of, line, "share", cells);
    }

    /// The lines of a discussion or a statement, whose precision and recall follow from the counts.
    fn rows(&mut self, of: &[String; 3], figures: &[RowFigure]) {
        for one in figures {
            let counts = one.counts;
            let ratio = |whole: usize, side: &str| match (one.f1, whole) {
                (Value::Undefined(none), _) => (String::new(), none.to_string()),
                (_, 0) => (String::new(), format!("no {} {side}", one.line.items())),
                _ => ((counts.tp as f64 / whole as f64).to_string(), String::new()),
            };
            let all = [
                ("precision", ratio(counts.tp + counts.fp, "on the scored side")),
                ("recall", ratio(counts.tp + counts.fn_, "in the truth")),
                ("f1", (text(one.f1.figure()), words(one.f1))),
            ];
            for (figure, (value, why)) in all {
                let [n, tp, fp, fn_] = [counts.items(), counts.tp, counts.fp, counts.fn_].map(|n| n.to_string());
                let none = String::new;
                self.put(of, &one.line.to_string(), figure, [value, none(), none(), none(), n, tp, fp, fn_, why]);
            }
        }
    }
}

fn expected(json: &Json) -> Expected {
    let view: F1View = serde_json::from_value(json.clone()).unwrap();
    let mut all = Expected::default();
    let of = ["system".to_owned(), String::new(), String::new()];
    for line in &view.lines {
        all.line(&of, line);
        if let Some(figure) = line.published {
            all.plain(&of, &line.line.to_string(), "published", figure.to_string(), String::new(), String::new());
        }
    }
    for one in &view.variables {
        let (name, n) = (one.variable.to_string(), one.n.to_string());
        let [low, high] = ends(one.interval.as_ref());
        let (value, mean) = (text(one.macro_f1.figure()), text(one.mean.value.figure()));
        let none = String::new;
        all.put(
            &of,
            &name,
            "macro_f1",
            [value, low, high, mean, n.clone(), none(), none(), none(), words(one.macro_f1)],
        );
        for (figure, stat) in [("kappa", one.kappa), ("alpha", one.alpha), ("ac1", one.ac1), ("percent", one.percent)] {
            let (value, undefined) = match stat {
                Stat::Figure(found) => (found.value.to_string(), String::new()),
                Stat::Undefined(why) => (String::new(), why.to_string()),
            };
            all.plain(&of, &name, figure, value, undefined, n.clone());
        }
        if let Some(figure) = one.published {
            all.plain(&of, &name, "published", figure.to_string(), String::new(), String::new());
        }
    }
    all.share(&of, "exact", &view.exact);
    all.share(&of, "connected_scored", &view.connectivity[0]);
    all.share(&of, "connected_truth", &view.connectivity[1]);
    for row in &view.discussions.items {
        let of = ["discussion".to_owned(), row.discussion.id.to_string(), String::new()];
        match row.why.map(|why| why.to_string()).or_else(|| row.problem.clone()) {
            Some(why) => all.plain(&of, "", "", String::new(), why, String::new()),
            None => {
                all.rows(&of, &row.figures);
                all.plain(&of, "exact", "share", text(row.exact.figure()), words(row.exact), String::new());
            }
        }
    }
    for of_one in json["statements"].as_array().into_iter().flatten() {
        for row in of_one["rows"].as_array().unwrap() {
            let row: F1StatementRow = serde_json::from_value(row.clone()).unwrap();
            let of = ["statement".to_owned(), of_one["discussion"].to_string(), row.statement.to_string()];
            match row.why {
                Some(why) => all.plain(&of, "", "", String::new(), why.to_string(), String::new()),
                None => {
                    all.rows(&of, &row.figures);
                    if let Some(exact) = row.exact {
                        all.plain(&of, "exact", "share", u8::from(exact).to_string(), String::new(), String::new());
                    }
                }
            }
        }
    }
    all
}

#[test]
fn every_figure_of_f1_is_read_back_from_its_row() {
    let world = three_coders();
    let cases: [&[&str]; 5] = [
        &[],
        &["--per-statement"],
        &["--matcher", "compat", "--per-statement"],
        &["--truth", "v2", "--replicates", "0"],
        &["--provenance", "constructed", "1", "2"],
    ];
    for words in cases {
        let ask = |form: &str| {
            let words: Vec<&str> = ["f1"].iter().chain(words).chain(&[form]).copied().collect();
            world.sarf(&words).ok()
        };
        let (json, csv) = (ask("--json").json(), ask("--csv").stdout);
        let expected = expected(&json).0;
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let head = reader.headers().unwrap().clone();
        let mut read: BTreeMap<Key, Cells> = BTreeMap::new();
        for row in reader.records() {
            let row = row.unwrap();
            let cell = |name: &str| {
                let at = head.iter().position(|column| column == name).unwrap_or_else(|| panic!("no column {name}"));
                row[at].to_owned()
            };
            let key = ["scope", "discussion", "statement", "line", "figure"].map(cell);
            let cells = ["value", "low", "high", "mean", "n", "tp", "fp", "fn", "undefined"].map(cell);
            // What it was measured with stands beside every figure.
            assert_eq!(cell("ruler"), json["stamp"]["ruler_words"].as_str().unwrap());
            assert_eq!(cell("scorer"), json["stamp"]["ruler"]["scorer"].to_string());
            assert_eq!(cell("level"), json["stamp"]["level"].as_str().unwrap());
            assert!(!cell("truth").is_empty() && cell("runs").starts_with('r'), "{row:?}");
            assert!(cells[0].is_empty() != cells[8].is_empty(), "a figure or words: {row:?}");
            assert!(read.insert(key, cells).is_none(), "{row:?} twice");
        }
        for (key, cells) in &expected {
            assert_eq!(read.get(key), Some(cells), "{words:?} {key:?}");
        }
        assert_eq!(read.len(), expected.len(), "{words:?}");
        assert!(read.len() > 100, "control: there are rows");
    }
}

/// Each figure of a section: of the people, of every two, without each.
fn figures(section: &Json) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    let told = |estimate: &Json| {
        let told = estimate["value"].as_f64().map_or_else(|| estimate["words"].to_string(), |value| value.to_string());
        format!("{told} of {}", estimate["n"])
    };
    for one in section["variables"].as_array().unwrap() {
        let name = format!("{} {}", one["rated"], one["kind"]);
        for figure in ["percent", "alpha", "ac1", "fleiss"] {
            all.insert(format!("{name} {figure}"), told(&one["humans"][figure]));
        }
        for pair in one["pairs"].as_array().unwrap() {
            for figure in ["percent", "kappa"] {
                all.insert(format!("{name} {}{} {figure}", pair["a"], pair["b"]), told(&pair[figure]));
            }
        }
        for left in one["left_out"].as_array().unwrap() {
            all.insert(format!("{name} without {}", left["coder"]), told(&left["alpha"]));
        }
        all.insert(format!("{name} prevalence"), one["humans"]["prevalence"].to_string());
    }
    all
}

fn fed_back(world: &World, words: &[&str], units: &[&str]) -> usize {
    let ask = |form: &str| {
        let words: Vec<&str> =
            ["agreement"].iter().chain(words).chain(units).chain(&["--replicates", "50", form]).copied().collect();
        world.sarf(&words).ok()
    };
    let path = world.path("long.csv");
    std::fs::write(&path, ask("--csv").stdout).unwrap();
    let stored = figures(&ask("--json").json()["values"][0]);
    let path = path.to_str().unwrap();
    let words: Vec<&str> = ["agreement", path, "--json"].iter().chain(units).copied().collect();
    let again = world.sarf(&words).ok().json();
    assert_eq!(again["file"], "long.csv");
    assert_eq!(figures(&again["values"][0]), stored, "{words:?}");
    stored.len()
}

#[test]
fn the_long_table_of_agreement_fed_back_gives_every_figure_again() {
    let world = three_coders();
    let cases: [(&[&str], &[&str]); 6] = [
        (&[], &[]),
        (&["--coder", "ann,ben"], &[]),
        (&["--level", "statement"], &["--units", "coded"]),
        (&["--level", "statement"], &["--units", "cells"]),
        (&["--with-model"], &[]),
        (&["--matcher", "compat", "1"], &[]),
    ];
    for (words, units) in cases {
        assert!(fed_back(&world, words, units) > 20, "control: there are figures");
    }
}
