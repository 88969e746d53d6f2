//! Arguments of the commands that score: which runs, against what, and how.

use clap::{Args, Subcommand};
use sarf_shared::coding::{CoderName, Provenance};
use sarf_shared::discussion::{DiscussionId, JobId, PersonaId, RunId, VersionId};
use sarf_shared::rpc::{Resampling, ScoreFilter, ScoreLevel, ScoredChoice, TruthChoice};
use sarf_shared::scoring::f1::Line;

use super::which::{MatcherArgs, RunsArgs, WhichArgs};
use crate::cli::exit::{Exit, Failure};

/// `f1`
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct F1Args {
    /// Two runs against each other, or all runs in order of time
    #[command(subcommand)]
    pub what: Option<F1Command>,
    /// Which discussions [default: all that have ground truth]
    pub discussions: Vec<DiscussionId>,
    /// Which runs, against what
    #[command(flatten)]
    pub filter: FilterArgs,
    /// Each statement by itself, instead of the families as they stand at the end
    #[arg(long)]
    pub per_statement: bool,
    /// With every item that was missed or invented, and why it found no partner
    #[arg(long)]
    pub explain: bool,
    /// How intervals are drawn
    #[command(flatten)]
    pub drawn: DrawnArgs,
    /// One row a figure, for spreadsheets and statistics programs
    #[arg(long, conflicts_with = "explain")]
    pub csv: bool,
}

/// `f1 ...`
#[derive(Debug, Subcommand)]
pub enum F1Command {
    /// One run against another: what was fixed, what was broken, and how sure that is
    Compare {
        /// The run that was: r7, a comma list r7,r9, a model (PROVIDER/MODEL), or standing
        #[arg(value_parser = run_word)]
        old: String,
        /// The run that is
        #[arg(value_parser = run_word)]
        new: String,
        /// Only these discussions
        #[arg(long = "of", value_name = "DISCUSSION", value_delimiter = ',')]
        discussions: Vec<DiscussionId>,
        /// Against what
        #[command(flatten)]
        filter: FilterArgs,
        /// The line that puts discussions in order, worst regression first
        #[arg(long, default_value = "aggregate")]
        by: Line,
        /// How intervals are drawn
        #[command(flatten)]
        drawn: DrawnArgs,
    },
    /// Every run in order of time, all scored now, as a chart
    History {
        /// Which discussions [default: all that have ground truth]
        discussions: Vec<DiscussionId>,
        /// Which runs, against what
        #[command(flatten)]
        filter: FilterArgs,
        /// The line that is drawn
        #[arg(long, default_value = "aggregate")]
        line: Line,
        /// How intervals are drawn
        #[command(flatten)]
        drawn: DrawnArgs,
    },
}

/// Which runs, against what, measured how.
#[derive(Debug, Clone, Default, Args)]
pub struct FilterArgs {
    /// Which discussions
    #[command(flatten)]
    pub which: WhichArgs,
    /// Only truth that is blind, over_the_model or adjudicated; or constructed, which stands alone
    #[arg(long, value_name = "P", value_delimiter = ',', value_parser = provenance)]
    pub provenance: Vec<TruthWord>,
    /// Only truth that comes from this coder
    #[arg(long, value_name = "C")]
    pub coder: Option<CoderName>,
    /// The truth as it was when this version was approved
    #[arg(long, value_name = "V")]
    pub truth: Option<VersionId>,
    /// Which runs
    #[command(flatten)]
    pub runs: RunsArgs,
    /// Which matcher
    #[command(flatten)]
    pub matched: MatcherArgs,
}

/// How intervals are drawn.
#[derive(Debug, Clone, Copy, Args)]
pub struct DrawnArgs {
    /// Seed of the resamples; the same seed gives the same intervals
    #[arg(long, default_value_t = 1, value_parser = super::which::seed)]
    pub seed: u64,
    /// How many resamples; 0 for no intervals
    #[arg(long, value_name = "N", default_value_t = Resampling::default().replicates, value_parser = super::which::within::<0, 100_000>)]
    pub replicates: u32,
}

impl From<DrawnArgs> for Resampling {
    fn from(args: DrawnArgs) -> Self {
        Resampling { seed: args.seed, replicates: args.replicates }
    }
}

/// A word of `--provenance`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TruthWord {
    /// A provenance of people's codings.
    Human(Provenance),
    /// Constructed references.
    Constructed,
}

impl TruthWord {
    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            TruthWord::Human(provenance) => provenance.as_str(),
            TruthWord::Constructed => "constructed",
        }
    }
}

fn provenance(word: &str) -> Result<TruthWord, String> {
    match word {
        "constructed" => Ok(TruthWord::Constructed),
        other => super::which::provenance(other).map(TruthWord::Human).map_err(|error| format!("{error}, constructed")),
    }
}

fn usage(words: &str) -> Failure {
    Failure::new(Exit::Usage, words)
}

impl FilterArgs {
    /// The filter these arguments mean.
    pub fn filter(&self, discussions: &[DiscussionId], per_statement: bool) -> Result<ScoreFilter, Failure> {
        Ok(ScoreFilter {
            discussions: discussions.to_vec(),
            origin: self.which.origin(),
            persona_trait: self.which.persona_trait,
            truth: self.truth_choice()?,
            scored: self.runs.choice(),
            method: self.matched.method()?,
            level: if per_statement { ScoreLevel::Statement } else { ScoreLevel::Discussion },
        })
    }

    fn truth_choice(&self) -> Result<TruthChoice, Failure> {
        if !self.provenance.contains(&TruthWord::Constructed) {
            let words = self.provenance.iter().filter_map(|word| match word {
                TruthWord::Human(provenance) => Some(*provenance),
                TruthWord::Constructed => None,
            });
            let mut provenance: Vec<Provenance> = words.collect();
            provenance.sort_unstable();
            provenance.dedup();
            return Ok(TruthChoice::Human { provenance, coder: self.coder.clone(), as_of: self.truth });
        }
        if self.provenance.iter().any(|word| *word != TruthWord::Constructed) {
            return Err(usage(
                "constructed references are no human's coding and are never mixed with one; ask for constructed alone",
            ));
        }
        if self.coder.is_some() || self.truth.is_some() {
            return Err(usage(
                "constructed references have neither a coder nor a version; leave --coder and --truth out",
            ));
        }
        Ok(TruthChoice::Constructed)
    }
}

/// A word that can name a run; ids of other things are told apart before anything is asked.
pub fn run_word(text: &str) -> Result<String, String> {
    let other = match (text.parse::<DiscussionId>(), text.parse::<VersionId>()) {
        (Ok(_), _) => "a discussion",
        (_, Ok(_)) => "a version of ground truth",
        _ if text.parse::<PersonaId>().is_ok() => "a persona",
        _ if text.parse::<JobId>().is_ok() => "a job",
        _ => return Ok(text.to_owned()),
    };
    Err(format!(
        "\"{text}\" is {other}; a run looks like r7, and `sarf show DISCUSSION` lists those of a discussion (a model of this \
         name is written {text}@)"
    ))
}

/// A run as `f1 compare` takes it.
pub fn run_choice(text: &str) -> ScoredChoice {
    if text == "standing" {
        return ScoredChoice::Standing;
    }
    let runs: Result<Vec<RunId>, _> = text.split(',').map(|one| one.trim().parse()).collect();
    match (runs, text.rsplit_once('@')) {
        (Ok(runs), _) => ScoredChoice::Runs(runs),
        (Err(_), Some((model, prompt))) => {
            let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            ScoredChoice::Engine { model: some(model), prompt: some(prompt) }
        }
        (Err(_), None) => ScoredChoice::Engine { model: Some(text.to_owned()), prompt: None },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::{Cli, Command};
    use clap::Parser;

    fn parsed(words: &str) -> Result<ScoreFilter, String> {
        let cli = Cli::try_parse_from(words.split(' ')).map_err(|error| error.to_string())?;
        let Some(Command::F1(args)) = cli.command else { panic!("{words}") };
        args.filter.filter(&args.discussions, args.per_statement).map_err(|failure| failure.to_string())
    }

    #[test]
    fn flags_make_the_filter_they_say() {
        assert_eq!(parsed("sarf f1"), Ok(ScoreFilter::default()));
        let filter = parsed(
            "sarf f1 3 4 --synthetic --provenance blind,over-the-model --model a/b --trait mature --coder ann --truth v9 \
             --matcher compat --today 2026-01-02 --per-statement",
        );
        assert_eq!(
            filter.unwrap().to_string(),
            "synthetic ones of discussions 3, 4 · trait mature · newest runs of a/b against ground truth (blind, over \
             the model only) by ann as of v9 · statement by statement"
        );
        assert_eq!(parsed("sarf f1 --run r7,r8").unwrap().scored, ScoredChoice::Runs(vec![RunId(7), RunId(8)]));
    }

    #[test]
    fn what_contradicts_itself_is_refused_with_words() {
        for (words, told) in [
            ("sarf f1 --provenance constructed,blind", "never mixed"),
            ("sarf f1 --provenance constructed --coder ann", "neither a coder"),
            ("sarf f1 --today 2026-01-01", "--matcher compat"),
            ("sarf f1 --synthetic --real", "cannot be used with"),
            ("sarf f1 --provenance blin", "blind, over_the_model, adjudicated, constructed"),
            ("sarf f1 --run r7 --model x", "cannot be used with"),
            ("sarf f1 --matcher exact", "fair"),
        ] {
            let error = parsed(words).unwrap_err();
            assert!(error.contains(told), "{words}: {error}");
        }
    }

    #[test]
    fn what_is_no_run_is_told_apart() {
        for (word, told) in [("3", "a discussion"), ("v9", "a version"), ("p3", "a persona"), ("j12", "a job")] {
            assert!(run_word(word).unwrap_err().contains(told), "{word}");
        }
        for word in ["r7", "r7,r9", "standing", "a/b", "3@"] {
            assert_eq!(run_word(word).as_deref(), Ok(word));
        }
    }

    #[test]
    fn a_run_is_named_by_its_id_its_engine_or_by_standing() {
        assert_eq!(run_choice("r7,r8"), ScoredChoice::Runs(vec![RunId(7), RunId(8)]));
        assert_eq!(run_choice("standing"), ScoredChoice::Standing);
        let engine = |model: &str, prompt: Option<&str>| ScoredChoice::Engine {
            model: Some(model.into()),
            prompt: prompt.map(str::to_owned),
        };
        assert_eq!(run_choice("a/b"), engine("a/b", None));
        assert_eq!(run_choice("a/b@12ab"), engine("a/b", Some("12ab")));
        assert_eq!(run_choice("a@b@"), engine("a@b", None));
    }
}
