//! Arguments of the commands that score: which runs, against what, and how.

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use sarf_shared::coding::{CoderName, Provenance};
use sarf_shared::discussion::{DiscussionId, RunId, VersionId};
use sarf_shared::rpc::{OriginFilter, Resampling, ScoreFilter, ScoreLevel, ScoredChoice, TruthChoice};
use sarf_shared::scoring::f1::{Line, Matcher, Method, MissingParts};
use sarf_shared::scoring::fair::FairSettings;
use sarf_shared::simulation::Trait;

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
        old: String,
        /// The run that is
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
#[derive(Debug, Clone, Args)]
pub struct FilterArgs {
    /// Only discussions whose client was a model
    #[arg(long, conflicts_with_all = ["real", "imported"])]
    pub synthetic: bool,
    /// Only discussions with a real client
    #[arg(long, conflicts_with = "imported")]
    pub real: bool,
    /// Only discussions read from a file
    #[arg(long)]
    pub imported: bool,
    /// Only truth that is blind, over_the_model or adjudicated; or constructed, which stands alone
    #[arg(long, value_name = "P", value_delimiter = ',', value_parser = provenance)]
    pub provenance: Vec<TruthWord>,
    /// These runs (r7) instead of the ones that stand
    #[arg(long, value_name = "R", value_delimiter = ',', conflicts_with_all = ["model", "prompt"])]
    pub run: Vec<RunId>,
    /// The newest run of this model (MODEL, PROVIDER or PROVIDER/MODEL) in each discussion
    #[arg(long, value_name = "M")]
    pub model: Option<String>,
    /// The newest run whose prompt's hash begins so
    #[arg(long, value_name = "H")]
    pub prompt: Option<String>,
    /// Only discussions whose persona has this trait
    #[arg(long = "trait", value_name = "T")]
    pub persona_trait: Option<Trait>,
    /// Only truth that comes from this coder
    #[arg(long, value_name = "C")]
    pub coder: Option<CoderName>,
    /// The truth as it was when this version was approved
    #[arg(long, value_name = "V")]
    pub truth: Option<VersionId>,
    /// fair, or compat for the published method with its quirks
    #[arg(long, default_value = "fair")]
    pub matcher: Matcher,
    /// With compat: the day that fills missing parts of dates [default: the discussion's own]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub today: Option<NaiveDate>,
}

/// How intervals are drawn.
#[derive(Debug, Clone, Copy, Args)]
pub struct DrawnArgs {
    /// Seed of the resamples; the same seed gives the same intervals
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// How many resamples; 0 for no intervals
    #[arg(long, value_name = "N", default_value_t = Resampling::default().replicates, value_parser = clap::value_parser!(u32).range(0..=100_000))]
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

fn provenance(word: &str) -> Result<TruthWord, String> {
    match word.replace('-', "_").as_str() {
        "constructed" => Ok(TruthWord::Constructed),
        other => other
            .parse()
            .map(TruthWord::Human)
            .map_err(|error: sarf_shared::family::UnknownWord| format!("{error}, constructed")),
    }
}

fn usage(words: &str) -> Failure {
    Failure::new(Exit::Usage, words)
}

impl FilterArgs {
    /// The filter these arguments mean.
    pub fn filter(&self, discussions: &[DiscussionId], per_statement: bool) -> Result<ScoreFilter, Failure> {
        let origin = match (self.synthetic, self.real, self.imported) {
            (true, ..) => Some(OriginFilter::Synthetic),
            (_, true, _) => Some(OriginFilter::Real),
            (.., true) => Some(OriginFilter::Imported),
            _ => None,
        };
        let scored = match (self.run.as_slice(), &self.model, &self.prompt) {
            ([], None, None) => ScoredChoice::Standing,
            ([], model, prompt) => ScoredChoice::Engine { model: model.clone(), prompt: prompt.clone() },
            (runs, ..) => ScoredChoice::Runs(runs.to_vec()),
        };
        Ok(ScoreFilter {
            discussions: discussions.to_vec(),
            origin,
            persona_trait: self.persona_trait,
            truth: self.truth_choice()?,
            scored,
            method: method(self.matcher, self.today)?,
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

/// The method that `--matcher` and `--today` mean.
pub fn method(matcher: Matcher, today: Option<NaiveDate>) -> Result<Method, Failure> {
    match (matcher, today) {
        (Matcher::Fair, None) => Ok(Method::Fair(FairSettings::default())),
        (Matcher::Fair, Some(_)) => Err(usage("--today is a setting of --matcher compat; fair fills no dates")),
        (Matcher::Compat, None) => Ok(Method::Compat(MissingParts::OfDiscussion)),
        (Matcher::Compat, Some(day)) => Ok(Method::Compat(MissingParts::On(day))),
    }
}

/// A run as `f1 compare` takes it.
pub fn run_choice(text: &str) -> ScoredChoice {
    if text == "standing" {
        return ScoredChoice::Standing;
    }
    let runs: Result<Vec<RunId>, _> = text.split(',').map(|one| one.trim().parse()).collect();
    match (runs, text.split_once('@')) {
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
    fn a_run_is_named_by_its_id_its_engine_or_by_standing() {
        assert_eq!(run_choice("r7,r8"), ScoredChoice::Runs(vec![RunId(7), RunId(8)]));
        assert_eq!(run_choice("standing"), ScoredChoice::Standing);
        let engine = |model: &str, prompt: Option<&str>| ScoredChoice::Engine {
            model: Some(model.into()),
            prompt: prompt.map(str::to_owned),
        };
        assert_eq!(run_choice("a/b"), engine("a/b", None));
        assert_eq!(run_choice("a/b@12ab"), engine("a/b", Some("12ab")));
    }
}
