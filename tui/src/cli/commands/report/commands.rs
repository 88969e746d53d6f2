//! The commands that print the figures of the page, written so that they can be pasted into a shell.

use crate::cli::args::agreement::{LevelWord, ReportArgs, UnitsWord};
use crate::cli::args::scores::TruthWord;
use sarf_shared::scoring::f1::Matcher;

/// The commands behind the page.
pub struct Commands {
    /// The F1 table.
    pub f1: String,
    /// The agreement table.
    pub agreement: String,
    /// Who coded what.
    pub coders: String,
    /// The versions of ground truth.
    pub versions: String,
}

impl Commands {
    /// The commands with the selection and settings of the page.
    pub fn new(args: &ReportArgs) -> Self {
        let (ids, of_run, of_truth) = (ids(args), selection(args), truth(args));
        let drawn = format!(" --seed {} --replicates {}", args.drawn.seed, args.drawn.replicates);
        Commands {
            f1: format!("sarf f1{ids}{of_run}{of_truth}{drawn}"),
            agreement: format!("sarf agreement{ids}{of_run} --with-model{}{drawn}", measured(args)),
            coders: "sarf coding list".to_owned(),
            versions: "sarf gt list".to_owned(),
        }
    }

    /// The line beside a table.
    pub fn beside(&self, command: &str) -> String {
        format!("Printed by `{command}`\n\n")
    }
}

fn ids(args: &ReportArgs) -> String {
    args.discussions.iter().map(|id| format!(" {id}")).collect()
}

fn selection(args: &ReportArgs) -> String {
    let filter = &args.filter;
    let mut out = String::new();
    let origins = [(filter.synthetic, " --synthetic"), (filter.real, " --real"), (filter.imported, " --imported")];
    origins.iter().filter(|(asked, _)| *asked).for_each(|(_, flag)| out.push_str(flag));
    let mut flag = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            out.push_str(&format!(" --{name} {}", quoted(&value)));
        }
    };
    let words: Vec<String> = filter.provenance.iter().map(provenance).collect();
    flag("provenance", (!words.is_empty()).then(|| words.join(",")));
    let runs: Vec<String> = filter.run.iter().map(ToString::to_string).collect();
    flag("run", (!runs.is_empty()).then(|| runs.join(",")));
    flag("model", filter.model.clone());
    flag("prompt", filter.prompt.clone());
    flag("trait", filter.persona_trait.map(|wanted| wanted.as_str().to_owned()));
    flag("matcher", (filter.matcher != Matcher::Fair).then(|| filter.matcher.as_str().to_owned()));
    flag("today", filter.today.map(|day| day.to_string()));
    out
}

/// What only the truth of F1 has.
fn truth(args: &ReportArgs) -> String {
    let mut out = String::new();
    if let Some(coder) = &args.filter.coder {
        out.push_str(&format!(" --coder {}", quoted(coder.as_str())));
    }
    if let Some(version) = args.filter.truth {
        out.push_str(&format!(" --truth {version}"));
    }
    out
}

fn provenance(word: &TruthWord) -> String {
    match word {
        TruthWord::Human(provenance) => provenance.as_str().to_owned(),
        TruthWord::Constructed => "constructed".to_owned(),
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
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:,@".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}
