//! The commands that print the figures of the page, written so that they can be pasted into a shell.

use crate::cli::args::agreement::{LevelWord, ReportArgs, UnitsWord};
use crate::cli::args::scores::{FilterArgs, TruthWord};
use crate::cli::args::which::WhichArgs;
use sarf_shared::coding::Provenance;
use sarf_shared::rpc::ScoredChoice;
use sarf_shared::scoring::f1::Matcher;

/// The commands behind the page.
pub struct Commands {
    /// The F1 table.
    pub f1: String,
    /// The agreement table; none where it cannot be asked for.
    pub agreement: Option<String>,
    /// The runs in order of time.
    pub history: String,
    /// The scored runs against another.
    pub compare: Option<String>,
    /// Who coded what.
    pub coders: String,
    /// The versions of ground truth.
    pub versions: String,
    parts: Parts,
}

/// Flags that several commands share.
struct Parts {
    ids: String,
    which: String,
    runs: String,
    matched: String,
    truth: String,
    drawn: String,
}

impl Commands {
    /// The commands with the selection and settings of the page.
    pub fn new(args: &ReportArgs) -> Self {
        let FilterArgs { which, provenance, runs, matched, .. } = &args.filter;
        let ids: String = args.discussions.iter().map(|id| format!(" {id}")).collect();
        let mut of_runs = String::new();
        let run: Vec<String> = runs.run.iter().map(ToString::to_string).collect();
        flag(&mut of_runs, "run", (!run.is_empty()).then(|| run.join(",")).as_deref());
        flag(&mut of_runs, "model", runs.model.as_deref());
        flag(&mut of_runs, "prompt", runs.prompt.as_deref());
        let mut by = String::new();
        flag(&mut by, "matcher", (matched.matcher != Matcher::Fair).then(|| matched.matcher.as_str()));
        flag(&mut by, "today", matched.today.map(|day| day.to_string()).as_deref());
        let parts = Parts {
            ids,
            which: origin(which),
            runs: of_runs,
            matched: by,
            truth: truth(&args.filter),
            drawn: format!(" --seed {} --replicates {}", args.drawn.seed, args.drawn.replicates),
        };
        let Parts { ids, which, runs, matched, truth, drawn } = &parts;
        let seen = given(provenance);
        let is_human = !provenance.contains(&TruthWord::Constructed);
        let model = if runs.is_empty() { " --with-model" } else { "" };
        let human = if is_human { seen.as_str() } else { "" };
        Commands {
            f1: format!("sarf f1{ids}{which}{seen}{truth}{runs}{matched}{drawn}"),
            agreement: is_human
                .then(|| format!("sarf agreement{ids}{which}{seen}{runs}{model}{matched}{}{drawn}", measured(args))),
            history: format!("sarf f1 history{ids}{which}{seen}{truth}{runs}{matched}{drawn}"),
            compare: args.against.as_ref().map(|old| {
                let of: Vec<String> = args.discussions.iter().map(ToString::to_string).collect();
                let of = if of.is_empty() { String::new() } else { format!(" --of {}", of.join(",")) };
                let new = chosen(&args.filter.runs.choice());
                let (old, new) = (quoted(old), quoted(&new));
                format!("sarf f1 compare {old} {new}{of}{which}{seen}{truth}{matched}{drawn}")
            }),
            coders: format!("sarf coding list{ids}{which}{human}"),
            versions: format!(
                "sarf gt list{ids}{which}{human}{truth}{}",
                if args.filter.truth.is_none() { " --newest" } else { "" }
            ),
            parts,
        }
    }

    /// The F1 table against truth of one provenance alone.
    pub fn f1_of(&self, provenance: Provenance) -> String {
        let Parts { ids, which, runs, matched, truth, drawn } = &self.parts;
        format!("sarf f1{ids}{which} --provenance {provenance}{truth}{runs}{matched}{drawn}")
    }
}

fn flag(out: &mut String, name: &str, value: Option<&str>) {
    if let Some(value) = value {
        // A value that begins like a flag has to be tied to its own.
        let tie = if value.starts_with('-') { '=' } else { ' ' };
        out.push_str(&format!(" --{name}{tie}{}", quoted(value)));
    }
}

/// Which discussions, by what they are.
fn origin(which: &WhichArgs) -> String {
    let mut out = which.origin().map_or_else(String::new, |origin| format!(" --{origin}"));
    flag(&mut out, "trait", which.persona_trait.map(|wanted| wanted.as_str()));
    out
}

/// What the coders had seen.
fn given(provenance: &[TruthWord]) -> String {
    let words: Vec<&str> = provenance.iter().map(|word| word.as_str()).collect();
    if words.is_empty() { String::new() } else { format!(" --provenance {}", words.join(",")) }
}

/// What only the truth of F1 has.
fn truth(filter: &FilterArgs) -> String {
    let mut out = String::new();
    flag(&mut out, "coder", filter.coder.as_ref().map(|coder| coder.as_str()));
    flag(&mut out, "truth", filter.truth.map(|version| version.to_string()).as_deref());
    out
}

/// Runs as `f1 compare` takes them.
fn chosen(choice: &ScoredChoice) -> String {
    match choice {
        ScoredChoice::Standing => "standing".to_owned(),
        ScoredChoice::Runs(runs) => runs.iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
        ScoredChoice::Engine { model, prompt } => {
            format!("{}@{}", model.as_deref().unwrap_or_default(), prompt.as_deref().unwrap_or_default())
        }
    }
}

fn measured(args: &ReportArgs) -> String {
    let mut out = String::new();
    match args.measured.level {
        Some(LevelWord::Statement) => out.push_str(" --level statement"),
        Some(LevelWord::Timeline) | None => {}
    }
    let units: Vec<&str> = (args.measured.units.iter())
        .map(|word| match word {
            UnitsWord::Matched => "matched",
            UnitsWord::Coded => "coded",
            UnitsWord::Cells => "cells",
        })
        .collect();
    if !units.is_empty() {
        out.push_str(&format!(" --units {}", units.join(",")));
    }
    if let Some(window) = args.measured.window {
        out.push_str(&format!(" --window {window}"));
    }
    if let Some(what) = args.measured.resample {
        out.push_str(&format!(" --resample {what}"));
    }
    out
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:,@+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::{Cli, Command};
    use clap::Parser;

    fn commands(words: &[&str]) -> Commands {
        let cli = Cli::try_parse_from(["sarf", "report"].iter().chain(words)).unwrap();
        let Some(Command::Report(args)) = cli.command else { panic!("{words:?}") };
        Commands::new(&args)
    }

    /// The words of a command, as a shell splits it.
    fn split(command: &str) -> Vec<String> {
        let (mut words, mut word, mut within, mut escaped) = (Vec::new(), String::new(), false, false);
        for letter in command.chars() {
            match letter {
                _ if std::mem::take(&mut escaped) => word.push(letter),
                '\\' if !within => escaped = true,
                '\'' => within = !within,
                ' ' if !within => words.push(std::mem::take(&mut word)),
                other => word.push(other),
            }
        }
        words.push(word);
        words
    }

    #[test]
    fn every_command_is_one_the_program_takes_whatever_was_asked() {
        let cases: [&[&str]; 6] = [
            &[],
            &["3", "4", "--synthetic", "--trait", "mature", "--provenance", "blind,adjudicated", "--coder", "ann"],
            &["--provenance", "constructed", "--run", "r7,r8", "--against", "r1,r2"],
            &["--truth", "v9", "--model", "it's `a`|b", "--prompt", "ab12", "--against", "it's@x@"],
            &["--model=-odd", "--matcher", "compat", "--today", "2026-01-02"],
            &["--level", "statement", "--units", "cells,coded", "--window", "20", "--resample", "statements"],
        ];
        for words in cases {
            let told = commands(words);
            let all = [Some(told.f1.clone()), told.agreement.clone(), Some(told.history.clone()), told.compare.clone()];
            let lists = [Some(told.coders.clone()), Some(told.versions.clone())];
            for command in all.iter().chain(&lists).flatten().chain([&told.f1_of(Provenance::Blind)]) {
                let taken = Cli::try_parse_from(split(command));
                assert!(taken.is_ok(), "{command}: {}", taken.unwrap_err());
            }
        }
        assert_eq!(commands(&["--provenance", "constructed"]).agreement, None, "nobody can agree with a reference");
    }
}
