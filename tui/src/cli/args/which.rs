//! Arguments that several commands share: which discussions, which of the model's runs, which matcher.

use chrono::NaiveDate;
use clap::Args;
use sarf_shared::coding::Provenance;
use sarf_shared::discussion::RunId;
use sarf_shared::family::UnknownWord;
use sarf_shared::rpc::{OriginFilter, ScoredChoice};
use sarf_shared::scoring::f1::{Matcher, Method, MissingParts};
use sarf_shared::scoring::fair::FairSettings;
use sarf_shared::simulation::Trait;

use crate::cli::exit::{Exit, Failure};

/// Which discussions, by what they are.
#[derive(Debug, Clone, Default, Args)]
pub struct WhichArgs {
    /// Only discussions whose client was a model
    #[arg(long, conflicts_with_all = ["real", "imported"])]
    pub synthetic: bool,
    /// Only discussions with a real client
    #[arg(long, conflicts_with = "imported")]
    pub real: bool,
    /// Only discussions read from a file
    #[arg(long)]
    pub imported: bool,
    /// Only discussions whose persona has this trait
    #[arg(long = "trait", value_name = "T")]
    pub persona_trait: Option<Trait>,
}

impl WhichArgs {
    /// Whether nothing is left out.
    pub fn is_all(&self) -> bool {
        self.origin().is_none() && self.persona_trait.is_none()
    }

    /// The origin asked for.
    pub fn origin(&self) -> Option<OriginFilter> {
        match (self.synthetic, self.real, self.imported) {
            (true, ..) => Some(OriginFilter::Synthetic),
            (_, true, _) => Some(OriginFilter::Real),
            (.., true) => Some(OriginFilter::Imported),
            _ => None,
        }
    }
}

/// Which of the model's runs.
#[derive(Debug, Clone, Default, Args)]
pub struct RunsArgs {
    /// These runs (r7) of the model instead of the ones that stand
    #[arg(long, value_name = "R", value_delimiter = ',', conflicts_with_all = ["model", "prompt"])]
    pub run: Vec<RunId>,
    /// The newest run of this model (MODEL, PROVIDER or PROVIDER/MODEL) in each discussion
    #[arg(long, value_name = "M")]
    pub model: Option<String>,
    /// The newest run whose prompt's hash begins so
    #[arg(long, value_name = "H")]
    pub prompt: Option<String>,
}

impl RunsArgs {
    /// Whether the runs that stand are meant.
    pub fn is_empty(&self) -> bool {
        self.choice() == ScoredChoice::Standing
    }

    /// The choice these arguments mean.
    pub fn choice(&self) -> ScoredChoice {
        match (self.run.as_slice(), &self.model, &self.prompt) {
            ([], None, None) => ScoredChoice::Standing,
            ([], model, prompt) => ScoredChoice::Engine { model: model.clone(), prompt: prompt.clone() },
            (runs, ..) => ScoredChoice::Runs(runs.to_vec()),
        }
    }
}

/// Which matcher, with its setting.
#[derive(Debug, Clone, Copy, Args)]
pub struct MatcherArgs {
    /// fair, or compat for the published method with its quirks
    #[arg(long, default_value = "fair")]
    pub matcher: Matcher,
    /// With compat: the day that fills missing parts of dates [default: the discussion's own]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub today: Option<NaiveDate>,
}

/// What a coder had seen; `over-the-model` is as good as `over_the_model`.
pub fn provenance(word: &str) -> Result<Provenance, UnknownWord> {
    word.replace('-', "_").parse()
}

/// A day as it is written on the command line.
pub fn day(text: &str) -> Result<NaiveDate, String> {
    text.parse().map_err(|_| format!("\"{text}\" is no day of the calendar; a day is written like 2026-01-31"))
}

/// A whole number within limits, both included.
pub fn within<const LEAST: u32, const MOST: u32>(text: &str) -> Result<u32, String> {
    let limits = || match MOST {
        u32::MAX => format!("write a whole number, {LEAST} or more"),
        _ => format!("write a whole number from {LEAST} to {MOST}"),
    };
    text.parse().ok().filter(|number| (LEAST..=MOST).contains(number)).ok_or_else(limits)
}

/// A seed.
pub fn seed(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("a seed is a whole number from 0 to {}", u64::MAX))
}

impl Default for MatcherArgs {
    fn default() -> Self {
        MatcherArgs { matcher: Matcher::Fair, today: None }
    }
}

impl MatcherArgs {
    /// The method these arguments mean.
    pub fn method(&self) -> Result<Method, Failure> {
        match (self.matcher, self.today) {
            (Matcher::Fair, None) => Ok(Method::Fair(FairSettings::default())),
            (Matcher::Fair, Some(_)) => {
                Err(Failure::new(Exit::Usage, "--today is a setting of --matcher compat; fair fills no dates"))
            }
            (Matcher::Compat, None) => Ok(Method::Compat(MissingParts::OfDiscussion)),
            (Matcher::Compat, Some(day)) => Ok(Method::Compat(MissingParts::On(day))),
        }
    }
}
