//! Arguments of `agreement` and `report`: whose codings, how they become units, how intervals are drawn.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use sarf_shared::coding::{CoderName, Provenance};
use sarf_shared::discussion::DiscussionId;
use sarf_shared::rpc::{AgreementRequest, ScoreFilter};
use sarf_shared::scoring::agreement::{Convention, Level, Resampled, Settings, WindowSettings};

use super::scores::{DrawnArgs, FilterArgs, TruthWord};
use super::which::{MatcherArgs, RunsArgs, WhichArgs};
use crate::cli::exit::{Exit, Failure};

/// `agreement`
#[derive(Debug, Args)]
pub struct AgreementArgs {
    /// Which discussions [default: all that somebody coded]; or a file of codings
    #[arg(value_name = "DISCUSSION|FILE")]
    pub what: Vec<String>,
    /// A file of normalised codings (JSON) or a long table (unit,coder,variable,value) instead of what is stored
    #[arg(long, value_name = "FILE", conflicts_with = "what")]
    pub codings: Option<PathBuf>,
    /// Which discussions
    #[command(flatten)]
    pub which: WhichArgs,
    /// Only codings that are blind, over_the_model or adjudicated
    #[arg(long, value_name = "P", value_delimiter = ',', value_parser = super::which::provenance)]
    pub provenance: Vec<Provenance>,
    /// Only these coders
    #[arg(long, value_name = "C", value_delimiter = ',')]
    pub coder: Vec<CoderName>,
    /// With the model as one more coder, kept apart from the people; to choose a run is to ask for it
    #[arg(long)]
    pub with_model: bool,
    /// Which runs of the model
    #[command(flatten)]
    pub runs: RunsArgs,
    /// Which matcher
    #[command(flatten)]
    pub matched: MatcherArgs,
    /// How values become units, draws and windows
    #[command(flatten)]
    pub measured: MeasuredArgs,
    /// Seed of the resamples; the same seed gives the same intervals
    #[arg(long, default_value_t = 1, value_parser = super::which::seed)]
    pub seed: u64,
    /// How many resamples; 0 for no intervals
    #[arg(long, value_name = "N", default_value_t = 2000, value_parser = super::which::within::<0, 100_000>)]
    pub replicates: u32,
    /// The values as a long table (unit,coder,variable,value), for R's irrCAC and other programs
    #[arg(long)]
    pub csv: bool,
}

/// What is compared, and how values become units.
#[derive(Debug, Clone, Default, Args)]
pub struct MeasuredArgs {
    /// All that a coder says of a discussion, or statement by statement [default: timeline]
    #[arg(long, value_enum)]
    pub level: Option<LevelWord>,
    /// Which units count; several for several tables [default: matched]
    #[arg(long, value_enum, value_delimiter = ',')]
    pub units: Vec<UnitsWord>,
    /// Windows of N units over time
    #[arg(long, value_name = "N", value_parser = super::which::within::<2, { u32::MAX }>)]
    pub window: Option<u32>,
    /// What is drawn for intervals [default: discussions, or statements where there are fewer than three discussions]
    #[arg(long, value_name = "WHAT")]
    pub resample: Option<Resampled>,
}

/// A word of `--level`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LevelWord {
    /// Everything a coder says of a discussion, laid over one another
    Timeline,
    /// Each statement by itself
    Statement,
}

/// A word of `--units`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum UnitsWord {
    /// Items that two coders found; "none" is a value
    Matched,
    /// Of these, only those that somebody gave the variable: the published convention
    Coded,
    /// Every cell somebody filled; an item not found is "none"
    Cells,
}

impl UnitsWord {
    /// The convention it means.
    pub fn convention(self) -> Convention {
        match self {
            UnitsWord::Matched => Convention::MATCHED,
            UnitsWord::Coded => Convention::PUBLISHED,
            UnitsWord::Cells => Convention::CELLS,
        }
    }
}

impl MeasuredArgs {
    /// The settings these arguments mean.
    pub fn settings(&self, seed: u64, replicates: u32) -> Settings {
        let conventions: Vec<Convention> = self.units.iter().map(|word| word.convention()).collect();
        let windows = self.window.map(|units| {
            let units = units as usize;
            WindowSettings { units, step: units, ..WindowSettings::default() }
        });
        Settings {
            level: match self.level {
                Some(LevelWord::Statement) => Level::Statement,
                Some(LevelWord::Timeline) | None => Level::Cumulative,
            },
            conventions: if conventions.is_empty() { vec![Convention::MATCHED] } else { conventions },
            resampled: self.resample,
            replicates,
            seed,
            windows,
        }
    }
}

/// What agreement is told of.
#[derive(Debug)]
pub enum Source {
    /// A file.
    File(PathBuf),
    /// What is stored.
    Stored(Box<AgreementRequest>),
}

impl AgreementArgs {
    /// Where the codings are.
    pub fn source(&self) -> Result<Source, Failure> {
        let named = match (&self.codings, self.what.as_slice()) {
            (Some(file), _) => Some(file.clone()),
            (None, [one]) if one.parse::<DiscussionId>().is_err() => Some(PathBuf::from(one)),
            _ => None,
        };
        match named {
            Some(file) => {
                self.nothing_of_the_store()?;
                Ok(Source::File(file))
            }
            None => Ok(Source::Stored(Box::new(self.request()?))),
        }
    }

    /// The settings of the figures.
    pub fn settings(&self) -> Settings {
        self.measured.settings(self.seed, self.replicates)
    }

    fn request(&self) -> Result<AgreementRequest, Failure> {
        let of = |word: &String| {
            word.parse::<DiscussionId>().map_err(|_| {
                let why = format!("\"{word}\" is no number of a discussion; a file of codings is named alone");
                Failure::new(Exit::Usage, why)
            })
        };
        let discussions: Vec<DiscussionId> = self.what.iter().map(of).collect::<Result<_, _>>()?;
        let filter = FilterArgs {
            which: self.which.clone(),
            provenance: self.provenance.iter().copied().map(TruthWord::Human).collect(),
            runs: self.runs.clone(),
            matched: self.matched,
            ..FilterArgs::default()
        };
        let filter: ScoreFilter = filter.filter(&discussions, false)?;
        Ok(AgreementRequest {
            filter,
            coders: self.coder.clone(),
            model: self.with_model || !self.runs.is_empty(),
            settings: self.settings(),
            units: self.csv,
        })
    }

    fn nothing_of_the_store(&self) -> Result<(), Failure> {
        let asked = [
            (self.which.synthetic, "--synthetic"),
            (self.which.real, "--real"),
            (self.which.imported, "--imported"),
            (self.which.persona_trait.is_some(), "--trait"),
            (!self.provenance.is_empty(), "--provenance"),
            (!self.coder.is_empty(), "--coder"),
            (self.with_model, "--with-model"),
            (!self.runs.run.is_empty(), "--run"),
            (self.runs.model.is_some(), "--model"),
            (self.runs.prompt.is_some(), "--prompt"),
        ];
        let flags: Vec<&str> = asked.iter().filter(|(asked, _)| *asked).map(|(_, flag)| *flag).collect();
        if !flags.is_empty() {
            let why = format!("{} chooses among stored codings; a file is read whole", flags.join(", "));
            return Err(Failure::new(Exit::Usage, why));
        }
        if self.measured.level == Some(LevelWord::Timeline) || self.measured.window.is_some() {
            let why = "each statement of a file stands for itself; leave --level timeline and --window out";
            return Err(Failure::new(Exit::Usage, why));
        }
        Ok(())
    }
}

/// `report`
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// Which discussions [default: all]
    pub discussions: Vec<DiscussionId>,
    /// Which runs, against what
    #[command(flatten)]
    pub filter: FilterArgs,
    /// How intervals are drawn
    #[command(flatten)]
    pub drawn: DrawnArgs,
    /// Compare with this run too: r7, a comma list r7,r9, a model (PROVIDER/MODEL), or standing
    #[arg(long, value_name = "RUN", value_parser = super::scores::run_word)]
    pub against: Option<String>,
    /// How agreement is measured
    #[command(flatten)]
    pub measured: MeasuredArgs,
    /// Write into this file instead of printing
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::{Cli, Command};
    use clap::Parser;

    fn source(words: &str) -> Result<Source, String> {
        let cli = Cli::try_parse_from(words.split(' ')).map_err(|error| error.to_string())?;
        let Some(Command::Agreement(args)) = cli.command else { panic!("{words}") };
        args.source().map_err(|failure| failure.to_string())
    }

    #[test]
    fn numbers_are_discussions_and_another_word_alone_is_a_file() {
        let Ok(Source::Stored(request)) =
            source("sarf agreement 3 4 --coder ann,bob --units cells --window 20 --level statement --model m")
        else {
            panic!("stored")
        };
        assert_eq!(request.filter.discussions, [DiscussionId(3), DiscussionId(4)]);
        assert_eq!((request.coders.len(), request.model), (2, true), "a chosen model is wanted");
        assert_eq!(request.settings.conventions, [Convention::CELLS]);
        assert_eq!(request.settings.windows.map(|windows| windows.units), Some(20));
        assert_eq!(request.settings.level, Level::Statement);
        assert!(matches!(source("sarf agreement codings.json"), Ok(Source::File(_))));
        assert!(matches!(source("sarf agreement --codings 7"), Ok(Source::File(_))));
    }

    #[test]
    fn what_a_file_cannot_answer_is_refused() {
        for (words, told) in [
            ("sarf agreement x.json --coder ann --real", "--real, --coder chooses"),
            ("sarf agreement x.json --level timeline", "stands for itself"),
            ("sarf agreement 3 x.json", "named alone"),
            ("sarf agreement --units all", "matched, coded, cells"),
        ] {
            let error = source(words).unwrap_err();
            assert!(error.contains(told), "{words}: {error}");
        }
    }
}
