//! What each table of a page has to hold, from what its command prints with `--json`.

use std::collections::BTreeMap;

use sarf_shared::rpc::{CoderRow, CompareView, F1Line, F1View, HistoryView, ROW_LINES, ShareLine, Stat, VersionRow};
use sarf_shared::scoring::agreement::{
    AgreementReport, Coder, Estimate, Impact, PairFound, Statistic, VariableFigures,
};
use sarf_shared::scoring::f1::{Figure, Line, Value};
use sarf_shared::scoring::intervals::{Interval, Test};
use serde::de::DeserializeOwned;

use super::read::Table;

type Rows = Vec<Vec<String>>;

/// What commands print with `--json`, asked once each.
pub struct Printed<'a> {
    pub run: &'a dyn Fn(&str) -> String,
    pub kept: BTreeMap<String, String>,
}

impl Printed<'_> {
    fn of(&mut self, command: &str) -> String {
        let bare = command.trim_end_matches(" --json").to_owned();
        let run = self.run;
        self.kept.entry(bare.clone()).or_insert_with(|| run(&format!("{bare} --json"))).clone()
    }

    fn one<T: DeserializeOwned>(&mut self, command: &str) -> T {
        serde_json::from_str(&self.of(command)).unwrap()
    }

    fn lines<T: DeserializeOwned>(&mut self, command: &str) -> Vec<T> {
        self.of(command).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

fn figure(found: f64) -> String {
    format!("{found:.3}")
}

fn value(found: Value) -> String {
    match found {
        Value::Figure(found) => figure(found),
        Value::Undefined(why) => why.to_string(),
    }
}

fn drawn(found: &Interval) -> String {
    match found {
        Interval::Bounds(bounds) => format!("{:.3} to {:.3}", bounds.low, bounds.high),
        Interval::Without(why) => why.to_string(),
    }
}

fn asked(found: Option<&Interval>) -> String {
    found.map_or_else(|| "none asked for".to_owned(), drawn)
}

fn both(found: &Estimate) -> Vec<String> {
    match found {
        Estimate::Figure { value, interval: Interval::Bounds(ends), .. } => {
            vec![figure(*value), format!("{:.3} to {:.3}", ends.low, ends.high)]
        }
        Estimate::Figure { value, .. } => vec![figure(*value), "none".into()],
        Estimate::Words { words, .. } => vec![words.clone(), "none".into()],
    }
}

fn p(p: f64) -> String {
    if p < 0.0001 { "< 0.0001".to_owned() } else { format!("{p:.4}") }
}

fn items(line: Line) -> String {
    if line == Line::Aggregate { "all items" } else { line.items() }.to_owned()
}

fn numbers<T: ToString, const N: usize>(all: [T; N]) -> Vec<String> {
    all.iter().map(ToString::to_string).collect()
}

fn row(first: impl ToString, rest: Vec<Vec<String>>) -> Vec<String> {
    std::iter::once(first.to_string()).chain(rest.into_iter().flatten()).collect()
}

fn f1_line(line: &F1Line) -> Vec<String> {
    let all = [line.pooled.precision, line.pooled.recall, line.pooled.f1];
    let ends = |at: usize| asked(line.intervals.as_ref().map(|all| &all[at]));
    let ratios = (0..3).flat_map(|at| [value(all[at]), ends(at)]).collect();
    let counts = numbers([line.counts.tp, line.counts.fp, line.counts.fn_, line.n]);
    row(items(line.line), vec![ratios, counts])
}

/// What a table has to hold.
#[track_caller]
pub fn rows(table: &Table, printed: &mut Printed<'_>) -> Rows {
    let command = table.command.as_str();
    let head: Vec<&str> = table.head.iter().map(String::as_str).collect();
    match command.split(' ').take(3).collect::<Vec<_>>()[1..] {
        ["coding", "list"] => coders(&printed.lines(command)),
        ["gt", "list"] => versions(&printed.lines(command)),
        ["f1", "compare"] => compared(&head, &printed.one(command)),
        ["f1", "history"] => history(&printed.one(command)),
        ["f1", ..] => f1(table, &head, &printed.one(command)),
        ["agreement", ..] => agreement(table, &head, &printed.one(command)),
        _ => panic!("no command of the page: {command}"),
    }
}

fn coders(rows: &[CoderRow]) -> Rows {
    let told = |one: &CoderRow| {
        let coded = format!("{} of {}", one.statements, one.of);
        let seen = one.provenance.words().replace('_', " ");
        vec![one.discussion.to_string(), one.coder.to_string(), coded, seen, one.revisions.to_string()]
    };
    rows.iter().map(told).collect()
}

fn versions(rows: &[VersionRow]) -> Rows {
    let told = |one: &VersionRow| {
        let coders: Vec<String> = one.coders.iter().map(|(name, n)| format!("{name} {n}")).collect();
        let at = chrono::DateTime::from_timestamp_millis(i64::try_from(one.at.0).unwrap()).unwrap();
        vec![
            one.id.to_string(),
            one.discussion.to_string(),
            format!("{} of {}", one.statements, one.of),
            coders.join(", "),
            one.provenance.words().replace('_', " "),
            one.account.clone().unwrap_or_else(|| one.approved_by.to_string()),
            at.format("%Y-%m-%d").to_string(),
        ]
    };
    rows.iter().map(told).collect()
}

fn f1(table: &Table, head: &[&str], view: &F1View) -> Rows {
    let line = |wanted: Line| view.lines.iter().find(|line| line.line == wanted).unwrap();
    match head[..2] {
        ["sample of F1", _] => {
            let all = &view.discussions.items;
            let (coverage, seen) = (&view.stamp.coverage, &view.stamp.truth.provenance);
            let mut told = vec![
                ("discussions", view.discussions.total as usize),
                ("with figures", all.iter().filter(|row| !row.figures.is_empty()).count()),
                ("with a synthetic client", all.iter().filter(|row| row.discussion.synthetic).count()),
                ("read from files", all.iter().filter(|row| row.discussion.imported).count()),
                ("statements of the subjects", coverage.statements),
                ("statements of the truth", coverage.truth),
                ("statements coded by both", coverage.both),
            ];
            if !view.stamp.truth.constructed {
                told.push(("statements of the truth, blind", seen.blind as usize));
                told.push(("statements of the truth, over the model", seen.over_the_model as usize));
                told.push(("statements of the truth, adjudicated", seen.adjudicated as usize));
            }
            told.into_iter().map(|(name, n)| vec![name.to_owned(), n.to_string()]).collect()
        }
        ["unit", _] => [Line::People, Line::Events, Line::PairBonds, Line::ChildOf]
            .iter()
            .map(|wanted| {
                let counts = line(*wanted).counts;
                row(wanted.items(), vec![numbers([counts.tp + counts.fn_, counts.tp + counts.fp, counts.tp])])
            })
            .collect(),
        ["items", "precision"] if head.contains(&"mean over") => view
            .lines
            .iter()
            .filter(|one| one.n > 0 || one.line.depth() < 2)
            .map(|one| [f1_line(one), vec![value(one.mean[2].value), one.mean[2].over.to_string()]].concat())
            .collect(),
        ["items", "precision"] => view.lines.iter().filter(|one| ROW_LINES.contains(&one.line)).map(f1_line).collect(),
        ["share", _] => {
            let told = |name: &str, one: &ShareLine| {
                let of = numbers([one.part, one.whole]);
                row(name, vec![vec![value(one.value), asked(one.interval.as_ref())], of, vec![value(one.mean.value)]])
            };
            vec![
                told("statements coded alike", &view.exact),
                told("people connected, model", &view.connectivity[0]),
                told("people connected, truth", &view.connectivity[1]),
            ]
        }
        ["variable", "n"] => variables(view),
        ["truth ↓ model →", ..] => {
            let of =
                view.variables.iter().find(|one| table.caption.contains(&format!("of {} ", one.variable))).unwrap();
            assert_eq!(head[1..], of.confusion.labels, "{}", table.caption);
            let cells = of.confusion.labels.iter().zip(&of.confusion.cells);
            cells.map(|(label, cells)| row(label, vec![cells.iter().map(ToString::to_string).collect()])).collect()
        }
        ["published figure", _] => {
            let lines = view.lines.iter().filter_map(|one| Some(vec![items(one.line), one.published?.to_string()]));
            let of = |variable: &sarf_shared::rpc::F1Variable| {
                Some(vec![format!("{} macro F1", variable.variable), variable.published?.to_string()])
            };
            lines.chain(view.variables.iter().filter_map(of)).collect()
        }
        ["discussion", "truth"] => by_discussion(view),
        ["role", _] => view
            .stamp
            .engines
            .iter()
            .map(|one| {
                let known = |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
                let kind = if one.engine.provider == "offline" { "rules built in" } else { "endpoint of a model" };
                let runs: Vec<String> = one.runs.iter().map(ToString::to_string).collect();
                let engine = &one.engine;
                let model = vec![known(&engine.model), known(&engine.prompt_hash), runs.join(", ")];
                row(&engine.role, vec![vec![engine.provider.clone(), kind.to_owned()], model])
            })
            .collect(),
        _ => panic!("a table of F1 that nobody checks: {head:?}"),
    }
}

fn variables(view: &F1View) -> Rows {
    let stat = |one: &Stat| match one {
        Stat::Figure(found) => figure(found.value),
        Stat::Undefined(why) => why.to_string(),
    };
    let told = |one: &sarf_shared::rpc::F1Variable| {
        let given: Vec<String> =
            one.prevalence.iter().map(|one| format!("{} {}/{}", one.value, one.truth, one.scored)).collect();
        let stats = [&one.percent, &one.kappa, &one.alpha, &one.ac1].map(stat).to_vec();
        let macro_f1 = vec![value(one.macro_f1), asked(one.interval.as_ref()), given.join(", ")];
        row(one.variable, vec![numbers([one.n, one.coded]), stats, macro_f1])
    };
    view.variables.iter().map(told).collect()
}

fn by_discussion(view: &F1View) -> Rows {
    let told = |one: &sarf_shared::rpc::F1Row| {
        let about = &one.discussion;
        let of = |wanted: Line| {
            let found = one.figures.iter().find(|one| one.line == wanted).map(|one| value(one.f1));
            found.or_else(|| one.why.map(|why| why.to_string())).or_else(|| one.problem.clone()).unwrap()
        };
        let truth = about.truth.map_or_else(|| "constructed or none".to_owned(), |version| version.to_string());
        let run = about.run.map_or_else(|| "none".to_owned(), |run| run.to_string());
        let figures = [Line::Aggregate, Line::People, Line::Events, Line::PairBonds].map(of).to_vec();
        let covered = numbers([about.coverage.truth, about.coverage.statements]);
        row(about.id, vec![vec![truth, run], covered, figures])
    };
    view.discussions.items.iter().map(told).collect()
}

fn compared(head: &[&str], view: &CompareView) -> Rows {
    if head[0] == "discussion" {
        let told = |one: &sarf_shared::scoring::f1::InBoth<_>| {
            let one: &sarf_shared::scoring::f1::InBoth<sarf_shared::discussion::DiscussionId> = one;
            let figures = [one.old, one.new, one.difference].map(value).to_vec();
            row(one.discussion, vec![figures, numbers([one.fixed, one.broken])])
        };
        return view.discussions.iter().map(told).collect();
    }
    let told = |line: &Line| {
        let one = view.differences.iter().find(|one| one.figure == Figure::F1(*line)).unwrap();
        let test = view.mcnemar.iter().find(|test| test.line == *line);
        let items = test.map_or([0; 4], |test| [test.both, test.fixed, test.broken, test.neither]);
        let exact = match test.map(sarf_shared::scoring::f1::McNemar::p) {
            Some(Ok(found)) => p(found),
            Some(Err(why)) => why.to_string(),
            None => "no items in the truth".to_owned(),
        };
        let permuted = match &one.test {
            Test::Done(done) => p(done.p),
            Test::Without(why) => why.to_string(),
        };
        let figures = [one.old, one.new, one.difference].map(value).to_vec();
        row(self::items(*line), vec![figures, vec![drawn(&one.interval), permuted], numbers(items), vec![exact]])
    };
    ROW_LINES.iter().map(told).collect()
}

fn history(view: &HistoryView) -> Rows {
    let told = |point: &sarf_shared::rpc::HistoryPoint| {
        let known = |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
        let of = |wanted: Line| {
            let one = point.figures.iter().find(|one| one.figure.line == wanted).unwrap();
            vec![value(one.figure.f1), asked(one.interval.as_ref())]
        };
        let marks = if point.marks.is_empty() { "comparable".to_owned() } else { point.marks.join("; ") };
        let engine = vec![known(&point.engine.model), known(&point.engine.prompt_hash)];
        let counts = numbers([point.repetition, point.discussions]);
        row(known(&point.engine.provider), vec![engine, counts, of(Line::Aggregate), of(Line::Events), vec![marks]])
    };
    view.points.iter().map(told).collect()
}

fn agreement(table: &Table, head: &[&str], report: &AgreementReport) -> Rows {
    let human = |pair: &(&Coder, &Coder)| pair.0.is_human() && pair.1.is_human();
    // Tables of the model stand apart.
    let of_people = !table.caption.ends_with("the model:");
    // Of several conventions the one whose question was asked last.
    let asked = |question: &str| table.since.iter().rposition(|words| words == question);
    let section = report.values.iter().max_by_key(|one| asked(&one.question)).unwrap();
    let variables = if table.heading == "Coded at all" { &report.presence } else { &section.variables };
    match head[..2] {
        ["rater", _] => report
            .raters
            .iter()
            .map(|one| {
                let kind = if one.coder.is_human() { "person" } else { "model" };
                let counts = numbers([one.discussions, one.statements, one.shared, one.events]);
                row(&one.coder, vec![vec![kind.to_owned()], counts])
            })
            .collect(),
        ["sample of agreement", _] => {
            let size = &report.sample;
            vec![
                row("discussions", vec![numbers([size.discussions])]),
                row(
                    "discussions with a statement that two people or more coded",
                    vec![numbers([size.shared_discussions])],
                ),
                row("statements of the subjects", vec![numbers([size.statements])]),
                row("statements that two people or more coded", vec![numbers([size.shared])]),
                row("events that anybody found", vec![numbers([size.units])]),
                row("events that two people or more found", vec![numbers([size.matched])]),
            ]
        }
        ["items", "F1"] => report
            .finding
            .humans
            .iter()
            .map(|one| {
                let counts = numbers([one.counts.tp, one.counts.fp, one.counts.fn_, one.counts.items()]);
                row(items(one.line), vec![both(&one.f1), counts])
            })
            .collect(),
        ["coders", "statements"] => {
            let told = |pair: &PairFound| {
                let of = |wanted: Line| match pair.lines.iter().find(|one| one.line == wanted) {
                    Some(one) => both(&one.f1),
                    None => vec!["not coded".to_owned(), "none".to_owned()],
                };
                let who = format!("{} and {}", pair.a, pair.b);
                let statements = numbers([pair.statements]);
                row(who, vec![statements, of(Line::Aggregate), of(Line::Events), of(Line::Shift)])
            };
            report.finding.pairs.iter().filter(|pair| human(&(&pair.a, &pair.b)) == of_people).map(told).collect()
        }
        ["variable", "n"] => variables.iter().map(of_variable).collect(),
        ["variable", "coders"] => {
            let mut rows = Rows::new();
            // The model is told of under the main convention.
            for one in if of_people { variables } else { &report.values[0].variables } {
                for pair in one.pairs.iter().filter(|pair| human(&(&pair.a, &pair.b)) == of_people) {
                    let who = vec![format!("{} and {}", pair.a, pair.b), pair.kappa.n().to_string()];
                    rows.push(row(one.name(), vec![who, both(&pair.percent), both(&pair.kappa)]));
                }
            }
            rows
        }
        ["variable", "without"] => {
            let of = |one: &VariableFigures| -> Rows {
                let told = one.left_out.iter().map(|left| {
                    row(one.name(), vec![vec![left.coder.to_string(), left.alpha.n().to_string()], both(&left.alpha)])
                });
                told.collect()
            };
            variables.iter().flat_map(of).collect()
        }
        ["units", _] => {
            let mut rows = Rows::new();
            for window in &report.windows {
                for one in &window.variables {
                    let full = if window.full { "full" } else { "part" }.to_owned();
                    let about = vec![full, one.rated.to_string(), one.humans.n.to_string()];
                    let figures = [&one.humans.percent, &one.humans.alpha, &one.humans.ac1].map(both).concat();
                    rows.push(row(format!("{} to {}", window.from, window.to), vec![about, figures]));
                }
            }
            rows
        }
        ["first ↓ second →", ..] => {
            let named = |one: &&sarf_shared::scoring::agreement::Confusion| {
                table.caption == format!("{}: rows {}, columns {}, n = {}", one.rated, one.a, one.b, one.n)
            };
            let found = report.confusions.iter().find(named).unwrap_or_else(|| panic!("{}", table.caption));
            assert_eq!(head[1..], found.values);
            let rows = found.values.iter().zip(&found.counts);
            rows.map(|(value, counts)| row(value, vec![counts.iter().map(ToString::to_string).collect()])).collect()
        }
        ["disagreement", _] => {
            let n = |impact: Impact| report.disagreements.iter().filter(|one| one.impact == impact).count();
            Impact::ALL.iter().map(|impact| row(impact, vec![numbers([n(*impact)])])).collect()
        }
        ["figure", _] => {
            let model = report.models.iter().find(|one| table.caption.starts_with(&one.model.to_string())).unwrap();
            let mut all: Vec<(String, _)> = Vec::new();
            for one in model.finding.iter().filter(|one| one.line.depth() < 2) {
                all.push((format!("F1 {}", items(one.line)), &one.standing));
            }
            for one in
                model.values.iter().filter(|one| one.statistic == Statistic::Alpha && one.rated.variable().is_some())
            {
                all.push((format!("alpha {}", one.rated), &one.standing));
            }
            let told = |one: &Estimate| one.value().map_or_else(|| "none".to_owned(), figure);
            let row = |(name, one): (String, &sarf_shared::scoring::agreement::Standing)| {
                let figures = vec![told(&one.humans), told(&one.with_model)];
                row(name, vec![figures, both(&one.difference), vec![one.verdict.clone()]])
            };
            all.into_iter().map(row).collect()
        }
        _ => panic!("a table of agreement that nobody checks: {head:?}"),
    }
}

fn of_variable(one: &VariableFigures) -> Vec<String> {
    let humans = &one.humans;
    let figures = [&humans.percent, &humans.alpha, &humans.ac1, &humans.fleiss].map(both).concat();
    let given: Vec<String> = humans.prevalence.iter().map(|one| format!("{} {}", one.value, one.given)).collect();
    let given = match &humans.alpha {
        Estimate::Words { words, .. } if words == "not coded" => "not coded".to_owned(),
        _ => given.join(", "),
    };
    row(one.name(), vec![numbers([humans.n]), figures, vec![given]])
}
